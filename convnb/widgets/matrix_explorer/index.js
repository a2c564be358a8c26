// @ts-check
// MatrixExplorer: one layer as a multiplication. The window, its column of P, its row of M and its output light up
// together.

import { axisSliders, fold, footer, inGrid, limitsOf, row, select, toggle, transport } from "../kit/controls.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { exampleOf, OWN, readChoice, readMatrix, readPair, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { cellOf, filledIn, withPadding } from "../kit/slide.js";
import { cellSize, letGo, moveTo } from "../kit/windows.js";
import { buildPanels } from "./gestures.js";
import { accepts, choiceOf, deltasOf, layerGeometry, layoutsOf, lower } from "./math.js";
import { SETTINGS } from "./settings.js";
import { marksOf } from "./view.js";
import { describe, EXAMPLES, numpyCode, sayChoice, sayCosts, sayStride } from "./words.js";

const GEOMETRY = ["stride", "padding", "dilation"];
const SIZES = ["input", "kernel"];
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

export function readParams(model) {
  const [input, kernel, given] = [...SIZES, "grad_y"].map((name) => readMatrix(model, name, SETTINGS[name].largest));
  const [stride, padding, dilation] = GEOMETRY.map((name) => readPair(model, name, SETTINGS[name]));
  const geo = layerGeometry({ input: input.shape, kernel: kernel.shape, stride, padding, dilation });
  const view = readChoice(model, "view", SETTINGS.view.choices);
  const transposed = Boolean(model.get("transposed"));
  const count = geo.output[0] * geo.output[1];
  const positions = transposed ? input.values.length : count;
  const position = Math.min(readWhole(model, "position", SETTINGS.position), positions - 1);
  // One axis is enough for a list of numbers.
  const flat = input.shape[0] === 1 && kernel.shape[0] === 1 && padding[0] === 0 && stride[0] === 1;
  const example = exampleOf(model, EXAMPLES, [...SIZES, ...GEOMETRY]);
  const deltas = deltasOf(given, geo.output);
  return { input, kernel, geo, deltas, view, transposed, count, positions, position, flat, example };
}

/** P, M and their products, and how those that are shown are laid out. */
export function compute(params) {
  const result = lower(params);
  const { input, kernel, geo, deltas, view, transposed } = params;
  const lists = [input.values, kernel.values, deltas, geo.stride, geo.padding, geo.dilation];
  const key = [view, transposed, input.shape, kernel.shape, ...lists].join(";");
  return { ...result, layouts: layoutsOf(params, result), key, filled: filledIn(geo) };
}

function build(context) {
  const { signal, set } = context;
  const view = { context, hover: null, pinned: null };
  buildPanels(view);
  view.sum = h("div", { className: "convnb-sum" });
  view.bar = transport({ label: SETTINGS.position.label, signal, onStep: (position) => moveTo(view, position) });
  const onExample = (name) => name in EXAMPLES && (letGo(view), set({ ...EXAMPLES[name], position: 0 }));
  view.example = select({ label: "Example", signal, onInput: onExample });
  const onView = (text) => {
    letGo(view);
    set({ view: Object.keys(VIEWS).find((name) => VIEWS[name] === text || BACKWARD[name] === text) });
  };
  view.product = select({ label: SETTINGS.view.label, signal, onInput: onView });
  const onBack = (transposed) => (letGo(view), set({ transposed, position: 0 }));
  view.transposed = toggle({ label: SETTINGS.transposed.label, signal, onInput: onBack });
  view.geometry = axisSliders(context, SETTINGS, GEOMETRY);
  view.sizes = axisSliders(context, SETTINGS, SIZES);
  view.costs = h("div", { className: "convnb-note" });
  view.stride = h("div", { className: "convnb-note" });
  const reset = () => (letGo(view), context.reset());
  view.pictures = h("div", { className: "convnb-panels" }, view.input.el, view.kernel.el, view.output.el);
  context.root.append(
    view.pictures,
    view.sum,
    view.bar.el,
    row(view.product, view.transposed),
    ...footer(context, numpyCode, reset, view.example),
    view.costs,
    view.stride,
    fold("Stride, padding, dilation", inGrid(view.geometry)),
    fold("Sizes", inGrid(view.sizes)),
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
  const examples = Object.keys(EXAMPLES);
  view.example.show(params.example === OWN ? [OWN, ...examples] : examples, params.example);
  setText(view.costs, sayCosts(params, result));
  setText(view.stride, params.view === "matrix" && !transposed ? sayStride(geo) : "");
  for (const slider of [...view.geometry, ...view.sizes]) {
    const { el, name, axis } = slider;
    el.hidden = params.flat && axis === 0;
    slider.show(geo[name][axis], ...limitsOf(geo, slider, accepts));
  }
}

function drawPictures(view, params, result) {
  const { context } = view;
  const { input, kernel, geo, deltas, transposed } = params;
  const { layouts, filled } = result;
  const colour = context.colours();
  const pointed = view.hover ?? view.pinned;
  const chosen = choiceOf(params, result, pointed);
  const marks = marksOf(params, result, chosen, colour);
  const cell = cellSize(geo, context.width(), 40);
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

const name = "Convolution as a matrix";
export default defineWidget({ name, settings: SETTINGS, readParams, compute, build, draw, describe });
