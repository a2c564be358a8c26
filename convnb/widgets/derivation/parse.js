// @ts-check
// A line such as "dJ/da2 = d1*w2 + d2*w1" as what is derived and a sum of products. Nothing is evaluated: the line is read
// sign by sign, and multiplied out within limits. parse.py reads the same, word for word.

import { brief } from "../kit/format.js";
import { inside, nameOf, places, product, shapeOf, sum } from "./math.js";
import { SETTINGS } from "./settings.js";

const { longest_line: LONGEST, deepest: DEEPEST, most_digits: MOST_DIGITS } = SETTINGS.constants;
const { most_products: MOST_PRODUCTS, most_factors: MOST_FACTORS } = SETTINGS.constants;

/** How phones, word processors and mathematicians write the signs. */
const OTHERS = { "\t": " ", "\r": " ", "\u00a0": " ", "\u2212": "-", "\u2013": "-", "·": "*", "×": "*", "⋅": "*", "∗": "*", "δ": "d", "𝛿": "d", "∂": "d", "Σ": "sum", "∑": "sum", "_": "", "\\": "" };
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const INDEX = "([0-9]+)(?:,([0-9]+))?";
const BRACKETED = / *[[{] *([0-9]+) *(?:, *([0-9]+) *)?[\]}]/g;
const LEFT = new RegExp(`^d *j */ *d *([a-z]+)(?:${INDEX})?$`);
const SLOPE = new RegExp(`d *j */ *d *z${INDEX}`, "y");
const INNER = new RegExp(`d *z${INDEX} */ *d *[aw](?:${INDEX})?|d *z${INDEX} */ *d *b`, "y");
const HALF = new RegExp(`d[awz]${INDEX}|db`, "y");
const LETTER = new RegExp(`(delta|[dwabzj]|[a-z]+)(?:${INDEX})?`, "y");
const NUMBER = /[0-9]+/y;

/**
 * Why a line cannot be read. kind: "half" where it may only be unfinished, "slope" where the chain rule still stands in
 * it, "absent" for a letter that does not exist, "unread" for the rest.
 */
export class Problem extends Error {
  /** @param {string} kind @param {string} says */
  constructor(kind, says) {
    super(says);
    this.kind = kind;
  }
}

/** @typedef {{ terms: import("./math.js").Terms, products: number, factors: number }} Sum
 *   products, factors: how many it has where it is multiplied out and nothing is added up */

/** @param {string} line */
function plain(line) {
  const signs = Array.from(line, (sign) => {
    const subscript = SUBSCRIPTS.indexOf(sign);
    return subscript >= 0 ? String(subscript) : OTHERS[sign] ?? (/[A-Z]/.test(sign) ? sign.toLowerCase() : sign);
  });
  return signs.join("").replaceAll(/cdot|times/g, "*").replace(BRACKETED, (_, row, col) => (col ? `${row},${col}` : row));
}

/**
 * @param {string} line @param {import("./math.js").Layer} layer @param {string} next what to derive now, such as "a2"
 * @returns {{ entry: string, terms: import("./math.js").Terms }} Throws a Problem.
 */
export function readLine(line, layer, next) {
  const { length } = [...line];
  if (length > LONGEST) throw new Problem("unread", `This line has ${length} letters and signs; at most ${LONGEST} are read.`);
  const [left, ...sides] = plain(line).split("=").map((side) => side.replace(/^ +| +$/g, ""));
  if (!sides.length) throw new Problem("half", `Begin with what you derive: dJ/d${next} =`);
  // Enter writes the left side, and whoever does not see it types it again.
  const [right = "", ...more] = sides.filter((side) => side.replaceAll(" ", "") !== left.replaceAll(" ", ""));
  if (more.length) throw new Problem("unread", "A line has one =, with the derivative on its left.");
  const found = LEFT.exec(left);
  if (!found) {
    const written = brief(line.split("=")[0].trim());
    const meant = /[aw][0-9]+/.exec(left)?.[0] ?? "";
    const is = places(shapeOf(layer, meant[0] ?? "b")).some((place) => nameOf(meant[0], place) === meant) ? meant : next;
    throw new Problem("unread", `On the left stands what you derive: write it like dJ/d${is}, not like “${written}”.`);
  }
  if (!["a", "w", "b"].includes(found[1])) {
    const given = found[1] === "z" ? " The slopes dJ/dz are given: they are the d." : "";
    throw new Problem("unread", `What can be derived here is dJ/da, dJ/dw and dJ/db.${given}`);
  }
  const entry = named(found, layer);
  if (!right) throw new Problem("half", `What is dJ/d${entry}? A sum of products.`);
  return { entry, terms: readSum(right, layer) };
}

/** The name of a letter that the learner has written, such as "w12".
 * @param {string[]} found all of it, the letter, and up to two numbers @param {import("./math.js").Layer} layer @returns {string} */
function named([, written, first, second], layer) {
  const letter = written === "delta" ? "d" : written;
  if (letter === "b") {
    if (first) throw new Problem("absent", "There is one bias, b, without an index.");
    return letter;
  }
  if (letter === "z" || letter === "j") throw new Problem("unread", "Neither z nor J stands on the right: dJ/dz1 is called d1.");
  if (letter.startsWith("sum")) throw new Problem("unread", "A sum is written out, product by product, with numbers as indices.");
  if (!"dwa".includes(letter)) throw new Problem("unread", `“${brief(letter)}” is no letter of the layer: write d (for delta), w and a, and * for times.`);
  const shape = shapeOf(layer, letter);
  const [from, to] = [nameOf(letter, shape.map(() => 0)), nameOf(letter, shape.map((length) => length - 1))];
  if (!first) throw new Problem("half", `The letter ${letter} needs its index, such as ${to}.`);
  const pair = shape.length === 2 && !second && first.length === 2;
  const numbers = pair ? [...first] : second ? [first, second] : [first];
  if (numbers.length < shape.length) throw new Problem("half", `${brief(letter + first)} needs two indices, row and column, such as ${to}.`);
  if (numbers.length > shape.length) throw new Problem("unread", `${brief(letter + first)},${brief(second)} has two indices; this layer has one axis.`);
  const place = numbers.map((number) => Number(number) - 1);
  if (!inside(place, shape)) {
    const all = from === to ? `is ${from} only` : `are ${from} ${shape.join() === "2" ? "and" : "to"} ${to}`;
    const zero = place.includes(-1) ? " Here one counts from 1, as on paper." : "";
    const what = brief(letter + numbers.join(pair ? "" : ","));
    throw new Problem("absent", `There is no ${what}: there ${all}.${zero}`);
  }
  return nameOf(letter, place);
}

/** @param {string} text @param {import("./math.js").Layer} layer */
function readSum(text, layer) {
  let at = 0;
  let before = "=";
  const skip = () => {
    while (text[at] === " ") at++;
  };
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) [at, before] = [pattern.lastIndex, found[0]];
    return found;
  };
  /** @param {string} signs */
  const sign = (signs) => {
    skip();
    if (at >= text.length || !signs.includes(text[at])) return "";
    before = text[at++];
    return before;
  };
  const stray = () => {
    const one = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (one === ")") return new Problem("unread", "A bracket is closed that was not opened.");
    if ("+-*(".includes(one) || /[0-9a-z]/.test(one)) return new Problem("unread", `Between “${brief(before)}” and “${one}” something is missing.`);
    return new Problem("unread", `“${one}” is not read here: write +, -, * and brackets.`);
  };

  /** @param {number} depth @returns {Sum} */
  function addition(depth) {
    let total = multiplication(depth);
    for (let next = sign("+-"); next; next = sign("+-")) {
      const more = multiplication(depth);
      const [products, factors] = [total.products + more.products, Math.max(total.factors, more.factors)];
      total = { terms: sum(total.terms, more.terms, next === "-" ? -1n : 1n), ...withinLimits(products, factors) };
    }
    return total;
  }
  /** @param {number} depth @returns {Sum} */
  function multiplication(depth) {
    let total = factor(depth);
    while (sign("*") || /[a-z(]/.test(text[at] ?? "")) {
      const more = factor(depth);
      const limits = withinLimits(total.products * more.products, total.factors + more.factors);
      total = { terms: product(total.terms, more.terms), ...limits };
    }
    return total;
  }
  /** @param {number} depth @returns {Sum} */
  function factor(depth) {
    let minus = false;
    for (let next = sign("+-"); next; next = sign("+-")) minus = minus !== (next === "-");
    const one = atom(depth);
    return minus ? { ...one, terms: sum(new Map(), one.terms, -1n) } : one;
  }
  /** @param {number} depth @returns {Sum} */
  function atom(depth) {
    skip();
    if (at >= text.length) throw new Problem("half", `The line stops after “${brief(before)}”.`);
    if (sign("(")) {
      if (depth >= DEEPEST) throw new Problem("unread", `Brackets within brackets are read ${DEEPEST} deep, no deeper.`);
      const total = addition(depth + 1);
      if (sign(")")) return total;
      if (at >= text.length) throw new Problem("half", "A bracket is still open.");
      throw stray();
    }
    const number = take(NUMBER);
    if (number) {
      if (number[0].length > MOST_DIGITS) throw new Problem("unread", `The number ${brief(number[0])} has more than ${MOST_DIGITS} digits.`);
      const value = BigInt(number[0]);
      return { terms: new Map(value ? [["1", value]] : []), products: 1, factors: 1 };
    }
    if (take(INNER)) {
      const [z, by] = before.split("/").map((part) => part.replace(/ *d| /g, ""));
      throw new Problem("slope", `That is the chain rule. Now write for d${z}/d${by} what it is: what stands beside ${by} in ${z}.`);
    }
    if (take(HALF)) {
      const first = nameOf("d", layer.n.map(() => 0));
      const says = `“${brief(before)}” is half a slope: ${first} means dJ/d${first.replace("d", "z")}, and beside it stands a letter of the layer.`;
      throw new Problem(before[1] === "z" ? "half" : "unread", says);
    }
    const slope = take(SLOPE);
    const letter = slope ? [slope[0], "d", ...slope.slice(1)] : take(LETTER);
    if (!letter) throw stray();
    return { terms: new Map([[named(letter, layer), 1n]]), products: 1, factors: 1 };
  }

  const total = addition(0);
  skip();
  if (at < text.length) throw stray();
  return total.terms;
}

/** @param {number} products @param {number} factors */
function withinLimits(products, factors) {
  if (factors > MOST_FACTORS) throw new Problem("unread", `More than ${MOST_FACTORS} factors in a product are not read.`);
  if (products > MOST_PRODUCTS) throw new Problem("unread", `Multiplied out this has more than ${MOST_PRODUCTS} products.`);
  return { products, factors };
}
