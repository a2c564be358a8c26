// @ts-check
// What the hand and the keys do in SpectrumExplorer's pictures: stretch a wave, pull a peak, widen a kernel, draw numbers
// of one's own, and look at one sample or one frequency.

import { valueAtX, xOf } from "../kit/chart.js";
import { changeAt } from "../kit/controls.js";
import { draggable } from "../kit/dom.js";
import { createCellEditor, typedStart } from "../kit/grid.js";
import { OWN, TUNED, usedWidth } from "./math.js";
import { SETTINGS } from "./settings.js";

const { step: FREQUENCY_STEP, max: HIGHEST } = SETTINGS.frequency;
const TRAIT = { x: "signal", w: "kernel" };
const KIND = { x: "signal_kind", w: "kernel_kind" };

/** @param {string} row */
const isOwn = (params, row) => row !== "y" && params[KIND[row]] === OWN;
export const isTuned = (params) => TUNED.includes(params.signal_kind);
const within = (low, high, value) => Math.min(high, Math.max(low, value));

/** The frequency, and the bin that is nearest to it.
 * @param {number} frequency @param {number} step */
export function setFrequency(context, frequency, step = FREQUENCY_STEP) {
  const { length } = context.current().params;
  const rounded = Number((Math.round(within(0, HIGHEST, frequency) / step) * step).toFixed(6));
  context.set({ frequency: rounded, bin: Math.round(rounded * length) });
}

/** @param {number} width */
export function setWidth(context, width) {
  const { kernel_kind } = context.current().params;
  context.set({ width: usedWidth(kernel_kind, within(1, SETTINGS.width.max, Math.round(width))) });
}

/** @param {number} bin */
export function setBin(context, bin) {
  context.set({ bin: within(0, Math.floor(context.current().params.length / 2), Math.round(bin)) });
}

/** What is shown in a row over time.
 * @param {string} row */
function samplesOf(context, row) {
  const { params, result } = context.current();
  return row === "y" ? result.output : params[row];
}

/** @param {number} value @param {{ low: number, high: number }} area */
function onStep(value, { low, high }) {
  const step = 10 ** Math.floor(Math.log10((high - low) / 20));
  return Number((Math.round(within(low, high, value) / step) * step).toPrecision(6)) + 0;
}

/**
 * A picture over time. Numbers of one's own are drawn with the pointer; a wave is stretched; a kernel's end is pulled.
 * @param {string} row
 */
export function timeGestures(view, row) {
  const { context } = view;
  const { canvas: el, area } = view[row].time;
  const indexAt = (x) => within(0, samplesOf(context, row).length - 1, Math.round(valueAtX(area(), x)));
  const look = (/** @type {number | null} */ t) => {
    view.sample = t === null ? null : { row, t };
    context.redraw();
  };
  const editor = createCellEditor({
    canvas: el,
    label: (t) => `${TRAIT[row]} ${t}`,
    signal: context.signal,
    onCommit: (t, value) => changeAt(context, TRAIT[row], t, value),
  });
  const open = (t, typed = "") => {
    const rectangle = { x: xOf(area(), t) - 30, y: 8, width: 60, height: 28 };
    editor.open(t, rectangle, samplesOf(context, row)[t], typed);
  };
  draggable(el, context.signal, {
    sideways: () => !isOwn(context.current().params, row),
    press(x, y) {
      const { params } = context.current();
      // The scale stands still while numbers are drawn: it would run away from the hand.
      view.held = isOwn(params, row) ? row : null;
      return { x, y, last: indexAt(x), params, area: area() };
    },
    drag(press, dx, dy) {
      view.dragged = true;
      const { params } = press;
      const t = valueAtX(press.area, press.x);
      const moved = valueAtX(press.area, press.x + dx);
      if (isOwn(params, row)) drawOwn(press, dx, dy);
      else if (row === "w") setWidth(context, params.w.length + moved - t);
      else if (row === "x" && isTuned(params) && t > 0.5) {
        // What was pressed stays under the pointer; a chirp turns with the square of the time.
        const stretch = t / Math.max(0.25, moved);
        setFrequency(context, params.frequency * (params.signal_kind === "chirp" ? stretch ** 2 : stretch), 0.0005);
      }
    },
    click: ({ x }) => look(indexAt(x)),
    hover: (x) => look(indexAt(x)),
    leave: () => look(null),
  });
  /** Every sample between the last move and this one gets the pointer's height. */
  const drawOwn = (press, dx, dy) => {
    const at = indexAt(press.x + dx);
    const { top, height, low, high } = press.area;
    const value = onStep(high - ((press.y + dy - top) / height) * (high - low), press.area);
    const [first, end] = [Math.min(at, press.last), Math.max(at, press.last)];
    press.last = at;
    const draw = (old, t) => (t >= first && t <= end ? value : old);
    context.set({ [TRAIT[row]]: context.model.get(TRAIT[row]).map(draw) });
    look(at);
  };
  const listen = (type, run) => el.addEventListener(type, run, { signal: context.signal });
  for (const type of ["pointerup", "pointercancel"]) listen(type, () => ((view.held = null), context.redraw()));
  listen("blur", () => look(null));
  listen("dblclick", (/** @type {MouseEvent} */ event) => {
    if (isOwn(context.current().params, row)) open(indexAt(event.offsetX));
  });
  listen("keydown", (/** @type {KeyboardEvent} */ event) => {
    const { params } = context.current();
    const values = samplesOf(context, row);
    const t = view.sample?.row === row ? Math.min(view.sample.t, values.length - 1) : null;
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -values.length, End: values.length }[event.key];
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = typedStart(event);
    if (aside && event.shiftKey) nudge(context, row, Math.sign(aside));
    else if (aside) look(t === null ? (aside > 1 ? values.length - 1 : 0) : within(0, values.length - 1, t + aside));
    else if (isOwn(params, row) && up) {
      const step = 10 ** Math.floor(Math.log10((area().high - area().low) / 10));
      changeAt(context, TRAIT[row], t ?? 0, Number((values[t ?? 0] + up * step).toPrecision(6)) + 0);
      look(t ?? 0);
    } else if (isOwn(params, row) && typed !== null) open(t ?? 0, typed);
    else return;
    event.preventDefault();
  });
}

/** Shift and an arrow: the signal's frequency or the kernel's width.
 * @param {string} row @param {number} by */
function nudge(context, row, by) {
  const { params } = context.current();
  if (row !== "w" && isTuned(params)) setFrequency(context, params.frequency + by * FREQUENCY_STEP);
  if (row === "w" && !isOwn(params, "w")) {
    const used = params.w.length;
    setWidth(context, usedWidth(params.kernel_kind, used + by) === used ? used + 2 * by : used + by);
  }
}

/**
 * A spectrum. A peak is pulled along the axis; the kernel's spectrum is stretched, which makes the kernel shorter.
 * @param {string} row
 */
export function spectrumGestures(view, row) {
  const { context } = view;
  const { canvas: el, area } = view[row].spectrum;
  const binAt = (x) => {
    const { length } = context.current().params;
    return within(0, Math.floor(length / 2), Math.round(valueAtX(area(), x) * length));
  };
  const look = (/** @type {number | null} */ bin) => {
    view.bin = bin;
    context.redraw();
  };
  draggable(el, context.signal, {
    sideways: true,
    press: (x) => ({ x, params: context.current().params, area: area() }),
    drag({ x, params, area }, dx) {
      view.dragged = true;
      const [from, to] = [valueAtX(area, x), valueAtX(area, x + dx)];
      look(null);
      if (row !== "w" && isTuned(params)) setFrequency(context, params.frequency + to - from);
      else if (row === "w" && !isOwn(params, "w")) setWidth(context, (params.w.length * from) / Math.max(0.005, to));
      else setBin(context, to * params.length);
    },
    click: ({ x }) => setBin(context, binAt(x)),
    hover: (x) => look(binAt(x)),
    leave: () => look(null),
  });
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!aside) return;
    event.preventDefault();
    look(null);
    if (event.shiftKey && Number.isFinite(aside)) nudge(context, row, row === "w" ? -aside : aside);
    else setBin(context, context.current().params.bin + aside);
  };
  el.addEventListener("keydown", onKey, { signal: context.signal });
}
