// ForecastExplorer's pure parts: reading bytes, steps, words. The numbers against NumPy: test_forecast_explorer_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { StateError } from "../../../convnb/widgets/kit/params.js";
import * as math from "../../../convnb/widgets/forecast_explorer/math.js";
import * as words from "../../../convnb/widgets/forecast_explorer/words.js";
import { readParams, withinOrigins } from "../../../convnb/widgets/forecast_explorer/index.js";

const textOf = (parts) => parts.map(({ text }) => text).join("");

/** Bytes that begin where no Float64Array can. */
function bytes(numbers) {
  const values = new Uint8Array(Float64Array.from(numbers).buffer);
  const shifted = new Uint8Array(values.length + 3);
  shifted.set(values, 3);
  return new DataView(shifted.buffer, 3);
}

// Two values in, two out, one unit: y[0] = 1 + 2 tanh(z[0]) + 3 tanh(z[1]) + z[1] / 2, y[1] = -1 - z[1].
const SIZES = { name: "two", length: 2, horizon: 2, channels: 1, mean: 10, deviation: 2 };
const WEIGHTS = [1, 0, 2, 3, 0, 0, 1, -1, 0.5, -1];
const SERIES = [10, 12, 8, 10, 11];
const state = (more = {}) => ({
  ...{ networks: [SIZES], weights: bytes(WEIGHTS), points: bytes(SERIES) },
  ...{ network: 0, origin: 2, horizon: 14, mode: "at once", training: 3, ...more },
});
const model = (values) => ({ get: (name) => values[name] });
const params = (more) => readParams(model(state(more)));
const refuses = (more, pattern) =>
  assert.throws(
    () => params(more),
    (error) => error instanceof StateError && pattern.test(error.message),
    String(pattern),
  );
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

test("a forecast by the formula, in units of the series", () => {
  const [first, second] = math.compute(params()).forecast;
  near(first, 10 + 2 * (1 + 2 * Math.tanh(0) + 3 * Math.tanh(1) + 0.5));
  near(second, 10 + 2 * (-1 - 1));
});

test("each way has as many steps as it can have", () => {
  const steps = (mode, origin, horizon = 14) => math.stepsOf(params({ mode, origin, horizon }));
  assert.deepEqual([steps("at once", 2), steps("at once", 2, 1), steps("at once", 4)], [2, 1, 2]);
  assert.deepEqual([steps("one step", 2), steps("one step", 4), steps("one step", 2, 2)], [3, 1, 2]);
  assert.deepEqual([steps("free run", 2), steps("free run", 4, 1500)], [14, 1500]);
});

test("nothing from the origin on is seen, but by the way that may", () => {
  const other = bytes([10, 12, -3, -5, 99]);
  for (const mode of ["at once", "free run"])
    assert.deepEqual(math.compute(params({ mode })).forecast, math.compute(params({ mode, points: other })).forecast);
  const [one, two] = [undefined, other].map((points) =>
    math.compute(params({ mode: "one step", ...(points && { points }) })),
  );
  assert.equal(one.forecast[0], two.forecast[0]);
  assert.notEqual(one.forecast[1], two.forecast[1]);
});

test("errors end with the truth, and the break is the first step that is too far off", () => {
  // Weights of zero: whatever it sees, it says the bias, 10 + 2 * 0.5 = 11.
  const flat = bytes([1, 0, 0, 0, 0, 0, 0.5, 0.5, 0, 0]);
  const points = bytes([0, 0, 11.04, 11, 10.5, 11]);
  const result = math.compute(params({ weights: flat, points, mode: "free run" }));
  assert.equal(result.forecast.length, 14);
  [0.04, 0, 0.5, 0].forEach((error, step) => near(result.errors[step], error));
  near(result.rmse, Math.sqrt((0.04 ** 2 + 0.25) / 4));
  assert.deepEqual([result.breaks, result.worst, result.errors.length], [3, 3, 4]);
  assert.equal(math.compute(params({ weights: flat, points, origin: 3, horizon: 1 })).breaks, 0);
});

test("wrong states get a sentence that says what is wrong", () => {
  refuses({ weights: bytes(WEIGHTS.slice(1)) }, /weights must be 80 bytes for these networks; got 72/);
  refuses({ weights: new DataView(new ArrayBuffer(9)) }, /weights must be float64 numbers; got 9 bytes/);
  refuses({ weights: "abc" }, /weights must be float64 numbers as bytes/);
  refuses({ weights: bytes([...WEIGHTS.slice(0, 4), NaN, ...WEIGHTS.slice(5)]) }, /weights\[4\] is not a number/);
  refuses({ points: bytes([1, 2, Infinity, 3]) }, /series\[2\] is not a number/);
  refuses({ points: bytes([1]) }, /series has 1 values; this widget shows 2 to 4000/);
  refuses({ points: null }, /series must be float64/);
  for (const networks of [[], {}, null, Array(13).fill(SIZES)]) refuses({ networks }, /list of 1 to 12 descriptions/);
  refuses({ networks: [{ ...SIZES, length: 1e9 }] }, /networks\[0\]\.length is 1000000000; it can be at most 200/);
  refuses({ networks: [null] }, /networks\[0\]\.length must be a number/);
  refuses({ networks: [{ ...SIZES, mean: null }] }, /networks\[0\]\.mean must be a number/);
  refuses({ networks: [{ ...SIZES, deviation: 0 }] }, /deviation is 0; it must be greater than 0/);
  refuses({ network: 1 }, /network is 1; it can be at most 0/);
  refuses({ origin: 1 }, /origin is 1; it must be from 2 to 4, as two needs 2 values before it/);
  refuses({ origin: 5 }, /origin is 5; it must be from 2 to 4/);
  refuses({ horizon: 1501 }, /horizon is 1501; it can be at most 1500/);
  refuses({ mode: "<b>" }, /mode must be one of: at once, free run, one step/);
  params();
});

test("what is large is read once, and again where another comes", () => {
  const values = state();
  const one = model(values);
  const first = readParams(one);
  values.origin = 3;
  const moved = readParams(one);
  assert.equal(moved.network, first.network);
  assert.equal(moved.series, first.series);
  values.weights = bytes(WEIGHTS.map((weight) => 2 * weight));
  assert.equal(readParams(one).network.weight[1], 6);
});

test("two networks of one name can be told apart", () => {
  const weights = bytes([...WEIGHTS, ...WEIGHTS]);
  const { networks } = params({ networks: [SIZES, SIZES], weights });
  assert.deepEqual(
    networks.map(({ name }) => name),
    ["two", "two (2)"],
  );
});

test("an origin stays where it can be", () => {
  const kept = [-5, 2.4, 3.5, 99].map((origin) => withinOrigins(params(), origin));
  assert.deepEqual(kept, [2, 2, 4, 4]);
});

test("errors are decimal numbers of two digits", () => {
  const cases = { 0: "0", 0.00008: "0.000080", 0.0000432: "0.000043", 0.05: "0.050", 1.24: "1.2", 123.4: "123" };
  for (const [value, text] of Object.entries(cases)) assert.equal(words.decimal(Number(value)), text);
  assert.deepEqual(
    [words.decimal(1e-10), words.decimal(3e8), words.decimal(Infinity)],
    ["0", "3.0e8", "beyond all bounds"],
  );
});

test("the sentence says where the forecast breaks and what was learned", () => {
  const result = (errors, more = {}) => ({
    ...{ forecast: new Float64Array(errors.length), errors: Float64Array.from(errors), rmse: 0.1, worst: 1, breaks: 0 },
    ...more,
  });
  const say = (more, given) => words.describe(params(more), given);
  assert.equal(
    say({ origin: 3 }, result([0.01, 0.02], { worst: 2 })),
    "From point 3, window of 2: 2 steps at once, RMSE 0.10; largest error 0.020 at step 2. " +
      "The forecast stays within 0.05 for all 2 steps.",
  );
  assert.match(
    say({ mode: "free run" }, result([0, 0, 1], { breaks: 3 })),
    /free run is off by more than 0.05 after 2 steps/,
  );
  assert.match(say({}, result([1], { breaks: 1 })), /is off by more than 0.05 from the first step on\./);
  assert.match(say({}, result([0])), /The origin lies inside the training data: these points were learned\.$/);
  assert.match(say({}, result([0, 0])), /some of these points were learned\.$/);
  assert.doesNotMatch(say({ training: 2 }, result([0, 0])), /learned/);
  const longer = result([0], { forecast: new Float64Array(5) });
  assert.match(
    say({ mode: "free run" }, longer),
    /a free run of 5 steps, RMSE 0.10 over the 1 step whose truth is known/,
  );
});

test("the figures name the first 14 steps where there are more", () => {
  const errors = Float64Array.from({ length: 20 }, (_, step) => (step < 14 ? 0.01 : 0.5));
  const said = textOf(words.scoreParts({ errors, rmse: 0.3, breaks: 15 }));
  assert.equal(said, "RMSE of 20 steps: 0.30, of the first 14: 0.010; off by more than 0.05 at step 15");
  assert.equal(words.fewerText(params()), "2: all it gives");
  assert.equal(words.fewerText(params({ mode: "one step" })), "3: the series ends");
  assert.equal(words.fewerText(params({ horizon: 1 })), "1 step");
  const large = { ...params({ mode: "free run", horizon: 1500 }), network: { ...SIZES, length: 200, channels: 64 } };
  assert.equal(words.fewerText(large), "100: a large network");
});
