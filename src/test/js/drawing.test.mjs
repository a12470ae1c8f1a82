import "./d3.mjs";
import assert from "node:assert/strict";
import {test} from "node:test";
import {arranged} from "../../main/resources/org/superpose/report/script/pure/layout.mjs";
import {hit, middle, next} from "../../main/resources/org/superpose/report/script/pure/places.mjs";
import {clamp, logAround, logTicks, padded, scaleOf, tickText} from "../../main/resources/org/superpose/report/script/pure/scales.mjs";

test("a scale is logarithmic where values are positive and span more than four", () => {
  assert.ok(scaleOf([1, 5], [0, 100]).base);
  assert.ok(!scaleOf([1, 3.9], [0, 100]).base);
  assert.ok(!scaleOf([0, 5], [0, 100]).base);
  assert.equal(scaleOf([1, 3], [0, 100]).domain()[0], 0);
  const [low, high] = scaleOf([2, 2], [0, 100]).domain();
  assert.ok(low < 2 && 2 < high, "a constant has an axis");
});

test("every value is within the scale around it", () => {
  for (const values of [[1, 1], [0.001, 7], [5, 5.1]]) {
    for (const domain of [logAround(values, [0, 1]).domain(), padded(values)]) {
      assert.ok(domain[0] < values[0] && values[1] < domain[1]);
    }
    const [low, high] = padded(values);
    assert.ok(high / low >= 3 * (1 - 1e-12), "half a decade at least");
  }
});

test("a value off the scale is drawn at its end", () => {
  const scale = d3.scaleLinear([0, 10], [100, 0]);
  assert.deepEqual([-Infinity, -1, 5, 11, Infinity].map(value => clamp(value, scale)), [100, 100, 50, 0, 0]);
});

test("logarithmic ticks are round, on the axis, and no more than there is room for", () => {
  assert.deepEqual(logTicks(d3.scaleLog([1, 10], [0, 1]), 5), [1, 2, 5, 10]);
  assert.deepEqual(logTicks(d3.scaleLog([1, 1000], [0, 1]), 5), [1, 10, 100, 1000]);
  assert.deepEqual(logTicks(d3.scaleLog([1e-8, 1], [0, 1]), 5), [1e-8, 1e-6, 1e-4, 1e-2, 1]);
  for (const domain of [[0.3, 0.9], [1, 1.05], [1e-12, 1e3], [3, 4000]]) {
    for (const room of [2, 3, 6]) {
      const ticks = logTicks(d3.scaleLog(domain, [0, 1]), room);
      assert.ok(ticks.length >= 2 && ticks.length <= Math.max(room, 2), `${domain} ${room}: ${ticks}`);
      assert.ok(ticks.every(value => value >= domain[0] * (1 - 1e-9) && value <= domain[1] * (1 + 1e-9)));
    }
  }
});

test("ticks are all powers of ten where one must be", () => {
  const written = ticks => ticks.map(tickText(ticks));
  assert.deepEqual(written([1, 10, 100]), ["1", "10", "100"]);
  assert.deepEqual(written([1e-6, 1e-3, 1]), ["10⁻⁶", "10⁻³", "1"]);
  assert.deepEqual(written([0, 0.5, 1]), ["0", "0.5", "1"]);
});

test("panels do not touch and stay within the width", () => {
  for (let count = 1; count < 14; count++) {
    for (const width of [280, 700, 1200]) {
      const layout = arranged(count, width, {});
      const boxes = d3.range(count).map(layout.box);
      for (const [k, box] of boxes.entries()) {
        assert.ok(box.width > 0 && box.x + box.width <= width, `${count} in ${width}`);
        assert.ok(box.y + box.height <= layout.total);
        for (const other of boxes.slice(k + 1)) {
          assert.ok(box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y || other.y + other.height <= box.y);
        }
      }
      assert.equal(boxes.filter(box => box.last).length, Math.min(count, layout.columns));
    }
  }
});

const [disc, far, area] = [{x: 10, y: 10}, {x: 30, y: 10}, {x: 100, y: 100, width: 20, height: 10}];

test("the mark under a place is an area, or the nearest point within reach", () => {
  const marks = [disc, far, area];
  assert.equal(hit(marks, 105, 105), area);
  assert.equal(hit(marks, 120, 105), null);
  assert.equal(hit(marks, 19, 10), disc);
  assert.equal(hit(marks, 21, 10), far);
  assert.equal(hit(marks, 60, 60), null);
  assert.deepEqual(middle(area), [110, 105]);
});

test("the arrow keys walk over all marks of a row, and through those at one place", () => {
  const marks = [{x: 0, y: 0}, {x: 10, y: 0}, {x: 10, y: 0}, {x: 20, y: 1}];
  const walked = direction => {
    const seen = [direction[0] > 0 ? marks[0] : marks[3]];
    for (let mark = next(marks, seen[0], direction); mark; mark = next(marks, mark, direction)) seen.push(mark);
    return seen;
  };
  assert.deepEqual(walked([1, 0]).map(mark => marks.indexOf(mark)), [0, 1, 2, 3]);
  assert.deepEqual(walked([-1, 0]).map(mark => marks.indexOf(mark)), [3, 2, 1, 0]);
  assert.equal(next(marks, marks[3], [1, 0]), null);
});
