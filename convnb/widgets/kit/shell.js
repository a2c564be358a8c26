// @ts-check
// What every widget shares: state -> compute -> draw at most once a frame, an error sentence instead of a broken
// picture, a read-out for screen readers, and a clean-up that leaves nothing behind.

import { h, setText } from "./dom.js";
import { StateError } from "./params.js";
import { followTheme } from "./theme.js";

/** The kernel hears of a change when the hand rests, so that a drag costs it nothing. */
const SAVE_AFTER_MS = 200;
const READ_OUT_AFTER_MS = 250;
const REACH_AFTER_MS = 100;
/** Texts in boxes of a fixed height, which scroll where the text is longer. */
const TEXT_BOXES = ".convnb-sum, .convnb-says, .convnb-moved";

/**
 * @param {() => void} run @param {AbortSignal} signal
 * @returns {() => void} asks for one run in the next animation frame
 */
function frameScheduler(run, signal) {
  let frame = 0;
  const onFrame = () => {
    frame = 0;
    run();
  };
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return () => {
    if (!frame && !signal.aborted) frame = requestAnimationFrame(onFrame);
  };
}

/** @param {() => void} run @param {number} ms */
function afterPause(run, ms) {
  let timer = 0;
  const now = () => {
    clearTimeout(timer);
    timer = 0;
    run();
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(now, ms);
  };
  /** What is still waiting is done at once, or dropped. */
  later.flush = () => void (timer && now());
  later.cancel = () => clearTimeout(timer);
  return later;
}

/**
 * A text that scrolls must be reached by Tab, or its end is for the mouse only; one that fits must not hold Tab up.
 * @param {Element} root
 */
function letKeysScroll(root) {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(TEXT_BOXES))) {
    const longer = box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
    if (longer) box.tabIndex = 0;
    else if (!box.matches(":focus")) box.removeAttribute("tabindex");
  }
}

/**
 * A widget from its four parts:
 *   readParams(model)          the checked state, or a StateError with a sentence
 *   compute(params)            pure arithmetic: what follows from the state
 *   build(context)             makes the elements under context.root once, returns the view
 *   draw(view, params, result) paints
 *   describe(params, result)   one sentence that says the state
 *   traits                     the names of the state that "Reset" brings back to what it was at first
 * `result` is computed again only if the model changed; hovering just draws.
 * @param {{ name: string, traits: string[], readParams: (model: any) => any, compute: (params: any) => any, build: (context: any) => any,
 *           draw: (view: any, params: any, result: any) => void,
 *           describe: (params: any, result: any) => string }} parts
 */
export function defineWidget({ name, traits, readParams, compute, build, draw, describe }) {
  /** @param {{ model: any, el: HTMLElement }} host */
  function render({ model, el }) {
    const abort = new AbortController();
    const { signal } = abort;
    const error = h("p", { className: "convnb-error", role: "alert", hidden: true });
    const body = h("div", { className: "convnb-body" });
    const readOut = h("p", { className: "convnb-readout", role: "status", "aria-live": "polite" });
    const root = h("div", { className: "convnb", role: "group", "aria-label": name }, error, body, readOut);
    // Plain keys pressed in here belong to the widget: JupyterLab would fold headings and add cells. Ctrl + S stays its own.
    const keepKey = (/** @type {KeyboardEvent} */ event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    };
    root.addEventListener("keydown", keepKey, { signal });

    const initial = Object.fromEntries(traits.map((trait) => [trait, model.get(trait)]));
    /** @type {{ params: any, result: any } | null} */
    let current = null;
    let stale = true;
    let failure = "";
    let width = 720;

    const say = afterPause(
      () => setText(readOut, current && !failure ? describe(current.params, current.result) : ""),
      READ_OUT_AFTER_MS,
    );
    const save = afterPause(() => model.save_changes(), SAVE_AFTER_MS);
    // Sizes are asked for when the hand rests: in a drag that would cost a layout a frame.
    const reach = afterPause(() => letKeysScroll(root), REACH_AFTER_MS);

    const refresh = () => {
      try {
        const params = readParams(model);
        current = { params, result: compute(params) };
        failure = "";
      } catch (problem) {
        if (!(problem instanceof StateError)) throw problem;
        failure = problem.message;
      }
      stale = false;
      say();
    };
    const paint = () => {
      if (stale) refresh();
      error.hidden = !failure;
      setText(error, failure);
      body.hidden = Boolean(failure);
      if (current && !failure) draw(view, current.params, current.result);
      reach();
    };
    const redraw = frameScheduler(paint, signal);

    const context = {
      model,
      signal,
      redraw,
      root: body,
      /** The state as it is now, painted or not; the last good one while a sentence stands in its place. */
      current() {
        if (stale) refresh();
        return current;
      },
      /** Set traits at once here, and tell the kernel when the hand rests.
       * @param {Record<string, any>} state */
      set(state) {
        for (const [key, value] of Object.entries(state)) model.set(key, value);
        save();
      },
      reset: () => context.set(initial),
      /** Something that is no trait has changed, as a picture that stays in this page: compute and draw again. */
      refresh: () => onChange(),
      /** Paint at once: for keys that ask what is on the screen, and come faster than frames. */
      paint: () => paint(),
      colours: () => colours(),
      /** Width for the picture, in CSS pixels. */
      width: () => width,
    };
    const view = build(context);
    const colours = followTheme(root, signal, redraw);
    const onChange = () => {
      stale = true;
      redraw();
    };
    model.on("change", onChange);
    const resize = new ResizeObserver(([entry]) => {
      width = entry.contentRect.width;
      redraw();
    });
    resize.observe(root);
    el.append(root);

    return () => {
      save.flush();
      say.cancel();
      reach.cancel();
      resize.disconnect();
      model.off("change", onChange);
      abort.abort();
      root.remove();
    };
  }
  return { render };
}
