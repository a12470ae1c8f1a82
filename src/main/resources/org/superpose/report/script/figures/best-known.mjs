/** The least loss known over the symmetric limit is shown over the plane of density and ratio, with the kind of model that has it. */
import * as chart from "../chart.mjs";
import * as planes from "../planes.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct} from "../pure/lists.mjs";
import {number, percent} from "../pure/numbers.mjs";
import * as results from "../results.mjs";

const ROW = {key: "r", symbol: "{r}"};
const WORDS = {code: "trained from codes", rug: "Persian rug"};
const [LIGHT, DARK] = ["#eee", "#222"];

/** A mark is dark on a light cell and light on a dark one. In either theme the cells at the limit are light, and those far from it are dark or strong in colour. */
const ink = ground => d3.lab(ground).l > 55 ? DARK : LIGHT;

const known = () => results.table("best");
const kindsOf = rows => distinct(rows, "kind");
const ratioOf = row => row.loss / row.loss_limit;
const label = kind => WORDS[kind] ?? kind;
const where = row => `{n} = ${row.n}, {r} = ${number(row.r)}, {p} = ${number(row.p)}`;

/** A cell is shown where a model of its size and density passes the filters. */
function visible() {
  const places = new Set(results.points().map(point => `${point.n} ${point.m} ${point.p}`));
  return known().filter(row => places.has(`${row.n} ${row.m} ${row.p}`));
}

function say(drawing, rows) {
  const below = rows.filter(row => ratioOf(row) < 1);
  const least = d3.least(rows, ratioOf);
  const counts = kindsOf(rows).map(kind => [rows.filter(row => row.kind === kind).length, label(kind)]);
  const [count, most] = d3.greatest(counts, ([cells]) => cells);
  drawing.title(below.length === 0 ? `No model here is below the symmetric limit; the nearest, ${label(least.kind)}, is ${percent(ratioOf(least) - 1)} above it at ${where(least)}`
    : `The best known is below the symmetric limit at ${below.length} of ${rows.length} points, by up to ${percent(1 - ratioOf(least))} (${label(least.kind)}, ${where(least)}); most often it is ${most}, at ${count}`);
  drawing.caption("Least evaluated loss of all models here, trained, grown or built, over the loss L* of the symmetric model as {n} → ∞; marks tell which kind of model it is. Where two kinds"
    + " differ by no more than their errors the mark is chance.");
}

/** Far above the limit, where a size cannot hold its features at all, says less than below it: colours reach as far above 1 as they do below, or to twice. */
function scaleOf(rows) {
  const most = Math.max(2, 1 / d3.min(rows, ratioOf));
  const scale = planes.colours(rows.map(row => Math.min(ratioOf(row), most)), {around: 1});
  return rows.some(row => ratioOf(row) > most) ? {...scale, colour: value => scale.colour(Math.min(value, most)), rest: `more as ${number(most, 2)}`} : scale;
}

const cellOf = row => ({point: row, value: ratioOf(row), rows: [results.modelOf.get(row.model_key)].filter(Boolean), tip: () => [["best known", label(row.kind)],
  ["loss", number(row.loss, 4)], ["over the limit", number(ratioOf(row), 3)], ["next", row.runner_up === null ? "no other kind" : `${label(row.runner_up)}, ${number(row.runner_up_loss, 4)}`],
  ["Λ", number(row.lyapunov_mean, 3)], ["n", number(row.n, 7)], ["m", number(row.m, 7)], ["p", number(row.p, 4)], ["r", number(row.r, 4)]]});

function draw(drawing) {
  const rows = visible();
  if (!rows.length) return drawing.title("No size here has a limit to compare with");
  say(drawing, rows);
  const sizes = distinct(rows, "n");
  const across = distinct(rows, "p");
  const up = distinct(rows, "r");
  const kinds = kindsOf(rows);
  const mark = chart.marks(kinds);
  const svg = drawing.canvas();
  const top = chart.keys(svg, kinds.map(kind => ({label: label(kind), colour: ink(chart.dark() ? DARK : LIGHT), ...mark(kind)})), drawing.width);
  const cells = rows.map(cellOf);
  const scale = scaleOf(rows);
  planes.legend(svg, 54, top + 18, Math.min(280, drawing.width - 90), scale, "{L}/{L}*");
  const height = Math.min(420, Math.max(60, 26 * up.length));
  const layout = arranged(sizes.length, drawing.width, {least: 260, height, left: 54, top: 34, bottom: 46});
  const marks = [];
  sizes.forEach((n, k) => {
    const box = layout.box(k);
    box.y += top + 48;
    const here = cells.filter(cell => cell.point.n === n);
    const {g, x, y} = planes.panel(svg, box, `{n} = ${n}`, here, {across, up, row: ROW, scale, marks});
    for (const {point, value} of here) {
      chart.drawMark(g, mark(point.kind), 36, x(point.p) + x.bandwidth() / 2, y(point.r) + y.bandwidth() / 2, ink(scale.colour(value)));
    }
  });
  drawing.data(rows.map(row => ({n: row.n, m: row.m, p: row.p, r: row.r, kind: row.kind, loss: row.loss, loss_limit: row.loss_limit, loss_over_limit: ratioOf(row),
    runner_up: row.runner_up, runner_up_loss: row.runner_up_loss, lyapunov_mean: row.lyapunov_mean, loss_symmetric: row.loss_symmetric})));
  return drawing.finish(svg, layout.total + top + 48, marks);
}

export const figure = {
  id: "best-known",
  order: 15,
  name: "The best known",
  tables: ["models", "best"],
  available: () => known().length > 0,
  draw,
};
