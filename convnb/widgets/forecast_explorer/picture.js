// @ts-check
// The three pictures of ForecastExplorer: the whole series, the forecast in its middle, and the error of each step. They
// count points from 1; the origin is drawn between the last known point and the first that is forecast.

import { hatch } from "../kit/canvas.js";
import { LIMIT } from "./math.js";
import { formatNumber } from "../kit/format.js";
import { drawAxes, drawCurve, ticks, xOf, yOf } from "../kit/plot.js";

const MARGIN = { left: 52, right: 20, top: 8, bottom: 38 };
const HEIGHTS = { whole: 92, forecast: 240, error: 178 };
/** At least so many points are shown before the origin, so that another window does not move the picture. */
const BEFORE = 40;
const SMALLEST = -7;
const LARGEST = 1;
const POWERS = ["⁻⁷", "⁻⁶", "⁻⁵", "⁻⁴", "⁻³", "⁻²", "⁻¹", "⁰", "¹"];
/** With fewer pixels from point to point than this, dots would hide the line. */
const DOT_SPACING = 5;
const NARROW = 560;

function areaOf(width, height, range) {
  const { left, right, top, bottom } = MARGIN;
  return { left, top, width: width - left - right, height: height - top - bottom, ...range };
}

/** A little more than the range of the series: a forecast that leaves it is cut off. @param {Float64Array} series */
function heightsOf(series) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of series) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = 0.12 * (high - low || 1);
  return { low: low - room, high: high + room };
}

/** The points that the middle picture shows. @param {any} params */
function viewOf({ networks, origin, horizon }) {
  const longest = networks.reduce((most, { length }) => Math.max(most, length), BEFORE);
  return { from: origin - longest - 1, to: origin + Math.max(horizon, 14) + 1.5 };
}

function clipped(context, area, paint) {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  paint();
  context.restore();
}

/** What a range of points is, as a band from top to bottom. */
function band(context, area, from, to, colour, alpha) {
  const [left, right] = [xOf(area, from), xOf(area, to)];
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fillRect(left, area.top, right - left, area.height);
  context.globalAlpha = 1;
}

/** The points that were learned: hatched, so that the window's colour can lie over it. */
function learnedBand(context, area, training, colour) {
  const right = Math.min(area.left + area.width, xOf(area, training + 0.5));
  const left = Math.max(area.left, xOf(area, 0.5));
  if (right <= left) return;
  context.globalAlpha = 0.35;
  context.strokeStyle = colour.muted;
  context.lineWidth = 1;
  hatch(context, left, area.top, right - left, area.height, 9);
  context.globalAlpha = 1;
}

function upright(context, area, at, colour, dash = []) {
  const x = xOf(area, at);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x, area.top);
  context.lineTo(x, area.top + area.height);
  context.stroke();
  context.setLineDash([]);
}

/** @param {(at: number) => number} value */
function dots(context, area, first, end, value, colour, square) {
  if (area.width / (area.to - area.from) < DOT_SPACING) return;
  context.fillStyle = colour;
  context.beginPath();
  for (let at = Math.max(first, Math.ceil(area.from)); at < Math.min(end, area.to); at++) {
    const [x, y] = [xOf(area, at), yOf(area, value(at))];
    if (square) context.rect(x - 2.5, y - 2.5, 5, 5);
    else {
      context.moveTo(x + 2.5, y);
      context.arc(x, y, 2.5, 0, 2 * Math.PI);
    }
  }
  context.fill();
}

/** The whole series, what was learned, and what the middle picture shows of it. @returns {any} the area drawn */
export function drawWhole(canvas, params, { forecast }, width, colour) {
  const { series, origin, training } = params;
  const area = areaOf(width, HEIGHTS.whole, { from: 0.5, to: series.length + 0.5, ...heightsOf(series) });
  const context = canvas.begin(width, HEIGHTS.whole);
  drawAxes(context, area, { label: "point", scale: 1, colour, format: formatNumber, values: false });
  learnedBand(context, area, training, colour);
  const at = (/** @type {number} */ point) => series[point - 1];
  drawCurve(context, area, 1, series.length + 1, at, { colour: colour.input, width: 1 });
  clipped(context, area, () => {
    band(context, area, origin - params.network.length + 0.5, origin + 0.5, colour.kernel, 0.45);
    band(context, area, origin + 0.5, origin + forecast.length + 0.5, colour.output, 0.45);
  });
  upright(context, area, origin + 0.5, colour.focus);
  return area;
}

/** Truth and forecast around the origin. @returns {any} the area drawn */
export function drawForecast(canvas, params, { forecast, breaks }, width, colour) {
  const { series, origin, training, network } = params;
  const area = areaOf(width, HEIGHTS.forecast, { ...viewOf(params), ...heightsOf(series) });
  const context = canvas.begin(width, HEIGHTS.forecast);
  const heights = ticks(area.low, area.high, 4);
  const axis = { label: "point", scale: 1, colour, format: formatNumber, heights, spacing: width < NARROW ? 70 : 110 };
  drawAxes(context, area, { ...axis, values: true });
  clipped(context, area, () => {
    learnedBand(context, area, training, colour);
    band(context, area, origin - network.length + 0.5, origin + 0.5, colour.kernel, 0.22);
    const truth = (/** @type {number} */ point) => series[point - 1];
    const known = Math.min(origin, series.length);
    drawCurve(context, area, 1, known + 1, truth, { colour: colour.input });
    drawCurve(context, area, known, series.length + 1, truth, { colour: colour.input, dash: [5, 4] });
    dots(context, area, 1, series.length + 1, truth, colour.input, false);
    const value = (/** @type {number} */ point) =>
      point === origin ? series[origin - 1] : forecast[point - origin - 1];
    const end = origin + forecast.length + 1;
    drawCurve(context, area, origin, end, value, { colour: colour.output, width: 2.5 });
    dots(context, area, origin + 1, end, value, colour.output, true);
    if (breaks) upright(context, area, origin + breaks, colour.ink, [3, 3]);
    upright(context, area, origin + 0.5, colour.focus);
  });
  return area;
}

/** The error of every step on a logarithmic axis, under the forecast. @returns {any} the area drawn */
export function drawErrors(canvas, params, { errors, breaks }, width, colour) {
  const { origin } = params;
  const area = areaOf(width, HEIGHTS.error, { ...viewOf(params), low: SMALLEST, high: LARGEST });
  const context = canvas.begin(width, HEIGHTS.error);
  const spacing = width < NARROW ? 70 : 110;
  drawAxes(context, area, { label: "point", scale: 1, colour, format: formatNumber, values: false, spacing });
  decades(context, area, colour);
  const value = (/** @type {number} */ point) => {
    const error = errors[point - origin - 1];
    return error > 0 ? Math.min(LARGEST + 1, Math.max(SMALLEST, Math.log10(error))) : SMALLEST;
  };
  const end = origin + errors.length + 1;
  clipped(context, area, () => {
    drawCurve(context, area, origin + 1, end, value, { colour: colour.output, width: 2 });
    if (breaks) upright(context, area, origin + breaks, colour.ink, [3, 3]);
    upright(context, area, origin + 0.5, colour.focus);
  });
  dots(context, area, origin + 1, end, (point) => Math.min(LARGEST, value(point)), colour.output, true);
  return area;
}

/** A line for each power of ten, and one for the error that is too much. */
function decades(context, area, colour) {
  context.fillStyle = colour.muted;
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.beginPath();
  for (let power = SMALLEST; power <= LARGEST; power++) {
    const y = Math.round(yOf(area, power)) + 0.5;
    context.moveTo(area.left, y);
    context.lineTo(area.left + area.width, y);
    if (power % 2) context.fillText(`10${POWERS[power - SMALLEST]}`, area.left - 6, y);
  }
  context.stroke();
  const limit = yOf(area, Math.log10(LIMIT));
  context.strokeStyle = colour.ink;
  context.fillStyle = colour.ink;
  context.setLineDash([6, 4]);
  context.beginPath();
  context.moveTo(area.left, limit);
  context.lineTo(area.left + area.width, limit);
  context.stroke();
  context.setLineDash([]);
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText(`off by ${LIMIT}`, area.left + 4, limit - 2);
}
