// MatrixExplorer's pure parts: geometry limits, what a place in the picture means, what is said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { limitsOf } from "../../../convnb/widgets/kit/controls.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";
import { compute, readParams } from "../../../convnb/widgets/matrix_explorer/index.js";
import { accepts, choiceOf, layerGeometry, meaningOf, usesOfChoice } from "../../../convnb/widgets/matrix_explorer/math.js";
import { boxOf, cellFor, marksOf, placeAt } from "../../../convnb/widgets/matrix_explorer/view.js";
import { EXAMPLES, sayChoice, sayCosts, sayStride } from "../../../convnb/widgets/matrix_explorer/words.js";

const COURSE = EXAMPLES["4 × 4 with 2 × 2 (P is 4 × 9)"];
const DELTAS = [
  [1, 2, -1],
  [3, 0, 1],
  [-2, 1, 4],
];

function shown(more = {}) {
  const state = { ...COURSE, view: "columns", transposed: false, grad_y: DELTAS, position: 4, ...more };
  const params = readParams({ get: (name) => state[name] });
  return { params, result: compute(params) };
}

function said(more, pointed = null) {
  const { params, result } = shown(more);
  return sayChoice(params, result, choiceOf(params, result, pointed)).map(({ text }) => text).join("");
}

test("limits of a slider are where the layer stops being one", () => {
  const sizes = { input: [4, 5], kernel: [2, 3], stride: [1, 2], padding: [0, 1], dilation: [1, 2] };
  const works = (changed) => {
    try {
      return Boolean(layerGeometry(changed));
    } catch (problem) {
      assert.ok(problem instanceof StateError);
      return false;
    }
  };
  const ends = { input: [1, 8], kernel: [1, 4], stride: [1, 4], padding: [0, 3], dilation: [1, 3] };
  for (const name of Object.keys(ends)) {
    for (const axis of [0, 1]) {
      const [low, high] = limitsOf(sizes, { name, axis, min: ends[name][0], max: ends[name][1] }, accepts);
      for (let value = ends[name][0]; value <= ends[name][1]; value++) {
        const changed = { ...sizes, [name]: sizes[name].map((old, at) => (at === axis ? value : old)) };
        assert.equal(works(changed), value >= low && value <= high, `${name} ${axis} ${value}`);
        assert.equal(accepts(changed), works(changed));
      }
    }
  }
  const full = { ...sizes, input: [8, 8], kernel: [1, 1], stride: [1, 1], padding: [2, 2], dilation: [1, 1] };
  assert.deepEqual(limitsOf(full, { name: "padding", axis: 0, min: 0, max: 3 }, accepts), [0, 2]); // 14 x 12 outputs would be more than 144
});

test("every example is a layer, and says what the course says", () => {
  const shapes = Object.entries(EXAMPLES).map(([name, example]) => {
    const { params, result } = shown({ ...example, view: "both", position: 0 });
    assert.ok(["columns", "matrix"].includes(example.view));
    assert.equal(params.example, name);
    return [result.layouts.columns, result.layouts.matrix].map(({ rows, cols }) => `${rows}×${cols}`).join(" ");
  });
  assert.deepEqual(shapes, ["4×9 9×16", "2×3 3×4", "4×4 4×16", "4×16 16×9", "4×6 6×20", "6×6 6×15"]);
});

test("the costs are written with their numbers", () => {
  const { params, result } = shown();
  assert.equal(
    sayCosts(params, result),
    "P holds 36 numbers for 16 pixels (2.3 copies of each), 144 bytes as float32; " +
      "M has 144 entries, 108 of them 0, 576 bytes; the other 36 repeat 4 weights.",
  );
  const padded = shown(EXAMPLES["Padding 1"]);
  assert.match(
    sayCosts(padded.params, padded.result),
    /^P holds 64 numbers, 28 of them zeros of the padding, for 9 pix/,
  );
  const large = shown({ input: Array(8).fill(Array(8).fill(1)) });
  assert.match(sayCosts(large.params, large.result), /^P holds 196 .*, 784 bytes .*; M has 3136 entries, .*, 12\.5 kB;/);
});

test("a stride leaves rows of windows out, in one dimension only every second row", () => {
  assert.equal(sayStride(shown().params.geo), "");
  assert.equal(
    sayStride(shown({ stride: [2, 2] }).params.geo),
    "Stride 2: this M holds rows 0, 2, 6, 8 of the matrix for stride 1, not every second one: whole rows of windows " +
      "are left out too.",
  );
  const flat = shown({ input: [[1, 2, 3, 4, 5]], kernel: [[1, 2]], stride: [1, 2] });
  assert.equal(sayStride(flat.params.geo), "Stride 2: this M holds rows 0, 2 of the matrix for stride 1.");
  const rows = sayStride(shown({ stride: [2, 1] }).params.geo);
  assert.match(rows, /^Stride 2 and 1: this M holds rows 0, 1, 2, 6, 7, 8 .*, not all of them: whole rows/);
});

test("the sum of a position, term by term without its zeros", () => {
  assert.equal(said({}), "z[1, 1] = w · P[:, 4] = 1×6 + 2×7 + 3×10 + 4×11 = 94");
  assert.equal(said({ view: "matrix" }), "z[1, 1] = M[4] · a = 1×6 + 2×7 + 3×10 + 4×11 = 94 (12 zeros left out)");
  assert.equal(said({ view: "both" }), "z[1, 1] = w · P[:, 4] = M[4] · a = 1×6 + 2×7 + 3×10 + 4×11 = 94");
  assert.equal(said({ padding: [1, 1], position: 0 }), "z[0, 0] = w · P[:, 0] = 4×1 = 4 (3 zeros left out)");
  const back = { transposed: true, position: 5 };
  assert.equal(
    said({ ...back, view: "matrix" }),
    "grad_x[1, 1] = Mᵀ[5] · δ = 4×1 + 3×2 + 2×3 + 1×0 = 16 (5 zeros left out)",
  );
  assert.equal(said(back), "grad_x[1, 1], where col2im adds 4 of the 36 entries of wᵀ δ: 4×1 + 3×2 + 2×3 + 1×0 = 16");
  const unread = { ...back, stride: [3, 3], position: 10, view: "matrix" };
  assert.equal(said(unread), "grad_x[2, 2] = 0: no output has read this pixel.");
});

test("a pixel, a weight, an entry, a delta", () => {
  const pixel = { grid: "input", row: 1, col: 1 };
  assert.equal(said({}, pixel), "Pixel [1, 1] = 6 stands in P 4 times: P[3, 0], P[2, 1], P[1, 3], P[0, 4].");
  assert.equal(
    said({ view: "matrix" }, pixel),
    "Pixel [1, 1] = 6 is a[5], column 5 of M: it goes into z[0, 0] ×4, z[0, 1] ×3, z[1, 0] ×2, z[1, 1] ×1.",
  );
  const weight = { grid: "kernel", row: 1, col: 0 };
  assert.equal(said({}, weight), "Weight w[1, 0] = 3 multiplies row 2 of P: 9 numbers, one for each output.");
  const padded = said({ view: "matrix", padding: [1, 1] }, weight);
  assert.match(padded, /^Weight w\[1, 0\] = 3 stands in 16 entries of M:/); // 25 outputs, 9 of them read a zero with it
  assert.match(
    said({}, { grid: "columns", row: 3, col: 4 }),
    /^P\[3, 4\] = 11 is pixel \[2, 2\], met by w\[1, 1\]\. z/,
  );
  const zero = said({ view: "matrix" }, { grid: "matrix", row: 4, col: 3 });
  assert.match(zero, /^M\[4, 3\] = 0: z\[1, 1\] does not read pixel \[0, 3\]\. z\[1, 1\] = M\[4\] · a/);
  const back = { transposed: true };
  const delta = { grid: "output", row: 1, col: 0 };
  assert.equal(
    said({ ...back, view: "matrix" }, delta),
    "δ[1, 0] = 3, column 3 of Mᵀ, goes back to pixels [1, 0] ×1, [1, 1] ×2, [2, 0] ×3, [2, 1] ×4.",
  );
  assert.match(
    said(back, { grid: "columns", row: 1, col: 3 }),
    /^\(wᵀ δ\)\[1, 3\] = 2×3 = 6 is one of them\. grad_x\[1, 1\]/,
  );
  const dropped = said({ ...back, padding: [1, 1] }, { grid: "columns", row: 0, col: 0 });
  assert.equal(dropped.trim(), "(wᵀ δ)[0, 0] = 1×1 = 1 lies in the padding and is dropped.");
  assert.equal(
    said({ padding: [1, 1] }, { grid: "input", row: 0, col: 0 }),
    "This zero of the padding stands in P once.",
  );
  assert.equal(
    said({ padding: [1, 1], stride: [3, 3] }, { grid: "input", row: 5, col: 5 }),
    "No window covers this zero of the padding: it is not in P.",
  );
});

test("a point on the picture is an entry, or a number of the lists beside it", () => {
  const { result } = shown({ view: "both" });
  for (const layout of Object.values(result.layouts)) {
    for (const cell of [34, 9, 5]) {
      const box = boxOf(layout, cell);
      const at = (row, col) => placeAt(layout, box, box.x + (col + 0.5) * cell, box.y + (row + 0.5) * cell);
      assert.deepEqual(at(0, 0), { row: 0, col: 0 });
      assert.deepEqual(at(layout.rows - 1, layout.cols - 1), { row: layout.rows - 1, col: layout.cols - 1 });
      const first = placeAt(layout, box, layout.left ? 3 : box.x + 1, layout.top ? 3 : box.y + 1);
      assert.deepEqual(
        first,
        layout.left && layout.top ? null : { row: layout.top ? -1 : 0, col: layout.left ? -1 : 0 },
      );
      const beyond = placeAt(layout, box, box.x + cell / 2, box.height - 3);
      assert.deepEqual(beyond, { row: layout.bottom ? layout.rows : layout.rows - 1, col: 0 });
      assert.equal(placeAt(layout, box, box.width + 2, box.y + 1), null);
    }
  }
  const { columns, matrix } = result.layouts;
  assert.deepEqual(meaningOf(columns, { row: 2, col: -1 }), { kind: "weight", weight: 2 });
  assert.deepEqual(meaningOf(columns, { row: 4, col: 7 }), { kind: "position", position: 7 });
  assert.deepEqual(meaningOf(matrix, { row: -1, col: 7 }), { kind: "pixel", pixel: 7 });
  assert.deepEqual(meaningOf(matrix, { row: 5, col: 16 }), { kind: "position", position: 5 });
  assert.deepEqual(meaningOf(matrix, { row: 5, col: 6 }), { kind: "entry", position: 5, pixel: 6 });
});

test("cells shrink until a matrix fits, and no further than can be seen", () => {
  const big = { rows: 9, cols: 16, right: true, top: true };
  const patches = { rows: 4, cols: 9, left: true, bottom: true };
  assert.equal(cellFor([big], { width: 618, height: 414 }, false), 34);
  assert.equal(cellFor([patches], { width: 618, height: 900 }, false), 48);
  for (const layouts of [[big], [patches, big], [{ rows: 16, cols: 121 }, { rows: 121, cols: 64, right: true }]]) {
    for (const beside of [false, true]) {
      const cell = cellFor(layouts, { width: 618, height: 414 }, beside);
      const boxes = layouts.map((layout) => boxOf(layout, cell));
      const [widths, heights] = ["width", "height"].map((side) => boxes.map((box) => box[side]));
      const sum = (list) => list.reduce((one, other) => one + other);
      assert.ok(cell >= 1 && (beside ? sum(widths) : Math.max(...widths)) <= 618);
      assert.ok((beside ? Math.max(...heights) : sum(heights)) <= 414);
    }
  }
});

test("one choice lights up everywhere", () => {
  const colour = { focus: "f", kernel: "k", output: "o", gradient: "g" };
  for (const transposed of [false, true]) {
    const { params, result } = shown({ view: "both", transposed, padding: [1, 0], stride: [1, 2] });
    for (const use of result.uses.filter(({ pixel }) => pixel >= 0)) {
      const { rowOf, colOf } = result.layouts.columns;
      const pointed = { grid: "columns", row: use[rowOf], col: use[colOf] };
      const chosen = choiceOf(params, result, pointed);
      assert.ok(usesOfChoice(result.uses, chosen.choice).includes(use));
      const marks = marksOf(params, result, chosen, colour);
      assert.equal(marks.input.boxes.get(use.place), "f");
      assert.equal(marks.kernel.boxes.get(use.weight), "f");
      assert.equal(marks.output.boxes.get(use.position), "f");
      const { matrix } = result.layouts;
      assert.deepEqual(marks.matrix.strong, { row: use[matrix.rowOf], col: use[matrix.colOf] });
    }
  }
});

test("a row or a column is framed, single entries are boxed, and the lists beside them too", () => {
  const colour = { focus: "f", kernel: "k", output: "o", gradient: "g" };
  const { params, result } = shown({ view: "both" });
  const marks = (pointed) => marksOf(params, result, choiceOf(params, result, pointed), colour);
  const cells = (boxes) => boxes.map(({ row, col }) => `${row},${col}`).sort();
  const output = marks(null); // position 4
  assert.deepEqual(output.columns.frames, [{ row: 0, col: 4, rows: 4, cols: 1 }]);
  assert.deepEqual(cells(output.columns.boxes), ["4,4"]); // the frame says the rest
  assert.deepEqual(output.matrix.frames, [{ row: 4, col: 0, rows: 1, cols: 16 }]);
  const read = ["4,10", "4,5", "4,6", "4,9"];
  const above = ["-1,10", "-1,5", "-1,6", "-1,9"];
  assert.deepEqual(cells(output.matrix.boxes), [...read, ...above, "4,16"].sort());
  assert.deepEqual([...output.input.boxes.keys()], [5, 6, 9, 10]);
  assert.deepEqual(output.input.frame, { row: 1, col: 1, rows: 2, cols: 2 });

  const weight = marks({ grid: "kernel", row: 0, col: 1 });
  assert.deepEqual([...weight.input.boxes.keys()], [1, 2, 3, 5, 6, 7, 9, 10, 11]);
  assert.deepEqual(weight.columns.frames, [{ row: 1, col: 0, rows: 1, cols: 9 }]);
  assert.deepEqual(cells(weight.columns.boxes), ["1,-1"]);
  assert.deepEqual(weight.matrix.frames, []);
  const diagonals = ["0,1", "1,2", "2,3", "3,5", "4,6", "5,7", "6,9", "7,10", "8,11"];
  assert.deepEqual(cells(weight.matrix.boxes), diagonals);

  const pixel = marks({ grid: "input", row: 0, col: 1 });
  assert.deepEqual(pixel.matrix.frames, [{ row: 0, col: 1, rows: 9, cols: 1 }]);
  assert.deepEqual(cells(pixel.columns.boxes), ["0,-1", "0,1", "1,-1", "1,0", "4,0", "4,1"]);
  assert.deepEqual(
    [...pixel.output.notes],
    [
      [0, "×2"],
      [1, "×1"],
    ],
  );
});
