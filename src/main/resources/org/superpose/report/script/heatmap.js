/** Figure 1: a statistic over the plane of density and ratio, one panel for each n, one scale for all. */
(report => {
  const {number} = report;
  // `scale` is of what size a statistic's terms are: what is this many times smaller is rounding of zero.
  const ROUNDING = 1e-13;
  const square = key => point => (report.mean(point, key) ?? 1) ** 2;
  const STATISTICS = [
    {value: "loss", label: "loss", symbol: "{L}", says: "loss", scale: point => report.mean(point, "loss_constant") ?? point.p},
    {value: "loss_over_limit", label: "loss / thermodynamic limit", symbol: "{L}/{L}*", says: "loss over the limit", around: 1},
    {value: "loss_over_linear", label: "loss / best linear model", symbol: "{L}/{L}_(linear)", says: "loss over that of the best linear model", around: 1},
    {value: "diag_var", label: "variance of the diagonal", symbol: "Var {W}_(ii)", says: "variance of the diagonal", scale: square("diag_mean")},
    {value: "bias_var", label: "variance of the bias", symbol: "Var {b}_(i)", says: "variance of the bias", scale: square("bias_mean")},
    {value: "offdiag_energy_var", label: "variance of the off-diagonal energy", symbol: "Var {e}_(i)", says: "variance of the off-diagonal energy", scale: square("offdiag_energy_mean")},
    {value: "noise_mean_var", label: "variance of the noise's mean", symbol: "Var E{ν}_(i)", says: "variance of the noise's mean", scale: point => point.p ** 2},
    {value: "lyapunov_max", label: "Lyapunov ratio, largest", symbol: "max {Λ}_(i)", says: "largest Lyapunov ratio"},
    {value: "lyapunov_mean", label: "Lyapunov ratio, mean", symbol: "mean {Λ}_(i)", says: "mean Lyapunov ratio"},
    {value: "ks_pvalue", label: "normality of the noise, p-value", symbol: "p-value (KS)", says: "p-value of normal noise", unit: true},
    {value: "dims_per_feature", label: "dimensions per feature", symbol: "{D}*", says: "dimensions per feature"},
    {value: "represented", label: "represented features", symbol: "‖{w}_(i)‖ > ½", says: "number of represented features"},
  ];
  const ROWS = [
    {key: "r", symbol: "{r}", plain: "ratio r"},
    {key: "importance_last", symbol: "{ρ}", plain: "importance ρ"},
    {key: "decay", symbol: "{δ}", plain: "decay δ"},
  ];
  report.STATISTICS = STATISTICS;

  const interest = row => (row.model_kind === "trained" ? 0.5 : 0) + (row.output === "relu" ? 0.25 : 0);

  /** A choice among the values of a column; at first the one most rows have, and among equals that of trained models, and of those with a ReLU. */
  report.choice = (id, label, rows, key) => {
    const values = report.distinct(rows, key);
    const counts = d3.rollup(rows, group => group.length + d3.max(group, interest), row => row[key]);
    return {id, label, options: values.map(value => ({value, label: report.text(key, value)})), value: d3.greatest(values, value => counts.get(value))};
  };

  /** Choices one after the other, each among what those before it leave, so that together they leave something. */
  report.choices = (card, rows, asked) => {
    let left = rows;
    return asked.map(([key, label]) => {
      const choice = report.choice(key, label, left, key);
      const kept = card.values.get(key);
      const value = card.values.has(key) && choice.options.some(option => option.value === kept) ? kept : choice.value;
      left = left.filter(row => row[key] === value);
      return choice;
    });
  };

  const LABELS = {r: "r", decay: "δ", importance_last: "ρ", family: "family"};

  /**
   * What is held fixed where one column makes the rows. Importance is δ or ρ, so where one of them makes the rows the other is not asked for.
   */
  const fixedKeys = (row, points) => Object.keys(LABELS).filter(key => key !== row && !(key === "r" && sizesTellRatios(points))
    && !(key === "decay" && row === "importance_last"));

  const rowsOf = points => {
    const varying = ROWS.filter(({key}) => report.distinct(points, key).length > 1 && !(key === "r" && sizesTellRatios(points)));
    return varying.length ? varying : [ROWS[0]];
  };

  function controls(card) {
    const points = report.points();
    const present = STATISTICS.filter(({value}) => points.some(point => report.mean(point, value) !== null));
    const rows = rowsOf(points);
    const asked = [{id: "statistic", label: "colour", options: present},
      {id: "row", label: "rows", options: rows.map(({key, plain}) => ({value: key, label: plain}))}];
    const row = rows.some(({key}) => key === card.values.get("row")) ? card.values.get("row") : rows[0].key;
    const fixed = fixedKeys(row, points).map(key => [key, LABELS[key]]);
    return [...asked, ...report.choices(card, points, fixed)];
  }

  /** Whether each size has one ratio, so that a panel for each size is a panel for each ratio. */
  const sizesTellRatios = points => [...d3.group(points, point => point.n).values()].every(group => report.distinct(group, "r").length === 1);

  /** The mean of a statistic over seeds, 0 where it is but rounding. */
  function valueOf(point, statistic) {
    const mean = report.mean(point, statistic.value);
    return mean !== null && Math.abs(mean) < ROUNDING * (statistic.scale?.(point) ?? 1) ? 0 : mean;
  }

  /** The value of all, null where they differ by more than rounding. */
  function common(values) {
    const [low, high] = d3.extent(values);
    return high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? high : null;
  }

  /** How values become colours: around one in two colours, else in one; logarithmic where they span more than a factor of 15. */
  function colours(values, {around, unit}) {
    const positive = values.filter(value => value > 0);
    const [low = around, high = around] = d3.extent(positive);
    if (around) {
      const reach = Math.max(1.2, high / around, around / low);
      const scale = d3.scaleDivergingLog([around / reach, around, around * reach], t => d3.interpolatePuOr(report.dark() ? 0.12 + 0.76 * (1 - t) : 0.06 + 0.88 * (1 - t)));
      return {colour: scale, axis: d3.scaleLog([around / reach, around * reach], [0, 1]), log: true};
    }
    const only = common(values);
    if (only !== null) return {colour: () => d3.interpolateCividis(report.dark() ? 0.7 : 0.4), only};
    const scheme = t => d3.interpolateCividis(report.dark() ? 0.08 + 0.92 * t : t);
    if (!unit && positive.length && positive.length >= 0.5 * values.length && high / low > 15) {
      const domain = [low, high];
      const rest = positive.length === values.length ? null : values.some(value => value < 0) ? "0 and below as the lowest" : "0 as the lowest";
      return {colour: d3.scaleSequentialLog(domain, scheme).clamp(true), axis: d3.scaleLog(domain, [0, 1]), log: true, rest};
    }
    const domain = unit ? [0, 1] : d3.extent(values);
    return {colour: d3.scaleSequential(domain, scheme), axis: d3.scaleLinear(domain, [0, 1]), log: false};
  }

  function legend(svg, x, y, width, {colour, axis, rest, only}, symbol) {
    const g = svg.append("g").attr("transform", `translate(${x},${y})`);
    report.rich(g.append("text").attr("class", "axis-label").attr("y", -5), rest ? `${symbol}, ${rest}` : symbol);
    if (only !== undefined) {
      g.append("rect").attr("width", 18).attr("height", 9).attr("fill", colour(only));
      g.append("text").attr("x", 24).attr("y", 9).text(`${number(only, 4)} everywhere`);
      return;
    }
    const STEPS = 48;
    const at = k => axis.invert((k + 0.5) / STEPS);
    g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("x", k => k * width / STEPS).attr("width", width / STEPS + 0.6).attr("height", 9)
      .attr("fill", k => colour(at(k))).attr("shape-rendering", "crispEdges");
    const scale = axis.copy().range([0, width]);
    const ticks = scale.base ? report.logTicks(scale, 5) : scale.ticks(4);
    g.append("g").attr("class", "axis").attr("transform", "translate(0,9)")
      .call(d3.axisBottom(scale).tickValues(ticks).tickFormat(report.tickText(ticks)).tickSize(4).tickSizeOuter(0));
  }

  function say(drawing, cells, statistic, row) {
    const where = ({point}) => `{n} = ${point.n}, {p} = ${number(point.p)}, ${row.key === "r" ? `{r} = ${number(point.ratio)}` : `${row.symbol} = ${number(point[row.key])}`}`;
    const least = d3.least(cells, cell => cell.value);
    const most = d3.greatest(cells, cell => cell.value);
    if (cells.length === 1) return drawing.title(`The ${statistic.says} is ${number(least.value)} at ${where(least)}`);
    if (statistic.around) {
      const below = cells.filter(cell => cell.value < 1).length;
      const best = least.value < 1 ? `; the lowest, at ${where(least)}, by ${report.percent(1 - least.value)}` : "";
      return drawing.title(`${below} of ${cells.length} points lie below ${statistic.value === "loss_over_limit" ? "the symmetric limit" : "the best linear model"}${best}`);
    }
    const only = common(cells.map(cell => cell.value));
    if (only !== null) return drawing.title(`The ${statistic.says} is ${only === 0 ? "0, but for rounding," : number(only)} at all ${cells.length} points`);
    const name = statistic.says[0].toUpperCase() + statistic.says.slice(1);
    return drawing.title(`${name} runs from ${number(least.value)} at ${where(least)} to ${number(most.value)} at ${where(most)}`);
  }

  const cellsOf = (statistic, row, chosen) => report.points().filter(point => (row.key === "r" || point[row.key] !== null) && chosen(point))
    .map(point => ({point, value: valueOf(point, statistic), rows: point.rows, tip: () => [
      [statistic.label, number(report.mean(point, statistic.value), 4)], ["seeds", `${point.rows.length}`], ...report.parameters(point)]}))
    .filter(cell => cell.value !== null);

  function draw(drawing) {
    const statistic = STATISTICS.find(({value}) => value === drawing.value("statistic")) ?? STATISTICS[0];
    const row = ROWS.find(({key}) => key === drawing.value("row")) ?? ROWS[0];
    const fixed = fixedKeys(row.key, report.points());
    const cells = cellsOf(statistic, row, point => fixed.every(key => point[key] === drawing.value(key)));
    drawing.caption(`Mean over seeds of ${statistic.label}, {p} = 1 − {S} against ${row.plain}; one panel for each {n}, one scale for all.`);
    if (!cells.length) return drawing.title("No point here has this statistic");
    say(drawing, cells, statistic, row);
    const sizes = report.distinct(cells.map(cell => cell.point), "n");
    const across = report.distinct(cells.map(cell => cell.point), "p");
    const up = report.distinct(cells.map(cell => cell.point), row.key);
    const scale = colours(cells.map(cell => cell.value), statistic);
    const svg = drawing.canvas();
    const height = Math.min(420, Math.max(60, 22 * up.length));
    const layout = report.layout(sizes.length, drawing.width, {least: 200, height, left: 54, top: 34, bottom: 46});
    legend(svg, 54, 22, Math.min(280, drawing.width - 90), scale, statistic.symbol);
    const marks = [];
    sizes.forEach((n, k) => {
      const box = layout.box(k);
      box.y += 52;
      panel(svg, box, `{n} = ${n}`, cells.filter(cell => cell.point.n === n), {across, up, row, scale, marks});
    });
    drawing.data(cells.map(({point}) => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last,
      family: report.familyLabels[point.family], seeds: point.rows.length, [statistic.value]: report.mean(point, statistic.value), sem: report.statistic(point, statistic.value).sem})));
    return drawing.finish(svg, layout.total + 52, marks);
  }

  /** One panel of cells {point, value, rows, tip()}; a value may be null. */
  function panel(svg, box, title, cells, {across, up, row, scale, marks}) {
    const x = d3.scaleBand(across, [0, box.width]);
    const y = d3.scaleBand(up, [box.height, 0]);
    const g = svg.append("g").attr("transform", `translate(${box.x},${box.y})`);
    g.append("rect").attr("class", "absent").attr("width", box.width).attr("height", box.height);
    report.rich(g.append("text").attr("class", "panel-title").attr("y", -8), title);
    g.selectAll(null).data(cells).join("rect").attr("x", cell => x(cell.point.p)).attr("y", cell => y(cell.point[row.key]))
      .attr("width", x.bandwidth() + 0.3).attr("height", y.bandwidth() + 0.3).attr("shape-rendering", "crispEdges")
      .attr("class", ({value}) => value === null ? "absent" : null)
      .attr("fill", ({value}) => value === null ? null : scale.colour(scale.log && value <= 0 ? scale.axis.domain()[0] : value));
    planeAxes(g, box, x, y, row.symbol);
    for (const {point, rows, tip} of cells) {
      marks.push({x: box.x + x(point.p), y: box.y + y(point[row.key]), width: x.bandwidth(), height: y.bandwidth(), rows, tip});
    }
    return {g, x, y};
  }

  /** Axes of bands for density and what makes the rows, `label`. */
  function planeAxes(g, box, x, y, label) {
    g.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height})`)
      .call(d3.axisBottom(x).tickValues(report.thinned(x.domain(), box.width / 46)).tickFormat(value => number(value, 2)).tickSize(4).tickSizeOuter(0));
    const vertical = g.append("g").attr("class", "axis")
      .call(d3.axisLeft(y).tickValues(report.thinned(y.domain(), box.height / 16)).tickFormat(value => number(value, 3)).tickSize(box.first ? 4 : 0).tickSizeOuter(0));
    if (!box.first) vertical.selectAll("text").remove();
    if (box.last) report.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 34).attr("text-anchor", "end"), "{p}");
    if (box.first) report.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), label);
  }

  report.plane = {ROWS, LABELS, colours, legend, panel, axes: planeAxes};

  report.figures.push({id: "plane", name: "Over the plane", tables: ["models"], available: () => report.models.some(row => row.done), controls, draw});
})(report);
