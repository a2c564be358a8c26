// The arithmetic behind the widgets, on cases that a reader can check by hand. Random cases are compared with
// convnb.ops in test_sliding_kernel_2d_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  correlate2d,
  geometry,
  nearestPosition,
  turned,
  usesOf,
  windowCells,
} from "../../../convnb/widgets/kit/slide.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";

const matrix = (...rows) => ({ shape: [rows.length, rows[0].length], values: Float64Array.from(rows.flat()) });
const sizes = (input, kernel, more = {}) => ({
  input: input.shape,
  kernel: kernel.shape,
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  ...more,
});
const picture = matrix([0, 1, 2], [3, 4, 5], [6, 7, 8]);
const kernel = matrix([0, 1], [2, 3]);

test("the course's first picture: correlation and convolution differ", () => {
  const geo = geometry(sizes(picture, kernel));
  assert.deepEqual([...correlate2d(picture, kernel, geo).values], [19, 25, 37, 43]);
  assert.deepEqual([...correlate2d(picture, turned(kernel), geo).values], [5, 11, 23, 29]);
});

test("a stride that does not divide leaves a border, and rows and columns are not mixed up", () => {
  const wide = matrix([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]);
  const geo = geometry(sizes(wide, matrix([1, 2]), { stride: [1, 3] }));
  assert.deepEqual(geo.output, [2, 2]);
  assert.deepEqual([...correlate2d(wide, matrix([1, 2]), geo).values], [5, 14, 23, 32]);
  assert.deepEqual(usesOf(geo, 0, 2), []);
});

test("a kernel larger than the padded input is refused with the numbers", () => {
  const refuse = () => geometry(sizes(picture, kernel, { dilation: [3, 1], padding: [0, 4] }));
  assert.throws(refuse, (error) => error instanceof StateError && /4×2.*3×11/.test(error.message));
});

test("the uses of an input are the windows that contain it, each with its own weight", () => {
  const tall = matrix([1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 1, 1], [2, 2, 2]);
  const geo = geometry(
    sizes(tall, matrix([1, 2], [3, 4], [5, 6]), { stride: [2, 1], padding: [1, 0], dilation: [1, 2] }),
  );
  for (let row = 0; row < geo.padded[0]; row++) {
    for (let col = 0; col < geo.padded[1]; col++) {
      const expected = [];
      for (let position = 0; position < geo.output[0] * geo.output[1]; position++) {
        for (const cell of windowCells(geo, position)) {
          if (cell.row === row && cell.col === col) expected.push({ position, weight: cell.weight });
        }
      }
      const order = (a, b) => a.position - b.position || a.weight - b.weight;
      assert.deepEqual(usesOf(geo, row, col).sort(order), expected.sort(order));
    }
  }
});

test("a drag ends at the nearest window, and never outside", () => {
  const wide = matrix([1, 2, 3, 4, 5, 6, 7]);
  const geo = geometry(sizes(wide, matrix([1, 1]), { stride: [1, 2] }));
  assert.deepEqual(geo.output, [1, 3]);
  assert.deepEqual(
    [-5, 0.9, 1.1, 3.4, 99].map((col) => nearestPosition(geo, 0, col)),
    [0, 0, 1, 2, 2],
  );
});
