// @ts-check
// Derivation: the gradient of a sliding kernel, typed line by line, each line checked while it is typed.

import { button, row, segmented, select, transport } from "../kit/controls.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { assemble, fold } from "../kit/layout.js";
import { checkNumber, readChoice, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { layerOf, letterOf, misfit, nameOf, places, shapeOf, sliding } from "./math.js";
import { SETTINGS } from "./settings.js";
import { createEditor, createTables } from "./view.js";
import { describe, equation, hintOf, met, progress, sentence } from "./words.js";

const { longest_text: LONGEST } = SETTINGS.constants;
const STEPS = ["stride", "padding", "dilation"];
/** Where one begins with as many axes. */
const FIRST = { 1: { n: SETTINGS.n.value, k: SETTINGS.k.value }, 2: { n: [3, 3], k: [2, 2] } };

/** The checked state. */
export function readParams(model) {
  const [n, k] = ["n", "k"].map((name) => readSizes(model.get(name), name));
  const [stride, padding, dilation] = STEPS.map((name) => readWhole(model, name, SETTINGS[name]));
  const lines = model.get("lines");
  if (typeof lines !== "string" || lines.length > LONGEST) {
    throw new StateError(`lines must be a text of at most ${LONGEST} letters and signs.`);
  }
  const target = readChoice(model, "target", SETTINGS.target.choices);
  const [hints, position] = ["hints", "position"].map((name) => readWhole(model, name, SETTINGS[name]));
  return { layer: layerOf({ n, k, stride, padding, dilation }), target, lines, hints, position };
}

/** @returns {number[]} */
function readSizes(list, name) {
  if (!Array.isArray(list) || list.length < 1 || list.length > 2) throw new StateError(`${name} must be 1 or 2 whole numbers.`);
  return Array.from(list, (size) => checkNumber(size, name, { ...SETTINGS[name], integer: true }));
}

/** What each line is worth, and what comes next. */
export const compute = ({ lines, layer, target }) => progress(lines, layer, target);

function build(context) {
  const { signal, set } = context;
  const now = () => context.current();
  /** A hint is for one entry: the next one gets its own. */
  const type = (lines) => {
    const { params, result } = now();
    set({ lines, hints: progress(lines, params.layer, params.target).next === result.next ? params.hints : 0 });
  };
  const begin = (text) => {
    const { params } = now();
    const { next } = progress(text, params.layer, params.target);
    return `${text && !text.endsWith("\n") ? "\n" : ""}${next && `dJ/d${next} = `}`;
  };
  const view = { context, keys: "", written: "" };
  view.editor = createEditor(signal, { type, begin });
  view.tables = createTables();
  view.equations = h("div", { className: "convnb-equations", tabIndex: 0, role: "group", "aria-label": "The layer" });
  view.left = h("div", { className: "convnb-note" });
  view.right = h("div", { className: "convnb-note" });
  view.says = h("p");
  view.hint = h("p");
  const answer = h("div", { className: "convnb-says convnb-asked convnb-result" }, view.says, view.hint);
  const boxes = h("div", {}, view.left, view.equations, view.tables.el);
  const typed = h("div", {}, view.right, view.editor.el);

  const targets = [["input", "dJ/da"], ["weight", "dJ/dw"], ["bias", "dJ/db"]];
  const choices = targets.map(([value, text]) => ({ value, text }));
  view.target = segmented({ label: SETTINGS.target.label, choices, signal, onInput: (target) => set({ target, hints: 0, position: 0 }) });
  view.more = button({ label: "Hint", signal, onClick: () => set({ hints: now().params.hints + 1 }) }).el;
  view.steps = transport({ label: "Entry", signal, onStep: (position) => set({ position }) });
  view.steps.el.classList.add("convnb-entries");

  const axes = [1, 2].map((count) => ({ value: count, text: count === 1 ? "one axis" : "two axes" }));
  view.axes = segmented({ label: "Axes", choices: axes, signal, onInput: (count) => resize({ ...FIRST[count], stride: 1, padding: 0, dilation: 1 }) });
  view.sizes = [...["n", "k"].flatMap((name) => [0, 1].map((axis) => sizeOf(name, axis))), ...STEPS.map((name) => sizeOf(name, -1))];
  view.letters = h("span", { className: "convnb-keys" });
  const size = fold("Another layer", signal, row(view.axes, ...view.sizes));
  const keys = fold("Keys", signal, view.letters);
  assemble(context, {
    stage: [h("div", { className: "convnb-derive" }, boxes, typed, answer)],
    height: () => 0,
    main: [view.target, view.more, view.steps],
    folds: [keys, size],
  });
  return view;

  function resize(state) {
    set({ ...state, hints: 0, position: 0 });
  }
  /** A choice among the sizes that fit to the others; axis -1: one number for both. */
  function sizeOf(name, axis) {
    const control = select({ label: "", signal, onInput: (text) => resize({ [name]: withSize(now().params.layer, name, axis, Number(text)) }) });
    return { ...control, name, axis };
  }
}

const withSize = (layer, name, axis, value) => (axis < 0 ? value : layer[name].map((old, at) => (at === axis ? value : old)));

/** Bring the choices of sizes to the state. */
function showSizes(view, layer) {
  const two = layer.n.length === 2;
  for (const control of view.sizes) {
    const { name, axis, el, input } = control;
    el.hidden = axis === 1 && !two;
    if (el.hidden) continue;
    const { min, max, label = name, labels } = SETTINGS[name];
    const text = two && labels ? labels[axis] : label;
    setText(el.firstChild, text);
    setAttribute(input, "aria-label", text);
    const fits = (value) => !misfit({ ...layer, [name]: withSize(layer, name, axis, value) });
    const values = Array.from({ length: max - min + 1 }, (_, at) => min + at).filter(fits);
    control.show(values.map(String), String(axis < 0 ? layer[name] : layer[name][axis]));
  }
}

/** A key for each letter and sign: a phone's own keyboard hides them. */
function showKeys(view, layer, target) {
  const of = { input: "dw", weight: "da", bias: "d" }[target] ?? "";
  const letters = [...of].flatMap((letter) => places(shapeOf(layer, letter)).map((place) => nameOf(letter, place)));
  const texts = [...letters, "*", "+", "-", "(", ")"];
  if (view.keys === texts.join()) return;
  view.keys = texts.join();
  const { signal } = view.context;
  const key = (text) => button({ label: text, signal, onClick: () => view.editor.insert(text.length === 1 && !"()".includes(text) ? ` ${text} ` : text) }).el;
  const others = [["⌫", "Erase", view.editor.erase], ["next line", "", view.editor.nextLine]];
  const named = others.map(([label, title, onClick]) => {
    const { el } = button({ label, title, signal, onClick });
    setAttribute(el, "aria-label", title || label);
    return el;
  });
  view.letters.replaceChildren(...texts.map(key), ...named);
}

function draw(view, params, result) {
  const { layer, target, lines, hints } = params;
  const { entries, verdicts, next, count } = result;
  const equations = places(layer.m).map((t) => equation(layer, t, target === "bias"));
  if (view.written !== equations.join()) {
    view.written = equations.join();
    view.equations.replaceChildren(...equations.map((text) => h("div", {}, text)));
  }
  view.editor.show(lines, next || entries[0], verdicts.map(({ kind }) => kind));
  const done = !next;
  setText(view.left, done ? "all entries in one picture" : "the layer");
  setText(view.right, `your lines · ${count} of ${entries.length} derived${next && ` · next: dJ/d${next}`}`);
  view.equations.hidden = done;
  view.tables.el.hidden = !done;
  view.steps.el.classList.toggle("convnb-not-yet", !done);
  view.steps.el.inert = !done;
  setText(view.says, sentence(params, result));
  view.more.disabled = done || hints >= SETTINGS.hints.max;
  view.target.show(target);
  view.axes.show(layer.n.length);
  showSizes(view, layer);
  showKeys(view, layer, target);
  const position = Math.min(params.position, entries.length - 1);
  view.steps.show({ count: entries.length, position, text: `dJ/d${entries[position]}` });
  if (!done) return setText(view.hint, hintOf(params, result));
  const table = sliding(layer, target);
  const window = table.window(target === "bias" ? [] : places(shapeOf(layer, letterOf(target)))[position]);
  view.tables.show(table, window);
  setText(view.hint, met(entries[position], window, table.under));
}

const type = "Derivation";
const name = "Derivation";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe });
