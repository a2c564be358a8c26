// @ts-check
// BackwardExplorer's six grids under the hand: pointing, choosing, keys and typing.

import { arrowStep, createGrid } from "../kit/grid.js";
import { cellOf, inputAt, nearestPosition, windowFrame } from "../kit/slide.js";
import { moveTo, pointAt, setCell, setDelta } from "../kit/windows.js";
import { placeOf } from "./words.js";

export const GRIDS = ["input", "kernel", "output", "left", "middle", "right"];

const CHOOSE = "Point at a cell to see its blame, click or use the arrow keys to choose it";
const TYPE = "type a number to change it";

/** Adds one grid for each of GRIDS to view; view.hover says what is pointed at, { grid, row, col }. */
export function buildGrids(view) {
  const { context } = view;
  const edit = (trait, indexOf) => (cell, value) => setCell(context, trait, indexOf(now(view), cell), value);
  const turnedIndex = ({ geo }, { row, col }) => geo.kernel[0] * geo.kernel[1] - 1 - (row * geo.kernel[1] + col);
  add(view, "input", "Input", `${CHOOSE}; ${TYPE}`, "input", {
    onEdit: edit("input", ({ geo }, { row, col }) => inputAt(geo, row, col)),
    nameOf: (cell) => `Input ${placeOf(now(view), cellsOf(now(view), "input").indexOf(cell), now(view).geo.input)}`,
  });
  add(view, "kernel", "Kernel", `Arrow keys choose a weight; ${TYPE}`, "kernel", {
    onEdit: edit("kernel", ({ geo }, { row, col }) => row * geo.kernel[1] + col),
  });
  const output = "Point at an output to see where its delta goes. Arrow keys do the same";
  add(view, "output", "Output", output, "output", { onDrag: undefined });
  add(view, "left", "What comes back, on the input", CHOOSE, "gradient", {
    onDrag: (pressed, moved) => dragLeft(view, pressed, moved),
    grabs: () => true,
  });
  add(view, "middle", "What comes back, on the kernel", `Arrow keys choose a weight; ${TYPE}`, "kernel", {
    onEdit: edit("kernel", turnedIndex),
  });
  const hint = "Click a delta, or choose it by the arrow keys and press Enter, to change it";
  add(view, "right", "Deltas", hint, "gradient", {
    onEdit(cell, value) {
      const { deltas, geo } = now(view);
      setDelta(context.set, deltas.values, geo.output, cellsOf(now(view), "right").indexOf(cell), value);
    },
    nameOf: (cell) => `Delta ${placeOf(now(view), cellsOf(now(view), "right").indexOf(cell), now(view).geo.output)}`,
    onClick: (cell) => view.right.edit(cell),
    onDrag: undefined,
  });
}

const now = (view) => view.context.current().params;

function add(view, name, label, hint, role, more) {
  const { signal, colours, paint } = view.context;
  view[name] = createGrid({
    ...{ label: `${label} grid`, hint, role, signal, colours, paint },
    nameOf: ({ row, col }) => `${label}, row ${row}, column ${col}`,
    onHover: (cell) => pointAt(view, name, cell),
    onClick: (cell) => chooses(view, name) && choose(view, cell),
    onDrag: (pressed, moved) => chooses(view, name) && drag(view, pressed, moved),
    grabs: () => chooses(view, name),
    onKey: (event) => onKey(event, view, name),
    ...more,
  });
}

/** What the cells of a grid stand for, where the first one lies, and which one each is: -1 for a zero. */
function cellsOf({ geo, back, target }, name) {
  const rowMajor = (shape) => ({ shape, lead: [0, 0], indexOf: ({ row, col }) => row * shape[1] + col });
  const spread = (of) => ({ shape: of.padded, lead: of.lead, indexOf: ({ row, col }) => inputAt(of, row, col) });
  if (name === "input" || name === "left") return { kind: "input", ...spread(geo) };
  if (name === "kernel" || name === "middle") return { kind: "weight", ...rowMajor(geo.kernel) };
  return { kind: "delta", ...(name === "right" && target === "input" ? spread(back) : rowMajor(geo.output)) };
}

/** Do the cells of this grid stand for what is chosen? */
export function chooses(view, name) {
  return cellsOf(now(view), name).kind === now(view).target;
}

function drag(view, { row, col }, { rows, cols }) {
  view.dragged = true;
  choose(view, { row: row + Math.round(rows), col: col + Math.round(cols) });
}

/** What comes back on the input: an input is chosen, or the deltas are moved over the inputs that a weight met. */
function dragLeft(view, pressed, moved) {
  const { across, position } = now(view);
  if (chooses(view, "left")) return drag(view, pressed, moved);
  if (view.dragFrom?.pressed !== pressed) view.dragFrom = { pressed, ...windowFrame(across, position) };
  const from = view.dragFrom;
  moveTo(view, nearestPosition(across, from.row + moved.rows, from.col + moved.cols));
  view.dragFrom = from;
}

/** Go to a cell of the grid that is chosen from, or to the nearest that it has. */
function choose(view, { row, col }) {
  const { geo, target } = now(view);
  const [shape, lead] = target === "input" ? [geo.input, geo.lead] : [geo.kernel, [0, 0]];
  const [r, c] = [row - lead[0], col - lead[1]].map((at, axis) => Math.min(shape[axis] - 1, Math.max(0, at)));
  moveTo(view, r * shape[1] + c);
}

function onKey(event, view, name) {
  const params = now(view);
  if (event.key === "Escape") pointAt(view, name, null);
  else if (event.key === "Enter") view[name].edit(cursorOf(view, params, name));
  else if (chooses(view, name)) {
    const shape = params.target === "input" ? params.geo.input : params.geo.kernel;
    const [row, col] = cellOf(params.position, shape);
    const to = arrowStep(event.key, { row, col }, shape);
    if (!to) return;
    moveTo(view, to.row * shape[1] + to.col);
  } else {
    const at = view.hover?.grid === name ? view.hover : null;
    const to = arrowStep(event.key, cursorOf(view, params, name), cellsOf(params, name).shape);
    if (!to) return;
    // The first key shows where the cursor is; the next ones go on from there.
    pointAt(view, name, at ? to : cursorOf(view, params, name));
  }
  event.preventDefault();
}

/** The cell of a grid that keys start from. */
function cursorOf({ hover }, params, name) {
  if (hover?.grid === name) return { row: hover.row, col: hover.col };
  const { geo, target, position } = params;
  const { kind, lead } = cellsOf(params, name);
  const [row, col] = kind === target ? cellOf(position, target === "input" ? geo.input : geo.kernel) : [0, 0];
  return { row: Math.max(0, row + lead[0]), col: Math.max(0, col + lead[1]) };
}

/** What is looked at: what the reader points at, if it says anything, else what is chosen. */
export function lookedAt({ hover }, params) {
  const { target, position } = params;
  const chosen = { kind: target, index: position };
  if (!hover) return chosen;
  const { kind, shape, indexOf } = cellsOf(params, hover.grid);
  if (hover.row >= shape[0] || hover.col >= shape[1]) return chosen;
  const index = indexOf(hover);
  return index >= 0 && (kind === "delta" || kind === target) ? { kind, index } : chosen;
}
