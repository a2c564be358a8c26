// How a parity.mjs answers: cases come as JSON from standard input, the answers go out in the same order.
import { readFileSync } from "node:fs";

import { StateError } from "../../convnb/widgets/kit/params.js";

/** Write what `answer` makes of each case; of one that cannot be shown its sentence, as { error }. */
export function answerAll(answer) {
  const cases = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(cases.map((one) => orSentence(() => answer(one)))));
}

export function orSentence(compute) {
  try {
    return compute();
  } catch (problem) {
    if (!(problem instanceof StateError)) throw problem;
    return { error: problem.message };
  }
}
