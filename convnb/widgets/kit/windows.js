// @ts-check
// Grids of numbers and a window on one of them, under the hand: pointing, pinning, dragging, keys and typing.

import { arrowStep, createGrid } from "./grid.js";
import { cellOf, nearestPosition, windowFrame } from "./slide.js";
import { reducedMotion } from "./theme.js";

/** Adds the grid view[name] in the colour of that name; view.hover and view.pinned say what is pointed at. */
export function addGrid(view, name, hint, on) {
  const { signal, colours, paint } = view.context;
  const label = `${name[0].toUpperCase()}${name.slice(1)} grid`;
  const onHover = (cell) => pointAt(view, name, cell);
  view[name] = createGrid({ label, hint, role: name, signal, colours, paint, onHover, ...on });
}

/** Show that a kernel has been flipped.
 * @param {HTMLElement} canvas */
export function turnRound(canvas) {
  if (reducedMotion()) return;
  const frames = [{ transform: "rotate(180deg)" }, { transform: "none" }];
  canvas.animate(frames, { duration: 450, easing: "ease-in-out" });
}

/** Put a number into a cell of a matrix such as the input or the kernel. */
export function setCell({ model, set }, name, index, value) {
  const rows = model.get(name);
  const at = cellOf(index, [rows.length, rows[0].length]);
  set({ [name]: rows.map((row, r) => row.map((old, c) => (r === at[0] && c === at[1] ? value : old))) });
}

/** Put a number into the deltas, row-major, one for each output; they then have the size that is seen. */
export function setDelta(set, deltas, [rows, cols], index, value) {
  const row = (r) => Array.from({ length: cols }, (_, c) => (r * cols + c === index ? value : deltas[r * cols + c]));
  set({ grad_y: Array.from({ length: rows }, (_, r) => row(r)) });
}

export function pointAt(view, grid, cell) {
  view.hover = cell && { grid, ...cell };
  view.context.redraw();
}

/** Keep a choice when the pointer leaves; the same cell again lets it go. */
export function pin(view, grid, cell) {
  const { pinned } = view;
  const same = pinned && pinned.grid === grid && pinned.row === cell.row && pinned.col === cell.col;
  view.pinned = same ? null : { grid, ...cell };
  view.context.redraw();
}

export function letGo(view) {
  view.hover = view.pinned = view.dragFrom = null;
  view.context.redraw();
}

export function moveTo(view, position) {
  letGo(view);
  view.context.set({ position });
}

/** The window follows the pointer: from where it is, or brought under the pointer if it was pressed elsewhere. */
export function dragWindow(view, pressed, moved) {
  const { geo, position } = view.context.current().params;
  if (view.dragFrom?.pressed !== pressed) {
    const { row: top, col: left, rows, cols } = windowFrame(geo, position);
    const { row, col } = pressed;
    const inside = row >= top && row < top + rows && col >= left && col < left + cols;
    view.dragFrom = {
      pressed,
      ...(inside ? { top, left } : { top: row - (rows - 1) / 2, left: col - (cols - 1) / 2 }),
    };
  }
  const from = view.dragFrom;
  moveTo(view, nearestPosition(geo, from.top + moved.rows, from.left + moved.cols));
  view.dragFrom = from;
}

/** Arrow keys on the output move the window. */
export function stepByKey(event, view) {
  const { geo, position } = view.context.current().params;
  const [row, col] = cellOf(position, geo.output);
  const to = arrowStep(event.key, { row, col }, geo.output);
  if (!to) return;
  event.preventDefault();
  moveTo(view, to.row * geo.output[1] + to.col);
}

/**
 * Arrow keys, Enter and Escape on a picture do what pointing and clicking do.
 * @param {() => { row: number, col: number }} [start] where the arrow keys begin, if not in the corner
 * @param {(at: { row: number, col: number }) => void} [onEnter] what Enter does, if it does not pin
 */
export function chooseByKey(event, view, grid, shape, start, onEnter = (at) => pin(view, grid, at)) {
  const at = view.hover?.grid === grid ? { row: view.hover.row, col: view.hover.col } : null;
  const to = arrowStep(event.key, at ?? { row: 0, col: 0 }, shape);
  if (to) pointAt(view, grid, at ? to : (start?.() ?? { row: 0, col: 0 }));
  else if (event.key === "Enter" && at) onEnter(at);
  else if (event.key === "Escape") letGo(view);
  else return;
  event.preventDefault();
}
