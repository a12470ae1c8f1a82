/** The finite-size study and the figure of its exponents share what is here: the fits over sizes, and what is said of them. */
import {faults, within} from "./pure/fits.mjs";
import {literal} from "./pure/markup.mjs";
import {number, plural} from "./pure/numbers.mjs";
import * as results from "./results.mjs";

export const fits = results.table("scaling");
export const statistics = results.statistics.filter(({name}) => fits.some(fit => fit.statistic === name && fit.sizes > 0));
for (const fit of fits) {
  const point = fit.point_keys.map(key => results.pointOf.get(key)).find(Boolean);
  fit.family = point?.family ?? 0;
  if (point) Object.assign(fit, {decay: point.decay, importance_last: point.importance_last});
  fit.fitted = fit.alpha !== null;
}

const places = d3.groups(fits, fit => `${fit.r} ${fit.p}`).sort(([, [a]], [, [b]]) => a.r - b.r || a.p - b.p).map(([place]) => place);
for (const fit of fits) fit.both = places.indexOf(`${fit.r} ${fit.p}`);

/** A drawing is of the statistic that its control has, or of the first. */
export const statisticOf = values => statistics.find(({name}) => name === values.get("statistic")) ?? statistics[0];

/** A fit of the statistic is visible where one of its models passes the filters; it is given with those models. */
export function visible(statistic) {
  return fits.filter(fit => fit.statistic === statistic.name && fit.sizes > 0).map(fit => ({...fit,
    rows: fit.point_keys.flatMap(key => results.modelsOf(key)).filter(row => row[statistic.name] !== null)}))
    .filter(fit => fit.rows.length);
}

export function tip(fit) {
  const pairs = [["fit", fit.fitted && faults(fit).join(", ") || fit.status], ["α, 95 %", fit.fitted ? within(fit.alpha, fit.alpha_low, fit.alpha_high) : "–"]];
  if (fit.fitted) pairs.push(["A∞, 95 %", within(fit.limit, fit.limit_low, fit.limit_high)], ["c", fit.amplitude === null ? "–" : number(fit.amplitude)]);
  if (fit.alpha_vanishing !== null) pairs.push(["α if A∞ = 0", within(fit.alpha_vanishing, fit.alpha_vanishing_low, fit.alpha_vanishing_high)]);
  if (fit.agrees !== null) pairs.push(["like 1/√n", fit.agrees ? "agrees" : "does not agree"]);
  pairs.push(["says", fit.verdict.replaceAll("A_∞", "A∞")], ["sizes", `${fit.sizes}: n = ${fit.n_min} … ${fit.n_max}`], ["values", `${fit.values}`], ["p", number(fit.p, 4)], ["r", number(fit.r, 4)]);
  if (results.familyLabels.length > 1) pairs.push(["family", results.familyLabels[fit.family]]);
  return pairs;
}

/** The title says how many fits there are, or why there are none. */
export function say(drawing, all, statistic, plane = false) {
  const fitted = all.filter(fit => fit.fitted);
  if (!fitted.length) {
    const [why, count] = d3.greatest(d3.rollups(all, group => group.length, fit => fit.verdict), ([, n]) => n);
    return drawing.title(`Nothing can be fitted to the ${statistic.says}: ${count < all.length ? `at ${count} of ${all.length} places ` : ""}${literal(why).replaceAll("A\\_∞", "{A}_(∞)")}`);
  }
  const where = `${fitted.length} of ${plural(all.length, "group")} of models`;
  const bounded = fitted.filter(fit => fit.status !== "open");
  const open = fitted.length - bounded.length;
  const [low, high] = d3.extent(bounded, fit => fit.alpha).map(alpha => number(alpha, 2));
  const exponents = !bounded.length ? `${open === 1 ? "an open exponent" : "open exponents only"}`
    : `${low === high ? `${bounded.length === 1 ? "the exponent" : "exponents of"} ${low}` : `exponents ${low} to ${high}`}${open ? ` (${open} open)` : ""}`;
  if (plane) return drawing.title(`Over the plane the ${statistic.says} nears its limit with ${exponents}; fitted for ${where}`);
  if (statistic.sums) {
    const told = fitted.filter(fit => fit.agrees !== null);
    return drawing.title(`The ${statistic.says} is fitted for ${where}, with ${exponents}; ${told.length
      ? `it falls like 1/√{n} in ${told.filter(fit => fit.agrees).length} of the ${told.length} that are neither open nor misfits` : "all are open or misfits, so whether like 1/√{n} is not told"}`);
  }
  const zero = fitted.filter(fit => fit.vanishes).length;
  return drawing.title(`The ${statistic.says} is fitted for ${where}, with ${exponents}; the limit ${fitted.length === 1 ? zero ? "can be 0" : "cannot be 0" : `can be 0 in ${zero || "none"} of them`}`);
}

/** This is the row of a fit in the figures' data. */
export const csvRow = (fit, statistic) => ({statistic: statistic.name, p: fit.p, r: fit.r, decay: fit.decay, importance_last: fit.importance_last, family: results.familyLabels[fit.family],
  sizes: fit.sizes, values: fit.values, status: fit.status, misfit: fit.misfit, verdict: fit.verdict, alpha: fit.alpha, alpha_low: fit.alpha_low, alpha_high: fit.alpha_high,
  limit: fit.limit, limit_low: fit.limit_low, limit_high: fit.limit_high, amplitude: fit.amplitude,
  vanishes: fit.vanishes, expected_alpha: fit.expected_alpha, agrees: fit.agrees});
