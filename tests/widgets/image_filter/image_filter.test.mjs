// ImageFilter's arithmetic on cases that can be checked by hand. Random ones are in tests/widgets/image_filter/test_image_filter_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { centreOf, colourOf, extent, resultAt, windowOf } from "../../../convnb/widgets/kit/image.js";
import { readPicture, StateError } from "../../../convnb/widgets/kit/params.js";
import { slide } from "../../../convnb/widgets/kit/slide.js";
import { preset, PRESET_NAMES, presetName } from "../../../convnb/widgets/kit/weights.js";
import { reachOf, readable, resized, snapped } from "../../../convnb/widgets/kit/weights.js";
import { measures } from "../../../convnb/widgets/image_filter/index.js";
import { createFilter, outside, padded, separated } from "../../../convnb/widgets/image_filter/math.js";
import { cameraProblem, fitted, greyOf } from "../../../convnb/widgets/image_filter/own_picture.js";
import { costText, pixelText, productText, scaleText, termsAt } from "../../../convnb/widgets/image_filter/words.js";

const picture = (...rows) => ({ shape: [rows.length, rows[0].length], values: Float32Array.from(rows.flat()) });
const kernel = (...rows) => ({ shape: [rows.length, rows[0].length], values: Float64Array.from(rows.flat()) });
const small = picture([0, 1, 2], [3, 4, 5], [6, 7, 8]);

test("the course's first picture, valid and with zeros around it", () => {
  const filter = createFilter();
  const weights = kernel([0, 1], [2, 3]);
  assert.deepEqual([...filter(small, weights, "valid").values], [19, 25, 37, 43]);
  // An even kernel has its zeros above and left, as in convnb.correlate.
  assert.deepEqual([...filter(small, weights, "same").values], [0, 3, 8, 9, 19, 25, 21, 37, 43]);
  assert.deepEqual(padded(picture([5]), [3, 4], "same").shape, [3, 4]);
});

test("the neighbour difference turns 280x320 into 280x319", () => {
  const photo = { shape: [280, 320], values: new Float32Array(280 * 320) };
  assert.deepEqual(slide(photo, kernel([-1, 1])).shape, [280, 319]);
});

test("dragging one weight, then another, is the same as filtering anew", () => {
  const photo = { shape: [9, 11], values: Float32Array.from({ length: 99 }, (_, n) => ((n * 37) % 101) / 101) };
  const filter = createFilter();
  let weights = kernel([1, -2, 0, 3], [0.5, 0, 4, 1], [2, 2, -1, 7]);
  for (const mode of ["valid", "same"]) {
    for (const [at, value] of [
      [0, 5],
      [0, -1e6],
      [0, 1],
      [6, 0],
      [6, 2.5],
      [11, -3],
      [0, 4],
      [0, 4],
    ]) {
      weights = { shape: weights.shape, values: weights.values.with(at, value) };
      const fresh = slide(padded(photo, weights.shape, mode), weights).values;
      const dragged = filter(photo, weights, mode);
      dragged.values.forEach((got, n) =>
        assert.ok(Math.abs(got - fresh[n]) < 1e-5 * (1 + Math.abs(value)), `${at} ${n}`),
      );
      assert.deepEqual(dragged.range, { low: Math.min(...dragged.values), high: Math.max(...dragged.values) });
    }
  }
  // Far away and back: nothing of the large numbers stays.
  assert.ok(Math.abs(filter(photo, weights, "same").values[50]) < 20);
});

test("another picture or mode is never answered with the last one's result", () => {
  const filter = createFilter();
  const weights = kernel([2]);
  assert.deepEqual([...filter(picture([1, 2]), weights, "valid").values], [2, 4]);
  assert.deepEqual([...filter(picture([3, 2]), weights, "valid").values], [6, 4]);
  assert.deepEqual([...filter(picture([3, 2]), kernel([1, 1]), "valid").values], [5]);
  assert.deepEqual([...filter(picture([3, 2]), kernel([1], [1]), "same").values], [3, 2]);
});

test("kernels of rank 1 come apart into a column and a row, others do not", () => {
  const { column, row } = separated(kernel([-1, 0, 1], [-2, 0, 2], [-1, 0, 1]));
  assert.deepEqual([...column.values].map(Math.abs), [0.5, 1, 0.5]);
  assert.deepEqual(row.shape, [1, 3]);
  for (const [at, weight] of [-1, 0, 1, -2, 0, 2, -1, 0, 1].entries()) {
    assert.equal(column.values[Math.floor(at / 3)] * row.values[at % 3] + 0, weight);
  }
  assert.equal(separated(kernel([-1, 0, 1], [-2, 0, 2.001], [-1, 0, 1])), null);
  assert.equal(separated(kernel([0, 0, 0], [0, 0, 0], [0, 0, 0])), null);
  assert.equal(separated(kernel([1, 1], [1, 1])), null); // 2 + 2 is no less than 4
  const names = PRESET_NAMES.filter((name) => separated(kernel(...preset(name).kernel)));
  assert.ok(names.includes("Gaussian blur, 9×9") && names.includes("Sobel, left to right"));
  assert.ok(!names.includes("Laplacian") && !names.includes("motion blur, 9×9"));
});

test("what the kernel costs is said with its numbers", () => {
  const gauss = kernel(...preset("Gaussian blur, 9×9").kernel);
  const say = (weights) => costText({ kernel: weights }, { separable: separated(weights) !== null });
  assert.equal(say(gauss), "Separable: 9 + 9 instead of 81 multiplications per pixel.");
  assert.equal(say(kernel([-1, 1])), "2 multiplications per pixel.");
});

test("presets know themselves; blurs keep the brightness, edges have no answer to a flat picture", () => {
  for (const name of PRESET_NAMES) assert.equal(presetName(kernel(...preset(name).kernel)), name);
  const total = (name) =>
    preset(name)
      .kernel.flat()
      .reduce((sum, weight) => sum + weight, 0);
  for (const name of PRESET_NAMES.filter((one) => /blur|identity|sharpen|emboss/.test(one))) {
    assert.ok(Math.abs(total(name) - 1) < 1e-12, name);
  }
  for (const name of PRESET_NAMES.filter((one) => /edges|Sobel|Laplacian|difference/.test(one))) {
    assert.ok(Math.abs(total(name)) < 1e-12, name);
  }
  preset("sharpen").kernel[0][0] = 9;
  assert.equal(preset("sharpen").kernel[0][0], 0);
});

test("a kernel grows and shrinks around its middle", () => {
  assert.deepEqual(resized(kernel([1, 2, 3]), [3, 5]), [
    [0, 0, 0, 0, 0],
    [0, 1, 2, 3, 0],
    [0, 0, 0, 0, 0],
  ]);
  assert.deepEqual(resized(kernel([1, 2, 3], [4, 5, 6], [7, 8, 9]), [1, 1]), [[5]]);
  const nine = kernel([1, 2, 3], [4, 5, 6], [7, 8, 9]);
  assert.deepEqual(resized(nine, [3, 2]), [
    [2, 3],
    [5, 6],
    [8, 9],
  ]);
  assert.deepEqual(resized(kernel([1, 2]), [1, 3]), [[0, 1, 2]]);
});

test("small weights are shown with as many decimals as the largest, and never as zero", () => {
  assert.deepEqual(readable([0.041707, 0.00076251, -0.0134988, 0], 0.041707), [0.0417, 0.0008, -0.0135, 0]);
  assert.deepEqual(readable([-2.3333, 0.5, 0.00001], 2.3333), [-2.33, 0.5, 0.00001]);
  assert.deepEqual(readable([0], 0), [0]);
});

test("steps suit the size of the weights", () => {
  assert.deepEqual(reachOf([-1, 0, 1]), { step: 0.1, limit: 2 });
  assert.deepEqual(reachOf([8, -1]), { step: 0.1, limit: 16 });
  assert.deepEqual(reachOf([1 / 9]), { step: 0.01, limit: 0.23 });
  assert.deepEqual(reachOf([0, 0]), { step: 0.1, limit: 2 });
  assert.equal(snapped(0.1 + 0.2, 0.1), 0.3);
  assert.ok(Object.is(snapped(-0.01, 0.1), 0));
});

test("a pixel's window and the pixel in a window's middle belong together", () => {
  const state = (mode, shape) => ({
    params: { kernel: kernel(...preset("sharpen").kernel), mode },
    result: { output: { shape } },
  });
  const valid = state("valid", [6, 4]);
  assert.deepEqual(windowOf(valid, { row: 2, col: 1 }), { row: 2, col: 1, rows: 3, cols: 3 });
  assert.deepEqual(resultAt(valid, centreOf(valid, { row: 2, col: 1 })), { row: 2, col: 1 });
  assert.deepEqual(resultAt(valid, { row: 0, col: 5 }), { row: 0, col: 3 });
  assert.deepEqual(resultAt(state("same", [8, 6]), { row: 0, col: 5 }), { row: 0, col: 5 });
});

test("the sum of a pixel counts zeros outside, and long sums are not written out", () => {
  const params = { picture: picture([1, 0], [0, 1]), mode: "same" };
  const short = { sliding: kernel([1, 2], [3, 4]) };
  const said = (result, place) => pixelText(termsAt(params, result, place), place);
  assert.equal(said(short, { row: 0, col: 0 }), "result[0, 0] = 0×1 + 0×2 + 0×3 + 1×4 = 4");
  const long = { sliding: { shape: [9, 9], values: new Float64Array(81).fill(1) } };
  assert.equal(said(long, { row: 1, col: 1 }), "result[1, 1] = 2, 81 products added");
});

test("one product of a pixel is written out with its sign", () => {
  assert.equal(productText({ value: 0.42, weight: -2 }), "0.42 × (−2) = −0.84");
});

test("a goal may name the kernel, its size, the sum of its weights, and how strong each half of the result is", () => {
  const flipped = { kernel: kernel([1, 2, 3], [4, 5, -6]), flip: true };
  const said = { kernel: [[1, 2, 3], [4, 5, -6]], size: [2, 3], sum: 9, left: 2.5, right: 2.75 };
  assert.deepEqual(measures(flipped, { output: picture([1, -2, 4], [3, 4, -1]) }), said);
});

test("range and lost parts", () => {
  const values = Float32Array.of(-2, -1e-7, 0, 0.5, 3, 1, 1, 1);
  assert.deepEqual(extent(values), { low: -2, high: 3 });
  assert.deepEqual(outside(values), { below: 1 / 8, above: 1 / 8 });
  const lost = { below: 0.4213, above: 0.0004 };
  assert.equal(
    scaleText({ scale: "clipped" }, { scale: "clipped", lost }),
    "42 % of the pixels are below zero and look as black as zero: what they say is lost. " +
      "Less than 0.1 % are above 1 and all look white.",
  );
});

test("zero is white on the signed scale and both ends differ; clipped hides what absolute shows", () => {
  assert.deepEqual(colourOf("signed", 0, 3), [247, 247, 247]);
  assert.deepEqual(colourOf("signed", -3, 3), [33, 102, 172]);
  assert.deepEqual(colourOf("signed", 3, 3), [178, 24, 43]);
  assert.deepEqual(colourOf("clipped", -3, 3), [0, 0, 0]);
  assert.deepEqual(colourOf("clipped", 1, 3), [255, 255, 255]);
  assert.deepEqual(colourOf("absolute", -3, 3), [255, 255, 255]);
  assert.deepEqual(colourOf("grey", 1.5, 3), [128, 128, 128]);
});

test("own pictures are made to fit and turned grey", () => {
  assert.deepEqual(fitted(1024, 512), [256, 512]);
  assert.deepEqual(fitted(300, 200), [200, 300]);
  assert.deepEqual(fitted(1, 5000), [512, 1]);
  const grey = greyOf(Uint8ClampedArray.of(255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 255, 255), [1, 3]);
  assert.deepEqual(
    [...grey.values].map((value) => Math.round(value * 255)),
    [255, 76, 29],
  );
});

test("a camera that does not start is explained", () => {
  assert.match(cameraProblem({ name: "NotAllowedError" }), /did not allow/);
  assert.match(cameraProblem({ name: "NotFoundError" }), /No camera/);
  assert.match(cameraProblem({ name: "NotReadableError" }), /Another program/);
});

test("a picture that is none gets a sentence", () => {
  const bytes = new DataView(Uint8Array.of(9, 9, 0, 51, 255).buffer, 2);
  const read = (image) => readPicture(image, "image", 4);
  assert.deepEqual([...read({ shape: [1, 3], levels: bytes }).values], [0, Math.fround(0.2), 1]);
  const refuses = (image, words) =>
    assert.throws(
      () => read(image),
      (error) => error instanceof StateError && words.test(error.message),
      String(words),
    );
  for (const image of [null, {}, 3, "x", { shape: [0, 3], levels: bytes }, { shape: [1, 3] }]) {
    refuses(image, /image must be a picture/);
  }
  refuses({ shape: [2, 3], levels: bytes }, /2×3 and needs 6 bytes; got 3/);
  refuses({ shape: [5, 1], levels: bytes }, /5×1.*at most 4×4/);
});
