// @ts-check
// MatrixExplorer: one layer as a multiplication. The window, its column of P, its row of M and its output light up
// together.

import { axisSliders, inGrid, limitsOf, row, segmented, select, toggle, transport } from "../kit/controls.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { exampleOf, OWN, readChoice, readMatrix, readPair, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { cellOf, filledIn, withPadding } from "../kit/slide.js";
import { letGo, moveTo } from "../kit/windows.js";
import { buildPanels } from "./gestures.js";
import { accepts, choiceOf, deltasOf, layerGeometry, layoutsOf, lower } from "./math.js";
import { SETTINGS } from "./settings.js";
import { arrange, marksOf, stageHeight } from "./view.js";
import { describe, EXAMPLES, numpyCode, sayChoice, sayCosts, sayStride } from "./words.js";

const GEOMETRY = ["stride", "padding", "dilation"];
const SIZES = ["input", "kernel"];
/** The products by the name of their view, forward and backward. */
const PRODUCTS = [
  { columns: "w · P", matrix: "M · a", both: "both" },
  { columns: "wᵀ δ", matrix: "Mᵀ · δ", both: "both" },
].map((texts) => Object.entries(texts).map(([value, text]) => ({ value, text })));

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
  const view = { context, hover: null, pinned: null, dragged: false };
  buildPanels(view);
  view.grids = h("div", { className: "convnb-left" }, view.input.el, view.kernel.el, view.output.el);
  view.matrices = h("div", { className: "convnb-matrices" });
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.costs = h("div", { className: "convnb-sum convnb-second" });
  view.bar = transport({ label: SETTINGS.position.label, signal, onStep: (position) => moveTo(view, position) });
  const onExample = (name) => name in EXAMPLES && (letGo(view), set({ ...EXAMPLES[name], position: 0 }));
  view.example = select({ label: "Example", signal, onInput: onExample });
  const onView = (name) => (letGo(view), set({ view: name }));
  view.products = PRODUCTS.map((choices) =>
    segmented({ label: SETTINGS.view.label, choices, signal, onInput: onView }),
  );
  const onBack = (transposed) => (letGo(view), set({ transposed, position: 0 }));
  view.transposed = toggle({ label: SETTINGS.transposed.label, signal, onInput: onBack });
  view.geometry = axisSliders(context, SETTINGS, GEOMETRY);
  view.sizes = axisSliders(context, SETTINGS, SIZES);
  assemble(context, {
    stage: [view.grids, view.matrices],
    height: stageHeight,
    sum: [view.sum, view.costs],
    main: [view.bar, ...view.products, view.transposed],
    folds: [
      fold("Stride, padding, dilation", signal, inGrid(view.geometry)),
      fold("Examples, sizes, speed", signal, row(view.example, view.bar.pace), inGrid(view.sizes)),
    ],
    code: numpyCode,
    onReset: () => letGo(view),
  });
  return view;
}

function draw(view, params, result) {
  drawPictures(view, params, result);
  const { geo, transposed, position, positions } = params;
  const [row, col] = cellOf(position, transposed ? geo.input : geo.output);
  const label = transposed ? "Input" : "Output";
  view.bar.show({ count: positions, position, text: `row ${row}, column ${col}`, label });
  view.products.forEach(({ el, show }, at) => {
    el.hidden = at !== Number(transposed);
    show(params.view);
  });
  view.transposed.show(transposed);
  const examples = Object.keys(EXAMPLES);
  view.example.show(params.example === OWN ? [OWN, ...examples] : examples, params.example);
  setText(view.costs, sayCosts(params, result, view.context.room().phone));
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
  const covered = Boolean(context.model.get("covered"));
  const { cell, entry, narrow, left, beside } = arrange(params, layouts, context.room());
  view.grids.classList.toggle("convnb-narrow", narrow);
  view.costs.classList.toggle("convnb-narrow", narrow);
  view.grids.style.width = left;
  view.matrices.classList.toggle("convnb-beside", beside);
  view.matrices.classList.toggle("convnb-brief", narrow && params.view === "both");
  (transposed ? view.input : view.output).el.classList.add("convnb-result");
  (transposed ? view.output : view.input).el.classList.remove("convnb-result");
  const cursorIn = (grid, shape) => (pointed?.grid === grid ? pointed.row * shape[1] + pointed.col : undefined);
  const shown = withPadding(transposed ? { shape: geo.input, values: result.back } : input, geo);
  if (transposed && layouts.columns && !marks.input.notes.size) {
    result.uses.forEach(({ pixel, place }) => pixel >= 0 && marks.input.notes.set(place, `Σ${result.added[pixel]}`));
  }
  const titled = (text, shape) => (narrow ? text : `${text} ${formatShape(shape)}`);
  const hint = narrow || view.dragged ? "" : " · drag";
  const common = { cell, terse: true, role: transposed ? "gradient" : undefined };
  view.input.draw({
    ...{ ...common, title: titled(transposed ? "grad_x" : "input x", geo.input) + hint, grip: true, locked: transposed },
    ...{ shape: geo.padded, values: shown, filled, cursor: cursorIn("input", geo.padded), ...marks.input },
  });
  view.kernel.draw({
    ...{ cell, terse: true, title: titled(narrow ? "w" : "kernel w", geo.kernel), shape: geo.kernel, values: kernel.values },
    ...{ cursor: cursorIn("kernel", geo.kernel), ...marks.kernel },
  });
  view.output.draw({
    ...{ ...common, title: titled(transposed ? "δ" : "output z", geo.output), locked: !transposed },
    ...{ shape: geo.output, values: transposed ? deltas : result.output, cursor: cursorIn("output", geo.output) },
    ...marks.output,
  });
  setAttribute(view.output.canvas, "aria-label", transposed ? "Delta grid" : "Output grid");
  setAttribute(view.output.canvas, "title", transposed ? view.deltaHint : view.outputHint);
  showPanels(view, Object.keys(layouts));
  for (const [name, layout] of Object.entries(layouts)) {
    const stride = name === "matrix" && !transposed && sayStride(geo);
    view.panels[name].draw(stride ? { ...layout, note: stride } : layout, marks[name], { entry, key: result.key, colour, covered });
  }
  showSum(view.sum, sayChoice(params, result, chosen), context.width());
}

/** The matrices of this view, in their order. */
function showPanels(view, names) {
  if (view.shown === names.join(" ")) return;
  view.shown = names.join(" ");
  for (const { el } of Object.values(view.panels)) el.remove();
  view.matrices.append(...names.map((name) => view.panels[name].el));
}

/** What a goal may name: how large the output is, and which of its cells, or of the input's, is looked at. */
export function measures({ geo, position }) {
  return { output_shape: [...geo.output], position };
}

/** The class calls its input x. */
function python({ input, ...values }) {
  return { ...(input && { x: input }), ...values };
}

const type = "MatrixExplorer";
const name = "Convolution as a matrix";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
