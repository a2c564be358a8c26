// @ts-check
// NetworkExplorer: the learner's own network at work on a drawing, layer by layer, while it is drawn.

import { sharpCanvas } from "../kit/canvas.js";
import { inGrid, row } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { assemble, fold, showSum } from "../kit/layout.js";
import { defineWidget } from "../kit/shell.js";
import { buildChoices, buildDrawing, choose, keyedUnit, showControls } from "./controls.js";
import { explain, fieldOf, forward, indexOf, limitOf, softmax, within } from "./math.js";
import { moved, same } from "./pad.js";
import { readParams } from "./params.js";
import { SETTINGS } from "./settings.js";
import { arrange, createPanel, createScores, createStrips, drawFrames, layOut, MOST_BARS, stageHeight, unitAt } from "./view.js";
import { describe, numpyCode, shortVerdict, sumParts } from "./words.js";

const HINT =
  "Point at a unit, or choose it: arrow keys in a map, with Shift five at a time, Page Up and Down for the map";

/** What every layer answers to the drawing as it is seen. */
export function compute({ network, drawing, shift, examples, labels }) {
  const { levels } = moved(drawing, shift);
  const seen = Float32Array.from(levels, (level) => level / 255);
  const answers = forward(network, seen);
  const limits = answers.map(limitOf);
  const classes = network.layers.at(-1).output.length === 1;
  const probabilities = classes ? softmax(answers.at(-1)) : null;
  const order = probabilities && [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const example = examples.findIndex((one) => same(one, drawing.levels));
  return {
    ...{ levels, seen, answers, limits, probabilities, order, example },
    truth: labels[example] ?? null,
    valueOf: (unit) => answers[unit.layer][indexOf(network, unit)],
  };
}

function build(context) {
  const { signal, colours, redraw } = context;
  // What only the eye needs: the unit that is pointed at, the channel that is shown, where the strips lie, whether
  // something was drawn.
  const view = { context, hover: null, shownChannel: 0, layout: { strips: [] }, drawn: false };
  const point = (unit) => {
    view.hover = unit;
    redraw();
  };
  const drawing = buildDrawing(view);
  const last = () => context.current().params.network.layers.length - 1;
  const classUnit = (index) => ({ layer: last(), map: index, row: 0, col: 0 });
  view.scores = createScores({
    signal,
    colours,
    onPoint: (index) => point(index === null ? null : classUnit(index)),
    onChoose: (index) => choose(view, classUnit(index)),
    chosen: () => (unitNow(view).layer === last() ? unitNow(view).map : -1),
  });
  view.panel = createPanel({ colours });
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.says = h("div", { className: "convnb-says" });
  const choices = buildChoices(view);
  buildStrips(view, point);
  const answer = h("div", { className: "convnb-network-answer convnb-result" }, view.says, view.scores.el);
  const layers = h("div", { className: "convnb-network-layers convnb-result" }, view.board.el, view.panel.el);
  view.columns = h("div", { className: "convnb-network" }, view.pad.el, answer, layers);
  assemble(context, {
    stage: [view.columns],
    height: stageHeight,
    sum: [view.sum],
    main: [...drawing.main, ...choices.main],
    folds: [fold("Erase, move, channel", signal, row(...drawing.folded), inGrid([...view.moves, choices.folded]))],
    code: numpyCode,
    onReset: () => reset(view),
  });
  return view;
}

function reset(view) {
  view.hover = null;
  view.shownChannel = 0;
  view.erase.show(false);
}

/** The unit that is looked at now. */
function unitNow(view) {
  const { params } = view.context.current();
  return view.hover ? within(params.network, view.hover) : params.unit;
}

/** All layers on one canvas. */
function buildStrips(view, point) {
  const { signal } = view.context;
  const props = { tabIndex: 0, role: "application", title: HINT, className: "convnb-strips" };
  view.board = sharpCanvas({ ...props, "aria-label": "Layers" });
  view.paintStrips = createStrips();
  draggable(view.board.el, signal, {
    press: (x, y) => {
      const unit = unitAt(view.layout.strips, x, y);
      if (unit) point(unit);
      return unit && { x, y };
    },
    drag: ({ x, y }, dx, dy) => point(unitAt(view.layout.strips, x + dx, y + dy) ?? view.hover),
    click: ({ x, y }) => choose(view, unitAt(view.layout.strips, x, y)),
    hover: (x, y) => point(unitAt(view.layout.strips, x, y)),
    leave: () => point(null),
    grabs: () => false, // a finger chooses by a tap
  });
  const onKey = (event) => {
    const unit = unitNow(view);
    const strip = view.layout.strips.find(({ index }) => index === unit.layer);
    const next = keyedUnit(view.context.current().params.network, unit, event, strip?.across ?? 1);
    if (!next) return;
    event.preventDefault();
    choose(view, next);
  };
  view.board.el.addEventListener("keydown", onKey, { signal });
}

function draw(view, params, result) {
  const { network, drawing, names } = params;
  const unit = unitNow(view);
  const { width } = view.context.room();
  const place = arrange(view.context.room(), hasBars(params) ? names.length : 0);
  view.columns.classList.toggle("convnb-narrow", place.narrow);
  view.columns.style.gridTemplateColumns = `${place.narrow ? place.pad : place.side}px minmax(0, 1fr)`;
  const how = explain(network, result.seen, result.answers, unit, view.shownChannel);
  const parts = sumParts(network, unit, how);
  const field = fieldOf(network, unit);
  const title = `picture ${formatShape(drawing.shape.slice(1))}${view.drawn ? "" : " · draw on it"}`;
  view.pad.draw({ title, shape: drawing.shape, seen: result.seen, field, width: place.pad });
  showControls(view, params, result, unit);
  setText(view.says, shortVerdict(params, result));
  drawScores(view, params, result, unit, place);
  drawStrips(view, params, result, unit, how, place);
  view.panel.draw(params, result, unit, how, place, parts);
  showSum(view.sum, parts, width);
}

function hasBars({ network }) {
  const { output } = network.layers.at(-1);
  return output.length === 1 && output[0] <= MOST_BARS;
}

function drawScores(view, params, { probabilities, order, truth }, unit, { side, row }) {
  view.scores.el.hidden = !hasBars(params);
  if (!hasBars(params)) return;
  const { names, network } = params;
  const looked = unit.layer === network.layers.length - 1 ? unit.map : -1;
  view.scores.draw({ names, probabilities, winner: order[0], truth, looked, width: side, row });
}

function drawStrips(view, params, result, unit, how, { right, strips }) {
  const { network } = params;
  const key = `${right} ${strips} ${hasBars(params)} ${params.unit.layer}`;
  if (view.layout.network !== network || view.layout.key !== key) {
    const shown = [...network.layers.keys()].filter((at) => network.layers[at].kind !== "flatten");
    if (hasBars(params)) shown.pop();
    view.layout = { network, key, ...layOut(network, shown, [right, strips], params.unit.layer) };
  }
  const context = view.board.begin(right, strips);
  const colour = view.context.colours();
  view.paintStrips(context, view.layout.strips, params, result, right, colour);
  drawFrames(context, view.layout.strips, network, unit, how, colour);
}

/** What a goal may name. */
export function measures(_, { probabilities }) {
  return { sure: probabilities ? Math.max(...probabilities) : NaN };
}

const type = "NetworkExplorer";
const name = "Network explorer";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
