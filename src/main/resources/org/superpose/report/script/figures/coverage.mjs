/** Each cell shows how many of its models are done, failed, diverged or missing. */
import * as chart from "../chart.mjs";
import * as planes from "../planes.mjs";
import {arranged} from "../pure/layout.mjs";
import {distinct} from "../pure/lists.mjs";
import {number, plural} from "../pure/numbers.mjs";
import * as results from "../results.mjs";

const STATES = [["done", "done", "#0072b2", "#3a8fc4"], ["failed", "failed", "#d55e00", "#f0894a"], ["diverged", "diverged", "#882255", "#f7e08a"], ["missing", "missing", null, null]];

function draw(drawing) {
  const dimension = key => results.dimensions.find(({key: name}) => name === key)?.chosen;
  const rows = results.table("coverage").filter(row => ["n", "p", "r"].every(key => dimension(key)?.has(row[key]) ?? true));
  if (!rows.length) return drawing.title("Nothing was planned");
  const totals = d3.rollup(rows, group => d3.sum(group, row => row.models), row => row.state);
  const total = d3.sum(rows, row => row.models);
  const rest = STATES.slice(1).filter(([state]) => totals.has(state)).map(([state]) => `${totals.get(state)} ${state}`);
  drawing.title(rest.length ? `${totals.get("done") ?? 0} of ${plural(total, "model")} ${total === 1 ? "is" : "are"} done: ${rest.join(", ")}`
    : total === 1 ? "The planned model is done" : `All ${total.toLocaleString("en")} planned models are done`);
  drawing.caption(`Each cell is the planned models of one ({p}, {r}), split by what became of them. Other parameters and seeds are taken together.`);
  const svg = drawing.canvas();
  const colour = state => STATES.find(([name]) => name === state)?.[chart.dark() ? 3 : 2] ?? null;
  const top = chart.keys(svg, STATES.filter(([state]) => totals.has(state)).map(([state, label]) => ({label, colour: colour(state), type: colour(state) ? null : "missing"})), drawing.width);
  const sizes = distinct(rows, "n");
  const across = distinct(rows, "p");
  const up = distinct(rows, "r");
  const height = Math.min(300, Math.max(30, 16 * up.length));
  const layout = arranged(sizes.length, drawing.width, {least: 170, height, left: 54, top: 30, bottom: 44});
  const marks = [];
  sizes.forEach((n, k) => {
    const box = layout.box(k);
    box.y += top;
    coverage(svg, box, n, d3.groups(rows.filter(row => row.n === n), row => row.p, row => row.r), {across, up, colour, marks});
  });
  drawing.data(rows);
  return drawing.finish(svg, top + layout.total, marks);
}

function coverage(svg, box, n, cells, {across, up, colour, marks}) {
  const x = d3.scaleBand(across, [0, box.width]).paddingInner(0.06);
  const y = d3.scaleBand(up, [box.height, 0]).paddingInner(0.1);
  const g = svg.append("g").attr("transform", `translate(${box.x},${box.y})`);
  chart.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{n} = ${n}`);
  for (const [p, ratios] of cells) {
    for (const [r, states] of ratios) {
      const total = d3.sum(states, row => row.models);
      let from = 0;
      for (const [state] of STATES) {
        const count = d3.sum(states.filter(row => row.state === state), row => row.models);
        if (!count) continue;
        const width = x.bandwidth() * count / total;
        const inset = colour(state) ? 0 : Math.min(0.5, width / 2);
        g.append("rect").attr("x", x(p) + from + inset).attr("y", y(r) + inset).attr("width", width - 2 * inset).attr("height", y.bandwidth() - 2 * inset).attr("fill", colour(state))
          .attr("class", colour(state) ? null : "missing");
        from += width;
      }
      marks.push({x: box.x + x(p), y: box.y + y(r), width: x.bandwidth(), height: y.bandwidth(), tip: () => [["n", String(n)], ["p", number(p)], ["r", number(r)],
        ...states.map(row => [row.state, String(row.models)])]});
    }
  }
  planes.axes(g, box, x, y, "{r}");
}

export const figure = {
  id: "coverage",
  order: 150,
  name: "Coverage",
  tables: ["coverage"],
  always: true,
  filters: ["n", "p", "r"],
  available: () => results.table("coverage").length > 0,
  draw,
};
