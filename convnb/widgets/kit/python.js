// @ts-check
// A state as Python: the call that makes the widget as it is now.

import { traitsOf } from "./link.js";

/** Letters of a line. */
const LONGEST = 85;
/** What every widget takes besides its own traits, with the defaults. */
const COMMON = { goal: {}, steps: {}, covered: false };

/**
 * A value of a trait in Python. A value longer than a line is broken into several, unless it is a row of numbers.
 * @param {any} value @param {string} [indent] @returns {string}
 */
function literal(value, indent = "") {
  if (value === true || value === false) return value ? "True" : "False";
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) return 'float("nan")';
  if (typeof value !== "object") return JSON.stringify(value);
  if (ArrayBuffer.isView(value.levels)) return levels(value, indent);
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  const parts = (/** @type {string} */ inside) =>
    isList
      ? value.map((one) => literal(one, inside))
      : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${literal(one, inside)}`);
  const line = `${open}${parts(indent).join(", ")}${close}`;
  const isFlat = isList && !value.some((one) => one !== null && typeof one === "object");
  if (isFlat || (!line.includes("\n") && indent.length + line.length <= LONGEST)) return line;
  const inside = `${indent}    `;
  return `${open}\n${parts(inside).map((part) => `${inside}${part},\n`).join("")}${indent}${close}`;
}

/** A picture of bytes, as hexadecimal digits. */
function levels({ shape, levels: { buffer, byteOffset, byteLength } }, indent) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const inside = `${indent}    `;
  const lines = (digits.match(/.{1,76}/g) ?? []).map((part) => `${inside}"${part}"\n`).join("");
  return `np.frombuffer(bytes.fromhex(\n${lines}${indent}), np.uint8).reshape(${shape.join(", ")})`;
}

/** Whether a trait is a pair, for which one number stands where both are equal. */
const isPair = ({ value, largest }) => !largest && Array.isArray(value) && value.length === 2 && value.every(Number.isInteger);
const asOne = (value) => (value[0] === value[1] ? value[0] : value);

/**
 * What the call gives: {name: value}, and the names of what Python was given that cannot be written, such as photographs.
 * @param {import("./shell.js").Model} model @param {Record<string, any>} settings
 */
function given(model, settings) {
  const [known, first] = [model.get("_given") ?? [], model.get("_first") ?? {}];
  /** @type {Record<string, any>} */
  const values = {};
  const traits = traitsOf(settings);
  const unwritten = known.filter((name) => !traits.includes(name));
  for (const name of traits) {
    const [value, byHand] = [model.get(name), name in first];
    if ("value" in settings[name]) {
      if (literal(value) !== literal(settings[name].value)) values[name] = isPair(settings[name]) ? asOne(value) : value;
    } else if (byHand || (known.includes(name) && !ArrayBuffer.isView(value?.levels))) values[name] = value;
    else if (known.includes(name)) unwritten.push(name);
  }
  for (const [name, usual] of Object.entries(COMMON)) {
    const value = model.get(name) ?? usual;
    if (literal(value) !== literal(usual)) values[name] = value;
  }
  return { values, unwritten };
}

/**
 * The code: what it needs, and the call with what differs from the defaults.
 * @param {import("./shell.js").Model} model @param {string} type name of the class
 * @param {Record<string, any>} settings
 * @param {(values: Record<string, any>, get: (name: string) => any) => Record<string, any>} [adapt] to what the class takes
 */
export function pythonCode(model, type, settings, adapt = (values) => values) {
  const { values, unwritten } = given(model, settings);
  const adapted = Object.entries(adapt(values, (name) => model.get(name)));
  const inside = "    ";
  const parts = [...unwritten.map((name) => `${name}=${name}`), ...adapted.map(([name, value]) => `${name}=${literal(value, inside)}`)];
  const line = `${type}(${parts.join(", ")})`;
  const isLong = line.includes("\n") || line.length > LONGEST;
  const call = isLong ? `${type}(\n${parts.map((part) => `${inside}${part},\n`).join("")})` : line;
  const heads = [call.includes("np.") ? "import numpy as np\n" : "", `from convnb import ${type}\n`];
  const note = unwritten.length ? `# ${unwritten.join(", ")}: as the notebook gave ${unwritten.length > 1 ? "them" : "it"} to this widget\n` : "";
  return `${heads.join("")}\n${note}${call}\n`;
}
