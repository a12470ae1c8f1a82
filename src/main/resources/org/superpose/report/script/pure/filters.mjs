/** This module tells what filters leave, and how they say it. */

/** A symbol equals its value, as in "n = 8"; a word names it, as in "seed: 3". */
export const pair = (label, value) => label.length === 1 ? `${label} = ${value}` : `${label}: ${value}`;

/** `remaining` says what a filter leaves, such as "n = 16 to 128"; `text(key, value)` writes a value. */
export function remaining({key, label, values, chosen}, text) {
  const kept = values.map((value, k) => k).filter(k => chosen.has(values[k]));
  const shown = k => text(key, values[k]);
  const range = kept.length > 3 && kept[kept.length - 1] - kept[0] === kept.length - 1;
  return pair(label, range ? `${shown(kept[0])} to ${shown(kept[kept.length - 1])}` : kept.map(shown).join(", "));
}

/** A row passes if it has, of each dimension that is filtered, one of the values chosen. */
export const passes = (dimensions, row) => dimensions.every(({key, chosen}) => chosen === null || chosen.has(row[key]));
