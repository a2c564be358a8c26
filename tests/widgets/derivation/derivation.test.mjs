// Derivation's words and tables, without a page: sizes that are refused, hints, and the picture that all entries become.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, readParams } from "../../../convnb/widgets/derivation/index.js";
import { derivative, entriesOf, layerOf, letterOf, places, product, same, shapeOf, sliding, sum } from "../../../convnb/widgets/derivation/math.js";
import { describe, hintOf } from "../../../convnb/widgets/derivation/words.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";

const GOOD = { n: [4], k: [3], stride: 1, padding: 0, dilation: 1, target: "input", lines: "", hints: 0, position: 0 };
const read = (state) => readParams({ get: (name) => ({ ...GOOD, ...state })[name] });

test("a state that is no derivation is refused with a sentence", () => {
  for (const [state, words] of [
    [{ n: [] }, "n must be 1 or 2 whole numbers."],
    [{ n: [13] }, "n is 13; it can be at most 12."],
    [{ n: [5, 3], k: [2, 2] }, "n is 5×3; with two axes at most 4×4."],
    [{ k: [5] }, "A kernel of length 5 does not fit into 4 numbers, padding included."],
    [{ padding: 3 }, "padding is 3; a kernel of length 3 would read nothing but zeros."],
    [{ lines: 3 }, "lines must be a text of at most 20000 letters and signs."],
  ]) {
    assert.throws(() => read(state), (problem) => problem instanceof StateError && problem.message === words, words);
  }
});

test("hints: the chain rule of the next entry, then one of its products", () => {
  const hint = (state) => hintOf(read(state), compute(read(state)));
  assert.equal(hint({}), "");
  assert.match(hint({ hints: 1, lines: "dJ/da1 = d1*w1" }), /dJ\/da2 = dJ\/dz1\*dz1\/da2 \+ dJ\/dz2\*dz2\/da2\./);
  assert.equal(hint({ hints: 2 }), "One of the products is d1*w1: z1 has a1*w1, and dJ/dz1 is d1.");
  assert.equal(hint({ hints: 2, target: "bias" }), "One of the products is d1: z1 has b as it is, and dJ/dz1 is d1.");
  const unread = "dJ/da1 = d1*w1\ndJ/da2 = d1*w2";
  assert.equal(hint({ hints: 1, n: [3], k: [2], stride: 2, lines: unread }), "Look for a3 in every z. What becomes of J if a3 changes?");
  assert.match(hint({ hints: 1, n: [12], k: [1], target: "bias" }), /dJ\/dz1\*dz1\/db \+ dJ\/dz2\*dz2\/db \+ … \+ dJ\/dz12\*dz12\/db\./);
});

test("a line that waits does not hide that all entries stand", () => {
  const params = read({ n: [2], k: [2], lines: "dJ/da1 = d1*w1\ndJ/da2 =\ndJ/da2 = d1*w2" });
  assert.match(describe(params, compute(params)), /All 2 entries stand/);
});

test("the state in words", () => {
  const params = read({ lines: "dJ/da1 = d1*w1" });
  assert.equal(
    describe(params, compute(params)),
    "The gradient of the input: 4 inputs, 3 weights. 1 of 4 entries derived. Right. Next: dJ/da2. The last line is dJ/da1 = d1*w1.",
  );
});

test("the two tables give each entry its derivative, whatever stride, padding and dilation", () => {
  const walks = [[1, 0, 1], [2, 0, 1], [3, 1, 1], [1, 2, 1], [2, 2, 2], [1, 1, 3]];
  const sizes = [[[4], [3]], [[8], [3]], [[12], [2]], [[4, 3], [3, 2]], [[4, 4], [2, 3]], [[7], [3]]];
  let seen = 0;
  for (const [stride, padding, dilation] of walks) {
    for (const [n, k] of sizes) {
      let layer;
      try {
        layer = layerOf({ n, k, stride, padding, dilation });
      } catch {
        continue;
      }
      for (const target of ["input", "weight", "bias"]) {
        const { shape, under, window } = sliding(layer, target);
        const letter = letterOf(target);
        const all = letter === "b" ? [[]] : places(shapeOf(layer, letter));
        entriesOf(layer, letter).forEach((entry, at) => {
          const one = (name) => new Map(name === "0" ? [] : [[name, 1n]]);
          const terms = window(all[at]).map((met) => product(one(under(met.at)), one(met.over)));
          const total = terms.reduce((so, far) => sum(so, far), new Map());
          assert.ok(window(all[at]).every((met) => met.at.every((where, axis) => where >= 0 && where < shape[axis])));
          assert.ok(same(total, derivative(layer, entry)), `${entry} of ${JSON.stringify(layer)}`);
          seen++;
        });
      }
    }
  }
  assert.ok(seen > 200, `${seen}`);
});
