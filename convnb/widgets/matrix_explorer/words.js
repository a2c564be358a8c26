// @ts-check
// MatrixExplorer in words: its examples, what is chosen, what it costs, the sentence that says its state, the NumPy code.

import { bracketed, counted, formatNumber, formatShape, numpyArray, sumParts } from "../kit/format.js";
import { rowsOf } from "../kit/params.js";
import { cellOf } from "../kit/slide.js";
import { costs, keptRows, usesOfChoice } from "./math.js";

const KERNEL = rowsOf("1 2; 3 4");
const counting = (rows, cols) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => row * cols + col + 1));
const example = (view, input, kernel, more = {}) => ({
  ...{ stride: [1, 1], padding: [0, 0], dilation: [1, 1], view, input, kernel },
  ...more,
});

/** The course's worked examples of notebook 07, name -> state; `view` is the product in which it is first seen. */
export const EXAMPLES = {
  "4 × 4 with 2 × 2 (P is 4 × 9)": example("columns", counting(4, 4), KERNEL),
  "1-D: [w1 w2] on four numbers": example("matrix", [[3, 1, 4, 2]], [[1, 2]]),
  "Stride 2": example("matrix", counting(4, 4), KERNEL, { stride: [2, 2] }),
  "Padding 1": example("columns", counting(3, 3), KERNEL, { padding: [1, 1] }),
  "Dilation 2": example("matrix", counting(4, 5), KERNEL, { dilation: [2, 2] }),
  "Non-square: 3 × 5 with 2 × 3": example("matrix", counting(3, 5), rowsOf("1 2 -1; 3 0 4")),
};

/** [1, 2] of a grid. */
const at = (index, shape) => `[${cellOf(index, shape).join(", ")}]`;

/**
 * What is said about a choice: of the matrix that is pointed at, else of all that are shown.
 * @returns {{ text: string, role?: string }[]} each factor of a sum in the colour of its grid
 */
export function sayChoice(params, result, chosen) {
  const { choice, panel, entry } = chosen;
  const uses = usesOfChoice(result.uses, choice);
  const views = panel ? [panel] : Object.keys(result.layouts);
  const each = (say) => {
    const said = views.map((view) => say({ ...params, view }, choice, uses));
    return [{ text: first + [...new Set(said)].join(" ") }];
  };
  const padding = choice.kind === "pixel" && choice.pixel < 0;
  const first = entry ? `${sayEntry({ ...params, view: panel }, entry)} ` : "";
  if (choice.kind === "weight") return each(sayWeight);
  if (padding) return first ? [{ text: first }] : each(sayPadding);
  if (choice.kind === "pixel" && !params.transposed) return each(sayPixel);
  if (choice.kind === "position" && params.transposed) return each(sayDelta);
  const view = views.length > 1 ? "both" : views[0];
  return [{ text: first }, ...sumOf({ ...params, view }, result, choice, uses)].filter(({ text }) => text);
}

/** The sum, term by term without its zeros. */
function sumOf({ input, kernel, geo, deltas, view, transposed }, result, { position, pixel }, uses) {
  const inside = uses.filter((use) => use.pixel >= 0);
  const terms = inside.map((use) => ({
    value: kernel.values[use.weight],
    weight: transposed ? deltas[use.position] : input.values[use.pixel],
  }));
  const total = transposed ? result.back[pixel] : result.output[position];
  const roles = transposed ? ["kernel", "gradient", "gradient"] : ["kernel", "input", "output"];
  const sum = terms.length ? sumParts(terms, total, roles) : [{ text: formatNumber(total), role: roles[2] }];
  const say = (head, tail = "") => [{ text: head }, ...sum, { text: tail }];
  if (transposed) {
    const name = `grad_x${at(pixel, geo.input)}`;
    if (!terms.length) return [{ text: `${name} = 0: no output has read this pixel.` }];
    const many = `${terms.length} of the ${result.spread.length} entries of wᵀ δ`;
    if (view === "both") return say(`${name} = Mᵀ[${pixel}] · δ = `, `: col2im adds ${many}.`);
    if (view === "columns") return say(`${name}, where col2im adds ${many}: `);
    return say(`${name} = Mᵀ[${pixel}] · δ = `, leftOut(deltas.length - terms.length));
  }
  const name = `z${at(position, geo.output)}`;
  if (view === "both") return say(`${name} = w · P[:, ${position}] = M[${position}] · a = `);
  if (view === "columns") return say(`${name} = w · P[:, ${position}] = `, leftOut(uses.length - terms.length));
  return say(`${name} = M[${position}] · a = `, leftOut(input.values.length - terms.length));
}

function leftOut(zeros) {
  return zeros ? ` (${zeros === 1 ? "one zero" : `${zeros} zeros`} left out)` : "";
}

function sayEntry({ input, kernel, geo, deltas, view, transposed }, { row, col, use, position, pixel }) {
  const weight = use && `w${at(use.weight, kernel.shape)}`;
  if (view === "columns" && transposed) {
    const [w, delta] = [kernel.values[row], deltas[col]];
    const product = `(wᵀ δ)[${row}, ${col}] = ${bracketed(w)}×${bracketed(delta)} = ${formatNumber(w * delta)}`;
    return use.pixel < 0 ? `${product} lies in the padding and is dropped.` : `${product} is one of them.`;
  }
  if (view === "columns") {
    if (use.pixel < 0) return `P[${row}, ${col}] = 0 is a zero of the padding.`;
    const value = formatNumber(input.values[use.pixel]);
    return `P[${row}, ${col}] = ${value} is pixel ${at(use.pixel, geo.input)}, met by ${weight}.`;
  }
  const name = `${transposed ? "Mᵀ" : "M"}[${row}, ${col}]`;
  if (use) return `${name} = ${weight} = ${formatNumber(kernel.values[use.weight])}.`;
  return `${name} = 0: z${at(position, geo.output)} does not read pixel ${at(pixel, geo.input)}.`;
}

function sayWeight({ kernel, view, transposed, count }, { weight }, uses) {
  const value = formatNumber(kernel.values[weight]);
  const name = `Weight w${at(weight, kernel.shape)} = ${value}`;
  if (view === "columns") {
    return transposed
      ? `${name} times every δ is row ${weight} of wᵀ δ.`
      : `${name} multiplies row ${weight} of P: ${count} numbers, one for each output.`;
  }
  const entries = uses.filter(({ pixel }) => pixel >= 0).length;
  return `${name} stands in ${entries} entries of ${transposed ? "Mᵀ" : "M"}: always the same number, shared by all of them.`;
}

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

function sayPadding({ view, transposed }, _, uses) {
  if (transposed) return "A cell of the padding: what is added here is dropped.";
  if (view === "columns" && !uses.length) return "No window covers this zero of the padding: it is not in P.";
  if (view === "columns") return `This zero of the padding stands in P ${times(uses.length)}.`;
  return "This zero of the padding has no column in M: it adds nothing.";
}

function sayPixel({ input, geo, view, kernel }, { pixel }, uses) {
  const name = `Pixel ${at(pixel, geo.input)} = ${formatNumber(input.values[pixel])}`;
  if (!uses.length) return `${name} is read by no output: no window covers it.`;
  const sorted = [...uses].sort((one, other) => one.position - other.position);
  if (view === "columns") {
    const copies = sorted.map(({ weight, position }) => `P[${weight}, ${position}]`);
    return `${name} stands in P ${times(uses.length)}: ${copies.join(", ")}.`;
  }
  const outputs = sorted.map((use) => `z${at(use.position, geo.output)} ×${formatNumber(kernel.values[use.weight])}`);
  return `${name} is a[${pixel}], column ${pixel} of M: it goes into ${outputs.join(", ")}.`;
}

function sayDelta({ geo, deltas, view, kernel }, { position }, uses) {
  const name = `δ${at(position, geo.output)} = ${formatNumber(deltas[position])}`;
  const inside = uses.filter(({ pixel }) => pixel >= 0);
  const back = inside.map(({ weight, pixel }) => `${at(pixel, geo.input)} ×${formatNumber(kernel.values[weight])}`);
  const where = back.length ? `to pixels ${back.join(", ")}` : "to no pixel";
  if (view === "columns") return `${name} times w is column ${position} of wᵀ δ. It goes back ${where}.`;
  return `${name}, column ${position} of Mᵀ, goes back ${where}.`;
}

/** What P and M cost; short: where there is little room. */
export function sayCosts(params, result, short = false) {
  const cost = costs(params, result);
  const padding = cost.padding ? `, ${cost.padding} of them zeros of the padding,` : "";
  const copies = cost.copies === 1 ? "1 copy" : `${formatNumber(cost.copies, 2)} copies`;
  return (
    `P holds ${cost.columns} numbers${padding} for ${cost.pixels} pixels (${copies} of each), ` +
    `${bytes(cost.columns)}${short ? "" : " as float32"}; M has ${cost.entries} entries, ${cost.zeros} of them 0, ` +
    `${bytes(cost.entries)}; the other ${cost.entries - cost.zeros} repeat ${counted(cost.weights, "weight")}.`
  );
}

/** The memory of so many float32 numbers.
 * @param {number} count */
function bytes(count) {
  return count < 2500 ? `${4 * count} bytes` : `${formatNumber(count / 250, 3)} kB`;
}

/** Which rows a stride keeps; empty without one. */
export function sayStride(geo) {
  const { stride, output } = geo;
  if (stride[0] === 1 && stride[1] === 1) return "";
  const kept = keptRows(geo);
  const step = stride[1];
  const simple = kept.every((row, index) => row === index * step);
  const list = (/** @type {number[]} */ rows) => rows.slice(0, 9).join(", ") + (rows.length > 9 ? ", …" : "");
  const size = stride[0] === stride[1] || output[0] === 1 ? step : stride.join(" and ");
  const rows = `Stride ${size}: this M holds rows ${list(kept)} of the matrix for stride 1`;
  if (simple) return `${rows}.`;
  const every = step === 1 ? "not all of them" : `not every ${ordinal(step)} one`;
  return `${rows}, ${every}: whole rows of windows are left out too.`;
}

function ordinal(step) {
  return { 2: "second", 3: "third", 4: "fourth" }[step] ?? `${step}th`;
}

/** The state in two sentences. */
export function describe(params, result) {
  const { input, kernel, geo, view, transposed, position, count } = params;
  const sizes = `Input ${formatShape(input.shape)}, kernel ${formatShape(kernel.shape)}, output ${formatShape(geo.output)}.`;
  const [P, M] = [formatShape([kernel.values.length, count]), formatShape([count, input.values.length])];
  const said = transposed
    ? { columns: `col2im adds the columns of wᵀ δ (${P})`, matrix: `Mᵀ times δ, M is ${M}` }
    : { columns: `kernel times patches, P is ${P}`, matrix: `matrix times picture, M is ${M}` };
  const how = view === "both" ? `${said.columns}; ${said.matrix}` : said[view];
  const [row, col] = cellOf(position, transposed ? geo.input : geo.output);
  const value = formatNumber((transposed ? result.back : result.output)[position]);
  const start = transposed ? `Backward, ${how}: grad_x at row` : `Forward, ${how}: output row`;
  return `${start} ${row}, column ${col} is ${value}. ${sizes}`;
}

/** Python source that computes the same with convnb's own functions. */
export function numpyCode({ input, kernel, geo, deltas, view, transposed }) {
  const pair = (/** @type {number[]} */ sizes) => `(${sizes.join(", ")})`;
  const walk = `stride=${pair(geo.stride)}, padding=${pair(geo.padding)}, dilation=${pair(geo.dilation)}`;
  const lower = view === "matrix" ? [] : [transposed ? "col2im" : "im2col"];
  const used = view === "columns" ? lower : ["conv_matrix", ...lower].sort();
  const shape = transposed ? pair(geo.input) : "x.shape";
  const given = transposed
    ? [`w = ${numpyArray(kernel.values, kernel.shape)}`, `grad_y = ${numpyArray(deltas, geo.output)}`]
    : [`x = ${numpyArray(input.values, input.shape)}`, `w = ${numpyArray(kernel.values, kernel.shape)}`];
  const columns = transposed
    ? [
        "columns = np.outer(w, grad_y)  # one column per output; col2im adds them back to their pixels",
        `grad_x = col2im(columns[None], ${shape}, w.shape, ${walk})[0, 0]`,
      ]
    : [`P = im2col(x[None, None], w.shape, ${walk})[0]`, `z = (w.ravel() @ P).reshape(${pair(geo.output)})`];
  const matrix = [
    `M = conv_matrix(w, ${shape}, ${walk})`,
    transposed
      ? `grad_x = (M.T @ grad_y.ravel()).reshape(${shape})`
      : `z = (M @ x.ravel()).reshape(${pair(geo.output)})`,
  ];
  return [
    "import numpy as np",
    `from convnb import ${used.join(", ")}`,
    ...given,
    ...(view === "matrix" ? [] : columns),
    ...(view === "columns" ? [] : matrix),
  ].join("\n");
}
