// @ts-check
// Play, pause, step, scrub and speed, the same bar under every animated widget.

import { button, select, slider } from "./controls.js";
import { h } from "./dom.js";

const SPEEDS = ["0.5 per second", "1 per second", "2 per second", "4 per second", "10 per second"];

/**
 * @param {{ label: string, signal: AbortSignal, onStep: (position: number) => void, speeds?: string[] }} options
 *   label of the scrub slider; onStep is told the position asked for; speeds: five of them, it starts at the third
 */
export function transport({ label, signal, onStep, speeds = SPEEDS }) {
  let state = { count: 1, position: 0 };
  let speed = Number.parseFloat(speeds[2]);
  let timer = 0;

  const go = (/** @type {number} */ position) => onStep(((position % state.count) + state.count) % state.count);
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.show("▶ Play");
  };
  const start = () => {
    clearInterval(timer);
    timer = window.setInterval(() => go(state.position + 1), 1000 / speed);
    play.show("❚❚ Pause");
  };
  const stepTo = (/** @type {number} */ position) => {
    stop();
    go(position);
  };

  const play = button({ label: "▶ Play", signal, onClick: () => (timer ? stop() : start()) });
  const back = button({ label: "◀", title: "Step back", signal, onClick: () => stepTo(state.position - 1) });
  const next = button({ label: "▶", title: "Step forward", signal, onClick: () => stepTo(state.position + 1) });
  back.el.setAttribute("aria-label", "Step back");
  next.el.setAttribute("aria-label", "Step forward");
  const scrub = slider({ label, signal, onInput: stepTo });
  const pace = select({
    label: "Speed",
    signal,
    onInput: (text) => {
      speed = Number.parseFloat(text);
      if (timer) start();
    },
  });
  pace.show(speeds, speeds[2]);
  signal.addEventListener("abort", () => clearInterval(timer));

  const el = h("div", { className: "convnb-row convnb-transport" }, back.el, play.el, next.el, scrub.el, pace.el);
  /** @param {{ count: number, position: number, text: string, label?: string }} now label: where it changes */
  const show = (now) => {
    state = now;
    if (now.label) scrub.rename(now.label);
    scrub.show({ min: 0, max: now.count - 1, value: now.position, text: now.text });
  };
  return { el, show, stop };
}
