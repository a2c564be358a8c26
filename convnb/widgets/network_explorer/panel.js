// @ts-check
// One unit at large: its window, its weights and their products as grids of numbers, and its map.

import { createLayer, pixelCanvas, sharpCanvas } from "../kit/canvas.js";
import { h, setAttribute } from "../kit/dom.js";
import { createColouring } from "../kit/image_panel.js";
import { cellText, enlarged, grid, heading, SIGN, sign, TITLE } from "./blocks.js";
import { belowName, sourceName } from "./text.js";
import { below, seenBelow, shapeAt } from "./unit.js";

const FONT = "system-ui, sans-serif";
const SIDE = 172;
const MAP = 112;
const CELL = 48;
const ROW = 19;
/** From so many CSS pixels all stands in one row. */
const WIDE = 600;
const HEIGHT = TITLE + SIDE + 8;

/** @param {{ colours: () => Record<string, string> }} options */
export function createPanel({ colours }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "img" });
  const el = h("div", { className: "convnb-scroll" }, canvas.el);
  const layers = [0, 1, 2].map(createLayer);
  const pictures = [0, 1].map(() => ({ canvas: pixelCanvas(), colouring: createColouring() }));
  /** @param {any} params @param {any} result @param {any} unit @param {any} how @param {number} width @param {string} text */
  const draw = (params, result, unit, how, width, text) => {
    const { network } = params;
    const layer = network.layers[unit.layer];
    const narrow = width < WIDE;
    const context = canvas.begin(width, narrow ? 2 * HEIGHT : HEIGHT);
    const tools = { context, colour: colours(), params, result, unit, how, width, narrow, pictures, layers };
    if (layer.kind === "linear") drawTerms(tools);
    else if (layer.kind === "conv2d") drawProducts(tools, layer);
    else drawSimple(tools, layer);
    setAttribute(canvas.el, "aria-label", `The unit that is looked at. ${text}`);
  };
  return { el, draw };
}

/** Window × filter = products, and the map that they belong to. */
function drawProducts(tools, { kernel }) {
  const { how, unit, width, narrow, params } = tools;
  const beside = narrow ? (width - SIGN - 4) / 2 : (width - 2 * SIGN - MAP - 26) / 3;
  const cell = Math.max(1, Math.floor(Math.min(CELL, SIDE / kernel[0], beside / kernel[1])));
  const common = { shape: kernel, cell };
  const many = how.sums.length > 1;
  const middle = TITLE + (kernel[0] * cell) / 2;
  let x = 0;
  const window = {
    ...common,
    slot: 0,
    ...how.window,
    title: many ? `channel ${how.channel}` : "window",
    role: "input",
  };
  x += grid(tools, x, 0, window);
  sign(tools, x, middle, "×");
  x += SIGN;
  x += grid(tools, x, 0, { ...common, slot: 1, values: how.weights, title: `filter ${unit.map}`, role: "kernel" });
  const top = narrow ? HEIGHT : 0;
  x = narrow ? 0 : x;
  sign(tools, x, top + middle, "=");
  x += SIGN;
  const values = how.window.values.map((value, k) => value * how.weights[k]);
  x += grid(tools, x, top, { ...common, slot: 2, values, title: "products", role: "output" });
  const box = { row: unit.row, col: unit.col, rows: 1, cols: 1 };
  const side = narrow ? Math.min(SIDE, width - x - 24) : MAP;
  const own = { slot: 0, index: unit.layer, map: unit.map, title: `map ${unit.map}`, role: "output" };
  enlarged(tools, x + 22, top, { ...own, box, side });
}

/** ReLU, tanh and pooling: what goes in, what comes out. */
function drawSimple(tools, layer) {
  const { how, unit, params, narrow } = tools;
  const { network } = params;
  const maps = layer.output.length === 3;
  const common = { map: unit.map, side: narrow ? MAP : SIDE };
  if (maps) {
    const { layer: index, box } = seenBelow(network, unit);
    enlarged(tools, 0, 0, { ...common, slot: 0, index, box, title: `map ${unit.map} before`, role: "input" });
    const spot = { row: unit.row, col: unit.col, rows: 1, cols: 1 };
    const after = { slot: 1, index: unit.layer, box: spot, title: `map ${unit.map} after`, role: "output" };
    enlarged(tools, narrow ? MAP + SIGN + 40 : 2 * SIDE + 148, 0, { ...common, ...after });
  }
  const { shape, values, filled } = how.window ?? { shape: [1, 1], values: [how.before], filled: undefined };
  const cell = Math.floor(Math.min(48, 110 / Math.max(...shape)));
  const [x, y] = maps && !narrow ? [SIDE + 18, 0] : [0, maps ? HEIGHT : 0];
  const frame = layer.kind === "max_pool2d" ? largest(how.window, how.value) : undefined;
  const title = layer.kernel ? "window" : "before";
  const width = grid(tools, x, y, { slot: 0, shape, values, filled, frame, cell, title, role: "input" });
  const next = x + Math.max(width, 66);
  sign(tools, next, y + TITLE + (shape[0] * cell) / 2, "→");
  grid(tools, next + SIGN, y, {
    slot: 1,
    shape: [1, 1],
    values: [how.value],
    cell: 48,
    title: "after",
    role: "output",
  });
}

/** The first cell of a window that holds its largest value. */
function largest({ shape, values, filled }, value) {
  const at = values.findIndex(
    (/** @type {number} */ one, /** @type {number} */ k) => !filled.has(k) && Math.fround(one) === value,
  );
  return at < 0 ? null : { row: Math.floor(at / shape[1]), col: at % shape[1], rows: 1, cols: 1 };
}

/** The largest products of a linear layer, one a line, with bars to both sides of zero. */
function drawTerms(tools) {
  const { context, colour, how, unit, params, width } = tools;
  const layer = params.network.layers[unit.layer];
  heading(tools, 0, 0, `unit ${unit.map}: its largest products, input × weight`, "output");
  const most = Math.max(...how.terms.map(({ product }) => Math.abs(product)), 1e-30);
  const from = Math.min(280, width * 0.62);
  const room = (width - from - 56) / 2;
  how.terms.forEach(({ n, x, weight, product }, line) => {
    const y = TITLE + line * ROW + ROW / 2;
    context.font = `13px ${FONT}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = colour.ink;
    context.fillText(sourceName(layer, n), 0, y);
    context.textAlign = "right";
    context.fillText(`${cellText(x)} × ${cellText(weight)}`, from - 8, y);
    const length = (room * product) / most;
    context.fillStyle = product < 0 ? colour.gradient : colour.output;
    context.fillRect(from + room + Math.min(0, length), y - 6, Math.abs(length), 12);
    context.fillStyle = colour.ink;
    context.fillText(cellText(product), width - 4, y);
  });
  context.fillStyle = colour.muted;
  context.fillRect(from + room, TITLE, 1, ROW * how.terms.length);
  if (!how.terms.length)
    context.fillText(`All inputs from ${belowName(params.network, unit.layer)} are 0.`, 0, TITLE + 12);
}

/** The places in the layer below whose products are the largest. */
export function namedBelow(network, unit, { terms }) {
  const index = below(network, unit.layer);
  const [, rows, cols] = shapeAt(network, index);
  return terms.map(({ n }) => {
    const within = n % (rows * cols);
    const box = { row: Math.floor(within / cols), col: within % cols, rows: 1, cols: 1 };
    return { index, map: Math.floor(n / (rows * cols)), box };
  });
}
