// @ts-check
// The three rows of SlidingKernel1D, one under the other on one axis: the signal, the kernel where it lies, the result.

import { formatNumber } from "../kit/format.js";
import { slotOfOutput, usesAt, valueAt, windowTerms } from "../kit/sliding_sum.js";
import { axisFor, bandOf, drawBar, drawZeroLine, fittingSize, numbersFit, READABLE, text, xOfSlot } from "../kit/slots.js";

/** Bars have the number of their zero line at the left, cells nothing. */
const LEFT = 24;
const NARROW = 2;
const PRODUCTS_LINE = 24;
const PRODUCTS_BARS = 70;

/** The axis on which the kernel has room on both sides, whatever the mode. @param {any} range @param {number} width */
export function axisOf({ n, k }, width) {
  const axis = (/** @type {number} */ left) => axisFor(width - 2, { from: 1 - k, count: n + 2 * k - 2, left });
  return axis(NARROW).cell >= READABLE ? axis(NARROW) : axis(LEFT);
}

/**
 * What is lit up: the window of an output, every output of an input, every input of a weight.
 * @param {any} params
 * @param {any} result
 * @param {{ row: string, index: number } | null} chosen
 * @param {Record<string, string>} colour
 */
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
  return {
    position: at,
    window: true,
    slots,
    weights: new Map(),
    outputs: new Map([[at, colour.output]]),
  };
}

/** The signal, and the zeros outside it that this mode multiplies. */
export function signalRow({ signal, range }, axis, marks, colour) {
  const { n, k, first, count } = range;
  const from = Math.min(0, first);
  const to = Math.max(n - 1, first + count + k - 2);
  const slots = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const window = marks.window ? { first: marks.slots[0], last: marks.slots[k - 1] } : null;
  const tint = marks.window ? colour.kernel : colour.focus;
  return {
    axis,
    first: from,
    values: slots.map((slot) => valueAt(signal, slot)),
    filled: new Set(slots.filter((slot) => slot < 0 || slot >= n).map((slot) => slot - from)),
    boxes: new Map(marks.slots.map((slot) => [slot - from, tint])),
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
    text(context, words, xOfSlot(axis, slot) + axis.cell / 2, top + 13, fittingSize(axis.cell + 4, words, 13) || 9);
  }
}

function drawProducts(context, axis, top, terms, colour) {
  const products = terms.map(({ value, weight }) => value * weight);
  const band = bandOf(products, { top: top + 4, height: PRODUCTS_BARS - 6 });
  const label = numbersFit(axis, products);
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
