/** The encoder of a hidden layer with ReLU shows which features each hidden unit answers to. */
import * as chart from "../chart.mjs";
import {diverging, image, legend} from "../pictures.mjs";
import {stepped} from "../pure/lists.mjs";
import {DEAD, neuron} from "../pure/matrices.mjs";
import {number, plural} from "../pure/numbers.mjs";
import * as results from "../results.mjs";
import {chosenModel, modelControl, modelTitle} from "../weights.mjs";

const MARKS = {mono: {label: "one feature", shape: d3.symbolCircle}, poly: {label: "several features", shape: d3.symbolDiamond}, dead: {label: "none: dead", shape: d3.symbolTimes}};

const ink = () => chart.dark() ? "#e4e6e3" : "#1c1e21";

function draw(drawing) {
  const row = chosenModel(drawing);
  if (!row) return drawing.title("No model with a hidden ReLU passes the filters");
  const {n, m} = row.point;
  const units = d3.range(m).map(k => {
    const line = Float64Array.from({length: n}, (_, j) => row.w_in[k * n + j]);
    return {line, ...neuron(line)};
  });
  const reach = d3.max(units, ({line}) => d3.max(line, Math.abs)) || 1;
  const colour = diverging(reach);
  const svg = drawing.canvas();
  const top = chart.keys(svg, Object.values(MARKS).map(mark => ({...mark, colour: ink()})), drawing.width);
  const cell = Math.max(3, Math.min(34, (drawing.width - 110) / n, 420 / m));
  const [x, y] = [40, top + 26];
  const marks = encoder(svg.append("g").attr("transform", `translate(${x},${y})`), row, units, {x, y, cell, colour});
  legend(svg, x, y + m * cell + 62, Math.min(260, drawing.width - 80), colour, reach, "{W}_(in)");
  const count = kind => units.filter(unit => unit.kind === kind).length;
  drawing.title(`${count("mono")} of ${plural(m, "hidden unit")} ${count("mono") === 1 ? "answers" : "answer"} to one feature, ${count("poly")} to several${count("dead") ? `, ${count("dead")} to none` : ""}`);
  drawing.caption(`Encoder {W}_(in) of the best seed at ${modelTitle(row)}. A unit answers to the features whose weight exceeds a fifth of its largest; it is dead if none exceeds ${DEAD}.`);
  drawing.data(units.flatMap(({line, kind}, k) => [...line].map((value, j) => ({unit: k, feature: j, weight: value, kind}))));
  return drawing.finish(svg, y + m * cell + 96, marks);
}

/** Each hidden unit is a row of cells, with the mark of its kind behind it. It returns the cells as marks. */
function encoder(g, row, units, {x, y, cell, colour}) {
  const {n, m} = row.point;
  image(g, units.map(({line}) => line), colour, 0, n * cell, m * cell);
  const axis = (count, place) => g.append("g").attr("class", "axis").selectAll(null).data(stepped(count, Math.max(2, Math.floor(count * cell / 22)))).join("text").call(place).text(i => i);
  axis(m, text => text.attr("x", -6).attr("y", k => (k + 0.5) * cell + 4).attr("text-anchor", "end"));
  axis(n, text => text.attr("y", m * cell + 15).attr("x", j => (j + 0.5) * cell).attr("text-anchor", "middle"));
  chart.rich(g.append("text").attr("class", "axis-label").attr("x", -6).attr("y", -8).attr("text-anchor", "end"), "{k}");
  chart.rich(g.append("text").attr("class", "axis-label").attr("x", n * cell).attr("y", m * cell + 32).attr("text-anchor", "end"), "feature {j}");
  const rows = [results.modelOf.get(row.model_key)];
  return units.flatMap(({kind, features, line}, k) => {
    g.append("path").attr("d", d3.symbol(MARKS[kind].shape, 44)()).attr("transform", `translate(${n * cell + 14},${(k + 0.5) * cell})`)
      .attr("fill", ink()).attr("stroke", kind === "dead" ? ink() : null);
    return d3.range(n).map(j => ({x: x + j * cell, y: y + k * cell, width: cell, height: cell, rows, tip: () => [["unit, feature", `${k}, ${j}`], ["weight", number(line[j], 4)],
      ["answers to", features.length ? features.join(", ") : "nothing"], ...results.parameters(row.point)]}));
  });
}

const behindRelu = row => row.point.hidden === "relu";

export const figure = {
  id: "neurons",
  order: 70,
  name: "Hidden units",
  tables: ["weights"],
  whole: "the best of all seeds is shown",
  available: () => results.table("weights").some(row => results.pointOf.get(row.point_key).hidden === "relu"),
  controls: modelControl(behindRelu),
  draw,
};
