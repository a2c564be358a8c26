// @ts-check
// Numbers as the reader sees them: a true minus sign, no trailing zeros, never "-0". And values as Python source, for
// "Copy as NumPy".

/**
 * At most `digits` significant digits for fractions; integers in full up to a million.
 * @param {number} value @param {number} [digits]
 */
export function formatNumber(value, digits = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  // A sum that should be zero ends at 1e-16 in floating point: show the zero.
  if (Math.abs(value) < 1e-12) return "0";
  // Digits before the point are never rounded away: 12345.6 is 12346, not 12300.
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  const rounded = Number(value.toPrecision(Math.abs(value) < 1e6 ? Math.max(digits, whole) : digits));
  const plain = Number.isInteger(value) && Math.abs(value) < 1e6 ? value : rounded;
  const size = Math.abs(plain);
  const text = size !== 0 && (size >= 1e6 || size < 1e-4) ? plain.toExponential() : String(plain);
  return text.replaceAll("-", "−");
}

/** A negative factor or term stands in brackets.
 * @param {number} value @param {number} [digits] */
export function bracketed(value, digits) {
  const text = formatNumber(value, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

/**
 * The sum that a learner would write, 0×0 + 1×1 + 3×2 = 7, in parts: each factor with the role of the grid it stands in.
 * @param {{ value: number, weight: number }[]} terms @param {number} total @param {string[]} [roles]
 * @returns {{ text: string, role?: string }[]}
 */
export function sumParts(terms, total, roles = ["input", "kernel", "output"]) {
  const [first, second, last] = roles;
  const product = ({ value, weight }, at) => [
    { text: `${at ? " + " : ""}` },
    { text: bracketed(value), role: first },
    { text: "×" },
    { text: bracketed(weight), role: second },
  ];
  return [...terms.flatMap(product), { text: " = " }, { text: formatNumber(total), role: last }];
}

/** The same as one text.
 * @param {{ value: number, weight: number }[]} terms @param {number} total */
export function formatSum(terms, total) {
  return sumParts(terms, total).map(({ text }) => text).join("");
}

/** A text that anybody may have written, short enough for a sentence.
 * @param {string} text @param {number} [most] */
export function brief(text, most = 40) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** [2, 3] -> "2×3".
 * @param {number[]} shape */
export function formatShape(shape) {
  return shape.join("×");
}

/** "1 filter", "3 filters", "2 biases", "4 entries".
 * @param {number} count @param {string} noun */
export function counted(count, noun) {
  const plural = noun.endsWith("s") ? `${noun}es` : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A number that Python reads back exactly.
 * @param {number} value */
function pythonNumber(value) {
  if (Number.isNaN(value)) return "np.nan";
  if (!Number.isFinite(value)) return value > 0 ? "np.inf" : "-np.inf";
  return String(value);
}

/**
 * A 1-D or 2-D array: np.array([[0, 1], [2, 3]]).
 * @param {ArrayLike<number>} values row-major
 * @param {number[]} shape
 */
export function numpyArray(values, shape) {
  const numbers = Array.from(values, pythonNumber);
  if (shape.length === 1) return `np.array([${numbers.join(", ")}])`;
  const [rows, cols] = shape;
  const lines = Array.from({ length: rows }, (_, r) => `[${numbers.slice(r * cols, (r + 1) * cols).join(", ")}]`);
  return `np.array([${lines.join(", ")}])`;
}

/** About how wide a number is, in sizes of its font: to measure it takes as long as to paint it.
 * @param {string} text */
export function emsOf(text) {
  let ems = 0;
  for (let at = 0; at < text.length; at++) ems += "−×+".includes(text[at]) ? 0.86 : 0.6;
  return ems;
}
