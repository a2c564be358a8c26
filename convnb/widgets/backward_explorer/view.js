// @ts-check
// The six grids of BackwardExplorer: above the input, the kernel and the output; below, each under its own, what comes
// back. What is chosen is lit in all of them at once.

import { formatNumber, formatShape } from "../kit/format.js";
import { cellOf, inputAt, paddedIndex, turned, windowFrame, withPadding } from "../kit/slide.js";
import { handedTo, metBy, reached, underTurned } from "./math.js";
import { lettersOf } from "./words.js";

const MOST_TERMS = 4;
/** CSS pixels: what the titles of each column take, between two columns, beside the first. */
const WIDE = { titles: [230, 150, 250], between: 44, beside: 30 };
const NARROW = { titles: [88, 80, 88], between: 24, beside: 0 };
/** A sign that stands in a row of its own, and the room below which the passes stand beside each other. */
const SIGN = 16;
const PHONE = 574;
/** CSS pixels: a title with the air around it, the line between the passes, what lies above and below it, the sides of a cell. */
const TITLE = 25;
const LOSS = 18;
/** Rows of all grids from which on that line is left out. */
const MANY = 16;
const APART = 8;
const LARGEST = 72;
const SMALLEST = 3;

/** Height of the stage for a width of the widget; in one dimension all grids are a single row. */
export function stageHeight(width, flat) {
  if (width >= 860) return flat ? 256 : 438;
  if (width >= 600) return flat ? 236 : 456;
  return flat ? 252 : 372;
}

/**
 * The largest cells with which the six grids fit into the room, and the columns in which they then stand. On a phone
 * the rows of one dimension stand upright: forth on the left, downwards, and back beside it.
 */
export function arrange({ geo, back, flat }, { width, height }) {
  const narrow = width < 576;
  if (flat && width < PHONE) {
    const cells = [geo.output, back.padded].map((shape) => Math.max(geo.padded[1], geo.kernel[1], shape[1]));
    const tall = (height - 3 * TITLE - 2 * SIGN - LOSS - 4) / 3;
    const long = (width - NARROW.between - 4) / (cells[0] + cells[1]);
    const cell = Math.max(SMALLEST, Math.floor(Math.min(LARGEST, tall, long)));
    const columns = cells.map((n) => `${Math.max(NARROW.titles[0], n * cell + 2)}px`).join(" ");
    return { cell, narrow, upright: true, roomy: true, columns };
  }
  const { titles, between, beside } = narrow ? NARROW : WIDE;
  const sum = (list) => list.reduce((one, other) => one + other);
  const room = width - beside - 2 * between;
  const share = Math.min(1, room / sum(titles));
  const across = [geo.padded[1], geo.kernel[1], Math.max(geo.output[1], back.padded[1])];
  const rows = geo.padded[0] + Math.max(geo.padded[0], back.padded[0]);
  const roomy = rows < MANY;
  const widths = (cell) => across.map((n, at) => Math.max(n * cell + 2, Math.floor(titles[at] * share)));
  let cell = Math.min(LARGEST, Math.floor((height - 2 * TITLE - APART - (roomy ? LOSS + APART : 0) - 4) / rows));
  while (cell > SMALLEST && sum(widths(cell)) > room) cell--;
  const columns = widths(cell).map((one) => `${one}px`).join(` ${between}px `);
  return { cell, narrow, upright: false, roomy, columns: beside ? `${beside}px ${columns}` : columns };
}

/** All six as they are painted now; shown: { kind, index }, the input, the weight or the delta that is looked at. */
export function pictures(params, result, shown, colour) {
  const grids = plain(params, result);
  const marks = { input: inputMarks, weight: weightMarks, delta: deltaMarks }[shown.kind](params, shown.index, colour);
  return Object.fromEntries(Object.entries(grids).map(([name, grid]) => [name, { ...grid, ...marks[name] }]));
}

// --- what stands in the grids ---

function plain(params, result) {
  const { geo, back, input, kernel, deltas, target, counts } = params;
  const label = labelsOf(params, result);
  const size = (shape) => (params.flat ? String(shape[1]) : formatShape(shape));
  const around = geo.padding.some((n) => n > 0) ? ", zeros around" : "";
  const padded = { shape: geo.padded, filled: result.filled, unread: result.unread };
  const given = { ...padded, values: withPadding(input, geo), labels: label.input };
  const top = {
    input: counts
      ? { ...padded, title: "windows over each input", short: "windows", values: result.windows, locked: true }
      : { ...given, title: `input a, ${size(geo.input)}${around}`, short: "input a" },
    kernel: { ...kernel, title: `kernel w, ${size(geo.kernel)}`, short: "kernel w", labels: label.kernel },
    output: { ...result.output, title: `output z, ${size(geo.output)}`, short: "output z", labels: label.output },
  };
  if (target === "weight") {
    return {
      ...top,
      left: { ...given, title: "input a, the deltas on it", short: "a, deltas on it", role: "input" },
      middle: { ...result.gradWeight, title: "gradient dJ/dw", short: "dJ/dw", labels: label.gradWeight, role: "gradient" },
      right: { ...deltas, title: "deltas δ = dJ/dz", short: "δ = dJ/dz", labels: label.deltas },
    };
  }
  const gradient = { title: "gradient dJ/da", short: "dJ/da", role: "gradient", bare: true, labels: label.gradInput };
  return {
    ...top,
    left: { ...padded, ...gradient, values: withPadding(result.gradInput, geo) },
    middle: {
      ...{ ...turned(kernel), title: "kernel w, flipped", short: "w, flipped", role: "kernel" },
      labels: label.kernel?.map((list) => list.toReversed()),
    },
    right: {
      ...{ shape: back.padded, values: withPadding(deltas, back), filled: result.zeros, labels: label.spread },
      ...{ title: result.zeros.size ? "deltas δ, with zeros" : "deltas δ = dJ/dz", short: "δ = dJ/dz" },
    },
  };
}

/** The letters last written: they stay while the reader goes from cell to cell, and are many. */
let last = { key: "", labels: {} };

/** What is written instead of numbers; nothing where numbers are asked for. */
function labelsOf(params, result) {
  if (!params.symbols) return {};
  const key = JSON.stringify([params.flat, params.geo]);
  if (last.key !== key) last = { key, labels: lettersIn(params, result) };
  return last.labels;
}

function lettersIn(params, result) {
  const { geo, back } = params;
  const { a, w, z, delta } = lettersOf(params);
  const all = (shape, text) => Array.from({ length: shape[0] * shape[1] }, (_, index) => text(index));
  const inside = (grid, text) => (index) => {
    const [row, col] = cellOf(index, grid.padded);
    const at = inputAt(grid, row, col);
    return at < 0 ? "0" : text(at);
  };
  const products = (index) => reached(params, index).map((use) => `${delta(use.position)}${w(use.weight)}`);
  const met = (index) =>
    metBy(params, index).map(({ position, input }) => (input < 0 ? "0" : `${delta(position)}${a(input)}`));
  const sum = (list) => list.map((one, at) => (at ? `+ ${one}` : one)).join("\n") || "0";
  // Sums where they are short, names where those cannot be read either.
  const sums = (most, shape, text) => (most <= MOST_TERMS ? [all(shape, text)] : []);
  const inputs = (text) => inside(geo, text);
  return {
    input: [all(geo.padded, inputs(a))],
    kernel: [all(geo.kernel, w)],
    output: [all(geo.output, z)],
    deltas: [all(geo.output, delta)],
    spread: [all(back.padded, inside(back, delta))],
    gradInput: [
      ...sums(Math.max(...result.windows), geo.padded, inputs((index) => sum(products(index)))),
      all(geo.padded, inputs((index) => `dJ/d${a(index)}`)),
    ],
    gradWeight: [
      ...sums(geo.output[0] * geo.output[1], geo.kernel, (index) => sum(met(index))),
      all(geo.kernel, (index) => `dJ/d${w(index)}`),
    ],
  };
}

// --- what is lit ---

const one = (/** @type {number[]} */ [row, col]) => ({ row, col, rows: 1, cols: 1 });
const boxes = (indices, colour) => new Map(indices.map((index) => [index, colour]));
const placeIn = (shape, { row, col }) => row * shape[1] + col;

/** "×w₃" or "×3". */
function times(params) {
  const { symbols, kernel, deltas } = params;
  const { w, delta } = lettersOf(params);
  const write = (letter, matrix) => (index) => `×${symbols ? letter(index) : formatNumber(matrix.values[index], 3)}`;
  return { weight: write(w, kernel), delta: write(delta, deltas) };
}

/** One input: the outputs that it reached, and the flipped kernel over the deltas at the same place. */
function inputMarks(params, index, colour) {
  const { geo, back } = params;
  const uses = reached(params, index);
  const by = times(params).weight;
  const at = paddedIndex(geo, index);
  const frame = one(cellOf(at, geo.padded));
  const used = uses.map(({ weight }) => weight);
  const last = geo.kernel[0] * geo.kernel[1] - 1;
  const outputs = uses.map(({ position }) => position);
  const under = underTurned(params, index).map((cell) => ({ ...cell, place: placeIn(back.padded, cell) }));
  return {
    input: { boxes: boxes([at], colour.focus), frame, cursor: at },
    kernel: { boxes: boxes(used, colour.focus) },
    output: { boxes: boxes(outputs, colour.focus), notes: new Map(uses.map((use) => [use.position, by(use.weight)])) },
    left: { frame },
    middle: { boxes: boxes(used.map((weight) => last - weight), colour.focus) },
    right: {
      frame: windowFrame(back, index),
      boxes: new Map(under.map(({ place, delta }) => [place, delta < 0 ? colour.kernel : colour.focus])),
      notes: new Map(under.map(({ place, weight }) => [place, by(weight)])),
    },
  };
}

/** One weight: the input that it met at each output; the deltas lie on them as they are. */
function weightMarks(params, index, colour) {
  const { geo, across, counts } = params;
  const by = times(params);
  const frame = one(cellOf(index, geo.kernel));
  const met = metBy(params, index).map((cell) => ({ ...cell, place: placeIn(geo.padded, cell) }));
  const lit = boxes(met.map(({ place }) => place), colour.focus);
  return {
    input: { boxes: lit, notes: counts ? undefined : new Map(met.map(({ place }) => [place, by.weight(index)])) },
    kernel: { boxes: boxes([index], colour.focus), frame, cursor: index },
    left: {
      boxes: lit,
      frame: windowFrame(across, index),
      notes: new Map(met.map(({ place, position }) => [place, by.delta(position)])),
    },
    middle: { frame },
  };
}

/** One delta: it goes back over the window of its output. */
function deltaMarks(params, position, colour) {
  const { geo, back, target, counts } = params;
  const by = times(params);
  const cells = handedTo(params, position).map((cell) => ({ ...cell, place: placeIn(geo.padded, cell) }));
  const inside = cells.filter(({ input }) => input >= 0);
  const weights = (list) => new Map(list.map(({ place, weight }) => [place, by.weight(weight)]));
  const deltas = new Map(cells.map(({ place }) => [place, by.delta(position)]));
  const cursor = cellOfDelta(target === "weight" ? null : back, position);
  return {
    input: {
      frame: windowFrame(geo, position),
      boxes: boxes(cells.map(({ place }) => place), colour.kernel),
      notes: counts ? undefined : weights(cells),
    },
    output: { boxes: boxes([position], colour.focus), cursor: position },
    left: {
      boxes: boxes(inside.map(({ place }) => place), colour.focus),
      notes: target === "weight" ? deltas : weights(inside),
    },
    right: { boxes: cursor === undefined ? undefined : boxes([cursor], colour.focus), cursor },
  };
}

/** Where a delta stands in the right-hand grid, if the padding does not crop it. back: the spread deltas, if spread. */
function cellOfDelta(back, position) {
  if (!back) return position;
  const place = cellOf(position, back.input).map((at, axis) => at * back.stretch[axis] + back.lead[axis]);
  return place.every((at, axis) => at >= 0 && at < back.padded[axis]) ? place[0] * back.padded[1] + place[1] : undefined;
}
