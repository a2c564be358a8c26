// Sets states in a widget, hundreds in seconds, and looks what becomes of it.

/** Frames and timers that come at once, so that hundreds of states cost seconds; the order of things stays. */
export function hurry() {
  const waiting = new Map();
  let last = 0;
  const soon = (run) => {
    const id = ++last;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const due = waiting.get(id);
      waiting.delete(id);
      if (due) due(performance.now());
    };
    waiting.set(id, run);
    channel.port2.postMessage(0);
    return id;
  };
  window.requestAnimationFrame = soon;
  window.cancelAnimationFrame = (id) => waiting.delete(id);
  window.setTimeout = (run, _, ...rest) => soon(() => run(...rest));
  window.clearTimeout = (id) => waiting.delete(id);
}

const FOREIGN = "img, script, iframe, object, embed, link, style, form, a[href], [onerror], [onload], [onclick]";
/** Three turns: the picture, the read-out that waits for it, what these two ask for. */
const turns = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((done) => requestAnimationFrame(done));
};

/** What is wrong with a widget, whatever its state: a list of sentences. */
function faultsOf(el) {
  const [root, error] = [".convnb", ".convnb-error"].map((part) => el.querySelector(part));
  const faults = [];
  if (root.classList.contains("convnb-dimmed") === error.hidden) faults.push("neither a picture nor a sentence");
  const controls = [...root.querySelectorAll("input:enabled, button:enabled")];
  if (!controls.some((one) => one.checkVisibility({ visibilityProperty: true }))) faults.push("no control is left");
  if (!error.hidden && !/^.{10,400}$/s.test(error.textContent)) faults.push(`“${error.textContent.slice(0, 500)}”`);
  const text = error.hidden ? el.textContent : error.textContent;
  const odd = /undefined|\[object|NaN/.exec(text);
  if (odd) faults.push(`“${text.slice(Math.max(0, odd.index - 60), odd.index + 40)}”`);
  if (el.querySelector(FOREIGN) || "pwned" in window) faults.push("text became markup");
  return faults;
}

const picturesOf = (el) => Array.from(el.querySelectorAll("canvas"), (canvas) => canvas.toDataURL());

/**
 * Sets each state, at times the good one in between, and then mounts some states anew.
 * `limit`: milliseconds for a state; `trail`: the number of the canvas that remembers where it has been, or null.
 * Resolves to what was wrong, and how many states were drawn or met with a sentence.
 */
export async function setAll(widget, { model, el }, states, { limit, trail }) {
  const good = { ...model.state };
  const found = { faults: [], drawn: 0, refused: 0 };
  let now = "the first state";
  const fault = (what) => found.faults.length < 30 && found.faults.push(`${what}, after ${now}`);
  const onError = ({ error, reason, message }) => fault((error ?? reason)?.stack ?? message);
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onError);
  const look = async (shown, start) => {
    await turns();
    const ms = Math.round(performance.now() - start);
    faultsOf(shown).forEach(fault);
    const isDrawn = shown.querySelector(".convnb-error").hidden;
    found[isDrawn ? "drawn" : "refused"] += 1;
    return { isDrawn, ms };
  };
  const set = async (on, shown, state) => {
    const next = { ...good, ...state };
    const changed = Object.keys(next).filter((name) => next[name] !== on.state[name]);
    Object.assign(on.state, next);
    const start = performance.now();
    for (const name of changed) on.fire(`change:${name}`);
    on.fire("change");
    return look(shown, start);
  };
  await turns();
  const pictures = picturesOf(el);
  for (const [index, state] of states.entries()) {
    now = written(state);
    let { ms } = await set(model, el, state);
    // Once more, as the machine may have been busy with something else.
    if (ms > limit && (await set(model, el, {}))) ({ ms } = await set(model, el, state));
    if (ms > limit) fault(`${ms} ms`);
    if (index % 10 === 9 && !(await set(model, el, {})).isDrawn) fault("no recovery");
  }
  await set(model, el, {});
  const others = picturesOf(el).flatMap((picture, index) => (picture === pictures[index] ? [] : [index]));
  if (others.some((index) => index !== trail)) fault(`another picture of the good state, ${others}`);
  for (const state of states.filter((_, index) => index % 23 === 0)) {
    now = `mounted with ${written(state)}`;
    const fresh = new model.constructor({});
    Object.assign(fresh.state, good, state);
    const box = document.body.appendChild(document.createElement("div"));
    const start = performance.now();
    const cleanUp = widget.render({ model: fresh, el: box });
    await look(box, start);
    if (!(await set(fresh, box, {})).isDrawn) fault("no recovery");
    cleanUp();
    box.remove();
  }
  window.removeEventListener("error", onError);
  window.removeEventListener("unhandledrejection", onError);
  return found;
}

/** A state in a message. */
function written(state) {
  const part = (key, value) => {
    if (value instanceof DataView) return `${value.byteLength} bytes`;
    if (Array.isArray(value) && value.length > 20) return [...value.slice(0, 3), `${value.length} entries`];
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    return value === undefined ? "undefined" : value;
  };
  return JSON.stringify(state, part).slice(0, 300);
}
