// @ts-check
// SlidingKernel2D: three grids of numbers, and a window that the reader drags, scrubs or plays over the input.

import { button, copyAsNumpy, fold, slider, toggle } from "./lib/controls.js";
import { cellOf, correlate2d, geometry, nearestPosition, turned, withPadding } from "./lib/convolution.js";
import { h, setText } from "./lib/dom.js";
import { formatShape } from "./lib/format.js";
import { arrowStep, createGrid } from "./lib/grid.js";
import { inspectMarks, windowMarks } from "./lib/kernel_marks.js";
import { AXES, describe, numpyCode, sizeFormula } from "./lib/kernel_text.js";
import { readMatrix, readNumber, readPair } from "./lib/params.js";
import { defineWidget } from "./lib/shell.js";
import { reducedMotion } from "./lib/theme.js";
import { transport } from "./lib/transport.js";

const LARGEST_INPUT = 16;
const LARGEST_KERNEL = 7;
const GEOMETRY = [
  { name: "stride", min: 1, max: 4 },
  { name: "padding", min: 0, max: 4 },
  { name: "dilation", min: 1, max: 3 },
];

/** The checked state. @param {any} model */
export function readParams(model) {
  const input = readMatrix(model, "input", LARGEST_INPUT);
  const kernel = readMatrix(model, "kernel", LARGEST_KERNEL);
  const [stride, padding, dilation] = GEOMETRY.map(({ name, min }) => readPair(model, name, { min, max: 16 }));
  const geo = geometry({ input: input.shape, kernel: kernel.shape, stride, padding, dilation });
  const count = geo.output[0] * geo.output[1];
  const position = Math.min(readNumber(model, "position", { min: 0, integer: true }), count - 1);
  return { input, kernel, geo, position, count, flip: Boolean(model.get("flip")) };
}

/** What follows from it: the kernel as it slides, and the output. @param {any} params */
export function compute({ input, kernel, geo, flip }) {
  const sliding = flip ? turned(kernel) : kernel;
  return { sliding, output: correlate2d(input, sliding, geo) };
}

/** @param {any} context */
function build(context) {
  const { signal, set } = context;
  // What the reader points at: { grid, row, col } in that grid's cells. A pinned choice stays when the pointer leaves.
  const view = { context, hover: null, pinned: null, flip: undefined };
  buildGrids(view);
  view.sum = h("div", { className: "convnb-sum" });
  view.bar = transport({ label: "Position", signal, onStep: (position) => moveTo(view, position) });
  view.flipToggle = toggle({ label: "Flip the kernel (convolution)", signal, onInput: (flip) => set({ flip }) });
  view.sliders = GEOMETRY.flatMap((trait) => AXES.map((_, axis) => geometrySlider(context, trait, axis)));
  view.formula = h("div", { className: "convnb-note" });
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  const reset = button({ label: "Reset", signal, onClick: () => (letGo(view), context.reset()) });
  context.root.append(
    h("div", { className: "convnb-panels" }, view.input.el, view.kernel.el, view.output.el),
    view.sum,
    view.bar.el,
    h("div", { className: "convnb-row" }, view.flipToggle.el, reset.el, copy.el),
    copy.box,
    fold(
      "Stride, padding, dilation",
      h("div", { className: "convnb-row" }, ...view.sliders.map(({ el }) => el)),
      view.formula,
    ),
  );
  return view;
}

function buildGrids(view) {
  const { context } = view;
  const { signal, colours } = context;
  const now = () => context.current().params;
  const grid = (name, hint, more) => {
    const label = `${name[0].toUpperCase()}${name.slice(1)} grid`;
    const onHover = (cell) => pointAt(view, name, cell);
    return createGrid({ label, hint, role: name, signal, colours, onHover, ...more });
  };
  view.input = grid("input", "Drag to move the window. Arrow keys choose a cell, Enter pins it, Escape lets go", {
    onDrag: (pressed, moved) => dragWindow(view, pressed, moved),
    onClick: (cell) => pin(view, "input", cell),
    onKey: (event) => chooseByKey(event, view, "input", now().geo.padded),
  });
  const hint = "Point at a weight to see every input it touches. Arrow keys, Enter and Escape as on the input";
  view.kernel = grid("kernel", hint, {
    onClick: (cell) => pin(view, "kernel", cell),
    onKey: (event) => chooseByKey(event, view, "kernel", now().geo.kernel),
  });
  view.output = grid("output", "Point at an output to see its window; click to go there. Arrow keys move the window", {
    onClick: ({ row, col }) => moveTo(view, row * now().geo.output[1] + col),
    onKey: (event) => stepByKey(event, view),
  });
}

/** One slider for one axis of stride, padding or dilation. */
function geometrySlider({ model, signal, set }, { name, min, max }, axis) {
  const onInput = (value) => set({ [name]: model.get(name).map((old, at) => (at === axis ? value : old)) });
  const control = slider({ label: `${name}, ${AXES[axis]}`, signal, onInput });
  const show = (geo) => {
    const value = geo[name][axis];
    control.show({ min, max: Math.max(max, value), value, text: String(value) });
  };
  return { el: control.el, show };
}

function pointAt(view, grid, cell) {
  view.hover = cell && { grid, ...cell };
  view.context.redraw();
}

/** Keep a choice when the pointer leaves; the same cell again lets it go. */
function pin(view, grid, cell) {
  const { pinned } = view;
  const same = pinned && pinned.grid === grid && pinned.row === cell.row && pinned.col === cell.col;
  view.pinned = same ? null : { grid, ...cell };
  view.context.redraw();
}

function letGo(view) {
  view.hover = view.pinned = view.dragFrom = null;
  view.context.redraw();
}

function moveTo(view, position) {
  letGo(view);
  view.context.set({ position });
}

/** The window follows the pointer: from where it is, or brought under the pointer if it was pressed elsewhere. */
function dragWindow(view, pressed, moved) {
  const { geo, position } = view.context.current().params;
  if (view.dragFrom?.pressed !== pressed) {
    const [row, col] = cellOf(position, geo.output);
    const top = row * geo.stride[0];
    const left = col * geo.stride[1];
    const inside =
      pressed.row >= top && pressed.row < top + geo.span[0] && pressed.col >= left && pressed.col < left + geo.span[1];
    const half = geo.span.map((span) => (span - 1) / 2);
    view.dragFrom = {
      pressed,
      ...(inside ? { top, left } : { top: pressed.row - half[0], left: pressed.col - half[1] }),
    };
  }
  const from = view.dragFrom;
  moveTo(view, nearestPosition(geo, from.top + moved.rows, from.left + moved.cols));
  view.dragFrom = from;
}

/** Arrow keys on the output move the window. */
function stepByKey(event, view) {
  const { geo, position } = view.context.current().params;
  const [row, col] = cellOf(position, geo.output);
  const to = arrowStep(event.key, { row, col }, geo.output);
  if (!to) return;
  event.preventDefault();
  moveTo(view, to.row * geo.output[1] + to.col);
}

/** Arrow keys, Enter and Escape on the input and the kernel do what pointing and clicking do. */
function chooseByKey(event, view, grid, shape) {
  const at = view.hover?.grid === grid ? { row: view.hover.row, col: view.hover.col } : null;
  const to = arrowStep(event.key, at ?? { row: 0, col: 0 }, shape);
  if (to) pointAt(view, grid, at ? to : { row: 0, col: 0 });
  else if (event.key === "Enter" && at) pin(view, grid, at);
  else if (event.key === "Escape") letGo(view);
  else return;
  event.preventDefault();
}

/** The largest cells with which the three grids stand side by side, within what can still be read. */
function cellSize({ padded, kernel, output }, width) {
  const columns = padded[1] + kernel[1] + output[1];
  return Math.max(24, Math.min(46, Math.floor((width - 60) / columns)));
}

function draw(view, params, result) {
  const { geo, flip, position } = params;
  drawGrids(view, params, result);
  if (view.flip !== undefined && view.flip !== flip && !reducedMotion()) {
    const turn = [{ transform: "rotate(180deg)" }, { transform: "none" }];
    view.kernel.canvas.animate(turn, { duration: 450, easing: "ease-in-out" });
  }
  view.flip = flip;
  const [row, col] = cellOf(position, geo.output);
  view.bar.show({ count: params.count, position, text: `row ${row}, column ${col}` });
  view.flipToggle.show(flip);
  for (const control of view.sliders) control.show(geo);
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
    title: `input ${formatShape(geo.input)}`,
    shape: geo.padded,
    values: withPadding(input, geo),
    border: geo.padding,
    cell,
    cursor: cursorIn("input", geo.padded),
    ...marks.input,
  });
  view.kernel.draw({
    title: flip ? "kernel, flipped" : "kernel",
    shape: geo.kernel,
    values: result.sliding.values,
    cell,
    cursor: cursorIn("kernel", geo.kernel),
    ...marks.kernel,
  });
  view.output.draw({ title: `output ${formatShape(geo.output)}`, ...result.output, cell, ...marks.output });
  setText(view.sum, marks.text);
}

const traits = ["input", "kernel", "stride", "padding", "dilation", "flip", "position"];
const name = "Sliding kernel in two dimensions";
export default defineWidget({ name, traits, readParams, compute, build, draw, describe });
