// Reads a list of LayerStack states as JSON from standard input and writes what the widget makes of each.
// tests/widgets/layer_stack/test_layer_stack_parity.py compares the answers with convnb.models.stacks.
import * as stack from "../../../convnb/widgets/layer_stack/index.js";
import { describe, numpyCode } from "../../../convnb/widgets/layer_stack/words.js";
import { answerAll } from "../../support/answers.mjs";

const places = ({ from, ways }) => [...ways.keys()].filter((at) => ways[at]).map((at) => at + from);

answerAll((state) => {
  const params = stack.readParams({ get: (name) => state[name] });
  const result = stack.compute(params);
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
    measures: stack.measures(params, result),
    sentence: describe(params, result),
    code: numpyCode(params),
  };
});
