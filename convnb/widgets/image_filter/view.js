// @ts-check
// The stage of ImageFilter: photograph and result side by side, the kernel, and the window of one pixel of the result,
// magnified: its pixels with their weights.

import { addStripes, sharpCanvas, strokeBox } from "../kit/canvas.js";
import { h, setAttribute, setText, showParts } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { cellAt } from "../kit/grid.js";
import { centreOf, colourOf, createPanel, inside, one, resultAt, windowOf } from "../kit/image.js";
import { drawKernel } from "./kernel.js";
import { costText, pixelText, productText, scaleText, termsAt, total } from "./words.js";

/** The pixel that is looked at first, in parts of the result: an edge of the default picture. */
const FIRST = { row: 0.2373, col: 0.2569 };
/** Widths of a stage from which on it has three columns, and two with all texts. */
const [WIDE, MIDDLE] = [800, 540];
/** CSS pixels: of the column of kernel and patch, between two parts, of a title, of the line of the sum. */
const [SIDE, APART, GAP, TITLE, SUM] = [216, 18, 8, 24, 26];
const LARGEST_CELL = 64;
/** Side of a picture from which on there is room for words. */
const LEAST = 200;
const HINT = "Point at a pixel, or choose it by arrow keys, with Shift ten pixels at a time";

// --- where things stand ---

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  if (width >= WIDE) return 484;
  return width >= MIDDLE ? 552 : Math.round(width / 2) + 284;
}

/**
 * Sides of a picture and of the kernel, and the grid that all parts stand in. Nothing depends on the state: a picture or
 * a kernel of another size moves nothing.
 * @param {{ width: number, height: number }} room
 */
function arrange({ width, height }) {
  const px = (...sizes) => sizes.map((size) => `${size}px`);
  if (width >= WIDE - 24) {
    const kernel = Math.floor((height - SUM - 2 * GAP) / 2) - TITLE;
    const picture = Math.min(Math.floor((width - SIDE - 2 * APART) / 2), height - TITLE - 100);
    const [tools, photo] = [kernel + TITLE, picture + TITLE];
    const rows = px(tools, photo - tools - GAP, 2 * tools - photo, SUM);
    const areas = ["photo result kernel", "photo result patch", "about scale patch", "about scale sum"];
    return { picture, kernel, grid: gridOf(areas, rows, px(picture, picture, SIDE)) };
  }
  const half = Math.floor((width - APART) / 2);
  if (width >= MIDDLE - 24) {
    const kernel = Math.min(144, Math.floor((half - APART) / 2));
    const picture = Math.min(half, height - 2 * TITLE - kernel - GAP);
    const rows = [...px(picture + TITLE, SUM), "auto", "1fr"];
    const areas = ["photo photo result", "kernel patch sum", "kernel patch scale", "kernel patch about"];
    const tool = Math.floor((picture - APART) / 2);
    return { picture, kernel: Math.min(kernel, tool), grid: gridOf(areas, rows, px(tool, picture - tool - APART, picture)) };
  }
  const kernel = Math.min(140, half);
  const areas = ["photo result", "kernel patch", "sum sum", "scale scale"];
  return { picture: half, kernel, grid: gridOf(areas, [...px(half + TITLE, kernel + TITLE, SUM), "auto"], px(half, half)) };
}

function gridOf(areas, rows, columns) {
  return `${areas.map((area, at) => `"${area}" ${rows[at]}`).join(" ")} / ${columns.join(" ")}`;
}

// --- building ---

export function buildPictures(view) {
  const { context } = view;
  const { signal } = context;
  /** What was looked at last stays: the pointer leaves it to point at the numbers. */
  const look = (probe) => {
    if (probe) view.pointed = true;
    view.probe = probe ?? view.probe;
    context.redraw();
  };
  const now = () => context.current();
  const onPhoto = (pixel) => look(pixel && resultAt(now(), pixel));
  const at = () => placeNow(view, now().result);
  const atPhoto = () => centreOf(now(), at());
  view.photo = createPanel({ label: "Picture", hint: HINT, role: "input", signal, onPoint: onPhoto, at: atPhoto });
  view.result = createPanel({ label: "Result", hint: HINT, role: "output", signal, onPoint: look, at });
  view.result.el.classList.add("convnb-result");
  const canvas = sharpCanvas({ role: "img", title: "Point at a pixel to see its product" });
  const title = h("div", { className: "convnb-title" });
  view.patch = { el: h("div", { className: "convnb-panel" }, title, canvas.el), canvas, title };
  const product = (cell) => {
    view.term = cell;
    context.redraw();
  };
  const cellUnder = (/** @type {PointerEvent} */ { offsetX, offsetY }) =>
    cellAt({ shape: now().params.kernel.shape, cell: view.side }, offsetX, offsetY);
  for (const type of ["pointermove", "pointerdown"])
    canvas.el.addEventListener(type, (/** @type {PointerEvent} */ event) => product(cellUnder(event)), { signal });
  canvas.el.addEventListener("pointerleave", () => product(null), { signal });
  view.total = h("span");
  view.swatch = h("span", { className: "convnb-swatch" });
  view.sum = h("div", { className: "convnb-total convnb-result" }, view.total, view.swatch);
}

/** The pixel of the result that is looked at. */
function placeNow({ probe }, { output: { shape } }) {
  return inside(probe ?? { row: Math.round(FIRST.row * shape[0]), col: Math.round(FIRST.col * shape[1]) }, shape);
}

// --- drawing ---

export function drawStage(view, params, result) {
  const { picture } = params;
  const { output } = result;
  const { picture: side, kernel, grid } = arrange(view.context.room());
  if (view.grid !== grid) view.board.style.gridTemplate = view.grid = grid;
  view.about.hidden = side < LEAST;
  view.side = Math.min(LARGEST_CELL, Math.floor((kernel - 2) / Math.max(...params.kernel.shape)));
  const weights = drawKernel(view, params, result);
  const at = placeNow(view, result);
  const zoom = side / Math.max(...picture.shape);
  if (view.painted.picture !== picture) view.photo.paint(picture, "grey", 1);
  if (view.painted.result !== result) view.result.paint(output, result.scale, result.limit);
  view.painted = { picture, result };
  const hint = view.pointed || side < LEAST ? "" : " · point at it";
  const frame = windowOf({ params, result }, at);
  view.photo.draw({ title: `picture ${formatShape(picture.shape)}${hint}`, shape: picture.shape, zoom, frame });
  view.result.draw({ title: `result ${formatShape(output.shape)}`, shape: output.shape, zoom, frame: one(at) });
  const text = side < LEAST ? "" : scaleText(params, result);
  const width = side < LEAST ? 2 * side + APART : side;
  view.bar.draw({ scale: result.scale, limit: result.limit, width, text });
  setText(view.about, costText(params, result));
  drawPatch(view, params, result, at, weights);
}

/** The window of the pixel that is looked at: numbers, weights and their sum; and the product of the pixel that is pointed
 * at, or of the weight that was chosen. */
function drawPatch(view, params, result, at, weights) {
  const { canvas, title } = view.patch;
  const terms = termsAt(params, result, at);
  const { shape } = params.kernel;
  const context = canvas.begin(shape[1] * view.side + 2, shape[0] * view.side + 2);
  const cell = view.term ?? view.cell;
  const chosen = cell && inside(cell, shape);
  const written = paintPatch(context, { terms, weights, shape, cell: view.side, chosen }, view.context.colours());
  const asked = `Σ pixel × weight${written ? "" : " · point at it"}`;
  setText(title, chosen ? productText(terms[chosen.row * shape[1] + chosen.col]) : asked);
  setAttribute(canvas.el, "aria-label", pixelText(terms, at));
  const sum = total(terms);
  const parts = [{ text: `result[${at.row}, ${at.col}] = ` }, { text: formatNumber(sum, 3), role: "output" }];
  showParts(view.total, parts);
  const colour = `rgb(${colourOf(result.scale, sum, result.limit).join(" ")})`;
  if (view.colour !== colour) view.swatch.style.background = view.colour = colour;
}

const FONT = "system-ui, sans-serif";
const SMALLEST = 11.5;
/** Width of a letter, in heights. */
const LETTER = 0.58;

/** The size at which texts fit into a width and a height, 0 where they cannot be read. */
function fitting(texts, width, height) {
  const longest = Math.max(...texts.map(({ length }) => length));
  const size = Math.min(20, height * 0.8, width / (longest * LETTER));
  return size >= SMALLEST ? size : 0;
}

/** Each pixel in its grey with its value, and below it the weight, which looks as it does in the kernel.
 * @returns {boolean} whether the numbers could be written */
function paintPatch(context, { terms, weights, shape, cell, chosen }, colour) {
  const values = terms.map(({ value }) => String(Number(value.toFixed(2))));
  const lists = [3, 2, 1].map((digits) => weights.map((weight) => `×${formatNumber(weight, digits)}`));
  const below = Math.max(16, Math.round(cell * 0.36));
  const size = fitting(values, cell - 8, cell - below);
  const texts = size ? lists.find((list) => fitting(list, cell - 4, below)) : undefined;
  const small = texts ? Math.min(size, fitting(texts, cell - 4, below)) : 0;
  const strip = texts ? below : 0;
  const largest = Math.max(...weights.map(Math.abs)) || 1;
  const places = terms.map((_, k) => [1 + (k % shape[1]) * cell, 1 + Math.floor(k / shape[1]) * cell]);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `500 ${size}px ${FONT}`;
  terms.forEach(({ value, padding }, k) => {
    const [x, y] = places[k];
    const level = Math.round(255 * value);
    context.fillStyle = padding ? colour.paper : `rgb(${level} ${level} ${level})`;
    context.fillRect(x, y, cell, cell - strip);
    if (!size) return;
    context.fillStyle = padding ? colour.muted : value > 0.46 ? "#000000" : "#ffffff";
    context.fillText(values[k], x + cell / 2, y + (cell - strip) / 2 + 1);
  });
  context.font = `500 ${small}px ${FONT}`;
  for (const [k, [x, y]] of texts ? places.entries() : []) {
    const box = /** @type {[number, number, number, number]} */ ([x, y + cell - strip, cell, strip]);
    context.fillStyle = colour.paper;
    context.fillRect(...box);
    context.globalAlpha = weights[k] ? 0.1 + 0.38 * (Math.abs(weights[k]) / largest) : 0;
    context.fillStyle = colour["kernel-tint"];
    context.fillRect(...box);
    context.beginPath();
    if (weights[k] < 0) addStripes(context, ...box);
    context.globalAlpha = 0.14;
    context.strokeStyle = colour.ink;
    context.lineWidth = 1; // the frame of the last picture was thicker
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = colour.ink;
    context.fillText(texts[k], x + cell / 2, y + cell - strip / 2 + 1);
  }
  for (const [k, [x, y]] of places.entries()) {
    const dash = terms[k].padding ? [2, 3] : [];
    strokeBox(context, [x + 0.5, y + 0.5, cell - 1, cell - 1], colour.line, 1, dash);
  }
  const frame = [1.5, 1.5, shape[1] * cell - 1, shape[0] * cell - 1];
  strokeBox(context, frame, colour.focus, 3);
  if (chosen) strokeBox(context, [1 + chosen.col * cell, 1 + chosen.row * cell, cell, cell], colour.focus, 2);
  return Boolean(texts);
}
