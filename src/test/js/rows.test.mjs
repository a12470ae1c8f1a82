import "./d3.mjs";
import assert from "node:assert/strict";
import {test} from "node:test";
import {rowsOf} from "../../main/resources/org/superpose/report/script/pure/columns.mjs";
import {inOrder} from "../../main/resources/org/superpose/report/script/pure/figures.mjs";
import {distinct, spread, stepped, thinned} from "../../main/resources/org/superpose/report/script/pure/lists.mjs";
import {running, thin} from "../../main/resources/org/superpose/report/script/pure/runs.mjs";
import {common, derived, rounded, summary} from "../../main/resources/org/superpose/report/script/pure/statistics.mjs";
import {theoryLines} from "../../main/resources/org/superpose/report/script/pure/theory.mjs";

const near = (actual, expected, error = 1e-12) => assert.ok(Math.abs(actual - expected) <= error * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

test("the three forms of a column are the same values", () => {
  const values = [3, null, null, 3, 3];
  const rows = rowsOf({rows: 5, columns: {plain: values, indexed: {d: [3, null], i: [0, 1, 1, 0, 0]}, runs: {v: [3, null, 3], n: [1, 2, 2]}}});
  assert.deepEqual(rows, values.map(value => ({plain: value, indexed: value, runs: value})));
  assert.deepEqual(rowsOf({rows: 0, columns: {a: []}}), []);
});

test("a column of another length than the table is refused", () => {
  assert.throws(() => rowsOf({rows: 3, columns: {a: [1, 2]}}), /column a has 2 values for 3 rows/);
  assert.throws(() => rowsOf({rows: 3, columns: {a: {v: [1], n: [4]}}}), /4 values/);
});

const figure = (id, order, more = {}) => ({id, order, name: id, tables: ["models"], available: () => true, draw: () => undefined, ...more});

test("figures stand in the order they declare", () => {
  assert.deepEqual(inOrder({b: figure("b", 1), a: figure("a", 20), c: figure("c", 3)}, ["models"]).map(({id}) => id), ["b", "c", "a"]);
});

test("a figure that is not declared whole is refused", () => {
  assert.throws(() => inOrder({a: figure("a", undefined)}, ["models"]), /figure a does not declare order/);
  assert.throws(() => inOrder({a: figure("a", 1, {draw: undefined, tables: undefined})}, ["models"]), /does not declare tables, draw/);
  assert.throws(() => inOrder({a: figure("b", 1)}, ["models"]), /figure a has the id b/);
  assert.throws(() => inOrder({a: figure("a", 1), b: figure("b", 1)}, ["models"]), /figures a and b have one order, 1/);
  assert.throws(() => inOrder({a: figure("a", 1, {tables: ["models", "nothing"]})}, ["models"]), /tables that are not there: nothing/);
});

test("distinct values ascend, what is unknown first", () => {
  assert.deepEqual(distinct([{a: 2}, {a: null}, {a: 10}, {a: 2}], "a"), [null, 2, 10]);
  assert.deepEqual(distinct([], "a"), []);
});

test("a few of many keep both ends", () => {
  for (let length = 2; length < 40; length++) {
    for (let count = 2; count < 8; count++) {
      const kept = spread(d3.range(length), count);
      assert.equal(kept.length, Math.min(length, count));
      assert.equal(new Set(kept).size, kept.length);
      assert.deepEqual([kept[0], kept.at(-1)], [0, length - 1]);
    }
  }
});

test("steps and labels leave no more than there is room for", () => {
  for (let n = 1; n < 300; n += 7) {
    for (const room of [2, 5, 12]) {
      assert.ok(stepped(n, room).length <= room);
      assert.ok(thinned(d3.range(n), room).length <= room);
    }
  }
  assert.deepEqual(stepped(12, 6), [0, 2, 4, 6, 8, 10]);
});

test("mean and standard error are those of the known values", () => {
  const values = [1, 2, 4, 9];
  const mean = 16 / 4;
  const variance = (9 + 4 + 0 + 25) / 3;
  const {sem, ...rest} = summary([1, null, 2, undefined, 4, 9]);
  assert.deepEqual(rest, {mean, count: values.length});
  near(sem, Math.sqrt(variance / 4));
  assert.deepEqual(summary([7]), {mean: 7, sem: null, count: 1});
  assert.equal(summary([null, undefined]), null);
});

test("what is derived is unknown where one of its columns is", () => {
  const [over, minus] = [{of: "a", over: "b"}, {of: "a", minus: "b"}];
  assert.equal(derived({a: 3, b: 2}, over), 1.5);
  assert.equal(derived({a: 3, b: 2}, minus), 1);
  assert.equal(derived({a: 0, b: 2}, over), 0);
  assert.equal(derived({a: 3, b: 0}, over), null);
  for (const row of [{a: null, b: 2}, {a: 3, b: null}, {a: 3}]) {
    assert.equal(derived(row, over), null);
    assert.equal(derived(row, minus), null);
  }
});

test("what is much smaller than its terms is 0", () => {
  const of = columns => name => columns[name] ?? null;
  const variance = {name: "diag_var", terms: {of: ["diag_mean"], power: 2}};
  assert.equal(rounded(variance, of({diag_var: 1e-24, diag_mean: 1e-5})), 0);
  assert.equal(rounded(variance, of({diag_var: 1e-22, diag_mean: 1e-5})), 1e-22);
  assert.equal(rounded(variance, of({diag_var: 1e-31})), 0);
  assert.equal(rounded(variance, of({})), null);
  const loss = {name: "loss", terms: {of: ["loss_constant", "p"], power: 1}};
  assert.equal(rounded(loss, of({loss: 1e-20, p: 1e-3})), 0);
  assert.equal(rounded(loss, of({loss: 1e-20, loss_constant: 1e-9, p: 1})), 1e-20);
  assert.equal(rounded({name: "x"}, of({x: -1e-12})), -1e-12);
});

test("values that differ by rounding have one in common", () => {
  assert.equal(common([1, 1 + 1e-12]), 1 + 1e-12);
  assert.equal(common([1, 1.001]), null);
  assert.equal(common([0, 0]), 0);
});

const at = (n, p, value, more = {}) => ({n, p, family: 0, decay: 1, importance_last: null, data_kind: "independent", hidden: "identity", output: "relu", loss_linear: value, ...more});
const axis = {place: point => point.p};
const lines = points => theoryLines(points, axis, "loss_linear", (_, value) => value);

test("theory is one line where all sizes agree, and one for each that differs", () => {
  const agreeing = lines([at(8, 0.2, 2), at(8, 0.1, 1), at(16, 0.1, 1 + 1e-9), at(16, 0.4, 4)]);
  assert.deepEqual(agreeing.map(({of, points}) => [of, points.map(mark => mark.at)]), [[null, [0.1, 0.2, 0.4]]]);
  const differing = lines([at(8, 0.1, 1), at(16, 0.1, 1.1)]);
  assert.deepEqual(differing.map(({of}) => of.n), [8, 16]);
});

test("theory of sizes without a place in common agrees only where features are alike", () => {
  assert.equal(lines([at(8, 0.1, 1), at(16, 0.2, 2)]).length, 1);
  assert.equal(lines([at(8, 0.1, 1, {decay: 0.9}), at(16, 0.2, 2, {decay: 0.9})]).length, 2);
  assert.equal(lines([at(8, 0.1, 1), at(16, 0.2, 2, {data_kind: "clustered"})]).length, 2);
  assert.deepEqual(lines([at(8, 0.1, null)]), []);
});

test("as many models run at a time as have started and not ended", () => {
  const rows = [{started_ms: 1000, seconds: 4}, {started_ms: 2000, seconds: 1}, {started_ms: 3000, seconds: 5}];
  const steps = running(rows);
  for (let time = 0.5; time < 7; time++) {
    const counted = rows.filter(row => (row.started_ms - 1000) / 1000 <= time && time < (row.started_ms - 1000) / 1000 + row.seconds).length;
    assert.equal(steps.filter(step => step.time <= time).at(-1).count, counted, `at ${time} s`);
  }
  assert.equal(steps.at(-1).count, 0);
});

const area = steps => d3.sum(d3.pairs(steps), ([from, to]) => from.count * (to.time - from.time));

test("thinned steps keep the area under them", () => {
  const rows = d3.range(500).map(k => ({started_ms: 37 * k % 5000, seconds: 0.1 + k % 13}));
  const steps = running(rows);
  const few = thin(steps, 60);
  assert.equal(few.length, 61);
  near(area(few), area(steps), 1e-6);
  near(area(steps), d3.sum(rows, row => row.seconds), 1e-9);
  assert.equal(thin(steps, 1000), steps);
});
