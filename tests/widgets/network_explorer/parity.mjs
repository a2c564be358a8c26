// Reads networks as JSON from standard input, runs each with NetworkExplorer's own code and writes the answers in the
// same order. tests/widgets/network_explorer/test_network_explorer_parity.py compares them with convnb.models.network.
import { compute, measures } from "../../../convnb/widgets/network_explorer/index.js";
import { explain, fieldOf, seenBelow, within } from "../../../convnb/widgets/network_explorer/math.js";
import { readParams } from "../../../convnb/widgets/network_explorer/params.js";
import { numpyCode, sumParts } from "../../../convnb/widgets/network_explorer/words.js";
import { answerAll } from "../../support/answers.mjs";

/** Bytes that do not start at 0, as in a message. */
function bytes(base64) {
  const all = Buffer.concat([Buffer.from("abc"), Buffer.from(base64, "base64")]);
  return new DataView(Uint8Array.from(all).buffer, 3);
}

function answer({ units, channel, stroke, ...state }) {
  const now = { ...state, weights: bytes(state.weights) };
  for (const name of ["drawing", "examples"]) now[name] = { ...state[name], levels: bytes(state[name].levels) };
  const model = { get: (name) => now[name] };
  // Another drawing first: what a stroke leaves as it was is not computed anew.
  const { drawing } = now;
  const levels = Uint8Array.from(new Uint8Array(drawing.levels.buffer, 3));
  levels[stroke % levels.length] ^= 255;
  now.drawing = { shape: drawing.shape, levels };
  compute(readParams(model));
  now.drawing = drawing;
  const params = readParams(model);
  const result = compute(params);
  const { network } = params;
  const looks = units.map(([layer, map, row, col]) => {
    const unit = within(network, { layer, map, row, col });
    const how = explain(network, result.seen, result.answers, unit, channel);
    const window = how.window && { values: [...how.window.values], filled: [...how.window.filled] };
    const text = sumParts(network, unit, how).map((part) => part.text).join("");
    return {
      unit,
      ...how,
      weights: how.weights && [...how.weights],
      window,
      field: fieldOf(network, unit),
      below: seenBelow(network, unit),
      text,
    };
  });
  return {
    seen: [...result.seen],
    answers: result.answers.map((y) => [...y]),
    probabilities: result.probabilities && [...result.probabilities],
    ...{ order: result.order, example: result.example, limits: result.limits, looks },
    sure: measures(params, result).sure,
    code: numpyCode(params, result),
  };
}

answerAll(answer);
