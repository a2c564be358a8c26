// @ts-check
// The classes as bars: how probable the network takes each to be. A bar is a unit of the last layer, and can be chosen.

import { sharpCanvas } from "../kit/canvas.js";
import { h, setAttribute } from "../kit/dom.js";
import { draggable } from "../kit/drag.js";
import { percent } from "./text.js";

const FONT = "system-ui, sans-serif";
const ROW = 21;
const NUMBER = 62;
/** More classes than this are shown as units only. */
export const MOST_BARS = 20;

/**
 * @param {{ signal: AbortSignal, colours: () => Record<string, string>, onPoint: (index: number | null) => void,
 *           onChoose: (index: number) => void, chosen: () => number }} options
 */
export function createScores({ signal, colours, onPoint, onChoose, chosen }) {
  const hint = "Click a class, or use the arrow keys, to see its sum";
  const canvas = sharpCanvas({ tabIndex: 0, role: "application", title: hint });
  const el = h("div", { className: "convnb-scroll" }, canvas.el);
  let count = 0;
  let measured = { of: /** @type {string[]} */ ([]), most: 0 };
  const rowAt = (/** @type {number} */ _, /** @type {number} */ y) => {
    const row = Math.floor(y / ROW);
    return row >= 0 && row < count ? row : null;
  };
  draggable(canvas.el, signal, {
    press: rowAt,
    drag: () => {},
    click: onChoose,
    hover: (x, y) => onPoint(rowAt(x, y)),
    leave: () => onPoint(null),
  });
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onChoose(Math.max(0, Math.min(count - 1, chosen() < 0 ? 0 : chosen() + step)));
  };
  canvas.el.addEventListener("keydown", onKey, { signal });

  /** @param {{ names: string[], probabilities: ArrayLike<number>, winner: number, truth: number | null, looked: number, width: number }} now */
  const draw = ({ names, probabilities, winner, truth, looked, width }) => {
    count = names.length;
    const context = canvas.begin(width, count * ROW);
    const colour = colours();
    context.textBaseline = "middle";
    context.font = `600 14px ${FONT}`;
    if (measured.of !== names)
      measured = { of: names, most: Math.max(...names.map((name) => context.measureText(name).width)) };
    const letters = Math.min(width / 3, measured.most) + 24;
    const room = width - letters - NUMBER;
    for (const bold of [true, false]) {
      context.font = `${bold ? 600 : 400} 14px ${FONT}`;
      names.forEach((name, k) => {
        if (bold !== (k === winner)) return;
        const middle = k * ROW + ROW / 2;
        context.fillStyle = colour.ink;
        context.textAlign = "left";
        context.fillText(name, 6, middle, letters - 22);
        if (k === truth) context.fillText("✓", letters - 14, middle);
        context.fillStyle = bold ? colour.ink : colour.muted;
        context.textAlign = "right";
        context.fillText(percent(probabilities[k]), width - 4, middle);
      });
    }
    names.forEach((_, k) => {
      const y = k * ROW;
      context.fillStyle = colour.raised;
      context.fillRect(letters, y + 4, room, ROW - 8);
      context.fillStyle = colour.output;
      context.fillRect(letters, y + 4, Math.max(1, room * probabilities[k]), ROW - 8);
    });
    if (looked >= 0) {
      context.strokeStyle = colour.focus;
      context.lineWidth = 2;
      context.strokeRect(1, looked * ROW + 1, width - 2, ROW - 2);
    }
    const said = `${names[winner]} ${percent(probabilities[winner])}`;
    setAttribute(canvas.el, "aria-label", `Classes, most probable ${said}. ${hint}`);
  };
  return { el, draw };
}
