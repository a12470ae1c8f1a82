/** This module computes statistics of models. */

// What is this many times smaller than the terms it is made of is rounding of zero.
const ROUNDING = 1e-13;

/** A derived statistic is the column `of` over another where that is positive, or less another; it is null where one of the two is unknown. */
export function derived(row, {of, over, minus}) {
  const [value, other] = [row[of] ?? null, row[over ?? minus] ?? null];
  if (value === null || other === null) return null;
  return minus ? value - other : other > 0 ? value / other : null;
}

/** The summary {mean, sem, count} of values leaves out unknown ones; the standard error of one value is null, and so is the summary of none. */
export function summary(values) {
  const known = values.filter(value => value !== null && value !== undefined);
  if (!known.length) return null;
  return {mean: d3.mean(known), sem: known.length > 1 ? d3.deviation(known) / Math.sqrt(known.length) : null, count: known.length};
}

/**
 * The mean of a statistic at a point is taken for 0 where it is but rounding of the terms it is made of. Their size is the first known mean of the columns
 * `terms.of`, else 1, to the power `terms.power`; `mean` gives the mean of a column.
 */
export function rounded({name, terms}, mean) {
  const value = mean(name);
  const size = Math.abs(terms?.of.map(mean).find(term => term !== null) ?? 1) ** (terms?.power ?? 1);
  return value !== null && Math.abs(value) < ROUNDING * size ? 0 : value;
}

/** All values have one in common, unless they differ by more than rounding: then it is null. */
export function common(values) {
  const [low, high] = d3.extent(values);
  return high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? high : null;
}
