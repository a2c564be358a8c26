// @ts-check
// SlidingKernel2D: three grids of numbers, and a window that the reader drags, scrubs or plays over the input.

import { axisSliders, inGrid, limitsOf, operationSwitch, row, select, toggle, transport } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { assemble, fold } from "../kit/layout.js";
import { exampleOf, listed, OWN, readMatrix, readPair, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { cellOf, correlate2d, filledIn, geometry, inputAt, turned, unread } from "../kit/slide.js";
import { addGrid, chooseByKey, dragWindow, letGo, moveTo, pin, setCell, stepByKey, turnRound } from "../kit/windows.js";
import { SETTINGS } from "./settings.js";
import { drawGrids, stageHeight } from "./view.js";
import { describe, EXAMPLES, numpyCode, sizeFormula } from "./words.js";

const GEOMETRY = ["stride", "padding", "dilation", "output_padding"];

/** The checked state. */
export function readParams(model) {
  const input = readMatrix(model, "input", SETTINGS.input.largest);
  const kernel = readMatrix(model, "kernel", SETTINGS.kernel.largest);
  const pairs = GEOMETRY.map((name) => readPair(model, name, SETTINGS[name]));
  const [stride, padding, dilation, outputPadding] = pairs;
  const [transposed, flip] = [Boolean(model.get("transposed")), Boolean(model.get("flip"))];
  const sizes = { input: input.shape, kernel: kernel.shape, stride, padding, dilation, transposed, outputPadding };
  const geo = geometry(sizes);
  const count = geo.output[0] * geo.output[1];
  const position = Math.min(readWhole(model, "position", SETTINGS.position), count - 1);
  const example = exampleOf(model, EXAMPLES, ["input", "kernel", ...GEOMETRY, "flip", "transposed"]);
  // The transposed operation hands the weights back the way they came: it slides them flipped.
  return { input, kernel, geo, position, count, example, flip, turned: flip !== transposed };
}

/** What follows from it: the kernel as it slides, the output, and what is never read. */
export function compute({ input, kernel, geo, ...params }) {
  const sliding = params.turned ? turned(kernel) : kernel;
  return { sliding, output: correlate2d(input, sliding, geo), filled: filledIn(geo), unread: unread(geo) };
}

function build(context) {
  const { signal, set } = context;
  // What the reader points at: { grid, row, col } in that grid's cells. A pinned choice stays when the pointer leaves.
  const view = { context, hover: null, pinned: null, turned: undefined, dragged: false };
  buildGrids(view);
  view.output.el.classList.add("convnb-result");
  view.signs = ["⋆", "="].map((sign) => h("span", { className: "convnb-between", "aria-hidden": "true" }, sign));
  view.grids = h("div", { className: "convnb-slide" }, view.input.el, view.signs[0], view.kernel.el);
  view.grids.append(view.signs[1], view.output.el);
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  view.bar = transport({ label: SETTINGS.position.label, signal, onStep: (position) => moveTo(view, position) });
  view.flip = operationSwitch(context);
  view.transposed = toggle({ label: SETTINGS.transposed.label, signal, onInput: (transposed) => set({ transposed }) });
  const onExample = (name) => name in EXAMPLES && (letGo(view), set({ ...EXAMPLES[name], position: 0 }));
  view.example = select({ label: "Example", signal, onInput: onExample });
  view.geometry = axisSliders(context, SETTINGS, GEOMETRY);
  view.sizes = axisSliders(context, SETTINGS, ["input", "kernel"]);
  view.formula = h("div", { className: "convnb-note convnb-two-lines" });
  const geometryFold = fold("Stride, padding, dilation", signal, inGrid(view.geometry), view.transposed.el, view.formula);
  assemble(context, {
    stage: [view.grids],
    height: stageHeight,
    sum: [view.sum],
    main: [view.bar, view.flip],
    folds: [geometryFold, fold("Examples, sizes, speed", signal, row(view.example, view.bar.pace), inGrid(view.sizes))],
    code: numpyCode,
    onReset: () => letGo(view),
  });
  return view;
}

/** Input, kernel and output under the hand. */
function buildGrids(view) {
  const { context } = view;
  const now = () => context.current().params;
  const keys = "Arrow keys choose a cell, Enter pins it, Escape lets go; type a number to change it";
  addGrid(view, "input", `Drag to move the window. ${keys}`, {
    onDrag: (pressed, moved) => ((view.dragged = true), dragWindow(view, pressed, moved)),
    onClick: (cell) => pin(view, "input", cell),
    onKey: (event) => chooseByKey(event, view, "input", now().geo.padded),
    onEdit: ({ row, col }, value) => setCell(context, "input", inputAt(now().geo, row, col), value),
  });
  const hint = "Point at a weight to see every input it touches. Arrow keys, Enter, Escape and typing as on the input";
  addGrid(view, "kernel", hint, {
    onClick: (cell) => pin(view, "kernel", cell),
    onKey: (event) => chooseByKey(event, view, "kernel", now().geo.kernel),
    onEdit: ({ row, col }, value) => {
      const { geo, kernel, turned } = now();
      const index = row * geo.kernel[1] + col;
      setCell(context, "kernel", turned ? kernel.values.length - 1 - index : index, value);
    },
  });
  addGrid(view, "output", "Point at an output to see its window; click to go there. Arrow keys move the window", {
    onClick: ({ row, col }) => moveTo(view, row * now().geo.output[1] + col),
    onKey: (event) => stepByKey(event, view),
  });
}

function draw(view, params, result) {
  const { geo, flip, position } = params;
  drawGrids(view, params, result);
  if (view.turned !== undefined && view.turned !== params.turned) turnRound(view.kernel.canvas);
  view.turned = params.turned;
  const [row, col] = cellOf(position, geo.output);
  view.bar.show({ count: params.count, position, text: `row ${row}, column ${col}` });
  view.flip.show(flip);
  setText(view.signs[0], flip ? "∗" : "⋆");
  view.transposed.show(geo.transposed);
  const names = Object.keys(EXAMPLES);
  view.example.show(params.example === OWN ? [OWN, ...names] : names, params.example);
  for (const control of [...view.geometry, ...view.sizes]) {
    const { el, name, axis, show } = control;
    el.hidden = name === "output_padding" && !geo.transposed;
    const key = name === "output_padding" ? "outputPadding" : name;
    show(geo[key][axis], ...limitsOf(geo, { ...control, name: key }, shown));
  }
  setText(view.formula, `Output size, ${sizeFormula(geo, 0)}; ${sizeFormula(geo, 1)}`);
}

/** Whether a layer of such sizes can be shown. */
function shown(sizes) {
  try {
    return Boolean(geometry(sizes));
  } catch (problem) {
    if (problem instanceof StateError) return false;
    throw problem;
  }
}

/** What a goal may name. */
export function measures({ position }, { output }) {
  return { position, output: listed(output) };
}

const type = "SlidingKernel2D";
const name = "Sliding kernel in two dimensions";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
