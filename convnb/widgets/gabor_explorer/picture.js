// @ts-check
// The two small pictures of GaborExplorer over coordinates in pixels: the kernel, on the diverging scale with stripes
// below zero, and the grating in grey; each with an arrow across the stripes that the hand can turn.

import { createLayer, sharpCanvas } from "../kit/canvas.js";
import { h, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { formatNumber } from "../kit/format.js";
import { createColouring, colourOf } from "../kit/image_panel.js";
import { ticks } from "../kit/plot.js";

const FONT = "12px system-ui, sans-serif";
const MARGIN = { left: 52, top: 8, bottom: 38, right: 10, bar: 74 };
/** How near to the arrow's tip a press takes hold of it, in CSS pixels. */
const GRIP = 18;
const FAINT = 0.04;
const FARTHEST = 1e4;

/**
 * @typedef {{ title: string, width: number, shape: [number, number], values: ArrayLike<number>, limit: number,
 *             scale: "signed" | "grey", centre: { x: number, y: number }, theta: number,
 *             bell: { x: number, y: number, theta: number, beta_x: number, beta_y: number } }} Field
 *   width: CSS pixels of the canvas; centre: where the arrow starts, theta: where it points; bell: its outline, where
 *   the envelope has fallen to 1/e
 */

/**
 * @param {{ label: string, hint: string, role: string, signal: AbortSignal, colours: () => Record<string, string>,
 *           onTurn: (theta: number) => void, onMove?: (x: number, y: number) => void,
 *           onKey: (event: KeyboardEvent) => void }} options
 *   onMove: the middle was dragged there; without it every drag turns
 */
export function createField({ label, hint, role, signal, colours, onTurn, onMove, onKey }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const el = h("div", { className: "convnb-panel" }, title, h("div", { className: "convnb-scroll" }, canvas.el));
  const pixels = h("canvas");
  const colouring = createColouring();
  const layer = createLayer();
  /** @type {any} */
  let shown = null;

  draggable(canvas.el, signal, {
    press: (x, y) => {
      if (!shown) return null;
      const { tip, centre } = shown;
      const turns = !onMove || Math.hypot(x - tip.x, y - tip.y) <= GRIP;
      return { turns, x, y, from: shown.field.centre, middle: centre, cell: shown.cell };
    },
    drag: ({ turns, x, y, from, middle, cell }, dx, dy) => {
      if (turns) onTurn(Math.atan2(y + dy - middle.y, x + dx - middle.x));
      else onMove?.(from.x + dx / cell, from.y + dy / cell);
    },
  });
  canvas.el.addEventListener("keydown", onKey, { signal });

  /** @param {Field} field */
  const draw = (field) => {
    setText(title, field.title);
    shown = layOut(field);
    const context = canvas.begin(field.width, shown.height);
    const image = colouring(
      { shape: field.shape, values: /** @type {any} */ (field.values) },
      field.scale,
      field.limit,
    );
    if (pixels.width !== image.width || pixels.height !== image.height) {
      [pixels.width, pixels.height] = [image.width, image.height];
    }
    pixels.getContext("2d").putImageData(image, 0, 0);
    const colour = colours();
    paint(context, shown, pixels, colour);
    const key = `${field.shape} ${field.scale} ${colour.muted}`;
    layer(context, field.width, shown.height, key, (still) => {
      drawTicks(still, shown, colour);
      if (field.scale === "signed") drawBar(still, shown);
    });
    if (field.scale === "signed") drawScale(context, shown, colour);
    drawArrow(context, shown, colour);
  };
  return { el, draw };
}

/** Where everything lies, in CSS pixels. @param {Field} field */
function layOut(field) {
  const { shape, width, scale, centre, theta } = field;
  const room = width - MARGIN.left - (scale === "signed" ? MARGIN.bar : MARGIN.right);
  const cell = room / Math.max(...shape);
  const [tall, wide] = [shape[0] * cell, shape[1] * cell];
  const placeX = (/** @type {number} */ x) => MARGIN.left + wide / 2 + x * cell;
  const placeY = (/** @type {number} */ y) => MARGIN.top + tall / 2 + y * cell;
  const reach = Math.max(26, 0.4 * Math.min(tall, wide));
  const middle = { x: placeX(centre.x), y: placeY(centre.y) };
  const tip = { x: middle.x + reach * Math.cos(theta), y: middle.y + reach * Math.sin(theta) };
  return { field, cell, tall, wide, placeX, placeY, centre: middle, tip, height: tall + MARGIN.top + MARGIN.bottom };
}

function paint(context, shown, pixels, colour) {
  const { field, cell, tall, wide, placeX, placeY } = shown;
  const { left, top } = MARGIN;
  context.imageSmoothingEnabled = false;
  context.drawImage(pixels, left, top, wide, tall);
  context.save();
  context.beginPath();
  context.rect(left, top, wide, tall);
  context.clip();
  if (field.scale === "signed") stripeNegatives(context, shown);
  const { x, y, theta, beta_x, beta_y } = field.bell;
  const [across, along] = [beta_x, beta_y].map((beta) => Math.min(FARTHEST, cell / Math.sqrt(beta || 1e-9)));
  for (const [style, width, dash] of [
    ["#ffffff", 4, []],
    [colour.kernel, 2, [6, 4]],
  ]) {
    context.beginPath();
    context.ellipse(placeX(x), placeY(y), across, along, theta, 0, 2 * Math.PI);
    line(context, style, width, dash);
  }
  context.restore();
}

function line(context, style, width, dash = []) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** Stripes over what is below zero: the sign that is not a colour. */
function stripeNegatives(context, { field, cell, tall, wide }) {
  const { left, top } = MARGIN;
  const below = new Path2D();
  for (let at = 0; at < field.values.length; at++) {
    if (field.values[at] >= -FAINT * field.limit) continue;
    below.rect(left + (at % field.shape[1]) * cell, top + Math.floor(at / field.shape[1]) * cell, cell, cell);
  }
  context.save();
  context.clip(below);
  context.beginPath();
  for (let offset = -tall; offset < wide; offset += 6) {
    context.moveTo(left + offset, top + tall);
    context.lineTo(left + offset + tall, top);
  }
  line(context, "rgb(255 255 255 / 55%)", 1);
  context.restore();
}

/** The frame, and the coordinates along two of its sides. */
function drawTicks(context, { field, tall, wide, placeX, placeY }, colour) {
  const { left, top } = MARGIN;
  const [rows, cols] = field.shape;
  context.beginPath();
  context.rect(left, top, wide, tall);
  line(context, colour.line, 1);
  context.font = FONT;
  context.fillStyle = colour.muted;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.beginPath();
  for (const x of ticks(-(cols - 1) / 2, (cols - 1) / 2, wide / 55)) {
    context.moveTo(placeX(x), top + tall);
    context.lineTo(placeX(x), top + tall + 4);
    context.fillText(formatNumber(x), placeX(x), top + tall + 6);
  }
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const y of ticks(-(rows - 1) / 2, (rows - 1) / 2, tall / 55)) {
    context.moveTo(left, placeY(y));
    context.lineTo(left - 4, placeY(y));
    context.fillText(formatNumber(y), left - 7, placeY(y));
  }
  line(context, colour.muted, 1);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText("x in pixels", left + wide / 2, top + tall + 21);
  context.save();
  context.translate(1, top + tall / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText("y in pixels", 0, 0);
  context.restore();
}

/** The bar of the diverging scale. */
function drawBar(context, { tall, wide }) {
  const { top } = MARGIN;
  const gradient = context.createLinearGradient(0, top, 0, top + tall);
  [1, 0, -1].forEach((value, at) => gradient.addColorStop(at / 2, `rgb(${colourOf("signed", value, 1).join(" ")})`));
  context.fillStyle = gradient;
  context.fillRect(MARGIN.left + wide + 12, top, 12, tall);
}

/** The numbers beside it. */
function drawScale(context, { field: { limit }, tall, wide }, colour) {
  const left = MARGIN.left + wide + 29;
  const { top } = MARGIN;
  context.fillStyle = colour.ink;
  context.font = FONT;
  context.textAlign = "left";
  const marks = [
    { text: `+${formatNumber(limit, 3)}`, y: top, base: "top" },
    { text: "0", y: top + tall / 2, base: "middle" },
    { text: formatNumber(-limit, 3), y: top + tall, base: "bottom" },
  ];
  for (const { text, y, base } of marks) {
    context.textBaseline = base;
    context.fillText(text, left, y);
  }
}

function drawArrow(context, { centre, tip }, colour) {
  for (const [style, width] of [
    ["#ffffff", 6],
    [colour.focus, 3],
  ]) {
    context.beginPath();
    context.moveTo(centre.x, centre.y);
    context.lineTo(tip.x, tip.y);
    line(context, style, width);
  }
  for (const [{ x, y }, radius] of [
    [centre, 4],
    [tip, 7],
  ]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour.focus;
    context.fill();
    line(context, "#ffffff", 2);
  }
}
