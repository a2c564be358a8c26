// Brings the widgets of a page to life without a kernel: a model for each, from the JSON in the page.
"use strict";

(() => {
  /** The part of an anywidget model that widgets use. Only listeners on this page hear of a change. */
  class Model {
    #state;
    #own = {};
    #events = new EventTarget();
    constructor(state) {
      this.#state = state;
    }
    /** Takes the current state as the page's own; with a key, the model has an address that a link can name. */
    settle(key) {
      this.#own = { ...this.#state };
      if (key) this.address = (query) => `${location.href.split("#")[0]}#w=${encodeURIComponent(key)}&${query}`;
    }
    own(name) {
      return this.#own[name];
    }
    get(name) {
      return this.#state[name];
    }
    set(name, value) {
      if (this.#state[name] === value) return; // also ends the round of two that are linked both ways
      this.#state[name] = value;
      this.#events.dispatchEvent(new Event(`change:${name}`));
      this.#events.dispatchEvent(new Event("change"));
    }
    on(event, run) {
      this.#events.addEventListener(event, run);
    }
    off(event, run) {
      this.#events.removeEventListener(event, run);
    }
    save_changes() {}
  }

  async function unzip(base64) {
    const zipped = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** Numbers that state.py rounded: a float32 scale for each block, then an int8 for each number. */
  function widen(bytes, count) {
    const block = 1024;
    const scales = new Float32Array(bytes.buffer, 0, Math.ceil(count / block));
    const levels = new Int8Array(bytes.buffer, scales.byteLength, count);
    return Float32Array.from(levels, (level, index) => level * scales[Math.floor(index / block)]);
  }

  /** The bytes of a page, by key, as the DataViews that a kernel would send, without those that cannot be read. */
  async function read(contents) {
    const views = new Map();
    const one = async ([key, { gzip, levels }]) => {
      const bytes = await unzip(gzip);
      views.set(key, new DataView(levels ? widen(bytes, levels).buffer : bytes.buffer));
    };
    await Promise.allSettled(Object.entries(contents).map(one));
    return views;
  }

  /** A copy of a state with its {bytes: key} replaced. */
  function filled(value, bytes) {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((part) => filled(part, bytes));
    if (typeof value.bytes === "string") {
      if (!bytes.has(value.bytes)) throw new Error("bytes that could not be read");
      return bytes.get(value.bytes);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, bytes)]));
  }

  const LOST = "a part of it did not load; load the page again, or try a newer browser";

  /** What the scripts of a module have made, if they did. */
  const widgetOf = (module) => globalThis.convnbWidgets?.[module];

  /** The models of a state, by id. */
  async function modelsOf(state) {
    const bytes = await read(state.bytes);
    const models = new Map();
    for (const [id, { state: traits }] of Object.entries(state.models)) {
      try {
        models.set(id, new Model(filled(traits, bytes)));
      } catch {
        // The widgets that need these bytes stay pictures.
      }
    }
    return models;
  }

  /** The address of this script, beside which the others lie. */
  const { src: own } = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** For the path of each script a promise that it has run; those in the page itself have. */
  const runs = new Map([...document.scripts].map(({ src }) => [src && new URL(src).pathname, Promise.resolve()]));

  /** Runs a script of the site, once on a page. */
  function run(file) {
    const { href, pathname } = new URL(file, own);
    const start = (done, fail) => {
      const onerror = () => (runs.delete(pathname), fail(new Error("a part of it did not load; try again")));
      document.head.append(Object.assign(document.createElement("script"), { src: href, onload: done, onerror }));
    };
    if (!runs.has(pathname)) runs.set(pathname, new Promise(start));
    return runs.get(pathname);
  }

  /** What site/mistakes.py has written of a wrong answer by hand: for each of its widgets a caption, and what shows it. */
  async function picturesOf(question, index) {
    await run(`mistakes/${question}.js`);
    const { wrong, scripts, ...state } = globalThis.convnbMistakes[question];
    const moduleOf = (id) => state.models[id].module;
    for (const file of wrong[index].flatMap(([, id]) => scripts[moduleOf(id)])) await run(file);
    if (!wrong[index].every(([, id]) => widgetOf(moduleOf(id)))) throw new Error(LOST);
    const models = await modelsOf(state);
    const show = (id, el) => widgetOf(moduleOf(id)).render({ model: models.get(id), el });
    return wrong[index].map(([caption, id]) => [caption, (el) => show(id, el)]);
  }

  function link(models, [from, trait, to, other, bothWays]) {
    const follow = (source, name, target, copy) =>
      models.get(source).on(`change:${name}`, () => models.get(target).set(copy, models.get(source).get(name)));
    follow(from, trait, to, other);
    if (bothWays) follow(to, other, from, trait);
    models.get(to).set(other, models.get(from).get(trait));
  }

  /** The tags of the answers whose questions have their guess. */
  const guessed = new Set();

  /** Widgets are taller than their pictures; where a browser lets the text below slip away, go back to page.html#here. */
  function keepPlace() {
    if (CSS.supports("overflow-anchor", "auto")) return;
    const [asked] = new URLSearchParams(location.hash.slice(1)).keys(); // which takes any text, however it is encoded
    if (asked) document.getElementById(asked)?.scrollIntoView({ behavior: "instant" });
  }

  /** The names of widgets in an address: the cell, so that it is still found when the page has grown, and the kind. */
  function keysOf(places, page) {
    const keys = new Map();
    for (const place of places) {
      const { cell, model } = place.dataset;
      const kind = page.models[model].module.split("/")[0];
      const same = [...keys.values()].filter((key) => key.startsWith(`${cell}.${kind}`)).length;
      if (cell && !keys.has(model)) keys.set(model, `${cell}.${kind}${same ? `.${same + 1}` : ""}`);
    }
    return keys;
  }

  /** Shows a line, which is also read out, above what it is about. */
  function say(text, before) {
    for (const old of document.querySelectorAll(".convnb-linked")) old.remove();
    const line = document.createElement("p");
    line.className = "convnb-still convnb-linked";
    line.setAttribute("role", "status");
    before.prepend(line);
    requestAnimationFrame(() => (line.textContent = text)); // a text that comes with its line is not read out
  }

  /** Brings the widget that the address names into the state that it holds. */
  async function openAddress(alive) {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!asked.has("w")) return;
    const found = alive.find(({ key }) => key === asked.get("w"));
    if (!found) return say("The link leads to a widget that this page does not have.", document.querySelector("article") ?? document.body);
    const { place, widget, model } = found;
    const kind = ["s", "j"].find((name) => asked.has(name));
    let said = `${place.querySelector(".convnb")?.getAttribute("aria-label")}: as in the link. Reset leads back to the page's own state.`;
    try {
      await widget.open(model, kind ? `${kind}=${asked.get(kind)}` : "");
    } catch (problem) {
      said = `The page is as it was: ${problem.message}`;
    }
    say(said, place);
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    // Only when all that stands above is drawn does it have its place.
    requestAnimationFrame(() => requestAnimationFrame(() => place.scrollIntoView({ behavior: "instant" })));
  }

  /** Puts a widget in the place of its picture; where that fails, the picture stays, and a sentence says why. */
  function enliven(place, widget, model) {
    const before = [...place.childNodes];
    try {
      if (!model) throw new Error("this browser cannot unpack its data; a newer one can");
      if (!widget) throw new Error(LOST);
      place.replaceChildren();
      widget.render({ model, el: place });
      return true;
    } catch (problem) {
      console.error(problem);
      const sentence = document.createElement("p");
      sentence.className = "convnb-still";
      sentence.textContent = `This widget stays a picture: ${problem.message}.`;
      place.replaceChildren(...before, sentence);
      return false;
    }
  }

  /** Opens what a committed guess answers; where other questions are answered, too, it waits for their guesses. */
  function openAnswers({ target }) {
    const asked = `tag_answers-${target.closest(".convnb-place").dataset.question}`;
    guessed.add(asked);
    for (const cell of document.getElementsByClassName(asked)) {
      const needed = [...cell.classList].filter((name) => name.startsWith("tag_answers-"));
      const isGuessed = needed.every((name) => guessed.has(name));
      if (isGuessed) cell.querySelector(":scope > details")?.setAttribute("open", "");
    }
  }

  async function start() {
    const page = JSON.parse(document.getElementById("convnb-state").textContent);
    const models = await modelsOf(page);
    for (const pair of page.links) if (models.has(pair[0]) && models.has(pair[2])) link(models, pair);
    document.addEventListener("convnb-guessed", openAnswers);
    const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".convnb-place")]);
    const keys = keysOf(places, page);
    for (const [id, model] of models) model.settle(keys.get(id));
    const shown = places.map((place) => {
      const { model: id, question } = place.dataset;
      const model = models.get(id);
      if (model && question) model.pictures = (index) => picturesOf(question, index);
      return { place, key: keys.get(id), widget: widgetOf(page.models[id].module), model };
    });
    const alive = shown.filter(({ place, widget, model }) => enliven(place, widget, model));
    keepPlace();
    const open = () => openAddress(alive);
    addEventListener("hashchange", open);
    await open();
    performance.mark("convnb-alive");
  }

  start();
})();
