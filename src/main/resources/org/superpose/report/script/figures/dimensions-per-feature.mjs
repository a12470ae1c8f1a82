/** The dimensions that a feature gets are shown against 1/p. */
import * as chart from "../chart.mjs";
import {choice, choices} from "../choices.mjs";
import {distinct, spread} from "../pure/lists.mjs";
import {literal} from "../pure/markup.mjs";
import {number} from "../pure/numbers.mjs";
import {INVERSE, inverse, logAround} from "../pure/scales.mjs";
import * as results from "../results.mjs";

const dimensionsOf = point => results.mean(point, "dims_per_feature");
const SERIES = 6;
const HELD = [["decay", "δ"], ["importance_last", "ρ"], ["family", "family"], ["n", "n"]];

const trained = () => results.points().filter(point => dimensionsOf(point) !== null && point.model_kind === "trained");
const seriesKey = point => `${point.n} ${point.m} ${point.family} ${point.decay} ${point.importance_last}`;

/** No more is held fixed than leaves a few series to be told apart. */
function held(points) {
  let [left, asked] = [points, []];
  for (const [key, label] of HELD) {
    if (d3.group(left, seriesKey).size <= SERIES) break;
    const {value} = choice(key, label, left, key);
    left = left.filter(point => point[key] === value);
    asked = [...asked, [key, label]];
  }
  return asked;
}

/** Size, and what else varies, tells one series from another. */
function nameOf(points) {
  const varies = key => distinct(points, key).length > 1;
  const [size, units, decay, last, family] = ["n", "m", "decay", "importance_last", "family"].map(varies);
  return point => [(size || !units) && `{n} = ${point.n}`, `{m} = ${point.m}`, decay && point.decay !== null && `{δ} = ${number(point.decay)}`,
    last && point.importance_last !== null && `{ρ} = ${number(point.importance_last)}`, family && literal(results.familyLabels[point.family])].filter(Boolean).join(", ");
}

function draw(drawing) {
  const every = trained();
  if (!every.length) return drawing.title("No trained model passes the filters");
  const fixed = held(every).map(([key]) => key);
  const points = every.filter(point => fixed.every(key => point[key] === drawing.value(key)));
  const all = d3.groups(points, seriesKey).sort(([, [a]], [, [b]]) => a.n - b.n || a.m - b.m || d3.ascending(a.decay, b.decay) || a.importance_last - b.importance_last || a.family - b.family);
  const few = spread(all, SERIES);
  const keys = few.map(([key]) => key);
  const colour = distinct(points, "family").length > 1 ? chart.unordered(keys) : chart.ordered(keys);
  const mark = chart.marks(keys);
  const shown = few.flatMap(([, group]) => group);
  const name = nameOf(shown);
  const svg = drawing.canvas();
  const top = chart.keys(svg, few.map(([key, [point]]) => ({label: name(point), colour: colour(key), ...mark(key)})), drawing.width);
  const box = {x: 52, y: top + 42, width: Math.min(720, drawing.width - 178), height: 300};
  const x = logAround(shown.map(inverse), [0, box.width]);
  const y = d3.scaleLinear([0, Math.min(2, Math.max(1.08, d3.max(shown, dimensionsOf) * 1.05))], [box.height, 0]).clamp(true);
  const g = chart.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}* = {m}/‖{W}_(in)‖²"});
  for (const [level, text] of [[1, "1: own dimension"], [0.5, "1/2: antipodal pairs"]]) {
    g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
    g.append("text").attr("x", box.width + 5).attr("y", y(level) + 4).text(text);
  }
  const marks = few.flatMap(([key, group]) => dimensionSeries(g, d3.sort(group, inverse), {x, y, box, colour: colour(key), mark: mark(key)}));
  say(drawing, points, shown, few.length < all.length ? ` ${few.length} of ${all.length} series are shown.` : "");
  return drawing.finish(svg, box.y + box.height + 46, marks);
}

function dimensionSeries(g, points, {x, y, box, colour, mark}) {
  g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-opacity", 0.6).attr("d", d3.line(point => x(inverse(point)), point => y(dimensionsOf(point)))(points));
  return points.map(point => {
    const {mean, sem} = results.statistic(point, "dims_per_feature");
    const [u, v] = [x(inverse(point)), y(mean)];
    if (sem !== null) g.append("line").attr("class", "error").attr("stroke", colour).attr("x1", u).attr("x2", u).attr("y1", y(mean - sem)).attr("y2", y(mean + sem));
    chart.drawMark(g, mark, 30, u, v, colour);
    return {x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["dimensions per feature", number(mean, 4)], ["represented", number(results.mean(point, "represented"))],
      ...results.parameters(point)]};
  });
}

function say(drawing, points, shown, fewer) {
  const [least, most] = d3.extent(shown, dimensionsOf);
  const near = points.filter(point => point.tied && Math.abs(dimensionsOf(point) - 0.5) < 0.03).map(inverse);
  drawing.title(near.length > 1 ? `A feature gets half a dimension at ${near.length} points, for 1/{p} from ${number(d3.min(near))} to ${number(d3.max(near))}`
    : shown.length === 1 ? `A feature gets ${number(most)} dimensions at 1/{p} = ${number(inverse(shown[0]))}`
      : `Dimensions per feature from ${number(most)} down to ${number(least)}`);
  const untied = points.some(point => !point.tied) ? " In an untied model the scale of {W}_(in) is not fixed, and these numbers with it." : "";
  drawing.caption(`Dimensions per feature, {D}* = {m}/‖{W}_(in)‖², against ${INVERSE}, over seeds.${untied}${fewer}`);
  drawing.data(shown.map(point => ({n: point.n, m: point.m, p: point.p, inverse_p: inverse(point), decay: point.decay, importance_last: point.importance_last,
    family: results.familyLabels[point.family], seeds: point.rows.length, ...results.statistic(point, "dims_per_feature")})));
}

export const figure = {
  id: "dimensions-per-feature",
  order: 80,
  name: "Dimensions per feature",
  tables: ["models"],
  available: () => results.models.some(row => row.dims_per_feature !== null && row.model_kind === "trained"),
  controls: card => choices(card, trained(), held(trained())),
  draw,
};
