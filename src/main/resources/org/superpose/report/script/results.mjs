/** All figures share the results: tables, filters, and points as means over seeds. */
import {rowsOf} from "./pure/columns.mjs";
import {passes, remaining} from "./pure/filters.mjs";
import {distinct} from "./pure/lists.mjs";
import {exact, number} from "./pure/numbers.mjs";
import {derived, summary} from "./pure/statistics.mjs";

export const raw = JSON.parse(document.getElementById("data").textContent);

/** The rows of a table are made when they are first asked for. */
const tables = new Map();
export function table(name) {
  if (!tables.has(name)) tables.set(name, rowsOf(raw.tables[name]));
  return tables.get(name);
}

/**
 * Figures offer these statistics, each {name, label, symbol, says}: `name` is its column, the rest are its words. One that is derived has the columns
 * `of` and `over`, and in `reference` what loses as much as `over`; or `of` and `minus`. `terms` tells of what size the terms are that it is made of,
 * `unit` that it lies in [0, 1], `plane` that it is offered over the plane, and `sums` that it is a sum of n − 1 terms, which falls like 1/√n where
 * they are independent.
 */
export const statistics = raw.statistics;

export const models = table("models");

// Where importance is (1, …, 1, ρ), equal importance is ρ = 1.
const lastDiffers = models.some(row => row.importance_last !== null);
for (const row of models) {
  if (lastDiffers && row.importance_last === null && row.decay === 1) {
    row.importance_last = 1;
    row.decay = null;
  }
  row.family = raw.families.of[row.point_key] ?? 0;
  row.done = row.loss !== null;
  for (const own of statistics.filter(({of}) => of)) row[own.name] = derived(row, own);
}

export const familyLabels = raw.families.labels.map(label => label || "all models");

export const dimensions = [
  {key: "n", label: "n", title: "features"},
  {key: "p", label: "p", title: "density, 1 − S"},
  {key: "r", label: "r", title: "ratio m/n"},
  {key: "decay", label: "δ", title: "decay of importance"},
  {key: "importance_last", label: "ρ", title: "importance of the last feature"},
  {key: "seed", label: "seed", title: "seed", word: true},
  {key: "family", label: "family", title: "what else tells models apart", word: true},
].map(dimension => ({...dimension, values: distinct(models, dimension.key), chosen: null}))
  .filter(dimension => dimension.values.length > 1);

export const text = (key, value) => value === null ? "none" : key === "family" ? familyLabels[value] : exact(value, 4);

/** It says what an active filter leaves. */
export const filterText = dimension => remaining(dimension, text);

let filtered = null;
let grouped = null;
let byPoint = null;

/** These are the models that pass the filters. */
export const visible = () => filtered ??= models.filter(row => passes(dimensions, row));

/** A point passes if one of its models passes and has a result; it is given with those models, its `rows`. */
export function points() {
  if (grouped === null) {
    grouped = [...d3.group(visible().filter(row => row.done), row => row.point_key).values()]
      .map(rows => ({...rows[0], rows, statistics: new Map()}));
  }
  return grouped;
}

/**
 * The statistic of a column over the seeds of a point is {mean, sem, count}; `sem`, its standard error, is null of one seed, and all is null where none
 * has the column.
 */
export function statistic(point, key) {
  if (!point.statistics.has(key)) point.statistics.set(key, summary(point.rows.map(row => row[key])));
  return point.statistics.get(key);
}

export const mean = (point, key) => statistic(point, key)?.mean ?? null;

/** It keeps only the chosen values of a dimension; null keeps all. */
export function filter(dimension, chosen) {
  dimension.chosen = chosen !== null && chosen.size === dimension.values.length ? null : chosen;
  filtered = grouped = byPoint = null;
}

/** Tables that name points only find here a model of each point by its key: one with a result where there is one, whether it passes or not. */
export const pointOf = new Map();
for (const row of models) {
  if (!pointOf.get(row.point_key)?.done) pointOf.set(row.point_key, row);
}

export const modelOf = new Map(models.map(row => [row.model_key, row]));

/** These are the models of a point that pass. */
export function modelsOf(pointKey) {
  byPoint ??= d3.group(visible(), row => row.point_key);
  return byPoint.get(pointKey) ?? [];
}

/** The rows of a table that names points are given with their points, where a model of the point passes. */
export const joined = name => table(name).filter(row => modelsOf(row.point_key).length && pointOf.has(row.point_key)).map(row => ({...row, point: pointOf.get(row.point_key)}));

/** A tooltip shows the parameters of a point as pairs, importance and family only where they vary. */
export function parameters(row) {
  const pairs = [["n", number(row.n, 7)], ["m", number(row.m, 7)], ["p", number(row.p, 4)], ["r", number(row.ratio, 4)]];
  if (dimensions.some(({key}) => key === "decay")) pairs.push(["δ", number(row.decay, 4)]);
  if (dimensions.some(({key}) => key === "importance_last")) pairs.push(["ρ", number(row.importance_last, 4)]);
  if (familyLabels.length > 1) pairs.push(["family", familyLabels[row.family]]);
  return pairs;
}
