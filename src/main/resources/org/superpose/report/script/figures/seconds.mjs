/** The core-seconds that models took are shown against those that were predicted. */
import * as chart from "../chart.mjs";
import {number} from "../pure/numbers.mjs";
import * as results from "../results.mjs";
import {seriesOf} from "../series.mjs";

const timed = row => row.core_seconds > 0 && row.predicted_seconds > 0;

const predicted = point => results.mean(point, "predicted_seconds");
const taken = point => results.mean(point, "core_seconds");

function draw(drawing) {
  const points = results.points().filter(point => taken(point) > 0 && predicted(point) > 0);
  if (!points.length) return drawing.title("No model here has a predicted time");
  const series = seriesOf(points);
  const svg = drawing.canvas();
  const top = chart.keys(svg, series.keys, drawing.width);
  const box = {x: 56, y: top + 34, width: Math.min(430, drawing.width - 76), height: 0};
  box.height = Math.min(360, box.width);
  const around = d3.extent([...points.map(predicted), ...points.map(taken)]);
  const domain = [around[0] / 1.3, around[1] * 1.3];
  const [x, y] = [d3.scaleLog(domain, [0, box.width]), d3.scaleLog(domain, [box.height, 0])];
  const g = chart.panel(svg, box, {x, y, xLabel: "predicted, core-seconds", yLabel: "taken, core-seconds"});
  g.append("line").attr("class", "theory linear").attr("x1", 0).attr("y1", box.height).attr("x2", box.width).attr("y2", 0);
  const marks = points.map(point => {
    const [u, v] = [x(predicted(point)), y(taken(point))];
    chart.drawMark(g, series.markOf(point), 22, u, v, series.colourOf(point)).attr("fill-opacity", 0.75);
    return {x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["taken", `${number(taken(point))} s`], ["predicted", `${number(predicted(point))} s`], ["steps", number(results.mean(point, "steps"), 4)],
      ...results.parameters(point)]};
  });
  say(drawing);
  drawing.caption(`Mean core-seconds of a model over seeds against the cost model's prediction; on the dashed line they agree.${series.note}`);
  drawing.data(points.map(point => ({n: point.n, m: point.m, p: point.p, r: point.ratio, predicted_seconds: predicted(point), core_seconds: taken(point), steps: results.mean(point, "steps")})));
  return drawing.finish(svg, box.y + box.height + 46, marks);
}

function say(drawing) {
  const models = results.visible().filter(timed);
  const total = d3.sum(models, row => row.core_seconds);
  const core = total >= 3600 ? `${number(total / 3600)} core-hours` : total >= 60 ? `${number(total / 60, 2)} core-minutes` : `${number(total, 2)} core-seconds`;
  drawing.title(`The models took ${number(total / d3.sum(models, row => row.predicted_seconds))} times the predicted seconds, ${core} in all`);
}

export const figure = {
  id: "seconds",
  order: 170,
  name: "Cost",
  tables: ["models"],
  available: () => results.models.some(timed),
  draw,
};
