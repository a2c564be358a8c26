// @ts-check
// SlidingKernel2D in words: the sentence that says its state, the size formula, the NumPy code.

import { cellOf } from "./convolution.js";
import { formatNumber, formatShape } from "./format.js";
import { numpyArray } from "./numpy.js";

export const AXES = ["rows", "columns"];

/** Python source that computes the output with NumPy alone. @param {any} params */
export function numpyCode({ input, kernel, geo, flip }) {
  const { step, dilation: d, span, stride, lead, padded, transposed } = geo;
  const lines = [
    "import numpy as np",
    `x = ${numpyArray(input.values, input.shape)}`,
    `w = ${numpyArray(kernel.values, kernel.shape)}`,
  ];
  if (transposed) {
    const stretched = geo.input.map((n, axis) => (n - 1) * stride[axis] + 1);
    const after = padded.map((n, axis) => n - lead[axis] - stretched[axis]);
    const size = stretched.map((n, axis) => n + Math.max(0, lead[axis]) + Math.max(0, after[axis]));
    const slices = [0, 1].map((axis) => {
      const from = Math.max(0, lead[axis]);
      return `${from}:${from + stretched[axis]}:${stride[axis]}`;
    });
    lines.push(
      `stretched = np.zeros((${size.join(", ")}))`,
      `stretched[${slices.join(", ")}] = x  # zeros between and around`,
    );
    const crop = [0, 1].map((axis) => `${Math.max(0, -lead[axis])}:${Math.max(0, -lead[axis]) + padded[axis]}`);
    lines.push(`x = stretched[${crop.join(", ")}]`);
  } else if (lead[0] || lead[1]) lines.push(`x = np.pad(x, ((${lead[0]}, ${lead[0]}), (${lead[1]}, ${lead[1]})))`);
  if (flip !== Boolean(transposed)) lines.push("w = w[::-1, ::-1]  # the kernel slides flipped");
  lines.push(
    `windows = np.lib.stride_tricks.sliding_window_view(x, (${span[0]}, ${span[1]}))`,
    `windows = windows[::${step[0]}, ::${step[1]}, ::${d[0]}, ::${d[1]}]  # steps of the window, dilation`,
    `z = np.einsum("rcij,ij->rc", windows, w)`,
  );
  return lines.join("\n");
}

/** The operation by its name. @param {any} params */
export function operation({ geo, flip }) {
  const name = flip ? "convolution" : "correlation";
  return geo.transposed ? `Transposed ${name}` : name[0].toUpperCase() + name.slice(1);
}

/** @param {any} params @param {any} result */
export function describe(params, { output }) {
  const { geo, position } = params;
  const [row, col] = cellOf(position, geo.output);
  const covers = (/** @type {number} */ at, /** @type {number} */ axis) => {
    const first = at * geo.step[axis] - geo.lead[axis];
    return `${formatNumber(first)} to ${formatNumber(first + geo.span[axis] - 1)}`;
  };
  const where = geo.transposed ? "the stretched input's" : "input";
  return (
    `${operation(params)}: output row ${row}, column ${col} is ${formatNumber(output.values[position])}. ` +
    `Its window covers ${where} rows ${covers(row, 0)} and columns ${covers(col, 1)}. ` +
    `Input ${formatShape(geo.input)}, kernel ${formatShape(geo.kernel)}, output ${formatShape(geo.output)}.`
  );
}

/** The output-size formula of one axis with its numbers. @param {any} geo @param {number} axis */
export function sizeFormula({ input, kernel, stride, padding, dilation, output, transposed, outputPadding }, axis) {
  const reach = `${dilation[axis]}·(${kernel[axis]} − 1)`;
  if (transposed) {
    const around = `− 2·${padding[axis]} + ${reach} + ${outputPadding[axis]} + 1`;
    return `${AXES[axis]}: (${input[axis]} − 1)·${stride[axis]} ${around} = ${output[axis]}`;
  }
  const inside = `${input[axis]} + 2·${padding[axis]} − ${reach} − 1`;
  return `${AXES[axis]}: ⌊(${inside}) / ${stride[axis]}⌋ + 1 = ${output[axis]}`;
}
