// @ts-check
// A grid of numbers: input, kernel or output. It paints what it is told and says which cell the reader points at, and lets
// numbers be typed into its cells; what that means is the widget's business.

import { addStripes, canvasPanel, cross, strokeBox } from "./canvas.js";
import { draggable, h } from "./dom.js";
import { emsOf, formatNumber } from "./format.js";

/**
 * @typedef {{ row: number, col: number }} Cell
 * @typedef {{ shape: [number, number], values: ArrayLike<number>, title: string, cell: number,
 *             filled?: Set<number>, unread?: Set<number>, boxes?: Map<number, string>, notes?: Map<number, string>,
 *             cursor?: number, frame?: { row: number, col: number, rows: number, cols: number } | null,
 *             grip?: boolean, noteRole?: string, role?: string, labels?: string[][], bare?: boolean, locked?: boolean, terse?: boolean }} Picture
 *   filled: cells that are padding; unread: cells that no window covers; boxes: cells outlined in a colour; notes: what
 *   stands in a cell's corner, in the text colour of noteRole; cursor: the cell that is chosen; frame: one outline around
 *   a block of cells; grip: the frame can be dragged;
 *   role: the colour, if not the grid's own; labels: what is written instead of the values, the first list that can be
 *   read in cells of this size, "\n" within a cell; bare: nothing is written into padding; locked: nothing can be typed into it now;
 *   terse: what the marks mean is not added to the title
 */

/**
 * The cell under a point, or null.
 * @param {{ shape: [number, number], cell: number }} picture
 * @param {number} x CSS pixels from the grid's left edge
 * @param {number} y @returns {Cell | null}
 */
export function cellAt({ shape, cell }, x, y) {
  const row = Math.floor((y - 1) / cell);
  const col = Math.floor((x - 1) / cell);
  return row >= 0 && col >= 0 && row < shape[0] && col < shape[1] ? { row, col } : null;
}

/**
 * Where an arrow key leads, staying inside the grid; null for any other key.
 * @param {string} key @param {Cell} from @param {number[]} shape @returns {Cell | null}
 */
export function arrowStep(key, from, shape) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (!step) return null;
  const within = (at, size) => Math.min(size - 1, Math.max(0, at));
  return { row: within(from.row + step[0], shape[0]), col: within(from.col + step[1], shape[1]) };
}

/**
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal, colours: () => Record<string, string>,
 *           paint: () => void,
 *           onHover: (cell: Cell | null) => void, onClick: (cell: Cell) => void,
 *           onDrag?: (pressed: Cell, moved: { rows: number, cols: number }) => void, grabs?: () => boolean,
 *           onKey: (event: KeyboardEvent) => void, onEdit?: (cell: Cell, value: number) => void,
 *           nameOf?: (cell: Cell) => string }} options
 *   role: the colour of the grid's tint (input, kernel, output); paint: draws the grid as it is now; onDrag: the cell that was pressed, and how far the pointer
 *   is from there, in cells; grabs: whether there is something to drag now; onClick: a press that did not move; onEdit: a number was typed into a cell (double click, or
 *   type where the cursor is); padding cannot be edited; nameOf: what a cell is called while it is edited
 */
export function createGrid(options) {
  const { label, hint, role, signal, colours, paint, onHover, onDrag, onClick, onKey, onEdit } = options;
  const nameOf = options.nameOf ?? (({ row, col }) => `${label}, row ${row}, column ${col}`);
  const { el, canvas, begin, show } = canvasPanel({ label, hint, role });
  /** @type {Picture} */
  let picture = { shape: [1, 1], values: [0], title: label, cell: 40 };

  draggable(canvas, signal, {
    press: (x, y) => cellAt(picture, x, y),
    drag: onDrag && ((cell, dx, dy) => onDrag(cell, { rows: dy / picture.cell, cols: dx / picture.cell })),
    sideways: () => Boolean(picture.frame) && picture.shape[0] === 1,
    grabs: (x, y) => {
      const cell = cellAt(picture, x, y);
      return cell !== null && (!picture.frame || isFramed(picture, cell)) && (options.grabs?.() ?? true);
    },
    click: (cell) => onClick(cell),
    hover: (x, y) => {
      const cell = cellAt(picture, x, y);
      canvas.style.cursor = onDrag && cell && isFramed(picture, cell) ? "grab" : "";
      onHover(cell);
    },
    leave: () => onHover(null),
  });
  const edit = onEdit && editable(canvas, nameOf, signal, () => (paint(), picture), onEdit);
  canvas.addEventListener("keydown", (event) => edit?.byKey(event) || onKey(event), { signal });

  /** @param {Picture} next */
  const draw = (next) => {
    picture = next;
    const context = begin(next.shape[1] * next.cell + 2, next.shape[0] * next.cell + 2);
    const remark = paintGrid(context, next, colours()[`${next.role ?? role}-tint`], colours());
    show(remark && !next.terse ? `${next.title}, ${remark}` : next.title, next.role);
  };
  return { el, canvas, draw, edit: (/** @type {Cell} */ cell) => Boolean(edit?.open(cell)) };
}

/**
 * Typing into the cells of a grid: open a cell, or let a key open it. Both return true where the editor opened.
 * @param {HTMLElement} canvas @param {(cell: Cell) => string} label @param {AbortSignal} signal
 * @param {() => Picture} picture @param {(cell: Cell, value: number) => void} onEdit
 */
function editable(canvas, label, signal, picture, onEdit) {
  const editor = createCellEditor({ canvas, label, signal, onCommit: onEdit });
  const open = (/** @type {Cell} */ { row, col }, typed = "") => {
    const { shape, cell, values, filled, locked } = picture();
    const index = row * shape[1] + col;
    if (locked || filled?.has(index)) return false;
    editor.open(
      { row, col },
      { x: 1 + col * cell, y: 1 + row * cell, width: cell, height: cell },
      values[index],
      typed,
    );
    return true;
  };
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const cell = cellAt(picture(), event.offsetX, event.offsetY);
    if (cell) open(cell);
  };
  canvas.addEventListener("dblclick", onDouble, { signal });
  canvas.dataset.typing = ""; // the widget says how, until a number was typed
  const byKey = (/** @type {KeyboardEvent} */ event) => {
    const typed = typedStart(event);
    if (typed === null) return false;
    const { cursor, shape } = picture();
    if (cursor === undefined) return false;
    const opened = open({ row: Math.floor(cursor / shape[1]), col: cursor % shape[1] }, typed);
    if (opened) event.preventDefault();
    return opened;
  };
  return { open, byKey };
}

const FONT = "system-ui, sans-serif";
/** The smallest letters, numbers and notes, in CSS pixels, and the distance of lines, in letters. */
const SMALLEST = 12;
const NUMBER = 12;
const NOTE = 11.5;
const LEADING = 1.2;

/** Whether a cell lies under the frame.
 * @param {Picture} picture @param {Cell} cell */
function isFramed({ frame }, { row, col }) {
  return frame && row >= frame.row && row < frame.row + frame.rows && col >= frame.col && col < frame.col + frame.cols;
}

/**
 * @param {CanvasRenderingContext2D} context @param {import("./grid.js").Picture} picture
 * @param {string} tint of the values
 * @param {Record<string, string>} colour
 * @returns {string} what the marks mean, and the tint where it stands alone
 */
export function paintGrid(context, picture, tint, colour) {
  const { shape, values, cell, filled, unread, boxes, frame, cursor, grip } = picture;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const cells = Array.from(values, (value, index) => ({
    ...{ value, index, padding: Boolean(filled?.has(index)) },
    x: 1 + (index % shape[1]) * cell,
    y: 1 + Math.floor(index / shape[1]) * cell,
  }));
  paintGrounds(context, cells, cell, largest, tint, colour);
  boxes?.forEach((box, index) => cells[index] && paintBox(context, cells[index].x, cells[index].y, cell, box));
  const inner = ({ x, y }) => [x + 4, y + 4, cell - 8, cell - 8];
  unread?.forEach((index) => cross(context, inner(cells[index]), colour.muted, 1));
  const written = paintTexts(context, cells, picture, colour);
  if (frame) outline(context, frame.col, frame.row, frame.cols, frame.rows, cell, colour.focus, []);
  if (frame && grip && cell >= 20) paintGrip(context, frame, shape, cell, colour);
  const framed = frame && frame.rows * frame.cols === 1 && frame.row * shape[1] + frame.col === cursor;
  if (cursor !== undefined && !framed)
    outline(context, cursor % shape[1], Math.floor(cursor / shape[1]), 1, 1, cell, colour.ink, [4, 3]);
  const range = formatNumber(largest, 3);
  const negative = cells.some(({ value }) => value < 0);
  const remarks = [];
  if (!written) remarks.push(negative ? `tint: −${range} (striped) to ${range}` : `tint: 0 to ${range}`);
  if (unread?.size) remarks.push("× never read");
  return remarks.join(", ");
}

/**
 * What stands in the cells: the value in the middle, a note such as the weight in the lower right corner. A font is set
 * once for all, as it costs more than a text.
 * @param {CanvasRenderingContext2D} context @param {{ x: number, y: number, index: number, padding: boolean }[]} cells
 * @param {Picture} picture @param {Record<string, string>} colour
 * @returns {boolean} whether the values could be written
 */
function paintTexts(context, cells, picture, colour) {
  const { values, cell, labels, notes, bare, noteRole = "kernel" } = picture;
  const { texts, size } = labels ? lettersOf(context, labels, cell) : numbersOf(values, cell);
  const longest = Math.max(0.6, ...Array.from(notes?.values() ?? [], emsOf));
  const small = Math.min(14, cell * 0.27, (cell - 6) / longest);
  const notable = small >= NOTE || (cell >= 34 && (cell - 4) / longest >= NOTE) ? notes : undefined;
  // Where the values cannot be read, the notes stand in their place if they can.
  const instead = !size && !notable && (cell - 3) / Math.max(0.6, longest - emsOf("×")) >= NOTE ? notes : undefined;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `500 ${size}px ${FONT}`;
  for (const { x, y, index, padding } of size ? cells : []) {
    if (padding && bare) continue;
    context.fillStyle = padding ? colour.muted : colour.ink;
    writeLines(context, texts[index], x + cell / 2, y + cell * (notable?.get(index) ? 0.4 : 0.52), size);
  }
  context.font = `600 ${Math.max(NOTE, small)}px ${FONT}`;
  context.fillStyle = colour[`${noteRole}-text`] ?? colour.ink;
  instead?.forEach((note, index) => {
    if (cells[index]) context.fillText(note.replace("×", ""), cells[index].x + cell / 2, cells[index].y + cell * 0.54);
  });
  context.textAlign = "right";
  context.textBaseline = "alphabetic";
  notable?.forEach((note, index) => {
    if (cells[index]) context.fillText(note, cells[index].x + cell - 4, cells[index].y + cell - 5);
  });
  return size > 0;
}

/** The values as texts, and the size at which they fit into their cells; 0 where they could not be read. */
function numbersOf(values, cell) {
  for (const digits of [3, 2, 1]) {
    const texts = Array.from(values, (value) => formatNumber(value, digits));
    const longest = texts.reduce((most, text) => Math.max(most, emsOf(text)), 0.6);
    const size = Math.min(30, Math.max(NUMBER, cell * 0.4), (cell - 4) / longest);
    if (size >= NUMBER) return { texts, size };
  }
  return { texts: [], size: 0 };
}

/** The first list of texts that can be read in cells of this size; empty texts where none can. */
function lettersOf(context, labels, cell) {
  context.font = `10px ${FONT}`;
  for (const texts of labels) {
    const lines = texts.map((text) => text.split("\n"));
    // To measure all would take as long as to paint them: the one with the most letters stands for the widest.
    const longest = lines.flat().reduce((most, line) => (line.length > most.length ? line : most));
    const widest = context.measureText(longest).width / 10;
    const most = Math.max(...lines.map(({ length }) => length));
    const size = Math.min(Math.max(SMALLEST, cell * 0.4), (cell - 6) / widest, (cell - 4) / (most * LEADING));
    if (size >= SMALLEST) return { texts, size };
  }
  return { texts: labels[0].map(() => ""), size: SMALLEST };
}

function writeLines(context, text, x, y, size) {
  if (!text.includes("\n")) return void context.fillText(text, x, y);
  const lines = text.split("\n");
  const top = y - ((lines.length - 1) * size * LEADING) / 2;
  lines.forEach((line, at) => context.fillText(line, x, top + at * size * LEADING));
}

/** The cells' ground: the tint grows with the size of the value, stripes say that it is negative, padding is dashed. */
function paintGrounds(context, cells, cell, largest, tint, colour) {
  const gap = cell >= 20 ? 1 : 0.5;
  const ground = ({ x, y }) => [x + gap, y + gap, cell - 2 * gap, cell - 2 * gap];
  const path = (/** @type {{ x: number, y: number }[]} */ some) => {
    context.beginPath();
    for (const one of some) context.roundRect(...ground(one), cell >= 20 ? 4 : 0);
  };
  path(cells);
  context.fillStyle = colour.paper;
  context.fill();
  context.fillStyle = tint;
  for (const one of cells) {
    if (one.padding || !one.value || !largest) continue;
    context.globalAlpha = 0.1 + 0.38 * (Math.abs(one.value) / largest);
    path([one]);
    context.fill();
  }
  context.beginPath();
  for (const one of cells) if (one.value < 0 && !one.padding) addStripes(context, ...ground(one));
  context.strokeStyle = colour.ink;
  context.globalAlpha = 0.14;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colour.line;
  path(cells.filter(({ padding }) => !padding));
  context.stroke();
  context.setLineDash([2, 3]);
  path(cells.filter(({ padding }) => padding));
  context.strokeStyle = colour.muted;
  context.globalAlpha = 0.6;
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function paintBox(context, x, y, cell, colour) {
  strokeBox(context, [x + 2, y + 2, cell - 4, cell - 4], colour, 2);
}

/** The handle of a frame that can be dragged: a knob at its upper right corner, inside the canvas. */
export function paintGrip(context, { row, col, cols }, shape, cell, colour) {
  const radius = cell >= 32 ? 8 : 5;
  const x = Math.min((col + cols) * cell - 1, shape[1] * cell + 1 - radius);
  const y = Math.max(row * cell + 3, radius + 1);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour.focus;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = colour.paper;
  context.stroke();
  if (radius < 8) return;
  context.beginPath();
  for (const [dx, dy] of [[4, 0], [0, 4]]) {
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
  }
  context.stroke();
}

function outline(context, col, row, cols, rows, cell, colour, dash) {
  strokeBox(context, [col * cell + 1.5, row * cell + 1.5, cols * cell - 1, rows * cell - 1], colour, 3, dash);
}

const WIDTH = 64;

/**
 * The number that a text says, or NaN: "-1.5", "−1,5" and the fraction "1/9" are numbers, an empty text is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const parts = text.trim().replaceAll("−", "-").replaceAll(",", ".").split("/");
  if (parts.length > 2 || parts.some((part) => part.trim() === "")) return NaN;
  const [above, below = 1] = parts.map(Number);
  const value = above / below;
  return Number.isFinite(value) ? value + 0 : NaN; // + 0: "-0" is 0
}

/**
 * What a key on the canvas starts in the editor: the character of a number, "" for F2 (edit what is there), null for
 * every other key.
 * @param {KeyboardEvent} event
 */
export function typedStart({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === "F2") return "";
  return /^[-−.,0-9]$/.test(key) ? key : null;
}

/**
 * @template Place
 * @param {{ canvas: HTMLElement, label: (cell: Place) => string, signal: AbortSignal,
 *           onCommit: (cell: Place, value: number) => void }} options
 *   label: the name of the input for who cannot see where it lies; onCommit is told numbers only, on Enter, on Tab and
 *   when the focus leaves. Escape keeps what was there.
 * @returns {{ open: (cell: Place, rectangle: { x: number, y: number, width: number, height: number }, value: number,
 *             typed?: string | null) => void, close: () => void }}
 *   open: rectangle in CSS pixels from the canvas's corner; typed: what replaces the value (see typedStart)
 */
export function createCellEditor({ canvas, label, signal, onCommit }) {
  const input = h("input", { type: "text", inputMode: "decimal", className: "convnb-editor", autocomplete: "off" });
  /** @type {{ cell: Place, before: string } | null} */
  let editing = null;

  const close = () => {
    editing = null;
    input.remove();
  };
  /** False where the text is no number. */
  const commit = () => {
    if (!editing) return true;
    const { cell, before } = editing;
    const value = parseNumber(input.value);
    if (Number.isNaN(value)) return false;
    close();
    canvas.closest(".convnb")?.classList.add("convnb-typed");
    if (input.value !== before) onCommit(cell, value);
    return true;
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Enter" && !commit()) return void input.setAttribute("aria-invalid", "true");
    if (event.key === "Escape") close();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    canvas.focus();
  };
  input.addEventListener("keydown", onKey, { signal });
  input.addEventListener("input", () => input.removeAttribute("aria-invalid"), { signal });
  input.addEventListener("blur", () => editing && !commit() && close(), { signal });

  /** @type {(cell: Place, rectangle: { x: number, y: number, width: number, height: number }, value: number, typed?: string) => void} */
  const open = (cell, rectangle, value, typed = "") => {
    commit();
    const parent = /** @type {HTMLElement} */ (canvas.parentElement);
    parent.style.position = "relative";
    canvas.after(input);
    const width = Math.max(rectangle.width, WIDTH);
    const left = rectangle.x + (rectangle.width - width) / 2;
    // Inside the canvas, so that no scroll bar comes and goes.
    const within = Math.max(0, Math.min(left, canvas.offsetWidth - width));
    input.style.left = `${canvas.offsetLeft + within}px`;
    input.style.top = `${canvas.offsetTop + rectangle.y}px`;
    input.style.width = `${Math.min(width, canvas.offsetWidth)}px`;
    input.style.height = `${rectangle.height}px`;
    input.setAttribute("aria-label", label(cell));
    input.removeAttribute("aria-invalid");
    editing = { cell, before: String(value) };
    input.value = typed || editing.before;
    input.focus();
    if (!typed) input.select();
  };
  return { open, close };
}
