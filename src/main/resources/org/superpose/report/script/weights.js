/** Models whose weights were kept, and figure 6: how off-diagonal entries of W and the noise they make are distributed. */
(report => {
  const {number} = report;

  const kept = () => report.joined("weights");
  const label = ({point}) => [`n = ${point.n}, m = ${point.m}, p = ${number(point.p)}`, ...report.parameters(point).slice(4).map(([key, value]) => report.pair(key, value))].join(", ");
  const title = row => report.literal(label(row));
  const controls = (passes = () => true) => () => [{id: "model", label: "model", options: kept().filter(passes).map(row => ({value: row.model_key, label: label(row)}))}];
  const chosen = drawing => kept().find(row => row.model_key === drawing.value("model"));

  /** W = W_out W_in as rows of an array; a tied model keeps W_in alone. */
  function product({n, m}, encoder, decoder) {
    const out = (i, k) => decoder === null ? encoder[k * n + i] : decoder[i * m + k];
    return d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += out(i, k) * encoder[k * n + j];
      return sum;
    }));
  }

  const matrices = new Map();
  function interaction(row) {
    if (!matrices.has(row.model_key)) matrices.set(row.model_key, product(row.point, row.w_in, row.w_out));
    return matrices.get(row.model_key);
  }
  Object.assign(report, {kept, product, interaction, uniform, modelTitle: title, modelControl: controls, chosenModel: chosen});

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
    drawing.caption(`Left: off-diagonal entries of {W} at ${title(row)}, and the Gaussian of their mean and variance. Right: ${DRAWS} draws of the noise {ν}_(0) = Σ {W}_(0j) {x}_(j), made on this page, against N(0, 1).`);
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

  report.figures.push({id: "distributions", name: "Distributions", tables: ["weights"], whole: "the best of all seeds is shown", available: () => report.table("weights").length > 0,
    controls: controls(), draw: drawDistributions});
})(report);
