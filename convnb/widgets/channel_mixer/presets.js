// @ts-check
// Filters that ChannelMixer offers, and what changes the list of filters: one more, one less, other kernels, groups.
// All of it works on nested lists, weight[filter][channel][row][column], as they travel.

import { preset, resized } from "../kit/weights.js";
import { seenBy } from "./math.js";
import { SETTINGS } from "./settings.js";

/** @param {number} count of the picture's channels */
export function channelNames(count) {
  if (count === 3) return ["red", "green", "blue"];
  return count === 1 ? ["grey"] : Array.from({ length: count }, (_, c) => `channel ${c}`);
}

/** The names of the channels that the filter sees.
 * @param {import("./math.js").Layer & { channels: unknown[], filter: number }} params */
export function namesSeen(params) {
  const { first, count } = seenBy(params, params.filter);
  return channelNames(params.channels.length).slice(first, first + count);
}

const centre = (weight) => [[weight]];
const nine = (weight, middle = weight) =>
  [0, 1, 2].map((r) => [0, 1, 2].map((c) => (r === 1 && c === 1 ? middle : weight)));
const all = (count, entry) => Array(count).fill(entry);

/**
 * The filters for channels of these names, each a kernel for every channel.
 * @param {string[]} names @returns {Record<string, number[][][]>}
 */
export function presetsFor(names) {
  const count = names.length;
  const grey = count === 3 ? [0.3, 0.59, 0.11] : all(count, 1 / count);
  const rest = all(Math.max(0, count - 2), centre(0));
  const pairs = {
    [`${names[0]} minus ${names[1]}`]: [centre(1), centre(-1), ...rest],
    [`${names[0]} in the middle, ${names[1]} around`]: [centre(1), nine(-1 / 8, 0), ...rest],
  };
  return {
    "edges, left to right": all(count, preset("edges, left to right").kernel),
    "edges, top to bottom": all(count, preset("edges, top to bottom").kernel),
    ...(count > 1 ? pairs : {}),
    ...(count > 1 ? { "grey, a mixture of 1×1": grey.map(centre) } : { "the channel as it is": [centre(1)] }),
    [count > 1 ? "blur of all channels" : "blur"]: all(count, nine(1 / (9 * count))),
    Laplacian: all(count, preset("Laplacian").kernel),
    zeros: all(count, centre(0)),
  };
}

/** @returns {[number, number]} rows and columns of a filter's kernels */
function sizeOf(filter) {
  return [filter[0].length, filter[0][0].length];
}

/** A filter's kernels in other rows and columns, their centres kept.
 * @param {number[][][]} filter @param {number[]} shape */
function filterInSize(filter, shape) {
  return filter.map((kernel) => resized({ shape: sizeOf([kernel]), values: kernel.flat() }, shape));
}

/** Whether a preset is not cut by kernels of this size: cut, it would be another filter. */
function fits(made, size) {
  return made.every((kernel) => kernel.length <= Math.min(...size));
}

/** All filters with kernels of another size.
 * @param {number[][][][]} weight @param {number[]} shape */
export function withSize(weight, shape) {
  return weight.map((filter) => filterInSize(filter, shape));
}

/** The name of the filter's preset, or "".
 * @param {number[][][]} filter @param {string[]} names */
export function presetOf(filter, names) {
  const presets = presetsFor(names);
  const size = sizeOf(filter);
  const text = JSON.stringify(filter);
  const is = (name) => fits(presets[name], size) && text === JSON.stringify(filterInSize(presets[name], size));
  return Object.keys(presets).find(is) ?? "";
}

/**
 * The weight with a preset as one of its filters; all kernels become larger where the preset needs it.
 * @param {number[][][][]} weight @param {number} filter @param {number[][][]} made
 */
export function withPreset(weight, filter, made) {
  const sizes = [...made, weight[0][0]].map((kernel) => sizeOf([kernel]));
  const largest = [0, 1].map((axis) => Math.max(...sizes.map((size) => size[axis])));
  return withSize(Object.assign([...weight], { [filter]: made }), largest);
}

/** One weight changed.
 * @param {number[][][][]} weight @param {number[]} place @param {number} value */
export function withWeight(weight, [o, c, row, col], value) {
  const changed = (list, at, entry) => list.map((old, index) => (index === at ? entry : old));
  const kernel = weight[o][c];
  return changed(weight, o, changed(weight[o], c, changed(kernel, row, changed(kernel[row], col, value))));
}

/** The filters of each group.
 * @template Entry @param {Entry[]} list @param {number} groups @returns {Entry[][]} */
function blocks(list, groups) {
  const each = list.length / groups;
  return Array.from({ length: groups }, (_, g) => list.slice(g * each, (g + 1) * each));
}

/** Whether there is room for one more filter in each group, and whether one less leaves any. */
export function mayChange({ weight: { shape }, groups }) {
  return { add: shape[0] + groups <= SETTINGS.constants.most_filters, remove: shape[0] > groups };
}

/**
 * One filter more in each group, at its end: the first preset that no filter has.
 * @param {{ weight: number[][][][], bias: number[], groups: number, names: string[] }} state names: of all channels
 * @returns {{ weight: number[][][][], bias: number[], filter: number }} the new state, with the new filter looked at
 */
export function withFilter({ weight, bias, groups, names }) {
  const size = sizeOf(weight[0]);
  const grown = blocks(weight, groups).flatMap((block, g) => {
    const seen = blocks(names, groups)[g];
    const presets = presetsFor(seen);
    const used = block.map((filter) => presetOf(filter, seen));
    const name = Object.keys(presets).find((one) => fits(presets[one], size) && !used.includes(one)) ?? "zeros";
    return [...block, filterInSize(presets[name], size)];
  });
  const biases = blocks(bias, groups).flatMap((block) => [...block, 0]);
  return { weight: grown, bias: biases, filter: grown.length / groups - 1 };
}

/** One filter less in each group: the chosen one, and those at its place in the other groups. */
export function withoutFilter({ weight, bias, groups, filter }) {
  const each = weight.length / groups;
  const without = (list) => list.filter((_, o) => o % each !== filter % each);
  const left = without(weight);
  return { weight: left, bias: without(bias), filter: Math.min(filter, left.length - 1) };
}

/** The numbers of groups that can be had with so many channels.
 * @param {number} count */
export function groupChoices(count) {
  return [1, 2, 3, 4].filter((groups) => count % groups === 0);
}

/**
 * The same filters in other groups: kernels of channels that a filter no longer sees are dropped, new ones are zeros,
 * and filters are added until all groups have the same number.
 */
export function withGroups({ weight, bias, groups, names }, next) {
  const size = sizeOf(weight[0]);
  const [zeros] = filterInSize([centre(0)], size);
  const full = blocks(weight, groups).flatMap((block, g) =>
    block.map((filter) => names.map((_, c) => filter[c - g * filter.length] ?? zeros)),
  );
  const spare = filterInSize(Object.values(presetsFor(names))[0], size);
  const filters = Math.ceil(weight.length / next) * next;
  const padded = Array.from({ length: filters }, (_, o) => full[o] ?? spare);
  const cut = blocks(padded, next).flatMap((block, g) => block.map((filter) => blocks(filter, next)[g]));
  return { weight: cut, bias: padded.map((_, o) => bias[o] ?? 0), groups: next };
}
