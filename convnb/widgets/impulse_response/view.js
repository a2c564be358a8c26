// @ts-check
// The pictures of ImpulseResponse: lists whose bars are dragged, and the result, as stacked copies or as flip and slide.

import { draggable } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { bandOf, createList, drawBar, drawIndices, drawZeroLine, fittingSize, frameSlots, INDEX_LINE } from "../kit/slots.js";
import { numbersFit, READABLE, stepFor, text, valueAtY, widthOf, xOfSlot, yOfValue } from "../kit/slots.js";

// --- bars that are dragged ---

/** Height of the stage for a width of the widget; of a title with what is free around a picture; least for bars. */
export const stageHeight = (width) => (width >= 600 ? 440 : 446);
const TITLE = 31;
/** Room above the bars for the letter of the moment. */
const TAU_LINE = 19;
const BARS = 134;

/** Heights of the bars and of the result, indices and all: beside each other, or one under the other. */
export function heightsOf({ height, phone }) {
  if (!phone) return { bars: BARS, result: height - BARS - 2 * TITLE };
  const bars = Math.floor((height - 3 * TITLE) * 0.27);
  return { bars, result: height - 3 * TITLE - 2 * bars };
}

/** The value that a drag or a key gives, on a round step of the scale. */
function onStep(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(6)) + 0;
}

/**
 * A list of numbers as bars that are dragged up and down, chosen with the arrow keys, or typed.
 * @param {{ label: string, nameOf: (index: number) => string, hint: string, role: string, signal: AbortSignal,
 *           redraw: () => void, colours: () => Record<string, string>,
 *           onChange: (index: number, value: number) => void, onClick?: (index: number) => void,
 *           onHover?: (index: number | null) => void }} options
 *   nameOf: what a bar is called; onClick: a press that did not move, and Enter
 */
export function createBars(options) {
  const { signal, redraw, colours, onClick, onHover } = options;
  const list = createList({ ...options, boxOf: () => ({ y: 4, height: 28 }), onStep });
  let [cursor, count] = [0, 1];
  /** The scale of the picture. It is kept while a bar is held: it would run away from the hand. */
  let band = { top: 0, height: 1, low: 0, high: 1 };
  let held = false;
  const focused = () => document.activeElement === list.canvas;

  draggable(list.canvas, signal, {
    press(x, y) {
      const at = list.indexUnder(x);
      if (at === null) return null;
      cursor = at;
      held = true;
      redraw();
      return { at, y };
    },
    drag({ at, y }, _, dy) {
      const value = Math.min(band.high, Math.max(band.low, valueAtY(band, y + dy)));
      list.change(at, onStep(value, stepFor(band.high)));
    },
    click: ({ at }) => onClick?.(at),
    hover: (x) => onHover?.(list.indexUnder(x)),
    leave: () => onHover?.(null),
  });
  const listen = (type, run) => list.canvas.addEventListener(type, run, { signal });
  const release = () => {
    held = false;
    redraw();
  };
  for (const type of ["pointerup", "pointercancel"]) listen(type, release);
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const at = list.indexUnder(event.offsetX);
    if (at !== null) list.open(at);
  };
  if (!onClick) listen("dblclick", onDouble);

  for (const type of ["focus", "blur"]) listen(type, redraw);
  listen("blur", () => onHover?.(null));
  listen("keydown", (/** @type {KeyboardEvent} */ event) => {
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -count, End: count }[event.key];
    if (aside) cursor = Math.min(count - 1, Math.max(0, cursor + aside));
    else if (onClick && (event.key === "Enter" || event.key === " ")) onClick(cursor);
    else if (!list.editByKey(event, cursor, band.high)) return;
    event.preventDefault();
    onHover?.(focused() ? cursor : null);
    redraw();
  });

  /**
   * @param {{ title: string, axis: import("../kit/slots.js").Axis, height: number, values: ArrayLike<number>, tint: string,
   *           least?: number, fillOf?: (context: CanvasRenderingContext2D, index: number) => any,
   *           over?: (context: CanvasRenderingContext2D) => void }} next
   *   least: the values that are shown at least; fillOf: the pattern of a bar; over: what is painted on top
   */
  const draw = (next) => {
    const { axis, height, values, tint, least, fillOf, over } = next;
    const colour = colours();
    count = values.length;
    cursor = Math.min(cursor, count - 1);
    const chosen = focused() ? cursor : undefined;
    const context = list.begin(next, height, chosen);
    const top = over ? TAU_LINE : 1;
    if (!held) band = bandOf(values, { top, height: height - INDEX_LINE - top, least });
    drawZeroLine(context, axis, band, colour);
    const label = numbersFit(axis, values);
    for (let at = 0; at < count; at++)
      drawBar(context, axis, band, at, values[at], { tint, colour, label, fill: fillOf?.(context, at) });
    drawIndices(context, axis, height - INDEX_LINE, { first: 0, last: count - 1, colour });
    over?.(context);
    if (focused()) frameSlots(context, axis, cursor, cursor, 2, height - INDEX_LINE - 3, colour.ink, [4, 3]);
  };
  return { el: list.el, draw };
}

/** The window on the timeline: one moment, or all that the flipped response covers. */
export function markTau(context, axis, first, tau, height, colour) {
  frameSlots(context, axis, first, tau, 2, height - INDEX_LINE - 4, colour.focus, first === tau ? [6, 4] : []);
  context.fillStyle = colour.ink;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.font = "600 13px system-ui, sans-serif";
  context.fillText("τ", xOfSlot(axis, tau) + axis.cell / 2, 5);
}

// --- patterns ---

const GAP = 6;
/** Fillings that are told apart without colour: lines in these directions, dots, or nothing. */
const PATTERNS = ["/", "", "\\", "-", "\\/", "|", "-|", "."];

/** Fill a rectangle with the pattern of a number; neighbours never share one. */
export function fillPattern(context, number, x, y, width, height, ink) {
  const pattern = PATTERNS[number % PATTERNS.length];
  if (!pattern) return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 1.2;
  context.globalAlpha *= 0.55;
  context.beginPath();
  for (const kind of pattern) addLines(context, kind, x, y, width, height);
  if (pattern === ".") context.fill();
  else context.stroke();
  context.restore();
}

/** Lines `GAP` apart, or dots, added to the path. */
function addLines(context, kind, x, y, width, height) {
  const line = (x0, y0, dx, dy) => {
    context.moveTo(x0, y0);
    context.lineTo(x0 + dx, y0 + dy);
  };
  for (let at = -(width + height); at < width + height; at += GAP) {
    if (kind === "/") line(x + at, y + height, height, -height);
    else if (kind === "\\") line(x + at, y, height, height);
    else if (kind === "-" && at >= 0 && at < height) line(x, y + height - at, width, 0);
    else if (kind === "|" && at >= 0 && at < width) line(x + at, y, 0, height);
  }
  if (kind !== ".") return;
  for (let row = y + 3; row < y + height; row += GAP)
    for (let col = x + 3; col < x + width; col += GAP) context.rect(col, row, 1.8, 1.8);
}

// --- the result ---

/** Height of the title of a band of the output side. */
const LABEL_LINE = 18;
/** What part of the height each of the three bands of the output side has, its title and all. */
const BANDS = [0.31, 0.31, 0.38];

/** Paint the result on its panel; look: { axis, height, tau, hit, colour }, of which `hit` is the one that is pointed at. */
export function drawResult(panel, params, result, look) {
  const context = panel.begin(widthOf(look.axis), look.height);
  if (params.view === "input side") drawCopies(context, params, result, look);
  else drawFlipAndSlide(context, params, result, look);
  const { h } = result;
  drawIndices(context, look.axis, look.height - INDEX_LINE, { first: 0, last: h.length - 1, colour: look.colour });
}

/** The copies stacked: what pushes up above the line, what pulls down below it; a thick line at their sum. */
function drawCopies(context, { hits, response, replaces }, { h, tops }, { axis, height, tau, hit, colour }) {
  const band = bandOf(tops, { top: 4, height: height - INDEX_LINE - 8, least: 1 });
  drawZeroLine(context, axis, band, colour);
  const up = new Float64Array(h.length);
  const down = new Float64Array(h.length);
  for (let t = 0; t < hits.length; t++) {
    const next = replaces ? hits.findIndex((hit, later) => later > t && hit !== 0) : -1;
    const end = next < 0 ? response.length : Math.min(response.length, next - t);
    for (let delay = 0; hits[t] && delay < end; delay++) {
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
  frameSlots(context, axis, tau, tau, 2, height - INDEX_LINE - 4, colour.focus);
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
  const above = yOfValue(band, Math.max(top, 0)) - 4;
  text(context, words, x + axis.cell / 2, above, fittingSize(axis.cell + 2, words, size) || size, true);
}

/** The response flipped at tau, its products with the hits, and the results reached so far. */
function drawFlipAndSlide(context, { hits, response }, { h, products }, { axis, height, tau, colour }) {
  const k = response.length;
  const first = tau - k + 1;
  const sizes = BANDS.map((part) => Math.floor(part * (height - INDEX_LINE)));
  const tops = [0, sizes[0], sizes[0] + sizes[1]];
  const labels = [`g[${tau} − t], flipped`, `products f[t] · g[${tau} − t]`, "h[τ], their sums"];
  const bands = [response, products, h].map((values, index) =>
    bandOf(values, { top: tops[index] + LABEL_LINE, height: sizes[index] - LABEL_LINE - 2 }),
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
    frameSlots(context, axis, first, tau, tops[band] + LABEL_LINE, sizes[band] - LABEL_LINE - 2, colour.focus);
  frameSlots(context, axis, tau, tau, tops[2] + LABEL_LINE, sizes[2] - LABEL_LINE, colour.focus);
}
