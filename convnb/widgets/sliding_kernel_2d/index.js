// @ts-check
// SlidingKernel2D: three grids of numbers, and a window that the reader drags, scrubs or plays over the input.

import { button, copyAsNumpy, fold, select, toggle } from "../kit/controls.js";
import { cellOf, correlate2d, geometry, inputAt, withPadding } from "../kit/convolution.js";
import { turned, unread } from "../kit/convolution.js";
import { h, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { pairSlider, sizeSlider } from "../kit/geometry_sliders.js";
import { buildGrids, letGo, moveTo } from "../kit/kernel_gestures.js";
import { inspectMarks, windowMarks } from "./marks.js";
import { PRESETS } from "./presets.js";
import { AXES, describe, numpyCode, sizeFormula } from "../kit/kernel_text.js";
import { readMatrix, readNumber, readPair } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { reducedMotion } from "../kit/theme.js";
import { transport } from "../kit/transport.js";

const LARGEST_INPUT = 16;
const LARGEST_KERNEL = 7;
const GEOMETRY = [
  { name: "stride", min: 1, max: 4 },
  { name: "padding", min: 0, max: 4 },
  { name: "dilation", min: 1, max: 3 },
  { name: "output_padding", min: 0, max: 3 },
];
const SIZES = [
  { name: "input", max: LARGEST_INPUT },
  { name: "kernel", max: LARGEST_KERNEL },
];
const OWN = "your own";

/** The checked state. @param {any} model */
export function readParams(model) {
  const input = readMatrix(model, "input", LARGEST_INPUT);
  const kernel = readMatrix(model, "kernel", LARGEST_KERNEL);
  const pairs = GEOMETRY.map(({ name, min }) => readPair(model, name, { min, max: 16 }));
  const [stride, padding, dilation, outputPadding] = pairs;
  const transposed = Boolean(model.get("transposed"));
  const sizes = { input: input.shape, kernel: kernel.shape, stride, padding, dilation, transposed, outputPadding };
  const geo = geometry(sizes);
  const count = geo.output[0] * geo.output[1];
  const position = Math.min(readNumber(model, "position", { min: 0, integer: true }), count - 1);
  const preset = presetOf(model);
  return { input, kernel, geo, position, count, preset, flip: Boolean(model.get("flip")) };
}

/** The worked example that is shown, if it is one. */
function presetOf(model) {
  const equal = (state) =>
    Object.keys(state).every((key) => JSON.stringify(model.get(key)) === JSON.stringify(state[key]));
  return Object.keys(PRESETS).find((name) => equal(PRESETS[name])) ?? OWN;
}

/** What follows from it: the kernel as it slides, the output, and what is never read. @param {any} params */
export function compute({ input, kernel, geo, flip }) {
  // The transposed operation hands the weights back the way they came: it slides them flipped.
  const sliding = flip !== geo.transposed ? turned(kernel) : kernel;
  const filled = new Set();
  for (let index = 0; index < geo.padded[0] * geo.padded[1]; index++) {
    const [row, col] = cellOf(index, geo.padded);
    if (inputAt(geo, row, col) < 0) filled.add(index);
  }
  return { sliding, output: correlate2d(input, sliding, geo), filled, unread: unread(geo) };
}

/** @param {any} context */
function build(context) {
  const { signal, set } = context;
  // What the reader points at: { grid, row, col } in that grid's cells. A pinned choice stays when the pointer leaves.
  const view = { context, hover: null, pinned: null, turn: undefined };
  buildGrids(view);
  view.sum = h("div", { className: "convnb-sum" });
  view.bar = transport({ label: "Position", signal, onStep: (position) => moveTo(view, position) });
  view.flipToggle = toggle({ label: "Flip the kernel (convolution)", signal, onInput: (flip) => set({ flip }) });
  view.transposed = toggle({ label: "Transposed", signal, onInput: (transposed) => set({ transposed }) });
  const onExample = (name) => name in PRESETS && (letGo(view), set({ ...PRESETS[name], position: 0 }));
  view.example = select({ label: "Example", signal, onInput: onExample });
  view.sliders = GEOMETRY.flatMap((trait) => AXES.map((_, axis) => geometrySlider(context, trait, axis)));
  view.sizes = SIZES.flatMap((matrix) => AXES.map((_, axis) => matrixSlider(context, matrix, axis)));
  view.formula = h("div", { className: "convnb-note" });
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  const reset = button({ label: "Reset", signal, onClick: () => (letGo(view), context.reset()) });
  context.root.append(
    h("div", { className: "convnb-panels" }, view.input.el, view.kernel.el, view.output.el),
    view.sum,
    view.bar.el,
    h("div", { className: "convnb-row" }, view.example.el, view.flipToggle.el, reset.el, copy.el),
    copy.box,
    fold(
      "Stride, padding, dilation",
      h("div", { className: "convnb-grid" }, ...view.sliders.map(({ el }) => el)),
      view.transposed.el,
      view.formula,
    ),
    fold("Sizes", h("div", { className: "convnb-grid" }, ...view.sizes.map(({ el }) => el))),
  );
  return view;
}

/** One slider for one axis of stride, padding, dilation or output padding. */
function geometrySlider(context, trait, axis) {
  const { el, show } = pairSlider(context, trait, axis, `${trait.name.replace("_", " ")}, ${AXES[axis]}`);
  const showOf = (geo) => {
    const after = trait.name === "output_padding";
    el.hidden = after && !geo.transposed;
    show((after ? geo.outputPadding : geo[trait.name])[axis]);
  };
  return { el, show: showOf };
}

/** One slider for the rows or columns of the input or the kernel. */
function matrixSlider(context, matrix, axis) {
  const { el, show } = sizeSlider(context, matrix, axis, `${matrix.name}, ${AXES[axis]}`);
  return { el, show: (geo) => show(geo[matrix.name][axis]) };
}

/** The largest cells with which the three grids stand side by side, within what can still be read. */
function cellSize({ padded, kernel, output }, width) {
  const columns = padded[1] + kernel[1] + output[1];
  return Math.max(24, Math.min(46, Math.floor((width - 60) / columns)));
}

function draw(view, params, result) {
  const { geo, flip, position } = params;
  drawGrids(view, params, result);
  const turn = flip !== geo.transposed;
  if (view.turn !== undefined && view.turn !== turn && !reducedMotion()) {
    const frames = [{ transform: "rotate(180deg)" }, { transform: "none" }];
    view.kernel.canvas.animate(frames, { duration: 450, easing: "ease-in-out" });
  }
  view.turn = turn;
  const [row, col] = cellOf(position, geo.output);
  view.bar.show({ count: params.count, position, text: `row ${row}, column ${col}` });
  view.flipToggle.show(flip);
  view.transposed.show(geo.transposed);
  view.example.show(params.preset === OWN ? [OWN, ...Object.keys(PRESETS)] : Object.keys(PRESETS), params.preset);
  for (const control of [...view.sliders, ...view.sizes]) control.show(geo);
  setText(view.formula, `Output size, ${sizeFormula(geo, 0)}; ${sizeFormula(geo, 1)}`);
}

function drawGrids(view, params, result) {
  const { input, geo, flip } = params;
  const colour = view.context.colours();
  const cell = cellSize(geo, view.context.width());
  const chosen = view.hover ?? view.pinned;
  const position = chosen?.grid === "output" ? chosen.row * geo.output[1] + chosen.col : params.position;
  const asked = chosen && chosen.grid !== "output";
  const marks = asked ? inspectMarks(params, result, chosen, colour) : windowMarks(params, result, position, colour);
  const cursorIn = (grid, shape) => (chosen?.grid === grid ? chosen.row * shape[1] + chosen.col : undefined);
  view.input.draw({
    title: `input ${formatShape(geo.input)}${geo.transposed ? ", stretched" : ""}`,
    shape: geo.padded,
    values: withPadding(input, geo),
    filled: result.filled,
    unread: result.unread,
    cell,
    cursor: cursorIn("input", geo.padded),
    ...marks.input,
  });
  view.kernel.draw({
    title: flip !== geo.transposed ? "kernel, flipped" : "kernel",
    shape: geo.kernel,
    values: result.sliding.values,
    cell,
    cursor: cursorIn("kernel", geo.kernel),
    ...marks.kernel,
  });
  view.output.draw({ title: `output ${formatShape(geo.output)}`, ...result.output, cell, ...marks.output });
  setText(view.sum, marks.text);
}

const traits = ["input", "kernel", ...GEOMETRY.map((trait) => trait.name), "flip", "transposed", "position"];
const name = "Sliding kernel in two dimensions";
export default defineWidget({ name, traits, readParams, compute, build, draw, describe });
