/**
 * The figures of the loss against ratio and against density are one, along two axes. An axis is {key, place(point), label, other, log, name}, where
 * `other` is the column that makes the panels.
 */
import * as chart from "./chart.mjs";
import {choices, optionsOf} from "./choices.mjs";
import {arranged} from "./pure/layout.mjs";
import {distinct, spread} from "./pure/lists.mjs";
import {number} from "./pure/numbers.mjs";
import {scaleOf} from "./pure/scales.mjs";
import {alike, theoryLines} from "./pure/theory.mjs";
import * as results from "./results.mjs";
import {seriesOf} from "./series.mjs";

/** The vertical axis is the loss, or the loss over what theory says. */
const MEASURES = results.statistics.filter(({name, of, over}) => name === "loss" || of === "loss" && over);

const THEORY = [
  {key: "loss_linear", line: "linear", label: "best linear model"},
  {key: "loss_limit", line: "limit", label: "thermodynamic limit"},
  {key: "loss_antipodal", line: "pairs", label: "antipodal pairs"},
];

const PANELS = 6;
const ROUNDING = 1e-12;
const FREE = 1.5;

/** The controls choose the vertical axis and the importance. */
export const controls = card => {
  const points = results.points();
  const measures = MEASURES.filter(({name}) => points.some(point => results.mean(point, name) !== null));
  return [{id: "measure", label: "vertical", options: optionsOf(measures)}, ...choices(card, points, [["decay", "δ"], ["importance_last", "ρ"]])];
};

/**
 * The block envelope says of a point the loss of copies or mixtures of smaller models along the diagonal. It holds where features are alike and
 * independent and the model is an identity, a ReLU and a bias; it is null elsewhere, and where it is no less than the point's own loss.
 */
const envelopes = new Map(results.table("envelope").map(row => [`${row.n} ${row.m} ${row.p}`, row]));
const envelopeOf = point => {
  if (!alike(point) || point.model_kind !== "trained" || point.data_kind !== "independent" || point.hidden !== "identity" || point.output !== "relu" || point.bias === false) return null;
  const row = envelopes.get(`${point.n} ${point.m} ${point.p}`);
  return row && row.envelope < row.loss ? row.envelope : null;
};

const lines = (points, axis, divide) => THEORY.flatMap(theory => theoryLines(points, axis, theory.key, divide).map(line => ({...theory, ...line})))
  .filter(({points: marks}) => marks.length > 1);

/** The points of a choice are split into Persian rugs and all others. */
function split(drawing, measure) {
  const all = results.points().filter(point => point.decay === drawing.value("decay") && point.importance_last === drawing.value("importance_last")
    && results.mean(point, measure.name) !== null);
  const isRug = point => point.model_kind === "rug";
  const points = all.filter(point => !isRug(point));
  return points.length ? {rugs: all.filter(isRug), points} : {rugs: [], points: all};
}

/** What a loss is divided by is the point's, or differs from seed to seed and is their mean. */
const divideBy = measure => (point, value) => {
  if (value === null || !measure.over) return value;
  const by = results.mean(point, measure.over);
  return by > 0 ? value / by : null;
};

/**
 * The scene of a choice is {axis, measure, divide, points, panels, all, shown, woven, theories, values}. A value along the other axis has a panel where two
 * points differ along this one.
 */
function sceneOf(drawing, axis) {
  const measure = MEASURES.find(({name}) => name === drawing.value("measure")) ?? MEASURES[0];
  const {rugs, points} = split(drawing, measure);
  const divide = divideBy(measure);
  const all = distinct(points, axis.other);
  const panels = spread(all.filter(value => distinct(points.filter(point => point[axis.other] === value), axis.key).length > 1), PANELS);
  const inPanels = point => panels.includes(point[axis.other]);
  const [shown, woven] = [points.filter(inPanels), rugs.filter(inPanels)];
  const theories = panels.map(value => lines(shown.filter(point => point[axis.other] === value), axis, divide));
  return {axis, measure, divide, points, panels, all, shown, woven, theories, values: valuesOf({measure, divide, shown, woven, theories})};
}

/** Panels have scales of their own where one for all would leave much of each empty. */
function free(scene) {
  const span = values => d3.min(values) > 0 ? Math.log(d3.max(values) / d3.min(values)) : Infinity;
  const widest = d3.max(scene.panels, (value, k) => span(valuesOf(within(scene, value, k))));
  return scene.panels.length > 1 && span(scene.values) > Math.max(FREE * widest, Math.log(10));
}

/** The k-th panel shows this part of the scene. */
function within(scene, value, k) {
  const here = list => list.filter(point => point[scene.axis.other] === value);
  return {...scene, shown: here(scene.shown), woven: here(scene.woven), theories: [scene.theories[k]]};
}

/** The vertical axis spans the bars and all lines, without what is zero but for rounding where all that was measured is positive. */
function valuesOf({measure, divide, shown, woven, theories}) {
  const bars = shown.flatMap(point => {
    const {mean, sem} = results.statistic(point, measure.name);
    return sem === null ? [mean] : [mean, mean + sem, ...mean > sem ? [mean - sem] : []];
  });
  const copies = shown.map(point => divide(point, envelopeOf(point))).filter(value => value !== null);
  const values = [...bars, ...copies, ...woven.map(point => results.mean(point, measure.name)), ...theories.flat().flatMap(theory => theory.points.map(mark => mark.value))];
  const least = ROUNDING * d3.max(bars);
  return d3.min(bars) > 0 ? values.filter(value => value > least) : values;
}

function keysOf({shown, woven, theories}, series) {
  const used = THEORY.flatMap(theory => {
    const own = theories.flat().filter(({key}) => key === theory.key);
    return own.length ? [{line: theory.line, label: own.some(({of}) => of) ? `${theory.label}, in the colour of its series` : theory.label}] : [];
  });
  const envelope = shown.some(point => envelopeOf(point) !== null);
  return [...series.keys, ...woven.length ? [{line: "rug", label: "Persian rug of the same {n}"}] : [], ...used, ...envelope ? [{line: "envelope", label: "copies of smaller models"}] : []];
}

export function draw(drawing, axis) {
  const scene = sceneOf(drawing, axis);
  const {panels, all, shown, woven, theories, points, measure} = scene;
  const series = seriesOf(shown);
  drawing.caption(`Evaluated loss for each {n}; bars are one standard error over seeds.${series.note} ${panels.length < all.length
    ? `${panels.length} of ${all.length} values of {${axis.other}} are shown; filter to see others.` : ""}${free(scene) ? " Each panel has its own vertical scale." : ""}`);
  if (!panels.length) return drawing.title(`No two points differ in ${axis.name} alone`);
  const svg = drawing.canvas();
  const top = chart.keys(svg, keysOf(scene, series), drawing.width);
  const own = free(scene);
  const layout = arranged(panels.length, drawing.width, {least: 230, height: 215, top: 48, left: 56, gap: own ? 52 : 16});
  const marks = [];
  panels.forEach((value, k) => {
    const box = layout.box(k);
    box.y += top;
    const part = within(scene, value, k);
    panel(svg, box, value, {...scene, own, series, marks, theories: theories[k], points: part.shown, rugs: part.woven, values: own ? valuesOf(part) : scene.values});
  });
  say(drawing, points, axis);
  drawing.data(shown.concat(woven).map(point => ({kind: point.model_kind, n: point.n, m: point.m, p: point.p, r: point.ratio, family: results.familyLabels[point.family], seeds: point.rows.length,
    [measure.name]: results.mean(point, measure.name), sem: results.statistic(point, measure.name).sem, loss_linear: point.loss_linear,
    loss_limit: point.loss_limit, loss_antipodal: point.loss_antipodal, envelope: envelopeOf(point)})));
  return drawing.finish(svg, top + layout.total, marks);
}

function say(drawing, points, axis) {
  const compared = points.filter(point => point.model_kind === "trained" && results.mean(point, "loss_over_limit") !== null);
  if (compared.length) {
    const below = compared.filter(point => results.mean(point, "loss_over_limit") < 1);
    const best = d3.least(compared, point => results.mean(point, "loss_over_limit"));
    const most = below.length ? `, most of all at {${axis.other}} = ${number(best[axis.other])}, {${axis.key}} = ${number(axis.place(best))}, {n} = ${best.n}` : "";
    return drawing.title(`Against ${axis.name}, trained models beat the symmetric limit at ${below.length} of ${compared.length} points${most}`);
  }
  const best = d3.least(points, point => results.mean(point, "loss"));
  return drawing.title(`Loss against ${axis.name}: lowest, ${number(results.mean(best, "loss"))}, at {p} = ${number(best.p)}, {r} = ${number(best.ratio)}, {n} = ${best.n}`);
}

/** A line goes through marks {at, value}; on a logarithmic axis it ends where a value is not on it. */
const path = (x, y) => d3.line(mark => x(mark.at), mark => y(mark.value)).defined(mark => !y.base || mark.value >= y.domain()[0]);

function panel(svg, box, value, {axis, measure, divide, series, marks, theories, points, rugs, values, own}) {
  const places = points.map(axis.place);
  const [low, high] = d3.extent(places);
  const x = axis.log && low > 0 ? d3.scaleLog([low / 1.12, high * 1.12], [0, box.width]) : d3.scaleLinear([Math.max(0, low - 0.04), Math.min(1, high + 0.04)], [0, box.width]);
  const y = own ? d3.scaleLog([d3.min(values) / 1.15, d3.max(values) * 1.15], [box.height, 0]) : scaleOf(values, [box.height, 0]);
  const g = chart.panel(svg, box, {x, y, title: `{${axis.other}} = ${number(value)}`, xLabel: box.last ? axis.label : null,
    yLabel: box.first ? measure.symbol : null, showY: own || box.first});
  if (measure.over) {
    g.append("line").attr("class", `theory ${THEORY.find(({key}) => key === measure.over).line}`).attr("x2", box.width).attr("y1", y(1)).attr("y2", y(1));
  }
  for (const theory of theories) {
    if (theory.key !== measure.over) {
      g.append("path").attr("class", `theory ${theory.line}`).style("stroke", theory.of ? series.colourOf(theory.of) : null).attr("d", path(x, y)(theory.points));
    }
  }
  const context = {axis, measure, divide, series, x, y, box, marks};
  for (const [, group] of d3.group(rugs, point => `${point.n} ${point.family}`)) rug(g, d3.sort(group, axis.place), context);
  const here = new Set(points);
  for (const [, group] of series.groups) {
    const shown = group.filter(point => here.has(point));
    if (shown.length) curve(g, d3.sort(shown, axis.place), context);
  }
}

function rug(g, points, {axis, measure, series, x, y, box, marks}) {
  const at = point => ({at: axis.place(point), value: results.mean(point, measure.name), point});
  const colour = series.rugColour(points[0]);
  const woven = points.map(at);
  g.append("path").attr("class", "theory rug").style("stroke", colour).attr("d", path(x, y)(woven));
  for (const {at: place, value, point} of woven.filter(path(x, y).defined())) {
    const [u, v] = [x(place), y(value)];
    g.append("path").attr("d", d3.symbol(d3.symbolSquare, 20)()).attr("transform", `translate(${u},${v})`).attr("fill", "none").attr("stroke", colour);
    marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["Persian rug", number(value, 4)],
      ["draws", String(point.rows.length)], ["limit", number(point.loss_limit, 4)], ...results.parameters(point)]});
  }
}

function curve(g, points, {axis, measure, divide, series, x, y, box, marks}) {
  const at = point => ({at: axis.place(point), value: results.mean(point, measure.name), point});
  const colour = series.colourOf(points[0]);
  const line = path(x, y);
  g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-opacity", 0.8).attr("d", line(points.map(at)));
  const copies = points.map(point => ({at: axis.place(point), value: divide(point, envelopeOf(point))})).filter(mark => mark.value !== null);
  if (copies.length) g.append("path").attr("class", "theory envelope").attr("d", line(copies));
  for (const {value, point} of points.map(at).filter(line.defined())) {
    const {sem, count} = results.statistic(point, measure.name);
    const [u, v] = [x(axis.place(point)), y(value)];
    if (sem !== null) {
      const bottom = value - sem > 0 || !y.base ? y(value - sem) : box.height;
      g.append("line").attr("class", "error").attr("stroke", colour).attr("x1", u).attr("x2", u).attr("y1", Math.min(bottom, box.height)).attr("y2", y(value + sem));
    }
    chart.drawMark(g, series.markOf(point), 26, u, v, colour);
    marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [[measure.label, number(value, 4)],
      ["± over seeds", sem === null ? `one seed` : `${number(sem, 2)} (${count} seeds)`], ["limit", number(point.loss_limit, 4)],
      ["best linear", number(point.loss_linear, 4)], ...results.parameters(point)]});
  }
}

/** The figure has something to show where two points with a result differ along the axis alone. */
export const varies = axis => [...d3.group(results.models.filter(row => row.done), row => `${row.n} ${row[axis.other]} ${row.family} ${row.decay} ${row.importance_last}`).values()]
  .some(group => distinct(group, axis.key).length > 1);
