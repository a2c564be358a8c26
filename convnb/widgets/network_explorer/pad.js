// @ts-check
// The drawing pad: a picture that is drawn on by mouse, pen, finger or keys.

import { sharpCanvas } from "../kit/canvas.js";
import { h } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { arrowStep } from "../kit/grid.js";
import { outline } from "./blocks.js";

const LARGEST = 252;

/**
 * @param {{ signal: AbortSignal, colours: () => Record<string, string>, redraw: () => void,
 *           onStroke: (from: { x: number, y: number }, to: { x: number, y: number }, rubber: boolean) => void,
 *           onDot: (at: { row: number, col: number }, level: number) => void }} options
 *   points in pixels, (0, 0) the middle of the first; rubber: the pen was turned round
 */
export function createPad({ signal, colours, redraw, onStroke, onDot }) {
  const hint =
    "Draw with mouse, pen or finger. Arrow keys move the cursor, Space inks, Backspace erases, Shift with an arrow draws";
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `Drawing pad. ${hint}`, title: hint });
  const el = h("div", { className: "convnb-scroll" }, canvas.el);
  const pixels = h("canvas");
  const paper = pixels.getContext("2d");
  let shape = [1, 1, 1];
  let zoom = 1;
  let cursor = { row: 0, col: 0 };
  let used = false;
  let rubber = false;
  /** The cursor is for the keys: it hides while a hand draws. */
  let byHand = false;

  // --- pointer ---
  const listen = (/** @type {string} */ type, /** @type {any} */ run) =>
    canvas.el.addEventListener(type, run, { signal });
  listen("pointerdown", (/** @type {PointerEvent} */ event) => ([rubber, byHand] = [event.buttons === 32, true]));
  const point = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: x / zoom - 0.5, y: y / zoom - 0.5 });
  draggable(canvas.el, signal, {
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

  // --- keyboard ---
  const focused = () => document.activeElement === canvas.el;
  listen("focus", redraw);
  listen("blur", () => {
    byHand = false;
    redraw();
  });
  listen("keydown", (/** @type {KeyboardEvent} */ event) => {
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

  /** @param {{ shape: number[], seen: Float32Array, field: any, width: number }} next field: what the unit sees */
  const draw = ({ shape: now, seen, field, width }) => {
    shape = now;
    const [, rows, cols] = shape;
    zoom = Math.min(LARGEST, width) / Math.max(rows, cols);
    if (!used) cursor = { row: rows >> 1, col: cols >> 1 };
    paint(pixels, paper, shape, seen);
    const [wide, tall] = [cols * zoom, rows * zoom];
    const context = canvas.begin(wide, tall);
    const colour = colours();
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels, 0, 0, wide, tall);
    context.strokeStyle = colour.line;
    context.lineWidth = 2;
    context.strokeRect(1, 1, wide - 2, tall - 2);
    if (field.rows > 0 && field.cols > 0) frame(context, field, zoom, colour.focus);
    if (focused() && !byHand) frame(context, { ...cursor, rows: 1, cols: 1 }, zoom, colour.kernel);
  };
  return { el, draw };
}

/** Grey levels, colours where there are three channels, else their mean. */
function paint(canvas, context, [channels, rows, cols], seen) {
  if (canvas.width !== cols) canvas.width = cols;
  if (canvas.height !== rows) canvas.height = rows;
  const image = context.createImageData(cols, rows);
  const count = rows * cols;
  for (let n = 0; n < count; n++) {
    for (let part = 0; part < 3; part++) {
      const value = channels === 2 ? (seen[n] + seen[count + n]) / 2 : seen[(channels === 3 ? part * count : 0) + n];
      image.data[4 * n + part] = 255 * value + 0.5;
    }
    image.data[4 * n + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** A frame just inside a box of pixels. */
function frame(context, { row, col, rows, cols }, zoom, style) {
  context.beginPath();
  context.rect(col * zoom + 1, row * zoom + 1, cols * zoom - 2, rows * zoom - 2);
  outline(context, style, 2);
}
