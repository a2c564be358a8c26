// The small parts that every widget stands on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { formatNumber, formatSum } from "../../convnb/widgets/kit/format.js";
import { arrowStep, cellAt } from "../../convnb/widgets/kit/grid.js";
import { numpyArray } from "../../convnb/widgets/kit/numpy.js";
import { readMatrix, readNumber, readPair, readSamples, StateError } from "../../convnb/widgets/kit/params.js";
import { ticks, valueAtX, xOf } from "../../convnb/widgets/kit/plot.js";
import { mixAt } from "../../convnb/widgets/signal_aligner/sound.js";

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
  assert.deepEqual([...readSamples(new DataView(bytes.buffer, 3, 8), "x")], [1.5, -2]);
  refuses(() => readSamples(new DataView(bytes.buffer, 0, 7), "x"), /7 bytes/);
  refuses(() => readSamples(new DataView(new ArrayBuffer(0)), "x"), /empty/);
  refuses(() => readSamples(new DataView(Float32Array.of(1, NaN).buffer), "x"), /x\[1\]/);
  refuses(() => readSamples("hello", "x"), /array of samples/);
});

test("a pointer finds its cell in a grid that is not square", () => {
  const grid = { shape: [2, 3], cell: 10 };
  assert.deepEqual(cellAt(grid, 25, 5), { row: 0, col: 2 });
  assert.deepEqual(cellAt(grid, 5, 15), { row: 1, col: 0 });
  assert.equal(cellAt(grid, 5, 25), null);
  assert.equal(cellAt(grid, 35, 5), null);
  assert.equal(cellAt(grid, 0.5, 5), null);
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

test("the mix pairs x[t] with y[t + lag], on both sides", () => {
  const x = Float32Array.of(1, 0, 0);
  const y = Float32Array.of(0, 0, 2, 0);
  assert.deepEqual([...mixAt(x, y, 2)], [0, 0, 2, 0, 0]);
  assert.deepEqual([...mixAt(x, y, -1)], [1, 0, 0, 1, 0]);
});
