/** Feature directions where m = 2 are arrows in the plane. */
import {frames, mark, ofHidden} from "../frames.mjs";
import {partControls} from "../parts.mjs";
import {vectors} from "../pure/directions.mjs";
import * as results from "../results.mjs";

function draw(drawing) {
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

export const figure = {
  id: "directions",
  order: 110,
  name: "Directions in the plane",
  tables: ["weights"],
  whole: "the best of all seeds is shown",
  available: () => results.table("weights").some(row => results.pointOf.get(row.point_key).m === 2),
  controls: card => partControls(card, ofHidden(2).map(row => row.point)),
  draw,
};
