/** The feature directions of a model with few hidden dimensions are drawn in a frame of its own. */
import * as chart from "./chart.mjs";
import {chosenPart} from "./parts.mjs";
import {norm, vectors} from "./pure/directions.mjs";
import {spread} from "./pure/lists.mjs";
import {number, plural} from "./pure/numbers.mjs";
import * as results from "./results.mjs";
import {kept} from "./weights.mjs";

/** These are the kept models with m hidden dimensions. */
export const ofHidden = m => kept().filter(row => row.point.m === m);

/**
 * It draws an empty frame for each of at most `most` models of the choice, of a size `sized` for the width, and says what is seen. It returns {svg, frames: [{row, g, left, up}], context: {scale, size, colour, marks}, height}, or nothing where no model is left.
 */
export function frames(drawing, {m, most, gap, sized, words, caption}) {
  const models = ofHidden(m).filter(row => chosenPart(drawing, row.point)).sort((a, b) => b.point.p - a.point.p);
  if (!models.length) return drawing.title("No model of this choice");
  const shown = spread(models, most);
  const {n} = shown[0].point;
  const reach = 1.1 * Math.max(1, d3.max(shown.flatMap(vectors), norm));
  const colour = n <= 7 ? chart.unordered(d3.range(n)) : chart.ordered(d3.range(n));
  const svg = drawing.canvas();
  const top = chart.keys(svg, n <= 12 ? d3.range(n).map(i => ({label: `feature ${i}`, colour: colour(i), shape: d3.symbolSquare})) : [], drawing.width);
  const size = sized(drawing.width);
  const columns = Math.max(1, Math.min(shown.length, Math.floor((drawing.width + gap) / (size + gap))));
  const each = shown.map((row, k) => {
    const [left, up] = [(k % columns) * (size + gap), top + 24 + Math.floor(k / columns) * (size + 40)];
    const g = svg.append("g").attr("transform", `translate(${left},${up})`);
    chart.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{p} = ${number(row.point.p)}`);
    g.append("rect").attr("class", "frame").attr("width", size).attr("height", size);
    return {row, g: g.append("g"), left, up};
  });
  say(drawing, shown, words, caption);
  const context = {scale: d3.scaleLinear([-reach, reach], [0, size]), size, colour, marks: []};
  return {svg, frames: each, context, height: top + 24 + Math.ceil(shown.length / columns) * (size + 40) - 28};
}

function say(drawing, shown, words, caption) {
  const represented = row => vectors(row).filter(vector => norm(vector) > 0.5).length;
  const [first, last] = [shown[0], shown[shown.length - 1]];
  const [from, to] = [first, last].map(row => number(row.point.p));
  const held = plural(represented(first), "feature");
  drawing.title(shown.length === 1 ? `${words[0].toUpperCase()}${words.slice(1)} dimensions hold ${held}`
    : represented(first) === represented(last) ? `At {p} = ${from} as at ${to}, ${words} dimensions hold ${held}`
      : `From {p} = ${from} to ${to}, ${words} dimensions go from holding ${held} to ${represented(last)}`);
  drawing.caption(`Directions {w}_(i) of the features of the best seed, where ${caption}`);
  drawing.data(shown.flatMap(row => vectors(row).map((vector, i) => ({model_key: row.model_key, p: row.point.p, i, ...Object.fromEntries(vector.map((value, k) => ["xyz"[k], value])),
    norm: norm(vector), bias: row.b?.[i] ?? null}))));
}

export function mark({row, left, up}, i, vector, [u, v]) {
  const model = results.modelOf.get(row.model_key);
  return {x: left + u, y: up + v, rows: [model], tip: () => [["feature", String(i)], ["norm", number(norm(vector))], ["bias", number(row.b?.[i])], ["loss", number(model.loss)],
    ...results.parameters(model)]};
}
