// @ts-check
// The kernel of ImageFilter under the hand: weights are dragged, stepped by keys, set by a slider, or typed.

import { select, slider } from "../kit/controls.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { inside } from "../kit/image.js";
import { listed, OWN } from "../kit/params.js";
import { createWeights, preset, PRESET_NAMES, presetName, reachOf, readable, resized } from "../kit/weights.js";
import { turnRound } from "../kit/windows.js";
import { SETTINGS } from "./settings.js";

const SIZES = Array.from({ length: SETTINGS.kernel.largest }, (_, n) => String(n + 1));

/** Adds view.kernel, the grid, and its controls; view.cell is the chosen weight, null for the middle one. */
export function buildKernel(view) {
  const { context } = view;
  const { signal, model } = context;
  const now = () => context.current().params;
  view.kernel = createWeights({
    label: "Kernel weights",
    context,
    at: () => chosenIn(view),
    isChosen: () => view.cell !== null,
    valueOf: (cell) => now().kernel.values[indexOf(now(), cell)],
    step: () => view.reach.step,
    onChoose: (cell) => choose(view, cell),
    onChange: (cell, value) => setWeight(view, cell, value),
  });
  /** As long as only the size changes, it is cut from one kernel: there and back loses nothing. */
  const resize = (shape) => {
    const from = view.sized && view.sized.made === model.get("kernel") ? view.sized.from : now().kernel;
    view.sized = { from, made: resized(from, shape) };
    view.cell = null;
    view.change({ kernel: view.sized.made });
  };
  const onPreset = (name) => {
    if (name === OWN) return context.redraw();
    letGo(view);
    view.change(preset(name));
  };
  view.preset = select({ label: "Kernel", signal, onInput: onPreset });
  view.size = slider({ label: "Size", signal, onInput: (size) => resize([size, size]) });
  view.weight = slider({ label: "Weight", signal, onInput: (value) => setWeight(view, chosenIn(view), value) });
  view.weight.el.classList.add("convnb-wide-value");
  view.sizes = ["Rows", "Columns"].map((label, axis) => {
    const onInput = (text) => resize(now().kernel.shape.map((size, at) => (at === axis ? Number(text) : size)));
    return select({ label, signal, onInput });
  });
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
  view.change({ kernel: listed({ shape, values: weights }) });
  view.context.redraw();
}

/** Brings the grid and its controls to the state.
 * @returns {number[]} the weights as they are written */
export function drawKernel(view, params, { sliding }) {
  const { kernel, flip } = params;
  const largest = kernel.values.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (!view.reach || largest > view.reach.limit) view.reach = reachOf(kernel.values);
  const { row, col } = chosenIn(view);
  const cursor = row * kernel.shape[1] + col;
  const weights = readable(sliding.values, largest);
  const hint = view.cell ? `[${row}, ${col}] = ${formatNumber(weights[cursor])}` : " · drag ↕";
  view.kernel.draw({
    title: `${flip ? "flipped" : "kernel"}${hint}`,
    shape: kernel.shape,
    values: weights,
    labels: [3, 2, 1].map((digits) => weights.map((weight) => formatNumber(weight, digits))),
    cell: view.side,
    cursor,
  });
  if (view.flipped !== undefined && view.flipped !== flip) turnRound(view.kernel.canvas);
  view.flipped = flip;
  showControls(view, params);
  return weights;
}

function showControls(view, params) {
  const { kernel } = params;
  const cell = chosenIn(view);
  const value = kernel.values[indexOf(params, cell)];
  const { step, limit } = view.reach;
  const text = `row ${cell.row}, column ${cell.col}: ${formatNumber(value, 3)}`;
  view.weight.show({ min: -limit, max: limit, step, value, text });
  const name = presetName(kernel);
  view.preset.show(name ? PRESET_NAMES : [...PRESET_NAMES, OWN], name || OWN);
  const size = { min: 1, max: SETTINGS.kernel.largest, value: Math.max(...kernel.shape) };
  view.size.show({ ...size, text: formatShape(kernel.shape) });
  view.sizes.forEach((size, axis) => size.show(SIZES, String(kernel.shape[axis])));
}
