// SlidingKernel1D's pure parts: modes and windows, what is said, the examples.
import assert from "node:assert/strict";
import { test } from "node:test";

import { exampleOf, OWN } from "../../../convnb/widgets/kit/params.js";
import { compute, readParams } from "../../../convnb/widgets/sliding_kernel_1d/index.js";
import { slidingRange, slotOfOutput, usesAt } from "../../../convnb/widgets/sliding_kernel_1d/math.js";
import { SETTINGS } from "../../../convnb/widgets/sliding_kernel_1d/settings.js";
import { EXAMPLES, lengthsText, pointedParts } from "../../../convnb/widgets/sliding_kernel_1d/words.js";

const sayPointed = (...all) => pointedParts(...all).map(({ text }) => text).join("");
const MODES = SETTINGS.mode.choices;
const model = (state) => ({ get: (name) => state[name] });
const slide = (state) => {
  const params = readParams(model({ flip: false, mode: "full", position: 0, ...state }));
  return [params, compute(params)];
};

test("the worked numbers of the course", () => {
  assert.deepEqual([...slide({ signal: [0, 1, 2, 3], kernel: [1, 2], mode: "valid" })[1].output], [2, 5, 8]);
});

test("every mode has SciPy's length and centre, also where the kernel is longer", () => {
  const ranges = MODES.map((mode) => slidingRange(5, 4, mode));
  assert.deepEqual(
    ranges.map(({ first, count }) => [first, count]),
    [
      [-3, 8],
      [-2, 5],
      [0, 2],
    ],
  );
  assert.deepEqual(slidingRange(2, 5, "valid"), { n: 2, k: 5, first: -3, count: 4 });
  // In "same" each output stands under its own input.
  for (const k of [1, 2, 3, 4, 5]) assert.equal(slotOfOutput(slidingRange(6, k, "same"), 2), 2, String(k));
});

test("uses are the windows, seen from the input", () => {
  for (const mode of MODES)
    for (const [n, k] of [
      [6, 3],
      [3, 5],
      [4, 4],
    ]) {
      const range = slidingRange(n, k, mode);
      const pairs = [];
      for (let position = 0; position < range.count; position++)
        for (let j = 0; j < k; j++) pairs.push(`${range.first + position + j} ${position} ${j}`);
      const seen = [];
      for (let slot = 1 - k; slot < n + k; slot++)
        for (const { position, weight } of usesAt(range, slot)) seen.push(`${slot} ${position} ${weight}`);
      assert.deepEqual(seen.sort(), pairs.sort());
    }
});

test("the sum stands there with its numbers", () => {
  const shown = slide({ signal: [0, 1], kernel: [1, -2] });
  assert.equal(sayPointed(...shown, null, 0), "result[0] = 0×1 + 0×(−2) = 0");
});

test("an input names all that use it, a weight counts what it meets, zeros outside told apart", () => {
  const say = (shown, row, index) => sayPointed(...shown, { row, index }, 0);
  const shown = slide({ signal: [5, 6, 7], kernel: [1, 2], flip: true });
  assert.equal(say(shown, "signal", 1), "x[1] = 6 is used by result[1] with weight 1; result[2] with weight 2.");
  assert.equal(say(shown, "signal", -1), "This zero outside the signal is used by result[0] with weight 2.");
  assert.equal(
    say(shown, "kernel", 0),
    "This weight, 2, meets 4 inputs, one for each output, 1 of them a zero outside the signal.",
  );
  const valid = slide({ signal: [5, 6], kernel: [1, 2], mode: "valid" });
  assert.equal(say(valid, "kernel", 1), "This weight, 2, meets 1 input.");
});

test("lengths with their real numbers, whichever is longer", () => {
  const [params] = slide({ signal: [1, 2, 3, 4], kernel: [1, 2], mode: "valid" });
  assert.match(lengthsText(params).here, /valid: N − K \+ 1 = 4 − 2 \+ 1 = 3/);
  assert.match(lengthsText(params).others, /full: N \+ K − 1 = 4 \+ 2 − 1 = 5.*same: N = 4/);
  const [long] = slide({ signal: [1, 2], kernel: [1, 2, 3, 4, 5], mode: "valid" });
  assert.match(lengthsText(long).here, /K − N \+ 1 = 5 − 2 \+ 1 = 4/);
});

test("every example is what it says and is found again", () => {
  const named = (state) => exampleOf(model(state), EXAMPLES, ["signal", "kernel"]);
  for (const [name, example] of Object.entries(EXAMPLES)) {
    slide(example);
    assert.equal(named(example), name);
  }
  assert.equal(named({ signal: [9], kernel: [9] }), OWN);
});
