// @ts-check
// What ChannelMixer lets the hand do: which filter is looked at, its kernels, whose weights are dragged, stepped by keys,
// set by a slider, or typed; filters that come and go; how the picture is moved, and what follows the sum.

import { axisSliders, button, select, slider, toggle } from "../kit/controls.js";
import { h, setAttribute } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { clamp, inside } from "../kit/image.js";
import { OWN } from "../kit/params.js";
import { createWeights, reachOf, readable } from "../kit/weights.js";
import { seenBy, wrapped } from "./math.js";
import { channelNames, groupChoices, mayChange, namesSeen, presetOf, presetsFor, withFilter } from "./presets.js";
import { withGroups, withoutFilter, withPreset, withSize, withWeight } from "./presets.js";
import { SETTINGS } from "./settings.js";

const SIZES = [1, 3, 5];
/** CSS pixels: a kernel's cell at the most, and from where on its numbers can be read. */
const [LARGEST_CELL, READABLE] = [44, 24];

// --- the kernels of the filter that is looked at, one for each channel that it sees ---

/** Forget which weight was chosen, and how far weights could be dragged. */
export function letGo(view) {
  view.weight = view.reach = null;
}

/** The side of a cell of kernels that have so much room. */
export function cellSide({ weight }, side) {
  const most = Math.max(...weight.shape.slice(2));
  return Math.min(LARGEST_CELL, Math.floor((side - 2) / most));
}

/** A grid for the kernel of a channel; layOutRows puts it where it belongs. */
function addKernel(view) {
  const { context } = view;
  const channel = view.kernels.length;
  const now = () => context.current().params;
  const grid = createWeights({
    label: `Kernel of ${channelNames(now().channels.length)[channel] ?? channel}`,
    context,
    at: () => chosenWeight(view, now()),
    isChosen: () => view.weight?.channel === channel,
    valueOf: (cell) => valueAt(now(), { ...cell, channel }),
    step: () => view.reach.step,
    onChoose: ({ row, col }) => choose(view, { channel, row, col }),
    onChange: (cell, value) => setWeight(view, { ...cell, channel }, value),
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

/** The weight that is chosen, or one in the middle of the first kernel. */
function chosenWeight(view, params) {
  const { weight, filter } = params;
  const { first, count } = seenBy(params, filter);
  const [rows, cols] = weight.shape.slice(2);
  const place = view.weight ?? { channel: first, row: (rows - 1) >> 1, col: (cols - 1) >> 1 };
  const channel = clamp(place.channel, first, first + count - 1);
  const here = { channel, ...inside(place, [rows, cols]) };
  return { ...here, value: valueAt(params, here) };
}

function valueAt(params, { channel, row, col }) {
  const { first } = seenBy(params, params.filter);
  return params.weight.kernels[params.filter][channel - first].values[row * params.weight.shape[3] + col];
}

function setWeight(view, place, value) {
  const { set, current, redraw } = view.context;
  const { params } = current();
  const { first } = seenBy(params, params.filter);
  const { channel, row, col } = place;
  view.weight = { channel, row, col };
  view.found.weight = true;
  set({ weight: withWeight(params.weight.list, [params.filter, channel - first, row, col], value) });
  redraw();
}

/** Draws the kernels; a sentence stands in place of those of channels that the filter does not see. */
export function drawKernels(view, params, cell) {
  const { channels, weight, filter, groups } = params;
  while (view.kernels.length < channels.length) addKernel(view);
  const shape = weight.shape.slice(2);
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
    absent.textContent = seen ? "" : `no kernel: filter ${filter} is in group ${first / count} of ${groups}`;
    if (!seen) return;
    const cursor = channel === chosen.channel ? chosen.row * shape[1] + chosen.col : undefined;
    const weights = readable(weight.kernels[filter][channel - first].values, largest);
    const title = kernelTitle(view, chosen, { filter, channel, first, cell });
    const picture = { title, shape, values: weights, cell, cursor };
    // Painting its numbers costs more than the pictures: only where something is new.
    const key = JSON.stringify([picture, view.context.colours().paper, window.devicePixelRatio]);
    if (view.kernels[channel].painted !== key) grid.draw(picture);
    view.kernels[channel].painted = key;
  });
}

/** The place of a kernel in the array of weights; where cells are too small for numbers, the weight that is chosen. */
function kernelTitle({ weight, found }, chosen, { filter, channel, first, cell }) {
  if (weight && channel === chosen.channel && cell < READABLE) {
    return `[${chosen.row}, ${chosen.col}]: ${formatNumber(chosen.value, 3)}`;
  }
  return `w[${filter}, ${channel - first}]${found.weight || channel > first ? "" : " · drag"}`;
}

// --- the other controls ---

/** Changes the list of filters, and forgets which of the old weights was chosen. */
function change(view, state) {
  letGo(view);
  view.chosen = null;
  view.context.set(state);
  view.context.redraw(); // a control may show what was not taken
}

export function buildControls(view) {
  buildChoices(view);
  buildMoves(view);
  buildWeights(view);
}

export function showControls(view, params) {
  showChoices(view, params);
  showMoves(view, params);
  showWeights(view, params);
}

/** Moves the picture there: of all shifts that look the same, the one nearest to 0. */
export function moveTo({ set, current }, shift) {
  const { shape } = current().params;
  set({ shift: shift.map((by, axis) => wrapped(by, shape[axis])) });
}

/** Which filter is looked at, what all filters have in common, and filters that come and go. */
function buildChoices(view) {
  const { signal, current } = view.context;
  const choice = (label, onInput) => select({ label, signal, onInput });
  const onFilter = (filter) => change(view, { filter });
  view.filter = slider({ label: SETTINGS.filter.label, signal, onInput: onFilter });
  view.preset = choice("Its kernels", (name) => {
    const { params } = current();
    const made = presetsFor(namesSeen(params))[name];
    change(view, made ? { weight: withPreset(params.weight.list, params.filter, made) } : {});
  });
  view.size = choice("Kernel size", (text) =>
    change(view, { weight: withSize(current().params.weight.list, text.split("×").map(Number)) }),
  );
  view.groups = choice(SETTINGS.groups.label, (text) => change(view, withGroups(stateOf(view), Number.parseInt(text))));
  const onAdd = () => mayChange(current().params).add && change(view, withFilter(stateOf(view)));
  view.add = button({ label: "Add a filter", signal, onClick: onAdd });
  const onRemove = () => mayChange(current().params).remove && change(view, withoutFilter(stateOf(view)));
  view.remove = button({ label: "Remove", signal, onClick: onRemove });
}

/** The lists that filters are added to and taken from. */
function stateOf({ context: { current } }) {
  const { channels, weight, bias, filter, groups } = current().params;
  const names = channelNames(channels.length);
  return { weight: weight.list, bias: [...bias], groups, filter, names };
}

/** How the picture is moved, and what comes after the sum. */
function buildMoves(view) {
  const { signal, set, current } = view.context;
  const onMove = (/** @type {{ shift?: [number, number] }} */ { shift }) => moveTo(view.context, shift);
  view.moves = axisSliders(view.context, SETTINGS, ["shift"], [0, 1], onMove);
  view.back = button({ label: "Put it back", signal, onClick: () => set({ shift: [0, 0] }) });
  view.relu = toggle({ label: SETTINGS.relu.label, signal, onInput: (relu) => set({ relu }) });
  const poolable = () => current().result.shown.sum.shape.every((size) => size > 1);
  const onPool = (pool) => change(view, { pool: pool && poolable() });
  view.pool = toggle({ label: SETTINGS.pool.label, signal, onInput: onPool });
  const onStride = (text) => set({ stride: Number(text) });
  view.stride = select({ label: SETTINGS.stride.label, signal, onInput: onStride });
}

function buildWeights(view) {
  const { signal, set, current } = view.context;
  const onWeight = (value) => setWeight(view, chosenWeight(view, current().params), value);
  view.weightSlider = slider({ label: SETTINGS.weight.label, signal, onInput: onWeight });
  const onBias = (value) => {
    const { bias, filter } = current().params;
    set({ bias: Object.assign([...bias], { [filter]: value }) });
  };
  view.biasSlider = slider({ label: SETTINGS.bias.label, signal, onInput: onBias });
}

function showChoices(view, params) {
  const { weight, groups, channels, shape, filter } = params;
  // Finding a preset's name takes time, and a picture that moves changes none of this.
  const key = [weight.list, groups, channels, filter, shape];
  if (key.every((part, at) => part === view.chosen?.[at])) return;
  view.chosen = key;
  const [filters, , ...size] = weight.shape;
  view.filter.show({ min: 0, max: filters - 1, value: filter, text: String(filter) });
  const names = namesSeen(params);
  const name = presetOf(weight.list[filter], names);
  const presets = Object.keys(presetsFor(names));
  view.preset.show(name ? presets : [...presets, OWN], name || OWN);
  const sizes = SIZES.filter((n) => n <= Math.min(...shape)).map((n) => formatShape([n, n]));
  const now = formatShape(size);
  view.size.show(sizes.includes(now) ? sizes : [...sizes, now], now);
  const words = (n) => `${n}${n > 1 && n === channels.length ? ", depthwise" : ""}`;
  view.groups.show(groupChoices(channels.length).map(words), words(groups));
  const may = mayChange(params);
  setAttribute(view.add.el, "aria-disabled", String(!may.add));
  setAttribute(view.remove.el, "aria-disabled", String(!may.remove));
  view.add.el.title = may.add ? "" : `${SETTINGS.constants.most_filters} filters at most`;
  view.remove.el.title = may.remove ? "" : "At least one filter for each group";
  view.add.show(groups > 1 ? `Add ${groups} filters` : "Add a filter");
  view.remove.show(groups > 1 ? `Remove ${groups}` : `Remove filter ${filter}`);
}

function showMoves(view, { shape, shift, relu, pool, stride }) {
  view.moves.forEach(({ show }, axis) => show(shift[axis], -(shape[axis] >> 1), (shape[axis] - 1) >> 1));
  view.relu.show(relu);
  view.pool.show(pool);
  view.stride.show(SETTINGS.stride.choices.map(String), String(stride));
}

function showWeights(view, params) {
  const { bias, filter, channels } = params;
  const { channel, row, col, value } = chosenWeight(view, params);
  const { step, limit } = view.reach;
  const place = `${channelNames(channels.length)[channel]} [${row}, ${col}]`;
  const now = { min: -limit, max: limit, step, value };
  view.weightSlider.show({ ...now, text: `${place}: ${formatNumber(value, 3)}`, letters: 19 });
  const most = Math.max(2, Math.ceil(Math.abs(bias[filter])));
  const text = `map ${filter}: ${formatNumber(bias[filter], 3)}`;
  view.biasSlider.show({ min: -most, max: most, step: 0.05, value: bias[filter], text, letters: 13 });
}
