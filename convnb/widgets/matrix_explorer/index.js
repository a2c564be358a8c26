// @ts-check
// MatrixExplorer: one layer as a multiplication. The window, its column of P, its row of M and its output light up
// together.

import { button, copyAsNumpy, fold, select, toggle } from "../kit/controls.js";
import { cellOf, inputAt, withPadding } from "../kit/convolution.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { pairSlider, sizeSlider } from "../kit/geometry_sliders.js";
import { letGo, moveTo } from "../kit/kernel_gestures.js";
import { AXES } from "../kit/kernel_text.js";
import { buildPanels } from "./gestures.js";
import { layoutsOf } from "./layout.js";
import { choiceOf, marksOf } from "./marks.js";
import { deltasOf, layerGeometry, limitsOf, lower } from "./math.js";
import { PRESETS } from "./presets.js";
import { describe, numpyCode, sayChoice, sayCosts, sayStride } from "./text.js";
import { readChoice, readMatrix, readNumber, readPair } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { transport } from "../kit/transport.js";

const GEOMETRY = [
  { name: "stride", min: 1, max: 4 },
  { name: "padding", min: 0, max: 3 },
  { name: "dilation", min: 1, max: 3 },
];
const SIZES = [
  { name: "input", min: 1, max: 8 },
  { name: "kernel", min: 1, max: 4 },
];
const VIEWS = {
  columns: "w · P: the kernel times the patches",
  matrix: "M · a: a matrix times the picture",
  both: "both at once",
};
const BACKWARD = {
  columns: "col2im(wᵀ δ): patches added back",
  matrix: "Mᵀ · δ: the transposed matrix",
  both: "both at once",
};
const OWN = "your own";

/** The checked state. @param {any} model */
export function readParams(model) {
  const input = readMatrix(model, "input", 8);
  const kernel = readMatrix(model, "kernel", 4);
  const [stride, padding, dilation] = GEOMETRY.map(({ name, min }) => readPair(model, name, { min, max: 8 }));
  const geo = layerGeometry({ input: input.shape, kernel: kernel.shape, stride, padding, dilation });
  const deltas = deltasOf(readMatrix(model, "grad_y", 36), geo.output);
  const view = readChoice(model, "view", Object.keys(VIEWS));
  const transposed = Boolean(model.get("transposed"));
  const count = geo.output[0] * geo.output[1];
  const positions = transposed ? input.values.length : count;
  const position = Math.min(readNumber(model, "position", { min: 0, integer: true }), positions - 1);
  // One axis is enough for a list of numbers.
  const flat = input.shape[0] === 1 && kernel.shape[0] === 1 && padding[0] === 0 && stride[0] === 1;
  return { input, kernel, geo, deltas, view, transposed, count, positions, position, flat, preset: presetOf(model) };
}

/** The worked example that is shown, if it is one. */
function presetOf(model) {
  const equal = ({ state }) =>
    Object.keys(state).every((key) => JSON.stringify(model.get(key)) === JSON.stringify(state[key]));
  return Object.keys(PRESETS).find((name) => equal(PRESETS[name])) ?? OWN;
}

/** What follows from it: P, M and their products, and how the chosen one is laid out. @param {any} params */
export function compute(params) {
  const result = lower(params);
  const { input, kernel, geo, deltas, view, transposed } = params;
  const lists = [input.values, kernel.values, deltas, geo.stride, geo.padding, geo.dilation];
  const key = [view, transposed, input.shape, kernel.shape, ...lists].join(";");
  const filled = new Set();
  for (let index = 0; index < geo.padded[0] * geo.padded[1]; index++) {
    const [row, col] = cellOf(index, geo.padded);
    if (inputAt(geo, row, col) < 0) filled.add(index);
  }
  return { ...result, layouts: layoutsOf(params, result), key, filled };
}

/** @param {any} context */
function build(context) {
  const { signal, set } = context;
  const view = { context, hover: null, pinned: null };
  buildPanels(view);
  view.sum = h("div", { className: "convnb-sum" });
  view.bar = transport({ label: "Position", signal, onStep: (position) => moveTo(view, position) });
  const onExample = (name) => {
    if (!(name in PRESETS)) return;
    letGo(view);
    set({ ...PRESETS[name].state, view: PRESETS[name].view, position: 0 });
  };
  view.example = select({ label: "Example", signal, onInput: onExample });
  const onView = (text) => {
    letGo(view);
    set({ view: Object.keys(VIEWS).find((name) => VIEWS[name] === text || BACKWARD[name] === text) });
  };
  view.product = select({ label: "Product", signal, onInput: onView });
  const onBack = (transposed) => (letGo(view), set({ transposed, position: 0 }));
  view.transposed = toggle({ label: "Transposed: the backward pass", signal, onInput: onBack });
  const slide = (maker, trait) =>
    AXES.map((name, axis) => ({ trait, axis, ...maker(context, trait, axis, `${trait.name}, ${name}`) }));
  view.sliders = GEOMETRY.flatMap((trait) => slide(pairSlider, trait));
  view.sizes = SIZES.flatMap((trait) => slide(sizeSlider, trait));
  view.costs = h("div", { className: "convnb-note" });
  view.stride = h("div", { className: "convnb-note" });
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  const reset = button({ label: "Reset", signal, onClick: () => (letGo(view), context.reset()) });
  view.pictures = h("div", { className: "convnb-panels" }, view.input.el, view.kernel.el, view.output.el);
  context.root.append(
    view.pictures,
    view.sum,
    view.bar.el,
    h("div", { className: "convnb-row" }, view.product.el, view.transposed.el),
    h("div", { className: "convnb-row" }, view.example.el, reset.el, copy.el),
    copy.box,
    view.costs,
    view.stride,
    fold("Stride, padding, dilation", h("div", { className: "convnb-grid" }, ...view.sliders.map(({ el }) => el))),
    fold("Sizes", h("div", { className: "convnb-grid" }, ...view.sizes.map(({ el }) => el))),
  );
  return view;
}

function draw(view, params, result) {
  drawPictures(view, params, result);
  const { geo, transposed, position, positions } = params;
  const [row, col] = cellOf(position, transposed ? geo.input : geo.output);
  const where = `${transposed ? "input" : "output"} row ${row}, column ${col}`;
  view.bar.show({ count: positions, position, text: where });
  const names = transposed ? BACKWARD : VIEWS;
  view.product.show(Object.values(names), names[params.view]);
  view.transposed.show(transposed);
  view.example.show(params.preset === OWN ? [OWN, ...Object.keys(PRESETS)] : Object.keys(PRESETS), params.preset);
  setText(view.costs, sayCosts(params, result));
  setText(view.stride, params.view === "matrix" && !transposed ? sayStride(geo) : "");
  for (const { el, show, trait, axis } of [...view.sliders, ...view.sizes]) {
    el.hidden = params.flat && axis === 0;
    show(geo[trait.name][axis], ...limitsOf(geo, trait.name, axis, [trait.min, trait.max]));
  }
}

/** The largest cells with which the three grids stand side by side, within what can still be read. */
function cellSize({ padded, kernel, output }, width) {
  const columns = padded[1] + kernel[1] + output[1];
  return Math.max(24, Math.min(40, Math.floor((width - 60) / columns)));
}

function drawPictures(view, params, result) {
  const { context } = view;
  const { input, kernel, geo, deltas, transposed } = params;
  const { layouts, filled } = result;
  const colour = context.colours();
  const pointed = view.hover ?? view.pinned;
  const chosen = choiceOf(params, result, pointed);
  const marks = marksOf(params, result, chosen, colour);
  const cell = cellSize(geo, context.width());
  const cursorIn = (grid, shape) => (pointed?.grid === grid ? pointed.row * shape[1] + pointed.col : undefined);
  const shown = withPadding(transposed ? { shape: geo.input, values: result.back } : input, geo);
  if (transposed && layouts.columns && !marks.input.notes.size) {
    result.uses.forEach(({ pixel, place }) => pixel >= 0 && marks.input.notes.set(place, `Σ${result.added[pixel]}`));
  }
  const common = { cell, role: transposed ? "gradient" : undefined };
  view.input.draw({
    ...{ ...common, title: `${transposed ? "grad_x" : "input x"} ${formatShape(geo.input)}`, locked: transposed },
    ...{ shape: geo.padded, values: shown, filled, cursor: cursorIn("input", geo.padded), ...marks.input },
  });
  view.kernel.draw({
    ...{ cell, title: `kernel w ${formatShape(geo.kernel)}`, shape: geo.kernel, values: kernel.values },
    ...{ cursor: cursorIn("kernel", geo.kernel), ...marks.kernel },
  });
  view.output.draw({
    ...{ ...common, title: `${transposed ? "grad_y, δ" : "output z"} ${formatShape(geo.output)}`, locked: !transposed },
    ...{ shape: geo.output, values: transposed ? deltas : result.output, cursor: cursorIn("output", geo.output) },
    ...marks.output,
  });
  setAttribute(view.output.canvas, "aria-label", transposed ? view.deltaLabel : view.outputLabel);
  showPanels(view, Object.keys(layouts));
  for (const [name, layout] of Object.entries(layouts)) {
    view.panels[name].draw(layout, marks[name], { width: context.width(), key: result.key, colour });
  }
  setText(view.sum, sayChoice(params, result, chosen));
}

/** The matrices of this view, in their order. */
function showPanels(view, names) {
  if (view.shown === names.join(" ")) return;
  view.shown = names.join(" ");
  for (const { el } of Object.values(view.panels)) el.remove();
  view.pictures.append(...names.map((name) => view.panels[name].el));
}

const traits = ["input", "kernel", "stride", "padding", "dilation", "view", "transposed", "grad_y", "position"];
const name = "Convolution as a matrix";
export default defineWidget({ name, traits, readParams, compute, build, draw, describe });
