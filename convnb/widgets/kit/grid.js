// @ts-check
// A grid of numbers: input, kernel or output. It paints what it is told and says which cell the reader points at; what
// that means is the widget's business.

import { canvasPanel } from "./canvas.js";
import { createCellEditor, typedStart } from "./cell_editor.js";
import { h, setText } from "./dom.js";
import { draggable } from "./drag.js";
import { paintGrid } from "./grid_paint.js";

/**
 * @typedef {{ row: number, col: number }} Cell
 * @typedef {{ shape: [number, number], values: ArrayLike<number>, title: string, cell: number,
 *             filled?: Set<number>, unread?: Set<number>, boxes?: Map<number, string>, notes?: Map<number, string>,
 *             cursor?: number, frame?: { row: number, col: number, rows: number, cols: number } | null,
 *             role?: string, labels?: string[][], bare?: boolean, locked?: boolean }} Picture
 *   filled: cells that are padding; unread: cells that no window covers; boxes: cells outlined and tinted in a colour;
 *   notes: a second line in a cell; cursor: the cell that is chosen; frame: one outline around a block of cells;
 *   role: the colour, if not the grid's own; labels: what is written instead of the values, the first list that can be
 *   read in cells of this size, "\n" within a cell; bare: nothing is written into padding; locked: nothing can be typed into it now
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
 * @param {number[]} shape
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
 *           paint: () => void,
 *           onHover: (cell: Cell | null) => void, onClick: (cell: Cell) => void,
 *           onDrag?: (pressed: Cell, moved: { rows: number, cols: number }) => void,
 *           onKey: (event: KeyboardEvent) => void, onEdit?: (cell: Cell, value: number) => void,
 *           nameOf?: (cell: Cell) => string }} options
 *   role: the colour of the grid's tint (input, kernel, output); paint: draws the grid as it is now; onDrag: the cell that was pressed, and how far the pointer
 *   is from there, in cells; onClick: a press that did not move; onEdit: a number was typed into a cell (double click, or
 *   type where the cursor is); padding cannot be edited; nameOf: what a cell is called while it is edited
 */
export function createGrid(options) {
  const { label, hint, role, signal, colours, paint, onHover, onDrag, onClick, onKey, onEdit } = options;
  const nameOf = options.nameOf ?? (({ row, col }) => `${label}, row ${row}, column ${col}`);
  const range = h("div", { className: "convnb-note" });
  const { el, canvas, begin, show } = canvasPanel({ label, hint, role }, range);
  /** @type {Picture} */
  let picture = { shape: [1, 1], values: [0], title: label, cell: 40 };

  draggable(canvas, signal, {
    press: (x, y) => cellAt(picture, x, y),
    drag: (cell, dx, dy) => onDrag?.(cell, { rows: dy / picture.cell, cols: dx / picture.cell }),
    click: (cell) => onClick(cell),
    hover: (x, y) => onHover(cellAt(picture, x, y)),
    leave: () => onHover(null),
  });
  const edit = onEdit && editable(canvas, nameOf, signal, () => (paint(), picture), onEdit);
  canvas.addEventListener("keydown", (event) => edit?.byKey(event) || onKey(event), { signal });

  /** @param {Picture} next */
  const draw = (next) => {
    picture = next;
    show(next.title, next.role);
    const context = begin(next.shape[1] * next.cell + 2, next.shape[0] * next.cell + 2);
    setText(range, paintGrid(context, next, colours()[next.role ?? role], colours()));
  };
  return { el, canvas, draw, edit: (/** @type {Cell} */ cell) => Boolean(edit?.open(cell)) };
}

/**
 * Typing into the cells of a grid: open a cell, or let a key open it. Both return true where the editor opened.
 * @param {HTMLElement} canvas
 * @param {(cell: Cell) => string} label
 * @param {AbortSignal} signal
 * @param {() => Picture} picture
 * @param {(cell: Cell, value: number) => void} onEdit
 */
function editable(canvas, label, signal, picture, onEdit) {
  const editor = createCellEditor({ canvas, label, signal, onCommit: onEdit });
  const open = (/** @type {Cell} */ { row, col }, typed = "") => {
    const { shape, cell, values, filled, locked } = picture();
    const index = row * shape[1] + col;
    if (locked || filled?.has(index)) return false;
    editor.open(
      { row, col },
      { x: 1 + col * cell, y: 1 + row * cell, width: cell, height: cell },
      values[index],
      typed,
    );
    return true;
  };
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const cell = cellAt(picture(), event.offsetX, event.offsetY);
    if (cell) open(cell);
  };
  canvas.addEventListener("dblclick", onDouble, { signal });
  const byKey = (/** @type {KeyboardEvent} */ event) => {
    const typed = typedStart(event);
    if (typed === null) return false;
    const { cursor, shape } = picture();
    if (cursor === undefined) return false;
    const opened = open({ row: Math.floor(cursor / shape[1]), col: cursor % shape[1] }, typed);
    if (opened) event.preventDefault();
    return opened;
  };
  return { open, byKey };
}
