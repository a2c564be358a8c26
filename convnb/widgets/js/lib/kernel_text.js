// @ts-check
// SlidingKernel2D in words: the sentence that says its state, the size formula, the NumPy code.

import { cellOf } from "./convolution.js";
import { formatNumber, formatShape } from "./format.js";
import { numpyArray } from "./numpy.js";

export const AXES = ["rows", "columns"];

/** Python source that computes the output with NumPy alone. @param {any} params */
export function numpyCode({ input, kernel, geo, flip }) {
  const { stride: s, padding: p, dilation: d, span } = geo;
  const lines = [
    "import numpy as np",
    `x = ${numpyArray(input.values, input.shape)}`,
    `w = ${numpyArray(kernel.values, kernel.shape)}`,
  ];
  if (flip) lines.push("w = w[::-1, ::-1]  # convolution: the kernel is turned by 180 degrees");
  if (p[0] || p[1]) lines.push(`x = np.pad(x, ((${p[0]}, ${p[0]}), (${p[1]}, ${p[1]})))`);
  lines.push(
    `windows = np.lib.stride_tricks.sliding_window_view(x, (${span[0]}, ${span[1]}))`,
    `windows = windows[::${s[0]}, ::${s[1]}, ::${d[0]}, ::${d[1]}]  # stride, stride, dilation, dilation`,
    `z = np.einsum("rcij,ij->rc", windows, w)`,
  );
  return lines.join("\n");
}

/** @param {any} params @param {any} result */
export function describe(params, { output }) {
  const { geo, position, flip } = params;
  const [row, col] = cellOf(position, geo.output);
  const covers = (/** @type {number} */ at, /** @type {number} */ axis) => {
    const first = at * geo.stride[axis] - geo.padding[axis];
    return `${formatNumber(first)} to ${formatNumber(first + geo.span[axis] - 1)}`;
  };
  return (
    `${flip ? "Convolution" : "Correlation"}: output row ${row}, column ${col} is ${formatNumber(output.values[position])}. ` +
    `Its window covers input rows ${covers(row, 0)} and columns ${covers(col, 1)}. ` +
    `Input ${formatShape(geo.input)}, kernel ${formatShape(geo.kernel)}, output ${formatShape(geo.output)}.`
  );
}

/** The output-size formula of one axis with its numbers. @param {any} geo @param {number} axis */
export function sizeFormula({ input, kernel, stride, padding, dilation, output }, axis) {
  const inside = `${input[axis]} + 2·${padding[axis]} − ${dilation[axis]}·(${kernel[axis]} − 1) − 1`;
  return `${AXES[axis]}: ⌊(${inside}) / ${stride[axis]}⌋ + 1 = ${output[axis]}`;
}
