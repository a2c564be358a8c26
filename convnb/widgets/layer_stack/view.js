// @ts-check
// Two pictures of a stack of layers: the input seen from above with the field of one unit on it, and a section along the
// columns, one strip a map, with everything between that unit and the input.

import { h } from "../kit/dom.js";
import { paintGrip } from "../kit/grid.js";
import { clamp } from "../kit/image.js";
import { applies, placeRead } from "./math.js";

const FONT = "12px system-ui, sans-serif";
/** Share of the plan that is kept free around the input, for what reaches over its border. */
const MARGIN = 0.09;
/** Columns of the section that are shown at once; more are scrolled to. */
const MOST_COLUMNS = 44;
/** Lines between two maps; where there would be more, their outline is drawn. */
const MOST_LINES = 300;
export const LABELS = 40;
/** Lines of labels are at least so far apart. */
const LETTERS = 13;
/** Pixels that a cell of the section may take: one unit of a late map stands for many columns of the input. */
const WIDEST = 72;

/** CSS pixels: the table's width, and that of its column for output padding; its head and its last row, and a row of it;
 * a title, and between two things. */
const [TABLE, EXTRA] = [736, 28];
const [ENDS, ROW] = [64, 31];
const TITLE = 24;
const GAP = 12;

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  return width >= 900 ? 440 : width >= 600 ? 470 : 380;
}

/**
 * Where things stand. In a wide room the plan at the left, at the right the table over the section, which takes what the
 * table leaves; else both pictures side by side over the table.
 * @param {{ width: number, height: number }} room @param {import("./math.js").Layer[]} layers
 */
export function arrange({ width, height }, layers) {
  const wide = width >= TABLE + GAP + 140;
  if (!wide) {
    const plan = Math.floor(Math.min(0.4 * width, 0.42 * height));
    return { wide, plan, section: [width - plan - GAP, plan], table: height - plan - TITLE - GAP };
  }
  const extra = layers.some((layer) => applies(layer, "output_padding")) ? EXTRA : 0;
  const plan = Math.floor(Math.min(340, width - TABLE - extra - GAP));
  const table = Math.min(ENDS + ROW * (layers.length + 1), 0.64 * height);
  return { wide, plan, section: [width - plan - GAP, Math.floor(height - table - TITLE - GAP)], table };
}

/** Where the input lies on a plan of that size.
 * @param {number[]} input @param {number} size */
export function planOf(input, size) {
  const [, rows, cols] = input;
  const scale = (size * (1 - 2 * MARGIN)) / Math.max(rows, cols);
  return { scale, left: (size - cols * scale) / 2, top: (size - rows * scale) / 2 };
}

/** The input from above: what the unit reads is tinted, the more ways lead there, the stronger. */
export function drawPlan(context, size, { input }, { rows, cols, bounds }, colour) {
  const plan = planOf(input, size);
  const { scale, left, top } = plan;
  const [width, height] = [input[2] * scale, input[1] * scale];
  const strokeCells = (row, col, tall, wide) =>
    context.strokeRect(left + col * scale, top + row * scale, wide * scale, tall * scale);
  context.fillStyle = colour.raised;
  context.fillRect(left, top, width, height);
  tint(context, rows[0], cols[0], plan, colour.input);
  if (scale >= 6) lines(context, input, plan, colour.line);
  context.strokeStyle = colour.input;
  context.lineWidth = 2;
  context.strokeRect(left, top, width, height);
  const [[top0, top1], [left0, left1]] = bounds;
  context.strokeStyle = colour.focus;
  context.lineWidth = 3;
  const over = top0 < 0 || left0 < 0 || top1 >= input[1] || left1 >= input[2];
  context.setLineDash([6, 4]);
  if (over && top1 >= top0 && left1 >= left0) strokeCells(top0, left0, top1 - top0 + 1, left1 - left0 + 1);
  context.setLineDash([]);
  const [{ ways: down }, { ways: right }] = [rows[0], cols[0]];
  if (!down.length || !right.length) return;
  strokeCells(rows[0].from, cols[0].from, down.length, right.length);
  context.save();
  context.translate(left, top);
  const frame = { row: rows[0].from, col: cols[0].from, cols: right.length };
  paintGrip(context, frame, [input[1], input[2]], scale, colour);
  context.restore();
}

/** One pixel a cell, scaled up: a field may have hundreds of rows and columns. */
function tint(context, rows, cols, { scale, left, top }, role) {
  const [height, width] = [rows.ways.length, cols.ways.length];
  if (!height || !width) return;
  const small = h("canvas", { width, height });
  const brush = small.getContext("2d");
  const pixels = brush.createImageData(width, height);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(role.slice(at, at + 2), 16));
  const weights = [rows, cols].map(({ ways }) => {
    const most = ways.reduce((a, b) => Math.max(a, b), 0);
    return ways.map((count) => Math.sqrt(count / most));
  });
  const levels = new Uint32Array(pixels.data.buffer);
  const base = (blue << 16) | (green << 8) | red;
  for (let r = 0; r < height; r++) {
    const row = weights[0][r];
    for (let c = 0; c < width; c++) {
      const weight = row * weights[1][c];
      if (weight) levels[r * width + c] = base | ((64 + 170 * weight) << 24);
    }
  }
  brush.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left + cols.from * scale, top + rows.from * scale, width * scale, height * scale);
}

function lines(context, input, { scale, left, top }, colour) {
  const [, rows, cols] = input;
  context.beginPath();
  for (let r = 1; r < rows; r++) {
    context.moveTo(left, top + r * scale);
    context.lineTo(left + cols * scale, top + r * scale);
  }
  for (let c = 1; c < cols; c++) {
    context.moveTo(left + c * scale, top);
    context.lineTo(left + c * scale, top + rows * scale);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
}

/** The columns of the input that the section shows. */
export function viewOf({ input }, { bounds }) {
  const [first, last] = bounds[1];
  const over = Math.min(4, Math.max(0, -first, last - input[2] + 1));
  const whole = [-over - 0.5, input[2] - 0.5 + over];
  const width = Math.min(whole[1] - whole[0], Math.max(MOST_COLUMNS, 1.3 * (last - first + 1)));
  const from = Math.min(whole[1] - width, Math.max(whole[0], (first + last - width) / 2));
  return { from, width };
}

/** The section along the columns, input above, the unit below.
 * @param {number[]} size */
export function drawSection(context, size, params, result, colour) {
  const [width, height] = size;
  const { layers } = params;
  const { shapes, cols, colBounds, centres } = result;
  const pitch = Math.min(96, (height - 30) / Math.max(1, layers.length));
  const thick = clamp(pitch * 0.42, 8, 24);
  const view = viewOf(params, result);
  const scale = (width - LABELS - 4) / view.width;
  const strip = (index) => ({
    top: 4 + index * pitch,
    thick,
    cell: Math.min(WIDEST, centres[index].step * scale),
    xOf: (at) => LABELS + (centres[index].step * at + centres[index].start - view.from) * scale,
  });
  context.font = FONT;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.save();
  context.beginPath();
  context.rect(LABELS, 0, width - LABELS, height);
  context.clip();
  layers.forEach((layer, index) =>
    links(context, layer, [strip(index), strip(index + 1)], [cols[index], cols[index + 1]], colour),
  );
  shapes.forEach(([, , count], index) => {
    const seen = { ...cols[index], bounds: colBounds[index] };
    cells(context, strip(index), count, seen, colour, index ? colour.output : colour.input);
  });
  context.restore();
  context.fillStyle = colour.ink;
  shapes.forEach((_, index) => {
    if (pitch < LETTERS && index % 2) return;
    context.fillText(index ? String(index - 1) : "input", 0, 4 + index * pitch + thick / 2);
  });
}

/** One map: its cells as boxes, those that lead to the unit filled; as a bar where a cell has no room. */
function cells(context, { top, thick, cell, xOf }, count, seen, colour, role) {
  const box = Math.max(1, cell - (cell > 4 ? 1.5 : 0));
  const x = (at) => xOf(at) - box / 2;
  context.strokeStyle = role;
  context.lineWidth = 1;
  if (cell >= 4) for (let at = 0; at < count; at++) context.strokeRect(x(at), top, box, thick);
  else context.strokeRect(x(0), top, xOf(count - 1) - xOf(0) + box, thick);
  context.fillStyle = role;
  seen.ways.forEach((ways, offset) => ways && context.fillRect(x(seen.from + offset), top, box, thick));
  context.strokeStyle = colour.focus;
  context.lineWidth = 2;
  const end = seen.from + seen.ways.length - 1;
  const [first, last] = seen.bounds;
  context.setLineDash([3, 3]);
  if (first < 0 || last >= count)
    context.strokeRect(x(first) - 1, top + 2, xOf(last) - xOf(first) + box + 2, thick - 4);
  context.setLineDash([]);
  if (seen.ways.length) context.strokeRect(x(seen.from) - 1, top - 1, xOf(end) - xOf(seen.from) + box + 2, thick + 2);
}

/** What each lit cell of a map reads from the one above it. */
function links(context, layer, [above, below], [sources, targets], colour) {
  const end = sources.from + sources.ways.length - 1;
  if (!sources.ways.length) return;
  context.strokeStyle = colour.focus;
  context.lineWidth = 1;
  context.globalAlpha = 0.5;
  context.beginPath();
  const y = [above.top + above.thick, below.top];
  if (targets.ways.length * layer.kernel > MOST_LINES) {
    const last = targets.from + targets.ways.length - 1;
    context.moveTo(above.xOf(sources.from), y[0]);
    context.lineTo(above.xOf(end), y[0]);
    context.lineTo(below.xOf(last), y[1]);
    context.lineTo(below.xOf(targets.from), y[1]);
    context.closePath();
  } else {
    targets.ways.forEach((count, offset) => {
      for (let tap = 0; count && tap < layer.kernel; tap++) {
        const place = placeRead(targets.from + offset, tap, layer);
        if (place < sources.from || place > end || !Number.isInteger(place)) continue;
        context.moveTo(below.xOf(targets.from + offset), y[1]);
        context.lineTo(above.xOf(place), y[0]);
      }
    });
  }
  context.stroke();
  context.globalAlpha = 1;
}
