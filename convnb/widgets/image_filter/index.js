// @ts-check
// ImageFilter: a photograph beside what a kernel makes of it, while the reader drags the kernel's weights; and one window
// of it magnified, its pixels with the weights that they are multiplied by.

import { operationSwitch, row, select } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { createBar } from "../kit/image.js";
import { assemble, fold } from "../kit/layout.js";
import { listed, memoryOf, once, readChoice, readMatrix, readPicture, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { turned } from "../kit/slide.js";
import { buildKernel, letGo } from "./kernel.js";
import { createFilter, halves, outside, separated } from "./math.js";
import { ownPicture } from "./own_picture.js";
import { SETTINGS } from "./settings.js";
import { buildPictures, drawStage, stageHeight } from "./view.js";
import { describe, numpyCode } from "./words.js";

const WORDS = {
  mode: { valid: "valid, no zeros", same: "same, zeros around" },
  scale: { signed: "signed, around zero", clipped: "clipped at black", absolute: "absolute value" },
};

/** @param {number[]} kernel @param {number[]} picture */
function fits(kernel, picture) {
  return kernel[0] <= picture[0] && kernel[1] <= picture[1];
}

/** The checked state. Its picture is the learner's own, which stays in the page, or the one that Python sent. */
export function readParams(model) {
  const memory = memoryOf(model);
  const sent = (image) => readPicture(image, "image", SETTINGS.image.largest);
  const picture = memory.own ?? once(model, "image", [model.get("image")], sent);
  memory.shape = picture.shape;
  const kernel = readMatrix(model, "kernel", SETTINGS.kernel.largest);
  const mode = readChoice(model, "mode", SETTINGS.mode.choices);
  const scale = readChoice(model, "scale", SETTINGS.scale.choices);
  if (mode === "valid" && !fits(kernel.shape, picture.shape)) {
    throw new StateError(
      `The kernel, ${formatShape(kernel.shape)}, is larger than the picture, ${formatShape(picture.shape)}. ` +
        "Make the kernel smaller, or put zeros around the picture: mode “same”.",
    );
  }
  const filter = once(model, "filter", [], createFilter);
  return { picture, own: Boolean(memory.own), kernel, mode, scale, flip: Boolean(model.get("flip")), filter };
}

/** The result, its range, and the scale on which it is seen. */
export function compute({ picture, kernel, mode, scale, flip, filter }) {
  const sliding = flip ? turned(kernel) : kernel;
  const output = filter(picture, sliding, mode);
  const { range } = output;
  const grey = scale === "signed" && kernel.values.every((weight) => weight >= 0);
  const largest = Math.max(-range.low, range.high) || 1;
  return {
    sliding,
    output,
    range,
    lost: scale === "clipped" ? outside(output.values) : null,
    separable: separated(kernel) !== null,
    scale: grey ? "grey" : scale,
    limit: grey || scale === "clipped" ? Math.max(1, largest) : largest,
  };
}

function build(context) {
  const { signal, root, model } = context;
  // What only the eye needs: the weight that is chosen, the pixel of the result that is looked at and the
  // product in its window that is pointed at, what is painted.
  const view = { context, cell: null, reach: null, sized: null, probe: null, term: null, pointed: false, painted: {} };
  view.change = (state) => change(context, state);
  buildKernel(view);
  buildPictures(view);
  view.bar = createBar();
  view.bar.el.classList.add("convnb-result");
  view.about = h("div", { className: "convnb-note" });
  const onPicture = (picture) => {
    memoryOf(model).own = picture;
    context.refresh();
    view.change({});
  };
  view.own = ownPicture({ root, signal, onPicture });
  view.flip = operationSwitch({ signal, set: view.change });
  const parts = { kernel: view.kernel, photo: view.photo, result: view.result, patch: view.patch };
  const areas = { ...parts, sum: { el: view.sum }, scale: view.bar, about: { el: view.about } };
  view.board = h("div", { className: "convnb-filter" });
  for (const [area, { el }] of Object.entries(areas)) {
    el.style.gridArea = area;
    view.board.append(el);
  }
  [view.mode, view.scale] = ["mode", "scale"].map((trait) => choice(view, trait));
  assemble(context, {
    stage: [view.board],
    height: stageHeight,
    main: [view.preset, view.size, view.flip],
    folds: [
      fold("Weight, size", signal, row(view.weight, ...view.sizes)),
      fold("Border, scale", signal, row(view.mode, view.scale)),
      view.own,
    ],
    code: numpyCode,
    onReset: () => reset(view),
  });
  return view;
}

/** What the controls of the widget set. A kernel larger than the picture gets zeros around it. */
function change({ model, set, redraw, current }, state) {
  const [kernel, mode] = ["kernel", "mode"].map((name) => state[name] ?? model.get(name));
  current(); // reads the picture if it changed
  const { shape } = memoryOf(model);
  const zeros = mode === "valid" && shape && kernel?.[0]?.length && !fits([kernel.length, kernel[0].length], shape);
  const next = zeros ? { ...state, mode: "same" } : state;
  if (Object.keys(next).length) set(next);
  redraw(); // a control may show what was not taken
}

/** A list of what a trait may be. */
function choice(view, trait) {
  const { label, choices } = SETTINGS[trait];
  const words = choices.map((value) => WORDS[trait][value]);
  const onInput = (text) => view.change({ [trait]: choices[words.indexOf(text)] });
  const control = select({ label, signal: view.context.signal, onInput });
  return { el: control.el, show: (value) => control.show(words, WORDS[trait][value]) };
}

function reset(view) {
  letGo(view);
  view.probe = view.term = null;
  view.own.forget();
}

function draw(view, params, result) {
  drawStage(view, params, result);
  view.flip.show(params.flip);
  view.mode.show(params.mode);
  view.scale.show(params.scale);
}

/** What a goal may name: the kernel, its rows and columns, the sum of its weights, how strong each half of the result is. */
export function measures({ kernel }, { output }) {
  return {
    kernel: listed(kernel),
    size: [...kernel.shape],
    sum: kernel.values.reduce((sum, weight) => sum + weight, 0),
    // Every pixel is read: only for a goal that asks.
    get left() {
      return halves(output)[0];
    },
    get right() {
      return halves(output)[1];
    },
  };
}

const type = "ImageFilter";
const name = "Image filter";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
