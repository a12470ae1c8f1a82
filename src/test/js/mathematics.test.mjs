import "./d3.mjs";
import assert from "node:assert/strict";
import {test} from "node:test";
import {norm, turned, vectors} from "../../main/resources/org/superpose/report/script/pure/directions.mjs";
import {byImportance, ideal, neuron, permuted, product, reachOf, rug} from "../../main/resources/org/superpose/report/script/pure/matrices.mjs";
import {DRAWS, noise, normalQuantile, uniform} from "../../main/resources/org/superpose/report/script/pure/random.mjs";

const near = (actual, expected, error = 1e-12) => assert.ok(Math.abs(actual - expected) <= error * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

test("the interaction matrix is the decoder times the encoder", () => {
  const [encoder, decoder] = [[1, 2, 3, 4, 5, 6], [1, -1, 0, 2, 3, 1]];
  assert.deepEqual(product({n: 3, m: 2}, encoder, decoder).map(line => [...line]), [[-3, -3, -3], [8, 10, 12], [7, 11, 15]]);
  assert.deepEqual(product({n: 3, m: 2}, encoder, null).map(line => [...line]), [[17, 22, 27], [22, 29, 36], [27, 36, 45]]);
});

test("a rug has a unit diagonal and is n/m times a projection of rank m", () => {
  for (const [n, m] of [[8, 1], [8, 5], [16, 4], [16, 15], [4, 4]]) {
    const w = rug(n, m);
    for (let i = 0; i < n; i++) {
      near(w[i][i], 1);
      for (let j = 0; j < n; j++) {
        near(w[i][j], w[j][i]);
        near(d3.sum(d3.range(n), k => w[i][k] * w[k][j]), n / m * w[i][j]);
      }
    }
    assert.deepEqual(rug(n, m), w, "the same every time");
  }
});

test("the ideal is a rug where n is a power of two and there is a limit, else what loses nothing", () => {
  const {rug: woven, w, b} = ideal({point: {n: 8, m: 4, p: 0.1}}, [0.7, -0.02]);
  assert.equal(woven, true);
  w.forEach((line, i) => {
    near(line[i], 0.7);
    near(b[i], -0.02 - 0.05 * (d3.sum(line) - line[i]));
  });
  for (const [n, limit] of [[8, undefined], [6, [0.7, -0.02]]]) {
    const same = ideal({point: {n, m: 4, p: 0.1}}, limit);
    assert.deepEqual(same.w.map(line => [...line]), d3.range(n).map(i => d3.range(n).map(j => i === j ? 1 : 0)));
    assert.match(same.title, /not reachable/);
  }
});

test("features are ordered by importance, and matrices with them", () => {
  assert.deepEqual(byImportance({n: 4, decay: 0.5, importance_last: null}), [0, 1, 2, 3]);
  assert.deepEqual(byImportance({n: 4, decay: null, importance_last: 2}), [3, 0, 1, 2]);
  const {w, b} = permuted({w: [[1, 2], [3, 4]], b: [5, 6]}, [1, 0]);
  assert.deepEqual([w.map(line => [...line]), b], [[[4, 3], [2, 1]], [6, 5]]);
});

test("colours reach beyond the diagonal and hide no twentieth", () => {
  near(reachOf(d3.range(4).map(i => d3.range(4).map(j => i === j ? 1 : 0.1)), [0, 0, 0, 0]), 1.25);
  near(reachOf([[0, 0], [0, 0]], [0, 3]), 2.25);
  assert.equal(reachOf([[0]], [0]), 1);
});

test("a unit answers to the features beyond a fifth of its largest weight", () => {
  assert.deepEqual(neuron([0.09, -0.1, 0]), {features: [], kind: "dead"});
  assert.deepEqual(neuron([1, 0.2, -0.19]), {features: [0], kind: "mono"});
  assert.deepEqual(neuron([1, -0.21, 0]), {features: [0, 1], kind: "poly"});
});

test("the quantiles of the normal distribution are those of its tables", () => {
  // Abramowitz and Stegun, tables 26.5 and 26.6
  for (const [q, x] of [[0.5, 0], [0.9, 1.2815515655], [0.975, 1.9599639845], [0.99, 2.3263478740], [0.999, 3.0902323062], [1 - 1e-6, 4.7534243088], [0.6, 0.2533471031]]) {
    near(normalQuantile(q), x, 5e-9);
    near(normalQuantile(1 - q), -x, 5e-9);
  }
});

test("uniform numbers are the same every time, and uniform", () => {
  const draws = seed => d3.range(20000).map(uniform(seed));
  assert.deepEqual(draws(1), draws(1));
  assert.notDeepEqual(draws(1).slice(0, 5), draws(2).slice(0, 5));
  for (const seed of [0, 1, 12345]) {
    const sorted = d3.sort(draws(seed));
    assert.ok(sorted[0] >= 0 && sorted.at(-1) < 1);
    const distance = d3.max(sorted, (value, k) => Math.max(Math.abs(value - k / sorted.length), Math.abs(value - (k + 1) / sorted.length)));
    // Kolmogorov: a larger distance has a probability of 1e-4.
    assert.ok(distance < 2.23 / Math.sqrt(sorted.length), `${distance}`);
  }
});

test("the noise is standardised and ascends, and there is none without weights", () => {
  const draws = noise([5, ...d3.range(200).map(k => Math.cos(k))], 0.3);
  assert.equal(draws.length, DRAWS);
  assert.deepEqual(draws, d3.sort(draws));
  assert.ok(Math.abs(d3.mean(draws)) < 4 / Math.sqrt(DRAWS), "within four standard errors");
  assert.ok(Math.abs(d3.variance(draws) - 1) < 4 * Math.sqrt(2 / DRAWS));
  assert.deepEqual(noise([1, 0, 0], 0.5), []);
});

test("directions are the columns of the encoder", () => {
  assert.deepEqual(vectors({point: {n: 3, m: 2}, w_in: [1, 2, 3, 4, 5, 6]}), [[1, 4], [2, 5], [3, 6]]);
  assert.equal(norm([2, 3, 6]), 7);
});

test("turning keeps lengths and angles, and the first turns are those named", () => {
  const dot = (a, b) => d3.sum(a, (value, k) => value * b[k]);
  const [a, b] = [[1, 2, -0.5], [-0.3, 0.7, 2]];
  for (const view of [{yaw: 0, pitch: 0}, {yaw: 0.6, pitch: 0.35}, {yaw: -2, pitch: 1.4}]) {
    near(norm(turned(a, view)), norm(a));
    near(dot(turned(a, view), turned(b, view)), dot(a, b));
  }
  const same = (vector, expected) => vector.forEach((value, k) => near(value, expected[k]));
  same(turned([1, 2, 3], {yaw: 0, pitch: 0}), [1, 2, 3]);
  same(turned([1, 0, 0], {yaw: Math.PI / 2, pitch: 0}), [0, 0, -1]);
  same(turned([0, 1, 0], {yaw: 0, pitch: Math.PI / 2}), [0, 0, 1]);
});
