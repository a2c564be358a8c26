// @ts-check
// A network's forecast in three ways, and how far off it is. Only "one step" reads values after the origin: it gets the
// true ones at every step.

import { SETTINGS } from "./settings.js";

/** A step that is off by more than this is where a forecast breaks. */
export const LIMIT = SETTINGS.constants.limit;

/**
 * @typedef {{ name: string, length: number, horizon: number, channels: number, mean: number, deviation: number,
 *   slope: Float64Array, offset: Float64Array, weight: Float64Array, bias: Float64Array, skip: Float64Array }} Network
 *   weight: horizon x channels x length, row-major
 */

/**
 * How many steps there are: at once, no more than the network gives; one at a time, no more than can be computed while
 * a hand drags and, from true values, no more than have one before them.
 */
export function stepsOf({ network, series, origin, mode, horizon }) {
  if (mode === "at once") return Math.min(horizon, network.horizon);
  const steps = Math.min(horizon, Math.floor(SETTINGS.constants.products / (network.channels * network.length)));
  return mode === "one step" ? Math.min(steps, series.length - origin) : steps;
}

function forecastOf(params) {
  const { network, series, origin, mode } = params;
  const steps = stepsOf(params);
  const row = emptyRow(network, network.length + steps);
  for (let at = origin - network.length; at < origin; at++) append(network, row, series[at]);
  const forecast = new Float64Array(steps);
  for (let step = 0; step < steps; step++) {
    const begin = mode === "at once" ? 0 : step;
    forecast[step] = output(network, row, begin, mode === "at once" ? step : 0);
    if (mode !== "at once") append(network, row, mode === "one step" ? series[origin + step] : forecast[step]);
  }
  return forecast;
}

/** The values seen so far, normalised, and what every unit says about each: it looks at one value at a time. */
function emptyRow({ channels }, most) {
  return { count: 0, z: new Float64Array(most), hidden: new Float64Array(most * channels) };
}

/** @param {Network} network */
function append({ channels, slope, offset, mean, deviation }, row, x) {
  const z = (x - mean) / deviation;
  row.z[row.count] = z;
  for (let c = 0; c < channels; c++) row.hidden[row.count * channels + c] = Math.tanh(slope[c] * z + offset[c]);
  row.count += 1;
}

/** Output h for the window that begins at `begin`: one correlation, and the newest value.
 * @param {Network} network */
function output({ channels, length, weight, bias, skip, mean, deviation }, { z, hidden }, begin, h) {
  let sum = bias[h] + skip[h] * z[begin + length - 1];
  for (let c = 0; c < channels; c++) {
    const first = (h * channels + c) * length;
    for (let j = 0; j < length; j++) sum += weight[first + j] * hidden[(begin + j) * channels + c];
  }
  return sum * deviation + mean;
}

/**
 * The forecast, and what follows where the truth is known: the error of each step, the largest, the RMSE, and the first
 * step that is off by more than LIMIT (steps are counted from 1; 0 for none).
 */
export function compute(params) {
  const { series, origin } = params;
  const forecast = forecastOf(params);
  const truth = series.subarray(origin, origin + forecast.length);
  const errors = Float64Array.from(truth, (value, step) => Math.abs(forecast[step] - value));
  const worst = errors.reduce((best, error, step) => (error > errors[best] ? step : best), 0) + 1;
  const breaks = errors.findIndex((error) => !(error <= LIMIT)) + 1;
  return { forecast, truth, errors, rmse: rmseOf(errors), worst, breaks };
}

/** @param {Float64Array} errors */
export function rmseOf(errors) {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}
