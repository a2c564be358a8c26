// @ts-check
// The controls of GaborExplorer: eight sliders, the kernel's size, the presets; and the same numbers under the arrow keys.

import { axisSliders, button, inGrid, select, settingSlider, slider, toggle } from "../kit/controls.js";
import { h } from "../kit/dom.js";
import { clamp } from "../kit/image.js";
import { fold } from "../kit/layout.js";
import { OWN } from "../kit/params.js";
import { SETTINGS } from "./settings.js";
import { angleText, frequencyText, NAMES, parameterText, preset, PRESET_NAMES, presetName } from "./words.js";
import { degrees, radians, snapped, wrapped } from "./words.js";

const TURN = Math.PI / 36;
/** The sliders that stand beside the pictures; the others are folded away. */
const IN_SIGHT = ["theta", "frequency", "phase"];

/** A slider that moves by degrees over an angle in radians.
 * @param {{ signal: AbortSignal, set: (state: import("../kit/shell.js").State) => void }} context @param {string} name */
function angleSlider({ signal, set }, name) {
  const { label, degrees: step } = SETTINGS[name];
  const control = slider({ label, signal, onInput: (value) => set({ [name]: radians(value) }) });
  /** @param {number} value @param {string} text */
  const show = (value, text) => {
    // A whole number of degrees comes back from radians with the noise of pi.
    const rounded = Number(degrees(value).toPrecision(12));
    control.show({ min: -180, max: 180, step, value: rounded, text });
  };
  return { el: control.el, show };
}

/** Sliders one under the other, names and values in columns. */
function parameters(sliders) {
  const grid = inGrid(sliders);
  grid.classList.add("convnb-parameters");
  return grid;
}

/** The kernel's controls: those in the main row, three sliders that stand on the stage, and a fold with the others. */
export function kernelControls(context) {
  const { signal, set, redraw } = context;
  const now = () => context.current().params;
  const onPreset = (name) => (name === OWN ? redraw() : set(preset(name)));
  const presets = select({ label: "Kernel", signal, onInput: onPreset });
  const onQuarter = () => set({ phase: wrapped(now().phase + Math.PI / 2) });
  const quarter = button({ label: "phase + 90°", title: "To the quadrature partner", signal, onClick: onQuarter });
  const free = toggle({ label: SETTINGS.without_dc.label, signal, onInput: (without_dc) => set({ without_dc }) });
  const sliders = NAMES.map((name) =>
    SETTINGS[name].degrees ? angleSlider(context, name) : settingSlider(context, name, SETTINGS[name]),
  );
  const sizes = axisSliders(context, SETTINGS, ["shape"]);
  const folded = NAMES.filter((name) => !IN_SIGHT.includes(name));
  const of = (names) => names.map((name) => sliders[NAMES.indexOf(name)]);
  const show = (params) => {
    const name = presetName(params);
    presets.show(name === OWN ? [...PRESET_NAMES, OWN] : PRESET_NAMES, name);
    free.show(params.without_dc);
    NAMES.forEach((each, at) => sliders[at].show(params[each], parameterText(each, params[each])));
    const { shape } = params.picture;
    sizes.forEach(({ show, min, max }, axis) => {
      show(params.shape[axis], min, Math.min(max, shape[axis]), `${params.shape[axis]} px`);
    });
  };
  const chosen = h("span", { className: "convnb-select convnb-gabor-presets" }, presets.input);
  return {
    ...{ main: [quarter, chosen, free], el: parameters(of(IN_SIGHT)), show },
    fold: fold("Height, fall-off, centre, size", signal, parameters([...of(folded), ...sizes])),
  };
}

/** The grating's controls, in a fold together with its speed. */
export function gratingControls(context, pace) {
  const { signal, set } = context;
  const fit = () => {
    const { theta, frequency } = context.current().params;
    set({ grating_theta: theta, grating_frequency: frequency });
  };
  const turn = angleSlider(context, "grating_theta");
  const stripes = settingSlider(context, "grating_frequency", SETTINGS.grating_frequency);
  const fitted = button({ label: "Fit the grating to the kernel", signal, onClick: fit });
  const show = ({ grating_theta, grating_frequency }) => {
    turn.show(grating_theta, angleText(grating_theta));
    stripes.show(grating_frequency, frequencyText(grating_frequency));
  };
  return { fold: fold("Grating, speed", signal, parameters([turn, stripes]), fitted.el, pace), show };
}

/** The kernel's middle after a move to x, y: inside the kernel, rounded to a tenth of a pixel. */
export function moved({ shape: [rows, cols] }, x, y) {
  const inside = (value, size) => snapped(clamp(value, -size / 2, size / 2), SETTINGS.x0);
  return { x0: inside(x, cols), y0: inside(y, rows) };
}

/** What a key does to the kernel.
 * @param {string} key @param {boolean} shift */
export function kernelKey(key, shift, params) {
  const step = shift ? 2 : 0.5;
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  if (dx || dy) return moved(params, params.x0 + dx * step, params.y0 + dy * step);
  const turn = { PageUp: TURN, PageDown: -TURN }[key];
  return turn ? { theta: wrapped(params.theta + turn) } : null;
}

/** What a key does to the grating: turned sideways, finer upwards.
 * @param {string} key */
export function gratingKey(key, { grating_theta, grating_frequency }) {
  const turn = { ArrowRight: TURN, ArrowLeft: -TURN }[key];
  if (turn) return { grating_theta: wrapped(grating_theta + turn) };
  const more = { ArrowUp: 0.05, ArrowDown: -0.05 }[key];
  return more ? { grating_frequency: snapped(grating_frequency + more, SETTINGS.frequency) } : null;
}
