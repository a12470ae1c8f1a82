/** Several figures show models whose weights were kept. */
import {pair} from "./pure/filters.mjs";
import {literal} from "./pure/markup.mjs";
import {product} from "./pure/matrices.mjs";
import {number} from "./pure/numbers.mjs";
import * as results from "./results.mjs";

export const kept = () => results.joined("weights");
const label = ({point}) => [`n = ${point.n}, m = ${point.m}, p = ${number(point.p)}`, ...results.parameters(point).slice(4).map(([key, value]) => pair(key, value))].join(", ");

/** A caption calls the model so. */
export const modelTitle = row => literal(label(row));

/** The control chooses among the kept models that pass the filters, and the test `passes`. */
export const modelControl = (passes = () => true) => () => [{id: "model", label: "model", options: kept().filter(passes).map(row => ({value: row.model_key, label: label(row)}))}];

/** This is the model that a drawing is of. */
export const chosenModel = drawing => kept().find(row => row.model_key === drawing.value("model"));

const matrices = new Map();
export function interaction(row) {
  if (!matrices.has(row.model_key)) matrices.set(row.model_key, product(row.point, row.w_in, row.w_out));
  return matrices.get(row.model_key);
}
