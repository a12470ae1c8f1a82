/** Features take levels of dimensionality; each disc counts those at one level and density. */
import * as chart from "../chart.mjs";
import {chosenPart, partControls} from "../parts.mjs";
import {distinct} from "../pure/lists.mjs";
import {number, percent} from "../pure/numbers.mjs";
import {INVERSE, inverse, logAround} from "../pure/scales.mjs";
import * as results from "../results.mjs";

const LEVELS = [[1, "1 dedicated"], [3 / 4, "3/4 tetrahedron"], [2 / 3, "2/3 triangle"], [1 / 2, "1/2 digon"], [2 / 5, "2/5 pentagon"], [3 / 8, "3/8 antiprism"], [0, "0 dropped"]];

function draw(drawing) {
  const rows = results.joined("levels").filter(row => chosenPart(drawing, row.point));
  if (!rows.length) return drawing.title("No features of this choice");
  const svg = drawing.canvas();
  const box = {x: 48, y: 38, width: Math.min(860, drawing.width - 174), height: 340};
  const x = logAround(rows.map(row => inverse(row.point)), [0, box.width]);
  const y = d3.scaleLinear([-0.03, Math.max(1.05, d3.max(rows, row => row.dimensionality) + 0.03)], [box.height, 0]);
  const g = chart.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}_(i)"});
  for (const [level, name] of LEVELS) {
    g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
    g.append("text").attr("x", box.width + 6).attr("y", y(level) + (level === 3 / 8 ? 8 : level === 2 / 5 ? 0 : 4)).text(name);
  }
  const marks = discs(g, rows, x, y, box);
  const near = rows.filter(row => row.dimensionality > 0.02 && LEVELS.some(([level]) => Math.abs(level - row.dimensionality) <= 0.021));
  const kept = d3.sum(rows.filter(row => row.dimensionality > 0.02), row => row.features);
  drawing.title(`${percent(d3.sum(near, row => row.features) / Math.max(1, kept))} of the kept features lie within 0.02 of a known level`);
  drawing.caption(`Dimensionality {D}_(i) of every feature of all seeds; the area of a disc is the share of the features at that density.`);
  drawing.data(rows.map(row => ({n: row.point.n, m: row.point.m, p: row.point.p, dimensionality: row.dimensionality, features: row.features, models: row.models})));
  return drawing.finish(svg, box.y + box.height + 46, marks);
}

function discs(g, rows, x, y, box) {
  const totals = d3.rollup(rows, group => d3.sum(group, row => row.features), row => row.point_key);
  const columns = distinct(rows.map(row => row.point), "p").length;
  const radius = d3.scaleSqrt([0, 1], [0, Math.min(13, Math.max(3, 0.45 * box.width / columns))]);
  const colour = chart.dark() ? "#7cc0ea" : "#0b5c8a";
  return rows.map(row => {
    const share = row.features / totals.get(row.point_key);
    const [u, v] = [x(inverse(row.point)), y(row.dimensionality)];
    g.append("circle").attr("cx", u).attr("cy", v).attr("r", Math.max(1.1, radius(share))).attr("fill", colour).attr("fill-opacity", 0.6);
    return {x: box.x + u, y: box.y + v, rows: results.modelsOf(row.point_key), tip: () => [["D of features", number(row.dimensionality)],
      ["features", `${row.features} of ${totals.get(row.point_key)}`], ["share", percent(share)], ...results.parameters(row.point)]};
  });
}

export const figure = {
  id: "levels",
  order: 90,
  name: "Levels of dimensionality",
  tables: ["levels"],
  whole: "levels are of all seeds",
  available: () => results.table("levels").length > 0,
  controls: card => partControls(card, results.joined("levels").map(row => row.point)),
  draw,
};
