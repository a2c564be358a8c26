// @ts-check
// What every widget shares: state -> compute -> draw at most once a frame, an error sentence instead of a broken
// picture, a read-out for screen readers, and a clean-up that leaves nothing behind.

import { followDisplay } from "./canvas.js";
import { h, setText } from "./dom.js";
import { keepKeys } from "./keys.js";
import { changesOf, openLink, packed, traitsOf } from "./link.js";
import { StateError } from "./params.js";
import { pythonCode } from "./python.js";
import { saveWhatIsShown } from "./saved.js";
import { followTheme } from "./theme.js";

/** The kernel hears of a change when the hand rests, so that a drag costs it nothing. */
const SAVE_AFTER_MS = 200;
const READ_OUT_AFTER_MS = 250;
const REACH_AFTER_MS = 100;
const ANSWER_WITHIN_MS = 2000;
/** Free room around what stands on the stage, in CSS pixels: the padding of .convnb-stage. */
const STAGE_EDGE = 12;
/** Below this width pictures stand one under the other: class convnb-phone. */
const NARROW = 560;
/** Texts in boxes of a fixed height, which scroll where the text is longer. */
const TEXT_BOXES = ".convnb-sum, .convnb-says";

/**
 * @typedef {{ get: (trait: string) => any, set: (trait: string, value: any) => void, save_changes: (callbacks?: object) => void,
 *             on: (event: string, hear: (message: any) => void) => void, off: (event: string, hear: (message: any) => void) => void,
 *             send: (message: object) => void, widget_manager?: any, own?: (trait: string) => any,
 *             address?: (query: string) => string, pictures?: (index: number) => Promise<any[]> }} Model
 *   what widgets use of anywidget's; from own on: only what a page has that needs no kernel
 * @typedef {Record<string, any>} State traits by their names
 * @typedef {{ model: Model, signal: AbortSignal, root: HTMLElement, error: HTMLElement, readOut: HTMLElement,
 *             goal: HTMLElement, copies: import("./controls.js").Copy[], current: () => { params: any, result: any },
 *             set: (state: State) => boolean, reset: () => void, refresh: () => void, redraw: () => void, paint: () => void,
 *             colours: () => Record<string, string>, width: () => number, height: (width: number) => number,
 *             room: () => { width: number, height: number, phone: boolean }, showSteps: () => void }} Context
 *   what `build` is given: the comments below say what each is for
 */

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
 * A widget from its parts:
 *   settings                   its table in settings.js: the state that is drawn where none can be read
 *   type                       its Python class; without it the state cannot be copied, as a guess should not be
 *   python(values, get)        the arguments of the class, from the traits that are not at their defaults, where the two differ
 *   readParams(model)          the checked state, or a StateError with a sentence
 *   compute(params)            pure arithmetic: what follows from the state
 *   build(context)             makes the elements once and hands them to `assemble`, returns the view
 *   draw(view, params, result) paints
 *   describe(params, result)   one sentence that says the state
 *   measures(params, result)   what a goal may name: numbers and nested lists of numbers
 * `result` is computed again only if the model changed; hovering just draws.
 * @param {{ name: string, settings: Record<string, any>, readParams: (model: Pick<Model, "get">) => any, compute: (params: any) => any,
 *           build: (context: Context) => any, draw: (view: any, params: any, result: any) => void,
 *           describe: (params: any, result: any) => string, type?: string,
 *           python?: (values: State, get: (name: string) => any) => State,
 *           measures?: (params: any, result: any) => Record<string, any> }} parts
 */
export function defineWidget({ name, settings, type, python, readParams, compute, build, draw, describe, measures }) {
  const traits = traitsOf(settings);
  const written = (/** @type {Model} */ model) => pythonCode(model, type, settings, python);
  /** Bring a page's model into the state of an address. Throws a StateError, with the model as it was. */
  const open = (/** @type {Model} */ model, /** @type {string} */ query) =>
    openLink(model, query, type ? traits : [], (read) => compute(readParams(read)));
  /** A state to take away: as the address of the page where it has one, else as Python. */
  const copiesOf = (/** @type {Model} */ model) => {
    const link = { label: "Copy link", what: "address", does: "opens the widget in this state", text: async () => model.address(await packed(changesOf(model, traits))) };
    const code = { label: "Copy Python", what: "Python code", does: "makes the widget in this state", text: () => written(model) };
    return type ? [model.address ? link : code] : [];
  };

  /** @param {{ model: Model, el: HTMLElement }} host */
  function render({ model, el }) {
    const abort = new AbortController();
    const { signal } = abort;
    const error = h("p", { className: "convnb-error", role: "alert", hidden: true });
    const body = h("div", {}, error);
    const readOut = h("p", { className: "convnb-readout", role: "status", "aria-live": "polite" });
    const root = h("div", { className: "convnb", role: "group", "aria-label": name }, body, readOut);

    // Drawn under the sentence where not even the first state can be read, so that the controls are there.
    const plain = { get: (/** @type {string} */ trait) => settings[trait]?.value ?? model.get(trait) };
    /** @type {{ params: any, result: any } | null} */
    let current = null;
    /** The state that was read last, until `compute` has seen it. */
    let read = null;
    /** What the hand has changed since a state was shown, as it was before: for a state that cannot be computed.
     * @type {State | null} */
    let undo = null;
    let stale = true;
    let failure = "";
    let width = 720;
    let fitted = 0;

    const say = afterPause(() => setText(readOut, spoken()), READ_OUT_AFTER_MS);
    /** What was set here and the kernel does not know yet, and what it was told last.
     * @type {State[]} */
    let [unsaved, sent] = [{}, {}];
    /** The kernel echoes what it was told; from far away that comes when the hand has gone on, and must not undo it. */
    const ignoreEchoes = () => {
      for (const [trait, value] of Object.entries(unsaved)) {
        const now = model.get(trait);
        if (now === value) continue;
        if (trait in sent && JSON.stringify(now) === JSON.stringify(sent[trait])) model.set(trait, value);
        else delete unsaved[trait];
      }
    };
    /** Kept when the kernel has what was sent last. A host that tells of no answer is not waited for long. */
    let received = Promise.resolve();
    const send = () => {
      [unsaved, sent] = [{}, { ...sent, ...unsaved }];
      received = new Promise((done) => {
        setTimeout(done, ANSWER_WITHIN_MS);
        const status = (/** @type {{ content: { execution_state: string } }} */ { content }) => void (content.execution_state === "idle" && done());
        model.save_changes({ iopub: { status } });
      });
    };
    const save = afterPause(send, SAVE_AFTER_MS);
    keepKeys(root, signal, () => {
      save.flush();
      return received;
    });
    for (const end of ["pointerup", "pagehide"]) window.addEventListener(end, save.flush, { capture: true, signal });
    // Sizes are asked for when the hand rests: in a drag that would cost a layout a frame.
    const reach = afterPause(() => letKeysScroll(root), REACH_AFTER_MS);
    const goal = goalLine(model, measures);

    const spoken = () => {
      if (failure || !current) return "";
      const said = model.get("covered") ? "The result is covered." : describe(current.params, current.result);
      return `${said} ${goal.said()}`.trim();
    };
    /** Run what may throw a StateError; whether it did not.
     * @param {() => void} run */
    const attempt = (run) => {
      try {
        run();
        failure = "";
      } catch (problem) {
        if (!(problem instanceof StateError)) throw problem;
        failure = problem.message;
      }
      return !failure;
    };
    const readNow = () => attempt(() => (read = readParams(model)));
    const computeNow = () => attempt(() => (current = { params: read, result: compute(read) }));
    const put = (/** @type {State} */ values) => {
      for (const [trait, value] of Object.entries(values)) {
        unsaved[trait] = value;
        model.set(trait, value);
      }
      read = null;
    };
    const refresh = () => {
      let good = (read !== null || readNow()) && computeNow();
      if (!good && undo) {
        put(undo);
        good = readNow() && computeNow();
      }
      undo = null;
      if (!good && !current) {
        const sentence = failure;
        attempt(() => ((read = readParams(plain)), (current = { params: read, result: compute(read) })));
        failure = sentence;
      }
      read = null;
      stale = false;
      say();
    };
    /** In a frame of its own: a box that grows while its observer runs is an error on the page. */
    const fit = () => {
      fitted = width;
      root.classList.toggle("convnb-phone", width < NARROW);
      if (context.height(width)) root.style.setProperty("--convnb-stage", `${context.height(width)}px`);
    };
    const paint = () => {
      if (fitted !== width) fit();
      if (stale) refresh();
      error.hidden = !failure;
      setText(error, failure);
      root.classList.toggle("convnb-dimmed", Boolean(failure));
      root.classList.toggle("convnb-covered", Boolean(model.get("covered")));
      if (current) {
        draw(view, current.params, current.result);
        goal.show(current.params, current.result);
        context.showSteps();
      }
      reach();
    };
    const redraw = frameScheduler(paint, signal);

    /** @type {Context} */
    const context = {
      model,
      signal,
      redraw,
      root: body,
      error,
      readOut,
      goal: goal.el,
      copies: copiesOf(model),
      /** Height of the stage for a width, both in CSS pixels; `assemble` sets it. */
      height: () => 0,
      /** Brings the slider of the steps to the state; `assemble` sets it. */
      showSteps: () => {},
      /** The state as it is now, painted or not; the last good one while a sentence lies over it. */
      current() {
        if (stale) refresh();
        return current;
      },
      /** Set traits at once here, and tell the kernel when the hand rests. A state that cannot be shown is taken back:
       * a hand never leads to one. What the traits were before is kept in the model, for "Reset".
       * @param {State} state @returns {boolean} whether it was taken */
      set(state) {
        const before = Object.fromEntries(Object.keys(state).map((trait) => [trait, model.get(trait)]));
        if (stale && read === null) readNow();
        const good = !failure;
        // All in one go, or the state would be read again.
        const first = model.get("_first") ?? {};
        const isFirst = Object.keys(before).some((trait) => !(trait in first));
        put(isFirst ? { ...state, _first: { ...before, ...first } } : state);
        if (!readNow() && good) {
          put(isFirst ? { ...before, _first: first } : before);
          onChange();
          readNow();
          return false;
        }
        if (good) undo = { ...before, ...undo };
        save();
        return true;
      },
      /** The state that Python made. */
      reset() {
        put({ ...model.get("_first"), _first: {} });
        undo = null;
        onChange();
        save();
      },
      /** Something that is no trait has changed, as a picture that stays in this page: compute and draw again. */
      refresh: () => onChange(),
      /** Paint at once: for keys that ask what is on the screen, and come faster than frames. */
      paint: () => paint(),
      colours: () => colours(),
      /** Width for the picture, in CSS pixels. */
      width: () => width,
      /** Room on the stage, in CSS pixels, and whether it is a phone's; it depends on the width only. */
      room: () => ({
        width: width - 2 * STAGE_EDGE,
        height: context.height(width) - 2 * STAGE_EDGE,
        phone: width < NARROW,
      }),
    };
    const view = build(context);
    const colours = followTheme(root, signal, redraw);
    followDisplay(signal, redraw);
    const onChange = () => {
      ignoreEchoes();
      stale = true;
      read = null;
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
  return { initialize: (/** @type {{ model: Model }} */ { model }) => saveWhatIsShown(model.widget_manager), render, open, written };
}

/**
 * The goal that a notebook has set, and whether the state meets it.
 * @param {Model} model @param {((params: any, result: any) => Record<string, any>) | undefined} measures
 */
function goalLine(model, measures) {
  const [sign, text] = [h("span", { className: "convnb-goal-sign", "aria-hidden": "true" }), h("span")];
  const el = h("div", { className: "convnb-goal", hidden: true }, sign, text);
  let met = false;
  const show = (params, result) => {
    const { text: words, ...wanted } = model.get("goal") ?? {};
    el.hidden = !words || !measures;
    if (el.hidden) return;
    const measured = measures(params, result);
    // While the result is covered, the line would tell it.
    met = !model.get("covered") && Object.entries(wanted).every(([name, value]) => holds(measured[name], value));
    el.dataset.met = String(met);
    setText(sign, met ? "✓" : "○");
    setText(text, `${met ? "Goal reached" : "Goal"}: ${words}`);
  };
  return { el, show, said: () => (met && !el.hidden ? text.textContent : "") };
}

/** Whether a measured value is the one that is wanted, of the same shape, or all of it within the limits. */
export function holds(value, wanted) {
  if (Array.isArray(wanted)) {
    return Array.isArray(value) && value.length === wanted.length && wanted.every((one, at) => holds(value[at], one));
  }
  if (Array.isArray(value)) return typeof wanted !== "number" && value.every((one) => holds(one, wanted));
  const { least = -Infinity, most = Infinity } = wanted ?? {};
  const nearest = typeof wanted === "number" ? wanted : Math.min(Math.max(value, least), most);
  return Math.abs(value - nearest) <= 1e-9 * Math.max(1, Math.abs(nearest));
}
