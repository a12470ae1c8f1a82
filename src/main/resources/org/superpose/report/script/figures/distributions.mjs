/** The off-diagonal entries of W, and the noise they make, are compared with normal distributions. */
import * as chart from "../chart.mjs";
import {arranged} from "../pure/layout.mjs";
import {spread} from "../pure/lists.mjs";
import {number, percent} from "../pure/numbers.mjs";
import {DRAWS, noise, normalQuantile} from "../pure/random.mjs";
import * as results from "../results.mjs";
import {chosenModel, interaction, modelControl, modelTitle} from "../weights.mjs";

function draw(drawing) {
  const row = chosenModel(drawing);
  if (!row || row.point.n < 2) return drawing.title("No model with weights passes the filters");
  const w = interaction(row);
  const off = w.flatMap((line, i) => [...line].filter((_, j) => j !== i));
  const svg = drawing.canvas();
  const layout = arranged(2, drawing.width, {least: 280, height: 250, top: 44, left: 56, gap: 70});
  const marks = [];
  const [mean, deviation] = [d3.mean(off), d3.deviation(off) || 1e-12];
  histogram(svg, {...layout.box(0), first: true}, off, mean, deviation, marks);
  const samples = row.point.data_kind === "independent" ? noise([...w[0]], row.point.p) : [];
  const quantiles = samples.length ? spread(d3.range(DRAWS), 200).map(k => ({expected: normalQuantile((k + 0.5) / DRAWS), seen: samples[k]})) : [];
  if (quantiles.length) quantilePlot(svg, layout.box(1), quantiles, marks);
  const skew = d3.mean(off, value => ((value - mean) / deviation) ** 3);
  const negative = off.filter(value => value < 0).length / off.length;
  drawing.title(`${percent(negative)} of the off-diagonal entries are negative; their skewness is ${number(skew)}, a Gaussian's is 0`);
  drawing.caption(`Left: off-diagonal entries of {W} at ${modelTitle(row)}, and the Gaussian of their mean and variance. Right: ${DRAWS} draws of the noise {ν}_(0) = Σ {W}_(0j) {x}_(j), made on this page, against N(0, 1).`);
  drawing.data([...off.map(value => ({part: "off-diagonal", expected: null, value})), ...quantiles.map(({expected, seen}) => ({part: "noise quantile", expected, value: seen}))]);
  return drawing.finish(svg, layout.total, marks);
}

function histogram(svg, box, off, mean, deviation, marks) {
  const [low, high] = d3.extent(off);
  const x = d3.scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [0, box.width]).nice();
  const bins = d3.bin().domain(x.domain()).thresholds(x.ticks(48))(off);
  const density = bin => bin.length / off.length / (bin.x1 - bin.x0);
  const gauss = value => Math.exp(-0.5 * ((value - mean) / deviation) ** 2) / deviation / Math.sqrt(2 * Math.PI);
  const y = d3.scaleLinear([0, 1.06 * Math.max(d3.max(bins, bin => bin.x1 > bin.x0 ? density(bin) : 0), Math.min(gauss(mean), 1e6))], [box.height, 0]);
  const g = chart.panel(svg, box, {x, y, title: "", xLabel: "{W}_(ij), {i} ≠ {j}", yLabel: "density"});
  for (const bin of bins.filter(({x0, x1}) => x1 > x0)) {
    const place = {x: x(bin.x0), y: y(density(bin)), width: Math.max(0.5, x(bin.x1) - x(bin.x0) - 0.6), height: box.height - y(density(bin))};
    g.append("rect").attr("x", place.x).attr("y", place.y).attr("width", place.width).attr("height", place.height).attr("fill", chart.dark() ? "#56b4e9" : "#0072b2").attr("fill-opacity", 0.65);
    marks.push({x: box.x + place.x, y: box.y + place.y, width: place.width, height: place.height, tip: () => [["from", number(bin.x0)], ["to", number(bin.x1)], ["entries", String(bin.length)]]});
  }
  const [from, to] = x.domain();
  g.append("path").attr("class", "theory").attr("d", d3.line(x, value => y(gauss(value)))(d3.range(161).map(k => from + k / 160 * (to - from))));
}

function quantilePlot(svg, box, quantiles, marks) {
  const reach = d3.max(quantiles, ({expected, seen}) => Math.max(Math.abs(expected), Math.abs(seen))) * 1.05;
  const x = d3.scaleLinear([-3.8, 3.8], [0, box.width]);
  const y = d3.scaleLinear([-Math.max(3.8, reach), Math.max(3.8, reach)], [box.height, 0]);
  const g = chart.panel(svg, box, {x, y, title: "", xLabel: "quantile of N(0, 1)", yLabel: "quantile of {ν}_(0), standardised"});
  g.append("line").attr("class", "theory").attr("x1", x(-3.8)).attr("y1", y(-3.8)).attr("x2", x(3.8)).attr("y2", y(3.8));
  for (const {expected, seen} of quantiles) {
    g.append("circle").attr("cx", x(expected)).attr("cy", y(seen)).attr("r", 2.2).attr("fill", chart.dark() ? "#f0894a" : "#d55e00");
    marks.push({x: box.x + x(expected), y: box.y + y(seen), tip: () => [["expected", number(expected)], ["seen", number(seen)]]});
  }
}

export const figure = {
  id: "distributions",
  order: 140,
  name: "Distributions",
  tables: ["weights"],
  whole: "the best of all seeds is shown",
  available: () => results.table("weights").length > 0,
  controls: modelControl(),
  draw,
};
