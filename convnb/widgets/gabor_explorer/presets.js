// @ts-check
// The eight parameters of GaborExplorer, and kernels worth knowing.

const DEGREE = Math.PI / 180;
/** What the eight sliders set. */
export const NAMES = ["alpha", "beta_x", "beta_y", "frequency", "phase", "x0", "y0", "theta"];
export const OWN = "your own";

const BAR = { alpha: 1, beta_x: 0.05, beta_y: 0.05, frequency: 0.8, phase: 0, x0: 0, y0: 0, theta: Math.PI / 6 };
const COARSE = { ...BAR, beta_x: 0.03, beta_y: 0.03, frequency: 0.3, theta: 0 };

/** @type {Record<string, any>} */
const PRESETS = {
  "bar, even (φ = 0°)": BAR,
  "edge, odd (φ = −90°)": { ...BAR, phase: -Math.PI / 2 },
  "upright edge": { ...BAR, phase: -Math.PI / 2, theta: 0 },
  "long and narrow": { ...BAR, beta_x: 0.08, beta_y: 0.014 },
  "fine stripes": { ...BAR, frequency: 1.6 },
  "coarse bar, with a DC part": COARSE,
  "coarse bar, without its DC part": { ...COARSE, without_dc: true },
  "no stripes: a blur (f = 0)": { ...BAR, frequency: 0, theta: 0 },
};
export const PRESET_NAMES = Object.keys(PRESETS);

/** The state that a preset brings. @param {string} name */
export function preset(name) {
  return { without_dc: false, ...PRESETS[name] };
}

/** The preset that these parameters are, or OWN. @param {any} params */
export function presetName(params) {
  const is = (/** @type {string} */ name) =>
    Object.entries(preset(name)).every(([key, value]) => Math.abs(Number(params[key]) - Number(value)) < 1e-9);
  return PRESET_NAMES.find(is) ?? OWN;
}

/** @param {number} angle in radians @returns {number} the same direction, above -pi up to pi, in whole degrees */
export function wrapped(angle) {
  const degrees = Math.round(angle / DEGREE);
  return radians(180 - ((((180 - degrees) % 360) + 360) % 360));
}

/** @param {number} angle */
export function degrees(angle) {
  return (angle * 180) / Math.PI;
}

/** @param {number} angle in degrees */
export function radians(angle) {
  return (angle * Math.PI) / 180;
}

/** The nearest multiple of a step inside a range, without the noise of 0.1 + 0.2. */
export function snapped(value, { min, max, step }) {
  return Math.max(min, Math.min(max, Number((Math.round(value / step) * step).toPrecision(9)) + 0));
}
