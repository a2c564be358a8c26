// @ts-check
// SignalAligner: two signals, one of them dragged against the other, and their correlation traced as it moves.

import { legend } from "../kit/chart.js";
import { button, row, select, slider, toggle } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { brief } from "../kit/format.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { checkNumber, readFloats, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { alignmentScores, crossCorrelation, lagAt, strongest, sumOfProducts } from "./math.js";
import { SETTINGS } from "./settings.js";
import { audible, mixAt, player } from "./sound.js";
import { correlationChart, heightsOf, signalsChart, STAGE } from "./view.js";
import { describe, lagText, numpyCode, sumParts } from "./words.js";

const ZOOMS = ["1×", "2×", "4×", "8×", "16×", "32×", "64×", "128×"];
const LEGEND = {
  input: "first signal x[t]",
  kernel: "second signal y[t + lag], drag it (each at its own height)",
  output: "product above zero",
  gradient: "product below zero, striped",
};

// --- the state ---

// A drag changes the lag, never the signals: samples are read once, and what follows from them is kept as long as they are.
const { constants } = SETTINGS;
const samplesOf = new WeakMap();
const curvesOf = new WeakMap();

/** @param {string} name */
function keptSamples(view, name) {
  if (!samplesOf.has(view ?? {})) {
    const samples = readFloats(view, name, Float32Array);
    if (samples.length > constants.samples)
      throw new StateError(`${name} has ${samples.length} samples; this widget takes at most ${constants.samples}.`);
    samplesOf.set(view, samples);
  }
  return samplesOf.get(view);
}

/** The pair that is shown, and the names of all. */
function readSignals(model) {
  const [signals, source] = [model.get("signals"), model.get("source")];
  const names = signals && typeof signals === "object" ? Object.keys(signals) : [];
  if (names.length < 1 || names.length > constants.pairs)
    throw new StateError(`signals must be 1 to ${constants.pairs} pairs of signals, each with a name.`);
  if (!names.includes(source)) {
    const asked =
      typeof source === "string" ? `There is no pair of signals named “${brief(source)}”` : "source is no name";
    throw new StateError(`${asked}; there are: ${brief(names.map((name) => brief(name)).join(", "), 200)}.`);
  }
  const pair = signals[source] ?? {};
  const rate = pair.rate == null ? null : checkNumber(pair.rate, "rate", {});
  if (rate !== null && rate <= 0) throw new StateError(`rate is ${rate}; it must be positive, in samples per second.`);
  return { names, source, x: keptSamples(pair.x, "x"), y: keptSamples(pair.y, "y"), rate };
}

/** The checked state. */
export function readParams(model) {
  const shown = readSignals(model);
  const lag = withinLags(shown, readWhole(model, "lag"));
  return { ...shown, lag, normalized: Boolean(model.get("normalized")) };
}

/** The sums of products or the scores at every lag, and where they are strongest. */
export function compute({ x, y, lag, normalized }) {
  const zero = x.length - 1;
  const withBest = (curve) => ({ curve, best: lagAt(x, strongest(curve, zero)) });
  if (curvesOf.get(x)?.y !== y) {
    curvesOf.set(x, { y, raw: withBest(crossCorrelation(x, y)), scores: withBest(alignmentScores(x, y)) });
  }
  const { raw, scores } = curvesOf.get(x);
  const sum = sumOfProducts(x, y, lag);
  return normalized ? { ...scores, sum, value: scores.curve[lag + zero] } : { ...raw, sum, value: sum };
}

// --- the widget ---

function build(context) {
  const { signal, set } = context;
  // What only the eye needs: the zoom, and the lags that have been visited on this pair of signals.
  const view = { context, zoom: 1, centre: 0.5, reveal: false, visited: null, pair: null };
  const look = (state) => {
    Object.assign(view, state);
    context.redraw();
  };
  const lagBy = (by) => setLag(context, context.current().params.lag + by);
  view.signals = signalsChart(signal);
  // To the right: x[t] then meets an earlier sample of y.
  view.signals.pan(
    () => context.current().params.lag,
    (lag) => setLag(context, lag),
  );
  view.curve = correlationChart(signal);
  view.curve.scrub((lag) => setLag(context, lag));
  for (const chart of [view.signals, view.curve]) chart.keys(lagBy);
  view.value = h("div", { className: "convnb-sum convnb-result" });
  view.curve.el.classList.add("convnb-result");
  view.source = select({ label: "Signals", signal, onInput: (source) => set({ source, lag: 0 }) });
  view.normalized = toggle({ label: SETTINGS.normalized.label, signal, onInput: (normalized) => set({ normalized }) });
  view.whole = toggle({ label: "Show the whole curve", signal, onInput: (reveal) => look({ reveal }) });
  view.lag = slider({ label: SETTINGS.lag.label, signal, onInput: (lag) => setLag(context, lag) });
  const snap = () => {
    look({ reveal: true });
    setLag(context, context.current().result.best);
  };
  const onZoom = (text) => look({ zoom: Number.parseInt(text, 10) });
  view.zoomSelect = select({ label: "Zoom", signal, onInput: onZoom });
  const onCentre = (percent) => look({ centre: percent / 100 });
  view.centreSlider = slider({ label: "Centre of the view", signal, onInput: onCentre });
  view.listen = listenButton(context);
  const best = button({ label: "Snap to best", signal, onClick: snap });
  assemble(context, {
    stage: [h("div", { className: "convnb-rows" }, legend(LEGEND), view.signals.el, view.curve.el)],
    height: () => STAGE,
    sum: [view.value],
    main: [view.lag, view.normalized, best, view.listen],
    folds: [
      fold("Signals", signal, row(view.source)),
      fold("Curve, zoom", signal, row(view.whole, view.zoomSelect, view.centreSlider)),
    ],
    code: numpyCode,
    onReset: () => look({ pair: null, reveal: false, zoom: 1, centre: 0.5 }),
  });
  return view;
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

function withinLags({ x, y }, lag) {
  return Math.max(1 - x.length, Math.min(y.length - 1, Math.round(lag)));
}

function setLag(context, lag) {
  context.set({ lag: withinLags(context.current().params, lag) });
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
  const room = view.context.room();
  const { width } = room;
  const heights = heightsOf(room);
  trace(view, params);
  view.signals.draw(params, view, { width, height: heights.signals, colour });
  view.curve.draw(params, result, view, { width, height: heights.curve, colour });
  view.source.show(params.names, params.source);
  view.normalized.show(normalized);
  view.whole.show(view.reveal);
  const [min, max] = [1 - x.length, y.length - 1];
  const letters = Math.max(lagText(min, rate).length, lagText(max, rate).length) + 3;
  view.lag.show({ min, max, value: lag, text: lagText(lag, rate), letters });
  view.zoomSelect.show(ZOOMS, `${view.zoom}×`);
  const percent = Math.round(100 * view.centre);
  view.centreSlider.show({ min: 0, max: 100, value: percent, text: `${percent} %` });
  view.listen.el.hidden = !audible(rate);
  showSum(view.value, sumParts(params, result), width);
}

/** What a goal may name: the lag, and what the curve is there. */
export const measures = ({ lag }, { value }) => ({ lag, value });

/** The first pair of signals is shown where none is named. */
function python({ source, ...values }, get) {
  return source === Object.keys(get("signals"))[0] ? values : { source, ...values };
}

const type = "SignalAligner";
const name = "Signal aligner";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
