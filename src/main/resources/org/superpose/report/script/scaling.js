/** The finite-size study: a statistic against n with the fit A + c n^−α and its band, and α over the plane. */
(report => {
  const {number} = report;
  const PANELS = 6;
  const LINE_POINTS = 60;
  const LYAPUNOV = /^lyapunov/;
  const MINUS_LIMIT = {value: "loss_minus_limit", label: "loss − thermodynamic limit", symbol: "{L} − {L}*", says: "loss less the limit"};

  for (const row of report.models) row.loss_minus_limit = row.loss !== null && row.loss_limit !== null ? row.loss - row.loss_limit : null;

  const fits = report.table("scaling");
  const statistics = [...report.STATISTICS, MINUS_LIMIT].filter(({value}) => fits.some(fit => fit.statistic === value && fit.sizes > 0));
  for (const fit of fits) {
    const point = fit.point_keys.map(key => report.pointOf.get(key)).find(Boolean);
    fit.family = point?.family ?? 0;
    if (point) Object.assign(fit, {decay: point.decay, importance_last: point.importance_last});
    fit.fitted = fit.alpha !== null;
  }

  const places = d3.groups(fits, fit => `${fit.r} ${fit.p}`).sort(([, [a]], [, [b]]) => a.r - b.r || a.p - b.p).map(([place]) => place);
  for (const fit of fits) fit.both = places.indexOf(`${fit.r} ${fit.p}`);

  const statisticOf = drawing => statistics.find(({value}) => value === drawing.value("statistic")) ?? statistics[0];

  /** The fits of a statistic of which a model passes the filters, each with those models. */
  function visible(statistic) {
    return fits.filter(fit => fit.statistic === statistic.value && fit.sizes > 0).map(fit => ({...fit,
      rows: fit.point_keys.flatMap(key => report.modelsOf(key)).filter(row => row[statistic.value] !== null)}))
      .filter(fit => fit.rows.length);
  }

  const bounds = (low, high) => low === null && high === null ? "any" : low === null ? `at most ${number(high, 2)}` : high === null ? `at least ${number(low, 2)}`
    : `${number(low, 2)} to ${number(high, 2)}`;
  /** An estimate with its interval, or that alone where there is no estimate; an end is null where there is none. */
  const within = (value, low, high) => value === null ? bounds(low, high) : `${number(value, 3)} (${bounds(low, high)})`;
  /** What holds of a fit besides its being one. */
  const faults = fit => [fit.status === "open" && "open", fit.misfit && "misfit"].filter(Boolean);

  function tip(fit) {
    const pairs = [["fit", fit.fitted && faults(fit).join(", ") || fit.status], ["α, 95 %", fit.fitted ? within(fit.alpha, fit.alpha_low, fit.alpha_high) : "–"]];
    if (fit.fitted) pairs.push(["A∞, 95 %", within(fit.limit, fit.limit_low, fit.limit_high)], ["c", fit.amplitude === null ? "–" : report.number(fit.amplitude)]);
    if (fit.alpha_vanishing !== null) pairs.push(["α if A∞ = 0", within(fit.alpha_vanishing, fit.alpha_vanishing_low, fit.alpha_vanishing_high)]);
    if (fit.agrees !== null) pairs.push(["like 1/√n", fit.agrees ? "agrees" : "does not agree"]);
    pairs.push(["says", fit.verdict.replaceAll("A_∞", "A∞")], ["sizes", `${fit.sizes}: n = ${fit.n_min} … ${fit.n_max}`], ["values", `${fit.values}`], ["p", number(fit.p, 4)], ["r", number(fit.r, 4)]);
    if (report.familyLabels.length > 1) pairs.push(["family", report.familyLabels[fit.family]]);
    return pairs;
  }

  /** What is said of fits: how many there are, or why there are none. */
  function say(drawing, all, statistic, plane = false) {
    const fitted = all.filter(fit => fit.fitted);
    if (!fitted.length) {
      const [why, count] = d3.greatest(d3.rollups(all, group => group.length, fit => fit.verdict), ([, n]) => n);
      return drawing.title(`Nothing can be fitted to the ${statistic.says}: ${count < all.length ? `at ${count} of ${all.length} places ` : ""}${report.literal(why).replaceAll("A\\_∞", "{A}_(∞)")}`);
    }
    const where = `${fitted.length} of ${report.plural(all.length, "group")} of models`;
    const bounded = fitted.filter(fit => fit.status !== "open");
    const open = fitted.length - bounded.length;
    const [low, high] = d3.extent(bounded, fit => fit.alpha).map(alpha => number(alpha, 2));
    const spread = !bounded.length ? `${open === 1 ? "an open exponent" : "open exponents only"}`
      : `${low === high ? `${bounded.length === 1 ? "the exponent" : "exponents of"} ${low}` : `exponents ${low} to ${high}`}${open ? ` (${open} open)` : ""}`;
    if (plane) return drawing.title(`Over the plane the ${statistic.says} nears its limit with ${spread}; fitted for ${where}`);
    if (LYAPUNOV.test(statistic.value)) {
      const told = fitted.filter(fit => fit.agrees !== null);
      return drawing.title(`The ${statistic.says} is fitted for ${where}, with ${spread}; ${told.length
        ? `it falls like 1/√{n} in ${told.filter(fit => fit.agrees).length} of the ${told.length} that are neither open nor misfits` : "all are open or misfits, so whether like 1/√{n} is not told"}`);
    }
    const zero = fitted.filter(fit => fit.vanishes).length;
    return drawing.title(`The ${statistic.says} is fitted for ${where}, with ${spread}; the limit ${fitted.length === 1 ? zero ? "can be 0" : "cannot be 0" : `can be 0 in ${zero || "none"} of them`}`);
  }

  const csvRow = (fit, statistic) => ({statistic: statistic.value, p: fit.p, r: fit.r, decay: fit.decay, importance_last: fit.importance_last, family: report.familyLabels[fit.family],
    sizes: fit.sizes, values: fit.values, status: fit.status, misfit: fit.misfit, verdict: fit.verdict, alpha: fit.alpha, alpha_low: fit.alpha_low, alpha_high: fit.alpha_high,
    limit: fit.limit, limit_low: fit.limit_low, limit_high: fit.limit_high, amplitude: fit.amplitude,
    vanishes: fit.vanishes, expected_alpha: fit.expected_alpha, agrees: fit.agrees});

  // ---- a statistic against n

  function controls(card) {
    const statistic = statistics.find(({value}) => value === card.values.get("statistic")) ?? statistics[0];
    const all = visible(statistic);
    const varying = ["r", "p"].filter(key => report.distinct(all, key).length > 1);
    const axes = varying.length > 1 && report.distinct(all, "both").length <= PANELS ? ["both"] : varying;
    const by = axes.includes(card.values.get("by")) ? card.values.get("by") : axes[0] ?? "r";
    return [{id: "statistic", label: "vertical", options: statistics}, {id: "by", label: "panels", options: (axes.length ? axes : ["r"]).map(key => ({value: key, label: key}))},
      ...report.choices(card, all, held(by).map(key => [key, SYMBOLS[key]]))];
  }

  const SYMBOLS = {r: "r", p: "p", decay: "δ", importance_last: "ρ"};
  /** What is held fixed where panels differ in one of r and p, or in both. */
  const held = by => Object.keys(SYMBOLS).filter(key => !(by === "both" ? ["r", "p"] : [by]).includes(key));

  function draw(drawing) {
    const statistic = statisticOf(drawing);
    const by = drawing.value("by");
    const all = visible(statistic);
    const over = LYAPUNOV.test(statistic.value) ? ", over {n} − 1, the number of terms" : "";
    drawing.caption(`Dots are models, lines the fits {A}({n}) = {A}_(∞) + {c} {n}⁻ᵅ, dotted where open or a misfit, with the 95 % band of the mean; dashed {A}_(∞). `
      + `All sizes and seeds are fitted, whatever the filters show${over}. Each panel has its own vertical scale.`);
    if (!all.length) return drawing.title("No model here has this statistic");
    say(drawing, all, statistic);
    const chosen = all.filter(fit => held(by).every(key => fit[key] === drawing.value(key)));
    const places = report.spread(report.distinct(chosen, by), PANELS);
    const shown = chosen.filter(fit => places.includes(fit[by]));
    const svg = drawing.canvas();
    const {height, marks} = panels(svg, drawing.width, shown, {places, by, statistic});
    drawing.data(all.map(fit => csvRow(fit, statistic)));
    return drawing.finish(svg, height, marks);
  }

  /** A panel for each place, each with its own vertical scale; {height, marks}. */
  function panels(svg, width, shown, {places, by, statistic}) {
    const families = report.distinct(shown, "family");
    const [colour, shape] = [report.unordered(families), report.marks(families)];
    const keys = families.map(family => ({label: report.literal(report.familyLabels[family]), colour: colour(family), ...shape(family)}));
    const top = families.length > 1 ? report.keys(svg, keys, width) : 0;
    const layout = report.layout(places.length, width, {least: 240, height: 220, top: 48, left: 56, bottom: 62, gap: 52});
    const value = row => row[statistic.value];
    const spanned = list => list.flatMap(fit => [...fit.rows.map(value), ...fit.band_value ?? [], ...fit.limit !== null && !fit.vanishes && fit.status !== "open" ? [fit.limit] : []]);
    const positive = d3.min(spanned(shown)) > 0;
    const placesOf = list => [...new Set(list.flatMap(fit => [...fit.rows.map(row => row.n), ...fit.fitted ? [fit.n_min, fit.n_max] : []]))].sort(d3.ascending);
    const sizes = d3.extent(placesOf(shown));
    const marks = [];
    places.forEach((place, column) => {
      const box = layout.box(column);
      box.y += top;
      const x = d3.scaleLog([sizes[0] / 1.15, Math.max(sizes[1], sizes[0] * 1.1) * 1.15], [0, box.width]);
      const group = shown.filter(fit => fit[by] === place);
      const y = positive ? d3.scaleLog(padded(spanned(group)), [box.height, 0]) : report.scaleOf(spanned(group), [box.height, 0]);
      const g = report.panel(svg, box, {x, y, title: (by === "both" ? ["r", "p"] : [by]).map(key => `{${key}} = ${number(group[0][key])}`).join(", "), xLabel: box.last ? "{n}" : null, yLabel: box.first ? statistic.symbol : null,
        xTicks: report.spread(placesOf(group), Math.max(2, Math.floor(box.width / 40)))});
      group.forEach((fit, k) => {
        const context = {x, y, box, marks, colour: colour(fit.family), mark: shape(fit.family), value, statistic};
        if (fit.fitted) fitted(g, fit, context);
        note(g, fit, k, context, group.length > 1);
        dots(g, fit, context);
      });
    });
    return {height: top + layout.total, marks};
  }

  /** At least half a decade, so that a constant looks like one. */
  function padded(values) {
    const [low, high] = d3.extent(values);
    const widen = Math.max(1.15, Math.sqrt(3 / (high / low)));
    return [low / widen, high * widen];
  }

  const clamp = (value, scale) => {
    const [low, high] = scale.domain();
    return scale(Math.max(low, Math.min(high, value)));
  };

  /** A fit's line, its band, and its limit where that is known and on the axis. */
  function fitted(g, fit, {x, y, box, colour, statistic}) {
    if (fit.band_n) {
      const places = d3.range(fit.band_n.length);
      const at = k => x(fit.band_n[k]);
      const band = d3.area(at, k => clamp(fit.band_low[k] ?? -Infinity, y), k => clamp(fit.band_high[k] ?? Infinity, y)).curve(d3.curveMonotoneX);
      g.append("path").attr("class", "band").attr("fill", colour).attr("fill-opacity", 0.18).attr("d", band(places));
      line(g, fit, colour, d3.line(at, k => clamp(fit.band_value[k], y)).curve(d3.curveMonotoneX)(places));
    } else if (fit.limit !== null) {
      const own = LYAPUNOV.test(statistic.value) ? 1 : 0;
      const [from, to] = [Math.log(fit.n_min), Math.log(fit.n_max)];
      const curve = d3.range(LINE_POINTS + 1).map(k => Math.exp(from + (to - from) * k / LINE_POINTS));
      line(g, fit, colour, d3.line(x, n => clamp(fit.limit + fit.amplitude * (n - own) ** -fit.alpha, y))(curve));
    }
    const [low, high] = y.domain();
    if (fit.limit !== null && fit.limit > low && fit.limit < high) {
      g.append("line").attr("class", "limit-line").attr("stroke", colour).attr("stroke-dasharray", "5 4").attr("x2", box.width).attr("y1", y(fit.limit)).attr("y2", y(fit.limit));
    }
  }

  /** The line of a fit, dotted where that is open or a misfit. */
  const line = (g, fit, colour, d) => g.append("path").attr("class", "series fit").attr("stroke", colour).attr("stroke-dasharray", faults(fit).length ? "1.5 3" : null).attr("d", d);

  /** The exponent with its interval, or why there is none, as the `place`-th note of a panel, with the mark of its family where there are several. */
  function note(g, fit, place, {box, mark, colour}, several) {
    const text = fit.fitted ? `{α} = ${within(fit.alpha, fit.alpha_low, fit.alpha_high)}${faults(fit).map(fault => `, ${fault}`).join("")}` : `not fitted: ${fit.status}`;
    const y = 12 + 14 * place;
    report.rich(g.append("text").attr("class", "note").attr("x", box.width - (several ? 15 : 4)).attr("y", y).attr("text-anchor", "end"), text);
    if (several) report.drawMark(g, mark, 30, box.width - 6, y - 4, colour);
  }

  function dots(g, fit, {x, y, box, marks, colour, mark, value, statistic}) {
    for (const row of fit.rows) {
      const [u, v] = [x(row.n), clamp(value(row), y)];
      report.drawMark(g, mark, 21, u, v, colour).attr("class", "value").attr("fill-opacity", 0.75);
      marks.push({x: box.x + u, y: box.y + v, rows: [row], tip: () => [[statistic.label, number(value(row), 4)], ["n", `${row.n}`], ["seed", `${row.seed}`], ...tip(fit)]});
    }
  }

  const sizesVary = () => report.distinct(report.models.filter(row => row.done), "n").length > 1;
  report.figures.push({id: "scaling", name: "Finite-size study", tables: ["scaling", "models"], available: () => sizesVary() && statistics.length > 0, controls, draw});

  // ---- the exponent over the plane

  const {ROWS, colours, legend, panel} = report.plane;
  const rowKey = all => ROWS.find(({key}) => report.distinct(all, key).length > 1) ?? ROWS[0];

  function planeControls(card) {
    const statistic = statistics.find(({value}) => value === card.values.get("statistic")) ?? statistics[0];
    const all = visible(statistic);
    const row = rowKey(all);
    const fixed = [["r", "r"], ["decay", "δ"], ["importance_last", "ρ"]].filter(([key]) => key !== row.key && !(key === "decay" && row.key === "importance_last"));
    return [{id: "statistic", label: "statistic", options: statistics}, ...report.choices(card, all, fixed)];
  }

  function drawPlane(drawing) {
    const statistic = statisticOf(drawing);
    const all = visible(statistic);
    const half = LYAPUNOV.test(statistic.value);
    drawing.caption(`The exponent {α} with which the ${statistic.says} nears its limit, {p} against ${rowKey(all).plain}; grey where it is not fitted, with the reason.${half
      ? " ½ is between the two colours." : ""}`);
    if (!all.length) return drawing.title("No model here has this statistic");
    say(drawing, all, statistic, true);
    const row = rowKey(all);
    const cells = all.filter(fit => ["r", "decay", "importance_last"].every(key => key === row.key || drawing.card.values.get(key) === undefined || fit[key] === drawing.value(key)))
      .map(fit => ({point: fit, value: fit.alpha, rows: fit.rows, tip: () => tip(fit)}));
    const known = cells.filter(cell => cell.value !== null);
    const sound = known.filter(({point}) => point.status !== "open");
    const scale = colours(known.length ? (sound.length ? sound : known).map(cell => cell.value) : [0, 1], half ? {around: 0.5} : {});
    if (scale.colour.clamp) scale.colour.clamp(true);
    const svg = drawing.canvas();
    const length = Math.min(280, drawing.width - 90);
    legend(svg, 54, 22, length, scale, "{α}");
    if (half && known.length) {
      const at = 54 + scale.axis.copy().range([0, length])(0.5);
      svg.append("line").attr("class", "half").attr("x1", at).attr("x2", at).attr("y1", 18).attr("y2", 31).style("stroke", "var(--ink)");
      svg.append("text").attr("x", at).attr("y", 14).attr("text-anchor", "middle").text("½");
    }
    const signs = SIGNS.filter(sign => cells.some(({point}) => signOf(point) === sign));
    const top = signs.length ? report.keys(svg, signs.map(({label, shape}) => ({label, shape, colour: "var(--ink)"})), drawing.width, 68) + 4 : 52;
    const {height, marks} = planes(svg, drawing.width, cells, {row, scale, top});
    drawing.data(cells.map(({point}) => csvRow(point, statistic)));
    return drawing.finish(svg, height, marks);
  }

  /** What a sign in a cell says; the first that holds is drawn. */
  const SIGNS = [
    {name: "misfit", shape: d3.symbolCross, label: "misfit, open or not: the sizes are not on one power law", holds: fit => fit.fitted && fit.misfit},
    {name: "open", shape: d3.symbolTriangle, label: "open: {α} is not bounded on both sides", holds: fit => fit.fitted && fit.status === "open"},
    {name: "agrees", shape: d3.symbolCircle, label: "like 1/√{n}: ½ is in the interval, and the limit may be 0", holds: fit => fit.agrees === true},
  ];

  const signOf = fit => SIGNS.find(({holds}) => holds(fit));

  /** A plane for each family, with the signs of its cells; {height, marks}. */
  function planes(svg, width, cells, {row, scale, top}) {
    const [across, up, families] = ["p", row.key, "family"].map(key => report.distinct(cells.map(cell => cell.point), key));
    const layout = report.layout(families.length, width, {least: 200, height: Math.min(420, Math.max(60, 22 * up.length)), left: 54, top: 34, bottom: 46});
    const marks = [];
    families.forEach((family, k) => {
      const box = layout.box(k);
      box.y += top;
      const own = cells.filter(cell => cell.point.family === family);
      const {g, x, y} = panel(svg, box, families.length > 1 ? report.literal(report.familyLabels[family]) : "", own, {across, up, row, scale, marks});
      const [fill, stroke] = report.dark() ? ["#111", "#fff"] : ["#fff", "#111"];
      for (const {point} of own) {
        const sign = signOf(point);
        if (sign) {
          report.drawMark(g, {shape: sign.shape}, 24, x(point.p) + x.bandwidth() / 2, y(point[row.key]) + y.bandwidth() / 2, fill).attr("class", `sign ${sign.name}`).attr("stroke", stroke);
        }
      }
    });
    return {height: layout.total + top, marks};
  }

  const anywhereOnPlane = () => report.distinct(fits, "p").length * report.distinct(fits, rowKey(fits).key).length > 1;
  report.figures.push({id: "exponents", name: "Exponents over the plane", tables: ["scaling", "models"],
    available: () => fits.some(fit => fit.fitted) && anywhereOnPlane(), controls: planeControls, draw: drawPlane});
})(report);
