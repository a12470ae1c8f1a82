/** The norms of features are shown with their interference. */
import * as chart from "../chart.mjs";
import {chosenPart, partControls} from "../parts.mjs";
import {arranged} from "../pure/layout.mjs";
import {spread, stepped} from "../pure/lists.mjs";
import {number} from "../pure/numbers.mjs";
import * as results from "../results.mjs";

function draw(drawing) {
  const rows = results.joined("norms").filter(row => chosenPart(drawing, row.point));
  const models = d3.groups(rows, row => row.model_key).map(([, features]) => features).sort(([a], [b]) => b.point.p - a.point.p);
  if (!models.length) return drawing.title("No features of this choice");
  const shown = spread(models, 12);
  const svg = drawing.canvas();
  const layout = arranged(shown.length, drawing.width, {least: 150, height: 110, top: 30, bottom: 34, left: 44});
  const y = d3.scaleLinear([0, Math.max(1.1, d3.max(rows, row => row.norm))], [layout.box(0).height, 0]);
  const colour = d3.scaleSequential([0, 1], t => d3.interpolateCividis(chart.dark() ? 0.2 + 0.8 * t : 0.9 * t)).clamp(true);
  const top = chart.keys(svg, [0, 0.25, 0.5, 0.75, 1].map(value => ({label: value === 1 ? "≥ 1 interference" : number(value), colour: colour(value)})), drawing.width);
  const marks = shown.flatMap((features, k) => {
    const box = layout.box(k);
    box.y += top;
    return norms(svg, box, features, {y, colour, axis: k === 0});
  });
  const kept = shown.map(features => features.filter(row => row.norm > 0.5).length);
  const [n, first, last] = [shown[0].length, shown[0][0].point, shown[shown.length - 1][0].point];
  drawing.title(shown.length > 1 && new Set(kept).size === 1 ? `${kept[0]} of ${n} features are represented at every {p} from ${number(first.p)} to ${number(last.p)}`
    : shown.length > 1 ? `From {p} = ${number(first.p)} to ${number(last.p)}, represented features go from ${kept[0]} to ${kept[kept.length - 1]} of ${n}`
    : `${kept[0]} of ${n} features are represented at {p} = ${number(first.p)}`);
  drawing.caption(`Norm of each feature's direction in the best seed, coloured by its interference Σ({ŵ}_(i)·{w}_(j))²: light bars share their dimensions.${models.some(([{point}]) => !point.tied)
    ? " In an untied model the scale of {W}_(in) is not fixed, and these numbers with it." : ""}`);
  drawing.data(shown.flat().map(({model_key, point, i, importance, norm, interference, dimensionality, bias}) => ({model_key, p: point.p, i, importance, norm, interference,
    dimensionality, bias})));
  return drawing.finish(svg, top + layout.total, marks);
}

function norms(svg, box, features, {y, colour, axis}) {
  const n = features.length;
  const x = d3.scaleBand(features.map(row => row.i), [0, box.width]).paddingInner(n > 60 ? 0 : 0.15);
  const g = chart.panel(svg, box, {x, y, title: `{p} = ${number(features[0].point.p)}`, xTicks: stepped(n, Math.max(2, Math.floor(box.width / 26))),
    yTicks: y.domain()[1] <= 1.6 ? [0, 0.5, 1] : undefined, yLabel: null, showY: box.first});
  if (axis) chart.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), "‖{w}_(i)‖");
  if (box.last) chart.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 28).attr("text-anchor", "end"), "{i}");
  const rows = [results.modelOf.get(features[0].model_key)].filter(Boolean);
  return features.map(row => {
    const place = {x: x(row.i), y: y(row.norm), width: x.bandwidth(), height: box.height - y(row.norm)};
    g.append("rect").attr("x", place.x).attr("y", place.y).attr("width", place.width).attr("height", place.height).attr("fill", colour(row.interference ?? 0));
    return {...place, x: box.x + place.x, y: box.y, height: box.height, rows, tip: () => [["feature", String(row.i)],
      ["norm", number(row.norm)], ["interference", number(row.interference)], ["D", number(row.dimensionality)], ["bias", number(row.bias)], ["importance", number(row.importance)],
      ...results.parameters(row.point)]};
  });
}

export const figure = {
  id: "norms",
  order: 100,
  name: "Feature norms",
  tables: ["norms"],
  whole: "the best of all seeds is shown",
  available: () => results.table("norms").length > 0,
  controls: card => partControls(card, results.joined("norms").map(row => row.point)),
  draw,
};
