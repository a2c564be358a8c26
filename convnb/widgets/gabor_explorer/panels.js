// @ts-check
// The six pictures of GaborExplorer: kernel, photograph, response, grating, traces and tuning, each under the hand.

import { sharpCanvas } from "../kit/canvas.js";
import { select } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { formatShape } from "../kit/format.js";
import { gratingKey, kernelKey, moved } from "./controls.js";
import { FRAMES } from "./math.js";
import { createField } from "./picture.js";
import { createPlots } from "./plots.js";
import { degrees, radians, snapped, wrapped } from "./presets.js";
import { angleText, pixelText, scaleText, WORDS } from "./text.js";
import { centreOf, resultAt, windowOf } from "../kit/image_math.js";
import { createBar, createPanel } from "../kit/image_panel.js";
import { valueAtX } from "../kit/plot.js";
import { SETTINGS } from "./settings.js";

export const CELLS = {
  linear: "linear response s",
  simple: "simple cell max(0, s)",
  complex: "complex cell √(s₀² + s₁²)",
};
/** From so many CSS pixels the grating stands beside one plot, and beside both. */
const MEDIUM = 540;
const WIDE = 800;
const GAP = 22;
const KERNEL_WIDTH = 380;
const GRATING_WIDTH = 240;
const PICTURE_WIDTH = 300;
const BAR_WIDTH = 260;

/** The kernel and the grating: dragged, turned, and moved by keys. */
export function buildFields(view) {
  const { signal, colours, set, current } = view.context;
  const byKey = (/** @type {(event: KeyboardEvent) => any} */ stateOf) => (/** @type {KeyboardEvent} */ event) => {
    const state = stateOf(event);
    if (!state) return;
    event.preventDefault();
    set(state);
  };
  view.kernel = createField({
    label: "Gabor kernel",
    hint: "Drag its middle, or the arrow’s tip to turn it. Arrow keys move it, Page Up and Down turn it",
    role: "kernel",
    signal,
    colours,
    onMove: (x, y) => set(moved(current().params, x, y)),
    onTurn: (theta) => set({ theta: wrapped(theta) }),
    onKey: byKey((event) => kernelKey(event.key, event.shiftKey, current().params)),
  });
  view.grating = createField({
    label: "Drifting grating",
    hint: "Drag to turn it. Arrow keys left and right turn it, up and down change its frequency",
    role: "input",
    signal,
    colours,
    onTurn: (theta) => set({ grating_theta: wrapped(theta) }),
    onKey: byKey((event) => gratingKey(event.key, current().params)),
  });
}

export function buildPictures(view) {
  const { signal, set, redraw, current } = view.context;
  const look = (/** @type {any} */ probe) => {
    view.probe = probe;
    redraw();
  };
  const state = () => ({ params: placed(current().params), result: current().result });
  const hint = "Point at a pixel, or choose it by arrow keys, with Shift ten pixels at a time";
  const shared = { hint, signal };
  const onPoint = (/** @type {any} */ pixel) => look(pixel && resultAt(state(), pixel));
  const at = () => view.probe && centreOf(state(), view.probe);
  view.photo = createPanel({ ...shared, label: "Photograph", role: "input", onPoint, at });
  view.map = createPanel({ ...shared, label: "Response", role: "output", onPoint: look, at: () => view.probe });
  view.bar = createBar();
  view.pixel = h("div", { className: "convnb-sum" });
  const onCell = (/** @type {string} */ text) => set({ cell: keyOf(CELLS, text) });
  view.cell = select({ label: SETTINGS.cell.label, signal, onInput: onCell });
}

/** @param {Record<string, string>} words @param {string} text */
function keyOf(words, text) {
  return Object.keys(words).find((key) => words[key] === text);
}

/** What image_math asks of a state: a kernel with a shape that stays inside the picture. @param {any} params */
function placed({ shape }) {
  return { kernel: { shape }, mode: "valid" };
}

/** The two plots: pressed or dragged, they set the time and the grating; arrow keys do it in steps. */
export function buildPlots(view) {
  const { signal, set, current } = view.context;
  const plot = (label, hint, title, { choose, step }) => {
    const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
    draggable(canvas.el, signal, {
      press: (x) => ({ x }),
      drag: ({ x }, dx) => choose(x + dx),
      click: ({ x }) => choose(x),
    });
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      step(by);
    };
    canvas.el.addEventListener("keydown", onKey, { signal });
    const heading = h("div", { className: "convnb-title", "data-role": "output" }, title);
    const panel = h("div", { className: "convnb-panel" }, heading, h("div", { className: "convnb-scroll" }, canvas.el));
    return { canvas, panel, heading };
  };
  const frame = (/** @type {number} */ time) => ({ time: ((Math.round(time) % FRAMES) + FRAMES) % FRAMES });
  view.traces = plot(
    "Responses over one drift",
    "Drag or use the arrow keys to choose the time",
    "responses over time",
    {
      choose: (x) => set(frame(Math.max(0, Math.min(FRAMES - 1, valueAtX(view.areas.traces, x))))),
      step: (by) => set(frame(current().params.time + by)),
    },
  );
  const tuneTo = (/** @type {number} */ at) => {
    if (current().params.tuned_by === "orientation") set({ grating_theta: radians(Math.round(within(at, 180))) });
    else set({ grating_frequency: snapped(within(at, Math.PI), SETTINGS.grating_frequency) });
  };
  view.tuning = plot("Tuning curve", "Drag or use the arrow keys to change the grating", "tuning", {
    choose: (x) => tuneTo(valueAtX(view.areas.tuning, x)),
    step: (by) => {
      const { tuned_by, grating_theta, grating_frequency } = current().params;
      const turned = (degrees(grating_theta) + 360) % 180;
      tuneTo(tuned_by === "orientation" ? turned + 3 * by : grating_frequency + 0.05 * by);
    },
  });
  view.plots = createPlots();
  view.moment = h("div", { className: "convnb-sum" });
  const onTuned = (/** @type {string} */ tuned_by) => set({ tuned_by });
  view.tunedBy = select({ label: SETTINGS.tuned_by.label, signal, onInput: onTuned });
}

/** @param {number} value @param {number} most */
function within(value, most) {
  return Math.max(0, Math.min(most, value));
}

/** The kernel and the grating, each with the bell's outline and its arrow. */
export function drawFields(view, params, { pair, peak, grating }) {
  const { shape, x0, y0, theta, beta_x, beta_y, grating_theta } = params;
  const width = Math.max(260, view.context.width() - 2);
  const bell = { x: x0, y: y0, theta, beta_x, beta_y };
  view.kernel.draw({
    title: `kernel ${formatShape(shape)}`,
    width: Math.min(KERNEL_WIDTH, width),
    shape,
    values: pair.first,
    limit: peak || 1,
    scale: "signed",
    centre: { x: x0, y: y0 },
    theta,
    bell,
  });
  view.kernelNote.style.width = `${Math.min(KERNEL_WIDTH, width)}px`;
  view.grating.draw({
    title: `grating at ${angleText(grating_theta)}`,
    width: GRATING_WIDTH,
    shape,
    values: grating.map((value) => (value + 1) / 2),
    limit: 1,
    scale: "grey",
    centre: { x: 0, y: 0 },
    theta: grating_theta,
    bell,
  });
}

/** The photograph and the response on it. */
export function drawPictures(view, params, result) {
  const { picture, cell, shape } = params;
  const { output, limit } = result;
  const scale = cell === "linear" ? "signed" : "grey";
  const room = Math.min(PICTURE_WIDTH, Math.floor((view.context.width() - 16) / 2));
  const zoom = room / Math.max(...picture.shape);
  const last = (/** @type {number} */ value, /** @type {number} */ axis) => Math.min(output.shape[axis] - 1, value);
  const at = view.probe && { row: last(view.probe.row, 0), col: last(view.probe.col, 1) };
  if (view.painted.picture !== picture) view.photo.paint(picture, "grey", 1);
  if (view.painted.output !== output) view.map.paint(output, scale, limit);
  view.painted = { picture, output };
  const state = { params: placed(params), result };
  const frame = at && windowOf(state, at);
  view.photo.draw({ title: `photograph ${formatShape(picture.shape)}`, shape: picture.shape, zoom, frame });
  const pixel = at && { ...at, rows: 1, cols: 1 };
  view.map.draw({ title: `${WORDS[cell]} ${formatShape(output.shape)}`, shape: output.shape, zoom, frame: pixel });
  view.map.el.style.width = `${room}px`; // what stands beside it stays when the kernel's size changes
  view.bar.draw({ scale, limit, width: BAR_WIDTH, text: scaleText(cell) });
  setText(view.pixel, pixelText({ shape }, result, at));
  view.cell.show(Object.values(CELLS), CELLS[cell]);
}

/** The traces and the tuning. */
export function drawPlots(view, params, result) {
  const room = view.context.width();
  const whole = Math.max(260, room - 2);
  const beside = room - GRATING_WIDTH - GAP - 8;
  const [first, second] =
    room >= WIDE ? Array(2).fill((beside - GAP) / 2 - 4) : room >= MEDIUM ? [beside, whole] : [whole, whole];
  const colour = view.context.colours();
  view.areas = {
    traces: view.plots.drawTraces(view.traces.canvas, params, result, Math.floor(first), colour),
    tuning: view.plots.drawTuning(view.tuning.canvas, params, result, Math.floor(second), colour),
  };
  setText(view.tuning.heading, `tuning to ${params.tuned_by}`);
  view.tunedBy.show(SETTINGS.tuned_by.choices, params.tuned_by);
}
