// @ts-check
// Reading which pair of signals SignalAligner shows. Samples are read once: a drag changes the lag, never the signals.

import { brief } from "../kit/format.js";
import { checkNumber, readSamples, StateError } from "../kit/params.js";

const LONGEST = 200000;
const MOST_PAIRS = 50;
const samplesOf = new WeakMap();

/** @param {any} view @param {string} name */
function keptSamples(view, name) {
  if (!samplesOf.has(view ?? {})) {
    const samples = readSamples(view, name);
    if (samples.length > LONGEST)
      throw new StateError(`${name} has ${samples.length} samples; this widget takes at most ${LONGEST}.`);
    samplesOf.set(view, samples);
  }
  return samplesOf.get(view);
}

/** The pair that is shown, and the names of all. @param {any} model */
export function readSignals(model) {
  const [signals, source] = [model.get("signals"), model.get("source")];
  const names = signals && typeof signals === "object" ? Object.keys(signals) : [];
  if (names.length < 1 || names.length > MOST_PAIRS)
    throw new StateError(`signals must be 1 to ${MOST_PAIRS} pairs of signals, each with a name.`);
  if (!names.includes(source)) {
    const asked =
      typeof source === "string" ? `There is no pair of signals named “${brief(source)}”` : "source is no name";
    throw new StateError(`${asked}; there are: ${brief(names.map((name) => brief(name)).join(", "), 200)}.`);
  }
  const pair = signals[source] ?? {};
  const rate = pair.rate == null ? null : checkNumber(pair.rate, "rate", {});
  if (rate !== null && rate <= 0) throw new StateError(`rate is ${rate}; it must be positive, in samples per second.`);
  return { names, source, x: keptSamples(pair.x, "x"), y: keptSamples(pair.y, "y"), rate };
}
