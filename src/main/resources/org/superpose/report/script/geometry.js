/** Figure 4: how many dimensions a feature gets, which levels that takes, and norms with interference. */
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

  const dimensionsOf = point => report.mean(point, "dims_per_feature");
  const SERIES = 6;
  const HELD = [["decay", "δ"], ["importance_last", "ρ"], ["family", "family"], ["n", "n"]];

  const trained = () => report.points().filter(point => dimensionsOf(point) !== null && point.model_kind === "trained");
  const seriesKey = point => `${point.n} ${point.m} ${point.family} ${point.decay} ${point.importance_last}`;

  /** What is held fixed: no more than leaves a few series to be told apart. */
  function held(points) {
    let [left, asked] = [points, []];
    for (const [key, label] of HELD) {
      if (d3.group(left, seriesKey).size <= SERIES) break;
      const {value} = report.choice(key, label, left, key);
      left = left.filter(point => point[key] === value);
      asked = [...asked, [key, label]];
    }
    return asked;
  }

  /** What tells one series from another: size, and what else varies. */
  function nameOf(points) {
    const varies = key => report.distinct(points, key).length > 1;
    const [size, units, decay, last, family] = ["n", "m", "decay", "importance_last", "family"].map(varies);
    return point => [(size || !units) && `{n} = ${point.n}`, `{m} = ${point.m}`, decay && point.decay !== null && `{δ} = ${number(point.decay)}`,
      last && point.importance_last !== null && `{ρ} = ${number(point.importance_last)}`, family && report.literal(report.familyLabels[point.family])].filter(Boolean).join(", ");
  }

  function drawDimensions(drawing) {
    const every = trained();
    if (!every.length) return drawing.title("No trained model passes the filters");
    const fixed = held(every).map(([key]) => key);
    const points = every.filter(point => fixed.every(key => point[key] === drawing.value(key)));
    const all = d3.groups(points, seriesKey).sort(([, [a]], [, [b]]) => a.n - b.n || a.m - b.m || d3.ascending(a.decay, b.decay) || a.importance_last - b.importance_last || a.family - b.family);
    const few = report.spread(all, SERIES);
    const keys = few.map(([key]) => key);
    const colour = report.distinct(points, "family").length > 1 ? report.unordered(keys) : report.ordered(keys);
    const mark = report.marks(keys);
    const shown = few.flatMap(([, group]) => group);
    const name = nameOf(shown);
    const svg = drawing.canvas();
    const top = report.keys(svg, few.map(([key, [point]]) => ({label: name(point), colour: colour(key), ...mark(key)})), drawing.width);
    const box = {x: 52, y: top + 42, width: Math.min(720, drawing.width - 178), height: 300};
    const x = logAround(shown.map(inverse), [0, box.width]);
    const y = d3.scaleLinear([0, Math.min(2, Math.max(1.08, d3.max(shown, dimensionsOf) * 1.05))], [box.height, 0]).clamp(true);
    const g = report.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}* = {m}/‖{W}_(in)‖²"});
    for (const [level, text] of [[1, "1: own dimension"], [0.5, "1/2: antipodal pairs"]]) {
      g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
      g.append("text").attr("x", box.width + 5).attr("y", y(level) + 4).text(text);
    }
    const marks = few.flatMap(([key, group]) => dimensionSeries(g, d3.sort(group, inverse), {x, y, box, colour: colour(key), mark: mark(key)}));
    sayDimensions(drawing, points, shown, few.length < all.length ? ` ${few.length} of ${all.length} series are shown.` : "");
    return drawing.finish(svg, box.y + box.height + 46, marks);
  }

  function dimensionSeries(g, points, {x, y, box, colour, mark}) {
    g.append("path").attr("class", "series").attr("stroke", colour).attr("stroke-opacity", 0.6).attr("d", d3.line(point => x(inverse(point)), point => y(dimensionsOf(point)))(points));
    return points.map(point => {
      const {mean, sem} = report.statistic(point, "dims_per_feature");
      const [u, v] = [x(inverse(point)), y(mean)];
      if (sem !== null) g.append("line").attr("class", "error").attr("stroke", colour).attr("x1", u).attr("x2", u).attr("y1", y(mean - sem)).attr("y2", y(mean + sem));
      report.drawMark(g, mark, 30, u, v, colour);
      return {x: box.x + u, y: box.y + v, rows: point.rows, tip: () => [["dimensions per feature", number(mean, 4)], ["represented", number(report.mean(point, "represented"))],
        ...report.parameters(point)]};
    });
  }

  function sayDimensions(drawing, points, shown, fewer) {
    const [least, most] = d3.extent(shown, dimensionsOf);
    const near = points.filter(point => point.tied && Math.abs(dimensionsOf(point) - 0.5) < 0.03).map(inverse);
    drawing.title(near.length > 1 ? `A feature gets half a dimension at ${near.length} points, for 1/{p} from ${number(d3.min(near))} to ${number(d3.max(near))}`
      : shown.length === 1 ? `A feature gets ${number(most)} dimensions at 1/{p} = ${number(inverse(shown[0]))}`
        : `Dimensions per feature from ${number(most)} down to ${number(least)}`);
    const untied = points.some(point => !point.tied) ? " In an untied model the scale of {W}_(in) is not fixed, and these numbers with it." : "";
    drawing.caption(`Dimensions per feature, {D}* = {m}/‖{W}_(in)‖², against ${INVERSE}, over seeds.${untied}${fewer}`);
    drawing.data(shown.map(point => ({n: point.n, m: point.m, p: point.p, inverse_p: inverse(point), decay: point.decay, importance_last: point.importance_last,
      family: report.familyLabels[point.family], seeds: point.rows.length, ...report.statistic(point, "dims_per_feature")})));
  }

  report.figures.push({id: "dimensions-per-feature", name: "Dimensions per feature", tables: ["models"],
    available: () => report.models.some(row => row.dims_per_feature !== null && row.model_kind === "trained"),
    controls: card => report.choices(card, trained(), held(trained())), draw: drawDimensions});

  // ---- levels of D_i

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
    const rows = report.joined("levels").filter(row => chosen(drawing, row.point));
    if (!rows.length) return drawing.title("No features of this choice");
    const svg = drawing.canvas();
    const box = {x: 48, y: 38, width: Math.min(860, drawing.width - 174), height: 340};
    const x = logAround(rows.map(row => inverse(row.point)), [0, box.width]);
    const y = d3.scaleLinear([-0.03, Math.max(1.05, d3.max(rows, row => row.dimensionality) + 0.03)], [box.height, 0]);
    const g = report.panel(svg, box, {x, y, xLabel: INVERSE, yLabel: "{D}_(i)"});
    for (const [level, name] of LEVELS) {
      g.append("line").attr("class", "level").attr("x2", box.width).attr("y1", y(level)).attr("y2", y(level));
      g.append("text").attr("x", box.width + 6).attr("y", y(level) + (level === 3 / 8 ? 8 : level === 2 / 5 ? 0 : 4)).text(name);
    }
    const marks = discs(g, rows, x, y, box);
    const near = rows.filter(row => row.dimensionality > 0.02 && LEVELS.some(([level]) => Math.abs(level - row.dimensionality) <= 0.021));
    const kept = d3.sum(rows.filter(row => row.dimensionality > 0.02), row => row.features);
    drawing.title(`${report.percent(d3.sum(near, row => row.features) / Math.max(1, kept))} of the kept features lie within 0.02 of a known level`);
    drawing.caption(`Dimensionality {D}_(i) of every feature of all seeds; the area of a disc is the share of the features at that density.`);
    drawing.data(rows.map(row => ({n: row.point.n, m: row.point.m, p: row.point.p, dimensionality: row.dimensionality, features: row.features, models: row.models})));
    return drawing.finish(svg, box.y + box.height + 46, marks);
  }

  function discs(g, rows, x, y, box) {
    const totals = d3.rollup(rows, group => d3.sum(group, row => row.features), row => row.point_key);
    const columns = report.distinct(rows.map(row => row.point), "p").length;
    const radius = d3.scaleSqrt([0, 1], [0, Math.min(13, Math.max(3, 0.45 * box.width / columns))]);
    const colour = report.dark() ? "#7cc0ea" : "#0b5c8a";
    return rows.map(row => {
      const share = row.features / totals.get(row.point_key);
      const [u, v] = [x(inverse(row.point)), y(row.dimensionality)];
      g.append("circle").attr("cx", u).attr("cy", v).attr("r", Math.max(1.1, radius(share))).attr("fill", colour).attr("fill-opacity", 0.6);
      return {x: box.x + u, y: box.y + v, rows: report.modelsOf(row.point_key), tip: () => [["D of features", number(row.dimensionality)],
        ["features", `${row.features} of ${totals.get(row.point_key)}`], ["share", report.percent(share)], ...report.parameters(row.point)]};
    });
  }

  report.figures.push({id: "levels", name: "Levels of dimensionality", tables: ["levels"], whole: "levels are of all seeds", available: () => report.table("levels").length > 0,
    controls: card => parts(card, report.joined("levels").map(row => row.point)), draw: drawLevels});

  // ---- norms and interference

  function drawNorms(drawing) {
    const rows = report.joined("norms").filter(row => chosen(drawing, row.point));
    const models = d3.groups(rows, row => row.model_key).map(([, features]) => features).sort(([a], [b]) => b.point.p - a.point.p);
    if (!models.length) return drawing.title("No features of this choice");
    const shown = report.spread(models, 12);
    const svg = drawing.canvas();
    const layout = report.layout(shown.length, drawing.width, {least: 150, height: 110, top: 30, bottom: 34, left: 44});
    const y = d3.scaleLinear([0, Math.max(1.1, d3.max(rows, row => row.norm))], [layout.box(0).height, 0]);
    const colour = d3.scaleSequential([0, 1], t => d3.interpolateCividis(report.dark() ? 0.2 + 0.8 * t : 0.9 * t)).clamp(true);
    const top = report.keys(svg, [0, 0.25, 0.5, 0.75, 1].map(value => ({label: value === 1 ? "≥ 1 interference" : number(value), colour: colour(value)})), drawing.width);
    const marks = shown.flatMap((features, k) => {
      const box = layout.box(k);
      box.y += top;
      return norms(svg, box, features, {y, colour, axis: k === 0});
    });
    const kept = shown.map(features => features.filter(row => row.norm > 0.5).length);
    const [n, first, last] = [shown[0].length, shown[0][0].point, shown[shown.length - 1][0].point];
    drawing.title(shown.length > 1 && new Set(kept).size === 1 ? `${kept[0]} of ${n} features are represented at every {p} from ${number(first.p)} to ${number(last.p)}`
      : shown.length > 1 ? `From {p} = ${number(first.p)} to ${number(last.p)}, represented features go from ${kept[0]} to ${kept[kept.length - 1]} of ${n}`
      : `${kept[0]} of ${n} features are represented at {p} = ${number(first.p)}`);
    drawing.caption(`Norm of each feature's direction in the best seed, coloured by its interference Σ({ŵ}_(i)·{w}_(j))²: light bars share their dimensions.`);
    drawing.data(shown.flat().map(({model_key, point, i, importance, norm, interference, dimensionality, bias}) => ({model_key, p: point.p, i, importance, norm, interference,
      dimensionality, bias})));
    return drawing.finish(svg, top + layout.total, marks);
  }

  function norms(svg, box, features, {y, colour, axis}) {
    const n = features.length;
    const x = d3.scaleBand(features.map(row => row.i), [0, box.width]).paddingInner(n > 60 ? 0 : 0.15);
    const g = report.panel(svg, box, {x, y, title: `{p} = ${number(features[0].point.p)}`, xTicks: report.stepped(n, Math.max(2, Math.floor(box.width / 26))),
      yTicks: y.domain()[1] <= 1.6 ? [0, 0.5, 1] : undefined, yLabel: null, showY: box.first});
    if (axis) report.rich(g.append("text").attr("class", "axis-label").attr("x", -8).attr("y", -8).attr("text-anchor", "end"), "‖{w}_(i)‖");
    if (box.last) report.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 28).attr("text-anchor", "end"), "{i}");
    const rows = [report.modelOf.get(features[0].model_key)].filter(Boolean);
    return features.map(row => {
      const place = {x: x(row.i), y: y(row.norm), width: x.bandwidth(), height: box.height - y(row.norm)};
      g.append("rect").attr("x", place.x).attr("y", place.y).attr("width", place.width).attr("height", place.height).attr("fill", colour(row.interference ?? 0));
      return {...place, x: box.x + place.x, y: box.y, height: box.height, rows, tip: () => [["feature", String(row.i)],
        ["norm", number(row.norm)], ["interference", number(row.interference)], ["D", number(row.dimensionality)], ["bias", number(row.bias)], ["importance", number(row.importance)],
        ...report.parameters(row.point)]};
    });
  }

  report.figures.push({id: "norms", name: "Feature norms", tables: ["norms"], whole: "the best of all seeds is shown", available: () => report.table("norms").length > 0,
    controls: card => parts(card, report.joined("norms").map(row => row.point)), draw: drawNorms});
})(report);
