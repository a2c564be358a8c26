// Reads a list of ForecastExplorer states as JSON from standard input, bytes in base64, and computes each with the
// widget's own code. tests/widgets/forecast_explorer/test_forecast_explorer_parity.py compares the answers with convnb.models.
import { measures, readParams } from "../../../convnb/widgets/forecast_explorer/index.js";
import { compute } from "../../../convnb/widgets/forecast_explorer/math.js";
import { describe, numpyCode } from "../../../convnb/widgets/forecast_explorer/words.js";
import { answerAll } from "../../support/answers.mjs";

/** As in a message from the kernel, the bytes do not begin where a Float64Array could. */
function bytes(text) {
  const found = Buffer.from(text, "base64");
  const shifted = new Uint8Array(found.length + 3);
  shifted.set(found, 3);
  return new DataView(shifted.buffer, 3);
}

function answer(sent) {
  const state = { ...sent, points: bytes(sent.points), weights: bytes(sent.weights) };
  const params = readParams({ get: (name) => state[name] });
  const { forecast, truth, errors, rmse, worst, breaks } = compute(params);
  return {
    ...{ forecast: [...forecast], truth: [...truth], errors: [...errors], rmse, worst, breaks },
    measures: measures(params, { errors, breaks }),
    code: numpyCode(params),
    sentence: describe(params, compute(params)),
  };
}

answerAll(answer);
