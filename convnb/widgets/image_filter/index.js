// @ts-check
// ImageFilter: a photograph beside what a kernel makes of it, while the reader drags the kernel's weights.

import { footer, row, select, toggle } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { centreOf, createBar, createPanel, extent, inside, one, resultAt, windowOf } from "../kit/image.js";
import { memoryOf, once, readChoice, readMatrix, readPicture, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { turned } from "../kit/slide.js";
import { buildKernel, drawKernel, letGo } from "./kernel.js";
import { createFilter, outside, separated } from "./math.js";
import { ownPicture } from "./own_picture.js";
import { SETTINGS } from "./settings.js";
import { costText, describe, numpyCode, pixelText, scaleText } from "./words.js";

const LARGEST_ON_PAGE = 400;
const NARROWEST_BAR = 150;
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
  const range = extent(output.values);
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
  // What only the eye needs: the weight that is chosen, the pixel of the result that is looked at, what is painted.
  const view = { context, cell: null, reach: null, probe: null, painted: {} };
  view.change = (state) => change(context, state);
  buildKernel(view);
  buildPictures(view);
  view.cost = h("div", { className: "convnb-note" });
  view.pixel = h("div", { className: "convnb-sum" });
  const onPicture = (picture) => {
    memoryOf(model).own = picture;
    context.refresh();
    view.change({});
  };
  view.own = ownPicture({ root, signal, onPicture });
  const beside = h("div", { className: "convnb-beside" }, view.kernelControls, buildChoices(view), view.cost);
  root.append(
    h("div", { className: "convnb-panels" }, view.kernel.el, beside),
    h("div", { className: "convnb-panels convnb-pictures" }, view.photo.el, view.result.el),
    view.pixel,
    ...footer(context, numpyCode, () => reset(view)),
    view.own.el,
  );
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

/** Flip, border and scale. */
function buildChoices(view) {
  const { signal } = view.context;
  const choice = (trait) => {
    const { label, choices } = SETTINGS[trait];
    const words = choices.map((value) => WORDS[trait][value]);
    const onInput = (text) => view.change({ [trait]: choices[words.indexOf(text)] });
    const control = select({ label, signal, onInput });
    return { el: control.el, show: (value) => control.show(words, WORDS[trait][value]) };
  };
  view.flip = toggle({ label: SETTINGS.flip.label, signal, onInput: (flip) => view.change({ flip }) });
  view.mode = choice("mode");
  view.scale = choice("scale");
  return row(view.flip, view.mode, view.scale);
}

function buildPictures(view) {
  const { context } = view;
  const { signal } = context;
  const look = (probe) => {
    view.probe = probe;
    context.redraw();
  };
  const hint = "Point at a pixel, or choose it by arrow keys, with Shift ten pixels at a time";
  const now = () => context.current();
  const onPhoto = (pixel) => look(pixel && resultAt(now(), pixel));
  const atPhoto = () => view.probe && centreOf(now(), view.probe);
  view.photo = createPanel({ label: "Picture", hint, role: "input", signal, onPoint: onPhoto, at: atPhoto });
  view.result = createPanel({ label: "Result", hint, role: "output", signal, onPoint: look, at: () => view.probe });
  view.bar = createBar();
  view.result.el.append(view.bar.el);
}

function reset(view) {
  letGo(view);
  view.probe = null;
  view.own.forget();
  view.context.reset();
}

function draw(view, params, result) {
  const { picture, flip, mode, scale } = params;
  const { output } = result;
  drawKernel(view, params, result);
  view.flip.show(flip);
  view.mode.show(mode);
  view.scale.show(scale);
  setText(view.cost, costText(params, result));
  const room = Math.min(LARGEST_ON_PAGE, Math.floor((view.context.width() - 16) / 2));
  const zoom = room / Math.max(...picture.shape);
  const at = view.probe && inside(view.probe, output.shape);
  if (view.painted.picture !== picture) view.photo.paint(picture, "grey", 1);
  if (view.painted.result !== result) view.result.paint(output, result.scale, result.limit);
  view.painted = { picture, result };
  const frame = at && windowOf({ params, result }, at);
  view.photo.draw({ title: `picture ${formatShape(picture.shape)}`, shape: picture.shape, zoom, frame });
  const title = `result ${formatShape(output.shape)}`;
  view.result.draw({ title, shape: output.shape, zoom, frame: at && one(at) });
  const width = Math.min(room, Math.max(NARROWEST_BAR, output.shape[1] * zoom));
  view.bar.draw({ scale: result.scale, limit: result.limit, width, text: scaleText(params, result) });
  setText(view.pixel, pixelText(params, result, at));
}

export default defineWidget({ name: "Image filter", settings: SETTINGS, readParams, compute, build, draw, describe });
