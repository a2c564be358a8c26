// Reads a list of SpectrumExplorer states as JSON from standard input and computes each with the widget's own code.
// tests/widgets/spectrum_explorer/test_spectrum_explorer_parity.py compares the answers with numpy.fft and convnb.ops.
import * as words from "../../../convnb/widgets/spectrum_explorer/words.js";
import { measures, readParams } from "../../../convnb/widgets/spectrum_explorer/index.js";
import { arrowChain, compute } from "../../../convnb/widgets/spectrum_explorer/math.js";
import { answerAll } from "../../support/answers.mjs";

const list = ({ re, im }) => ({ re: [...re], im: [...im] });

function answer(state) {
  const params = readParams({ get: (name) => (name === "show" ? "magnitude" : state[name]) });
  const result = compute(params);
  return {
    x: [...params.x],
    w: [...params.w],
    length: params.length,
    spectra: Object.fromEntries(Object.entries(result.spectra).map(([row, spectrum]) => [row, list(spectrum)])),
    curve: list(result.curves.y),
    output: [...result.output],
    linear: [...result.linear],
    wrapped: result.wrapped,
    code: words.numpyCode(params),
    sentence: words.describe(params, result),
    bin: params.bin,
    chain: list(arrowChain(params.x, params.length, params.bin)),
    measures: measures(params, result),
  };
}

answerAll(answer);
