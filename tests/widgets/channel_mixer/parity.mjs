// Reads cases as JSON from standard input, computes each with ChannelMixer's own code and writes the answers in the same
// order. tests/widgets/channel_mixer/test_channel_mixer_parity.py compares them with convnb.ops.
import { compute, measures, readParams } from "../../../convnb/widgets/channel_mixer/index.js";
import { partsAt, windowAt } from "../../../convnb/widgets/channel_mixer/math.js";
import { costText, describe, mapNote, numpyCode } from "../../../convnb/widgets/channel_mixer/words.js";
import { answerAll } from "../../support/answers.mjs";

const rows = ({ shape, values }) =>
  Array.from({ length: shape[0] }, (_, r) => Array.from(values.slice(r * shape[1], (r + 1) * shape[1])));

function answer({ picture, place, ...state }) {
  const shape = [picture.length, picture[0].length, picture[0][0].length];
  const levels = new DataView(Uint8Array.from(picture.flat(2)).buffer);
  const model = { get: (name) => (name === "picture" ? now.picture : now[name]) };
  const now = { ...state, picture: { shape, levels } };
  const params = readParams(model);
  const result = compute(params);
  const at = { row: place[0] % result.shown.map.shape[0], col: place[1] % result.shown.map.shape[1] };
  const { from, window } = windowAt(params, result.shown.sum, at);
  return {
    maps: result.now.map(({ map }) => rows(map)),
    products: result.shown.products.map(rows),
    ...{ compare: result.compare, peak: result.peak, peakBefore: result.peakBefore },
    ...{ at, from, parts: partsAt(result.moved, params, params.filter, window) },
    ...{ note: mapNote(params), measures: measures(params, result) },
    ...{ code: numpyCode(params), cost: costText(params, result), sentence: describe(params, result) },
  };
}

answerAll(answer);
