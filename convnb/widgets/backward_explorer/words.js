// @ts-check
// BackwardExplorer in words: its examples, letters with their subscripts, the sums term by term, its sentence, the NumPy code.
// Everything counts from 0.

import { bracketed, formatNumber, formatShape, numpyArray } from "../kit/format.js";
import { exampleOf, rowsOf } from "../kit/params.js";
import { cellOf } from "../kit/slide.js";
import { handedTo, metBy, reached, underTurned } from "./math.js";

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";
/** More terms than these are cut in the middle. */
const MOST_TERMS = 18;

/** Asymmetric on purpose: a sum that is turned the wrong way must not come out right. */
const numbers = (rows, cols) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (_, col) => (3 * row * row + 2 * col + 1) % 10),
  );
const LABELS = rowsOf("1 2 3; 4 5 6; 7 8 9");
const SMALL = rowsOf("1 2; 3 4");
const oneTo = (n) => [Array.from({ length: n }, (_, index) => index + 1)];
/** A worked example of the course in one dimension, or in two; what is not said is plain. The deltas are 1, 2, 3, ... */
const in1D = (input, kernel, { stride = 1, padding = 0, dilation = 1 } = {}) => ({
  ...{ input, kernel, grad_y: [], counts: false },
  ...{ stride: [1, stride], padding: [0, padding], dilation: [1, dilation] },
});
const in2D = (input, kernel, { stride = 1, padding = 0, dilation = 1, counts = false } = {}) => ({
  ...{ input, kernel, grad_y: [], counts },
  ...{ stride: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation] },
});
const IN_1D = {
  "4 inputs, 3 weights": in1D(oneTo(4), oneTo(3)),
  "[0, 1, 2, 3] ⋆ [1, 2]": in1D([[0, 1, 2, 3]], oneTo(2)),
  "Stride 2": in1D(oneTo(7), oneTo(3), { stride: 2 }),
  "Stride 2, one input never read": in1D(oneTo(6), oneTo(3), { stride: 2 }),
  "Dilation 2": in1D(oneTo(7), oneTo(3), { dilation: 2 }),
  "Padding 1": in1D(oneTo(4), oneTo(3), { padding: 1 }),
};
const IN_2D = {
  "3 × 3 ⋆ 2 × 2": in2D(LABELS, SMALL),
  "Stride 2, padding 1": in2D(numbers(5, 5), LABELS, { stride: 2, padding: 1 }),
  "Dilation 2": in2D(numbers(5, 5), SMALL, { dilation: 2 }),
  "10 × 10 with 3 × 3, labels 1 to 9": in2D(numbers(10, 10), LABELS, { counts: true }),
};

/** Name -> state. */
export function examples(flat) {
  return flat ? IN_1D : IN_2D;
}

/** The example that stands there. What counts is the geometry that is used: in one dimension the rows have none. */
export function exampleNow(model, { flat, geo }) {
  const walk = ["stride", "padding", "dilation"];
  const now = { get: (name) => (walk.includes(name) ? geo[name] : model.get(name)) };
  return exampleOf(now, examples(flat), ["input", "kernel", "grad_y", ...walk]);
}

const subscript = (n) => Array.from(String(n), (digit) => DIGITS[Number(digit)]).join("");

/**
 * a₃ in one dimension, a₁₂ in two, a₁₀,₂ where one digit is not enough for all.
 * @param {string} name
 * @param {number} index row-major
 * @param {{ shape: [number, number], flat: boolean }} grid
 */
export function letter(name, index, { shape, flat }) {
  const [row, col] = cellOf(index, shape).map((at) => subscript(at));
  if (flat) return name + col;
  return name + row + (Math.max(...shape) > 10 ? "," : "") + col;
}

/** Letters for everything in the state. */
export function lettersOf({ flat, geo }) {
  const by = (name, shape) => (index) => letter(name, index, { shape, flat });
  return { a: by("a", geo.input), w: by("w", geo.kernel), z: by("z", geo.output), delta: by("δ", geo.output) };
}

/** @typedef {{ text: string, role?: string }} Part of a sum, with the colour of what it is */

/**
 * @param {Part[][]} terms each a product
 * @param {number} [most] @returns {Part[]}
 */
function joined(terms, most = MOST_TERMS) {
  const cut = terms.length > most ? [...terms.slice(0, 6), [{ text: "…" }], ...terms.slice(-2)] : terms;
  const parts = cut.flatMap((term, at) => (at ? [{ text: " + " }, ...term] : term));
  return terms.length > most ? [...parts, { text: ` (${terms.length} terms)` }] : parts;
}

/** How a delta, a weight and an input are written: as letters or as numbers. */
function writers(params) {
  const { symbols, input, kernel, deltas } = params;
  const { a, w, delta } = lettersOf(params);
  const times = symbols ? " " : " · ";
  const as = (name, matrix, role) => (index) =>
    index < 0 ? { text: "0" } : { text: symbols ? name(index) : bracketed(matrix.values[index]), role };
  const product = (/** @type {Part} */ first, /** @type {Part} */ second) => [first, { text: times }, second];
  return { delta: as(delta, deltas, "gradient"), weight: as(w, kernel, "kernel"), a: as(a, input, "input"), product };
}

/** @returns {Part[]} */
const total = ({ values }, index) => [{ text: " = " }, { text: formatNumber(values[index]), role: "gradient" }];

/** dJ/da of one input, over the outputs it reached. */
export function inputSum(params, { gradInput }, index) {
  const { delta, weight, product } = writers(params);
  const name = lettersOf(params).a(index);
  const terms = reached(params, index).map((use) => product(delta(use.position), weight(use.weight)));
  if (!terms.length) return [{ text: `dJ/d${name} = 0: no window reads ${name}, so it takes no blame.` }];
  return [{ text: `dJ/d${name} = ` }, ...joined(terms), ...total(gradInput, index)];
}

/** The same sum as the flipped kernel reads it, zeros and all. */
export function turnedSum(params, index) {
  const { delta, weight, product } = writers(params);
  const places = underTurned(params, index);
  const head = { text: "The flipped kernel over the deltas: " };
  if (places.length > MOST_TERMS) {
    const met = places.filter((place) => place.delta >= 0).length;
    return [
      head,
      { text: `${places.length} weights over ${met} deltas and ${places.length - met} zeros, the same sum.` },
    ];
  }
  return [head, ...joined(places.map((place) => product(delta(place.delta), weight(place.weight)))), { text: "." }];
}

/** dJ/dw of one weight, over all outputs. */
export function weightSum(params, { gradWeight }, index) {
  const { delta, a, product } = writers(params);
  const name = lettersOf(params).w(index);
  const terms = metBy(params, index).map(({ position, input }) => product(delta(position), a(input)));
  return [{ text: `dJ/d${name} = ` }, ...joined(terms), ...total(gradWeight, index)];
}

/** What J and the deltas are: between the passes. */
export function lossText(narrow) {
  if (narrow) return "J: the loss. δ = dJ/dz: its slope at each output";
  return "J: the loss, one number made of all outputs z.  δ = dJ/dz: how fast J grows with each output.";
}

/** Why nothing is flipped. */
export function uprightText(params, index) {
  const apart = params.geo.stride.some((n) => n > 1) ? ", as far apart as the stride" : "";
  const met = `that ${lettersOf(params).w(index)} met, in the same order`;
  return [{ text: `The deltas lie on the inputs ${met}${apart}: nothing is flipped.` }];
}

/** Where one delta goes: a head and a list. */
export function deltaTexts(params, position) {
  const { delta, weight, a, product } = writers({ ...params, symbols: true });
  const value = `${lettersOf(params).delta(position)} = ${formatNumber(params.deltas.values[position])}`;
  const cells = handedTo(params, position).filter(({ input }) => input >= 0);
  if (!cells.length) return [[{ text: `${value} goes nowhere: its window saw zeros only.` }], []];
  const toWeights = params.target === "weight";
  const head = toWeights ? "goes to each weight, times the input that it met:" : "goes back the way its output came:";
  const term = (cell) => {
    const [by, to] = toWeights ? [a(cell.input), weight(cell.weight)] : [weight(cell.weight), a(cell.input)];
    return [...product(delta(position), by), { text: " to " }, to];
  };
  return [[{ text: `${value} ${head}` }], listed(cells.map(term))];
}

/** @param {Part[][]} terms @returns {Part[]} */
function listed(terms) {
  const some = terms.length > MOST_TERMS ? [...terms.slice(0, 8), [{ text: "…" }]] : terms;
  return [...some.flatMap((term, at) => (at ? [{ text: ", " }, ...term] : term)), { text: "." }];
}

/** dJ/db, in words. */
export function biasText(params, { gradBias }) {
  const { symbols, deltas } = params;
  const { delta } = lettersOf(params);
  const n = deltas.values.length;
  const each = Array.from(deltas.values, (value, index) => (symbols ? delta(index) : bracketed(value)));
  const sum = n > 12 ? `the sum of all ${n} deltas` : each.join(" + ");
  return `For a bias, dJ/db = ${sum}${n > 1 || symbols ? ` = ${formatNumber(gradBias)}` : ""}.`;
}

/** A cell as it is read aloud. */
export function placeOf({ flat }, index, shape) {
  const [row, col] = cellOf(index, shape);
  return flat ? String(col) : `row ${row}, column ${col}`;
}

/** The state in two sentences. */
export function describe(params, { gradInput, gradWeight }) {
  const { geo, flat, target, position } = params;
  const place = placeOf(params, position, target === "input" ? geo.input : geo.kernel);
  const size = (/** @type {[number, number]} */ shape) => (flat ? shape[1] : formatShape(shape));
  const sizes = `Input ${size(geo.input)}, kernel ${size(geo.kernel)}, output ${size(geo.output)}.`;
  const outputs = (n) => `${n === 0 ? "no" : n} output${n === 1 ? "" : "s"}`;
  if (target === "weight") {
    const many = outputs(geo.output[0] * geo.output[1]);
    return `Weight ${place} took part in ${many}; its gradient is ${formatNumber(gradWeight.values[position])}. ${sizes}`;
  }
  const many = outputs(reached(params, position).length);
  return `Input ${place} reached ${many}; its gradient is ${formatNumber(gradInput.values[position])}. ${sizes}`;
}

/** Python source that computes everything that is shown. */
export function numpyCode({ flat, input, kernel, deltas, geo }) {
  const layer = flat ? "conv1d" : "conv2d";
  const array = ({ values, shape }) => numpyArray(values, flat ? [shape[1]] : shape);
  const options = ["stride", "padding", "dilation"]
    .filter((name) => geo[name].some((n) => n !== Number(name !== "padding")))
    .map((name) => `, ${name}=${flat ? geo[name][1] : `(${geo[name].join(", ")})`}`)
    .join("");
  return [
    "import numpy as np",
    `from convnb import ${layer}, ${layer}_backward`,
    `a = ${array(input)}[None, None]  # one picture, one channel`.replace("picture", flat ? "signal" : "picture"),
    `w = ${array(kernel)}[None, None]`,
    `delta = ${array(deltas)}[None, None]  # dJ/dz`,
    `z = ${layer}(a, w${options})`,
    `grad_a, grad_w, grad_b = ${layer}_backward(delta, a, w${options})`,
    "print(z[0, 0], grad_a[0, 0], grad_w[0, 0], grad_b[0], sep='\\n')",
  ].join("\n");
}
