// @ts-check
// How a grid of numbers is painted: tint and stripes for the values, dashes for padding, frames for what is chosen.

import { addStripes } from "./canvas.js";
import { formatNumber } from "./format.js";

const FONT = "system-ui, sans-serif";
/** The smallest letters, in CSS pixels, and the distance of lines, in letters. */
const SMALLEST = 9;
const LEADING = 1.2;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./grid.js").Picture} picture
 * @param {string} tint of the values
 * @param {Record<string, string>} colour
 * @returns {string} what the tint and the marks mean
 */
export function paintGrid(context, picture, tint, colour) {
  const { shape, values, cell, filled, unread, boxes, frame, cursor } = picture;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const cells = Array.from(values, (value, index) => ({
    ...{ value, index, padding: Boolean(filled?.has(index)) },
    x: 1 + (index % shape[1]) * cell,
    y: 1 + Math.floor(index / shape[1]) * cell,
  }));
  paintGrounds(context, cells, cell, largest, tint, colour);
  paintLines(context, cells, cell, colour);
  boxes?.forEach((box, index) => cells[index] && paintBox(context, cells[index].x, cells[index].y, cell, box));
  unread?.forEach((index) => paintCross(context, cells[index].x, cells[index].y, cell, colour.muted));
  paintTexts(context, cells, picture, colour);
  if (frame) outline(context, frame.col, frame.row, frame.cols, frame.rows, cell, colour.focus, []);
  const framed = frame && frame.rows * frame.cols === 1 && frame.row * shape[1] + frame.col === cursor;
  if (cursor !== undefined && !framed)
    outline(context, cursor % shape[1], Math.floor(cursor / shape[1]), 1, 1, cell, colour.ink, [4, 3]);
  const range = formatNumber(largest, 3);
  const negative = cells.some(({ value }) => value < 0);
  return (
    (negative ? `tint: −${range} (striped) to ${range}` : `tint: 0 to ${range}`) +
    (unread?.size ? "; × never read" : "")
  );
}

/** What stands in the cells, and the notes below it. A font is set once for all, as it costs more than a text. */
function paintTexts(context, cells, { values, cell, labels, notes, bare }, colour) {
  const { texts, size } = labels ? lettersOf(context, labels, cell) : numbersOf(values, cell);
  const longest = Math.max(0, ...Array.from(notes?.values() ?? [], ({ length }) => length));
  const notable = cell >= 30 || (cell >= 26 && (cell - 4) / (longest * 0.6) >= SMALLEST) ? notes : undefined;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `${size}px ${FONT}`;
  for (const { x, y, index, padding } of cells) {
    if (padding && bare) continue;
    context.fillStyle = padding ? colour.muted : colour.ink;
    writeLines(context, texts[index], x + cell / 2, y + cell * (notable?.get(index) ? 0.36 : 0.52), size);
  }
  notable?.forEach((note, index) => {
    if (!cells[index]) return;
    const { x, y, padding } = cells[index];
    context.fillStyle = padding ? colour.muted : colour.ink;
    context.font = `600 ${Math.max(9, Math.min(cell * 0.28, (cell - 4) / (note.length * 0.6)))}px ${FONT}`;
    context.fillText(note, x + cell / 2, y + cell * 0.76);
  });
}

/** The values as texts, and the size at which they fit into their cells. */
function numbersOf(values, cell) {
  const texts = Array.from(values, (value) => formatNumber(value, cell < 34 ? 2 : 3));
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 1);
  return { texts, size: Math.max(8, Math.min(cell * 0.4, (cell - 4) / (longest * 0.61))) };
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
    const size = Math.min(cell * 0.4, (cell - 6) / widest, (cell - 4) / (most * LEADING));
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

/** The cells' ground: the tint grows with the size of the value, stripes say that it is negative. */
function paintGrounds(context, cells, cell, largest, tint, colour) {
  for (const { x, y, value, padding } of cells) {
    context.fillStyle = padding ? colour.raised : colour.paper;
    context.fillRect(x, y, cell, cell);
    if (padding || !value || !largest) continue;
    context.globalAlpha = 0.12 + 0.33 * (Math.abs(value) / largest);
    context.fillStyle = tint;
    context.fillRect(x, y, cell, cell);
    context.globalAlpha = 1;
  }
  context.beginPath();
  for (const { x, y, value, padding } of cells) if (value < 0 && !padding) addStripes(context, x, y, cell, cell);
  context.strokeStyle = colour.ink;
  context.globalAlpha = 0.16;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** The lines around the cells, dashed ones around padding. */
function paintLines(context, cells, cell, colour) {
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  for (const dashed of [true, false]) {
    context.setLineDash(dashed ? [2, 3] : []);
    context.beginPath();
    for (const { x, y, padding } of cells) if (padding === dashed) context.rect(x + 0.5, y + 0.5, cell - 1, cell - 1);
    context.stroke();
  }
}

function paintBox(context, x, y, cell, colour) {
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fillRect(x, y, cell, cell);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
}

/** A cell that no window covers. */
function paintCross(context, x, y, cell, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x + 3, y + 3);
  context.lineTo(x + cell - 3, y + cell - 3);
  context.moveTo(x + cell - 3, y + 3);
  context.lineTo(x + 3, y + cell - 3);
  context.stroke();
}

function outline(context, col, row, cols, rows, cell, colour, dash) {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.setLineDash(dash);
  context.strokeRect(col * cell + 1.5, row * cell + 1.5, cols * cell - 1, rows * cell - 1);
  context.setLineDash([]);
}
