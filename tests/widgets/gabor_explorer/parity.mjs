// Reads cases as JSON from standard input, computes each with GaborExplorer's own code and writes the answers in the same
// order. tests/widgets/gabor_explorer/test_gabor_explorer_parity.py compares them with convnb.models.
import { compute, measures, readParams } from "../../../convnb/widgets/gabor_explorer/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/gabor_explorer/words.js";
import { answerAll } from "../../support/answers.mjs";

const rows = ({ shape, values }) =>
  Array.from({ length: shape[0] }, (_, r) => Array.from(values.slice(r * shape[1], (r + 1) * shape[1])));

// One model is dragged through all states: what it keeps from one to the next must not show.
const now = {};
const model = { get: (name) => now[name] };

function answer({ image, ...state }) {
  Object.assign(now, state);
  if (image) {
    const levels = new DataView(Uint8Array.from(image.flat()).buffer);
    now.image = { shape: [image.length, image[0].length], levels };
  }
  const params = readParams(model);
  const result = compute(params);
  const { shape, first, second } = result.pair;
  return {
    pair: [first, second].map((values) => rows({ shape, values })),
    response: rows(result.output),
    grating: rows({ shape, values: result.grating }),
    traces: ["linear", "simple", "complex"].map((name) => Array.from(result.traces[name])),
    tuning: ["simple", "complex"].map((name) => Array.from(result.tuning[name])),
    strength: [result.strength.simple, result.strength.complex],
    measures: measures(params, result),
    code: numpyCode(params, result),
    sentence: describe(params, result),
  };
}

answerAll(answer);
