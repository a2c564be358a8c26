// SignalAligner's arithmetic on cases that a reader can check by hand.
import assert from "node:assert/strict";
import { test } from "node:test";

import { alignmentScores, crossCorrelation, lagAt, strongest } from "../../../convnb/widgets/signal_aligner/math.js";
import { mixAt } from "../../../convnb/widgets/signal_aligner/sound.js";

test("a delayed copy has its peak at a positive lag; an inverted one a negative peak there", () => {
  const x = [0, 3, -1, 2, 0, 0, 0, 0];
  const y = [0, 0, 0, 3, -1, 2, 0, 0];
  const curve = crossCorrelation(x, y);
  assert.equal(lagAt(x, strongest(curve, x.length - 1)), 2);
  const scores = alignmentScores(
    x,
    y.map((value) => -value),
  );
  assert.equal(lagAt(x, strongest(scores, x.length - 1)), 2);
  assert.ok(scores[2 + x.length - 1] < -0.9);
});

test("of equal peaks the positive one, then the one nearest to no shift", () => {
  assert.equal(strongest([-2, 0, 2], 1), 2);
  assert.equal(strongest([2, 0, 0, 0, 2, 0], 3), 4);
  assert.equal(strongest([1, 0, 1 + 1e-13], 0), 0);
});

test("the mix pairs x[t] with y[t + lag], on both sides", () => {
  const x = Float32Array.of(1, 0, 0);
  const y = Float32Array.of(0, 0, 2, 0);
  assert.deepEqual([...mixAt(x, y, 2)], [0, 0, 2, 0, 0]);
  assert.deepEqual([...mixAt(x, y, -1)], [1, 0, 0, 1, 0]);
});
