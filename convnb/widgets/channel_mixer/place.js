// @ts-check
// The place of a map that is looked at: the mouse points at it, a click keeps it, arrow keys move it.

import { keyStep } from "./tiles.js";

/** Where the place is at first, in parts of the map: at a bright edge of the default picture. */
const FIRST = { row: 0.5, col: 0.72 };

/** The place of the map whose window lies around a pixel, or whose sum was one of a result's. */
function placeFrom(params, kind, { row, col }) {
  const { weight, stride, pool } = params;
  const scaled = (/** @type {number} */ at, /** @type {number} */ axis) => {
    const sum = kind === "pixel" ? Math.round((at - (weight.shape[2 + axis] >> 1)) / stride) : at;
    return kind !== "map" && pool ? sum >> 1 : sum;
  };
  return { row: scaled(row, 0), col: scaled(col, 1) };
}

/** The place that is looked at now, inside the map; null for none. @param {any} view @param {[number, number]} shape */
export function placeNow(view, [rows, cols]) {
  const at = view.hover ?? view.pinned;
  if (at === null) return null;
  const { row, col } = at ?? { row: Math.round(FIRST.row * rows), col: Math.round(FIRST.col * cols) };
  const within = (/** @type {number} */ value, /** @type {number} */ size) => Math.max(0, Math.min(size - 1, value));
  return { row: within(row, rows), col: within(col, cols) };
}

/** What a canvas does with a place: pointing looks at it, a click keeps it, arrow keys move it. */
export function lookingAt(view, kind) {
  const { current, redraw } = view.context;
  const place = (/** @type {any} */ spot) => placeFrom(current().params, kind, spot);
  return {
    onPoint: (/** @type {any} */ spot) => {
      view.hover = spot ? place(spot) : undefined;
      redraw();
    },
    onClick: (/** @type {any} */ spot) => {
      view.pinned = place(spot);
      redraw();
    },
    onKey: (/** @type {KeyboardEvent} */ event) => {
      const { shape } = current().result.shown.map;
      const from = placeNow(view, shape) ?? { row: shape[0] >> 1, col: shape[1] >> 1 };
      const to = keyStep(event, from, shape);
      if (!to && event.key !== "Escape") return false;
      view.pinned = to;
      view.hover = undefined;
      redraw();
      return true;
    },
  };
}
