// @ts-check
// The six grids of BackwardExplorer: above the input, the kernel and the output; below, each under its own, what comes
// back. What is chosen is lit in all of them at once.

import { handedTo, metBy, paddedIndex, reached, underTurned } from "./math.js";
import { lettersOf } from "./text.js";
import { cellOf, inputAt, turned, withPadding } from "../kit/convolution.js";
import { formatNumber, formatShape } from "../kit/format.js";

const MOST_TERMS = 4;

/**
 * @param {any} params
 * @param {any} result
 * @param {{ kind: string, index: number }} shown an input, a weight or a delta
 * @param {Record<string, string>} colour
 */
export function pictures(params, result, shown, colour) {
  const grids = plain(params, result);
  const marks = { input: inputMarks, weight: weightMarks, delta: deltaMarks }[shown.kind](params, shown.index, colour);
  return Object.fromEntries(Object.entries(grids).map(([name, grid]) => [name, { ...grid, ...marks[name] }]));
}

// --- what stands in the grids ---

function plain(params, result) {
  const { geo, input, kernel, deltas, target, counts } = params;
  const label = labelsOf(params, result);
  const size = (shape) => (params.flat ? String(shape[1]) : formatShape(shape));
  const around = geo.padding.some((n) => n > 0) ? ", zeros around" : "";
  const padded = { shape: geo.padded, filled: result.filled, unread: result.unread };
  const top = {
    input: counts
      ? { ...padded, title: "windows that read each input", values: result.windows, locked: true }
      : {
          ...padded,
          title: `input a, ${size(geo.input)}${around}`,
          values: withPadding(input, geo),
          labels: label.input,
        },
    kernel: { title: `kernel w, ${size(geo.kernel)}`, shape: geo.kernel, values: kernel.values, labels: label.kernel },
    output: { title: `output z, ${size(geo.output)}`, ...result.output, labels: label.output },
  };
  if (target === "weight") {
    return {
      ...top,
      left: {
        ...padded,
        title: "input a, the deltas on it",
        values: withPadding(input, geo),
        labels: label.input,
        role: "input",
      },
      middle: { title: "gradient dJ/dw", ...result.gradWeight, labels: label.gradWeight, role: "gradient" },
      right: { title: "deltas δ = dJ/dz", ...deltas, labels: label.deltas },
    };
  }
  return { ...top, ...inputBelow(params, result, label, padded) };
}

function inputBelow({ kernel, deltas, geo, back }, result, label, padded) {
  return {
    left: {
      ...padded,
      ...{ title: "gradient dJ/da", role: "gradient", bare: true },
      values: withPadding(result.gradInput, geo),
      labels: label.gradInput,
    },
    middle: {
      title: "kernel w, flipped",
      shape: geo.kernel,
      values: turned(kernel).values,
      labels: label.kernel?.map((list) => list.toReversed()),
      role: "kernel",
    },
    right: {
      title: `deltas δ = dJ/dz${result.zeros.size ? ", with zeros" : ""}`,
      shape: back.padded,
      values: withPadding(deltas, back),
      filled: result.zeros,
      labels: label.spread,
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
    const at = inputAt(grid, ...cellOf(index, grid.padded));
    return at < 0 ? "0" : text(at);
  };
  const products = (index) => reached(params, index).map((use) => `${delta(use.position)}${w(use.weight)}`);
  const met = (index) =>
    metBy(params, index).map(({ position, input }) => (input < 0 ? "0" : `${delta(position)}${a(input)}`));
  const short = Math.max(...result.windows) <= MOST_TERMS;
  const few = geo.output[0] * geo.output[1] <= MOST_TERMS;
  const sum = (list) => list.map((one, at) => (at ? `+ ${one}` : one)).join("\n") || "0";
  return {
    input: [all(geo.padded, inside(geo, a))],
    kernel: [all(geo.kernel, w)],
    output: [all(geo.output, z)],
    deltas: [all(geo.output, delta)],
    spread: [all(back.padded, inside(back, delta))],
    gradInput: [
      ...(short
        ? [
            all(
              geo.padded,
              inside(geo, (index) => sum(products(index))),
            ),
          ]
        : []),
      all(
        geo.padded,
        inside(geo, (index) => `dJ/d${a(index)}`),
      ),
    ],
    gradWeight: [
      ...(few ? [all(geo.kernel, (index) => sum(met(index)))] : []),
      all(geo.kernel, (index) => `dJ/d${w(index)}`),
    ],
  };
}

// --- what is lit ---

const one = (row, col) => ({ row, col, rows: 1, cols: 1 });
const boxes = (indices, colour) => new Map(indices.map((index) => [index, colour]));
const placeIn = (shape, { row, col }) => row * shape[1] + col;

/** "×w₃" or "×3". */
function times({ symbols, kernel, deltas, ...rest }) {
  const { w, delta } = lettersOf(rest);
  const write = (letter, matrix) => (index) => `×${symbols ? letter(index) : formatNumber(matrix.values[index], 3)}`;
  return { weight: write(w, kernel), delta: write(delta, deltas) };
}

/** One input: the outputs that it reached, and the flipped kernel over the deltas at the same place. */
function inputMarks(params, index, colour) {
  const { geo, back } = params;
  const uses = reached(params, index);
  const under = underTurned(params, index);
  const by = times(params).weight;
  const at = paddedIndex(geo, index);
  const [row, col] = cellOf(index, geo.input);
  const last = geo.kernel[0] * geo.kernel[1] - 1;
  const used = uses.map(({ weight }) => weight);
  return {
    input: { boxes: boxes([at], colour.focus), frame: one(...cellOf(at, geo.padded)), cursor: at },
    kernel: { boxes: boxes(used, colour.focus) },
    output: {
      boxes: boxes(
        uses.map(({ position }) => position),
        colour.focus,
      ),
      notes: new Map(uses.map((use) => [use.position, by(use.weight)])),
    },
    left: { frame: one(...cellOf(at, geo.padded)) },
    middle: {
      boxes: boxes(
        used.map((weight) => last - weight),
        colour.focus,
      ),
    },
    right: {
      frame: { row, col, rows: back.span[0], cols: back.span[1] },
      boxes: new Map(under.map((cell) => [placeIn(back.padded, cell), cell.delta < 0 ? colour.kernel : colour.focus])),
      notes: new Map(under.map((cell) => [placeIn(back.padded, cell), by(cell.weight)])),
    },
  };
}

/** One weight: the input that it met at each output; the deltas lie on them as they are. */
function weightMarks(params, index, colour) {
  const { geo, across } = params;
  const met = metBy(params, index);
  const by = times(params);
  const [row, col] = cellOf(index, geo.kernel);
  const places = met.map((cell) => placeIn(geo.padded, cell));
  const frame = { row: row * across.step[0], col: col * across.step[1], rows: across.span[0], cols: across.span[1] };
  return {
    input: {
      boxes: boxes(places, colour.focus),
      notes: params.counts ? undefined : new Map(places.map((place) => [place, by.weight(index)])),
    },
    kernel: { boxes: boxes([index], colour.focus), frame: one(row, col), cursor: index },
    output: {},
    left: {
      boxes: boxes(places, colour.focus),
      frame,
      notes: new Map(met.map((m, at) => [places[at], by.delta(m.position)])),
    },
    middle: { frame: one(row, col) },
    right: {},
  };
}

/** One delta: it goes back over the window of its output. */
function deltaMarks(params, position, colour) {
  const { geo, back, target } = params;
  const by = times(params);
  const cells = handedTo(params, position);
  const places = cells.map((cell) => placeIn(geo.padded, cell));
  const weights = new Map(cells.map((cell, at) => [places[at], by.weight(cell.weight)]));
  const [row, col] = cellOf(position, geo.output);
  const [top, left] = [row * geo.step[0], col * geo.step[1]];
  const frame = { row: top, col: left, rows: geo.span[0], cols: geo.span[1] };
  const inside = places.filter((_, at) => cells[at].input >= 0);
  const spread = [row * back.stretch[0] + back.lead[0], col * back.stretch[1] + back.lead[1]];
  const shown = spread.every((at, axis) => at >= 0 && at < back.padded[axis]);
  const index = target === "weight" ? position : shown ? spread[0] * back.padded[1] + spread[1] : undefined;
  return {
    input: { frame, boxes: boxes(places, colour.kernel), notes: params.counts ? undefined : weights },
    kernel: {},
    output: { boxes: boxes([position], colour.focus), cursor: position },
    left:
      target === "weight"
        ? { boxes: boxes(inside, colour.focus), notes: new Map(places.map((place) => [place, by.delta(position)])) }
        : {
            boxes: boxes(inside, colour.focus),
            notes: new Map([...weights].filter(([place]) => inside.includes(place))),
          },
    middle: {},
    right: { boxes: index === undefined ? undefined : boxes([index], colour.focus), cursor: index },
  };
}

/** The delta that a cell of the right-hand grid holds, or -1. @param {any} params */
export function deltaAt({ target, geo, back }, row, col) {
  return target === "weight" ? row * geo.output[1] + col : inputAt(back, row, col);
}
