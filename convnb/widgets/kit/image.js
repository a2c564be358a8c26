// @ts-check
// A picture on the page: its pixels in grey or on the diverging scale, its bar, and the boxes and frames over what is looked
// at.

import { pixelCanvas } from "./canvas.js";
import { h, setText } from "./dom.js";
import { formatNumber } from "./format.js";
import { arrowStep } from "./grid.js";
import { zerosBefore } from "./slide.js";
import { SIGNED_STOPS } from "./theme.js";

/** Entries of a colour table, from -limit to limit. */
const HALF = 512;
const SMALLEST_FRAME = 9;

/** @typedef {"grey" | "signed" | "clipped" | "absolute"} Scale grey and clipped: black at 0 and below */

const channels = SIGNED_STOPS.map((stop) => [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16)));

/**
 * Red, green and blue of a value.
 * @param {Scale} scale @param {number} value
 * @param {number} limit the largest absolute value; white where the scale is grey or absolute
 */
export function colourOf(scale, value, limit) {
  if (scale === "signed") {
    const part = Math.max(-1, Math.min(1, value / limit));
    const end = channels[part < 0 ? 0 : 2];
    return channels[1].map((zero, at) => Math.round(zero + Math.abs(part) * (end[at] - zero)));
  }
  const shown = scale === "absolute" ? Math.abs(value) / limit : scale === "clipped" ? value : value / limit;
  return Array(3).fill(Math.round(255 * Math.max(0, Math.min(1, shown))));
}

/**
 * Turns values into pixels, through a table of colours; table and pixels are kept for the next picture of the same size.
 * @returns {(picture: { shape: [number, number], values: Float32Array }, scale: Scale, limit: number) => ImageData}
 */
export function createColouring() {
  const table = new Uint32Array(2 * HALF + 1);
  let made = "";
  /** @type {ImageData | null} */
  let image = null;
  let pixels = new Uint32Array(0);
  return ({ shape, values }, scale, limit) => {
    // Only where white stands at 1 do the colours depend on the limit.
    const reach = scale === "clipped" ? limit : 1;
    if (made !== `${scale} ${reach}`) fillTable(table, scale, reach);
    made = `${scale} ${reach}`;
    if (image?.height !== shape[0] || image.width !== shape[1]) {
      pixels = new Uint32Array(values.length);
      image = new ImageData(new Uint8ClampedArray(pixels.buffer), shape[1], shape[0]);
    }
    const factor = HALF / limit;
    for (let n = 0; n < values.length; n++) pixels[n] = table[(values[n] * factor + HALF + 0.5) | 0];
    return image;
  };
}

/**
 * A canvas whose pixels are values in colours.
 * @param {Record<string, any>} [props]
 */
export function colouredCanvas(props) {
  const canvas = pixelCanvas(props);
  const colouring = createColouring();
  /** @type {(...args: Parameters<ReturnType<typeof createColouring>>) => void} */
  const paint = (picture, scale, limit) => canvas.paint(colouring(picture, scale, limit));
  return { ...canvas, paint };
}

/**
 * Red, green and blue from 0 to 1 as pixels, in the image that was used before where it fits.
 * @param {{ shape: number[], values: ArrayLike<number> }[]} planes @param {ImageData | null} [old]
 */
export function colourImage(planes, old) {
  const [rows, cols] = planes[0].shape;
  const [red, green, blue] = planes.map(({ values }) => values);
  const image = old?.width === cols && old.height === rows ? old : new ImageData(cols, rows);
  const { data } = image;
  for (let n = 0; n < rows * cols; n++) {
    data[4 * n] = 255 * red[n];
    data[4 * n + 1] = 255 * green[n];
    data[4 * n + 2] = 255 * blue[n];
    data[4 * n + 3] = 255;
  }
  return image;
}

/** @param {Uint32Array} table @param {Scale} scale @param {number} limit */
function fillTable(table, scale, limit) {
  const bytes = new Uint8ClampedArray(table.buffer);
  for (let entry = 0; entry < table.length; entry++) {
    bytes.set([...colourOf(scale, ((entry - HALF) / HALF) * limit, limit), 255], 4 * entry);
  }
}

/**
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal,
 *           onPoint: (pixel: { row: number, col: number } | null) => void, at: () => { row: number, col: number } | null }} options
 *   onPoint: the pixel that the mouse or the arrow keys choose; at: the one that is chosen now
 */
export function createPanel({ label, hint, role, signal, onPoint, at }) {
  const canvas = colouredCanvas({ tabIndex: 0, role: "application", "aria-label": label, title: hint });
  const frame = h("div", { className: "convnb-frame", hidden: true });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const picture = h("div", { className: "convnb-picture" }, canvas.el, frame);
  const el = h("div", { className: "convnb-panel" }, title, picture);
  let shape = /** @type {[number, number]} */ ([1, 1]);
  let zoom = 1;

  const listen = (type, run) => canvas.el.addEventListener(type, run, { signal });
  const point = (/** @type {PointerEvent} */ { offsetX, offsetY }) => {
    onPoint(inside({ row: Math.floor(offsetY / zoom), col: Math.floor(offsetX / zoom) }, shape));
  };
  listen("pointermove", point);
  listen("pointerdown", point);
  listen("pointerleave", () => onPoint(null));
  listen("keydown", (/** @type {KeyboardEvent} */ event) => {
    const to = keyStep(event, at() ?? { row: shape[0] >> 1, col: shape[1] >> 1 }, shape);
    if (!to && event.key !== "Escape") return;
    event.preventDefault();
    onPoint(to);
  });

  /**
   * @param {{ title: string, shape: [number, number], zoom: number,
   *           frame: { row: number, col: number, rows: number, cols: number } | null }} next zoom: CSS pixels a pixel
   */
  const draw = (next) => {
    ({ shape, zoom } = next);
    setText(title, next.title);
    canvas.resize(shape[1] * zoom, shape[0] * zoom, zoom >= 2);
    frame.hidden = !next.frame;
    if (next.frame) placeFrame(frame, next.frame, zoom);
  };
  return { el, draw, paint: canvas.paint };
}

/** Where an arrow key leads, with Shift ten pixels at a time; null for another key.
 * @param {KeyboardEvent} event */
export function keyStep({ key, shiftKey }, from, shape) {
  let to = arrowStep(key, from, shape);
  for (let more = 1; to && shiftKey && more < 10; more++) to = arrowStep(key, to, shape);
  return to;
}

function placeFrame(el, { row, col, rows, cols }, zoom) {
  const [width, height] = [cols, rows].map((size) => Math.max(SMALLEST_FRAME, size * zoom + 4));
  el.style.width = `${width}px`;
  el.style.height = `${height}px`;
  el.style.left = `${(col + cols / 2) * zoom - width / 2}px`;
  el.style.top = `${(row + rows / 2) * zoom - height / 2}px`;
}

/** The bar of a scale with its labels, and a line below it. */
export function createBar() {
  const bar = h("div", { className: "convnb-bar", role: "img" });
  const labels = h("div", { className: "convnb-bar-labels" });
  const note = h("div", { className: "convnb-note" });
  const el = h("div", {}, bar, labels, note);
  /** @param {{ scale: Scale, limit: number, width: number, text: string }} now */
  const draw = ({ scale, limit, width, text }) => {
    el.style.width = `${width}px`;
    const ends = scale === "grey" ? [0, limit] : [-limit, 0, limit];
    const stops = scale === "clipped" ? [-limit, 0, Math.min(1, limit), limit] : ends;
    const css = stops.map((value) => {
      const place = (value - stops[0]) / (limit - stops[0]);
      return `rgb(${colourOf(scale, value, limit).join(" ")}) ${(100 * place).toFixed(2)}%`;
    });
    bar.style.backgroundImage = `linear-gradient(to right, ${css.join(", ")})`;
    const words = ends.map((value) => (value > 0 && scale !== "grey" ? "+" : "") + formatNumber(value, 3));
    bar.setAttribute("aria-label", `Scale from ${words[0]} to ${words.at(-1)}`);
    if (labels.textContent !== words.join("")) labels.replaceChildren(...words.map((word) => h("span", {}, word)));
    setText(note, text);
  };
  return { el, draw };
}

/** @typedef {{ row: number, col: number, rows: number, cols: number }} Box */

/** The bright edge of a frame: with it, the frame is seen on every picture, in both themes. */
const BRIGHT = "#ffffff";

/** @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

/** The nearest place inside a picture of this shape.
 * @param {{ row: number, col: number }} place @param {number[]} shape */
export function inside({ row, col }, [rows, cols]) {
  return { row: clamp(row, 0, rows - 1), col: clamp(col, 0, cols - 1) };
}

/** A place as a box of one cell.
 * @param {{ row: number, col: number }} place @returns {Box} */
export function one({ row, col }) {
  return { row, col, rows: 1, cols: 1 };
}

/**
 * Where a box lies on a picture, from the picture's corner: not smaller than can be seen, and not outside the picture.
 * @param {Box} box
 * @param {{ across: number, down: number, width: number, height: number }} picture across and down: size of a cell
 * @param {number} least
 * @returns {[number, number, number, number]} left, top, width, height
 */
export function rectangleOf({ row, col, rows, cols }, { across, down, width, height }, least) {
  const [wide, tall] = [cols * across, rows * down].map((side) => Math.max(least, side));
  const left = clamp((col + cols / 2) * across - wide / 2, 0, width - wide);
  const top = clamp((row + rows / 2) * down - tall / 2, 0, height - tall);
  return [left, top, wide, tall];
}

/**
 * The open path as a frame.
 * @param {CanvasRenderingContext2D} context @param {string} style @param {number} width
 * @param {number[]} [dash] of the frame; its edge is never dashed
 */
export function outline(context, style, width, dash = []) {
  context.strokeStyle = BRIGHT;
  context.lineWidth = 2 * width;
  context.stroke();
  context.strokeStyle = style;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The window of one pixel of the result, in pixels of the picture; with zeros around the picture it may hang over.
 * @param {{ params: { kernel: { shape: [number, number] }, mode: string }, result?: unknown }} state
 * @param {{ row: number, col: number }} at
 */
export function windowOf({ params: { kernel, mode } }, { row, col }) {
  const [top, left] = zerosBefore(kernel.shape, mode);
  return { row: row - top, col: col - left, rows: kernel.shape[0], cols: kernel.shape[1] };
}

/** The pixel in the middle of that window. */
export function centreOf(state, at) {
  const { row, col, rows, cols } = windowOf(state, at);
  return { row: row + (rows >> 1), col: col + (cols >> 1) };
}

/** The pixel of the result whose window has its middle here, or nearest to here. */
export function resultAt(state, { row, col }) {
  const origin = centreOf(state, { row: 0, col: 0 });
  return inside({ row: row - origin.row, col: col - origin.col }, state.result.output.shape);
}

/** Smallest and largest value.
 * @param {Float32Array | Float64Array} values */
export function extent(values) {
  let low = values[0];
  let high = values[0];
  for (let n = 0; n < values.length; n++) {
    low = Math.min(low, values[n]);
    high = Math.max(high, values[n]);
  }
  return { low, high };
}
