// @ts-check
// A kernel that slides along a signal: the arithmetic of convnb/ops/correlation.py in one dimension, tested against it.

/** The value at a place on the time axis, zero outside the list. @param {ArrayLike<number>} x @param {number} slot */
export function valueAt(x, slot) {
  return slot >= 0 && slot < x.length ? x[slot] : 0;
}

/**
 * Every sum of products, out[p] = sum over j of x[first + p + j] w[j] with zeros outside x; w is taken as it is given
 * (flipped for a convolution).
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} w
 * @param {{ first: number, count: number }} range the place along x where w starts for out[0], and how many sums there are
 */
export function slidingSums(x, w, { first, count }) {
  return Float64Array.from({ length: count }, (_, position) => {
    let sum = 0;
    for (let j = 0; j < w.length; j++) sum += valueAt(x, first + position + j) * w[j];
    return sum;
  });
}

/** f * g in full: h[tau] = sum over t of f[t] g[tau - t]. @param {ArrayLike<number>} f @param {ArrayLike<number>} g */
export function convolveFull(f, g) {
  return slidingSums(f, turnedRound(g), { first: 1 - g.length, count: f.length + g.length - 1 });
}

/** @param {ArrayLike<number>} w */
export function turnedRound(w) {
  return Float64Array.from(w).reverse();
}
