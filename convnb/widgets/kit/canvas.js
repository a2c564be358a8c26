// @ts-check
// A canvas that is sharp on every display.

import { h, setAttribute } from "./dom.js";

/**
 * @param {Record<string, any>} [props]
 * @returns {{ el: HTMLCanvasElement, begin: (width: number, height: number) => CanvasRenderingContext2D }}
 *   begin sizes the canvas in CSS pixels, clears it and gives a context that draws in CSS pixels
 */
export function sharpCanvas(props = {}) {
  const el = h("canvas", props);
  const context = el.getContext("2d");
  const begin = (width, height) => {
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

/** Where a title may end, as there is no room for the rest: not within brackets. */
const PARTS = /(?=, (?![^(]*\))| · )/;

/**
 * Draw again where the page comes to another display, or is zoomed: what was drawn for fewer pixels is not sharp there.
 * @param {AbortSignal} signal @param {() => void} redraw
 */
export function followDisplay(signal, redraw) {
  const watch = () => {
    const here = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    here.addEventListener("change", () => (redraw(), watch()), { once: true, signal });
  };
  watch();
}

/**
 * A canvas that keys reach, under its title; what is too wide for the page scrolls.
 * @param {{ label: string, hint: string, role?: string }} options role: the colour of the title
 * @param {...Node} below what stands under the canvas
 * @returns show(title, role) changes the title; scroll: the canvas without it
 */
export function canvasPanel({ label, hint, role = "" }, ...below) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": label, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const scroll = h("div", { className: "convnb-scroll" }, canvas.el);
  const el = h("div", { className: "convnb-panel" }, title, scroll, ...below);
  const show = (text, of = role) => {
    if (title.textContent !== text) title.replaceChildren(...text.split(PARTS).map((part) => h("span", {}, part)));
    setAttribute(title, "data-role", of);
  };
  return { el, scroll, canvas: canvas.el, begin: canvas.begin, show };
}

/**
 * What stays the same under a drag, such as an axis with its numbers: painted once, and copied from then on.
 * @returns {(context: CanvasRenderingContext2D, width: number, height: number, key: string,
 *            paint: (context: CanvasRenderingContext2D) => void) => void}
 *   key: says all that the layer shows; the layer is painted again only when the key or the size changes
 */
export function createLayer() {
  const canvas = sharpCanvas();
  let painted = "";
  return (context, width, height, key, paint) => {
    const now = `${width} ${height} ${window.devicePixelRatio} ${key}`;
    if (now !== painted) paint(canvas.begin(width, height));
    painted = now;
    context.drawImage(canvas.el, 0, 0, width, height);
  };
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
  const resize = (width, height, blocks) => {
    el.style.width = `${width}px`;
    el.style.height = `${height}px`;
    el.style.imageRendering = blocks ? "pixelated" : "auto";
  };
  return { el, paint, resize };
}

/**
 * The outline of a rectangle.
 * @param {CanvasRenderingContext2D} context @param {number[]} box left, top, width and height
 * @param {string} style @param {number} [thickness] @param {number[]} [dash]
 */
export function strokeBox(context, [x, y, width, height], style, thickness = 1, dash = []) {
  context.strokeStyle = style;
  context.lineWidth = thickness;
  context.setLineDash(dash);
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);
}

/**
 * A cross from corner to corner of a rectangle.
 * @param {CanvasRenderingContext2D} context @param {number[]} box left, top, width and height
 * @param {string} style @param {number} thickness
 */
export function cross(context, [x, y, width, height], style, thickness) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y + height);
  context.moveTo(x + width, y);
  context.lineTo(x, y + height);
  context.strokeStyle = style;
  context.lineWidth = thickness;
  context.stroke();
}

/**
 * Diagonal stripes inside a rectangle: the sign that is not a colour.
 * @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} width
 * @param {number} height @param {number} [gap]
 */
export function hatch(context, x, y, width, height, gap = 6) {
  context.beginPath();
  addStripes(context, x, y, width, height, gap);
  context.stroke();
}

/** The same, added to the path that is open: one stroke for many cells. They end at the edges, which is quicker than a clip. */
export function addStripes(context, x, y, width, height, gap = 6) {
  for (let offset = -height; offset < width; offset += gap) {
    const cutLeft = Math.max(0, -offset);
    const cutRight = Math.max(0, offset + height - width);
    context.moveTo(x + offset + cutLeft, y + height - cutLeft);
    context.lineTo(x + offset + height - cutRight, y + cutRight);
  }
}
