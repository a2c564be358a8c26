// Reads a list of LayerStack states as JSON from standard input and writes what the widget makes of each.
// tests/widgets/layer_stack/test_layer_stack_parity.py compares the answers with convnb.models.stacks.
import { readFileSync } from "node:fs";

import * as stack from "../../../convnb/widgets/layer_stack/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/layer_stack/words.js";

const places = ({ from, ways }) => [...ways.keys()].filter((at) => ways[at]).map((at) => at + from);

const answers = JSON.parse(readFileSync(0, "utf8")).map((state) => {
  const params = stack.readParams({ get: (name) => state[name] });
  const result = stack.compute(params);
  const said = { sentence: describe(params, result), code: numpyCode(params) };
  if (result.problem) return { problem: result.problem, ...said };
  const { shapes, parameters, multiplyAdds, bounds, centres } = result;
  const chains = [result.rows, result.cols].map((chain) => chain.map(places));
  return {
    shapes,
    parameters,
    multiplyAdds,
    bounds,
    chains,
    centre: centres[centres.length - 1],
    unit: params.unit,
    ...said,
  };
});
process.stdout.write(JSON.stringify(answers));
