// @ts-check
// The layer with letters, and what its gradients are: counted from 0 in here, from 1 in what the learner reads and types.

import { StateError } from "../kit/params.js";
import { SETTINGS } from "./settings.js";

/**
 * @typedef {{ n: number[], k: number[], stride: number, padding: number, dilation: number }} Sizes
 * @typedef {number[]} Place an index for each axis
 * @typedef {{ t: Place, k: Place, i: Place, d: string, w: string, a: string }} Way output t reads input i with weight k
 * @typedef {Sizes & { m: number[], ways: Way[] }} Layer m: the outputs along each axis
 * @typedef {Map<string, bigint>} Terms a sum multiplied out: products such as "d1*w2", and how often each stands in it
 */

const { most_rows: MOST_ROWS, most_kernel_rows: MOST_KERNEL_ROWS } = SETTINGS.constants;
/** The order of letters in a product. */
const ORDER = "dwab";

/** What is wrong with sizes that are no layer, or "".
 * @param {Sizes} sizes */
export function misfit({ n, k, padding, dilation }) {
  if (n.length !== k.length) return `n has ${n.length} and k ${k.length} numbers; both need one, or both two.`;
  if (n.length === 2 && Math.max(...n) > MOST_ROWS) return `n is ${n.join("×")}; with two axes at most ${MOST_ROWS}×${MOST_ROWS}.`;
  if (k.length === 2 && Math.max(...k) > MOST_KERNEL_ROWS) {
    return `k is ${k.join("×")}; with two axes at most ${MOST_KERNEL_ROWS}×${MOST_KERNEL_ROWS}.`;
  }
  for (const [axis, weights] of k.entries()) {
    const [length, inputs] = [dilation * (weights - 1) + 1, n[axis] + 2 * padding];
    if (length > inputs) return `A kernel of length ${length} does not fit into ${inputs} numbers, padding included.`;
    if (padding >= length) return `padding is ${padding}; a kernel of length ${length} would read nothing but zeros.`;
  }
  return "";
}

/** @param {Sizes} sizes @returns {Layer} */
export function layerOf(sizes) {
  const problem = misfit(sizes);
  if (problem) throw new StateError(problem);
  const { n, k, stride, padding, dilation } = sizes;
  const m = n.map((inputs, axis) => Math.floor((inputs + 2 * padding - dilation * (k[axis] - 1) - 1) / stride) + 1);
  const ways = places(m).flatMap((t) => places(k).map((weight) => wayOf(sizes, t, weight)));
  return { ...sizes, m, ways: ways.filter(({ i }) => inside(i, n)) };
}

/** Which input output t reads with a weight; it may lie outside.
 * @param {Sizes} sizes @param {Place} t @param {Place} k @returns {Way} */
export function wayOf({ stride, padding, dilation }, t, k) {
  const i = t.map((at, axis) => stride * at + dilation * k[axis] - padding);
  return { t, k, i, d: nameOf("d", t), w: nameOf("w", k), a: nameOf("a", i) };
}

/** All places of a grid, row by row.
 * @param {number[]} shape @returns {Place[]} */
export function places([rows, ...rest]) {
  return Array.from({ length: rows }, (_, at) => (rest.length ? places(rest).map((last) => [at, ...last]) : [[at]])).flat();
}

/** @param {Place} place @param {number[]} shape */
export const inside = (place, shape) => place.every((at, axis) => at >= 0 && at < shape[axis]);

/** @param {string} letter @param {Place} place */
export const nameOf = (letter, place) => letter + place.map((at) => at + 1).join("");

/** The places that the index of a letter may name.
 * @param {Layer} layer @param {string} letter @returns {number[]} */
export const shapeOf = (layer, letter) => ({ d: layer.m, w: layer.k, a: layer.n })[letter] ?? [];

/** What a gradient is derived by. @param {string} target */
export const letterOf = (target) => ({ input: "a", weight: "w" })[target] ?? "b";

/** The names of the entries of a gradient: a1, a2, ...
 * @param {Layer} layer @param {string} letter */
export const entriesOf = (layer, letter) => (letter === "b" ? ["b"] : places(shapeOf(layer, letter)).map((place) => nameOf(letter, place)));

/** The ways on which an entry reaches the outputs.
 * @param {Layer} layer @param {string} entry */
export const waysOf = ({ ways }, entry) => ways.filter(({ a, w }) => a === entry || w === entry);

/** The derivative by an entry.
 * @param {Layer} layer @param {string} entry @returns {Terms} */
export function derivative(layer, entry) {
  if (entry === "b") return new Map(places(layer.m).map((t) => [nameOf("d", t), 1n]));
  return new Map(waysOf(layer, entry).map(({ d, w, a }) => [`${d}*${entry === a ? w : a}`, 1n]));
}

// --- sums of products ---

/** @param {string} one @param {string} other */
export const compare = (one, other) =>
  ORDER.indexOf(one[0]) - ORDER.indexOf(other[0]) || one.length - other.length || (one < other ? -1 : Number(one > other));

/** The letters of a product in order; none of a number.
 * @param {string} product */
export const lettersOf = (product) => (product === "1" ? [] : product.split("*"));

/** @param {Terms} one @param {Terms} other @param {bigint} sign @returns {Terms} */
export function sum(one, other, sign = 1n) {
  const terms = new Map(one);
  for (const [product, count] of other) add(terms, product, sign * count);
  return terms;
}

/** @param {Terms} one @param {Terms} other @returns {Terms} */
export function product(one, other) {
  const terms = /** @type {Terms} */ (new Map());
  for (const [left, count] of one) {
    for (const [right, times] of other) {
      add(terms, [...lettersOf(left), ...lettersOf(right)].sort(compare).join("*") || "1", count * times);
    }
  }
  return terms;
}

/** @param {Terms} terms @param {string} product @param {bigint} count */
function add(terms, product, count) {
  const now = (terms.get(product) ?? 0n) + count;
  if (now) terms.set(product, now);
  else terms.delete(product);
}

/** @param {Terms} one @param {Terms} other */
export const same = (one, other) => one.size === other.size && [...one].every(([product, count]) => other.get(product) === count);

// --- the picture when all entries stand ---

/**
 * The gradient as one table that slides over another: what lies there, what slides, and where it begins for an entry.
 * @param {Layer} layer @param {string} target
 * @returns {{ shape: number[], under: (place: Place) => string, window: (entry: Place) => { at: Place, over: string }[] }}
 *   under: the letter of a cell, or "0"; window: the cells that are met, and the letter that meets each
 */
export function sliding({ n, k, m, stride, padding, dilation }, target) {
  const even = (/** @type {Place} */ place) => place.every((at) => at % stride === 0);
  const delta = (/** @type {Place} */ place) => {
    const t = place.map((at) => at / stride);
    return even(place) && inside(t, m) ? nameOf("d", t) : "0";
  };
  if (target === "bias") return { shape: m, under: (t) => nameOf("d", t), window: () => places(m).map((at) => ({ at, over: "1" })) };
  const move = (/** @type {Place} */ start, /** @type {Place} */ by, /** @type {number} */ step) => start.map((at, axis) => at + step * by[axis]);
  if (target === "weight") {
    const under = (/** @type {Place} */ place) => {
      const i = place.map((at) => at - padding);
      return inside(i, n) ? nameOf("a", i) : "0";
    };
    const window = (/** @type {Place} */ weight) =>
      places(m).map((t) => ({ at: move(move([0, 0], weight, dilation), t, stride).slice(0, n.length), over: nameOf("d", t) }));
    return { shape: n.map((inputs) => inputs + 2 * padding), under, window };
  }
  const front = k.map((weights) => dilation * (weights - 1) - padding);
  return {
    shape: n.map((inputs, axis) => inputs + dilation * (k[axis] - 1)),
    under: (place) => delta(place.map((at, axis) => at - front[axis])),
    window: (entry) =>
      places(k).map((at) => ({ at: move(entry, at, dilation), over: nameOf("w", at.map((from, axis) => k[axis] - 1 - from)) })),
  };
}
