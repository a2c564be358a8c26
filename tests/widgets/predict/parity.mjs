// Reads a list of Prediction's states as JSON from standard input and judges each with the widget's own code.
// test_predict_parity.py compares the answers with Python's.
import { compute, readParams } from "../../../convnb/widgets/predict/index.js";
import { answerAll } from "../../support/answers.mjs";

function answer(state) {
  const { problem, guess, verdict } = compute(readParams({ get: (name) => state[name] }));
  return { problem, guess: guess ?? null, verdict: verdict ?? null };
}

answerAll(answer);
