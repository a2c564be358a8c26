// @ts-check
// A canvas that is sharp on every display.

import { h } from "./dom.js";

/**
 * @param {Record<string, any>} [props]
 * @returns {{ el: HTMLCanvasElement, begin: (width: number, height: number) => CanvasRenderingContext2D }}
 *   begin sizes the canvas in CSS pixels, clears it and gives a context that draws in CSS pixels
 */
export function sharpCanvas(props = {}) {
  const el = h("canvas", props);
  const context = el.getContext("2d");
  const begin = (/** @type {number} */ width, /** @type {number} */ height) => {
    const ratio = window.devicePixelRatio || 1;
    const size = [Math.round(width * ratio), Math.round(height * ratio)];
    if (el.width !== size[0] || el.height !== size[1]) {
      [el.width, el.height] = size;
      el.style.width = `${width}px`;
      el.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  };
  return { el, begin };
}

/**
 * A canvas that shows pixels as they are, scaled by the browser.
 * @param {Record<string, any>} [props]
 * @returns {{ el: HTMLCanvasElement, paint: (pixels: ImageData) => void,
 *             resize: (width: number, height: number, blocks: boolean) => void }}
 *   resize: its size on the page in CSS pixels; blocks: each pixel a square with hard edges
 */
export function pixelCanvas(props = {}) {
  const el = h("canvas", props);
  const context = el.getContext("2d");
  const paint = (/** @type {ImageData} */ pixels) => {
    if (el.width !== pixels.width) el.width = pixels.width;
    if (el.height !== pixels.height) el.height = pixels.height;
    context.putImageData(pixels, 0, 0);
  };
  const resize = (/** @type {number} */ width, /** @type {number} */ height, /** @type {boolean} */ blocks) => {
    el.style.width = `${width}px`;
    el.style.height = `${height}px`;
    el.style.imageRendering = blocks ? "pixelated" : "auto";
  };
  return { el, paint, resize };
}

/**
 * Diagonal stripes inside a rectangle: the sign that is not a colour.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} [gap]
 */
export function hatch(context, x, y, width, height, gap = 6) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let offset = -height; offset < width; offset += gap) {
    context.moveTo(x + offset, y + height);
    context.lineTo(x + offset + height, y);
  }
  context.stroke();
  context.restore();
}
