// @ts-check
// Derivation in words: how a line compares with the derivative, what its first mistake is, what comes next, and the hints.
// words.py says the same of a line, word for word.

import { brief, counted } from "../kit/format.js";
import { compare, derivative, entriesOf, inside, letterOf, lettersOf, nameOf, places, same, shapeOf, sliding, wayOf, waysOf } from "./math.js";
import { Problem, readLine } from "./parse.js";
import { SETTINGS } from "./settings.js";

const { most_lines: MOST_LINES } = SETTINGS.constants;

/**
 * @typedef {import("./math.js").Layer} Layer
 * @typedef {import("./math.js").Terms} Terms
 * @typedef {{ kind: string, says: string, entry: string }} Verdict kind: "right", one of OPEN, or what the mistake is;
 *   entry: what the line derives, "" where that cannot be read
 */

/** Not right yet, and maybe not wrong either: the line may go on. */
export const OPEN = ["empty", "half", "slope", "part", "missing"];

/** @param {string} line @param {Layer} layer @param {string} next what to derive now @returns {Verdict} */
export function judge(line, layer, next) {
  if (/^[ \t\r\u00a0]*$/.test(line)) return { kind: "empty", says: "", entry: "" };
  try {
    const { entry, terms } = readLine(line, layer, next);
    return { ...named(layer, entry, terms), entry };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { kind: problem.kind, says: problem.message, entry: "" };
  }
}

/** How a sum compares with the derivative by an entry.
 * @param {Layer} layer @param {string} entry @param {Terms} found @returns {{ kind: string, says: string }} */
function named(layer, entry, found) {
  const right = derivative(layer, entry);
  if (same(found, right)) return { kind: "right", says: `dJ/d${entry} is right.` };
  if (!found.size) return { kind: "zero", says: `0 would mean that no output depends on ${entry}.` };
  const whole = pattern(layer, entry, found);
  if (whole) return whole;
  const missing = [...right.keys()].filter((product) => !found.has(product));
  const extra = [...found.keys()].filter((product) => !right.has(product)).sort(byLetters)[0];
  if (extra) return foreign(layer, entry, extra, missing);
  const counts = [...found].sort(([one], [other]) => byLetters(one, other));
  const minus = counts.find(([, count]) => count === -1n);
  if (minus) return { kind: "sign", says: `${minus[0]} has the wrong sign: nothing is subtracted here.` };
  const times = counts.find(([, count]) => count !== 1n);
  if (times) {
    const often = times[1] === 2n ? "stands there twice" : `has the factor ${times[1]}`;
    return { kind: "twice", says: `${times[0]} ${often}: it counts once.` };
  }
  const rest = counted(missing.length, "product");
  return { kind: "missing", says: `Right so far; ${rest} of ${right.size} ${missing.length > 1 ? "are" : "is"} missing.` };
}

/** Products in the order of their letters.
 * @param {string} one @param {string} other */
function byLetters(one, other) {
  const [left, right] = [lettersOf(one), lettersOf(other)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compare(left[at], right[at]);
    if (order) return order;
  }
  return left.length - right.length;
}

/** A mistake that changes the whole line: a flip, all signs, another entry.
 * @param {Layer} layer @param {string} entry @param {Terms} found */
function pattern(layer, entry, found) {
  const right = derivative(layer, entry);
  const [first] = right.keys();
  const axes = layer.n.map((_, axis) => axis);
  // Another order of one letter's indices: along these axes from the other end, or rows and columns exchanged.
  const turned = (letter, along) => {
    const shape = shapeOf(layer, letter);
    const turn = (place) => nameOf(letter, place.map((at, axis) => (along.includes(axis) ? shape[axis] - 1 - at : at)));
    return changed(right, new Map(places(shape).map((place) => [nameOf(letter, place), turn(place)])));
  };
  const all = right.size > 1 || layer.n.length > 1;
  if (letterOf("input") === entry[0] && all) {
    if (same(found, turned("w", axes))) {
      return { kind: "unflipped", says: "The weights run the wrong way: as the outputs go on, the weights go back." };
    }
    if (axes.length > 1 && axes.some((axis) => same(found, turned("w", [axis])))) {
      return { kind: "unflipped", says: "The weights run the wrong way along one of the two axes." };
    }
    const [rows, cols] = layer.k;
    if (rows === cols && same(found, changed(right, new Map(places(layer.k).map(([r, c]) => [nameOf("w", [r, c]), nameOf("w", [c, r])]))))) {
      return { kind: "unflipped", says: "Rows and columns of the weights are exchanged: a flip turns both axes, it does not swap them." };
    }
  }
  if (letterOf("weight") === entry[0] && right.size > 1 && same(found, turned("d", axes))) {
    return { kind: "unflipped", says: "The deltas run the wrong way: for the weights nothing is flipped." };
  }
  if (same(found, new Map([...right].map(([product, count]) => [product, -count])))) {
    return { kind: "sign", says: right.size > 1 ? "All signs are turned round." : `${first} has the wrong sign.` };
  }
  if (entry === "b") return null;
  const other = entriesOf(layer, entry[0]).find((one) => one !== entry && same(found, derivative(layer, one)));
  return other ? { kind: "other", says: `That is dJ/d${other}, not dJ/d${entry}.` } : null;
}

/** Terms with other letters in their places.
 * @param {Terms} terms @param {Map<string, string>} letters @returns {Terms} */
function changed(terms, letters) {
  return new Map([...terms].map(([product, count]) => [lettersOf(product).map((one) => letters.get(one) ?? one).join("*"), count]));
}

/** What is wrong with a product that has no place in the derivative.
 * @param {Layer} layer @param {string} entry @param {string} product @param {string[]} missing of the right ones */
function foreign(layer, entry, product, missing) {
  const [letters, kind] = [lettersOf(product), entry[0]];
  const partner = { a: "w", w: "a" }[kind] ?? "";
  const other = letters.find((letter) => letter[0] !== "d" && letter[0] !== partner);
  if (other) {
    const why = partner ? `the slope of w*a by ${kind} is ${partner} alone` : "b is added as it is, so its slope is 1";
    return { kind: "letter", says: `${other} has no place in dJ/d${entry}: ${why}.` };
  }
  const [deltas, partners] = [letters.filter((letter) => letter[0] === "d"), letters.filter((letter) => letter[0] !== "d")];
  const two = letters.find((letter, at) => letters[at + 1] === letter);
  if (two) return { kind: "twice", says: `${two} is in ${product} more than once: each product has one d${partner && `, and one ${partner}`}.` };
  if (deltas.length > 1 || partners.length > 1) {
    return { kind: "factors", says: `${product} has too many factors: each product has one d${partner && `, and one ${partner}`}.` };
  }
  if (!letters.length) return { kind: "part", says: "A number alone has no place here: each product has its d." };
  if (!deltas.length) return { kind: "part", says: `${product} has no d yet: which z is ${entry} in?` };
  if (!partners.length) return { kind: "part", says: `${product} has no ${partner} yet: what stands beside ${entry} in z${product.slice(1)}?` };
  const [t, at] = [placeOf(layer, deltas[0]), placeOf(layer, partners[0])];
  const near = missing.some((one) => isNear(layer, lettersOf(one), [t, at]));
  const [mistake, what] = near ? ["index", "has an index that is one off"] : missing.length ? ["place", "does not belong here"] : ["extra", "is one too many"];
  return { kind: mistake, says: `${product} ${what}: ${meeting(layer, entry, t, at)}.` };
}

/** @param {Layer} layer @param {string} letter */
const placeOf = (layer, letter) => /** @type {number[]} */ (places(shapeOf(layer, letter[0])).find((place) => nameOf(letter[0], place) === letter));

/** Whether one index of a product differs by one from those given.
 * @param {Layer} layer @param {string[]} letters @param {number[][]} given */
function isNear(layer, letters, given) {
  const now = letters.flatMap((letter) => placeOf(layer, letter));
  return given.flat().reduce((far, at, which) => far + Math.abs(at - now[which]), 0) === 1;
}

/** What a delta has to do with the letter at its side, in place of the entry.
 * @param {Layer} layer @param {string} entry @param {number[]} t @param {number[]} at */
function meeting(layer, entry, t, at) {
  const z = nameOf("z", t);
  if (entry[0] === "a") {
    const { i, w, a } = wayOf(layer, t, at);
    return `in ${z} the weight ${w} stands beside ${inside(i, layer.n) ? a : "a zero of the padding"}, not beside ${entry}`;
  }
  const a = nameOf("a", at);
  const way = layer.ways.find((one) => one.a === a && nameOf("z", one.t) === z);
  return way ? `in ${z} the input ${a} stands beside ${way.w}, not beside ${entry}` : `${a} is not in ${z} at all`;
}

// --- what is to be done ---

/** An output as the learner reads it: z1 = a1*w1 + a2*w2.
 * @param {Layer} layer @param {number[]} t @param {boolean} biased */
export function equation(layer, t, biased) {
  const z = nameOf("z", t);
  const products = layer.ways.filter((way) => nameOf("z", way.t) === z).map(({ a, w }) => `${a}*${w}`);
  return `${z} = ${[...(products.length ? products : ["0"]), ...(biased ? ["b"] : [])].join(" + ")}`;
}

/** All lines with their verdicts, what is derived, and what comes next.
 * @param {string} text @param {Layer} layer @param {string} target */
export function progress(text, layer, target) {
  const entries = entriesOf(layer, letterOf(target));
  const all = text.split("\n");
  const derived = new Set();
  const verdicts = all.slice(0, MOST_LINES).map((line) => {
    const verdict = judge(line, layer, entries.find((entry) => !derived.has(entry)) ?? entries[0]);
    if (verdict.kind === "right") derived.add(verdict.entry);
    return verdict;
  });
  const next = entries.find((entry) => !derived.has(entry)) ?? "";
  const count = entries.filter((entry) => derived.has(entry)).length;
  return { entries, verdicts, next, count, unread: all.length - verdicts.length };
}

/** The sentence of the first line that is wrong, else, while entries are missing, of the first that is not finished, else what to do.
 * @param {{ target: string, layer: Layer }} params @param {ReturnType<typeof progress>} found */
export function sentence({ target, layer }, { entries, verdicts, next, count, unread }) {
  const wrong = verdicts.findIndex(({ kind }) => kind !== "right" && !OPEN.includes(kind));
  const open = !next ? -1 : verdicts.findIndex(({ kind }) => OPEN.includes(kind) && kind !== "empty");
  const at = wrong >= 0 ? wrong : open;
  if (at >= 0) return `${verdicts.length > 1 ? `Line ${at + 1}: ` : ""}${verdicts[at].says}`;
  if (unread) return `${MOST_LINES} lines are read, ${unread} more are not.`;
  if (next) return count ? `Right. Next: dJ/d${next}.` : task(layer, next);
  return `${entries.length > 1 ? `All ${entries.length} entries stand, and fold into one` : "It stands"}${folded(layer, target)}`;
}

/** All entries as one table over another; along one axis both are written out.
 * @param {Layer} layer @param {string} target */
function folded(layer, target) {
  if (target === "bias") return ". Every d counts once.";
  const { shape, under, window } = sliding(layer, target);
  const met = new Map(window([0]).map(({ at, over }) => [at[0], over]));
  const over = Array.from({ length: Math.max(...met.keys()) + 1 }, (_, at) => met.get(at) ?? "0");
  const table = (/** @type {string[]} */ letters) => `[${letters.map(pretty).join(", ")}]`;
  const tables = shape.length === 1 ? `: ${table(places(shape).map(under))} ⋆ ${table(over)}` : "";
  return `${tables}. ${SLIDES[target]}`;
}

/** @param {string} name such as "d12" */
export const pretty = (name) => name.replace(/^d/, "δ").replace(/[0-9]/g, (digit, at) => (at ? "₀₁₂₃₄₅₆₇₈₉"[Number(digit)] : digit));

const SLIDES = {
  input: "The flipped kernel slides over the deltas and the zeros around them.",
  weight: "The deltas slide over the inputs, and nothing is flipped.",
};

/** How to begin.
 * @param {Layer} layer @param {string} next */
function task(layer, next) {
  const d = nameOf("d", layer.n.map(() => 0));
  const where = next === "b" ? "every output has b added" : `in which z is ${next}, and beside what`;
  return `Derive dJ/d${next}: ${where}? Write ${d} for dJ/d${nameOf("z", layer.n.map(() => 0))}, and type dJ/d${next} = and a sum of products.`;
}

/** @param {{ layer: Layer, hints: number }} params @param {ReturnType<typeof progress>} found */
export function hintOf({ layer, hints }, { next }) {
  if (!next || !hints) return "";
  const right = [...derivative(layer, next).keys()];
  if (!right.length) return `Look for ${next} in every z. What becomes of J if ${next} changes?`;
  const deltas = right.map((product) => lettersOf(product)[0].slice(1));
  const slopes = deltas.map((t) => `dJ/dz${t}*dz${t}/d${next}`);
  if (slopes.length > 4) slopes.splice(2, slopes.length - 3, "…");
  if (hints === 1) return `The chain rule: dJ/d${next} = ${slopes.join(" + ")}. Now read each slope dz/d${next} off the layer.`;
  const z = `z${deltas[0]}`;
  const way = waysOf(layer, next).find(({ d }) => d.slice(1) === deltas[0]);
  const because = way ? `${z} has ${way.a}*${way.w}` : `${z} has b as it is`;
  return `One of the products is ${right[0]}: ${because}, and dJ/d${z} is ${z.replace("z", "d")}.`;
}

/** The sum of an entry as the two tables give it, with the zeros that are met.
 * @param {string} entry @param {{ at: number[], over: string }[]} window @param {(place: number[]) => string} under */
export const met = (entry, window, under) => `dJ/d${entry} = ${window.map(({ at, over }) => `${under(at)}*${over}`).join(" + ")}`;

/** The state in a few sentences. */
export function describe(params, found) {
  const { layer, target } = params;
  const sizes = `${layer.n.join(" by ")} inputs, ${layer.k.join(" by ")} weights`;
  const last = params.lines.split("\n").at(-1)?.trim();
  const typed = last ? ` The last line is ${brief(last, 120)}.` : "";
  const done = `${found.count} of ${counted(found.entries.length, "entry")} derived.`;
  return `The gradient of the ${target}: ${sizes}. ${done} ${sentence(params, found)}${typed} ${hintOf(params, found)}`.trim();
}
