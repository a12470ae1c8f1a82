/** Figure 4: how many dimensions a feature gets, which levels that takes, norms with interference, and directions where m = 2. */
(report => {
  const {number} = report;
  const LEVELS = [[1, "1 dedicated"], [3 / 4, "3/4 tetrahedron"], [2 / 3, "2/3 triangle"], [1 / 2, "1/2 digon"], [2 / 5, "2/5 pentagon"], [3 / 8, "3/8 antiprism"], [0, "0 dropped"]];
  const inverse = point => 1 / point.p;
  const INVERSE = "1/(1 − {S}) = 1/{p}";

  /** A logarithmic axis around the values, also around a single one. */
  const logAround = (values, range) => {
    const [low, high] = d3.extent(values);
    return d3.scaleLog(low === high ? [low / 1.5, high * 1.5] : [low / 1.06, high * 1.06], range);
  };

  // ---- dimensions per feature

  function drawDimensions(drawing) {
    const points = report.points().filter(point => report.mean(point, "dims_per_feature") !== null && point.model_kind === "trained");
    if (!points.length) return drawing.title("No trained model passes the filters");
    const sizes = report.distinct(points.map(point => ({size: `${point.n} ${point.m}`})), "size");
    const bySize = d3.groups(points, point => `${point.n} ${point.m} ${point.family} ${point.decay} ${point.importance_last}`)
      .sort(([, a], [, b]) => a[0].n - b[0].n || a[0].m - b[0].m);
    const few = report.spread(bySize, 12);
    const shown = few.flatMap(([, group]) => group);
    const keys = few.map(([key]) => key);
    const colour = keys.length > 7 ? report.ordered(keys) : report.unordered(keys);
    const shape = report.shapes(keys);
    const names = few.map(([, [point]]) => `{n} = ${point.n}, {m} = ${point.m}${report.distinct(points, "decay").length > 1 ? `, {δ} = ${number(point.decay)}` : ""}${
      report.distinct(points, "family").length > 1 ? `, ${report.familyLabels[point.family]}` : ""}`);
    const svg = drawing.canvas();
    const top = report.keys(svg, few.map(([key], k) => ({label: names[k], colour: colour(key), shape: shape(key)})), drawing.width);
    const box = {x: 52, y: top + 34, width: Math.min(720, drawing.width - 178), height: 300};
    const values = shown.map(point => report.mean(point, "dims_per_feature"));
    const x = logAround(shown.map(inverse), [0, box.width]);
    const y = d3.scaleLinear([0, Math.min(2, Math.max(1.08, d3.max(values) * 1.05))], [box.height, 0]).clamp(true);
    const g = report.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}* = {m}/‖{W}_(in)‖²"});
    for (const [level, name] of [[1, "1: own dimension"], [0.5, "1/2: antipodal pairs"]]) {
      g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
      g.append("text").attr("x", box.width + 5).attr("y", y(level) + 4).text(name);
    }
    const marks = [];
    for (const [key, group] of few) {
      const sorted = [...group].sort((a, b) => inverse(a) - inverse(b));
      g.append("path").attr("class", "series").attr("stroke", colour(key)).attr("stroke-opacity", 0.6)
        .attr("d", d3.line(point => x(inverse(point)), point => y(report.mean(point, "dims_per_feature")))(sorted));
      for (const point of sorted) {
        const {mean, sem} = report.statistic(point, "dims_per_feature");
        const [u, v] = [x(inverse(point)), y(mean)];
        if (sem !== null) g.append("line").attr("class", "error").attr("stroke", colour(key)).attr("x1", u).attr("x2", u).attr("y1", y(mean - sem)).attr("y2", y(mean + sem));
        g.append("path").attr("d", d3.symbol(shape(key), 30)()).attr("transform", `translate(${u},${v})`).attr("fill", colour(key));
        marks.push({x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["dimensions per feature", number(mean, 4)], ["represented", number(report.mean(point, "represented"))],
          ...report.parameters(point)]});
      }
    }
    const near = points.filter(point => point.tied && Math.abs(report.mean(point, "dims_per_feature") - 0.5) < 0.03).map(inverse);
    drawing.title(near.length > 1 ? `A feature gets half a dimension at ${near.length} points, for 1/{p} from ${number(d3.min(near))} to ${number(d3.max(near))}`
      : values.length === 1 ? `A feature gets ${number(values[0])} dimensions at 1/{p} = ${number(inverse(shown[0]))}`
        : `Dimensions per feature from ${number(d3.max(values))} down to ${number(d3.min(values))}`);
    const untied = points.some(point => !point.tied) ? " In an untied model the scale of {W}_(in) is not fixed, and these numbers with it." : "";
    drawing.caption(`Dimensions per feature, {D}* = {m}/‖{W}_(in)‖², against ${INVERSE}, over seeds.${untied}${few.length < bySize.length
      ? ` ${few.length} of ${bySize.length} sizes are shown.` : ""}`);
    drawing.data(shown.map(point => ({n: point.n, m: point.m, p: point.p, inverse_p: inverse(point), decay: point.decay, family: report.familyLabels[point.family],
      seeds: point.rows.length, ...report.statistic(point, "dims_per_feature")})));
    return drawing.finish(svg, box.y + box.height + 46, marks, sizes);
  }

  report.figures.push({id: "dimensions-per-feature", name: "Dimensions per feature", tables: ["models"],
    available: () => report.models.some(row => row.dims_per_feature !== null && row.model_kind === "trained"), draw: drawDimensions});

  // ---- levels of D_i

  function levelRows() {
    const passing = report.passing();
    return report.table("levels").filter(row => passing.has(row.point_key)).map(row => ({...row, point: report.pointOf.get(row.point_key)}));
  }
  const sizeLabel = point => `n = ${point.n}, m = ${point.m}`;
  const sizeControl = points => {
    const sizes = [...d3.group(points, sizeLabel)].sort(([, [a]], [, [b]]) => a.n - b.n || a.m - b.m).map(([label]) => ({value: label, label}));
    return {id: "size", label: "size", options: sizes};
  };
  const parts = (card, points) => {
    const size = sizeControl(points);
    const sized = points.filter(point => sizeLabel(point) === (size.options.some(({value}) => value === card.values.get("size")) ? card.values.get("size") : size.options[0]?.value));
    return [size, ...report.choices(card, sized, [["decay", "δ"], ["importance_last", "ρ"], ["family", "family"]])];
  };
  const chosen = (drawing, point) => sizeLabel(point) === drawing.value("size")
    && ["decay", "importance_last", "family"].every(key => point[key] === drawing.value(key));

  Object.assign(report, {partControls: parts, chosenPart: chosen});

  function drawLevels(drawing) {
    const rows = levelRows().filter(row => chosen(drawing, row.point));
    if (!rows.length) return drawing.title("No features of this choice");
    const svg = drawing.canvas();
    const box = {x: 44, y: 34, width: Math.min(860, drawing.width - 170), height: 340};
    const x = logAround(rows.map(row => inverse(row.point)), [0, box.width]);
    const y = d3.scaleLinear([-0.03, Math.max(1.05, d3.max(rows, row => row.dimensionality) + 0.03)], [box.height, 0]);
    const g = report.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}_(i)"});
    for (const [level, name] of LEVELS) {
      g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
      g.append("text").attr("x", box.width + 6).attr("y", y(level) + (level === 3 / 8 ? 8 : level === 2 / 5 ? 0 : 4)).text(name);
    }
    const totals = d3.rollup(rows, group => d3.sum(group, row => row.features), row => row.point_key);
    const columns = report.distinct(rows.map(row => row.point), "p").length;
    const room = Math.min(13, Math.max(3, 0.45 * box.width / columns));
    const radius = d3.scaleSqrt([0, 1], [0, room]);
    const colour = report.dark() ? "#7cc0ea" : "#0b5c8a";
    const marks = [];
    for (const row of rows) {
      const share = row.features / totals.get(row.point_key);
      const [u, v] = [x(inverse(row.point)), y(row.dimensionality)];
      g.append("circle").attr("cx", u).attr("cy", v).attr("r", Math.max(1.1, radius(share))).attr("fill", colour).attr("fill-opacity", 0.6);
      marks.push({x: box.x + u, y: box.y + v, rows: report.visible().filter(model => model.point_key === row.point_key), tip: () => [["D of features", number(row.dimensionality)],
        ["features", `${row.features} of ${totals.get(row.point_key)}`], ["share", report.percent(share)], ...report.parameters(row.point)]});
    }
    const near = rows.filter(row => row.dimensionality > 0.02 && LEVELS.some(([level]) => Math.abs(level - row.dimensionality) <= 0.021));
    const kept = d3.sum(rows.filter(row => row.dimensionality > 0.02), row => row.features);
    drawing.title(`${report.percent(d3.sum(near, row => row.features) / Math.max(1, kept))} of the kept features lie within 0.02 of a known level`);
    drawing.caption(`Dimensionality {D}_(i) of every feature of all seeds; the area of a disc is the share of the features at that density.`);
    drawing.data(rows.map(row => ({n: row.point.n, m: row.point.m, p: row.point.p, dimensionality: row.dimensionality, features: row.features, models: row.models})));
    return drawing.finish(svg, box.y + box.height + 46, marks);
  }

  report.figures.push({id: "levels", name: "Levels of dimensionality", tables: ["levels"], available: () => report.table("levels").length > 0,
    controls: card => parts(card, levelRows().map(row => row.point)), draw: drawLevels});

  // ---- norms and interference

  function normRows() {
    const passing = report.passing();
    return report.table("norms").filter(row => passing.has(row.point_key)).map(row => ({...row, point: report.pointOf.get(row.point_key)}));
  }

  function drawNorms(drawing) {
    const rows = normRows().filter(row => chosen(drawing, row.point));
    const models = d3.groups(rows, row => row.model_key).sort(([, [a]], [, [b]]) => b.point.p - a.point.p);
    if (!models.length) return drawing.title("No features of this choice");
    const shown = report.spread(models, 12);
    const n = shown[0][1].length;
    const svg = drawing.canvas();
    const layout = report.layout(shown.length, drawing.width, {least: 150, height: 110, top: 30, bottom: 30, left: 44});
    const y = d3.scaleLinear([0, Math.max(1.1, d3.max(rows, row => row.norm))], [layout.box(0).height, 0]);
    const colour = d3.scaleSequential([0, 1], t => d3.interpolateCividis(report.dark() ? 0.2 + 0.8 * t : 0.9 * t)).clamp(true);
    const top = report.keys(svg, [0, 0.25, 0.5, 0.75, 1].map(value => ({label: value === 1 ? "≥ 1 interference" : number(value), colour: colour(value)})), drawing.width);
    const marks = [];
    shown.forEach(([, features], k) => {
      const box = layout.box(k);
      box.y += top;
      const x = d3.scaleBand(features.map(row => row.i), [0, box.width]).paddingInner(n > 60 ? 0 : 0.15);
      const g = report.panel(svg, box, {x, y, title: `{p} = ${number(features[0].point.p)}`, xTicks: report.stepped(n, Math.max(2, Math.floor(box.width / 26))),
        yTicks: y.domain()[1] <= 1.6 ? [0, 0.5, 1] : undefined, yLabel: null, showY: box.first});
      if (box.first && k === 0) report.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), "‖{w}_(i)‖");
      if (box.last) report.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 28).attr("text-anchor", "end"), "{i}");
      const models_ = report.visible().filter(model => model.model_key === features[0].model_key);
      for (const row of features) {
        const place = {x: x(row.i), y: y(row.norm), width: x.bandwidth(), height: box.height - y(row.norm)};
        g.append("rect").attr("x", place.x).attr("y", place.y).attr("width", place.width).attr("height", place.height).attr("fill", colour(row.interference ?? 0));
        marks.push({...place, x: box.x + place.x, y: box.y, height: box.height, rows: models_.length ? models_ : undefined, tip: () => [["feature", String(row.i)],
          ["norm", number(row.norm)], ["interference", number(row.interference)], ["D", number(row.dimensionality)], ["bias", number(row.bias)], ["importance", number(row.importance)],
          ...report.parameters(row.point)]});
      }
    });
    const kept = shown.map(([, features]) => features.filter(row => row.norm > 0.5).length);
    const first = shown[0][1][0].point;
    const last = shown[shown.length - 1][1][0].point;
    drawing.title(shown.length > 1 ? `From {p} = ${number(first.p)} to ${number(last.p)}, represented features go from ${kept[0]} to ${kept[kept.length - 1]} of ${n}`
      : `${kept[0]} of ${n} features are represented at {p} = ${number(first.p)}`);
    drawing.caption(`Norm of each feature's direction in the best seed, coloured by its interference Σ({ŵ}_(i)·{w}_(j))²: light bars share their dimensions.`);
    drawing.data(shown.flatMap(([key, features]) => features.map(row => ({model_key: key, p: row.point.p, i: row.i, importance: row.importance, norm: row.norm, interference: row.interference,
      dimensionality: row.dimensionality, bias: row.bias}))));
    return drawing.finish(svg, top + layout.total, marks);
  }

  report.figures.push({id: "norms", name: "Feature norms", tables: ["norms"], available: () => report.table("norms").length > 0,
    controls: card => parts(card, normRows().map(row => row.point)), draw: drawNorms});

  // ---- directions where m = 2

  const planar = () => {
    const passing = report.passing();
    return report.table("weights").filter(row => passing.has(row.point_key)).map(row => ({...row, point: report.pointOf.get(row.point_key)})).filter(row => row.point.m === 2);
  };

  function drawArrows(drawing) {
    const models = planar().filter(row => chosen(drawing, row.point)).sort((a, b) => b.point.p - a.point.p);
    if (!models.length) return drawing.title("No model of this choice");
    const shown = report.spread(models, 18);
    const ends = row => d3.range(row.point.n).map(i => [row.w_in[i], row.w_in[row.point.n + i]]);
    const reach = 1.12 * Math.max(1, d3.max(shown.flatMap(ends), ([a, b]) => Math.hypot(a, b)));
    const n = shown[0].point.n;
    const colour = n <= 7 ? report.unordered(d3.range(n)) : report.ordered(d3.range(n));
    const svg = drawing.canvas();
    const top = report.keys(svg, n <= 12 ? d3.range(n).map(i => ({label: `feature ${i}`, colour: colour(i), shape: d3.symbolSquare})) : [], drawing.width);
    const size = Math.max(120, Math.min(170, drawing.width / 6 - 16));
    const columns = Math.max(1, Math.floor((drawing.width + 12) / (size + 12)));
    const scale = d3.scaleLinear([-reach, reach], [0, size]);
    const marks = [];
    shown.forEach((row, k) => {
      const [left, up] = [(k % columns) * (size + 12), top + 24 + Math.floor(k / columns) * (size + 40)];
      const g = svg.append("g").attr("transform", `translate(${left},${up})`);
      report.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{p} = ${number(row.point.p)}`);
      g.append("rect").attr("class", "frame").attr("width", size).attr("height", size);
      g.append("circle").attr("class", "level").attr("fill", "none").attr("cx", size / 2).attr("cy", size / 2).attr("r", scale(1) - scale(0));
      ends(row).forEach(([a, b], i) => {
        const [u, v] = [scale(a), size - scale(b)];
        g.append("line").attr("x1", size / 2).attr("y1", size / 2).attr("x2", u).attr("y2", v).attr("stroke", colour(i)).attr("stroke-width", 1.8);
        const length = Math.hypot(u - size / 2, v - size / 2);
        if (length > 6) {
          const angle = Math.atan2(v - size / 2, u - size / 2) * 180 / Math.PI;
          g.append("path").attr("d", "M0,0L-7,3.2L-7,-3.2Z").attr("transform", `translate(${u},${v}) rotate(${angle})`).attr("fill", colour(i));
        } else g.append("circle").attr("cx", u).attr("cy", v).attr("r", 2).attr("fill", colour(i));
        marks.push({x: left + u, y: up + v, rows: report.visible().filter(model => model.model_key === row.model_key), tip: () => [["feature", String(i)], ["norm", number(Math.hypot(a, b))],
          ["bias", number(row.b?.[i])], ["loss", number(row.point.loss)], ...report.parameters(row.point)]});
      });
    });
    const kept = row => ends(row).filter(([a, b]) => Math.hypot(a, b) > 0.5).length;
    const [first, last] = [shown[0], shown[shown.length - 1]];
    drawing.title(shown.length > 1 ? `From {p} = ${number(first.point.p)} to ${number(last.point.p)}, two dimensions go from holding ${report.plural(kept(first), "feature")} to ${kept(last)}`
      : `Two dimensions hold ${report.plural(kept(first), "feature")}`);
    drawing.caption(`Directions {w}_(i) of the features of the best seed, where {m} = 2; the dotted circle has norm 1.`);
    drawing.data(shown.flatMap(row => ends(row).map(([a, b], i) => ({model_key: row.model_key, p: row.point.p, i, x: a, y: b, norm: Math.hypot(a, b), bias: row.b?.[i] ?? null}))));
    return drawing.finish(svg, top + 24 + Math.ceil(shown.length / columns) * (size + 40) - 28, marks);
  }

  report.figures.push({id: "directions", name: "Directions in the plane", tables: ["weights"], available: () => report.table("weights").some(row => report.pointOf.get(row.point_key).m === 2),
    controls: card => parts(card, planar().map(row => row.point)), draw: drawArrows});
})(report);
