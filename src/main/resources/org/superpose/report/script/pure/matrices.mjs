/** This module makes interaction matrices: those of weights, and those that theory would have. */
import {uniform} from "./random.mjs";

/** The rows of W = W_out W_in [n,n] come from an encoder [m,n] and a decoder [n,m], which is null where it is the encoder's transpose. */
export function product({n, m}, encoder, decoder) {
  const out = (i, k) => decoder === null ? encoder[k * n + i] : decoder[i * m + k];
  return d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += out(i, k) * encoder[k * n + j];
    return sum;
  }));
}

const parity = bits => {
  let odd = 0;
  for (let left = bits; left; left &= left - 1) odd ^= 1;
  return odd;
};

/** The Persian rug at unit diagonal is W_ij = (1/m) Σ_k (−1)^popcount(k AND (i XOR j)) over m random rows k ≠ 0 of the Hadamard matrix; n = 2^k. */
export function rug(n, m) {
  const rows = d3.shuffler(uniform(m))(d3.range(m < n ? 1 : 0, n)).slice(0, m);
  const g = d3.range(n).map(difference => d3.sum(rows, k => parity(k & difference) ? -1 : 1) / m);
  return d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => g[i ^ j]));
}

/**
 * The ideal {title, w, b} is the rug of the best scale and bias, [a*, b*] of `limit`, where there is a limit and n is a power of two; else it is the
 * identity, which would lose nothing.
 */
export function ideal({point}, limit) {
  const {n, m, p} = point;
  const [scale, bias] = limit ?? [null, null];
  if (scale === null || n < 2 || n & (n - 1)) {
    return {title: m < n ? "identity: not reachable, m < n" : "identity: no loss", w: d3.range(n).map(i => Float64Array.from({length: n}, (_, j) => i === j ? 1 : 0)), b: Array(n).fill(0)};
  }
  const w = rug(n, m).map(line => line.map(value => scale * value));
  return {title: "Persian rug", rug: true, w, b: w.map((line, i) => bias - p / 2 * (d3.sum(line) - line[i]))};
}

/** Features are ordered by falling importance, which is δ^i, or 1 but for the last feature, whose is ρ. */
export function byImportance({n, decay, importance_last: last}) {
  const importance = i => decay !== null ? decay ** i : last !== null && i === n - 1 ? last : 1;
  return d3.sort(d3.range(n), (i, j) => d3.descending(importance(i), importance(j)) || i - j);
}

export const permuted = (state, order) => ({...state, order, w: order.map(i => Float64Array.from(order, j => state.w[i][j])), b: order.map(i => state.b[i])});

/** The colours end beyond the diagonal, and no nearer than all but a twentieth of the entries reach, so that a few do not hide the rest. */
export function reachOf(w, b) {
  const sizes = [...w.flatMap(line => [...line]), ...b].map(Math.abs);
  return Math.max(d3.quantile(sizes, 0.95), 1.25 * d3.median(w, (line, i) => Math.abs(line[i]))) || d3.max(sizes) || 1;
}

export const DEAD = 0.1;
const SHARE = 0.2;

/** A hidden unit answers to the features whose weight exceeds a fifth of its largest, and to none where no weight exceeds 0.1. */
export function neuron(line) {
  const most = d3.max(line, Math.abs);
  const features = d3.range(line.length).filter(j => most > DEAD && Math.abs(line[j]) > SHARE * most);
  return {features, kind: most <= DEAD ? "dead" : features.length === 1 ? "mono" : "poly"};
}
