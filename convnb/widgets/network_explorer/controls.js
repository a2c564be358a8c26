// @ts-check
// The controls of NetworkExplorer: what is drawn, and which unit is looked at.

import { axisSliders, button, select, slider, toggle } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { clamp, inside } from "../kit/image.js";
import { OWN } from "../kit/params.js";
import { shapeAt } from "./math.js";
import { createPad, dot, moved, stroke, toCentre } from "./pad.js";
import { SETTINGS } from "./settings.js";
import { layerName } from "./words.js";

/** Changes the drawing as the network sees it; its shift becomes part of it. */
function change(view, by) {
  const { context } = view;
  const { params, result } = context.current();
  const { shape } = params.drawing;
  view.drawn = true;
  const { levels } = by({ shape, levels: result.levels });
  context.set({ drawing: { shape, levels }, ...(params.shift.some(Boolean) && { shift: [0, 0] }) });
}

/** The pad and what belongs to it. */
export function buildDrawing(view) {
  const { context } = view;
  const { signal, colours, redraw } = context;
  view.pad = createPad({
    signal,
    colours,
    redraw,
    onStroke: (from, to, rubber) =>
      change(view, (drawing) => stroke(drawing, from, to, rubber || view.erase.input.checked)),
    onDot: (at, level) => change(view, (drawing) => dot(drawing, at, level)),
  });
  const toNothing = ({ shape, levels }) => ({ shape, levels: new Uint8Array(levels.length) });
  const clear = button({ label: "Clear", signal, onClick: () => change(view, toNothing) });
  view.erase = toggle({ label: "Erase", signal, onInput: () => redraw() });
  const title = "Moves the drawing so that its centre of mass lies in the middle, as it does in every MNIST digit";
  const toMiddle = (drawing) => moved(drawing, toCentre(drawing));
  const centre = button({ label: "Centre", title, signal, onClick: () => change(view, toMiddle) });
  view.example = select({ label: "Picture", signal, onInput: (text) => take(view, view.exampleNames.indexOf(text)) });
  const step = (by) => {
    const { params, result } = context.current();
    const count = params.examples.length;
    take(view, result.example < 0 ? (by > 0 ? 0 : count - 1) : (result.example + by + count) % count);
  };
  const last = button({ label: "‹", title: "Previous picture", signal, onClick: () => step(-1) });
  const next = button({ label: "›", title: "Next picture", signal, onClick: () => step(1) });
  view.examples = h("span", { className: "convnb-network-pictures" }, view.example.el, last.el, next.el);
  for (const { el } of [last, next]) el.setAttribute("aria-label", el.title);
  view.moves = axisSliders(context, SETTINGS, ["shift"]);
  return { main: [view.examples, clear], folded: [view.erase, centre] };
}

function take(view, index) {
  const { context } = view;
  const { params } = context.current();
  const levels = params.examples[index];
  if (levels) context.set({ drawing: { shape: params.drawing.shape, levels: levels.slice() }, shift: [0, 0] });
  context.redraw();
}

/** Looks at another unit: what is not given stays as it is.
 * @param {Partial<import("./math.js").Unit>} part */
export function choose(view, part) {
  /** @type {import("./math.js").Unit} */
  const { layer, map, row, col } = { ...view.context.current().params.unit, ...part };
  view.hover = null;
  view.context.set({ unit: [layer, map, row, col] });
  view.context.redraw();
}

/** Layer, map and channel. */
export function buildChoices(view) {
  const { context } = view;
  const { signal } = context;
  const onLayer = (text) => choose(view, { layer: Number.parseInt(text, 10) });
  view.layer = select({ label: "Layer", signal, onInput: onLayer });
  view.map = slider({ label: "Map", signal, onInput: (map) => choose(view, { map }) });
  const onChannel = (channel) => {
    view.shownChannel = channel;
    context.redraw();
  };
  view.channel = slider({ label: "Channel", signal, onInput: onChannel });
  return { main: [view.layer, view.map], folded: view.channel };
}

/** unit: the one that is looked at. */
export function showControls(view, params, result, unit) {
  const { network, examples, labels, names, shift, drawing } = params;
  view.examples.hidden = examples.length === 0;
  if (view.namesOf !== params.examples) {
    const called = (at) => (labels.length ? `: label ${names[labels[at]] ?? labels[at]}` : "");
    view.exampleNames = examples.map((_, at) => `${at}${called(at)}`);
    view.namesOf = params.examples;
  }
  view.example.show([...view.exampleNames, OWN], result.example < 0 ? OWN : view.exampleNames[result.example]);
  view.moves.forEach((control, axis) => {
    // Not so far that nothing of the drawing is left.
    const most = Math.max(Math.floor(drawing.shape[axis + 1] / 2) - 1, Math.abs(shift[axis]), 1);
    control.show(shift[axis], -most, most);
  });
  const choices = network.layers.flatMap((layer, at) => (layer.kind === "flatten" ? [] : [layerName(network, at)]));
  view.layer.show(choices, layerName(network, unit.layer));
  const layer = network.layers[unit.layer];
  view.map.rename(layer.output.length === 3 ? "Map" : "Unit");
  view.map.show({ min: 0, max: layer.output[0] - 1, value: unit.map, text: String(unit.map) });
  const channels = layer.kind === "conv2d" ? layer.input[0] : 1;
  const channel = Math.min(view.shownChannel, channels - 1);
  view.channel.show({ min: 0, max: channels - 1, value: channel, text: String(channel) });
}

/** Where an arrow or page key leads from a unit, with so many units in a row of cells; null for another key. */
export function keyedUnit(network, unit, { key, shiftKey }, across) {
  const [maps, ...size] = shapeAt(network, unit.layer);
  const far = shiftKey ? 5 : 1;
  const step = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] }[key];
  const page = { PageUp: -1, PageDown: 1 }[key];
  const toMap = (map) => ({ ...unit, map: clamp(map, 0, maps - 1) });
  if (page) return toMap(unit.map + page);
  if (!step) return null;
  if (size.every((side) => side === 1)) return toMap(unit.map + step[0] * across + step[1]);
  return { ...unit, ...inside({ row: unit.row + step[0], col: unit.col + step[1] }, size) };
}
