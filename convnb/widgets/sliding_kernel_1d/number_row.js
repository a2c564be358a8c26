// @ts-check
// A list of numbers as a row of cells, or of bars where the cells would be too narrow for numbers. Like lib/grid.js it
// paints what it is told and says which entry the reader points at or types into.

import { sharpCanvas } from "../kit/canvas.js";
import { createCellEditor, typedStart } from "../kit/cell_editor.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { formatNumber } from "../kit/format.js";
import { paintGrid } from "../kit/grid_paint.js";
import { bandOf, drawBar, drawIndices, drawZeroLine, frameSlots, INDEX_LINE, numbersFit } from "../kit/slots.js";
import { READABLE, slotAt, stepFor, widthOf, xOfSlot } from "../kit/slots.js";

const BARS_HEIGHT = 92;

/**
 * @typedef {{ title: string, axis: import("../kit/slots.js").Axis, first: number, values: ArrayLike<number>,
 *             filled?: Set<number>, boxes?: Map<number, string>, notes?: Map<number, string>,
 *             frame?: { first: number, last: number } | null, indices?: { first: number, last: number, shift: number },
 *             squeeze?: number, below?: number,
 *             paintBelow?: (context: CanvasRenderingContext2D, top: number) => void }} Picture
 *   first: the slot of values[0]; filled: entries that are zeros outside the list; boxes, notes: as in a grid, by
 *   index; frame: by slot; squeeze: the width of the row while it turns, 0 to 1; below: room that paintBelow fills
 */

/** Height of the row itself. @param {import("../kit/slots.js").Axis} axis */
function rowHeight({ cell }) {
  return cell >= READABLE ? cell + 2 : BARS_HEIGHT;
}

/**
 * @param {{ label: string, nameOf: (index: number) => string, hint: string, role: string, signal: AbortSignal,
 *           colours: () => Record<string, string>, onHover: (index: number | null) => void,
 *           onClick: (index: number) => void, onKey: (event: KeyboardEvent) => void,
 *           onDrag?: (press: { slot: number }, slots: number) => void,
 *           cursor?: () => number | undefined, onEdit?: (index: number, value: number) => void }} options
 *   nameOf: what an entry is called; onDrag: where it was pressed, and how far the pointer has come since, in slots;
 *   cursor: the entry that is chosen now, painted or not
 */
export function createRow(options) {
  const { label, nameOf, hint, role, signal, colours, onHover, onClick, onKey, cursor, onDrag, onEdit } = options;
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const el = h("div", { className: "convnb-panel" }, title, h("div", { className: "convnb-scroll" }, canvas.el));
  /** @type {any} */
  let picture = null;

  const indexAt = (/** @type {number} */ x) => {
    const slot = picture && slotAt(picture.axis, x);
    const index = slot === null ? -1 : slot - picture.first;
    return index >= 0 && index < picture.values.length ? index : null;
  };
  const change = (/** @type {number} */ at, /** @type {number} */ value) => {
    picture.values[at] = value; // the next key may come before the next picture
    onEdit?.(at, value);
  };
  const editor = createCellEditor({
    canvas: canvas.el,
    label: nameOf,
    signal,
    onCommit: change,
  });
  const canEdit = (/** @type {number | null | undefined} */ at) => onEdit && at != null && !picture.filled?.has(at);
  const open = (/** @type {number} */ at, typed = "") => {
    const { axis, first, values } = picture;
    const rectangle = { x: xOfSlot(axis, first + at), y: 1, width: axis.cell, height: Math.min(46, rowHeight(axis)) };
    editor.open(at, rectangle, values[at], typed);
  };

  draggable(canvas.el, signal, {
    press: (x) => {
      const slot = picture && slotAt(picture.axis, x);
      return slot === null ? null : { slot, index: indexAt(x) };
    },
    drag: (press, dx) => onDrag?.(press, dx / picture.axis.cell),
    click: ({ index }) => index !== null && onClick(index),
    hover: (x) => onHover(indexAt(x)),
    leave: () => onHover(null),
  });
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const at = indexAt(event.offsetX);
    if (canEdit(at)) open(/** @type {number} */ (at));
  };
  canvas.el.addEventListener("dblclick", onDouble, { signal });
  /** Up and down change the chosen entry, a digit or F2 opens it. @param {KeyboardEvent} event */
  const edited = (event) => {
    const at = cursor?.();
    if (at === undefined || !canEdit(at)) return false;
    const { values } = picture;
    const typed = typedStart(event);
    const most = Math.max(...Array.from(values, Math.abs));
    const step = Array.prototype.every.call(values, Number.isInteger) ? 1 : stepFor(most);
    const up = { ArrowUp: step, ArrowDown: -step }[event.key];
    if (typed !== null) open(at, typed);
    else if (up) change(at, Number((values[at] + up).toPrecision(10)));
    else if (event.key === "Delete" || event.key === "Backspace") change(at, 0);
    else return false;
    event.preventDefault();
    return true;
  };
  canvas.el.addEventListener("keydown", (event) => edited(event) || onKey(event), { signal });

  /** @param {Picture} next */
  const draw = (next) => {
    picture = { ...next, values: Array.from(next.values), cursor: cursor?.() };
    setText(title, next.title);
    const { cursor: at, values } = picture;
    const chosen = at in values ? `, ${nameOf(at)}: ${formatNumber(values[at])}` : "";
    setAttribute(canvas.el, "aria-label", `${label}${chosen}. ${hint}`);
    const { axis, indices, below = 0 } = next;
    const height = rowHeight(axis);
    const context = canvas.begin(widthOf(axis), height + below + (indices ? INDEX_LINE : 0));
    const colour = colours();
    (axis.cell >= READABLE ? paintCells : paintBars)(context, picture, height, colour[role], colour);
    if (indices) drawIndices(context, axis, height, { ...indices, colour });
    next.paintBelow?.(context, height + (indices ? INDEX_LINE : 0));
  };
  return { el, canvas: canvas.el, draw };
}

/** @param {CanvasRenderingContext2D} context @param {any} picture */
function paintCells(context, picture, height, tint, colour) {
  const { axis, first, values, frame, squeeze = 1 } = picture;
  const width = values.length * axis.cell;
  context.save();
  context.translate(xOfSlot(axis, first) - 1 + (width * (1 - squeeze)) / 2, 0);
  context.scale(squeeze, 1);
  const block = frame && { row: 0, col: frame.first - first, rows: 1, cols: frame.last - frame.first + 1 };
  paintGrid(context, { ...picture, shape: [1, values.length], cell: axis.cell, frame: block }, tint, colour);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {any} picture */
function paintBars(context, picture, height, tint, colour) {
  const { axis, first, values, filled, boxes, frame, cursor, squeeze = 1 } = picture;
  const band = bandOf(values, { top: 1, height: height - 2 });
  drawZeroLine(context, axis, band, colour);
  context.save();
  const middle = xOfSlot(axis, first) + (values.length * axis.cell) / 2;
  context.translate(middle * (1 - squeeze), 0);
  context.scale(squeeze, 1);
  const label = numbersFit(axis, values);
  for (let index = 0; index < values.length; index++) {
    const slot = first + index;
    const box = boxes?.get(index);
    if (box || filled?.has(index)) {
      context.globalAlpha = box ? 0.3 : 1;
      context.fillStyle = box ?? colour.raised;
      context.fillRect(xOfSlot(axis, slot), 1, axis.cell, height - 2);
      context.globalAlpha = 1;
    }
    if (!filled?.has(index)) drawBar(context, axis, band, slot, values[index], { tint, colour, label });
  }
  context.restore();
  if (frame) frameSlots(context, axis, frame.first, frame.last, 2, height - 4, colour.focus);
  if (cursor !== undefined)
    frameSlots(context, axis, first + cursor, first + cursor, 2, height - 4, colour.ink, [4, 3]);
}
