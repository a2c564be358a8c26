// @ts-check
// SpectrumExplorer: signal, kernel and result in time and in frequency. Convolution there is multiplication here.

import { button, row, select, slider, toggle } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { readChoice, readNumber, readVector, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { isTuned, setBin, setFrequency, setWidth, spectrumGestures, timeGestures } from "./gestures.js";
import { compute, makeKernel, makeSignal, OWN, usedWidth, widthRange } from "./math.js";
import { SETTINGS } from "./settings.js";
import { ARROWS, binNumbers, ROWS, scalesOf, sizesOf, spectrumChart, STAGE, timeChart } from "./view.js";
import { arrowsTitle, binParts, describe, numpyCode, OTHER, presetOf, PRESETS, sampleText, titles } from "./words.js";

export function readParams(model) {
  const whole = (name) => readWhole(model, name, SETTINGS[name]);
  const signal_kind = readChoice(model, "signal_kind", SETTINGS.signal_kind.choices);
  const kernel_kind = readChoice(model, "kernel_kind", SETTINGS.kernel_kind.choices);
  const frequency = readNumber(model, "frequency", SETTINGS.frequency);
  const width = usedWidth(kernel_kind, whole("width"));
  const signal = readVector(model, "signal", SETTINGS.signal.largest);
  const kernel = readVector(model, "kernel", SETTINGS.kernel.largest);
  const x = signal_kind === OWN ? signal : makeSignal(signal_kind, whole("samples"), frequency);
  const w = kernel_kind === OWN ? kernel : makeKernel(kernel_kind, width);
  const length = Math.max(whole("length"), x.length, w.length);
  const bin = Math.min(whole("bin"), Math.floor(length / 2));
  const show = readChoice(model, "show", SETTINGS.show.choices);
  return { signal_kind, kernel_kind, frequency, x, w, length, bin, show };
}

function build(context) {
  const { signal } = context;
  // What only the eye needs: what the pointer is at, the rows whose own numbers are known; dragged: nobody needs to be
  // told any more what can be.
  const view = { context, bin: null, sample: null, held: null, waves: false, own: new Set(), dragged: false };
  const look = (state) => {
    Object.assign(view, state);
    context.redraw();
  };
  view.preset = select({ label: "Example", signal, onInput: (name) => choosePreset(view, name) });
  const kinds = (trait, row) =>
    select({ label: SETTINGS[`${trait}_kind`].label, signal, onInput: (kind) => chooseKind(view, trait, row, kind) });
  view.signalKind = kinds("signal", "x");
  view.kernelKind = kinds("kernel", "w");
  view.showSelect = select({ label: SETTINGS.show.label, signal, onInput: (show) => context.set({ show }) });
  view.wavesToggle = toggle({ label: "Draw this bin's wave", signal, onInput: (waves) => look({ waves }) });
  const sliding = (name, onInput) => slider({ label: SETTINGS[name].label, signal, onInput });
  view.sliders = {
    frequency: sliding("frequency", (frequency) => setFrequency(context, frequency)),
    width: sliding("width", (width) => setWidth(context, width)),
    length: sliding("length", (length) => setLength(view, length)),
    bin: sliding("bin", (bin) => setBin(context, bin)),
    samples: sliding("samples", (samples) => setSamples(view, samples)),
  };
  const fill = () => setLength(view, context.current().result.linear.length);
  view.fill = button({ label: "Fill with zeros", title: "To N + K − 1: nothing wraps around", signal, onClick: fill });
  const { frequency, width, length, bin, samples } = view.sliders;
  const legend = "Striped: ran over the end, and came back at the start. Dashed: the linear result. Grey: added zeros.";
  view.table = binNumbers();
  view.pointed = h("div", { className: "convnb-sum convnb-result" });
  const kindsFold = [row(view.preset, view.signalKind, view.kernelKind), row(samples)];
  assemble(context, {
    stage: [h("div", { className: "convnb-pairs" }, ...buildPictures(view))],
    height: () => STAGE,
    sum: [view.pointed],
    main: [frequency, width, bin],
    folds: [
      fold("Examples, signal, kernel", signal, ...kindsFold),
      fold("Transform length", signal, row(length, view.fill), h("div", { className: "convnb-note" }, legend)),
      fold("Spectra, one bin", signal, row(view.showSelect, view.wavesToggle), view.table.el),
    ],
    code: numpyCode,
    onReset: () => look({ bin: null, sample: null, waves: false }),
  });
  return view;
}

function buildPictures(view) {
  const hints = {
    x: ["Drag to stretch a wave, or to draw numbers of your own", "Drag to move the frequency, click to look at a bin"],
    w: [
      "Drag sideways to change the width, or to draw numbers of your own",
      "Drag to stretch it: the kernel gets shorter",
    ],
    y: ["Point at a sample to see where it comes from", "Drag to move the frequency, click to look at a bin"],
  };
  const keys = ["Arrow keys choose a sample", "Arrow keys choose a bin"];
  const names = { x: "Signal", w: "Kernel", y: "Result" };
  return ROWS.flatMap((row) => {
    const { signal } = view.context;
    const named = (label, index) => ({ label, hint: `${hints[row][index]}. ${keys[index]}`, signal });
    const time = timeChart(named(`${names[row]} in time`, 0), row);
    const spectrum = spectrumChart(named(`Spectrum of the ${names[row].toLowerCase()}`, 1), row);
    view[row] = { time, spectrum };
    timeGestures(view, row);
    spectrumGestures(view, row);
    if (row === "y") for (const { el } of [time, spectrum]) el.classList.add("convnb-result");
    return [time.el, spectrum.el];
  });
}

// --- changing the state ---

function choosePreset(view, name) {
  if (name !== OTHER) view.context.set(PRESETS[name]);
}

/** Numbers of one's own begin as what is shown, unless there are some already. */
function chooseKind({ context, own }, trait, row, kind) {
  const numbers = kind === OWN && !own.has(row) ? { [trait]: Array.from(context.current().params[row]) } : {};
  context.set({ [`${trait}_kind`]: kind, ...numbers });
}

/**
 * The bin at another transform length that is nearest to the frequency that was chosen, not to the last bin: after a
 * hundred small steps of a slider the bin would be far from there.
 */
function binAt(view, length) {
  const { params } = view.context.current();
  const same = view.kept?.bin === params.bin && view.kept.length === params.length;
  const frequency = same ? view.kept.frequency : params.bin / params.length;
  view.kept = { frequency, length, bin: Math.round(frequency * length) };
  return view.kept.bin;
}

/** The shortest transform stays the shortest when signal and kernel change. */
function setLength(view, length) {
  const { x, w } = view.context.current().params;
  view.context.set({ length: length <= Math.max(x.length, w.length) ? 0 : length, bin: binAt(view, length) });
}

function setSamples(view, samples) {
  const { w } = view.context.current().params;
  view.context.set({ samples, bin: binAt(view, Math.max(samples, w.length, view.context.model.get("length"))) });
}

// --- painting ---

function draw(view, params, result) {
  const { signal_kind, kernel_kind, length } = params;
  if (signal_kind === OWN) view.own.add("x");
  if (kernel_kind === OWN) view.own.add("w");
  const bin = Math.min(view.bin ?? params.bin, Math.floor(length / 2));
  drawPictures(view, params, result, bin);
  view.preset.show([...Object.keys(PRESETS), OTHER], presetOf(params));
  view.signalKind.show(SETTINGS.signal_kind.choices, signal_kind);
  view.kernelKind.show(SETTINGS.kernel_kind.choices, kernel_kind);
  view.showSelect.show(SETTINGS.show.choices, params.show);
  view.wavesToggle.show(view.waves);
  showSliders(view, params, result);
  view.fill.show(`Fill with zeros to ${result.linear.length}`);
  const { sample } = view;
  const exists = sample && sample.t < (sample.row === "y" ? result.output : params[sample.row]).length;
  const parts = exists ? [{ text: sampleText(params, result, sample.row, sample.t) }] : binParts(result, bin);
  showSum(view.pointed, parts, view.context.width());
  view.table.show(params, result, bin);
}

function drawPictures(view, params, result, bin) {
  const colour = view.context.colours();
  const sizes = sizesOf(view.context.room());
  const scales = scalesOf(params, result, params.show);
  if (view.held) scales.time[view.held] = view.scales.time[view.held];
  view.scales = scales;
  const own = { x: params.signal_kind === OWN, w: params.kernel_kind === OWN };
  const times = titles(params, result, sizes.phone);
  const tuned = isTuned(params);
  const peak = tuned ? params.frequency : null;
  const draws = "draw your numbers";
  const hints = {
    x: { time: own.x ? draws : tuned && "drag the wave", spectrum: tuned && "drag the peak" },
    w: { time: own.w ? draws : "pull its end" },
    y: {},
  };
  const hinted = (text, hint) => (hint && !view.dragged ? `${text} · ${hint}` : text);
  const names = { x: "X", w: "W", y: "X · W" };
  for (const row of ROWS) {
    const { time, spectrum } = view[row];
    time.draw(params, result, {
      ...{ sizes, colour, range: scales.time[row] },
      chosen: view.sample?.row === row ? view.sample.t : null,
      wave: view.waves ? bin : null,
      grip: row === "w" && !own.w,
    });
    const range = scales.spectrum[row];
    const arrows = params.show === ARROWS;
    const look = { sizes, colour, range, scale: params.show, bin, peak: row === "w" || arrows ? null : peak };
    spectrum.draw(params, result, look);
    time.rename(hinted(times[row], hints[row].time));
    const title = `${params.show} of ${names[row]}${params.show === "phase" ? ", in degrees" : ""}`;
    spectrum.rename(arrows ? arrowsTitle(result, row, bin) : hinted(title, hints[row].spectrum));
  }
}

function showSliders({ sliders }, params, result) {
  const { frequency, width, length, bin: bins, samples } = sliders;
  const { x, w } = params;
  const tuned = isTuned(params);
  frequency.input.disabled = !tuned;
  const cycles = tuned ? `${formatNumber(params.frequency)} cycles` : "none";
  frequency.show({ ...SETTINGS.frequency, value: params.frequency, text: cycles });
  const { min, step } = widthRange(params.kernel_kind);
  width.input.disabled = params.kernel_kind === OWN;
  width.show({ min, max: SETTINGS.width.max, step, value: w.length, text: `${w.length} samples` });
  const full = result.linear.length;
  const shortest = Math.max(x.length, w.length);
  const longest = Math.min(SETTINGS.length.max, Math.max(full + Math.max(8, w.length), params.length));
  const wraps = result.wrapped ? `${result.wrapped} wrap` : "linear";
  length.show({ min: shortest, max: longest, value: params.length, text: `${params.length}: ${wraps}` });
  const most = Math.floor(params.length / 2);
  bins.show({ min: 0, max: most, value: params.bin, text: `${params.bin} of ${most}` });
  samples.input.disabled = params.signal_kind === OWN;
  samples.show({ ...SETTINGS.samples, value: x.length, text: String(x.length) });
}

/** What a goal may name: the gain of the kernel at the chosen bin, the transform length, how many samples wrap. */
export function measures({ bin, length }, { spectra, wrapped }) {
  return { gain: Math.hypot(spectra.w.re[bin], spectra.w.im[bin]), length, wrapped };
}

/** With a list its kind is "own" where no other is given. */
function python(values, get) {
  const kinds = ["signal", "kernel"].filter((name) => name in values).map((name) => `${name}_kind`);
  const all = { ...values, ...Object.fromEntries(kinds.map((kind) => [kind, get(kind)])) };
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => !kinds.includes(name) || value !== "own"));
}

const type = "SpectrumExplorer";
const name = "Spectrum explorer";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
