// @ts-check
// Fillings that are told apart without colour: eight of them, one after the other.

const GAP = 6;

/** @param {CanvasRenderingContext2D} context */
function lines(context, x, y, width, height, dx, dy) {
  const reach = width + height;
  for (let offset = -reach; offset < reach; offset += GAP) {
    if (dx && dy) {
      const x0 = x + offset;
      context.moveTo(x0, dy > 0 ? y : y + height);
      context.lineTo(x0 + height, dy > 0 ? y + height : y);
    } else if (dx && offset >= 0 && offset < height) {
      context.moveTo(x, y + height - offset);
      context.lineTo(x + width, y + height - offset);
    } else if (dy && offset >= 0 && offset < width) {
      context.moveTo(x + offset, y);
      context.lineTo(x + offset, y + height);
    }
  }
}

const DIRECTIONS = [
  [[1, -1]],
  [],
  [[1, 1]],
  [[1, 0]],
  [
    [1, 1],
    [1, -1],
  ],
  [[0, 1]],
  [
    [1, 0],
    [0, 1],
  ],
];
const DOTS = DIRECTIONS.length;

/**
 * Fill a rectangle with the pattern of a number; neighbours never share one.
 * @param {CanvasRenderingContext2D} context
 * @param {number} number
 * @param {string} ink
 */
export function fillPattern(context, number, x, y, width, height, ink) {
  const kind = number % (DOTS + 1);
  if (kind !== DOTS && !DIRECTIONS[kind].length) return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 1.2;
  context.globalAlpha *= 0.55;
  context.beginPath();
  if (kind === DOTS) {
    for (let row = y + 3; row < y + height; row += GAP)
      for (let col = x + 3; col < x + width; col += GAP) context.rect(col, row, 1.8, 1.8);
    context.fill();
  } else {
    for (const [dx, dy] of DIRECTIONS[kind]) lines(context, x, y, width, height, dx, dy);
    context.stroke();
  }
  context.restore();
}
