// @ts-check
// Reading the state of ChannelMixer: a picture of several channels, a weight for each filter, channel, row and column.

import { formatShape } from "../kit/format.js";
import { checkEntry, readNumber, readPair, readVector, StateError } from "../kit/params.js";
import { wrapped } from "./math.js";

const MOST_CHANNELS = 4;
export const MOST_FILTERS = 4;
export const LARGEST = 64;
export const LARGEST_KERNEL = 5;

/** "(1, 3, 48, 48)" @param {number[]} shape */
export function tuple(shape) {
  return `(${shape.join(", ")})`;
}

/** @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;
}

/** A picture that Python sent: { shape: [channels, rows, columns], levels: one byte each }. Values from 0 to 1. */
export function readChannels(picture) {
  const { shape, levels } = picture ?? {};
  const sizes = Array.isArray(shape) && shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (!sizes || !(levels?.buffer instanceof ArrayBuffer)) {
    throw new StateError("picture must have channels, rows and columns, at least one of each.");
  }
  const [count, rows, cols] = shape;
  if (count > MOST_CHANNELS || Math.max(rows, cols) > LARGEST) {
    throw new StateError(
      `picture is ${tuple(shape)}; this widget shows at most ${MOST_CHANNELS} channels of ${LARGEST}×${LARGEST}.`,
    );
  }
  if (levels.byteLength !== count * rows * cols) {
    throw new StateError(
      `picture is ${tuple(shape)} and needs ${count * rows * cols} bytes; got ${levels.byteLength}.`,
    );
  }
  const bytes = new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength);
  const channels = Array.from({ length: count }, (_, c) => ({
    shape: /** @type {[number, number]} */ ([rows, cols]),
    values: Float32Array.from(bytes.subarray(c * rows * cols, (c + 1) * rows * cols), (level) => level / 255),
  }));
  return { channels, shape: /** @type {[number, number]} */ ([rows, cols]) };
}

/** The lengths of nested lists, as far as the first entries go. */
function shapeOf(list) {
  const shape = [];
  for (let inner = list; Array.isArray(inner); inner = inner[0]) shape.push(inner.length);
  return shape;
}

/** @param {any} model @returns {import("./math.js").Weight} */
function readWeight(model) {
  const list = model.get("weight");
  const shape = /** @type {[number, number, number, number]} */ (shapeOf(list));
  if (shape.length !== 4 || shape.includes(0)) {
    throw new StateError("weight must have filters, channels, rows and columns, at least one of each.");
  }
  const [filters, channels, rows, cols] = shape;
  if (filters > MOST_FILTERS || channels > MOST_CHANNELS || Math.max(rows, cols) > LARGEST_KERNEL) {
    throw new StateError(
      `weight is ${tuple(shape)}; this widget shows at most ${MOST_FILTERS} filters of ${MOST_CHANNELS} channels, ` +
        `and kernels of at most ${LARGEST_KERNEL}×${LARGEST_KERNEL}.`,
    );
  }
  const regular = (/** @type {any} */ part, /** @type {number} */ depth) =>
    Array.isArray(part) &&
    part.length === shape[depth] &&
    (depth === 3 || part.every((inner) => regular(inner, depth + 1)));
  if (!regular(list, 0))
    throw new StateError("weight: all filters need as many channels, rows and columns as the first.");
  const kernels = list.map((/** @type {any} */ filter, /** @type {number} */ o) =>
    filter.map((/** @type {any} */ kernel, /** @type {number} */ c) => ({
      shape: [rows, cols],
      values: Float64Array.from(kernel.flat(), (value, k) =>
        checkEntry(value, `weight[${[o, c, Math.floor(k / cols), k % cols].join(", ")}]`),
      ),
    })),
  );
  return { shape, kernels };
}

/** What the channels, the filters and the groups must have in common. */
function checkLayer({ channels, shape, weight, bias, groups }) {
  const [filters, each, ...kernel] = weight.shape;
  const count = channels.length;
  if (count % groups || filters % groups) {
    throw new StateError(
      `${counted(groups, "group")} must divide the channels and the filters; there are ${counted(count, "channel")} ` +
        `and ${counted(filters, "filter")}.`,
    );
  }
  if (each !== count / groups) {
    throw new StateError(
      `Each filter has ${counted(each, "kernel")}, and needs ${count / groups}: ` +
        `${counted(count, "channel")} / ${counted(groups, "group")}.`,
    );
  }
  if (bias.length !== filters) {
    throw new StateError(
      `bias has ${counted(bias.length, "number")}; ${counted(filters, "filter")} ${filters === 1 ? "needs" : "need"} ${filters}.`,
    );
  }
  if (kernel[0] > shape[0] || kernel[1] > shape[1]) {
    throw new StateError(
      `The kernels, ${formatShape(kernel)}, are larger than the picture, ${formatShape(shape)}. Make them smaller.`,
    );
  }
}

/** The checked state. @param {any} model @param {ReturnType<typeof readChannels>} picture */
export function readLayer(model, picture) {
  const { channels, shape } = picture;
  const weight = readWeight(model);
  const bias = readVector(model, "bias", Infinity);
  const groups = readNumber(model, "groups", { min: 1, max: MOST_CHANNELS, integer: true });
  checkLayer({ channels, shape, weight, bias, groups });
  const stride = readNumber(model, "stride", { min: 1, max: 2, integer: true });
  const filter = Math.min(readNumber(model, "filter", { min: 0, integer: true }), weight.shape[0] - 1);
  const shift = readPair(model, "shift", {}).map((by, axis) => wrapped(by, shape[axis]));
  const [relu, pool] = ["relu", "pool"].map((name) => Boolean(model.get(name)));
  return { picture, channels, shape, weight, bias, groups, stride, filter, shift, relu, pool };
}
