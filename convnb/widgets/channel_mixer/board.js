// @ts-check
// What ChannelMixer shows: the picture that moves, a row for each channel (channel, kernel, result), the map that is
// their sum, and the stack of all maps. On a narrow page the rows stand below.

import { moveTo } from "./controls.js";
import { cellSide, drawKernels } from "./kernels.js";
import { seenBy, windowAt } from "./math.js";
import { lookingAt, placeNow } from "./place.js";
import { channelNames } from "./presets.js";
import { mapNote, mapTitle } from "./text.js";
import { createTiles, NOTE, TITLE } from "./tiles.js";
import { h } from "../kit/dom.js";
import { formatNumber } from "../kit/format.js";
import { createBar } from "../kit/image_panel.js";
import { tuple } from "./params.js";

const WIDE = 800;
const NARROW = 500;
const SIDE = 210;
/** Of the kernels' column: 5×5 needs more room for its numbers. */
const KERNEL = { small: 114, large: 132 };
const SIGN = 14;
const GAP = 4;
const LARGEST_TILE = 132;
const HINT = "Point at a place, or choose it by arrow keys, with Shift ten at a time; Escape lets go";

// --- building ---

/** @param {any} view @param {{ move: Node[], stack: Node[] }} controls what stands below the picture, and the maps */
export function buildBoard(view, controls) {
  const { signal, colours, current, set, redraw } = view.context;
  const tiles = (/** @type {string} */ label, /** @type {any} */ on, hint = HINT) =>
    createTiles({ label, hint, signal, colours, ...on });
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
  const choose = (/** @type {number} */ filter) => {
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
  const area = (/** @type {string} */ name, /** @type {Node[]} */ ...children) =>
    h("div", { className: `convnb-mixer-${name}` }, ...children);
  view.rows = h("div", { className: "convnb-channels" }, view.channels.el, view.products.el);
  view.board = h(
    "div",
    { className: "convnb-mixer" },
    area("side", area("picture", view.picture.el), area("move", ...controls.move)),
    view.rows,
    area("side", area("map", view.map.el, view.bar.el), area("stack", view.stack.el, ...controls.stack)),
  );
}

/** The picture follows the pointer. */
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
  moveTo(
    view.context,
    shift.map((by, axis) => by + step[axis] * (shiftKey ? 10 : 1)),
  );
  return true;
}

// --- drawing ---

/** @param {any} view @param {any} params @param {any} result */
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

/** What the ends of a tile's colours stand for. @param {number} limit */
function scaleNote(limit) {
  return `scale ±${formatNumber(limit, 2)}`;
}

/** @param {{ row: number, col: number }} at */
function one({ row, col }) {
  return { row, col, rows: 1, cols: 1 };
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
  const zoom = side / Math.max(...shape);
  const fit = side / Math.max(...shown.sum.shape);
  const height = TITLE + Math.max(middle, side + NOTE) + 10;
  const tall = height * channels.length - 10;
  const four = at && pool && { row: 2 * at.row, col: 2 * at.col, rows: 2, cols: 2 };
  const pairs = names.map((name, c) => {
    const product = shown.products[c - first];
    const place = { x: 0, y: c * height, crossed: !product };
    const channel = {
      title: name,
      role: "input",
      scale: "grey",
      planes: [moved[c]],
      zoom,
      frame: product && looked?.window,
    };
    const made = { title: product ? `${name} ⋆ w` : "nothing", role: "output", scale: "signed", limit, zoom: fit };
    const frame = product && looked && (four || one(looked.from));
    const note = product && scaleNote(limit);
    const planes = [product ?? { shape: shown.sum.shape, values: result.nothing }];
    return [
      { ...place, ...channel },
      { ...place, ...made, note, planes, frame, spot: frame && looked && one(looked.from) },
    ];
  });
  view.channels.draw(
    side,
    tall,
    pairs.map(([channel]) => channel),
  );
  view.products.draw(
    side,
    tall,
    pairs.map(([, product]) => product),
  );
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
  const common = { role: "output", scale: "signed" };
  const zoom = side / Math.max(...shape);
  const frame = at && one(at);
  const map = { ...common, title: mapTitle(params, result), x: 0, y: 0, zoom, limit, planes: [shown.map], frame };
  view.map.draw(shape[1] * zoom, TITLE + shape[0] * zoom, [{ ...map, inside: compare?.inside }]);
  view.bar.draw({ scale: "signed", limit, width: side, text: mapNote(params) });
  const small = Math.min(96, Math.floor((width - 14 * (across - 1)) / across));
  const each = TITLE + small + NOTE + 8;
  const thumbs = now.map(({ map: { shape: size, values } }, filter) => {
    return {
      ...common,
      ...{
        title: `map ${filter}`,
        x: (filter % across) * (small + 14),
        y: Math.floor(filter / across) * each,
        limit: limits[filter],
      },
      ...{
        zoom: small / Math.max(...size),
        planes: [{ shape: size, values }],
        frame,
        chosen: filter === params.filter,
      },
      note: scaleNote(limits[filter]),
    };
  });
  view.stack.draw(width, each * Math.ceil(now.length / across) - 8, thumbs);
}
