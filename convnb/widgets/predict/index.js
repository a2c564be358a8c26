// @ts-check
// Prediction: a question, a guess, and only then the answer beside it.

import { button, numberField, row } from "../kit/controls.js";
import { h, setAttribute } from "../kit/dom.js";
import { assemble } from "../kit/layout.js";
import { readChoice, readMatrix, readNumber, StateError } from "../kit/params.js";
import { defineWidget } from "../kit/shell.js";
import { createPictures } from "./pictures.js";
import { SETTINGS } from "./settings.js";
import { createChoices, createGrids, written } from "./view.js";
import { describe, judge, readGuess, recognise } from "./words.js";

const { longest_text: LONGEST, longest_entry: LONGEST_ENTRY, most_wrong: MOST_WRONG } = SETTINGS.constants;
const { most_options: MOST_OPTIONS } = SETTINGS.constants;
const LARGEST = SETTINGS.answer.largest;

/** The checked state. */
export function readParams(model) {
  const kind = readChoice(model, "kind", SETTINGS.kind.choices);
  const question = readText(model.get("question"), "question", LONGEST);
  const options = readTexts(model.get("options"), "options", MOST_OPTIONS, LONGEST);
  const answer = readRows(model.get("answer"), "answer");
  const numbers = answer.flat();
  const whole = { signs: [-1, 0, 1], choice: [...options.keys()] }[kind] ?? numbers;
  const single = kind === "number" || kind === "choice";
  if ((single && numbers.length > 1) || !numbers.every((value) => whole.includes(value))) {
    throw new StateError(`answer is no answer to a question of kind “${kind}”; it has ${numbers.length} numbers.`);
  }
  const pairs = model.get("wrong");
  if (!Array.isArray(pairs) || pairs.length > MOST_WRONG) {
    throw new StateError(`wrong must be a list of at most ${MOST_WRONG} pairs.`);
  }
  const wrong = Array.from(pairs, (pair, at) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new StateError(`wrong[${at}] must be an answer and a sentence.`);
    return [readRows(pair[0], `wrong[${at}][0]`), readText(pair[1], `wrong[${at}][1]`, LONGEST)];
  });
  const sized = single || kind === "signs" || Boolean(model.get("sized"));
  const entries = readEntries(model.get("entries"), answer, sized);
  const within = readNumber(model, "within", SETTINGS.within);
  const pictured = Array.from(Array.isArray(model.get("pictured")) ? model.get("pictured") : []);
  const committed = Boolean(model.get("committed"));
  return { kind, question, options, answer, wrong, pictured, within, sized, entries, committed };
}

/** @returns {string} */
function readText(text, name, longest) {
  if (typeof text !== "string") throw new StateError(`${name} must be a text of at most ${longest} letters.`);
  if (text.length > longest) throw new StateError(`${name} has ${text.length} letters; at most ${longest} are shown.`);
  return text;
}

/** @returns {string[]} */
function readTexts(list, name, most, longest) {
  if (!Array.isArray(list) || list.length > most) throw new StateError(`${name} must be a list of at most ${most} texts.`);
  return Array.from(list, (text, at) => readText(text, `${name}[${at}]`, longest));
}

/** @returns {number[][]} */
function readRows(rows, name) {
  const { shape, values } = readMatrix({ get: () => rows }, name, LARGEST);
  return Array.from({ length: shape[0] }, (_, r) => Array.from(values.subarray(r * shape[1], (r + 1) * shape[1])));
}

/** What was typed; nothing at all fits any size that is asked for.
 * @returns {string[][]} */
function readEntries(list, answer, sized) {
  if (!Array.isArray(list) || list.length < 1 || list.length > LARGEST) {
    throw new StateError(`entries must be 1 to ${LARGEST} rows of texts.`);
  }
  const entries = Array.from(list, (texts, at) => readTexts(texts, `entries[${at}]`, LARGEST, LONGEST_ENTRY));
  if (!sized && entries.every((texts) => texts.length && texts.length === entries[0].length)) return entries;
  if (sized && entries.flat().every((text) => !text)) return answer.map((row) => row.map(() => ""));
  if (entries.length === answer.length && entries.every((texts) => texts.length === answer[0].length)) return entries;
  throw new StateError(`entries must be as many rows of as many texts as are asked for; they are ${entries.length} rows.`);
}

/** Nothing before a guess is committed; then why it is none, or how it compares, and which picture there is, or -1. */
export function compute(params) {
  if (!params.committed) return { problem: "", picture: -1 };
  const { problem, guess } = readGuess(params);
  const verdict = guess && judge(params, guess);
  const known = verdict && !verdict.right ? recognise(params, guess) : -1;
  return { problem, guess, verdict, picture: params.pictured.includes(known) ? known : -1 };
}

function build(context) {
  const { signal, set } = context;
  const type = (row, col, text) => {
    const entries = context.current().params.entries.map((texts) => [...texts]);
    entries[row][col] = text;
    set({ entries, committed: false });
  };
  const view = { context, question: h("div", { className: "convnb-question" }), written: "", judged: false };
  view.grids = createGrids({ signal, type, onEnter: commit });
  view.choices = createChoices({ signal, type, onEnter: commit });
  view.says = h("p", { className: "convnb-verdict" });
  view.sizes = ["rows", "columns"].map((label, axis) => numberField({ label, signal, onInput: (n) => resize(axis, n) }));
  const named = view.sizes.flatMap((field, axis) => [field, h("span", {}, ["rows", "columns"][axis])]);
  view.size = row(h("span", {}, "Size first:"), ...named);
  view.commit = button({ label: "Commit", signal, onClick: commit }).el;
  view.again = button({ label: "Guess again", signal, onClick: again }).el;
  view.commit.classList.add("convnb-play");
  view.pictures = createPictures(context);
  view.openFolds = createFolds(context.model.get("question_id"), signal);
  assemble(context, {
    stage: [h("div", { className: "convnb-predict" }, view.question, view.size, view.grids.el, view.choices.el, view.says)],
    height: () => 0,
    main: [view.commit, view.again, view.pictures.button],
  });

  /** The focus goes on to the button that comes next. */
  function press(committed, next) {
    const within = context.root.contains(context.root.getRootNode().activeElement);
    set({ committed });
    context.paint();
    if (within && !next.disabled) next.focus();
  }
  function commit() {
    press(true, view.again);
    const { verdict } = context.current().result;
    if (!verdict) return;
    // The page around may hold the answer covered until now, and keep what was answered.
    const detail = { right: verdict.right };
    context.root.dispatchEvent(new CustomEvent("convnb-guessed", { bubbles: true, detail }));
  }
  function again() {
    press(false, view.grids.first() ?? view.choices.first());
  }
  function resize(axis, count) {
    if (count < 1 || count > LARGEST) return;
    const { entries } = context.current().params;
    const shape = [entries.length, entries[0].length];
    shape[axis] = count;
    const rows = Array.from({ length: shape[0] }, (_, r) => Array.from({ length: shape[1] }, (_, c) => entries[r]?.[c] ?? ""));
    set({ entries: rows, committed: false });
  }
  return view;
}

/** What opens the text around that tells the answer: a notebook marks it as it tags the cell that computes it. Of a
 * notebook that is opened again it may come after the guess. Each is opened once a guess: a reader may close it.
 * @param {string} id @param {AbortSignal} signal */
function createFolds(id, signal) {
  const folds = document.getElementsByClassName(`answers-${id}`);
  let opened = new WeakSet();
  const openNew = () => {
    for (const fold of folds) {
      if (!opened.has(fold)) fold.setAttribute("open", "");
      opened.add(fold);
    }
  };
  const watch = new MutationObserver(openNew);
  signal.addEventListener("abort", () => watch.disconnect());
  return () => {
    opened = new WeakSet();
    openNew();
    watch.observe(document.body, { childList: true, subtree: true });
  };
}

function draw(view, params, result) {
  if (view.written !== params.question) {
    view.written = params.question;
    view.question.replaceChildren(...params.question.split("\n\n").map((text) => h("p", {}, ...written(text))));
  }
  const judged = Boolean(result.verdict);
  if (judged && !view.judged) view.openFolds();
  view.judged = judged;
  const isChoice = params.kind === "choice";
  view.grids.show(isChoice ? null : params, result);
  view.choices.show(isChoice ? params : null, result);
  view.size.hidden = params.sized;
  const shape = [params.entries.length, params.entries[0].length];
  view.sizes.forEach((field, axis) => {
    field.show({ min: 1, max: LARGEST, value: shape[axis] });
    field.el.disabled = judged;
  });
  const said = judged ? [...written(result.verdict.says)] : [result.problem];
  const state = judged ? (result.verdict.right ? "right" : "wrong") : result.problem ? "problem" : "";
  setAttribute(view.says, "data-state", state);
  if (view.says.textContent !== said.map((part) => part.textContent ?? part).join("")) view.says.replaceChildren(...said);
  view.commit.disabled = judged;
  view.again.disabled = !judged;
  view.pictures.offer(result.picture, params.pictured);
}

const name = "Prediction";
export default defineWidget({ name, settings: SETTINGS, readParams, compute, build, draw, describe });
