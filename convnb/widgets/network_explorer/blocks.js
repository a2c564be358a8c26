// @ts-check
// What NetworkExplorer's panel is made of: grids of numbers, maps at large, and the signs between them.

import { formatNumber } from "../kit/format.js";
import { paintGrid } from "../kit/grid_paint.js";
import { shapeAt } from "./unit.js";

const FONT = "system-ui, sans-serif";
export const TITLE = 24;
export const SIGN = 22;
/** Cells smaller than this have no room for a number. */
const READABLE = 26;
const BRIGHT = "#ffffff";

/** A number that fits into a cell. */
export function cellText(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1000 ? formatNumber(value, 2) : size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
  return value < 0 && size < 1000 && Number(text) ? `−${text}` : text;
}

export function heading({ context, colour }, x, y, text, role) {
  context.fillStyle = colour[role];
  context.fillRect(x, y + 2, 5, 15);
  context.font = `600 13px ${FONT}`;
  context.fillStyle = colour.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + 10, y + 10);
}

export function sign({ context, colour }, x, y, text) {
  context.font = `18px ${FONT}`;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x + SIGN / 2, y);
}

/** A grid of numbers under its title; how wide it is. What did not change is not painted anew. */
export function grid(tools, x, y, { slot, shape, values, filled, frame, cell, title, role }) {
  const { context, colour, layers } = tools;
  heading(tools, x, y, title, role);
  const [width, height] = [shape[1] * cell + 2, shape[0] * cell + 2];
  const key = [values.join(), cell, colour.ink, [...(filled ?? [])], frame?.row, frame?.col, shape[1], role].join(" ");
  context.save();
  context.translate(x, y + TITLE);
  layers[slot](context, width, height, key, (/** @type {any} */ paper) => {
    const texts = Array.from(values, (value) => (cell < READABLE ? "" : cellText(value)));
    const labels = [texts, texts.map((text) => text.replace("0.", "."))];
    paintGrid(paper, /** @type {any} */ ({ shape, values, filled, frame, cell, labels }), colour[role], colour);
  });
  context.restore();
  return width;
}

/**
 * The map of a layer (-1: the picture) at large, with a frame around a box of its numbers.
 * @param {any} tools
 * @param {number} x
 * @param {number} y
 * @param {{ slot: number, index: number, map: number, box: any, title: string, role: string, side: number }} what
 *   slot: which of the two pictures that are kept for this
 */
export function enlarged(tools, x, y, { slot, index, map, box, title, role, side }) {
  const { context, colour, params, result, pictures } = tools;
  const [, rows, cols] = shapeAt(params.network, index);
  const answers = index < 0 ? result.seen : result.answers[index];
  const values = answers.subarray(map * rows * cols, (map + 1) * rows * cols);
  const signed = index >= 0 && params.network.layers[index].signed;
  const { canvas, colouring } = pictures[slot];
  canvas.paint(
    colouring({ shape: [rows, cols], values }, signed ? "signed" : "grey", index < 0 ? 1 : result.limits[index]),
  );
  heading(tools, x, y, title, role);
  const zoom = side / Math.max(rows, cols);
  const top = y + TITLE;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas.el, x, top, cols * zoom, rows * zoom);
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, top + 0.5, cols * zoom - 1, rows * zoom - 1);
  context.beginPath();
  context.rect(x + box.col * zoom, top + box.row * zoom, box.cols * zoom, box.rows * zoom);
  outline(context, colour.focus, 2);
}

/** The open path in a colour with a bright edge, so that it is seen on every picture. */
export function outline(context, style, width) {
  context.strokeStyle = BRIGHT;
  context.lineWidth = 2 * width;
  context.stroke();
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke();
}
