// Prediction's pure parts: what was typed, how it compares, what is said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, readParams } from "../../../convnb/widgets/predict/index.js";
import { SETTINGS } from "../../../convnb/widgets/predict/settings.js";
import { describe, judge, readGuess, shown } from "../../../convnb/widgets/predict/words.js";

const read = (state) =>
  readParams({ get: (name) => (name in state ? state[name] : SETTINGS[name]?.value) });
const grid = { kind: "grid", answer: [[5, 11], [23, 29]], wrong: [[[[19, 25], [37, 43]], "No flip."]] };

test("the first entry that is no number is named with its place", () => {
  const problem = (entries) => readGuess({ kind: "grid", entries }).problem;
  assert.equal(problem([["1", "2"], ["3", ""]]), "There is no guess yet in row 1, column 1.");
  assert.equal(problem([["1", "x"], ["3", ""]]), "“x” in row 0, column 1 is not a number: write it like 3, −2 or 0.5.");
  assert.equal(problem([["1e10"]]), "“1e10” is too large: at most 1e9 in size.");
  assert.equal(readGuess({ kind: "choice", entries: [[""]] }).problem, "Choose a sentence first.");
  assert.deepEqual(readGuess({ kind: "grid", entries: [["−2", " .5 "]] }), { problem: "", guess: [[-2, 0.5]] });
});

test("right, known, partly right, another size", () => {
  const verdict = (guess) => judge(read(grid), guess);
  assert.deepEqual(verdict(grid.answer), { right: true, says: "Right.", cells: [[true, true], [true, true]] });
  assert.equal(verdict([[19, 25], [37, 43]]).says, "No flip.");
  assert.deepEqual(verdict([[5, 11], [23, 30]]), {
    right: false,
    says: "3 of 4 are right.",
    cells: [[true, true], [true, false]],
  });
  assert.equal(verdict([[5, 11, 23]]).says, "Your grid is 1×3, the answer is 2×2.");
});

test("a picture is offered for a committed mistake that has one", () => {
  const wrong = [...grid.wrong, [[[1, 1], [1, 1]], "Ones."]];
  const offered = (rows, committed = true) =>
    compute(read({ ...grid, wrong, pictured: [1], entries: rows.map((row) => row.map(String)), committed })).picture;
  assert.equal(offered(wrong[1][0]), 1);
  assert.deepEqual([offered(wrong[0][0]), offered(grid.answer), offered(wrong[1][0], false)], [-1, -1, -1]);
});

test("a number may be as near as the question says, and no further", () => {
  const verdict = (value) => judge(read({ answer: [[48]], within: 10, wrong: [] }), [[value]]);
  assert.deepEqual([37.9, 38, 58, 58.1].map((value) => verdict(value).right), [false, true, true, false]);
  assert.equal(verdict(3).says, "It is another number.");
});

test("nothing is said of the answer before a guess can be read", () => {
  for (const state of [{}, { committed: true }, { committed: true, entries: [["14", "x"], ["", "1"]] }]) {
    const params = read({ ...grid, answer: [[713, 714], [715, 716]], ...state });
    const result = compute(params);
    assert.equal(result.verdict, undefined);
    assert.doesNotMatch(describe(params, result), /71[3-6]/);
  }
  const params = read({ ...grid, committed: true, entries: [["5", "11"], ["23", "2"]] });
  assert.match(describe(params, compute(params)), /3 of 4 .* guess: 5, 11; 23, 2\. The answer: 5, 11; 23, 29\./);
});

test("signs are shown as signs", () => {
  assert.deepEqual([1, 0, -1].map((value) => shown("signs", value)), ["+", "0", "−"]);
  assert.equal(shown("grid", -1), "−1");
});

test("states that cannot be asked are refused by name", () => {
  const refused = [
    [{ question: 3 }, /question/],
    [{ kind: "essay" }, /kind/],
    [{ answer: [[1, 2]] }, /answer/],
    [{ kind: "signs", answer: [[2]] }, /answer/],
    [{ kind: "choice", options: ["a", "b"], answer: [[2]] }, /answer/],
    [{ wrong: [[[[1]]]] }, /wrong\[0\]/],
    [{ wrong: [[[[1, null]], "no"]] }, /wrong\[0\]\[0\]/],
    [{ entries: [["1", "2"]] }, /entries/],
    [{ entries: [["1".repeat(25)]] }, /entries\[0\]\[0\]/],
    [{ within: -1 }, /within/],
  ];
  for (const [state, words] of refused) assert.throws(() => read(state), words);
});
