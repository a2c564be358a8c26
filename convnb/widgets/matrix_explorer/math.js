// @ts-check
// One layer as two products: kernel times patches (P = im2col(x)), and matrix times picture (M = conv_matrix(kernel)).
// The same definitions as convnb/ops/lowering.py, and tested against them; and what each row and column stands for.

import { formatShape } from "../kit/format.js";
import { StateError } from "../kit/params.js";
import { cellOf, geometry, inputAt, outputSize, paddedIndex, windowCells } from "../kit/slide.js";

/** Output cells that are shown at most: each is a row of M and a column of P. */
const MOST_OUTPUTS = 144;
const SHADES = "A shade for each weight, a dot for a fixed zero.";

/**
 * @typedef {{ position: number, weight: number, place: number, pixel: number }} Use
 *   output `position` reads `pixel` with `weight`; place: the pixel's index in the padded grid; pixel is -1 for a zero
 *   that was filled in
 * @typedef {"weight" | "position" | "pixel"} Kind what a row or a column stands for; a position is an output cell
 * @typedef {{ values: ArrayLike<number>, role: string }} Strip
 * @typedef {{ rows: number, cols: number, values: ArrayLike<number>, rowOf: Kind, colOf: Kind, role: string,
 *             title: string, blocks: [number, number], shades: boolean, holds: ArrayLike<number>,
 *             left?: Strip, top?: Strip, right?: Strip, bottom?: Strip, note: string }} Layout
 *   holds: per entry -1 for a zero of the matrix, -2 for what lies in the padding, else the weight; shades: the tint
 *   says which weight it is, not how large; left and top are what is multiplied, right and bottom what comes out
 * @typedef {{ kind: string, position?: number, weight?: number, pixel?: number, place?: number }} Choice
 *   kind: a Kind; place: the pixel's index in the padded grid; pixel is -1 in the padding
 */

/** The geometry of a layer, or a StateError for one that has none or is too large. */
export function layerGeometry(sizes) {
  const geo = geometry(sizes);
  if (accepts(sizes)) return geo;
  const count = geo.output[0] * geo.output[1];
  throw new StateError(`The output has ${count} cells, and M as many rows; ${MOST_OUTPUTS} can be shown.`);
}

/** Whether the kernel fits into the padded input and the matrices can be shown. */
export function accepts(sizes) {
  const [rows, cols] = outputSize(sizes);
  return rows >= 1 && cols >= 1 && rows * cols <= MOST_OUTPUTS;
}

/** Every use of a pixel, position by position, then weight by weight. */
function allUses(geo) {
  const uses = [];
  for (let position = 0; position < geo.output[0] * geo.output[1]; position++) {
    for (const { row, col, weight } of windowCells(geo, position)) {
      uses.push({ position, weight, place: row * geo.padded[1] + col, pixel: inputAt(geo, row, col) });
    }
  }
  return uses;
}

/** A grid of deltas laid over the output: repeated where the output is larger. */
export function deltasOf({ shape, values }, [rows, cols]) {
  return Float64Array.from({ length: rows * cols }, (_, index) => {
    const [row, col] = cellOf(index, [rows, cols]);
    return values[(row % shape[0]) * shape[1] + (col % shape[1])];
  });
}

/**
 * P (weights x positions), M (positions x pixels) and what both give; back: the gradient of the input, and the products
 * w[t] delta[p] that col2im adds up. holds: the weight at an entry of M, -1 at a zero that no weight can change.
 */
export function lower({ input, kernel, geo, deltas }) {
  const uses = allUses(geo);
  const [count, pixels] = [geo.output[0] * geo.output[1], input.values.length];
  const columns = new Float64Array(kernel.values.length * count);
  const spread = new Float64Array(columns.length);
  const matrix = new Float64Array(count * pixels);
  const holds = new Int16Array(matrix.length).fill(-1);
  const output = new Float64Array(count);
  const back = new Float64Array(pixels);
  const added = new Int32Array(pixels);
  for (const { position, weight, pixel } of uses) {
    const w = kernel.values[weight];
    const entry = weight * count + position;
    spread[entry] = w * deltas[position];
    if (pixel < 0) continue;
    columns[entry] = input.values[pixel];
    matrix[position * pixels + pixel] = w;
    holds[position * pixels + pixel] = weight;
    output[position] += w * input.values[pixel];
    back[pixel] += spread[entry];
    added[pixel]++;
  }
  return { uses, columns, spread, matrix, holds, output, back, added };
}

// --- the matrices as they are laid out ---

/** The matrices that are shown, by the name of their view. */
export function layoutsOf(params, result) {
  const shown = {};
  if (params.view !== "matrix") shown.columns = patches(params, result);
  if (params.view !== "columns") shown.matrix = bigMatrix(params, result);
  return shown;
}

/** The list at which each kind is found. */
function strips({ input, kernel, deltas, transposed }, { output, back }) {
  return {
    weights: { values: kernel.values, role: "kernel" },
    pixels: transposed ? { values: back, role: "gradient" } : { values: input.values, role: "input" },
    outputs: transposed ? { values: deltas, role: "gradient" } : { values: output, role: "output" },
  };
}

function patches(params, result) {
  const { kernel, geo, transposed, count } = params;
  const { weights, outputs } = strips(params, result);
  const rows = kernel.values.length;
  const holds = new Int16Array(rows * count);
  for (const { position, weight, pixel } of result.uses) holds[weight * count + position] = pixel < 0 ? -2 : weight;
  const size = formatShape([rows, count]);
  const padded = holds.includes(-2);
  const common = { rows, cols: count, holds, rowOf: "weight", colOf: "position", shades: false, left: weights };
  const blocks = /** @type {[number, number]} */ ([kernel.shape[1], geo.output[1]]);
  if (transposed) {
    const note = `Σ4 in a pixel: four entries are added there.${padded ? " Dashed: lies in the padding, dropped." : ""}`;
    const title = `wᵀ δ, ${size}: col2im adds its columns back`;
    return { ...common, values: result.spread, role: "gradient", top: outputs, title, blocks, note };
  }
  const many = geo.output[0] === 1 ? "" : `, reshaped to ${formatShape(geo.output)} it is z`;
  const note = `Left w, below w · P, ${formatShape([1, count])}${many}.${padded ? " Dashed: a zero of the padding." : ""}`;
  const title = `P = im2col(x), ${size}: one column per patch`;
  return { ...common, values: result.columns, role: "input", bottom: outputs, title, blocks, note };
}

function bigMatrix(params, result) {
  const { input, geo, transposed, count } = params;
  const { pixels, outputs } = strips(params, result);
  const many = input.values.length;
  const size = formatShape([count, many]);
  const common = { role: "kernel", shades: true };
  if (!transposed) {
    return {
      ...common,
      ...{ rows: count, cols: many, values: result.matrix, holds: result.holds, rowOf: "position", colOf: "pixel" },
      ...{ top: pixels, right: outputs, blocks: [geo.output[1], geo.input[1]] },
      title: `M = conv_matrix(w), ${size}: one row per output, one column per pixel`,
      note: `Above a, the input row by row; right M a. ${SHADES}`,
    };
  }
  return {
    ...common,
    ...{ rows: many, cols: count, rowOf: "pixel", colOf: "position", blocks: [geo.input[1], geo.output[1]] },
    ...{ top: outputs, right: pixels },
    values: transpose(result.matrix, count, many),
    holds: transpose(result.holds, count, many),
    title: `Mᵀ, ${formatShape([many, count])}: one row per pixel, one column per output`,
    note: `Above δ; right Mᵀ δ = grad_x. ${SHADES}`,
  };
}

/** @template {Float64Array | Int16Array} List @param {List} values @param {number} rows @param {number} cols */
function transpose(values, rows, cols) {
  const result = values.slice();
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) result[col * rows + row] = values[row * cols + col];
  }
  return result;
}

/** The row and column at which a use stands; null where it stands in none. */
export function entryOf({ rowOf, colOf }, use) {
  return use[rowOf] < 0 || use[colOf] < 0 ? null : { row: use[rowOf], col: use[colOf] };
}

/** What a cell stands for: an entry, or with row or column outside the matrix a cell of the lists around it. */
export function meaningOf({ rows, cols, rowOf, colOf }, { row, col }) {
  if (row < 0 || row >= rows) return { kind: colOf, [colOf]: col };
  if (col < 0 || col >= cols) return { kind: rowOf, [rowOf]: row };
  return { kind: "entry", [rowOf]: row, [colOf]: col };
}

// --- what is chosen ---

/**
 * What is chosen by pointing at { grid, row, col }. Without that it is the position: an output, or backward an input.
 * @returns {{ choice: Choice, panel?: string, entry?: Choice & { row: number, col: number, use?: Use } }}
 *   panel: the matrix that is pointed at; entry: the one place in it, and its use if any
 */
export function choiceOf(params, result, pointed) {
  const { geo, kernel, position, transposed } = params;
  const ofPixel = (pixel) => ({ kind: "pixel", pixel, place: paddedIndex(geo, pixel) });
  if (!pointed) return { choice: transposed ? ofPixel(position) : { kind: "position", position } };
  const { grid, row, col } = pointed;
  if (grid === "kernel") return { choice: { kind: "weight", weight: row * kernel.shape[1] + col } };
  if (grid === "output") return { choice: { kind: "position", position: row * geo.output[1] + col } };
  if (grid === "input") {
    return { choice: { kind: "pixel", pixel: inputAt(geo, row, col), place: row * geo.padded[1] + col } };
  }
  const panel = grid;
  const layout = result.layouts[panel];
  const meant = meaningOf(layout, pointed);
  if (meant.kind === "pixel") return { choice: ofPixel(meant.pixel), panel };
  if (meant.kind !== "entry") return { choice: meant, panel };
  const { rowOf, colOf } = layout;
  const use = result.uses.find((one) => one[rowOf] === row && one[colOf] === col);
  const at = { row, col, use, ...meant };
  if (!transposed) return { choice: { kind: "position", position: meant.position }, panel, entry: at };
  if (use) return { choice: { kind: "pixel", pixel: use.pixel, place: use.place }, panel, entry: at };
  return { choice: ofPixel(meant.pixel), panel, entry: at };
}

/** The uses that belong to a choice. */
export function usesOfChoice(uses, choice) {
  const by = choice.kind === "pixel" ? "place" : choice.kind;
  return uses.filter((use) => use[by] === choice[by]);
}

// --- what it costs ---

/** What the two ways cost, in numbers. */
export function costs({ input, kernel }, { columns, uses, matrix }) {
  const inside = uses.filter(({ pixel }) => pixel >= 0).length;
  const pixels = input.values.length;
  return {
    pixels,
    columns: columns.length,
    padding: columns.length - inside,
    copies: inside / pixels,
    entries: matrix.length,
    zeros: matrix.length - inside,
    weights: kernel.values.length,
  };
}

/** Which rows of the matrix for stride 1 a strided layer keeps. */
export function keptRows({ input, kernel, stride, padding, dilation, output }) {
  const width = input[1] + 2 * padding[1] - dilation[1] * (kernel[1] - 1);
  return Array.from({ length: output[0] * output[1] }, (_, position) => {
    const [row, col] = cellOf(position, output);
    return row * stride[0] * width + col * stride[1];
  });
}
