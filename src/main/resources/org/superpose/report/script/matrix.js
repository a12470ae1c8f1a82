/** Figure 3: the interaction matrix with its bias, before training, after it and as theory would have it; and the encoder of hidden ReLUs. */
(report => {
  const {number} = report;
  const [GAP, LEFT, LEAST, MOST] = [44, 34, 170, 430];

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

  const DARK = d3.piecewise(d3.interpolateRgb, ["#f2a45c", "#a85d21", "#1a1e22", "#2d6f9e", "#86c7f2"]);
  const diverging = reach => d3.scaleDiverging([-reach, 0, reach], t => report.dark() ? DARK(t) : d3.interpolatePuOr(1 - t)).clamp(true);

  function image(g, values, colour, x, width, height) {
    g.append("image").attr("href", picture(values, colour)).attr("x", x).attr("width", width).attr("height", height)
      .attr("preserveAspectRatio", "none").attr("image-rendering", "pixelated");
    g.append("rect").attr("class", "frame").attr("x", x).attr("width", width).attr("height", height);
  }

  // ---- what theory would have

  const parity = bits => {
    let odd = 0;
    for (let left = bits; left; left &= left - 1) odd ^= 1;
    return odd;
  };

  /** The Persian rug at unit diagonal, W_ij = (1/m) Σ_k (−1)^popcount(k AND (i XOR j)) over m random rows k ≠ 0 of the Hadamard matrix; n = 2^k. */
  function rug(n, m) {
    const rows = d3.shuffler(report.uniform(m))(d3.range(m < n ? 1 : 0, n)).slice(0, m);
    const g = d3.range(n).map(difference => d3.sum(rows, k => parity(k & difference) ? -1 : 1) / m);
    return d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => g[i ^ j]));
  }

  /** {title, w, b}: the rug of best scale and bias where features are alike and n is a power of two, else what would lose nothing. */
  function ideal({point, model_key: key}) {
    const {n, m, p} = point;
    const [scale, bias] = report.raw.limits[key] ?? [null, null];
    if (scale === null || n < 2 || n & (n - 1)) {
      return {title: m < n ? "identity: not reachable, m < n" : "identity: no loss", w: d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => i === j ? 1 : 0)), b: Array(n).fill(0)};
    }
    const w = rug(n, m).map(line => line.map(value => scale * value));
    return {title: "Persian rug", rug: true, w, b: w.map((line, i) => bias - p / 2 * (d3.sum(line) - line[i]))};
  }

  /** Features by falling importance: δ^i, or 1 but for the last, ρ. */
  function byImportance({n, decay, importance_last: last}) {
    const importance = i => decay !== null ? decay ** i : last !== null && i === n - 1 ? last : 1;
    return d3.sort(d3.range(n), (i, j) => d3.descending(importance(i), importance(j)) || i - j);
  }

  const permuted = (state, order) => ({...state, order, w: order.map(i => Float64Array.from(order, j => state.w[i][j])), b: order.map(i => state.b[i])});

  function states(row) {
    const trained = {title: row.point.model_kind === "trained" ? "trained" : row.point.model_kind, w: report.interaction(row), b: row.b ?? Array(row.point.n).fill(0), main: true};
    const before = row.w_in_0 ? [{title: "before training", w: report.product(row.point, row.w_in_0, row.w_out_0), b: row.b_0 ?? Array(row.point.n).fill(0)}] : [];
    const order = byImportance(row.point);
    return [...before, trained, ideal(row)].map(state => permuted(state, order));
  }

  /** Where the colours end: beyond the diagonal, and as far as all but a twentieth of the entries reach, so that a few do not hide the rest. */
  function reachOf(w, b) {
    const sizes = [...w.flatMap(line => [...line]), ...b].map(Math.abs);
    return Math.max(d3.quantile(sizes, 0.95), 1.25 * d3.median(w, (line, i) => Math.abs(line[i]))) || d3.max(sizes) || 1;
  }

  function drawMatrix(drawing) {
    const row = report.chosenModel(drawing);
    if (!row) return drawing.title("No model with weights passes the filters");
    const {n} = row.point;
    const shown = states(row);
    const {w, b} = shown.find(state => state.main);
    const reach = reachOf(w, b);
    const colour = diverging(reach);
    const svg = drawing.canvas();
    legend(svg, LEFT, 22, Math.min(260, drawing.width - 80), colour, reach);
    const across = Math.max(1, Math.min(shown.length, Math.floor((drawing.width - LEFT + GAP) / (LEAST + GAP + 26))));
    const room = Math.min(MOST, (drawing.width - LEFT - 30 - (across - 1) * GAP) / across - 26);
    const strip = Math.max(8, Math.min(20, room / n));
    const marks = [];
    const rows = [report.modelOf.get(row.model_key)];
    shown.forEach((state, k) => {
      const box = {x: LEFT + (k % across) * (room + 26 + GAP), y: 74 + Math.floor(k / across) * (room + 58), first: k % across === 0, room, strip};
      matrix(svg, box, {...state, rows}, colour, marks);
    });
    sayMatrix(drawing, row, shown);
    return drawing.finish(svg, 74 + Math.ceil(shown.length / across) * (room + 58) - 18, marks);
  }

  function sayMatrix(drawing, row, shown) {
    const {w} = shown.find(state => state.main);
    const off = w.flatMap((line, i) => [...line].filter((_, j) => j !== i));
    drawing.title(`The diagonal of {W} averages ${number(d3.mean(w, (line, i) => line[i]))}${off.length ? `; entries beside it reach from ${number(d3.min(off))} to ${number(d3.max(off))}` : ""}`);
    const {decay, importance_last: last} = row.point;
    const order = (decay ?? 1) === 1 && (last ?? 1) === 1 ? "" : " features by falling importance,";
    drawing.caption(`Interaction matrix {W} = {W}_(out) {W}_(in) with the bias {b} beside it, of the best seed at ${report.modelTitle(row)};${order} one scale for all, beyond it the colour of its end. ${
      shown.some(state => state.rug) ? "The rug is of rows drawn on this page, its scale and bias those of the limit." : ""}`);
    drawing.data(shown.flatMap(state => state.w.flatMap((line, i) => [...line].map((value, j) => ({of: state.title, i: state.order[i], j: state.order[j], w: value,
      b: j === 0 ? state.b[i] : null})))));
  }

  /** Rows and columns are written with the feature that is there. */
  function matrix(svg, {x, y, first, room, strip}, {title, w, b, order, rows}, colour, marks) {
    const n = w.length;
    const cell = room / n;
    const g = svg.append("g").attr("transform", `translate(${x},${y})`);
    image(g, w, colour, 0, room, room);
    image(g, [...b].map(value => [value]), colour, room + 6, strip, room);
    const ticks = report.stepped(n, Math.max(2, Math.floor(room / 26)));
    if (first) g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("x", -6).attr("y", i => (i + 0.5) * cell + 4).attr("text-anchor", "end").text(i => order[i]);
    g.append("g").attr("class", "axis").selectAll(null).data(ticks).join("text").attr("y", room + 15).attr("x", i => (i + 0.5) * cell).attr("text-anchor", "middle").text(i => order[i]);
    g.append("text").attr("class", "panel-title").attr("y", -8).text(title);
    report.rich(g.append("text").attr("class", "axis-label").attr("x", room + 6 + strip / 2).attr("y", -8).attr("text-anchor", "middle"), "{b}");
    if (first) report.rich(g.append("text").attr("class", "axis-label").attr("x", -6).attr("y", -8).attr("text-anchor", "end"), "{i}");
    report.rich(g.append("text").attr("class", "axis-label").attr("x", room).attr("y", room + 30).attr("text-anchor", "end"), "{j}");
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        marks.push({x: x + j * cell, y: y + i * cell, width: cell, height: cell, rows, tip: () => [["", title], ["i, j", `${order[i]}, ${order[j]}`], ["W", number(w[i][j], 4)]]});
      }
      marks.push({x: x + room + 6, y: y + i * cell, width: strip, height: cell, rows, tip: () => [["", title], ["i", String(order[i])], ["b", number(b[i], 4)]]});
    }
  }

  function legend(svg, x, y, width, colour, reach, symbol = "{W}_(ij), {b}_(i)") {
    const STEPS = 64;
    const g = svg.append("g").attr("transform", `translate(${x},${y})`);
    const scale = d3.scaleLinear([-reach, reach], [0, width]);
    g.selectAll(null).data(d3.range(STEPS)).join("rect").attr("x", k => k * width / STEPS).attr("width", width / STEPS + 0.6).attr("height", 9)
      .attr("shape-rendering", "crispEdges").attr("fill", k => colour(reach * (2 * (k + 0.5) / STEPS - 1)));
    g.append("g").attr("class", "axis").attr("transform", "translate(0,9)").call(d3.axisBottom(scale).ticks(5).tickFormat(value => number(value)).tickSize(4).tickSizeOuter(0));
    report.rich(g.append("text").attr("class", "axis-label").attr("y", -6), symbol);
  }

  report.figures.push({id: "interactions", name: "Interaction matrix", tables: ["weights"], whole: "the best of all seeds is shown", available: () => report.table("weights").length > 0,
    controls: report.modelControl(), draw: drawMatrix});

  // ---- the encoder of a hidden layer with ReLU

  const [DEAD, SHARE] = [0.1, 0.2];
  const MARKS = {mono: {label: "one feature", shape: d3.symbolCircle}, poly: {label: "several features", shape: d3.symbolDiamond}, dead: {label: "none: dead", shape: d3.symbolTimes}};

  /** What one hidden unit answers to: features whose weight exceeds a fifth of its largest; none where no weight exceeds 0.1. */
  function neuron(line) {
    const most = d3.max(line, Math.abs);
    const features = d3.range(line.length).filter(j => most > DEAD && Math.abs(line[j]) > SHARE * most);
    return {features, kind: most <= DEAD ? "dead" : features.length === 1 ? "mono" : "poly"};
  }

  const ink = () => report.dark() ? "#e4e6e3" : "#1c1e21";

  function drawNeurons(drawing) {
    const row = report.chosenModel(drawing);
    if (!row) return drawing.title("No model with a hidden ReLU passes the filters");
    const {n, m} = row.point;
    const units = d3.range(m).map(k => {
      const line = Float64Array.from({length: n}, (_, j) => row.w_in[k * n + j]);
      return {line, ...neuron(line)};
    });
    const reach = d3.max(units, ({line}) => d3.max(line, Math.abs)) || 1;
    const colour = diverging(reach);
    const svg = drawing.canvas();
    const top = report.keys(svg, Object.values(MARKS).map(mark => ({...mark, colour: ink()})), drawing.width);
    const cell = Math.max(3, Math.min(34, (drawing.width - 110) / n, 420 / m));
    const [x, y] = [40, top + 26];
    const marks = encoder(svg.append("g").attr("transform", `translate(${x},${y})`), row, units, {x, y, cell, colour});
    legend(svg, x, y + m * cell + 62, Math.min(260, drawing.width - 80), colour, reach, "{W}_(in)");
    const count = kind => units.filter(unit => unit.kind === kind).length;
    drawing.title(`${count("mono")} of ${report.plural(m, "hidden unit")} ${count("mono") === 1 ? "answers" : "answer"} to one feature, ${count("poly")} to several${count("dead") ? `, ${count("dead")} to none` : ""}`);
    drawing.caption(`Encoder {W}_(in) of the best seed at ${report.modelTitle(row)}. A unit answers to the features whose weight exceeds a fifth of its largest; it is dead if none exceeds ${DEAD}.`);
    drawing.data(units.flatMap(({line, kind}, k) => [...line].map((value, j) => ({unit: k, feature: j, weight: value, kind}))));
    return drawing.finish(svg, y + m * cell + 96, marks);
  }

  /** A row of cells for each hidden unit, with the mark of its kind behind it; returns the cells as marks. */
  function encoder(g, row, units, {x, y, cell, colour}) {
    const {n, m} = row.point;
    image(g, units.map(({line}) => line), colour, 0, n * cell, m * cell);
    const axis = (count, place) => g.append("g").attr("class", "axis").selectAll(null).data(report.stepped(count, Math.max(2, Math.floor(count * cell / 22)))).join("text").call(place).text(i => i);
    axis(m, text => text.attr("x", -6).attr("y", k => (k + 0.5) * cell + 4).attr("text-anchor", "end"));
    axis(n, text => text.attr("y", m * cell + 15).attr("x", j => (j + 0.5) * cell).attr("text-anchor", "middle"));
    report.rich(g.append("text").attr("class", "axis-label").attr("x", -6).attr("y", -8).attr("text-anchor", "end"), "{k}");
    report.rich(g.append("text").attr("class", "axis-label").attr("x", n * cell).attr("y", m * cell + 32).attr("text-anchor", "end"), "feature {j}");
    const rows = [report.modelOf.get(row.model_key)];
    return units.flatMap(({kind, features, line}, k) => {
      g.append("path").attr("d", d3.symbol(MARKS[kind].shape, 44)()).attr("transform", `translate(${n * cell + 14},${(k + 0.5) * cell})`)
        .attr("fill", ink()).attr("stroke", kind === "dead" ? ink() : null);
      return d3.range(n).map(j => ({x: x + j * cell, y: y + k * cell, width: cell, height: cell, rows, tip: () => [["unit, feature", `${k}, ${j}`], ["weight", number(line[j], 4)],
        ["answers to", features.length ? features.join(", ") : "nothing"], ...report.parameters(row.point)]}));
    });
  }

  const behindRelu = row => row.point.hidden === "relu";
  report.figures.push({id: "neurons", name: "Hidden units", tables: ["weights"], whole: "the best of all seeds is shown",
    available: () => report.table("weights").some(row => report.pointOf.get(row.point_key).hidden === "relu"),
    controls: report.modelControl(behindRelu), draw: drawNeurons});
})(report);
