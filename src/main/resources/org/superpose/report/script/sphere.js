/** Figure 4, continued: feature directions where m = 3, seen from wherever they are turned to. */
(report => {
  const {number} = report;
  const START = {yaw: 0.6, pitch: 0.35};
  const [PER_PIXEL, PER_KEY] = [0.011, Math.PI / 24];
  const [MOST, GAP] = [12, 14];

  const spatial = () => report.kept().filter(row => row.point.m === 3);
  const vectors = row => d3.range(row.point.n).map(i => [0, 1, 2].map(k => row.w_in[k * row.point.n + i]));
  const norm = vector => Math.hypot(...vector);

  /** (x, y, z) turned about the upright axis by yaw, then about the one across by pitch: right, up, towards the eye. */
  const turned = ([x, y, z], {yaw, pitch}) => {
    const [right, depth] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
    return [right, y * Math.cos(pitch) - depth * Math.sin(pitch), depth * Math.cos(pitch) + y * Math.sin(pitch)];
  };

  const circles = [[0, 1], [1, 2], [0, 2]].map(([a, b]) => d3.range(49).map(k => {
    const point = [0, 0, 0];
    point[a] = Math.cos(k * Math.PI / 24);
    point[b] = Math.sin(k * Math.PI / 24);
    return point;
  }));

  function draw(drawing) {
    const models = spatial().filter(row => report.chosenPart(drawing, row.point)).sort((a, b) => b.point.p - a.point.p);
    if (!models.length) return drawing.title("No model of this choice");
    const shown = report.spread(models, MOST);
    const {n} = shown[0].point;
    const reach = 1.1 * Math.max(1, d3.max(shown.flatMap(vectors), norm));
    const colour = n <= 7 ? report.unordered(d3.range(n)) : report.ordered(d3.range(n));
    const svg = drawing.canvas();
    const top = report.keys(svg, n <= 12 ? d3.range(n).map(i => ({label: `feature ${i}`, colour: colour(i), shape: d3.symbolSquare})) : [], drawing.width);
    const size = Math.max(140, Math.min(220, drawing.width / 4 - GAP));
    const columns = Math.max(1, Math.min(shown.length, Math.floor((drawing.width + GAP) / (size + GAP))));
    const scale = d3.scaleLinear([-reach, reach], [0, size]);
    const view = drawing.card.view ??= {...START};
    const marks = [];
    const scenes = shown.map((row, k) => {
      const [left, up] = [(k % columns) * (size + GAP), top + 24 + Math.floor(k / columns) * (size + 40)];
      const g = svg.append("g").attr("transform", `translate(${left},${up})`);
      report.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{p} = ${number(row.point.p)}`);
      g.append("rect").attr("class", "frame").attr("width", size).attr("height", size);
      return {row, g: g.append("g"), left, up, rows: report.visible().filter(model => model.model_key === row.model_key)};
    });
    const render = () => {
      marks.length = 0;
      scenes.forEach(each => scene(each, {view, scale, size, colour, marks}));
    };
    render();
    const kept = row => vectors(row).filter(vector => norm(vector) > 0.5).length;
    const [first, last] = [shown[0], shown[shown.length - 1]];
    drawing.title(shown.length > 1 ? `From {p} = ${number(first.point.p)} to ${number(last.point.p)}, three dimensions go from holding ${report.plural(kept(first), "feature")} to ${kept(last)}`
      : `Three dimensions hold ${report.plural(kept(first), "feature")}`);
    drawing.caption(`Directions {w}_(i) of the features of the best seed, where {m} = 3; the circles have norm 1, what points away is faint. Drag or press the arrow keys to turn all; Shift and an arrow walks over the features.`);
    drawing.data(shown.flatMap(row => vectors(row).map(([x, y, z], i) => ({model_key: row.model_key, p: row.point.p, i, x, y, z, norm: norm([x, y, z]), bias: row.b?.[i] ?? null}))));
    const turn = (right, up) => {
      view.yaw += right;
      view.pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, view.pitch + up));
      render();
    };
    drag(svg, turn);
    return drawing.finish(svg, top + 24 + Math.ceil(shown.length / columns) * (size + 40) - 28, marks, {turn: ([dx, dy]) => turn(dx * PER_KEY, dy * PER_KEY)});
  }

  function scene({row, g, left, up, rows}, {view, scale, size, colour, marks}) {
    g.selectAll("*").remove();
    const place = vector => {
      const [x, y, z] = turned(vector, view);
      return [scale(x), size - scale(y), z];
    };
    for (const circle of circles) g.append("path").attr("class", "orbit").attr("d", d3.line(([x]) => x, ([, y]) => y)(circle.map(place)));
    const arrows = vectors(row).map((vector, i) => ({i, vector, at: place(vector)})).sort((a, b) => a.at[2] - b.at[2]);
    for (const {i, vector, at: [u, v, depth]} of arrows) {
      const length = norm(vector);
      const opacity = length > 0.05 ? 0.62 + 0.38 * depth / length : 1;
      g.append("line").attr("x1", size / 2).attr("y1", size / 2).attr("x2", u).attr("y2", v).attr("stroke", colour(i)).attr("stroke-width", 2).attr("stroke-opacity", opacity);
      g.append("circle").attr("cx", u).attr("cy", v).attr("r", 3.4 + 1.2 * (length > 0 ? depth / length : 0)).attr("fill", colour(i)).attr("fill-opacity", opacity);
      marks.push({x: left + u, y: up + v, rows, tip: () => [["feature", String(i)], ["norm", number(length)], ["bias", number(row.b?.[i])], ["loss", number(row.point.loss)],
        ...report.parameters(row.point)]});
    }
  }

  function drag(svg, turn) {
    const node = svg.style("touch-action", "pan-y").style("user-select", "none").node();
    let from = null;
    let dragged = false;
    // The click that ends a drag selects nothing.
    node.addEventListener("click", event => {
      if (dragged) event.stopImmediatePropagation();
    }, true);
    svg.on("pointerdown.turn", event => {
      from = [event.clientX, event.clientY];
      dragged = false;
    }).on("pointermove.turn", event => {
      if (!from || !event.buttons) return;
      if (!node.hasPointerCapture(event.pointerId)) node.setPointerCapture(event.pointerId);
      dragged = true;
      turn((event.clientX - from[0]) * PER_PIXEL, (event.clientY - from[1]) * PER_PIXEL);
      from = [event.clientX, event.clientY];
    }).on("pointerup.turn pointercancel.turn", () => { from = null; });
  }

  report.figures.push({id: "space", name: "Directions in space", tables: ["weights"], available: () => report.table("weights").some(row => report.pointOf.get(row.point_key).m === 3),
    controls: card => report.partControls(card, spatial().map(row => row.point)), draw});
})(report);
