// Reads a list of Prediction's states as JSON from standard input and judges each with the widget's own code.
// test_predict_parity.py compares the answers with Python's.
import { readFileSync } from "node:fs";

import { compute, readParams } from "../../../convnb/widgets/predict/index.js";

function answer(state) {
  const { problem, guess, verdict } = compute(readParams({ get: (name) => state[name] }));
  return { problem, guess: guess ?? null, verdict: verdict ?? null };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
