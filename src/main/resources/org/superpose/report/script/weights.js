/** Figures 3 and 6: the interaction matrix with its bias, and how its off-diagonal entries and the noise they make are distributed. */
(report => {
  const {number} = report;

  const kept = () => {
    const passing = report.passing();
    return report.table("weights").filter(row => passing.has(row.point_key)).map(row => ({...row, point: report.pointOf.get(row.point_key)}));
  };
  const label = ({point}) => [`n = ${point.n}, m = ${point.m}, p = ${number(point.p)}`, ...report.parameters(point).slice(4).map(([key, value]) => `${key} = ${value}`)].join(", ");
  const controls = () => [{id: "model", label: "model", options: kept().map(row => ({value: row.model_key, label: label(row)}))}];
  const chosen = drawing => kept().find(row => row.model_key === drawing.value("model"));

  /** W = W_out W_in as rows; a tied model keeps W_in alone. */
  const matrices = new Map();
  function interaction(row) {
    if (!matrices.has(row.model_key)) {
      const {n, m} = row.point;
      const out = (i, k) => row.w_out === null ? row.w_in[k * n + i] : row.w_out[i * m + k];
      matrices.set(row.model_key, d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => {
        let sum = 0;
        for (let k = 0; k < m; k++) sum += out(i, k) * row.w_in[k * n + j];
        return sum;
      })));
    }
    return matrices.get(row.model_key);
  }
  report.interaction = interaction;

  /** A matrix of colours as an image, one pixel an entry. */
  function picture(values, colour) {
    const canvas = report.element("canvas", {width: values[0].length, height: values.length});
    const context = canvas.getContext("2d");
    values.forEach((row, i) => row.forEach((value, j) => {
      context.fillStyle = colour(value);
      context.fillRect(j, i, 1, 1);
    }));
    return canvas.toDataURL();
  }

  function drawMatrix(drawing) {
    const row = chosen(drawing);
    if (!row) return drawing.title("No model with weights passes the filters");
    const {n} = row.point;
    const w = interaction(row);
    const bias = row.b ?? Array(n).fill(0);
    const most = d3.max(w, line => d3.max(line, Math.abs));
    const reach = Math.max(most, d3.max(bias, Math.abs));
    const colour = d3.scaleDiverging([-reach, 0, reach], t => report.dark() ? d3.interpolateRgbBasis(["#f2a45c", "#a85d21", "#1a1e22", "#2d6f9e", "#86c7f2"])(t) : d3.interpolatePuOr(1 - t));
    const svg = drawing.canvas();
    const room = Math.min(560, drawing.width - 120);
    const cell = room / n;
    const [left, up] = [40, 40];
    const g = svg.append("g").attr("transform", `translate(${left},${up})`);
    const image = (values, x, width) => g.append("image").attr("href", picture(values, colour)).attr("x", x).attr("width", width).attr("height", room)
      .attr("preserveAspectRatio", "none").attr("image-rendering", "pixelated");
    image(w, 0, room);
    const strip = Math.max(8, Math.min(24, cell));
    image([...bias].map(value => [value]), room + 14, strip);
    g.append("rect").attr("class", "frame").attr("width", room).attr("height", room);
    g.append("rect").attr("class", "frame").attr("x", room + 14).attr("width", strip).attr("height", room);
    const ticks = report.spread(d3.range(n), Math.min(n, 8));
    g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("x", -6).attr("y", i => (i + 0.5) * cell + 4).attr("text-anchor", "end").text(i => i);
    g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("y", room + 14).attr("x", i => (i + 0.5) * cell).attr("text-anchor", "middle").text(i => i);
    report.rich(g.append("text").attr("class", "panel-title").attr("y", -8), "{W} = {W}_(out) {W}_(in)");
    report.rich(g.append("text").attr("class", "panel-title").attr("x", room + 14).attr("y", -8), "{b}");
    scaleBar(svg, left + room + 14 + strip + 20, up, Math.min(160, room), colour, reach, drawing.width);
    const marks = [];
    const rows = report.visible().filter(model => model.model_key === row.model_key);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        marks.push({x: left + j * cell, y: up + i * cell, width: cell, height: cell, rows, tip: () => [["i, j", `${i}, ${j}`], ["W", number(w[i][j], 4)]]});
      }
      marks.push({x: left + room + 14, y: up + i * cell, width: strip, height: cell, rows, tip: () => [["i", String(i)], ["b", number(bias[i], 4)]]});
    }
    const off = w.flatMap((line, i) => [...line].filter((_, j) => j !== i));
    const diagonal = w.map((line, i) => line[i]);
    drawing.title(`The diagonal of {W} averages ${number(d3.mean(diagonal))}${off.length ? `; entries beside it reach from ${number(d3.min(off))} to ${number(d3.max(off))}` : ""}`);
    drawing.caption(`Interaction matrix of the best seed at ${label(row)}, with the bias beside it; features by importance, colours around zero.`);
    drawing.data(w.flatMap((line, i) => [...line].map((value, j) => ({i, j, w: value, b: j === 0 ? bias[i] : null}))));
    return drawing.finish(svg, up + room + 30, marks);
  }

  function scaleBar(svg, x, y, height, colour, reach, width) {
    if (x + 40 > width) return;
    const STEPS = 40;
    const g = svg.append("g").attr("transform", `translate(${x},${y})`);
    g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("y", k => k * height / STEPS).attr("width", 9).attr("height", height / STEPS + 0.6)
      .attr("shape-rendering", "crispEdges").attr("fill", k => colour(reach * (1 - 2 * (k + 0.5) / STEPS)));
    const scale = d3.scaleLinear([-reach, reach], [height, 0]);
    g.append("g").attr("class", "axis").attr("transform", "translate(9,0)").call(d3.axisRight(scale).ticks(5).tickFormat(value => number(value)).tickSize(3).tickSizeOuter(0));
  }

  report.figures.push({id: "interactions", name: "Interaction matrix", tables: ["weights"], available: () => report.table("weights").length > 0, controls, draw: drawMatrix});

  // ---- distributions

  /** Uniform numbers that are the same every time (mulberry32). */
  function uniform(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  /** The inverse of the normal distribution function (Acklam's rational approximation, relative error below 1.2e-9). */
  function normalQuantile(q) {
    const a = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1, 2.506628277459239];
    const b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1];
    const c = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
    const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
    const poly = (coefficients, x) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
    const tail = u => poly(c, u) / (poly(d, u) * u + 1);
    if (q < 0.02425) return tail(Math.sqrt(-2 * Math.log(q)));
    if (q > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - q)));
    const u = q - 0.5;
    return poly(a, u * u) * u / (poly(b, u * u) * u * u + 1);
  }
  report.normalQuantile = normalQuantile;

  const DRAWS = 4000;

  /** Draws of ν₀ = Σ W₀ⱼ xⱼ of independent features, standardised by its exact mean and variance, ascending. */
  function noise(line, p) {
    const random = uniform(1);
    const others = line.filter((_, j) => j !== 0);
    const mean = p / 2 * d3.sum(others);
    const deviation = Math.sqrt((p / 3 - p * p / 4) * d3.sum(others, value => value * value));
    const sums = d3.range(DRAWS).map(() => {
      let sum = 0;
      for (const weight of others) if (random() < p) sum += weight * random();
      return (sum - mean) / deviation;
    });
    return deviation > 0 ? sums.sort(d3.ascending) : [];
  }

  function drawDistributions(drawing) {
    const row = chosen(drawing);
    if (!row || row.point.n < 2) return drawing.title("No model with weights passes the filters");
    const w = interaction(row);
    const off = w.flatMap((line, i) => [...line].filter((_, j) => j !== i));
    const svg = drawing.canvas();
    const layout = report.layout(2, drawing.width, {least: 280, height: 250, top: 44, left: 56, gap: 70});
    const marks = [];
    const [mean, deviation] = [d3.mean(off), d3.deviation(off) || 1e-12];
    histogram(svg, {...layout.box(0), first: true}, off, mean, deviation, marks);
    const samples = row.point.data_kind === "independent" ? noise([...w[0]], row.point.p) : [];
    const quantiles = samples.length ? report.spread(d3.range(DRAWS), 200).map(k => ({expected: normalQuantile((k + 0.5) / DRAWS), seen: samples[k]})) : [];
    if (quantiles.length) quantilePlot(svg, layout.box(1), quantiles, marks);
    const skew = d3.mean(off, value => ((value - mean) / deviation) ** 3);
    const negative = off.filter(value => value < 0).length / off.length;
    drawing.title(`${report.percent(negative)} of the off-diagonal entries are negative; their skewness is ${number(skew)}, a Gaussian's is 0`);
    drawing.caption(`Left: off-diagonal entries of {W} at ${label(row)}, and the Gaussian of their mean and variance. Right: ${DRAWS} draws of the noise {ν}_(0) = Σ {W}_(0j) {x}_(j), made on this page, against N(0, 1).`);
    drawing.data([...off.map(value => ({part: "off-diagonal", expected: null, value})), ...quantiles.map(({expected, seen}) => ({part: "noise quantile", expected, value: seen}))]);
    return drawing.finish(svg, layout.total, marks);
  }

  function histogram(svg, box, off, mean, deviation, marks) {
    const [low, high] = d3.extent(off);
    const x = d3.scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [0, box.width]).nice();
    const bins = d3.bin().domain(x.domain()).thresholds(x.ticks(48))(off);
    const density = bin => bin.length / off.length / (bin.x1 - bin.x0);
    const gauss = value => Math.exp(-0.5 * ((value - mean) / deviation) ** 2) / deviation / Math.sqrt(2 * Math.PI);
    const y = d3.scaleLinear([0, 1.06 * Math.max(d3.max(bins, bin => bin.x1 > bin.x0 ? density(bin) : 0), Math.min(gauss(mean), 1e6))], [box.height, 0]);
    const g = report.panel(svg, box, {x, y, title: "", xLabel: "{W}_(ij), {i} ≠ {j}", yLabel: "density"});
    for (const bin of bins.filter(({x0, x1}) => x1 > x0)) {
      const place = {x: x(bin.x0), y: y(density(bin)), width: Math.max(0.5, x(bin.x1) - x(bin.x0) - 0.6), height: box.height - y(density(bin))};
      g.append("rect").attr("x", place.x).attr("y", place.y).attr("width", place.width).attr("height", place.height).attr("fill", report.dark() ? "#56b4e9" : "#0072b2").attr("fill-opacity", 0.65);
      marks.push({x: box.x + place.x, y: box.y + place.y, width: place.width, height: place.height, tip: () => [["from", number(bin.x0)], ["to", number(bin.x1)], ["entries", String(bin.length)]]});
    }
    const [from, to] = x.domain();
    g.append("path").attr("class", "theory").attr("d", d3.line(x, value => y(gauss(value)))(d3.range(161).map(k => from + k / 160 * (to - from))));
  }

  function quantilePlot(svg, box, quantiles, marks) {
    const reach = d3.max(quantiles, ({expected, seen}) => Math.max(Math.abs(expected), Math.abs(seen))) * 1.05;
    const x = d3.scaleLinear([-3.8, 3.8], [0, box.width]);
    const y = d3.scaleLinear([-Math.max(3.8, reach), Math.max(3.8, reach)], [box.height, 0]);
    const g = report.panel(svg, box, {x, y, title: "", xLabel: "quantile of N(0, 1)", yLabel: "quantile of {ν}_(0), standardised"});
    g.append("line").attr("class", "theory").attr("x1", x(-3.8)).attr("y1", y(-3.8)).attr("x2", x(3.8)).attr("y2", y(3.8));
    for (const {expected, seen} of quantiles) {
      g.append("circle").attr("cx", x(expected)).attr("cy", y(seen)).attr("r", 2.2).attr("fill", report.dark() ? "#f0894a" : "#d55e00");
      marks.push({x: box.x + x(expected), y: box.y + y(seen), tip: () => [["expected", number(expected)], ["seen", number(seen)]]});
    }
  }

  report.figures.push({id: "distributions", name: "Distributions", tables: ["weights"], available: () => report.table("weights").length > 0, controls, draw: drawDistributions});
})(report);
