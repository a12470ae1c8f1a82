import "./d3.mjs";
import assert from "node:assert/strict";
import {test} from "node:test";
import {csv} from "../../main/resources/org/superpose/report/script/pure/csv.mjs";
import {pair, passes, remaining} from "../../main/resources/org/superpose/report/script/pure/filters.mjs";
import {faults, within} from "../../main/resources/org/superpose/report/script/pure/fits.mjs";
import {literal, parts, plain} from "../../main/resources/org/superpose/report/script/pure/markup.mjs";
import {exact, number, percent, plural} from "../../main/resources/org/superpose/report/script/pure/numbers.mjs";

test("numbers keep three digits, and powers of ten where zeros would crowd", () => {
  const written = [[0, "0"], [0.123456, "0.123"], [-0.5, "−0.5"], [123456 / 10, "12346"], [1e5, "10⁵"], [-1e-7, "−10⁻⁷"], [2.5e-4, "2.5·10⁻⁴"], [null, "–"], [undefined, "–"], [NaN, "–"], ["relu", "relu"],
    [0.00123456, "0.00123"], [99999, "99999"]];
  for (const [value, text] of written) assert.equal(number(value), text);
  assert.equal(number(0.123456, 5), "0.12346");
});

test("whole numbers keep all their digits", () => {
  assert.equal(exact(1234567, 4), "1234567");
  assert.equal(exact(-3), "−3");
  assert.equal(exact(0.123456, 4), "0.1235");
  assert.equal(exact(1e21, 4), "10²¹");
});

test("shares and counts are written as a reader says them", () => {
  assert.equal(percent(0.5), "50 %");
  assert.equal(percent(1), "100 %");
  assert.equal(percent(0.12345), "12 %");
  assert.equal(plural(1, "model"), "1 model");
  assert.equal(plural(12345, "model"), "12,345 models");
  assert.equal(plural(0, "series", "series"), "0 series");
});

test("markup is symbols and indices, and text from the data is none of it", () => {
  assert.deepEqual(parts("at {W}_(ij) \\{"), [{kind: "text", text: "at "}, {kind: "symbol", text: "W"}, {kind: "index", text: "ij"}, {kind: "text", text: " "}, {kind: "text", text: "{"}]);
  for (const text of ["{x}_(y)", "a\\b", "_(z", "no markup"]) {
    assert.equal(plain(literal(text)), text);
    assert.ok(parts(literal(text)).every(({kind}) => kind === "text"));
  }
});

/** The cells of a CSV, read by the grammar of RFC 4180 and nothing else. */
function read(text) {
  const [rows, cell] = [[[]], /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y];
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    rows.at(-1).push(found[1].startsWith('"') ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (found[2] !== ",") rows.push([]);
    if (cell.lastIndex === text.length) break;
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

test("CSV is read back as it was", () => {
  const rows = [{a: "x,y", b: 'say "no"', c: "two\r\nlines"}, {a: null, b: -0.5, c: [1, 2]}, {a: undefined, b: true, c: ""}];
  assert.deepEqual(read(csv(rows)), [["a", "b", "c"], ["x,y", 'say "no"', "two\r\nlines"], ["", "-0.5", "[1,2]"], ["", "true", ""]]);
});

test("CSV holds no formula, and numbers stay numbers", () => {
  for (const evil of ["=1+1", "+1", "-1", "@a", "\tx", "\rx"]) assert.equal(read(csv([{a: evil}]))[1][0], `'${evil}`);
  assert.equal(csv([{a: -1}]), "a\r\n-1\r\n");
});

test("a filter says what it leaves", () => {
  const filter = (values, chosen) => remaining({key: "n", label: "n", values, chosen: new Set(chosen)}, (_, value) => `${value}`);
  assert.equal(filter([8, 16, 32, 64, 128], [16]), "n = 16");
  assert.equal(filter([8, 16, 32, 64, 128], [16, 64, 128]), "n = 16, 64, 128");
  assert.equal(filter([8, 16, 32, 64, 128], [16, 32, 64, 128]), "n = 16 to 128");
  assert.equal(filter([8, 16, 32, 64, 128], [8, 16, 32, 128]), "n = 8, 16, 32, 128");
  assert.equal(pair("seed", "3"), "seed: 3");
});

test("a row passes where every filter has its value", () => {
  const dimensions = [{key: "n", chosen: new Set([8])}, {key: "p", chosen: null}];
  assert.equal(passes(dimensions, {n: 8, p: 1}), true);
  assert.equal(passes(dimensions, {n: 16, p: 1}), false);
});

test("an interval without an end says so", () => {
  assert.equal(within(0.5, 0.4, 0.6), "0.5 (0.4 to 0.6)");
  assert.equal(within(0.5, null, 0.6), "0.5 (at most 0.6)");
  assert.equal(within(0.5, 0.4, null), "0.5 (at least 0.4)");
  assert.equal(within(null, null, null), "any");
  assert.deepEqual(faults({status: "open", misfit: true}), ["open", "misfit"]);
  assert.deepEqual(faults({status: "fitted", misfit: false}), []);
});
