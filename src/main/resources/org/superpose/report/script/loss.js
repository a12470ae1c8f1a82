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
  const ROUNDING = 1e-12;
  const FREE = 1.5;

  const axes = {
    r: {key: "r", place: point => point.ratio, label: "{r} = {m}/{n}", other: "p", otherLabel: "p", log: false, name: "ratio"},
    p: {key: "p", place: point => point.p, label: "{p} = 1 − {S}", other: "r", otherLabel: "r", log: true, name: "density"},
  };

  const controls = axis => card => {
    const points = report.points();
    const measures = MEASURES.filter(({value}) => points.some(point => report.mean(point, value) !== null));
    return [{id: "measure", label: "vertical", options: measures}, ...report.choices(card, points, [["decay", "δ"], ["importance_last", "ρ"]])];
  };

  /** Logarithmic where all values are positive and span more than a factor of 4. */
  function scaleOf(values, range) {
    const [low, high] = d3.extent(values);
    if (low > 0 && high / low > 4) return d3.scaleLog([low / 1.15, high * 1.15], range);
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    return d3.scaleLinear([low >= 0 && low < 0.6 * high ? 0 : low - room, high + room], range);
  }
  report.scaleOf = scaleOf;

  /** {groups, colourOf, markOf, keys, note} of points that may be joined by a line: same size, same family. */
  report.seriesOf = points => {
    const sizes = report.distinct(points, "n");
    const families = report.distinct(points, "family");
    const several = sizes.length > 1;
    const colour = several ? report.ordered(sizes) : report.unordered(families);
    const mark = report.marks(families);
    const grey = report.dark() ? "#bbb" : "#444";
    const kinds = report.distinct(points, "model_kind").filter(Boolean);
    const kind = kinds.length === 1 ? kinds[0] : "models";
    const prefix = families.length > 1 || kind === "trained" ? "" : `${report.literal(kind)}, `;
    const keys = several ? sizes.map(n => ({label: `${prefix}{n} = ${n}`, colour: colour(n), ...families.length > 1 ? {} : mark(families[0])})) : [];
    if (families.length > 1) {
      keys.push(...families.map(family => ({label: report.literal(report.familyLabels[family]), colour: several ? grey : colour(family), ...mark(family)})));
    } else if (!several) keys.push({label: `${report.literal(kind)}, {n} = ${sizes[0]}`, colour: colour(families[0]), ...mark(families[0])});
    return {groups: d3.groups(points, point => `${point.n} ${point.family}`), colourOf: point => colour(several ? point.n : point.family), markOf: point => mark(point.family), keys,
      rugColour: point => several && sizes.includes(point.n) ? colour(point.n) : grey,
      note: several && families.length > report.marks.most ? ` Shapes repeat after ${report.marks.most} families.` : ""};
  };

  const alike = point => point.decay === 1 || point.importance_last === 1;

  /**
   * What the block envelope says of a point: the loss of copies of a smaller model along the diagonal. It holds where features are alike and
   * independent and the model is an identity, a ReLU and a bias; null elsewhere, and where it says no less than the point's own loss.
   */
  const envelopes = new Map(report.table("envelope").map(row => [`${row.n} ${row.m} ${row.p}`, row]));
  const envelopeOf = point => {
    if (!alike(point) || point.model_kind !== "trained" || point.data_kind !== "independent" || point.hidden !== "identity" || point.output !== "relu" || point.bias === false) return null;
    const row = envelopes.get(`${point.n} ${point.m} ${point.p}`);
    return row && row.envelope < row.loss ? row.envelope : null;
  };

  const AGREE = 1e-6;
  const agree = (a, b) => Math.abs(a - b) <= AGREE * Math.max(Math.abs(a), Math.abs(b));

  const lines = (points, axis, divide) => THEORY.flatMap(theory => theoryLines(points, axis, theory.key, divide).map(line => ({...theory, ...line})))
    .filter(({points: marks}) => marks.length > 1);

  /**
   * What theory says along the axis, as lines {points: [{at, value}], of}: one where all sizes and families agree, whose `of` is null, else one
   * for each size and family that differs, `of` which it is. Those without a place in common agree where features are alike and of one kind.
   */
  function theoryLines(points, axis, key, divide) {
    const known = points.filter(point => point[key] !== null && point[key] !== undefined && divide(point, point[key]) !== null);
    const merged = [];
    for (const [, group] of d3.group(known, point => `${point.n} ${point.family}`)) {
      const one = {of: group[0], values: new Map(group.map(point => [axis.place(point), divide(point, point[key])]))};
      const same = merged.find(other => fits(one, other));
      if (same) one.values.forEach((value, at) => same.values.set(at, value));
      else merged.push(one);
    }
    return merged.map(({of, values}) => ({of: merged.length > 1 ? of : null, points: d3.sort([...values].map(([at, value]) => ({at, value})), mark => mark.at)}));
  }

  function fits(one, other) {
    const shared = [...one.values].filter(([at]) => other.values.has(at));
    if (shared.length) return shared.every(([at, value]) => agree(value, other.values.get(at)));
    return alike(one.of) && alike(other.of) && ["data_kind", "hidden", "output"].every(key => one.of[key] === other.of[key]);
  }

  /** The points of a choice, Persian rugs apart. */
  function split(drawing, measure) {
    const all = report.points().filter(point => point.decay === drawing.value("decay") && point.importance_last === drawing.value("importance_last")
      && report.mean(point, measure.value) !== null);
    const isRug = point => point.model_kind === "rug";
    const points = all.filter(point => !isRug(point));
    return points.length ? {rugs: all.filter(isRug), points} : {rugs: [], points: all};
  }

  const divideBy = measure => (point, value) => value === null ? null : measure.over ? (point[measure.over] > 0 ? value / point[measure.over] : null) : value;

  /** {measure, panels, all, shown, woven, theories, values} of a choice: values along the other axis have a panel where two points differ along this one. */
  function sceneOf(drawing, axis) {
    const measure = MEASURES.find(({value}) => value === drawing.value("measure")) ?? MEASURES[0];
    const {rugs, points} = split(drawing, measure);
    const divide = divideBy(measure);
    const all = report.distinct(points, axis.other);
    const panels = report.spread(all.filter(value => report.distinct(points.filter(point => point[axis.other] === value), axis.key).length > 1), PANELS);
    const inPanels = point => panels.includes(point[axis.other]);
    const [shown, woven] = [points.filter(inPanels), rugs.filter(inPanels)];
    const theories = panels.map(value => lines(shown.filter(point => point[axis.other] === value), axis, divide));
    return {axis, measure, divide, points, panels, all, shown, woven, theories, values: valuesOf({measure, divide, shown, woven, theories})};
  }

  /** Whether panels have scales of their own: where one for all would leave much of each empty. */
  function free(scene) {
    const span = values => d3.min(values) > 0 ? Math.log(d3.max(values) / d3.min(values)) : Infinity;
    const widest = d3.max(scene.panels, (value, k) => span(valuesOf(within(scene, value, k))));
    return scene.panels.length > 1 && span(scene.values) > Math.max(FREE * widest, Math.log(10));
  }

  /** The scene's part in the k-th panel. */
  function within(scene, value, k) {
    const here = list => list.filter(point => point[scene.axis.other] === value);
    return {...scene, shown: here(scene.shown), woven: here(scene.woven), theories: [scene.theories[k]]};
  }

  /** What the vertical axis spans: with the bars and all lines; without what is zero but for rounding where all that was measured is positive. */
  function valuesOf({measure, divide, shown, woven, theories}) {
    const bars = shown.flatMap(point => {
      const {mean, sem} = report.statistic(point, measure.value);
      return sem === null ? [mean] : [mean, mean + sem, ...mean > sem ? [mean - sem] : []];
    });
    const copies = shown.map(point => divide(point, envelopeOf(point))).filter(value => value !== null);
    const values = [...bars, ...copies, ...woven.map(point => report.mean(point, measure.value)), ...theories.flat().flatMap(theory => theory.points.map(mark => mark.value))];
    const least = ROUNDING * d3.max(bars);
    return d3.min(bars) > 0 ? values.filter(value => value > least) : values;
  }

  function keysOf({shown, woven, theories}, series) {
    const used = THEORY.flatMap(theory => {
      const own = theories.flat().filter(({key}) => key === theory.key);
      return own.length ? [{line: theory.line, label: own.some(({of}) => of) ? `${theory.label}, in the colour of its series` : theory.label}] : [];
    });
    const envelope = shown.some(point => envelopeOf(point) !== null);
    return [...series.keys, ...woven.length ? [{line: "rug", label: "Persian rug of the same {n}"}] : [], ...used, ...envelope ? [{line: "envelope", label: "copies of a smaller model"}] : []];
  }

  function draw(drawing, axis) {
    const scene = sceneOf(drawing, axis);
    const {panels, all, shown, woven, theories, points, measure} = scene;
    const series = report.seriesOf(shown);
    drawing.caption(`Evaluated loss for each {n}; bars are one standard error over seeds.${series.note} ${panels.length < all.length
      ? `${panels.length} of ${all.length} values of {${axis.other}} are shown; filter to see others.` : ""}${free(scene) ? " Each panel has its own vertical scale." : ""}`);
    if (!panels.length) return drawing.title(`No two points differ in ${axis.name} alone`);
    const svg = drawing.canvas();
    const top = report.keys(svg, keysOf(scene, series), drawing.width);
    const own = free(scene);
    const layout = report.layout(panels.length, drawing.width, {least: 230, height: 215, top: 48, left: 56, gap: own ? 52 : 16});
    const marks = [];
    panels.forEach((value, k) => {
      const box = layout.box(k);
      box.y += top;
      const part = within(scene, value, k);
      panel(svg, box, value, {...scene, own, series, marks, theories: theories[k], points: part.shown, rugs: part.woven, values: own ? valuesOf(part) : scene.values});
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

  /** A line through marks {at, value}; on a logarithmic axis it ends where a value is not on it. */
  const path = (x, y) => d3.line(mark => x(mark.at), mark => y(mark.value)).defined(mark => !y.base || mark.value >= y.domain()[0]);

  function panel(svg, box, value, {axis, measure, divide, series, marks, theories, points, rugs, values, own}) {
    const places = points.map(axis.place);
    const [low, high] = d3.extent(places);
    const x = axis.log && low > 0 ? d3.scaleLog([low / 1.12, high * 1.12], [0, box.width]) : d3.scaleLinear([Math.max(0, low - 0.04), Math.min(1, high + 0.04)], [0, box.width]);
    const y = own ? d3.scaleLog([d3.min(values) / 1.15, d3.max(values) * 1.15], [box.height, 0]) : scaleOf(values, [box.height, 0]);
    const g = report.panel(svg, box, {x, y, title: `{${axis.other}} = ${number(value)}`, xLabel: box.last ? axis.label : null,
      yLabel: box.first ? measure.axis : null, showY: own || box.first});
    if (measure.over) {
      g.append("line").attr("class", `theory ${measure.over === "loss_linear" ? "linear" : "limit"}`).attr("x2", box.width).attr("y1", y(1)).attr("y2", y(1));
    }
    for (const theory of theories) {
      if (theory.key !== measure.over) {
        g.append("path").attr("class", `theory ${theory.line}`).style("stroke", theory.of ? series.colourOf(theory.of) : null).attr("d", path(x, y)(theory.points));
      }
    }
    const context = {axis, measure, divide, series, x, y, box, marks};
    for (const [, group] of d3.group(rugs, point => `${point.n} ${point.family}`)) rug(g, d3.sort(group, axis.place), context);
    const here = new Set(points);
    for (const [, group] of series.groups) {
      const own = group.filter(point => here.has(point));
      if (own.length) curve(g, d3.sort(own, axis.place), context);
    }
  }

  function rug(g, points, {axis, measure, series, x, y, box, marks}) {
    const at = point => ({at: axis.place(point), value: report.mean(point, measure.value), point});
    const colour = series.rugColour(points[0]);
    const woven = points.map(at);
    g.append("path").attr("class", "theory rug").style("stroke", colour).attr("d", path(x, y)(woven));
    for (const {at: place, value, point} of woven.filter(path(x, y).defined())) {
      const [u, v] = [x(place), y(value)];
      g.append("path").attr("d", d3.symbol(d3.symbolSquare, 20)()).attr("transform", `translate(${u},${v})`).attr("fill", "none").attr("stroke", colour);
      marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["Persian rug", number(value, 4)],
        ["draws", String(point.rows.length)], ["limit", number(point.loss_limit, 4)], ...report.parameters(point)]});
    }
  }

  function curve(g, points, {axis, measure, divide, series, x, y, box, marks}) {
    const at = point => ({at: axis.place(point), value: report.mean(point, measure.value), point});
    const colour = series.colourOf(points[0]);
    const line = path(x, y);
    g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-opacity", 0.8).attr("d", line(points.map(at)));
    const copies = points.map(point => ({at: axis.place(point), value: divide(point, envelopeOf(point))})).filter(mark => mark.value !== null);
    if (copies.length) g.append("path").attr("class", "theory envelope").attr("d", line(copies));
    for (const {value, point} of points.map(at).filter(line.defined())) {
      const {sem, count} = report.statistic(point, measure.value);
      const [u, v] = [x(axis.place(point)), y(value)];
      if (sem !== null) {
        const bottom = value - sem > 0 || !y.base ? y(value - sem) : box.height;
        g.append("line").attr("class", "error").attr("stroke", colour).attr("x1", u).attr("x2", u).attr("y1", Math.min(bottom, box.height)).attr("y2", y(value + sem));
      }
      report.drawMark(g, series.markOf(point), 26, u, v, colour);
      marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [[measure.label, number(value, 4)],
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
    return d3.groups(report.joined("curves"), row => row.point_key)
      .map(([, steps]) => ({point: steps[0].point, steps: steps.filter(step => step.step > 0 && step.loss > 0)}))
      .filter(curve => curve.steps.length > 1);
  }

  const SYMBOLS = {p: "p", r: "r", decay: "δ", importance_last: "ρ"};
  /** What colours the learning curves; of importance, the rest is chosen. */
  const colouredBy = points => ["p", "r", "importance_last", "decay"].find(key => report.distinct(points, key).length > 1) ?? "p";
  const heldFixed = by => ["family", "decay", "importance_last"].filter(key => key !== by);

  function curveControls(card) {
    const points = curvePoints().map(curve => curve.point);
    return report.choices(card, points, heldFixed(colouredBy(points)).map(key => [key, SYMBOLS[key] ?? key]));
  }

  const level = point => point.loss_limit ?? point.loss_linear;

  function drawCurves(drawing) {
    const all = curvePoints();
    const by = colouredBy(all.map(curve => curve.point));
    const curves = all.filter(({point}) => heldFixed(by).every(key => point[key] === drawing.value(key)));
    if (!curves.length) return drawing.title("No learning curve passes the filters");
    const pairs = [...d3.group(curves, ({point}) => by === "r" ? `${point.n}` : `${point.n} ${point.m}`)]
      .sort(([, a], [, b]) => a[0].point.n - b[0].point.n || a[0].point.m - b[0].point.m).map(([, group]) => group);
    const shown = report.spread(pairs, PANELS);
    const drawn = shown.flat();
    const limits = drawn.some(({point}) => point.loss_limit !== null);
    const svg = drawing.canvas();
    const {height, marks} = curvePanels(svg, drawing.width, shown, by, limits);
    const reached = drawn.filter(({point, steps: s}) => point.loss_limit > 0 && s[s.length - 1].loss < point.loss_limit).length;
    drawing.title(limits ? `${reached} of ${drawn.length} learning curves end below their limit` : `${drawn.length} learning curves`);
    drawing.caption(`Mean batch loss since the mark before, over seeds, on logarithmic axes; dashed at the right, the theory's level. ${shown.length < pairs.length
      ? `${shown.length} of ${pairs.length} sizes are shown.` : ""}`);
    drawing.data(drawn.flatMap(({point, steps: s}) => s.map(step => ({n: point.n, m: point.m, p: point.p, r: point.ratio, decay: point.decay, importance_last: point.importance_last,
      family: report.familyLabels[point.family], step: step.step, loss: step.loss, loss_min: step.loss_min, loss_max: step.loss_max, seeds: step.seeds, level: level(point)}))));
    return drawing.finish(svg, height, marks);
  }

  /** A panel for each group of curves; {height, marks}. */
  function curvePanels(svg, width, groups, by, limits) {
    const drawn = groups.flat();
    const values = report.distinct(drawn.map(({point}) => point), by);
    const colour = report.ordered(values);
    const top = report.keys(svg, [...report.spread(values, 10).map(value => ({label: `{${SYMBOLS[by]}} = ${number(value)}`, colour: colour(value), shape: d3.symbolSquare})),
      {line: "linear", label: limits ? "limit, in the curve's colour" : "best linear model, in the curve's colour"}], width);
    const layout = report.layout(groups.length, width, {least: 250, height: 230, top: 48, left: 56, gap: 28});
    const steps = d3.extent(drawn.flatMap(curve => curve.steps), step => step.step);
    const losses = drawn.flatMap(({point, steps: s}) => [...s.flatMap(step => [step.loss, step.loss_min, step.loss_max]), level(point)]).filter(loss => loss > 0);
    const marks = [];
    groups.forEach((group, k) => {
      const box = layout.box(k);
      box.y += top;
      const x = d3.scaleLog([steps[0], Math.max(steps[1], steps[0] * 1.1)], [0, box.width]);
      const y = scaleOf(losses, [box.height, 0]);
      const {n, m} = group[0].point;
      const g = report.panel(svg, box, {x, y, title: by === "r" ? `{n} = ${n}` : `{n} = ${n}, {m} = ${m}`, xLabel: box.last ? "step" : null, yLabel: box.first ? "{L}, batch mean" : null,
        showY: box.first});
      for (const curve of group) learning(g, curve, {x, y, box, marks, colour: colour(curve.point[by])});
    });
    return {height: top + layout.total, marks};
  }

  function learning(g, {point, steps}, {x, y, box, marks, colour}) {
    const end = level(point);
    if (steps.some(step => step.seeds > 1)) {
      const band = d3.area(step => x(step.step), step => y(step.loss_min), step => y(step.loss_max));
      g.append("path").attr("d", band(steps.filter(step => step.loss_min > 0))).attr("fill", colour).attr("fill-opacity", 0.15);
    }
    g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-width", 1.4).attr("d", d3.line(step => x(step.step), step => y(step.loss))(steps));
    if (end > 0) {
      g.append("line").attr("stroke", colour).attr("stroke-width", 1.4).attr("stroke-dasharray", "4 3").attr("x1", box.width * 0.72).attr("x2", box.width).attr("y1", y(end)).attr("y2", y(end));
    }
    const rows = report.modelsOf(point.point_key);
    for (const step of steps) {
      marks.push({x: box.x + x(step.step), y: box.y + y(step.loss), rows, tip: () => [["step", number(step.step, 6)], ["loss", number(step.loss, 4)],
        ["theory", number(end, 4)], ...report.parameters(point)]});
    }
  }

  report.figures.push({id: "learning-curves", name: "Learning curves", tables: ["curves"], available: () => report.table("curves").length > 1,
    controls: curveControls, whole: "curves are over all seeds", draw: drawCurves});
})(report);
