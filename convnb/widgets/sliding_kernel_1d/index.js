// @ts-check
// SlidingKernel1D: a kernel slides along a signal, and each place gives one number of the result.

import { changeAt, lengthSlider, operationSwitch, row, segmented, select, transport } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { exampleOf, OWN, readChoice, readVector, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { slidingSums, turnedRound } from "../kit/slide.js";
import { reducedMotion } from "../kit/theme.js";
import { slidingRange } from "./math.js";
import { SETTINGS } from "./settings.js";
import { axisOf, createRow, kernelRow, marksOf, outputRow, signalRow, stageHeight } from "./view.js";
import { describe, EXAMPLES, lengthsText, numpyCode, pointedParts } from "./words.js";

const TURN_MS = 450;

/** The checked state. */
export function readParams(model) {
  const signal = readVector(model, "signal", SETTINGS.signal.largest);
  const kernel = readVector(model, "kernel", SETTINGS.kernel.largest);
  const mode = readChoice(model, "mode", SETTINGS.mode.choices);
  const range = slidingRange(signal.length, kernel.length, mode);
  const position = Math.min(readWhole(model, "position", SETTINGS.position), range.count - 1);
  return { signal, kernel, mode, range, position, flip: Boolean(model.get("flip")) };
}

/** The kernel as it slides, and the result. */
export function compute({ signal, kernel, flip, range }) {
  const sliding = flip ? turnedRound(kernel) : kernel;
  return { sliding, output: slidingSums(signal, sliding, range) };
}

function build(context) {
  const { signal } = context;
  // What the reader points at: { row, index }, an input by its place on the axis. A choice stays until it is let go.
  const view = { context, hover: null, chosen: null, last: {}, flip: undefined, turnStart: 0, dragged: false };
  buildRows(view);
  view.result.el.classList.add("convnb-result");
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.others = h("div", { className: "convnb-note" });
  view.bar = transport({ label: SETTINGS.position.label, signal, onStep: (position) => moveTo(view, position) });
  view.flipped = operationSwitch(context);
  const choices = SETTINGS.mode.choices.map((value) => ({ value, text: value }));
  view.mode = segmented({ label: SETTINGS.mode.label, choices, signal, onInput: (mode) => changeMode(view, mode) });
  view.example = select({ label: "Example", signal, onInput: (name) => chooseExample(view, name) });
  view.sizes = ["signal", "kernel"].map((name) => lengthSlider(context, name, SETTINGS[name]));
  assemble(context, {
    stage: [h("div", { className: "convnb-rows" }, view.signal.el, view.kernel.el, view.result.el)],
    height: stageHeight,
    sum: [view.sum],
    main: [view.bar, view.mode, view.flipped],
    folds: [
      fold("Examples, speed", signal, row(view.example, view.bar.pace)),
      fold("Lengths", signal, row(...view.sizes), view.others),
    ],
    code: numpyCode,
    onReset: () => letGo(view),
  });
  return view;
}

function buildRows(view) {
  const { context } = view;
  const { signal, colours } = context;
  const rowOf = (name, label, hint, more) => {
    // An input is known by its place on the axis: with the mode the zeros before it come and go.
    const first = () => (name === "signal" ? Math.min(0, context.current().params.range.first) : 0);
    return createRow({
      ...{ label, hint, signal, colours },
      nameOf: (at) => `${name} ${at + first()}`,
      onHover: (at) => pointAt(view, at === null ? null : { row: name, index: at + first() }),
      onClick: (at) => choose(view, { row: name, index: at + first() }),
      onKey: (event) => chooseByKey(event, view, name),
      cursor: () => (view.chosen?.row === name ? view.chosen.index - first() : undefined),
      ...more(first),
    });
  };
  const keys =
    "Arrow keys left and right choose a cell, up and down or typing change it, with Shift they move the kernel";
  view.signal = rowOf("signal", "Signal", `Drag to move the kernel, double-click to type. ${keys}`, (first) => ({
    role: "input",
    onDrag: (press, slots) => dragKernel(view, press, slots),
    onEdit: (at, value) => changeAt(context, "signal", at + first(), value),
  }));
  view.kernel = rowOf("kernel", "Kernel", `Drag along the signal, double-click to type. ${keys}`, () => ({
    role: "kernel",
    onDrag: (press, slots) => dragKernel(view, press, slots),
    onEdit: (at, value) => editKernel(context, at, value),
  }));
  const hint = "Point at a number to see its window; click to go there. Arrow keys move the kernel";
  view.result = rowOf("result", "Result", hint, () => ({
    role: "output",
    onClick: (position) => moveTo(view, position),
    onKey: (event) => stepByKey(event, view),
  }));
}

// --- what the reader points at ---

function pointAt(view, what) {
  view.hover = what;
  view.context.redraw();
}

/** Keep a choice when the pointer leaves; the same once more lets it go. */
function choose(view, what) {
  const { chosen } = view;
  const same = chosen && chosen.row === what.row && chosen.index === what.index;
  view.chosen = same ? null : what;
  view.last[what.row] = what.index;
  view.hover = null;
  view.context.redraw();
}

function letGo(view) {
  view.hover = view.chosen = view.dragFrom = null;
  view.context.redraw();
}

function chooseByKey(event, view, row) {
  const { params } = view.context.current();
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (aside && event.shiftKey) moveTo(view, within(params, params.position + aside));
  else if (aside || event.key === "ArrowUp" || event.key === "ArrowDown") {
    // The first key shows the cell; the next ones go on from there.
    const at = view.last[row] ?? 0;
    const to = view.chosen?.row === row ? at + (aside ?? 0) : at;
    view.chosen = null;
    choose(view, { row, index: Math.min(params[row].length - 1, Math.max(0, to)) });
  } else if (event.key === "Escape") letGo(view);
  else return;
  event.preventDefault();
}

// --- moving the kernel ---

function within({ range }, position) {
  return Math.min(range.count - 1, Math.max(0, Math.round(position)));
}

function moveTo(view, position) {
  letGo(view);
  view.context.set({ position });
}

/** The kernel follows the pointer: from where it lies, or brought under the pointer if it was pressed elsewhere. */
function dragKernel(view, press, slots) {
  const { params } = view.context.current();
  const { first, k } = params.range;
  if (view.dragFrom?.press !== press) {
    const start = first + params.position;
    const inside = press.slot >= start && press.slot < start + k;
    view.dragFrom = { press, start: inside ? start : press.slot - (k - 1) / 2 };
  }
  const from = view.dragFrom;
  view.dragged = true;
  moveTo(view, within(params, from.start + slots - first));
  view.dragFrom = from;
}

function stepByKey(event, view) {
  const { params } = view.context.current();
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (!step) return;
  event.preventDefault();
  moveTo(view, within(params, params.position + step));
}

// --- changing the numbers ---

/** The kernel is shown as it slides: flipped, its last number stands first. */
function editKernel(context, at, value) {
  const { kernel, flip } = context.current().params;
  changeAt(context, "kernel", flip ? kernel.length - 1 - at : at, value);
}

/** The kernel stays where it lies, as far as the mode lets it. */
function changeMode(view, mode) {
  const { range, position } = view.context.current().params;
  const next = slidingRange(range.n, range.k, mode);
  letGo(view);
  view.context.set({ mode, position: within({ range: next }, range.first + position - next.first) });
}

function chooseExample(view, name) {
  letGo(view);
  const { signal } = view.context.current().params;
  view.context.set(name === OWN ? { signal: Array.from(signal, () => 0) } : { ...EXAMPLES[name], position: 0 });
}

// --- painting ---

/** How far the kernel has turned since it was flipped, 0 to 1. */
function turned(view, flip) {
  const now = performance.now();
  if (view.flip !== undefined && view.flip !== flip && !reducedMotion()) view.turnStart = now;
  view.flip = flip;
  if (!view.turnStart) return 1;
  const turn = (now - view.turnStart) / TURN_MS;
  if (turn < 1) view.context.redraw();
  else view.turnStart = 0;
  return Math.min(1, turn);
}

function draw(view, params, result) {
  const { signal, kernel, flip, mode, range, position } = params;
  const colour = view.context.colours();
  const room = view.context.room();
  const axis = axisOf(range, room);
  const chosen = alive(view.hover, params) ?? alive(view.chosen, params);
  const marks = marksOf(params, result, chosen, colour);
  view.signal.draw({ title: `signal x, N = ${signal.length}`, ...signalRow(params, axis, marks, colour) });
  view.kernel.draw({
    title: `kernel w${flip ? ", flipped" : ""}, K = ${kernel.length}, and its products${view.dragged ? "" : " · drag it"}`,
    ...kernelRow(params, result, axis, marks, turned(view, flip), colour),
  });
  const lengths = lengthsText(params);
  view.result.draw({ title: `result, ${lengths.here}`, ...outputRow(params, result, axis, marks) });
  showSum(view.sum, pointedParts(params, result, chosen, marks.position), room.width);
  setText(view.others, lengths.others);
  view.bar.show({ count: range.count, position, text: `result ${position}` });
  view.flipped.show(flip);
  view.mode.show(mode);
  view.example.show([...Object.keys(EXAMPLES), OWN], exampleOf(view.context.model, EXAMPLES, ["signal", "kernel"]));
  view.sizes[0].show(signal);
  view.sizes[1].show(kernel);
}

/** What is pointed at, if it still exists. */
function alive(what, { kernel, range }) {
  if (what?.row === "kernel" && what.index >= kernel.length) return null;
  return what?.row === "result" && what.index >= range.count ? null : what;
}

const type = "SlidingKernel1D";
const name = "Sliding kernel in one dimension";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe });
