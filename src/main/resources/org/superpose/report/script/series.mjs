/** This module tells which points may be joined by a line. */
import * as chart from "./chart.mjs";
import {distinct} from "./pure/lists.mjs";
import {literal} from "./pure/markup.mjs";
import * as results from "./results.mjs";

/** Points of one size and one family may be joined by a line; {groups, colourOf, markOf, keys, rugColour, note} tell how. */
export const seriesOf = points => {
  const sizes = distinct(points, "n");
  const families = distinct(points, "family");
  const several = sizes.length > 1;
  const colour = several ? chart.ordered(sizes) : chart.unordered(families);
  const mark = chart.marks(families);
  const grey = chart.dark() ? "#bbb" : "#444";
  const kinds = distinct(points, "model_kind").filter(Boolean);
  const kind = kinds.length === 1 ? kinds[0] : "models";
  const prefix = families.length > 1 || kind === "trained" ? "" : `${literal(kind)}, `;
  const keys = several ? sizes.map(n => ({label: `${prefix}{n} = ${n}`, colour: colour(n), ...families.length > 1 ? {} : mark(families[0])})) : [];
  if (families.length > 1) {
    keys.push(...families.map(family => ({label: literal(results.familyLabels[family]), colour: several ? grey : colour(family), ...mark(family)})));
  } else if (!several) keys.push({label: `${literal(kind)}, {n} = ${sizes[0]}`, colour: colour(families[0]), ...mark(families[0])});
  return {groups: d3.groups(points, point => `${point.n} ${point.family}`), colourOf: point => colour(several ? point.n : point.family), markOf: point => mark(point.family), keys,
    rugColour: point => several && sizes.includes(point.n) ? colour(point.n) : grey,
    note: several && families.length > chart.MOST_MARKS ? ` Shapes repeat after ${chart.MOST_MARKS} families.` : ""};
};
