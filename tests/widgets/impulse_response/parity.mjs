// Reads a list of ImpulseResponse's states as JSON from standard input and computes each with the widget's own code.
// test_impulse_response_parity.py compares the answers with convnb.ops.
import { compute, readParams } from "../../../convnb/widgets/impulse_response/index.js";
import { describe, numpyCode, termsAt } from "../../../convnb/widgets/impulse_response/words.js";
import { answerAll } from "../../support/answers.mjs";

function answer(state) {
  const params = readParams({ get: (name) => state[name] });
  const result = compute(params);
  const terms = termsAt(params, params.tau).map(({ hit, answer }) => hit * answer);
  return { h: [...result.h], terms, code: numpyCode(params), sentence: describe(params, result) };
}

answerAll(answer);
