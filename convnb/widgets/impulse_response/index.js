// @ts-check
// ImpulseResponse: Mr. N is hit. Hits on a timeline, the response to one hit, and what both give, seen from two sides.

import { canvasPanel } from "../kit/canvas.js";
import { changeAt, lengthSlider, row, segmented, select, transport } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { exampleOf, OWN, readChoice, readVector, readWhole } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { convolveFull } from "../kit/slide.js";
import { axisFor, slotAt } from "../kit/slots.js";
import { SETTINGS } from "./settings.js";
import { createBars, drawResult, fillPattern, heightsOf, markTau, stageHeight } from "./view.js";
import { describe, EXAMPLES, lengthText, numpyCode, sumOf, termsAt } from "./words.js";

const LEFT = 24;
/** CSS pixels: the widest slot. */
const LARGEST = 70;
/** A click makes a hit harder up to this, the next one takes it away. */
const HARDEST_CLICK = 3;

/** The checked state. */
export function readParams(model) {
  const hits = readVector(model, "hits", SETTINGS.hits.largest);
  const response = readVector(model, "response", SETTINGS.response.largest);
  const last = hits.length + response.length - 2;
  const tau = Math.min(readWhole(model, "tau", SETTINGS.tau), last);
  const replaces = Boolean(model.get("replaces"));
  // Flip and slide adds up: it cannot show a copy that replaces another.
  const view = replaces ? "input side" : readChoice(model, "view", SETTINGS.view.choices);
  return { hits, response, tau, view, replaces };
}

/** The result, and what the pictures' scales must hold. */
export function compute(params) {
  const { hits, response } = params;
  const h = params.replaces ? lastCopies(params) : convolveFull(hits, response);
  const part = (sign) => (value) => Math.max(0, sign * value);
  // Where a stack of copies ends above and below zero: the parts that push up and those that pull down, added apart.
  const stack = (f, g) => convolveFull(hits.map(part(f)), response.map(part(g)));
  const [up, alsoUp, down, alsoDown] = [stack(1, 1), stack(-1, -1), stack(1, -1), stack(-1, 1)];
  const tops = [...h.keys()].flatMap((tau) => [up[tau] + alsoUp[tau], 0 - down[tau] - alsoDown[tau]]);
  const products = Array.from(hits, (hit) => Array.from(response, (answer) => hit * answer)).flat();
  return { h, tops, products };
}

/** What the last copy says at each moment. */
function lastCopies(params) {
  const h = new Float64Array(params.hits.length + params.response.length - 1);
  return h.map((_, tau) => termsAt(params, tau).reduce((sum, { hit, answer }) => sum + hit * answer, 0));
}

function build(context) {
  const { signal, set } = context;
  // What only the eye needs: the moment and the hit that the pointer is at.
  const view = { context, hover: null, hit: null, axis: null };
  buildBars(view);
  buildResult(view);
  view.result.el.classList.add("convnb-result");
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.length = h("div", { className: "convnb-note convnb-result" });
  view.bar = transport({ label: SETTINGS.tau.label, signal, onStep: (tau) => set({ tau }) });
  view.example = select({ label: "Example", signal, onInput: (name) => choose(context, name) });
  const choices = SETTINGS.view.choices.map((value) => ({ value, text: value }));
  view.side = segmented({ label: SETTINGS.view.label, choices, signal, onInput: (side) => set({ view: side }) });
  view.sizes = ["hits", "response"].map((name) => lengthSlider(context, name, SETTINGS[name]));
  assemble(context, {
    stage: [h("div", { className: "convnb-impulse" }, view.hits.el, view.response.el, view.result.el)],
    height: stageHeight,
    sum: [view.sum],
    main: [view.bar, view.side],
    folds: [
      fold("Examples, speed", signal, row(view.example, view.bar.pace)),
      fold("Lengths", signal, row(...view.sizes), view.length),
    ],
    code: numpyCode,
  });
  return view;
}

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
    sideways: true,
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
function layOut(n, k, before, { width, phone }) {
  const count = before + n + k - 1;
  const largest = Math.min(LARGEST, (width - 2 * LEFT - 40) / (count + (phone ? 0 : k)));
  const axis = axisFor(width - 2, { from: -before, count, left: LEFT, largest });
  return { axis, own: axisFor(width - 2, { from: 0, count: k, left: LEFT, largest: phone ? LARGEST : axis.cell }) };
}

function draw(view, params, result) {
  const { hits, response, view: side } = params;
  const colour = view.context.colours();
  const tau = Math.min(view.hover ?? params.tau, result.h.length - 1);
  const inputSide = side === "input side";
  const before = inputSide ? 0 : response.length - 1; // room for the flipped response
  const room = view.context.room();
  const heights = heightsOf(room);
  const { axis, own } = layOut(hits.length, response.length, before, room);
  view.axis = axis;
  // A hit wears the pattern of its copies.
  const pattern = (context, index) => (x, y, width, height) =>
    fillPattern(context, index, x, y, width, height, colour.ink);
  view.hits.draw({
    title: "hits f[t] at time t · click to hit",
    height: heights.bars,
    axis,
    values: hits,
    tint: colour.input,
    least: HARDEST_CLICK,
    fillOf: inputSide && axis.cell > 10 ? pattern : undefined,
    over: (context) => markTau(context, axis, inputSide ? tau : tau - response.length + 1, tau, heights.bars, colour),
  });
  const given = { axis: own, height: heights.bars, values: response, tint: colour.kernel };
  view.response.draw({ title: "response g[t] · drag its bars", ...given });
  const views = ["one copy of g for each hit, stacked: their sum is h[τ]", "flip g, slide it, multiply, add: h[τ]"];
  view.result.show(params.replaces ? "a copy of g for each hit replaces what was there" : views[inputSide ? 0 : 1]);
  drawResult(view.result, params, result, { axis, height: heights.result, tau, hit: view.hit, colour });
  showSum(view.sum, sumOf(params, result, tau), room.width);
  setText(view.length, lengthText(params, result));
  view.bar.show({ count: result.h.length, position: params.tau, text: `τ = ${params.tau}` });
  view.example.show([...Object.keys(EXAMPLES), OWN], exampleOf(view.context.model, EXAMPLES, ["hits", "response"]));
  view.side.show(side);
  view.side.el.hidden = params.replaces;
  view.sizes[0].show(hits);
  view.sizes[1].show(response);
}

/** What a goal may name. */
export function measures({ hits, response }, { h: result }) {
  return { hits: Array.from(hits), response: Array.from(response), result: Array.from(result) };
}

const type = "ImpulseResponse";
const name = "Impulse response";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
