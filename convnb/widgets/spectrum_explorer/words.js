// @ts-check
// SpectrumExplorer in words: its examples, the sentence that says its state, a bin's numbers, the NumPy code.

import { bracketed, counted, formatNumber, numpyArray } from "../kit/format.js";
import { gainAt, OWN, pulsePeriod, TUNED } from "./math.js";
import { SETTINGS } from "./settings.js";

const { second_sine: SECOND_SINE, echo: ECHO, cutoff: CUTOFF } = SETTINGS.constants;

const PLAIN = {
  ...{ signal_kind: "sine", frequency: 0.1, samples: 64 },
  ...{ kernel_kind: "moving average", width: 8, length: 0, bin: 6 },
};
const STEP = { ...PLAIN, signal_kind: "step", width: 16, bin: 1 };
const TWO = { ...PLAIN, signal_kind: "two sines", frequency: 0.05, kernel_kind: "low-pass", width: 31 };
const ECHOED = { ...PLAIN, signal_kind: "noise", kernel_kind: "echo", width: 9 };
const PULSE = { ...PLAIN, signal_kind: "pulse train", frequency: 0, kernel_kind: "Gaussian", width: 24 };
/** Name -> state. */
export const PRESETS = {
  "a sine through a moving average": PLAIN,
  "the moving average's zeros": { ...PLAIN, frequency: 0.125, bin: 8 },
  "wrap-around: the end comes back": STEP,
  "enough zeros: nothing wraps": { ...STEP, length: 79 },
  "a low-pass keeps one of two sines": { ...TWO, length: 94, bin: 38 },
  "a difference kills the constant": { ...STEP, kernel_kind: "difference", width: 2, bin: 0 },
  "an echo makes a comb": { ...ECHOED, length: 80, bin: 5 },
  "a pulse has every frequency": PULSE,
};
export const OTHER = "your own";

/** The example that is shown, or OTHER. */
export function presetOf({ signal_kind, frequency, kernel_kind, x, w, length }) {
  const same = (one) =>
    one.signal_kind === signal_kind &&
    (!TUNED.includes(signal_kind) || one.frequency === frequency) &&
    one.samples === x.length &&
    one.kernel_kind === kernel_kind &&
    one.width === w.length &&
    Math.max(one.length, x.length, w.length) === length;
  return Object.entries(PRESETS).find(([, one]) => same(one))?.[0] ?? OTHER;
}

const cycles = (frequency) => `${formatNumber(frequency, 3)} cycles per sample`;

function signalName({ signal_kind, frequency, x }) {
  const names = {
    sine: `sine of ${cycles(frequency)}`,
    "two sines": `sum of two sines of ${formatNumber(frequency, 3)} and ${cycles(SECOND_SINE)}`,
    "pulse train": `pulse every ${counted(pulsePeriod(frequency, x.length), "sample")}`,
    chirp: `chirp from 0 to ${cycles(frequency)}`,
    [OWN]: "signal of your own",
  };
  return names[signal_kind] ?? signal_kind;
}

function kernelName({ kernel_kind, w }) {
  return `${kernel_kind === OWN ? "kernel of your own" : kernel_kind} of ${counted(w.length, "sample")}`;
}

const an = (noun) => `${/^[aeiou]/i.test(noun) ? "An" : "A"} ${noun}`;

/** What the kernel does to this signal. */
function gainText(params) {
  const { signal_kind, frequency, w } = params;
  const gain = (at) => formatNumber(gainAt(w, at), 3);
  const name = signal_kind === "noise" ? "Noise" : an(signalName(params));
  const passes = `${name} passes ${an(kernelName(params)).toLowerCase().replace("gaussian", "Gaussian")}`;
  if (signal_kind === "sine") return `${passes} with gain ${gain(frequency)}.`;
  if (signal_kind === "two sines") return `${passes} with gains ${gain(frequency)} and ${gain(SECOND_SINE)}.`;
  return `${passes}, whose gain is ${gain(0)} at frequency 0 and ${gain(0.5)} at 0.5 cycles per sample.`;
}

/** What the transform length does to the end of the result. */
function lengthText({ x, w, length }, { linear, wrapped }) {
  const full = `N + K − 1 = ${x.length} + ${w.length} − 1 = ${linear.length}`;
  if (!wrapped) return `The transform length, ${length}, is not below ${full}: nothing wraps around.`;
  const many =
    wrapped === 1
      ? "the last sample of the linear result ran over the end and was added to the first one"
      : `the last ${wrapped} samples ran over the end and were added to the first ${wrapped}`;
  return `The transform length, ${length}, is below ${full}: ${many}.`;
}

/** What stands over the three pictures in time; short: where there is little room. */
export function titles({ signal_kind, kernel_kind, x, w }, { wrapped }, short = false) {
  if (short) return { x: `signal x, N = ${x.length}`, w: `kernel w, K = ${w.length}`, y: `result y${wrapped ? ", wraps" : ""}` };
  const name = (kind) => (kind === OWN ? "your own" : kind);
  return {
    x: `signal x: ${name(signal_kind)}, N = ${x.length}`,
    w: `kernel w: ${name(kernel_kind)}, K = ${w.length}`,
    y: wrapped ? `result y: circular, ${counted(wrapped, "sample")} wrapped` : "result y: linear",
  };
}

/** What stands over a row's arrows: how far their end is from where they began. */
export function arrowsTitle({ spectra }, row, bin) {
  const { re, im } = spectra[row];
  const sum = Math.hypot(re[bin], im[bin]);
  return `arrows of ${row}: sum ${formatNumber(sum < QUIET ? 0 : sum, 3)}`;
}

/** @param {number} re @param {number} im */
function complexText(re, im) {
  const size = formatNumber(Math.abs(im), 3);
  return `${formatNumber(re, 3)} ${im < 0 && size !== "0" ? "−" : "+"} ${size}i`; // a rounding error has no sign
}

const QUIET = 1e-9;
const degrees = (re, im) => (Math.hypot(re, im) < QUIET ? null : Math.round((Math.atan2(im, re) * 180) / Math.PI));
const angle = (/** @type {number | null} */ value) => (value === null ? "none" : `${formatNumber(value)}°`);

/** Phases add; what leaves the circle on one side comes in on the other.
 * @param {number} a @param {number} b */
function phaseSum(a, b) {
  const turned = a + b - 360 * Math.round((a + b) / 360);
  return `${angle(a)} + ${b < 0 ? `(${angle(b)})` : angle(b)} = ${angle(a + b)}${turned === a + b ? "" : `, the same as ${angle(turned)}`}`;
}

/**
 * The numbers of one bin: for signal, kernel and product the complex number, its magnitude and its phase.
 * @returns {string[][]}
 */
export function binTable({ spectra }, bin) {
  const parts = ["x", "w", "y"].map((row) => ({ re: spectra[row].re[bin], im: spectra[row].im[bin] }));
  const sizes = parts.map(({ re, im }) => formatNumber(Math.hypot(re, im) < QUIET ? 0 : Math.hypot(re, im), 3));
  const phases = parts.map(({ re, im }) => degrees(re, im));
  const sum = phases[0] === null || phases[1] === null ? "none" : phaseSum(phases[0], phases[1]);
  return [
    [`X[${bin}]`, complexText(parts[0].re, parts[0].im), sizes[0], angle(phases[0])],
    [`W[${bin}]`, complexText(parts[1].re, parts[1].im), sizes[1], angle(phases[1])],
    [`X[${bin}] · W[${bin}]`, complexText(parts[2].re, parts[2].im), `${sizes[0]} × ${sizes[1]} = ${sizes[2]}`, sum],
  ];
}

/** What happens to one bin: magnitudes multiply, phases add; in parts.
 * @param {number} bin */
export function binParts(result, bin) {
  const [x, w, product] = binTable(result, bin);
  return [
    ...[{ text: `bin ${bin}: |X|·|W| = ` }, { text: x[2], role: "input" }, { text: " × " }],
    ...[{ text: w[2], role: "kernel" }, { text: " = " }, { text: product[2].split("= ")[1], role: "output" }],
    { text: `, phase ${product[3]}` },
  ];
}

/** @param {number} bin */
function binText(params, result, bin) {
  const [, , product] = binTable(result, bin);
  return `Bin ${bin}, ${cycles(bin / params.length)}: |X|·|W| = ${product[2]}.`;
}

export function describe(params, result) {
  return `${gainText(params)} ${lengthText(params, result)} ${binText(params, result, params.bin)}`;
}

/** One sample, and where a sample of the result comes from.
 * @param {Record<string, any>} params @param {Record<string, any>} result @param {string} row
 * @param {number} t */
export function sampleText(params, { output, linear }, row, t) {
  if (row !== "y") return `${row}[${t}] = ${formatNumber((row === "x" ? params.x : params.w)[t])}`;
  const over = t + params.length;
  if (over >= linear.length) return `y[${t}] = linear[${t}] = ${formatNumber(output[t])}`;
  const terms = `${formatNumber(linear[t])} + ${bracketed(linear[over])}`;
  return `y[${t}] = linear[${t}] + linear[${over}] = ${terms} = ${formatNumber(output[t])}`;
}

/** Python source of the signal. */
function signalCode({ signal_kind, frequency, x }) {
  const sine = (f) => `np.sin(2 * np.pi * ${f} * t)`;
  const formulas = {
    sine: sine(frequency),
    "two sines": `${sine(frequency)} + 0.5 * ${sine(SECOND_SINE)}`,
    "pulse train": `(t % ${pulsePeriod(frequency, x.length)} == 0).astype(float)`,
    chirp: `np.sin(np.pi * ${frequency} * t**2 / ${x.length})`,
    step: `(t >= ${Math.floor(x.length / 2)}).astype(float)`,
  };
  const formula = formulas[signal_kind];
  return formula ? [`t = np.arange(${x.length})`, `x = ${formula}`] : [`x = ${numpyArray(x, [x.length])}`];
}

/** Python source of the kernel. */
function kernelCode({ kernel_kind, w }) {
  const k = w.length;
  const centred = `s = np.arange(${k}) - ${(k - 1) / 2}`;
  const formulas = {
    "moving average": [`w = np.full(${k}, 1 / ${k})`],
    Gaussian: [centred, `w = np.exp(-((6 * s / ${k}) ** 2) / 2)`, "w /= w.sum()"],
    "low-pass": [centred, `w = np.sinc(${2 * CUTOFF} * s) * np.hamming(${k})`, "w /= w.sum()"],
    echo: [`w = np.zeros(${k})`, `w[0], w[-1] = 1, ${ECHO}`],
  };
  return formulas[kernel_kind] ?? [`w = ${numpyArray(w, [k])}`];
}

/** Python source that computes what is shown. */
export function numpyCode(params) {
  const { length, bin } = params;
  return [
    "import numpy as np",
    ...signalCode(params),
    ...kernelCode(params),
    `length = ${length}`,
    "X, W = np.fft.rfft(x, length), np.fft.rfft(w, length)",
    "product = X * W",
    "y = np.fft.irfft(product, length)  # the circular convolution",
    "linear = np.convolve(x, w)",
    `k = ${bin}  # ${bin} / ${length} cycles per sample`,
    "magnitude, phase = abs(product[k]), np.degrees(np.angle(product[k]))",
  ].join("\n");
}
