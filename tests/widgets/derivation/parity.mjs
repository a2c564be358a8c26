// Reads [sizes, line] pairs as JSON from standard input and judges each line with the widget's own code.
// test_derivation_parity.py compares the verdicts with Python's.
import { layerOf } from "../../../convnb/widgets/derivation/math.js";
import { progress } from "../../../convnb/widgets/derivation/words.js";
import { answerAll } from "../../support/answers.mjs";

const answer = ([sizes, line]) => progress(line, layerOf(sizes), "input").verdicts[0];
answerAll(answer);
