// @ts-check
// The six pictures of SpectrumExplorer: signal, kernel and result, each in time and in frequency.

import { hatch } from "../kit/canvas.js";
import { formatNumber } from "../kit/format.js";
import { drawAxes, drawCurve, xOf, yOf } from "../kit/plot.js";
import { CURVE_POINTS } from "./math.js";
import { airy, frameOf, height, SCALES } from "./scales.js";

export const ROLES = { x: "input", w: "kernel", y: "output" };
/** Below so many pixels a sample, dots would touch. */
const DOTTED = 5;
/** @param {CanvasRenderingContext2D} context */
function upright(context, area, at, colour, width, dash = []) {
  const x = xOf(area, at);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x, area.top);
  context.lineTo(x, area.top + area.height);
  context.stroke();
  context.setLineDash([]);
}

/** A line from the ground to each value and, where they do not touch, a dot on it. */
function drawStems(context, area, count, apart, value, { tint, ground }) {
  const foot = yOf(area, ground);
  const place = (/** @type {number} */ at) => xOf(area, at * apart);
  const dots = place(1) - place(0) >= DOTTED;
  context.strokeStyle = context.fillStyle = tint;
  context.lineWidth = dots ? 1.4 : 1;
  context.globalAlpha = dots ? 0.55 : 0.35;
  context.beginPath();
  for (let at = 0; at < count; at++) {
    const x = place(at);
    context.moveTo(x, foot);
    context.lineTo(x, yOf(area, value(at)));
  }
  context.stroke();
  context.globalAlpha = 1;
  if (!dots) return;
  context.beginPath();
  for (let at = 0; at < count; at++) {
    const [x, y] = [place(at), yOf(area, value(at))];
    context.moveTo(x + 2.4, y);
    context.arc(x, y, 2.4, 0, 2 * Math.PI);
  }
  context.fill();
}

/** The rectangle of the samples first <= t < end. @returns {[number, number, number, number]} */
function slots(area, first, end) {
  const left = xOf(area, first - 0.5);
  return [left, area.top, xOf(area, end - 0.5) - left, area.height];
}

const format = (/** @type {number} */ tick) => formatNumber(tick, 3);

/**
 * One list over time: where zeros were added, where the transform ends, what came back at the start.
 * @param {any} canvas
 * @param {string} row
 * @param {any} params
 * @param {any} result
 * @param {{ sizes: any, range: any, colour: Record<string, string>, chosen: number | null, wave: number | null,
 *           grip: boolean }} look
 *   chosen: the sample that is looked at; wave: the bin whose wave is drawn; grip: whether its end can be pulled
 * @returns {any} the area drawn
 */
export function drawTime(canvas, row, params, result, { sizes, range, colour, chosen, wave, grip }) {
  const { length } = params;
  const values = row === "y" ? result.output : params[row];
  const { frame, labelled, height: all } = frameOf(sizes, row);
  const waving = wave !== null && row !== "w";
  const size = waving ? waveSize(result.spectra[row], length, wave) : 0;
  const extent = airy({ low: Math.min(range.low, -size), high: Math.max(range.high, size) });
  const area = { ...frame, from: -1, to: Math.max(length, result.linear.length), ...extent };
  const { heights } = range;
  const context = canvas.begin(sizes.width, all);
  if (values.length < length) {
    context.fillStyle = colour.raised;
    context.fillRect(...slots(area, values.length, length));
  }
  drawAxes(context, area, {
    label: labelled ? "samples" : "",
    scale: 1,
    colour,
    format,
    values: true,
    spacing: 64,
    heights,
  });
  if (row === "y") drawWrap(context, area, params, result, colour);
  const dense = xOf(area, 1) - xOf(area, 0) < DOTTED;
  const style = { colour: colour[ROLES[row]], width: dense ? 1.5 : 1 };
  drawCurve(context, area, 0, values.length, (t) => values[t], style);
  drawStems(context, area, values.length, 1, (t) => values[t], { tint: colour[ROLES[row]], ground: 0 });
  if (waving) drawWave(context, area, result.spectra[row], length, wave, colour);
  upright(context, area, length - 0.5, colour.ink, 1.2, [2, 3]);
  if (grip) drawGrip(context, area, xOf(area, values.length - 0.5), colour);
  if (chosen !== null && chosen < values.length) {
    context.strokeStyle = colour.focus;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(xOf(area, chosen), yOf(area, values[chosen]), 5, 0, 2 * Math.PI);
    context.stroke();
  }
  return area;
}

/** The linear result behind the circular one; striped, what ran over the end and where it came back. */
function drawWrap(context, area, { length }, { linear, wrapped }, colour) {
  const dash = { colour: colour.ink, width: 1.2, dash: [5, 3] };
  drawCurve(context, area, 0, linear.length, (t) => linear[t], dash);
  if (!wrapped) return;
  context.strokeStyle = colour.focus;
  context.lineWidth = 1.2;
  context.globalAlpha = 0.5;
  for (const first of [0, length]) hatch(context, ...slots(area, first, first + wrapped));
  context.globalAlpha = 1;
}

/** A bin and its mirrored one above half a cycle make one wave; the first bin and an even length's last have none. */
function share(length, bin) {
  return (bin === 0 || 2 * bin === length ? 1 : 2) / length;
}

function waveSize({ re, im }, length, bin) {
  return share(length, bin) * Math.hypot(re[bin], im[bin]);
}

/** The wave of one bin, as it is in this signal. */
function drawWave(context, area, { re, im }, length, bin, colour) {
  const fine = 4;
  const value = (/** @type {number} */ at) => {
    const angle = (2 * Math.PI * bin * at) / (fine * length);
    return share(length, bin) * (re[bin] * Math.cos(angle) - im[bin] * Math.sin(angle));
  };
  const stretched = { ...area, from: area.from * fine, to: area.to * fine };
  drawCurve(context, stretched, 0, fine * (length - 1) + 1, value, { colour: colour.focus, width: 2 });
}

/** What can be taken hold of at the kernel's end. */
function drawGrip(context, area, x, colour) {
  const y = area.top + area.height / 2;
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
 * @param {any} canvas
 * @param {string} row
 * @param {any} params
 * @param {any} result
 * @param {{ sizes: any, range: any, colour: Record<string, string>, scale: string, bin: number, peak: number | null }} look
 *   bin: which one is looked at; peak: the frequency that can be dragged
 * @returns {any} the area drawn
 */
export function drawSpectrum(canvas, row, { length }, { spectra, curves }, { sizes, range, colour, scale, bin, peak }) {
  const { frame, labelled, height: all } = frameOf(sizes, row);
  const area = { ...frame, from: -0.005, to: 0.505, ...airy(range) };
  const { heights } = range;
  const context = canvas.begin(sizes.width, all);
  const label = labelled ? "cycles per sample" : "";
  drawAxes(context, area, { label, scale: 1, colour, format, values: true, spacing: 64, heights });
  const tint = colour[ROLES[row]];
  if (scale !== "phase") {
    const { re, im } = curves[row];
    const stretched = { ...area, from: area.from * CURVE_POINTS, to: area.to * CURVE_POINTS };
    drawCurve(context, stretched, 0, re.length, (k) => height(re[k], im[k], scale), { colour: tint, width: 1.2 });
  }
  const { re, im } = spectra[row];
  upright(context, area, bin / length, colour.focus, 2);
  const shown = (/** @type {number} */ k) => height(re[k], im[k], scale);
  // Decibels have no zero: they stand on the lowest that is shown.
  const ground = scale === SCALES[1] ? area.low : 0;
  drawStems(context, area, re.length, 1 / length, shown, { tint, ground });
  context.fillStyle = colour.focus;
  context.beginPath();
  context.arc(xOf(area, bin / length), yOf(area, shown(bin)), 4, 0, 2 * Math.PI);
  context.fill();
  if (peak !== null) {
    const x = xOf(area, peak);
    context.fillStyle = colour.ink;
    context.beginPath();
    context.moveTo(x - 6, 0);
    context.lineTo(x + 6, 0);
    context.lineTo(x, 8);
    context.fill();
  }
  return area;
}
