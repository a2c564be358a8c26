// @ts-check
// ChannelMixer: what slides over what when there are many channels, and what becomes of the maps when the picture moves.

import { buildBoard, drawBoard } from "./board.js";
import { buildControls, showControls } from "./controls.js";
import { letGo } from "./kernels.js";
import { compared, layerOf, peakOf, reachOfMap, rolled } from "./math.js";
import { readChannels, readLayer } from "./params.js";
import { placeNow } from "./place.js";
import { costText, describe, moveText, numpyCode, stayText, sumText } from "./text.js";
import { button, copyAsNumpy } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { extent } from "../kit/image_math.js";
import { defineWidget } from "../kit/shell.js";

/** What belongs to a model and is no trait: the picture as it was read, and the maps before it moved. */
const memories = new WeakMap();

/** @param {any} model */
function memoryOf(model) {
  if (!memories.has(model)) memories.set(model, {});
  return memories.get(model);
}

/** The checked state. @param {any} model */
export function readParams(model) {
  const memory = memoryOf(model);
  const sent = model.get("picture");
  if (!memory.picture || memory.sent !== sent) {
    memory.picture = readChannels(sent);
    memory.sent = sent;
  }
  return { ...readLayer(model, memory.picture), memory };
}

/** The maps of the picture as it was, computed anew only where the layer is another. */
function mapsBefore({ memory, channels, ...layer }) {
  const { weight, bias, groups, stride, relu, pool } = layer;
  const numbers = weight.kernels.map((filter) => filter.map(({ values }) => values.join()));
  const key = JSON.stringify([weight.shape, numbers, [...bias], groups, stride, relu, pool]);
  if (memory.of !== channels || memory.key !== key) memory.before = layerOf(channels, layer);
  memory.of = channels;
  memory.key = key;
  return memory.before;
}

/** The largest absolute value. */
function largestIn(planes) {
  return Math.max(...planes.map(({ values }) => extent(values)).map(({ low, high }) => Math.max(-low, high)));
}

// Looked up once for each filter, as the maps before the move stay the same while it lasts.
const mapReach = (made) => (made.mapReach ??= largestIn([made.map]));
const productReach = (made) => (made.productReach ??= largestIn(made.products));
const peak = (made) => (made.peak ??= peakOf(made.map));

/** The mean of channels that are no colours. */
function greyOf(planes) {
  const { shape, values } = planes[0];
  const mean = values.map((_, n) => planes.reduce((sum, plane) => sum + plane.values[n], 0) / planes.length);
  return { shape, values: mean };
}

/** The maps, their scales, and how they compare with those of the picture that did not move. @param {any} params */
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

/** @param {any} context */
function build(context) {
  const { signal, root } = context;
  // What only the eye needs: the place that is pointed at, the one that is kept, the weight that is chosen.
  const view = { context, hover: undefined, pinned: undefined, weight: null, reach: null, dragFrom: null };
  const row = (...controls) => h("div", { className: "convnb-row" }, ...controls.map(({ el }) => el));
  buildControls(view);
  buildBoard(view, {
    move: [view.down.el, view.right.el, row(view.back), row(view.relu, view.pool, view.stride)],
    stack: [row(view.add, view.remove)],
  });
  const choices = row(view.filter, view.preset, view.size, view.groups);
  choices.classList.add("convnb-mixer-choices");
  view.sum = h("div", { className: "convnb-sum" });
  view.cost = h("div", { className: "convnb-note" });
  view.move = h("div", { className: "convnb-moved" });
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  const resetButton = button({ label: "Reset", signal, onClick: () => reset(view) });
  root.append(
    choices,
    view.board,
    row(view.weightSlider, view.biasSlider),
    view.sum,
    view.move,
    view.cost,
    row(resetButton, copy),
    copy.box,
  );
  return view;
}

function reset(view) {
  letGo(view);
  view.hover = view.pinned = undefined;
  view.context.reset();
  view.context.redraw();
}

function draw(view, params, result) {
  drawBoard(view, params, result);
  showControls(view, params);
  setText(view.sum, sumText(params, result, placeNow(view, result.shown.map.shape)));
  setText(view.move, `${moveText(params, result)} ${stayText(params, result)}`);
  setText(view.cost, costText(params, result));
}

const traits = ["weight", "bias", "groups", "filter", "shift", "relu", "pool", "stride"];
export default defineWidget({ name: "Channel mixer", traits, readParams, compute, build, draw, describe });
