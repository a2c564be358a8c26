// @ts-check
// The two curves of GaborExplorer: the responses over one drift of the grating, and the tuning of both cells.

import { createLayer } from "../kit/canvas.js";
import { formatNumber } from "../kit/format.js";
import { FRAMES, largest, POINTS } from "./math.js";
import { degrees } from "./presets.js";
import { drawAxes, drawCurve, ticks, xOf, yOf } from "../kit/plot.js";

const HEIGHT = 200;
const MARGIN = { left: 46, right: 14, top: 26, bottom: 40 };
/** A matched grating gives about half of the envelope's sum: the axis stands still while the grating turns. */
const MATCHED = 0.55;

function areaOf(width, range) {
  const { left, right, top, bottom } = MARGIN;
  return { left, top, width: width - left - right, height: HEIGHT - top - bottom, ...range };
}

function styles(colour) {
  return {
    simple: { colour: colour.output, width: 2.5 },
    complex: { colour: colour.ink, width: 2, dash: [7, 4] },
    linear: { colour: colour.muted, width: 1.5, dash: [2, 3] },
  };
}

/** The key above a plot: a piece of each line with its name. */
function drawKey(context, entries, look) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  let x = MARGIN.left;
  for (const [name, text] of entries) {
    const { colour, width, dash = [] } = look[name];
    context.beginPath();
    context.moveTo(x, 12);
    context.lineTo(x + 22, 12);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
    context.fillText(text, x + 27, 12);
    x += 39 + context.measureText(text).width;
  }
}

/** A line at a place on the axis, with a dot on each curve. */
function mark(context, area, at, values, colour) {
  const x = xOf(area, at);
  context.strokeStyle = colour.focus;
  context.fillStyle = colour.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, area.top);
  context.lineTo(x, area.top + area.height);
  context.stroke();
  for (const value of values) {
    context.beginPath();
    context.arc(x, yOf(area, value), 4.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * Heights that the envelope allows, or more where a kernel reaches more; whole steps of the axis, so that it is steady.
 * @param {number} reach
 * @param {...ArrayLike<number>} lists
 */
function topOf(reach, ...lists) {
  const most = Math.max(1e-6, MATCHED * reach, ...lists.map((values) => 1.05 * largest(values)));
  const step = ticks(0, most, 4)[1];
  return step * Math.ceil(most / step);
}

const format = (/** @type {number} */ tick) => formatNumber(tick, 3);

/** The traces and the tuning; each axis is painted again only when it changes. */
export function createPlots() {
  const [first, second] = [createLayer(), createLayer()];
  /** @returns {any} the area drawn, for turning pixels into frames */
  const drawTraces = (canvas, { time }, { traces, reach }, width, colour) => {
    const high = topOf(reach, traces.linear, traces.complex);
    const area = areaOf(width, { from: 0, to: FRAMES, low: -high, high });
    const context = canvas.begin(width, HEIGHT);
    const look = styles(colour);
    first(context, width, HEIGHT, `${high} ${colour.ink}`, (still) => {
      const axes = { label: "time in periods of the grating", scale: 1 / FRAMES, heights: ticks(-high, high, 5) };
      drawAxes(still, area, { colour, format, values: true, spacing: 60, ...axes });
      still.fillStyle = colour.ink;
      drawKey(still, Object.entries({ simple: "simple", complex: "complex", linear: "s" }), look);
    });
    for (const name of ["linear", "simple", "complex"]) {
      // One frame more closes the period.
      drawCurve(context, area, 0, FRAMES + 1, (t) => traces[name][t % FRAMES], look[name]);
    }
    mark(context, area, time, [traces.simple[time], traces.complex[time]], colour);
    return area;
  };
  /** @returns {any} the area drawn, its axis in degrees or in radians per pixel */
  const drawTuning = (canvas, { tuned_by, grating_theta, grating_frequency }, result, width, colour) => {
    const { tuning, strength, reach } = result;
    const turning = tuned_by === "orientation";
    const unit = (/** @type {number} */ value) => (turning ? degrees(value) : value);
    const high = topOf(reach, tuning.simple, tuning.complex);
    const area = areaOf(width, { from: 0, to: unit(Math.PI), low: 0, high });
    const context = canvas.begin(width, HEIGHT);
    const look = styles(colour);
    second(context, width, HEIGHT, `${high} ${tuned_by} ${colour.ink}`, (still) => {
      const label = turning ? "orientation of the grating in degrees" : "frequency in radians per pixel";
      const axes = { label, scale: 1, heights: ticks(0, high, 4) };
      drawAxes(still, area, { colour, format, values: true, spacing: 60, ...axes });
      still.fillStyle = colour.ink;
      drawKey(still, Object.entries({ simple: "simple", complex: "complex" }), look);
    });
    const inPoints = { ...area, to: POINTS - 1 };
    for (const name of ["simple", "complex"]) {
      drawCurve(context, inPoints, 0, POINTS, (at) => tuning[name][at], look[name]);
    }
    const at = turning ? ((grating_theta % Math.PI) + Math.PI) % Math.PI : grating_frequency;
    mark(context, area, unit(at), [strength.simple, strength.complex], colour);
    return area;
  };
  return { drawTraces, drawTuning };
}
