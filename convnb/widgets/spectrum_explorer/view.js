// @ts-check
// The six charts of SpectrumExplorer: signal, kernel and result, each in time and in frequency; their sizes and scales; and
// the table of one bin.

import { createChart } from "../kit/chart.js";
import { h, setText } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { arrowChain, CURVE_POINTS, magnitudes, timesUsed } from "./math.js";
import { SETTINGS } from "./settings.js";
import { binTable } from "./words.js";

const ROLES = { x: "input", w: "kernel", y: "output" };
export const ROWS = ["x", "w", "y"];
const [MAGNITUDE, DECIBELS, PHASE] = SETTINGS.show.choices;
export const ARROWS = SETTINGS.show.choices[3];
/** CSS pixels: the stage, between two pictures, a title, and above and below a picture. */
export const STAGE = 430;
const GAP = { across: 22, down: 4 };
const TITLE = 22;
const TOP = 8;
const BELOW = { y: 36, x: 6, w: 6 };
const QUIET = 1e-9;
const LOWEST_DB = -80;

/** Sizes of the canvases on a stage: two columns of three, of which only the lowest have numbers below them.
 * @param {{ width: number, height: number, phone: boolean }} room */
export function sizesOf({ width, height, phone }) {
  const around = ROWS.reduce((sum, row) => sum + TITLE + TOP + BELOW[row], 2 * GAP.down);
  const plot = Math.floor((height - around) / 3);
  return { width: Math.floor((width - (phone ? 8 : GAP.across)) / 2), plot, phone };
}

/** The chart of a row without its range. */
function sheetOf({ width, plot }, row) {
  const margin = { left: 48, right: 10, top: TOP, bottom: BELOW[row] };
  return { labelled: row === "y", sheet: { width, height: plot + margin.top + margin.bottom, margin } };
}

/** A round number, at most a hair below this one: a scale that stands still while the values move a little.
 * @param {number} value */
export function roundUp(value) {
  if (!(value > QUIET)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const unit = [1, 1.5, 2, 3, 4, 5, 6, 8].find((size) => size * power >= 0.98 * value);
  return Number(((unit ?? 10) * power).toPrecision(2));
}

/** @param {ArrayLike<number>[]} lists */
function rangeOf(...lists) {
  let [low, high] = [0, 0];
  for (const values of lists) {
    for (let t = 0; t < values.length; t++) {
      low = Math.min(low, values[t]);
      high = Math.max(high, values[t]);
    }
  }
  [low, high] = [-roundUp(-low), roundUp(high)];
  return { low, high, heights: heightsOf(low, high) };
}

/** The numbers beside a picture: its ends and zero, each with room for itself.
 * @param {number} low @param {number} high */
function heightsOf(low, high) {
  const room = 0.15 * (high - low);
  return [-low > room ? low : null, 0, high > room ? high : null].filter((value) => value !== null);
}

const most = (/** @type {Float64Array} */ values) => values.reduce((high, value) => Math.max(high, value), 0);

/** What the heights of the six pictures run from and to.
 * @param {Record<string, any>} params @param {Record<string, any>} result @param {string} scale */
export function scalesOf({ x, w }, { output, linear, curves }, scale) {
  const time = { x: rangeOf(x), w: rangeOf(w), y: rangeOf(x, output, linear) };
  const tops = Object.fromEntries(ROWS.map((row) => [row, most(magnitudes(curves[row]))]));
  // The product stands on the signal's scale, so that the eye sees what got smaller.
  tops.y = Math.max(tops.x, tops.y);
  const spectrum = (row) => {
    if (scale === ARROWS) return { low: 0, high: tops[row], heights: [] };
    if (scale === PHASE) return { low: -180, high: 180, heights: [-180, 0, 180] };
    const top = roundUp(tops[row]) || 1;
    if (scale === MAGNITUDE) return { low: 0, high: top, heights: [0, top / 2, top] };
    const high = Math.max(0, 40 * Math.ceil(Math.log10(tops[row] || 1) / 2));
    return { low: LOWEST_DB, high, heights: [-80, -40, 0, 40, 80].filter((value) => value <= high) };
  };
  return { time, spectrum: Object.fromEntries(ROWS.map((row) => [row, spectrum(row)])) };
}

/** A little air around the values.
 * @param {{ low: number, high: number }} range */
function airy({ low, high }) {
  const air = 0.07 * (high - low || 1);
  return low === 0 && high === 0 ? { low: -1, high: 1 } : { low: low && low - air, high: high && high + air };
}

/** @param {number} real @param {number} imaginary @param {string} scale */
export function height(real, imaginary, scale) {
  const size = Math.hypot(real, imaginary);
  if (scale === MAGNITUDE) return size;
  if (scale === PHASE) return size > QUIET ? (Math.atan2(imaginary, real) * 180) / Math.PI : NaN;
  return Math.max(LOWEST_DB, 20 * Math.log10(Math.max(size, QUIET)));
}

// --- the charts ---

/** A line from the ground to each value and, where they do not touch, a dot on it. */
function drawStems(context, chart, count, apart, value, { tint, ground }) {
  const foot = chart.y(ground);
  const dotted = chart.dotted(apart);
  context.globalAlpha = dotted ? 0.55 : 0.35;
  context.beginPath();
  for (let at = 0; at < count; at++) {
    const x = chart.x(at * apart);
    context.moveTo(x, foot);
    context.lineTo(x, chart.y(value(at)));
  }
  chart.stroke({ colour: tint, width: dotted ? 1.4 : 1 });
  context.globalAlpha = 1;
  chart.dots(0, count, value, { colour: tint, radius: 2.4, apart });
}

const format = (tick) => formatNumber(tick, 3);

/**
 * One list over time: where zeros were added, where the transform ends, what came back at the start.
 * @param {{ label: string, hint: string, signal: AbortSignal }} options @param {string} row
 */
export function timeChart(options, row) {
  const role = ROLES[row];
  const chart = createChart({ ...options, role });
  /** look: chosen: the sample that is looked at; wave: the bin whose wave is drawn; grip: whether its end can be pulled */
  const draw = (params, result, { sizes, range, colour, chosen, wave, grip }) => {
    const { length } = params;
    const values = row === "y" ? result.output : params[row];
    const { sheet, labelled } = sheetOf(sizes, row);
    const waving = wave !== null && row !== "w";
    const { re, im } = result.spectra[row];
    const share = timesUsed(length, wave) / length;
    const size = waving ? share * Math.hypot(re[wave], im[wave]) : 0;
    const extent = airy({ low: Math.min(range.low, -size), high: Math.max(range.high, size) });
    const shown = { from: -1, to: Math.max(length, result.linear.length), ...extent };
    const context = chart.begin({ ...sheet, colour, ...shown });
    if (values.length < length) chart.band(values.length - 0.5, length - 0.5, { colour: colour.line, alpha: 0.45 });
    chart.axes({ label: labelled ? "samples" : "", format, spacing: 64, heights: range.heights });
    if (row === "y") drawWrap(chart, params, result, colour);
    chart.curve(0, values.length, (t) => values[t], { colour: colour[role], width: chart.dotted() ? 1 : 1.5 });
    drawStems(context, chart, values.length, 1, (t) => values[t], { tint: colour[role], ground: 0 });
    if (waving) drawWave(chart, [share * re[wave], share * im[wave]], length, wave, colour);
    chart.upright(length - 0.5, { colour: colour.ink, width: 1.2, dash: [2, 3] });
    const { top, height } = chart.area();
    if (grip) drawGrip(context, chart.x(values.length - 0.5), top + height / 2, colour);
    if (chosen !== null && chosen < values.length) {
      chart.dot(chosen, values[chosen], { colour: colour.focus, radius: 5, ring: true });
    }
  };
  return { ...chart, draw };
}

/** The linear result behind the circular one; striped, what ran over the end and where it came back. */
function drawWrap(chart, { length }, { linear, wrapped }, colour) {
  chart.curve(0, linear.length, (t) => linear[t], { colour: colour.ink, width: 1.2, dash: [5, 3] });
  const stripes = { colour: colour.focus, width: 1.2, alpha: 0.5, gap: 6 };
  if (wrapped) for (const first of [0, length]) chart.band(first - 0.5, first + wrapped - 0.5, stripes);
}

/** The wave of one bin, as it is in this signal. */
function drawWave(chart, [re, im], length, bin, colour) {
  const fine = 8; // the fastest wave has two samples a period
  const value = (at) => {
    const angle = (2 * Math.PI * bin * at) / (fine * length);
    return re * Math.cos(angle) - im * Math.sin(angle);
  };
  chart.curve(0, fine * (length - 1) + 1, value, { colour: colour.focus, width: 2, stretch: fine });
}

/** What can be taken hold of at the kernel's end. */
function drawGrip(context, x, y, colour) {
  context.fillStyle = colour.paper;
  context.strokeStyle = colour.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.rect(x - 4, y - 11, 8, 22);
  context.fill();
  for (const dx of [-1.5, 1.5]) {
    context.moveTo(x + dx, y - 5);
    context.lineTo(x + dx, y + 5);
  }
  context.stroke();
}

/**
 * One spectrum from 0 to 1/2 cycle per sample: the bins as stems, and the curve that they are samples of.
 * @param {{ label: string, hint: string, signal: AbortSignal }} options @param {string} row
 */
export function spectrumChart(options, row) {
  const role = ROLES[row];
  const chart = createChart({ ...options, role });
  /** look: bin: which one is looked at; peak: the frequency that can be dragged */
  const draw = (params, { output, spectra, curves }, { sizes, range, colour, scale, bin, peak }) => {
    const { length } = params;
    const { sheet, labelled } = sheetOf(sizes, row);
    const context = chart.begin({ ...sheet, colour, from: -0.005, to: 0.505, ...airy(range) });
    if (scale === ARROWS) {
      const chain = arrowChain(row === "y" ? output : params[row], length, bin);
      return drawArrows(context, sheet, chain, range.high, { tint: colour[role], colour });
    }
    chart.axes({ label: labelled ? "cycles per sample" : "", format, spacing: 64, heights: range.heights });
    if (scale !== PHASE) {
      const { re, im } = curves[row];
      const line = { colour: colour[role], width: 1.2, stretch: CURVE_POINTS };
      chart.curve(0, re.length, (k) => height(re[k], im[k], scale), line);
    }
    const { re, im } = spectra[row];
    chart.upright(bin / length, { colour: colour.focus });
    const shown = (k) => height(re[k], im[k], scale);
    // Decibels have no zero: they stand on the lowest that is shown.
    const ground = scale === DECIBELS ? chart.area().low : 0;
    drawStems(context, chart, re.length, 1 / length, shown, { tint: colour[role], ground });
    chart.dot(bin / length, shown(bin), { colour: colour.focus, radius: 4 });
    if (peak !== null) drawPeak(context, chart.x(peak), colour);
  };
  return { ...chart, draw };
}

/**
 * Arrows laid head to tail, and a thick one from where they begin to where they end: their sum.
 * @param {CanvasRenderingContext2D} context @param {{ width: number, height: number }} sheet
 * @param {import("./math.js").Spectrum} chain @param {number} most the longest sum of any bin: it fits into the sheet's width
 * @param {{ tint: string, colour: Record<string, string> }} look
 */
function drawArrows(context, { width, height }, { re, im }, most, { tint, colour }) {
  const ends = (values) => [Math.min(...values), Math.max(...values)];
  const [[left, right], [low, high]] = [ends(re), ends(im)];
  const unit = Math.min((width - 24) / Math.max(most, right - left), (height - 16) / Math.max(1e-9 * most, high - low)) || 0;
  const point = (/** @type {number} */ at) => [width / 2 + unit * (re[at] - (left + right) / 2), height / 2 - unit * (im[at] - (low + high) / 2)];
  const from = point(0);
  context.globalAlpha = 0.6;
  drawArrow(context, from, point(re.length - 1), { colour: colour.focus, width: 4, head: 12 });
  context.globalAlpha = 1;
  for (let t = 1; t < re.length; t++) drawArrow(context, point(t - 1), point(t), { colour: tint, width: 1.3, head: 5 });
  context.fillStyle = colour.ink;
  context.beginPath();
  context.arc(from[0], from[1], 3, 0, 2 * Math.PI);
  context.fill();
}

/** An arrow from one point to another; one that is shorter than its head has none.
 * @param {CanvasRenderingContext2D} context @param {number[]} from @param {number[]} to
 * @param {{ colour: string, width: number, head: number }} look */
function drawArrow(context, from, to, { colour, width, head }) {
  const [[x, y], [toX, toY]] = [from, to];
  const angle = Math.atan2(toY - y, toX - x);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  if (Math.hypot(toX - x, toY - y) > head) {
    for (const side of [-0.45, 0.45]) {
      context.moveTo(toX, toY);
      context.lineTo(toX - head * Math.cos(angle + side), toY - head * Math.sin(angle + side));
    }
  }
  context.stroke();
}

/** What can be taken hold of at the frequency. */
function drawPeak(context, x, colour) {
  context.fillStyle = colour.ink;
  context.beginPath();
  context.moveTo(x - 6, 0);
  context.lineTo(x + 6, 0);
  context.lineTo(x, 8);
  context.fill();
}

/** The numbers of one bin: signal and kernel, and their product, which is the result's.
 * @returns {{ el: HTMLElement, show: (params: any, result: any, bin: number) => void }} */
export function binNumbers() {
  // Widths of their own: the columns must not move with the numbers in them.
  const head = (width, text) => h("th", { scope: "col", style: `width: ${width}` }, text);
  const corner = head("22%", "");
  const heads = [corner, head("22%", "complex"), head("26%", "magnitude"), head("30%", "phase")];
  const named = () => h("th", { scope: "row", style: "vertical-align: middle" });
  const cell = () => h("td");
  const rows = ROWS.map(() => [named(), cell(), cell(), cell()]);
  const table = h(
    "table",
    { className: "convnb-table", style: "table-layout: fixed; width: 54em" },
    h("thead", {}, h("tr", {}, ...heads)),
    h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells))),
  );
  const law = "Complex numbers are multiplied: their magnitudes multiply, their phases add.";
  const note = h("div", { className: "convnb-note" }, law);
  const scroll = h("div", { className: "convnb-table-scroll", tabIndex: 0 }, table);
  const el = h("div", { className: "convnb-one-bin convnb-result", role: "group", "aria-label": "One bin" }, scroll, note);
  const show = (params, result, bin) => {
    setText(corner, `f = ${formatNumber(bin / params.length, 3)}`);
    binTable(result, bin).forEach((texts, row) => texts.forEach((text, at) => setText(rows[row][at], text)));
  };
  return { el, show };
}
