// @ts-check
// ImpulseResponse: Mr. N is hit. Hits on a timeline, the response to one hit, and what both give, seen from two sides.

import { canvasPanel } from "../kit/canvas.js";
import { changeAt, fold, footer, lengthSlider, row, select, transport } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { exampleOf, OWN, readChoice, readVector, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { convolveFull } from "../kit/slide.js";
import { axisFor, frameSlots, INDEX_LINE, slotAt, xOfSlot } from "../kit/slots.js";
import { SETTINGS } from "./settings.js";
import { BARS_HEIGHT, createBars, drawResult, fillPattern } from "./view.js";
import { describe, EXAMPLES, lengthText, numpyCode, sumText } from "./words.js";

const LEFT = 24;
/** A click makes a hit harder up to this, the next one takes it away. */
const HARDEST_CLICK = 3;

/** The checked state. */
export function readParams(model) {
  const hits = readVector(model, "hits", SETTINGS.hits.largest);
  const response = readVector(model, "response", SETTINGS.response.largest);
  const last = hits.length + response.length - 2;
  const tau = Math.min(readWhole(model, "tau", SETTINGS.tau), last);
  return { hits, response, tau, view: readChoice(model, "view", SETTINGS.view.choices) };
}

/** The result, and what the pictures' scales must hold. */
export function compute({ hits, response }) {
  const h = convolveFull(hits, response);
  const part = (sign) => (value) => Math.max(0, sign * value);
  // Where a stack of copies ends above and below zero: the parts that push up and those that pull down, added apart.
  const stack = (f, g) => convolveFull(hits.map(part(f)), response.map(part(g)));
  const [up, alsoUp, down, alsoDown] = [stack(1, 1), stack(-1, -1), stack(1, -1), stack(-1, 1)];
  const tops = [...h.keys()].flatMap((tau) => [up[tau] + alsoUp[tau], 0 - down[tau] - alsoDown[tau]]);
  const products = Array.from(hits, (hit) => Array.from(response, (answer) => hit * answer)).flat();
  return { h, tops, products };
}

function build(context) {
  const { signal, set } = context;
  // What only the eye needs: the moment and the hit that the pointer is at.
  const view = { context, hover: null, hit: null, axis: null };
  buildBars(view);
  buildResult(view);
  view.sum = h("div", { className: "convnb-sum" });
  view.length = h("div", { className: "convnb-note" });
  view.bar = transport({ label: SETTINGS.tau.label, signal, onStep: (tau) => set({ tau }) });
  view.example = select({ label: "Example", signal, onInput: (name) => choose(context, name) });
  view.side = select({ label: SETTINGS.view.label, signal, onInput: (side) => set({ view: side }) });
  view.sizes = ["hits", "response"].map((name) => lengthSlider(context, name, SETTINGS[name]));
  context.root.append(
    row(view.example, view.side),
    h("div", { className: "convnb-panels" }, view.hits.el, view.response.el),
    ...[row(view.result), view.sum, view.bar.el, view.length],
    ...footer(context, numpyCode),
    fold("Lengths", row(...view.sizes)),
  );
  return view;
}

/** The timeline of the hits and the response: both are lists whose bars are dragged. */
function buildBars(view) {
  const { context } = view;
  const { signal, colours, redraw } = context;
  const shared = { signal, colours, redraw };
  const put = (trait) => (index, value) => changeAt(context, trait, index, value);
  view.hits = createBars({
    label: "Timeline of the hits",
    nameOf: (t) => `hit at t = ${t}`,
    hint: "Click to hit, again to hit harder; drag up and down. Arrow keys choose time and strength, Delete removes",
    role: "input",
    ...shared,
    onChange: put("hits"),
    onClick: (index) => hitAgain(context, index),
    onHover: (hit) => pointAt(view, { hit }),
  });
  view.response = createBars({
    label: "Response to one hit",
    nameOf: (delay) => `response after ${delay}`,
    hint: "Drag a bar up and down, double-click to type a number. Arrow keys choose a bar and change it",
    role: "kernel",
    ...shared,
    onChange: put("response"),
  });
}

/** The result: point to see a moment's sum, drag to go there. */
function buildResult(view) {
  const { context } = view;
  const { signal, set } = context;
  const hint = "Point at a moment to see its sum, click or drag to go there. Left and right arrow keys move τ";
  view.result = canvasPanel({ label: "Result", hint, role: "output" });
  const last = () => context.current().result.h.length - 1;
  const momentAt = (x) => {
    const slot = view.axis && slotAt(view.axis, x);
    return slot === null ? null : Math.min(last(), Math.max(0, slot));
  };
  const go = (tau) => tau !== null && set({ tau });
  draggable(view.result.canvas, signal, {
    press: (x) => ({ x }),
    drag: ({ x }, dx) => go(momentAt(x + dx)),
    click: ({ x }) => go(momentAt(x)),
    hover: (x) => pointAt(view, { hover: momentAt(x) }),
    leave: () => pointAt(view, { hover: null }),
  });
  const onKey = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    event.preventDefault();
    pointAt(view, { hover: null });
    set({ tau: Math.min(last(), Math.max(0, context.current().params.tau + step)) });
  };
  view.result.canvas.addEventListener("keydown", onKey, { signal });
}

function pointAt(view, what) {
  Object.assign(view, what);
  view.context.redraw();
}

/** One more hit at the same moment; after the hardest there is none. */
function hitAgain(context, index) {
  const hit = context.model.get("hits")[index];
  changeAt(context, "hits", index, hit < 0 || hit >= HARDEST_CLICK ? 0 : Math.floor(hit) + 1);
}

/** An example, or an empty timeline to fill. */
function choose({ model, set }, name) {
  if (name === OWN) set({ hits: model.get("hits").map(() => 0) });
  else set(EXAMPLES[name]);
}

/** One axis for the hits and the result, and one for the response, whose bars stand beside them or below. */
function layOut(n, k, before, width) {
  const count = before + n + k - 1;
  const room = width - 2 * LEFT - 40;
  const cell = Math.min(54, Math.floor(room / (count + k)));
  const options = { from: -before, count, left: LEFT, largest: cell >= 34 ? cell : 54 };
  const axis = axisFor(width - 2, options);
  const own = { from: 0, count: k, left: LEFT, largest: cell >= 34 ? cell : Math.max(30, axis.cell) };
  return { axis, own: axisFor(width - 2, own) };
}

function draw(view, params, result) {
  const { hits, response, view: side } = params;
  const colour = view.context.colours();
  const tau = Math.min(view.hover ?? params.tau, result.h.length - 1);
  const inputSide = side === "input side";
  const before = inputSide ? 0 : response.length - 1; // room for the flipped response
  const { axis, own } = layOut(hits.length, response.length, before, view.context.width());
  view.axis = axis;
  // A hit wears the pattern of its copies.
  const pattern = (context, index) => (x, y, width, height) =>
    fillPattern(context, index, x, y, width, height, colour.ink);
  view.hits.draw({
    title: "hits f[t] at time t",
    axis,
    values: hits,
    tint: colour.input,
    least: HARDEST_CLICK,
    fillOf: inputSide && axis.cell > 10 ? pattern : undefined,
    over: (context) => markTau(context, axis, inputSide ? tau : tau - response.length + 1, tau, colour),
  });
  view.response.draw({ title: "response g[t] to one hit", axis: own, values: response, tint: colour.kernel });
  const views = ["one copy of g for each hit, stacked: their sum is h[τ]", "flip g, slide it, multiply, add: h[τ]"];
  view.result.show(views[inputSide ? 0 : 1]);
  drawResult(view.result, params, result, { axis, tau, hit: view.hit, colour });
  setText(view.sum, sumText(params, result, tau));
  setText(view.length, lengthText(params, result));
  view.bar.show({ count: result.h.length, position: params.tau, text: `τ = ${params.tau}` });
  view.example.show([...Object.keys(EXAMPLES), OWN], exampleOf(view.context.model, EXAMPLES, ["hits", "response"]));
  view.side.show(SETTINGS.view.choices, side);
  view.sizes[0].show(hits);
  view.sizes[1].show(response);
}

/** The window on the timeline: one moment, or all that the flipped response covers. */
function markTau(context, axis, first, tau, colour) {
  frameSlots(context, axis, first, tau, 2, BARS_HEIGHT - INDEX_LINE - 4, colour.focus, first === tau ? [6, 4] : []);
  context.fillStyle = colour.ink;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.font = "600 13px system-ui, sans-serif";
  context.fillText("τ", xOfSlot(axis, tau) + axis.cell / 2, 5);
}

const name = "Impulse response";
export default defineWidget({ name, settings: SETTINGS, readParams, compute, build, draw, describe });
