// @ts-check
// Pictures side by side or under each other on one canvas, so that a whole stack is one stop of the Tab key: channels,
// results, maps. Each has a title, a frame where something is chosen, and a cross where nothing is looked at.

import { canvasPanel, cross, pixelCanvas, strokeBox } from "../kit/canvas.js";
import { draggable } from "../kit/dom.js";
import { colourImage, createColouring, inside, outline, rectangleOf } from "../kit/image.js";

const FONT = "system-ui, sans-serif";
/** Height of the line above a tile: that of a grid's title. */
export const TITLE = 21;
/** Height of the line below a tile that has a note. */
export const NOTE = 18;
const SMALLEST_FRAME = 7;
/** A mark on a picture, which looks the same in both themes. */
const DARK = "#000000";

/**
 * @typedef {import("../kit/image.js").Box} Box
 * @typedef {{ title: string, x: number, y: number, zoom: number, scale: "grey" | "signed" | "colour", limit?: number,
 *             planes: { shape: [number, number], values: Float32Array }[], note?: string, role: string,
 *             frame?: Box | null, spot?: Box | null, inside?: Box | null, crossed?: boolean, chosen?: boolean }} Tile
 *   zoom: CSS pixels a pixel; planes: one, or red, green and blue; frame: what is looked at; spot: one pixel of it;
 *   inside: what lies away from the seam; crossed: not used; chosen: the one of several that is shown at large
 * @typedef {{ tile: number, row: number, col: number }} Spot
 */

/**
 * @param {{ label: string, hint: string, signal: AbortSignal, colours: () => Record<string, string>, cursor?: string,
 *           onPoint: (spot: Spot | null) => void, onClick: (spot: Spot) => void,
 *           onDrag?: (spot: Spot, moved: { rows: number, cols: number }) => void,
 *           onKey: (event: KeyboardEvent) => boolean }} options
 *   onDrag: without it, a drag points; onKey: true where the key was for it
 */
export function createTiles({ label, hint, signal, colours, cursor, onPoint, onClick, onDrag, onKey }) {
  const { scroll, canvas, begin } = canvasPanel({ label, hint });
  if (cursor) canvas.style.cursor = cursor;
  /** @type {Tile[]} */
  let shown = [];
  /** @type {ReturnType<typeof createPixels>[]} */
  const pixels = [];

  draggable(canvas, signal, {
    press: (x, y) => {
      const spot = spotAt(shown, x, y);
      if (spot && !onDrag) onPoint(spot);
      return spot && { spot, x, y };
    },
    drag: ({ spot, x, y }, dx, dy) => {
      const { zoom } = shown[spot.tile];
      if (onDrag) onDrag(spot, { rows: dy / zoom, cols: dx / zoom });
      else onPoint(spotIn(shown[spot.tile], spot.tile, x + dx, y + dy));
    },
    click: ({ spot }) => onClick(spot),
    hover: (x, y) => onPoint(spotAt(shown, x, y)),
    leave: () => onPoint(null),
    grabs: () => Boolean(onDrag),
  });
  const keyed = (event) => onKey(event) && event.preventDefault();
  canvas.addEventListener("keydown", keyed, { signal });

  /** @param {number} width @param {number} height @param {Tile[]} tiles */
  const draw = (width, height, tiles) => {
    shown = tiles;
    const context = begin(width, height);
    const colour = colours();
    tiles.forEach((tile, index) => drawTile(context, tile, (pixels[index] ??= createPixels()), colour));
    drawWords(context, tiles, colour);
  };
  return { el: scroll, draw };
}

// --- where things are ---

/** The width and the height of a tile's picture.
 * @param {Tile} tile */
function sizeOf({ planes, zoom }) {
  return [planes[0].shape[1] * zoom, planes[0].shape[0] * zoom];
}

/** The pixel of a tile nearest to a point. */
function spotIn(tile, index, x, y) {
  const [row, col] = [(y - tile.y - TITLE) / tile.zoom, (x - tile.x) / tile.zoom].map(Math.floor);
  return { tile: index, ...inside({ row, col }, tile.planes[0].shape) };
}

/** @param {Tile[]} tiles @returns {Spot | null} */
function spotAt(tiles, x, y) {
  const index = tiles.findIndex((tile) => {
    const [width, height] = sizeOf(tile);
    return x >= tile.x && y >= tile.y && x < tile.x + width && y < tile.y + TITLE + height;
  });
  return index < 0 ? null : spotIn(tiles[index], index, x, y);
}

// --- how they look ---

/** The pixels of one tile, made again only if they changed. */
function createPixels() {
  const canvas = pixelCanvas();
  const colouring = createColouring();
  let made = /** @type {unknown[]} */ ([]);
  /** @type {ImageData | null} */
  let image = null;
  return (/** @type {Tile} */ { planes, scale, limit = 1 }) => {
    const now = [...planes, scale, limit];
    if (now.length !== made.length || now.some((part, at) => part !== made[at])) {
      image = scale === "colour" ? colourImage(planes, image) : colouring(planes[0], scale, limit);
      canvas.paint(image);
    }
    made = now;
    return canvas.el;
  };
}

function drawTile(context, tile, pixels, colour) {
  const [width, height] = sizeOf(tile);
  const [x, top] = [tile.x, tile.y + TITLE];
  context.imageSmoothingEnabled = false;
  context.globalAlpha = tile.crossed ? 0.25 : 1;
  context.drawImage(pixels(tile), x, top, width, height);
  context.globalAlpha = 1;
  if (tile.crossed) cross(context, [x, top, width, height], colour.ink, 2);
  const [style, thickness] = tile.chosen ? [colour.ink, 3] : [colour.line, 1];
  strokeBox(context, [x + 0.5, top + 0.5, width - 1, height - 1], style, thickness);
  frame(context, tile, tile.inside, 0, DARK, [4, 3]);
  frame(context, tile, tile.frame, SMALLEST_FRAME, colour.focus);
  frame(context, tile, tile.spot, SMALLEST_FRAME, colour.focus);
}

/** A frame around a box of pixels, if there is one. */
function frame(context, tile, box, least, style, dash = []) {
  if (!box?.rows || !box.cols) return;
  const [width, height] = sizeOf(tile);
  const picture = { across: tile.zoom, down: tile.zoom, width, height };
  const [left, top, wide, tall] = rectangleOf(box, picture, least);
  context.beginPath();
  context.rect(tile.x + left, tile.y + TITLE + top, wide, tall);
  outline(context, style, 2, dash);
}

/** Titles and notes. A font is set once for all, as it costs more than a text. */
function drawWords(context, tiles, colour) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = `600 13px ${FONT}`;
  for (const tile of tiles) {
    const { title, role, x, y, crossed } = tile;
    context.fillStyle = crossed ? colour.muted : colour[`${role}-text`];
    context.fillText(title, x, y + 9);
  }
  context.font = `12px ${FONT}`;
  context.fillStyle = colour.muted;
  for (const tile of tiles) {
    if (tile.note) context.fillText(tile.note, tile.x, tile.y + TITLE + sizeOf(tile)[1] + 10);
  }
}
