/** Figure 7: what ran, failed and is missing; seconds predicted and taken; how many models ran at once. */
(report => {
  const {number} = report;
  const STATES = [["done", "done", "#0072b2", "#3a8fc4"], ["failed", "failed", "#d55e00", "#f0894a"], ["diverged", "diverged", "#882255", "#f7e08a"], ["missing", "missing", null, null]];

  function drawCoverage(drawing) {
    const dimension = key => report.dimensions.find(({key: name}) => name === key)?.chosen;
    const rows = report.table("coverage").filter(row => ["n", "p", "r"].every(key => dimension(key)?.has(row[key]) ?? true));
    if (!rows.length) return drawing.title("Nothing was planned");
    const totals = d3.rollup(rows, group => d3.sum(group, row => row.models), row => row.state);
    const total = d3.sum(rows, row => row.models);
    const rest = STATES.slice(1).filter(([state]) => totals.has(state)).map(([state]) => `${totals.get(state)} ${state}`);
    drawing.title(rest.length ? `${totals.get("done") ?? 0} of ${report.plural(total, "model")} ${total === 1 ? "is" : "are"} done: ${rest.join(", ")}`
      : total === 1 ? "The planned model is done" : `All ${total.toLocaleString("en")} planned models are done`);
    drawing.caption(`Each cell is the planned models of one ({p}, {r}), split by what became of them. Other parameters and seeds are taken together.`);
    const svg = drawing.canvas();
    const colour = state => STATES.find(([name]) => name === state)?.[report.dark() ? 3 : 2] ?? null;
    const top = report.keys(svg, STATES.filter(([state]) => totals.has(state)).map(([state, label]) => ({label, colour: colour(state), type: colour(state) ? null : "missing"})), drawing.width);
    const sizes = report.distinct(rows, "n");
    const across = report.distinct(rows, "p");
    const up = report.distinct(rows, "r");
    const height = Math.min(300, Math.max(30, 16 * up.length));
    const layout = report.layout(sizes.length, drawing.width, {least: 170, height, left: 54, top: 30, bottom: 44});
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
    report.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{n} = ${n}`);
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
    report.plane.axes(g, box, x, y, "{r}");
  }

  report.figures.push({id: "coverage", name: "Coverage", tables: ["coverage"], always: true, filters: ["n", "p", "r"], available: () => report.table("coverage").length > 0, draw: drawCoverage});

  // ---- failures, as a table

  function drawFailures(drawing) {
    const [{total}] = report.table("failures");
    const rows = report.table("failures").map(({total: all, ...reason}) => reason);
    drawing.title(`${report.plural(total, "model")} failed or diverged, most often of ${report.literal(rows[0].reason)}`);
    drawing.caption(`The most frequent reasons first, with one message of each.`);
    drawing.card.plot.append(report.element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": "Failures"}, report.dataTable(rows)));
    drawing.data(rows);
  }
  report.figures.push({id: "failures", name: "Failures", tables: ["failures"], always: true, filters: [], available: () => report.table("failures").length > 0, draw: drawFailures});

  // ---- seconds

  const timed = row => row.seconds > 0 && row.predicted_seconds > 0;

  const predicted = point => report.mean(point, "predicted_seconds");
  const taken = point => report.mean(point, "seconds");

  function drawSeconds(drawing) {
    const points = report.points().filter(point => taken(point) > 0 && predicted(point) > 0);
    if (!points.length) return drawing.title("No model here has a predicted time");
    const series = report.seriesOf(points);
    const svg = drawing.canvas();
    const top = report.keys(svg, series.keys, drawing.width);
    const box = {x: 56, y: top + 34, width: Math.min(430, drawing.width - 76), height: 0};
    box.height = Math.min(360, box.width);
    const around = d3.extent([...points.map(predicted), ...points.map(taken)]);
    const domain = [around[0] / 1.3, around[1] * 1.3];
    const [x, y] = [d3.scaleLog(domain, [0, box.width]), d3.scaleLog(domain, [box.height, 0])];
    const g = report.panel(svg, box, {x, y, xLabel: "predicted, s", yLabel: "taken, s"});
    g.append("line").attr("class", "theory linear").attr("x1", 0).attr("y1", box.height).attr("x2", box.width).attr("y2", 0);
    const marks = points.map(point => {
      const [u, v] = [x(predicted(point)), y(taken(point))];
      report.drawMark(g, series.markOf(point), 22, u, v, series.colourOf(point)).attr("fill-opacity", 0.75);
      return {x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["taken", `${number(taken(point))} s`], ["predicted", `${number(predicted(point))} s`], ["steps", number(report.mean(point, "steps"), 4)],
        ...report.parameters(point)]};
    });
    saySeconds(drawing);
    drawing.caption(`Mean seconds of a model over seeds against the cost model's prediction; on the dashed line they agree.${series.note}`);
    drawing.data(points.map(point => ({n: point.n, m: point.m, p: point.p, r: point.ratio, predicted_seconds: predicted(point), seconds: taken(point), steps: report.mean(point, "steps")})));
    return drawing.finish(svg, box.y + box.height + 46, marks);
  }

  function saySeconds(drawing) {
    const models = report.visible().filter(timed);
    const taken = d3.sum(models, row => row.seconds);
    const core = taken >= 3600 ? `${number(taken / 3600)} core-hours` : taken >= 60 ? `${number(taken / 60, 2)} core-minutes` : `${number(taken, 2)} core-seconds`;
    drawing.title(`The models took ${number(taken / d3.sum(models, row => row.predicted_seconds))} times the predicted seconds, ${core} in all`);
  }

  report.figures.push({id: "seconds", name: "Cost", tables: ["models"], available: () => report.models.some(timed), draw: drawSeconds});

  // ---- slots over time

  /** How many models ran at once, as steps of (time, count), of one invocation's rows. */
  function running(rows) {
    const start = d3.min(rows, row => row.started_ms);
    const events = rows.flatMap(row => [[(row.started_ms - start) / 1000, 1], [(row.started_ms - start) / 1000 + row.seconds, -1]])
      .sort(([a, x], [b, y]) => a - b || x - y);
    let count = 0;
    return events.map(([time, change]) => ({time, count: count += change}));
  }

  /** Steps that are more than a screen can show, joined: the mean of each stretch. */
  function thin(steps, most) {
    if (steps.length <= most) return steps;
    const end = steps[steps.length - 1].time;
    const areas = new Float64Array(most);
    const width = end / most;
    steps.forEach(({time, count}, k) => {
      const until = steps[k + 1]?.time ?? time;
      for (let at = time; at < until;) {
        const bin = Math.min(most - 1, Math.floor(at / width));
        const edge = bin === most - 1 ? until : Math.min(until, (bin + 1) * width);
        areas[bin] += count * (Math.max(edge, at + 1e-9) - at);
        at = Math.max(edge, at + 1e-9);
      }
    });
    return [...areas].map((area, k) => ({time: k * width, count: area / width})).concat({time: end, count: 0});
  }

  /** Runs with what they took, the largest six in the order of their start. */
  function runs() {
    const all = d3.groups(report.models.filter(row => row.started_ms !== null && row.seconds > 0), row => row.invocation)
      .sort(([, a], [, b]) => d3.min(a, row => row.started_ms) - d3.min(b, row => row.started_ms));
    const shown = d3.sort(all.map((run, k) => [k, run]), ([, [, rows]]) => -rows.length).slice(0, 6).sort(([a], [b]) => a - b).map(([, [invocation, models]]) => {
      const steps = running(models);
      const end = steps[steps.length - 1].time;
      const most = d3.max(steps, step => step.count);
      return {invocation, models, end, most, share: d3.sum(models, row => row.seconds) / (end * most), steps: thin(steps, 600)};
    });
    return {all, shown};
  }

  function drawRunning(drawing) {
    const {all, shown} = runs();
    const svg = drawing.canvas();
    const layout = report.layout(shown.length, drawing.width, {least: 300, height: 130, top: 46, left: 44, most: 3});
    shown.forEach(({invocation, models, end, most, steps}, k) => {
      const box = layout.box(k);
      const x = d3.scaleLinear([0, end], [0, box.width]);
      const y = d3.scaleLinear([0, most * 1.08], [box.height, 0]);
      const g = report.panel(svg, {...box, first: true}, {x, y, title: `run ${report.literal(invocation)}, ${report.plural(models.length, "model")}`, xLabel: "s since its start",
        yLabel: box.first ? "models running" : null, yTicks: d3.ticks(0, most, Math.min(most, 4)).filter(Number.isInteger)});
      g.append("path").attr("d", d3.area(step => x(step.time), () => y(0), step => y(step.count)).curve(d3.curveStepAfter)(steps))
        .attr("fill", report.dark() ? "#56b4e9" : "#0072b2").attr("fill-opacity", 0.55);
    });
    const {share, most} = shown[shown.length - 1];
    drawing.title(shown.length === 1 ? `${most} models at most ran at once, and on average ${report.percent(share)} of that peak` : `How many models ran at once, in each of ${shown.length} runs`);
    drawing.caption(`Models being trained or measured over time, by their recorded start and seconds${shown.length < all.length ? `; the ${shown.length} largest of ${all.length} runs` : ""
    }. How many slots there were is not recorded here: one that was never used does not show.`);
    drawing.data(shown.flatMap(({invocation, steps}) => steps.map(step => ({invocation, seconds: step.time, running: step.count}))));
    return drawing.finish(svg, layout.total);
  }
  report.figures.push({id: "running", name: "Models at once", tables: ["models"], always: true, filters: [], available: () => report.models.some(row => row.started_ms !== null && row.seconds > 0), draw: drawRunning});
})(report);
