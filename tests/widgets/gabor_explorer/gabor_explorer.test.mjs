// GaborExplorer's arithmetic on cases that can be checked by hand. Random ones are in tests/widgets/gabor_explorer/test_gabor_explorer_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fft } from "../../../convnb/widgets/kit/fft.js";
import { OWN } from "../../../convnb/widgets/kit/params.js";
import { slide } from "../../../convnb/widgets/kit/slide.js";
import { gratingKey, kernelKey, moved } from "../../../convnb/widgets/gabor_explorer/controls.js";
import { FRAMES, gaborPair, gratingFrame, pointAt, POINTS } from "../../../convnb/widgets/gabor_explorer/math.js";
import { spectrumAt, strengths, total, tracesOf, tuningOf } from "../../../convnb/widgets/gabor_explorer/math.js";
import { variation } from "../../../convnb/widgets/gabor_explorer/math.js";
import { degrees, NAMES, preset } from "../../../convnb/widgets/gabor_explorer/words.js";
import { PRESET_NAMES, presetName, radians, snapped } from "../../../convnb/widgets/gabor_explorer/words.js";
import { wrapped } from "../../../convnb/widgets/gabor_explorer/words.js";
import { SETTINGS } from "../../../convnb/widgets/gabor_explorer/settings.js";
import { createResponder, mapOf } from "../../../convnb/widgets/gabor_explorer/math.js";
import { angleText, parameterText, pixelParts } from "../../../convnb/widgets/gabor_explorer/words.js";

const gabor = (state = {}) => ({
  ...{ shape: [15, 21], alpha: 1, beta_x: 0.05, beta_y: 0.03, frequency: 0.9, phase: 0, x0: 0, y0: 0, theta: 0.4 },
  without_dc: false,
  ...state,
});
const near = (got, expected, slack = 1e-9) => assert.ok(Math.abs(got - expected) <= slack, `${got} is not ${expected}`);
const picture = (rows, cols) => ({
  shape: [rows, cols],
  values: Float32Array.from({ length: rows * cols }, (_, n) => ((n * 37) % 101) / 101),
});

test("a transform is its definition, at every power of two and both ways", () => {
  for (const n of [1, 2, 4, 8, 32]) {
    for (const inverse of [false, true]) {
      const [re, im] = [5, 11].map((step) => Float64Array.from({ length: n }, (_, t) => ((t * step) % 7) - 3));
      const [x, y] = [re.slice(), im.slice()];
      fft(re, im, inverse);
      for (let k = 0; k < n; k++) {
        let [a, b] = [0, 0];
        for (let t = 0; t < n; t++) {
          const angle = ((inverse ? 2 : -2) * Math.PI * k * t) / n;
          a += x[t] * Math.cos(angle) - y[t] * Math.sin(angle);
          b += x[t] * Math.sin(angle) + y[t] * Math.cos(angle);
        }
        near(re[k], a);
        near(im[k], b);
      }
    }
  }
});

test("x runs along the columns, y down the rows, and the second kernel is a quarter period on", () => {
  const { first, second, envelope } = gaborPair(gabor({ shape: [3, 5], x0: 1, y0: -1 }));
  // The centre lies at x = 1, y = -1: column 3, row 0.
  near(first[3], 1);
  near(second[3], 0);
  const [across, along] = [Math.cos(0.4) + 2 * Math.sin(0.4), 2 * Math.cos(0.4) - Math.sin(0.4)];
  const bell = Math.exp(-0.05 * across ** 2 - 0.03 * along ** 2); // one to the right and two down from there
  near(envelope[14], bell);
  near(first[14], bell * Math.cos(0.9 * across));
  near(second[14], -bell * Math.sin(0.9 * across));
});

test("without its DC part a kernel does not answer to grey, and its bell's outline stays", () => {
  const coarse = gabor({ frequency: 0.3 });
  assert.ok(total(gaborPair(coarse).first) > 5);
  const free = gaborPair({ ...coarse, without_dc: true });
  near(total(free.first), 0);
  near(total(free.second), 0);
  assert.deepEqual(
    gaborPair({ ...coarse, alpha: 0, without_dc: true }).first.every((weight) => weight === 0),
    true,
  );
});

test("the complex cell stays where the simple cell swings fully", () => {
  const traces = tracesOf(spectrumAt(gaborPair(gabor({ phase: 0.6 })), 0.9, 0.4));
  assert.equal(Math.min(...traces.simple), 0);
  assert.ok(variation(traces.complex) < 0.02);
  near(Math.max(...traces.simple), traces.complex[0], 0.02 * traces.complex[0]);
  near(Math.min(...traces.linear), -Math.max(...traces.linear), 1e-9);
});

test("a trace is the sum of products with each frame", () => {
  const pair = gaborPair(gabor({ phase: 1, x0: 2, y0: -1, theta: -2 }));
  const traces = tracesOf(spectrumAt(pair, 0.7, 1.1));
  for (const time of [0, 5, 30]) {
    const frame = gratingFrame(pair.shape, 0.7, 1.1, time);
    const sum = (kernel) => kernel.reduce((part, weight, at) => part + weight * frame[at], 0);
    near(traces.linear[time], sum(pair.first));
    near(traces.complex[time], Math.hypot(sum(pair.first), sum(pair.second)));
  }
});

test("tuning peaks at the kernel's own orientation and frequency", () => {
  const theta = pointAt(14);
  const pair = gaborPair(gabor({ theta, frequency: pointAt(20) }));
  const best = (curve) => curve.indexOf(Math.max(...curve));
  const turned = tuningOf(pair, "orientation", { frequency: pointAt(20), theta: 0 });
  assert.equal(best(turned.simple), 14);
  assert.equal(best(turned.complex), 14);
  near(turned.simple[0], turned.simple[POINTS - 1]); // half a turn shows the same stripes
  const striped = tuningOf(pair, "frequency", { frequency: 0, theta });
  assert.equal(best(striped.simple), 20);
  const { simple, complex } = strengths(spectrumAt(pair, pointAt(20), theta));
  near(striped.simple[20], simple);
  near(striped.complex[20], complex);
});

test("responses from the spectrum are sums of products at every place", () => {
  const pair = gaborPair(gabor({ shape: [5, 8], theta: 1 }));
  const respond = createResponder();
  for (const photo of [picture(13, 30), picture(5, 8), picture(16, 9)]) {
    const { shape, first, second } = respond(photo, pair);
    for (const [got, kernel] of [
      [first, pair.first],
      [second, pair.second],
    ]) {
      const expected = slide(photo, { shape: pair.shape, values: kernel });
      assert.deepEqual(shape, expected.shape);
      got.forEach((value, n) => near(value, expected.values[n], 2e-6));
    }
  }
});

test("what was answered is kept until the kernel or the picture is another", () => {
  const respond = createResponder();
  const photo = picture(9, 9);
  const first = respond(photo, gaborPair(gabor({ shape: [3, 3] })));
  assert.equal(respond(photo, gaborPair(gabor({ shape: [3, 3] }))), first);
  const other = gaborPair(gabor({ shape: [3, 3], phase: 1 }));
  const second = respond(photo, other);
  assert.notEqual(second, first);
  assert.notEqual(respond({ ...photo, values: photo.values.map((value) => 1 - value) }, other), second);
  assert.ok(Math.abs(respond(photo, other).first[0] - second.first[0]) < 1e-6);
});

test("the three maps of a pair of responses", () => {
  const both = { shape: [1, 3], first: Float32Array.of(-3, 3, 0), second: Float32Array.of(4, -4, 2) };
  assert.deepEqual([...mapOf(both, "linear").values], [-3, 3, 0]);
  assert.deepEqual([...mapOf(both, "simple").values], [0, 3, 0]);
  assert.deepEqual([...mapOf(both, "complex").values], [5, 5, 2]);
});

test("presets know themselves and lie inside the ranges", () => {
  for (const name of PRESET_NAMES) {
    assert.equal(presetName(preset(name)), name);
    for (const each of NAMES) {
      const { min, max } = SETTINGS[each];
      assert.ok(preset(name)[each] >= min && preset(name)[each] <= max, `${name}: ${each}`);
    }
  }
  assert.equal(presetName({ ...preset(PRESET_NAMES[0]), x0: 0.1 }), OWN);
  near(total(gaborPair({ shape: [31, 31], ...preset("coarse bar, without its DC part") }).first), 0);
});

test("angles go round and stand on whole degrees", () => {
  near(degrees(wrapped(radians(190.3))), -170);
  near(degrees(wrapped(radians(-180))), 180);
  near(degrees(wrapped(radians(180))), 180);
  near(degrees(wrapped(radians(-541))), 179);
  assert.equal(wrapped(0), 0);
  assert.equal(angleText(radians(29.96)), "30°");
});

test("keys move and turn the kernel, and drags stay inside it", () => {
  const params = gabor({ shape: [9, 21] });
  assert.deepEqual(kernelKey("ArrowRight", false, params), { x0: 0.5, y0: 0 });
  assert.deepEqual(kernelKey("ArrowUp", true, params), { x0: 0, y0: -2 });
  near(kernelKey("PageUp", false, { ...params, theta: 0 }).theta, radians(5));
  assert.equal(kernelKey("a", false, params), null);
  assert.deepEqual(moved(params, 99, -99), { x0: 10.5, y0: -4.5 });
  assert.deepEqual(moved(params, 0.123, 0.26), { x0: 0.1, y0: 0.3 });
  assert.deepEqual(gratingKey("ArrowUp", { grating_theta: 0, grating_frequency: 3.12 }), {
    grating_frequency: Math.PI,
  });
  near(gratingKey("ArrowLeft", { grating_theta: radians(-180), grating_frequency: 1 }).grating_theta, radians(175));
  assert.equal(snapped(-0.01, SETTINGS.x0), 0);
});

test("numbers stand with their units", () => {
  assert.equal(parameterText("frequency", Math.PI / 2), "1.57, a wave is 4 px");
  assert.equal(parameterText("frequency", 0), "0, no wave");
  assert.equal(parameterText("beta_x", 0.05), "0.05, σ 3.2 px");
  assert.equal(parameterText("beta_y", 0), "0, σ ∞ px");
  assert.equal(parameterText("theta", radians(-90)), "−1.57 = −90°");
  const result = { output: { shape: [2, 2] }, responses: { first: [0, 1, -3, 2], second: [0, 0, 4, 0] } };
  assert.equal(
    pixelParts({ shape: [3, 5] }, result, { row: 1, col: 0 }).map(({ text }) => text).join(""),
    "Rows 1 to 3, columns 0 to 4: s = Σ weight × pixel = −3; simple: max(0, s) = 0; complex: √(s² + s₉₀²) = 5",
  );
  assert.equal(FRAMES, 48);
});
