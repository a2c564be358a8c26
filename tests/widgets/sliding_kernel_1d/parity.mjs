// Reads a list of SlidingKernel1D's states as JSON from standard input and computes each with the widget's own code.
// test_sliding_kernel_1d_parity.py compares the answers with convnb.ops.
import { compute, readParams } from "../../../convnb/widgets/sliding_kernel_1d/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/sliding_kernel_1d/words.js";
import { answerAll } from "../../support/answers.mjs";

function answer(state) {
  const params = readParams({ get: (name) => state[name] });
  const result = compute(params);
  const { first } = params.range;
  return { output: [...result.output], first, code: numpyCode(params), sentence: describe(params, result) };
}

answerAll(answer);
