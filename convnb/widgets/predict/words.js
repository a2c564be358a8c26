// @ts-check
// Prediction in words: what was typed as numbers, how it compares with the answer, and the sentences about it.

import { counted, formatNumber, formatShape } from "../kit/format.js";
import { SETTINGS } from "./settings.js";

const LARGEST = SETTINGS.constants.largest_guess;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @typedef {{ problem: string, guess?: number[][] }} Read problem: why there is no guess yet, or ""
 * @typedef {{ right: boolean, says: string, cells: boolean[][] }} Verdict cells: which of the guess are right
 */

/**
 * The guess that the entries hold, or the sentence that says what is missing: the first of them that is no number.
 * @param {{ kind: string, entries: string[][] }} params @returns {Read}
 */
export function readGuess({ kind, entries }) {
  const single = entries.length * entries[0].length === 1;
  const guess = entries.map(() => /** @type {number[]} */ ([]));
  for (const [row, texts] of entries.entries()) {
    for (const [col, written] of texts.entries()) {
      const text = written.replaceAll("−", "-").trim();
      const where = single ? "" : ` in row ${row}, column ${col}`;
      if (!text) return { problem: kind === "choice" ? "Choose a sentence first." : `There is no guess yet${where}.` };
      if (!NUMBER.test(text)) return { problem: `“${text}”${where} is not a number: write it like 3, −2 or 0.5.` };
      if (!(Math.abs(Number(text)) <= LARGEST)) return { problem: `“${text}”${where} is too large: at most 1e9 in size.` };
      guess[row].push(Number(text));
    }
  }
  return { problem: "", guess };
}

/** @param {number[][]} rows */
const shapeOf = (rows) => [rows.length, rows[0].length];

/** Which numbers of a guess are those of the answer, within a distance; all wrong if the sizes differ.
 * @param {number[][]} guess @param {number[][]} answer @param {number} within */
function agreement(guess, answer, within) {
  const same = String(shapeOf(guess)) === String(shapeOf(answer));
  const near = (a, b) => Math.abs(a - b) <= within * (1 + 1e-9) + 1e-9 * Math.abs(b);
  return guess.map((row, r) => row.map((value, c) => same && near(value, answer[r][c])));
}

const all = (cells) => cells.flat().every(Boolean);

/** Which of the wrong answers a guess is; -1 for none of them.
 * @param {{ wrong: [number[][], string][] }} params @param {number[][]} guess */
export function recognise({ wrong }, guess) {
  return wrong.findIndex(([rows]) => all(agreement(guess, rows, 0)));
}

/**
 * How a guess compares with the answer, and with the wrong answers whose reason is known.
 * @param {{ kind: string, answer: number[][], wrong: [number[][], string][], within: number }} params
 * @param {number[][]} guess @returns {Verdict}
 */
export function judge(params, guess) {
  const { kind, answer, wrong, within } = params;
  const cells = agreement(guess, answer, within);
  if (all(cells)) return { right: true, says: "Right.", cells };
  const known = wrong[recognise(params, guess)];
  if (known) return { right: false, says: known[1], cells };
  const [given, asked] = [guess, answer].map((rows) => formatShape(shapeOf(rows)));
  if (given !== asked) return { right: false, says: `Your grid is ${given}, the answer is ${asked}.`, cells };
  const count = cells.flat().length;
  if (count === 1) return { right: false, says: kind === "choice" ? "It is another one." : "It is another number.", cells };
  return { right: false, says: `${cells.flat().filter(Boolean).length} of ${count} are right.`, cells };
}

const SIGNS = new Map([[1, "+"], [0, "0"], [-1, "−"]]);

/** A number of a guess or of the answer, as it is shown.
 * @param {string} kind @param {number} value */
export function shown(kind, value) {
  return (kind === "signs" && SIGNS.get(value)) || formatNumber(value, 6);
}

/** @param {string} text without the marks of code and emphasis */
export const plain = (text) => text.replaceAll("`", "");

/** A guess or the answer, as it is said. */
function said({ kind, options }, rows) {
  if (kind === "choice") return plain(options[rows[0][0]] ?? "none");
  return rows.map((row) => row.map((value) => shown(kind, value)).join(", ")).join("; ");
}

/** The state in a few sentences. */
export function describe(params, { problem, guess, verdict }) {
  if (verdict) return `${verdict.says} Your guess: ${said(params, guess)}. The answer: ${said(params, params.answer)}.`;
  if (problem) return `Nothing is committed yet. ${problem}`;
  const filled = params.entries.flat().filter((text) => text.trim()).length;
  const count = counted(params.entries.flat().length, "cell");
  const far = params.kind === "choice" ? "" : ` ${filled} of ${count} filled.`;
  return `A question: ${plain(params.question)} Commit a guess to see the answer.${far}`;
}
