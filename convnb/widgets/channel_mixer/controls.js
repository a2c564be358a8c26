// @ts-check
// The controls of ChannelMixer: which filter is looked at and what its kernels are, filters that come and go, how the
// picture is moved, what follows the sum.

import { chosenWeight, letGo, setWeight } from "./kernels.js";
import { seenBy, wrapped } from "./math.js";
import { MOST_FILTERS } from "./params.js";
import { channelNames, groupChoices, mayChange, presetOf, presetsFor } from "./presets.js";
import { withFilter, withGroups, withoutFilter, withPreset, withSize } from "./presets.js";
import { button, select, slider, toggle } from "../kit/controls.js";
import { setAttribute } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";

const SIZES = [1, 3, 5];
const OWN = "your own";

/** A change of the list of filters: what was chosen among the old weights is forgotten. */
function change(view, state) {
  letGo(view);
  view.chosen = null;
  view.context.set(state);
  view.context.redraw(); // a control may show what was not taken
}

/** Adds all controls to the view. */
export function buildControls(view) {
  buildChoices(view);
  buildMoves(view);
  buildFilters(view);
  buildWeights(view);
}

/** Brings them to the state; the kernels are drawn before. */
export function showControls(view, params) {
  showChoices(view, params);
  showMoves(view, params);
  showWeights(view, params);
}

/** Moves the picture there: of all shifts that look the same, the one nearest to 0. @param {any} context @param {number[]} shift */
export function moveTo({ set, current }, shift) {
  const { shape } = current().params;
  set({ shift: shift.map((by, axis) => wrapped(by, shape[axis])) });
}

/** Which filter is looked at, and what all filters have in common. */
function buildChoices(view) {
  const { signal, model, current } = view.context;
  const onFilter = (text) => change(view, { filter: Number(text) });
  view.filter = select({ label: "Filter", signal, onInput: onFilter });
  const onPreset = (name) => {
    const { params } = current();
    const made = presetsFor(namesSeen(params))[name];
    change(view, made ? { weight: withPreset(model.get("weight"), params.filter, made) } : {});
  };
  view.preset = select({ label: "Its kernels", signal, onInput: onPreset });
  const onSize = (text) => change(view, { weight: withSize(model.get("weight"), text.split("×").map(Number)) });
  view.size = select({ label: "Kernel size", signal, onInput: onSize });
  const onGroups = (text) => change(view, withGroups(stateOf(view), Number.parseInt(text)));
  view.groups = select({ label: "Groups", signal, onInput: onGroups });
}

/** The lists that filters are added to and taken from. */
function stateOf({ context: { model, current } }) {
  const { channels, filter, groups } = current().params;
  const names = channelNames(channels.length);
  return { weight: model.get("weight"), bias: model.get("bias"), groups, filter, names };
}

function namesSeen(params) {
  const { first, count } = seenBy(params, params.filter);
  return channelNames(params.channels.length).slice(first, first + count);
}

/** How the picture is moved, and what comes after the sum. */
function buildMoves(view) {
  const { signal, set, current } = view.context;
  const move = (axis) => (value) => moveTo(view.context, current().params.shift.with(axis, value));
  view.down = slider({ label: "Move down", signal, onInput: move(0) });
  view.right = slider({ label: "Move right", signal, onInput: move(1) });
  view.back = button({ label: "Put it back", signal, onClick: () => set({ shift: [0, 0] }) });
  view.relu = toggle({ label: "ReLU", signal, onInput: (relu) => set({ relu }) });
  view.pool = toggle({
    label: "Max pooling 2×2",
    signal,
    onInput: (pool) => change(view, { pool: pool && poolable(view) }),
  });
  view.stride = select({ label: "Stride", signal, onInput: (text) => set({ stride: Number(text) }) });
}

/** Whether the map has two rows and columns. */
function poolable({ context }) {
  return context.current().result.shown.sum.shape.every((size) => size > 1);
}

function buildFilters(view) {
  const { signal, current } = view.context;
  const onAdd = () => mayChange(current().params).add && change(view, withFilter(stateOf(view)));
  view.add = button({ label: "Add a filter", signal, onClick: onAdd });
  const onRemove = () => mayChange(current().params).remove && change(view, withoutFilter(stateOf(view)));
  view.remove = button({ label: "Remove", signal, onClick: onRemove });
}

function buildWeights(view) {
  const { signal, set, model, current } = view.context;
  const onWeight = (value) => setWeight(view, chosenWeight(view, current().params), value);
  view.weightSlider = slider({ label: "Weight", signal, onInput: onWeight });
  const onBias = (value) => set({ bias: model.get("bias").with(current().params.filter, value) });
  view.biasSlider = slider({ label: "Bias", signal, onInput: onBias });
}

function showChoices(view, params) {
  const { weight, groups, channels, shape, filter } = params;
  // Finding a preset's name takes time, and a picture that moves changes none of this.
  const key = [view.context.model.get("weight"), groups, channels, filter, shape];
  if (key.every((part, at) => part === view.chosen?.[at])) return;
  view.chosen = key;
  const [filters, , ...size] = weight.shape;
  view.filter.show(
    Array.from({ length: filters }, (_, o) => String(o)),
    String(filter),
  );
  const names = namesSeen(params);
  const name = presetOf(view.context.model.get("weight")[filter], names);
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
  view.add.el.title = may.add ? "" : `${MOST_FILTERS} filters at most`;
  view.remove.el.title = may.remove ? "" : "At least one filter for each group";
  view.add.show(groups > 1 ? `Add ${groups} filters` : "Add a filter");
  view.remove.show(groups > 1 ? `Remove ${groups}` : `Remove filter ${filter}`);
}

function showMoves(view, { shape, shift, relu, pool, stride }) {
  [view.down, view.right].forEach((control, axis) => {
    const [min, max] = [-(shape[axis] >> 1), (shape[axis] - 1) >> 1];
    control.show({ min, max, value: shift[axis], text: formatNumber(shift[axis]) });
  });
  view.relu.show(relu);
  view.pool.show(pool);
  view.stride.show(["1", "2"], String(stride));
}

function showWeights(view, params) {
  const { bias, filter, channels } = params;
  const { channel, row, col, value } = chosenWeight(view, params);
  const { step, limit } = view.reach;
  const place = `${channelNames(channels.length)[channel]} [${row}, ${col}]`;
  const now = { min: -limit, max: limit, step, value };
  view.weightSlider.show({ ...now, text: `${place}: ${formatNumber(value, 3)}` });
  const most = Math.max(2, Math.ceil(Math.abs(bias[filter])));
  const text = `map ${filter}: ${formatNumber(bias[filter], 3)}`;
  view.biasSlider.show({ min: -most, max: most, step: 0.05, value: bias[filter], text });
}
