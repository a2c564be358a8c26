// Reads a list of SlidingKernel2D's states as JSON from standard input and computes each with the widget's own code; for
// the name of an example it gives its state.
// test_sliding_kernel_2d_parity.py compares the answers with convnb.ops.
import { readFileSync } from "node:fs";

import { StateError } from "../../../convnb/widgets/kit/params.js";
import { compute, readParams } from "../../../convnb/widgets/sliding_kernel_2d/index.js";
import { describe, EXAMPLES, numpyCode } from "../../../convnb/widgets/sliding_kernel_2d/words.js";

function answer(state) {
  if (typeof state === "string") return EXAMPLES[state];
  try {
    const params = readParams({ get: (name) => state[name] });
    const result = compute(params);
    return { output: [...result.output.values], code: numpyCode(params), sentence: describe(params, result) };
  } catch (problem) {
    if (!(problem instanceof StateError)) throw problem;
    return { error: problem.message };
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
