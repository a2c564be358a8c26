// @ts-check
// What a derivation is typed into, with a mark beside each line; and what all its lines become: one table on another.

import { h, setAttribute, setText } from "../kit/dom.js";
import { places } from "./math.js";
import { SETTINGS } from "./settings.js";
import { OPEN, pretty } from "./words.js";

/** Right and wrong differ by a sign, not by colour alone. */
const MARKS = { right: "✓", empty: "" };

/**
 * @param {AbortSignal} signal
 * @param {{ type: (text: string) => void, begin: (text: string) => string }} on
 *   begin: what Enter adds at the end of the text
 */
export function createEditor(signal, { type, begin }) {
  const marks = h("div", { className: "convnb-marks convnb-result", "aria-hidden": "true" });
  const phone = { autocapitalize: "off", autocomplete: "off", spellcheck: false, wrap: "off" };
  const input = h("textarea", { className: "convnb-lines", maxLength: SETTINGS.constants.longest_text, ...phone });
  setAttribute(input, "aria-label", "Your lines");
  const el = h("div", { className: "convnb-editor-box" }, marks, input);
  const follow = () => (marks.scrollTop = input.scrollTop);
  const write = (text, from, to) => {
    if (!text && from === to) return;
    input.setSelectionRange(from, to);
    // Unlike setRangeText it is taken back by Ctrl+Z, and tells of itself by an input event.
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      input.setRangeText(text, from, to, "end");
      type(input.value);
    }
    input.scrollTop = input.scrollHeight;
  };
  const onKey = (event) => {
    const atEnd = input.selectionStart === input.value.length;
    if (event.key !== "Enter" || event.isComposing || !atEnd) return;
    event.preventDefault();
    nextLine();
  };
  input.addEventListener("input", () => type(input.value), { signal });
  input.addEventListener("keydown", onKey, { signal });
  input.addEventListener("scroll", follow, { signal });
  /** @param {string} text @param {string} next @param {string[]} kinds what is said of each line */
  const show = (text, next, kinds) => {
    if (input.value !== text) input.value = text;
    if (input.placeholder !== `dJ/d${next} = `) input.placeholder = next && `dJ/d${next} = `;
    const signs = kinds.map((kind) => MARKS[kind] ?? (OPEN.includes(kind) ? "…" : "✗")).join("\n");
    setText(marks, signs);
    follow();
  };
  /** Write at the caret, as a key would; on an empty line what is derived comes first. */
  const insert = (text) => {
    input.focus();
    const from = input.selectionStart;
    const line = input.value.slice(0, from).split("\n").at(-1);
    write(line.trim() || input.value.slice(from).trim() ? text : begin(input.value.slice(0, from)) + text, from, input.selectionEnd);
  };
  const erase = () => {
    input.focus();
    const { selectionStart: from, selectionEnd: to } = input;
    write("", from === to ? Math.max(0, from - 1) : from, to);
  };
  const nextLine = () => {
    input.focus();
    const next = begin(input.value);
    const stands = next.trim() && input.value.trimEnd().endsWith(next.trim()); // and waits for its right side
    write(stands ? "" : next, input.value.length, input.value.length);
  };
  return { el, show, insert, erase, nextLine };
}

/** The table that lies, and in its cells what meets it now. */
export function createTables() {
  const cells = h("div", { className: "convnb-under" });
  const el = h("div", { className: "convnb-tables convnb-result" }, cells);
  let made = "";
  /** @type {{ el: HTMLElement, under: HTMLElement, over: HTMLElement, key: string }[]} */
  let all = [];
  /** @param {{ shape: number[], under: (place: number[]) => string }} table
   * @param {{ at: number[], over: string }[]} window */
  const show = ({ shape, under }, window) => {
    const letters = places(shape).map((place) => under(place));
    if (made !== `${shape} ${letters}`) {
      made = `${shape} ${letters}`;
      all = places(shape).map((place, at) => {
        const parts = [h("span", {}, pretty(letters[at])), h("span", { className: "convnb-over" })];
        return { el: h("span", { className: "convnb-met-cell" }, ...parts), under: parts[0], over: parts[1], key: String(place) };
      });
      all.forEach((cell, at) => cell.el.classList.toggle("convnb-zero", letters[at] === "0"));
      cells.replaceChildren(...all.map((cell) => cell.el));
      cells.style.setProperty("--convnb-columns", String(shape.at(-1)));
    }
    const met = new Map(window.map(({ at, over }) => [String(at), over]));
    for (const cell of all) {
      const over = met.get(cell.key);
      setText(cell.over, over ? pretty(over) : "");
      setAttribute(cell.el, "data-met", String(over !== undefined));
    }
    const first = all.find((cell) => met.has(cell.key))?.el;
    if (first) el.scrollTo(first.offsetLeft - el.clientWidth / 3, first.offsetTop - el.clientHeight / 3);
  };
  return { el, show };
}

