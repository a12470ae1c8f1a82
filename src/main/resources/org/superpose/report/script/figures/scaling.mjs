/** The finite-size study shows a statistic against n, with the fit A + c n^−α and its band. */
import * as chart from "../chart.mjs";
import {choices, optionsOf} from "../choices.mjs";
import {csvRow, say, statisticOf, statistics, tip, visible} from "../fits.mjs";
import {faults, within} from "../pure/fits.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct, spread} from "../pure/lists.mjs";
import {literal} from "../pure/markup.mjs";
import {number} from "../pure/numbers.mjs";
import {clamp, padded, scaleOf} from "../pure/scales.mjs";
import * as results from "../results.mjs";

const PANELS = 6;
const LINE_POINTS = 60;

function controls(card) {
  const statistic = statisticOf(card.values);
  const all = visible(statistic);
  const varying = ["r", "p"].filter(key => distinct(all, key).length > 1);
  const axes = varying.length > 1 && distinct(all, "both").length <= PANELS ? ["both"] : varying;
  const by = axes.includes(card.values.get("by")) ? card.values.get("by") : axes[0] ?? "r";
  return [{id: "statistic", label: "vertical", options: optionsOf(statistics)}, {id: "by", label: "panels", options: (axes.length ? axes : ["r"]).map(key => ({value: key, label: key}))},
    ...choices(card, all, held(by).map(key => [key, SYMBOLS[key]]))];
}

const SYMBOLS = {r: "r", p: "p", decay: "δ", importance_last: "ρ"};

/** Where panels differ in one of r and p, or in both, the rest is held fixed. */
const held = by => Object.keys(SYMBOLS).filter(key => !(by === "both" ? ["r", "p"] : [by]).includes(key));

function draw(drawing) {
  const statistic = statisticOf(drawing.card.values);
  const by = drawing.value("by");
  const all = visible(statistic);
  const over = statistic.sums ? ", over {n} − 1, the number of terms" : "";
  drawing.caption(`Dots are models, lines the fits {A}({n}) = {A}_(∞) + {c} {n}⁻ᵅ, dotted where open or a misfit, with the 95 % band of the mean; dashed {A}_(∞). `
    + `All sizes and seeds are fitted, whatever the filters show${over}. Each panel has its own vertical scale.`);
  if (!all.length) return drawing.title("No model here has this statistic");
  say(drawing, all, statistic);
  const chosen = all.filter(fit => held(by).every(key => fit[key] === drawing.value(key)));
  const places = spread(distinct(chosen, by), PANELS);
  const shown = chosen.filter(fit => places.includes(fit[by]));
  const svg = drawing.canvas();
  const {height, marks} = panels(svg, drawing.width, shown, {places, by, statistic});
  drawing.data(all.map(fit => csvRow(fit, statistic)));
  return drawing.finish(svg, height, marks);
}

/** Each place has a panel with its own vertical scale. It returns {height, marks}. */
function panels(svg, width, shown, {places, by, statistic}) {
  const families = distinct(shown, "family");
  const [colour, shape] = [chart.unordered(families), chart.marks(families)];
  const keys = families.map(family => ({label: literal(results.familyLabels[family]), colour: colour(family), ...shape(family)}));
  const top = families.length > 1 ? chart.keys(svg, keys, width) : 0;
  const layout = arranged(places.length, width, {least: 240, height: 220, top: 48, left: 56, bottom: 62, gap: 52});
  const value = row => row[statistic.name];
  const spanned = list => list.flatMap(fit => [...fit.rows.map(value), ...fit.band_value ?? [], ...fit.limit !== null && !fit.vanishes && fit.status !== "open" ? [fit.limit] : []]);
  const positive = d3.min(spanned(shown)) > 0;
  const placesOf = list => [...new Set(list.flatMap(fit => [...fit.rows.map(row => row.n), ...fit.fitted ? [fit.n_min, fit.n_max] : []]))].sort(d3.ascending);
  const sizes = d3.extent(placesOf(shown));
  const marks = [];
  places.forEach((place, column) => {
    const box = layout.box(column);
    box.y += top;
    const x = d3.scaleLog([sizes[0] / 1.15, Math.max(sizes[1], sizes[0] * 1.1) * 1.15], [0, box.width]);
    const group = shown.filter(fit => fit[by] === place);
    const y = positive ? d3.scaleLog(padded(spanned(group)), [box.height, 0]) : scaleOf(spanned(group), [box.height, 0]);
    const g = chart.panel(svg, box, {x, y, title: (by === "both" ? ["r", "p"] : [by]).map(key => `{${key}} = ${number(group[0][key])}`).join(", "), xLabel: box.last ? "{n}" : null, yLabel: box.first ? statistic.symbol : null,
      xTicks: spread(placesOf(group), Math.max(2, Math.floor(box.width / 40)))});
    group.forEach((fit, k) => {
      const context = {x, y, box, marks, colour: colour(fit.family), mark: shape(fit.family), value, statistic};
      if (fit.fitted) fitted(g, fit, context);
      note(g, fit, k, context, group.length > 1);
      dots(g, fit, context);
    });
  });
  return {height: top + layout.total, marks};
}

/** A fit is drawn as its line, its band, and its limit where that is known and on the axis. */
function fitted(g, fit, {x, y, box, colour, statistic}) {
  if (fit.band_n) {
    const places = d3.range(fit.band_n.length);
    const at = k => x(fit.band_n[k]);
    const band = d3.area(at, k => clamp(fit.band_low[k] ?? -Infinity, y), k => clamp(fit.band_high[k] ?? Infinity, y)).curve(d3.curveMonotoneX);
    g.append("path").attr("class", "band").attr("fill", colour).attr("fill-opacity", 0.18).attr("d", band(places));
    line(g, fit, colour, d3.line(at, k => clamp(fit.band_value[k], y)).curve(d3.curveMonotoneX)(places));
  } else if (fit.limit !== null) {
    const own = statistic.sums ? 1 : 0;
    const [from, to] = [Math.log(fit.n_min), Math.log(fit.n_max)];
    const curve = d3.range(LINE_POINTS + 1).map(k => Math.exp(from + (to - from) * k / LINE_POINTS));
    line(g, fit, colour, d3.line(x, n => clamp(fit.limit + fit.amplitude * (n - own) ** -fit.alpha, y))(curve));
  }
  const [low, high] = y.domain();
  if (fit.limit !== null && fit.limit > low && fit.limit < high) {
    g.append("line").attr("class", "limit-line").attr("stroke", colour).attr("stroke-dasharray", "5 4").attr("x2", box.width).attr("y1", y(fit.limit)).attr("y2", y(fit.limit));
  }
}

/** The line of a fit is dotted where the fit is open or a misfit. */
const line = (g, fit, colour, d) => g.append("path").attr("class", "series fit").attr("stroke", colour).attr("stroke-dasharray", faults(fit).length ? "1.5 3" : null).attr("d", d);

/** The `place`-th note of a panel is the exponent with its interval, or why there is none, with the mark of its family where there are several. */
function note(g, fit, place, {box, mark, colour}, several) {
  const text = fit.fitted ? `{α} = ${within(fit.alpha, fit.alpha_low, fit.alpha_high)}${faults(fit).map(fault => `, ${fault}`).join("")}` : `not fitted: ${fit.status}`;
  const y = 12 + 14 * place;
  chart.rich(g.append("text").attr("class", "note").attr("x", box.width - (several ? 15 : 4)).attr("y", y).attr("text-anchor", "end"), text);
  if (several) chart.drawMark(g, mark, 30, box.width - 6, y - 4, colour);
}

function dots(g, fit, {x, y, box, marks, colour, mark, value, statistic}) {
  for (const row of fit.rows) {
    const [u, v] = [x(row.n), clamp(value(row), y)];
    chart.drawMark(g, mark, 21, u, v, colour).attr("class", "value").attr("fill-opacity", 0.75);
    marks.push({x: box.x + u, y: box.y + v, rows: [row], tip: () => [[statistic.label, number(value(row), 4)], ["n", `${row.n}`], ["seed", `${row.seed}`], ...tip(fit)]});
  }
}

const sizesVary = () => distinct(results.models.filter(row => row.done), "n").length > 1;

export const figure = {
  id: "scaling",
  order: 40,
  name: "Finite-size study",
  tables: ["scaling", "models"],
  available: () => sizesVary() && statistics.length > 0,
  controls,
  draw,
};
