// @ts-check
// The drawing pad: levels from 0 to 255, drawn on by mouse, pen, finger or keys with a soft brush, as wide as the strokes
// of the course's digits.

import { canvasPanel, pixelCanvas, strokeBox } from "../kit/canvas.js";
import { draggable } from "../kit/dom.js";
import { arrowStep } from "../kit/grid.js";
import { colourImage, one, outline } from "../kit/image.js";

/** Full ink up to INK pixels from the stroke's middle, none from EDGE on. */
const [INK, EDGE] = [0.5, 1.6];
/** The same of the rubber, which takes a whole stroke away where it passes along its middle. */
const [GONE, LEFT] = [EDGE, EDGE + 1];

/** @typedef {{ shape: number[], levels: Uint8Array }} Drawing shape: channels, rows, columns */

/**
 * The drawing with a stroke from one point to another, in pixels; the middle of the first pixel is (0, 0).
 * @param {Drawing} drawing @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to
 * @param {boolean} erase @returns {Drawing}
 */
export function stroke({ shape, levels }, from, to, erase) {
  const [channels, rows, cols] = shape;
  const [ink, edge] = erase ? [GONE, LEFT] : [INK, EDGE];
  const next = levels.slice();
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const near = (a, b, count) => [
    Math.max(0, Math.ceil(Math.min(a, b) - edge)),
    Math.min(count, Math.floor(Math.max(a, b) + edge) + 1),
  ];
  const [top, bottom] = near(from.y, to.y, rows);
  const [left, right] = near(from.x, to.x, cols);
  for (let r = top; r < bottom; r++) {
    for (let c = left; c < right; c++) {
      const along = length ? Math.max(0, Math.min(1, ((c - from.x) * dx + (r - from.y) * dy) / length)) : 0;
      const distance = Math.hypot(c - from.x - along * dx, r - from.y - along * dy);
      if (distance >= edge) continue;
      const level = Math.round(255 * Math.min(1, (edge - distance) / (edge - ink)));
      for (let n = r * cols + c, end = channels * rows * cols; n < end; n += rows * cols) {
        next[n] = erase ? Math.min(next[n], 255 - level) : Math.max(next[n], level);
      }
    }
  }
  return { shape, levels: next };
}

/** One pixel full of ink, or without.
 * @param {Drawing} drawing @param {{ row: number, col: number }} at @param {number} level */
export function dot({ shape, levels }, { row, col }, level) {
  const [channels, rows, cols] = shape;
  const next = levels.slice();
  for (let c = 0; c < channels; c++) next[(c * rows + row) * cols + col] = level;
  return { shape, levels: next };
}

/** Moved by whole pixels; what moves in is empty.
 * @param {Drawing} drawing @param {number[]} by */
export function moved({ shape, levels }, by) {
  const [channels, rows, cols] = shape;
  const [down, right] = by;
  const next = new Uint8Array(levels.length);
  const [first, last] = [Math.max(0, right), Math.min(cols, cols + right)];
  for (let c = 0; c < channels && first < last; c++) {
    for (let r = Math.max(0, down); r < Math.min(rows, rows + down); r++) {
      const [to, from] = [(c * rows + r) * cols, (c * rows + r - down) * cols];
      next.set(levels.subarray(from + first - right, from + last - right), to + first);
    }
  }
  return { shape, levels: next };
}

/** By how much a drawing must move so that its mass lies in the middle; [0, 0] without ink.
 * @param {Drawing} drawing */
export function toCentre({ shape: [channels, rows, cols], levels }) {
  let [mass, down, right] = [0, 0, 0];
  for (let n = 0; n < channels * rows * cols; n++) {
    mass += levels[n];
    down += levels[n] * (Math.floor(n / cols) % rows);
    right += levels[n] * (n % cols);
  }
  return mass ? [rows / 2 - down / mass, cols / 2 - right / mass].map((by) => Math.round(by) + 0) : [0, 0];
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function same(a, b) {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}

// --- the pad ---

/**
 * @param {{ signal: AbortSignal, colours: () => Record<string, string>, redraw: () => void,
 *           onStroke: (from: { x: number, y: number }, to: { x: number, y: number }, rubber: boolean) => void,
 *           onDot: (at: { row: number, col: number }, level: number) => void }} options
 *   points in pixels, (0, 0) the middle of the first; rubber: the pen was turned round
 */
export function createPad({ signal, colours, redraw, onStroke, onDot }) {
  const hint =
    "Draw with mouse, pen or finger. Arrow keys move the cursor, Space inks, Backspace erases, Shift with an arrow draws";
  const { el, canvas, begin, show } = canvasPanel({ label: "Drawing pad", hint, role: "input" });
  const pixels = pixelCanvas();
  let [shape, zoom] = [[1, 1, 1], 1];
  let cursor = { row: 0, col: 0 };
  // byHand: the cursor is for the keys, it hides while a hand draws
  let [used, rubber, byHand] = [false, false, false];

  const listen = (type, run) => canvas.addEventListener(type, run, { signal });
  listen("pointerdown", (event) => ([rubber, byHand] = [event.buttons === 32, true]));
  const point = (x, y) => ({ x: x / zoom - 0.5, y: y / zoom - 0.5 });
  draggable(canvas, signal, {
    press(x, y) {
      onStroke(point(x, y), point(x, y), rubber);
      return { x, y, last: point(x, y) };
    },
    drag(press, dx, dy) {
      const now = point(press.x + dx, press.y + dy);
      onStroke(press.last, now, rubber);
      press.last = now;
    },
  });

  listen("focus", redraw);
  listen("blur", () => {
    byHand = false;
    redraw();
  });
  listen("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    byHand = false;
    const to = arrowStep(event.key, cursor, shape.slice(1));
    if (to) {
      if (event.shiftKey) onStroke({ x: cursor.col, y: cursor.row }, { x: to.col, y: to.row }, false);
      cursor = to;
    } else if (event.key === " " || event.key === "Enter") onDot(cursor, 255);
    else if (["Backspace", "Delete", "e", "E"].includes(event.key)) onDot(cursor, 0);
    else return;
    used = true;
    event.preventDefault();
    redraw();
  });

  /**
   * @param {{ title: string, shape: number[], seen: Float32Array, field: import("../kit/image.js").Box, width: number }} next
   *   field: what the unit sees
   */
  const draw = ({ title, shape: now, seen, field, width }) => {
    shape = now;
    show(title);
    const [, rows, cols] = shape;
    zoom = width / Math.max(rows, cols);
    if (!used) cursor = { row: rows >> 1, col: cols >> 1 };
    pixels.paint(imageOf(shape, seen));
    const [wide, tall] = [cols * zoom, rows * zoom];
    const context = begin(wide, tall);
    const colour = colours();
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels.el, 0, 0, wide, tall);
    strokeBox(context, [1, 1, wide - 2, tall - 2], colour.line, 2);
    if (field.rows > 0 && field.cols > 0) frame(context, field, zoom, colour.focus);
    if (document.activeElement === canvas && !byHand) frame(context, one(cursor), zoom, colour.kernel);
  };
  return { el, draw };
}

/** Grey levels, colours where there are three channels, else their mean. */
function imageOf(shape, seen) {
  const [channels, rows, cols] = shape;
  const planes = Array.from({ length: channels }, (_, c) => seen.subarray(c * rows * cols, (c + 1) * rows * cols));
  const grey = channels === 2 ? planes[0].map((value, n) => (value + planes[1][n]) / 2) : planes[0];
  const colours = channels === 3 ? planes : [grey, grey, grey];
  return colourImage(colours.map((values) => ({ shape: [rows, cols], values })));
}

/** A frame just inside a box of pixels. */
function frame(context, { row, col, rows, cols }, zoom, style) {
  context.beginPath();
  context.rect(col * zoom + 1, row * zoom + 1, cols * zoom - 2, rows * zoom - 2);
  outline(context, style, 2);
}
