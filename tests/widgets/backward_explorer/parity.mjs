// Reads a list of BackwardExplorer states as JSON from standard input and computes each with the widget's own code.
// test_backward_explorer_parity.py compares the answers with convnb.ops.
import * as math from "../../../convnb/widgets/backward_explorer/math.js";
import { describe, numpyCode } from "../../../convnb/widgets/backward_explorer/words.js";
import { answerAll } from "../../support/answers.mjs";

const rows = ({ shape, values }) =>
  Array.from({ length: shape[0] }, (_, r) => Array.from(values.slice(r * shape[1], (r + 1) * shape[1])));
const all = (matrix, sum) => Array.from(matrix.values, (_, index) => sum(index));
const total = (terms) => terms.reduce((sum, one) => sum + one, 0);

/** Each gradient once more, from the terms that the widget writes out. */
function fromTerms(params) {
  const { input, kernel, deltas } = params;
  const w = (index) => kernel.values[index];
  const delta = (index) => (index < 0 ? 0 : deltas.values[index]);
  const scattered = new Array(input.values.length).fill(0);
  deltas.values.forEach((value, position) => {
    for (const cell of math.handedTo(params, position))
      if (cell.input >= 0) scattered[cell.input] += value * w(cell.weight);
  });
  return {
    reached: all(input, (n) => total(math.reached(params, n).map((use) => delta(use.position) * w(use.weight)))),
    turned: all(input, (n) => total(math.underTurned(params, n).map((place) => delta(place.delta) * w(place.weight)))),
    scattered,
    met: all(kernel, (k) =>
      total(math.metBy(params, k).map((one) => delta(one.position) * (one.input < 0 ? 0 : input.values[one.input]))),
    ),
  };
}

function answer(state) {
  const params = math.readParams({ get: (name) => state[name] });
  const result = math.compute(params);
  const { output, gradInput, gradWeight, gradBias, windows } = result;
  const grids = { output: rows(output), gradInput: rows(gradInput), gradWeight: rows(gradWeight), gradBias };
  const sentence = describe(params, result);
  return { ...grids, ...fromTerms(params), windows: total([...windows]), code: numpyCode(params), sentence };
}

answerAll(answer);
