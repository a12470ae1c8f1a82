/** The loss is shown against the ratio m/n, with what theory says. */
import {controls, draw, varies} from "../loss.mjs";

const AXIS = {key: "r", place: point => point.ratio, label: "{r} = {m}/{n}", other: "p", log: false, name: "ratio"};

export const figure = {
  id: "loss-against-ratio",
  order: 20,
  name: "Loss against ratio",
  tables: ["models", "envelope"],
  available: () => varies(AXIS),
  controls,
  draw: drawing => draw(drawing, AXIS),
};
