// Reads { kind: [state, ...] } as JSON from standard input and computes every state with the widgets' own code.
// tests/test_parity_rows.py compares the answers with convnb.ops.
import { readFileSync } from "node:fs";

import * as impulseWords from "../../convnb/widgets/js/lib/impulse_text.js";
import * as slidingWords from "../../convnb/widgets/js/lib/sliding_1d_text.js";
import * as impulse from "../../convnb/widgets/js/impulse_response.js";
import * as sliding from "../../convnb/widgets/js/sliding_kernel_1d.js";

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
