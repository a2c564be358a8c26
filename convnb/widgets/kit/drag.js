// @ts-check
// Pointer drags by mouse, pen or finger, told apart from clicks.

const CLICK_SLACK = 4;

/**
 * @template Press
 * @param {HTMLElement} el
 * @param {AbortSignal} signal
 * @param {{ press: (x: number, y: number) => Press | null, drag: (press: Press, dx: number, dy: number) => void,
 *           click?: (press: Press) => void, hover?: (x: number, y: number) => void, leave?: () => void }} on
 *   positions in CSS pixels from the element's corner; press may refuse with null; drag gets what press returned and how
 *   far the pointer has moved since; click is a press that did not move
 */
export function draggable(el, signal, { press, drag, click, hover, leave }) {
  /** @type {{ x: number, y: number, of: Press, moved: boolean } | null} */
  let held = null;
  const listen = (/** @type {string} */ type, /** @type {any} */ run) => el.addEventListener(type, run, { signal });
  listen("pointerdown", (/** @type {PointerEvent} */ event) => {
    const of = event.button === 0 ? press(event.offsetX, event.offsetY) : null;
    if (of === null) return;
    held = { x: event.offsetX, y: event.offsetY, of, moved: false };
    el.setPointerCapture(event.pointerId);
  });
  listen("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!held) return void hover?.(event.offsetX, event.offsetY);
    const [dx, dy] = [event.offsetX - held.x, event.offsetY - held.y];
    held.moved ||= Math.hypot(dx, dy) >= CLICK_SLACK;
    if (held.moved) drag(held.of, dx, dy);
  });
  listen("pointerup", () => {
    if (held && !held.moved) click?.(held.of);
    held = null;
  });
  listen("pointercancel", () => (held = null));
  listen("pointerleave", () => !held && leave?.());
}
