/** This module joins what theory says of points into lines along an axis. */

export const alike = point => point.decay === 1 || point.importance_last === 1;

const AGREE = 1e-6;
const agree = (a, b) => Math.abs(a - b) <= AGREE * Math.max(Math.abs(a), Math.abs(b));

/**
 * Theory gives lines {points: [{at, value}], of} along the axis: one, whose `of` is null, where all sizes and families agree, else one for each that
 * differs, and `of` is a point of it. Those without a place in common agree where features are alike and of one kind.
 */
export function theoryLines(points, axis, key, divide) {
  const known = points.filter(point => point[key] !== null && point[key] !== undefined && divide(point, point[key]) !== null);
  const merged = [];
  for (const [, group] of d3.group(known, point => `${point.n} ${point.family}`)) {
    const one = {of: group[0], values: new Map(group.map(point => [axis.place(point), divide(point, point[key])]))};
    const same = merged.find(other => fits(one, other));
    if (same) one.values.forEach((value, at) => same.values.set(at, value));
    else merged.push(one);
  }
  return merged.map(({of, values}) => ({of: merged.length > 1 ? of : null, points: d3.sort([...values].map(([at, value]) => ({at, value})), mark => mark.at)}));
}

function fits(one, other) {
  const shared = [...one.values].filter(([at]) => other.values.has(at));
  if (shared.length) return shared.every(([at, value]) => agree(value, other.values.get(at)));
  return alike(one.of) && alike(other.of) && ["data_kind", "hidden", "output"].every(key => one.of[key] === other.of[key]);
}
