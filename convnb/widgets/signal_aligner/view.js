// @ts-check
// The two charts of SignalAligner: the signals with their product, and the correlation at the lags visited so far.

import { createChart, eachColumn, yOf } from "../kit/chart.js";
import { formatNumber } from "../kit/format.js";

/** CSS pixels: the stage, and what is not a picture on it: the legend, a title, and free room. */
export const STAGE = 430;
const AROUND = { laptop: 74, phone: 106 };

/** Heights of the two pictures. */
export function heightsOf({ height, phone }) {
  const pictures = height - (phone ? AROUND.phone : AROUND.laptop);
  const signals = Math.floor(0.56 * pictures);
  return { signals, curve: pictures - signals };
}

const MARGIN = { left: 52, right: 12, top: 8, bottom: 38 };
/** Above this many samples a pixel two curves would hide each other: they get a band each. */
const DENSE = 3;
const HINT = "Drag sideways, or use the arrow keys; with Shift ten samples at a time, Page Up and Down a hundred";

/** Looked for once in each list: a drag changes the lag only. @type {WeakMap<Float32Array | Float64Array, number>} */
const peaks = new WeakMap();

/** The largest amount. @param {Float32Array | Float64Array} values */
function largest(values) {
  if (!peaks.has(values)) peaks.set(values, values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9));
  return peaks.get(values);
}

/** What the axis counts.
 * @param {string} what @param {number | null} rate */
function axisOf(what, rate) {
  return rate === null ? { label: `${what} in samples` } : { label: `${what} in seconds`, scale: 1 / rate };
}

/**
 * Both signals, each at its own largest value (the picture compares shapes, the number beside it the amounts), and their
 * product shaded by its sign.
 * @param {AbortSignal} signal
 */
export function signalsChart(signal) {
  const chart = createChart({ label: "Two signals", hint: HINT, signal });
  const draw = ({ x, y, lag, rate }, { zoom, centre }, { width, height, colour }) => {
    const longest = Math.max(x.length, y.length);
    const span = (1.2 * longest) / zoom;
    const middle = Math.min(1.1 * longest - span / 2, Math.max(-0.1 * longest + span / 2, centre * longest));
    const shown = { from: middle - span / 2, to: middle + span / 2, low: -1.08, high: 1.08 };
    const context = chart.begin({ width, height, margin: MARGIN, colour, ...shown });
    const area = chart.area();
    const dense = span / area.width > DENSE;
    const bands = dense ? threeBands(area) : [area, area, area];
    chart.axes({ ...axisOf("t", rate), values: !dense });
    const [scaleX, scaleY] = [1 / largest(x), 1 / largest(y)];
    const product = (t) => x[t] * y[t + lag] * scaleX * scaleY;
    chart.clipped(() => {
      fillBySign(context, bands[2], Math.max(0, -lag), Math.min(x.length, y.length - lag), product, colour);
      const [first, second] = [(t) => x[t] * scaleX, (t) => y[t + lag] * scaleY];
      chart.curve(0, x.length, first, { colour: colour.input, area: bands[0] });
      chart.curve(-lag, y.length - lag, second, { colour: colour.kernel, dash: dense ? [] : [7, 3], area: bands[1] });
      chart.dots(0, x.length, first, { colour: colour.input });
      chart.dots(-lag, y.length - lag, second, { colour: colour.kernel, square: true });
    });
  };
  return { ...chart, draw };
}

/** First signal, second signal and product one under the other.
 * @param {import("../kit/chart.js").Area} area */
function threeBands(area) {
  const height = area.height / 3;
  return [0, 1, 2].map((band) => ({ ...area, top: area.top + band * height, height }));
}

/**
 * The area between a curve and zero: what is above filled, what is below striped, so that the sign is not the colour's
 * alone.
 * @param {CanvasRenderingContext2D} context @param {import("../kit/chart.js").Area} area @param {number} first
 * @param {number} end @param {(t: number) => number} value @param {Record<string, string>} colour
 */
function fillBySign(context, area, first, end, value, { output: above, gradient: below }) {
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

/**
 * The correlation at every lag that was visited, or at all of them, and the lag of the moment.
 * @param {AbortSignal} signal
 */
export function correlationChart(signal) {
  const chart = createChart({ label: "Correlation at every lag", hint: HINT, signal, role: "output" });
  const draw = ({ x, y, lag, rate, normalized }, { curve, value }, { reveal, visited }, { width, height, colour }) => {
    const most = normalized ? 1 : largest(curve);
    const zero = x.length - 1;
    const shown = { from: -zero, to: Math.max(y.length - 1, 1 - zero), low: -1.08 * most, high: 1.08 * most };
    chart.begin({ width, height, margin: MARGIN, colour, ...shown });
    chart.rename(`correlation at ${reveal ? "every lag" : "the lags visited so far"} · click to go there`);
    chart.axes({ ...axisOf("lag", rate), format: (tick) => formatNumber(tick, 3) });
    for (let index = 0; index < curve.length;) {
      let end = index;
      while (end < curve.length && (reveal || visited[end])) end++;
      const score = (at) => curve[at + zero];
      chart.curve(index - zero, end - zero, score, { colour: colour.output, width: 2 });
      chart.dots(index - zero, end - zero, score, { colour: colour.output });
      index = Math.max(end, index + 1);
    }
    chart.upright(lag, { colour: colour.focus });
    chart.dot(lag, value, { colour: colour.focus, radius: 5 });
  };
  return { ...chart, draw };
}
