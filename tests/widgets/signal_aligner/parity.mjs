// Reads { kind: [case, ...] } as JSON from standard input, computes every case with the widgets' own code and writes the
// answers in the same order. test_signal_aligner_parity.py compares them with convnb.ops.
import { readFileSync } from "node:fs";

import * as aligner from "../../../convnb/widgets/signal_aligner/index.js";
import { alignmentScores, crossCorrelation } from "../../../convnb/widgets/signal_aligner/math.js";
import { numpyCode } from "../../../convnb/widgets/signal_aligner/words.js";

const answers = {
  curves({ x, y }) {
    return { raw: [...crossCorrelation(x, y)], scores: [...alignmentScores(x, y)] };
  },
  aligner({ x, y, lag, normalized }) {
    const bytes = (values) => new DataView(Float32Array.from(values).buffer);
    const state = { signals: { own: { x: bytes(x), y: bytes(y), rate: null } }, source: "own", lag, normalized };
    const params = aligner.readParams({ get: (name) => state[name] });
    const result = aligner.compute(params);
    return { ...aligner.measures(params, result), best: result.best, code: numpyCode(params) };
  },
};

const cases = JSON.parse(readFileSync(0, "utf8"));
const all = Object.entries(cases).map(([kind, list]) => [kind, list.map((one) => answers[kind](one))]);
process.stdout.write(JSON.stringify(Object.fromEntries(all)));
