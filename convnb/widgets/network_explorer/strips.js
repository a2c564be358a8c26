// @ts-check
// Every layer as a strip on one canvas: its maps side by side, or its units as cells. Where each lies is worked out
// once for a network and a width; painting goes through one picture a layer.

import { pixelCanvas } from "../kit/canvas.js";
import { createColouring } from "../kit/image_panel.js";
import { outline } from "./blocks.js";
import { layerName, scaleText, sizeText } from "./text.js";

const FONT = "system-ui, sans-serif";
const TITLE = 20;
const BELOW = 8;
const GAP = 4;
/** Sides of a map on the page, in CSS pixels. */
const [SMALLEST, LARGEST] = [36, 64];
const [THINNEST, THICKEST] = [9, 22];
const SMALLEST_FRAME = 6;

/**
 * @typedef {{ index: number, y: number, across: number, wide: number, tall: number, gap: number, count: number,
 *             rows: number, cols: number }} Strip
 *   wide and tall: of one map or cell on the page; rows and cols: of numbers in a map
 */

/**
 * @param {import("./layers.js").Network} network
 * @param {number[]} indices of the layers that are shown
 * @param {number} width
 * @returns {{ strips: Strip[], height: number }}
 */
export function layOut(network, indices, width) {
  let y = 0;
  const strips = indices.map((index) => {
    const { output } = network.layers[index];
    const strip = output.length === 3 ? mapsStrip(output, width) : cellsStrip(output[0], width);
    const placed = { index, y, ...strip };
    y += TITLE + Math.ceil(strip.count / strip.across) * (strip.tall + strip.gap) - strip.gap + BELOW;
    return placed;
  });
  return { strips, height: Math.max(1, y) };
}

/** As few rows as leave the maps large enough to be seen. */
function mapsStrip([count, rows, cols], width) {
  let across = count;
  const sideOf = (/** @type {number} */ many) => Math.floor((width - 2 - GAP * (many - 1)) / many);
  for (let lines = 2; across > 1 && sideOf(across) < SMALLEST; lines++) across = Math.ceil(count / lines);
  const zoom = Math.min(LARGEST, sideOf(across)) / Math.max(rows, cols);
  const [wide, tall] = [cols, rows].map((size) => Math.max(1, Math.round(size * zoom)));
  return { across, wide, tall, gap: GAP, count, rows, cols };
}

function cellsStrip(count, width) {
  const lines = Math.ceil((count * THINNEST) / (width - 2));
  const across = Math.ceil(count / lines);
  const side = Math.max(THINNEST, Math.min(THICKEST, Math.floor((width - 2) / across)));
  return { across, wide: side, tall: side, gap: 0, count, rows: 1, cols: 1 };
}

/** The corner of a map or cell on the page. @param {Strip} strip @param {number} map */
function cornerOf({ y, across, wide, tall, gap }, map) {
  return [1 + (map % across) * (wide + gap), y + TITLE + Math.floor(map / across) * (tall + gap)];
}

/**
 * The unit under a point, or null.
 * @param {Strip[]} strips
 * @param {number} x
 * @param {number} y
 */
export function unitAt(strips, x, y) {
  for (const strip of strips) {
    const { across, wide, tall, gap, count, rows, cols } = strip;
    const line = Math.floor((y - strip.y - TITLE) / (tall + gap));
    const column = Math.floor((x - 1) / (wide + gap));
    const map = line * across + column;
    if (y < strip.y + TITLE || x < 1 || column >= across || map >= count) continue;
    const [left, top] = cornerOf(strip, map);
    const [row, col] = [Math.floor(((y - top) / tall) * rows), Math.floor(((x - left) / wide) * cols)];
    if (row < rows && col < cols) return { layer: strip.index, map, row, col };
  }
  return null;
}

/** Paints strips; what did not change is not coloured anew. */
export function createStrips() {
  /** @type {{ canvas: any, colouring: any, made: any }[]} */
  const atlases = [];
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Strip[]} strips
   * @param {{ network: any, answers: Float32Array[], limits: number[], moment: any, width: number }} now moment: another one, another picture
   * @param {Record<string, string>} colour
   */
  return (context, strips, { network, answers, limits, moment, width }, colour) => {
    titles(context, strips, { network, limits, width }, colour);
    context.imageSmoothingEnabled = false;
    strips.forEach((strip, at) => {
      const { index, count, rows, cols, wide, tall } = strip;
      const layer = network.layers[index];
      const atlas = (atlases[at] ??= { canvas: pixelCanvas(), colouring: createColouring(), made: null });
      if (atlas.made !== moment) {
        const picture = { shape: /** @type {[number, number]} */ ([count * rows, cols]), values: answers[index] };
        atlas.canvas.paint(atlas.colouring(picture, layer.signed ? "signed" : "grey", limits[index]));
        atlas.made = moment;
      }
      context.fillStyle = colour.line;
      const edge = strip.gap ? 1 : 0;
      for (let map = 0; map < count; map++) {
        const [x, y] = cornerOf(strip, map);
        if (edge) context.fillRect(x - 1, y - 1, wide + 2, tall + 2);
        context.drawImage(atlas.canvas.el, 0, map * rows, cols, rows, x, y, wide, tall);
      }
      if (!edge) cellLines(context, strip, colour);
    });
  };
}

function cellLines(context, strip, colour) {
  context.strokeStyle = colour.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let map = 0; map < strip.count; map++) {
    const [x, y] = cornerOf(strip, map);
    context.rect(x + 0.5, y + 0.5, strip.wide - 1, strip.tall - 1);
  }
  context.stroke();
}

/** The lines above the strips: a font is set once for all, as it costs more than a text. */
function titles(context, strips, { network, limits, width }, colour) {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = `600 13px ${FONT}`;
  const ends = strips.map(({ index, y }) => {
    context.fillStyle = colour.output;
    context.fillRect(0, y + 1, 5, 15);
    context.fillStyle = colour.ink;
    const name = layerName(network, index);
    context.fillText(name, 10, y + 9);
    return 20 + context.measureText(name).width;
  });
  context.font = `12px ${FONT}`;
  context.fillStyle = colour.muted;
  strips.forEach(({ index, y }, at) => {
    const text = `${sizeText(network, index)}, ${scaleText(network.layers[index], limits[index])}`;
    context.fillText(text, ends[at], y + 9, Math.max(1, width - ends[at]));
  });
}

/**
 * A frame around a box of numbers in one map, or in all maps of a strip (map null).
 * @param {CanvasRenderingContext2D} context
 * @param {Strip} strip
 * @param {{ row: number, col: number, rows: number, cols: number }} box
 * @param {number | null} map
 * @param {string} style
 */
export function frameIn(context, strip, box, map, style) {
  if (box.rows < 1 || box.cols < 1) return;
  const maps = map === null ? Array.from({ length: strip.count }, (_, n) => n) : [map];
  context.beginPath();
  for (const one of maps) context.rect(...placeOf(strip, box, one));
  outline(context, style, 1.5);
}

/** @returns {[number, number, number, number]} */
function placeOf(strip, { row, col, rows, cols }, map) {
  const [x, y] = cornerOf(strip, map);
  const [across, down] = [strip.wide / strip.cols, strip.tall / strip.rows];
  const [width, height] = [cols * across, rows * down].map((side) => Math.max(SMALLEST_FRAME, side));
  const within = (/** @type {number} */ at, /** @type {number} */ room) => Math.max(0, Math.min(room, at));
  const left = within((col + cols / 2) * across - width / 2, strip.wide - width);
  const top = within((row + rows / 2) * down - height / 2, strip.tall - height);
  return [x + left, y + top, width, height];
}
