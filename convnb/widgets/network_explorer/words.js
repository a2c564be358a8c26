// @ts-check
// What NetworkExplorer says: names of layers and units, a unit's sum, the sentence, and the code to copy.

import { bracketed, counted, formatNumber, formatShape } from "../kit/format.js";
import { SETTINGS } from "./settings.js";

/** Windows of at most so many products are written out. */
const WRITTEN_OUT = 4;
/** So many of the channels' sums are named. */
const NAMED = 2;

/** @typedef {import("./math.js").Network} Network */
/** @typedef {import("./math.js").Unit} Unit */

/** "0: convolution 5×5".
 * @param {Network} network @param {number} index */
export function layerName({ layers }, index) {
  const { kind, kernel } = layers[index];
  return `${index}: ${SETTINGS.constants.kinds[kind]}${kernel ? ` ${formatShape(kernel)}` : ""}`;
}

/** What a layer answers: "30 maps 24×24" or "100 units".
 * @param {Network} network @param {number} index */
export function sizeText({ layers }, index) {
  const [count, ...size] = layers[index].output;
  return size.length ? `${counted(count, "map")} ${formatShape(size)}` : counted(count, "unit");
}

/** What the ends of a layer's colours stand for. */
export function scaleText({ signed }, limit) {
  return signed ? `scale ±${formatNumber(limit, 2)}` : `black 0, white ${formatNumber(limit, 2)}`;
}

/** "map 3 [10, 12]", or "unit 7".
 * @param {Network} network @param {Unit} unit */
function unitName({ layers }, { layer, map, row, col }) {
  return layers[layer].output.length === 1 ? `unit ${map}` : `map ${map} [${row}, ${col}]`;
}

/** Where the nth number of a linear layer's input comes from. */
export function sourceName({ source }, n) {
  if (!source) return `unit ${n}`;
  const [, rows, cols] = source;
  return `map ${Math.floor(n / (rows * cols))} [${Math.floor(n / cols) % rows}, ${n % cols}]`;
}

/** How a unit's number comes about, with its numbers, in parts, each with the role of the picture it stands in.
 * @param {Network} network @param {Unit} unit @returns {{ text: string, role?: string }[]} */
export function sumParts(network, unit, how) {
  const layer = network.layers[unit.layer];
  return [
    { text: `${unitName(network, unit)} = ` },
    ...waysTo(layer, how),
    { text: " = " },
    { text: formatNumber(how.value), role: "output" },
  ];
}

function waysTo(layer, how) {
  if (layer.kind === "conv2d") return [...convolutionParts(how), { text: ` + bias ${bracketed(how.bias)}` }];
  if (layer.kind === "linear") return [{ text: `${linearText(how)} + bias ${bracketed(how.bias)}` }];
  if (layer.kernel) {
    const { values, filled } = how.window;
    const inside = Array.from(values).filter((_, k) => layer.kind === "avg_pool2d" || !filled.has(k));
    const listed = inside.length <= 9 ? inside.map((x) => formatNumber(x, 3)).join(", ") : `${inside.length} values`;
    const what = layer.kind === "max_pool2d" ? "largest" : "mean";
    return [{ text: `${what} of (` }, { text: listed, role: "input" }, { text: ")" }];
  }
  const before = { text: formatNumber(how.before), role: "input" };
  return [{ text: layer.kind === "relu" ? "max(0, " : "tanh(" }, before, { text: ")" }];
}

function linearText({ terms, rest, others }) {
  const sum = terms.reduce((total, { product }) => total + product, 0);
  const largest = terms.length ? `the ${terms.length} largest products ${formatNumber(sum)}, the other ` : "";
  return `${largest}${others} together ${bracketed(rest)},`;
}

function convolutionParts({ window, weights, sums, total }) {
  const count = weights.length;
  if (sums.length > 1) {
    const order = sums.map((_, c) => c).sort((a, b) => Math.abs(sums[b]) - Math.abs(sums[a]));
    const shown = order.slice(0, NAMED).map((c) => `channel ${c}: ${formatNumber(sums[c], 3)}`);
    const more = order.length > NAMED ? ` and ${order.length - NAMED} more` : "";
    const text = `${sums.length} channels of ${count} products (${shown.join(", ")}${more}), together ${formatNumber(total)},`;
    return [{ text }];
  }
  if (count > WRITTEN_OUT) return [{ text: `sum of ${count} products ${formatNumber(total)},` }];
  return Array.from(weights, (weight, k) => [
    { text: k ? " + " : "" },
    { text: bracketed(window.values[k], 3), role: "input" },
    { text: "×" },
    { text: bracketed(weight, 3), role: "kernel" },
  ]).flat();
}

/** @param {number} probability */
export function percent(probability) {
  const rounded = Math.round(100 * probability);
  const text = rounded === 0 && probability > 0 ? "< 1" : rounded === 100 && probability < 1 ? "> 99" : rounded;
  return `${text} %`;
}

/** Which class the network takes the picture for. */
export function verdict({ names }, { order, probabilities, truth }) {
  if (!order) return "The network ends in maps, so it names no class.";
  const [first, second] = order;
  const named = (k) => `${names[k]} (${percent(probabilities[k])})`;
  const then = second === undefined ? "" : `, then ${named(second)}`;
  const known =
    truth === null ? "" : truth === first ? " That is right." : ` That is wrong: it is ${names[truth] ?? truth}.`;
  return `The network says ${named(first)}${then}.${known}`;
}

/** The same where room is scarce: "Says 7 (63 %), then 1 (20 %): right". */
export function shortVerdict(params, result) {
  return verdict(params, result)
    .replace("The network says", "Says")
    .replace(". That is wrong:", ": wrong,")
    .replace(". That is right.", ": right.")
    .replaceAll(" %", "\u00a0%");
}

/** The state as a sentence. */
export function describe(params, result) {
  const { network, unit, shift } = params;
  const [down, right] = shift;
  const moves = [
    down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`,
    right && `${Math.abs(right)} ${right > 0 ? "right" : "left"}`,
  ].filter(Boolean);
  const shifted = moves.length ? ` The drawing is moved ${moves.join(" and ")}.` : "";
  const looked = `Layer ${layerName(network, unit.layer)}, ${unitName(network, unit)}: ${formatNumber(result.valueOf(unit), 3)}.`;
  return `${verdict(params, result)}${shifted} ${looked}`;
}

/** Code that runs the network that was given to the widget on the picture. */
export function numpyCode({ network }, { levels }) {
  const [channels, rows, cols] = network.input;
  const lines = Array.from(
    { length: channels * rows },
    (_, r) => `    [${levels.slice(r * cols, (r + 1) * cols).join(", ")}],`,
  );
  const classes = network.layers.at(-1).output.length === 1;
  return [
    "import numpy as np",
    "",
    "# network: the one that this widget was given, or widget.network",
    "levels = np.array([",
    ...lines,
    "])",
    `x = (levels / 255).astype(np.float32).reshape(1, ${channels}, ${rows}, ${cols})`,
    "activations = network.activations(x)  # of every layer",
    "scores = activations[-1][0]",
    ...(classes ? ["powers = np.exp(scores - scores.max())", "probabilities = powers / powers.sum()  # softmax"] : []),
    "",
  ].join("\n");
}
