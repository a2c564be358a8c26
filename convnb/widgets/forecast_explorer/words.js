// @ts-check
// What ForecastExplorer says, and the NumPy code that computes what it shows.

import { counted, numpyArray } from "../kit/format.js";
import { LIMIT, rmseOf, stepsOf } from "./math.js";

/** More weights than this are not written out in the copied code. */
const MOST_NUMBERS = 5000;
const TASK_STEPS = 14;

/** An error as a decimal number with two digits, 0.000043, as long as that can be read.
 * @param {number} value */
export function decimal(value) {
  if (!Number.isFinite(value)) return "beyond all bounds";
  if (value < 1e-9) return "0";
  if (value >= 1e6) return value.toExponential(1).replace("+", "");
  return value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(value))));
}

/** @param {number} count */
const stepsText = (count) => counted(count, "step");

function wayText({ mode }, count) {
  if (mode === "at once") return `${stepsText(count)} at once`;
  if (mode === "free run") return `a free run of ${stepsText(count)}`;
  return `${stepsText(count)}, each from true values`;
}

/** Where the forecast breaks. */
function breakText({ mode }, { breaks, errors }) {
  const what = mode === "free run" ? "the free run" : "the forecast";
  const well = breaks - 1;
  if (!breaks) return `${what} stays within ${LIMIT}${errors.length === 1 ? "" : ` for all ${errors.length} steps`}`;
  if (!well) return `${what} is off by more than ${LIMIT} from the first step on`;
  return `${what} is off by more than ${LIMIT} after ${stepsText(well)}`;
}

/** Whether what is forecast was learned. */
function learnedText({ origin, training }, { forecast }) {
  if (origin >= training) return "";
  const all = origin + forecast.length <= training;
  return ` The origin lies inside the training data: ${all ? "these points were" : "some of these points were"} learned.`;
}

export function describe(params, result) {
  const { origin, network } = params;
  const { forecast, errors, rmse, worst } = result;
  const known = errors.length < forecast.length ? ` over the ${stepsText(errors.length)} whose truth is known` : "";
  const breaking = breakText(params, result);
  return (
    `From point ${origin}, window of ${network.length}: ${wayText(params, forecast.length)}, RMSE ${decimal(rmse)}${known}; ` +
    `largest error ${decimal(errors[worst - 1])} at step ${worst}. ` +
    `${breaking[0].toUpperCase()}${breaking.slice(1)}.${learnedText(params, result)}`
  );
}

/** The figures under the pictures, in parts. */
export function scoreParts({ errors, rmse, breaks }) {
  const figure = (value) => ({ text: decimal(value), role: "output" });
  const first = [{ text: `, of the first ${TASK_STEPS}: ` }, figure(rmseOf(errors.subarray(0, TASK_STEPS)))];
  const off = breaks ? `; off by more than ${LIMIT} at step ${breaks}` : "";
  const all = [{ text: `RMSE of ${stepsText(errors.length)}: ` }, figure(rmse)];
  return [...all, ...(errors.length > TASK_STEPS ? first : []), { text: off }];
}

/** Why there are fewer steps than asked for. */
export function fewerText(params) {
  const steps = stepsOf(params);
  if (steps === params.horizon) return stepsText(steps);
  if (params.mode === "at once") return `${steps}: all it gives`;
  const ends = params.mode === "one step" && steps === params.series.length - params.origin;
  return ends ? `${steps}: the series ends` : `${steps}: a large network`;
}

// --- Copy as NumPy ---

/** Python source for forecast and rmse. */
export function numpyCode(params) {
  const { network, series, origin, mode } = params;
  const { length, mean, deviation } = network;
  const steps = stepsOf(params);
  const list = (/** @type {ArrayLike<number>} */ values) => numpyArray(values, [values.length]);
  const seen = series.subarray(origin - length, origin + (mode === "one step" ? steps - 1 : 0));
  return [
    "import numpy as np",
    `x = ${list(seen)}  # from point ${origin - length} on`,
    `truth = ${list(series.subarray(origin, origin + steps))}  # from point ${origin} on`,
    ...weightLines(network, mode === "at once" ? steps : 1, list),
    `mean, deviation = ${mean}, ${deviation}`,
    "",
    "def outputs(window):",
    "    z = (window - mean) / deviation",
    "    hidden = np.tanh(np.outer(slope, z) + offset[:, None])  # every unit at every value",
    "    return (np.tensordot(weight, hidden, 2) + bias + skip * z[-1]) * deviation + mean",
    "",
    ...wayLines(mode, length, steps),
    "rmse = np.sqrt(np.mean((forecast[: len(truth)] - truth) ** 2))",
  ].join("\n");
}

/** The arrays of the outputs that are used; those of a large network are taken from the learner's own. */
function weightLines({ channels, length, slope, offset, weight, bias, skip }, outputs, list) {
  const count = outputs * channels * length;
  if (count > MOST_NUMBERS) {
    const names = ["slope", "offset", "weight", "bias", "skip"];
    return [
      "# forecaster: your NetworkForecaster",
      `${names.join(", ")} = (forecaster.describe()[name] for name in ${JSON.stringify(names)})`,
      `weight, bias, skip = weight[:${outputs}], bias[:${outputs}], skip[:${outputs}]`,
    ];
  }
  return [
    `slope = ${list(slope)}`,
    `offset = ${list(offset)}`,
    `weight = ${list(weight.subarray(0, count))}.reshape(${outputs}, ${channels}, ${length})`,
    `bias = ${list(bias.subarray(0, outputs))}`,
    `skip = ${list(skip.subarray(0, outputs))}`,
  ];
}

/** @param {string} mode @param {number} length @param {number} steps */
function wayLines(mode, length, steps) {
  if (mode === "at once") return ["forecast = outputs(x)"];
  if (mode === "one step") return [`forecast = np.array([outputs(x[k : k + ${length}])[0] for k in range(${steps})])`];
  return [
    "row = list(x)",
    `for _ in range(${steps}):`,
    `    row.append(outputs(np.array(row[-${length}:]))[0])  # its own output is its next input`,
    `forecast = np.array(row[${length}:])`,
  ];
}
