/** A statistic is shown over the plane of density and ratio, in one panel for each n and on one scale for all. */
import {choices, optionsOf} from "../choices.mjs";
import * as planes from "../planes.mjs";
import {LABELS, ROWS} from "../planes.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct} from "../pure/lists.mjs";
import {number, percent} from "../pure/numbers.mjs";
import {common, rounded} from "../pure/statistics.mjs";
import * as results from "../results.mjs";

/**
 * Where one column makes the rows, the others are held fixed. Importance is δ or ρ, so where one of them makes the rows the other is not asked for.
 */
const fixedKeys = (row, points) => Object.keys(LABELS).filter(key => key !== row && !(key === "r" && sizesTellRatios(points))
  && !(key === "decay" && row === "importance_last"));

const rowsOf = points => {
  const varying = ROWS.filter(({key}) => distinct(points, key).length > 1 && !(key === "r" && sizesTellRatios(points)));
  return varying.length ? varying : [ROWS[0]];
};

const STATISTICS = results.statistics.filter(({plane}) => plane);

function controls(card) {
  const points = results.points();
  const present = STATISTICS.filter(({name}) => points.some(point => results.mean(point, name) !== null));
  const rows = rowsOf(points);
  const asked = [{id: "statistic", label: "colour", options: optionsOf(present)},
    {id: "row", label: "rows", options: rows.map(({key, plain}) => ({value: key, label: plain}))}];
  const row = rows.some(({key}) => key === card.values.get("row")) ? card.values.get("row") : rows[0].key;
  const fixed = fixedKeys(row, points).map(key => [key, LABELS[key]]);
  return [...asked, ...choices(card, points, fixed)];
}

/** If each size has one ratio, a panel for each size is a panel for each ratio. */
const sizesTellRatios = points => [...d3.group(points, point => point.n).values()].every(group => distinct(group, "r").length === 1);

function say(drawing, cells, statistic, row) {
  const where = ({point}) => `{n} = ${point.n}, {p} = ${number(point.p)}, ${row.key === "r" ? `{r} = ${number(point.ratio)}` : `${row.symbol} = ${number(point[row.key])}`}`;
  const least = d3.least(cells, cell => cell.value);
  const most = d3.greatest(cells, cell => cell.value);
  if (cells.length === 1) return drawing.title(`The ${statistic.says} is ${number(least.value)} at ${where(least)}`);
  if (statistic.over) {
    const below = cells.filter(cell => cell.value < 1).length;
    const best = least.value < 1 ? `; the lowest, at ${where(least)}, by ${percent(1 - least.value)}` : "";
    return drawing.title(`${below} of ${cells.length} points lie below ${statistic.reference}${best}`);
  }
  const only = common(cells.map(cell => cell.value));
  if (only !== null) return drawing.title(`The ${statistic.says} is ${only === 0 ? "0, but for rounding," : number(only)} at all ${cells.length} points`);
  const name = statistic.says[0].toUpperCase() + statistic.says.slice(1);
  return drawing.title(`${name} runs from ${number(least.value)} at ${where(least)} to ${number(most.value)} at ${where(most)}`);
}

const cellsOf = (statistic, row, chosen) => results.points().filter(point => (row.key === "r" || point[row.key] !== null) && chosen(point))
  .map(point => ({point, value: rounded(statistic, name => results.mean(point, name)), rows: point.rows, tip: () => [
    [statistic.label, number(results.mean(point, statistic.name), 4)], ["seeds", `${point.rows.length}`], ...results.parameters(point)]}))
  .filter(cell => cell.value !== null);

function draw(drawing) {
  const statistic = STATISTICS.find(({name}) => name === drawing.value("statistic")) ?? STATISTICS[0];
  const row = ROWS.find(({key}) => key === drawing.value("row")) ?? ROWS[0];
  const fixed = fixedKeys(row.key, results.points());
  const cells = cellsOf(statistic, row, point => fixed.every(key => point[key] === drawing.value(key)));
  drawing.caption(`Mean over seeds of ${statistic.label}, {p} = 1 − {S} against ${row.plain}; one panel for each {n}, one scale for all.`);
  if (!cells.length) return drawing.title("No point here has this statistic");
  say(drawing, cells, statistic, row);
  const sizes = distinct(cells.map(cell => cell.point), "n");
  const across = distinct(cells.map(cell => cell.point), "p");
  const up = distinct(cells.map(cell => cell.point), row.key);
  const scale = planes.colours(cells.map(cell => cell.value), {around: statistic.over && 1, unit: statistic.unit});
  const svg = drawing.canvas();
  const height = Math.min(420, Math.max(60, 22 * up.length));
  const layout = arranged(sizes.length, drawing.width, {least: 200, height, left: 54, top: 34, bottom: 46});
  planes.legend(svg, 54, 22, Math.min(280, drawing.width - 90), scale, statistic.symbol);
  const marks = [];
  sizes.forEach((n, k) => {
    const box = layout.box(k);
    box.y += 52;
    planes.panel(svg, box, `{n} = ${n}`, cells.filter(cell => cell.point.n === n), {across, up, row, scale, marks});
  });
  drawing.data(cells.map(({point}) => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last,
    family: results.familyLabels[point.family], seeds: point.rows.length, [statistic.name]: results.mean(point, statistic.name), sem: results.statistic(point, statistic.name).sem})));
  return drawing.finish(svg, layout.total + 52, marks);
}

export const figure = {
  id: "plane",
  order: 10,
  name: "Over the plane",
  tables: ["models"],
  available: () => results.models.some(row => row.done),
  controls,
  draw,
};
