// Reads cases as JSON from standard input, filters each with ImageFilter's own code and writes the answers in the same
// order. tests/widgets/image_filter/test_image_filter_parity.py compares them with convnb.ops.
import { compute, measures, readParams } from "../../../convnb/widgets/image_filter/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/image_filter/words.js";
import { answerAll, orSentence } from "../../support/answers.mjs";

const rows = ({ shape, values }) =>
  Array.from({ length: shape[0] }, (_, r) => Array.from(values.slice(r * shape[1], (r + 1) * shape[1])));

function answer({ image, kernels, ...state }) {
  const levels = new DataView(Uint8Array.from(image.flat()).buffer);
  const now = { ...state, image: { shape: [image.length, image[0].length], levels } };
  const model = { get: (name) => now[name] };
  const one = () => {
    const params = readParams(model);
    const result = compute(params);
    const { separable } = result;
    const { left, right } = measures(params, result);
    const said = { code: numpyCode(params), sentence: describe(params, result) };
    return { output: rows(result.output), separable, left, right, ...said };
  };
  return kernels.map((kernel) => {
    now.kernel = kernel;
    return orSentence(one);
  });
}

answerAll(answer);
