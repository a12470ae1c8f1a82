/** Feature directions where m = 3 are seen from wherever they are turned to. */
import {frames, mark, ofHidden} from "../frames.mjs";
import {partControls} from "../parts.mjs";
import {norm, turned, vectors} from "../pure/directions.mjs";
import * as results from "../results.mjs";

const START = {yaw: 0.6, pitch: 0.35};
const [PER_PIXEL, PER_KEY] = [0.011, Math.PI / 24];

const circles = [[0, 1], [1, 2], [0, 2]].map(([a, b]) => d3.range(49).map(k => {
  const point = [0, 0, 0];
  point[a] = Math.cos(k * Math.PI / 24);
  point[b] = Math.sin(k * Math.PI / 24);
  return point;
}));

function draw(drawing) {
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

export const figure = {
  id: "space",
  order: 120,
  name: "Directions in space",
  tables: ["weights"],
  whole: "the best of all seeds is shown",
  available: () => results.table("weights").some(row => results.pointOf.get(row.point_key).m === 3),
  controls: card => partControls(card, ofHidden(3).map(row => row.point)),
  draw,
};
