// @ts-check
// The pictures of MatrixExplorer under the hand: pointing, pinning, dragging, keys and typing.

import { arrowStep } from "../kit/grid.js";
import { inputAt } from "../kit/slide.js";
import { addGrid, chooseByKey, dragWindow, letGo, moveTo } from "../kit/windows.js";
import { pin, pointAt, setCell, setDelta, stepByKey } from "../kit/windows.js";
import { choiceOf } from "./math.js";
import { createMatrixPanel } from "./view.js";

const KEYS = "Arrow keys choose a cell, Enter pins it, Escape lets go";

/** Adds view.input, view.kernel, view.output, and the matrices as view.panels. */
export function buildPanels(view) {
  const { context } = view;
  const now = () => context.current().params;
  const grid = (name, hint, on) =>
    addGrid(view, name, hint, { onClick: (cell) => choose(view, { grid: name, ...cell }), ...on });
  grid("input", `Drag to move. ${KEYS}; type a number to change it`, {
    onDrag: (pressed, moved) => dragInput(view, pressed, moved),
    onKey: (event) => chooseByKey(event, view, "input", now().geo.padded),
    onEdit: ({ row, col }, value) => setCell(context, "input", inputAt(now().geo, row, col), value),
  });
  grid("kernel", `Point at a weight to see where it stands. ${KEYS}; type a number to change it`, {
    onKey: (event) => chooseByKey(event, view, "kernel", now().geo.kernel),
    onEdit: ({ row, col }, value) => setCell(context, "kernel", row * now().geo.kernel[1] + col, value),
  });
  grid("output", `Point at an output to see its row or column. ${KEYS}`, {
    // Backward the outputs are chosen like inputs.
    onKey: (event) =>
      now().transposed ? chooseByKey(event, view, "output", now().geo.output) : stepByKey(event, view),
    onEdit({ row, col }, value) {
      const { deltas, geo } = now();
      setDelta(context.set, deltas, geo.output, row * geo.output[1] + col, value);
    },
  });
  view.outputLabel = view.output.canvas.getAttribute("aria-label");
  view.deltaLabel = `Delta grid. ${KEYS}; type a number to change it`;
  const panel = (name, label) =>
    createMatrixPanel({
      label,
      hint: `Point at an entry, or at the numbers beside it. ${KEYS}`,
      signal: context.signal,
      onHover: (place) => pointAt(view, name, place),
      onDrag: (place) => place && choose(view, { grid: name, ...place }, true),
      onClick: (place) => choose(view, { grid: name, ...place }),
      onKey: (event) => keyOnMatrix(event, view, name),
    });
  view.panels = { columns: panel("columns", "Matrix of patches"), matrix: panel("matrix", "Matrix of the kernel") };
}

/** What the position counts is gone to, everything else stays chosen until it is let go. */
function choose(view, pointed, dragged = false) {
  const { params, result } = view.context.current();
  const { choice } = choiceOf(params, result, pointed);
  const to = params.transposed ? choice.pixel : choice.position;
  if (to !== undefined && to >= 0) moveTo(view, to);
  else if (!dragged) pin(view, pointed.grid, { row: pointed.row, col: pointed.col });
}

/** The window follows the pointer; backward, the pixel under it is chosen. */
function dragInput(view, pressed, moved) {
  const { geo, transposed } = view.context.current().params;
  if (!transposed) return dragWindow(view, pressed, moved);
  const within = (at, axis) =>
    Math.min(geo.input[axis] - 1, Math.max(0, at - geo.lead[axis]));
  const row = within(Math.floor(pressed.row + 0.5 + moved.rows), 0);
  moveTo(view, row * geo.input[1] + within(Math.floor(pressed.col + 0.5 + moved.cols), 1));
}

/** The arrow keys start at the entry that belongs to the position, and then go from entry to entry. */
function keyOnMatrix(event, view, name) {
  const layout = view.context.current().result.layouts[name];
  const { rows, cols } = layout;
  const at = view.hover?.grid === name ? view.hover : null;
  const to = arrowStep(event.key, at ?? { row: 0, col: 0 }, [rows, cols]);
  if (to) pointAt(view, name, at ? to : startOf(view, layout));
  else if (event.key === "Enter" && at) choose(view, at);
  else if (event.key === "Escape") letGo(view);
  else return;
  event.preventDefault();
}

function startOf(view, { rowOf, colOf }) {
  const { params, result } = view.context.current();
  const kind = params.transposed ? "pixel" : "position";
  const use = result.uses.find((one) => one[kind] === params.position && one[rowOf] >= 0 && one[colOf] >= 0);
  return use ? { row: use[rowOf], col: use[colOf] } : { row: 0, col: 0 };
}
