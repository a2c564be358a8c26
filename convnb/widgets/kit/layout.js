// @ts-check
// How every widget is built: a stage with all pictures, whose height depends on the width only; the sum; one main row with
// what animates the stage; and what is folded away.

import { button, copyButtons, slider } from "./controls.js";
import { h, setAttribute, showParts } from "./dom.js";

/** CSS pixels that the line of a goal takes. */
const GOAL_LINE = 33;

/**
 * Put the parts of a widget into their places.
 * @param {import("./shell.js").Context} context
 * @param {{ stage: Node[], height: (width: number) => number, sum?: Node[], main: (Node | { el: Node, stop?: () => void })[],
 *           folds?: { button: HTMLElement, panel: HTMLElement }[], code?: (params: any, result: any) => string,
 *           onReset?: () => void }} parts
 *   stage: the pictures; height: of the stage for a width of the widget, both in CSS pixels; sum: the lines below the
 *   stage, each of a height of its own; main: the controls in sight; folds: made by `fold`; code: for "Copy as NumPy", if there is any;
 *   onReset: forgets what only the eye needs
 */
export function assemble(context, { stage, height, sum = [], main, folds = [], code, onReset }) {
  const { model, signal, root, error, readOut, goal, current, set } = context;
  // The stage makes room for a goal, so that the widget still fits on a screen; on a phone it is small enough.
  const taken = (/** @type {number} */ width) => (width >= 600 && model.get("goal")?.text ? GOAL_LINE : 0);
  context.height = (/** @type {number} */ width) => Math.max(0, height(width) - taken(width));
  const onClick = () => (onReset?.(), context.reset());
  const reset = button({ label: "↺", title: "Reset", signal, onClick }).el;
  setAttribute(reset, "aria-label", "Reset");
  const numpy = { label: "Copy as NumPy", what: "NumPy code", does: "computes what is shown" };
  const copied = code ? [{ ...numpy, text: () => code(current().params, current().result) }] : [];
  const copy = copyButtons(signal, [...copied, ...context.copies]);
  const reading = button({ label: "In words", title: "The state in a sentence, as screen readers hear it", signal, onClick: read });
  function read() {
    setAttribute(reading.el, "aria-pressed", String(readOut.classList.toggle("convnb-shown")));
  }
  setAttribute(reading.el, "aria-pressed", "false");
  const cover = button({ label: "Show the result", signal, onClick: () => set({ covered: false }) }).el;
  cover.classList.add("convnb-uncover");
  const typing = h("span", { className: "convnb-typing" }, "\u200b", h("span", {}, "double-click a number to change it"));
  const last = h("span", { className: "convnb-last" }, ...copy.els, reading.el);
  root.parentElement.classList.add("convnb-instrument");
  const steps = stepSlider(context);
  const pictures = h("div", { className: "convnb-stage" }, ...stage, error, cover);
  // What plays stops where a hand takes hold of a picture, or types into it.
  const halt = (/** @type {Event & { key?: string }} */ { key }) => {
    if (key !== "Tab") for (const part of main) if ("stop" in part) part.stop();
  };
  for (const type of ["pointerdown", "keydown"]) pictures.addEventListener(type, halt, { signal });
  root.append(
    pictures,
    ...sum,
    goal,
    h("div", { className: "convnb-main" }, steps.el, ...main.map((part) => ("el" in part ? part.el : part)), reset),
    h("div", { className: "convnb-more" }, ...folds.map((one) => one.button), typing, last),
    ...folds.map(({ panel }) => panel),
    copy.box,
  );
}

/** The steps that a notebook has given, as those of a descent: a slider that takes one trait through them. */
function stepSlider(context) {
  const { model, signal, set } = context;
  /** @type {[string, unknown[], number]} */
  let [trait, values, at] = ["", [], 0];
  const control = slider({ label: "Step", signal, onInput: (step) => set({ [trait]: values[step] }) });
  control.el.classList.add("convnb-steps");
  context.showSteps = () => {
    const { text, ...steps } = model.get("steps") ?? {};
    [[trait, values] = ["", []]] = Object.entries(steps);
    control.el.hidden = !(Array.isArray(values) && Array.isArray(text) && values.length); // a page may hold anything
    if (control.el.hidden) return;
    const now = JSON.stringify(model.get(trait));
    const found = values.findIndex((value) => JSON.stringify(value) === now);
    if (found >= 0) at = found;
    const letters = Math.max(...text.map((one) => String(one).length));
    control.show({ min: 0, max: values.length - 1, value: at, text: found < 0 ? "by hand" : String(text[at] ?? at), letters });
  };
  return control;
}

/**
 * What is not needed at first sight: a button, and the panel that it opens below the row of buttons.
 * @param {string} label @param {AbortSignal} signal @param {...Node} children
 */
export function fold(label, signal, ...children) {
  const panel = h("div", { className: "convnb-fold-panel", hidden: true }, ...children);
  const onClick = () => {
    panel.hidden = !panel.hidden;
    setAttribute(opener, "aria-expanded", String(!panel.hidden));
  };
  const opener = button({ label, signal, onClick }).el;
  opener.classList.add("convnb-fold");
  setAttribute(opener, "aria-expanded", "false");
  return { button: opener, panel };
}

/** CSS pixels that a letter of a sum takes on its one line. */
const LETTER = 10;

/**
 * Write a sum on its line below the stage; one that is too long is set smaller, on two lines that scroll.
 * @param {HTMLElement} line @param {{ text: string, role?: string }[]} parts @param {number} width of the widget
 */
export function showSum(line, parts, width) {
  const letters = parts.reduce((sum, { text }) => sum + text.length, 0);
  line.classList.toggle("convnb-long", letters * LETTER > width);
  showParts(line, parts);
}
