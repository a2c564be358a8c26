// @ts-check
// GaborExplorer: a Gabor kernel under eight sliders, what it sees in a photograph, and two cells under a drifting
// grating.

import { transport } from "../kit/controls.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { extent, inside } from "../kit/image.js";
import { assemble, showSum } from "../kit/layout.js";
import { once, readChoice, readNumber, readPair, readPicture, readWhole, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { gratingControls, kernelControls } from "./controls.js";
import { createResponder, FRAMES, gaborPair, gratingFrame, largest, mapOf, spectrumAt, strengths } from "./math.js";
import { total, tracesOf, tuningOf } from "./math.js";
import { SETTINGS } from "./settings.js";
import { arrange, buildFields, buildPictures, buildPlots, drawFields, drawPictures, drawPlots } from "./view.js";
import { stageHeight } from "./view.js";
import { describe, kernelText, momentParts, NAMES, numpyCode, pixelParts } from "./words.js";

export function readParams(model) {
  const picture = once(model, "image", [model.get("image")], (image) =>
    readPicture(image, "image", SETTINGS.image.largest),
  );
  const shape = readPair(model, "shape", SETTINGS.shape);
  if (shape[0] > picture.shape[0] || shape[1] > picture.shape[1]) {
    throw new StateError(
      `The kernel, ${formatShape(shape)}, is larger than the picture, ${formatShape(picture.shape)}. Make it smaller.`,
    );
  }
  const numbers = [...NAMES, "grating_theta", "grating_frequency"];
  const choice = (name) => readChoice(model, name, SETTINGS[name].choices);
  return {
    ...Object.fromEntries(numbers.map((name) => [name, readNumber(model, name, SETTINGS[name])])),
    ...{ shape, picture, model },
    without_dc: Boolean(model.get("without_dc")),
    cell: choice("cell"),
    tuned_by: choice("tuned_by"),
    time: readWhole(model, "time", SETTINGS.time),
  };
}

/** The kernel and its partner, the map on the photograph, and both cells under the grating. */
export function compute(params) {
  const { picture, cell, model, tuned_by, grating_theta, grating_frequency, time } = params;
  const pair = gaborPair(params);
  const responses = once(model, "responder", [], createResponder)(picture, pair);
  const output = once(model, "map", [responses, cell], mapOf);
  const range = once(model, "range", [output], ({ values }) => extent(values));
  const spectrum = spectrumAt(pair, grating_frequency, grating_theta);
  return {
    pair,
    responses,
    output,
    range,
    limit: Math.max(-range.low, range.high) || 1,
    peak: largest(pair.first),
    reach: Math.abs(total(pair.envelope)),
    grating: gratingFrame(params.shape, grating_frequency, grating_theta, time),
    traces: tracesOf(spectrum),
    strength: strengths(spectrum),
    tuning: tuningOf(pair, tuned_by, { frequency: grating_frequency, theta: grating_theta }),
  };
}

function build(context) {
  const { signal, set } = context;
  // What only the eye needs: the pixel of the map that is looked at, what has been dragged, and what is painted.
  const view = { context, probe: null, used: new Set(), painted: {} };
  view.controls = kernelControls(context);
  view.kernelNote = h("div", { className: "convnb-note" });
  buildFields(view);
  buildPictures(view);
  buildPlots(view);
  const { speeds } = SETTINGS.constants;
  view.transport = transport({ label: SETTINGS.time.label, signal, onStep: (time) => set({ time }), speeds });
  view.transport.el.classList.add("convnb-compact");
  view.gratingControls = gratingControls(context, view.transport.pace);
  view.sum = h("div", { className: "convnb-sum convnb-result" });
  const left = [view.kernel.el, view.kernelNote, view.controls.el];
  const cells = h("div", { className: "convnb-cells" }, view.grating.el, view.traces.el, view.tuned);
  const pictures = h("div", { className: "convnb-seen" }, view.photo.el, view.map.el, view.beside);
  view.whole = h("div", { className: "convnb-gabor" }, h("div", {}, ...left), h("div", {}, pictures, cells));
  assemble(context, {
    stage: [view.whole],
    height: stageHeight,
    sum: [view.sum],
    main: [view.transport, ...view.controls.main],
    folds: [view.controls.fold, view.gratingControls.fold],
    code: numpyCode,
    onReset: () => {
      view.probe = null;
      view.transport.stop();
    },
  });
  return view;
}

function draw(view, params, result) {
  view.controls.show(params);
  view.gratingControls.show(params);
  setText(view.kernelNote, kernelText(result));
  const sizes = arrange(view.context.room());
  setAttribute(view.whole, "data-layout", sizes.layout);
  drawFields(view, params, result, sizes);
  drawPictures(view, params, result, sizes);
  drawPlots(view, params, result, sizes);
  const at = view.probe && inside(view.probe, result.output.shape);
  const moment = () => momentParts(params, result, view.context.room().phone);
  showSum(view.sum, at ? pixelParts(params, result, at) : moment(), view.context.width());
  view.transport.show({ count: FRAMES, position: params.time, text: `${params.time} of ${FRAMES}` });
}

/** What a goal may name. */
export function measures(params, { tuning }) {
  const curve = tuning.complex.subarray(0, -1); // the last orientation is the first again
  const half = Math.max(...curve) / 2;
  const above = curve.filter((strength) => strength > half).length;
  const formula = gaborPair({ ...params, without_dc: false }); // what the switch takes off is no merit
  return { sum: total(formula.first), width: (above * (params.tuned_by === "orientation" ? 180 : 100)) / curve.length };
}

const type = "GaborExplorer";
const name = "Gabor explorer";
export default defineWidget({ name, type, settings: SETTINGS, readParams, compute, build, draw, describe, measures });
