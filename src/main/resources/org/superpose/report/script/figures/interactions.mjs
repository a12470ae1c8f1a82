/** The interaction matrix is shown with its bias, before training, after it and as theory would have it. */
import * as chart from "../chart.mjs";
import {diverging, image, legend} from "../pictures.mjs";
import {stepped} from "../pure/lists.mjs";
import {byImportance, ideal, permuted, product, reachOf} from "../pure/matrices.mjs";
import {number} from "../pure/numbers.mjs";
import * as results from "../results.mjs";
import {chosenModel, interaction, modelControl, modelTitle} from "../weights.mjs";

const [GAP, LEFT, LEAST, MOST] = [44, 34, 170, 430];

function states(row) {
  const trained = {title: row.point.model_kind === "trained" ? "trained" : row.point.model_kind, w: interaction(row), b: row.b ?? Array(row.point.n).fill(0), main: true};
  const before = row.w_in_0 ? [{title: "before training", w: product(row.point, row.w_in_0, row.w_out_0), b: row.b_0 ?? Array(row.point.n).fill(0)}] : [];
  const order = byImportance(row.point);
  return [...before, trained, ideal(row, results.raw.limits[row.model_key])].map(state => permuted(state, order));
}

function draw(drawing) {
  const row = chosenModel(drawing);
  if (!row) return drawing.title("No model with weights passes the filters");
  const {n} = row.point;
  const shown = states(row);
  const {w, b} = shown.find(state => state.main);
  const reach = reachOf(w, b);
  const colour = diverging(reach);
  const svg = drawing.canvas();
  legend(svg, LEFT, 22, Math.min(260, drawing.width - 80), colour, reach, "{W}_(ij), {b}_(i)");
  const across = Math.max(1, Math.min(shown.length, Math.floor((drawing.width - LEFT + GAP) / (LEAST + GAP + 26))));
  const room = Math.min(MOST, (drawing.width - LEFT - 30 - (across - 1) * GAP) / across - 26);
  const strip = Math.max(8, Math.min(20, room / n));
  const marks = [];
  const rows = [results.modelOf.get(row.model_key)];
  shown.forEach((state, k) => {
    const box = {x: LEFT + (k % across) * (room + 26 + GAP), y: 74 + Math.floor(k / across) * (room + 58), first: k % across === 0, room, strip};
    matrix(svg, box, {...state, rows}, colour, marks);
  });
  say(drawing, row, shown);
  return drawing.finish(svg, 74 + Math.ceil(shown.length / across) * (room + 58) - 18, marks);
}

function say(drawing, row, shown) {
  const {w} = shown.find(state => state.main);
  const off = w.flatMap((line, i) => [...line].filter((_, j) => j !== i));
  drawing.title(`The diagonal of {W} averages ${number(d3.mean(w, (line, i) => line[i]))}${off.length ? `; entries beside it reach from ${number(d3.min(off))} to ${number(d3.max(off))}` : ""}`);
  const {decay, importance_last: last} = row.point;
  const order = (decay ?? 1) === 1 && (last ?? 1) === 1 ? "" : " features by falling importance,";
  drawing.caption(`Interaction matrix {W} = {W}_(out) {W}_(in) with the bias {b} beside it, of the best seed at ${modelTitle(row)};${order} one scale for all, beyond it the colour of its end. ${
    shown.some(state => state.rug) ? "The rug is of rows drawn on this page, its scale and bias those of the limit." : ""}`);
  drawing.data(shown.flatMap(state => state.w.flatMap((line, i) => [...line].map((value, j) => ({of: state.title, i: state.order[i], j: state.order[j], w: value,
    b: j === 0 ? state.b[i] : null})))));
}

/** Rows and columns are written with the feature that is there. */
function matrix(svg, {x, y, first, room, strip}, {title, w, b, order, rows}, colour, marks) {
  const n = w.length;
  const cell = room / n;
  const g = svg.append("g").attr("transform", `translate(${x},${y})`);
  image(g, w, colour, 0, room, room);
  image(g, [...b].map(value => [value]), colour, room + 6, strip, room);
  const ticks = stepped(n, Math.max(2, Math.floor(room / 26)));
  if (first) g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("x", -6).attr("y", i => (i + 0.5) * cell + 4).attr("text-anchor", "end").text(i => order[i]);
  g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("y", room + 15).attr("x", i => (i + 0.5) * cell).attr("text-anchor", "middle").text(i => order[i]);
  g.append("text").attr("class", "panel-title").attr("y", -8).text(title);
  chart.rich(g.append("text").attr("class", "axis-label").attr("x", room + 6 + strip / 2).attr("y", -8).attr("text-anchor", "middle"), "{b}");
  if (first) chart.rich(g.append("text").attr("class", "axis-label").attr("x", -6).attr("y", -8).attr("text-anchor", "end"), "{i}");
  chart.rich(g.append("text").attr("class", "axis-label").attr("x", room).attr("y", room + 30).attr("text-anchor", "end"), "{j}");
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      marks.push({x: x + j * cell, y: y + i * cell, width: cell, height: cell, rows, tip: () => [["", title], ["i, j", `${order[i]}, ${order[j]}`], ["W", number(w[i][j], 4)]]});
    }
    marks.push({x: x + room + 6, y: y + i * cell, width: strip, height: cell, rows, tip: () => [["", title], ["i", String(order[i])], ["b", number(b[i], 4)]]});
  }
}

export const figure = {
  id: "interactions",
  order: 60,
  name: "Interaction matrix",
  tables: ["weights"],
  whole: "the best of all seeds is shown",
  available: () => results.table("weights").length > 0,
  controls: modelControl(),
  draw,
};
