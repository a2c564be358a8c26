// @ts-check
// A chart: a canvas with a horizontal and a vertical axis, drawn again for every state, that follows pointer and keys.
// Where more than a few samples share a pixel column, the column is drawn from the smallest to the largest of them: no peak
// is lost, a slope stays a slope, and a curve costs the same at any length.

import { canvasPanel, createLayer, hatch } from "./canvas.js";
import { draggable, h } from "./dom.js";
import { formatNumber } from "./format.js";

const FONT = "12px system-ui, sans-serif";
/** Where values are fewer pixels apart than this, dots would touch. */
const DOTTED = 5;
/** With more samples than this to a pixel, the outline of the columns is filled in place of a line. */
const CROWDED = 3;
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageDown: -100, PageUp: 100 };

/**
 * @typedef {{ left: number, top: number, width: number, height: number, from: number, to: number, low: number, high: number }} Area
 *   a rectangle in CSS pixels that shows from..to across and low..high upwards
 * @typedef {{ width: number, height: number, margin: { left: number, right: number, top: number, bottom: number },
 *             from: number, to: number, low: number, high: number, colour: Record<string, string> }} Sheet
 *   width and height of the canvas in CSS pixels, what lies around the area, what it shows, and the colours of the theme
 * @typedef {{ label: string, scale?: number, format?: (value: number) => string, values?: boolean, spacing?: number,
 *             heights?: number[] }} Axes
 *   label: what the axis counts; without one it has no numbers, and shares those of the chart below;
 *   scale: what one unit of the axis is in the units shown (1 / rate for seconds); values: whether to show the heights;
 *   spacing: pixels from one number below the axis to the next, about; heights: the values at the left, if not round ones
 * @typedef {{ colour: string, width?: number, dash?: number[], stretch?: number, area?: Area }} Line
 *   stretch: how many of what the curve counts are one unit of the axis; area: where it lies, if not in the chart's
 */

/** @param {Area} area @param {number} at */
export function xOf({ left, width, from, to }, at) {
  return left + ((at - from) / (to - from)) * width;
}

/** @param {Area} area @param {number} value */
export function yOf({ top, height, low, high }, value) {
  return top + ((high - value) / (high - low)) * height;
}

/** @param {Area} area @param {number} x CSS pixels */
export function valueAtX({ left, width, from, to }, x) {
  return from + ((x - left) / width) * (to - from);
}

/** @param {Area} area */
function samplesToAPixel({ from, to, width }) {
  return (to - from) / width;
}

/**
 * Round numbers inside a range, about `count` of them.
 * @param {number} from @param {number} to @param {number} count
 */
export function ticks(from, to, count) {
  const rough = (to - from) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((unit) => unit * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * Smallest and largest of value(t) for the samples of each pixel column that has any. The callback gets the column's
 * middle, the two values, and whether one was missing.
 * @param {Area} area
 * @param {number} first first sample that exists
 * @param {number} end one past the last
 * @param {(t: number) => number} value
 * @param {(x: number, low: number, high: number, broken: boolean) => void} column
 */
export function eachColumn(area, first, end, value, column) {
  const perPixel = Math.max(1, samplesToAPixel(area));
  const stop = Math.min(end, Math.floor(area.to) + 1);
  let t = Math.max(first, Math.ceil(area.from));
  while (t < stop) {
    const pixel = Math.floor((t - area.from) / perPixel);
    const until = Math.min(stop, Math.max(t + 1, Math.ceil(area.from + (pixel + 1) * perPixel)));
    const x = perPixel > 1 ? area.left + pixel + 0.5 : xOf(area, t);
    let [low, high, broken] = [Infinity, -Infinity, false];
    for (; t < until; t++) {
      const at = value(t);
      if (Number.isFinite(at)) {
        if (at < low) low = at;
        if (at > high) high = at;
      } else broken = true;
    }
    if (low <= high) column(x, low, high, broken);
  }
}

/**
 * The outline, to be filled, of a curve with so many samples to a pixel that its line would go up and down within each
 * column: along the largest samples of the columns and back along the smallest, each column on to the one before. Much
 * cheaper than the line, and as smooth as it where the curve is.
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo">} path @param {Area} area @param {number} first
 * @param {number} end @param {(t: number) => number} value
 * @param {{ width: number, dash: number[] }} line
 */
export function outlineColumns(path, area, first, end, value, { width, dash: [drawn, gap] }) {
  const half = width / 2;
  /** Columns that hang together. @type {{ x: number, top: number, bottom: number }[]} */
  let piece = [];
  const endPiece = () => {
    if (!piece.length) return;
    const [{ x: left, top, bottom }, last] = [piece[0], piece[piece.length - 1]];
    path.moveTo(left - half, bottom + half);
    path.lineTo(left - half, top - half);
    for (const column of piece) path.lineTo(column.x, column.top - half);
    path.lineTo(last.x + half, last.top - half);
    path.lineTo(last.x + half, last.bottom + half);
    for (const column of piece.reverse()) path.lineTo(column.x, column.bottom + half);
    piece = [];
  };
  /** Where the column before ends, which goes on into this one if nothing is missing. */
  let before = { x: -Infinity, low: 0, high: 0 };
  eachColumn(area, first, end, value, (x, low, high, broken) => {
    const joined = !broken && x - before.x < 1.5;
    const top = yOf(area, joined ? Math.max(high, before.low) : high);
    const bottom = yOf(area, joined ? Math.min(low, before.high) : low);
    const seen = !gap || x % (drawn + gap) < drawn;
    if (!joined || !seen) endPiece();
    if (seen) piece.push({ x, top, bottom });
    before = { x: broken ? -Infinity : x, low, high };
  });
  endPiece();
}

/**
 * The path of a curve through every value(t). It breaks off where a value is missing; one that stands alone becomes a dot.
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo">} path @param {Area} area
 * @param {number} first first sample that exists @param {number} end one past the last
 * @param {(t: number) => number} value @param {number} thickness of the line, and so the size of a dot
 */
export function tracePath(path, area, first, end, value, thickness) {
  // A sample more on either side: the line goes on to the edge.
  const stop = Math.min(end, Math.ceil(area.to) + 1);
  /** How many points the line has so far, and the last of them. */
  let [count, x, y] = [0, 0, 0];
  const breakOff = () => {
    if (count === 1) {
      path.moveTo(x - thickness / 2, y);
      path.lineTo(x + thickness / 2, y);
    }
    count = 0;
  };
  for (let t = Math.max(first, Math.floor(area.from)); t < stop; t++) {
    const at = value(t);
    if (Number.isFinite(at)) {
      [x, y] = [xOf(area, t), yOf(area, at)];
      if (count++) path.lineTo(x, y);
      else path.moveTo(x, y);
    } else breakOff();
  }
  breakOff();
}

/**
 * The axis below with its label, the zero line, and the values at the left.
 * @param {CanvasRenderingContext2D} context @param {Area} area @param {Record<string, string>} colour
 * @param {Axes} axes
 */
function drawAxes(
  context,
  area,
  colour,
  { label, scale = 1, format = formatNumber, values = true, spacing = 110, heights },
) {
  const { left, top, width, height, low, high } = area;
  context.font = FONT;
  context.fillStyle = colour.muted;
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.textBaseline = "top";
  context.textAlign = "center";
  context.beginPath();
  for (const tick of ticks(area.from * scale, area.to * scale, width / spacing)) {
    const x = Math.round(xOf(area, tick / scale)) + 0.5;
    context.moveTo(x, top);
    context.lineTo(x, top + height + 4);
    if (label) context.fillText(format(tick), x, top + height + 6);
  }
  context.stroke();
  context.textAlign = "right";
  context.fillText(label, left + width, top + height + 21);
  if (!values) return;
  context.textBaseline = "middle";
  for (const value of heights ?? new Set([low < 0 && high > 0 ? 0 : low, ...ticks(low, high, 3)])) {
    context.fillText(format(value), left - 6, yOf(area, value));
  }
  const zero = Math.round(yOf(area, Math.min(high, Math.max(low, 0)))) + 0.5;
  context.beginPath();
  context.moveTo(left, zero);
  context.lineTo(left + width, zero);
  context.strokeStyle = colour.muted;
  context.stroke();
}

/**
 * @param {{ label: string, hint: string, signal: AbortSignal, role?: string }} options
 *   label and hint: what the chart is called, and what can be done with it, for the pointer and for screen readers;
 *   role: the colour of its title, where it has one
 */
export function createChart({ label, hint, signal, role = "" }) {
  const { canvas, ...panel } = canvasPanel({ label, hint, role });
  const layer = createLayer();
  /** @type {CanvasRenderingContext2D} */
  let context;
  /** @type {Sheet} */
  let sheet;
  /** @type {Area} */
  let area = { left: 0, top: 0, width: 1, height: 1, from: 0, to: 1, low: 0, high: 1 };

  const x = (at) => xOf(area, at);
  const y = (value) => yOf(area, value);

  // --- drawing ---

  /** An empty sheet: all that follows is drawn on it.
   * @param {Sheet} next @returns the canvas's context */
  const begin = (next) => {
    const { width, height, margin, from, to, low, high } = (sheet = next);
    const { left, right, top, bottom } = margin;
    area = { left, top, width: width - left - right, height: height - top - bottom, from, to, low, high };
    return (context = panel.begin(width, height));
  };
  /** What changes seldom, as the axes: painted once, and copied as long as `key` says the same. */
  const still = (key, /** @type {(context: CanvasRenderingContext2D) => void} */ paint) => {
    const moving = context;
    layer(moving, sheet.width, sheet.height, `${key} ${sheet.colour.ink}`, (calm) => {
      context = calm;
      paint(calm);
    });
    context = moving;
  };
  /** @param {() => void} paint draws inside the area only */
  const clipped = (paint) => {
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    paint();
    context.restore();
  };
  /** A curve through value(t), first <= t < end.
   * @type {(first: number, end: number, value: (t: number) => number, line: Line) => void} */
  const curve = (first, end, value, { colour, width = 1.5, dash = [], stretch = 1, area: own = area }) => {
    const place = stretch === 1 ? own : { ...own, from: own.from * stretch, to: own.to * stretch };
    context.beginPath();
    if (samplesToAPixel(place) > CROWDED) {
      outlineColumns(context, place, first, end, value, { width, dash });
      context.fillStyle = colour;
      return context.fill();
    }
    tracePath(context, place, first, end, value, width);
    stroke({ colour, width, dash });
  };
  const stroke = (/** @type {Line} */ { colour, width = 1, dash = [] }) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "bevel"; // a mitre would reach over a sharp peak
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  };
  /** A line from top to bottom.
   * @param {number} at @param {Line} line */
  const upright = (at, { colour, width = 2, dash = [] }) => {
    context.beginPath();
    context.moveTo(x(at), area.top);
    context.lineTo(x(at), area.top + area.height);
    stroke({ colour, width, dash });
  };
  /** A round mark.
   * @param {number} at @param {number} value @param {{ colour: string, radius: number, ring?: boolean }} look */
  const dot = (at, value, { colour, radius, ring = false }) => {
    context.beginPath();
    context.arc(x(at), y(value), radius, 0, 2 * Math.PI);
    if (ring) return stroke({ colour, width: 2 });
    context.fillStyle = colour;
    context.fill();
  };
  /** Whether dots at values that are so far apart would not touch.
   * @param {number} [apart] */
  const dotted = (apart = 1) => x(apart) - x(0) >= DOTTED;
  /**
   * A dot, or a square, on each of the values that are seen, where they would not touch.
   * @type {(first: number, end: number, value: (t: number) => number,
   *         look: { colour: string, radius?: number, apart?: number, square?: boolean }) => void}
   */
  const dots = (first, end, value, { colour, radius = 2.5, apart = 1, square = false }) => {
    if (!dotted(apart)) return;
    const stop = Math.min(end, area.to / apart);
    context.fillStyle = colour;
    context.beginPath();
    for (let t = Math.max(first, Math.ceil(area.from / apart)); t < stop; t++) {
      const [across, up] = [x(t * apart), y(value(t))];
      if (square) context.rect(across - radius, up - radius, 2 * radius, 2 * radius);
      else {
        context.moveTo(across + radius, up);
        context.arc(across, up, radius, 0, 2 * Math.PI);
      }
    }
    context.fill();
  };
  /** From..to from top to bottom, tinted, or striped where `gap` is given. */
  const band = (from, to, { colour = "", alpha = 1, gap = 0, width = 1 }) => {
    context.globalAlpha = alpha;
    context.fillStyle = context.strokeStyle = colour;
    context.lineWidth = width;
    if (gap) hatch(context, x(from), area.top, x(to) - x(from), area.height, gap);
    else context.fillRect(x(from), area.top, x(to) - x(from), area.height);
    context.globalAlpha = 1;
  };
  const axes = (/** @type {Axes} */ options) => drawAxes(context, area, sheet.colour, options);

  // --- under the hand ---

  /** Pressed or dragged: choose(what stands under the pointer).
   * @param {(at: number) => void} choose */
  const scrub = (choose) =>
    draggable(canvas, signal, {
      sideways: true,
      press: (from) => from,
      drag: (from, dx) => choose(valueAtX(area, from + dx)),
      click: (from) => choose(valueAtX(area, from)),
    });
  /** Dragged sideways, the axis moves along.
   * @param {() => number} now @param {(at: number) => void} move */
  const pan = (now, move) =>
    draggable(canvas, signal, {
      sideways: true,
      press: now,
      drag: (from, dx) => move(from - (dx * (area.to - area.from)) / area.width),
    });
  /** Arrow keys, with Shift ten at a time, Page Up and Down a hundred.
   * @param {(by: number) => void} step @param {string[]} [known] */
  const keys = (step, known = Object.keys(KEYS)) => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (!known.includes(event.key)) return;
      event.preventDefault();
      step(KEYS[event.key] * (event.shiftKey && known.length > 2 ? 10 : 1));
    };
    canvas.addEventListener("keydown", onKey, { signal });
  };

  const el = role ? panel.el : panel.scroll;
  const drawing = { begin, still, clipped, curve, stroke, upright, dot, dots, dotted, band, axes, x, y };
  return { el, canvas: canvas, area: () => area, rename: panel.show, ...drawing, scrub, pan, keys };
}

/** Which colour is what: role -> text.
 * @param {Record<string, string>} entries */
export function legend(entries) {
  const spans = Object.entries(entries).map(([role, text]) => h("span", { "data-role": role }, text));
  return h("div", { className: "convnb-note convnb-legend" }, ...spans);
}
