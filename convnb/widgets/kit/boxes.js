// @ts-check
// Boxes of cells or pixels in a picture: places kept inside, where a box lies on the page, and the frame around it.

/** @typedef {{ row: number, col: number, rows: number, cols: number }} Box */

/** The bright edge of a frame: with it, the frame is seen on every picture, in both themes. */
const BRIGHT = "#ffffff";

/** @param {number} value @param {number} low @param {number} high */
export function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

/** The nearest place inside a picture of this shape. @param {{ row: number, col: number }} place @param {number[]} shape */
export function inside({ row, col }, [rows, cols]) {
  return { row: clamp(row, 0, rows - 1), col: clamp(col, 0, cols - 1) };
}

/** A place as a box of one cell. @param {{ row: number, col: number }} place @returns {Box} */
export function one({ row, col }) {
  return { row, col, rows: 1, cols: 1 };
}

/**
 * Where a box lies on a picture, from the picture's corner: not smaller than can be seen, and not outside the picture.
 * @param {Box} box
 * @param {{ across: number, down: number, width: number, height: number }} picture across and down: size of a cell
 * @param {number} least
 * @returns {[number, number, number, number]} left, top, width, height
 */
export function rectangleOf({ row, col, rows, cols }, { across, down, width, height }, least) {
  const [wide, tall] = [cols * across, rows * down].map((side) => Math.max(least, side));
  const left = clamp((col + cols / 2) * across - wide / 2, 0, width - wide);
  const top = clamp((row + rows / 2) * down - tall / 2, 0, height - tall);
  return [left, top, wide, tall];
}

/**
 * The open path as a frame.
 * @param {CanvasRenderingContext2D} context @param {string} style @param {number} width
 * @param {number[]} [dash] of the frame; its edge is never dashed
 */
export function outline(context, style, width, dash = []) {
  context.strokeStyle = BRIGHT;
  context.lineWidth = 2 * width;
  context.stroke();
  context.strokeStyle = style;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}
