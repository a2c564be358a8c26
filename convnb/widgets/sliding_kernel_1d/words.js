// @ts-check
// SlidingKernel1D in words: its examples, the sum, the lengths, the sentence that says its state, the NumPy code.

import { bracketed, formatNumber, numpyArray, sumParts } from "../kit/format.js";
import { valueAt } from "../kit/slide.js";
import { usesAt, windowTerms } from "./math.js";

const SHORT_SUM = 8;

const smooth = [1, 8, 28, 56, 70, 56, 28, 8, 1].map((count) => count / 256);
const noisy = Array.from({ length: 64 }, (_, t) => Math.round(20 * Math.sin(t / 5) + (((t * 37) % 11) - 5) * 3) / 10);
/** The worked numbers of notebooks 02 and 05, and kernels that do a job. */
export const EXAMPLES = {
  "[0, 1, 2, 3] with [1, 2]": { signal: [0, 1, 2, 3], kernel: [1, 2], flip: false, mode: "full" },
  "pain: one hit": { signal: [0, 0, 0, 1, 0, 0, 0], kernel: [3, 2, 1], flip: true, mode: "full" },
  "pain: two hits": { signal: [0, 0, 1, 1, 0, 0], kernel: [3, 2, 1], flip: true, mode: "full" },
  "moving average": {
    signal: [2, 6, 4, 8, 3, 7, 5, 9, 4, 6],
    kernel: [1 / 3, 1 / 3, 1 / 3],
    flip: false,
    mode: "valid",
  },
  "edges with [-1, 1]": { signal: [1, 1, 1, 6, 6, 6, 6, 2, 2], kernel: [-1, 1], flip: false, mode: "valid" },
  "an even kernel in “same”": { signal: [0, 0, 0, 1, 0, 0, 0], kernel: [1, 2, 3, 4], flip: true, mode: "same" },
  "a noisy wave, smoothed": { signal: noisy, kernel: smooth, flip: false, mode: "same" },
};

/** One output with its real numbers, in parts. */
function outputParts({ signal, range }, { sliding, output }, position) {
  const terms = windowTerms(signal, sliding, range.first + position);
  const name = { text: `result[${position}] = ` };
  if (terms.length <= SHORT_SUM) return [name, ...sumParts(terms, output[position])];
  // A long sum is cut off by its box: its value stands first.
  const products = terms.map(({ value, weight }) => `${bracketed(value)}×${bracketed(weight)}`).join(" + ");
  return [name, { text: formatNumber(output[position]), role: "output" }, { text: ` = ${products}` }];
}

/** Every output that uses one input, with its weight. */
function inputText({ signal, range }, { sliding }, slot) {
  const what =
    slot >= 0 && slot < signal.length
      ? `x[${slot}] = ${formatNumber(valueAt(signal, slot))}`
      : "This zero outside the signal";
  const uses = usesAt(range, slot);
  if (!uses.length) return `${what} is used by no output.`;
  const list = uses.map(({ position, weight }) => `result[${position}] with weight ${formatNumber(sliding[weight])}`);
  return `${what} is used by ${list.join("; ")}.`;
}

/** How many inputs one weight meets. */
function weightText({ range }, { sliding }, weight) {
  const { n, first, count } = range;
  const outside = Array.from({ length: count }, (_, position) => first + position + weight).filter(
    (slot) => slot < 0 || slot >= n,
  ).length;
  const zeros = outside ? `, ${outside} of them ${outside > 1 ? "zeros" : "a zero"} outside the signal` : "";
  const met = count > 1 ? `${count} inputs, one for each output` : "1 input";
  return `This weight, ${formatNumber(sliding[weight])}, meets ${met}${zeros}.`;
}

/** What the reader points at, { row, index }, in parts; without that the sum at a position. */
export function pointedParts(params, result, chosen, position) {
  if (chosen?.row === "signal") return [{ text: inputText(params, result, chosen.index) }];
  if (chosen?.row === "kernel") return [{ text: weightText(params, result, chosen.index) }];
  return outputParts(params, result, position);
}

/** How long the result is in each mode, with the real numbers. */
export function lengthsText({ range, mode }) {
  const { n, k } = range;
  const [long, short] = n >= k ? ["N", "K"] : ["K", "N"];
  const size = Math.abs(n - k) + 1;
  const lengths = {
    full: `N + K − 1 = ${n} + ${k} − 1 = ${n + k - 1}`,
    same: `N = ${n}, starting at entry ⌊(K − 1) / 2⌋ = ${Math.floor((k - 1) / 2)} of full`,
    valid: `${long} − ${short} + 1 = ${Math.max(n, k)} − ${Math.min(n, k)} + 1 = ${size}, no zeros filled in`,
  };
  const others = Object.keys(lengths).filter((one) => one !== mode);
  const [here, ...rest] = [mode, ...others].map((one) => `${one}: ${lengths[one]}`);
  return { here, others: rest.map((one) => `${one}.`).join(" ") };
}

/** The state in one sentence or two. */
export function describe({ range, position, mode, flip }, { output }) {
  const { n, k, first, count } = range;
  const [from, to] = [first + position, first + position + k - 1];
  const covers = k === 1 ? `input ${formatNumber(from)}` : `inputs ${formatNumber(from)} to ${formatNumber(to)}`;
  const zeros = from < 0 || to >= n ? ", with zeros outside the signal" : "";
  return (
    `${flip ? "Convolution" : "Correlation"}, mode ${mode}: result ${position} is ${formatNumber(output[position])}. ` +
    `The kernel covers ${covers}${zeros}. Signal of ${n}, kernel of ${k}, result of ${count}.`
  );
}

/** Python source that computes the result. */
export function numpyCode({ signal, kernel, flip, mode, range }) {
  const lines = [
    "import numpy as np",
    `x = ${numpyArray(signal, [signal.length])}`,
    `w = ${numpyArray(kernel, [kernel.length])}`,
    flip
      ? "full = np.convolve(x, w)  # the kernel is flipped"
      : 'full = np.correlate(x, w, "full")  # the kernel as it is',
  ];
  const start = range.first + range.k - 1;
  const why = { full: "all of it", same: "as many as x has, SciPy's centre", valid: "only where no zeros are needed" }[
    mode
  ];
  lines.push(`result = full[${start}:${start + range.count}]  # ${mode}: ${why}`);
  return lines.join("\n");
}
