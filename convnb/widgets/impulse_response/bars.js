// @ts-check
// A list of numbers as bars that are dragged up and down, chosen with the arrow keys, or typed.

import { sharpCanvas } from "../kit/canvas.js";
import { createCellEditor, typedStart } from "../kit/cell_editor.js";
import { h, setAttribute, setText } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { formatNumber } from "../kit/format.js";
import { drawBar, drawIndices, drawZeroLine, frameSlots, INDEX_LINE, slotAt } from "../kit/slots.js";
import { bandOf, numbersFit, stepFor, valueAtY, widthOf, xOfSlot } from "../kit/slots.js";

/**
 * @typedef {{ title: string, axis: import("../kit/slots.js").Axis, values: ArrayLike<number>, height: number, tint: string,
 *             least?: number, fillOf?: (context: CanvasRenderingContext2D, index: number) => any,
 *             over?: (context: CanvasRenderingContext2D, band: any) => void }} Picture
 *   least: the values that are shown at least; fillOf: the pattern of a bar; over: what is painted on top
 */

/** The value that a drag or a key gives, on a round step of the scale. @param {number} value @param {number} step */
function onStep(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(6)) + 0;
}

/**
 * @param {{ label: string, name: string, hint: string, role: string, signal: AbortSignal, redraw: () => void,
 *           colours: () => Record<string, string>, onChange: (index: number, value: number) => void,
 *           onClick?: (index: number) => void, onHover?: (index: number | null) => void }} options
 *   name: what one bar is called, "hit" for "hit 3"; onClick: a press that did not move, and Enter
 */
export function createBars({ label, name, hint, role, signal, redraw, colours, onChange, onClick, onHover }) {
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", "aria-label": `${label}. ${hint}`, title: hint });
  const title = h("div", { className: "convnb-title", "data-role": role });
  const el = h("div", { className: "convnb-panel" }, title, h("div", { className: "convnb-scroll" }, canvas.el));
  /** @type {Picture | null} */
  let picture = null;
  let cursor = 0;
  /** @type {any} the scale of the picture, kept while a bar is held: it would run away from the hand */
  let band = { top: 0, height: 1, low: 0, high: 1 };
  let held = false;

  /** The next key may come before the next picture: it must find this value. */
  const change = (/** @type {number} */ at, /** @type {number} */ value) => {
    if (picture) picture.values[at] = value;
    onChange(at, value);
  };
  const focused = () => document.activeElement === canvas.el;
  const index = (/** @type {number} */ x) => {
    const slot = picture && slotAt(picture.axis, x);
    return picture && slot !== null && slot >= 0 && slot < picture.values.length ? slot : null;
  };
  const editor = createCellEditor({
    canvas: canvas.el,
    label: (/** @type {number} */ at) => `${name} ${at}`,
    signal,
    onCommit: change,
  });
  const edit = (/** @type {number} */ at, typed = "") => {
    const { axis, values } = /** @type {Picture} */ (picture);
    const rectangle = { x: xOfSlot(axis, at), y: 4, width: axis.cell, height: 28 };
    editor.open(at, rectangle, values[at], typed);
  };

  // --- pointer ---
  draggable(canvas.el, signal, {
    press(x, y) {
      const at = index(x);
      if (at === null) return null;
      cursor = at;
      held = true;
      redraw();
      return { at, y };
    },
    drag({ at, y }, _, dy) {
      const value = Math.min(band.high, Math.max(band.low, valueAtY(band, y + dy)));
      change(at, onStep(value, stepFor(band.high)));
    },
    click: ({ at }) => onClick?.(at),
    hover: (x) => onHover?.(index(x)),
    leave: () => onHover?.(null),
  });
  const release = () => {
    held = false;
    redraw();
  };
  const onDouble = (/** @type {MouseEvent} */ event) => {
    const at = index(event.offsetX);
    if (at !== null) edit(at);
  };
  const listen = (/** @type {string} */ type, /** @type {any} */ run) =>
    canvas.el.addEventListener(type, run, { signal });
  for (const type of ["pointerup", "pointercancel"]) listen(type, release);
  if (!onClick) listen("dblclick", onDouble);

  // --- keyboard ---
  for (const type of ["focus", "blur"]) listen(type, redraw);
  listen("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!picture) return;
    const { values } = picture;
    const typed = typedStart(event);
    const step = Array.prototype.every.call(values, Number.isInteger) ? 1 : stepFor(band.high);
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -values.length, End: values.length }[event.key];
    const up = { ArrowUp: step, ArrowDown: -step }[event.key];
    if (typed !== null) edit(cursor, typed);
    else if (aside) cursor = Math.min(values.length - 1, Math.max(0, cursor + aside));
    else if (up) change(cursor, onStep(values[cursor] + up, step));
    else if (event.key === "Delete" || event.key === "Backspace") change(cursor, 0);
    else if (onClick && (event.key === "Enter" || event.key === " ")) onClick(cursor);
    else return;
    event.preventDefault();
    onHover?.(focused() ? cursor : null);
    redraw();
  });
  listen("blur", () => onHover?.(null));

  /** @param {Picture} next */
  const draw = (next) => {
    picture = { ...next, values: Array.from(next.values) };
    const { axis, values, height, tint, least, fillOf, over } = next;
    const colour = colours();
    cursor = Math.min(cursor, values.length - 1);
    setText(title, next.title);
    if (!held) band = bandOf(values, { top: 1, height: height - INDEX_LINE - 1, least });
    const context = canvas.begin(widthOf(axis), height);
    drawZeroLine(context, axis, band, colour);
    const label = numbersFit(axis, values);
    for (let at = 0; at < values.length; at++)
      drawBar(context, axis, band, at, values[at], { tint, colour, label, fill: fillOf?.(context, at) });
    drawIndices(context, axis, height - INDEX_LINE, { first: 0, last: values.length - 1, colour });
    over?.(context, band);
    const chosen = focused() ? `, ${name} ${cursor}: ${formatNumber(values[cursor])}` : "";
    setAttribute(canvas.el, "aria-label", `${label}${chosen}. ${hint}`);
    if (chosen) frameSlots(context, axis, cursor, cursor, 2, height - INDEX_LINE - 3, colour.ink, [4, 3]);
  };
  return { el, canvas: canvas.el, draw };
}
