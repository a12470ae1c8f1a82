/** The controls of figures of features choose the size and the importance. */
import {choices} from "./choices.mjs";

const sizeLabel = point => `n = ${point.n}, m = ${point.m}`;
const sizeControl = points => {
  const sizes = [...d3.group(points, sizeLabel)].sort(([, [a]], [, [b]]) => a.n - b.n || a.m - b.m).map(([label]) => ({value: label, label}));
  return {id: "size", label: "size", options: sizes};
};

/** The controls offer sizes, and of the chosen one importance and family. */
export const partControls = (card, points) => {
  const size = sizeControl(points);
  const sized = points.filter(point => sizeLabel(point) === (size.options.some(({value}) => value === card.values.get("size")) ? card.values.get("size") : size.options[0]?.value));
  return [size, ...choices(card, sized, [["decay", "δ"], ["importance_last", "ρ"], ["family", "family"]])];
};

/** A point is of the choice if it has all that was chosen. */
export const chosenPart = (drawing, point) => sizeLabel(point) === drawing.value("size")
  && ["decay", "importance_last", "family"].every(key => point[key] === drawing.value(key));
