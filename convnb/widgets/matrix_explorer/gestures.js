// @ts-check
// The pictures of MatrixExplorer under the hand: pointing, pinning, dragging, keys and typing.

import { inside } from "../kit/image.js";
import { inputAt } from "../kit/slide.js";
import { addGrid, chooseByKey, dragWindow, moveTo, pin, pointAt } from "../kit/windows.js";
import { setCell, setDelta, stepByKey } from "../kit/windows.js";
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
  view.outputHint = view.output.canvas.title;
  view.deltaHint = `${KEYS}; type a number to change it`;
  const panel = (name, label) =>
    createMatrixPanel({
      label,
      hint: `Point at an entry, or at the numbers beside it. ${KEYS}`,
      signal: context.signal,
      onHover: (place) => pointAt(view, name, place),
      onDrag: (place) => place && choose(view, { grid: name, ...place }, true),
      onClick: (place) => choose(view, { grid: name, ...place }),
      onKey: (event) => {
        const layout = context.current().result.layouts[name];
        const onEnter = (at) => choose(view, { grid: name, ...at });
        chooseByKey(event, view, name, [layout.rows, layout.cols], () => startOf(view, layout), onEnter);
      },
    });
  view.panels = { columns: panel("columns", "Matrix of patches"), matrix: panel("matrix", "Matrix of the kernel") };
}

/** Moves to what the position counts; anything else stays chosen until it is let go. */
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
  view.dragged = true;
  if (!transposed) return dragWindow(view, pressed, moved);
  const [top, left] = [pressed.row + 0.5 + moved.rows, pressed.col + 0.5 + moved.cols].map(Math.floor);
  const { row, col } = inside({ row: top - geo.lead[0], col: left - geo.lead[1] }, geo.input);
  moveTo(view, row * geo.input[1] + col);
}

/** The entry that belongs to the position: there the arrow keys begin. */
function startOf(view, { rowOf, colOf }) {
  const { params, result } = view.context.current();
  const kind = params.transposed ? "pixel" : "position";
  const use = result.uses.find((one) => one[kind] === params.position && one[rowOf] >= 0 && one[colOf] >= 0);
  return use ? { row: use[rowOf], col: use[colOf] } : { row: 0, col: 0 };
}
