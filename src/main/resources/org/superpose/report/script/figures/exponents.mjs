/** The exponents of the finite-size study are shown over the plane. */
import * as chart from "../chart.mjs";
import {choices, optionsOf} from "../choices.mjs";
import {csvRow, fits, say, statisticOf, statistics, tip, visible} from "../fits.mjs";
import * as planes from "../planes.mjs";
import {ROWS} from "../planes.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct} from "../pure/lists.mjs";
import {literal} from "../pure/markup.mjs";
import * as results from "../results.mjs";

const rowKey = all => ROWS.find(({key}) => distinct(all, key).length > 1) ?? ROWS[0];

function controls(card) {
  const statistic = statisticOf(card.values);
  const all = visible(statistic);
  const row = rowKey(all);
  const fixed = [["r", "r"], ["decay", "δ"], ["importance_last", "ρ"]].filter(([key]) => key !== row.key && !(key === "decay" && row.key === "importance_last"));
  return [{id: "statistic", label: "statistic", options: optionsOf(statistics)}, ...choices(card, all, fixed)];
}

function draw(drawing) {
  const statistic = statisticOf(drawing.card.values);
  const all = visible(statistic);
  const half = statistic.sums;
  drawing.caption(`The exponent {α} with which the ${statistic.says} nears its limit, {p} against ${rowKey(all).plain}; grey where it is not fitted, with the reason.${half
    ? " ½ is between the two colours." : ""}`);
  if (!all.length) return drawing.title("No model here has this statistic");
  say(drawing, all, statistic, true);
  const row = rowKey(all);
  const cells = all.filter(fit => ["r", "decay", "importance_last"].every(key => key === row.key || drawing.card.values.get(key) === undefined || fit[key] === drawing.value(key)))
    .map(fit => ({point: fit, value: fit.alpha, rows: fit.rows, tip: () => tip(fit)}));
  const known = cells.filter(cell => cell.value !== null);
  const sound = known.filter(({point}) => point.status !== "open");
  const scale = planes.colours(known.length ? (sound.length ? sound : known).map(cell => cell.value) : [0, 1], half ? {around: 0.5} : {});
  if (scale.colour.clamp) scale.colour.clamp(true);
  const svg = drawing.canvas();
  const length = Math.min(280, drawing.width - 90);
  planes.legend(svg, 54, 22, length, scale, "{α}");
  if (half && known.length) {
    const at = 54 + scale.axis.copy().range([0, length])(0.5);
    svg.append("line").attr("class", "half").attr("x1", at).attr("x2", at).attr("y1", 18).attr("y2", 31).style("stroke", "var(--ink)");
    svg.append("text").attr("x", at).attr("y", 14).attr("text-anchor", "middle").text("½");
  }
  const signs = SIGNS.filter(sign => cells.some(({point}) => signOf(point) === sign));
  const top = signs.length ? chart.keys(svg, signs.map(({label, shape}) => ({label, shape, colour: "var(--ink)"})), drawing.width, 68) + 4 : 52;
  const {height, marks} = panels(svg, drawing.width, cells, {row, scale, top});
  drawing.data(cells.map(({point}) => csvRow(point, statistic)));
  return drawing.finish(svg, height, marks);
}

/** A sign in a cell says something of the fit; the first that holds is drawn. */
const SIGNS = [
  {name: "misfit", shape: d3.symbolCross, label: "misfit, open or not: the sizes are not on one power law", holds: fit => fit.fitted && fit.misfit},
  {name: "open", shape: d3.symbolTriangle, label: "open: {α} is not bounded on both sides", holds: fit => fit.fitted && fit.status === "open"},
  {name: "agrees", shape: d3.symbolCircle, label: "like 1/√{n}: ½ is in the interval, and the limit may be 0", holds: fit => fit.agrees === true},
];

const signOf = fit => SIGNS.find(({holds}) => holds(fit));

/** Each family has a plane, with the signs of its cells. It returns {height, marks}. */
function panels(svg, width, cells, {row, scale, top}) {
  const [across, up, families] = ["p", row.key, "family"].map(key => distinct(cells.map(cell => cell.point), key));
  const layout = arranged(families.length, width, {least: 200, height: Math.min(420, Math.max(60, 22 * up.length)), left: 54, top: 34, bottom: 46});
  const marks = [];
  families.forEach((family, k) => {
    const box = layout.box(k);
    box.y += top;
    const own = cells.filter(cell => cell.point.family === family);
    const {g, x, y} = planes.panel(svg, box, families.length > 1 ? literal(results.familyLabels[family]) : "", own, {across, up, row, scale, marks});
    const [fill, stroke] = chart.dark() ? ["#111", "#fff"] : ["#fff", "#111"];
    for (const {point} of own) {
      const sign = signOf(point);
      if (sign) {
        chart.drawMark(g, {shape: sign.shape}, 24, x(point.p) + x.bandwidth() / 2, y(point[row.key]) + y.bandwidth() / 2, fill).attr("class", `sign ${sign.name}`).attr("stroke", stroke);
      }
    }
  });
  return {height: layout.total + top, marks};
}

const anywhereOnPlane = () => distinct(fits, "p").length * distinct(fits, rowKey(fits).key).length > 1;

export const figure = {
  id: "exponents",
  order: 50,
  name: "Exponents over the plane",
  tables: ["scaling", "models"],
  available: () => fits.some(fit => fit.fitted) && anywhereOnPlane(),
  controls,
  draw,
};
