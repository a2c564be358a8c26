// @ts-check
// The three grids of SlidingKernel2D under the hand: pointing, pinning, dragging, keys and typing.

import { cellOf, inputAt, nearestPosition } from "./convolution.js";
import { arrowStep, createGrid } from "./grid.js";

/** Adds view.input, view.kernel and view.output; view.hover and view.pinned say what is pointed at. */
export function buildGrids(view) {
  const { context } = view;
  const { signal, colours, paint } = context;
  const now = () => context.current().params;
  const grid = (name, hint, more) => {
    const label = `${name[0].toUpperCase()}${name.slice(1)} grid`;
    const onHover = (cell) => pointAt(view, name, cell);
    return createGrid({ label, hint, role: name, signal, colours, paint, onHover, ...more });
  };
  view.input = grid(
    "input",
    "Drag to move the window. Arrow keys choose a cell, Enter pins it, Escape lets go; type a number to change it",
    {
      onDrag: (pressed, moved) => dragWindow(view, pressed, moved),
      onClick: (cell) => pin(view, "input", cell),
      onKey: (event) => chooseByKey(event, view, "input", now().geo.padded),
      onEdit: ({ row, col }, value) => setCell(context, "input", inputAt(now().geo, row, col), value),
    },
  );
  const hint = "Point at a weight to see every input it touches. Arrow keys, Enter, Escape and typing as on the input";
  view.kernel = grid("kernel", hint, {
    onClick: (cell) => pin(view, "kernel", cell),
    onKey: (event) => chooseByKey(event, view, "kernel", now().geo.kernel),
    onEdit: ({ row, col }, value) => {
      const { geo, flip } = now();
      const index = row * geo.kernel[1] + col;
      setCell(context, "kernel", flip !== geo.transposed ? geo.kernel[0] * geo.kernel[1] - 1 - index : index, value);
    },
  });
  view.output = grid("output", "Point at an output to see its window; click to go there. Arrow keys move the window", {
    onClick: ({ row, col }) => moveTo(view, row * now().geo.output[1] + col),
    onKey: (event) => stepByKey(event, view),
  });
}

/** Put a number into a cell of a matrix such as the input or the kernel. */
export function setCell({ model, set }, name, index, value) {
  const rows = model.get(name);
  const at = cellOf(index, [rows.length, rows[0].length]);
  set({ [name]: rows.map((row, r) => row.map((old, c) => (r === at[0] && c === at[1] ? value : old))) });
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
    const [row, col] = cellOf(position, geo.output);
    const top = row * geo.step[0];
    const left = col * geo.step[1];
    const inside =
      pressed.row >= top && pressed.row < top + geo.span[0] && pressed.col >= left && pressed.col < left + geo.span[1];
    const half = geo.span.map((span) => (span - 1) / 2);
    view.dragFrom = {
      pressed,
      ...(inside ? { top, left } : { top: pressed.row - half[0], left: pressed.col - half[1] }),
    };
  }
  const from = view.dragFrom;
  moveTo(view, nearestPosition(geo, from.top + moved.rows, from.left + moved.cols));
  view.dragFrom = from;
}

/** Arrow keys on the output move the window. */
function stepByKey(event, view) {
  const { geo, position } = view.context.current().params;
  const [row, col] = cellOf(position, geo.output);
  const to = arrowStep(event.key, { row, col }, geo.output);
  if (!to) return;
  event.preventDefault();
  moveTo(view, to.row * geo.output[1] + to.col);
}

/** Arrow keys, Enter and Escape on the input and the kernel do what pointing and clicking do. */
export function chooseByKey(event, view, grid, shape) {
  const at = view.hover?.grid === grid ? { row: view.hover.row, col: view.hover.col } : null;
  const to = arrowStep(event.key, at ?? { row: 0, col: 0 }, shape);
  if (to) pointAt(view, grid, at ? to : { row: 0, col: 0 });
  else if (event.key === "Enter" && at) pin(view, grid, at);
  else if (event.key === "Escape") letGo(view);
  else return;
  event.preventDefault();
}
