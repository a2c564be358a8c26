// @ts-check
// GaborExplorer in words: the kernels worth knowing by name, the sentence that says its state, numbers with their units, the
// NumPy code.

import { formatNumber, formatShape, numpyArray } from "../kit/format.js";
import { OWN } from "../kit/params.js";
import { FRAMES, POINTS, total, variation } from "./math.js";

/** What the eight sliders set. */
export const NAMES = ["alpha", "beta_x", "beta_y", "frequency", "phase", "x0", "y0", "theta"];

/** What is shown on the photograph: as a choice, in a sentence, what its colours mean, and in NumPy. */
export const CELLS = {
  linear: {
    choice: "linear s",
    name: "linear response",
    scale: "s: blue below 0, red above",
    code: "linear_map",
  },
  simple: {
    choice: "simple",
    name: "simple cell",
    scale: "max(0, s): black is silent",
    code: "np.maximum(0, linear_map)",
  },
  complex: {
    choice: "complex",
    name: "complex cell",
    scale: "√(s² + s₉₀²), with s₉₀ at phase + 90°",
    code: 'np.hypot(linear_map, np.einsum("rcij,ij->rc", windows, partner))',
  },
};

const BAR = { alpha: 1, beta_x: 0.05, beta_y: 0.05, frequency: 0.8, phase: 0, x0: 0, y0: 0, theta: Math.PI / 6 };
const COARSE = { ...BAR, beta_x: 0.03, beta_y: 0.03, frequency: 0.3, theta: 0 };

/** @type {Record<string, Partial<import("./math.js").Gabor>>} */
const PRESETS = {
  "bar, even (φ = 0°)": BAR,
  "edge, odd (φ = −90°)": { ...BAR, phase: -Math.PI / 2 },
  "upright edge": { ...BAR, phase: -Math.PI / 2, theta: 0 },
  "long and narrow": { ...BAR, beta_x: 0.08, beta_y: 0.014 },
  "fine stripes": { ...BAR, frequency: 1.6 },
  "coarse bar, with a DC part": COARSE,
  "coarse bar, without its DC part": { ...COARSE, without_dc: true },
  "no stripes: a blur (f = 0)": { ...BAR, frequency: 0, theta: 0 },
};
export const PRESET_NAMES = Object.keys(PRESETS);

/** The state that a preset brings.
 * @param {string} name */
export function preset(name) {
  return { without_dc: false, ...PRESETS[name] };
}

/** The preset that these parameters are, or OWN. */
export function presetName(params) {
  const is = (name) =>
    Object.entries(preset(name)).every(([key, value]) => Math.abs(Number(params[key]) - Number(value)) < 1e-9);
  return PRESET_NAMES.find(is) ?? OWN;
}

/** @param {number} angle in radians @returns {number} the same direction, above -pi up to pi, in whole degrees */
export function wrapped(angle) {
  return radians(180 - ((((180 - Math.round(degrees(angle))) % 360) + 360) % 360));
}

/** @param {number} angle */
export function degrees(angle) {
  return (angle * 180) / Math.PI;
}

/** @param {number} angle in degrees */
export function radians(angle) {
  return (angle * Math.PI) / 180;
}

/** The nearest multiple of a step inside a range, without the noise of 0.1 + 0.2. */
export function snapped(value, { min, max, step }) {
  return Math.max(min, Math.min(max, Number((Math.round(value / step) * step).toPrecision(9)) + 0));
}

// --- texts ---

const SMALL = 400;

/** @param {number} angle in radians */
export function angleText(angle) {
  return `${formatNumber(Math.round(10 * degrees(angle)) / 10)}°`;
}

/** A frequency, and how long its wave is.
 * @param {number} frequency in radians per pixel */
export function frequencyText(frequency) {
  if (frequency === 0) return "0, no wave";
  return `${formatNumber(frequency, 3)}, a wave is ${formatNumber((2 * Math.PI) / frequency, 2)} px`;
}

/** What stands beside a slider.
 * @param {string} name @param {number} value */
export function parameterText(name, value) {
  if (name === "phase" || name === "theta") return `${formatNumber(value, 3)} = ${angleText(value)}`;
  if (name === "frequency") return frequencyText(value);
  if (name === "alpha") return formatNumber(value, 3);
  if (name === "x0" || name === "y0") return `${formatNumber(value, 3)} px`;
  return `${formatNumber(value, 3)}, σ ${value > 0 ? formatNumber(Math.sqrt(1 / (2 * value)), 2) : "∞"} px`;
}

function symmetry({ phase, frequency }) {
  if (frequency === 0) return "no stripes";
  const near = (value) => Math.abs(value) < 1e-6;
  if (near(Math.sin(phase))) return "even, a bar";
  return near(Math.cos(phase)) ? "odd, an edge" : "neither even nor odd";
}

export function describe(params, { pair, range, traces }) {
  const { shape, frequency, theta, phase, cell, grating_theta, grating_frequency } = params;
  const stripes = frequency > 0 ? `${formatNumber((2 * Math.PI) / frequency, 3)} pixels a period` : "no period";
  const [low, high] = [Math.min(...traces.simple), Math.max(...traces.simple)];
  return (
    `A ${formatShape(shape)} Gabor kernel, orientation ${angleText(theta)}, ${formatNumber(frequency, 3)} radians per ` +
    `pixel (${stripes}), phase ${angleText(phase)} (${symmetry(params)}); its weights add up to ` +
    `${formatNumber(sumOf(pair), 3)}. On the photograph the ${CELLS[cell].name} runs from ${formatNumber(range.low, 3)} to ` +
    `${formatNumber(range.high, 3)}. A grating at ${angleText(grating_theta)} with ` +
    `${formatNumber(grating_frequency, 3)} radians per pixel makes the simple cell swing from ${formatNumber(low, 3)} ` +
    `to ${formatNumber(high, 3)}, and the complex cell ${steadiness(traces.complex)}.`
  );
}

/** @param {Float64Array} steady */
function steadiness(steady) {
  const mean = total(steady) / steady.length;
  return `stay at ${formatNumber(mean, 3)}, varying by ${formatNumber(100 * variation(steady), 2)} %`;
}

/** The sum of the weights; what rounding leaves of zero is zero. */
function sumOf({ first, envelope }) {
  const sum = total(first);
  return Math.abs(sum) < 1e-12 * total(envelope.map(Math.abs)) ? 0 : sum;
}

/** What stands under the kernel. */
export function kernelText({ pair }) {
  return `Weights add up to ${formatNumber(sumOf(pair), 3)}, the answer to white.`;
}

/** The three answers, with their numbers in the output's colour. */
function answers(s, simple, complex) {
  const value = (number) => ({ text: formatNumber(number, 3), role: "output" });
  const [first, second] = [{ text: "; simple: max(0, s) = " }, { text: "; complex: √(s² + s₉₀²) = " }];
  return [{ text: "s = Σ weight × pixel = " }, value(s), first, value(simple), second, value(complex)];
}

/** What the cell at the pixel that is pointed at says, in parts. */
export function pixelParts({ shape }, { output, responses }, at) {
  const n = at.row * output.shape[1] + at.col;
  const [s, other] = [responses.first[n], responses.second[n]];
  const place = `Rows ${at.row} to ${at.row + shape[0] - 1}, columns ${at.col} to ${at.col + shape[1] - 1}: `;
  return [{ text: place }, ...answers(s, Math.max(0, s), Math.hypot(s, other))];
}

/** The numbers at this moment of the drift, in parts; short: where there is little room. */
export function momentParts({ time }, { traces }, short = false) {
  const [s, simple, complex] = ["linear", "simple", "complex"].map((name) => traces[name][time]);
  const part = formatNumber(100 * variation(traces.complex), 2);
  return [...answers(s, simple, complex), { text: short ? "" : `, varying by ${part} %` }];
}

/** Python source that computes the kernel, the map, the traces and the tuning with NumPy alone. */
export function numpyCode(params, { pair }) {
  const { shape, picture, cell, without_dc, grating_theta, grating_frequency, tuned_by } = params;
  const levels = Array.from(picture.values, (value) => Math.round(255 * value));
  const [rows, cols] = picture.shape;
  const free = without_dc && total(pair.envelope) !== 0;
  return [
    "import numpy as np",
    "",
    `rows, cols = ${shape[0]}, ${shape[1]}`,
    "y, x = np.mgrid[:rows, :cols].astype(float)",
    "x, y = x - (cols - 1) / 2, y - (rows - 1) / 2  # in pixels from the middle, y downwards",
    ...NAMES.map((name) => `${name} = ${params[name]}`),
    "across = (x - x0) * np.cos(theta) + (y - y0) * np.sin(theta)",
    "along = -(x - x0) * np.sin(theta) + (y - y0) * np.cos(theta)",
    "envelope = alpha * np.exp(-beta_x * across**2 - beta_y * along**2)",
    "kernel = envelope * np.cos(frequency * across + phase)  # frequency: radians per pixel",
    "partner = envelope * np.cos(frequency * across + phase + np.pi / 2)",
    ...(free ? ["kernel = kernel - envelope * (kernel.sum() / envelope.sum())  # without the DC part"] : []),
    ...(free ? ["partner = partner - envelope * (partner.sum() / envelope.sum())"] : []),
    "",
    levels.length <= SMALL
      ? `image = ${numpyArray(levels, picture.shape)} / 255`
      : `# image: the ${rows} x ${cols} picture, numbers from 0 (black) to 1 (white)`,
    "windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)",
    'linear_map = np.einsum("rcij,ij->rc", windows, kernel)',
    `response = ${CELLS[cell].code}`,
    "",
    `grating_frequency, grating_theta = ${grating_frequency}, ${grating_theta}`,
    "stripes = grating_frequency * (x * np.cos(grating_theta) + y * np.sin(grating_theta))",
    `times = 2 * np.pi * np.arange(${FRAMES}) / ${FRAMES}`,
    "linear = np.array([np.sum(kernel * np.cos(stripes - t)) for t in times])",
    "other = np.array([np.sum(partner * np.cos(stripes - t)) for t in times])",
    "simple, steady = np.maximum(0, linear), np.hypot(linear, other)",
    "",
    `at = np.linspace(0, np.pi, ${POINTS})`,
    tuned_by === "orientation"
      ? "waves = [(grating_frequency, a) for a in at]"
      : "waves = [(a, grating_theta) for a in at]",
    "waves = np.array([np.exp(1j * f * (x * np.cos(a) + y * np.sin(a))) for f, a in waves])",
    "simple_tuning = abs((waves * kernel).sum(axis=(1, 2)))",
    "complex_tuning = np.hypot(simple_tuning, abs((waves * partner).sum(axis=(1, 2)))) / np.sqrt(2)",
  ].join("\n");
}
