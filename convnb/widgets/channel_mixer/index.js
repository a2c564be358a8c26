// @ts-check
// ChannelMixer: what slides over what when there are many channels, and what becomes of the maps when the picture moves.

import { h, setText } from "../kit/dom.js";
import { counted, formatShape } from "../kit/format.js";
import { extent } from "../kit/image.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { checkEntry, once, readChoice } from "../kit/params.js";
import { readLevels, readPair, readVector, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { buildControls, letGo, showControls } from "./controls.js";
import { compared, layerOf, peakOf, reachOfMap, rolled, wrapped } from "./math.js";
import { SETTINGS } from "./settings.js";
import { buildBoard, drawBoard, placeNow, stageHeight } from "./view.js";
import { describe, movedText, numpyCode, sumParts, tuple } from "./words.js";

// --- the checked state ---

export function readParams(model) {
  const { channels, shape } = once(model, "picture", [model.get("picture")], readChannels);
  const weight = readWeight(model.get("weight"));
  const bias = readVector(model, "bias", Infinity);
  const groups = readWhole(model, "groups", { min: 1, max: SETTINGS.constants.most_channels });
  checkLayer({ channels, shape, weight, bias, groups });
  const stride = readChoice(model, "stride", SETTINGS.stride.choices);
  const filter = Math.min(readWhole(model, "filter", { min: 0 }), weight.shape[0] - 1);
  const shift = readPair(model, "shift", {}).map((by, axis) => wrapped(by, shape[axis]));
  const [relu, pool] = ["relu", "pool"].map((name) => Boolean(model.get(name)));
  return { channels, shape, weight, bias, groups, stride, filter, shift, relu, pool, model };
}

/** The channels of the picture that Python sent; values from 0 to 1. */
function readChannels(picture) {
  const [most, largest] = [SETTINGS.constants.most_channels, SETTINGS.picture.largest];
  const { shape, levels } = readLevels(picture, "picture", ["channel", "row", "column"], (sizes) => {
    if (sizes[0] <= most && Math.max(...sizes.slice(1)) <= largest) return;
    const limits = `${most} channels of ${largest}×${largest}`;
    throw new StateError(`picture is ${tuple(sizes)}; this widget shows at most ${limits}.`);
  });
  const [count, ...size] = shape;
  const each = levels.length / count;
  const channels = Array.from({ length: count }, (_, c) => ({
    shape: size,
    values: Float32Array.from(levels.subarray(c * each, (c + 1) * each), (level) => level / 255),
  }));
  return { channels, shape: size };
}

/** @returns {import("./math.js").Weight} */
function readWeight(list) {
  const shape = [];
  for (let inner = list; Array.isArray(inner); inner = inner[0]) shape.push(inner.length);
  if (shape.length !== 4 || shape.includes(0)) {
    throw new StateError("weight must have filters, channels, rows and columns, at least one of each.");
  }
  const [filters, channels, rows, cols] = shape;
  const { most_filters, most_channels, largest_kernel: largest } = SETTINGS.constants;
  if (filters > most_filters || channels > most_channels || Math.max(rows, cols) > largest) {
    throw new StateError(
      `weight is ${tuple(shape)}; this widget shows at most ${most_filters} filters of ${most_channels} channels, ` +
        `and kernels of at most ${largest}×${largest}.`,
    );
  }
  const regular = (part, depth) =>
    Array.isArray(part) &&
    part.length === shape[depth] &&
    (depth === 3 || part.every((inner) => regular(inner, depth + 1)));
  if (!regular(list, 0)) {
    throw new StateError("weight: all filters need as many channels, rows and columns as the first.");
  }
  const entry = (o, c) => (value, k) =>
    checkEntry(value, `weight[${[o, c, Math.floor(k / cols), k % cols].join(", ")}]`);
  const kernels = list.map((filter, o) =>
    filter.map((kernel, c) => ({ shape: [rows, cols], values: Float64Array.from(kernel.flat(), entry(o, c)) })),
  );
  return { shape: [filters, channels, rows, cols], kernels, list };
}

/** What the channels, the filters and the groups must have in common. */
function checkLayer({ channels, shape, weight, bias, groups }) {
  const [filters, each, ...kernel] = weight.shape;
  const count = channels.length;
  const [all, some] = [counted(count, "channel"), counted(filters, "filter")];
  if (count % groups || filters % groups) {
    throw new StateError(
      `${counted(groups, "group")} must divide the channels and the filters; there are ${all} and ${some}.`,
    );
  }
  if (each !== count / groups) {
    throw new StateError(
      `Each filter has ${counted(each, "kernel")}, and needs ${count / groups}: ${all} / ${counted(groups, "group")}.`,
    );
  }
  if (bias.length !== filters) {
    const need = filters === 1 ? "needs" : "need";
    throw new StateError(`bias has ${counted(bias.length, "number")}; ${some} ${need} ${filters}.`);
  }
  if (kernel[0] > shape[0] || kernel[1] > shape[1]) {
    throw new StateError(
      `The kernels, ${formatShape(kernel)}, are larger than the picture, ${formatShape(shape)}. Make them smaller.`,
    );
  }
}

// --- what follows from it ---

/** The maps of the picture before it moved, computed again only if the layer changed. */
function mapsBefore(params) {
  const { model, channels, weight, groups, stride, relu, pool } = params;
  const parts = [channels, weight.list, model.get("bias"), groups, stride, relu, pool];
  return once(model, "before", parts, () => layerOf(channels, params));
}

function largestIn(planes) {
  return Math.max(...planes.map(({ values }) => extent(values)).map(({ low, high }) => Math.max(-low, high)));
}

// Found once for each filter, as the maps of the unmoved picture stay the same while it moves.
const mapReach = (made) => (made.mapReach ??= largestIn([made.map]));
const productReach = (made) => (made.productReach ??= largestIn(made.products));
const peak = (made) => (made.peak ??= peakOf(made.map));

/** The mean of channels that are not colours. */
function greyOf(planes) {
  const { shape, values } = planes[0];
  const mean = values.map((_, n) => planes.reduce((sum, plane) => sum + plane.values[n], 0) / planes.length);
  return { shape, values: mean };
}

/** The maps, their scales, and how they compare with those of the picture that did not move. */
export function compute(params) {
  const { channels, shape, shift, filter } = params;
  const still = shift.every((by) => by === 0);
  const before = mapsBefore(params);
  const moved = still ? channels : channels.map((channel) => rolled(channel, shift));
  const now = still ? before : layerOf(moved, params);
  const [shown, old] = [now[filter], before[filter]];
  const { step, span } = reachOfMap(params);
  return {
    ...{ now, shown, moved, step },
    seen: moved.length === 3 ? moved : [moved.length === 1 ? moved[0] : greyOf(moved)],
    nothing: new Float32Array(shown.sum.values.length),
    productLimit: Math.max(productReach(shown), productReach(old)) || 1,
    limits: now.map((made, o) => Math.max(mapReach(made), mapReach(before[o])) || 1),
    range: extent(shown.map.values),
    compare: still ? null : compared(shown.map, old.map, { shift, size: shape, step, span }),
    peak: peak(shown),
    peakBefore: peak(old),
  };
}

// --- the page ---

function build(context) {
  const { signal } = context;
  // What only the eye needs: the place that is pointed at, the one that is kept, the weight that is chosen, and whether
  // the hand found what can be dragged.
  const view = { context, hover: undefined, pinned: undefined, weight: null, reach: null, found: {} };
  buildControls(view);
  buildBoard(view);
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.moved = h("div", { className: "convnb-sum convnb-second convnb-result" });
  const sliders = [view.filter, ...view.moves].map(({ el }) => el);
  const choices = [view.preset, view.size, view.groups, view.add, view.remove].map(({ el }) => el);
  assemble(context, {
    stage: [view.board],
    height: stageHeight,
    sum: [view.sum, view.moved],
    main: [h("div", { className: "convnb-mixer-main" }, ...sliders), view.back],
    folds: [
      fold("Filters, groups", signal, ...choices),
      fold("Weight, bias", signal, view.weightSlider.el, view.biasSlider.el),
      fold("ReLU, pooling, stride", signal, view.relu.el, view.pool.el, view.stride.el),
    ],
    code: numpyCode,
    onReset: () => reset(view),
  });
  return view;
}

function reset(view) {
  letGo(view);
  view.hover = view.pinned = undefined;
}

function draw(view, params, result) {
  const { phone, width } = view.context.room();
  drawBoard(view, params, result);
  showControls(view, params);
  showSum(view.sum, sumParts(params, result, placeNow(view, result.shown.map.shape), phone), width);
  view.moved.classList.toggle("convnb-narrow", phone);
  setText(view.moved, movedText(params, result));
}

/** What a goal may name. */
export function measures({ weight, bias, shift }, { step }) {
  const parameters = weight.shape.reduce((product, size) => product * size, 1) + bias.length;
  return { maps: bias.length, parameters, map_shift: shift.map((by) => by / step) };
}

const type = "ChannelMixer";
const name = "Channel mixer";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
