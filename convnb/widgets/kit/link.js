// @ts-check
// A state as a link: what differs from the page's own state, compressed, behind the # of the page's address. And the way
// back from an address, which anybody may have written.

import { StateError } from "./params.js";

/** Letters of a state in an address; one set by hand takes a few hundred, a drawing two thousand. */
const MOST_LETTERS = 30_000;
/** Bytes that they may unpack to. */
const MOST_BYTES = 300_000;
const DAMAGED = "the link is damaged or was cut off.";

/** What an address sets: the traits of a widget's settings.js.
 * @param {Record<string, any>} settings */
export function traitsOf(settings) {
  return Object.keys(settings).filter((name) => name !== "constants");
}

// --- bytes and letters ---

/** Bytes in the letters that an address takes as they are.
 * @param {Uint8Array} bytes */
function lettersOf(bytes) {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} letters */
function bytesOf(letters) {
  if (!/^[\w-]*$/.test(letters)) throw new StateError(DAMAGED);
  const base64 = letters.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** All that a stream of bytes gives, as text; an address of a few letters may unpack to gigabytes.
 * @param {ReadableStream<Uint8Array>} stream */
async function textOf(stream) {
  const [reader, decoder] = [stream.getReader(), new TextDecoder("utf-8", { fatal: true })];
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new StateError("the link holds more than any widget's state.");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** JSON with bytes in it, as drawings have. @param {unknown} value */
function written(value) {
  const part = (/** @type {string} */ _, /** @type {any} */ one) =>
    ArrayBuffer.isView(one) ? { bytes: lettersOf(new Uint8Array(one.buffer, one.byteOffset, one.byteLength)) } : one;
  return JSON.stringify(value, part);
}

/** @param {string} text */
function read(text) {
  const part = (/** @type {string} */ _, /** @type {any} */ one) =>
    typeof one?.bytes === "string" && Object.keys(one).length === 1 ? new DataView(bytesOf(one.bytes).buffer) : one;
  return JSON.parse(text, part);
}

// --- there and back ---

/**
 * A state in letters: "s=" before what is compressed, "j=" where the browser cannot.
 * @param {Record<string, any>} state
 */
export async function packed(state) {
  const bytes = new TextEncoder().encode(written(state));
  let [kind, letters] = ["j", bytes];
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    [kind, letters] = ["s", new Uint8Array(await new Response(stream).arrayBuffer())];
  } catch {
    // An older browser.
  }
  const query = `${kind}=${lettersOf(letters)}`;
  if (query.length > MOST_LETTERS) throw new StateError("This state is too large for an address.");
  return query;
}

/**
 * The state behind such letters. Throws a StateError for whatever is none.
 * @param {string} query @returns {Promise<Record<string, any>>}
 */
export async function unpacked(query) {
  if (query.length > MOST_LETTERS) throw new StateError("the link is too long.");
  try {
    const bytes = new Blob([bytesOf(query.slice(2))]).stream();
    const state = read(await textOf(query.startsWith("s=") ? bytes.pipeThrough(inflate()) : bytes));
    if (state !== null && typeof state === "object" && !Array.isArray(state)) return state;
  } catch (problem) {
    if (problem instanceof StateError) throw problem;
  }
  throw new StateError(DAMAGED);
}

function inflate() {
  try {
    return new DecompressionStream("deflate-raw");
  } catch {
    throw new StateError("this browser cannot unpack the link; a newer one can.");
  }
}

/**
 * What the address of a page has to say about a widget: the traits that are not as the page has them.
 * @param {import("./shell.js").Model} model @param {string[]} traits
 */
export function changesOf(model, traits) {
  const differs = (/** @type {string} */ trait) => {
    const [now, own] = [model.get(trait), model.own(trait)];
    return now !== own && written(now) !== written(own);
  };
  return Object.fromEntries(traits.filter(differs).map((trait) => [trait, model.get(trait)]));
}

/** Whether a value is of the same kind as another; what a list holds and what a number may be, the widget checks. */
function alike(value, own) {
  if (Array.isArray(own)) return Array.isArray(value);
  if (ArrayBuffer.isView(own)) return ArrayBuffer.isView(value);
  if (typeof own !== "object") return typeof value === typeof own;
  if (own === null || value === null || typeof value !== "object") return own === value;
  const names = Object.keys(own);
  return names.length === Object.keys(value).length && names.every((name) => Object.hasOwn(value, name) && alike(value[name], own[name]));
}

/**
 * Bring a page's model into the state of an address; "Reset" leads back to the page's own. Throws a StateError, with the
 * model as it was, for what is no state of this widget.
 * @param {import("./shell.js").Model} model @param {string} query @param {string[]} traits
 * @param {(model: { get: (name: string) => any }) => void} check throws a StateError for a state that cannot be shown
 */
export async function openLink(model, query, traits, check) {
  const state = query ? await unpacked(query) : {};
  const isOurs = (/** @type {string} */ name) => traits.includes(name) && alike(state[name], model.own(name));
  if (!Object.keys(state).every(isOurs)) throw new StateError("the link is not of this widget, or of another version of it.");
  check({ get: (/** @type {string} */ name) => (Object.hasOwn(state, name) ? state[name] : model.own(name)) });
  for (const name of traits) model.set(name, Object.hasOwn(state, name) ? state[name] : model.own(name));
  model.set("_first", Object.fromEntries(Object.keys(state).map((name) => [name, model.own(name)])));
}
