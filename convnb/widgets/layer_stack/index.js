// @ts-check
// LayerStack: layers on layers, what each makes of the shape, what it costs, and how much of the input one unit sees.

import { canvasPanel } from "../kit/canvas.js";
import { button, select, slider } from "../kit/controls.js";
import { draggable, h, setAttribute } from "../kit/dom.js";
import { counted, formatShape } from "../kit/format.js";
import { arrowStep } from "../kit/grid.js";
import { clamp } from "../kit/image.js";
import { assemble, showSum } from "../kit/layout.js";
import { readPair, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { boundsOf, centresOf, fieldsOf, multiplyAddsOf, parametersOf, seenBy, shapesOf } from "./math.js";
import { SETTINGS } from "./settings.js";
import { added, layerTable } from "./table.js";
import { arrange, drawPlan, drawSection, LABELS, planOf, stageHeight, viewOf } from "./view.js";
import { describe, fieldParts, numpyCode, sum } from "./words.js";

const { sides: SIDES, largest: LARGEST, most_layers: MOST_LAYERS } = SETTINGS.constants;
const OWN = "your own stack";
/** How near to the middle of its field a finger takes hold of the unit, in CSS pixels. */
const FINGER = 22;
const LEGEND = "A stronger tint: more ways lead there. Dashed: beyond the border, where the unit reads zeros.";

/** A whole number of any size: what is too large for a layer is said by name. */
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
  const shapes = shapesOf(input, layers);
  const unit = readPair(model, "unit", SETTINGS.unit).map((at, axis) => Math.min(at, shapes.at(-1)[axis + 1] - 1));
  return { input, layers, shapes, unit };
}

function readLayer(layer, index) {
  const { kinds, fields } = SETTINGS.constants;
  if (!Object.hasOwn(kinds, layer?.kind)) {
    throw new StateError(`Layer ${index} must have a kind: ${Object.keys(kinds).join(", ")}.`);
  }
  const numbers = fields.map(({ name }) => [name, whole(layer[name], `Layer ${index}: ${name}`)]);
  return { kind: layer.kind, ...Object.fromEntries(numbers) };
}

/** What follows from it. */
export function compute({ layers, shapes, unit }) {
  const [rowSizes, colSizes] = [1, 2].map((axis) => shapes.map((shape) => shape[axis]));
  const [rowBounds, colBounds] = unit.map((at) => boundsOf(at, layers));
  const [rowFields, colFields] = [rowSizes, colSizes].map((sizes) => fieldsOf(layers, sizes.slice(1)));
  return {
    shapes,
    parameters: parametersOf(shapes, layers),
    multiplyAdds: multiplyAddsOf(shapes, layers),
    fields: rowFields.map((rows, index) => [rows, colFields[index]]),
    rows: seenBy(unit[0], layers, rowSizes),
    cols: seenBy(unit[1], layers, colSizes),
    bounds: [rowBounds[0], colBounds[0]],
    colBounds,
    centres: centresOf(layers),
  };
}

/** What a goal may name: the table's last row. */
export function measures(_, { shapes, parameters, multiplyAdds, bounds }) {
  return {
    output: shapes.at(-1),
    parameters: sum(parameters),
    multiply_adds: sum(multiplyAdds),
    receptive_field: bounds.map(([first, last]) => Math.max(0, last - first + 1)),
  };
}

function build(context) {
  const { signal, model } = context;
  // refused: why the last change of a hand could not be; dragged: nobody needs to be told any more that one can.
  const view = { context, refused: "", dragged: false };
  const grabs = (x, y) => isOnField(view, x, y);
  view.plan = picture(view, "input", "Input from above", (x, y) => pointOnPlan(view, x, y), { grabs });
  view.plan.el.append(h("div", { className: "convnb-note", textContent: LEGEND }));
  const toUnit = (x) => pointOnSection(view, x);
  view.section = picture(view, "output", "Section through the maps", toUnit, { sideways: true });
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.sliders = ["Unit, row", "Unit, column"].map((label, axis) =>
    slider({ label, signal, onInput: (at) => moveUnit(view, axis === 0 ? [at, null] : [null, at]) }),
  );
  const onExample = (name) => name !== OWN && change(view, examplesOf(model)[name]);
  view.examples = select({ label: "Example", signal, onInput: onExample });
  view.examples.el.firstChild?.remove(); // its names say for themselves what they are
  const layers = () => context.current().params.layers;
  view.table = layerTable({
    ...{ signal, layers, onChange: (list) => change(view, { layers: list }) },
    onInput: (at, size) => change(view, { input_shape: context.current().params.input.with(at, size) }),
  });
  const add = (kind) => () => layers().length < MOST_LAYERS && change(view, { layers: added(layers(), kind) });
  view.adders = [
    button({ label: "+ convolution", title: "Add a convolution", signal, onClick: add("conv") }),
    button({ label: "+ pooling", title: "Add a max pooling", signal, onClick: add("max_pool") }),
  ];
  for (const { el } of [view.plan, view.section]) el.classList.add("convnb-result");
  view.stage = h("div", { className: "convnb-stack" }, view.plan.el, view.section.el, view.table.el);
  assemble(context, {
    stage: [view.stage],
    height: stageHeight,
    sum: [view.sum],
    main: [view.examples, h("span", { className: "convnb-unit" }, ...view.sliders.map(({ el }) => el)), ...view.adders],
    code: numpyCode,
    onReset: () => (view.refused = ""),
  });
  return view;
}

/** A hand's change. Where such a stack cannot be, everything stays, and the sum says why. */
function change(view, state) {
  const { context } = view;
  view.refused = "";
  if (context.set(state)) return;
  try {
    readParams({ get: (name) => state[name] ?? context.model.get(name) });
  } catch (problem) {
    view.refused = problem.message;
  }
}

/** A canvas on which the unit is dragged and moved by arrow keys. */
function picture(view, role, label, toUnit, touch) {
  const { signal, current } = view.context;
  const panel = canvasPanel({ label, role, hint: "Drag to move the unit. Arrow keys move it by one" });
  const follow = (x, y) => moveUnit(view, toUnit(x, y));
  draggable(panel.canvas, signal, {
    press: (x, y) => ({ x, y }),
    drag: ({ x, y }, dx, dy) => ((view.dragged = true), follow(x + dx, y + dy)),
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
  panel.canvas.addEventListener("keydown", onKey, { signal });
  return panel;
}

/** Go to a unit of the last map, given as row and column; null leaves an axis as it is. */
function moveUnit(view, asked) {
  const { unit, shapes } = view.context.current().params;
  const sizes = shapes.at(-1).slice(1);
  const to = asked.map((at, axis) => clamp(Math.round(at ?? unit[axis]), 0, sizes[axis] - 1));
  if (to[0] !== unit[0] || to[1] !== unit[1]) change(view, { unit: to });
}

/** The unit whose field is centred at a place of the input. */
function unitOver({ centres }, place) {
  const { step, start } = centres.at(-1);
  return (place - start) / step;
}

function pointOnPlan(view, x, y) {
  const { params, result } = view.context.current();
  const { scale, left, top } = planOf(params.input, view.layout.plan);
  return [unitOver(result, (y - top) / scale - 0.5), unitOver(result, (x - left) / scale - 0.5)];
}

/** Whether a finger at this place of the plan lies on the unit's field, or near the middle of a small one. */
function isOnField(view, x, y) {
  const { params, result } = view.context.current();
  const { scale, left, top } = planOf(params.input, view.layout.plan);
  return [(y - top) / scale, (x - left) / scale].every((at, axis) => {
    const [first, last] = result.bounds[axis];
    return Math.abs(at - (first + last + 1) / 2) <= Math.max((last - first + 1) / 2, FINGER / scale);
  });
}

function pointOnSection(view, x) {
  const { params, result } = view.context.current();
  const { from, width } = viewOf(params, result);
  return [null, unitOver(result, from + ((x - LABELS) / (view.layout.section[0] - LABELS - 4)) * width)];
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
  const { shapes, unit, input, layers } = params;
  const colour = context.colours();
  const { wide, plan, section, table } = (view.layout = arrange(context.room(), layers));
  view.stage.classList.toggle("convnb-wide", wide);
  view.table.el.style.height = `${table}px`;
  drawPlan(view.plan.begin(plan, plan), plan, params, result, colour);
  drawSection(view.section.begin(section[0], section[1]), section, params, result, colour);
  view.plan.show(`input ${formatShape(input)}${view.dragged || !wide ? "" : " · drag it"}`);
  view.section.show(`columns through ${counted(shapes.length, "map")}`);
  showSum(view.sum, view.refused ? [{ text: view.refused }] : fieldParts(params, result), context.width());
  const sizes = shapes.at(-1).slice(1);
  view.sliders.forEach((control, axis) => {
    control.show({ min: 0, max: sizes[axis] - 1, value: unit[axis], text: String(unit[axis]) });
  });
  view.examples.show([...Object.keys(examplesOf(context.model)), OWN], nameOf(context.model));
  for (const { el } of view.adders) setAttribute(el, "aria-disabled", String(layers.length >= MOST_LAYERS));
  view.table.show(params, result);
}

/** A layer without those settings that have their defaults. */
function python({ layers, ...values }) {
  const brief = (layer) => {
    const usual = (name, min) => (name === "stride" && layer.kind.endsWith("pool") ? layer.kernel : min);
    const said = SETTINGS.constants.fields.filter(({ name, min }) => name === "kernel" || layer[name] !== usual(name, min));
    return { kind: layer.kind, ...Object.fromEntries(said.map(({ name }) => [name, layer[name]])) };
  };
  return { ...(layers && { layers: layers.map(brief) }), ...values };
}

const type = "LayerStack";
const name = "Stack of layers";
export default defineWidget({ name, type, settings: SETTINGS, python, readParams, compute, build, draw, describe, measures });
