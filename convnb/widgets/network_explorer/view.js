// @ts-check
// What NetworkExplorer shows: one unit enlarged, all layers as strips, and the classes as bars.

import { canvasPanel, createLayer, sharpCanvas, strokeBox } from "../kit/canvas.js";
import { draggable, h, setAttribute } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { paintGrid } from "../kit/grid.js";
import { clamp, colouredCanvas, one, outline, rectangleOf } from "../kit/image.js";
import { below, seenBelow, shapeAt } from "./math.js";
import { layerName, percent, scaleText, sizeText, sourceName } from "./words.js";

/** @typedef {import("../kit/image.js").Box} Box */
/** @typedef {import("./math.js").Network} Network */
/** @typedef {import("./math.js").Unit} Unit */

const FONT = "system-ui, sans-serif";

// --- where all stands ---

const TITLE = 24;
/** CSS pixels: between two parts, the verdict's lines beside a wide and a narrow pad, and the pictures of one unit. */
const BETWEEN = 8;
const [SAYS, SAYS_NARROW] = [38, 52];
const [SIDE, SIDE_NARROW] = [144, 72];
/** Heights of a class's bar; more classes than this are shown as units only. */
const [THIN_BAR, THICK_BAR] = [12, 18];
export const MOST_BARS = 12;

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  return width >= 860 ? 460 : width >= 600 ? 476 : 430;
}

/**
 * The pad over the classes, beside them the layers over one unit; where the room is narrow, pad and classes side by side
 * over the layers.
 * @param {{ width: number, height: number }} room @param {number} bars classes
 * @returns {{ narrow: boolean, pad: number, side: number, row: number, right: number, strips: number, panel: number }}
 *   pad: its side; side: width of the bars; row: height of one; right: width of the layers; strips, panel: heights
 */
export function arrange({ width, height }, bars) {
  const rowIn = (space) => Math.max(THIN_BAR, Math.min(THICK_BAR, Math.floor(space / Math.max(1, bars))));
  if (width >= 560) {
    const side = width >= 820 ? 224 : 190;
    const row = rowIn(168);
    const pad = Math.min(side, height - TITLE - SAYS - row * bars - BETWEEN);
    const panel = TITLE + SIDE + 2;
    return { narrow: false, pad, side, row, right: width - side - 18, strips: height - panel - BETWEEN, panel };
  }
  const pad = Math.min(150, Math.floor(0.42 * width));
  const row = rowIn(pad + TITLE - SAYS_NARROW);
  const panel = TITLE + SIDE_NARROW + 2;
  const top = Math.max(TITLE + pad, SAYS_NARROW + row * bars);
  const strips = height - top - panel - 2 * BETWEEN;
  return { narrow: true, pad, side: width - pad - 12, row, right: width, strips, panel };
}

// --- one unit: its window, its weights and their products as grids of numbers, and its map ---

const SIGN = 22;
const CELL = 44;
const ROW = 15;
/** Cells smaller than this have no room for a number. */
const READABLE = 26;
const LEAST_MAP = 60;

/** @param {{ colours: () => Record<string, string> }} options */
export function createPanel({ colours }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "img" });
  const el = h("div", { className: "convnb-scroll" }, canvas.el);
  const layers = [0, 1, 2].map(createLayer);
  const pictures = [0, 1].map(() => colouredCanvas());
  /** how: what explain() says of the unit; place: of arrange(); parts: its sum. */
  const draw = (params, result, unit, how, { right: width, panel }, parts) => {
    const layer = params.network.layers[unit.layer];
    const context = canvas.begin(width, panel);
    const side = panel - TITLE - 2;
    const tools = { context, colour: colours(), params, result, unit, how, width, side, pictures, layers };
    if (layer.kind === "linear") drawTerms(tools, layer);
    else if (layer.kind === "conv2d") drawProducts(tools, layer);
    else drawSimple(tools, layer);
    const text = parts.map((part) => part.text).join("");
    setAttribute(canvas.el, "aria-label", `The unit that is looked at. ${text}`);
  };
  return { el, draw };
}

/** Window × filter = products, and the map that they belong to. */
function drawProducts(tools, { kernel }) {
  const { how, unit, width, side } = tools;
  const room = (width - 3 * SIGN) / 4;
  // The numbers are worth more than the map, which is seen above too.
  const third = (width - 2 * SIGN) / 3;
  const cell = Math.max(1, Math.floor(Math.min(CELL, (side - 2) / kernel[0], (third - 2) / kernel[1])));
  const common = { shape: kernel, cell };
  const middle = TITLE + (kernel[0] * cell) / 2;
  const window = how.sums.length > 1 ? `channel ${how.channel}` : "window";
  const values = how.window.values.map((value, k) => value * how.weights[k]);
  const apart = Math.max(cell * kernel[1] + 2, Math.min(84, room)); // no title reaches the next one
  grid(tools, 0, 0, { ...common, slot: 0, ...how.window, title: window, role: "input" });
  sign(tools, apart, middle, "×");
  const second = apart + SIGN;
  grid(tools, second, 0, { ...common, slot: 1, values: how.weights, title: `filter ${unit.map}`, role: "kernel" });
  sign(tools, second + apart, middle, "=");
  const last = second + apart + SIGN;
  grid(tools, last, 0, { ...common, slot: 2, values, title: "products", role: "output" });
  const x = last + apart + SIGN;
  if (width - x < LEAST_MAP) return;
  const map = { slot: 0, index: unit.layer, box: one(unit), title: `map ${unit.map}`, role: "output" };
  enlarged(tools, x, 0, { ...map, side: Math.min(side, width - x - 2) });
}

/** ReLU, tanh and pooling: what goes in, what comes out. */
function drawSimple(tools, layer) {
  const { how, unit, params, width, side } = tools;
  const maps = layer.output.length === 3;
  const { shape, values, filled } = how.window ?? { shape: [1, 1], values: [how.before], filled: undefined };
  const cell = Math.floor(Math.min(CELL, (side - 2) / Math.max(...shape)));
  const wide = Math.max(64, shape[1] * cell + 2);
  const map = Math.min(side, (width - wide - CELL - 2 * SIGN - 44) / 2);
  const x = maps ? map + SIGN : 0;
  if (maps) {
    const { layer: index, box } = seenBelow(params.network, unit);
    enlarged(tools, 0, 0, { slot: 0, index, box, title: `map ${unit.map}`, role: "input", side: map });
  }
  const frame = layer.kind === "max_pool2d" ? largest(how.window, how.value) : undefined;
  const title = layer.kernel ? "window" : "before";
  grid(tools, x, 0, { slot: 0, shape, values, filled, frame, cell, title, role: "input" });
  sign(tools, x + wide, TITLE + (shape[0] * cell) / 2, "→");
  const next = x + wide + SIGN;
  grid(tools, next, 0, { slot: 1, shape: [1, 1], values: [how.value], cell: CELL, title: "after", role: "output" });
  const after = { slot: 1, index: unit.layer, box: one(unit), title: `map ${unit.map}`, role: "output", side: map };
  if (maps) enlarged(tools, next + CELL + SIGN, 0, after);
}

/** The first cell of a window that holds its largest value. */
function largest({ shape, values, filled }, value) {
  const at = values.findIndex((x, k) => !filled.has(k) && Math.fround(x) === value);
  return at < 0 ? null : one({ row: Math.floor(at / shape[1]), col: at % shape[1] });
}

/** The largest products of a linear layer, as many as there is room for, one a line, with bars to both sides of zero. */
function drawTerms(tools, layer) {
  const { context, colour, how, unit, params, width, side } = tools;
  heading(tools, 0, 0, `unit ${unit.map}: its largest products, input × weight`, "output");
  const terms = how.terms.slice(0, Math.floor((side + 2) / ROW));
  const most = Math.max(...terms.map(({ product }) => Math.abs(product)), 1e-30);
  const from = Math.min(280, width * 0.62);
  const room = (width - from - 56) / 2;
  terms.forEach(({ n, x, weight, product }, line) => {
    const y = TITLE + line * ROW + ROW / 2;
    context.font = `12px ${FONT}`;
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
  context.fillRect(from + room, TITLE, 1, ROW * terms.length);
  if (terms.length) return;
  const at = below(params.network, unit.layer);
  const source = at < 0 ? "picture" : layerName(params.network, at);
  context.fillText(`All inputs from ${source} are 0.`, 0, TITLE + 12);
}

/** What is written into cells: the first list that can be read is taken.
 * @param {ArrayLike<number>} values */
export function labelsOf(values) {
  const texts = Array.from(values, cellText);
  const short = Array.from(values, (value) => formatNumber(Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0))));
  return [texts, ...[texts, short].map((list) => list.map((text) => text.replace(/^(−?)0\./, "$1.")))];
}

/** A number that fits into a cell. */
function cellText(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1000 ? formatNumber(value, 2) : size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
  return value < 0 && size < 1000 && Number(text) ? `−${text}` : text;
}

function heading({ context, colour }, x, y, text, role) {
  context.fillStyle = colour[role];
  context.fillRect(x, y + 2, 5, 15);
  context.font = `600 13px ${FONT}`;
  context.fillStyle = colour.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + 10, y + 10);
}

function sign({ context, colour }, x, y, text) {
  context.font = `18px ${FONT}`;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x + SIGN / 2, y);
}

/**
 * A grid of numbers under its title; how wide it is. What did not change is not painted again.
 * `what` holds slot (which of the layers that are kept for this), shape, values, cell, title, role; filled, frame.
 */
function grid(tools, x, y, what) {
  const { slot, shape, values, filled, frame, cell, title, role } = what;
  const { context, colour, layers } = tools;
  heading(tools, x, y, title, role);
  const [width, height] = [shape[1] * cell + 2, shape[0] * cell + 2];
  const key = [values.join(), cell, colour.ink, [...(filled ?? [])], frame?.row, frame?.col, shape[1], role].join(" ");
  context.save();
  context.translate(x, y + TITLE);
  layers[slot](context, width, height, key, (paper) => {
    const labels = cell < READABLE ? [Array.from(values, () => "")] : labelsOf(values);
    paintGrid(paper, { title, shape, values, filled, frame, cell, labels }, colour[`${role}-tint`], colour);
  });
  context.restore();
  return width;
}

/**
 * The unit's map in a layer, enlarged, with a frame around a box of its numbers. `what` holds slot (which of the two
 * pictures that are kept for this), index (of the layer, -1: the picture), box, title, role, side.
 */
function enlarged(tools, x, y, what) {
  const { slot, index, box, title, role, side } = what;
  const { context, colour, params, result, pictures, unit } = tools;
  const [, rows, cols] = shapeAt(params.network, index);
  const answers = index < 0 ? result.seen : result.answers[index];
  const values = answers.subarray(unit.map * rows * cols, (unit.map + 1) * rows * cols);
  const scale = params.network.layers[index]?.signed ? "signed" : "grey";
  pictures[slot].paint({ shape: [rows, cols], values }, scale, index < 0 ? 1 : result.limits[index]);
  heading(tools, x, y, title, role);
  const zoom = side / Math.max(rows, cols);
  const top = y + TITLE;
  context.imageSmoothingEnabled = false;
  context.drawImage(pictures[slot].el, x, top, cols * zoom, rows * zoom);
  strokeBox(context, [x + 0.5, top + 0.5, cols * zoom - 1, rows * zoom - 1], colour.line);
  context.beginPath();
  context.rect(x + box.col * zoom, top + box.row * zoom, box.cols * zoom, box.rows * zoom);
  outline(context, colour.focus, 2);
}

// --- layers: each a strip on one canvas, its maps side by side, or its units as cells ---

const STRIP_TITLE = 18;
const STRIP_BELOW = 6;
const GAP = 2;
/** Sides of a map on the page, in CSS pixels, and of a unit without a map. */
const [SMALLEST, LARGEST] = [14, 64];
const THICKEST = 22;
const SMALLEST_FRAME = 6;

/**
 * @typedef {{ index: number, y: number, across: number, wide: number, tall: number, gap: number, count: number,
 *             rows: number, cols: number }} Strip
 *   wide and tall: of one map or cell on the page; rows and cols: of numbers in a map
 */

/**
 * Where the layers of these indices lie, as large as the room allows; where not all of them fit, those next to one.
 * @param {Network} network @param {number[]} indices @param {number[]} room width and height
 * @param {number} near the index of the layer that is always there
 * @returns {{ strips: Strip[] }}
 */
export function layOut(network, indices, [width, height], near) {
  for (let side = LARGEST; side >= SMALLEST; side -= 2) {
    const strips = stack(network, indices, width, side);
    if (endOf(strips) <= height) return { strips };
  }
  const at = Math.max(0, indices.findIndex((index) => index >= near));
  let [first, last] = [at, at + 1];
  const fits = (from, to) => endOf(stack(network, indices.slice(from, to), width, SMALLEST)) <= height;
  for (let grown = true; grown; ) {
    grown = false;
    if (first > 0 && fits(first - 1, last)) [first, grown] = [first - 1, true];
    if (last < indices.length && fits(first, last + 1)) [last, grown] = [last + 1, true];
  }
  return { strips: stack(network, indices.slice(first, last), width, SMALLEST) };
}

/** One strip under the other, with maps of at most so many pixels a side. */
function stack(network, indices, width, side) {
  let y = 0;
  return indices.map((index) => {
    const { output } = network.layers[index];
    const strip = output.length === 3 ? mapsStrip(output, width, side) : cellsStrip(output[0], width, side);
    const placed = { index, y, ...strip };
    y = endOf([placed]) + STRIP_BELOW;
    return placed;
  });
}

/** Where the last of them ends.
 * @param {Strip[]} strips */
function endOf(strips) {
  const { y, count, across, tall, gap } = strips.at(-1) ?? { y: 0, count: 0, across: 1, tall: 0, gap: 0 };
  return y + STRIP_TITLE + Math.ceil(count / across) * (tall + gap) + 1;
}

function mapsStrip([count, rows, cols], width, side) {
  const zoom = side / Math.max(rows, cols);
  const [wide, tall] = [cols, rows].map((size) => Math.max(1, Math.round(size * zoom)));
  const most = Math.max(1, Math.floor((width - 2) / (wide + GAP)));
  const across = Math.ceil(count / Math.ceil(count / most));
  return { across, wide, tall, gap: GAP, count, rows, cols };
}

/** Units without maps: a cell each, in as few rows as their size allows. */
function cellsStrip(count, width, side) {
  const cell = Math.min(THICKEST, Math.max(5, Math.round(side / 3)));
  const across = Math.ceil(count / Math.ceil((count * cell) / (width - 2)));
  const fitted = Math.min(cell, Math.floor((width - 2) / across));
  return { across, wide: fitted, tall: fitted, gap: 0, count, rows: 1, cols: 1 };
}

/** The corner of a map or cell on the page.
 * @param {Strip} strip @param {number} map */
function cornerOf({ y, across, wide, tall, gap }, map) {
  return [1 + (map % across) * (wide + gap), y + STRIP_TITLE + Math.floor(map / across) * (tall + gap)];
}

/** The unit under a point, or null.
 * @param {Strip[]} strips @param {number} x @param {number} y */
export function unitAt(strips, x, y) {
  for (const strip of strips) {
    const { across, wide, tall, gap, count, rows, cols } = strip;
    const line = Math.floor((y - strip.y - STRIP_TITLE) / (tall + gap));
    const column = Math.floor((x - 1) / (wide + gap));
    const map = line * across + column;
    if (line < 0 || x < 1 || column >= across || map >= count) continue;
    const [left, top] = cornerOf(strip, map);
    const [row, col] = [Math.floor(((y - top) / tall) * rows), Math.floor(((x - left) / wide) * cols)];
    if (row < rows && col < cols) return { layer: strip.index, map, row, col };
  }
  return null;
}

/** Paints strips; what did not change is not coloured again. */
export function createStrips() {
  const pictures = [];
  return (context, strips, { network }, result, width, colour) => {
    titles(context, strips, network, result.limits, width, colour);
    context.imageSmoothingEnabled = false;
    strips.forEach((strip, at) => {
      const { index, count, rows, cols, wide, tall, gap } = strip;
      const picture = (pictures[at] ??= { ...colouredCanvas(), shown: null });
      if (picture.shown !== result) {
        const scale = network.layers[index].signed ? "signed" : "grey";
        picture.paint({ shape: [count * rows, cols], values: result.answers[index] }, scale, result.limits[index]);
        picture.shown = result;
      }
      context.fillStyle = colour.line;
      for (let map = 0; map < count; map++) {
        const [x, y] = cornerOf(strip, map);
        if (gap) context.fillRect(x - 1, y - 1, wide + 2, tall + 2);
        context.drawImage(picture.el, 0, map * rows, cols, rows, x, y, wide, tall);
      }
      if (!gap) cellLines(context, strip, colour);
    });
  };
}

function cellLines(context, strip, colour) {
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let map = 0; map < strip.count; map++) {
    const [x, y] = cornerOf(strip, map);
    context.rect(x + 0.5, y + 0.5, strip.wide - 1, strip.tall - 1);
  }
  context.stroke();
}

/** The lines above the strips: a font is set once for all, as it costs more than a text. */
function titles(context, strips, network, limits, width, colour) {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = `600 13px ${FONT}`;
  const ends = strips.map(({ index, y }) => {
    context.fillStyle = colour.output;
    context.fillRect(0, y + 1, 5, 15);
    context.fillStyle = colour.ink;
    const name = layerName(network, index);
    context.fillText(name, 10, y + 9);
    return 20 + context.measureText(name).width;
  });
  context.font = `12px ${FONT}`;
  context.fillStyle = colour.muted;
  strips.forEach(({ index, y }, at) => {
    const text = `${sizeText(network, index)}, ${scaleText(network.layers[index], limits[index])}`;
    context.fillText(text, ends[at], y + 9, Math.max(1, width - ends[at]));
  });
}

/**
 * Frames around the unit that is looked at, its map, and what it sees in the layer below.
 * @param {CanvasRenderingContext2D} context @param {Strip[]} strips @param {Network} network @param {Unit} unit
 * @param {{ terms?: { n: number }[] }} how what explain() says of it
 * @param {Record<string, string>} colour
 */
export function drawFrames(context, strips, network, unit, how, colour) {
  const stripOf = (index) => strips.find((strip) => strip.index === index);
  const own = stripOf(unit.layer);
  if (own?.gap) frameIn(context, own, { row: 0, col: 0, rows: own.rows, cols: own.cols }, unit.map, colour.kernel);
  const { layer, box, map } = seenBelow(network, unit);
  const seen = how.terms ? namedBelow(network, unit, how) : [{ layer, box, map }];
  for (const { layer, box, map } of [{ layer: unit.layer, box: one(unit), map: unit.map }, ...seen]) {
    if (stripOf(layer)) frameIn(context, stripOf(layer), box, map, colour.focus);
  }
}

/** The places in the layer below whose products are the largest.
 * @param {Network} network @param {Unit} unit @param {{ terms?: { n: number }[] }} how */
export function namedBelow(network, unit, { terms }) {
  const layer = below(network, unit.layer);
  const [, rows, cols] = shapeAt(network, layer);
  return terms.map(({ n }) => {
    const place = { row: Math.floor(n / cols) % rows, col: n % cols };
    return { layer, map: Math.floor(n / (rows * cols)), box: one(place) };
  });
}

/** A frame around a box of numbers in one map, or in all maps of a strip (map null). */
function frameIn(context, strip, box, map, style) {
  if (box.rows < 1 || box.cols < 1) return;
  const { count, wide, tall, rows, cols } = strip;
  const maps = map === null ? Array.from({ length: count }, (_, n) => n) : [map];
  const picture = { across: wide / cols, down: tall / rows, width: wide, height: tall };
  const [left, top, width, height] = rectangleOf(box, picture, SMALLEST_FRAME);
  context.beginPath();
  for (const shown of maps) {
    const [x, y] = cornerOf(strip, shown);
    context.rect(x + left, y + top, width, height);
  }
  outline(context, style, 1.5);
}

// --- classes: how probable the network takes each to be. A bar is a unit of the last layer, and can be chosen ---

const NUMBER = 56;

/**
 * @param {{ signal: AbortSignal, colours: () => Record<string, string>, onPoint: (index: number | null) => void,
 *           onChoose: (index: number) => void, chosen: () => number }} options
 */
export function createScores({ signal, colours, onPoint, onChoose, chosen }) {
  const hint = "Click a class, or use the arrow keys, to see its sum";
  const { scroll, canvas, begin } = canvasPanel({ label: "Classes", hint });
  let [count, high] = [0, THICK_BAR];
  let measured = { of: [], most: 0 };
  const rowAt = (_, y) => {
    const row = Math.floor(y / high);
    return row >= 0 && row < count ? row : null;
  };
  draggable(canvas, signal, {
    press: rowAt,
    click: onChoose,
    hover: (x, y) => onPoint(rowAt(x, y)),
    leave: () => onPoint(null),
  });
  const onKey = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onChoose(clamp(chosen() < 0 ? 0 : chosen() + step, 0, count - 1));
  };
  canvas.addEventListener("keydown", onKey, { signal });

  /**
   * @param {{ names: string[], probabilities: ArrayLike<number>, winner: number, truth: number | null, looked: number,
   *           width: number, row: number }} now row: height of a bar with its room
   */
  const draw = ({ names, probabilities, winner, truth, looked, width, row }) => {
    [count, high] = [names.length, row];
    const context = begin(width, count * row);
    const colour = colours();
    context.textBaseline = "middle";
    context.font = `600 12px ${FONT}`;
    if (measured.of !== names)
      measured = { of: names, most: Math.max(...names.map((name) => context.measureText(name).width)) };
    const letters = Math.min(width / 3, measured.most) + 24;
    const room = width - letters - NUMBER;
    for (const bold of [true, false]) {
      context.font = `${bold ? 600 : 400} 12px ${FONT}`;
      names.forEach((name, k) => {
        if (bold !== (k === winner)) return;
        const middle = k * row + row / 2;
        context.fillStyle = colour.ink;
        context.textAlign = "left";
        context.fillText(name, 6, middle, letters - 22);
        if (k === truth) context.fillText("✓", letters - 14, middle);
        context.fillStyle = bold ? colour.ink : colour.muted;
        context.textAlign = "right";
        context.fillText(percent(probabilities[k]), width - 4, middle);
      });
    }
    names.forEach((_, k) => {
      const y = k * row + 2;
      context.fillStyle = colour.raised;
      context.fillRect(letters, y, room, row - 4);
      context.fillStyle = colour.output;
      context.fillRect(letters, y, Math.max(1, room * probabilities[k]), row - 4);
    });
    if (looked >= 0) strokeBox(context, [1, looked * row + 1, width - 2, row - 2], colour.focus, 2);
    const said = `${names[winner]} ${percent(probabilities[winner])}`;
    setAttribute(canvas, "aria-label", `Classes, most probable ${said}`);
  };
  return { el: scroll, draw };
}
