// @ts-check
// How a grid of numbers is painted: tint and stripes for the values, dashes for padding, frames for what is chosen.

import { hatch } from "./canvas.js";
import { formatNumber } from "./format.js";

const FONT = "system-ui, sans-serif";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./grid.js").Picture} picture
 * @param {string} tint of the values
 * @param {Record<string, string>} colour
 * @returns {string} what the tint and the marks mean
 */
export function paintGrid(context, picture, tint, colour) {
  const { shape, values, cell, filled, unread, boxes, notes } = picture;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const texts = Array.from(values, (value) => formatNumber(value, cell < 34 ? 2 : 3));
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const size = Math.max(8, Math.min(cell * 0.4, (cell - 4) / (longest * 0.61)));
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let index = 0; index < texts.length; index++) {
    const row = Math.floor(index / shape[1]);
    const col = index % shape[1];
    const x = 1 + col * cell;
    const y = 1 + row * cell;
    const padding = Boolean(filled?.has(index));
    paintCell(context, x, y, cell, { value: values[index], largest, padding, tint, colour });
    const box = boxes?.get(index);
    if (box) paintBox(context, x, y, cell, box);
    if (unread?.has(index)) paintCross(context, x, y, cell, colour.muted);
    const note = cell >= 30 ? notes?.get(index) : undefined;
    context.fillStyle = padding ? colour.muted : colour.ink;
    context.font = `${size}px ${FONT}`;
    context.fillText(texts[index], x + cell / 2, y + cell * (note ? 0.36 : 0.52));
    if (note) {
      context.font = `600 ${Math.max(9, Math.min(cell * 0.28, (cell - 4) / (note.length * 0.6)))}px ${FONT}`;
      context.fillText(note, x + cell / 2, y + cell * 0.76);
    }
  }
  const { frame, cursor } = picture;
  if (frame) outline(context, frame.col, frame.row, frame.cols, frame.rows, cell, colour.focus, []);
  if (cursor !== undefined)
    outline(context, cursor % shape[1], Math.floor(cursor / shape[1]), 1, 1, cell, colour.ink, [4, 3]);
  const range = formatNumber(largest, 3);
  const negative = Array.prototype.some.call(values, (value) => value < 0);
  return (
    (negative ? `tint: −${range} (striped) to ${range}` : `tint: 0 to ${range}`) +
    (unread?.size ? "; × never read" : "")
  );
}

/** One cell's ground: the tint grows with the size of the value, stripes say that it is negative, a cross hatch padding. */
function paintCell(context, x, y, cell, { value, largest, padding, tint, colour }) {
  context.fillStyle = padding ? colour.raised : colour.paper;
  context.fillRect(x, y, cell, cell);
  if (!padding && value && largest) {
    context.globalAlpha = 0.12 + 0.33 * (Math.abs(value) / largest);
    context.fillStyle = tint;
    context.fillRect(x, y, cell, cell);
    if (value < 0) {
      context.strokeStyle = colour.ink;
      context.globalAlpha = 0.16;
      context.lineWidth = 1;
      hatch(context, x, y, cell, cell);
    }
    context.globalAlpha = 1;
  }
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.setLineDash(padding ? [2, 3] : []);
  context.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
  context.setLineDash([]);
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
