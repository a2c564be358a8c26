// @ts-check
// The numbers of one frequency bin: signal and kernel, and their product, which is the result's.

import { h, setText } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { binTable } from "./text.js";

/** @returns {{ el: HTMLElement, show: (params: any, result: any, bin: number) => void }} */
export function binNumbers() {
  // Widths of their own: the columns must not move with the numbers in them.
  const heads = ["22%", "22%", "26%", "30%"].map((width) => h("th", { scope: "col", style: `width: ${width}` }));
  const corner = heads[0];
  ["complex", "magnitude", "phase"].forEach((text, at) => setText(heads[at + 1], text));
  const named = () => h("th", { scope: "row", style: "vertical-align: middle" });
  const cell = () => h("td", { style: "white-space: normal" });
  const rows = ["x", "w", "y"].map(() => [named(), cell(), cell(), cell()]);
  const table = h(
    "table",
    { className: "convnb-table", style: "table-layout: fixed; width: 100%; max-width: 56em" },
    h("thead", {}, h("tr", {}, ...heads)),
    h("tbody", {}, ...rows.map((cells, row) => h("tr", { style: row === 2 ? "height: 42px" : "" }, ...cells))),
  );
  const law = "Complex numbers are multiplied: their magnitudes multiply, their phases add.";
  const note = h("div", { className: "convnb-note" }, law);
  const el = h("div", { role: "group", "aria-label": "One bin" }, table, note);
  const show = (/** @type {any} */ params, /** @type {any} */ result, /** @type {number} */ bin) => {
    setText(corner, `f = ${formatNumber(bin / params.length, 3)}`);
    binTable(params, result, bin).forEach((texts, row) => texts.forEach((text, at) => setText(rows[row][at], text)));
  };
  return { el, show };
}
