// @ts-check
// LayerStack: layers on layers, what each makes of the shape, what it costs, and how much of the input one unit sees.

import { sharpCanvas } from "../kit/canvas.js";
import { button, copyAsNumpy, numberField, row, select, slider } from "../kit/controls.js";
import { draggable, h, setText } from "../kit/dom.js";
import { counted, formatShape } from "../kit/format.js";
import { arrowStep } from "../kit/grid.js";
import { clamp } from "../kit/image.js";
import { readPair, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { boundsOf, centresOf, fieldsOf, multiplyAddsOf, parametersOf, seenBy, shapesOf } from "./math.js";
import { SETTINGS } from "./settings.js";
import { layerTable } from "./table.js";
import { drawPlan, drawSection, LABELS, planOf, viewOf } from "./view.js";
import { describe, fieldSentence, numpyCode } from "./words.js";

const { sides: SIDES, largest: LARGEST, most_layers: MOST_LAYERS } = SETTINGS.constants;
const OWN = "your own stack";
const HEIGHT = 300;
/** How near to the middle of its field a finger takes hold of the unit, in CSS pixels. */
const FINGER = 22;
const FILLED =
  "Filled: what the unit reads, stronger where more ways lead there. Dashed: beyond the border, where it reads zeros.";

/** A whole number of any size: the widget says what is too large for a layer, and its controls stay. */
function whole(value, name) {
  if (!Number.isInteger(value)) throw new StateError(`${name} must be a whole number.`);
  return value;
}

/** The checked state. */
export function readParams(model) {
  const input = model.get("input_shape");
  if (!Array.isArray(input) || input.length !== 3) {
    throw new StateError("input_shape must be three whole numbers: channels, rows, columns.");
  }
  input.forEach((size, at) => {
    if (whole(size, "input_shape") < 1 || size > LARGEST) {
      throw new StateError(`input_shape: ${SIDES[at]} must be from 1 to ${LARGEST}; got ${size}.`);
    }
  });
  const list = model.get("layers");
  if (!Array.isArray(list)) throw new StateError("layers must be a list.");
  if (list.length > MOST_LAYERS) {
    throw new StateError(`There are ${list.length} layers; this widget shows at most ${MOST_LAYERS}.`);
  }
  const layers = list.map(readLayer);
  const { shapes, problem } = shapesOf(input, layers);
  const unit = readPair(model, "unit", { min: 0 }).map((at, axis) => Math.min(at, shapes.at(-1)[axis + 1] - 1));
  return { input, layers, shapes, problem, unit };
}

function readLayer(layer, index) {
  const { kinds, fields } = SETTINGS.constants;
  if (!Object.hasOwn(kinds, layer?.kind)) {
    throw new StateError(`Layer ${index + 1} must have a kind: ${Object.keys(kinds).join(", ")}.`);
  }
  const numbers = fields.map(({ name }) => [name, whole(layer[name], `Layer ${index + 1}: ${name}`)]);
  return { kind: layer.kind, ...Object.fromEntries(numbers) };
}

/** What follows from it; of a stack that cannot be, only what lies before its first impossible layer. */
export function compute({ layers, shapes, problem, unit }) {
  const good = layers.slice(0, shapes.length - 1);
  const [rowSizes, colSizes] = [1, 2].map((axis) => shapes.map((shape) => shape[axis]));
  const [rowBounds, colBounds] = unit.map((at) => boundsOf(at, good));
  const [rowFields, colFields] = [rowSizes, colSizes].map((sizes) => fieldsOf(good, sizes.slice(1)));
  return {
    shapes,
    problem,
    parameters: parametersOf(shapes, good),
    multiplyAdds: multiplyAddsOf(shapes, good),
    fields: rowFields.map((rows, index) => [rows, colFields[index]]),
    rows: seenBy(unit[0], good, rowSizes),
    cols: seenBy(unit[1], good, colSizes),
    bounds: [rowBounds[0], colBounds[0]],
    colBounds,
    centres: centresOf(good),
  };
}

function build(context) {
  const { signal, set, model } = context;
  const view = { context };
  const grabs = (x, y) => isOnField(view, x, y);
  view.plan = canvasPanel(view, "input", "Input from above", (x, y) => pointOnPlan(view, x, y), { grabs });
  const toUnit = (x) => pointOnSection(view, x);
  view.section = canvasPanel(view, "output", "Section through the maps", toUnit, { sideways: true });
  view.text = h("div", { className: "convnb-sum" });
  view.sliders = ["Unit, row", "Unit, column"].map((label, axis) =>
    slider({ label, signal, onInput: (at) => moveUnit(view, axis === 0 ? [at, null] : [null, at]) }),
  );
  const onExample = (name) => name !== OWN && set(examplesOf(model)[name]);
  view.examples = select({ label: "Example", signal, onInput: onExample });
  view.sides = SIDES.map((name, at) => {
    const onInput = (value) => set({ input_shape: model.get("input_shape").with(at, clamp(value, 1, LARGEST)) });
    return numberField({ label: `Input ${name}`, signal, onInput });
  });
  const inputs = view.sides.map(({ el }, at) => h("label", { className: "convnb-field" }, SIDES[at], el));
  const layers = () => context.current().params.layers;
  view.table = layerTable({ signal, layers, onChange: (list) => set({ layers: list }) });
  const copy = copyAsNumpy({ signal, code: () => numpyCode(context.current().params) });
  const reset = button({ label: "Reset", signal, onClick: context.reset });
  context.root.append(
    row(view.examples, reset, copy),
    copy.box,
    h("div", { className: "convnb-panels" }, view.plan.el, view.section.el),
    h("div", { className: "convnb-note", textContent: FILLED }),
    view.text,
    row(...view.sliders),
    row(h("span", { textContent: "Input:" }), ...inputs),
    view.table.el,
  );
  return view;
}

/** A canvas on which the unit is dragged and moved by arrow keys. */
function canvasPanel(view, role, label, toUnit, touch) {
  const { signal, current } = view.context;
  const hint = "Drag to move the unit. Arrow keys move it by one";
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const follow = (x, y) => moveUnit(view, toUnit(x, y));
  draggable(canvas.el, signal, {
    press: (x, y) => ({ x, y }),
    drag: ({ x, y }, dx, dy) => follow(x + dx, y + dy),
    click: ({ x, y }) => follow(x, y),
    ...touch,
  });
  const onKey = (event) => {
    const { unit, shapes } = current().params;
    const to = arrowStep(event.key, { row: unit[0], col: unit[1] }, shapes.at(-1).slice(1));
    if (!to) return;
    event.preventDefault();
    moveUnit(view, [to.row, to.col]);
  };
  canvas.el.addEventListener("keydown", onKey, { signal });
  return { begin: canvas.begin, title, el: h("div", { className: "convnb-panel" }, title, canvas.el) };
}

/** Go to a unit of the last map, given as row and column; null leaves an axis as it is. */
function moveUnit(view, asked) {
  const { unit, shapes } = view.context.current().params;
  const sizes = shapes.at(-1).slice(1);
  const to = asked.map((at, axis) => clamp(Math.round(at ?? unit[axis]), 0, sizes[axis] - 1));
  if (to[0] !== unit[0] || to[1] !== unit[1]) view.context.set({ unit: to });
}

/** The unit whose field is centred at a place of the input. */
function unitOver({ centres }, place) {
  const { step, start } = centres.at(-1);
  return (place - start) / step;
}

function pointOnPlan(view, x, y) {
  const { params, result } = view.context.current();
  const { scale, left, top } = planOf(params.input, view.planSize);
  return [unitOver(result, (y - top) / scale - 0.5), unitOver(result, (x - left) / scale - 0.5)];
}

/** Whether a finger at this place of the plan lies on the unit's field, or near the middle of a small one. */
function isOnField(view, x, y) {
  const { params, result } = view.context.current();
  const { scale, left, top } = planOf(params.input, view.planSize);
  return [(y - top) / scale, (x - left) / scale].every((at, axis) => {
    const [first, last] = result.bounds[axis];
    return Math.abs(at - (first + last + 1) / 2) <= Math.max((last - first + 1) / 2, FINGER / scale);
  });
}

function pointOnSection(view, x) {
  const { params, result } = view.context.current();
  const { from, width } = viewOf(params, result);
  return [null, unitOver(result, from + ((x - LABELS) / (view.sectionWidth - LABELS - 4)) * width)];
}

/** name -> { input_shape, layers, unit } */
function examplesOf(model) {
  const sent = Object.entries(model.get("examples") ?? {}).slice(0, SETTINGS.constants.most_examples);
  return Object.fromEntries(sent.filter(([, one]) => Array.isArray(one?.layers) && one.layers.length <= MOST_LAYERS));
}

/** The example that is shown, whatever unit is looked at. */
function nameOf(model) {
  const shown = JSON.stringify([model.get("input_shape"), model.get("layers")]);
  const same = ([, { input_shape, layers }]) => JSON.stringify([input_shape, layers]) === shown;
  return Object.entries(examplesOf(model)).find(same)?.[0] ?? OWN;
}

function draw(view, params, result) {
  const { context } = view;
  const { shapes, problem, unit, input } = params;
  const colour = context.colours();
  const width = Math.floor(context.width());
  view.planSize = Math.min(HEIGHT, width);
  view.sectionWidth = width >= 620 ? width - HEIGHT - 24 : width;
  drawPlan(view.plan.begin(view.planSize, view.planSize), view.planSize, params, result, colour);
  const section = view.section.begin(view.sectionWidth, HEIGHT);
  drawSection(section, [view.sectionWidth, HEIGHT], params, result, colour);
  setText(view.plan.title, `input ${formatShape(input)}`);
  setText(view.section.title, `columns through ${counted(shapes.length, "map")}`);
  setText(view.text, problem || fieldSentence(params, result));
  view.text.classList.toggle("convnb-problem", Boolean(problem));
  const sizes = shapes.at(-1).slice(1);
  view.sliders.forEach((control, axis) => {
    control.show({ min: 0, max: sizes[axis] - 1, value: unit[axis], text: `${unit[axis]} of 0 to ${sizes[axis] - 1}` });
  });
  view.examples.show([...Object.keys(examplesOf(context.model)), OWN], nameOf(context.model));
  view.sides.forEach((control, at) => control.show({ min: 1, max: LARGEST, value: input[at] }));
  view.table.show(params, result);
}

export default defineWidget({ name: "Stack of layers", settings: SETTINGS, readParams, compute, build, draw, describe });
