// @ts-check
// Typing a number into a cell of a canvas: an <input> lies over the cell while it is edited, and is gone afterwards.
// The canvas keeps its keys; the widget decides which cell is opened, and what a committed number means.

import { h } from "./dom.js";

const WIDTH = 64;

/**
 * The number that a text says, or NaN: "-1.5", "−1,5" and the fraction "1/9" are numbers, an empty text is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const parts = text.trim().replaceAll("−", "-").replaceAll(",", ".").split("/");
  if (parts.length > 2 || parts.some((part) => part.trim() === "")) return NaN;
  const [above, below = 1] = parts.map(Number);
  const value = above / below;
  return Number.isFinite(value) ? value + 0 : NaN; // + 0: "-0" is 0
}

/**
 * What a key on the canvas starts in the editor: the character of a number, "" for F2 (edit what is there), null for
 * every other key.
 * @param {KeyboardEvent} event
 */
export function typedStart({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === "F2") return "";
  return /^[-−.,0-9]$/.test(key) ? key : null;
}

/**
 * @template Cell
 * @param {{ canvas: HTMLElement, label: (cell: Cell) => string, signal: AbortSignal,
 *           onCommit: (cell: Cell, value: number) => void }} options
 *   label: the name of the input for who cannot see where it lies; onCommit is told numbers only, on Enter, on Tab and
 *   when the focus leaves. Escape keeps what was there.
 * @returns {{ open: (cell: Cell, rectangle: { x: number, y: number, width: number, height: number }, value: number,
 *             typed?: string | null) => void, close: () => void, isOpen: () => boolean }}
 *   open: rectangle in CSS pixels from the canvas's corner; typed: what replaces the value (see typedStart)
 */
export function createCellEditor({ canvas, label, signal, onCommit }) {
  const input = h("input", { type: "text", inputMode: "decimal", className: "convnb-editor", autocomplete: "off" });
  /** @type {{ cell: Cell, before: string } | null} */
  let editing = null;

  const close = () => {
    editing = null;
    input.remove();
  };
  /** False where the text is no number. */
  const commit = () => {
    if (!editing) return true;
    const { cell, before } = editing;
    const value = parseNumber(input.value);
    if (Number.isNaN(value)) return false;
    close();
    if (input.value !== before) onCommit(cell, value);
    return true;
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Enter" && !commit()) return void input.setAttribute("aria-invalid", "true");
    if (event.key === "Escape") close();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    canvas.focus();
  };
  input.addEventListener("keydown", onKey, { signal });
  input.addEventListener("input", () => input.removeAttribute("aria-invalid"), { signal });
  input.addEventListener("blur", () => editing && !commit() && close(), { signal });

  /** @type {ReturnType<typeof createCellEditor>["open"]} */
  const open = (cell, rectangle, value, typed = "") => {
    commit();
    const parent = /** @type {HTMLElement} */ (canvas.parentElement);
    parent.style.position = "relative";
    canvas.after(input);
    const width = Math.max(rectangle.width, WIDTH);
    const left = rectangle.x + (rectangle.width - width) / 2;
    // Inside the canvas, so that no scroll bar comes and goes.
    const within = Math.max(0, Math.min(left, canvas.offsetWidth - width));
    input.style.left = `${canvas.offsetLeft + within}px`;
    input.style.top = `${canvas.offsetTop + rectangle.y}px`;
    input.style.width = `${Math.min(width, canvas.offsetWidth)}px`;
    input.style.height = `${rectangle.height}px`;
    input.setAttribute("aria-label", label(cell));
    input.removeAttribute("aria-invalid");
    editing = { cell, before: String(value) };
    input.value = typed || editing.before;
    input.focus();
    if (!typed) input.select();
  };
  return { open, close, isOpen: () => editing !== null };
}
