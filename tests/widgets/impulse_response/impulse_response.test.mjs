// ImpulseResponse's pure parts: the result and its scale, what is said, the examples.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, readParams } from "../../../convnb/widgets/impulse_response/index.js";
import { EXAMPLES, sumOf } from "../../../convnb/widgets/impulse_response/words.js";

const sumText = (...all) => sumOf(...all).map(({ text }) => text).join("");
import { exampleOf, OWN } from "../../../convnb/widgets/kit/params.js";

const model = (state) => ({ get: (name) => state[name] });
const strike = (state) => {
  const params = readParams(model({ response: [3, 2, 1], tau: 0, view: "input side", ...state }));
  return [params, compute(params)];
};

test("the worked numbers of the course", () => {
  assert.deepEqual([...strike({ hits: [0, 0, 0, 1, 0, 0, 0] })[1].h], [0, 0, 0, 3, 2, 1, 0, 0, 0]);
  assert.deepEqual([...strike({ hits: [0, 0, 1, 1, 0, 0] })[1].h], [0, 0, 3, 5, 3, 1, 0, 0]);
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
  assert.equal(sumText(params, result, 3), "h[3] = f[2]·g[1] + f[3]·g[0] = 1×2 + 1×3 = 5");
  assert.equal(sumText(params, result, 7), "h[7] = 0: no hit reaches this moment.");
  const output = { ...params, view: "output side" };
  assert.match(sumText(output, result, 3), /= f\[1\]·g\[2\] \+ .* = 0×1 \+ 1×2 \+ 1×3 = 5$/);
  const long = strike({ hits: Array(8).fill(1), response: Array(8).fill(-2) });
  assert.match(sumText(...long, 7), /^h\[7\] = −16 = 1×\(−2\) \+ /);
});

test("every example is what it says and is found again", () => {
  const named = (state) => exampleOf(model(state), EXAMPLES, ["hits", "response"]);
  for (const [name, example] of Object.entries(EXAMPLES)) {
    assert.equal(named(example), name);
    assert.equal(strike(example)[0].tau, example.tau, name);
  }
  assert.equal(named({ hits: [9], response: [9] }), OWN);
});
