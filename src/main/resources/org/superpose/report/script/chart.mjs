/** Figures are drawn with what is here: colours, marks, text, axes, panels and keys. */
import {parts} from "./pure/markup.mjs";
import {logTicks, tickText} from "./pure/scales.mjs";

const root = document.documentElement;

export const dark = () => root.dataset.theme === "dark";

// Each colour has a contrast of at least 3:1 with the paper, and is told from the others without red or green.
const COLOURS = ["#0072b2", "#d55e00", "#2b9a8a", "#882255", "#5a3d00", "#332288", "#222222"];
const COLOURS_DARK = ["#56b4e9", "#f0894a", "#3fc79d", "#c76aa5", "#f7e08a", "#cfe8fa", "#c94f6d"];
const SHAPES = [d3.symbolCircle, d3.symbolDiamond, d3.symbolSquare, d3.symbolTriangle, d3.symbolCross, d3.symbolStar, d3.symbolWye];

/** Values in order have colours from cividis, which are told apart by lightness, so also without colour. */
export const ordered = values => {
  const [from, to] = dark() ? [0.38, 1] : [0, 0.6];
  const count = Math.max(1, values.length - 1);
  return d3.scaleOrdinal(values, values.map((_, k) => d3.interpolateCividis(from + (to - from) * (values.length === 1 ? 0.2 : k / count))));
};

/** Values without an order have colours that repeat after as many as there are, with other marks. */
export const unordered = values => d3.scaleOrdinal(values, dark() ? COLOURS_DARK : COLOURS);

/**
 * Each value has a mark {shape, hollow}: 14 differ in shape and filling, and where values have colours without an order too, 49 differ in the
 * three.
 */
export const marks = values => {
  const places = new Map(values.map((value, k) => [value, k]));
  return value => {
    const k = places.get(value) ?? 0;
    const round = Math.floor(k / SHAPES.length);
    return {shape: SHAPES[(k + round) % SHAPES.length], hollow: round % 2 === 1};
  };
};

/** So many marks differ in shape and filling alone. */
export const MOST_MARKS = 2 * SHAPES.length;
export const drawMark = (g, {shape, hollow}, size, x, y, colour) => g.append("path").attr("d", d3.symbol(shape, size)()).attr("transform", `translate(${x},${y})`)
  .attr("fill", hollow ? "none" : colour).attr("stroke", hollow ? colour : null);

/** It sets a text that has markup. */
export const rich = (selection, markup) => {
  selection.selectAll("tspan").remove();
  let below = false;
  for (const {kind, text} of parts(markup)) {
    selection.append("tspan").attr("class", kind === "text" ? null : kind).attr("dy", kind === "index" ? "0.28em" : below ? "-0.22em" : null).text(text);
    below = kind === "index";
  }
  return selection;
};

const ticksOf = (scale, room) => scale.base ? logTicks(scale, room) : scale.ticks(Math.min(room, 6));

/**
 * A panel has a frame of axes, grid and labels. `box` is {x, y, width, height} of the area the marks are in.
 */
export const panel = (svg, box, {x, y, title, xLabel, yLabel, xTicks, yTicks, showY = true}) => {
  const g = svg.append("g").attr("transform", `translate(${box.x},${box.y})`);
  const across = xTicks ?? ticksOf(x, Math.max(2, Math.floor(box.width / 42)));
  const up = yTicks ?? ticksOf(y, Math.max(2, Math.floor(box.height / 26)));
  g.selectAll(null).data(up).join("line").attr("class", "gridline").attr("x2", box.width).attr("y1", y).attr("y2", y);
  g.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height})`)
    .call(d3.axisBottom(x).tickValues(across).tickFormat(tickText(across)).tickSize(4).tickSizeOuter(0));
  const vertical = g.append("g").attr("class", "axis")
    .call(d3.axisLeft(y).tickValues(up).tickFormat(tickText(up)).tickSize(showY ? 4 : 0).tickSizeOuter(0));
  if (!showY) vertical.selectAll("text").remove();
  if (title) rich(g.append("text").attr("class", "panel-title").attr("y", -8), title);
  if (xLabel) {
    rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 33).attr("text-anchor", "end"), xLabel);
  }
  if (yLabel) rich(g.append("text").attr("class", "axis-label").attr("x", -44).attr("y", -24), yLabel);
  return g;
};

/** The keys stand in a row that is wrapped at the width; each has a colour and a shape, or the class of a line. It returns the height they took. */
export const keys = (svg, entries, width, y = 12) => {
  let x = 4;
  let line = y;
  for (const entry of entries) {
    const g = svg.append("g");
    if (entry.line) g.append("line").attr("class", `theory ${entry.line}`).attr("x1", 0).attr("x2", 20).attr("y1", -4).attr("y2", -4);
    else if (entry.shape) {
      g.append("path").attr("d", d3.symbol(entry.shape, 44)()).attr("transform", "translate(10,-4)")
        .attr("fill", entry.hollow ? "none" : entry.colour).attr("stroke", entry.colour);
    } else g.append("rect").attr("x", 4).attr("y", -10).attr("width", 11).attr("height", 11).attr("fill", entry.colour).attr("class", entry.type ?? null);
    const label = rich(g.append("text").attr("x", 25), entry.label);
    const length = 25 + label.node().getComputedTextLength() + 16;
    if (x + length > width && x > 4) {
      x = 4;
      line += 18;
    }
    g.attr("transform", `translate(${x},${line})`);
    x += length;
  }
  return line + 8;
};
