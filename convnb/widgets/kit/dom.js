// @ts-check
// Elements without innerHTML: whatever comes from outside enters the page as text. And pointer drags by mouse, pen or
// finger, told apart from clicks.

/**
 * Make an element. Properties starting with "aria-" or "data-", and "role" and "for", become attributes; the rest are set
 * as properties. Children are elements or strings.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, any>} [props] @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (/^(aria-|data-|role$|for$|list$)/.test(name)) node.setAttribute(name, String(value));
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Set an attribute only if it differs.
 * @param {Element} node @param {string} name @param {string} value */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * Set an element's text only if it differs: writing the same text would still cost a layout.
 * @param {Node} node @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Write parts of a text, each in the colour of its role.
 * @param {HTMLElement} el @param {{ text: string, role?: string }[]} parts
 */
export function showParts(el, parts) {
  if (el.textContent === parts.map(({ text }) => text).join("")) return;
  const part = ({ text, role }) => (role ? h("span", { className: "convnb-term", "data-role": role }, text) : text);
  el.replaceChildren(...parts.map(part));
}

const CLICK_SLACK = 4;

/**
 * Make an element draggable. A finger that drags nothing scrolls the page: where a drag goes sideways, one that moves up or
 * down; elsewhere one that has grabbed nothing.
 * @template Press
 * @param {HTMLElement} el @param {AbortSignal} signal
 * @param {{ press: (x: number, y: number) => Press | null, drag?: (press: Press, dx: number, dy: number) => void,
 *           click?: (press: Press) => void, hover?: (x: number, y: number) => void, leave?: () => void,
 *           sideways?: boolean | (() => boolean), grabs?: (x: number, y: number) => boolean }} on
 *   positions in CSS pixels from the element's corner; press may refuse with null; drag gets what press returned and how
 *   far the pointer has moved since; click is a press that did not move; sideways: drag heeds dx only, always or now;
 *   grabs: whether a finger pressed there drags, if it does not do so everywhere
 */
export function draggable(el, signal, { press, drag, click, hover, leave, sideways = false, grabs = () => true }) {
  /** @type {{ x: number, y: number, of: Press, moved: boolean, drags: boolean } | null} */
  let held = null;
  const isSideways = () => (typeof sideways === "function" ? sideways() : sideways);
  if (drag && sideways === true) el.style.touchAction = "pan-y";
  const listen = (type, run) => el.addEventListener(type, run, { signal });
  listen("pointerdown", (/** @type {PointerEvent} */ event) => {
    const { offsetX: x, offsetY: y } = event;
    const of = event.button === 0 ? press(x, y) : null;
    if (of === null) return;
    held = { x, y, of, moved: false, drags: Boolean(drag) && (event.pointerType !== "touch" || grabs(x, y)) };
    el.setPointerCapture(event.pointerId);
  });
  listen("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!held) return void hover?.(event.offsetX, event.offsetY);
    const [dx, dy] = [event.offsetX - held.x, event.offsetY - held.y];
    const touch = event.pointerType === "touch";
    const far = touch && isSideways() ? Math.abs(dx) - Math.abs(dy) : Math.hypot(dx, dy);
    held.moved ||= far >= CLICK_SLACK;
    if (held.moved && held.drags) drag(held.of, dx, dy);
  });
  // The browser begins to scroll, and cancels the pointer, at the first move that nobody holds. Held at the touch itself,
  // taps would be no clicks any more.
  const hold = (/** @type {TouchEvent} */ event) => {
    const drags = held?.drags && (held.moved || !isSideways());
    if (drags && event.cancelable && event.touches.length === 1) event.preventDefault();
  };
  if (drag && sideways !== true) el.addEventListener("touchmove", hold, { signal, passive: false });
  listen("pointerup", () => {
    if (held && !held.moved) click?.(held.of);
    held = null;
  });
  listen("pointercancel", () => (held = null));
  listen("pointerleave", () => !held && leave?.());
}
