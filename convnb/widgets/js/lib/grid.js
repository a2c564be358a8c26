// @ts-check
// A grid of numbers: input, kernel or output. It paints what it is told and says which cell the reader points at; what
// that means is the widget's business.

import { hatch, sharpCanvas } from "./canvas.js";
import { h, setText } from "./dom.js";
import { draggable } from "./drag.js";
import { formatNumber } from "./format.js";

const FONT = "system-ui, sans-serif";

/**
 * @typedef {{ row: number, col: number }} Cell
 * @typedef {{ shape: [number, number], values: ArrayLike<number>, title: string, cell: number,
 *             border?: [number, number], boxes?: Map<number, string>, notes?: Map<number, string>, cursor?: number,
 *             frame?: { row: number, col: number, rows: number, cols: number } | null }} Picture
 *   border: rows and columns of padding on each side; boxes: cells outlined and tinted in a colour; notes: a second line
 *   in a cell; cursor: the cell chosen by keyboard; frame: one outline around a block of cells
 */

/**
 * The cell under a point, or null.
 * @param {{ shape: [number, number], cell: number }} picture
 * @param {number} x CSS pixels from the grid's left edge
 * @param {number} y
 * @returns {Cell | null}
 */
export function cellAt({ shape, cell }, x, y) {
  const row = Math.floor((y - 1) / cell);
  const col = Math.floor((x - 1) / cell);
  return row >= 0 && col >= 0 && row < shape[0] && col < shape[1] ? { row, col } : null;
}

/**
 * Where an arrow key leads, staying inside the grid; null for any other key.
 * @param {string} key
 * @param {Cell} from
 * @param {[number, number]} shape
 * @returns {Cell | null}
 */
export function arrowStep(key, from, shape) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (!step) return null;
  const within = (/** @type {number} */ at, /** @type {number} */ size) => Math.min(size - 1, Math.max(0, at));
  return { row: within(from.row + step[0], shape[0]), col: within(from.col + step[1], shape[1]) };
}

/**
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal, colours: () => Record<string, string>,
 *           onHover: (cell: Cell | null) => void, onClick: (cell: Cell) => void,
 *           onDrag?: (pressed: Cell, moved: { rows: number, cols: number }) => void,
 *           onKey: (event: KeyboardEvent) => void }} options
 *   role: the colour of the grid's tint (input, kernel, output); onDrag: the cell that was pressed, and how far the pointer
 *   is from there, in cells; onClick: a press that did not move
 */
export function createGrid({ label, hint, role, signal, colours, onHover, onDrag, onClick, onKey }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const range = h("div", { className: "convnb-note" });
  const el = h("div", { className: "convnb-panel" }, title, h("div", { className: "convnb-scroll" }, canvas.el), range);
  /** @type {Picture} */
  let picture = { shape: [1, 1], values: [0], title: label, cell: 40 };

  draggable(canvas.el, signal, {
    press: (x, y) => cellAt(picture, x, y),
    drag: (cell, dx, dy) => onDrag?.(cell, { rows: dy / picture.cell, cols: dx / picture.cell }),
    click: (cell) => onClick(cell),
    hover: (x, y) => onHover(cellAt(picture, x, y)),
    leave: () => onHover(null),
  });
  canvas.el.addEventListener("keydown", onKey, { signal });

  /** @param {Picture} next */
  const draw = (next) => {
    picture = next;
    setText(title, next.title);
    setText(
      range,
      paint(canvas.begin(next.shape[1] * next.cell + 2, next.shape[0] * next.cell + 2), next, role, colours()),
    );
  };
  return { el, canvas: canvas.el, draw };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Picture} picture
 * @param {string} role
 * @param {Record<string, string>} colour
 * @returns {string} what the tint means
 */
function paint(context, picture, role, colour) {
  const { shape, values, cell, border = [0, 0], boxes = new Map(), notes = new Map() } = picture;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const texts = Array.from(values, (value) => formatNumber(value, cell < 34 ? 2 : 3));
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const size = Math.max(8, Math.min(cell * 0.4, (cell - 4) / (longest * 0.56)));
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let index = 0; index < texts.length; index++) {
    const row = Math.floor(index / shape[1]);
    const col = index % shape[1];
    const x = 1 + col * cell;
    const y = 1 + row * cell;
    const padding = row < border[0] || col < border[1] || row >= shape[0] - border[0] || col >= shape[1] - border[1];
    paintCell(context, x, y, cell, { value: values[index], largest, padding, tint: colour[role], colour });
    if (boxes.has(index)) paintBox(context, x, y, cell, boxes.get(index) ?? "");
    const note = cell >= 30 ? notes.get(index) : undefined;
    context.fillStyle = padding ? colour.muted : colour.ink;
    context.font = `${size}px ${FONT}`;
    context.fillText(texts[index], x + cell / 2, y + cell * (note ? 0.36 : 0.52));
    if (note) {
      context.font = `600 ${Math.max(9, Math.min(cell * 0.28, (cell - 4) / (note.length * 0.6)))}px ${FONT}`;
      context.fillText(note, x + cell / 2, y + cell * 0.76);
    }
  }
  const { frame, cursor } = picture;
  if (frame) outline(context, frame.col, frame.row, frame.cols, frame.rows, cell, colour.focus, []);
  if (cursor !== undefined)
    outline(context, cursor % shape[1], Math.floor(cursor / shape[1]), 1, 1, cell, colour.ink, [4, 3]);
  const range = formatNumber(largest, 3);
  return Array.prototype.some.call(values, (value) => value < 0)
    ? `tint: −${range} (striped) to ${range}`
    : `tint: 0 to ${range}`;
}

/** One cell's ground: the tint grows with the size of the value, stripes say that it is negative, a cross hatch padding. */
function paintCell(context, x, y, cell, { value, largest, padding, tint, colour }) {
  context.fillStyle = padding ? colour.raised : colour.paper;
  context.fillRect(x, y, cell, cell);
  if (!padding && value && largest) {
    context.globalAlpha = 0.12 + 0.33 * (Math.abs(value) / largest);
    context.fillStyle = tint;
    context.fillRect(x, y, cell, cell);
    if (value < 0) {
      context.strokeStyle = colour.ink;
      context.globalAlpha = 0.16;
      context.lineWidth = 1;
      hatch(context, x, y, cell, cell);
    }
    context.globalAlpha = 1;
  }
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.setLineDash(padding ? [2, 3] : []);
  context.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
  context.setLineDash([]);
}

function paintBox(context, x, y, cell, colour) {
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fillRect(x, y, cell, cell);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
}

function outline(context, col, row, cols, rows, cell, colour, dash) {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.setLineDash(dash);
  context.strokeRect(col * cell + 1.5, row * cell + 1.5, cols * cell - 1, rows * cell - 1);
  context.setLineDash([]);
}
