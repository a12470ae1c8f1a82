/** The loss is shown against density, with what theory says. */
import {controls, draw, varies} from "../loss.mjs";

const AXIS = {key: "p", place: point => point.p, label: "{p} = 1 − {S}", other: "r", log: true, name: "density"};

export const figure = {
  id: "loss-against-density",
  order: 30,
  name: "Loss against density",
  tables: ["models", "envelope"],
  available: () => varies(AXIS),
  controls,
  draw: drawing => draw(drawing, AXIS),
};
