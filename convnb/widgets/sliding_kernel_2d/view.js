// @ts-check
// The grids of SlidingKernel2D, and what lights up in them: the window of an output, every output of an input, every
// input of a weight.

import { showSum } from "../kit/layout.js";
import { formatNumber, formatShape, sumParts } from "../kit/format.js";
import { cellOf, inputAt, paddedValue, usesOf, windowCells, windowFrame, withPadding } from "../kit/slide.js";

/** CSS pixels: between two grids with their sign, an output's title, the edges of three grids, a title's height, a cell. */
const BETWEEN = 64;
const OUTPUT = 90;
const EDGES = 6;
const TITLE = 24;
const LARGEST = 92;

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  return width >= 600 ? 372 : 430;
}

/** The largest cells with which the three grids fit into the room, side by side or the input over the others. */
export function arrange({ padded, kernel, output }, { width, height }) {
  const rows = Math.max(padded[0], kernel[0], output[0]);
  const beside = Math.min(
    (width - 2 * BETWEEN - EDGES) / (padded[1] + kernel[1] + output[1]),
    (width - 2 * BETWEEN - OUTPUT - EDGES) / (padded[1] + kernel[1]),
    (height - TITLE) / rows,
  );
  const over = Math.min(
    (width - BETWEEN - EDGES) / Math.max(padded[1], kernel[1] + output[1]),
    (width - BETWEEN - OUTPUT - EDGES) / kernel[1],
    (height - 2 * TITLE - 8) / (padded[0] + Math.max(kernel[0], output[0])),
  );
  const stacked = over > 1.15 * beside;
  return { stacked, cell: Math.max(6, Math.min(LARGEST, Math.floor(stacked ? over : beside) )) };
}

/** Paint all three as they are now, and write the sum under them. */
export function drawGrids(view, params, result) {
  const { input, geo } = params;
  const colour = view.context.colours();
  const { stacked, cell } = arrange(geo, view.context.room());
  view.grids.classList.toggle("convnb-stacked", stacked);
  const chosen = view.hover ?? view.pinned;
  const position = chosen?.grid === "output" ? chosen.row * geo.output[1] + chosen.col : params.position;
  const asked = chosen && chosen.grid !== "output";
  const marks = asked ? inspectMarks(params, result, chosen, colour) : windowMarks(params, result, position, colour);
  const cursorIn = (grid, shape) => (chosen?.grid === grid ? chosen.row * shape[1] + chosen.col : undefined);
  view.input.draw({
    title: `input ${formatShape(geo.input)}${geo.transposed ? ", stretched" : ""}${view.dragged ? "" : " · drag the frame"}`,
    grip: true,
    shape: geo.padded,
    values: withPadding(input, geo),
    filled: result.filled,
    unread: result.unread,
    cell,
    cursor: cursorIn("input", geo.padded),
    ...marks.input,
  });
  view.kernel.draw({
    title: params.turned ? "kernel, flipped" : "kernel",
    shape: geo.kernel,
    values: result.sliding.values,
    cell,
    cursor: cursorIn("kernel", geo.kernel),
    ...marks.kernel,
  });
  view.output.draw({ title: `output ${formatShape(geo.output)}`, ...result.output, cell, ...marks.output });
  showSum(view.sum, marks.parts, view.context.width());
}

/** Every product of one output's sum. */
function termsAt({ input, geo }, { sliding }, position) {
  return windowCells(geo, position).map(({ row, col, weight }) => ({
    value: paddedValue(input, geo, row, col),
    weight: sliding.values[weight],
  }));
}

/** The window of one output: its inputs with their weights, and the sum in numbers. */
function windowMarks(params, result, position, colour) {
  const { geo } = params;
  const cells = windowCells(geo, position);
  const index = ({ row, col }) => row * geo.padded[1] + col;
  const [row, col] = cellOf(position, geo.output);
  const sum = sumParts(termsAt(params, result, position), result.output.values[position]);
  const apart = Math.max(...geo.dilation) > 1; // the frame then holds cells that the window skips
  return {
    input: {
      frame: windowFrame(geo, position),
      boxes: new Map(apart ? cells.map((cell) => [index(cell), colour.kernel]) : []),
      notes: new Map(cells.map((cell) => [index(cell), `×${formatNumber(result.sliding.values[cell.weight], 3)}`])),
    },
    kernel: {},
    output: { frame: { row, col, rows: 1, cols: 1 } },
    parts: [{ text: `output[${row}, ${col}] = ` }, ...sum],
  };
}

/** An input: every output that uses it. A weight: every input that it touches. */
function inspectMarks(params, result, { grid, row, col }, colour) {
  const { geo } = params;
  if (grid === "input") {
    const uses = usesOf(geo, row, col).sort((a, b) => a.position - b.position);
    const weightOf = ({ weight }) => formatNumber(result.sliding.values[weight], 3);
    const list = uses.map((use) => `[${cellOf(use.position, geo.output).join(", ")}] (×${weightOf(use)})`);
    const value = formatNumber(paddedValue(params.input, geo, row, col));
    const what = inputAt(geo, row, col) < 0 ? "This zero was filled in; it" : `This input, ${value},`;
    return {
      input: { boxes: new Map([[row * geo.padded[1] + col, colour.focus]]) },
      kernel: { boxes: new Map(uses.map(({ weight }) => [weight, colour.focus])) },
      output: {
        boxes: new Map(uses.map(({ position }) => [position, colour.focus])),
        notes: new Map(uses.map((use) => [use.position, `×${weightOf(use)}`])),
      },
      parts: [
        {
          text: uses.length
            ? `${what} is used by output ${list.join(", ")}.`
            : `${what} is used by no output: no window covers it.`,
        },
      ],
    };
  }
  const weight = row * geo.kernel[1] + col;
  const touched = Array.from({ length: params.count }, (_, position) => windowCells(geo, position)[weight]);
  return {
    input: { boxes: new Map(touched.map((cell) => [cell.row * geo.padded[1] + cell.col, colour.focus])) },
    kernel: { boxes: new Map([[weight, colour.focus]]) },
    output: {},
    parts: [{ text: `This weight, ${formatNumber(result.sliding.values[weight])}, meets ${touched.length} inputs, one for each output.` }],
  };
}
