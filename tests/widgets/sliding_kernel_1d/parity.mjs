// Reads a list of SlidingKernel1D's states as JSON from standard input and computes each with the widget's own code.
// test_sliding_kernel_1d_parity.py compares the answers with convnb.ops.
import { readFileSync } from "node:fs";

import { compute, readParams } from "../../../convnb/widgets/sliding_kernel_1d/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/sliding_kernel_1d/words.js";

function answer(state) {
  const params = readParams({ get: (name) => state[name] });
  const result = compute(params);
  const { first } = params.range;
  return { output: [...result.output], first, code: numpyCode(params), sentence: describe(params, result) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
