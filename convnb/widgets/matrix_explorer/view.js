// @ts-check
// The matrices of MatrixExplorer and the lists around them, and what lights up in them and in the grids. What stays while
// the hand moves is painted once and kept, what lights up above it.

import { canvasPanel, createLayer, hatch, strokeBox } from "../kit/canvas.js";
import { draggable, h, setText } from "../kit/dom.js";
import { emsOf, formatNumber } from "../kit/format.js";
import { cellOf, windowFrame } from "../kit/slide.js";
import { entryOf, usesOfChoice } from "./math.js";

const FONT = "system-ui, sans-serif";
/** Pixels: between the matrix and a list, the thinnest list, cells that still get lines, dots, stripes; letters. */
const GAP = 6;
const THINNEST = 12;
const LINED = 7;
const DOTTED = 9;
const SMALLEST = 11.5;
/** CSS pixels: the sides of a cell, a matrix's title with the two lines below it, and what lies between two panels. */
const LARGEST_CELL = 48;
const LARGEST_GRID_CELL = 44;
const TITLE = 24;
const NOTE = 34;
const BETWEEN = 20;

// --- a matrix as an element ---

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  if (width >= 860) return 438;
  return width >= 600 ? 456 : 390;
}

/**
 * The largest cells with which everything fits into the room: the grids at the left, or above where the room is narrow;
 * the matrices in what is left, one under the other or beside. cell: of a grid; entry: of a matrix.
 */
export function arrange({ geo: { padded, kernel, output } }, layouts, { width, height }) {
  const narrow = width < 576;
  const left = narrow ? width : Math.min(270, Math.floor(0.32 * width));
  const rows = Math.max(kernel[0], output[0]);
  const grids = narrow
    ? [(width - 2 * BETWEEN) / (padded[1] + kernel[1] + output[1]), (0.34 * height - TITLE) / Math.max(padded[0], rows)]
    : [left / padded[1], (left - 112) / output[1], 100 / kernel[1], (height - 2 * TITLE - 14) / (padded[0] + rows)];
  const cell = Math.max(3, Math.min(LARGEST_GRID_CELL, Math.floor(Math.min(...grids) - 0.5)));
  const above = narrow ? Math.max(padded[0], rows) * cell + TITLE + BETWEEN : 0;
  const room = { width: width - (narrow ? 0 : left + BETWEEN), height: height - above };
  const shown = Object.values(layouts);
  const [under, beside] = [false, true].map((side) => cellFor(shown, room, side, narrow && shown.length > 1 ? 0 : NOTE));
  return { narrow, left: `${left}px`, cell, entry: Math.max(under, beside), beside: beside > under };
}

/** The largest cells with which some matrices fit into the room under or beside each other. */
export function cellFor(layouts, { width, height }, beside, note = NOTE) {
  const list = THINNEST + GAP + 2;
  const spent = layouts.length - 1;
  const least = (along, gap) => Math.min(...layouts.map((layout) => along(layout, gap)));
  const across = ({ cols, left, right }) => [cols + (left ? 1 : 0) + (right ? 1 : 0), cols];
  const down = ({ rows, top, bottom }) => [rows + (top ? 1 : 0) + (bottom ? 1 : 0), rows];
  // A list is as thick as a cell, but not thinner than THINNEST.
  const one = (side, room) => (layout) => {
    const [all, own] = side(layout);
    const edge = 2 + GAP * (all - own);
    const fit = (room - edge) / all;
    return fit >= THINNEST ? fit : (room - 2 - (all - own) * list) / own;
  };
  const together = (side, room) => {
    const [all, own] = [0, 1].map((at) => layouts.reduce((sum, layout) => sum + side(layout)[at], 0));
    const fit = (room - 2 * layouts.length - GAP * (all - own)) / all;
    return fit >= THINNEST ? fit : (room - 2 * layouts.length - (all - own) * list) / own;
  };
  const words = TITLE + note;
  const fits = beside
    ? [together(across, width - spent * (BETWEEN + 4)), least(one(down, height - words))]
    : [least(one(across, width)), together(down, height - layouts.length * words - spent * 8)];
  const fit = Math.min(LARGEST_CELL, ...fits);
  return Math.max(1, fit >= 6 ? Math.floor(fit) : Math.floor(2 * fit) / 2);
}

/**
 * @param {{ label: string, hint: string, signal: AbortSignal,
 *           onHover: (place: Place | null) => void, onDrag: (place: Place | null) => void,
 *           onClick: (place: Place) => void, onKey: (event: KeyboardEvent) => void }} options
 * @typedef {{ row: number, col: number }} Place outside the matrix for the lists around it; null where there is nothing
 */
export function createMatrixPanel({ label, hint, signal, onHover, onDrag, onClick, onKey }) {
  const note = h("div", { className: "convnb-note convnb-two-lines" });
  const { el, canvas, begin, show } = canvasPanel({ label, hint }, note);
  const still = createLayer();
  /** @type {import("./math.js").Layout | null} */
  let layout = null;
  /** @type {ReturnType<typeof boxOf> | null} */
  let box = null;

  const at = (x, y) => layout && placeAt(layout, box, x, y);
  draggable(canvas, signal, {
    press: (x, y) => (at(x, y) ? { x, y, ...at(x, y) } : null),
    drag: (press, dx, dy) => onDrag(at(press.x + dx, press.y + dy)),
    click: ({ row, col }) => onClick({ row, col }),
    hover: (x, y) => onHover(at(x, y)),
    leave: () => onHover(null),
    grabs: () => false, // a finger chooses by a tap
  });
  canvas.addEventListener("keydown", onKey, { signal });

  /** Paint a Layout and what lights up in it (see paintMarks); the key changes if the matrix does. */
  const draw = (next, marks, { entry, key, colour, covered }) => {
    layout = covered ? { ...next, right: hidden(next.right), bottom: hidden(next.bottom) } : next;
    box = boxOf(next, entry);
    show(layout.title, layout.role);
    setText(note, layout.note);
    const context = begin(box.width, box.height);
    still(context, box.width, box.height, `${key} ${box.cell} ${colour.paper} ${covered}`, (kept) =>
      paintMatrix(kept, layout, box, colour),
    );
    paintMarks(context, layout, box, marks, colour);
  };
  return { el, draw };
}

/** A list whose values are not told. */
const hidden = (strip) => strip && { ...strip, values: Array.from(strip.values, () => NaN) };

// --- where everything lies, and how it is painted ---

/**
 * Where everything lies, in CSS pixels.
 * @param {import("./math.js").Layout} layout @param {number} cell
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
 * @param {import("./math.js").Layout} layout @param {ReturnType<typeof boxOf>} box
 */
export function placeAt({ rows, cols, left, top, right, bottom }, { cell, thick, x, y }, atX, atY) {
  const along = (at, count, before, after) => {
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

/**
 * The rectangle of a cell, or of a block of them.
 * @returns {[number, number, number, number]}
 */
function rectangle({ rows, cols }, { cell, thick, x, y }, { row, col, rows: high = 1, cols: wide = 1 }) {
  const along = (at, count, start, size) => {
    if (at < 0) return [1, thick];
    return at >= count ? [start + count * cell + GAP, thick] : [start + at * cell, size * cell];
  };
  const [left, width] = along(col, cols, x, wide);
  const [top, height] = along(row, rows, y, high);
  return [left, top, width, height];
}

/** The matrix, its blocks and its lists. */
function paintMatrix(context, layout, box, colour) {
  const { rows, cols, values, holds, role, shades } = layout;
  const largest = largestOf(values);
  const most = largestOf(holds);
  context.fillStyle = colour.paper;
  context.fillRect(box.x, box.y, cols * box.cell, rows * box.cell);
  const placeOf = (index) => [box.x + (index % cols) * box.cell, box.y + Math.floor(index / cols) * box.cell];
  paintZeros(context, holds, box.cell, placeOf, colour.muted);
  for (let index = 0; index < values.length; index++) {
    if (holds[index] === -1) continue;
    const [x, y] = placeOf(index);
    const share = shades ? (holds[index] + 1) / (most + 1) : largest && Math.abs(values[index]) / largest;
    const look = { value: values[index], hold: holds[index], share, tint: colour[`${role}-tint`] };
    paintEntry(context, x, y, box.cell, look, colour);
  }
  paintLines(context, layout, box, colour);
  const ink = (index) => [colour.ink, "", colour.muted][-Math.min(0, holds[index])];
  write(context, values, [box.cell, box.cell], placeOf, ink);
  for (const side of ["left", "top", "right", "bottom"]) {
    if (layout[side]) paintStrip(context, layout, box, side, colour);
  }
}

function largestOf(/** @type {ArrayLike<number>} */ values) {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]) || 0);
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
    if (cell >= DOTTED) strokeBox(context, [x + 2.5, y + 2.5, cell - 5, cell - 5], colour.muted, 1, [2, 3]);
    return;
  }
  if (!share) return;
  context.globalAlpha = 0.14 + 0.43 * share;
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
  const draw = (/** @type {[number, number]} */ every, look, width) => {
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
  strokeBox(context, [x, y, cols * cell, rows * cell], colour[role], 2);
}

/** One of the lists around the matrix, a cell for each of its rows or columns. */
function paintStrip(context, layout, box, side, colour) {
  const { values, role } = layout[side];
  const upright = side === "left" || side === "right";
  const outer = { left: -1, top: -1, right: layout.cols, bottom: layout.rows }[side];
  const placeOf = (at) => rectangle(layout, box, upright ? { row: at, col: outer } : { row: outer, col: at });
  const largest = largestOf(values);
  const [left, top, wide, high] = placeOf(0);
  for (let at = 0; at < values.length; at++) {
    const [x, y] = placeOf(at);
    context.fillStyle = colour[`${role}-tint`];
    context.globalAlpha = values[at] && largest ? 0.12 + 0.33 * (Math.abs(values[at]) / largest) : 0;
    context.fillRect(x, y, wide, high);
    context.globalAlpha = 1;
    if (box.cell >= LINED) strokeBox(context, [x, y, wide, high], colour.line);
  }
  const ink = () => colour.ink;
  write(context, values, [wide, high], placeOf, ink);
  const size = upright ? [wide, high * values.length] : [wide * values.length, high];
  strokeBox(context, [left, top, ...size], colour[role], 2);
}

/**
 * Numbers in cells of one size, in letters that fit all of them; nothing where they would be too small.
 * placeOf, inkOf: where each stands, and its colour, which is empty where nothing is to be written.
 */
function write(context, values, [width, height], placeOf, inkOf) {
  if (Math.min(width, height) < SMALLEST + 2) return;
  const texts = new Map();
  for (let at = 0; at < values.length; at++) {
    if (!texts.has(values[at])) texts.set(values[at], Number.isNaN(values[at]) ? "" : formatNumber(values[at], width < 34 ? 2 : 3));
  }
  const longest = Math.max(0.6, ...[...texts.values()].map(emsOf));
  const size = Math.min(Math.max(SMALLEST, 0.5 * Math.min(width, height)), 18, (width - 3) / longest);
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

/** What lights up. boxes: cells; frames: rows and columns; strong: the one entry that is pointed at. */
function paintMarks(context, layout, box, { boxes, frames, strong }, colour) {
  const thin = box.cell < 16 ? 1.5 : 2.5;
  const outline = (mark, look, width, out) => {
    const [x, y, wide, high] = rectangle(layout, box, mark);
    strokeBox(context, [x - out, y - out, wide + 2 * out, high + 2 * out], look, width);
  };
  context.fillStyle = colour.focus;
  context.globalAlpha = box.cell < 12 ? 0.7 : 0.16;
  for (const mark of boxes) context.fillRect(...rectangle(layout, box, mark));
  context.globalAlpha = 1;
  for (const mark of boxes) outline(mark, colour.focus, box.cell < 12 ? 1 : 2, box.cell < 12 ? 0 : -1);
  for (const mark of frames) outline(mark, colour.focus, thin, box.cell < 16 ? 1 : 0);
  if (strong) outline(strong, colour.ink, thin + 0.5, 0);
}

// --- what lights up ---

/** Marks for the three grids (see grid.js) and for the matrices that are shown (see paintMarks). */
export function marksOf(params, result, chosen, colour) {
  const { choice, panel, entry } = chosen;
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
    marks.input.frame = windowFrame(geo, choice.position);
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
  const whole = (kind) => kind === choice.kind && index >= 0;
  const frames = [];
  if (whole(rowOf)) frames.push({ row: index, col: 0, rows: 1, cols });
  if (whole(colOf)) frames.push({ row: 0, col: index, rows, cols: 1 });
  const entries = uses.map((use) => entryOf(layout, use)).filter((place) => place !== null);
  // A column of P is one use after the other: a frame says it all.
  const boxes = frames.length > 0 && rowOf === "weight" ? [] : [...entries];
  const lightList = (side, axis, kind, at) => {
    // A weight meets every output, and a patch every weight: to light them all would say nothing.
    const all = choice.kind !== "pixel" && (choice.kind === "weight") !== (kind === "weight");
    if (!layout[side] || all) return;
    const lit = entries.length ? new Set(entries.map((place) => place[axis])) : whole(kind) ? [index] : [];
    for (const one of lit) boxes.push(axis === "row" ? { row: one, col: at } : { row: at, col: one });
  };
  lightList("left", "row", rowOf, -1);
  lightList("top", "col", colOf, -1);
  lightList("right", "row", rowOf, cols);
  lightList("bottom", "col", colOf, rows);
  return { boxes, frames };
}
