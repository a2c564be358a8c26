// @ts-check
// What ChannelMixer shows: the picture that moves, a row for each channel (channel, kernel, result), the map that is
// their sum, and the stack of all maps. On a narrow page the rows stand below.

import { h } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { createBar, inside, keyStep, one } from "../kit/image.js";
import { cellSide, drawKernels, moveTo } from "./controls.js";
import { seenBy, windowAt } from "./math.js";
import { channelNames } from "./presets.js";
import { createTiles, NOTE, TITLE } from "./tiles.js";
import { mapNote, tuple } from "./words.js";

const WIDE = 800;
const NARROW = 500;
const SIDE = 210;
/** Of the kernels' column: 5×5 needs more room for its numbers. */
const KERNEL = { small: 114, large: 132 };
const SIGN = 14;
const GAP = 4;
const LARGEST_TILE = 132;
const HINT = "Point at a place, or choose it by arrow keys, with Shift ten at a time; Escape lets go";
/** The first place that is looked at, in parts of the map: a bright edge of the default picture. */
const FIRST = { row: 0.5, col: 0.72 };

// --- the place of a map that is looked at: the mouse points at it, a click keeps it, arrow keys move it ---

/** The place of the map whose window lies around a pixel, or whose sum was one of a result's. */
function placeFrom(params, kind, { row, col }) {
  const { weight, stride, pool } = params;
  const scaled = (at, axis) => {
    const sum = kind === "pixel" ? Math.round((at - (weight.shape[2 + axis] >> 1)) / stride) : at;
    return kind !== "map" && pool ? sum >> 1 : sum;
  };
  return { row: scaled(row, 0), col: scaled(col, 1) };
}

/** The place that is looked at now, inside the map; null for none. */
export function placeNow(view, shape) {
  const at = view.hover ?? view.pinned;
  if (at === null) return null;
  return inside(at ?? { row: Math.round(FIRST.row * shape[0]), col: Math.round(FIRST.col * shape[1]) }, shape);
}

/** What a canvas does with a place: pointing looks at it, a click keeps it, arrow keys move it. */
function lookingAt(view, kind) {
  const { current, redraw } = view.context;
  const place = (spot) => placeFrom(current().params, kind, spot);
  return {
    onPoint: (spot) => {
      view.hover = spot ? place(spot) : undefined;
      redraw();
    },
    onClick: (spot) => {
      view.pinned = place(spot);
      redraw();
    },
    onKey: (event) => {
      const { shape } = current().result.shown.map;
      const from = placeNow(view, shape) ?? { row: shape[0] >> 1, col: shape[1] >> 1 };
      const to = keyStep(event, from, shape);
      if (!to && event.key !== "Escape") return false;
      view.pinned = to;
      view.hover = undefined;
      redraw();
      return true;
    },
  };
}

// --- building ---

/** controls: what stands below the picture, and below the maps. */
export function buildBoard(view, controls) {
  const { signal, colours, current, set, redraw } = view.context;
  const tiles = (label, on, hint = HINT) => createTiles({ label, hint, signal, colours, ...on });
  view.picture = tiles(
    "Picture",
    {
      ...lookingAt(view, "pixel"),
      cursor: "move",
      onDrag: (spot, moved) => dragPicture(view, spot, moved),
      onKey: (event) => moveByKey(view, event),
    },
    "Drag it, or move it by arrow keys, with Shift ten pixels at a time",
  );
  view.channels = tiles("Channels", lookingAt(view, "pixel"));
  view.products = tiles("What the kernels make of the channels", lookingAt(view, "sum"));
  view.map = tiles("Map", lookingAt(view, "map"));
  const choose = (filter) => {
    if (filter >= 0 && filter < current().result.now.length) set({ filter });
    redraw();
  };
  view.stack = tiles(
    "All maps",
    {
      ...lookingAt(view, "map"),
      onClick: ({ tile }) => choose(tile),
      onKey: ({ key }) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
        if (step) choose(current().params.filter + step);
        return Boolean(step);
      },
    },
    "Click a map, or use the arrow keys, to look at its filter",
  );
  view.bar = createBar();
  view.kernels = [];
  view.signs = [];
  const area = (name, ...children) => h("div", { className: `convnb-mixer-${name}` }, ...children);
  view.rows = h("div", { className: "convnb-channels" }, view.channels.el, view.products.el);
  view.board = h(
    "div",
    { className: "convnb-mixer" },
    area("side", area("picture", view.picture.el), area("move", ...controls.move)),
    view.rows,
    area("side", area("map", view.map.el, view.bar.el), area("stack", view.stack.el, ...controls.stack)),
  );
}

function dragPicture(view, spot, { rows, cols }) {
  const { context } = view;
  if (view.dragPicture?.spot !== spot) view.dragPicture = { spot, shift: context.current().params.shift };
  const { shift } = view.dragPicture;
  moveTo(context, [shift[0] + Math.round(rows), shift[1] + Math.round(cols)]);
}

function moveByKey(view, { key, shiftKey }) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (!step) return false;
  const { shift } = view.context.current().params;
  const far = shiftKey ? 10 : 1;
  moveTo(view.context, [shift[0] + far * step[0], shift[1] + far * step[1]]);
  return true;
}

// --- drawing ---

export function drawBoard(view, params, result) {
  const width = view.context.width();
  const wide = width >= WIDE;
  view.board.classList.toggle("convnb-narrow", !wide);
  for (const el of [view.sum, view.move]) el.classList.toggle("convnb-narrow", width < NARROW);
  const side = wide ? SIDE : Math.min(SIDE, Math.floor((width - 16) / 2));
  const at = placeNow(view, result.shown.map.shape);
  const looked = at && windowAt(params, result.shown.sum, at);
  drawPicture(view, params, result, side, looked);
  const room = wide ? width - 2 * SIDE - 2 * 20 : width;
  const middle = Math.max(...params.weight.shape.slice(2)) > 3 ? KERNEL.large : KERNEL.small;
  const tile = Math.min(LARGEST_TILE, Math.floor((room - middle - 2 * SIGN - 4 * GAP) / 2));
  drawRows(view, params, result, { side: tile, middle, at, looked });
  drawMaps(view, params, result, { side, at, width: wide ? side : width, across: wide ? 2 : 4 });
}

/** What the ends of a tile's colours stand for.
 * @param {number} limit */
function scaleNote(limit) {
  return `scale ±${formatNumber(limit, 2)}`;
}

function drawPicture(view, { channels, shape }, { seen }, side, looked) {
  const zoom = side / Math.max(...shape);
  const title = `${[1, 3].includes(channels.length) ? "picture" : "mean of"} ${tuple([channels.length, ...shape])}`;
  const scale = seen.length === 3 ? "colour" : "grey";
  const tile = { x: 0, y: 0, zoom, title, role: "input", scale, planes: seen, frame: looked?.window };
  view.picture.draw(shape[1] * zoom, TITLE + shape[0] * zoom, [tile]);
}

/** A row for each channel that stands on one line: the channel, its kernel, what the kernel makes of it. */
function drawRows(view, params, result, { side, middle, at, looked }) {
  const { channels, shape, filter, pool } = params;
  const { moved, shown, productLimit: limit } = result;
  const { first } = seenBy(params, filter);
  const names = channelNames(channels.length).map((name) => (side < 100 ? name.replace("channel", "ch.") : name));
  const height = TITLE + Math.max(middle, side + NOTE) + 10;
  const tall = height * channels.length - 10;
  const frame = looked && (pool ? { row: 2 * at.row, col: 2 * at.col, rows: 2, cols: 2 } : one(looked.from));
  const spot = looked && one(looked.from);
  const input = { role: "input", scale: "grey", zoom: side / Math.max(...shape) };
  const output = { role: "output", scale: "signed", limit, zoom: side / Math.max(...shown.sum.shape) };
  const nothing = { shape: shown.sum.shape, values: result.nothing };
  const rows = names.map((name, c) => {
    const product = shown.products[c - first];
    const place = { x: 0, y: c * height, crossed: !product };
    const channel = { ...input, ...place, title: name, planes: [moved[c]], frame: product && looked?.window };
    if (!product) return [channel, { ...output, ...place, title: "nothing", planes: [nothing] }];
    const seen = { title: `${name} ⋆ w`, planes: [product], note: scaleNote(limit), frame, spot };
    return [channel, { ...output, ...place, ...seen }];
  });
  const column = (at) => rows.map((pair) => pair[at]);
  view.channels.draw(side, tall, column(0));
  view.products.draw(side, tall, column(1));
  drawKernels(view, params, cellSide(params, middle));
  layOutRows(view, channels.length, [side, SIGN, middle, SIGN, side], height);
}

/** The rows are a grid, whose first and last column are one canvas each. */
function layOutRows(view, count, widths, height) {
  while (view.signs.length < 2 * view.kernels.length) {
    const row = view.signs.length >> 1;
    const signs = ["⋆", "="].map((text) => h("span", { className: "convnb-sign", "aria-hidden": "true" }, text));
    view.products.el.before(signs[0], view.kernels[row].el, signs[1]);
    [signs[0], view.kernels[row].el, signs[1]].forEach((el, at) => (el.style.gridArea = `${row + 1} / ${at + 2}`));
    view.signs.push(...signs);
  }
  view.signs.forEach((sign, at) => (sign.hidden = at >> 1 >= count));
  const { style } = view.rows;
  style.gridTemplateColumns = widths.map((width) => `${width}px`).join(" ");
  style.gridAutoRows = `${height}px`;
  view.channels.el.style.gridArea = `1 / 1 / span ${count} / 2`;
  view.products.el.style.gridArea = `1 / 5 / span ${count} / 6`;
}

/** The map that is looked at, with its scale, and all maps below. */
function drawMaps(view, params, result, { side, at, width, across }) {
  const { now, shown, limits, compare } = result;
  const limit = limits[params.filter];
  const { shape } = shown.map;
  const title = `map ${params.filter}, ${formatShape(shape)}`;
  const common = { role: "output", scale: "signed" };
  const zoom = side / Math.max(...shape);
  const frame = at && one(at);
  const map = { ...common, title, x: 0, y: 0, zoom, limit, planes: [shown.map], frame };
  view.map.draw(shape[1] * zoom, TITLE + shape[0] * zoom, [{ ...map, inside: compare?.inside }]);
  view.bar.draw({ scale: "signed", limit, width: side, text: mapNote(params) });
  const small = Math.min(96, Math.floor((width - 14 * (across - 1)) / across));
  const each = TITLE + small + NOTE + 8;
  const thumbs = now.map(({ map: { shape: size, values } }, filter) => ({
    ...{ ...common, title: `map ${filter}`, note: scaleNote(limits[filter]), chosen: filter === params.filter, frame },
    ...{ x: (filter % across) * (small + 14), y: Math.floor(filter / across) * each, zoom: small / Math.max(...size) },
    ...{ limit: limits[filter], planes: [{ shape: size, values }] },
  }));
  view.stack.draw(width, each * Math.ceil(now.length / across) - 8, thumbs);
}
