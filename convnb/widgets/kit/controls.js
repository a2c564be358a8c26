// @ts-check
// Native controls with their labels, alone and put together: the transport bar, sliders of pairs, sizes and lists. Each
// returns { el, input, show(...) }: `show` brings the control to the state without firing events, so state -> control ->
// state cannot loop.

import { h, setAttribute, setText } from "./dom.js";
import { formatNumber } from "./format.js";
import { outputSize } from "./slide.js";

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
  const rename = (text) => {
    setText(name, text);
    setAttribute(input, "aria-label", text);
  };
  /** letters: the room that is kept for the text, or the slider would move as it grows.
   * @param {{ min: number, max: number, step?: number, value: number, text: string, letters?: number }} state */
  const show = ({ min, max, step = 1, value, text, letters }) => {
    const room = letters ? `${letters}ch` : "";
    if (output.style.minWidth !== room) {
      output.style.minWidth = room;
      el.style.minWidth = room && `min(100%, calc(${room} + 130px))`; // with its name, and something to drag
    }
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
 * @param {{ signal: AbortSignal, set: (state: import("./shell.js").State) => void }} context @param {string} name
 * @param {{ label?: string, min?: number, max?: number, step?: number, slider?: number }} setting
 * @returns show(value, text), or show(value, text, most) where what else is set allows less than the table
 */
export function settingSlider({ signal, set }, name, { label = name, min = 0, max = 1, step = 1, slider: top = max }) {
  const control = slider({ label, signal, onInput: (value) => set({ [name]: value }) });
  const show = (value, text = String(value), most = Math.max(top, value)) =>
    control.show({ min, max: most, step, value, text });
  return { ...control, show };
}

/**
 * A whole number to type, with the browser's own arrows. What is no whole number, or is not taken, is left to be typed on,
 * and goes back to the last good one when the field is left.
 * @param {{ label: string, signal: AbortSignal, onInput: (value: number) => void }} options
 */
export function numberField({ label, signal, onInput }) {
  const el = h("input", { type: "number", step: 1, className: "convnb-number-field", "aria-label": label });
  let [good, typed] = ["", ""];
  const read = () => {
    typed = el.value;
    if (/^-?\d+$/.test(typed)) onInput(Number(typed));
  };
  el.addEventListener("input", read, { signal });
  el.addEventListener("change", () => (el.value = good), { signal });
  /** @param {{ min: number, max: number, value: number }} state */
  const show = ({ min, max, value }) => {
    [el.min, el.max, good] = [min, max, value].map(String);
    if (el.value === good) typed = "";
    else if (el.value !== typed || !el.matches(":focus")) el.value = good;
  };
  return { el, show };
}

/** @param {{ label: string, title?: string, signal: AbortSignal, onClick: () => void }} options */
export function button({ label, title = "", signal, onClick }) {
  const el = h("button", { type: "button", className: "convnb-button", title, textContent: label });
  el.addEventListener("click", onClick, { signal });
  return { el, show: (text) => setText(el, text) };
}

/** @param {{ label: string, signal: AbortSignal, onInput: (on: boolean) => void }} options */
export function toggle({ label, signal, onInput }) {
  const input = h("input", { type: "checkbox" });
  const el = h("label", { className: "convnb-toggle" }, input, h("span", {}, label));
  input.addEventListener("change", () => onInput(input.checked), { signal });
  return { el, input, show: (on) => void (input.checked = on) };
}

/** Correlation or convolution: the trait `flip`.
 * @param {{ signal: AbortSignal, set: (state: import("./shell.js").State) => void }} context */
export function operationSwitch({ signal, set }) {
  const choices = [
    { value: false, text: "⋆ correlation" },
    { value: true, text: "∗ convolution" },
  ];
  return segmented({ label: "Operation", choices, signal, onInput: (flip) => set({ flip }) });
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

/**
 * A few choices side by side, one of them taken: radio buttons, so that arrow keys go from one to the next.
 * @template Value
 * @param {{ label: string, choices: { value: Value, text: string }[], signal: AbortSignal, onInput: (value: Value) => void }} options
 */
export function segmented({ label, choices, signal, onInput }) {
  const group = `convnb-${Math.random().toString(36).slice(2)}`;
  const inputs = choices.map(() => h("input", { type: "radio", name: group }));
  const parts = choices.map(({ text }, at) => h("label", {}, inputs[at], h("span", {}, text)));
  const el = h("span", { className: "convnb-segments", role: "radiogroup", "aria-label": label }, ...parts);
  inputs.forEach((input, at) => input.addEventListener("change", () => onInput(choices[at].value), { signal }));
  const show = (value) => inputs.forEach((input, at) => (input.checked = choices[at].value === value));
  return { el, show };
}

/**
 * Buttons that show a text in one box, and put it on the clipboard where the page may.
 * @typedef {{ label: string, what: string, does: string, text: () => string | Promise<string> }} Copy
 *   what: "NumPy code"; does: "computes what is shown"; text may throw an Error with a sentence
 * @param {AbortSignal} signal @param {Copy[]} copies
 */
export function copyButtons(signal, copies) {
  const text = h("pre", { className: "convnb-code", tabIndex: 0, role: "group" });
  const note = h("span", { className: "convnb-note", role: "status" });
  const box = h("div", { className: "convnb-code-box", hidden: true }, note, text);
  /** @type {Copy | null} */
  let shown = null;
  const show = async (/** @type {Copy} */ copy) => {
    shown = box.hidden || shown !== copy ? copy : null;
    box.hidden = !shown;
    if (!shown) return;
    const { what, does } = copy;
    note.textContent = text.textContent = "";
    setAttribute(text, "aria-label", what);
    const written = await Promise.resolve().then(copy.text).catch(({ message }) => void (note.textContent = message));
    if (shown !== copy || !written) return;
    text.textContent = written;
    try {
      // Where a frame may not, Chromium says so beforehand, and an attempt would be logged as an error.
      if (/** @type {any} */ (document).featurePolicy?.allowsFeature("clipboard-write") === false) throw new Error();
      await navigator.clipboard.writeText(written);
      note.textContent = `Copied. This ${what} ${does}:`;
    } catch {
      note.textContent = `Select and copy this ${what}; it ${does}:`;
    }
  };
  // After the first button one word is enough for the eye: "Copy as NumPy · Python".
  const els = copies.map((copy, at) => {
    const { el } = button({ label: at ? copy.label.replace("Copy ", "") : copy.label, title: copy.label, signal, onClick: () => void show(copy) });
    setAttribute(el, "aria-label", copy.label);
    el.classList.add("convnb-copy");
    return el;
  });
  return { els, box };
}

/** Controls side by side.
 * @param {...(Node | { el: Node })} parts */
export function row(...parts) {
  return h("div", { className: "convnb-row" }, ...parts.map((part) => ("el" in part ? part.el : part)));
}

const SPEEDS = [0.5, 1, 2, 4, 10];

/**
 * @param {{ label: string, signal: AbortSignal, onStep: (position: number) => void, speeds?: number[] }} options
 *   label of the scrub slider; onStep is told the position asked for; speeds: five, in steps per second; it starts at the
 *   third
 * @returns pace: the choice of the speed, for a fold
 */
export function transport({ label, signal, onStep, speeds = SPEEDS }) {
  let state = { count: 1, position: 0 };
  let speed = speeds[2];
  let timer = 0;

  const go = (position) => onStep(((position % state.count) + state.count) % state.count);
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.show("▶ Play");
  };
  const start = () => {
    clearInterval(timer);
    timer = window.setInterval(() => go(state.position + 1), 1000 / speed);
    play.show("❚❚ Pause");
  };
  const stepTo = (position) => {
    stop();
    go(position);
  };

  const play = button({ label: "▶ Play", signal, onClick: () => (timer ? stop() : start()) });
  const back = button({ label: "◀", title: "Step back", signal, onClick: () => stepTo(state.position - 1) });
  const next = button({ label: "▶", title: "Step forward", signal, onClick: () => stepTo(state.position + 1) });
  play.el.classList.add("convnb-play");
  back.el.setAttribute("aria-label", "Step back");
  next.el.setAttribute("aria-label", "Step forward");
  const scrub = slider({ label, signal, onInput: stepTo });
  const pace = select({
    label: "Speed",
    signal,
    onInput: (text) => {
      speed = Number.parseFloat(text);
      if (timer) start();
    },
  });
  const paces = speeds.map((steps) => `${steps} per second`);
  pace.show(paces, paces[2]);
  signal.addEventListener("abort", () => clearInterval(timer));

  const el = h("div", { className: "convnb-transport" }, back.el, play.el, next.el, scrub.el);
  /** @param {{ count: number, position: number, text: string, label?: string }} now label: where it changes */
  const show = (now) => {
    state = now;
    if (now.label) scrub.rename(now.label);
    scrub.show({ min: 0, max: now.count - 1, value: now.position, text: now.text });
  };
  return { el, pace: pace.el, show, stop };
}

export const AXES = ["rows", "columns"];

/**
 * @param {Record<string, any>} settings of the widget, from its settings.js
 * @param {string[]} names traits; those with a `largest` are matrices: what is cut is lost, what is new is zero
 * @param {number[]} [axes] those that have a slider, 0 for the rows
 * @param {(state: import("./shell.js").State) => void} [change] how the new value is set, if not just set
 */
export function axisSliders(context, settings, names, axes = [0, 1], change = context.set) {
  const { model, signal } = context;
  const make = (name, axis) => {
    const { largest, min = 1, max = largest, slider: most = max, label = name, labels } = settings[name];
    const onInput = (value) => {
      const now = model.get(name);
      const pair = largest ? [now.length, now[0].length] : [...now];
      pair[axis] = value;
      change({ [name]: largest ? resized(now, pair, () => 0) : pair });
    };
    const text = labels?.[axis] ?? (axes.length > 1 ? `${label}, ${AXES[axis]}` : label);
    const control = slider({ label: text, signal, onInput });
    /** low, high: where what else is set allows less; a larger value from outside is shown too. */
    const show = (value, low = min, high = Math.max(most, value), said = formatNumber(value)) =>
      control.show({ min: low, max: high, value, text: said });
    return { el: control.el, name, axis, min, max: most, show };
  };
  return names.flatMap((name) => axes.map((axis) => make(name, axis)));
}

/** As many sliders in a row as fit, all of one width.
 * @param {{ el: Node }[]} sliders */
export function inGrid(sliders) {
  return h("div", { className: "convnb-grid" }, ...sliders.map(({ el }) => el));
}

/**
 * How far one size of a layer can go from where it is while the others stay: [lowest, highest].
 * @param {import("./slide.js").Sizes} sizes @param {{ name: string, axis: number, min: number, max: number }} slider
 * @param {(sizes: any) => boolean} [accepts] whether such a layer can be shown; all that have an output, if not given
 */
export function limitsOf(sizes, { name, axis, min, max }, accepts = hasOutput) {
  const good = (value) => {
    const pair = [...sizes[name]];
    pair[axis] = value;
    return accepts({ ...sizes, [name]: pair });
  };
  let [low, high] = [sizes[name][axis], sizes[name][axis]];
  while (low > min && good(low - 1)) low--;
  while (high < max && good(high + 1)) high++;
  return [low, high];
}

/** Whether the kernel fits into the padded input.
 * @param {import("./slide.js").Sizes} sizes */
function hasOutput(sizes) {
  return Math.min(...outputSize(sizes)) >= 1;
}

/**
 * Rows cut or extended to a shape.
 * @param {number[][]} rows @param {number[]} shape
 * @param {(row: number, col: number) => number} fill what stands in a new cell
 */
export function resized(rows, [height, width], fill) {
  const cells = (row) => Array.from({ length: width }, (_, col) => rows[row]?.[col] ?? fill(row, col));
  return Array.from({ length: height }, (_, row) => cells(row));
}

/** Change one entry of a trait.
 * @param {Pick<import("./shell.js").Context, "model" | "set">} context @param {string} trait
 * @param {number} index @param {number} value */
export function changeAt({ model, set }, trait, index, value) {
  set({ [trait]: model.get(trait).map((old, at) => (at === index ? value : old)) });
}

/**
 * A slider for the length of a list: zeros come at its end, or its last numbers go.
 * @param {Pick<import("./shell.js").Context, "model" | "signal" | "set">} context @param {string} trait
 * @param {{ label?: string, largest?: number }} setting
 */
export function lengthSlider({ model, signal, set }, trait, { label = trait, largest }) {
  const onInput = (length) => {
    const old = model.get(trait);
    set({ [trait]: Array.from({ length }, (_, index) => old[index] ?? 0) });
  };
  const control = slider({ label, signal, onInput });
  const show = ({ length }) => control.show({ min: 1, max: largest, value: length, text: String(length) });
  return { el: control.el, show };
}
