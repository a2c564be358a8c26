// @ts-check
// Show me: below the question a recognised mistake in one widget, the right way in another beside it.

import { button } from "../kit/controls.js";
import { h, setAttribute } from "../kit/dom.js";

/** How long to wait for the kernel before a sentence says so. */
const PATIENCE_MS = 700;

/**
 * @typedef {() => void} End
 * @typedef {[string, (el: HTMLElement) => End | Promise<End>]} Picture a caption, and what puts its widget into an
 *   element and gives, perhaps later, its clean-up
 */

/**
 * Who makes the pictures of a wrong answer: the page, which has a method for it, or the kernel of a notebook.
 * @param {import("../kit/shell.js").Model} model @returns {((index: number) => Promise<Picture[]>) | null}
 */
function maker(model) {
  if (model.pictures) return model.pictures;
  const manager = model.widget_manager;
  if (!manager?.create_view) return null;
  const show = async (/** @type {string} */ id, /** @type {HTMLElement} */ el) => {
    const view = await manager.create_view(await manager.get_model(id));
    el.append(view.el);
    return () => view.remove();
  };
  return (index) =>
    new Promise((done) => {
      const hear = (/** @type {{ shown: number, pictures: [string, string][] }} */ { shown, pictures }) => {
        if (shown !== index) return;
        model.off("msg:custom", hear);
        done(pictures.map(([caption, id]) => [caption, (el) => show(id, el)]));
      };
      model.on("msg:custom", hear);
      model.send({ show: index });
    });
}

/**
 * The button, and the box below the widget that it opens and closes.
 * @param {import("../kit/shell.js").Context} context
 */
export function createPictures({ model, root, signal }) {
  const make = maker(model);
  const box = h("div", { className: "convnb-ways", hidden: true });
  const opener = button({ label: "Show me", signal, onClick: () => (box.hidden ? open() : close()) });
  /** @type {Promise<End>[]} */
  let shown = [];
  let [offered, times] = [-1, 0];

  async function open() {
    const now = ++times;
    turn(true);
    const waiting = () => model.pictures || say("This comes from the kernel. Where none is running, run this cell again.");
    const wait = setTimeout(waiting, PATIENCE_MS);
    try {
      const pictures = await make(offered);
      if (now !== times) return;
      const places = pictures.map(([caption]) => h("div", {}, h("p", {}, caption)));
      box.replaceChildren(...places);
      shown = pictures.map(async ([, put], at) => put(places[at]));
      await Promise.all(shown);
    } catch (problem) {
      console.error(problem);
      if (now === times) say(`There is no picture: ${problem.message}.`);
    } finally {
      clearTimeout(wait);
    }
  }
  function close() {
    times += 1;
    for (const one of shown) one.then((end) => end?.(), () => {});
    shown = [];
    turn(false);
  }
  function turn(opened) {
    box.hidden = !opened;
    box.replaceChildren();
    opener.show(opened ? "Hide" : "Show me");
    setAttribute(opener.el, "aria-expanded", String(opened));
  }
  function say(text) {
    box.replaceChildren(h("p", { role: "status" }, text));
  }
  /** Offer the picture of the wrong answer with this index, or none for -1; the button's room is kept.
   * @param {number} index @param {number[]} pictured */
  function offer(index, pictured) {
    if (!box.isConnected) root.parentElement.after(box);
    opener.el.hidden = !make || !pictured.length;
    opener.el.style.visibility = index < 0 ? "hidden" : "";
    if (index !== offered && !box.hidden) close();
    offered = index;
  }
  signal.addEventListener("abort", () => (close(), box.remove()));
  turn(false);
  return { button: opener.el, offer };
}
