// @ts-check
// ImageFilter in words: the sentence that says its state, what the scale shows and hides, the NumPy code.

import { bracketed, counted, formatNumber, formatShape, formatSum, numpyArray } from "../kit/format.js";
import { zerosBefore } from "../kit/slide.js";

const SMALL = 400;
const TERMS = 9;

/** Python source that computes the result with NumPy alone. */
export function numpyCode({ picture, kernel, flip, mode }) {
  const { shape, values } = picture;
  const levels = Array.from(values, (value) => Math.round(255 * value));
  const lines = ["import numpy as np"];
  if (values.length <= SMALL) lines.push(`image = ${numpyArray(levels, shape)} / 255`);
  else lines.push(`# image: the ${shape[0]} x ${shape[1]} picture, numbers from 0 (black) to 1 (white)`);
  lines.push(`kernel = ${numpyArray(kernel.values, kernel.shape)}`);
  if (flip) lines.push("kernel = kernel[::-1, ::-1]  # convolution: the kernel is flipped");
  if (mode === "same") {
    const sides = zerosBefore(kernel.shape, mode).map((zeros, axis) => `(${zeros}, ${kernel.shape[axis] - 1 - zeros})`);
    lines.push(`image = np.pad(image, (${sides.join(", ")}))`);
  }
  lines.push(
    "windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)",
    `result = np.einsum("rcij,ij->rc", windows, kernel)`,
  );
  return lines.join("\n");
}

/** What one pixel costs. */
export function costText({ kernel: { shape, values } }, { separable }) {
  if (separable) return `Separable: ${shape[0]} + ${shape[1]} instead of ${values.length} multiplications per pixel.`;
  return `${counted(values.length, "multiplication")} per pixel.`;
}

function percent(part) {
  if (part > 0 && part < 0.001) return "Less than 0.1 %";
  return `${formatNumber(100 * part, part > 0.1 ? 2 : 1)} %`;
}

/** What the scale of the moment shows, and what it hides. */
export function scaleText({ scale }, { scale: shown, lost }) {
  if (shown === "grey") return "No weight is below zero, so no result is: a grey scale from 0.";
  if (scale === "signed") return "Blue is below zero, white is zero, red is above.";
  if (scale === "absolute") return "Size without sign: zero is black, and both directions of an edge look alike.";
  const white = lost.above ? ` ${percent(lost.above)} are above 1 and all look white.` : "";
  return `${percent(lost.below)} of the pixels are below zero and look as black as zero: what they say is lost.${white}`;
}

export function describe(params, result) {
  const { picture, kernel, flip, mode, own } = params;
  const zeros =
    mode === "same" ? "“same”: zeros stand around the picture" : "“valid”: the kernel stays inside, no zeros are added";
  return (
    `${flip ? "Convolution" : "Correlation"} of ${own ? "your" : "the"} picture, ${formatShape(picture.shape)}, ` +
    `with a ${formatShape(kernel.shape)} kernel gives ${formatShape(result.output.shape)} pixels (${zeros}), ` +
    `from ${formatNumber(result.range.low, 3)} to ${formatNumber(result.range.high, 3)}. ` +
    `${costText(params, result)} ${scaleText(params, result)}`
  );
}

/** The products behind one pixel of the result, in double precision; padding: where a zero stands outside the picture. */
export function termsAt({ picture, mode }, { sliding }, { row, col }) {
  const [top, left] = zerosBefore(sliding.shape, mode);
  const [rows, cols] = picture.shape;
  return Array.from(sliding.values, (weight, k) => {
    const r = row - top + Math.floor(k / sliding.shape[1]);
    const c = col - left + (k % sliding.shape[1]);
    const padding = r < 0 || c < 0 || r >= rows || c >= cols;
    return { value: padding ? 0 : Math.round(255 * picture.values[r * cols + c]) / 255, weight, padding };
  });
}

/** One of them. */
export function productText({ value, weight }) {
  return `${formatNumber(value, 3)} × ${bracketed(weight, 3)} = ${formatNumber(value * weight, 3)}`;
}

/** The sum of some products. */
export function total(terms) {
  return terms.reduce((sum, { value, weight }) => sum + value * weight, 0);
}

/** One pixel of the result and its sum, written out where it is short. */
export function pixelText(terms, { row, col }) {
  const long = `${formatNumber(total(terms))}, ${terms.length} products added`;
  return `result[${row}, ${col}] = ${terms.length <= TERMS ? formatSum(terms, total(terms)) : long}`;
}
