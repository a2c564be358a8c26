// @ts-check
// What MatrixExplorer lights up: one choice, seen in the grids and in the matrix at once.

import { cellOf, inputAt } from "../kit/convolution.js";
import { formatNumber } from "../kit/format.js";
import { entryOf, meaningOf } from "./layout.js";

/**
 * @typedef {{ kind: "position", position: number } | { kind: "pixel", pixel: number, place: number }
 *           | { kind: "weight", weight: number }} Choice
 *   place: the pixel's index in the padded grid; pixel is -1 in the padding
 */

/**
 * What is chosen. Without a choice it is the position: an output, or backward an input.
 * @param {any} params
 * @param {any} result
 * @param {{ grid: string, row: number, col: number } | null} pointed
 * @returns {{ choice: Choice, panel?: string, entry?: any }} panel: the matrix that is pointed at; entry: the one place in
 *   it, and its use if any
 */
export function choiceOf(params, result, pointed) {
  const { geo, kernel, position, transposed } = params;
  const ofPixel = (/** @type {number} */ pixel) => ({ kind: "pixel", pixel, place: placeOf(geo, pixel) });
  if (!pointed) return { choice: transposed ? ofPixel(position) : { kind: "position", position } };
  const { grid, row, col } = pointed;
  if (grid === "kernel") return { choice: { kind: "weight", weight: row * kernel.shape[1] + col } };
  if (grid === "output") return { choice: { kind: "position", position: row * geo.output[1] + col } };
  if (grid === "input") {
    return { choice: { kind: "pixel", pixel: inputAt(geo, row, col), place: row * geo.padded[1] + col } };
  }
  const panel = grid;
  const layout = result.layouts[panel];
  const meant = meaningOf(layout, pointed);
  if (meant.kind === "pixel") return { choice: ofPixel(meant.pixel), panel };
  if (meant.kind !== "entry") return { choice: meant, panel };
  const { rowOf, colOf } = layout;
  const use = result.uses.find((one) => one[rowOf] === row && one[colOf] === col);
  const at = { row, col, use, ...meant };
  if (!transposed) return { choice: { kind: "position", position: meant.position }, panel, entry: at };
  if (use) return { choice: { kind: "pixel", pixel: use.pixel, place: use.place }, panel, entry: at };
  return { choice: ofPixel(meant.pixel), panel, entry: at };
}

/** The index in the padded grid. @param {any} geo @param {number} pixel */
function placeOf({ input, padded, lead }, pixel) {
  const [row, col] = cellOf(pixel, input);
  return (row + lead[0]) * padded[1] + col + lead[1];
}

/** The uses that belong to a choice. @param {any[]} uses @param {Choice} choice */
export function usesOfChoice(uses, choice) {
  const by = choice.kind === "pixel" ? "place" : choice.kind;
  return uses.filter((use) => use[by] === choice[by]);
}

/**
 * Marks for the three grids (see grid.js) and for the matrices that are shown (see paintMarks).
 * @param {any} params
 * @param {any} result
 * @param {{ choice: Choice, panel?: string, entry?: any }} chosen
 * @param {Record<string, string>} colour
 */
export function marksOf(params, result, { choice, panel, entry }, colour) {
  const uses = usesOfChoice(result.uses, choice);
  const grids = gridMarks(params, choice, uses, colour);
  if (entry?.use) {
    grids.input.boxes.set(entry.use.place, colour.focus);
    grids.kernel.boxes.set(entry.use.weight, colour.focus);
    grids.output.boxes.set(entry.use.position, colour.focus);
  }
  const strongIn = (name, layout) => {
    if (entry && name === panel) return { row: entry.row, col: entry.col };
    return entry?.use ? entryOf(layout, entry.use) : null;
  };
  const each = Object.entries(result.layouts).map(([name, layout]) => {
    return [name, { ...matrixMarks(layout, choice, uses), strong: strongIn(name, layout) }];
  });
  return { ...grids, ...Object.fromEntries(each) };
}

function gridMarks({ kernel, geo, transposed }, choice, uses, colour) {
  const times = ({ weight }) => `×${formatNumber(kernel.values[weight], 3)}`;
  const empty = () => ({ boxes: new Map(), notes: new Map(), frame: null });
  const marks = { input: empty(), kernel: empty(), output: empty() };
  if (choice.kind === "position") {
    const [row, col] = cellOf(choice.position, geo.output);
    const [top, left] = [row * geo.step[0], col * geo.step[1]];
    marks.input.frame = { row: top, col: left, rows: geo.span[0], cols: geo.span[1] };
    marks.input.boxes = new Map(uses.map(({ place }) => [place, colour.kernel]));
    marks.input.notes = new Map(uses.map((use) => [use.place, times(use)]));
    marks.output.boxes.set(choice.position, transposed ? colour.gradient : colour.output);
    marks.output.frame = { row, col, rows: 1, cols: 1 };
  } else if (choice.kind === "pixel") {
    const [row, col] = cellOf(choice.place, geo.padded);
    marks.input.boxes.set(choice.place, colour.focus);
    marks.input.frame = { row, col, rows: 1, cols: 1 };
    marks.kernel.boxes = new Map(uses.map(({ weight }) => [weight, colour.focus]));
    marks.output.boxes = new Map(uses.map(({ position }) => [position, colour.focus]));
    marks.output.notes = new Map(uses.map((use) => [use.position, times(use)]));
  } else {
    marks.input.boxes = new Map(uses.map(({ place }) => [place, colour.focus]));
    marks.kernel.boxes.set(choice.weight, colour.focus);
  }
  return marks;
}

/** Entries as boxes, a whole row or column as a frame, and the cells of the lists that belong to them. */
function matrixMarks(layout, choice, uses) {
  const { rows, cols, rowOf, colOf } = layout;
  const index = choice[choice.kind];
  const row = rowOf === choice.kind && index >= 0;
  const col = colOf === choice.kind && index >= 0;
  const frames = [];
  if (row) frames.push({ row: index, col: 0, rows: 1, cols });
  if (col) frames.push({ row: 0, col: index, rows, cols: 1 });
  // A column of P is one use after the other: a frame says it all.
  const whole = frames.length > 0 && rowOf === "weight";
  const entries = uses.map((use) => entryOf(layout, use)).filter((place) => place !== null);
  const boxes = whole ? [] : [...entries];
  const lists = [
    { name: "left", of: "row", at: -1 },
    { name: "top", of: "col", at: -1 },
    { name: "right", of: "row", at: cols },
    { name: "bottom", of: "col", at: rows },
  ];
  for (const { name, of, at } of lists) {
    if (!layout[name]) continue;
    // A weight meets every output, and a patch every weight: to light them all would say nothing.
    if (choice.kind === "weight" && (of === "row" ? rowOf : colOf) !== "weight") continue;
    if (choice.kind === "position" && (of === "row" ? rowOf : colOf) === "weight") continue;
    for (const one of new Set(entries.map((place) => place[of]))) {
      boxes.push(of === "row" ? { row: one, col: at } : { row: at, col: one });
    }
    if ((of === "row" ? row : col) && !entries.length)
      boxes.push(of === "row" ? { row: index, col: at } : { row: at, col: index });
  }
  return { boxes, frames };
}
