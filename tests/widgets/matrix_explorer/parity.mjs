// Reads a list of MatrixExplorer's states as JSON from standard input, computes each with the widget's own code and writes
// the answers in the same order. test_matrix_explorer_parity.py compares them with convnb.ops.
import { costs, keptRows } from "../../../convnb/widgets/matrix_explorer/math.js";
import { describe, numpyCode } from "../../../convnb/widgets/matrix_explorer/words.js";
import { compute, readParams } from "../../../convnb/widgets/matrix_explorer/index.js";
import { answerAll } from "../../support/answers.mjs";

function answer(state) {
  const params = readParams({ get: (name) => state[name] });
  const result = compute(params);
  return {
    columns: [...result.columns],
    spread: [...result.spread],
    matrix: [...result.matrix],
    output: [...result.output],
    back: [...result.back],
    added: [...result.added],
    deltas: [...params.deltas],
    shown: Object.entries(result.layouts).map(([name, { rows, cols, values }]) => ({
      name,
      shape: [rows, cols],
      values: [...values],
    })),
    costs: costs(params, result),
    kept: keptRows(params.geo),
    code: numpyCode(params),
    sentence: describe(params, result),
  };
}

answerAll(answer);
