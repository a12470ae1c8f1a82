/** This module has the directions of features as vectors, and turns them. */

/** This is the length of a vector. */
export const norm = vector => Math.hypot(...vector);

/** The columns of W_in [m,n], one for each feature, are the features' directions. */
export const vectors = ({point: {n, m}, w_in: w}) => d3.range(n).map(i => d3.range(m).map(k => w[k * n + i]));

/** A point (x, y, z) is turned about the upright axis by yaw, then about the one across by pitch; the result points right, up and towards the eye. */
export const turned = ([x, y, z], {yaw, pitch}) => {
  const [right, depth] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
  return [right, y * Math.cos(pitch) - depth * Math.sin(pitch), depth * Math.cos(pitch) + y * Math.sin(pitch)];
};
