/** Figures 2 and 5: loss against ratio, against density, and against steps of training, with what theory says. */
(report => {
  const {number} = report;
  const MEASURES = [
    {value: "loss", label: "loss L", axis: "{L}"},
    {value: "loss_over_limit", label: "loss over the limit, L/L*", axis: "{L}/{L}*", over: "loss_limit"},
    {value: "loss_over_linear", label: "loss over the best linear model's", axis: "{L}/{L}_(linear)", over: "loss_linear"},
  ];
  const THEORY = [
    {key: "loss_linear", line: "linear", label: "best linear model"},
    {key: "loss_limit", line: "limit", label: "thermodynamic limit"},
    {key: "loss_antipodal", line: "pairs", label: "antipodal pairs"},
  ];
  const PANELS = 6;

  const axes = {
    r: {key: "r", place: point => point.ratio, label: "{r} = {m}/{n}", other: "p", otherLabel: "p", log: false, name: "ratio"},
    p: {key: "p", place: point => point.p, label: "{p} = 1 − {S}", other: "r", otherLabel: "r", log: true, name: "density"},
  };

  const controls = axis => card => {
    const points = report.points();
    const measures = MEASURES.filter(({value}) => points.some(point => report.mean(point, value) !== null));
    return [{id: "measure", label: "vertical", options: measures}, ...report.choices(card, points, [["decay", "δ"], ["importance_last", "ρ"]])];
  };

  function scaleOf(values, range) {
    const [low, high] = d3.extent(values);
    if (low > 0 && high / low > 4) return d3.scaleLog([low / 1.15, high * 1.15], range);
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    return d3.scaleLinear([low >= 0 && low < 0.6 * high ? 0 : low - room, high + room], range);
  }
  report.scaleOf = scaleOf;

  /** {series, colour, shape} of points that may be joined by a line: same size, same family. */
  report.seriesOf = points => {
    const sizes = report.distinct(points, "n");
    const families = report.distinct(points, "family");
    const colour = sizes.length > 1 ? report.ordered(sizes) : report.unordered(families);
    const shape = report.shapes(families);
    const colourOf = point => colour(sizes.length > 1 ? point.n : point.family);
    const keys = sizes.length > 1 ? sizes.map(n => ({label: `{n} = ${n}`, colour: colour(n), shape: d3.symbolCircle})) : [];
    if (families.length > 1) {
      keys.push(...families.map(family => ({label: report.familyLabels[family], shape: shape(family), hollow: sizes.length > 1,
        colour: sizes.length > 1 ? (report.dark() ? "#bbb" : "#444") : colour(family)})));
    } else if (sizes.length === 1) keys.push({label: `trained, {n} = ${sizes[0]}`, colour: colour(families[0]), shape: d3.symbolCircle});
    return {groups: d3.groups(points, point => `${point.n} ${point.family}`), colourOf, shapeOf: point => shape(point.family), keys,
      rugColour: point => sizes.length > 1 && sizes.includes(point.n) ? colour(point.n) : report.dark() ? "#bbb" : "#444"};
  };

  /** What the block envelope says of a point; null where it says no less than the point's own loss. */
  const envelopes = new Map(report.table("envelope").map(row => [`${row.n} ${row.m} ${row.p}`, row]));
  const envelopeOf = point => {
    const row = envelopes.get(`${point.n} ${point.m} ${point.p}`);
    return row && row.envelope < row.loss ? row.envelope : null;
  };

  const lines = (points, axis, divide) => THEORY.map(theory => ({...theory, points: theoryLine(points, axis, theory.key, divide)}))
    .filter(theory => theory.points.length);

  function theoryLine(points, axis, key, divide) {
    const known = points.filter(point => point[key] !== null && point[key] !== undefined)
      .map(point => ({at: axis.place(point), value: divide(point, point[key])})).filter(mark => mark.value !== null);
    const families = d3.rollup(known, group => d3.mean(group, mark => mark.value), mark => mark.at);
    return [...families].map(([at, value]) => ({at, value})).sort((a, b) => a.at - b.at);
  }

  /** The points of a choice, Persian rugs apart. */
  function split(drawing, measure) {
    const all = report.points().filter(point => point.decay === drawing.value("decay") && point.importance_last === drawing.value("importance_last")
      && report.mean(point, measure.value) !== null);
    const isRug = point => point.model_kind === "rug";
    const points = all.filter(point => !isRug(point));
    return points.length ? {rugs: all.filter(isRug), points} : {rugs: [], points: all};
  }

  function draw(drawing, axis) {
    const measure = MEASURES.find(({value}) => value === drawing.value("measure")) ?? MEASURES[0];
    const {rugs, points} = split(drawing, measure);
    const divide = (point, value) => value === null ? null : measure.over ? (point[measure.over] > 0 ? value / point[measure.over] : null) : value;
    const all = report.distinct(points, axis.other);
    const panels = report.spread(all.filter(value => report.distinct(points.filter(point => point[axis.other] === value), axis.key).length > 1), PANELS);
    drawing.caption(`Evaluated loss for each {n}; bars are one standard error over seeds. ${panels.length < all.length
      ? `${panels.length} of ${all.length} values of {${axis.other}} are shown; filter to see others.` : ""}`);
    if (!panels.length) return drawing.title(`No two points differ in ${axis.name} alone`);
    const shown = points.filter(point => panels.includes(point[axis.other]));
    const theories = panels.map(value => lines(shown.filter(point => point[axis.other] === value), axis, divide));
    const woven = rugs.filter(point => panels.includes(point[axis.other]));
    const values = [...shown.concat(woven).map(point => report.mean(point, measure.value)), ...theories.flat().flatMap(theory => theory.points.map(mark => mark.value))];
    const series = report.seriesOf(shown);
    const svg = drawing.canvas();
    const used = THEORY.filter(({key}) => theories.flat().some(theory => theory.key === key));
    const envelope = shown.some(point => envelopeOf(point) !== null);
    const keys = [...series.keys, ...woven.length ? [{line: "rug", label: "Persian rug of the same {n}"}] : [], ...used, ...envelope ? [{line: "envelope", label: "copies of a smaller model"}] : []];
    const top = report.keys(svg, keys, drawing.width);
    const layout = report.layout(panels.length, drawing.width, {least: 230, height: 215, top: 48, left: 56});
    const marks = [];
    panels.forEach((value, k) => {
      const box = layout.box(k);
      box.y += top;
      const context = {axis, measure, divide, series, marks, theories: theories[k], rugs: woven.filter(point => point[axis.other] === value), values};
      panel(svg, box, value, shown.filter(point => point[axis.other] === value), context);
    });
    say(drawing, points, axis);
    drawing.data(shown.concat(woven).map(point => ({kind: point.model_kind, n: point.n, m: point.m, p: point.p, r: point.ratio, family: report.familyLabels[point.family], seeds: point.rows.length,
      [measure.value]: report.mean(point, measure.value), sem: report.statistic(point, measure.value).sem, loss_linear: point.loss_linear,
      loss_limit: point.loss_limit, loss_antipodal: point.loss_antipodal, envelope: envelopeOf(point)})));
    return drawing.finish(svg, top + layout.total, marks);
  }

  function say(drawing, points, axis) {
    const compared = points.filter(point => point.model_kind === "trained" && report.mean(point, "loss_over_limit") !== null);
    if (compared.length) {
      const below = compared.filter(point => report.mean(point, "loss_over_limit") < 1);
      const best = d3.least(compared, point => report.mean(point, "loss_over_limit"));
      const most = below.length ? `, most of all at {${axis.other}} = ${number(best[axis.other])}, {${axis.key}} = ${number(axis.place(best))}, {n} = ${best.n}` : "";
      return drawing.title(`Against ${axis.name}, trained models beat the symmetric limit at ${below.length} of ${compared.length} points${most}`);
    }
    const best = d3.least(points, point => report.mean(point, "loss"));
    return drawing.title(`Loss against ${axis.name}: lowest, ${number(report.mean(best, "loss"))}, at {p} = ${number(best.p)}, {r} = ${number(best.ratio)}, {n} = ${best.n}`);
  }

  function panel(svg, box, value, points, {axis, measure, divide, series, marks, theories, rugs, values}) {
    const places = points.map(axis.place);
    const [low, high] = d3.extent(places);
    const x = axis.log && low > 0 ? d3.scaleLog([low / 1.12, high * 1.12], [0, box.width]) : d3.scaleLinear([Math.max(0, low - 0.04), Math.min(1, high + 0.04)], [0, box.width]);
    const y = scaleOf(values, [box.height, 0]);
    const g = report.panel(svg, box, {x, y, title: `{${axis.other}} = ${number(value)}`, xLabel: box.last ? axis.label : null,
      yLabel: box.first ? measure.axis : null, showY: box.first});
    if (measure.over) {
      g.append("line").attr("class", `theory ${measure.over === "loss_linear" ? "linear" : "limit"}`).attr("x2", box.width).attr("y1", y(1)).attr("y2", y(1));
    }
    const path = d3.line(mark => x(mark.at), mark => y(mark.value));
    for (const theory of theories) {
      if (theory.key !== measure.over) g.append("path").attr("class", `theory ${theory.line}`).attr("d", path(theory.points));
    }
    for (const [, group] of d3.group(rugs, point => `${point.n} ${point.family}`)) {
      rug(g, d3.sort(group, axis.place), {axis, measure, series, x, y, box, marks});
    }
    for (const [, group] of series.groups) {
      curve(g, group.filter(point => points.includes(point)).sort((a, b) => axis.place(a) - axis.place(b)), {axis, measure, divide, series, x, y, box, marks});
    }
  }

  function rug(g, points, {axis, measure, series, x, y, box, marks}) {
    const [across, up] = [point => x(axis.place(point)), point => y(report.mean(point, measure.value))];
    const colour = series.rugColour(points[0]);
    g.append("path").attr("class", "theory rug").style("stroke", colour).attr("d", d3.line(across, up)(points));
    for (const point of points) {
      g.append("path").attr("d", d3.symbol(d3.symbolSquare, 20)()).attr("transform", `translate(${across(point)},${up(point)})`).attr("fill", "none").attr("stroke", colour);
      marks.push({x: box.x + across(point), y: box.y + up(point), rows: point.rows, tip: () => [["Persian rug", number(report.mean(point, measure.value), 4)],
        ["draws", String(point.rows.length)], ["limit", number(point.loss_limit, 4)], ...report.parameters(point)]});
    }
  }

  function curve(g, points, {axis, measure, divide, series, x, y, box, marks}) {
    if (!points.length) return;
    const at = point => ({at: axis.place(point), value: report.mean(point, measure.value)});
    const path = d3.line(mark => x(mark.at), mark => y(mark.value));
    const colour = series.colourOf(points[0]);
    g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-opacity", 0.65).attr("d", path(points.map(at)));
    const copies = points.map(point => ({at: axis.place(point), value: divide(point, envelopeOf(point))})).filter(mark => mark.value !== null);
    if (copies.length) g.append("path").attr("class", "theory envelope").attr("d", path(copies));
    for (const point of points) {
      const {mean, sem, count} = report.statistic(point, measure.value);
      const [u, v] = [x(axis.place(point)), y(mean)];
      if (sem !== null) {
        const bottom = mean - sem > 0 || !y.base ? y(mean - sem) : box.height;
        g.append("line").attr("class", "error").attr("stroke", colour).attr("x1", u).attr("x2", u).attr("y1", Math.min(bottom, box.height)).attr("y2", y(mean + sem));
      }
      g.append("path").attr("d", d3.symbol(series.shapeOf(point), 26)()).attr("transform", `translate(${u},${v})`).attr("fill", colour);
      marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [[measure.label, number(mean, 4)],
        ["± over seeds", sem === null ? `one seed` : `${number(sem, 2)} (${count} seeds)`], ["limit", number(point.loss_limit, 4)],
        ["best linear", number(point.loss_linear, 4)], ...report.parameters(point)]});
    }
  }

  for (const axis of Object.values(axes)) {
    const varies = () => [...d3.group(report.models.filter(row => row.done), row => `${row.n} ${row[axis.other]} ${row.family} ${row.decay} ${row.importance_last}`).values()]
      .some(group => report.distinct(group, axis.key).length > 1);
    report.figures.push({id: `loss-against-${axis.name}`, name: `Loss against ${axis.name}`, tables: ["models", "envelope"], available: varies,
      controls: controls(axis), draw: drawing => draw(drawing, axis)});
  }

  // ---- learning curves

  function curvePoints() {
    const passing = report.passing();
    const groups = d3.group(report.table("curves").filter(row => passing.has(row.point_key)), row => row.point_key);
    return [...groups].map(([key, steps]) => ({point: report.pointOf.get(key), steps: steps.filter(step => step.step > 0 && step.loss > 0)}))
      .filter(curve => curve.point && curve.steps.length > 1);
  }

  function drawCurves(drawing) {
    const curves = curvePoints().filter(({point}) => point.family === drawing.value("family"));
    if (!curves.length) return drawing.title("No learning curve passes the filters");
    const points = curves.map(curve => curve.point);
    const by = ["p", "r", "importance_last", "decay"].find(key => report.distinct(points, key).length > 1) ?? "p";
    const pairs = [...d3.group(curves, ({point}) => by === "r" ? `${point.n}` : `${point.n} ${point.m}`)]
      .sort(([, a], [, b]) => a[0].point.n - b[0].point.n || a[0].point.m - b[0].point.m);
    const shown = report.spread(pairs, PANELS);
    const values = report.distinct(points, by);
    const colour = report.ordered(values);
    const symbol = {p: "p", r: "r", decay: "δ", importance_last: "ρ"}[by];
    const svg = drawing.canvas();
    const drawn = shown.flatMap(([, group]) => group);
    const level = point => point.loss_limit ?? point.loss_linear;
    const limits = drawn.some(({point}) => point.loss_limit !== null);
    const top = report.keys(svg, [...report.spread(values, 10).map(value => ({label: `{${symbol}} = ${number(value)}`, colour: colour(value), shape: d3.symbolSquare})),
      {line: "linear", label: limits ? "limit, in the curve's colour" : "best linear model, in the curve's colour"}], drawing.width);
    const layout = report.layout(shown.length, drawing.width, {least: 250, height: 230, top: 48, left: 56});
    const steps = d3.extent(drawn.flatMap(curve => curve.steps), step => step.step);
    const losses = drawn.flatMap(({point, steps: s}) => [...s.map(step => step.loss), level(point)]).filter(loss => loss > 0);
    const marks = [];
    shown.forEach(([, group], k) => {
      const box = layout.box(k);
      box.y += top;
      const x = d3.scaleLog([steps[0], Math.max(steps[1], steps[0] * 1.1)], [0, box.width]);
      const y = scaleOf(losses, [box.height, 0]);
      const {n, m} = group[0].point;
      const g = report.panel(svg, box, {x, y, title: by === "r" ? `{n} = ${n}` : `{n} = ${n}, {m} = ${m}`, xLabel: box.last ? "step" : null, yLabel: box.first ? "{L}, batch mean" : null,
        showY: box.first});
      for (const curve of group) learning(g, curve, {x, y, box, marks, colour: colour(curve.point[by]), level: level(curve.point)});
    });
    const reached = drawn.filter(({point, steps: s}) => point.loss_limit > 0 && s[s.length - 1].loss < point.loss_limit).length;
    drawing.title(limits ? `${reached} of ${drawn.length} learning curves end below their limit` : `${drawn.length} learning curves`);
    drawing.caption(`Mean batch loss since the mark before, over seeds, on logarithmic axes; dashed at the right, the theory's level. ${shown.length < pairs.length
      ? `${shown.length} of ${pairs.length} sizes are shown.` : ""}`);
    drawing.data(drawn.flatMap(({point, steps: s}) => s.map(step => ({n: point.n, m: point.m, p: point.p, r: point.ratio, step: step.step, loss: step.loss,
      loss_min: step.loss_min, loss_max: step.loss_max, seeds: step.seeds, level: level(point)}))));
    return drawing.finish(svg, top + layout.total, marks);
  }

  function learning(g, {point, steps}, {x, y, box, marks, colour, level}) {
    if (steps.some(step => step.seeds > 1)) {
      const band = d3.area(step => x(step.step), step => y(step.loss_min), step => y(step.loss_max));
      g.append("path").attr("d", band(steps.filter(step => step.loss_min > 0))).attr("fill", colour).attr("fill-opacity", 0.15);
    }
    g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-width", 1.4).attr("d", d3.line(step => x(step.step), step => y(step.loss))(steps));
    if (level > 0) {
      g.append("line").attr("stroke", colour).attr("stroke-width", 1.4).attr("stroke-dasharray", "4 3").attr("x1", box.width * 0.72).attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
    }
    const rows = report.visible().filter(row => row.point_key === point.point_key);
    for (const step of steps) {
      marks.push({x: box.x + x(step.step), y: box.y + y(step.loss), rows, tip: () => [["step", number(step.step, 6)], ["loss", number(step.loss, 4)],
        ["theory", number(level, 4)], ...report.parameters(point)]});
    }
  }

  report.figures.push({id: "learning-curves", name: "Learning curves", tables: ["curves"], available: () => report.table("curves").length > 1,
    controls: () => [report.choice("family", "family", curvePoints().map(curve => curve.point), "family")], draw: drawCurves});
})(report);
