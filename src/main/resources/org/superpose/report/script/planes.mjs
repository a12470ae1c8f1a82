/** A statistic over the plane of density and another parameter has colours, their legend, and a panel for each size. */
import * as chart from "./chart.mjs";
import {thinned} from "./pure/lists.mjs";
import {number} from "./pure/numbers.mjs";
import {logTicks, tickText} from "./pure/scales.mjs";
import {common} from "./pure/statistics.mjs";

export const ROWS = [
  {key: "r", symbol: "{r}", plain: "ratio r"},
  {key: "importance_last", symbol: "{ρ}", plain: "importance ρ"},
  {key: "decay", symbol: "{δ}", plain: "decay δ"},
];

/** The parameters that are held fixed are called so. */
export const LABELS = {r: "r", decay: "δ", importance_last: "ρ", family: "family"};

/**
 * Values become colours: two on the sides of `around` where there is such a value, else one scale, which is logarithmic where they span more than a
 * factor of 15.
 */
export function colours(values, {around, unit}) {
  const positive = values.filter(value => value > 0);
  const [low = around, high = around] = d3.extent(positive);
  if (around) {
    const reach = Math.max(1.2, high / around, around / low);
    const scale = d3.scaleDivergingLog([around / reach, around, around * reach], t => d3.interpolatePuOr(chart.dark() ? 0.12 + 0.76 * (1 - t) : 0.06 + 0.88 * (1 - t)));
    return {colour: scale, axis: d3.scaleLog([around / reach, around * reach], [0, 1]), log: true};
  }
  const only = common(values);
  if (only !== null) return {colour: () => d3.interpolateCividis(chart.dark() ? 0.7 : 0.4), only};
  const scheme = t => d3.interpolateCividis(chart.dark() ? 0.08 + 0.92 * t : t);
  if (!unit && positive.length && positive.length >= 0.5 * values.length && high / low > 15) {
    const domain = [low, high];
    const rest = positive.length === values.length ? null : values.some(value => value < 0) ? "0 and below as the lowest" : "0 as the lowest";
    return {colour: d3.scaleSequentialLog(domain, scheme).clamp(true), axis: d3.scaleLog(domain, [0, 1]), log: true, rest};
  }
  const domain = unit ? [0, 1] : d3.extent(values);
  return {colour: d3.scaleSequential(domain, scheme), axis: d3.scaleLinear(domain, [0, 1]), log: false};
}

export function legend(svg, x, y, width, {colour, axis, rest, only}, symbol) {
  const g = svg.append("g").attr("transform", `translate(${x},${y})`);
  chart.rich(g.append("text").attr("class", "axis-label").attr("y", -5), rest ? `${symbol}, ${rest}` : symbol);
  if (only !== undefined) {
    g.append("rect").attr("width", 18).attr("height", 9).attr("fill", colour(only));
    g.append("text").attr("x", 24).attr("y", 9).text(`${number(only, 4)} everywhere`);
    return;
  }
  const STEPS = 48;
  const at = k => axis.invert((k + 0.5) / STEPS);
  g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("x", k => k * width / STEPS).attr("width", width / STEPS + 0.6).attr("height", 9)
    .attr("fill", k => colour(at(k))).attr("shape-rendering", "crispEdges");
  const scale = axis.copy().range([0, width]);
  const ticks = scale.base ? logTicks(scale, 5) : scale.ticks(4);
  g.append("g").attr("class", "axis").attr("transform", "translate(0,9)")
    .call(d3.axisBottom(scale).tickValues(ticks).tickFormat(tickText(ticks)).tickSize(4).tickSizeOuter(0));
}

/** A panel has cells {point, value, rows, tip()}; a value may be null. */
export function panel(svg, box, title, cells, {across, up, row, scale, marks}) {
  const x = d3.scaleBand(across, [0, box.width]);
  const y = d3.scaleBand(up, [box.height, 0]);
  const g = svg.append("g").attr("transform", `translate(${box.x},${box.y})`);
  g.append("rect").attr("class", "absent").attr("width", box.width).attr("height", box.height);
  chart.rich(g.append("text").attr("class", "panel-title").attr("y", -8), title);
  g.selectAll(null).data(cells).join("rect").attr("x", cell => x(cell.point.p)).attr("y", cell => y(cell.point[row.key]))
    .attr("width", x.bandwidth() + 0.3).attr("height", y.bandwidth() + 0.3).attr("shape-rendering", "crispEdges")
    .attr("class", ({value}) => value === null ? "absent" : null)
    .attr("fill", ({value}) => value === null ? null : scale.colour(scale.log && value <= 0 ? scale.axis.domain()[0] : value));
  axes(g, box, x, y, row.symbol);
  for (const {point, rows, tip} of cells) {
    marks.push({x: box.x + x(point.p), y: box.y + y(point[row.key]), width: x.bandwidth(), height: y.bandwidth(), rows, tip});
  }
  return {g, x, y};
}

/** The axes are bands of density and of what makes the rows, which is called `label`. */
export function axes(g, box, x, y, label) {
  g.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height})`)
    .call(d3.axisBottom(x).tickValues(thinned(x.domain(), box.width / 46)).tickFormat(value => number(value, 2)).tickSize(4).tickSizeOuter(0));
  const vertical = g.append("g").attr("class", "axis")
    .call(d3.axisLeft(y).tickValues(thinned(y.domain(), box.height / 16)).tickFormat(value => number(value, 3)).tickSize(box.first ? 4 : 0).tickSizeOuter(0));
  if (!box.first) vertical.selectAll("text").remove();
  if (box.last) chart.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 34).attr("text-anchor", "end"), "{p}");
  if (box.first) chart.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), label);
}
