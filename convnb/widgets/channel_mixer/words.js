// @ts-check
// ChannelMixer in words: the shapes and what they cost, the sum at one place, what a shift did, the NumPy code.

import { bracketed, counted, formatNumber, formatShape, numpyArray } from "../kit/format.js";
import { partsAt, windowAt } from "./math.js";
import { namesSeen } from "./presets.js";

/** Pictures of at most so many numbers are written out. */
const SMALL = 400;

/** "(1, 3, 48, 48)"
 * @param {number[]} shape */
export function tuple(shape) {
  return `(${shape.join(", ")})`;
}

/** The shapes, and how the number of weights comes about. */
export function costText(params, { shown }) {
  const { weight, groups, channels, shape } = params;
  const [filters, each] = weight.shape;
  const shapes = `${tuple([1, channels.length, ...shape])} → ${tuple([1, filters, ...shown.map.shape])}`;
  const product = weight.shape.reduce((all, size) => all * size, 1);
  const cost = `${weight.shape.join(" · ")} = ${counted(product, "weight")} + ${counted(filters, "bias")}`;
  if (groups === 1) return `${shapes}; ${cost}.`;
  const depthwise = each === 1 ? ", depthwise" : "";
  return `${shapes}; ${cost} (${groups} groups${depthwise}, ${each} of ${channels.length} channels for each filter).`;
}

/** What is done with the sums after they are added. */
function afterwards({ stride, relu, pool }) {
  const steps = [stride === 2 && "stride 2", relu && "ReLU", pool && "max pooling 2×2"].filter(Boolean);
  return steps.length ? `, ${steps.join(", ")}` : "";
}

/** How the map came to be. */
export function mapNote(params) {
  return `${namesSeen(params).join(" + ")} + bias ${bracketed(params.bias[params.filter])}${afterwards(params)}`;
}

/** A channel's name where there is little room.
 * @param {string} name */
export function shortName(name) {
  return name.replaceAll("channel", "ch.");
}

/** The sum behind one place, channel by channel, in parts with their roles.
 * @param {boolean} short whether there is little room
 * @returns {{ text: string, role?: string }[]} */
export function sumParts(params, { shown, moved }, at, short) {
  if (!at) return [{ text: "Point at a place of a map, or choose one with the arrow keys, to see its sum." }];
  const { filter, bias, relu, pool } = params;
  const { from, window } = windowAt(params, shown.sum, at);
  const parts = partsAt(moved, params, filter, window);
  const names = short ? namesSeen(params).map(shortName) : namesSeen(params);
  const total = parts.reduce((sum, part) => sum + part, bias[filter]);
  const place = `map ${filter} [${at.row}, ${at.col}]`;
  const which = pool ? `${place}, the largest of four sums, that at [${from.row}, ${from.col}]:` : `${place} =`;
  const given = (value, role) => ({ text: bracketed(value, 3), role });
  return [
    { text: which },
    ...parts.flatMap((part, c) => [{ text: `${c ? " +" : ""} ${names[c]} ` }, given(part, "output")]),
    ...[{ text: " + bias " }, given(bias[filter], "kernel"), { text: " = " }],
    { text: formatNumber(total, 3), role: "output" },
    ...(relu ? [{ text: "; ReLU: " }, { text: formatNumber(Math.max(0, total), 3), role: "output" }] : []),
  ];
}

// --- the picture moved ---

/** "3 rows down and 5 columns left"
 * @param {number[]} by */
function shiftWords([down, right]) {
  /** @type {[number, string, string][]} */
  const parts = [
    [down, "row", down > 0 ? "down" : "up"],
    [right, "column", right > 0 ? "right" : "left"],
  ];
  const said = parts.filter(([size]) => size).map(([size, noun, way]) => `${counted(Math.abs(size), noun)} ${way}`);
  return said.join(" and ");
}

/** What became of the map when the picture moved. */
export function moveText({ shift }, { compare, step }) {
  if (!compare) return "Move the picture: drag it, or use its sliders. Does the map move along?";
  const { inside, exact, move, largest, mean } = compare;
  const said = `Moved ${shiftWords(shift)}`;
  if (!inside.rows || !inside.cols) return `${said}: no place of the map is away from the border.`;
  const most = formatNumber(largest, 3);
  if (exact) return `${said}. Away from the border f(shift(x)) and shift(f(x)) differ by ${most}: equivariance.`;
  const other = move.some(Boolean) ? `f(x) moved ${shiftWords(move)}` : "f(x)";
  return (
    `${said}; one step of the map is ${step} pixels. Away from the border f(shift(x)) and ${other} ` +
    `differ by up to ${most}, by ${formatNumber(mean, 2)} on average.`
  );
}

/** What moving the picture did to the map, on two lines of the page. */
export function movedText({ shift }, { compare, step, peak, peakBefore }) {
  if (!compare) return "Move the picture: drag it, or use its sliders. Does the map move along?";
  const { inside, exact, largest } = compare;
  const [down, right] = shift;
  const ways = [down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`, right && `${Math.abs(right)} ${right > 0 ? "right" : "left"}`];
  const said = `Moved ${ways.filter(Boolean).join(", ")}`;
  if (!inside.rows || !inside.cols) return `${said}: no place of the map is away from the border.`;
  const most = formatNumber(largest, 3);
  const [before, now] = [peakBefore, peak].map(({ value }) => formatNumber(value, 3));
  const peaks = `Largest value: ${before === now ? `still ${now}` : `${now}, before ${before}`}.`;
  if (exact) return `${said}. Away from the border f(shift(x)) and shift(f(x)) differ by ${most}: equivariance. ${peaks}`;
  return `${said}, a step of the map is ${step} pixels: f(shift(x)) and f(x), moved by whole steps, differ by up to ${most}. ${peaks}`;
}

/** What did not change. */
export function stayText({ filter }, { compare, peak, peakBefore }) {
  if (!compare) return `The largest value of map ${filter} is ${formatNumber(peak.value, 3)}.`;
  const changed = `f(shift(x)) and f(x) differ by ${formatNumber(compare.still, 2)} on average`;
  const [before, now] = [peakBefore, peak].map(({ value }) => formatNumber(value, 3));
  if (before === now) return `${changed}; the largest value stays ${now}: invariance.`;
  const { inside } = compare;
  const lies = ({ row, col }) =>
    row >= inside.row && col >= inside.col && row < inside.row + inside.rows && col < inside.col + inside.cols;
  const gone = compare.exact ? "it was cut at the border" : "the map steps over it";
  const why = peak.value > peakBefore.value && !lies(peak) ? "a new one at the border" : gone;
  return `${changed}; the largest value was ${before} and is ${now}: ${why}.`;
}

export function describe(params, result) {
  const { weight, filter, groups, channels, shape } = params;
  const seen = groups > 1 ? `, each on ${counted(weight.shape[1], "channel")}` : "";
  return (
    `A picture of ${counted(channels.length, "channel")}, ${formatShape(shape)}, and ` +
    `${counted(weight.shape[0], "filter")} of ${formatShape(weight.shape.slice(2))}${seen}${afterwards(params)}: ` +
    `${counted(weight.shape[0], "map")} of ${formatShape(result.shown.map.shape)}. ${costText(params, result)} ` +
    `Map ${filter} runs from ${formatNumber(result.range.low, 3)} to ${formatNumber(result.range.high, 3)}. ` +
    `${moveText(params, result)} ${stayText(params, result)}`
  );
}

/** Python source that computes the maps with NumPy alone. */
export function numpyCode({ channels, shape, weight, bias, groups, stride, relu, pool, shift }) {
  const [filters, each] = weight.shape;
  const values = weight.kernels.flat().flatMap((kernel) => [...kernel.values]);
  const size = tuple([channels.length, ...shape]);
  const levels = channels.flatMap((channel) => Array.from(channel.values, (value) => Math.round(255 * value)));
  const small = `picture = ${numpyArray(levels, [levels.length])}.reshape${size} / 255`;
  const lines = [
    "import numpy as np",
    levels.length <= SMALL ? small : `# picture: the ${size} picture, numbers from 0 to 1`,
    `weight = ${numpyArray(values, [values.length])}.reshape(${weight.shape.join(", ")})`,
    `bias = ${numpyArray(bias, [bias.length])}`,
  ];
  const moved = shift.some((by) => by !== 0);
  if (moved) lines.push(`picture = np.roll(picture, (${shift.join(", ")}), axis=(1, 2))`);
  lines.push("windows = np.lib.stride_tricks.sliding_window_view(picture, weight.shape[2:], axis=(1, 2))");
  if (stride > 1) lines.push(`windows = windows[:, ::${stride}, ::${stride}]`);
  if (groups > 1) {
    lines.push(
      `windows = windows.reshape(${groups}, ${each}, *windows.shape[1:])  # the channels of each group`,
      `weight = weight.reshape(${groups}, ${filters / groups}, *weight.shape[1:])  # and its filters`,
      'maps = np.einsum("gcrsij,gfcij->gfrs", windows, weight)',
      `maps = maps.reshape(${filters}, *maps.shape[2:]) + bias[:, None, None]`,
    );
  } else lines.push('maps = np.einsum("crsij,fcij->frs", windows, weight) + bias[:, None, None]');
  if (relu) lines.push("maps = np.maximum(maps, 0)");
  if (pool) {
    lines.push(
      "rows, cols = maps.shape[1] // 2, maps.shape[2] // 2",
      "maps = maps[:, : 2 * rows, : 2 * cols].reshape(-1, rows, 2, cols, 2).max(axis=(2, 4))",
    );
  }
  return lines.join("\n");
}
