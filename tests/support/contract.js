// What the contract of the widgets asks, looked at from within the page, where hundreds of gestures take a second. It is
// loaded together with set_states.js and hostile_states.js, as one module.

/** Frames of the screen: `hurry` replaces them with quick ones, and sizes are told to the widgets by real ones only. */
const realFrame = window.requestAnimationFrame.bind(window);
const { setTimeout: realTimeout } = window;
export const settled = () => new Promise((done) => realFrame(() => realFrame(() => realTimeout(done, 20))));

/** What plays ticks once a gesture, so that a walk takes the same way on any machine. */
const ticking = new Map();
function tickByHand() {
  let last = 0;
  window.setInterval = (run) => ticking.set(++last, run) && last;
  window.clearInterval = (id) => ticking.delete(id);
}

/** The texts that stand in each canvas now. */
const texts = new Map();
function watchText() {
  const { prototype } = CanvasRenderingContext2D;
  const { fillText, clearRect } = prototype;
  prototype.clearRect = function (x, y, width, height) {
    const { a, d } = this.getTransform();
    if (x <= 0 && y <= 0 && width * a >= this.canvas.width - 1 && height * d >= this.canvas.height - 1)
      texts.delete(this.canvas);
    return clearRect.call(this, x, y, width, height);
  };
  prototype.fillText = function (text, x, y, ...most) {
    if (String(text).trim()) {
      const form = this.getTransform();
      const size = this.measureText(text);
      const corners = [-size.actualBoundingBoxLeft, size.actualBoundingBoxRight].flatMap((dx) =>
        [-size.actualBoundingBoxAscent, size.actualBoundingBoxDescent].map((dy) =>
          form.transformPoint(new DOMPoint(x + dx, y + dy)),
        ),
      );
      const [xs, ys] = [corners.map((point) => point.x), corners.map((point) => point.y)];
      const box = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
      const pixels = Number.parseFloat(/[\d.]+(?=px)/.exec(this.font)[0]) * Math.hypot(form.a, form.b);
      texts.set(this.canvas, [...(texts.get(this.canvas) ?? []), { text, pixels, box }]);
    }
    return fillText.call(this, text, x, y, ...most);
  };
}

/** Before a widget is mounted: quick frames, and ears. */
export function prepare() {
  hurry();
  tickByHand();
  watchText();
  Element.prototype.setPointerCapture = () => {}; // it throws for pointers that no hand has moved
  document.body.style.margin = "0";
}

const frames = async (count = 2) => {
  for (let turn = 0; turn < count; turn++) await new Promise((done) => requestAnimationFrame(done));
};
const isSeen = (node) => node.checkVisibility({ visibilityProperty: true });
const nameOf = (node) => node.ariaLabel || node.labels?.[0]?.textContent || node.textContent || node.tagName;
const boxOf = (node) => node.getBoundingClientRect();
const heightOf = (node) => boxOf(node).height;
const part = (el, name) => el.querySelector(`.convnb-${name}`);
const seen = (el, selector) => [...el.querySelectorAll(selector)].filter((node) => isSeen(node) && !node.disabled);
const foldsOf = (el) => seen(el, "button.convnb-fold");
const resetOf = (el) => part(el, "main")?.querySelector("button[aria-label=Reset]");

export const frozen = (state) => {
  const bytes = ({ buffer, byteOffset, byteLength }) => [...new Uint8Array(buffer, byteOffset, byteLength)];
  const plain = (_, value) => (ArrayBuffer.isView(value) ? bytes(value) : value);
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name !== "_first")
      .map(([name, value]) => [name, JSON.stringify(value, plain)]),
  );
};

/** Set a state as Python would: Reset then goes back to it. */
export async function assign({ model, revive }, state) {
  const kept = Object.entries(model.get("_first") ?? {}).filter(([name]) => !(name in state));
  put(model, { ...revive(state), _first: Object.fromEntries(kept) });
  await frames(3);
}

/** The fake model takes any two bytes for equal. */
function put(model, state) {
  Object.assign(model.state, state);
  for (const name of Object.keys(state)) model.fire(`change:${name}`);
  model.fire("change");
}

// --- one screen ---

/** What cannot be read: a list of sentences. */
function cutOff(el) {
  const [root, stage, main] = ["", "stage", "main"].map((name) => el.querySelector(name ? `.convnb-${name}` : ".convnb"));
  if (!stage || !main) return ["no stage, or no main row"];
  const faults = [];
  const scrolls = [...stage.querySelectorAll("*"), ...main.querySelectorAll("*")].filter((node) => {
    const { overflowX, overflowY } = getComputedStyle(node);
    // Of a title, parts that do not fit are left out.
    return isSeen(node) && !node.matches("input, .convnb-title, .convnb-title *, .convnb-table-scroll") && (overflowX !== "visible" || overflowY !== "visible");
  });
  for (const box of [root, stage, main, ...scrolls]) {
    const [wide, high] = [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight];
    const out = [...box.querySelectorAll("*")].findLast((node) => isSeen(node) && !isWithin(boxOf(node), boxOf(box), 0));
    const what = out ? `${out.tagName} “${out.textContent.slice(0, 40)}”` : "its text";
    if (Math.max(wide, high) > 1) faults.push(`.${box.className} is cut by ${wide} x ${high} px: ${what}`);
  }
  for (const [around, name] of [
    [stage, "stage"],
    [main, "main row"],
  ]) {
    for (const canvas of around.querySelectorAll("canvas")) {
      if (isSeen(canvas) && !isWithin(boxOf(canvas), boxOf(around))) faults.push(`a canvas sticks out of the ${name}`);
    }
  }
  return [...new Set([...faults, ...textFaults(root), ...canvasFaults(el)])].slice(0, 12);
}

const isWithin = (inner, outer, slack = 1) =>
  inner.left >= outer.left - slack &&
  inner.top >= outer.top - slack &&
  inner.right <= outer.right + slack &&
  inner.bottom <= outer.bottom + slack;
/** Line boxes are a little higher than letters. */
const isOver = (a, b) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.bottom - a.top, b.bottom - b.top) / 4;
const pairs = (list) => list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other]));

const UNREAD = ".convnb-readout, .convnb-error, select, pre";
function textFaults(root) {
  const pieces = seen(root, "input, select, button").map((node) => ({ node, text: nameOf(node), box: inSight(boxOf(node), node.parentElement, root) }));
  const faults = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (!node.data.trim() || around.closest(UNREAD) || !isSeen(around)) continue;
    const size = Number.parseFloat(getComputedStyle(around).fontSize);
    if (size < 12) faults.push(`“${node.data}” is ${size} px high`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) pieces.push({ node, text: node.data, box: inSight(line, around, root) });
  }
  // A button holds its text, and one of several choices has the whole label for its button.
  const isOwn = (a, b) => a === b || a.contains(b) || (a.type === "radio" && b.parentElement.closest("label")?.contains(a));
  for (const [a, b] of pairs(pieces)) {
    if (!isOwn(a.node, b.node) && isOver(a.box, b.box)) faults.push(`“${a.text}” lies over “${b.text}”`);
  }
  return faults;
}

/** The part of a box that is not scrolled out of sight. */
function inSight({ left, top, right, bottom }, around, root) {
  for (let node = around; node !== root; node = node.parentElement) {
    const [box, { overflowX, overflowY, scrollPaddingTop, scrollPaddingBottom }] = [boxOf(node), getComputedStyle(node)];
    // The head and the sums of a table that scrolls lie over its rows.
    const [above, below] = [scrollPaddingTop, scrollPaddingBottom].map((far) =>
      around.closest("thead, tfoot") ? 0 : Number.parseFloat(far) || 0,
    );
    if (overflowX !== "visible") [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    if (overflowY !== "visible") [top, bottom] = [Math.max(top, box.top + above), Math.min(bottom, box.bottom - below)];
  }
  return { left, top, right, bottom };
}

const SMALLEST = 11.5;
function canvasFaults(el) {
  const faults = [];
  for (const [canvas, pieces] of texts) {
    if (canvas.isConnected && !(el.contains(canvas) && isSeen(canvas))) continue;
    const scale = canvas.isConnected ? boxOf(canvas).width / canvas.width : 1;
    const whole = { left: 0, top: 0, right: canvas.width, bottom: canvas.height };
    for (const { text, pixels, box } of pieces) {
      if (pixels * scale < SMALLEST) faults.push(`“${text}” is drawn ${(pixels * scale).toFixed(1)} px high`);
      if (!isWithin(box, whole)) faults.push(`“${text}” is drawn over the edge of its canvas`);
    }
    for (const [a, b] of pairs(pieces)) {
      if (a.text !== b.text && isOver(a.box, b.box)) faults.push(`“${a.text}” is drawn over “${b.text}”`);
    }
  }
  return faults;
}

/** Heights now, and what cannot be read. */
export function sizes(el) {
  const [root, stage, main] = [".convnb", ".convnb-stage", ".convnb-main"].map((name) => el.querySelector(name));
  if (!stage || !main) return { faults: ["no stage, or no main row"] };
  const sticks = getComputedStyle(main).position === "sticky";
  const picture = Math.max(...seen(stage, "canvas").map(heightOf));
  const hand = sticks ? picture + heightOf(main) : boxOf(main).bottom - boxOf(stage).top;
  return { whole: heightOf(root), stage: heightOf(stage), hand, faults: cutOff(el) };
}

/**
 * The sizes in every state: those given, and each that a list offers.
 * @param {[string, Record<string, any>][]} states by name
 */
export async function everySize(mounted, states) {
  const { model, el } = mounted;
  const first = { ...model.state };
  const found = [{ state: "at first", ...sizes(el) }];
  for (const [name, state] of states) {
    await assign(mounted, state);
    found.push({ state: name, ...sizes(el) });
    if (!part(el, "error").hidden) found.at(-1).faults.push(`“${part(el, "error").textContent}”`);
    put(model, first);
    await frames();
  }
  for (const list of seen(el, "select")) {
    for (const { value } of [...list.options]) {
      choose(list, value);
      await frames();
      found.push({ state: `${nameOf(list)}: ${value}`, ...sizes(el) });
    }
    put(model, first);
    await frames();
  }
  return found;
}

function choose(list, value) {
  list.value = value;
  for (const type of ["input", "change"]) list.dispatchEvent(new Event(type, { bubbles: true }));
}

// --- nothing runs away ---

const WAY = [0, 0.03, 0.2, 0.4, 0.6, 0.8, 0.97, 1, 0.9, 0.7, 0.5, 0.3, 0.1, 0];

function press(slider) {
  slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, isPrimary: true, pointerId: 1 }));
}
function release(slider) {
  slider.dispatchEvent(new PointerEvent("pointerup", { bubbles: true, isPrimary: true, pointerId: 1 }));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Take a slider along a way from 0 to 1. What moves under the hand that must not: sentences. */
async function dragAlong(el, slider, way) {
  const [root, stage] = [el.querySelector(".convnb"), part(el, "stage")];
  const faults = new Set();
  // A page may be scrolled to what has the focus: places count from the widget's corner.
  const place = () => {
    const [{ left, top, width, height: own }, corner] = [boxOf(slider), boxOf(root)];
    return { left: left - corner.left, top: top - corner.top, width, height: own };
  };
  const [start, height, stageHeight] = [place(), heightOf(root), heightOf(stage)];
  press(slider);
  for (const share of way) {
    const [min, max] = [Number(slider.min), Number(slider.max)];
    slider.value = String(min + share * (max - min));
    const asked = slider.value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await frames();
    const now = place();
    const where = `“${nameOf(slider)}” at ${asked}`;
    for (const side of ["left", "top", "width", "height"]) {
      const far = now[side] - start[side];
      if (Math.abs(far) > 2) faults.add(`${where} has moved: ${side} by ${far.toFixed(1)} px`);
    }
    const [grown, stageGrown] = [heightOf(root) - height, heightOf(stage) - stageHeight];
    if (Math.abs(grown) > 0.1 || Math.abs(stageGrown) > 0.1)
      faults.add(`${where} changes the height by ${grown.toFixed(1)} px, the stage's by ${stageGrown.toFixed(1)} px`);
    if (!part(el, "error").hidden) faults.add(`${where}: “${part(el, "error").textContent}”`);
  }
  release(slider);
  await frames();
  return [...faults].slice(0, 3);
}

/** All sliders from end to end, with the folds closed; then those of each fold; then all again with all folds open. */
export async function dragAll({ model, el }) {
  const first = { ...model.state };
  const faults = [];
  const dragEach = async (around, folds) => {
    for (const slider of seen(around, "input[type=range]")) {
      faults.push(...(await dragAlong(el, slider, WAY)).map((fault) => `${folds}: ${fault}`));
      put(model, first);
      await frames();
    }
  };
  await dragEach(el, "folds closed");
  for (const fold of foldsOf(el)) {
    fold.click();
    await frames();
    if (fold.ariaExpanded !== "true") faults.push(`the fold “${nameOf(fold)}” does not open`);
    await dragEach(part(el, "more"), nameOf(fold));
    await dragEach(part(el, "main"), nameOf(fold));
  }
  for (const fold of foldsOf(el)) if (fold.ariaExpanded === "true") fold.click();
  return faults;
}

// --- never dead ---

const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter", "Escape", "Delete", "Backspace", "Home", "End"];
const TYPED = [..."0123456789", "-", ".", "+", "x", " "];
const JUNK = ["", "0", "-1", "7", "3.5", "1e9", "1e400", "abc", "NaN", "--", " 2 ", "٣", "9".repeat(40)];
/** It only shows what is computed; files and cameras need a hand that the browser trusts. */
const LEFT_OUT = /^Copy |Show the result|camera|file/i;
const CONTROLS = "input:not([type=file]), select, button, canvas";

/** One gesture on one control: does it, and says what it was; `faults` gets what happened on the way. */
async function gesture(el, control, random, faults) {
  const any = (list) => list[Math.floor(random() * list.length)];
  const name = nameOf(control).slice(0, 40);
  const key = (of) => {
    const [at, how] = [el.contains(document.activeElement) ? document.activeElement : control, { key: of }];
    at.dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true }));
  };
  // A press takes the focus, wherever it was.
  document.activeElement.blur();
  control.focus();
  if (control.type === "range") {
    const way = Array.from({ length: 1 + Math.floor(random() * 3) }, () => any([0, 1, random(), random()]));
    faults.push(...(await dragAlong(el, control, way)));
    return `“${name}” to ${way.map((share) => share.toFixed(2))}`;
  }
  if (control.tagName === "SELECT") {
    const { value } = any([...control.options]);
    choose(control, value);
    return `“${name}” to “${value}”`;
  }
  if (["checkbox", "radio"].includes(control.type) || control.tagName === "BUTTON") {
    control.click();
    return `a click on “${name}”`;
  }
  if (control.tagName === "INPUT") {
    const value = any(JUNK);
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    if (random() < 0.5) key("Enter");
    control.dispatchEvent(new Event("change", { bubbles: true }));
    control.blur();
    return `“${value}” into “${name}”`;
  }
  const { left, top, width, height } = boxOf(control);
  if (random() < 0.4) {
    const pressed = Array.from({ length: 1 + Math.floor(random() * 4) }, () => any(random() < 0.6 ? KEYS : TYPED));
    for (const one of pressed) key(one);
    return `the keys ${pressed} on “${name}”`;
  }
  const point = (slack) => [left + (random() * (1 + slack) - slack / 2) * width, top + random() * height];
  const pointer = (type, [clientX, clientY], buttons) =>
    control.dispatchEvent(
      new PointerEvent(type, {
        ...{ clientX, clientY, buttons, button: type === "pointermove" ? -1 : 0 },
        ...{ bubbles: true, cancelable: true, isPrimary: true, pointerId: 1, pointerType: any(["mouse", "touch"]) },
      }),
    );
  const way = Array.from({ length: any([0, 1, 3]) }, () => point(0.4));
  const start = point(0);
  pointer("pointermove", start, 0);
  pointer("pointerdown", start, 1);
  for (const to of way) {
    pointer("pointermove", to, 1);
    await frames(1);
  }
  const end = way.at(-1) ?? start;
  pointer("pointerup", end, 0);
  if (!way.length) control.dispatchEvent(new MouseEvent("click", { clientX: end[0], clientY: end[1], bubbles: true }));
  if (random() < 0.5) pointer("pointerleave", end, 0);
  const told = [start, ...way].map(([x, y]) => `${Math.round(x - left)},${Math.round(y - top)}`);
  return `${way.length ? "a drag" : "a click"} on “${name}” at ${told.join(" ")}`;
}

/** The widget's faults that no gesture may lead to. */
function deadly(el, stageHeight) {
  const faults = [];
  const error = part(el, "error");
  if (!error.hidden) faults.push(`the sentence “${error.textContent}”`);
  if (!isSeen(part(el, "main"))) faults.push("the main row is gone");
  const reset = resetOf(el);
  if (!reset || !isSeen(reset) || reset.disabled) faults.push("Reset is gone");
  const grown = heightOf(part(el, "stage")) - stageHeight;
  if (Math.abs(grown) > 0.1) faults.push(`the stage has grown by ${grown} px`);
  return faults;
}

/**
 * A walk of random gestures, the same for a seed; it ends at the first fault. `resets`: whether Reset is among them.
 * Resolves to the faults and the last gestures.
 */
export async function walk({ model, el }, seed, count, { resets = true } = {}) {
  const random = randomFrom(seed);
  const faults = [];
  const gestures = [];
  const onError = ({ error, reason, message }) => faults.push(String((error ?? reason)?.stack ?? message));
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onError);
  if (!part(el, "stage") || !resetOf(el)) return { faults: ["no stage, or no Reset"], gestures };
  await settled(); // a view that was just made has not been told its width
  const stageHeight = heightOf(part(el, "stage"));
  while (gestures.length < count && !faults.length) {
    const controls = seen(el, CONTROLS).filter((node) => !LEFT_OUT.test(nameOf(node)) && (resets || node !== resetOf(el)));
    const [sort] = [...new Set(controls.map((node) => node.type ?? "canvas"))].sort(() => random() - 0.5);
    const some = controls.filter((node) => (node.type ?? "canvas") === sort);
    gestures.push(await gesture(el, some[Math.floor(random() * some.length)], random, faults));
    for (const run of [...ticking.values()]) run();
    await frames();
    faults.push(...deadly(el, stageHeight));
    if (gestures.length % 20 === 0) faults.push(...cutOff(el));
  }
  window.removeEventListener("error", onError);
  window.removeEventListener("unhandledrejection", onError);
  return { faults, gestures: [`${gestures.length} in all`, ...gestures.slice(-6)] };
}

/** Press Reset in this view. What is then not as it was: names of traits. */
export async function afterReset({ model, el }, first) {
  ticking.clear();
  resetOf(el).click();
  await frames();
  const now = frozen(model.state);
  return Object.keys(first).filter((name) => now[name] !== first[name]);
}
