// @ts-check
// A radix-2 fast Fourier transform, for correlating long recordings and filtering pictures in the browser.

/**
 * What every transform of a length needs, made once, since a picture asks for the same hundreds of times.
 * @typedef {{ cos: Float64Array, sin: Float64Array, swaps: Int32Array }} Plan
 *   cosines and sines of half a turn; swaps: pairs of places that change with each other before the first stage
 */

/** @type {Map<number, Plan>} */
const plans = new Map();

/** @param {number} n @returns {Plan} */
function planOf(n) {
  const known = plans.get(n);
  if (known) return known;
  const turn = (/** @type {(angle: number) => number} */ part) =>
    Float64Array.from({ length: n / 2 }, (_, k) => part((2 * Math.PI * k) / n));
  const swaps = [];
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) swaps.push(i, j);
  }
  const plan = { cos: turn(Math.cos), sin: turn(Math.sin), swaps: Int32Array.from(swaps) };
  plans.set(n, plan);
  return plan;
}

/**
 * In place; the length must be a power of two. `inverse` leaves out the division by the length.
 * @param {Float64Array} re @param {Float64Array} im @param {boolean} [inverse]
 */
export function fft(re, im, inverse = false) {
  // Exchanging the real and the imaginary part before and after turns the sign around.
  if (inverse) transform(im, re);
  else transform(re, im);
}

/** @param {Float64Array} re @param {Float64Array} im */
function transform(re, im) {
  const n = re.length;
  const { cos, sin, swaps } = planOf(n);
  for (let pair = 0; pair < swaps.length; pair += 2) {
    const i = swaps[pair];
    const j = swaps[pair + 1];
    const real = re[i];
    const imaginary = im[i];
    re[i] = re[j];
    im[i] = im[j];
    re[j] = real;
    im[j] = imaginary;
  }
  if (n === 2) pairUp(re, im);
  else fours(re, im);
  for (let size = 8; size <= n; size *= 2) {
    const half = size / 2;
    const step = n / size;
    for (let start = 0; start < n; start += size) {
      for (let a = start, turn = 0; a < start + half; a++, turn += step) {
        const b = a + half;
        const c = cos[turn];
        const s = sin[turn];
        const real = re[b] * c + im[b] * s;
        const imaginary = im[b] * c - re[b] * s;
        re[b] = re[a] - real;
        im[b] = im[a] - imaginary;
        re[a] += real;
        im[a] += imaginary;
      }
    }
  }
}

/** The only stage of two numbers.
 * @param {Float64Array} re @param {Float64Array} im */
function pairUp(re, im) {
  [re[0], re[1]] = [re[0] + re[1], re[0] - re[1]];
  [im[0], im[1]] = [im[0] + im[1], im[0] - im[1]];
}

/** The first two stages in one: their turns are quarters, which need no products.
 * @param {Float64Array} re @param {Float64Array} im */
function fours(re, im) {
  for (let a = 0; a + 3 < re.length; a += 4) {
    const sumRe = re[a] + re[a + 1];
    const sumIm = im[a] + im[a + 1];
    const gapRe = re[a] - re[a + 1];
    const gapIm = im[a] - im[a + 1];
    const nextSumRe = re[a + 2] + re[a + 3];
    const nextSumIm = im[a + 2] + im[a + 3];
    const nextGapRe = re[a + 2] - re[a + 3];
    const nextGapIm = im[a + 2] - im[a + 3];
    re[a] = sumRe + nextSumRe;
    im[a] = sumIm + nextSumIm;
    re[a + 1] = gapRe + nextGapIm;
    im[a + 1] = gapIm - nextGapRe;
    re[a + 2] = sumRe - nextSumRe;
    im[a + 2] = sumIm - nextSumIm;
    re[a + 3] = gapRe - nextGapIm;
    im[a + 3] = gapIm + nextGapRe;
  }
}
