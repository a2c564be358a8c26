// @ts-check
// The six pictures of GaborExplorer: kernel, photograph, response, grating, traces and tuning, each under the hand.

import { canvasPanel, createLayer, hatch } from "../kit/canvas.js";
import { createChart, ticks } from "../kit/chart.js";
import { select } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { centreOf, clamp, colouredCanvas, colourOf, createBar, createPanel } from "../kit/image.js";
import { inside, one, outline, resultAt, windowOf } from "../kit/image.js";
import { gratingKey, kernelKey, moved } from "./controls.js";
import { FRAMES, largest, POINTS } from "./math.js";
import { SETTINGS } from "./settings.js";
import { angleText, CELLS, degrees, pixelText, radians, snapped, wrapped } from "./words.js";

/** From so many CSS pixels the grating stands beside one plot, and beside both. */
const MEDIUM = 540;
const WIDE = 800;
const GAP = 22;
const KERNEL_WIDTH = 380;
const GRATING_WIDTH = 240;
const PLOT_HEIGHT = 200;
const MARGIN = { left: 46, right: 14, top: 26, bottom: 40 };
/** A matched grating gives about half of the envelope's sum: the axis stands still while the grating turns. */
const MATCHED = 0.55;
const ARROWS = ["ArrowLeft", "ArrowRight"];
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
  const look = (probe) => {
    view.probe = probe;
    redraw();
  };
  const state = () => ({ params: placed(current().params), result: current().result });
  const shared = { hint: "Point at a pixel, or choose it by arrow keys, with Shift ten pixels at a time", signal };
  const onPoint = (pixel) => look(pixel && resultAt(state(), pixel));
  const at = () => view.probe && centreOf(state(), view.probe);
  view.photo = createPanel({ ...shared, label: "Photograph", role: "input", onPoint, at });
  view.map = createPanel({ ...shared, label: "Response", role: "output", onPoint: look, at: () => view.probe });
  view.bar = createBar();
  view.pixel = h("div", { className: "convnb-sum" });
  const onCell = (text) => set({ cell: Object.keys(CELLS).find((cell) => CELLS[cell].choice === text) });
  view.cell = select({ label: SETTINGS.cell.label, signal, onInput: onCell });
}

/** The state as kit/image.js reads it: a kernel that stays inside the picture. */
function placed({ shape }) {
  return { kernel: { shape }, mode: "valid" };
}

/** The two plots: pressed or dragged, they set the time and the grating; arrow keys do it in steps. */
export function buildPlots(view) {
  const { signal, set, current } = view.context;
  const frame = (time) => ({ time: ((Math.round(time) % FRAMES) + FRAMES) % FRAMES });
  view.traces = tracesChart(signal);
  view.traces.rename("responses over time");
  view.traces.scrub((at) => set(frame(clamp(at, 0, FRAMES - 1))));
  view.traces.keys((by) => set(frame(current().params.time + by)), ARROWS);
  const tuneTo = (at) => {
    if (current().params.tuned_by === "orientation") set({ grating_theta: radians(Math.round(clamp(at, 0, 180))) });
    else set({ grating_frequency: snapped(at, SETTINGS.grating_frequency) });
  };
  view.tuning = tuningChart(signal);
  view.tuning.scrub(tuneTo);
  view.tuning.keys((by) => {
    const { tuned_by, grating_theta, grating_frequency } = current().params;
    const turned = (degrees(grating_theta) + 360) % 180;
    tuneTo(tuned_by === "orientation" ? turned + 3 * by : grating_frequency + 0.05 * by);
  }, ARROWS);
  view.moment = h("div", { className: "convnb-sum" });
  view.tunedBy = select({ label: SETTINGS.tuned_by.label, signal, onInput: (tuned_by) => set({ tuned_by }) });
}

/** The kernel and the grating, each with the bell's outline and its arrow. */
export function drawFields(view, params, { pair, peak, grating }) {
  const { shape, x0, y0, theta, beta_x, beta_y, grating_theta } = params;
  const width = Math.max(260, view.context.width() - 2);
  const bell = { x: x0, y: y0, theta, beta_x, beta_y };
  view.kernel.draw({
    ...{ shape, bell, arrow: bell },
    title: `kernel ${formatShape(shape)}`,
    width: Math.min(KERNEL_WIDTH, width),
    values: pair.first,
    limit: peak || 1,
    scale: "signed",
  });
  view.kernelNote.style.width = `${Math.min(KERNEL_WIDTH, width)}px`;
  view.grating.draw({
    ...{ shape, bell, arrow: { x: 0, y: 0, theta: grating_theta } },
    title: `grating at ${angleText(grating_theta)}`,
    width: GRATING_WIDTH,
    values: grating.map((value) => (value + 1) / 2),
    limit: 1,
    scale: "grey",
  });
}

export function drawPictures(view, params, result) {
  const { picture, cell, shape } = params;
  const { output, limit } = result;
  const scale = cell === "linear" ? "signed" : "grey";
  const room = Math.min(PICTURE_WIDTH, Math.floor((view.context.width() - 16) / 2));
  const zoom = room / Math.max(...picture.shape);
  const at = view.probe && inside(view.probe, output.shape);
  if (view.painted.picture !== picture) view.photo.paint(picture, "grey", 1);
  if (view.painted.output !== output) view.map.paint(output, scale, limit);
  view.painted = { picture, output };
  const frame = at && windowOf({ params: placed(params), result }, at);
  view.photo.draw({ title: `photograph ${formatShape(picture.shape)}`, shape: picture.shape, zoom, frame });
  const title = `${CELLS[cell].name} ${formatShape(output.shape)}`;
  view.map.draw({ title, shape: output.shape, zoom, frame: at && one(at) });
  view.map.el.style.width = `${room}px`; // what stands beside it stays when the kernel's size changes
  view.bar.draw({ scale, limit, width: BAR_WIDTH, text: CELLS[cell].scale });
  setText(view.pixel, pixelText({ shape }, result, at));
  const choices = Object.values(CELLS).map(({ choice }) => choice);
  view.cell.show(choices, CELLS[cell].choice);
}

export function drawPlots(view, params, result) {
  const room = view.context.width();
  const whole = Math.max(260, room - 2);
  const beside = room - GRATING_WIDTH - GAP - 8;
  const [first, second] =
    room >= WIDE ? Array(2).fill((beside - GAP) / 2 - 4) : room >= MEDIUM ? [beside, whole] : [whole, whole];
  const colour = view.context.colours();
  view.traces.draw(params, result, Math.floor(first), colour);
  view.tuning.draw(params, result, Math.floor(second), colour);
  view.tuning.rename(`tuning to ${params.tuned_by}`);
  view.tunedBy.show(SETTINGS.tuned_by.choices, params.tuned_by);
}

// --- the two curves: the responses over one drift of the grating, and the tuning of both cells ---

function styles(colour) {
  return {
    simple: { colour: colour.output, width: 2.5 },
    complex: { colour: colour.ink, width: 2, dash: [7, 4] },
    linear: { colour: colour.muted, width: 1.5, dash: [2, 3] },
  };
}

/** The key above a plot: a piece of each line with its name. */
function drawKey(chart, context, entries, look) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  let x = MARGIN.left;
  for (const [name, text] of Object.entries(entries)) {
    context.beginPath();
    context.moveTo(x, 12);
    context.lineTo(x + 22, 12);
    chart.stroke(look[name]);
    context.fillText(text, x + 27, 12);
    x += 39 + context.measureText(text).width;
  }
}

/** A line at a place on the axis, with a dot on each curve. */
function mark(chart, at, values, colour) {
  chart.upright(at, { colour: colour.focus });
  for (const value of values) chart.dot(at, value, { colour: colour.focus, radius: 4.5 });
}

/**
 * Heights that the envelope allows, or more where a kernel reaches more; whole steps of the axis, so that it is steady.
 * @param {number} reach @param {...ArrayLike<number>} lists
 */
function topOf(reach, ...lists) {
  const most = Math.max(1e-6, MATCHED * reach, ...lists.map((values) => 1.05 * largest(values)));
  const step = ticks(0, most, 4)[1];
  return step * Math.ceil(most / step);
}

const format = (tick) => formatNumber(tick, 3);

/** A plot's axes and the key above it, painted again only when they change. */
function drawStill(chart, key, names, colour, axes) {
  chart.still(key, (context) => {
    chart.axes({ format, spacing: 60, ...axes });
    context.fillStyle = colour.ink;
    drawKey(chart, context, names, styles(colour));
  });
}

/** The responses over one drift.
 * @param {AbortSignal} signal */
function tracesChart(signal) {
  const hint = "Drag or use the arrow keys to choose the time";
  const chart = createChart({ label: "Responses over one drift", hint, signal, role: "output" });
  const draw = ({ time }, { traces, reach }, width, colour) => {
    const high = topOf(reach, traces.linear, traces.complex);
    chart.begin({ width, height: PLOT_HEIGHT, margin: MARGIN, colour, from: 0, to: FRAMES, low: -high, high });
    const axes = { label: "time in periods of the grating", scale: 1 / FRAMES, heights: ticks(-high, high, 5) };
    drawStill(chart, `${high}`, { simple: "simple", complex: "complex", linear: "s" }, colour, axes);
    for (const name of ["linear", "simple", "complex"]) {
      // One frame more closes the period.
      chart.curve(0, FRAMES + 1, (t) => traces[name][t % FRAMES], styles(colour)[name]);
    }
    mark(chart, time, [traces.simple[time], traces.complex[time]], colour);
  };
  return { ...chart, draw };
}

/** The tuning of both cells; its axis is in degrees or in radians per pixel.
 * @param {AbortSignal} signal */
function tuningChart(signal) {
  const hint = "Drag or use the arrow keys to change the grating";
  const chart = createChart({ label: "Tuning curve", hint, signal, role: "output" });
  const draw = ({ tuned_by, grating_theta, grating_frequency }, { tuning, strength, reach }, width, colour) => {
    const turning = tuned_by === "orientation";
    const unit = (value) => (turning ? degrees(value) : value);
    const high = topOf(reach, tuning.simple, tuning.complex);
    chart.begin({ width, height: PLOT_HEIGHT, margin: MARGIN, colour, from: 0, to: unit(Math.PI), low: 0, high });
    const label = turning ? "orientation of the grating in degrees" : "frequency in radians per pixel";
    const names = { simple: "simple", complex: "complex" };
    drawStill(chart, `${high} ${tuned_by}`, names, colour, { label, heights: ticks(0, high, 4) });
    const stretch = (POINTS - 1) / unit(Math.PI);
    for (const name of ["simple", "complex"]) {
      chart.curve(0, POINTS, (at) => tuning[name][at], { ...styles(colour)[name], stretch });
    }
    const at = turning ? ((grating_theta % Math.PI) + Math.PI) % Math.PI : grating_frequency;
    mark(chart, unit(at), [strength.simple, strength.complex], colour);
  };
  return { ...chart, draw };
}

// --- the kernel and the grating over coordinates in pixels, each with an arrow across the stripes that the hand can turn ---

const FONT = "12px system-ui, sans-serif";
const FIELD_MARGIN = { left: 52, top: 8, bottom: 38, right: 10, bar: 74 };
/** How near to the arrow's tip a press takes hold of it, and a finger also to the middle, in CSS pixels. */
const GRIP = 24;
const FAINT = 0.04;
const FARTHEST = 1e4;

/**
 * @typedef {{ title: string, width: number, shape: [number, number], values: ArrayLike<number>, limit: number,
 *             scale: "signed" | "grey", arrow: { x: number, y: number, theta: number },
 *             bell: { x: number, y: number, theta: number, beta_x: number, beta_y: number } }} Field
 *   width: CSS pixels of the canvas; arrow: where it starts and points; bell: its outline, where the envelope has fallen
 *   to 1/e
 */

/**
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal, colours: () => Record<string, string>,
 *           onTurn: (theta: number) => void, onMove?: (x: number, y: number) => void,
 *           onKey: (event: KeyboardEvent) => void }} options
 *   onMove: the middle was dragged there; without it every drag turns
 */
function createField({ label, hint, role, signal, colours, onTurn, onMove, onKey }) {
  const { el, canvas, begin, show } = canvasPanel({ label, hint, role });
  const pixels = colouredCanvas();
  const layer = createLayer();
  /** @type {any} */
  let shown = null;

  draggable(canvas, signal, {
    press: (x, y) => {
      if (!shown) return null;
      const { tip, centre } = shown;
      const turns = !onMove || Math.hypot(x - tip.x, y - tip.y) <= GRIP;
      return { turns, x, y, from: shown.field.arrow, middle: centre, cell: shown.cell };
    },
    drag: ({ turns, x, y, from, middle, cell }, dx, dy) => {
      if (turns) onTurn(Math.atan2(y + dy - middle.y, x + dx - middle.x));
      else onMove?.(from.x + dx / cell, from.y + dy / cell);
    },
    grabs: (x, y) => [shown.tip, shown.centre].some((at) => Math.hypot(x - at.x, y - at.y) <= GRIP),
  });
  canvas.addEventListener("keydown", onKey, { signal });

  /** @param {Field} field */
  const draw = (field) => {
    show(field.title);
    shown = layOut(field);
    const context = begin(field.width, shown.height);
    pixels.paint(/** @type {any} */ (field), field.scale, field.limit);
    const colour = colours();
    paint(context, shown, pixels.el, colour);
    const key = `${field.shape} ${field.scale} ${colour.muted}`;
    layer(context, field.width, shown.height, key, (still) => {
      drawTicks(still, shown, colour);
      if (field.scale === "signed") drawBar(still, shown);
    });
    if (field.scale === "signed") drawScale(context, shown, colour);
    drawArrow(context, shown, colour);
  };
  return { el, draw };
}

/** Where everything lies, in CSS pixels.
 * @param {Field} field */
function layOut(field) {
  const { shape, width, scale, arrow } = field;
  const room = width - FIELD_MARGIN.left - (scale === "signed" ? FIELD_MARGIN.bar : FIELD_MARGIN.right);
  const cell = room / Math.max(...shape);
  const [tall, wide] = [shape[0] * cell, shape[1] * cell];
  const placeX = (x) => FIELD_MARGIN.left + wide / 2 + x * cell;
  const placeY = (y) => FIELD_MARGIN.top + tall / 2 + y * cell;
  const reach = Math.max(26, 0.4 * Math.min(tall, wide));
  const centre = { x: placeX(arrow.x), y: placeY(arrow.y) };
  const tip = { x: centre.x + reach * Math.cos(arrow.theta), y: centre.y + reach * Math.sin(arrow.theta) };
  const height = tall + FIELD_MARGIN.top + FIELD_MARGIN.bottom;
  return { field, cell, tall, wide, placeX, placeY, centre, tip, height };
}

function paint(context, shown, pixels, colour) {
  const { field, cell, tall, wide, placeX, placeY } = shown;
  const { left, top } = FIELD_MARGIN;
  context.imageSmoothingEnabled = false;
  context.drawImage(pixels, left, top, wide, tall);
  context.save();
  context.beginPath();
  context.rect(left, top, wide, tall);
  context.clip();
  if (field.scale === "signed") stripeNegatives(context, shown);
  const { x, y, theta, beta_x, beta_y } = field.bell;
  const [across, along] = [beta_x, beta_y].map((beta) => Math.min(FARTHEST, cell / Math.sqrt(beta || 1e-9)));
  context.beginPath();
  context.ellipse(placeX(x), placeY(y), across, along, theta, 0, 2 * Math.PI);
  outline(context, colour.kernel, 2, [6, 4]);
  context.restore();
}

function line(context, style, width) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke();
}

/** Stripes over what is below zero: the sign that is not a colour. */
function stripeNegatives(context, { field, cell, tall, wide }) {
  const { left, top } = FIELD_MARGIN;
  const below = new Path2D();
  for (let at = 0; at < field.values.length; at++) {
    if (field.values[at] >= -FAINT * field.limit) continue;
    below.rect(left + (at % field.shape[1]) * cell, top + Math.floor(at / field.shape[1]) * cell, cell, cell);
  }
  context.save();
  context.clip(below);
  context.strokeStyle = "rgb(255 255 255 / 55%)";
  context.lineWidth = 1;
  hatch(context, left, top, wide, tall);
  context.restore();
}

/** The frame, and the coordinates along two of its sides. */
function drawTicks(context, { field, tall, wide, placeX, placeY }, colour) {
  const { left, top } = FIELD_MARGIN;
  const [rows, cols] = field.shape;
  context.beginPath();
  context.rect(left, top, wide, tall);
  line(context, colour.line, 1);
  context.font = FONT;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.beginPath();
  for (const x of ticks(-(cols - 1) / 2, (cols - 1) / 2, wide / 55)) {
    context.moveTo(placeX(x), top + tall);
    context.lineTo(placeX(x), top + tall + 4);
    context.fillText(formatNumber(x), placeX(x), top + tall + 6);
  }
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const y of ticks(-(rows - 1) / 2, (rows - 1) / 2, tall / 55)) {
    context.moveTo(left, placeY(y));
    context.lineTo(left - 4, placeY(y));
    context.fillText(formatNumber(y), left - 7, placeY(y));
  }
  line(context, colour.muted, 1);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText("x in pixels", left + wide / 2, top + tall + 21);
  context.save();
  context.translate(1, top + tall / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText("y in pixels", 0, 0);
  context.restore();
}

/** The bar of the diverging scale. */
function drawBar(context, { tall, wide }) {
  const { top } = FIELD_MARGIN;
  const gradient = context.createLinearGradient(0, top, 0, top + tall);
  [1, 0, -1].forEach((value, at) => gradient.addColorStop(at / 2, `rgb(${colourOf("signed", value, 1).join(" ")})`));
  context.fillStyle = gradient;
  context.fillRect(FIELD_MARGIN.left + wide + 12, top, 12, tall);
}

/** The numbers beside it. */
function drawScale(context, { field: { limit }, tall, wide }, colour) {
  const left = FIELD_MARGIN.left + wide + 29;
  const { top } = FIELD_MARGIN;
  context.fillStyle = colour.ink;
  context.font = FONT;
  context.textAlign = "left";
  const marks = [
    { text: `+${formatNumber(limit, 3)}`, y: top, base: "top" },
    { text: "0", y: top + tall / 2, base: "middle" },
    { text: formatNumber(-limit, 3), y: top + tall, base: "bottom" },
  ];
  for (const { text, y, base } of marks) {
    context.textBaseline = base;
    context.fillText(text, left, y);
  }
}

function drawArrow(context, { centre, tip }, colour) {
  context.beginPath();
  context.moveTo(centre.x, centre.y);
  context.lineTo(tip.x, tip.y);
  outline(context, colour.focus, 3);
  for (const [{ x, y }, radius] of [
    [centre, 4],
    [tip, 7],
  ]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour.focus;
    context.fill();
    line(context, "#ffffff", 2);
  }
}
