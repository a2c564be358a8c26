// @ts-check
// ForecastExplorer: a trained forecaster at work. The origin is dragged along the series; truth, forecast and error follow.

import { legend } from "../kit/chart.js";
import { segmented, select, settingSlider, transport } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { brief } from "../kit/format.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { checkNumber, once, readChoice, readFloats, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { compute } from "./math.js";
import { SETTINGS } from "./settings.js";
import { drawCharts, errorChart, forecastChart, stageHeight, wholeChart } from "./view.js";
import { describe, fewerText, numpyCode, scoreParts } from "./words.js";

const { constants } = SETTINGS;

const WAYS = SETTINGS.mode.choices.map((value) => ({ value, text: value }));
const LEGEND = {
  input: "truth",
  kernel: "input window",
  output: "forecast",
  none: "learned",
};

/** The checked state; the series and the weights, which are large, are read once. */
export function readParams(model) {
  const networks = once(model, "networks", [model.get("networks"), model.get("weights")], readNetworks);
  const series = once(model, "series", [model.get("points")], readSeries);
  const index = readWhole(model, "network", { min: 0, max: networks.length - 1 });
  const network = networks[index];
  const last = series.length - 1;
  const origin = readWhole(model, "origin");
  if (origin < network.length || origin > last) {
    const sees = `${network.name} needs ${network.length} values before it`;
    throw new StateError(`origin is ${origin}; it must be from ${network.length} to ${last}, as ${sees}.`);
  }
  const horizon = readWhole(model, "horizon", SETTINGS.horizon);
  const training = readWhole(model, "training", SETTINGS.training);
  const mode = readChoice(model, "mode", SETTINGS.mode.choices);
  return { networks, network, index, series, origin, horizon, mode, training };
}

function readSeries(view) {
  const series = readFloats(view, "series", Float64Array);
  if (series.length < 2 || series.length > constants.points)
    throw new StateError(`series has ${series.length} values; this widget shows 2 to ${constants.points}.`);
  return series;
}

/** @returns {import("./math.js").Network[]} */
function readNetworks(list, view) {
  if (!Array.isArray(list) || list.length < 1 || list.length > constants.networks)
    throw new StateError(`networks must be a list of 1 to ${constants.networks} descriptions.`);
  const numbers = readFloats(view, "weights", Float64Array);
  const sizes = list.map(readSizes);
  const needed = sizes.reduce((sum, size) => sum + countOf(size), 0);
  if (numbers.length !== needed)
    throw new StateError(`weights must be ${8 * needed} bytes for these networks; got ${8 * numbers.length}.`);
  let at = 0;
  const take = (count) => numbers.subarray(at, (at += count));
  return sizes.map((size) => ({
    ...size,
    slope: take(size.channels),
    offset: take(size.channels),
    weight: take(size.horizon * size.channels * size.length),
    bias: take(size.horizon),
    skip: take(size.horizon),
  }));
}

function countOf({ length, horizon, channels }) {
  return 2 * channels + horizon * channels * length + 2 * horizon;
}

/** @param {number} index @param {{ name?: unknown }[]} list */
function readSizes(one, index, list) {
  const where = `networks[${index}]`;
  const most = { length: constants.length, horizon: constants.outputs, channels: constants.channels };
  const sizes = Object.entries(most).map(([name, max]) => {
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

/** The nearest origin with a window before it and a true value after it.
 * @param {{ network: { length: number }, series: ArrayLike<number> }} state @param {number} origin */
export function withinOrigins({ network, series }, origin) {
  return Math.max(network.length, Math.min(series.length - 1, Math.round(origin)));
}

function setOrigin(context, origin) {
  context.set({ origin: withinOrigins(context.current().params, origin) });
}

/** Another network may need a longer window than there is. */
function setNetwork(context, name) {
  const { networks, series, origin } = context.current().params;
  const network = networks.findIndex((one) => one.name === name);
  context.set({ network, origin: withinOrigins({ network: networks[network], series }, origin) });
}

function build(context) {
  const { signal, set } = context;
  const view = { context, used: false };
  view.network = select({ label: SETTINGS.network.label, signal, onInput: (name) => setNetwork(context, name) });
  view.mode = segmented({ label: SETTINGS.mode.label, choices: WAYS, signal, onInput: (mode) => set({ mode }) });
  view.horizon = settingSlider(context, "horizon", SETTINGS.horizon);
  view.horizon.el.classList.add("convnb-horizon");
  const onStep = (position) => setOrigin(context, position + context.current().params.network.length);
  view.bar = transport({ label: SETTINGS.origin.label, signal, onStep, speeds: constants.speeds });
  view.bar.el.classList.add("convnb-compact");
  const now = () => context.current().params.origin;
  view.whole = wholeChart(signal);
  view.whole.scrub((at) => moveTo(view, at + 0.5));
  view.forecast = forecastChart(signal);
  view.errors = errorChart(signal);
  for (const chart of [view.forecast, view.errors]) chart.pan(now, (origin) => moveTo(view, origin));
  for (const chart of [view.whole, view.forecast, view.errors]) chart.keys((by) => moveTo(view, now() + by));
  view.score = h("div", { className: "convnb-sum convnb-result" });
  const found = h("div", { className: "convnb-result" }, legend(LEGEND), view.forecast.el, view.errors.el);
  assemble(context, {
    stage: [h("div", { className: "convnb-forecast" }, view.whole.el, found)],
    height: stageHeight,
    sum: [view.score],
    main: [view.bar, view.mode, view.horizon, view.network],
    folds: [fold("Speed", signal, view.bar.pace)],
    code: numpyCode,
    onReset: () => view.bar.stop(),
  });
  return view;
}

function moveTo(view, origin) {
  view.bar.stop();
  view.used = true;
  setOrigin(view.context, origin);
}

function draw(view, params, result) {
  const { networks, network, series, origin, mode, horizon } = params;
  drawCharts(view, params, result, view.context.room());
  const names = networks.map(({ name }) => name);
  view.network.show(names, network.name);
  view.mode.show(mode);
  const most = mode === "at once" ? Math.max(horizon, network.horizon) : SETTINGS.horizon.max;
  view.horizon.show(horizon, fewerText(params), most);
  const count = series.length - network.length;
  view.bar.show({ count, position: origin - network.length, text: `point ${origin}` });
  showSum(view.score, scoreParts(result), view.context.width());
}

/** What a goal may name. */
export function measures({ network }, { errors, breaks }) {
  return { length: network.length, holds: breaks ? breaks - 1 : errors.length };
}

/** Without forecasters of its own the class does not begin with the defaults of settings.js. */
function python(values, get) {
  const made = !(get("_given") ?? []).includes("forecasters");
  const first = made ? constants.first : {};
  const others = Object.keys(first).filter((name) => get(name) !== first[name]);
  const kept = Object.entries(values).filter(([name]) => !(name in first));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(others.map((name) => [name, get(name)])), ...(made ? {} : { origin: get("origin") }) };
}

const type = "ForecastExplorer";
const name = "Forecast explorer";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
