// @ts-check
// SignalAligner: two signals, one of them dragged against the other, and their correlation traced as it moves.

import { readSignals } from "./params.js";
import { drawCorrelation, drawSignals } from "./picture.js";
import { sharpCanvas } from "../kit/canvas.js";
import { button, copyAsNumpy, fold, select, slider, toggle } from "../kit/controls.js";
import { alignmentScores, crossCorrelation, lagAt, strongest, sumOfProducts } from "./correlation.js";
import { h, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { bracketed, formatNumber } from "../kit/format.js";
import { numpyArray } from "../kit/numpy.js";
import { readNumber } from "../kit/params.js";
import { valueAtX } from "../kit/plot.js";
import { defineWidget } from "../kit/shell.js";
import { audible, mixAt, player } from "./sound.js";

const ZOOMS = ["1×", "2×", "4×", "8×", "16×", "32×", "64×", "128×"];

// A drag changes the lag, never the signals: what depends on them alone is kept as long as they are.
const curvesOf = new WeakMap();

/** The checked state. @param {any} model */
export function readParams(model) {
  const shown = readSignals(model);
  const lag = withinLags(shown, readNumber(model, "lag", { integer: true }));
  return { ...shown, lag, normalized: Boolean(model.get("normalized")) };
}

/** The sums of products and the scores at every lag. @param {any} params */
export function compute({ x, y, lag, normalized }) {
  if (curvesOf.get(x)?.y !== y) curvesOf.set(x, { y, raw: crossCorrelation(x, y), scores: alignmentScores(x, y) });
  const { raw, scores } = curvesOf.get(x);
  const curve = normalized ? scores : raw;
  const zero = x.length - 1;
  const best = lagAt(x, strongest(curve, zero));
  return {
    curve,
    best,
    sum: sumOfProducts(x, y, lag),
    value: normalized ? scores[lag + zero] : sumOfProducts(x, y, lag),
  };
}

/** Python source for the number at this lag. @param {any} params */
export function numpyCode({ x, y, lag, normalized }) {
  const data = (/** @type {string} */ name, /** @type {Float32Array} */ values) =>
    values.length <= 400
      ? `${name} = ${numpyArray(values, [values.length])}`
      : `# ${name}: your array of ${values.length} samples`;
  const lines = ["import numpy as np", data("x", x), data("y", y), `lag = ${lag}`];
  if (normalized) lines.push("x, y = x - x.mean(), y - y.mean()", "if len(y) < len(x):", "    x, y, lag = y, x, -lag");
  lines.push("n = len(x)", "window = np.pad(y, n)[n + lag : n + lag + n]  # y[t + lag], zeros outside");
  if (normalized)
    lines.push(
      "window = window - window.mean()",
      "score = np.sum(x * window) / np.sqrt(np.sum(x**2) * np.sum(window**2))",
    );
  else lines.push("score = np.sum(x * window)");
  return lines.join("\n");
}

/** A lag in words. @param {number} lag @param {number | null} rate */
function lagText(lag, rate) {
  const time = rate === null ? "" : ` (${formatNumber((1000 * lag) / rate)} ms)`;
  return `${formatNumber(lag)} ${Math.abs(lag) === 1 ? "sample" : "samples"}${time}`;
}

/** @param {any} params @param {any} result */
export function describe({ source, lag, rate, normalized }, { value, best }) {
  const heard = lag === 0 ? "no shift" : lag > 0 ? "the second signal comes later" : "the second signal comes earlier";
  const hit =
    lag === best
      ? ` No other shift is stronger${value < 0 ? ", and the sign says that the copy is upside down" : ""}.`
      : "";
  const what = normalized ? "normalised correlation" : "sum of products";
  return `${source}: lag ${lagText(lag, rate)}, ${heard}; ${what} ${formatNumber(value)}.${hit}`;
}

/** @param {any} context */
function build(context) {
  const { signal, set } = context;
  // What only the eye needs: the zoom, and the lags that have been visited on this pair of signals.
  const view = { context, zoom: 1, centre: 0.5, reveal: false, visited: null, pair: null, areas: {} };
  const look = (state) => {
    Object.assign(view, state);
    context.redraw();
  };
  buildPictures(view);
  view.source = select({ label: "Signals", signal, onInput: (source) => set({ source, lag: 0 }) });
  view.normalized = toggle({ label: "Normalised", signal, onInput: (normalized) => set({ normalized }) });
  view.whole = toggle({ label: "Show the whole curve", signal, onInput: (reveal) => look({ reveal }) });
  view.lag = slider({ label: "Lag", signal, onInput: (lag) => setLag(context, lag) });
  const snap = () => {
    look({ reveal: true });
    setLag(context, context.current().result.best);
  };
  const reset = () => {
    look({ pair: null, reveal: false, zoom: 1, centre: 0.5 });
    context.reset();
  };
  const onZoom = (text) => look({ zoom: Number.parseInt(text, 10) });
  view.zoomSelect = select({ label: "Zoom", signal, onInput: onZoom });
  const onCentre = (percent) => look({ centre: percent / 100 });
  view.centreSlider = slider({ label: "Centre of the view", signal, onInput: onCentre });
  view.listen = listenButton(context);
  const buttons = [
    button({ label: "Snap to best", signal, onClick: snap }),
    view.listen,
    button({ label: "Reset", signal, onClick: reset }),
  ];
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  context.root.append(
    h("div", { className: "convnb-row" }, view.source.el, view.normalized.el, view.whole.el),
    legend(),
    h("div", { className: "convnb-scroll" }, view.signals.el),
    view.value,
    h("div", { className: "convnb-scroll" }, view.curve.el),
    h("div", { className: "convnb-row" }, view.lag.el),
    h("div", { className: "convnb-row" }, ...buttons.map(({ el }) => el), copy.el),
    copy.box,
    fold("Zoom", h("div", { className: "convnb-row" }, view.zoomSelect.el, view.centreSlider.el)),
  );
  return view;
}

/** The two canvases: both are dragged sideways, and both obey the arrow keys. */
function buildPictures(view) {
  const { context } = view;
  const { signal } = context;
  const hint = "Drag sideways, or use the arrow keys; with Shift ten samples at a time, Page Up and Down a hundred";
  const picture = (label) => {
    const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
    canvas.el.addEventListener("keydown", (event) => lagByKey(event, context), { signal });
    return canvas;
  };
  const perPixel = ({ width, from, to }) => (to - from) / width;
  view.signals = picture("Two signals");
  draggable(view.signals.el, signal, {
    press: () => ({ lag: context.current().params.lag }),
    // To the right: x[t] then meets an earlier sample of y.
    drag: ({ lag }, dx) => setLag(context, lag - dx * perPixel(view.areas.signals)),
  });
  view.curve = picture("Correlation at every lag");
  const choose = (x) => setLag(context, valueAtX(view.areas.curve, x));
  draggable(view.curve.el, signal, {
    press: (x) => ({ x }),
    drag: ({ x }, dx) => choose(x + dx),
    click: ({ x }) => choose(x),
  });
  view.value = h("div", { className: "convnb-sum convnb-short" });
}

function legend() {
  const entries = {
    input: "first signal x[t]",
    kernel: "second signal y[t + lag], drag it (each at its own height)",
    output: "product above zero",
    gradient: "product below zero, striped",
  };
  const spans = Object.entries(entries).map(([role, text]) => h("span", { "data-role": role }, text));
  return h("div", { className: "convnb-note convnb-legend" }, ...spans);
}

/** Both signals heard together, as they lie now. */
function listenButton(context) {
  const sound = player(context.signal);
  const label = "Listen to both";
  const onClick = () => {
    if (sound.playing()) return sound.stop();
    const { x, y, lag, rate } = context.current().params;
    sound.play(mixAt(x, y, lag), rate, () => control.show(label));
    control.show("Stop");
  };
  const control = button({ label, signal: context.signal, onClick });
  return control;
}

/** @param {any} params @param {number} lag */
function withinLags({ x, y }, lag) {
  return Math.max(1 - x.length, Math.min(y.length - 1, Math.round(lag)));
}

function setLag(context, lag) {
  context.set({ lag: withinLags(context.current().params, lag) });
}

function lagByKey(event, context) {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -100, PageUp: 100 }[event.key];
  if (!step) return;
  event.preventDefault();
  setLag(context, context.current().params.lag + step * (event.shiftKey ? 10 : 1));
}

/** Mark the lags between the last picture's and this one's: a fast drag leaves no holes in the trace. */
function trace(view, { x, y, lag }) {
  const index = lag + x.length - 1;
  if (view.pair?.x !== x || view.pair.y !== y) {
    view.visited = new Uint8Array(x.length + y.length - 1);
    view.pair = { x, y, index };
  }
  view.visited.fill(1, Math.min(index, view.pair.index), Math.max(index, view.pair.index) + 1);
  view.pair.index = index;
}

function draw(view, params, result) {
  const { x, y, lag, rate, normalized } = params;
  const colour = view.context.colours();
  const width = Math.max(280, view.context.width() - 2);
  trace(view, params);
  view.areas = {
    signals: drawSignals(view.signals, params, view, width, colour),
    curve: drawCorrelation(view.curve, params, result, view, width, colour),
  };
  view.source.show(params.names, params.source);
  view.normalized.show(normalized);
  view.whole.show(view.reveal);
  view.lag.show({ min: 1 - x.length, max: y.length - 1, value: lag, text: lagText(lag, rate) });
  view.zoomSelect.show(ZOOMS, `${view.zoom}×`);
  const percent = Math.round(100 * view.centre);
  view.centreSlider.show({ min: 0, max: 100, value: percent, text: `${percent} %` });
  view.listen.el.hidden = !audible(rate);
  const score = normalized ? `, normalised ${formatNumber(result.value)}` : "";
  setText(view.value, `Σ x[t]·y[t + ${bracketed(lag)}] = ${formatNumber(result.sum)}${score}`);
}

const traits = ["source", "lag", "normalized"];
export default defineWidget({ name: "Signal aligner", traits, readParams, compute, build, draw, describe });
