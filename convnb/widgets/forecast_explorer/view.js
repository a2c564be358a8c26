// @ts-check
// The three charts of ForecastExplorer: the whole series, the forecast in its middle, and the error of each step. The
// origin is drawn between the last known point and the first that is forecast, which bears its number.

import { createChart, ticks } from "../kit/chart.js";
import { LIMIT } from "./math.js";
import { SETTINGS } from "./settings.js";

/** Room for the numbers of the points and what they are, for the numbers alone, and for neither. */
const MARGIN = { left: 52, right: 20, top: 8, bottom: 38 };
const NUMBERED = { ...MARGIN, top: 2, bottom: 21 };
const BARE = { ...MARGIN, bottom: 4 };
const KEYS = "or use the arrow keys; with Shift ten points at a time, Page Up and Down a hundred";
const SMALLEST = -7;
const LARGEST = 1;
const POWERS = ["⁻⁷", "⁻⁶", "⁻⁵", "⁻⁴", "⁻³", "⁻²", "⁻¹", "⁰", "¹"];
const NARROW = 560;
const WIDE = 860;
/** More steps than this are a curve without a dot for each. */
const MOST_DOTS = 200;
/** The three titles with the room between, and the whole series. */
const TITLES = 68;
const WHOLE = 64;

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  return width >= WIDE ? 438 : width >= NARROW ? 510 : 400;
}

/** Paint all three in the room on the stage. */
export function drawCharts(view, params, result, { width, height }) {
  const colour = view.context.colours();
  const forecast = Math.round(0.53 * (height - TITLES - WHOLE));
  view.whole.draw(params, result, { width, height: WHOLE, colour });
  view.forecast.draw(params, result, { width, height: forecast, colour });
  view.errors.draw(params, result, { width, height: height - TITLES - WHOLE - forecast, colour });
  view.whole.rename(`the whole series${view.used ? "" : " · drag the origin"}`);
}

/** A little more than the range of the series: a forecast that leaves it is cut off.
 * @param {Float64Array} series */
function heightsOf(series) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of series) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = 0.12 * (high - low || 1);
  return { low: low - room, high: high + room };
}

/** The points around the origin that are shown: always so many that another window does not move the picture. */
function viewOf({ networks, origin, horizon }) {
  const longest = networks.reduce((most, { length }) => Math.max(most, length), SETTINGS.constants.before);
  return { from: origin - longest - 2, to: origin + Math.max(horizon, 14) + 0.5 };
}

/** The axis of points.
 * @param {number} width */
const pointsAxis = (width) => ({ label: "point", spacing: width < NARROW ? 70 : 110 });

/** The points that were learned: hatched, so that the window's colour can lie over it. */
function learned(chart, training, colour) {
  const { from, to } = chart.area();
  const [first, last] = [Math.max(-0.5, from), Math.min(training - 0.5, to)];
  if (last > first) chart.band(first, last, { colour: colour.muted, alpha: 0.35, gap: 9 });
}

/** Where the known points end, and where the forecast breaks. */
function milestones(chart, origin, breaks, colour) {
  if (breaks) chart.upright(origin + breaks - 1, { colour: colour.ink, dash: [3, 3] });
  chart.upright(origin - 0.5, { colour: colour.focus });
}

/** The whole series, what was learned, and what the chart below shows of it.
 * @param {AbortSignal} signal */
export function wholeChart(signal) {
  const hint = `Drag the origin, ${KEYS}`;
  const chart = createChart({ label: "The whole series", hint, signal, role: "input" });
  const draw = ({ series, origin, training, network }, { forecast }, { width, height, colour }) => {
    const shown = { from: -0.5, to: series.length - 0.5, ...heightsOf(series) };
    chart.begin({ width, height, margin: NUMBERED, colour, ...shown });
    chart.axes({ label: " ", values: false });
    learned(chart, training, colour);
    chart.curve(0, series.length, (point) => series[point], { colour: colour.input, width: 1 });
    chart.clipped(() => {
      chart.band(origin - network.length - 0.5, origin - 0.5, { colour: colour.kernel, alpha: 0.45 });
      chart.band(origin - 0.5, origin + forecast.length - 0.5, { colour: colour.output, alpha: 0.45 });
    });
    milestones(chart, origin, 0, colour);
  };
  return { ...chart, draw };
}

/** Truth and forecast around the origin.
 * @param {AbortSignal} signal */
export function forecastChart(signal) {
  const label = "Truth and forecast around the origin";
  const chart = createChart({ label, hint: `Drag the series sideways, ${KEYS}`, signal });
  const draw = (params, { forecast, breaks }, { width, height, colour }) => {
    const { series, origin, training, network } = params;
    const range = heightsOf(series);
    chart.begin({ width, height, margin: BARE, colour, ...viewOf(params), ...range });
    chart.axes({ ...pointsAxis(width), label: "", heights: ticks(range.low, range.high, 4) });
    chart.clipped(() => {
      learned(chart, training, colour);
      chart.band(origin - network.length - 0.5, origin - 0.5, { colour: colour.kernel, alpha: 0.22 });
      const truth = (point) => series[point];
      const known = Math.min(origin, series.length);
      chart.curve(0, known, truth, { colour: colour.input });
      chart.curve(known - 1, series.length, truth, { colour: colour.input, dash: [5, 4] });
      const dotted = forecast.length <= MOST_DOTS;
      if (dotted) chart.dots(0, series.length, truth, { colour: colour.input });
      const value = (point) => (point < origin ? series[point] : forecast[point - origin]);
      const end = origin + forecast.length;
      chart.curve(origin - 1, end, value, { colour: colour.output, width: 2.5 });
      if (dotted) chart.dots(origin, end, value, { colour: colour.output, square: true });
      milestones(chart, origin, breaks, colour);
    });
  };
  return { ...chart, draw };
}

/** The error of every step on a logarithmic axis, under the forecast.
 * @param {AbortSignal} signal */
export function errorChart(signal) {
  const hint = `Drag the series sideways, ${KEYS}`;
  const chart = createChart({ label: "Error of each step", hint, signal, role: "output" });
  chart.rename("error of each step, |forecast − truth|");
  const draw = (params, { errors, breaks }, { width, height, colour }) => {
    const { origin } = params;
    const shown = { ...viewOf(params), low: SMALLEST, high: LARGEST };
    const context = chart.begin({ width, height, margin: MARGIN, colour, ...shown });
    chart.axes({ ...pointsAxis(width), values: false });
    decades(chart, context, colour);
    const value = (point) => {
      const error = errors[point - origin];
      return error === 0 ? SMALLEST : Math.min(LARGEST + 1, Math.max(SMALLEST, Math.log10(error)));
    };
    const end = origin + errors.length;
    chart.clipped(() => {
      chart.curve(origin, end, value, { colour: colour.output, width: 2 });
      milestones(chart, origin, breaks, colour);
    });
    const shownAt = (point) => Math.min(LARGEST, value(point));
    if (errors.length <= MOST_DOTS) chart.dots(origin, end, shownAt, { colour: colour.output, square: true });
    if (breaks) breakLabel(chart, context, origin + breaks - 1, `breaks at step ${breaks}`, colour);
  };
  return { ...chart, draw };
}

/** The step at which the forecast breaks, beside its line. */
function breakLabel(chart, context, point, text, colour) {
  const { left, top, width, height } = chart.area();
  const x = chart.x(point);
  context.fillStyle = colour.ink;
  context.textBaseline = "bottom";
  context.textAlign = x + 120 > left + width ? "right" : "left";
  context.fillText(text, x + (context.textAlign === "left" ? 5 : -5), top + height - 4);
}

/** A line for each power of ten, and one for the error that is too much. */
function decades(chart, context, colour) {
  const { left, width } = chart.area();
  context.fillStyle = colour.muted;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.beginPath();
  for (let power = SMALLEST; power <= LARGEST; power++) {
    const y = Math.round(chart.y(power)) + 0.5;
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    if (power % 2) context.fillText(`10${POWERS[power - SMALLEST]}`, left - 6, y);
  }
  chart.stroke({ colour: colour.line });
  const limit = chart.y(Math.log10(LIMIT));
  context.beginPath();
  context.moveTo(left, limit);
  context.lineTo(left + width, limit);
  chart.stroke({ colour: colour.ink, dash: [6, 4] });
  context.fillStyle = colour.ink;
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillText(`off by ${LIMIT}`, left + 4, limit - 2);
}
