// @ts-check
// Values as Python source, for "Copy as NumPy".

/** A number that Python reads back exactly. @param {number} value */
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
