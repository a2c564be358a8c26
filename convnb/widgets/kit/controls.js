// @ts-check
// Native controls with their labels. Each returns { el, input, show(...) }: `show` brings the control to the state
// without firing events, so state -> control -> state cannot loop.

import { h, setAttribute, setText } from "./dom.js";

/**
 * A labelled range with its value beside it.
 * @param {{ label: string, signal: AbortSignal, onInput: (value: number) => void }} options
 */
export function slider({ label, signal, onInput }) {
  const input = h("input", { type: "range", "aria-label": label });
  const output = h("output", { className: "convnb-value", "aria-hidden": "true" });
  const name = h("span", {}, label);
  const el = h("label", { className: "convnb-slider" }, name, input, output);
  input.addEventListener("input", () => onInput(Number(input.value)), { signal });
  const rename = (/** @type {string} */ text) => {
    setText(name, text);
    setAttribute(input, "aria-label", text);
  };
  /** @param {{ min: number, max: number, step?: number, value: number, text: string }} state */
  const show = ({ min, max, step = 1, value, text }) => {
    // The order matters: a browser clamps the value to the limits that it has at that moment.
    if (input.min !== String(min)) input.min = String(min);
    if (input.max !== String(max)) input.max = String(max);
    if (input.step !== String(step)) input.step = String(step);
    if (input.value !== String(value)) input.value = String(value);
    if (input.getAttribute("aria-valuetext") !== text) input.setAttribute("aria-valuetext", text);
    setText(output, text);
  };
  return { el, input, show, rename };
}

/**
 * The slider of one trait, with the label, limits and step of its line in settings.js.
 * @param {{ signal: AbortSignal, set: (state: Record<string, any>) => void }} context
 * @param {string} name
 * @param {{ label?: string, min?: number, max?: number, step?: number, slider?: number }} setting
 * @returns show(value, text), or show(value, text, most) where what else is set allows less than the table
 */
export function settingSlider({ signal, set }, name, { label = name, min = 0, max = 1, step = 1, slider: top = max }) {
  const control = slider({ label, signal, onInput: (value) => set({ [name]: value }) });
  const show = (/** @type {number} */ value, text = String(value), most = Math.max(top, value)) =>
    control.show({ min, max: most, step, value, text });
  return { ...control, show };
}

/**
 * A whole number to type, with the browser's own arrows. What is no whole number is left to be typed on, and goes back to
 * the last good one when the field is left.
 * @param {{ label: string, signal: AbortSignal, onInput: (value: number) => void }} options
 */
export function numberField({ label, signal, onInput }) {
  const el = h("input", { type: "number", step: 1, className: "convnb-number-field", "aria-label": label });
  let good = "";
  const read = () => {
    if (/^-?\d+$/.test(el.value)) onInput(Number(el.value));
  };
  el.addEventListener("input", read, { signal });
  el.addEventListener("change", () => (el.value = good), { signal });
  /** @param {{ min: number, max: number, value: number }} state */
  const show = ({ min, max, value }) => {
    [el.min, el.max, good] = [min, max, value].map(String);
    if (el.value !== good && (el.value !== "" || el !== document.activeElement)) el.value = good;
  };
  return { el, show };
}

/** @param {{ label: string, title?: string, signal: AbortSignal, onClick: () => void }} options */
export function button({ label, title = "", signal, onClick }) {
  const el = h("button", { type: "button", className: "convnb-button", title, textContent: label });
  el.addEventListener("click", onClick, { signal });
  return { el, show: (/** @type {string} */ text) => setText(el, text) };
}

/** @param {{ label: string, signal: AbortSignal, onInput: (on: boolean) => void }} options */
export function toggle({ label, signal, onInput }) {
  const input = h("input", { type: "checkbox" });
  const el = h("label", { className: "convnb-toggle" }, input, h("span", {}, label));
  input.addEventListener("change", () => onInput(input.checked), { signal });
  return { el, input, show: (/** @type {boolean} */ on) => void (input.checked = on) };
}

/** @param {{ label: string, signal: AbortSignal, onInput: (value: string) => void }} options */
export function select({ label, signal, onInput }) {
  const input = h("select", { "aria-label": label });
  const el = h("label", { className: "convnb-select" }, h("span", {}, label), input);
  input.addEventListener("change", () => onInput(input.value), { signal });
  let shown = "";
  /** @param {string[]} names @param {string} value */
  const show = (names, value) => {
    if (shown !== names.join("\n")) {
      shown = names.join("\n");
      input.replaceChildren(...names.map((name) => h("option", { value: name, textContent: name })));
    }
    if (input.value !== value) input.value = value;
  };
  return { el, input, show };
}

/** What is not needed at first sight. @param {string} summary @param {...Node} children */
export function fold(summary, ...children) {
  return h("details", { className: "convnb-fold" }, h("summary", {}, summary), ...children);
}

/**
 * "Copy as NumPy": shows the code, and puts it on the clipboard where the page may.
 * @param {{ signal: AbortSignal, code: () => string }} options
 */
export function copyAsNumpy({ signal, code }) {
  const text = h("pre", { className: "convnb-code", tabIndex: 0, role: "group", "aria-label": "NumPy code" });
  const note = h("span", { className: "convnb-note", role: "status" });
  const box = h("div", { hidden: true }, note, text);
  const onClick = async () => {
    box.hidden = !box.hidden;
    if (box.hidden) return;
    text.textContent = code();
    try {
      await navigator.clipboard.writeText(text.textContent);
      note.textContent = "Copied. This NumPy code computes what is shown:";
    } catch {
      note.textContent = "Select and copy this NumPy code; it computes what is shown:";
    }
  };
  return { el: button({ label: "Copy as NumPy", signal, onClick }).el, box };
}

/** Controls side by side. @param {...(Node | { el: Node })} parts */
export function row(...parts) {
  return h("div", { className: "convnb-row" }, ...parts.map((part) => ("el" in part ? part.el : part)));
}

/**
 * What every widget ends with: "Reset", and the code that computes what is shown.
 * @param {any} context
 * @param {(params: any, result: any) => string} code
 * @param {() => void} [reset]
 */
export function footer({ signal, current, reset: toFirst }, code, reset = toFirst) {
  const copy = copyAsNumpy({ signal, code: () => code(current().params, current().result) });
  return [row(button({ label: "Reset", signal, onClick: reset }), copy), copy.box];
}
