// Reads { kind: [state, ...] } as JSON from standard input and computes every state with the widgets' own code.
// tests/widgets/test_parity_rows.py compares the answers with convnb.ops.
import { readFileSync } from "node:fs";

import * as impulseWords from "../../convnb/widgets/impulse_response/text.js";
import * as slidingWords from "../../convnb/widgets/sliding_kernel_1d/text.js";
import * as impulse from "../../convnb/widgets/impulse_response/index.js";
import * as sliding from "../../convnb/widgets/sliding_kernel_1d/index.js";

const model = (state) => ({ get: (name) => state[name] });
const answers = {
  impulse(state) {
    const params = impulse.readParams(model(state));
    const result = impulse.compute(params);
    const { hits, response, tau } = params;
    const terms = impulseWords.termsAt({ hits, response }, tau).map(({ hit, answer }) => hit * answer);
    const sentence = impulseWords.describe(params, result);
    return { h: [...result.h], terms, code: impulseWords.numpyCode(params), sentence };
  },
  sliding(state) {
    const params = sliding.readParams(model(state));
    const result = sliding.compute(params);
    const sentence = slidingWords.describe(params, result);
    const { first } = params.range;
    return { output: [...result.output], first, code: slidingWords.numpyCode(params), sentence };
  },
};

const cases = JSON.parse(readFileSync(0, "utf8"));
const all = Object.entries(cases).map(([kind, list]) => [kind, list.map((one) => answers[kind](one))]);
process.stdout.write(JSON.stringify(Object.fromEntries(all)));
