// @ts-check
// Reading a widget's state, which anybody may have set to anything: each reader returns a checked value or throws a
// StateError, whose sentence the widget then shows in place of the picture. And worked examples: states by their name.

import { formatShape } from "./format.js";
import { LIMITS } from "./limits.js";

export class StateError extends Error {}

/** So large that nobody needs more, and so small that products and sums do not overflow. */
const LARGEST_ENTRY = LIMITS.largest_entry;

/** @param {string} name @param {{ min?: number, max?: number, integer?: boolean }} [limits] @returns {number} */
export function readNumber(model, name, limits = {}) {
  return checkNumber(model.get(name), name, limits);
}

/** A whole number.
 * @param {string} name @param {{ min?: number, max?: number }} [limits] */
export function readWhole(model, name, limits = {}) {
  return checkNumber(model.get(name), name, { ...limits, integer: true });
}

/**
 * @param {unknown} value @param {string} name @returns {number}
 * @param {{ min?: number, max?: number, integer?: boolean }} limits
 */
export function checkNumber(value, name, { min = -Infinity, max = Infinity, integer = false }) {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new StateError(`${name} must be a number.`);
  if (integer && !Number.isInteger(value)) throw new StateError(`${name} is ${value}; it must be a whole number.`);
  if (value < min) throw new StateError(`${name} is ${value}; it must be at least ${min}.`);
  if (value > max) throw new StateError(`${name} is ${value}; it can be at most ${max}.`);
  return value;
}

/**
 * A pair (per row, per column) such as a stride.
 * @param {string} name @param {{ min?: number, max?: number }} limits @returns {[number, number]}
 */
export function readPair(model, name, limits) {
  const value = model.get(name);
  if (!Array.isArray(value) || value.length !== 2) throw new StateError(`${name} must be two whole numbers.`);
  const check = (entry) => checkNumber(entry, name, { ...limits, integer: true });
  return [check(value[0]), check(value[1])];
}

/**
 * @param {string} name
 * @param {number} largest rows and columns allowed
 * @returns {{ shape: [number, number], values: Float64Array }}
 */
export function readMatrix(model, name, largest) {
  const rows = model.get(name);
  if (!Array.isArray(rows) || rows.length === 0 || !Array.isArray(rows[0]) || rows[0].length === 0) {
    throw new StateError(`${name} is empty: it needs at least one row and one column.`);
  }
  const shape = /** @type {[number, number]} */ ([rows.length, rows[0].length]);
  if (Math.max(...shape) > largest) {
    throw new StateError(`${name} is ${formatShape(shape)}; this widget shows at most ${largest}×${largest}.`);
  }
  const values = new Float64Array(shape[0] * shape[1]);
  rows.forEach((row, r) => {
    if (!Array.isArray(row) || row.length !== shape[1]) {
      throw new StateError(`${name}: row ${r} must have ${shape[1]} numbers, as row 0 has.`);
    }
    for (let c = 0; c < row.length; c++) values[r * shape[1] + c] = checkEntry(row[c], `${name}[${r}][${c}]`);
  });
  return { shape, values };
}

/**
 * A list of numbers.
 * @param {string} name @param {number} longest
 */
export function readVector(model, name, longest) {
  const list = model.get(name);
  if (!Array.isArray(list) || list.length === 0) {
    throw new StateError(`${name} is empty: it needs a list of at least one number.`);
  }
  if (list.length > longest) {
    throw new StateError(`${name} has ${list.length} numbers; this widget shows at most ${longest}.`);
  }
  return Float64Array.from(list, (value, at) => checkEntry(value, `${name}[${at}]`));
}

/**
 * One of many numbers that are multiplied and added up.
 * @param {string} place what it is called in the sentence
 * @returns {number}
 */
export function checkEntry(value, place) {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new StateError(`${place} is not a number; every value must be finite.`);
  }
  if (Math.abs(value) > LARGEST_ENTRY) {
    throw new StateError(`${place} is ${value}; every value must be at most ${LARGEST_ENTRY} in size.`);
  }
  return value;
}

/** One of a few words.
 * @param {string} name @param {(string | number)[]} choices */
export function readChoice(model, name, choices) {
  const value = model.get(name);
  if (!choices.includes(value)) throw new StateError(`${name} must be one of: ${choices.join(", ")}.`);
  return value;
}

/**
 * Finite numbers that Python sent as bytes. A DataView may start at any byte, an array of numbers may not: copy.
 * @template {Float32Array | Float64Array} Floats
 * @param {string} name
 * @param {{ new (buffer: ArrayBuffer): Floats, BYTES_PER_ELEMENT: number }} Numbers Float32Array or Float64Array
 * @returns {Floats}
 */
export function readFloats(view, name, Numbers) {
  const what = `float${8 * Numbers.BYTES_PER_ELEMENT} numbers`;
  if (!view || !(view.buffer instanceof ArrayBuffer)) throw new StateError(`${name} must be ${what} as bytes.`);
  if (view.byteLength === 0) throw new StateError(`${name} is empty: it needs at least one number.`);
  if (view.byteLength % Numbers.BYTES_PER_ELEMENT) {
    throw new StateError(`${name} must be ${what}; got ${view.byteLength} bytes.`);
  }
  const values = new Numbers(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST_ENTRY));
  if (bad >= 0) checkEntry(values[bad], `${name}[${bad}]`);
  return values;
}

/**
 * Levels that Python sent, one byte each: { shape, levels }.
 * @param {string} name
 * @param {string[]} axes what the sizes are called
 * @param {(shape: number[]) => void} check throws for sizes that are not taken
 * @returns {{ shape: number[], levels: Uint8Array }}
 */
export function readLevels(sent, name, axes, check) {
  const { shape, levels } = sent ?? {};
  const good = Array.isArray(shape) && shape.length === axes.length && shape.every((n) => Number.isInteger(n) && n > 0);
  if (!good || !(levels?.buffer instanceof ArrayBuffer)) {
    throw new StateError(`${name} must be a picture with at least one ${axes.join(" and one ")}.`);
  }
  check(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  if (levels.byteLength !== count) {
    throw new StateError(`${name} is ${formatShape(shape)} and needs ${count} bytes; got ${levels.byteLength}.`);
  }
  return { shape, levels: new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength) };
}

/** A grey picture that Python sent; values from 0 to 1.
 * @param {string} name @param {number} largest */
export function readPicture(image, name, largest) {
  const { shape, levels } = readLevels(image, name, ["row", "column"], (sizes) => {
    if (Math.max(...sizes) <= largest) return;
    throw new StateError(`${name} is ${formatShape(sizes)}; this widget shows at most ${largest}×${largest}.`);
  });
  return {
    shape: /** @type {[number, number]} */ (shape),
    values: Float32Array.from(levels, (level) => level / 255),
  };
}

// --- what is read once ---

const memories = new WeakMap();

/** What belongs to a model and is no trait: one record for all its views.
 * @returns {Record<string, any>} */
export function memoryOf(model) {
  if (!memories.has(model)) memories.set(model, {});
  return memories.get(model);
}

/**
 * What `read` makes of the parts; it reads again only if one of them changed.
 * @template Made
 * @param {object} model
 * @param {string} name under which it is kept
 * @param {unknown[]} parts @param {(...parts: any[]) => Made} read
 * @returns {Made}
 */
export function once(model, name, parts, read) {
  const kept = (memoryOf(model).kept ??= {});
  if (!kept[name] || parts.some((part, at) => part !== kept[name].parts[at]))
    kept[name] = { parts, value: read(...parts) };
  return kept[name].value;
}

/** What is chosen in the list of examples where the reader has changed one. */
export const OWN = "your own";

/**
 * A matrix as it is written on paper: "1 2; 3 4" has the rows [1, 2] and [3, 4].
 * @param {string} text
 */
export function rowsOf(text) {
  return text.split(";").map((row) => row.trim().split(/\s+/).map(Number));
}

/**
 * The rows of a matrix as lists, as they travel.
 * @param {{ shape: number[], values: Iterable<number> }} matrix @returns {number[][]}
 */
export function listed({ shape: [rows, cols], values }) {
  const all = [...values];
  return Array.from({ length: rows }, (_, row) => all.slice(row * cols, (row + 1) * cols));
}

/**
 * The name of the example that stands there, or OWN.
 * @param {{ get: (name: string) => unknown }} model
 * @param {Record<string, Record<string, unknown>>} examples name -> state
 * @param {string[]} traits what must be equal
 */
export function exampleOf(model, examples, traits) {
  const now = traits.map((trait) => JSON.stringify(model.get(trait)));
  const stands = (name) => traits.every((trait, at) => JSON.stringify(examples[name][trait]) === now[at]);
  return Object.keys(examples).find(stands) ?? OWN;
}
