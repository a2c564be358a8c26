// The parts of BackwardExplorer that need no browser: sums in letters and numbers, the sentence, the examples.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, reached, readParams } from "../../../convnb/widgets/backward_explorer/math.js";
import { arrange, pictures, stageHeight } from "../../../convnb/widgets/backward_explorer/view.js";
import * as words from "../../../convnb/widgets/backward_explorer/words.js";
import { limitsOf } from "../../../convnb/widgets/kit/controls.js";
import { OWN, StateError } from "../../../convnb/widgets/kit/params.js";

const PLAIN = {
  ...{ ndim: 1, input: [[1, 2, 3, 4]], kernel: [[1, 2, 3]], grad_y: [] },
  ...{ stride: [1, 1], padding: [0, 0], dilation: [1, 1] },
  ...{ target: "input", position: 0, symbols: false, counts: false },
};
const modelOf = (state) => ({ get: (name) => ({ ...PLAIN, ...state })[name] });
const at = (state) => {
  const params = readParams(modelOf(state));
  return { params, result: compute(params) };
};
const written = (parts) => parts.map(({ text }) => text).join("");
const inputSums = (state) => {
  const { params, result } = at(state);
  return Array.from(params.input.values, (_, index) => written(words.inputSum(params, result, index)));
};
const COLOUR = { focus: "focus", kernel: "kernel" };
const look = (state, shown) => {
  const { params, result } = at(state);
  return pictures(params, result, shown, COLOUR);
};

test("the table of the course, in letters and in numbers", () => {
  assert.deepEqual(inputSums({ symbols: true }), [
    "dJ/da₀ = δ₀ w₀ = 1",
    "dJ/da₁ = δ₀ w₁ + δ₁ w₀ = 4",
    "dJ/da₂ = δ₀ w₂ + δ₁ w₁ = 7",
    "dJ/da₃ = δ₁ w₂ = 6",
  ]);
  assert.equal(inputSums({})[2], "dJ/da₂ = 1 · 3 + 2 · 2 = 7");
  assert.equal(inputSums({ kernel: [[1, -2, 3]] })[2], "dJ/da₂ = 1 · 3 + 2 · (−2) = −1");
  const { params } = at({ symbols: true });
  assert.equal(written(words.turnedSum(params, 2)), "The flipped kernel over the deltas: δ₀ w₂ + δ₁ w₁ + 0 w₀.");
});

test("in two dimensions, with two subscripts", () => {
  const square = {
    ndim: 2,
    input: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    kernel: [
      [1, 2],
      [3, 4],
    ],
    symbols: true,
  };
  const sums = inputSums(square);
  assert.equal(sums[1], "dJ/da₀₁ = δ₀₀ w₀₁ + δ₀₁ w₀₀ = 4");
  assert.equal(sums[4], "dJ/da₁₁ = δ₀₀ w₁₁ + δ₀₁ w₁₀ + δ₁₀ w₀₁ + δ₁₁ w₀₀ = 20");
  assert.equal(words.letter("a", 19, { shape: [10, 10], flat: false }), "a₁₉");
  assert.equal(words.letter("a", 21, { shape: [11, 11], flat: false }), "a₁,₁₀");
  const { params, result } = at(square);
  assert.equal(written(words.weightSum(params, result, 1)), "dJ/dw₀₁ = δ₀₀ a₀₁ + δ₀₁ a₀₂ + δ₁₀ a₁₁ + δ₁₁ a₁₂ = 47");
  assert.match(words.describe(params, result), /^Input row 0, column 0 reached 1 output; its gradient is 1\./);
  assert.equal(words.biasText(params, result), "For a bias, dJ/db = δ₀₀ + δ₀₁ + δ₁₀ + δ₁₁ = 10.");
});

test("an input that no window reads takes no blame", () => {
  const state = { input: [[1, 2, 3, 4, 5, 6]], stride: [1, 2] };
  assert.equal(inputSums(state)[5], "dJ/da₅ = 0: no window reads a₅, so it takes no blame.");
  const { left, right } = look(state, { kind: "input", index: 5 });
  assert.deepEqual([...left.unread], [5]);
  assert.deepEqual([...right.values], [0, 0, 1, 0, 2, 0, 0, 0]);
  assert.deepEqual(right.frame, { row: 0, col: 5, rows: 1, cols: 3 });
});

test("long sums are cut in the middle and say how long they are", () => {
  const wide = { ndim: 2, input: Array(8).fill(Array(8).fill(1)), kernel: [[1]], target: "weight" };
  const { params, result } = at(wide);
  assert.match(
    written(words.weightSum(params, result, 0)),
    /^dJ\/dw₀₀ = 1 · 1 \+ .* \+ … \+ 63 · 1 \+ 64 · 1 \(64 terms\) = 2080$/,
  );
});

test("a corner is in one window, the middle in nine, labelled 9 to 1", () => {
  const state = { ndim: 2, ...words.examples(false)["10 × 10 with 3 × 3, labels 1 to 9"] };
  const { params, result } = at(state);
  assert.deepEqual([...result.windows.slice(0, 10)], [1, 2, 3, 3, 3, 3, 3, 3, 2, 1]);
  assert.equal(result.windows[44], 9);
  assert.equal(reached(params, 44).length, 9);
  const { output, middle, input } = look(state, { kind: "input", index: 44 });
  assert.deepEqual([...output.notes.values()], ["×9", "×8", "×7", "×6", "×5", "×4", "×3", "×2", "×1"]);
  assert.deepEqual([...middle.values], [9, 8, 7, 6, 5, 4, 3, 2, 1]);
  assert.equal(input.locked, true);
});

test("a dilated kernel lies spread over the deltas, a stride spreads the deltas on the input", () => {
  const { right } = look({ input: [[1, 2, 3, 4, 5, 6, 7]], dilation: [1, 2] }, { kind: "input", index: 4 });
  assert.deepEqual(
    [...right.notes],
    [
      [4, "×3"],
      [6, "×2"],
      [8, "×1"],
    ],
  );
  const state = { input: [[1, 2, 3, 4, 5, 6, 7]], stride: [1, 2], padding: [0, 1], target: "weight" };
  const { left } = look(state, { kind: "weight", index: 2 });
  assert.deepEqual(
    [...left.notes],
    [
      [2, "×1"],
      [4, "×2"],
      [6, "×3"],
      [8, "×4"],
    ],
  );
  assert.deepEqual(left.frame, { row: 0, col: 2, rows: 1, cols: 7 });
});

test("the weights that carried are lit in the kernel and, turned, in its twin", () => {
  const { input, kernel, output, left, middle } = look({ padding: [0, 1] }, { kind: "input", index: 0 });
  assert.deepEqual([...kernel.boxes.keys()], [1, 0]);
  assert.deepEqual([...middle.boxes.keys()], [1, 2]);
  assert.deepEqual(
    [...output.notes],
    [
      [0, "×2"],
      [1, "×1"],
    ],
  );
  assert.deepEqual([input.frame.col, left.frame.col, input.cursor], [1, 1, 1]);
});

test("padding larger than the kernel's reach crops the deltas that saw zeros only", () => {
  const { params, result } = at({ kernel: [[5]], padding: [0, 1] });
  assert.deepEqual([...result.gradInput.values], [10, 15, 20, 25]);
  assert.match(written(words.deltaTexts(params, 0)[0]), /δ₀ = 1 goes nowhere/);
  assert.equal(pictures(params, result, { kind: "delta", index: 0 }, COLOUR).right.cursor, undefined);
});

test("one delta names every input that it goes back to, or every weight", () => {
  const lines = (state) => words.deltaTexts(at(state).params, 1).map(written);
  assert.deepEqual(lines({}), ["δ₁ = 2 goes back the way its output came:", "δ₁ w₀ to a₁, δ₁ w₁ to a₂, δ₁ w₂ to a₃."]);
  assert.equal(lines({ target: "weight", padding: [0, 1] })[1], "δ₁ a₀ to w₀, δ₁ a₁ to w₁, δ₁ a₂ to w₂.");
  assert.equal(lines({ target: "weight", padding: [0, 2] })[1], "δ₁ a₀ to w₁, δ₁ a₁ to w₂.");
});

test("the limits of each size keep the kernel inside the padded input", () => {
  const state = { input: [[1, 2, 3, 4, 5]], kernel: [[1, 2, 3]], padding: [0, 1], dilation: [1, 2] };
  const limits = (name, of = state) =>
    limitsOf(at(of).params.geo, { name, axis: 1, min: Number(name !== "padding"), max: 9 });
  assert.deepEqual(limits("kernel"), [1, 4]);
  assert.deepEqual(limits("dilation"), [1, 3]);
  assert.deepEqual(limits("input"), [3, 9]);
  assert.deepEqual(limits("padding"), [0, 9]);
  assert.deepEqual(limits("padding", { ...state, input: [[1, 2, 3]] }), [1, 9]);
  assert.deepEqual(limits("stride"), [1, 9]);
  // The last ones that the limits allow can be computed, the next ones cannot.
  for (const change of [{ kernel: [[1, 2, 3, 4]] }, { dilation: [1, 3] }, { input: [[1, 2, 3]] }])
    at({ ...state, ...change });
  for (const change of [{ kernel: [[1, 2, 3, 4, 5]] }, { dilation: [1, 4] }, { input: [[1, 2]] }])
    assert.throws(() => at({ ...state, ...change }), StateError);
});

test("every example can be shown, and is known again", () => {
  for (const flat of [true, false]) {
    for (const [name, state] of Object.entries(words.examples(flat))) {
      const whole = { ...PLAIN, ...state, ndim: flat ? 1 : 2 };
      const { params } = at(whole);
      assert.equal(words.exampleNow(modelOf(whole), params), name);
      assert.equal(words.exampleNow(modelOf({ ...whole, grad_y: [[7]] }), params), OWN);
    }
  }
});

test("the six grids fit on every stage, whatever they hold", () => {
  const big = { ndim: 2, input: Array(16).fill(Array(16).fill(1)), kernel: Array(7).fill(Array(7).fill(1)) };
  const ten = { ...big, input: Array(10).fill(Array(10).fill(1)), kernel: Array(3).fill([1, 1, 1]) };
  const long = { ndim: 1, input: [Array(16).fill(1)], kernel: [[1, 2, 3]], stride: [1, 2] };
  for (const state of [{}, long, ten, big, { ...big, padding: [10, 10] }, { ...big, padding: [4, 4], dilation: [3, 3] }]) {
    for (const width of [934, 712, 600, 390]) {
      const { params } = at(state);
      const room = { width: width - 26, height: stageHeight(width, params.flat) - 24 };
      const { cell, columns, upright } = arrange(params, room);
      assert.equal(upright, width === 390 && params.flat);
      assert.ok(columns.split(" ").reduce((sum, one) => sum + Number.parseFloat(one), 0) <= room.width);
      const rows = upright ? 3 : params.geo.padded[0] + params.back.padded[0];
      assert.ok(rows * cell + (upright ? 3 : 2) * 25 <= room.height);
    }
  }
  assert.equal(arrange(at(ten).params, { width: 908, height: 414 }).cell, 16); // a digit can be read
  const phone = { width: 390 - 26, height: stageHeight(390, true) - 24 };
  const six = at({ ndim: 1, input: [[1, 2, 3, 4, 5, 6]], kernel: [[1, 2, 3]], stride: [1, 2] }).params;
  assert.ok(arrange(six, phone).cell >= 24); // and on a phone, where the passes stand beside each other
});

test("bad states get a sentence with the numbers", () => {
  const refuses = (state, sentence) =>
    assert.throws(
      () => at(state),
      (error) => error instanceof StateError && sentence.test(error.message),
      String(sentence),
    );
  refuses({ grad_y: [[1, 2, 3]] }, /grad_y is 1×3; .* the output is 1×2/);
  refuses({ grad_y: [[1, null]] }, /grad_y\[0\]\[1\]/);
  refuses({ kernel: [[1, 2, 3, 4, 5]] }, /spans 1×5, larger than the padded input 1×4/);
  refuses(
    {
      input: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
    /input is 2×3; in one dimension/,
  );
  refuses({ target: "bias" }, /target must be one of: input, weight/);
});
