// @ts-check
// The state of NetworkExplorer, checked: a network as data with its weights as bytes, and what is drawn. What is large is
// read once, and again only after Python has sent another.

import { brief, formatShape } from "../kit/format.js";
import { once, readLevels, readPair, StateError } from "../kit/params.js";
import { prepare, sizeOf, within } from "./math.js";
import { SETTINGS } from "./settings.js";

const LIMITS = SETTINGS.constants;
const LARGEST_NUMBER = 1_000_000;
const LONGEST_NAME = 24;

export function readParams(model) {
  const read = (name, parts, reader) => once(model, name, parts, reader);
  const [layers, weights, shape] = ["layers", "weights", "input_shape"].map((name) => model.get(name));
  const network = read("network", [layers, weights, shape], readNetwork);
  const drawing = read("drawing", [model.get("drawing"), network], (sent) => readDrawing(sent, network));
  const examples = read("examples", [model.get("examples"), network], readExamples);
  const labels = read("labels", [model.get("labels"), examples], readLabels);
  const names = read("names", [model.get("class_names"), network], readNames);
  const most = Math.max(...network.input);
  const shift = readPair(model, "shift", { min: -most, max: most });
  return { network, examples, drawing, labels, names, shift, unit: within(network, readUnit(model.get("unit"))) };
}

// --- pictures, labels, the unit ---

/** Levels from 0 to 255 in the shape that the network takes. */
function readDrawing(sent, { input }, name = "drawing") {
  return readLevels(sent, name, ["channel", "row", "column"], (shape) => {
    if (shape.every((n, at) => n === input[at])) return;
    throw new StateError(`${name} is ${formatShape(shape)}; the network takes ${formatShape(input)}.`);
  });
}

/** @returns {Uint8Array[]} */
function readExamples(sent, network) {
  const [count, ...shape] = Array.isArray(sent?.shape) ? sent.shape : [];
  if (!Number.isInteger(count) || count < 0 || count > LIMITS.most_examples) {
    throw new StateError(`examples must be at most ${LIMITS.most_examples} pictures.`);
  }
  if (count === 0) return [];
  const { levels } = sent;
  const each = (levels?.byteLength ?? 0) / count;
  return Array.from({ length: count }, (_, at) => {
    const part =
      levels?.buffer && Number.isInteger(each) && new Uint8Array(levels.buffer, levels.byteOffset + at * each, each);
    return readDrawing({ shape, levels: part }, network, `examples[${at}]`).levels;
  });
}

function readLabels(list, examples) {
  const good = Array.isArray(list) && list.every(Number.isInteger);
  if (!good || (list.length && list.length !== examples.length)) {
    throw new StateError(`labels must be ${examples.length} whole numbers, one for each example, or none.`);
  }
  return list;
}

/** A text for every class; the number where none was given.
 * @returns {string[]} */
function readNames(list, { layers }) {
  if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) {
    throw new StateError("class_names must be a list of texts.");
  }
  const classes = layers.at(-1).output[0];
  return Array.from({ length: classes }, (_, k) => (list[k] ?? String(k)).slice(0, LONGEST_NAME));
}

function readUnit(list) {
  const good = Array.isArray(list) && list.length === 4 && list.every((n) => Number.isInteger(n) && n >= 0);
  if (!good) throw new StateError("unit must be four whole numbers of at least 0: layer, map, row, column.");
  const [layer, map, row, col] = list;
  return { layer, map, row, col };
}

// --- the network ---

/** The layers with the shapes that follow.
 * @returns {import("./math.js").Network} */
export function readNetwork(list, bytes, input) {
  checkShape(input);
  if (!Array.isArray(list) || list.length === 0 || list.length > LIMITS.most_layers) {
    throw new StateError(`layers must be a list of 1 to ${LIMITS.most_layers} layers.`);
  }
  const weights = readWeights(bytes);
  let [place, products, signed] = [0, 0, false];
  const take = (count) => weights.subarray(place, (place += count));
  let [shape, source] = [[...input], undefined];
  const layers = list.map((sent, index) => {
    const layer = readLayer(sent, index, shape, take);
    layer.signed = layer.kind === "relu" ? false : Boolean(layer.weight) || layer.kind === "tanh" || signed;
    if (layer.kind === "linear") layer.source = source;
    if (layer.weight) products += layer.weight.length * sizeOf(layer.output.slice(1));
    source = layer.kind === "flatten" && shape.length === 3 ? shape : undefined;
    ({ output: shape, signed } = layer);
    return layer;
  });
  if (place !== weights.length) {
    throw new StateError(`The layers need ${4 * place} bytes of weights; got ${4 * weights.length}.`);
  }
  if (products > LIMITS.most_products) {
    const most = `this widget runs at most ${LIMITS.most_products}`;
    throw new StateError(`The network takes ${products} products a picture; ${most}.`);
  }
  layers.forEach(prepare);
  return { input: [...input], layers };
}

function checkShape(input) {
  const [channels, largest] = [LIMITS.most_channels, SETTINGS.drawing.largest];
  const counts = Array.isArray(input) && input.length === 3 && input.every((n) => Number.isInteger(n) && n > 0);
  if (!counts || input[0] > channels || Math.max(input[1], input[2]) > largest) {
    throw new StateError(
      `input_shape must be at most ${channels} channels, ${largest} rows and ${largest} columns, as whole numbers.`,
    );
  }
}

/** float32 from bytes that may start anywhere. */
function readWeights(view) {
  if (!(view?.buffer instanceof ArrayBuffer)) throw new StateError("weights must be bytes, four for each number.");
  if (view.byteLength % 4) throw new StateError(`weights must be float32 numbers; got ${view.byteLength} bytes.`);
  const weights = new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  let total = 0; // one sum finds out whether any is not finite: inf - inf and NaN stay
  for (let n = 0; n < weights.length; n++) total += weights[n] - weights[n];
  if (total !== 0) {
    const bad = weights.findIndex((weight) => !Number.isFinite(weight));
    throw new StateError(
      `Weight ${bad} of the network is not a finite number. The training has diverged: train it again with a smaller ` +
        "learning rate.",
    );
  }
  return weights;
}

/** Whole numbers in lists nested as in `form`. */
function whole(value, form, least, what) {
  const fits = (part, like) =>
    Array.isArray(like)
      ? Array.isArray(part) && part.length === like.length && part.every((one, at) => fits(one, like[at]))
      : Number.isInteger(part) && part >= least && part <= LARGEST_NUMBER;
  if (!fits(value, form)) throw new StateError(`${what} must be whole numbers of at least ${least}.`);
  return value;
}

/** @returns {import("./math.js").Layer} */
function readLayer(sent, index, input, take) {
  const kind = sent?.kind;
  if (typeof kind !== "string") throw new StateError(`Layer ${index} must have a kind.`);
  const what = `Layer ${index}, ${brief(kind)}`;
  const base = { kind, input, signed: true, y: new Float32Array(0) };
  if (kind === "relu" || kind === "tanh") return { ...base, output: input };
  if (kind === "flatten") return { ...base, output: [sizeOf(input)] };
  if (kind === "linear") {
    const [units, inputs] = whole(sent.weight, [0, 0], 1, `${what}: its weight's sizes`);
    if (input.length === 3 || inputs !== input[0]) {
      throw new StateError(`${what}, takes ${inputs} numbers; the layer before gives ${formatShape(input)}.`);
    }
    if (units > LIMITS.most_units) {
      throw new StateError(`${what}, has ${units} units; this widget shows at most ${LIMITS.most_units}.`);
    }
    return { ...base, output: [units], weight: take(units * inputs), bias: take(units) };
  }
  if (!Object.hasOwn(LIMITS.kinds, kind)) throw new StateError(`${what}: this widget cannot run a layer of this kind.`);
  if (input.length !== 3) {
    throw new StateError(`${what}, takes maps; the layer before gives ${formatShape(input)} numbers.`);
  }
  return readWindowed(sent, what, base, take);
}

/** A layer with a window: a convolution or a pooling. */
function readWindowed(sent, what, base, take) {
  const { input, kind } = base;
  const { largest_map: largest, most_maps } = LIMITS;
  const weight = kind === "conv2d" ? whole(sent.weight, [0, 0, 0, 0], 1, `${what}: its weight's sizes`) : null;
  const kernel = weight ? weight.slice(2) : whole(sent.kernel_size, [0, 0], 1, `${what}: its kernel's size`);
  const stride = whole(sent.stride, [0, 0], 1, `${what}: its stride`);
  const sides = Array(2).fill([0, 0]); // before and after the rows, before and after the columns
  const padding = whole(sent.padding, sides, 0, `${what}: its padding`);
  if (Math.max(...padding.flat()) > largest) {
    throw new StateError(`${what}: its padding can be at most ${largest} on each side.`);
  }
  const dilation = weight ? whole(sent.dilation, [0, 0], 1, `${what}: its dilation`) : [1, 1];
  if (weight && weight[1] !== input[0]) {
    throw new StateError(`${what}, takes ${weight[1]} channels; the layer before gives ${input[0]}.`);
  }
  const span = kernel.map((size, axis) => dilation[axis] * (size - 1) + 1);
  const places = span.map((size, axis) => {
    const [before, after] = padding[axis];
    return Math.floor((input[axis + 1] + before + after - size) / stride[axis]) + 1;
  });
  const output = [weight ? weight[0] : input[0], ...places];
  if (Math.min(...places) < 1) throw new StateError(`${what}: its window is larger than its input.`);
  if (output[0] > most_maps || Math.max(...places) > largest) {
    const most = `${most_maps} maps of ${largest}×${largest}`;
    throw new StateError(`${what}, has maps ${formatShape(output)}; this widget shows at most ${most}.`);
  }
  const learned = weight ? { weight: take(sizeOf(weight)), bias: take(output[0]) } : {};
  return { ...base, output, kernel, stride, padding, dilation, span, ...learned };
}
