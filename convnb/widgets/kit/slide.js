// @ts-check
// A kernel that slides over a signal or a picture: the same definitions as convnb/ops, and tested against them. Rows and
// columns of the input are counted with its padding, so that a window never has negative indices.

import { formatShape } from "./format.js";
import { StateError } from "./params.js";
import { LIMITS } from "./limits.js";

/**
 * @typedef {{ shape: [number, number], values: Float64Array }} Matrix
 * @typedef {[number, number]} Pair rows and columns
 * @typedef {{ input: Pair, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair, transposed?: boolean,
 *             outputPadding?: Pair }} Sizes
 * @typedef {Sizes & { span: Pair, padded: Pair, output: Pair, step: Pair, lead: Pair, stretch: Pair }} Geometry
 *   padded: the grid that the window slides over, `step` cells at a time; the input lies in it `lead` cells from its corner,
 *   its cells `stretch` apart
 */

/**
 * Where everything lies; a StateError for what has no output or is too large to be shown.
 *
 * The output is outputSize; transposed, (n - 1) stride - 2 padding + dilation (kernel - 1) + output padding + 1: the
 * window takes single steps over an input whose cells are `stride` apart, with zeros between and around them.
 * @param {Sizes} sizes @returns {Geometry}
 */
export function geometry(sizes) {
  const { input, kernel, stride, padding, dilation, transposed = false, outputPadding = [0, 0] } = sizes;
  const each = (/** @type {(axis: number) => number} */ size) => /** @type {Pair} */ ([size(0), size(1)]);
  const span = each((axis) => dilation[axis] * (kernel[axis] - 1) + 1);
  if (transposed) {
    const output = each(
      (axis) => (input[axis] - 1) * stride[axis] - 2 * padding[axis] + span[axis] + outputPadding[axis],
    );
    checkTransposed(sizes, output);
    const padded = each((axis) => output[axis] + span[axis] - 1);
    const lead = each((axis) => span[axis] - 1 - padding[axis]);
    return checkSize({ ...sizes, span, padded, output, step: [1, 1], lead, stretch: stride });
  }
  const padded = each((axis) => input[axis] + 2 * padding[axis]);
  if (span[0] > padded[0] || span[1] > padded[1]) {
    throw new StateError(
      `The kernel (${formatShape(kernel)}, dilation ${formatShape(dilation)}) spans ${formatShape(span)}, ` +
        `larger than the padded input ${formatShape(padded)}. Make the kernel smaller or the padding larger.`,
    );
  }
  return checkSize({ ...sizes, span, padded, output: outputSize(sizes), step: stride, lead: padding, stretch: [1, 1] });
}

/**
 * Rows and columns of the output; less than 1 where the kernel does not fit.
 * @param {Sizes} sizes @returns {Pair}
 */
export function outputSize({ input, kernel, stride, padding, dilation }) {
  const along = (axis) =>
    Math.floor((input[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
  return [along(0), along(1)];
}

/** @param {Sizes} sizes @param {Pair} output */
function checkTransposed({ stride, padding, dilation, outputPadding = [0, 0] }, output) {
  for (const axis of [0, 1]) {
    if (outputPadding[axis] >= Math.max(stride[axis], dilation[axis])) {
      throw new StateError(
        `The output padding is ${outputPadding[axis]}; it must be smaller than the stride or the dilation ` +
          `(${stride[axis]} and ${dilation[axis]}).`,
      );
    }
    if (output[axis] < 1) {
      throw new StateError(`A padding of ${padding[axis]} crops the output away: its size would be ${output[axis]}.`);
    }
  }
}

/** @param {Geometry} geo */
function checkSize(geo) {
  for (const shape of [geo.padded, geo.output]) {
    if (Math.max(...shape) > LIMITS.largest_grid) {
      const most = LIMITS.largest_grid;
      throw new StateError(`A grid of ${formatShape(shape)} is too large to be shown; ${most} rows or columns fit.`);
    }
  }
  return geo;
}

/** Index -> [row, column].
 * @param {number} index @param {[number, number]} shape */
export function cellOf(index, shape) {
  return [Math.floor(index / shape[1]), index % shape[1]];
}

/** Turn a kernel by 180 degrees: its entries in reverse order.
 * @param {Matrix} kernel @returns {Matrix} */
export function turned(kernel) {
  return { shape: kernel.shape, values: kernel.values.slice().reverse() };
}

/**
 * Which input cell lies at a cell of the padded grid: its index, or -1 for a zero that was filled in.
 * @param {Geometry} geo @param {number} row @param {number} col
 */
export function inputAt({ input, lead, stretch }, row, col) {
  const r = (row - lead[0]) / stretch[0];
  const c = (col - lead[1]) / stretch[1];
  const inside = Number.isInteger(r) && Number.isInteger(c) && r >= 0 && c >= 0 && r < input[0] && c < input[1];
  return inside ? r * input[1] + c : -1;
}

/**
 * The value of the padded input.
 * @param {Matrix} input @param {Geometry} geo @param {number} row @param {number} col
 */
export function paddedValue(input, geo, row, col) {
  const index = inputAt(geo, row, col);
  return index < 0 ? 0 : input.values[index];
}

/** The padded grid, row-major: the input with all the zeros around and between.
 * @param {Matrix} input @param {Geometry} geo */
export function withPadding(input, geo) {
  const length = geo.padded[0] * geo.padded[1];
  return Float64Array.from({ length }, (_, index) => {
    const [row, col] = cellOf(index, geo.padded);
    return paddedValue(input, geo, row, col);
  });
}

/**
 * The cells under the kernel at one output position, in the kernel's row-major order.
 * @param {Geometry} geo
 * @param {number} position index of the output cell, row-major
 * @returns {{ row: number, col: number, weight: number }[]} weight: index into the kernel
 */
export function windowCells(geo, position) {
  const top = Math.floor(position / geo.output[1]) * geo.step[0];
  const left = (position % geo.output[1]) * geo.step[1];
  const cells = [];
  for (let i = 0; i < geo.kernel[0]; i++) {
    for (let j = 0; j < geo.kernel[1]; j++) {
      cells.push({ row: top + i * geo.dilation[0], col: left + j * geo.dilation[1], weight: i * geo.kernel[1] + j });
    }
  }
  return cells;
}

/**
 * Every output that uses one cell of the padded input, and the weight it gives to it: the transposed look-up, on which
 * the backward pass rests.
 * @param {Geometry} geo @param {number} row @param {number} col @returns {{ position: number, weight: number }[]}
 */
export function usesOf(geo, row, col) {
  const uses = [];
  for (let i = 0; i < geo.kernel[0]; i++) {
    for (let j = 0; j < geo.kernel[1]; j++) {
      const top = row - i * geo.dilation[0];
      const left = col - j * geo.dilation[1];
      const r = top / geo.step[0];
      const c = left / geo.step[1];
      if (Number.isInteger(r) && Number.isInteger(c) && r >= 0 && c >= 0 && r < geo.output[0] && c < geo.output[1]) {
        uses.push({ position: r * geo.output[1] + c, weight: i * geo.kernel[1] + j });
      }
    }
  }
  return uses;
}

/**
 * z[r, c] = sum over i, j of x_padded[r step + i d, c step + j d] w[i, j], the kernel as it is given (not flipped).
 * @param {Matrix} input @param {Matrix} kernel @param {Geometry} geo @returns {Matrix}
 */
export function correlate2d(input, kernel, geo) {
  return slide({ shape: geo.padded, values: withPadding(input, geo) }, kernel, geo);
}

/** The cells of the padded grid that hold no input, but a zero: indices, row-major.
 * @param {Geometry} geo */
export function filledIn(geo) {
  const filled = new Set();
  for (let index = 0; index < geo.padded[0] * geo.padded[1]; index++) {
    const [row, col] = cellOf(index, geo.padded);
    if (inputAt(geo, row, col) < 0) filled.add(index);
  }
  return filled;
}

/** The index in the padded grid of an input cell.
 * @param {Geometry} geo @param {number} index */
export function paddedIndex({ input, padded, lead, stretch }, index) {
  const [row, col] = cellOf(index, input);
  return (row * stretch[0] + lead[0]) * padded[1] + col * stretch[1] + lead[1];
}

/** The block of the padded grid that the window of one output covers.
 * @param {Geometry} geo @param {number} position */
export function windowFrame({ output, step, span }, position) {
  const [row, col] = cellOf(position, output);
  return { row: row * step[0], col: col * step[1], rows: span[0], cols: span[1] };
}

/**
 * The cells of the padded grid that no window ever covers: what a stride that does not divide leaves at the border.
 * @param {Geometry} geo
 * @returns {Set<number>} indices, row-major
 */
export function unread(geo) {
  const covered = [0, 1].map((axis) => {
    const hit = new Set();
    for (let at = 0; at < geo.output[axis]; at++) {
      for (let k = 0; k < geo.kernel[axis]; k++) hit.add(at * geo.step[axis] + k * geo.dilation[axis]);
    }
    return hit;
  });
  const all = Array.from({ length: geo.padded[0] * geo.padded[1] }, (_, index) => index);
  return new Set(all.filter((index) => cellOf(index, geo.padded).some((at, axis) => !covered[axis].has(at))));
}

/**
 * The output position whose window starts nearest to a cell of the padded input.
 * @param {Geometry} geo
 * @param {number} row may lie outside the picture
 * @param {number} col
 */
export function nearestPosition(geo, row, col) {
  const nearest = (at, axis) => Math.min(geo.output[axis] - 1, Math.max(0, Math.round(at / geo.step[axis])));
  return nearest(row, 0) * geo.output[1] + nearest(col, 1);
}

// --- the sliding sum ---

/**
 * @typedef {{ shape: [number, number], values: Float32Array }} Picture values from 0 (black) to 1 (white)
 * @typedef {{ shape: [number, number], values: Float64Array }} Kernel
 */

/** Products added at a time to the pixels of a picture. */
const TAPS = 5;

/**
 * out[r, c] = sum over i, j of x[r step + i dilation, c step + j dilation] w[i, j] at the positions where the window lies
 * inside x, the kernel as it is given (not flipped). Weights of zero cost nothing.
 * @template {Float32Array | Float64Array} Values
 * @param {{ shape: [number, number], values: Values }} x
 * @param {{ shape: [number, number], values: ArrayLike<number> }} kernel
 * @param {{ step?: number[], dilation?: number[], output?: number[] }} [walk] per row, per column; output: only so many of
 *   the positions, from the first on
 * @returns {{ shape: [number, number], values: Values }} of the type of x
 */
export function slide({ shape, values: x }, kernel, walk = {}) {
  const { step = [1, 1], dilation = [1, 1], output } = walk;
  const count = (axis) => Math.floor((shape[axis] - dilation[axis] * (kernel.shape[axis] - 1) - 1) / step[axis]) + 1;
  const [rows, cols] = output ?? [count(0), count(1)];
  const taps = [];
  for (let k = 0; k < kernel.values.length; k++) {
    const [i, j] = [Math.floor(k / kernel.shape[1]), k % kernel.shape[1]];
    const at = i * dilation[0] * shape[1] + j * dilation[1];
    if (kernel.values[k] !== 0) taps.push({ at, weight: kernel.values[k] });
  }
  // One loop for both types of numbers would be compiled for neither: pictures have one of their own.
  const isPicture = x instanceof Float32Array && step[1] === 1;
  const out = /** @type {Values} */ (isPicture ? new Float32Array(rows * cols) : new Float64Array(rows * cols));
  while (isPicture && taps.length % TAPS) taps.push({ at: 0, weight: 0 });
  for (let r = 0; r < rows; r++) {
    const [to, from] = [r * cols, r * step[0] * shape[1]];
    if (isPicture) for (let tap = 0; tap < taps.length; tap += TAPS) addFive(out, to, cols, x, from, taps, tap);
    else for (const { at, weight } of taps) addOne(out, to, cols, x, from + at, step[1], weight);
  }
  return { shape: [rows, cols], values: out };
}

/** One product added to each entry of one row. */
function addOne(out, to, count, x, from, step, weight) {
  for (let n = 0; n < count; n++) out[to + n] += weight * x[from + n * step];
}

/** Five products added to each entry of one row. */
function addFive(out, to, count, x, from, taps, tap) {
  const [a, b, c, d, e] = [taps[tap], taps[tap + 1], taps[tap + 2], taps[tap + 3], taps[tap + 4]];
  const [wa, wb, wc, wd, we] = [a.weight, b.weight, c.weight, d.weight, e.weight];
  const [xa, xb, xc, xd, xe] = [from + a.at, from + b.at, from + c.at, from + d.at, from + e.at];
  for (let n = 0; n < count; n++) {
    out[to + n] += wa * x[xa + n] + wb * x[xb + n] + wc * x[xc + n] + wd * x[xd + n] + we * x[xe + n];
  }
}

/**
 * Zeros above and left of the picture in mode "same"; what is missing to kernel - 1 stands below and right of it. The
 * centres are those of convnb.ops.correlation.
 * @param {[number, number]} shape of the kernel
 * @param {string} mode
 */
export function zerosBefore(shape, mode) {
  return mode === "same" ? shape.map((size) => size >> 1) : [0, 0];
}

// --- in one dimension ---

/** The value at a place on the time axis, zero outside the list.
 * @param {ArrayLike<number>} x @param {number} slot */
export function valueAt(x, slot) {
  return slot >= 0 && slot < x.length ? x[slot] : 0;
}

/**
 * Every sum of products, out[p] = sum over j of x[first + p + j] w[j] with zeros outside x; w is taken as it is given
 * (flipped for a convolution).
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} w
 * @param {{ first: number, count: number }} range the place along x where w starts for out[0], and how many sums there are
 */
export function slidingSums(x, w, { first, count }) {
  const length = count + w.length - 1;
  const padded = Float64Array.from({ length }, (_, at) => valueAt(x, first + at));
  return slide({ shape: [1, length], values: padded }, { shape: [1, w.length], values: w }).values;
}

/** f * g in full: h[tau] = sum over t of f[t] g[tau - t].
 * @param {ArrayLike<number>} f @param {ArrayLike<number>} g */
export function convolveFull(f, g) {
  return slidingSums(f, turnedRound(g), { first: 1 - g.length, count: f.length + g.length - 1 });
}

/** @param {ArrayLike<number>} w */
export function turnedRound(w) {
  return Float64Array.from(w).reverse();
}
