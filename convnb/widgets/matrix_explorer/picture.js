// @ts-check
// How a matrix and the lists around it are painted. What stays while the hand moves is painted apart from what lights
// up.

import { hatch } from "../kit/canvas.js";
import { formatNumber } from "../kit/format.js";

const FONT = "system-ui, sans-serif";
/** Pixels: between the matrix and a list, the thinnest list, cells that still get lines, dots, stripes; letters. */
const GAP = 6;
const THINNEST = 12;
const LINED = 7;
const DOTTED = 9;
const SMALLEST = 8;

/**
 * Where everything lies, in CSS pixels.
 * @param {import("./layout.js").Layout} layout
 * @param {number} cell
 */
export function boxOf({ rows, cols, left, top, right, bottom }, cell) {
  const thick = Math.max(cell, THINNEST);
  const beside = thick + GAP;
  const [x, y] = [1 + (left ? beside : 0), 1 + (top ? beside : 0)];
  const width = x + cols * cell + (right ? beside : 0) + 1;
  return { cell, thick, x, y, width, height: y + rows * cell + (bottom ? beside : 0) + 1 };
}

/**
 * The cell under a point: of the matrix, or with row or column -1, `rows` or `cols` of a list beside it.
 * @param {import("./layout.js").Layout} layout
 * @param {ReturnType<typeof boxOf>} box
 */
export function placeAt({ rows, cols, left, top, right, bottom }, { cell, thick, x, y }, atX, atY) {
  const along = (/** @type {number} */ at, /** @type {number} */ count, before, after) => {
    const index = Math.floor(at / cell);
    if (index >= 0 && index < count) return index;
    if (before && at < -GAP && at >= -GAP - thick) return -1;
    return after && at >= count * cell + GAP && at < count * cell + GAP + thick ? count : null;
  };
  const row = along(atY - y, rows, top, bottom);
  const col = along(atX - x, cols, left, right);
  if (row === null || col === null) return null;
  const outside = [row < 0 || row >= rows, col < 0 || col >= cols];
  return outside[0] && outside[1] ? null : { row, col };
}

/** The rectangle of a cell, or of a block of them. */
function rectangle({ rows, cols }, { cell, thick, x, y }, { row, col, rows: high = 1, cols: wide = 1 }) {
  const along = (at, count, start, size) => {
    if (at < 0) return [1, thick];
    return at >= count ? [start + count * cell + GAP, thick] : [start + at * cell, size * cell];
  };
  const [left, width] = along(col, cols, x, wide);
  const [top, height] = along(row, rows, y, high);
  return [left, top, width, height];
}

/**
 * The matrix, its blocks and its lists.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./layout.js").Layout} layout
 * @param {ReturnType<typeof boxOf>} box
 * @param {Record<string, string>} colour
 */
export function paintMatrix(context, layout, box, colour) {
  const { rows, cols, values, holds, role, shades } = layout;
  const largest = largestOf(values);
  const most = largestOf(holds);
  context.fillStyle = colour.paper;
  context.fillRect(box.x, box.y, cols * box.cell, rows * box.cell);
  const placeOf = (/** @type {number} */ index) => [
    box.x + (index % cols) * box.cell,
    box.y + Math.floor(index / cols) * box.cell,
  ];
  paintZeros(context, holds, box.cell, placeOf, colour.muted);
  for (let index = 0; index < values.length; index++) {
    if (holds[index] === -1) continue;
    const [x, y] = placeOf(index);
    const share = shades ? (holds[index] + 1) / (most + 1) : largest && Math.abs(values[index]) / largest;
    const look = { value: values[index], hold: holds[index], share, tint: colour[role] };
    paintEntry(context, x, y, box.cell, look, colour);
  }
  paintLines(context, layout, box, colour);
  const ink = (/** @type {number} */ index) => [colour.ink, "", colour.muted][-Math.min(0, holds[index])];
  write(context, values, [box.cell, box.cell], placeOf, ink);
  for (const side of ["left", "top", "right", "bottom"]) {
    if (layout[side]) paintStrip(context, layout, box, side, colour);
  }
}

function largestOf(/** @type {ArrayLike<number>} */ values) {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]));
  return largest;
}

/** A dot for each zero of the matrix: one path for all of them, there may be thousands. */
function paintZeros(context, holds, cell, placeOf, muted) {
  if (cell < DOTTED) return;
  const size = cell < 20 ? 1 : 2;
  context.beginPath();
  for (let index = 0; index < holds.length; index++) {
    if (holds[index] !== -1) continue;
    const [x, y] = placeOf(index);
    context.rect(x + cell / 2 - 1, y + cell / 2 - 1, size, size);
  }
  context.fillStyle = muted;
  context.fill();
}

/** What lies in the padding is dashed, the rest tinted, negative numbers striped. */
function paintEntry(context, x, y, cell, { value, hold, share, tint }, colour) {
  if (hold === -2) {
    context.fillStyle = colour.raised;
    context.fillRect(x, y, cell, cell);
    context.strokeStyle = colour.muted;
    context.setLineDash([2, 3]);
    context.lineWidth = 1;
    if (cell >= DOTTED) context.strokeRect(x + 2.5, y + 2.5, cell - 5, cell - 5);
    context.setLineDash([]);
    return;
  }
  if (!share) return;
  context.globalAlpha = 0.14 + 0.56 * share;
  context.fillStyle = tint;
  context.fillRect(x, y, cell, cell);
  if (value < 0 && cell >= DOTTED) {
    context.strokeStyle = colour.ink;
    context.globalAlpha = 0.2;
    context.lineWidth = 1;
    hatch(context, x, y, cell, cell, cell < 20 ? 4 : 6);
  }
  context.globalAlpha = 1;
}

/** Thin lines between the cells, thick ones between the blocks, a frame in the colour of the role. */
function paintLines(context, { rows, cols, blocks, role }, { cell, x, y }, colour) {
  const draw = (/** @type {[number, number]} */ every, /** @type {string} */ look, /** @type {number} */ width) => {
    context.beginPath();
    for (let row = every[0]; row < rows; row += every[0]) {
      context.moveTo(x, y + row * cell);
      context.lineTo(x + cols * cell, y + row * cell);
    }
    for (let col = every[1]; col < cols; col += every[1]) {
      context.moveTo(x + col * cell, y);
      context.lineTo(x + col * cell, y + rows * cell);
    }
    context.strokeStyle = look;
    context.lineWidth = width;
    context.stroke();
  };
  if (cell >= LINED) draw([1, 1], colour.line, 1);
  draw(blocks, colour.ink, cell < 14 ? 1 : 1.6);
  context.strokeStyle = colour[role];
  context.lineWidth = 2;
  context.strokeRect(x, y, cols * cell, rows * cell);
}

/** One of the lists around the matrix, a cell for each of its rows or columns. */
function paintStrip(context, layout, box, side, colour) {
  const { values, role } = layout[side];
  const upright = side === "left" || side === "right";
  const outer = { left: -1, top: -1, right: layout.cols, bottom: layout.rows }[side];
  const placeOf = (/** @type {number} */ at) => (upright ? { row: at, col: outer } : { row: outer, col: at });
  const largest = largestOf(values);
  const [, , wide, high] = rectangle(layout, box, placeOf(0));
  for (let at = 0; at < values.length; at++) {
    const [x, y] = rectangle(layout, box, placeOf(at));
    context.fillStyle = colour[role];
    context.globalAlpha = values[at] ? 0.12 + 0.33 * (Math.abs(values[at]) / largest) : 0;
    context.fillRect(x, y, wide, high);
    context.globalAlpha = 1;
    context.strokeStyle = colour.line;
    context.lineWidth = 1;
    if (box.cell >= LINED) context.strokeRect(x, y, wide, high);
  }
  write(
    context,
    values,
    [wide, high],
    (at) => rectangle(layout, box, placeOf(at)),
    () => colour.ink,
  );
  const [x, y] = rectangle(layout, box, placeOf(0));
  context.strokeStyle = colour[role];
  context.lineWidth = 2;
  context.strokeRect(x, y, upright ? wide : wide * values.length, upright ? high * values.length : high);
}

/**
 * Numbers in cells of one size, in letters that fit all of them; nothing where they would be too small.
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number>} values
 * @param {number[]} size of a cell
 * @param {(index: number) => number[]} placeOf
 * @param {(index: number) => string} inkOf no text where it is empty
 */
function write(context, values, [width, height], placeOf, inkOf) {
  if (Math.min(width, height) * 0.58 < SMALLEST) return;
  const texts = new Map();
  for (let at = 0; at < values.length; at++) {
    if (!texts.has(values[at])) texts.set(values[at], formatNumber(values[at], width < 34 ? 2 : 3));
  }
  const longest = Math.max(1, ...[...texts.values()].map(({ length }) => length));
  const size = Math.min(height * 0.58, width * 0.58, 15, (width - 3) / (longest * 0.61));
  if (size < SMALLEST) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `${size}px ${FONT}`;
  for (let at = 0; at < values.length; at++) {
    const ink = inkOf(at);
    if (!ink) continue;
    const [x, y] = placeOf(at);
    context.fillStyle = ink;
    context.fillText(texts.get(values[at]), x + width / 2, y + height * 0.53);
  }
}

/**
 * What lights up.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./layout.js").Layout} layout
 * @param {ReturnType<typeof boxOf>} box
 * @param {{ boxes: { row: number, col: number }[], frames: any[], strong?: any, cursor?: any }} marks
 *   boxes: cells; frames: rows and columns; strong: the one entry that is pointed at; cursor: where the keys are
 * @param {Record<string, string>} colour
 */
export function paintMarks(context, layout, box, { boxes, frames, strong, cursor }, colour) {
  const thin = box.cell < 16 ? 1.5 : 2.5;
  const outline = (mark, look, width, out, dash = []) => {
    const [x, y, wide, high] = rectangle(layout, box, mark);
    context.strokeStyle = look;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.strokeRect(x - out, y - out, wide + 2 * out, high + 2 * out);
    context.setLineDash([]);
  };
  context.fillStyle = colour.focus;
  context.globalAlpha = box.cell < 12 ? 0.7 : 0.16;
  for (const mark of boxes) context.fillRect(...rectangle(layout, box, mark));
  context.globalAlpha = 1;
  for (const mark of boxes) outline(mark, colour.focus, box.cell < 12 ? 1 : 2, box.cell < 12 ? 0 : -1);
  for (const mark of frames) outline(mark, colour.focus, thin, box.cell < 16 ? 1 : 0);
  if (strong) outline(strong, colour.ink, thin + 0.5, 0);
  if (cursor) outline(cursor, colour.ink, 2, 1, [4, 3]);
}
