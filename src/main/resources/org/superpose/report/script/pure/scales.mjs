/** This module makes scales and their ticks. */
import {number, superscript} from "./numbers.mjs";

/** The scale is logarithmic where all values are positive and span more than a factor of 4. */
export function scaleOf(values, range) {
  const [low, high] = d3.extent(values);
  if (low > 0 && high / low > 4) return d3.scaleLog([low / 1.15, high * 1.15], range);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return d3.scaleLinear([low >= 0 && low < 0.6 * high ? 0 : low - room, high + room], range);
}

/** The axis is logarithmic and goes around the values, also around a single one. */
export const logAround = (values, range) => {
  const [low, high] = d3.extent(values);
  return d3.scaleLog(low === high ? [low / 1.5, high * 1.5] : [low / 1.06, high * 1.06], range);
};

/** The values are given room, at least half a decade, so that a constant looks like one. */
export function padded(values) {
  const [low, high] = d3.extent(values);
  const widen = Math.max(1.15, Math.sqrt(3 / (high / low)));
  return [low / widen, high * widen];
}

/** A value that is not on the scale has the place of the end that is nearest. */
export const clamp = (value, scale) => {
  const [low, high] = scale.domain();
  return scale(Math.max(low, Math.min(high, value)));
};

/** The ticks of an axis are all written as powers of ten where one of them must be. */
export const tickText = ticks => {
  const powers = ticks.every(value => value > 0 && Math.abs(Math.log10(value) % 1) < 1e-9);
  const far = ticks.some(value => value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5));
  if (!powers || !far) return value => number(value);
  return value => value === 1 ? "1" : `10${superscript(Math.round(Math.log10(value)))}`;
};

/** A logarithmic axis with room for so many ticks has them at round values, or at whole powers of ten. */
export const logTicks = (scale, room) => {
  const [low, high] = d3.extent(scale.domain());
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  const steps = factors => d3.range(from, to + 1).flatMap(k => factors.map(factor => Number(`${factor}e${k}`)))
    .filter(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  for (const factors of [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks = steps(factors);
    if (ticks.length <= room && ticks.length > 1) return ticks;
  }
  const decades = steps([1]);
  if (decades.length < 2) return [low, high];
  return decades.filter((_, k) => k % Math.ceil(decades.length / room) === 0);
};

/** Where features are counted, the axis is 1/p, which grows with sparsity. */
export const inverse = point => 1 / point.p;
export const INVERSE = "1/(1 − {S}) = 1/{p}";
