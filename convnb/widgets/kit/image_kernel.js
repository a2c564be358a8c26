// @ts-check
// The kernel of ImageFilter under the hand: weights are dragged, stepped by keys, set by a slider, or typed.

import { select, slider } from "./controls.js";
import { h } from "./dom.js";
import { formatNumber } from "./format.js";
import { arrowStep, createGrid } from "./grid.js";
import { preset, PRESET_NAMES, presetName, reachOf, resized, snapped } from "./image_presets.js";

const SIZES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const OWN = "your own";
/** Pixels of a drag for one step of a weight. */
const PIXELS_A_STEP = 3;

/** Adds view.kernel, the grid, and view.kernelControls; view.cell is the chosen weight, null for the middle one. */
export function buildKernel(view) {
  const { signal, colours, paint } = view.context;
  view.kernel = createGrid({
    label: "Kernel",
    hint: "Drag a weight up or down. Arrow keys choose a weight, Page Up and Down change it; or type a number",
    role: "kernel",
    signal,
    colours,
    paint,
    onHover: () => {},
    onClick: (cell) => choose(view, cell),
    onDrag: (pressed, { rows }) => dragWeight(view, pressed, rows),
    onKey: (event) => onKey(event, view),
    onEdit: (cell, value) => setWeight(view, cell, value),
  });
  const resize = (axis) => (text) => {
    const { kernel } = view.context.current().params;
    choose(view, null);
    view.change({
      kernel: resized(
        kernel,
        kernel.shape.map((size, at) => (at === axis ? Number(text) : size)),
      ),
    });
  };
  const onPreset = (name) => {
    if (name === OWN) return view.context.redraw();
    letGo(view);
    view.change(preset(name));
  };
  const weight = slider({ label: "Weight", signal, onInput: (value) => setWeight(view, chosenIn(view), value) });
  const presets = select({ label: "Kernel", signal, onInput: onPreset });
  const sizes = ["Rows", "Columns"].map((label, axis) => select({ label, signal, onInput: resize(axis) }));
  const row = (...controls) => h("div", { className: "convnb-row" }, ...controls.map(({ el }) => el));
  view.kernelControls = h("div", {}, row(presets, ...sizes), row(weight));
  view.showKernelControls = (params) => showControls(view, params, { weight, presets, sizes });
}

/** Forget which weight was chosen, and how far the last kernel's weights could be dragged. */
export function letGo(view) {
  view.cell = view.reach = view.dragFrom = null;
}

function choose(view, cell) {
  view.cell = cell;
  // At once, not in the next frame: what is typed now goes into the cell that is marked.
  const { params, result } = view.context.current();
  drawKernel(view, params, result);
}

/** The chosen weight, in the cells of the kernel as it slides. */
function chosenIn(view) {
  const [rows, cols] = view.context.current().params.kernel.shape;
  const cell = view.cell ?? { row: (rows - 1) >> 1, col: (cols - 1) >> 1 };
  return { row: Math.min(cell.row, rows - 1), col: Math.min(cell.col, cols - 1) };
}

/** Where a cell of the grid is in the kernel's own order: a flipped kernel is shown as it slides. */
function indexOf({ kernel, flip }, { row, col }) {
  const index = row * kernel.shape[1] + col;
  return flip ? kernel.values.length - 1 - index : index;
}

function setWeight(view, cell, value) {
  const { params } = view.context.current();
  const { shape, values } = params.kernel;
  const weights = Array.from(values);
  weights[indexOf(params, cell)] = value;
  view.cell = cell;
  const kernel = Array.from({ length: shape[0] }, (_, r) => weights.slice(r * shape[1], (r + 1) * shape[1]));
  view.change({ kernel });
  view.context.redraw();
}

/** The weight that was pressed follows the pointer, upwards to larger values. */
function dragWeight(view, pressed, rows) {
  const { params } = view.context.current();
  if (view.dragFrom?.pressed !== pressed) {
    view.dragFrom = { pressed, value: params.kernel.values[indexOf(params, pressed)], step: view.reach.step };
  }
  setWeight(view, pressed, draggedWeight(view.dragFrom, rows * view.side));
}

/** A weight after a drag by so many pixels down: upwards it gets larger. */
export function draggedWeight({ value, step }, pixels) {
  const steps = Math.round(-pixels / PIXELS_A_STEP);
  return steps ? snapped(value + steps * step, step) : value;
}

/** A weight after Page Up or Page Down, with Shift ten steps; null for another key. */
export function keyedWeight({ key, shiftKey }, value, step) {
  const steps = { PageUp: 1, PageDown: -1 }[key];
  return steps ? snapped(value + steps * step * (shiftKey ? 10 : 1), step) : null;
}

function onKey(event, view) {
  const { params } = view.context.current();
  const cell = chosenIn(view);
  const to = arrowStep(event.key, cell, params.kernel.shape);
  const value = keyedWeight(event, params.kernel.values[indexOf(params, cell)], view.reach.step);
  if (to) choose(view, view.cell ? to : cell);
  else if (value !== null) setWeight(view, cell, value);
  else return;
  event.preventDefault();
}

/** Brings the grid and its controls to the state. @param {any} view @param {any} params @param {any} result */
export function drawKernel(view, params, { sliding }) {
  const { kernel, flip } = params;
  const largest = kernel.values.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (!view.reach || largest > view.reach.limit) view.reach = reachOf(kernel.values);
  const room = Math.min(380, view.context.width() - 4);
  view.side = Math.max(24, Math.min(46, Math.floor(room / Math.max(...kernel.shape))));
  const cell = chosenIn(view);
  view.kernel.draw({
    title: flip ? "kernel, flipped" : "kernel",
    shape: kernel.shape,
    values: readable(sliding.values, largest),
    cell: view.side,
    cursor: cell.row * kernel.shape[1] + cell.col,
  });
  view.showKernelControls(params);
}

/** Rounded to three digits of the largest weight, so that 81 of them can be read; none but zero is shown as zero. */
export function readable(values, largest) {
  const unit = 10 ** (Math.floor(Math.log10(largest || 1)) - 2);
  return Array.from(values, (weight) => snapped(weight, unit) || weight);
}

function showControls(view, params, { weight, presets, sizes }) {
  const { kernel } = params;
  const cell = chosenIn(view);
  const value = kernel.values[indexOf(params, cell)];
  const { step, limit } = view.reach;
  weight.show({
    min: -limit,
    max: limit,
    step,
    value,
    text: `row ${cell.row}, column ${cell.col}: ${formatNumber(value, 3)}`,
  });
  const name = presetName(kernel);
  presets.show(name ? PRESET_NAMES : [...PRESET_NAMES, OWN], name || OWN);
  sizes.forEach((size, axis) => size.show(SIZES, String(kernel.shape[axis])));
}
