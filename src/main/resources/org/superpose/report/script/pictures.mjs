/** Matrices are drawn as images, with a legend of their colours. */
import * as chart from "./chart.mjs";
import {element} from "./elements.mjs";
import {number} from "./pure/numbers.mjs";

/** A matrix becomes an image of one pixel an entry. */
function picture(values, colour) {
  const canvas = element("canvas", {width: values[0].length, height: values.length});
  const context = canvas.getContext("2d");
  values.forEach((row, i) => row.forEach((value, j) => {
    context.fillStyle = colour(value);
    context.fillRect(j, i, 1, 1);
  }));
  return canvas.toDataURL();
}

const DARK = d3.piecewise(d3.interpolateRgb, ["#f2a45c", "#a85d21", "#1a1e22", "#2d6f9e", "#86c7f2"]);
export const diverging = reach => d3.scaleDiverging([-reach, 0, reach], t => chart.dark() ? DARK(t) : d3.interpolatePuOr(1 - t)).clamp(true);

export function image(g, values, colour, x, width, height) {
  g.append("image").attr("href", picture(values, colour)).attr("x", x).attr("width", width).attr("height", height)
    .attr("preserveAspectRatio", "none").attr("image-rendering", "pixelated");
  g.append("rect").attr("class", "frame").attr("x", x).attr("width", width).attr("height", height);
}

export function legend(svg, x, y, width, colour, reach, symbol = "{W}_(ij), {b}_(i)") {
  const STEPS = 64;
  const g = svg.append("g").attr("transform", `translate(${x},${y})`);
  const scale = d3.scaleLinear([-reach, reach], [0, width]);
  g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("x", k => k * width / STEPS).attr("width", width / STEPS + 0.6).attr("height", 9)
    .attr("shape-rendering", "crispEdges").attr("fill", k => colour(reach * (2 * (k + 0.5) / STEPS - 1)));
  g.append("g").attr("class", "axis").attr("transform", "translate(0,9)").call(d3.axisBottom(scale).ticks(5).tickFormat(value => number(value)).tickSize(4).tickSizeOuter(0));
  chart.rich(g.append("text").attr("class", "axis-label").attr("y", -6), symbol);
}
