// @ts-check
// The kernel of ImageFilter under the hand: weights are dragged, stepped by keys, set by a slider, or typed.

import { row, select, slider } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { inside } from "../kit/image.js";
import { createWeights, preset, PRESET_NAMES, presetName, reachOf, readable, resized } from "../kit/weights.js";
import { SETTINGS } from "./settings.js";

const SIZES = Array.from({ length: SETTINGS.kernel.largest }, (_, n) => String(n + 1));
const OWN = "your own";

/** Adds view.kernel, the grid, and view.kernelControls; view.cell is the chosen weight, null for the middle one. */
export function buildKernel(view) {
  const { context } = view;
  const { signal } = context;
  const now = () => context.current().params;
  view.kernel = createWeights({
    label: "Kernel",
    context,
    at: () => chosenIn(view),
    isChosen: () => view.cell !== null,
    valueOf: (cell) => now().kernel.values[indexOf(now(), cell)],
    step: () => view.reach.step,
    onChoose: (cell) => choose(view, cell),
    onChange: (cell, value) => setWeight(view, cell, value),
  });
  const resize = (axis) => (text) => {
    const { kernel } = now();
    choose(view, null);
    view.change({
      kernel: resized(
        kernel,
        kernel.shape.map((size, at) => (at === axis ? Number(text) : size)),
      ),
    });
  };
  const onPreset = (name) => {
    if (name === OWN) return context.redraw();
    letGo(view);
    view.change(preset(name));
  };
  const weight = slider({ label: "Weight", signal, onInput: (value) => setWeight(view, chosenIn(view), value) });
  const presets = select({ label: "Kernel", signal, onInput: onPreset });
  const sizes = ["Rows", "Columns"].map((label, axis) => select({ label, signal, onInput: resize(axis) }));
  view.kernelControls = h("div", {}, row(presets, ...sizes), row(weight));
  view.showKernelControls = (params) => showControls(view, params, { weight, presets, sizes });
}

/** Forget which weight was chosen, and how far the last kernel's weights could be dragged. */
export function letGo(view) {
  view.cell = view.reach = null;
}

function choose(view, cell) {
  view.cell = cell;
  // At once, not in the next frame: what is typed now goes into the cell that is marked.
  const { params, result } = view.context.current();
  drawKernel(view, params, result);
}

/** The chosen weight, in the cells of the kernel as it slides. */
function chosenIn(view) {
  const { shape } = view.context.current().params.kernel;
  return inside(view.cell ?? { row: (shape[0] - 1) >> 1, col: (shape[1] - 1) >> 1 }, shape);
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

/** Brings the grid and its controls to the state. */
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

function showControls(view, params, { weight, presets, sizes }) {
  const { kernel } = params;
  const cell = chosenIn(view);
  const value = kernel.values[indexOf(params, cell)];
  const { step, limit } = view.reach;
  const text = `row ${cell.row}, column ${cell.col}: ${formatNumber(value, 3)}`;
  weight.show({ min: -limit, max: limit, step, value, text });
  const name = presetName(kernel);
  presets.show(name ? PRESET_NAMES : [...PRESET_NAMES, OWN], name || OWN);
  sizes.forEach((size, axis) => size.show(SIZES, String(kernel.shape[axis])));
}
