// @ts-check
// ImpulseResponse in words: its examples, the sum at one moment, the sentence that says its state, the NumPy code.

import { formatNumber, numpyArray, sumParts } from "../kit/format.js";

const SHORT_SUM = 6;

const THIRD = 1 / 3;
/** The worked numbers of notebook 02, and two systems that people meet. */
export const EXAMPLES = {
  "one hit": { hits: [0, 0, 0, 1, 0, 0, 0], response: [3, 2, 1], tau: 3 },
  "two hits": { hits: [0, 0, 1, 1, 0, 0], response: [3, 2, 1], tau: 3 },
  "a hard hit, a soft one": { hits: [0, 2, 0, 0, 1, 0, 0, 0], response: [3, 2, 1], tau: 2 },
  "moving average": { hits: [2, 6, 4, 8, 3, 7, 5, 9, 4], response: [THIRD, THIRD, THIRD], tau: 4 },
  echo: { hits: [4, -3, 2, -1, 0, 0, 0, 0], response: [1, 0, 0, 0, 0.5, 0, 0, 0, 0.25], tau: 4 },
};

/** The products of h[tau], one for each hit that still reaches this moment; the last one where a copy replaces others. */
export function termsAt({ hits, response, replaces }, tau) {
  const terms = Array.from(hits, (hit, t) => ({ t, hit, delay: tau - t, answer: response[tau - t] })).filter(
    ({ delay }) => delay >= 0 && delay < response.length,
  );
  return replaces ? terms.filter(({ hit }) => hit !== 0).slice(-1) : terms;
}

/** h[tau] with its real numbers, as the view sees it, in parts. */
export function sumOf(params, { h }, tau) {
  const inputSide = params.view === "input side";
  // From the input side only what was hit starts anything; the output side multiplies all that lies under the window.
  const terms = termsAt(params, tau).filter(({ hit }) => hit !== 0 || !inputSide);
  if (!terms.length) return [{ text: `h[${tau}] = 0: no hit reaches this moment.` }];
  const numbers = sumParts(
    terms.map(({ hit, answer }) => ({ value: hit, weight: answer })),
    h[tau],
  );
  // A long sum is cut off by its box: its value stands first.
  if (terms.length > SHORT_SUM) return [{ text: `h[${tau}] = ` }, numbers.at(-1), { text: " = " }, ...numbers.slice(0, -2)];
  const letters = terms.map(({ t, delay }) => `f[${t}]·g[${delay}]`).join(" + ");
  return [{ text: `h[${tau}] = ${letters} = ` }, ...numbers];
}

/** How long h is, with the real numbers. */
export function lengthText({ hits, response }, { h }) {
  const numbers = h.length <= 24 ? `: h = ${Array.from(h, (value) => formatNumber(value, 3)).join(", ")}` : "";
  return `Length of h, N + K − 1 = ${hits.length} + ${response.length} − 1 = ${h.length}${numbers}`;
}

/** The state in a few sentences. */
export function describe({ hits, response, tau, view, replaces }, { h }) {
  const struck = Array.from(hits, (hit, t) => ({ hit, t })).filter(({ hit }) => hit !== 0);
  const list = struck.slice(0, 6).map(({ hit, t }) => `${formatNumber(hit)} at ${t}`);
  const more = struck.length > 6 ? ` and ${struck.length - 6} more` : "";
  const what = struck.length ? `Hits: ${list.join(", ")}${more}` : "No hits yet";
  const seen =
    view === "input side" ? "Each hit starts a copy of the response" : "The flipped response slides over the hits";
  const last = replaces ? " It replaces what an earlier copy left there." : "";
  const answer = Array.from(response.slice(0, 6), (value) => formatNumber(value)).join(", ");
  return (
    `At τ = ${tau} the result is ${formatNumber(h[tau])}. ${what}; response ${answer}` +
    `${response.length > 6 ? " and so on" : ""}. ${seen}.${last}`
  );
}

/** Python source that computes the result the way the view explains it. */
export function numpyCode({ hits, response, tau, view, replaces }) {
  const lines = [
    "import numpy as np",
    `f = ${numpyArray(hits, [hits.length])}  # the hits`,
    `g = ${numpyArray(response, [response.length])}  # the response to one hit`,
  ];
  if (replaces)
    lines.push(
      "h = np.zeros(len(f) + len(g) - 1)",
      "for t in np.flatnonzero(f):",
      "    h[t : t + len(g)] = f[t] * g  # = and not +=: a copy replaces what was there",
    );
  else if (view === "input side")
    lines.push(
      "copies = np.zeros((len(f), len(f) + len(g) - 1))",
      "for t in range(len(f)):",
      "    copies[t, t : t + len(g)] = f[t] * g  # a hit at t starts a copy of g",
      "h = copies.sum(axis=0)  # the same as np.convolve(f, g)",
    );
  else
    lines.push(
      "windows = np.lib.stride_tricks.sliding_window_view(np.pad(f, len(g) - 1), len(g))",
      "h = windows @ g[::-1]  # flip, slide, multiply, add: the same as np.convolve(f, g)",
    );
  lines.push(`h_tau = h[${tau}]`);
  return lines.join("\n");
}
