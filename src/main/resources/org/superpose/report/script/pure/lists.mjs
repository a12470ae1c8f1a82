/** This module lists the values of rows, and picks a few of many. */

const ascending = (a, b) => a === null ? -1 : b === null ? 1 : d3.ascending(a, b);
export const distinct = (rows, key) => [...new Set(rows.map(row => row[key]))].sort(ascending);

/** It picks at most `count` of the values, evenly spread, the first and the last among them. */
export function spread(values, count) {
  if (values.length <= count) return values;
  return d3.range(count).map(k => values[Math.round(k * (values.length - 1) / (count - 1))]);
}

/** `stepped(12, 6)` is [0, 2, 4, 6, 8, 10]: the numbers below n in a round step, which leaves at most `room` of them. */
export function stepped(n, room) {
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find(size => n / size <= room) ?? Math.ceil(n / room);
  return d3.range(0, n, step);
}

/** It leaves as many values, in equal steps, as there is room for labels. */
export const thinned = (values, room) => values.filter((_, k) => k % Math.ceil(values.length / Math.max(1, room)) === 0);
