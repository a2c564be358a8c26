// @ts-check
// BackwardExplorer: the forward pass above, the backward pass below, at the same place. Choose an input or a weight, and
// its gradient is put together term by term.

import { axisSliders, inGrid, limitsOf, resized, row, segmented, select, toggle, transport } from "../kit/controls.js";
import { h, setText, showParts } from "../kit/dom.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { listed, OWN, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { letGo, moveTo, turnRound } from "../kit/windows.js";
import { buildGrids, chooses, GRIDS, lookedAt } from "./gestures.js";
import { compute, forwardGeometry, readParams } from "./math.js";
import { SETTINGS } from "./settings.js";
import { arrange, pictures, stageHeight } from "./view.js";
import { biasText, deltaTexts, describe, exampleNow, examples, inputSum, numpyCode, placeOf } from "./words.js";
import { lossText, turnedSum, uprightText, weightSum } from "./words.js";

const GEOMETRY = ["stride", "padding", "dilation"];
const SIZES = ["input", "kernel"];
const OF = [
  { value: "input", text: "input dJ/da" },
  { value: "weight", text: "weight dJ/dw" },
];
const SLIDER = { input: "Input", weight: "Weight" };
/** The sign after each of the first two columns: forth as in a formula, back as what comes back flows. */
const FORTH = ["⋆", "="];
const BACK = { input: ["←", "←"], weight: ["→", "←"] };

function build(context) {
  const { signal, set, model } = context;
  const view = { context, hover: null, target: undefined, dragged: false };
  buildGrids(view);
  const sign = (text) => h("span", { className: "convnb-between", "aria-hidden": "true" }, text);
  const pass = (text) => h("span", { className: "convnb-pass", "aria-hidden": "true" }, text);
  view.signs = BACK.input.map(sign);
  view.words = [pass("forward →"), pass("← backward")];
  view.loss = h("div", { className: "convnb-note convnb-loss" });
  view.passes = h("div", { className: "convnb-passes" });
  const [input, kernel, output, left, middle, right] = GRIDS.map((name) => view[name].el);
  view.passes.append(view.words[0], input, sign(FORTH[0]), kernel, sign(FORTH[1]), output, view.loss);
  view.passes.append(view.words[1], left, view.signs[0], middle, view.signs[1], right);
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.more = h("div", { className: "convnb-sum convnb-second convnb-result" });
  view.bar = transport({ label: SLIDER.input, signal, onStep: (position) => moveTo(view, position) });
  view.of = segmented({ label: SETTINGS.target.label, choices: OF, signal, onInput: (target) => aim(view, target) });
  view.example = select({ label: "Example", signal, onInput: (name) => chooseExample(view, name) });
  view.symbols = toggle({ label: SETTINGS.symbols.label, signal, onInput: (symbols) => set({ symbols }) });
  view.counts = toggle({ label: SETTINGS.counts.label, signal, onInput: (counts) => set({ counts }) });
  buildSliders(view);
  const flat = model.get("ndim") === 1;
  assemble(context, {
    stage: [view.passes],
    height: (width) => stageHeight(width, flat),
    sum: [view.sum, view.more],
    main: [view.bar, view.of, view.symbols],
    folds: [
      fold("Stride, padding, dilation", signal, inGrid(view.geometry)),
      fold("Examples, sizes, speed", signal, row(view.example, view.counts, view.bar.pace), inGrid(view.sizes)),
    ],
    code: numpyCode,
    onReset: () => letGo(view),
  });
  return view;
}

/** One slider for each axis; in one dimension there is only one. */
function buildSliders(view) {
  const { context } = view;
  const axes = context.model.get("ndim") === 1 ? [1] : [0, 1];
  const change = (state) => context.set({ ...state, ...fitDeltas(context.model, state) });
  view.geometry = axisSliders(context, SETTINGS, GEOMETRY, axes, change);
  view.sizes = axisSliders(context, SETTINGS, SIZES, axes, change);
}

/** The reader's own deltas, cut or extended to the output that a change brings, if it has one; new ones count on. */
function fitDeltas(model, change) {
  const next = { get: (name) => change[name] ?? model.get(name) };
  const shapeOf = (name) => [next.get(name).length, next.get(name)[0].length];
  const deltas = model.get("grad_y");
  try {
    const { output } = forwardGeometry(next, shapeOf("input"), shapeOf("kernel"));
    return deltas.length ? { grad_y: resized(deltas, output, (row, col) => row * output[1] + col + 1) } : {};
  } catch (problem) {
    if (problem instanceof StateError) return {};
    throw problem;
  }
}

/** Look at the gradient of the input or of the weights, from the first one on. */
function aim(view, target) {
  letGo(view);
  view.bar.stop();
  view.context.set({ target, position: 0 });
}

function chooseExample(view, name) {
  const all = examples(view.context.current().params.flat);
  if (!(name in all)) return;
  letGo(view);
  view.context.set({ ...all[name], position: 0 });
}

function draw(view, params, result) {
  const { target, position, count, geo } = params;
  const shown = lookedAt(view, params);
  drawGrids(view, params, result, shown);
  if (view.target === "weight" && target === "input") turnRound(view.middle.canvas);
  view.target = target;
  say(view, params, result, shown);
  const shape = target === "input" ? geo.input : geo.kernel;
  view.bar.show({ count, position, text: placeOf(params, position, shape), label: SLIDER[target] });
  view.of.show(target);
  const names = Object.keys(examples(params.flat));
  const example = exampleNow(view.context.model, params);
  view.example.show(example === OWN ? [OWN, ...names] : names, example);
  view.symbols.show(params.symbols);
  view.counts.show(params.counts);
  for (const slider of [...view.geometry, ...view.sizes])
    slider.show(geo[slider.name][slider.axis], ...limitsOf(geo, slider));
}

/** All six, as large as the stage allows: what comes back under what went forth. */
function drawGrids(view, params, result, shown) {
  const { context, hover, dragged, passes, signs } = view;
  const { cell, columns, narrow, upright, roomy } = arrange(params, context.room());
  view.more.classList.toggle("convnb-narrow", narrow);
  for (const word of view.words) word.hidden = narrow;
  view.loss.hidden = !roomy;
  setText(view.loss, lossText(narrow));
  passes.style.gridTemplateColumns = columns;
  passes.classList.toggle("convnb-upright", upright);
  BACK[params.target].forEach((sign, at) => setText(signs[at], sign));
  for (const [name, picture] of Object.entries(pictures(params, result, shown, context.colours()))) {
    const pointed = hover?.grid === name ? { cursor: hover.row * picture.shape[1] + hover.col } : {};
    const grip = chooses(view, name) && (name === "input" || name === "kernel");
    const title = (narrow && picture.short) || picture.title + (grip && !dragged && !picture.locked ? " · drag" : "");
    view[name].draw({ ...picture, title, terse: narrow, grip, cell, ...pointed });
  }
  const covers = { left: params.target === "input", middle: params.target === "weight" };
  for (const [name, on] of Object.entries(covers)) view[name].el.classList.toggle("convnb-result", on);
}

/** The sum, term by term, and the same sum as the flipped kernel reads it. */
function say(view, params, result, { kind, index }) {
  const bias = { text: ` ${biasText(params, result)}` };
  const [sum, more] = {
    input: () => [inputSum(params, result, index), turnedSum(params, index)],
    weight: () => [weightSum(params, result, index), [...uprightText(params, index), bias]],
    delta: () => deltaTexts(params, index),
  }[kind]();
  showSum(view.sum, sum, view.context.width());
  showParts(view.more, more);
}

/** What a goal may name: the two gradients. */
export function measures({ flat }, { gradInput, gradWeight }) {
  const [grad_x, grad_weight] = [gradInput, gradWeight].map((gradient) => (flat ? listed(gradient)[0] : listed(gradient)));
  return { grad_x, grad_weight };
}

/** Flat lists make the widget one-dimensional; in two dimensions others are the defaults. */
function python({ ndim, ...values }, get) {
  const names = ["input", "kernel"].filter((name) => ndim === 2 || name in values);
  return { ...values, ...Object.fromEntries(names.map((name) => [name, ndim === 2 ? get(name) : get(name)[0]])) };
}

const type = "BackwardExplorer";
const name = "Backward pass";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
