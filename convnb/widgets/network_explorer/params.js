// @ts-check
// Reading the state of NetworkExplorer. What is large is read once, and again only where Python sent another.

import { formatShape } from "../kit/format.js";
import { readNetwork } from "./layers.js";
import { within } from "./unit.js";
import { readPair, StateError } from "../kit/params.js";

const MOST_EXAMPLES = 24;

/** What belongs to a model and is no trait: what was read before, and from what. */
const memories = new WeakMap();

/** The value that was read from these parts, read anew only where one of them is another. */
function once(model, name, parts, read) {
  if (!memories.has(model)) memories.set(model, {});
  const memory = memories.get(model);
  if (!memory[name] || parts.some((part, at) => part !== memory[name].parts[at]))
    memory[name] = { parts, value: read() };
  return memory[name].value;
}

/** The checked state. @param {any} model */
export function readState(model) {
  const [layers, weights, input] = ["layers", "weights", "input_shape"].map((name) => model.get(name));
  const network = once(model, "network", [layers, weights, input], () => readNetwork(layers, weights, input));
  const [sent, drawn] = [model.get("examples"), model.get("drawing")];
  const examples = once(model, "examples", [sent, network], () => readExamples(sent, network.input));
  const drawing = once(model, "drawing", [drawn, network], () => ({
    shape: network.input,
    levels: readLevels(drawn, network.input, "drawing"),
  }));
  const labels = once(model, "labels", [model.get("labels"), examples], () =>
    readLabels(model.get("labels"), examples),
  );
  const classes = network.layers.at(-1).output[0];
  const names = once(model, "names", [model.get("class_names"), network], () =>
    readNames(model.get("class_names"), classes),
  );
  const most = Math.max(...network.input);
  const shift = readPair(model, "shift", { min: -most, max: most });
  return { network, examples, drawing, labels, names, shift, unit: within(network, readUnit(model.get("unit"))) };
}

/** Levels from 0 to 255 in the shape that the network takes. */
function readLevels(sent, input, name) {
  const { shape, levels } = sent ?? {};
  const sizes = Array.isArray(shape) && shape.length === 3 && shape.every(Number.isInteger);
  if (!sizes || !(levels?.buffer instanceof ArrayBuffer)) {
    throw new StateError(`${name} must be a picture of channels, rows and columns.`);
  }
  if (shape.some((n, at) => n !== input[at])) {
    throw new StateError(`${name} is ${formatShape(shape)}; the network takes ${formatShape(input)}.`);
  }
  const count = input[0] * input[1] * input[2];
  if (levels.byteLength !== count) {
    throw new StateError(`${name} is ${formatShape(input)} and needs ${count} bytes; got ${levels.byteLength}.`);
  }
  return new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength);
}

/** @returns {Uint8Array[]} */
function readExamples(sent, input) {
  const [count, ...shape] = Array.isArray(sent?.shape) ? sent.shape : [];
  if (!Number.isInteger(count) || count < 0 || count > MOST_EXAMPLES) {
    throw new StateError(`examples must be at most ${MOST_EXAMPLES} pictures.`);
  }
  if (count === 0) return [];
  const { levels } = sent;
  const each = (levels?.byteLength ?? 0) / count;
  return Array.from({ length: count }, (_, at) => {
    const part =
      levels?.buffer && Number.isInteger(each) && new Uint8Array(levels.buffer, levels.byteOffset + at * each, each);
    return readLevels({ shape, levels: part }, input, `examples[${at}]`);
  });
}

function readLabels(list, examples) {
  const good = Array.isArray(list) && list.every(Number.isInteger);
  if (!good || (list.length && list.length !== examples.length)) {
    throw new StateError(`labels must be ${examples.length} whole numbers, one for each example, or none.`);
  }
  return list;
}

/** A text for every class; the number where none was given. @returns {string[]} */
function readNames(list, classes) {
  if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) {
    throw new StateError("class_names must be a list of texts.");
  }
  return Array.from({ length: classes }, (_, k) => (list[k] ?? String(k)).slice(0, 24));
}

function readUnit(list) {
  const good = Array.isArray(list) && list.length === 4 && list.every((n) => Number.isInteger(n) && n >= 0);
  if (!good) throw new StateError("unit must be four whole numbers from 0 on: layer, map, row, column.");
  const [layer, map, row, col] = list;
  return { layer, map, row, col };
}
