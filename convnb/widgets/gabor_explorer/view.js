// @ts-check
// The six pictures of GaborExplorer: kernel, photograph, response, grating, traces and tuning, each under the hand.

import { canvasPanel, createLayer, hatch } from "../kit/canvas.js";
import { createChart, ticks } from "../kit/chart.js";
import { segmented } from "../kit/controls.js";
import { draggable, h } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { centreOf, clamp, colouredCanvas, colourOf, createBar, createPanel } from "../kit/image.js";
import { inside, one, outline, resultAt, windowOf } from "../kit/image.js";
import { gratingKey, kernelKey, moved } from "./controls.js";
import { FRAMES, largest, POINTS } from "./math.js";
import { SETTINGS } from "./settings.js";
import { angleText, CELLS, degrees, radians, snapped, wrapped } from "./words.js";

const MARGIN = { left: 42, right: 9, top: 22, bottom: 36 };
/** A matched grating gives about half of the envelope's sum: the axis stands still while the grating turns. */
const MATCHED = 0.55;
const ARROWS = ["ArrowLeft", "ArrowRight"];

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  return { beside: 466, over: 522, phone: 440 }[layoutOf(width)];
}

/** Kernel and sliders beside all else; on the website the sliders lie between; on a phone all is small. */
function layoutOf(width) {
  return width >= 860 ? "beside" : width >= 600 ? "over" : "phone";
}

/**
 * CSS pixels of every picture: width of the kernel's canvas, sides of the photograph and the grating, width of what
 * stands beside the map, height and widths of the plots.
 * @param {{ width: number, height: number }} room on the stage
 */
export function arrange(room) {
  const layout = layoutOf(room.width + 24);
  if (layout === "beside") {
    const whole = Math.min(room.width, 1000);
    const kernel = Math.min(Math.floor(0.4 * whole), room.height - 60);
    const right = whole - kernel - 20;
    const photo = Math.min(236, Math.floor((right - 116) / 2));
    return { layout, whole, kernel, photo, bar: 96, ...plots(right, room.height - photo - 60) };
  }
  const phone = layout === "phone";
  const whole = Math.min(room.width, phone ? 440 : 760);
  const kernel = Math.floor((phone ? 0.36 : 0.4) * whole);
  const photo = Math.floor((whole - kernel - (phone ? 16 : 30)) / 2);
  const above = phone ? kernel + 180 : Math.max(kernel - 30, photo + 62) + 94;
  return { layout, whole, kernel, photo, bar: phone ? 120 : 160, ...plots(whole, room.height - above) };
}

/** The grating and both plots in a row. */
function plots(width, height) {
  const grating = Math.min(height - 2, Math.floor((width > 500 ? 0.24 : 0.22) * width));
  const rest = width - grating - 24;
  const traces = Math.floor((width > 500 ? 0.44 : 0.42) * rest);
  return { height, grating, traces, tuning: rest - traces };
}

/** The kernel and the grating: dragged, turned, and moved by keys. */
export function buildFields(view) {
  const { signal, colours, set, current } = view.context;
  const used = (name) => view.used.add(name);
  const byKey = (/** @type {(event: KeyboardEvent) => object | null} */ stateOf) => (/** @type {KeyboardEvent} */ event) => {
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
    onMove: (x, y) => (used("kernel"), set(moved(current().params, x, y))),
    onTurn: (theta) => (used("kernel"), set({ theta: wrapped(theta) })),
    onKey: byKey((event) => kernelKey(event.key, event.shiftKey, current().params)),
  });
  view.grating = createField({
    label: "Drifting grating",
    hint: "Drag to turn it. Arrow keys left and right turn it, up and down change its frequency",
    role: "input",
    signal,
    colours,
    onTurn: (theta) => (used("grating"), set({ grating_theta: wrapped(theta) })),
    onKey: byKey((event) => gratingKey(event.key, current().params)),
  });
}

export function buildPictures(view) {
  const { signal, set, redraw, current } = view.context;
  const look = (probe) => {
    view.probe = probe;
    view.used.add("photo");
    redraw();
  };
  const state = () => ({ params: placed(current().params), result: current().result });
  const shared = { hint: "Point at a pixel, or choose it by arrow keys, with Shift ten pixels at a time", signal };
  const onPoint = (pixel) => look(pixel && resultAt(state(), pixel));
  const at = () => view.probe && centreOf(state(), view.probe);
  view.photo = createPanel({ ...shared, label: "Photograph", role: "input", onPoint, at });
  view.map = createPanel({ ...shared, label: "Response", role: "output", onPoint: look, at: () => view.probe });
  view.map.el.classList.add("convnb-result");
  view.bar = createBar();
  view.bar.el.classList.add("convnb-result");
  const choices = Object.entries(CELLS).map(([value, { choice }]) => ({ value, text: choice }));
  view.cell = segmented({ label: SETTINGS.cell.label, choices, signal, onInput: (cell) => set({ cell }) });
  view.beside = h("div", { className: "convnb-cell" }, view.cell.el, view.bar.el);
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
  view.traces.el.classList.add("convnb-result");
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
  const choices = SETTINGS.tuned_by.choices.map((value) => ({ value, text: value }));
  const onInput = (tuned_by) => set({ tuned_by });
  view.tunedBy = segmented({ label: SETTINGS.tuned_by.label, choices, signal, onInput });
  const title = h("div", { className: "convnb-title", "data-role": "output" }, h("span", {}, "tuning "), view.tunedBy.el);
  view.tuning.el.classList.add("convnb-result");
  view.tuned = h("div", {}, title, view.tuning.el);
}

/** The kernel and the grating, each with the bell's outline and its arrow. */
export function drawFields(view, params, { pair, peak, grating }, sizes) {
  const { shape, x0, y0, theta, beta_x, beta_y, grating_theta } = params;
  const bell = { x: x0, y: y0, theta, beta_x, beta_y };
  const phone = sizes.layout === "phone";
  const asked = view.used.has("kernel") ? "" : " · drag or turn it";
  view.kernel.draw({
    ...{ shape, bell, arrow: bell },
    title: `kernel ${formatShape(shape)}${asked}`,
    width: sizes.kernel,
    margin: phone ? BARE : TICKED,
    values: pair.first,
    limit: peak || 1,
    scale: "signed",
  });
  view.grating.draw({
    ...{ shape, bell, arrow: { x: 0, y: 0, theta: grating_theta } },
    title: phone ? "grating" : `grating at ${angleText(grating_theta)}`,
    width: sizes.grating,
    margin: BARE,
    values: grating.map((value) => (value + 1) / 2),
    limit: 1,
    scale: "grey",
  });
}

export function drawPictures(view, params, result, { layout, photo, bar }) {
  const { picture, cell } = params;
  const { output, limit } = result;
  const scale = cell === "linear" ? "signed" : "grey";
  const zoom = photo / Math.max(...picture.shape);
  const at = view.probe && inside(view.probe, output.shape);
  if (view.painted.picture !== picture) view.photo.paint(picture, "grey", 1);
  if (view.painted.output !== output) view.map.paint(output, scale, limit);
  view.painted = { picture, output };
  const frame = at && windowOf({ params: placed(params), result }, at);
  const size = (shape) => (layout === "phone" ? "" : ` ${formatShape(shape)}`);
  const asked = view.used.has("photo") ? size(picture.shape) : " · point at it";
  view.photo.draw({ title: `photograph${layout === "phone" ? "" : asked}`, shape: picture.shape, zoom, frame });
  const title = `${CELLS[cell].name}${size(output.shape)}`;
  view.map.draw({ title, shape: output.shape, zoom, frame: at && one(at) });
  // What stands beside them stays when the kernel's size changes.
  for (const { el } of [view.photo, view.map]) el.style.width = `${photo}px`;
  view.bar.draw({ scale, limit, width: bar, text: CELLS[cell].scale });
  view.cell.show(cell);
}

export function drawPlots(view, params, result, sizes) {
  const colour = view.context.colours();
  view.traces.rename(sizes.layout === "phone" ? "over time" : "responses over time");
  view.traces.draw(params, result, sizes.traces, sizes.height, colour);
  view.tuning.draw(params, result, sizes.tuning, sizes.height, colour);
  view.tunedBy.show(params.tuned_by);
}

// --- the two curves: the responses over one drift of the grating, and the tuning of both cells ---

function styles(colour) {
  return {
    simple: { colour: colour.output, width: 2.5 },
    complex: { colour: colour.ink, width: 2, dash: [7, 4] },
    linear: { colour: colour.muted, width: 1.5, dash: [2, 3] },
  };
}

/** The key above a plot: a piece of each line with its name, as many as fit. */
function drawKey(chart, context, entries, look, width) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  const sample = width < 190 ? 11 : 18;
  let x = 2;
  for (const [name, text] of Object.entries(entries)) {
    const end = x + sample + 4 + context.measureText(text).width;
    if (end > width) return;
    context.beginPath();
    context.moveTo(x, 10);
    context.lineTo(x + sample, 10);
    chart.stroke(look[name]);
    context.fillText(text, x + sample + 4, 10);
    x = end + 5;
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
function drawStill(chart, key, names, colour, width, axes) {
  chart.still(key, (context) => {
    chart.axes({ format, spacing: 44, ...axes });
    context.fillStyle = colour.ink;
    drawKey(chart, context, names, styles(colour), width);
  });
}

/** The responses over one drift.
 * @param {AbortSignal} signal */
function tracesChart(signal) {
  const hint = "Drag or use the arrow keys to choose the time";
  const chart = createChart({ label: "Responses over one drift", hint, signal, role: "output" });
  const draw = ({ time }, { traces, reach }, width, height, colour) => {
    const high = topOf(reach, traces.linear, traces.complex);
    chart.begin({ width, height, margin: MARGIN, colour, from: 0, to: FRAMES, low: -high, high });
    const axes = { label: "time in periods", scale: 1 / FRAMES, heights: ticks(-high, high, 5) };
    // Where there is no room for all, the plot beside it names the others.
    const names = width < 150 ? { linear: "s" } : { simple: "simple", complex: "complex", linear: "s" };
    drawStill(chart, `${high}`, names, colour, width, axes);
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
  const chart = createChart({ label: "Tuning curve", hint, signal });
  const draw = ({ tuned_by, grating_theta, grating_frequency }, { tuning, strength, reach }, width, height, colour) => {
    const turning = tuned_by === "orientation";
    const unit = (value) => (turning ? degrees(value) : value);
    const high = topOf(reach, tuning.simple, tuning.complex);
    chart.begin({ width, height, margin: MARGIN, colour, from: 0, to: unit(Math.PI), low: 0, high });
    const label = turning ? "grating τ in degrees" : "grating f, rad per pixel";
    const names = { simple: "simple", complex: "complex" };
    drawStill(chart, `${high} ${tuned_by}`, names, colour, width, { label, heights: ticks(0, high, 4) });
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
/** Around the square that a field is drawn in: with ticks and a bar, or only its frame. */
const TICKED = { left: 40, top: 7, right: 78, bottom: 21 };
const BARE = { left: 1, top: 1, right: 1, bottom: 1 };
/** How near to the arrow's tip a press takes hold of it, and a finger also to the middle, in CSS pixels. */
const GRIP = 24;
const FAINT = 0.04;
const FARTHEST = 1e4;

/**
 * @typedef {{ title: string, width: number, margin: typeof TICKED, shape: [number, number], values: ArrayLike<number>,
 *             limit: number, scale: "signed" | "grey", arrow: { x: number, y: number, theta: number },
 *             bell: { x: number, y: number, theta: number, beta_x: number, beta_y: number } }} Field
 *   width: CSS pixels of the canvas; margin: BARE is without ticks and bar; arrow: where it starts and points; bell: its outline, where the envelope has fallen
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
  /** @type {ReturnType<typeof layOut> | null} */
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
    if (field.margin !== BARE) {
      layer(context, field.width, shown.height, `${field.shape} ${colour.muted}`, (still) => {
        drawTicks(still, shown, colour);
        drawBar(still, shown);
      });
      drawScale(context, shown, colour);
    }
    drawFrame(context, shown, colour);
    drawArrow(context, shown, colour);
  };
  el.classList.add("convnb-held");
  return { el, draw };
}

/** Where everything lies, in CSS pixels: a kernel that is no square lies in the middle of one.
 * @param {Field} field */
function layOut(field) {
  const { shape, width, margin, arrow } = field;
  const side = width - margin.left - margin.right;
  const cell = side / Math.max(...shape);
  const [tall, wide] = [shape[0] * cell, shape[1] * cell];
  const [left, top] = [margin.left + (side - wide) / 2, margin.top + (side - tall) / 2];
  const placeX = (x) => left + wide / 2 + x * cell;
  const placeY = (y) => top + tall / 2 + y * cell;
  const reach = Math.max(26, 0.4 * Math.min(tall, wide));
  const centre = { x: placeX(arrow.x), y: placeY(arrow.y) };
  const tip = { x: centre.x + reach * Math.cos(arrow.theta), y: centre.y + reach * Math.sin(arrow.theta) };
  const height = side + margin.top + margin.bottom;
  return { field, side, cell, left, top, tall, wide, placeX, placeY, centre, tip, height };
}

function paint(context, shown, pixels, colour) {
  const { field, cell, left, top, tall, wide, placeX, placeY } = shown;
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
function stripeNegatives(context, { field, cell, left, top, tall, wide }) {
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

function drawFrame(context, { left, top, tall, wide }, colour) {
  context.beginPath();
  context.rect(left, top, wide, tall);
  line(context, colour.line, 1);
}

/** Coordinates in pixels from the middle, along two sides. */
function drawTicks(context, { field, left, top, tall, wide, placeX, placeY }, colour) {
  const [rows, cols] = field.shape;
  context.font = FONT;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.beginPath();
  for (const x of ticks(-(cols - 1) / 2, (cols - 1) / 2, wide / 55)) {
    context.moveTo(placeX(x), top + tall);
    context.lineTo(placeX(x), top + tall + 4);
    context.fillText(formatNumber(x), placeX(x), top + tall + 7);
  }
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const y of ticks(-(rows - 1) / 2, (rows - 1) / 2, tall / 55)) {
    context.moveTo(left, placeY(y));
    context.lineTo(left - 4, placeY(y));
    context.fillText(formatNumber(y), left - 7, placeY(y));
  }
  line(context, colour.muted, 1);
}

/** The bar of the diverging scale. */
function drawBar(context, { field: { margin }, side }) {
  const { left, top } = margin;
  const gradient = context.createLinearGradient(0, top, 0, top + side);
  [1, 0, -1].forEach((value, at) => gradient.addColorStop(at / 2, `rgb(${colourOf("signed", value, 1).join(" ")})`));
  context.fillStyle = gradient;
  context.fillRect(left + side + 9, top, 11, side);
}

/** The numbers beside it. */
function drawScale(context, { field: { limit, margin }, side }, colour) {
  const { left, top } = margin;
  context.fillStyle = colour.ink;
  context.font = FONT;
  context.textAlign = "left";
  const digits = limit < 0.1 ? 2 : 3;
  const marks = [
    { text: `+${formatNumber(limit, digits)}`, y: top, base: "top" },
    { text: "0", y: top + side / 2, base: "middle" },
    { text: formatNumber(-limit, digits), y: top + side, base: "bottom" },
  ];
  for (const { text, y, base } of marks) {
    context.textBaseline = base;
    context.fillText(text, left + side + 24, y);
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
