/** Figure 4, continued: feature directions where m = 2, and where m = 3, seen from wherever they are turned to. */
(report => {
  const {number} = report;
  const START = {yaw: 0.6, pitch: 0.35};
  const [PER_PIXEL, PER_KEY] = [0.011, Math.PI / 24];

  const ofHidden = m => report.kept().filter(row => row.point.m === m);
  const norm = vector => Math.hypot(...vector);
  /** The columns of W_in. */
  const vectors = ({point: {n, m}, w_in: w}) => d3.range(n).map(i => d3.range(m).map(k => w[k * n + i]));

  /**
   * Draws a frame for each of at most `most` models of the choice, of a size `sized` for the width, and has `scene` draw what is in them. Says
   * what is seen. Returns {svg, frames: [{row, g, left, up}], context: {scale, size, colour, marks}, height}, or nothing where no model is left.
   */
  function frames(drawing, {m, most, gap, sized, words, caption}) {
    const models = ofHidden(m).filter(row => report.chosenPart(drawing, row.point)).sort((a, b) => b.point.p - a.point.p);
    if (!models.length) return drawing.title("No model of this choice");
    const shown = report.spread(models, most);
    const {n} = shown[0].point;
    const reach = 1.1 * Math.max(1, d3.max(shown.flatMap(vectors), norm));
    const colour = n <= 7 ? report.unordered(d3.range(n)) : report.ordered(d3.range(n));
    const svg = drawing.canvas();
    const top = report.keys(svg, n <= 12 ? d3.range(n).map(i => ({label: `feature ${i}`, colour: colour(i), shape: d3.symbolSquare})) : [], drawing.width);
    const size = sized(drawing.width);
    const columns = Math.max(1, Math.min(shown.length, Math.floor((drawing.width + gap) / (size + gap))));
    const each = shown.map((row, k) => {
      const [left, up] = [(k % columns) * (size + gap), top + 24 + Math.floor(k / columns) * (size + 40)];
      const g = svg.append("g").attr("transform", `translate(${left},${up})`);
      report.rich(g.append("text").attr("class", "panel-title").attr("y", -6), `{p} = ${number(row.point.p)}`);
      g.append("rect").attr("class", "frame").attr("width", size).attr("height", size);
      return {row, g: g.append("g"), left, up};
    });
    say(drawing, shown, words, caption);
    const context = {scale: d3.scaleLinear([-reach, reach], [0, size]), size, colour, marks: []};
    return {svg, frames: each, context, height: top + 24 + Math.ceil(shown.length / columns) * (size + 40) - 28};
  }

  function say(drawing, shown, words, caption) {
    const kept = row => vectors(row).filter(vector => norm(vector) > 0.5).length;
    const [first, last] = [shown[0], shown[shown.length - 1]];
    const [from, to] = [first, last].map(row => number(row.point.p));
    const held = report.plural(kept(first), "feature");
    drawing.title(shown.length === 1 ? `${words[0].toUpperCase()}${words.slice(1)} dimensions hold ${held}`
      : kept(first) === kept(last) ? `At {p} = ${from} as at ${to}, ${words} dimensions hold ${held}`
        : `From {p} = ${from} to ${to}, ${words} dimensions go from holding ${held} to ${kept(last)}`);
    drawing.caption(`Directions {w}_(i) of the features of the best seed, where ${caption}`);
    drawing.data(shown.flatMap(row => vectors(row).map((vector, i) => ({model_key: row.model_key, p: row.point.p, i, ...Object.fromEntries(vector.map((value, k) => ["xyz"[k], value])),
      norm: norm(vector), bias: row.b?.[i] ?? null}))));
  }

  function mark({row, left, up}, i, vector, [u, v]) {
    const model = report.modelOf.get(row.model_key);
    return {x: left + u, y: up + v, rows: [model], tip: () => [["feature", String(i)], ["norm", number(norm(vector))], ["bias", number(row.b?.[i])], ["loss", number(model.loss)],
      ...report.parameters(model)]};
  }

  // ---- m = 2

  function drawPlane(drawing) {
    const drawn = frames(drawing, {m: 2, most: 18, gap: 12, sized: width => Math.max(120, Math.min(170, width / 6 - 16)), words: "two",
      caption: "{m} = 2; the dotted circle has norm 1."});
    if (!drawn) return undefined;
    drawn.frames.forEach(frame => arrows(frame, drawn.context));
    return drawing.finish(drawn.svg, drawn.height, drawn.context.marks);
  }

  function arrows(frame, {scale, size, colour, marks}) {
    const {g, row} = frame;
    g.append("circle").attr("class", "level").attr("fill", "none").attr("cx", size / 2).attr("cy", size / 2).attr("r", scale(1) - scale(0));
    vectors(row).forEach((vector, i) => {
      const [u, v] = [scale(vector[0]), size - scale(vector[1])];
      g.append("line").attr("x1", size / 2).attr("y1", size / 2).attr("x2", u).attr("y2", v).attr("stroke", colour(i)).attr("stroke-width", 1.8);
      if (Math.hypot(u - size / 2, v - size / 2) > 6) {
        const angle = Math.atan2(v - size / 2, u - size / 2) * 180 / Math.PI;
        g.append("path").attr("d", "M0,0L-7,3.2L-7,-3.2Z").attr("transform", `translate(${u},${v}) rotate(${angle})`).attr("fill", colour(i));
      } else g.append("circle").attr("cx", u).attr("cy", v).attr("r", 2).attr("fill", colour(i));
      marks.push(mark(frame, i, vector, [u, v]));
    });
  }

  // ---- m = 3

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

  function drawSpace(drawing) {
    const drawn = frames(drawing, {m: 3, most: 12, gap: 14, sized: width => Math.max(140, Math.min(220, width / 4 - 14)), words: "three",
      caption: "{m} = 3; the circles have norm 1, what points away is faint. Drag or press the arrow keys to turn all; Shift and an arrow walks over the features."});
    if (!drawn) return undefined;
    const {svg, context} = drawn;
    const view = drawing.card.view ??= {...START};
    const render = () => {
      context.marks.length = 0;
      drawn.frames.forEach(frame => scene(frame, view, context));
    };
    render();
    const turn = (right, up) => {
      view.yaw += right;
      view.pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, view.pitch + up));
      render();
    };
    drag(svg, turn);
    return drawing.finish(svg, drawn.height, context.marks, {turn: ([dx, dy]) => turn(dx * PER_KEY, dy * PER_KEY)});
  }

  function scene(frame, view, {scale, size, colour, marks}) {
    const {row, g} = frame;
    g.selectAll("*").remove();
    const place = vector => {
      const [x, y, z] = turned(vector, view);
      return [scale(x), size - scale(y), z];
    };
    for (const circle of circles) g.append("path").attr("class", "orbit").attr("d", d3.line(([x]) => x, ([, y]) => y)(circle.map(place)));
    const ends = vectors(row).map((vector, i) => ({i, vector, at: place(vector)})).sort((a, b) => a.at[2] - b.at[2]);
    for (const {i, vector, at: [u, v, depth]} of ends) {
      const length = norm(vector);
      const opacity = length > 0.05 ? 0.62 + 0.38 * depth / length : 1;
      g.append("line").attr("x1", size / 2).attr("y1", size / 2).attr("x2", u).attr("y2", v).attr("stroke", colour(i)).attr("stroke-width", 2).attr("stroke-opacity", opacity);
      g.append("circle").attr("cx", u).attr("cy", v).attr("r", 3.4 + 1.2 * (length > 0 ? depth / length : 0)).attr("fill", colour(i)).attr("fill-opacity", opacity);
      marks.push(mark(frame, i, vector, [u, v]));
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

  for (const [m, id, name, draw] of [[2, "directions", "Directions in the plane", drawPlane], [3, "space", "Directions in space", drawSpace]]) {
    report.figures.push({id, name, tables: ["weights"], whole: "the best of all seeds is shown",
      available: () => report.table("weights").some(row => report.pointOf.get(row.point_key).m === m),
      controls: card => report.partControls(card, ofHidden(m).map(row => row.point)), draw});
  }
})(report);
