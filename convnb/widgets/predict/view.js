// @ts-check
// What a guess is typed into: a grid of cells with the answer's grid beside it, or a list of sentences.

import { h, setAttribute, setText } from "../kit/dom.js";
import { SETTINGS } from "./settings.js";
import { shown } from "./words.js";

const SIGNS = [["", " "], ["1", "+"], ["0", "0"], ["-1", "−"]];
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: null };

/** Letters of code that a phone has room for in a line: what is longer is broken. */
const ONE_LINE = 34;

/** The parts of a text, with what stands between backticks as code.
 * @param {string} text @returns {(HTMLElement | string)[]} */
export function written(text) {
  const code = (/** @type {string} */ part) => h("code", { className: part.length > ONE_LINE ? "convnb-long" : "" }, part);
  return text.split("`").map((part, at) => (at % 2 ? code(part) : part));
}

/** Right and wrong differ by a sign and a line, not by colour alone.
 * @param {HTMLElement} el @param {HTMLElement} sign @param {boolean | undefined} right */
function mark(el, sign, right) {
  setAttribute(el, "data-mark", right === undefined ? "" : right ? "right" : "wrong");
  setText(sign, right === undefined ? "" : right ? "✓" : "✗");
}

/**
 * @param {{ signal: AbortSignal, type: (row: number, col: number, text: string) => void, onEnter: () => void }} on
 */
export function createGrids({ signal, type, onEnter }) {
  const [guess, answer] = [h("div", { className: "convnb-guess" }), h("div", { className: "convnb-guess convnb-result" })];
  const panel = (title, cells) => h("div", {}, h("div", { className: "convnb-note" }, title), cells);
  const el = h("div", { className: "convnb-ask" }, panel("your guess", guess), panel("the answer", answer));
  let made = "";
  /** @type {{ el: HTMLElement, input: HTMLInputElement | HTMLSelectElement, sign: HTMLElement }[][]} */
  let cells = [];

  const makeInput = (kind) => {
    if (kind !== "signs") {
      const phone = { inputMode: "text", autocomplete: "off", spellcheck: false, maxLength: SETTINGS.constants.longest_entry };
      return h("input", { type: "text", ...phone });
    }
    return h("select", {}, ...SIGNS.map(([value, text]) => h("option", { value, textContent: text })));
  };
  const makeCell = (kind, row, col) => {
    const input = makeInput(kind);
    const sign = h("span", { className: "convnb-mark", "aria-hidden": "true" });
    input.addEventListener("input", () => type(row, col, input.value), { signal });
    const onKey = (event) => {
      if (event.key === "Enter") return void (event.preventDefault(), onEnter());
      const step = kind !== "signs" && STEPS[event.key];
      if (step && cells[row + step[0]]) cells[row + step[0]][col].input.focus();
    };
    input.addEventListener("keydown", onKey, { signal });
    return { el: h("span", { className: "convnb-guess-cell" }, input, sign), input, sign };
  };
  const show = (params, { verdict }) => {
    el.hidden = !params;
    if (!params) return;
    const { kind, entries } = params;
    const shape = [entries.length, entries[0].length];
    if (made !== `${kind} ${shape}`) {
      made = `${kind} ${shape}`;
      cells = entries.map((texts, row) => texts.map((_, col) => makeCell(kind, row, col)));
      guess.replaceChildren(...cells.flat().map((cell) => cell.el));
      guess.style.setProperty("--convnb-columns", String(shape[1]));
    }
    const single = entries.flat().length === 1;
    cells.forEach((line, row) =>
      line.forEach((cell, col) => {
        const right = verdict?.cells[row][col];
        if (cell.input.value !== entries[row][col]) cell.input.value = entries[row][col];
        cell.input.disabled = Boolean(verdict);
        const judged = right === undefined ? "" : right ? ", right" : ", wrong";
        setAttribute(cell.input, "aria-label", `${single ? "Your guess" : `Row ${row}, column ${col}`}${judged}`);
        mark(cell.el, cell.sign, right);
      }),
    );
    // Before the guess nothing of the answer is on the page, and of a size that is asked for not even that.
    const rows = verdict || params.sized ? params.answer : [[0]];
    const texts = rows.flat().map((value) => (verdict ? shown(kind, value) : "?"));
    if (answer.dataset.texts === texts.join()) return;
    answer.dataset.texts = texts.join();
    answer.style.setProperty("--convnb-columns", String(rows[0].length));
    answer.replaceChildren(...texts.map((text) => h("span", { className: "convnb-answer-cell" }, text)));
  };
  return { el, show, first: () => (el.hidden ? null : cells[0][0].input) };
}

/**
 * @param {{ signal: AbortSignal, type: (row: number, col: number, text: string) => void, onEnter: () => void }} on
 */
export function createChoices({ signal, type, onEnter }) {
  const el = h("div", { className: "convnb-options convnb-ask", role: "radiogroup", "aria-label": "Your guess" });
  const group = `convnb-${Math.random().toString(36).slice(2)}`;
  let made = "";
  /** @type {{ el: HTMLElement, input: HTMLInputElement, sign: HTMLElement, note: HTMLElement }[]} */
  let lines = [];
  const makeLine = (text, at) => {
    const input = h("input", { type: "radio", name: group });
    const sign = h("span", { className: "convnb-mark", "aria-hidden": "true" });
    const note = h("span", { className: "convnb-note convnb-result" });
    input.addEventListener("change", () => type(0, 0, String(at)), { signal });
    input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), onEnter()), { signal });
    return { el: h("label", {}, sign, input, h("span", {}, ...written(text)), note), input, sign, note };
  };
  const show = (params, { verdict }) => {
    el.hidden = !params;
    if (!params) return;
    const { options, entries, answer } = params;
    if (made !== JSON.stringify(options)) {
      made = JSON.stringify(options);
      lines = options.map(makeLine);
      el.replaceChildren(...lines.map((line) => line.el));
    }
    const chosen = entries[0][0].trim();
    lines.forEach(({ el: line, input, sign, note }, at) => {
      const [isChosen, isRight] = [chosen === String(at), answer[0][0] === at];
      input.checked = isChosen;
      input.disabled = Boolean(verdict);
      mark(line, sign, verdict && (isChosen || isRight) ? isRight : undefined);
      setText(note, !verdict ? "" : isRight ? "the answer" : isChosen ? "your guess" : "");
    });
  };
  return { el, show, first: () => (el.hidden ? null : lines.find(({ input }) => input.checked)?.input) };
}
