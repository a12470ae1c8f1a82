/** This module draws random numbers that are the same every time, and inverts the normal distribution. */

/** `uniform(seed)()` is a number in [0, 1); the numbers of a seed are the same every time (mulberry32). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** This is the inverse of the normal distribution function, by Acklam's rational approximation, whose relative error is below 1.2e-9. */
export function normalQuantile(q) {
  const a = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1, 2.506628277459239];
  const b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1];
  const c = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
  const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
  const poly = (coefficients, x) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
  const tail = u => poly(c, u) / (poly(d, u) * u + 1);
  if (q < 0.02425) return tail(Math.sqrt(-2 * Math.log(q)));
  if (q > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - q)));
  const u = q - 0.5;
  return poly(a, u * u) * u / (poly(b, u * u) * u * u + 1);
}

/** A figure shows so many draws of the noise. */
export const DRAWS = 4000;

/**
 * These are draws of ν₀ = Σ W₀ⱼ xⱼ, j ≠ 0, where `line` is row 0 of W and features are independent of density p; they are standardised by their exact
 * mean and variance, and ascend. There are none where no other feature has a weight.
 */
export function noise(line, p) {
  const random = uniform(1);
  const others = line.filter((_, j) => j !== 0);
  const mean = p / 2 * d3.sum(others);
  const deviation = Math.sqrt((p / 3 - p * p / 4) * d3.sum(others, value => value * value));
  const sums = d3.range(DRAWS).map(() => {
    let sum = 0;
    for (const weight of others) if (random() < p) sum += weight * random();
    return (sum - mean) / deviation;
  });
  return deviation > 0 ? sums.sort(d3.ascending) : [];
}
