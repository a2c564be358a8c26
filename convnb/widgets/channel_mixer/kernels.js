// @ts-check
// The kernels of the filter that is looked at, one for each channel that it sees, under the hand: weights are dragged,
// stepped by keys, set by a slider, or typed.

import { channelNames, withWeight } from "./presets.js";
import { seenBy } from "./math.js";
import { h } from "../kit/dom.js";
import { arrowStep, createGrid } from "../kit/grid.js";
import { draggedWeight, keyedWeight, readable } from "../kit/image_kernel.js";
import { reachOf } from "../kit/image_presets.js";

const LARGEST_CELL = 40;
const SMALLEST_CELL = 22;

/** Forget which weight was chosen, and how far weights could be dragged. */
export function letGo(view) {
  view.weight = view.reach = view.dragFrom = null;
}

/** The side of a kernel's cell where the tiles beside it have this side. @param {any} params @param {number} side */
export function cellSide({ weight }, side) {
  const most = Math.max(...weight.shape.slice(2));
  return Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor((side - 2) / most)));
}

/** A grid for the kernel of a channel; it is put where it belongs by whoever lays out the rows. */
function addKernel(view) {
  const { signal, colours, paint } = view.context;
  const channel = view.kernels.length;
  const grid = createGrid({
    label: `Kernel of ${channelNames(view.context.current().params.channels.length)[channel] ?? channel}`,
    hint: "Drag a weight up or down. Arrow keys choose a weight, Page Up and Down change it; or type a number",
    role: "kernel",
    signal,
    colours,
    paint,
    onHover: () => {},
    onClick: (cell) => choose(view, { channel, ...cell }),
    onDrag: (pressed, { rows }) => dragWeight(view, channel, pressed, rows),
    onKey: (event) => onKey(event, view, channel),
    onEdit: (cell, value) => setWeight(view, { channel, ...cell }, value),
  });
  const absent = h("div", { className: "convnb-note convnb-absent" });
  const el = h("div", { className: "convnb-kernel" }, grid.el, absent);
  view.kernels.push({ el, grid, absent, painted: "" });
}

function choose(view, place) {
  view.weight = place;
  // At once, not in the next frame: what is typed now goes into the cell that is marked.
  view.context.paint();
}

/** The weight that is chosen, or one in the middle of the first kernel. @param {any} view @param {any} params */
export function chosenWeight(view, params) {
  const { weight, filter } = params;
  const { first, count } = seenBy(params, filter);
  const [rows, cols] = weight.shape.slice(2);
  const place = view.weight ?? { channel: first, row: (rows - 1) >> 1, col: (cols - 1) >> 1 };
  const within = (/** @type {number} */ at, /** @type {number} */ size) => Math.max(0, Math.min(size - 1, at));
  const channel = first + within(place.channel - first, count);
  const [row, col] = [within(place.row, rows), within(place.col, cols)];
  return { channel, row, col, value: valueAt(params, { channel, row, col }) };
}

function valueAt(params, { channel, row, col }) {
  const { first } = seenBy(params, params.filter);
  return params.weight.kernels[params.filter][channel - first].values[row * params.weight.shape[3] + col];
}

/** @param {any} view @param {{ channel: number, row: number, col: number }} place @param {number} value */
export function setWeight(view, place, value) {
  const { model, set, current, redraw } = view.context;
  const { params } = current();
  const { first } = seenBy(params, params.filter);
  const { channel, row, col } = place;
  view.weight = { channel, row, col };
  set({ weight: withWeight(model.get("weight"), [params.filter, channel - first, row, col], value) });
  redraw();
}

/** The weight that was pressed follows the pointer, upwards to larger values. */
function dragWeight(view, channel, pressed, rows) {
  if (view.dragFrom?.pressed !== pressed) {
    const value = valueAt(view.context.current().params, { channel, ...pressed });
    view.dragFrom = { pressed, value, step: view.reach.step };
  }
  setWeight(view, { channel, ...pressed }, draggedWeight(view.dragFrom, rows * view.cell));
}

function onKey(event, view, channel) {
  const { params } = view.context.current();
  const here = chosenWeight(view, params);
  const place = here.channel === channel ? here : { ...here, channel, value: valueAt(params, { ...here, channel }) };
  const to = arrowStep(event.key, place, params.weight.shape.slice(2));
  const value = keyedWeight(event, place.value, view.reach.step);
  if (to) choose(view, { channel, ...(view.weight?.channel === channel ? to : { row: place.row, col: place.col }) });
  else if (value !== null) setWeight(view, place, value);
  else return;
  event.preventDefault();
}

/**
 * Brings the kernels to the state: those of channels that the filter does not see give way to a sentence.
 * @param {any} view
 * @param {any} params
 * @param {number} cell
 */
export function drawKernels(view, params, cell) {
  const { channels, weight, filter, groups } = params;
  while (view.kernels.length < channels.length) addKernel(view);
  const shape = /** @type {[number, number]} */ (weight.shape.slice(2));
  const { first, count } = seenBy(params, filter);
  const values = weight.kernels[filter].flatMap((kernel) => [...kernel.values]);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!view.reach || largest > view.reach.limit) view.reach = reachOf(values);
  view.cell = cell;
  const chosen = chosenWeight(view, params);
  view.kernels.forEach(({ el, grid, absent }, channel) => {
    el.hidden = channel >= channels.length;
    const seen = channel >= first && channel < first + count;
    grid.el.hidden = !seen;
    absent.hidden = seen;
    absent.textContent = seen
      ? ""
      : `no kernel: filter ${filter} is in group ${Math.floor(first / count)} of ${groups}`;
    if (!seen) return;
    const kernel = weight.kernels[filter][channel - first];
    const cursor = channel === chosen.channel ? chosen.row * shape[1] + chosen.col : undefined;
    const picture = {
      title: `w[${filter}, ${channel - first}]`,
      shape,
      values: readable(kernel.values, largest),
      cell,
      cursor,
    };
    // Painting its numbers costs more than the pictures: only where something is new.
    const key = JSON.stringify([picture, view.context.colours().paper]);
    if (view.kernels[channel].painted !== key) grid.draw(picture);
    view.kernels[channel].painted = key;
  });
}
