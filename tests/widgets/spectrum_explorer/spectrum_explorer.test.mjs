// SpectrumExplorer's pure parts: recipes, transforms, scales, words. The numbers against NumPy: test_spectrum_explorer_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { StateError } from "../../../convnb/widgets/kit/params.js";
import * as math from "../../../convnb/widgets/spectrum_explorer/math.js";
import { height, roundUp, scalesOf, sizesOf } from "../../../convnb/widgets/spectrum_explorer/view.js";
import * as words from "../../../convnb/widgets/spectrum_explorer/words.js";
import { readParams } from "../../../convnb/widgets/spectrum_explorer/index.js";

const PLAIN = words.PRESETS["a sine through a moving average"];
const OWN = { signal: [0, 1, 2, 3], kernel: [1, 2], show: "magnitude" };
const state = (more = {}) => ({ ...OWN, ...PLAIN, ...more });
const params = (more) => readParams({ get: (name) => state(more)[name] });
const own = (more) => params({ signal_kind: "own", kernel_kind: "own", bin: 1, ...more });
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("a transform by the definition goes there and back at any length", () => {
  const x = [3, -1, 4, 1, -5];
  for (const length of [5, 6, 7, 12]) {
    const back = math.inverse(math.transform(x, length), length);
    assert.equal(back.length, length);
    back.forEach((value, t) => near(value, x[t] ?? 0));
  }
  const { re, im } = math.transform([0, 1, 0, 0], 4);
  [1, 0, -1].forEach((value, k) => near(re[k], value));
  [0, -1, 0].forEach((value, k) => near(im[k], value));
});

test("the curves go through the bins: more zeros are more samples of the same curves", () => {
  for (const length of [64, 128]) {
    const { curves, spectra } = math.compute(params({ signal_kind: "noise", length, width: 13 }));
    const step = math.CURVE_POINTS / length;
    for (const row of ["x", "w", "y"]) {
      spectra[row].re.forEach((value, k) => near(value, curves[row].re[k * step]));
      spectra[row].im.forEach((value, k) => near(value, curves[row].im[k * step]));
    }
  }
});

test("a kernel's width is one that it can have", () => {
  const used = (kind) => [1, 2, 3, 4, 63, 64].map((width) => math.usedWidth(kind, width));
  assert.deepEqual(used("Gaussian"), [1, 2, 3, 4, 63, 64]);
  assert.deepEqual(used("echo"), [2, 2, 3, 4, 63, 64]);
  assert.deepEqual(used("second difference"), [3, 3, 3, 3, 63, 63]);
  assert.deepEqual([...math.makeKernel("second difference", 5)], [1, 0, -2, 0, 1]);
  assert.deepEqual([...math.makeKernel("difference", 2)], [1, -1]);
  for (const kind of ["moving average", "Gaussian", "low-pass"]) {
    near(math.makeKernel(kind, 1)[0], 1);
    near(math.gainAt(math.makeKernel(kind, 9), 0), 1);
  }
});

test("pulses come every so many samples, one alone at frequency 0", () => {
  const period = [0, 0.5, 0.3, 0.1, 0.001].map((frequency) => math.pulsePeriod(frequency, 64));
  assert.deepEqual(period, [64, 2, 3, 10, 64]);
});

test("the length is never below signal and kernel, the bin never above half of it", () => {
  assert.equal(params({ length: 3 }).length, 64);
  assert.equal(params({ length: 70 }).length, 70);
  assert.equal(own({ kernel: Array(9).fill(1) }).length, 9);
  assert.equal(own({ bin: 200 }).bin, 2);
});

test("bad state gets a sentence with the numbers", () => {
  const refuses = (more, message) =>
    assert.throws(
      () => params(more),
      (error) => error instanceof StateError && message.test(error.message),
    );
  refuses({ frequency: 0.6 }, /frequency is 0\.6; it can be at most 0\.5/);
  refuses({ samples: 300 }, /samples is 300; it can be at most 256/);
  refuses({ width: 0 }, /width is 0; it must be at least 1/);
  refuses({ length: 1000 }, /length is 1000; it can be at most 512/);
  refuses({ bin: -1 }, /bin is -1/);
  refuses({ signal_kind: "song" }, /signal_kind must be one of: sine, two sines/);
  refuses({ kernel_kind: null }, /kernel_kind must be one of: moving average/);
  refuses({ signal: [1, null] }, /signal\[1\] is not a number/);
  refuses({ kernel: Array(65).fill(1) }, /kernel has 65 numbers; this widget shows at most 64/);
});

test("scales are round, hold everything, and show what the product lost", () => {
  assert.deepEqual([0, 1, 1.01, 1.03, 0.3, 32, 85, 1e-13].map(roundUp), [0, 1, 1, 1.5, 0.3, 40, 100, 0]);
  const quiet = params({ frequency: 0.3 });
  const scales = scalesOf(quiet, math.compute(quiet), "magnitude");
  assert.deepEqual(scales.spectrum.y, scales.spectrum.x);
  assert.deepEqual(scales.time.y, scales.time.x);
  const loud = params({ frequency: 0.5, kernel_kind: "difference", width: 2, signal_kind: "pulse train" });
  const louder = scalesOf(loud, math.compute(loud), "magnitude");
  assert.ok(louder.spectrum.y.high > louder.spectrum.x.high);
  const decibels = scalesOf(quiet, math.compute(quiet), "magnitude in dB").spectrum.x;
  assert.deepEqual([decibels.low, decibels.high], [-80, 40]);
  assert.deepEqual(scalesOf(quiet, math.compute(quiet), "phase").spectrum.w.heights, [-180, 0, 180]);
});

test("heights: magnitude, decibels not below the scale, and no phase where there is nothing", () => {
  near(height(3, -4, "magnitude"), 5);
  near(height(0, 10, "magnitude in dB"), 20);
  assert.equal(height(0, 0, "magnitude in dB"), -80);
  near(height(0, -2, "phase"), -90);
  assert.ok(Number.isNaN(height(0, 1e-12, "phase")));
});

test("two columns of three pictures fill the stage on a laptop and on a phone", () => {
  for (const phone of [false, true]) {
    const room = { width: phone ? 340 : 910, height: 406, phone };
    const { width, plot } = sizesOf(room);
    assert.ok(2 * width < room.width);
    // Three titles, three pictures with 8 above and 6, 6 and 36 below, and two gaps of 4.
    const used = 3 * 22 + 3 * (plot + 8) + 6 + 6 + 36 + 2 * 4;
    assert.ok(used <= room.height && used > room.height - 3);
  }
});

test("in a bin magnitudes multiply and phases add, round the circle", () => {
  const given = own({ signal: [0, 1], kernel: [0, 0, 1], length: 8, bin: 3 });
  assert.deepEqual(words.binTable(math.compute(given), 3), [
    ["X[3]", "−0.707 − 0.707i", "1", "−135°"],
    ["W[3]", "0 + 1i", "1", "90°"],
    ["X[3] · W[3]", "0.707 − 0.707i", "1 × 1 = 1", "−135° + 90° = −45°"],
  ]);
  const early = own({ signal: [0, 0, 0, 1], kernel: [0, 1], length: 8 });
  assert.equal(words.binTable(math.compute(early), 2)[2][3], "90° + (−90°) = 0°");
  const late = own({ signal: [0, 1], kernel: [0, 1, 0], length: 8, bin: 3 });
  assert.equal(words.binTable(math.compute(late), 3)[2][3], "−135° + (−135°) = −270°, the same as 90°");
  const none = params({ kernel_kind: "difference", width: 2, signal_kind: "step", bin: 0 });
  assert.deepEqual(words.binTable(math.compute(none), 0)[2].slice(2), ["32 × 0 = 0", "none"]);
});

test("a sample of the result says what came back", () => {
  const given = own();
  const result = math.compute(given);
  assert.equal(words.sampleText(given, result, "y", 0), "y[0] = linear[0] + linear[4] = 0 + 6 = 6");
  assert.equal(words.sampleText(given, result, "y", 2), "y[2] = linear[2] = 4");
  assert.equal(words.sampleText(given, result, "w", 1), "w[1] = 2");
  assert.equal(words.titles(given, result).y, "result y: circular, 1 sample wrapped");
  const padded = own({ length: 5 });
  assert.equal(words.sampleText(padded, math.compute(padded), "y", 0), "y[0] = linear[0] = 0");
  assert.equal(words.titles(padded, math.compute(padded)).y, "result y: linear");
});

test("the sentence has the gain, the wrap and the bin", () => {
  const said = (more) => words.describe(params(more), math.compute(params(more)));
  assert.match(said({}), /^A sine of 0\.1 cycles per sample passes a moving average of 8 samples with gain 0\.238\. /);
  assert.match(said({}), /64 \+ 8 − 1 = 71: the last 7 samples ran over the end and were added to the first 7\./);
  assert.match(said({ width: 2 }), /the last sample of the linear result ran over the end and was added to the first/);
  assert.match(said({ length: 71 }), /71, is not below .* = 71: nothing wraps around\./);
  assert.match(said({ frequency: 0.125 }), /with gain 0\. /);
  assert.match(said({ signal_kind: "two sines" }), /^A sum of two sines of 0\.1 and 0\.4 cycles .* gains 0\.238 and /);
  assert.match(
    said({ signal_kind: "noise", kernel_kind: "echo" }),
    /^Noise passes an echo of 8 samples, whose gain is 1\.5 /,
  );
  assert.match(said({ kernel_kind: "Gaussian" }), /passes a Gaussian of 8 samples/);
  assert.match(said({ bin: 0 }), /Bin 0, 0 cycles per sample: \|X\|·\|W\| = .* × 1 = /);
});

test("every example is found again, and looks at a bin that exists", () => {
  for (const [name, example] of Object.entries(words.PRESETS)) {
    const given = params(example);
    assert.equal(words.presetOf(given), name);
    assert.equal(given.bin, example.bin);
  }
  assert.equal(words.presetOf(params({ frequency: 0.11 })), words.OTHER);
  assert.equal(words.presetOf(params({ length: 70 })), words.OTHER);
});
