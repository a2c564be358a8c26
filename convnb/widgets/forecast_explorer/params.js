// @ts-check
// Reading the state of ForecastExplorer. What is large, the series and the weights, is read once.

import { brief } from "../kit/format.js";
import { checkEntry, checkNumber, LARGEST_ENTRY, readChoice, readNumber, StateError } from "../kit/params.js";

export const MODES = ["at once", "free run", "one step"];
export const FARTHEST = 100;
const MOST_POINTS = 2000;
const MOST_NETWORKS = 12;
const LIMITS = { length: 200, horizon: FARTHEST, channels: 64 };

/** float64 numbers by the view that they came in, and networks by the list that describes them. */
const seriesOf = new WeakMap();
const networksOf = new WeakMap();

/**
 * @typedef {{ name: string, length: number, horizon: number, channels: number, mean: number, deviation: number,
 *   slope: Float64Array, offset: Float64Array, weight: Float64Array, bias: Float64Array, skip: Float64Array }} Network
 *   weight: horizon x channels x length, row-major
 */

/** The checked state. @param {any} model */
export function readState(model) {
  const networks = readNetworks(model.get("networks"), model.get("weights"));
  const series = readSeries(model.get("points"));
  const index = readNumber(model, "network", { min: 0, max: networks.length - 1, integer: true });
  const network = networks[index];
  const last = series.length - 1;
  const origin = readNumber(model, "origin", { integer: true });
  if (origin < network.length || origin > last) {
    const sees = `${network.name} needs ${network.length} values before it`;
    throw new StateError(`origin is ${origin}; it must be from ${network.length} to ${last}, as ${sees}.`);
  }
  const horizon = readNumber(model, "horizon", { min: 1, max: FARTHEST, integer: true });
  const training = readNumber(model, "training", { min: 0, integer: true });
  const mode = readChoice(model, "mode", MODES);
  return { networks, network, index, series, origin, horizon, mode, training };
}

/** A DataView may start at any byte, a Float64Array may not: copy. @param {any} view @param {string} name */
function readDoubles(view, name) {
  if (!view || !(view.buffer instanceof ArrayBuffer)) throw new StateError(`${name} must be float64 numbers as bytes.`);
  if (view.byteLength % 8) throw new StateError(`${name} must be float64 numbers; got ${view.byteLength} bytes.`);
  const values = new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST_ENTRY));
  if (bad >= 0) checkEntry(values[bad], `${name}[${bad}]`);
  return values;
}

/** @param {any} view @returns {Float64Array} */
function readSeries(view) {
  const known = view && seriesOf.get(view);
  if (known) return known;
  const series = readDoubles(view, "series");
  if (series.length < 2 || series.length > MOST_POINTS)
    throw new StateError(`series has ${series.length} values; this widget shows 2 to ${MOST_POINTS}.`);
  seriesOf.set(view, series);
  return series;
}

/** @param {any} list @param {any} view @returns {Network[]} */
function readNetworks(list, view) {
  if (!Array.isArray(list) || list.length < 1 || list.length > MOST_NETWORKS)
    throw new StateError(`networks must be a list of 1 to ${MOST_NETWORKS} descriptions.`);
  if (networksOf.get(list)?.view === view) return networksOf.get(list).networks;
  const numbers = readDoubles(view, "weights");
  const sizes = list.map(readSizes);
  const needed = sizes.reduce((sum, size) => sum + countOf(size), 0);
  if (numbers.length !== needed)
    throw new StateError(`weights must be ${8 * needed} bytes for these networks; got ${8 * numbers.length}.`);
  let at = 0;
  const take = (/** @type {number} */ count) => numbers.subarray(at, (at += count));
  const networks = sizes.map((size) => ({
    ...size,
    slope: take(size.channels),
    offset: take(size.channels),
    weight: take(size.horizon * size.channels * size.length),
    bias: take(size.horizon),
    skip: take(size.horizon),
  }));
  networksOf.set(list, { view, networks });
  return networks;
}

function countOf({ length, horizon, channels }) {
  return 2 * channels + horizon * channels * length + 2 * horizon;
}

/** @param {any} one @param {number} index @param {any[]} list */
function readSizes(one, index, list) {
  const where = `networks[${index}]`;
  const sizes = Object.entries(LIMITS).map(([name, max]) => {
    return [name, checkNumber(one?.[name], `${where}.${name}`, { min: 1, max, integer: true })];
  });
  const mean = checkNumber(one.mean, `${where}.mean`, {});
  const deviation = checkNumber(one.deviation, `${where}.deviation`, {});
  if (!(deviation > 0)) throw new StateError(`${where}.deviation is ${deviation}; it must be greater than 0.`);
  if (typeof one.name !== "string") throw new StateError(`${where}.name must be a text.`);
  const given = brief(one.name, 60);
  const again = list.slice(0, index).some((other) => other?.name === one.name);
  return { name: again ? `${given} (${index + 1})` : given, ...Object.fromEntries(sizes), mean, deviation };
}
