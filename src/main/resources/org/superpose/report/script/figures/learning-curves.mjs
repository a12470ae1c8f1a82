/** The loss is shown against steps of training, with what theory says. */
import * as chart from "../chart.mjs";
import {choices} from "../choices.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct, spread} from "../pure/lists.mjs";
import {number} from "../pure/numbers.mjs";
import {scaleOf} from "../pure/scales.mjs";
import * as results from "../results.mjs";

const PANELS = 6;

function curvePoints() {
  return d3.groups(results.joined("curves"), row => row.point_key)
    .map(([, steps]) => ({point: steps[0].point, steps: steps.filter(step => step.step > 0 && step.loss > 0)}))
    .filter(curve => curve.steps.length > 1);
}

const SYMBOLS = {p: "p", r: "r", decay: "δ", importance_last: "ρ"};

/** The first of these that varies colours the learning curves. */
const colouredBy = points => ["p", "r", "importance_last", "decay"].find(key => distinct(points, key).length > 1) ?? "p";
const heldFixed = by => ["family", "decay", "importance_last"].filter(key => key !== by);

function controls(card) {
  const points = curvePoints().map(curve => curve.point);
  return choices(card, points, heldFixed(colouredBy(points)).map(key => [key, SYMBOLS[key] ?? key]));
}

/** The level of theory that is drawn beside a curve: the symmetric limit, or the best linear model's loss where there is no limit. */
const level = point => point.loss_limit ?? point.loss_linear;

/** What the levels of these curves are called together. */
function theoryOf(curves) {
  const limits = curves.filter(({point}) => point.loss_limit !== null).length;
  return limits === curves.length ? "the symmetric limit" : limits ? "the symmetric limit, or the best linear model where there is none" : "the best linear model";
}

function draw(drawing) {
  const all = curvePoints();
  const by = colouredBy(all.map(curve => curve.point));
  const curves = all.filter(({point}) => heldFixed(by).every(key => point[key] === drawing.value(key)));
  if (!curves.length) return drawing.title("No learning curve passes the filters");
  const pairs = [...d3.group(curves, ({point}) => by === "r" ? `${point.n}` : `${point.n} ${point.m}`)]
    .sort(([, a], [, b]) => a[0].point.n - b[0].point.n || a[0].point.m - b[0].point.m).map(([, group]) => group);
  const shown = spread(pairs, PANELS);
  const drawn = shown.flat();
  const theory = theoryOf(drawn);
  const svg = drawing.canvas();
  const {height, marks} = curvePanels(svg, drawing.width, shown, by, theory);
  const levels = drawn.filter(({point}) => level(point) > 0);
  const reached = levels.filter(({point, steps: s}) => s[s.length - 1].loss < level(point)).length;
  drawing.title(levels.length ? `${reached} of ${levels.length} learning curves end below ${theory}` : `${drawn.length} learning curves`);
  drawing.caption(`Mean loss of the batches between one recorded step and the next, over seeds, on logarithmic axes; dashed at the right, the theory's level. ${shown.length < pairs.length
    ? `${shown.length} of ${pairs.length} sizes are shown.` : ""}`);
  drawing.data(drawn.flatMap(({point, steps: s}) => s.map(step => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last,
    family: results.familyLabels[point.family], step: step.step, loss: step.loss, loss_min: step.loss_min, loss_max: step.loss_max, seeds: step.seeds, level: level(point)}))));
  return drawing.finish(svg, height, marks);
}

/** Each group of curves has a panel. It returns {height, marks}. */
function curvePanels(svg, width, groups, by, theory) {
  const drawn = groups.flat();
  const values = distinct(drawn.map(({point}) => point), by);
  const colour = chart.ordered(values);
  const top = chart.keys(svg, [...spread(values, 10).map(value => ({label: `{${SYMBOLS[by]}} = ${number(value)}`, colour: colour(value), shape: d3.symbolSquare})),
    {line: "linear", label: `${theory}, in the curve's colour`}], width);
  const layout = arranged(groups.length, width, {least: 250, height: 230, top: 48, left: 56, gap: 28});
  const steps = d3.extent(drawn.flatMap(curve => curve.steps), step => step.step);
  const losses = drawn.flatMap(({point, steps: s}) => [...s.flatMap(step => [step.loss, step.loss_min, step.loss_max]), level(point)]).filter(loss => loss > 0);
  const marks = [];
  groups.forEach((group, k) => {
    const box = layout.box(k);
    box.y += top;
    const x = d3.scaleLog([steps[0], Math.max(steps[1], steps[0] * 1.1)], [0, box.width]);
    const y = scaleOf(losses, [box.height, 0]);
    const {n, m} = group[0].point;
    const g = chart.panel(svg, box, {x, y, title: by === "r" ? `{n} = ${n}` : `{n} = ${n}, {m} = ${m}`, xLabel: box.last ? "step" : null, yLabel: box.first ? "{L}, batch mean" : null,
      showY: box.first});
    for (const curve of group) learning(g, curve, {x, y, box, marks, colour: colour(curve.point[by])});
  });
  return {height: top + layout.total, marks};
}

function learning(g, {point, steps}, {x, y, box, marks, colour}) {
  const end = level(point);
  if (steps.some(step => step.seeds > 1)) {
    const band = d3.area(step => x(step.step), step => y(step.loss_min), step => y(step.loss_max));
    g.append("path").attr("d", band(steps.filter(step => step.loss_min > 0))).attr("fill", colour).attr("fill-opacity", 0.15);
  }
  g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-width", 1.4).attr("d", d3.line(step => x(step.step), step => y(step.loss))(steps));
  if (end > 0) {
    g.append("line").attr("stroke", colour).attr("stroke-width", 1.4).attr("stroke-dasharray", "4 3").attr("x1", box.width * 0.72).attr("x2", box.width).attr("y1", y(end)).attr("y2", y(end));
  }
  const rows = results.modelsOf(point.point_key);
  for (const step of steps) {
    marks.push({x: box.x + x(step.step), y: box.y + y(step.loss), rows, tip: () => [["step", number(step.step, 6)], ["loss", number(step.loss, 4)],
      ["theory", number(end, 4)], ...results.parameters(point)]});
  }
}

export const figure = {
  id: "learning-curves",
  order: 130,
  name: "Learning curves",
  tables: ["curves"],
  whole: "curves are over all seeds",
  available: () => results.table("curves").length > 1,
  controls,
  draw,
};
