// @ts-check
// The matrix as an element: a picture that is painted once and kept, what lights up above it, pointing, dragging, keys.

import { sharpCanvas } from "../kit/canvas.js";
import { h, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { boxOf, paintMarks, paintMatrix, placeAt } from "./picture.js";

/** The sides of a cell in CSS pixels, and the height that a matrix takes at most while its cells can shrink. */
const SMALLEST_CELL = 5;
const LARGEST_CELL = 34;
const MOST_HIGH = 600;

/** The largest cells with which a matrix fits. @param {any} layout @param {number} width */
export function cellFor({ rows, cols, left, right }, width) {
  const room = width - 2 - (left ? LARGEST_CELL : 0) - (right ? LARGEST_CELL : 0);
  const fit = Math.floor(Math.min(room / cols, MOST_HIGH / rows));
  return Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fit));
}

/**
 * @param {{ label: string, hint: string, signal: AbortSignal,
 *           onHover: (place: any) => void, onDrag: (place: any) => void, onClick: (place: any) => void,
 *           onKey: (event: KeyboardEvent) => void }} options
 *   a place is { row, col }, outside the matrix for the lists around it; null where there is nothing
 */
export function createMatrixPanel({ label, hint, signal, onHover, onDrag, onClick, onKey }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const kept = sharpCanvas();
  const title = h("div", { className: "convnb-title" });
  const note = h("div", { className: "convnb-note" });
  const el = h("div", { className: "convnb-panel" }, title, h("div", { className: "convnb-scroll" }, canvas.el), note);
  /** @type {any} */
  let layout = null;
  /** @type {any} */
  let box = null;
  let key = "";

  const at = (/** @type {number} */ x, /** @type {number} */ y) => layout && placeAt(layout, box, x, y);
  draggable(canvas.el, signal, {
    press: (x, y) => (at(x, y) ? { x, y, ...at(x, y) } : null),
    drag: (press, dx, dy) => onDrag(at(press.x + dx, press.y + dy)),
    click: ({ row, col }) => onClick({ row, col }),
    hover: (x, y) => onHover(at(x, y)),
    leave: () => onHover(null),
  });
  canvas.el.addEventListener("keydown", onKey, { signal });

  /**
   * @param {any} next a Layout
   * @param {any} marks see paintMarks
   * @param {{ width: number, key: string, colour: Record<string, string> }} look key: changes if the matrix does
   */
  const draw = (next, marks, { width, key: content, colour }) => {
    layout = next;
    box = boxOf(layout, cellFor(layout, width));
    const wanted = [content, box.cell, colour.paper, window.devicePixelRatio].join(" ");
    if (key !== wanted) {
      key = wanted;
      paintMatrix(kept.begin(box.width, box.height), layout, box, colour);
      setText(title, layout.title);
      title.dataset.role = layout.role;
      setText(note, layout.note);
    }
    const context = canvas.begin(box.width, box.height);
    context.drawImage(kept.el, 0, 0, box.width, box.height);
    paintMarks(context, layout, box, marks, colour);
  };
  return { el, canvas: canvas.el, draw };
}
