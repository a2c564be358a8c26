// @ts-check
// The layers as a table: a row a layer with its numbers to type, and what they make of it. All rows exist from the start;
// those that are not needed are hidden, so that the hand keeps its place while rows come and go.

import { button, numberField, select } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { formatShape } from "../kit/format.js";
import { applies, learns } from "./math.js";
import { SETTINGS } from "./settings.js";
import { shortCount, sum } from "./words.js";

const { kinds: KINDS, fields: FIELDS, sides: SIDES, largest: LARGEST, most_layers: MOST_LAYERS } = SETTINGS.constants;
const HEADS = { output_padding: "output padding" };
const RESULTS = ["shape after", "parameters", "multiply-adds", "sees"];

/** @typedef {import("./math.js").Layer} Layer */

/**
 * @param {{ signal: AbortSignal, layers: () => Layer[], onChange: (layers: Layer[]) => void,
 *           onInput: (at: number, size: number) => void }} options
 *   layers: the list as it is now; onChange gets a new one; onInput: the input's channels, rows or columns were typed
 */
export function layerTable({ signal, layers, onChange, onInput }) {
  const change = (edit) => {
    const list = layers().map((layer) => ({ ...layer }));
    edit(list);
    onChange(list);
  };
  const rows = Array.from({ length: MOST_LAYERS }, (_, index) => layerRow(index, signal, change));
  const total = resultCells();
  const totalHead = h("th", { scope: "row", textContent: "total" });
  const sides = SIDES.map((name, at) =>
    numberField({ label: `Input ${name}`, signal, onInput: (size) => onInput(at, size) }),
  );
  const sideFields = sides.map(({ el }, at) => h("label", { className: "convnb-field" }, SIDES[at], el));
  const input = h("td", {}, ...sideFields);
  const titles = ["layer", ...FIELDS.map(({ name }) => HEADS[name] ?? name), ...RESULTS];
  const heads = titles.map((title) => h("th", { scope: "col", textContent: title }));
  const table = h(
    "table",
    { className: "convnb-table" },
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, h("tr", {}, h("th", { scope: "row", textContent: "input" }), input), ...rows.map(({ el }) => el)),
    h("tfoot", {}, h("tr", {}, totalHead, ...total)),
  );
  const el = h("div", { className: "convnb-table-scroll" }, table);
  const show = (params, result) => {
    sides.forEach((control, at) => control.show({ min: 1, max: LARGEST, value: params.input[at] }));
    rows.forEach((row, index) => row.show(params.layers, result, index));
    const extra = params.layers.some((layer) => applies(layer, "output_padding"));
    table.classList.toggle("convnb-without-extra", !extra);
    totalHead.colSpan = 1 + FIELDS.length + (extra ? 1 : 0);
    input.colSpan = totalHead.colSpan + RESULTS.length - 1;
    const { shapes, parameters, multiplyAdds, fields } = result;
    showResults(total, [shapes.at(-1), sum(parameters), sum(multiplyAdds), fields.at(-1) ?? [1, 1]]);
  };
  return { el, show };
}

function resultCells() {
  return RESULTS.map(() => h("td", { className: "convnb-number convnb-result" }));
}

/** The layers and one more: a convolution like the last one, or a pooling by 2.
 * @param {Layer[]} layers @param {string} kind */
export function added(layers, kind) {
  const plain = { kind: "conv", kernel: 3, stride: 1, padding: 0, dilation: 1, output_padding: 0, channels: 1 };
  const last = layers.filter((layer) => layer.kind === kind).at(-1);
  const next = kind === "conv" ? { ...plain, ...last } : withKind(plain, kind);
  return [...layers, next];
}

/** What a layer becomes when its kind is changed: numbers that say nothing for the new kind return to their start. */
export function withKind(layer, kind) {
  const next = { ...layer, kind };
  if (!applies(next, "dilation")) next.dilation = 1;
  if (!applies(next, "output_padding")) next.output_padding = 0;
  if (!learns(next)) next.channels = 1;
  if (!learns(next) && learns(layer)) Object.assign(next, { kernel: 2, stride: 2, padding: 0 });
  return next;
}

/** What a kind is called where room is scarce. */
const nameOf = (kind) => KINDS[kind].replace("average", "avg").replace("pooling", "pool");
const kindNamed = (name) => Object.keys(KINDS).find((kind) => nameOf(kind) === name);

function layerRow(index, signal, change) {
  const name = `layer ${index}`;
  const onKind = (text) => change((list) => (list[index] = withKind(list[index], kindNamed(text))));
  const kind = select({ label: `Kind of ${name}`, signal, onInput: onKind });
  kind.el.firstChild?.remove(); // the column's head is label enough for the eye
  const fields = FIELDS.map((field) => {
    const onInput = (value) => change((list) => (list[index][field.name] = value));
    return { ...field, ...numberField({ label: `${HEADS[field.name] ?? field.name} of ${name}`, signal, onInput }) };
  });
  const results = resultCells();
  const swap = (list, with_) => ([list[index], list[with_]] = [list[with_], list[index]]);
  const action = (text, label, edit) => {
    const made = button({ label: text, title: label, signal, onClick: () => change(edit) });
    made.el.setAttribute("aria-label", label);
    return made.el;
  };
  const up = action("↑", `Move ${name} up`, (list) => swap(list, index - 1));
  const down = action("↓", `Move ${name} down`, (list) => swap(list, index + 1));
  const remove = action("✕", `Remove ${name}`, (list) => list.splice(index, 1));
  up.hidden = index === 0;
  const cells = [kind.el, ...fields.map(({ el }) => el)].map((control) => h("td", {}, control));
  const number = h("span", { className: "convnb-layer-number", textContent: String(index) });
  const el = h("tr", {}, h("td", {}, number, remove, up, down), ...cells, ...results);
  const show = (layers, { shapes, parameters, multiplyAdds, fields: seen }, at) => {
    const layer = layers[at];
    el.hidden = !layer;
    if (!layer) return;
    kind.show(Object.keys(KINDS).map(nameOf), nameOf(layer.kind));
    for (const field of fields) {
      field.el.hidden = !applies(layer, field.name);
      field.show({ min: field.min, max: field.max, value: layer[field.name] });
    }
    down.hidden = at === layers.length - 1;
    showResults(results, [shapes[at + 1], parameters[at], multiplyAdds[at], seen[at]]);
  };
  return { el, show };
}

/** Sizes and counts. */
function showResults(cells, results) {
  const text = (result) => (Array.isArray(result) ? formatShape(result) : shortCount(result));
  cells.forEach((cell, at) => setText(cell, text(results[at])));
}
