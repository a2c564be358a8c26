// @ts-check
// BackwardExplorer: the forward pass above, the backward pass below, at the same place. Choose an input or a weight, and
// its gradient is put together term by term.

import { axisSliders, fold, footer, inGrid, limitsOf } from "../kit/controls.js";
import { resized, row, select, toggle, transport } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { OWN, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { turnRound } from "../kit/windows.js";
import { buildGrids, GRIDS, lookedAt, moveTo } from "./gestures.js";
import { compute, forwardGeometry, readParams } from "./math.js";
import { SETTINGS } from "./settings.js";
import { pictures } from "./view.js";
import { biasText, deltaTexts, describe, exampleNow, examples, inputSum, MOST_TERMS, numpyCode } from "./words.js";
import { placeOf, turnedSum, uprightText, weightSum } from "./words.js";

const GEOMETRY = ["stride", "padding", "dilation"];
const SIZES = ["input", "kernel"];
const OF = { input: "the input, dJ/da", weight: "the weights, dJ/dw" };
const SLIDER = { input: "Input", weight: "Weight" };
const BACK = {
  input: "← Backward: each output hands its δ back along the weights, so the flipped kernel slides over the deltas",
  weight: "← Backward: each weight takes every δ times the input that it met; nothing is flipped",
};
/** CSS pixels: between the columns, for the cells of both passes together, and the least for one cell in columns. */
const GAP = 22;
const HIGH = 720;
const LEAST = 24;

function build(context) {
  const { signal, set } = context;
  const view = { context, hover: null, target: undefined, said: "" };
  buildGrids(view);
  view.back = h("div", { className: "convnb-pass" });
  const forward = h("div", { className: "convnb-pass" }, "Forward: the kernel slides over the input →");
  view.panels = h("div", { className: "convnb-panels" }, forward);
  view.panels.append(...GRIDS.slice(0, 3).map((name) => view[name].el), view.back);
  view.panels.append(...GRIDS.slice(3).map((name) => view[name].el));
  view.sum = h("div", { className: "convnb-sum" });
  view.more = h("div", { className: "convnb-sum convnb-note" });
  view.bar = transport({ label: SLIDER.input, signal, onStep: (position) => moveTo(view, position) });
  view.of = select({ label: SETTINGS.target.label, signal, onInput: (text) => changeTarget(view, text) });
  view.example = select({ label: "Example", signal, onInput: (name) => chooseExample(view, name) });
  view.symbols = toggle({ label: SETTINGS.symbols.label, signal, onInput: (symbols) => set({ symbols }) });
  view.counts = toggle({ label: SETTINGS.counts.label, signal, onInput: (counts) => set({ counts }) });
  buildSliders(view);
  view.bias = h("div", { className: "convnb-note" });
  context.root.append(
    row(view.example, view.of, view.symbols, view.counts),
    ...[view.panels, view.sum, view.more, view.bar.el, view.bias],
    ...footer(context, numpyCode, () => ((view.hover = null), context.reset())),
    fold("Stride, padding, dilation", inGrid(view.geometry)),
    fold("Sizes", inGrid(view.sizes)),
  );
  return view;
}

/** One slider for each axis; in one dimension there is only one. */
function buildSliders(view) {
  const { context } = view;
  const axes = context.model.get("ndim") === 1 ? [1] : [0, 1];
  // A key that comes faster than the frame that narrows the limits may ask for what cannot be: the slider goes back.
  const change = (state) => {
    const deltas = fitDeltas(context.model, state);
    if (deltas) context.set({ ...state, ...deltas });
    else context.redraw();
  };
  view.geometry = axisSliders(context, SETTINGS, GEOMETRY, axes, change);
  view.sizes = axisSliders(context, SETTINGS, SIZES, axes, change);
}

/** The reader's own deltas, cut or extended to the output that a change brings; new ones count on. Null without output. */
function fitDeltas(model, change) {
  const next = { get: (name) => change[name] ?? model.get(name) };
  const shapeOf = (name) => [next.get(name).length, next.get(name)[0].length];
  const deltas = model.get("grad_y");
  try {
    const { output } = forwardGeometry(next, shapeOf("input"), shapeOf("kernel"));
    return deltas.length ? { grad_y: resized(deltas, output, (row, col) => row * output[1] + col + 1) } : {};
  } catch (problem) {
    if (problem instanceof StateError) return null;
    throw problem;
  }
}

function changeTarget(view, text) {
  view.hover = null;
  view.bar.stop();
  view.context.set({ target: Object.keys(OF).find((target) => OF[target] === text), position: 0 });
}

function chooseExample(view, name) {
  const all = examples(view.context.current().params.flat);
  if (!(name in all)) return;
  view.hover = null;
  view.context.set({ ...all[name], position: 0 });
}

/** Three columns, what comes back under what went forth; one after the other where there is no room. */
function layOut(view, { geo, back }) {
  const width = view.context.width();
  const columns = [geo.padded[1], geo.kernel[1], Math.max(geo.output[1], back.padded[1])];
  const rows = Math.max(geo.padded[0], geo.kernel[0]) + back.padded[0];
  const widths = (cell) => columns.map((n, at) => Math.max(n * cell + 8, at === 1 ? 165 : 205));
  const total = (cell) => widths(cell).reduce((sum, one) => sum + one, 2 * GAP);
  const most = Math.max(26, Math.min(64, Math.floor(HIGH / rows)));
  const sizes = Array.from({ length: most - LEAST + 1 }, (_, step) => most - step);
  const cell = sizes.find((size) => total(size) <= width);
  const { style } = view.panels;
  style.display = cell ? "grid" : "flex";
  // The last column takes what is left, so that the lines between the passes are not broken.
  style.gridTemplateColumns = cell ? `${widths(cell)[0]}px ${widths(cell)[1]}px 1fr` : "";
  return cell ?? Math.max(LEAST - 4, Math.min(40, most, Math.floor((width - 8) / Math.max(...columns))));
}

/** Room for the longest sum of this geometry, so that nothing moves while the reader goes from cell to cell. */
function sumRoom(view, { geo, target, symbols }) {
  const terms = Math.min(MOST_TERMS, target === "input" ? geo.kernel[0] * geo.kernel[1] : geo.output[0] * geo.output[1]);
  const lines = Math.ceil(((symbols ? 62 : 68) * (terms + 2)) / view.context.width());
  view.sum.style.height = `${1.5 * Math.min(5, lines)}em`;
  view.more.style.height = `${1.5 * Math.min(6, lines + 1)}em`;
}

function draw(view, params, result) {
  const { target, position, count, geo } = params;
  const shown = lookedAt(view, params);
  const cell = layOut(view, params);
  sumRoom(view, params);
  for (const [name, picture] of Object.entries(pictures(params, result, shown, view.context.colours()))) {
    const { hover } = view;
    const pointed = hover?.grid === name ? { cursor: hover.row * picture.shape[1] + hover.col } : {};
    view[name].draw({ ...picture, cell, ...pointed });
  }
  if (view.target === "weight" && target === "input") turnRound(view.middle.canvas);
  view.target = target;
  say(view, params, result, shown);
  const shape = target === "input" ? geo.input : geo.kernel;
  view.bar.show({ count, position, text: placeOf(params, position, shape), label: SLIDER[target] });
  view.of.show(Object.values(OF), OF[target]);
  const names = Object.keys(examples(params.flat));
  const example = exampleNow(view.context.model, params);
  view.example.show(example === OWN ? [OWN, ...names] : names, example);
  view.symbols.show(params.symbols);
  view.counts.show(params.counts);
  for (const slider of [...view.geometry, ...view.sizes])
    slider.show(geo[slider.name][slider.axis], ...limitsOf(geo, slider));
}

/** The sum, term by term, and the same sum as the flipped kernel reads it. */
function say(view, params, result, { kind, index }) {
  const [sum, more] = {
    input: () => [inputSum(params, result, index), turnedSum(params, index)],
    weight: () => [weightSum(params, result, index), uprightText(params, index)],
    delta: () => deltaTexts(params, index),
  }[kind]();
  writeParts(view.sum, sum);
  writeParts(view.more, more);
  setText(view.back, BACK[params.target]);
  setText(view.bias, biasText(params, result));
}

/** Text in which each delta, weight and input wears the colour of its grid. */
function writeParts(el, parts) {
  const text = parts.map((part) => part.text).join("");
  if (el.textContent === text) return;
  const term = (part) =>
    part.role ? h("span", { className: "convnb-term", "data-role": part.role }, part.text) : part.text;
  el.replaceChildren(...parts.map(term));
}

const name = "Backward pass";
export default defineWidget({ name, settings: SETTINGS, readParams, compute, build, draw, describe });
