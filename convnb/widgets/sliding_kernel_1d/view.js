// @ts-check
// The three rows of SlidingKernel1D, one under the other on one axis: the signal, the kernel where it lies, the result.
// A row shows cells, or bars where the cells would be too narrow for numbers.

import { draggable } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { paintGrid } from "../kit/grid.js";
import { valueAt } from "../kit/slide.js";
import { axisFor, bandOf, createList, drawBar, drawIndices, drawZeroLine } from "../kit/slots.js";
import { fittingSize, frameSlots, INDEX_LINE, numbersFit, READABLE, text, xOfSlot } from "../kit/slots.js";
import { slotOfOutput, usesAt, windowTerms } from "./math.js";

/** Height of the stage for a width of the widget, both in CSS pixels. */
export const stageHeight = (width) => (width >= 600 ? 430 : 400);
/** CSS pixels: what of the stage's height no cell takes, where there are cells, and a row of bars. */
const AROUND = 141;
const BARS_HEIGHT = 68;
/** Bars have the number of their zero line at the left, cells nothing. */
const LEFT = 24;
const NARROW = 2;
const PRODUCTS_LINE = 24;
const PRODUCTS_BARS = 58;

// --- a row as an element ---

/**
 * @typedef {{ title: string, axis: import("../kit/slots.js").Axis, first: number, values: ArrayLike<number>,
 *             filled?: Set<number>, boxes?: Map<number, string>, notes?: Map<number, string>,
 *             frame?: { first: number, last: number } | null, indices?: { first: number, last: number, shift: number },
 *             squeeze?: number, below?: number,
 *             paintBelow?: (context: CanvasRenderingContext2D, top: number) => void }} Picture
 *   first: the slot of values[0]; filled: entries that are zeros outside the list; boxes, notes: as in a grid, by
 *   index; frame: by slot; squeeze: the width of the row while it turns, 0 to 1; below: room that paintBelow fills
 */

/** Height of the row itself. */
function rowHeight({ cell }) {
  return cell >= READABLE ? cell + 2 : BARS_HEIGHT;
}

/**
 * @param {{ label: string, nameOf: (index: number) => string, hint: string, role: string, signal: AbortSignal,
 *           colours: () => Record<string, string>, onHover: (index: number | null) => void,
 *           onClick: (index: number) => void, onKey: (event: KeyboardEvent) => void,
 *           onDrag?: (press: { slot: number }, slots: number) => void,
 *           cursor: () => number | undefined, onEdit?: (index: number, value: number) => void }} options
 *   nameOf: what an entry is called; onDrag: where it was pressed, and how far the pointer has come since, in slots;
 *   cursor: the entry that is chosen now, painted or not
 */
export function createRow(options) {
  const { role, signal, colours, onHover, onClick, onKey, cursor, onDrag, onEdit } = options;
  const boxOf = (axis) => ({ y: 1, height: axis.cell >= READABLE ? axis.cell : 46 });
  const list = createList({ ...options, boxOf, onChange: onEdit });
  /** @type {Picture | null} */
  let picture = null;

  draggable(list.canvas, signal, {
    sideways: true,
    press: (x) => (list.slotUnder(x) === null ? null : { slot: list.slotUnder(x), index: list.indexUnder(x) }),
    drag: onDrag && ((press, dx) => onDrag(press, dx / picture.axis.cell)),
    click: ({ index }) => index !== null && onClick(index),
    hover: (x) => onHover(list.indexUnder(x)),
    leave: () => onHover(null),
  });
  const canEdit = (at) => onEdit && at !== null && at !== undefined && !picture.filled?.has(at);
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const at = list.indexUnder(event.offsetX);
    if (canEdit(at)) list.open(at);
  };
  list.canvas.addEventListener("dblclick", onDouble, { signal });
  const onKeyDown = (event) => (canEdit(cursor()) && list.editByKey(event, cursor())) || onKey(event);
  list.canvas.addEventListener("keydown", onKeyDown, { signal });

  const draw = (/** @type {Picture} */ next) => {
    picture = next;
    const { axis, indices, below = 0 } = next;
    const height = rowHeight(axis);
    const numbered = height + (indices ? INDEX_LINE : 0);
    const context = list.begin(next, numbered + below, cursor());
    const colour = colours();
    const [paint, tint] = axis.cell >= READABLE ? [paintCells, `${role}-tint`] : [paintBars, role];
    paint(context, { ...next, cursor: cursor() }, height, colour[tint], colour);
    if (indices) drawIndices(context, axis, height, { ...indices, colour });
    next.paintBelow?.(context, numbered);
  };
  return { el: list.el, draw };
}

function paintCells(context, picture, _, tint, colour) {
  const { axis, first, values, frame, squeeze = 1 } = picture;
  const width = values.length * axis.cell;
  context.save();
  context.translate(xOfSlot(axis, first) - 1 + (width * (1 - squeeze)) / 2, 0);
  context.scale(squeeze, 1);
  const block = frame && { row: 0, col: frame.first - first, rows: 1, cols: frame.last - frame.first + 1 };
  paintGrid(context, { ...picture, shape: [1, values.length], cell: axis.cell, frame: block }, tint, colour);
  context.restore();
}

function paintBars(context, picture, height, tint, colour) {
  const { axis, first, values, filled, boxes, frame, cursor, squeeze = 1 } = picture;
  const label = numbersFit(axis, values);
  const band = bandOf(values, { top: 1, height: height - 2, numbers: label });
  context.save();
  const middle = xOfSlot(axis, first) + (values.length * axis.cell) / 2;
  context.translate(middle * (1 - squeeze), 0);
  context.scale(squeeze, 1);
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
  drawZeroLine(context, axis, band, colour);
  if (frame) frameSlots(context, axis, frame.first, frame.last, 2, height - 4, colour.focus);
  if (cursor !== undefined)
    frameSlots(context, axis, first + cursor, first + cursor, 2, height - 4, colour.ink, [4, 3]);
}

// --- what the rows show ---

/** The axis on which the kernel has room on both sides, whatever the mode. */
export function axisOf({ n, k }, { width, height }) {
  const largest = Math.floor((height - AROUND) / 3);
  const axis = (left) => axisFor(width - 2, { from: 1 - k, count: n + 2 * k - 2, left, largest });
  return axis(NARROW).cell >= READABLE ? axis(NARROW) : axis(LEFT);
}

/** What is lit up: the window of an output, every output of an input, every input of a weight; chosen: { row, index }. */
export function marksOf({ range, position }, { sliding }, chosen, colour) {
  const { first, count, k } = range;
  if (chosen?.row === "signal") {
    const uses = usesAt(range, chosen.index);
    return {
      position,
      slots: [chosen.index],
      weights: new Map(uses.map(({ weight }) => [weight, colour.focus])),
      outputs: new Map(uses.map((use) => [use.position, colour.focus])),
      notes: new Map(uses.map((use) => [use.position, `×${formatNumber(sliding[use.weight], 2)}`])),
    };
  }
  if (chosen?.row === "kernel") {
    const slots = Array.from({ length: count }, (_, at) => first + at + chosen.index);
    return { position, slots, weights: new Map([[chosen.index, colour.focus]]), outputs: new Map() };
  }
  const at = chosen ? chosen.index : position;
  const slots = Array.from({ length: k }, (_, j) => first + at + j);
  return { position: at, window: true, slots, weights: new Map(), outputs: new Map() };
}

/** The signal, and the zeros outside it that this mode multiplies. */
export function signalRow({ signal, range }, axis, marks, colour) {
  const { n, k, first, count } = range;
  const from = Math.min(0, first);
  const to = Math.max(n - 1, first + count + k - 2);
  const slots = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const window = marks.window ? { first: marks.slots[0], last: marks.slots[k - 1] } : null;
  return {
    axis,
    first: from,
    values: slots.map((slot) => valueAt(signal, slot)),
    filled: new Set(slots.filter((slot) => slot < 0 || slot >= n).map((slot) => slot - from)),
    boxes: new Map(window ? [] : marks.slots.map((slot) => [slot - from, colour.focus])),
    frame: window,
    indices: { first: 0, last: n - 1, shift: 0 },
  };
}

/** The kernel where it lies, and under it the products with the signal. */
export function kernelRow({ signal, range }, { sliding }, axis, marks, turn, colour) {
  const start = range.first + marks.position;
  const terms = windowTerms(signal, sliding, start);
  const cells = axis.cell >= READABLE;
  // Half way round the card is on edge; before that its old side is seen.
  const values = turn < 0.5 ? Float64Array.from(sliding).reverse() : sliding;
  const paint = cells ? writeProducts : drawProducts;
  return {
    axis,
    first: start,
    values,
    boxes: marks.weights,
    frame: { first: start, last: start + sliding.length - 1 },
    grip: true,
    squeeze: Math.max(0.02, Math.abs(Math.cos(Math.PI * turn))),
    below: cells ? PRODUCTS_LINE : PRODUCTS_BARS,
    paintBelow: (context, top) => paint(context, axis, top, terms, colour),
  };
}

/** Each product under its weight: "= 6". */
function writeProducts(context, axis, top, terms, colour) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { slot, value, weight } of terms) {
    const product = formatNumber(value * weight, 3);
    const words = fittingSize(axis.cell, `= ${product}`) ? `= ${product}` : product;
    context.fillStyle = value * weight ? colour.ink : colour.muted;
    text(context, words, xOfSlot(axis, slot) + axis.cell / 2, top + 13, fittingSize(axis.cell + 4, words, 14) || 12);
  }
}

function drawProducts(context, axis, top, terms, colour) {
  const products = terms.map(({ value, weight }) => value * weight);
  const label = numbersFit(axis, products);
  const band = bandOf(products, { top: top + 4, height: PRODUCTS_BARS - 6, numbers: label });
  drawZeroLine(context, axis, band, colour);
  terms.forEach(({ slot }, j) =>
    drawBar(context, axis, band, slot, products[j], { tint: colour.output, colour, label }),
  );
}

/** The result, each output under the middle of its window. */
export function outputRow({ range }, { output }, axis, marks) {
  const first = slotOfOutput(range, 0);
  const at = first + marks.position;
  return {
    axis,
    first,
    values: output,
    boxes: marks.outputs,
    notes: marks.notes,
    frame: marks.window ? { first: at, last: at } : null,
    indices: { first, last: first + output.length - 1, shift: -first },
  };
}
