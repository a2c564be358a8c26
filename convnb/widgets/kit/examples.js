// @ts-check
// The worked examples of a widget: states by their name, and which of them stands there now.

/** What is chosen in the list of examples where the reader has changed one. */
export const OWN = "your own";

/**
 * A matrix as it is written on paper: "1 2; 3 4" has the rows [1, 2] and [3, 4].
 * @param {string} text
 */
export function rowsOf(text) {
  return text.split(";").map((row) => row.trim().split(/\s+/).map(Number));
}

/**
 * The name of the example that stands there, or OWN.
 * @param {{ get: (name: string) => unknown }} model
 * @param {Record<string, Record<string, unknown>>} examples name -> state
 * @param {string[]} traits what must be equal
 */
export function exampleOf(model, examples, traits) {
  const now = traits.map((trait) => JSON.stringify(model.get(trait)));
  const stands = (/** @type {string} */ name) =>
    traits.every((trait, at) => JSON.stringify(examples[name][trait]) === now[at]);
  return Object.keys(examples).find(stands) ?? OWN;
}
