// @ts-check
// The result of ImpulseResponse, drawn under the timeline of the hits: as stacked copies, or as flip and slide.

import { formatNumber } from "../kit/format.js";
import { VIEWS } from "./text.js";
import { fillPattern } from "./patterns.js";
import { drawBar, drawIndices, drawZeroLine, fittingSize, frameSlots, INDEX_LINE, text } from "../kit/slots.js";
import { bandOf, numbersFit, READABLE, widthOf, xOfSlot, yOfValue } from "../kit/slots.js";

const HEIGHT = 300;
const LABEL_LINE = 18;
/** Heights of the three bands of the output side, of which the labels are a part. */
const BANDS = [88, 88, 108];

/**
 * @param {any} canvas a sharpCanvas
 * @param {any} params
 * @param {any} result
 * @param {{ axis: any, tau: number, hit: number | null, colour: Record<string, string> }} look hit: the one pointed at
 */
export function drawResult(canvas, params, result, look) {
  const context = canvas.begin(widthOf(look.axis), HEIGHT);
  if (params.view === VIEWS[0]) drawCopies(context, params, result, look);
  else drawFlipAndSlide(context, params, result, look);
  const { h } = result;
  drawIndices(context, look.axis, HEIGHT - INDEX_LINE, { first: 0, last: h.length - 1, colour: look.colour });
}

/** The copies stacked: what pushes up above the line, what pulls down below it; a thick line at their sum. */
function drawCopies(context, { hits, response }, { h, tops }, { axis, tau, hit, colour }) {
  const band = bandOf(tops, { top: 4, height: HEIGHT - INDEX_LINE - 8, least: 1 });
  drawZeroLine(context, axis, band, colour);
  const up = new Float64Array(h.length);
  const down = new Float64Array(h.length);
  for (let t = 0; t < hits.length; t++) {
    for (let delay = 0; hits[t] && delay < response.length; delay++) {
      const value = hits[t] * response[delay];
      const stack = value < 0 ? down : up;
      const from = stack[t + delay];
      stack[t + delay] += value;
      drawSegment(context, axis, band, { slot: t + delay, from, value, number: t, chosen: t === hit, colour });
    }
  }
  const all = numbersFit(axis, h);
  for (let slot = 0; slot < h.length; slot++)
    drawSum(context, axis, band, { slot, sum: h[slot], top: up[slot], size: all ? 15 : slot === tau ? 12 : 0, colour });
  frameSlots(context, axis, tau, tau, 2, HEIGHT - INDEX_LINE - 4, colour.focus);
}

/** What one hit does at one moment. */
function drawSegment(context, axis, band, { slot, from, value, number, chosen, colour }) {
  if (!value) return;
  const gap = axis.cell > 10 ? 3 : 0.5;
  const x = xOfSlot(axis, slot) + gap;
  const width = axis.cell - 2 * gap;
  const [a, b] = [yOfValue(band, from), yOfValue(band, from + value)];
  const [y, height] = [Math.min(a, b), Math.abs(a - b)];
  context.globalAlpha = chosen ? 0.75 : 0.4;
  context.fillStyle = colour.kernel;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  if (axis.cell > 10) fillPattern(context, number, x, y, width, height, colour.ink);
  context.strokeStyle = chosen ? colour.focus : colour.kernel;
  context.lineWidth = chosen ? 3 : 1.5;
  context.strokeRect(x, y, width, height);
  const words = formatNumber(value, 3);
  const size = axis.cell < READABLE ? 0 : fittingSize(axis.cell - 4, words, 13);
  if (!size || height < size + 4) return;
  const half = size * 0.32 * words.length + 3;
  context.fillStyle = colour.paper;
  context.fillRect(x + width / 2 - half, y + height / 2 - size * 0.6, 2 * half, size * 1.2);
  context.fillStyle = colour.ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  text(context, words, x + width / 2, y + height / 2 + 1, size);
}

/** The sum of the copies: a line at its height, the number above the stack. */
function drawSum(context, axis, band, { slot, sum, top, size, colour }) {
  const x = xOfSlot(axis, slot);
  const y = yOfValue(band, sum);
  context.strokeStyle = colour.output;
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(x + 1, y);
  context.lineTo(x + axis.cell - 1, y);
  context.stroke();
  if (!size) return;
  const words = formatNumber(sum, 3);
  context.fillStyle = sum ? colour.ink : colour.muted;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  text(
    context,
    words,
    x + axis.cell / 2,
    yOfValue(band, Math.max(top, 0)) - 4,
    fittingSize(axis.cell + 2, words, size) || size,
    true,
  );
}

/** The response flipped at tau, its products with the hits, and the results reached so far. */
function drawFlipAndSlide(context, { hits, response }, { h, products }, { axis, tau, colour }) {
  const k = response.length;
  const first = tau - k + 1;
  const tops = [0, BANDS[0], BANDS[0] + BANDS[1]];
  const labels = [`g[${tau} − t], flipped`, `products f[t] · g[${tau} − t]`, "h[τ], their sums"];
  const bands = [response, products, h].map((values, index) =>
    bandOf(values, { top: tops[index] + LABEL_LINE, height: BANDS[index] - LABEL_LINE - 2 }),
  );
  bands.forEach((band, index) => {
    drawZeroLine(context, axis, band, colour);
    context.fillStyle = colour.muted;
    context.textAlign = "left";
    context.textBaseline = "top";
    text(context, labels[index], axis.left, tops[index] + 3, 12);
  });
  const [label, labelProducts] = [numbersFit(axis, response), numbersFit(axis, products)];
  for (let slot = first; slot <= tau; slot++) {
    const weight = response[tau - slot];
    drawBar(context, axis, bands[0], slot, weight, { tint: colour.kernel, colour, label });
    // Outside the timeline nothing was hit: the product is a zero.
    const product = slot >= 0 && slot < hits.length ? hits[slot] * weight : 0;
    drawBar(context, axis, bands[1], slot, product, { tint: colour.output, colour, label: labelProducts });
  }
  const labelSums = numbersFit(axis, h);
  for (let slot = 0; slot < h.length; slot++)
    drawBar(context, axis, bands[2], slot, h[slot], {
      tint: colour.output,
      colour,
      ghost: slot > tau,
      bold: slot === tau,
      label: slot <= tau && labelSums,
    });
  for (const band of [0, 1])
    frameSlots(context, axis, first, tau, tops[band] + LABEL_LINE, BANDS[band] - LABEL_LINE - 2, colour.focus);
  frameSlots(context, axis, tau, tau, tops[2] + LABEL_LINE, BANDS[2] - LABEL_LINE, colour.focus);
}
