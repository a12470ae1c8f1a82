/** The loss is shown over what Gaussian noise in the model's own rows would lose, against the number of active features. */
import * as chart from "../chart.mjs";
import {choices} from "../choices.mjs";
import {distinct} from "../pure/lists.mjs";
import {literal} from "../pure/markup.mjs";
import {number} from "../pure/numbers.mjs";
import {logAround, padded} from "../pure/scales.mjs";
import * as results from "../results.mjs";

const RATIO = "loss_over_symmetric";
const AXES = [
  {value: "active", label: "active features, np", axis: "active features of a sample, {n}{p}", of: point => point.n * point.p},
  {value: "n", label: "features, n", axis: "features, {n}", of: point => point.n},
  {value: "p", label: "density, p", axis: "density, {p}", of: point => point.p},
];

const ratioOf = point => results.mean(point, RATIO);
const predicted = () => results.points().filter(point => ratioOf(point) > 0);
const axisOf = drawing => AXES.find(({value}) => value === drawing.value("axis")) ?? AXES[0];
const held = points => [["decay", "δ"], ["importance_last", "ρ"]].filter(([key]) => distinct(points, key).length > 1);

function controls(card) {
  const points = predicted();
  const families = distinct(points, "family");
  const colours = [{value: "r", label: "ratio r"}, ...families.length > 1 ? [{value: "family", label: "family"}] : []];
  return [{id: "axis", label: "horizontal", options: AXES.map(({value, label}) => ({value, label}))}, {id: "colour", label: "colour", options: colours}, ...choices(card, points, held(points))];
}

/** One of ratio and family has the colours, the other the marks. */
function styles(points, key) {
  const other = key === "r" ? "family" : "r";
  const [values, others] = [distinct(points, key), distinct(points, other)];
  const colour = key === "r" ? chart.ordered(values) : chart.unordered(values);
  const mark = chart.marks(others);
  const name = (of, value) => of === "r" ? `{r} = ${number(value)}` : literal(results.familyLabels[value]);
  const grey = chart.dark() ? "#bbb" : "#444";
  const entries = [...values.map(value => ({label: name(key, value), colour: colour(value), ...others.length > 1 ? {} : mark(others[0])})),
    ...others.length > 1 ? others.map(value => ({label: name(other, value), colour: grey, ...mark(value)})) : []];
  return {entries, colourOf: point => colour(point[key]), markOf: point => mark(point[other])};
}

function draw(drawing) {
  const all = predicted();
  const points = all.filter(point => held(all).every(([key]) => point[key] === drawing.value(key)));
  if (!points.length) return drawing.title("No model here has a prediction by its rows");
  const axis = axisOf(drawing);
  const style = styles(points, drawing.value("colour") === "family" ? "family" : "r");
  const svg = drawing.canvas();
  const top = chart.keys(svg, [...style.entries, {line: "linear", label: "as predicted"}], drawing.width);
  const box = {x: 56, y: top + 44, width: Math.min(720, drawing.width - 76), height: 320};
  const x = logAround(points.map(axis.of), [0, box.width]);
  const y = d3.scaleLog(padded([...points.map(ratioOf), 1]), [box.height, 0]).clamp(true);
  const g = chart.panel(svg, box, {x, y, xLabel: axis.axis, yLabel: "{L}/{L}_(sym)"});
  g.append("line").attr("class", "theory linear").attr("x2", box.width).attr("y1", y(1)).attr("y2", y(1));
  const marks = points.map(point => marked(g, point, {x, y, box, axis, style}));
  say(drawing, points);
  drawing.data(points.map(point => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last, family: results.familyLabels[point.family],
    loss: results.mean(point, "loss"), loss_symmetric: results.mean(point, "loss_symmetric"), ...results.statistic(point, RATIO)})));
  return drawing.finish(svg, box.y + box.height + 46, marks);
}

function marked(g, point, {x, y, box, axis, style}) {
  const {mean, sem} = results.statistic(point, RATIO);
  const [u, v] = [x(axis.of(point)), y(mean)];
  if (sem !== null) {
    g.append("line").attr("class", "error").attr("stroke", style.colourOf(point)).attr("x1", u).attr("x2", u).attr("y1", y(Math.max(y.domain()[0], mean - sem))).attr("y2", y(mean + sem));
  }
  chart.drawMark(g, style.markOf(point), 26, u, v, style.colourOf(point)).attr("fill-opacity", 0.8);
  return {x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["loss / prediction", number(mean)], ["loss", number(results.mean(point, "loss"), 4)],
    ["prediction", number(results.mean(point, "loss_symmetric"), 4)], ...results.parameters(point)]};
}

function say(drawing, points) {
  const [least, most] = d3.extent(points, ratioOf);
  const where = point => `{n} = ${point.n}, {p} = ${number(point.p)}`;
  const far = d3.least(points, ratioOf);
  drawing.title(points.length === 1 ? `The model at ${where(far)} loses ${number(least)} of what Gaussian noise in its rows would`
    : `Models lose from ${number(least)} (${where(far)}) to ${number(most)} of what Gaussian noise in their rows would`);
  drawing.caption("Evaluated loss over the loss that each output would have with Gaussian noise of its own mean and variance, independent of its feature; mean over seeds, bars are one"
    + " standard error. At 1 the noise is as the paper assumes; below, the features are arranged so that it hurts less.");
}

export const figure = {
  id: "gaussian-picture",
  order: 35,
  name: "Loss over the Gaussian picture",
  tables: ["models"],
  available: () => results.models.some(row => row[RATIO] > 0),
  controls,
  draw,
};
