// @ts-check
// A drawing of levels from 0 to 255: strokes of a soft brush, as wide as those of the course's digits, and moves.

/** Full ink up to INK pixels from the stroke's middle, none from EDGE on. */
const [INK, EDGE] = [0.5, 1.6];
/** The same of the rubber, which takes a whole stroke away where it passes along its middle. */
const [GONE, LEFT] = [EDGE, EDGE + 1];

/** @typedef {{ shape: number[], levels: Uint8Array }} Drawing shape: channels, rows, columns */

/**
 * The drawing with a stroke from one point to another, in pixels; the middle of the first pixel is (0, 0).
 * @param {Drawing} drawing
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 * @param {boolean} erase
 * @returns {Drawing}
 */
export function stroke({ shape, levels }, from, to, erase) {
  const [channels, rows, cols] = shape;
  const [ink, edge] = erase ? [GONE, LEFT] : [INK, EDGE];
  const next = levels.slice();
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const near = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ count) => [
    Math.max(0, Math.ceil(Math.min(a, b) - edge)),
    Math.min(count, Math.floor(Math.max(a, b) + edge) + 1),
  ];
  const [top, bottom] = near(from.y, to.y, rows);
  const [left, right] = near(from.x, to.x, cols);
  for (let r = top; r < bottom; r++) {
    for (let c = left; c < right; c++) {
      const along = length ? Math.max(0, Math.min(1, ((c - from.x) * dx + (r - from.y) * dy) / length)) : 0;
      const distance = Math.hypot(c - from.x - along * dx, r - from.y - along * dy);
      if (distance >= edge) continue;
      const level = Math.round(255 * Math.min(1, (edge - distance) / (edge - ink)));
      for (let n = r * cols + c, end = channels * rows * cols; n < end; n += rows * cols) {
        next[n] = erase ? Math.min(next[n], 255 - level) : Math.max(next[n], level);
      }
    }
  }
  return { shape, levels: next };
}

/** One pixel full of ink, or without. @param {Drawing} drawing @param {{ row: number, col: number }} at @param {number} level */
export function dot({ shape, levels }, { row, col }, level) {
  const [channels, rows, cols] = shape;
  const next = levels.slice();
  for (let c = 0; c < channels; c++) next[(c * rows + row) * cols + col] = level;
  return { shape, levels: next };
}

/** Moved by whole pixels, with nothing where nothing was. @param {Drawing} drawing @param {number[]} by @returns {Drawing} */
export function moved({ shape, levels }, [down, right]) {
  const [channels, rows, cols] = shape;
  const next = new Uint8Array(levels.length);
  const [first, last] = [Math.max(0, right), Math.min(cols, cols + right)];
  for (let c = 0; c < channels && first < last; c++) {
    for (let r = Math.max(0, down); r < Math.min(rows, rows + down); r++) {
      const [to, from] = [(c * rows + r) * cols, (c * rows + r - down) * cols];
      next.set(levels.subarray(from + first - right, from + last - right), to + first);
    }
  }
  return { shape, levels: next };
}

/** By how much a drawing must move so that its centre of mass lies in the middle; [0, 0] where there is no ink. */
export function toCentre({ shape: [channels, rows, cols], levels }) {
  let [mass, down, right] = [0, 0, 0];
  for (let n = 0; n < channels * rows * cols; n++) {
    mass += levels[n];
    down += levels[n] * (Math.floor(n / cols) % rows);
    right += levels[n] * (n % cols);
  }
  return mass ? [rows / 2 - down / mass, cols / 2 - right / mass].map((by) => Math.round(by) + 0) : [0, 0];
}

/** Numbers from 0 to 1, as the network takes them. @param {Drawing} drawing @param {Float32Array} into */
export function asInput({ levels }, into) {
  for (let n = 0; n < levels.length; n++) into[n] = levels[n] / 255;
  return into;
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function same(a, b) {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}
