// @ts-check
// The two pictures of SignalAligner: the signals with their product, and the correlation at the lags visited so far.

import { formatNumber } from "../kit/format.js";
import { drawAxes, drawCurve, fillBySign, xOf, yOf } from "../kit/plot.js";

const SIGNALS_HEIGHT = 240;
const CURVE_HEIGHT = 170;
const MARGIN = { left: 52, right: 12, top: 8, bottom: 38 };
/** Above this many samples a pixel two curves would hide each other: they get a band each. */
const DENSE = 3;

/** @param {ArrayLike<number>} values */
function largest(values) {
  let most = 1e-9;
  for (let t = 0; t < values.length; t++) most = Math.max(most, Math.abs(values[t]));
  return most;
}

/**
 * @param {number} width of the canvas
 * @param {number} height
 * @param {{ from: number, to: number, low: number, high: number }} range
 */
function areaOf(width, height, range) {
  const { left, right, top, bottom } = MARGIN;
  return { left, top, width: width - left - right, height: height - top - bottom, ...range };
}

/**
 * Both signals, each at its own largest value (the picture compares shapes, the number beside it the amounts), and their
 * product shaded by its sign.
 * @returns {any} the area drawn, for turning pixels into samples
 */
export function drawSignals(canvas, { x, y, lag, rate }, { zoom, centre }, width, colour) {
  const longest = Math.max(x.length, y.length);
  const span = (1.2 * longest) / zoom;
  const middle = Math.min(1.1 * longest - span / 2, Math.max(-0.1 * longest + span / 2, centre * longest));
  const area = areaOf(width, SIGNALS_HEIGHT, {
    from: middle - span / 2,
    to: middle + span / 2,
    low: -1.08,
    high: 1.08,
  });
  const context = canvas.begin(width, SIGNALS_HEIGHT);
  const label = rate === null ? "t in samples" : "t in seconds";
  const bands = span / area.width > DENSE ? threeBands(area) : [area, area, area];
  drawAxes(context, area, {
    label,
    scale: rate === null ? 1 : 1 / rate,
    colour,
    format: formatNumber,
    values: bands[0] === area,
  });
  context.save();
  context.beginPath();
  context.rect(area.left, 0, area.width, SIGNALS_HEIGHT);
  context.clip();
  const [scaleX, scaleY] = [1 / largest(x), 1 / largest(y)];
  const product = (/** @type {number} */ t) => x[t] * y[t + lag] * scaleX * scaleY;
  const signs = { above: colour.output, below: colour.gradient };
  fillBySign(context, bands[2], Math.max(0, -lag), Math.min(x.length, y.length - lag), product, signs);
  drawCurve(context, bands[0], 0, x.length, (t) => x[t] * scaleX, { colour: colour.input });
  const dash = bands[0] === area ? [7, 3] : [];
  drawCurve(context, bands[1], -lag, y.length - lag, (t) => y[t + lag] * scaleY, { colour: colour.kernel, dash });
  context.restore();
  return area;
}

/** First signal, second signal and product one under the other. */
function threeBands(area) {
  const height = area.height / 3;
  return [0, 1, 2].map((band) => ({ ...area, top: area.top + band * height, height }));
}

/**
 * The correlation at every lag that was visited, or at all of them, and the lag of the moment.
 * @returns {any} the area drawn
 */
export function drawCorrelation(
  canvas,
  { x, y, lag, rate, normalized },
  { curve, value },
  { reveal, visited },
  width,
  colour,
) {
  const most = normalized ? 1 : largest(curve);
  const zero = x.length - 1;
  const to = Math.max(y.length - 1, 1 - zero);
  const area = areaOf(width, CURVE_HEIGHT, { from: -zero, to, low: -1.08 * most, high: 1.08 * most });
  const context = canvas.begin(width, CURVE_HEIGHT);
  const label = rate === null ? "lag in samples" : "lag in seconds";
  const format = (/** @type {number} */ tick) => formatNumber(tick, 3);
  drawAxes(context, area, { label, scale: rate === null ? 1 : 1 / rate, colour, format, values: true });
  for (let index = 0; index < curve.length;) {
    let end = index;
    while (end < curve.length && (reveal || visited[end])) end++;
    const style = { colour: colour.output, width: 2 };
    if (end > index) drawCurve(context, area, index - zero, end - zero, (at) => curve[at + zero], style);
    index = Math.max(end, index + 1);
  }
  const at = xOf(area, lag);
  context.strokeStyle = colour.focus;
  context.fillStyle = colour.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(at, area.top);
  context.lineTo(at, area.top + area.height);
  context.stroke();
  context.beginPath();
  context.arc(at, yOf(area, value), 5, 0, 2 * Math.PI);
  context.fill();
  return area;
}
