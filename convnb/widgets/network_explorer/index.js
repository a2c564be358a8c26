// @ts-check
// NetworkExplorer: the learner's own network at work on a drawing, layer by layer, while it is drawn.

import { sharpCanvas } from "../kit/canvas.js";
import { footer } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { defineWidget } from "../kit/shell.js";
import { buildChoices, buildDrawing, choose, keyedUnit, showControls } from "./controls.js";
import { explain, fieldOf, forward, indexOf, limitOf, softmax, within } from "./math.js";
import { moved, same } from "./pad.js";
import { readParams } from "./params.js";
import { SETTINGS } from "./settings.js";
import { createPanel, createScores, createStrips, drawFrames, layOut, MOST_BARS, unitAt } from "./view.js";
import { describe, numpyCode, sumText, verdict } from "./words.js";

/** From so many CSS pixels the pad stands beside the layers. */
const WIDE = 760;
const SIDE = 252;
const HINT =
  "Point at a unit, or choose it: arrow keys in a map, with Shift five at a time, Page Up and Down for the map";

/** What every layer answers to the drawing as it is seen. */
export function compute({ network, drawing, shift, examples, labels }) {
  const { levels } = moved(drawing, shift);
  const seen = Float32Array.from(levels, (level) => level / 255);
  const answers = forward(network, seen);
  const limits = answers.map(limitOf);
  const classes = network.layers.at(-1).output.length === 1;
  const probabilities = classes ? softmax(answers.at(-1)) : null;
  const order = probabilities && [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const example = examples.findIndex((one) => same(one, drawing.levels));
  return {
    ...{ levels, seen, answers, limits, probabilities, order, example },
    truth: labels[example] ?? null,
    valueOf: (unit) => answers[unit.layer][indexOf(network, unit)],
  };
}

function build(context) {
  const { signal, root, colours, redraw } = context;
  // What only the eye needs: the unit that is pointed at, the channel that is shown, where the strips lie.
  const view = { context, hover: null, shownChannel: 0, layout: { strips: [] } };
  const point = (unit) => {
    view.hover = unit;
    redraw();
  };
  const drawing = buildDrawing(view);
  const last = () => context.current().params.network.layers.length - 1;
  const classUnit = (index) => ({ layer: last(), map: index, row: 0, col: 0 });
  view.scores = createScores({
    signal,
    colours,
    onPoint: (index) => point(index === null ? null : classUnit(index)),
    onChoose: (index) => choose(view, classUnit(index)),
    chosen: () => (unitNow(view).layer === last() ? unitNow(view).map : -1),
  });
  view.panel = createPanel({ colours });
  view.sum = h("div", { className: "convnb-sum" });
  view.says = h("div", { className: "convnb-says" });
  const choices = buildChoices(view);
  buildStrips(view, point);
  const left = h("div", { className: "convnb-network-side" }, ...drawing, view.says, view.scores.el);
  const right = h("div", { className: "convnb-network-layers" }, choices, view.panel.el, view.sum, view.board.el);
  view.columns = h("div", { className: "convnb-network" }, left, right);
  root.append(view.columns, ...footer(context, numpyCode, () => reset(view)));
  view.first = firstDrawing(context.model);
  return view;
}

/** A copy of the first drawing: the bytes that a message brought share one buffer with the rest of it. */
function firstDrawing(model) {
  const { shape, levels } = model.get("drawing") ?? {};
  if (!(levels?.buffer instanceof ArrayBuffer)) return null;
  return { shape, levels: new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength).slice() };
}

function reset(view) {
  view.hover = null;
  view.shownChannel = 0;
  view.erase.show(false);
  view.context.reset();
  if (view.first) view.context.set({ drawing: view.first });
  view.context.redraw();
}

/** The unit that is looked at now. */
function unitNow(view) {
  const { params } = view.context.current();
  return view.hover ? within(params.network, view.hover) : params.unit;
}

/** All layers on one canvas. */
function buildStrips(view, point) {
  const { signal } = view.context;
  const props = { tabIndex: 0, role: "application", title: HINT, className: "convnb-strips" };
  view.board = sharpCanvas({ ...props, "aria-label": `Layers. ${HINT}` });
  view.paintStrips = createStrips();
  draggable(view.board.el, signal, {
    press: (x, y) => {
      const unit = unitAt(view.layout.strips, x, y);
      if (unit) point(unit);
      return unit && { x, y };
    },
    drag: ({ x, y }, dx, dy) => point(unitAt(view.layout.strips, x + dx, y + dy) ?? view.hover),
    click: ({ x, y }) => choose(view, unitAt(view.layout.strips, x, y)),
    hover: (x, y) => point(unitAt(view.layout.strips, x, y)),
    leave: () => point(null),
    grabs: () => false, // a finger chooses by a tap
  });
  const onKey = (event) => {
    const unit = unitNow(view);
    const strip = view.layout.strips.find(({ index }) => index === unit.layer);
    const next = keyedUnit(view.context.current().params.network, unit, event, strip?.across ?? 1);
    if (!next) return;
    event.preventDefault();
    choose(view, next);
  };
  view.board.el.addEventListener("keydown", onKey, { signal });
}

function draw(view, params, result) {
  const { network, drawing } = params;
  const unit = unitNow(view);
  const width = view.context.width();
  const wide = width >= WIDE;
  view.columns.classList.toggle("convnb-narrow", !wide);
  const room = wide ? width - SIDE - 22 : width;
  const how = explain(network, result.seen, result.answers, unit, view.shownChannel);
  const text = sumText(network, unit, how);
  const field = fieldOf(network, unit);
  view.pad.draw({ shape: drawing.shape, seen: result.seen, field, width: wide ? SIDE : width - 2 });
  showControls(view, params, result, unit);
  setText(view.says, verdict(params, result));
  drawScores(view, params, result, unit, wide ? SIDE : width);
  view.panel.draw(params, result, unit, how, room, text);
  setText(view.sum, text);
  drawStrips(view, params, result, unit, how, room);
}

function hasBars({ network }) {
  const { output } = network.layers.at(-1);
  return output.length === 1 && output[0] <= MOST_BARS;
}

function drawScores(view, params, { probabilities, order, truth }, unit, width) {
  view.scores.el.hidden = !hasBars(params);
  if (!hasBars(params)) return;
  const { names, network } = params;
  const looked = unit.layer === network.layers.length - 1 ? unit.map : -1;
  view.scores.draw({ names, probabilities, winner: order[0], truth, looked, width });
}

function drawStrips(view, params, result, unit, how, width) {
  const { network } = params;
  const key = `${width} ${hasBars(params)}`;
  if (view.layout.network !== network || view.layout.key !== key) {
    const shown = [...network.layers.keys()].filter((at) => network.layers[at].kind !== "flatten");
    if (hasBars(params)) shown.pop();
    view.layout = { network, key, ...layOut(network, shown, width) };
  }
  const context = view.board.begin(width, view.layout.height);
  const colour = view.context.colours();
  view.paintStrips(context, view.layout.strips, params, result, width, colour);
  drawFrames(context, view.layout.strips, network, unit, how, colour);
}

export default defineWidget({ name: "Network explorer", settings: SETTINGS, readParams, compute, build, draw, describe });
