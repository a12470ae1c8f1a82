/** It shows how many models ran at once. */
import * as chart from "../chart.mjs";
import {arranged} from "../pure/layout.mjs";
import {literal} from "../pure/markup.mjs";
import {percent, plural} from "../pure/numbers.mjs";
import {running, thin} from "../pure/runs.mjs";
import * as results from "../results.mjs";

/** Of all runs, the largest six are shown, in the order of their start, with what they took. */
function runs() {
  const all = d3.groups(results.models.filter(row => row.started_ms !== null && row.seconds > 0), row => row.invocation)
    .sort(([, a], [, b]) => d3.min(a, row => row.started_ms) - d3.min(b, row => row.started_ms));
  const shown = d3.sort(all.map((run, k) => [k, run]), ([, [, rows]]) => -rows.length).slice(0, 6).sort(([a], [b]) => a - b).map(([, [invocation, models]]) => {
    const steps = running(models);
    const end = steps[steps.length - 1].time;
    const most = d3.max(steps, step => step.count);
    return {invocation, models, end, most, share: d3.sum(models, row => row.seconds) / (end * most), steps: thin(steps, 600)};
  });
  return {all, shown};
}

function draw(drawing) {
  const {all, shown} = runs();
  const svg = drawing.canvas();
  const layout = arranged(shown.length, drawing.width, {least: 300, height: 130, top: 46, left: 44, most: 3});
  shown.forEach(({invocation, models, end, most, steps}, k) => {
    const box = layout.box(k);
    const x = d3.scaleLinear([0, end], [0, box.width]);
    const y = d3.scaleLinear([0, most * 1.08], [box.height, 0]);
    const g = chart.panel(svg, {...box, first: true}, {x, y, title: `run ${literal(invocation)}, ${plural(models.length, "model")}`, xLabel: "s since its start",
      yLabel: box.first ? "models running" : null, yTicks: d3.ticks(0, most, Math.min(most, 4)).filter(Number.isInteger)});
    g.append("path").attr("d", d3.area(step => x(step.time), () => y(0), step => y(step.count)).curve(d3.curveStepAfter)(steps))
      .attr("fill", chart.dark() ? "#56b4e9" : "#0072b2").attr("fill-opacity", 0.55);
  });
  const {share, most} = shown[shown.length - 1];
  drawing.title(shown.length === 1 ? `${most} models at most ran at once, and on average ${percent(share)} of that peak` : `How many models ran at once, in each of ${shown.length} runs`);
  drawing.caption(`Models being trained or measured over time, by their recorded start and seconds${shown.length < all.length ? `; the ${shown.length} largest of ${all.length} runs` : ""
  }. How many slots there were is not recorded here: one that was never used does not show.`);
  drawing.data(shown.flatMap(({invocation, steps}) => steps.map(step => ({invocation, seconds: step.time, running: step.count}))));
  return drawing.finish(svg, layout.total);
}

export const figure = {
  id: "running",
  order: 180,
  name: "Models at once",
  tables: ["models"],
  always: true,
  filters: [],
  available: () => results.models.some(row => row.started_ms !== null && row.seconds > 0),
  draw,
};
