/** The options of these controls are statistics, or the values of a column. */
import {distinct} from "./pure/lists.mjs";
import * as results from "./results.mjs";

/** A control may have statistics as its options. */
export const optionsOf = statistics => statistics.map(({name, label}) => ({value: name, label}));

const interest = row => (row.model_kind === "trained" ? 0.5 : 0) + (row.output === "relu" ? 0.25 : 0);

/** The choice among the values of a column is at first the one that most rows have, and among equals that of trained models and of those with a ReLU. */
export const choice = (id, label, rows, key) => {
  const values = distinct(rows, key);
  const counts = d3.rollup(rows, group => group.length + d3.max(group, interest), row => row[key]);
  return {id, label, options: values.map(value => ({value, label: results.text(key, value)})), value: d3.greatest(values, value => counts.get(value))};
};

/** Choices are made one after the other, each among what those before it leave, so that together they leave something. */
export const choices = (card, rows, asked) => {
  let left = rows;
  return asked.map(([key, label]) => {
    const own = choice(key, label, left, key);
    const kept = card.values.get(key);
    const value = card.values.has(key) && own.options.some(option => option.value === kept) ? kept : own.value;
    left = left.filter(row => row[key] === value);
    return own;
  });
};
