// @ts-check
// A stack of layers on one picture: the shape after each, what it costs, and what one unit at the end sees. The same
// arithmetic as convnb/models/stacks.py; a test keeps the two equal.

import { StateError } from "../kit/params.js";
import { SETTINGS } from "./settings.js";

/**
 *  @typedef {{ kind: string, kernel: number, stride: number, padding: number, dilation: number, output_padding: number,
 *              channels: number }} Layer
 */
/** @typedef {{ from: number, ways: Float64Array }} Seen cells along one axis, from `from` on: how many ways lead to each */

const { kinds: KINDS, fields: FIELDS, largest_map: LARGEST_MAP } = SETTINGS.constants;

/** Whether a layer has weights of its own.
 * @param {Layer} layer */
export function learns({ kind }) {
  return kind === "conv" || kind === "transposed";
}

/** Whether a number of the layer has a meaning for its kind.
 * @param {Layer} layer @param {string} name */
export function applies(layer, name) {
  if (name === "channels") return learns(layer);
  if (name === "output_padding") return layer.kind === "transposed";
  return name !== "dilation" || layer.kind !== "avg_pool";
}

/** Cells that the kernel spans along one axis.
 * @param {Layer} layer */
function span({ kernel, dilation }) {
  return dilation * (kernel - 1) + 1;
}

/** Length of the map after a layer along one axis.
 * @param {number} n @param {Layer} layer */
function sizeAfter(n, layer) {
  const { kind, stride, padding, output_padding } = layer;
  if (kind === "transposed") return (n - 1) * stride - 2 * padding + span(layer) + output_padding;
  return Math.floor((n + 2 * padding - span(layer)) / stride) + 1;
}

/** What is wrong with a layer on a map of these sizes, or "".
 * @param {Layer} layer @param {number[]} sizes */
function fault(layer, sizes) {
  const { kind, kernel, stride, padding, dilation, output_padding } = layer;
  for (const { name, min, max } of FIELDS) {
    const value = layer[name];
    if (applies(layer, name) && (value < min || value > max))
      return `${name} is ${value}; it must be from ${min} to ${max}`;
  }
  if (kind === "avg_pool" && dilation !== 1) return `it has no dilation, and here that is ${dilation}`;
  if (!learns(layer) && 2 * padding > kernel) return `padding ${padding} is more than half of the kernel ${kernel}`;
  const after = sizes.map((n) => sizeAfter(n, layer));
  if (kind === "transposed") {
    const most = Math.max(stride, dilation);
    if (output_padding >= most)
      return `output_padding ${output_padding} must be less than max(stride, dilation) = ${most}`;
    if (Math.min(...after) < 1) return `padding ${padding} crops everything away`;
  } else if (sizes.some((n) => span(layer) > n + 2 * padding)) {
    const padded = sizes.map((n) => n + 2 * padding).join("×");
    return `its kernel spans ${span(layer)}×${span(layer)}, larger than the padded input ${padded}`;
  }
  if (Math.max(...after) > LARGEST_MAP)
    return `its maps are ${after.join("×")}; at most ${LARGEST_MAP}×${LARGEST_MAP} are shown`;
  return "";
}

/**
 * The shape of every map, input first. A StateError names the first layer that cannot be, and says why.
 * @param {number[]} input channels, rows, columns
 * @param {Layer[]} layers
 */
export function shapesOf(input, layers) {
  const shapes = [input];
  for (const [index, layer] of layers.entries()) {
    const [channels, ...sizes] = shapes[index];
    const wrong = fault(layer, sizes);
    if (wrong) throw new StateError(`Layer ${index} (${KINDS[layer.kind]}): ${wrong}.`);
    shapes.push([learns(layer) ? layer.channels : channels, ...sizes.map((n) => sizeAfter(n, layer))]);
  }
  return shapes;
}

/** Weights and biases of each layer.
 * @param {number[][]} shapes @param {Layer[]} layers */
export function parametersOf(shapes, layers) {
  return layers.map((layer, index) =>
    learns(layer) ? layer.channels * (shapes[index][0] * layer.kernel ** 2 + 1) : 0,
  );
}

/**
 * Multiplications of each layer, each with its addition; padding counts, as in a plain program.
 * @param {number[][]} shapes @param {Layer[]} layers
 */
export function multiplyAddsOf(shapes, layers) {
  return layers.map((layer, index) => {
    const [, rows, cols] = shapes[layer.kind === "transposed" ? index : index + 1];
    return learns(layer) ? layer.channels * shapes[index][0] * layer.kernel ** 2 * rows * cols : 0;
  });
}

/** The cells of the map before a layer that lie between what these cells read, border or not. */
function boundsBefore(bounds, layer) {
  const [first, last] = bounds;
  const { kind, stride, padding } = layer;
  const reach = span(layer) - 1;
  if (kind === "transposed")
    return [Math.ceil((first + padding - reach) / stride), Math.floor((last + padding) / stride)];
  return [first * stride - padding, last * stride - padding + reach];
}

/**
 * First and last cell that a unit of the last map sees along one axis, in every map, input first, as if nothing ended.
 * @param {number} at @param {Layer[]} layers
 */
export function boundsOf(at, layers) {
  const chain = [[at, at]];
  for (const layer of [...layers].reverse()) chain.unshift(boundsBefore(chain[0], layer));
  return chain;
}

/** How many cells one unit after each layer sees along one axis, border or not; of the unit `at`, if it matters which. */
export function fieldsOf(layers, sizes) {
  return layers.map((_, index) => {
    const [first, last] = boundsOf(Math.floor(sizes[index] / 2), layers.slice(0, index + 1))[0];
    return Math.max(0, last - first + 1);
  });
}

/**
 * The cell of the map before a layer that weight number `tap` reads for a unit: a fraction where it reads none.
 * @param {number} at @param {number} tap @param {Layer} layer
 */
export function placeRead(at, tap, { kind, stride, padding, dilation }) {
  if (kind === "transposed") return (at + padding - tap * dilation) / stride;
  return at * stride - padding + tap * dilation;
}

/**
 * The cells of a map of n cells that these cells of the next map read, and how many ways lead to each.
 * @param {Seen} seen @param {Layer} layer @param {number} n @returns {Seen}
 */
function seenBefore(seen, layer, n) {
  const [first, last] = boundsBefore([seen.from, seen.from + seen.ways.length - 1], layer);
  const from = Math.max(0, first);
  const ways = new Float64Array(Math.max(0, Math.min(n - 1, last) - from + 1));
  seen.ways.forEach((count, offset) => {
    if (!count) return;
    for (let tap = 0; tap < layer.kernel; tap++) {
      const place = placeRead(seen.from + offset, tap, layer);
      if (place >= from && place < from + ways.length && Number.isInteger(place)) ways[place - from] += count;
    }
  });
  return trimmed({ from, ways });
}

/** Without cells at the ends that nothing reads.
 * @param {Seen} seen @returns {Seen} */
function trimmed({ from, ways }) {
  let [start, end] = [0, ways.length];
  while (start < end && !ways[start]) start++;
  while (end > start && !ways[end - 1]) end--;
  return { from: from + start, ways: ways.subarray(start, end) };
}

/**
 * What a unit of the last map really reads along one axis, in every map, input first.
 * @param {number} at @param {Layer[]} layers
 * @param {number[]} sizes of the maps along this axis
 */
export function seenBy(at, layers, sizes) {
  const chain = [{ from: at, ways: Float64Array.of(1) }];
  for (let index = layers.length - 1; index >= 0; index--) {
    chain.unshift(seenBefore(chain[0], layers[index], sizes[index]));
  }
  return chain;
}

/**
 * Where the units of every map are centred along one axis of the input: unit i lies over step * i + start.
 * @param {Layer[]} layers
 */
export function centresOf(layers) {
  const centres = [{ step: 1, start: 0 }];
  for (const layer of layers) {
    const { step, start } = centres.at(-1);
    const half = (span(layer) - 1) / 2 - layer.padding;
    const finer = step / layer.stride;
    if (layer.kind === "transposed") centres.push({ step: finer, start: start - finer * half });
    else centres.push({ step: step * layer.stride, start: start + step * half });
  }
  return centres;
}
