// @ts-check
// Curves over an axis. Long signals are drawn as one vertical stroke a pixel, from their smallest to their largest value
// there, so that no peak is lost and a frame costs the same at any length.

const FONT = "12px system-ui, sans-serif";

/**
 * @typedef {{ left: number, top: number, width: number, height: number, from: number, to: number, low: number, high: number }} Area
 *   a rectangle in CSS pixels that shows from..to across and low..high upwards
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

/**
 * Round numbers inside a range, about `count` of them.
 * @param {number} from
 * @param {number} to
 * @param {number} count
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
 * The horizontal axis with its label, the zero line, and the range of values at the left.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {{ label: string, scale: number, colour: Record<string, string>, format: (value: number) => string,
 *           values: boolean, spacing?: number, heights?: number[] }} options
 *   label: what the axis counts; without one it has no numbers, and shares those of the picture below;
 *   scale: what one unit of the axis is in the units shown (1 / rate for seconds); values: whether to show the heights;
 *   spacing: pixels from one number below the axis to the next, about; heights: the values at the left, if not round ones
 */
export function drawAxes(context, area, { label, scale, colour, format, values, spacing = 110, heights }) {
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
 * Smallest and largest of value(t) for the samples of each pixel column; the callback gets (x, low, high).
 * @param {Area} area
 * @param {number} first first sample that exists
 * @param {number} end one past the last
 * @param {(t: number) => number} value
 * @param {(x: number, low: number, high: number) => void} column
 */
function eachColumn(area, first, end, value, column) {
  const perPixel = (area.to - area.from) / area.width;
  const begin = Math.max(first, Math.ceil(area.from));
  const stop = Math.min(end, Math.floor(area.to) + 1);
  if (perPixel <= 1) {
    for (let t = begin; t < stop; t++) {
      const at = value(t);
      column(xOf(area, t), at, at);
    }
    return;
  }
  let t = begin;
  while (t < stop) {
    const pixel = Math.floor((t - area.from) / perPixel);
    const until = Math.min(stop, Math.max(t + 1, Math.ceil(area.from + (pixel + 1) * perPixel)));
    let low = Infinity;
    let high = -Infinity;
    for (; t < until; t++) {
      const at = value(t);
      if (at < low) low = at;
      if (at > high) high = at;
    }
    column(area.left + pixel + 0.5, low, high);
  }
}

/**
 * A curve through value(t), first <= t < end.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {number} first
 * @param {number} end
 * @param {(t: number) => number} value
 * @param {{ colour: string, width?: number, dash?: number[] }} style
 */
export function drawCurve(context, area, first, end, value, { colour, width = 1.5, dash = [] }) {
  context.beginPath();
  eachColumn(area, first, end, value, (x, low, high) => {
    context.lineTo(x, yOf(area, high));
    if (high !== low) context.lineTo(x, yOf(area, low));
  });
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The area between a curve and zero: what is above filled, what is below striped, so that the sign is not the colour's
 * alone.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {number} first
 * @param {number} end
 * @param {(t: number) => number} value
 * @param {{ above: string, below: string }} colours
 */
export function fillBySign(context, area, first, end, value, { above, below }) {
  const zero = yOf(area, 0);
  const step = Math.max(1, area.width / (area.to - area.from));
  const up = new Path2D();
  const down = new Path2D();
  eachColumn(area, first, end, value, (x, low, high) => {
    if (high > 0) up.rect(x - step / 2, yOf(area, high), step, zero - yOf(area, high));
    if (low < 0) down.rect(x - step / 2, zero, step, yOf(area, low) - zero);
  });
  context.globalAlpha = 0.4;
  context.fillStyle = above;
  context.fill(up);
  context.globalAlpha = 0.25;
  context.fillStyle = below;
  context.fill(down);
  context.save();
  context.clip(down);
  context.globalAlpha = 0.9;
  context.strokeStyle = below;
  context.lineWidth = 1;
  context.beginPath();
  for (let offset = -area.height; offset < area.width; offset += 6) {
    context.moveTo(area.left + offset, area.top + area.height);
    context.lineTo(area.left + offset + area.height, area.top);
  }
  context.stroke();
  context.restore();
  context.globalAlpha = 1;
}
