/** Figure 1: a statistic over the plane of density and ratio, one panel for each n, one scale for all. */
(report => {
  const {number} = report;
  const STATISTICS = [
    {value: "loss", label: "loss", symbol: "{L}", says: "loss"},
    {value: "loss_over_limit", label: "loss / thermodynamic limit", symbol: "{L}/{L}*", says: "loss over the limit", around: 1},
    {value: "loss_over_linear", label: "loss / best linear model", symbol: "{L}/{L}_(linear)", says: "loss over that of the best linear model", around: 1},
    {value: "diag_var", label: "variance of the diagonal", symbol: "Var {W}_(ii)", says: "variance of the diagonal"},
    {value: "bias_var", label: "variance of the bias", symbol: "Var {b}_(i)", says: "variance of the bias"},
    {value: "offdiag_energy_var", label: "variance of the off-diagonal energy", symbol: "Var {e}_(i)", says: "variance of the off-diagonal energy"},
    {value: "noise_mean_var", label: "variance of the noise's mean", symbol: "Var E{ν}_(i)", says: "variance of the noise's mean"},
    {value: "lyapunov_max", label: "Lyapunov ratio, largest", symbol: "max {Λ}_(i)", says: "largest Lyapunov ratio"},
    {value: "lyapunov_mean", label: "Lyapunov ratio, mean", symbol: "mean {Λ}_(i)", says: "mean Lyapunov ratio"},
    {value: "ks_pvalue", label: "normality of the noise, p-value", symbol: "p-value (KS)", says: "p-value of normal noise", unit: true},
    {value: "dims_per_feature", label: "dimensions per feature", symbol: "{D}*", says: "dimensions per feature"},
    {value: "represented", label: "represented features", symbol: "‖{w}_(i)‖ > ½", says: "number of represented features"},
  ];
  const ROWS = [
    {key: "r", label: "{r} = {m}/{n}", plain: "ratio r"},
    {key: "importance_last", label: "{ρ}, importance of the last feature", plain: "importance ρ"},
    {key: "decay", label: "{δ}, decay of importance", plain: "decay δ"},
  ];
  report.STATISTICS = STATISTICS;

  /** A choice among the values of a column; at first the one most rows have. */
  report.choice = (id, label, rows, key) => {
    const values = report.distinct(rows, key);
    const counts = d3.rollup(rows, group => group.length, row => row[key]);
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

  /** How values become colours: around one in two colours, else in one; logarithmic where they span more than a factor of 15. */
  function colours(values, {around, unit}) {
    const positive = values.filter(value => value > 0);
    const [low, high] = d3.extent(positive);
    if (around) {
      const reach = Math.max(1.2, high / around, around / low);
      const scale = d3.scaleDivergingLog([around / reach, around, around * reach], t => d3.interpolatePuOr(report.dark() ? 0.12 + 0.76 * (1 - t) : 0.06 + 0.88 * (1 - t)));
      return {colour: scale, axis: d3.scaleLog([around / reach, around * reach], [0, 1]), log: true};
    }
    const scheme = t => d3.interpolateCividis(report.dark() ? 0.08 + 0.92 * t : t);
    if (!unit && positive.length && positive.length >= 0.5 * values.length && high / low > 15) {
      const domain = [low, high];
      return {colour: d3.scaleSequentialLog(domain, scheme).clamp(true), axis: d3.scaleLog(domain, [0, 1]), log: true};
    }
    const [least, most] = unit ? [0, 1] : d3.extent(values);
    const domain = least === most ? [least - 0.5 * Math.abs(least || 1), most + 0.5 * Math.abs(most || 1)] : [least, most];
    return {colour: d3.scaleSequential(domain, scheme), axis: d3.scaleLinear(domain, [0, 1]), log: false};
  }

  function legend(svg, x, y, width, {colour, axis}, symbol) {
    const g = svg.append("g").attr("transform", `translate(${x},${y})`);
    const STEPS = 48;
    const at = k => axis.invert((k + 0.5) / STEPS);
    g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("x", k => k * width / STEPS).attr("width", width / STEPS + 0.6).attr("height", 9)
      .attr("fill", k => colour(at(k))).attr("shape-rendering", "crispEdges");
    const scale = axis.copy().range([0, width]);
    const ticks = scale.base ? report.logTicks(scale, 5) : scale.ticks(4);
    g.append("g").attr("class", "axis").attr("transform", "translate(0,9)")
      .call(d3.axisBottom(scale).tickValues(ticks).tickFormat(report.tickText(ticks)).tickSize(4).tickSizeOuter(0));
    report.rich(g.append("text").attr("class", "axis-label").attr("y", -5), symbol);
  }

  function say(drawing, cells, statistic, row) {
    const where = ({point}) => `{n} = ${point.n}, {p} = ${number(point.p)}, ${row.key === "r" ? `{r} = ${number(point.ratio)}` : `${row.key === "decay" ? "{δ}" : "{ρ}"} = ${number(point[row.key])}`}`;
    const least = d3.least(cells, cell => cell.value);
    const most = d3.greatest(cells, cell => cell.value);
    if (cells.length === 1) return drawing.title(`The ${statistic.says} is ${number(least.value)} at ${where(least)}`);
    if (statistic.around) {
      const below = cells.filter(cell => cell.value < 1).length;
      const best = least.value < 1 ? `; the lowest, at ${where(least)}, by ${report.percent(1 - least.value)}` : "";
      return drawing.title(`${below} of ${cells.length} points lie below ${statistic.value === "loss_over_limit" ? "the symmetric limit" : "the best linear model"}${best}`);
    }
    const name = statistic.says[0].toUpperCase() + statistic.says.slice(1);
    return drawing.title(`${name} runs from ${number(least.value)} at ${where(least)} to ${number(most.value)} at ${where(most)}`);
  }

  function draw(drawing) {
    const statistic = STATISTICS.find(({value}) => value === drawing.value("statistic")) ?? STATISTICS[0];
    const row = ROWS.find(({key}) => key === drawing.value("row")) ?? ROWS[0];
    const fixed = fixedKeys(row.key, report.points());
    const points = report.points().filter(point => row.key === "r" || point[row.key] !== null).filter(point => fixed.every(key => point[key] === drawing.value(key)));
    const cells = points.map(point => ({point, value: report.mean(point, statistic.value), rows: point.rows, tip: () => [
      [statistic.label, number(report.mean(point, statistic.value), 4)], ["seeds", `${point.rows.length}`], ...report.parameters(point)]}))
      .filter(cell => cell.value !== null);
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
    drawing.data(cells.map(({point, value}) => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last,
      family: report.familyLabels[point.family], seeds: point.rows.length, [statistic.value]: value, sem: report.statistic(point, statistic.value).sem})));
    return drawing.finish(svg, layout.total + 52, marks);
  }

  /** Every so many of the values, so that their labels do not touch. */
  const thinned = (values, room) => values.filter((_, k) => k % Math.ceil(values.length / Math.max(1, room)) === 0);

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
    g.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height})`)
      .call(d3.axisBottom(x).tickValues(thinned(across, box.width / 46)).tickFormat(value => number(value, 2)).tickSize(4).tickSizeOuter(0));
    const vertical = g.append("g").attr("class", "axis")
      .call(d3.axisLeft(y).tickValues(thinned(up, box.height / 16)).tickFormat(value => number(value, 3)).tickSize(box.first ? 4 : 0).tickSizeOuter(0));
    if (!box.first) vertical.selectAll("text").remove();
    if (box.last) report.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 34).attr("text-anchor", "end"), "{p}");
    if (box.first) report.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), row.key === "r" ? "{r}" : row.key === "decay" ? "{δ}" : "{ρ}");
    for (const {point, rows, tip} of cells) {
      marks.push({x: box.x + x(point.p), y: box.y + y(point[row.key]), width: x.bandwidth(), height: y.bandwidth(), rows, tip});
    }
    return {g, x, y};
  }
  report.plane = {ROWS, LABELS, colours, legend, panel};

  report.figures.push({id: "plane", name: "Over the plane", tables: ["models"], available: () => report.models.some(row => row.done), controls, draw});
})(report);
