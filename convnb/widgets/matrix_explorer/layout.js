// @ts-check
// Which matrix is shown, and what each of its rows and columns stands for: P, M, their backward twins, and the lists of
// numbers beside them.

import { formatShape } from "../kit/format.js";

/**
 * @typedef {"weight" | "position" | "pixel"} Kind what a row or a column stands for; a position is an output cell
 * @typedef {{ values: ArrayLike<number>, role: string, name: string }} Strip
 * @typedef {{ rows: number, cols: number, values: ArrayLike<number>, rowOf: Kind, colOf: Kind, role: string,
 *             title: string, blocks: [number, number], shades: boolean, holds: ArrayLike<number>,
 *             left?: Strip, top?: Strip, right?: Strip, bottom?: Strip, note: string }} Layout
 *   holds: per entry -1 for a zero of the matrix, -2 for what lies in the padding, else the weight; shades: the tint
 *   says which weight it is, not how large; left and top are what is multiplied, right and bottom what comes out
 */

const SHADES = "One shade for each weight; a dot is a zero that no weight can change.";

/** The matrices that are shown, by the name of their view. @returns {Record<string, Layout>} */
export function layoutsOf(params, result) {
  const shown = {};
  if (params.view !== "matrix") shown.columns = patches(params, result);
  if (params.view !== "columns") shown.matrix = bigMatrix(params, result);
  return shown;
}

/** The list at which each kind is found. */
function strips({ input, kernel, deltas, transposed }, { output, back }) {
  return {
    weights: { values: kernel.values, role: "kernel", name: "w" },
    pixels: transposed
      ? { values: back, role: "gradient", name: "grad_x" }
      : { values: input.values, role: "input", name: "a" },
    outputs: transposed
      ? { values: deltas, role: "gradient", name: "δ" }
      : { values: output, role: "output", name: "z" },
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
  const title = `P = im2col(x), ${size}: one patch a column`;
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
      title: `M = conv_matrix(w), ${size}: one row an output, one column a pixel`,
      note: `Above a, the input row by row; right M a. ${SHADES}`,
    };
  }
  return {
    ...common,
    ...{ rows: many, cols: count, rowOf: "pixel", colOf: "position", blocks: [geo.input[1], geo.output[1]] },
    ...{ top: outputs, right: pixels },
    values: transpose(result.matrix, count, many),
    holds: transpose(result.holds, count, many),
    title: `Mᵀ, ${formatShape([many, count])}: one row a pixel, one column an output`,
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

/** The row and column at which a use stands; null where it stands in none. @param {Layout} layout @param {any} use */
export function entryOf({ rowOf, colOf }, use) {
  return use[rowOf] < 0 || use[colOf] < 0 ? null : { row: use[rowOf], col: use[colOf] };
}

/**
 * What a cell stands for: an entry, or with row or column outside the matrix a cell of the lists around it.
 * @param {Layout} layout
 * @param {{ row: number, col: number }} cell
 */
export function meaningOf({ rows, cols, rowOf, colOf }, { row, col }) {
  if (row < 0 || row >= rows) return { kind: colOf, [colOf]: col };
  if (col < 0 || col >= cols) return { kind: rowOf, [rowOf]: row };
  return { kind: "entry", [rowOf]: row, [colOf]: col };
}
