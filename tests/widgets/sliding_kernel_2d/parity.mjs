// Reads a list of SlidingKernel2D's states as JSON from standard input and computes each with the widget's own code; for
// the name of an example it gives its state.
// test_sliding_kernel_2d_parity.py compares the answers with convnb.ops.
import { compute, readParams } from "../../../convnb/widgets/sliding_kernel_2d/index.js";
import { describe, EXAMPLES, numpyCode } from "../../../convnb/widgets/sliding_kernel_2d/words.js";
import { answerAll } from "../../support/answers.mjs";

function answer(state) {
  if (typeof state === "string") return EXAMPLES[state];
  const params = readParams({ get: (name) => state[name] });
  const result = compute(params);
  return { output: [...result.output.values], code: numpyCode(params), sentence: describe(params, result) };
}

answerAll(answer);
