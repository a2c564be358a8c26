// The small parts that every widget stands on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ticks, valueAtX, xOf } from "../../../convnb/widgets/kit/chart.js";
import { formatNumber, formatSum, numpyArray } from "../../../convnb/widgets/kit/format.js";
import { arrowStep, cellAt, paintGrid, parseNumber, typedStart } from "../../../convnb/widgets/kit/grid.js";
import { exampleOf, OWN, readChoice, readFloats, readMatrix } from "../../../convnb/widgets/kit/params.js";
import { readNumber, readPair, readVector, rowsOf, StateError } from "../../../convnb/widgets/kit/params.js";
import * as slots from "../../../convnb/widgets/kit/slots.js";

const model = (state) => ({ get: (name) => state[name] });
const refuses = (run, words) =>
  assert.throws(run, (error) => error instanceof StateError && words.test(error.message), String(words));

test("numbers have a true minus sign and no noise", () => {
  const shown = [0, -0, -1.5, 1 / 3, 123456, 1234567, -8.9e-16, 1e-5, NaN, -Infinity].map((value) =>
    formatNumber(value),
  );
  assert.deepEqual(shown, ["0", "0", "−1.5", "0.3333", "123456", "1.235e+6", "0", "1e−5", "NaN", "−∞"]);
});

test("a sum is written as a learner would", () => {
  const terms = [
    { value: 0, weight: 0 },
    { value: 1, weight: -2 },
    { value: -3, weight: 0.5 },
  ];
  assert.equal(formatSum(terms, -3.5), "0×0 + 1×(−2) + (−3)×0.5 = −3.5");
});

test("Python source keeps every digit and what JSON cannot say", () => {
  assert.equal(numpyArray([1, 0.1, NaN, -Infinity], [2, 2]), "np.array([[1, 0.1], [np.nan, -np.inf]])");
  assert.equal(numpyArray([1, 2, 3], [3]), "np.array([1, 2, 3])");
});

test("bad state gets a sentence with the numbers, whatever it is", () => {
  refuses(() => readNumber(model({ lag: "3" }), "lag"), /lag must be a number/);
  refuses(() => readNumber(model({ lag: 1.5 }), "lag", { integer: true }), /1\.5.*whole/);
  refuses(() => readPair(model({ stride: [0, 1] }), "stride", { min: 1 }), /stride is 0.*at least 1/);
  refuses(() => readPair(model({ stride: 2 }), "stride", { min: 1 }), /two whole numbers/);
  for (const input of [undefined, null, [], [[]], "<b>", [1, 2], {}])
    refuses(() => readMatrix(model({ input }), "input", 9), /empty/);
  refuses(() => readMatrix(model({ input: [[1, 2], [3]] }), "input", 9), /row 1 must have 2/);
  refuses(() => readMatrix(model({ input: [[1], [null]] }), "input", 9), /input\[1\]\[0\]/);
  refuses(() => readMatrix(model({ input: [Array(10).fill(1)] }), "input", 9), /1×10.*9×9/);
});

test("samples are read at any byte offset of the message that brought them", () => {
  const bytes = new Uint8Array(11);
  new DataView(bytes.buffer).setFloat32(3, 1.5, true);
  new DataView(bytes.buffer).setFloat32(7, -2, true);
  assert.deepEqual([...readFloats(new DataView(bytes.buffer, 3, 8), "x", Float32Array)], [1.5, -2]);
  refuses(() => readFloats(new DataView(bytes.buffer, 0, 7), "x", Float32Array), /7 bytes/);
  refuses(() => readFloats(new DataView(new ArrayBuffer(12)), "x", Float64Array), /float64.*12 bytes/);
  refuses(() => readFloats(new DataView(new ArrayBuffer(0)), "x", Float32Array), /empty/);
  refuses(() => readFloats(new DataView(Float32Array.of(1, NaN).buffer), "x", Float32Array), /x\[1\]/);
  refuses(() => readFloats("hello", "x", Float32Array), /float32 numbers as bytes/);
});

test("a pointer finds its cell in a grid that is not square", () => {
  const grid = { shape: [2, 3], cell: 10 };
  assert.deepEqual(cellAt(grid, 25, 5), { row: 0, col: 2 });
  assert.deepEqual(cellAt(grid, 5, 15), { row: 1, col: 0 });
  assert.equal(cellAt(grid, 5, 25), null);
  assert.equal(cellAt(grid, 35, 5), null);
  assert.equal(cellAt(grid, 0.5, 5), null);
});

test("in smaller cells numbers lose digits before they give way to the tint", () => {
  const painted = (cell) => {
    const texts = [];
    const known = { fillText: (text) => texts.push(text), measureText: ({ length }) => ({ width: 6 * length }) };
    const context = new Proxy(known, { get: (target, name) => target[name] ?? (() => {}), set: () => true });
    return [paintGrid(context, { shape: [1, 2], values: [0.4509, -2], title: "", cell }, "#000", {}), ...texts];
  };
  assert.deepEqual([40, 36, 26, 20].map(painted), [
    ["", "0.451", "−2"],
    ["", "0.45", "−2"],
    ["", "0.5", "−2"],
    ["tint: −2 (striped) to 2"],
  ]);
});

test("arrow keys stay inside, other keys are not taken", () => {
  assert.deepEqual(arrowStep("ArrowRight", { row: 0, col: 2 }, [2, 3]), { row: 0, col: 2 });
  assert.deepEqual(arrowStep("ArrowDown", { row: 0, col: 2 }, [2, 3]), { row: 1, col: 2 });
  assert.equal(arrowStep("Tab", { row: 0, col: 0 }, [2, 3]), null);
});

test("ticks are round, inside the range, and survive a range of nothing", () => {
  assert.deepEqual(ticks(-0.21, 1.3, 4), [0, 0.5, 1]);
  assert.deepEqual(ticks(0, 1000, 5), [0, 200, 400, 600, 800, 1000]);
  assert.deepEqual(ticks(3, 3, 4), []);
  const area = { left: 50, top: 0, width: 200, height: 1, from: -3, to: 7, low: 0, high: 1 };
  assert.equal(valueAtX(area, xOf(area, 2.5)), 2.5);
});

test("numbers are read as a learner types them", () => {
  const typed = ["2", " -1.5 ", "−3", "0,25", "1/4", "1e3", ".5", "-0", "2/-8"];
  assert.deepEqual(typed.map(parseNumber), [2, -1.5, -3, 0.25, 0.25, 1000, 0.5, 0, -0.25]);
  for (const text of ["", " ", "-", "1/", "/2", "1/0", "1/2/3", "two", "1 2", "Infinity", "NaN"])
    assert.ok(Number.isNaN(parseNumber(text)), text);
});

test("a key starts the editor only if it starts a number", () => {
  const start = (key, more = {}) => typedStart({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.deepEqual(
    ["7", "-", "−", ".", "F2"].map((key) => start(key)),
    ["7", "-", "−", ".", ""],
  );
  for (const key of ["a", "Enter", "ArrowUp", "F1", " ", "12"]) assert.equal(start(key), null, key);
  assert.equal(start("1", { ctrlKey: true }), null);
});

test("lists and words get their sentence", () => {
  for (const list of [undefined, null, [], {}, "12", 3]) refuses(() => readVector(model({ list }), "list", 4), /empty/);
  refuses(() => readVector(model({ list: [1, 2, 3] }), "list", 2), /3 numbers.*at most 2/);
  for (const bad of [null, "1", NaN, Infinity, [1], true])
    refuses(() => readVector(model({ list: [1, bad] }), "list", 4), /list\[1\] is not a number/);
  assert.deepEqual([...readVector(model({ list: [1, -2] }), "list", 2)], [1, -2]);
  refuses(() => readChoice(model({ mode: "<b>" }), "mode", ["full", "same"]), /mode must be one of: full, same/);
});

test("pixels and slots are one axis, and a scale leaves room for numbers", () => {
  const axis = slots.axisFor(400, { from: -2, count: 11, left: 24 });
  assert.ok(slots.widthOf(axis) <= 400);
  for (let slot = -2; slot < 9; slot++) {
    assert.equal(slots.slotAt(axis, slots.xOfSlot(axis, slot) + 1), slot);
    assert.equal(slots.slotAt(axis, slots.xOfSlot(axis, slot + 1) - 1), slot);
  }
  assert.equal(slots.slotAt(axis, 20), null);
  assert.equal(slots.slotAt(axis, slots.xOfSlot(axis, 9) + 1), null);
  const narrow = slots.axisFor(320, { from: 0, count: 94, left: 24 });
  assert.ok(slots.widthOf(narrow) <= 320);
  const band = slots.bandOf([4, -2, 1], { top: 10, height: 100 });
  assert.ok(slots.yOfValue(band, 4) >= 10 + 15 && slots.yOfValue(band, -2) <= 110 - 15);
  assert.ok(Math.abs(slots.valueAtY(band, slots.yOfValue(band, 1.5)) - 1.5) < 1e-9);
  const nothing = slots.bandOf([0, 0], { top: 0, height: 80 });
  assert.ok(nothing.high > 0 && Number.isFinite(slots.yOfValue(nothing, 0)));
});

test("steps are round and a few of them reach the top", () => {
  assert.deepEqual([4, 1, 0.5, 40, 7].map(slots.stepFor), [0.5, 0.1, 0.05, 5, 1]);
});

test("an example stands there if every trait that counts has its value", () => {
  assert.deepEqual(rowsOf("1 -2.5 ;  0 4"), [
    [1, -2.5],
    [0, 4],
  ]);
  const examples = { one: { x: [[1, 2]], flip: true }, two: { x: [[1, 3]], flip: false } };
  const named = (state) => exampleOf(model(state), examples, ["x"]);
  assert.equal(named({ x: rowsOf("1 3"), flip: true }), "two");
  assert.equal(named({ x: rowsOf("1; 3"), flip: false }), OWN);
});
