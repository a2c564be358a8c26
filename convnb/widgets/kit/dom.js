// @ts-check
// Elements without innerHTML: whatever comes from outside enters the page as text. And pointer drags by mouse, pen or
// finger, told apart from clicks.

/**
 * Make an element. Properties starting with "aria-" or "data-", and "role" and "for", become attributes; the rest are set
 * as properties. Children are elements or strings.
 * @param {string} tag @param {Record<string, any>} [props] @param {...(Node | string)} children @returns {any}
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
 * @template Press
 * @param {HTMLElement} el @param {AbortSignal} signal
 * @param {{ press: (x: number, y: number) => Press | null, drag: (press: Press, dx: number, dy: number) => void,
 *           click?: (press: Press) => void, hover?: (x: number, y: number) => void, leave?: () => void }} on
 *   positions in CSS pixels from the element's corner; press may refuse with null; drag gets what press returned and how
 *   far the pointer has moved since; click is a press that did not move
 */
export function draggable(el, signal, { press, drag, click, hover, leave }) {
  /** @type {{ x: number, y: number, of: Press, moved: boolean } | null} */
  let held = null;
  const listen = (type, run) => el.addEventListener(type, run, { signal });
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
