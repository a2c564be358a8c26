// Lists under a sliding kernel: the arithmetic, the axis that pictures share, what is typed, what is said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumber, typedStart } from "../../convnb/widgets/kit/cell_editor.js";
import * as impulse from "../../convnb/widgets/impulse_response/text.js";
import { readChoice, readVector, StateError } from "../../convnb/widgets/kit/params.js";
import * as sums from "../../convnb/widgets/kit/sliding_sum.js";
import * as slots from "../../convnb/widgets/kit/slots.js";
import * as words from "../../convnb/widgets/sliding_kernel_1d/text.js";
import * as hits from "../../convnb/widgets/impulse_response/index.js";
import * as sliding from "../../convnb/widgets/sliding_kernel_1d/index.js";

const model = (state) => ({ get: (name) => state[name] });
const refuses = (run, pattern) =>
  assert.throws(run, (error) => error instanceof StateError && pattern.test(error.message), String(pattern));
const slide = (state) => {
  const params = sliding.readParams(model({ flip: false, mode: "full", position: 0, ...state }));
  return [params, sliding.compute(params)];
};
const strike = (state) => {
  const params = hits.readParams(model({ response: [3, 2, 1], tau: 0, view: "input side", ...state }));
  return [params, hits.compute(params)];
};

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

test("the worked numbers of the course", () => {
  assert.deepEqual([...strike({ hits: [0, 0, 0, 1, 0, 0, 0] })[1].h], [0, 0, 0, 3, 2, 1, 0, 0, 0]);
  assert.deepEqual([...strike({ hits: [0, 0, 1, 1, 0, 0] })[1].h], [0, 0, 3, 5, 3, 1, 0, 0]);
  assert.deepEqual([...slide({ signal: [0, 1, 2, 3], kernel: [1, 2], mode: "valid" })[1].output], [2, 5, 8]);
});

test("every mode has SciPy's length and centre, also where the kernel is longer", () => {
  const ranges = sums.MODES.map((mode) => sums.slidingRange(5, 4, mode));
  assert.deepEqual(
    ranges.map(({ first, count }) => [first, count]),
    [
      [-3, 8],
      [-2, 5],
      [0, 2],
    ],
  );
  assert.deepEqual(sums.slidingRange(2, 5, "valid"), { n: 2, k: 5, first: -3, count: 4 });
  // In "same" each output stands under its own input.
  for (const k of [1, 2, 3, 4, 5]) assert.equal(sums.slotOfOutput(sums.slidingRange(6, k, "same"), 2), 2, String(k));
});

test("uses are the windows, seen from the input", () => {
  for (const mode of sums.MODES)
    for (const [n, k] of [
      [6, 3],
      [3, 5],
      [4, 4],
    ]) {
      const range = sums.slidingRange(n, k, mode);
      const pairs = [];
      for (let position = 0; position < range.count; position++)
        for (let j = 0; j < k; j++) pairs.push(`${range.first + position + j} ${position} ${j}`);
      const seen = [];
      for (let slot = 1 - k; slot < n + k; slot++)
        for (const { position, weight } of sums.usesAt(range, slot)) seen.push(`${slot} ${position} ${weight}`);
      assert.deepEqual(seen.sort(), pairs.sort());
    }
});

test("the scale holds every stack of copies, up and down apart", () => {
  const [, result] = strike({ hits: [2, -1, 0, 3], response: [1, -2, 4] });
  const [up, down] = [new Float64Array(6), new Float64Array(6)];
  [2, -1, 0, 3].forEach((f, t) => [1, -2, 4].forEach((g, delay) => ((f * g > 0 ? up : down)[t + delay] += f * g)));
  assert.deepEqual(
    result.tops,
    [...up.keys()].flatMap((tau) => [up[tau], down[tau]]),
  );
  assert.deepEqual(
    [...result.h],
    [...up.keys()].map((tau) => up[tau] + down[tau]),
  );
});

test("the sums stand there with their numbers, long ones with their value first", () => {
  const [params, result] = strike({ hits: [0, 0, 1, 1, 0, 0], tau: 3 });
  assert.equal(impulse.sumText(params, result, 3), "h[3] = f[2]·g[1] + f[3]·g[0] = 1×2 + 1×3 = 5");
  assert.equal(impulse.sumText(params, result, 7), "h[7] = 0: no hit reaches this moment.");
  const output = { ...params, view: "output side" };
  assert.match(impulse.sumText(output, result, 3), /= f\[1\]·g\[2\] \+ .* = 0×1 \+ 1×2 \+ 1×3 = 5$/);
  const long = strike({ hits: Array(8).fill(1), response: Array(8).fill(-2) });
  assert.match(impulse.sumText(...long, 7), /^h\[7\] = −16 = 1×\(−2\) \+ /);
  assert.equal(words.sumText(...slide({ signal: [0, 1], kernel: [1, -2] }), 0), "result[0] = 0×1 + 0×(−2) = 0");
});

test("an input names all that use it, a weight counts what it meets, zeros outside told apart", () => {
  const shown = slide({ signal: [5, 6, 7], kernel: [1, 2], flip: true });
  assert.equal(words.inputText(...shown, 1), "x[1] = 6 is used by result[1] with weight 1; result[2] with weight 2.");
  assert.equal(words.inputText(...shown, -1), "This zero outside the signal is used by result[0] with weight 2.");
  assert.equal(
    words.weightText(...shown, 0),
    "This weight, 2, meets 4 inputs, one for each output, 1 of them a zero outside the signal.",
  );
  const valid = slide({ signal: [5, 6], kernel: [1, 2], mode: "valid" });
  assert.equal(words.weightText(...valid, 1), "This weight, 2, meets 1 input.");
});

test("lengths with their real numbers, whichever is longer", () => {
  const [params] = slide({ signal: [1, 2, 3, 4], kernel: [1, 2], mode: "valid" });
  assert.match(words.lengthsText(params).here, /valid: N − K \+ 1 = 4 − 2 \+ 1 = 3/);
  assert.match(words.lengthsText(params).others, /full: N \+ K − 1 = 4 \+ 2 − 1 = 5.*same: N = 4/);
  const [long] = slide({ signal: [1, 2], kernel: [1, 2, 3, 4, 5], mode: "valid" });
  assert.match(words.lengthsText(long).here, /K − N \+ 1 = 5 − 2 \+ 1 = 4/);
});

test("every example is what it says and is found again", () => {
  for (const [name, preset] of Object.entries(impulse.PRESETS)) {
    const [params] = strike(preset);
    assert.equal(impulse.presetOf(params), name);
    assert.equal(params.tau, preset.tau, name);
  }
  for (const [name, preset] of Object.entries(words.PRESETS)) assert.equal(words.presetOf(slide(preset)[0]), name);
  assert.equal(words.presetOf(slide({ signal: [9], kernel: [9] })[0]), words.OWN);
  assert.equal(impulse.presetOf(strike({ hits: [9] })[0]), impulse.OWN);
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
