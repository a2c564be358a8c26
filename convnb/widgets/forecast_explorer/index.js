// @ts-check
// ForecastExplorer: a trained forecaster at work. The origin is dragged along the series; truth, forecast and error follow.

import { sharpCanvas } from "../kit/canvas.js";
import { button, copyAsNumpy, select, slider } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { FARTHEST, MODES, readState } from "./params.js";
import { evaluate } from "./math.js";
import { drawErrors, drawForecast, drawWhole } from "./picture.js";
import { describe, fewerText, numpyCode, scoreText } from "./text.js";
import { valueAtX } from "../kit/plot.js";
import { defineWidget } from "../kit/shell.js";
import { transport } from "../kit/transport.js";

const SPEEDS = ["2 per second", "5 per second", "10 per second", "20 per second", "40 per second"];

/** What each way is called in the list of ways. @type {Record<string, string>} */
const WAYS = {
  "at once": "all steps at once",
  "free run": "free run: on its own output",
  "one step": "one step at a time: on true values",
};

/** The checked state. @param {any} model */
export function readParams(model) {
  return readState(model);
}

/** @param {any} params */
export function compute(params) {
  return evaluate(params);
}

/** The nearest origin with a window before it and a true value after it. @param {any} params @param {number} origin */
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

/** @param {any} context */
function build(context) {
  const { signal, set } = context;
  const view = { context, areas: {} };
  const onWay = (text) => set({ mode: MODES.find((mode) => WAYS[mode] === text) });
  view.network = select({ label: "Network", signal, onInput: (name) => setNetwork(context, name) });
  view.mode = select({ label: "Forecast", signal, onInput: onWay });
  view.horizon = slider({ label: "Horizon", signal, onInput: (horizon) => set({ horizon }) });
  const onStep = (position) => setOrigin(context, position + context.current().params.network.length);
  view.bar = transport({ label: "Origin", signal, onStep, speeds: SPEEDS });
  const reset = () => {
    view.bar.stop();
    context.reset();
  };
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  buildPictures(view);
  view.score = h("div", { className: "convnb-sum" });
  context.root.append(
    h("div", { className: "convnb-row convnb-mixer-choices" }, view.network.el, view.mode.el),
    h("div", { className: "convnb-scroll" }, view.whole.el),
    view.bar.el,
    legend(),
    h("div", { className: "convnb-scroll" }, view.forecast.el),
    h("div", { className: "convnb-note" }, "Error of each step, |forecast − truth|"),
    h("div", { className: "convnb-scroll" }, view.errors.el),
    view.score,
    h("div", { className: "convnb-row" }, view.horizon.el),
    h("div", { className: "convnb-row" }, button({ label: "Reset", signal, onClick: reset }).el, copy.el),
    copy.box,
  );
  return view;
}

/** Three canvases; all obey the arrow keys. In the first the origin goes where the pointer is, the others move along. */
function buildPictures(view) {
  const { context } = view;
  const { signal } = context;
  const keys = "or use the arrow keys; with Shift ten points at a time, Page Up and Down a hundred";
  const picture = (label, how) => {
    const hint = `${how}, ${keys}`;
    const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
    canvas.el.addEventListener("keydown", (event) => moveByKey(event, view), { signal });
    return canvas;
  };
  view.whole = picture("The whole series", "Drag the origin");
  const choose = (x) => moveTo(view, valueAtX(view.areas.whole, x) - 0.5);
  draggable(view.whole.el, signal, {
    press: (x) => ({ x }),
    drag: ({ x }, dx) => choose(x + dx),
    click: ({ x }) => choose(x),
  });
  view.forecast = picture("Truth and forecast around the origin", "Drag the series sideways");
  view.errors = picture("Error of each step", "Drag the series sideways");
  for (const canvas of [view.forecast, view.errors]) {
    draggable(canvas.el, signal, {
      press: () => ({ origin: context.current().params.origin }),
      drag: ({ origin }, dx) => {
        const { width, from, to } = view.areas.forecast;
        moveTo(view, origin - (dx * (to - from)) / width);
      },
    });
  }
}

function moveTo(view, origin) {
  view.bar.stop();
  setOrigin(view.context, origin);
}

function moveByKey(event, view) {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -100, PageUp: 100 }[event.key];
  if (!step) return;
  event.preventDefault();
  moveTo(view, view.context.current().params.origin + step * (event.shiftKey ? 10 : 1));
}

function legend() {
  const entries = { input: "truth", kernel: "window that is seen", output: "forecast" };
  const spans = Object.entries(entries).map(([role, text]) => h("span", { "data-role": role }, text));
  const rest = h("span", { "data-role": "none" }, "hatched: points that were learned");
  return h("div", { className: "convnb-note convnb-legend" }, ...spans, rest);
}

function draw(view, params, result) {
  const { networks, network, series, origin, mode, horizon } = params;
  const colour = view.context.colours();
  const width = Math.max(280, view.context.width() - 2);
  view.areas = {
    whole: drawWhole(view.whole, params, result, width, colour),
    forecast: drawForecast(view.forecast, params, result, width, colour),
    errors: drawErrors(view.errors, params, result, width, colour),
  };
  view.network.show(
    networks.map(({ name }) => name),
    network.name,
  );
  view.mode.show(
    MODES.map((one) => WAYS[one]),
    WAYS[mode],
  );
  const most = mode === "at once" ? Math.max(horizon, network.horizon) : FARTHEST;
  view.horizon.show({ min: 1, max: most, value: horizon, text: fewerText(params) });
  const count = series.length - network.length;
  view.bar.show({ count, position: origin - network.length, text: `point ${origin}` });
  setText(view.score, scoreText(params, result));
}

const traits = ["origin", "mode", "horizon", "network"];
export default defineWidget({ name: "Forecast explorer", traits, readParams, compute, build, draw, describe });
