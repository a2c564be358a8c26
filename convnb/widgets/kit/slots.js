// @ts-check
// Numbers along a time axis, one slot each: as bars or as cells, and the way back from a pixel to a slot. Pictures that
// share an axis stand exactly under each other. What is pointed at can be typed into and changed by keys.

import { canvasPanel, hatch, strokeBox } from "./canvas.js";
import { setAttribute } from "./dom.js";
import { emsOf, formatNumber } from "./format.js";
import { createCellEditor, typedStart } from "./grid.js";

const FONT = "system-ui, sans-serif";
/** Below this many pixels a slot there is no room for numbers. */
export const READABLE = 24;
/** Height of the line with the indices. */
export const INDEX_LINE = 16;
/** Height of a number beyond the end of a bar. */
const NUMBER_LINE = 19;

/**
 * @typedef {{ left: number, cell: number, from: number, count: number }} Axis
 *   count slots of `cell` pixels, the first of them number `from`, from `left` on
 * @typedef {{ top: number, height: number, low: number, high: number }} Band a strip that shows values low to high
 */

/**
 * The axis that fits into a width, with slots of at most `largest` pixels.
 * @param {number} width @param {{ from: number, count: number, left: number, largest?: number }} options
 * @returns {Axis}
 */
export function axisFor(width, { from, count, left, largest = 46 }) {
  const cell = Math.min(largest, (width - left - 2) / count);
  return { left, cell: cell > 12 ? Math.floor(cell) : Math.max(2, cell), from, count };
}

/** Width of a canvas that holds the axis.
 * @param {Axis} axis */
export function widthOf({ left, cell, count }) {
  return Math.ceil(left + count * cell + 2);
}

/** Left edge of a slot.
 * @param {Axis} axis @param {number} slot */
export function xOfSlot({ left, cell, from }, slot) {
  return left + (slot - from) * cell;
}

/** The slot under a point, or null.
 * @param {Axis} axis @param {number} x */
export function slotAt({ left, cell, from, count }, x) {
  const index = Math.floor((x - left) / cell);
  return index >= 0 && index < count ? from + index : null;
}

/** @param {Band} band @param {number} value */
export function yOfValue({ top, height, low, high }, value) {
  return top + ((high - value) / (high - low)) * height;
}

/** @param {Band} band @param {number} y */
export function valueAtY({ top, height, low, high }, y) {
  return high - ((y - top) / height) * (high - low);
}

/**
 * A strip whose scale holds the values, with room for the numbers at the ends of their bars.
 * @param {ArrayLike<number>} values
 * @param {{ top: number, height: number, least?: number, numbers?: boolean }} place
 *   least: what the strip shows at least; numbers: whether they are written
 * @returns {Band}
 */
export function bandOf(values, { top, height, least = 1e-6, numbers = true }) {
  let [low, high] = [0, least];
  for (let t = 0; t < values.length; t++) [low, high] = [Math.min(low, values[t]), Math.max(high, values[t])];
  const above = numbers ? NUMBER_LINE : 4;
  const below = low < 0 ? above : 4;
  const perPixel = (high - low) / Math.max(1, height - above - below);
  return { top, height, low: low - below * perPixel, high: high + above * perPixel };
}

/** A round step for changing a value that is shown on a scale up to `high`.
 * @param {number} high */
export function stepFor(high) {
  const rough = Math.max(high, 1e-6) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [5, 2, 1].map((unit) => unit * power).find((step) => step <= rough * 1.0001) ?? power;
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} size @param {boolean} [bold] */
export function text(context, words, x, y, size, bold = false) {
  context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
  context.fillText(words, x, y);
}

/** The size in which a number fits into a slot, or 0.
 * @param {number} cell @param {string} words */
export function fittingSize(cell, words, largest = 14) {
  const size = Math.min(largest, Math.max(12, cell * 0.4), (cell - 3) / emsOf(words));
  return size >= 11.5 ? size : 0;
}

/**
 * Whether every value's number fits into its slot: all are written, or none.
 * @param {Axis} axis @param {ArrayLike<number>} values
 */
export function numbersFit({ cell }, values) {
  return Array.prototype.every.call(values, (value) => fittingSize(cell + 2, formatNumber(value, 3)) > 0);
}

/**
 * The indices under the slots first..last, as many as fit.
 * @param {CanvasRenderingContext2D} context @param {Axis} axis @param {number} top
 * @param {{ first: number, last: number, shift?: number, colour: Record<string, string> }} options
 *   shift: index of slot 0
 */
export function drawIndices(context, axis, top, { first, last, shift = 0, colour }) {
  const every = [1, 2, 5, 10, 20].find((step) => step * axis.cell >= 22) ?? 50;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (let slot = first; slot <= last; slot++) {
    const index = slot + shift;
    if (index % every === 0) text(context, formatNumber(index), xOfSlot(axis, slot) + axis.cell / 2, top + 3, 12);
  }
}

/** The line of zero, and the number at its left.
 * @param {Axis} axis @param {Band} band */
export function drawZeroLine(context, axis, band, colour) {
  const y = Math.round(yOfValue(band, 0)) + 0.5;
  context.strokeStyle = colour.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(axis.left, y);
  context.lineTo(axis.left + axis.count * axis.cell, y);
  context.stroke();
  context.fillStyle = colour.muted;
  context.textAlign = "right";
  context.textBaseline = "middle";
  text(context, "0", axis.left - 5, y, 12);
}

/**
 * One bar from zero to its value: negative ones are striped. The number stands at its end where there is room.
 * @param {CanvasRenderingContext2D} context @param {Axis} axis @param {Band} band @param {number} slot
 * @param {number} value
 * @param {{ tint: string, colour: Record<string, string>, ghost?: boolean, bold?: boolean, label?: boolean,
 *           fill?: (x: number, y: number, width: number, height: number) => void }} look
 *   ghost: only its outline; fill: what covers it besides the tint
 */
export function drawBar(context, axis, band, slot, value, { tint, colour, ghost = false, bold, label = true, fill }) {
  const gap = axis.cell > 10 ? Math.min(5, axis.cell * 0.14) : 0.5;
  const x = xOfSlot(axis, slot) + gap;
  const width = axis.cell - 2 * gap;
  const zero = yOfValue(band, 0);
  const end = yOfValue(band, value);
  const [y, height] = [Math.min(zero, end), Math.abs(end - zero)];
  if (value) {
    context.globalAlpha = ghost ? 0.12 : 0.55;
    context.fillStyle = tint;
    context.fillRect(x, y, width, height);
    context.globalAlpha = ghost ? 0.5 : 1;
    context.strokeStyle = colour.ink;
    context.lineWidth = 1;
    if (value < 0 && !fill) hatch(context, x, y, width, height);
    const [style, dash] = ghost ? [colour.muted, [3, 3]] : [tint, []];
    strokeBox(context, [x, y, width, height], style, axis.cell > 10 ? 1.5 : 1, dash);
    fill?.(x, y, width, height);
    context.globalAlpha = 1;
  }
  const words = formatNumber(value, 3);
  const size = label ? fittingSize(axis.cell + 2, words, 13) : 0;
  if (!size) return;
  context.fillStyle = ghost || !value ? colour.muted : colour.ink;
  context.textAlign = "center";
  context.textBaseline = value < 0 ? "top" : "bottom";
  text(context, words, x + width / 2, end + (value < 0 ? 3 : -2), size, bold);
}

/** A frame around slots first..last.
 * @param {CanvasRenderingContext2D} context @param {Axis} axis */
export function frameSlots(context, axis, first, last, top, height, stroke, dash = []) {
  const from = Math.max(first, axis.from);
  const to = Math.min(last, axis.from + axis.count - 1);
  if (from > to) return;
  const box = [xOfSlot(axis, from), top, (to - from + 1) * axis.cell, height];
  strokeBox(context, box, stroke, axis.cell > 10 ? 3 : 2, dash);
}

/**
 * What every picture of a list does: it finds the entry under the pointer, lets a number be typed into it, and says the
 * chosen one. The widget paints it, and says what a press, a drag and the other keys mean.
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal, nameOf: (index: number) => string,
 *           boxOf: (axis: Axis) => { y: number, height: number },
 *           onChange: (index: number, value: number) => void, onStep?: (value: number, step: number) => number }} options
 *   nameOf: what an entry is called; boxOf: where the editor lies; onStep: the value that a key leads to
 */
export function createList({ label, hint, role, signal, nameOf, boxOf, onChange, onStep = tenDigits }) {
  const { el, canvas, ...panel } = canvasPanel({ label, hint, role });
  /** @type {{ axis: Axis | null, first: number, values: number[] }} */
  let shown = { axis: null, first: 0, values: [] };

  const slotUnder = (x) => shown.axis && slotAt(shown.axis, x);
  const indexUnder = (x) => {
    const slot = slotUnder(x);
    return slot !== null && slot - shown.first in shown.values ? slot - shown.first : null;
  };
  const change = (at, value) => {
    shown.values[at] = value; // the next key may come before the next picture
    onChange(at, value);
  };
  const editor = createCellEditor({ canvas, label: nameOf, signal, onCommit: change });
  canvas.dataset.typing = "";
  const open = (at, typed = "") => {
    const { axis, first, values } = shown;
    editor.open(at, { x: xOfSlot(axis, first + at), width: axis.cell, ...boxOf(axis) }, values[at], typed);
  };
  /**
   * Up and down change an entry, Delete makes it zero, a digit or F2 opens it; false for every other key.
   * @param {KeyboardEvent} event @param {number} at
   * @param {number} [high] of the scale, from which the step follows where not all numbers are whole
   */
  const editByKey = (event, at, high = Math.max(...shown.values.map(Math.abs))) => {
    const step = shown.values.every(Number.isInteger) ? 1 : stepFor(high);
    const up = { ArrowUp: step, ArrowDown: -step }[event.key];
    const typed = typedStart(event);
    if (typed !== null) open(at, typed);
    else if (up) change(at, onStep(shown.values[at] + up, step));
    else if (event.key === "Delete" || event.key === "Backspace") change(at, 0);
    else return false;
    event.preventDefault();
    return true;
  };
  /**
   * The canvas for the next picture.
   * @param {{ title: string, axis: Axis, first?: number, values: ArrayLike<number> }} next
   *   first: the slot of values[0]
   * @param {number} height
   * @param {number | undefined} chosen the entry that the keys change, if it is to be said
   */
  const begin = (next, height, chosen) => {
    shown = { axis: next.axis, first: next.first ?? 0, values: Array.from(next.values) };
    panel.show(next.title);
    const said = chosen in shown.values ? `, ${nameOf(chosen)}: ${formatNumber(shown.values[chosen])}` : "";
    setAttribute(canvas, "aria-label", label + said);
    return panel.begin(widthOf(next.axis), height);
  };
  return { el, canvas, slotUnder, indexUnder, change, open, editByKey, begin };
}

function tenDigits(value) {
  return Number(value.toPrecision(10));
}
