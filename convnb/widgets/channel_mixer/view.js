// @ts-check
// What ChannelMixer shows: the picture that moves, a row for each channel (channel, kernel, result), the map that is
// their sum, and the stack of all maps. On a phone each channel has a column, below the picture and the map.

import { h, setText } from "../kit/dom.js";
import { formatNumber, formatShape } from "../kit/format.js";
import { createBar, inside, keyStep, one } from "../kit/image.js";
import { cellSide, drawKernels, moveTo } from "./controls.js";
import { seenBy, windowAt } from "./math.js";
import { channelNames } from "./presets.js";
import { createTiles, NOTE, TITLE } from "./tiles.js";
import { costText, mapNote, shortName, tuple } from "./words.js";

/** Widths of the widget from which on all parts stand beside each other, and from which on the channels have rows. */
const [WIDE, MIDDLE] = [880, 640];
/** CSS pixels: of a sign in a row, between two parts of a row, between two parts of the stage, below a tile or a row. */
const [SIGN, GAP, APART, BELOW] = [16, 4, 20, 8];
/** Of the scale below the map, alone and with its note. */
const [BAR, BAR_NOTE] = [40, 76];
/** Of the maps in the stack where they stand under each other. */
const STACK = 60;
/** From where on the title of a product has room for its kernel. */
const ROOMY = 96;
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

// --- where things stand ---

/** Height of the stage for a width of the widget. */
export function stageHeight(width) {
  if (width >= WIDE) return 440;
  return width >= MIDDLE ? 520 : 426;
}

/**
 * The sides of the picture and the map, of the tiles of the channels, their kernels and the small maps, for so many
 * channels: only these depend on the state. column: the width of a channel's column, 0 where it has a row.
 * @param {{ width: number, height: number }} room @param {number} count
 */
function arrange({ width, height }, count) {
  const each = height / count - TITLE;
  /** A row's tiles and its kernel: as large as the column and the row allow. */
  const rowOf = (room, most) => Math.floor(Math.min((room - 2 * SIGN - 4 * GAP) / 3, most, 160));
  if (width >= WIDE - 24) {
    const small = 48;
    const side = height - 2 * TITLE - BAR_NOTE - NOTE - small - BELOW;
    const tile = rowOf(width - 2 * side - 28 - 3 * APART, each - NOTE / count - BELOW);
    return { layout: "wide", side, tile, kernel: tile, small, across: 4, column: 0, columns: [side, "auto", 28, side] };
  }
  if (width >= MIDDLE - 24) {
    const tall = height - 42;
    const side = Math.floor((tall - 2 * TITLE - BAR - BELOW) / 2);
    const tile = rowOf(width - side - STACK - 2 * APART, (tall - NOTE) / count - TITLE - BELOW);
    return { layout: "middle", side, tile, kernel: tile, small: STACK, across: 1, column: 0, columns: [side, "auto", STACK] };
  }
  const side = Math.min(112, Math.floor((width - 2 * BELOW) / 3));
  const small = Math.floor(Math.min((width - 2 * side - 3 * BELOW) / 2, (side - TITLE - GAP) / 2));
  const column = Math.floor((width - (count - 1) * BELOW) / count);
  const tall = height - 3 * TITLE - side - 4 * BELOW;
  const kernel = Math.min(column, 84);
  const tile = Math.min(column, Math.floor((tall - kernel) / 2));
  return { layout: "phone", side, tile, kernel, column, small, across: 2, columns: [side, side, 2 * small + BELOW] };
}

// --- building ---

export function buildBoard(view) {
  const { signal, colours, current, set, redraw } = view.context;
  const tiles = (label, on, hint = HINT) => createTiles({ label, hint, signal, colours, ...on });
  view.picture = tiles(
    "Picture",
    {
      ...lookingAt(view, "pixel"),
      cursor: "grab",
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
  for (const { el } of [view.products, view.map, view.stack, view.bar]) el.classList.add("convnb-result");
  const area = (name, ...children) => h("div", { className: `convnb-mixer-${name}` }, ...children);
  view.rows = area("rows", view.channels.el, view.products.el);
  view.cost = h("div", { className: "convnb-note convnb-mixer-cost convnb-result" });
  view.board = h(
    "div",
    { className: "convnb-mixer" },
    area("side", area("picture", view.picture.el), view.cost),
    view.rows,
    h("span", { className: "convnb-sign convnb-mixer-sum", "aria-hidden": "true" }, "→"),
    area("side", area("map", view.map.el, view.bar.el), area("stack", view.stack.el)),
  );
}

function dragPicture(view, spot, { rows, cols }) {
  const { context } = view;
  view.found.picture = true;
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
  const places = arrange(view.context.room(), params.channels.length);
  const columns = places.columns.map((width) => (width === "auto" ? width : `${width}px`)).join(" ");
  if (view.columns !== columns) view.board.style.gridTemplateColumns = view.columns = columns;
  if (view.board.dataset.layout !== places.layout) view.board.dataset.layout = places.layout;
  const at = placeNow(view, result.shown.map.shape);
  const looked = at && windowAt(params, result.shown.sum, at);
  drawPicture(view, params, result, places, looked);
  drawRows(view, params, result, { ...places, at, looked });
  drawMaps(view, params, result, places, at);
  setText(view.cost, costText(params, result));
}

/** What the ends of a tile's colours stand for.
 * @param {number} limit */
function scaleNote(limit) {
  return `±${formatNumber(limit, 2)}`;
}

function drawPicture(view, { channels, shape }, { seen }, { side, layout }, looked) {
  const zoom = side / Math.max(...shape);
  const what = [1, 3].includes(channels.length) ? "picture" : "mean of";
  const hint = view.found.picture ? "" : " · drag";
  const title = layout === "wide" ? `${what} ${tuple([channels.length, ...shape])}${hint}` : `picture${hint}`;
  const scale = seen.length === 3 ? "colour" : "grey";
  const tile = { x: 0, y: 0, zoom, title, role: "input", scale, planes: seen, frame: looked?.window };
  view.picture.draw(side, TITLE + shape[0] * zoom, [tile]);
}

/** Each channel with its kernel and what the kernel makes of it: a row, on a phone a column. */
function drawRows(view, params, result, { tile: side, kernel, column, at, looked }) {
  const { channels, shape, filter, pool } = params;
  const { moved, shown, productLimit: limit } = result;
  const { first } = seenBy(params, filter);
  const names = channelNames(channels.length).map(shortName);
  const height = TITLE + side + BELOW;
  const frame = looked && (pool ? { row: 2 * at.row, col: 2 * at.col, rows: 2, cols: 2 } : one(looked.from));
  const spot = looked && one(looked.from);
  const input = { role: "input", scale: "grey", zoom: side / Math.max(...shape) };
  const output = { role: "output", scale: "signed", limit, zoom: side / Math.max(...shown.sum.shape) };
  const nothing = { shape: shown.sum.shape, values: result.nothing };
  const edge = column && (column - side) / 2;
  const rows = names.map((name, c) => {
    const product = shown.products[c - first];
    const place = column ? { x: c * (column + BELOW) + edge, y: 0 } : { x: 0, y: c * height };
    const channel = { ...input, ...place, title: name, planes: [moved[c]], crossed: !product };
    const note = !column && c === names.length - 1 ? `each ${scaleNote(limit)}` : "";
    const common = { ...output, ...place, note };
    if (!product) return [channel, { ...common, title: "nothing", planes: [nothing], crossed: true }];
    const title = `${c > first ? "+ " : ""}${name}${(column || side) < ROOMY ? "" : " ⋆ w"}`;
    return [{ ...channel, frame: looked?.window }, { ...common, title, planes: [product], frame, spot }];
  });
  const pictures = (at) => rows.map((pair) => pair[at]);
  const count = channels.length;
  const size = column ? [count * (column + BELOW) - BELOW, TITLE + side] : [side, count * height - BELOW];
  view.channels.draw(size[0], size[1], pictures(0));
  view.products.draw(size[0], size[1] + (column ? 0 : NOTE), pictures(1));
  drawKernels(view, params, cellSide(params, kernel));
  layOutRows(view, count, { side, kernel, column, height });
}

/** The channels are one canvas, and so are their products; the kernels stand between. */
function layOutRows(view, count, { side, kernel, column, height }) {
  const key = [count, side, kernel, column].join();
  if (view.laidOut === key) return;
  view.laidOut = key;
  while (view.signs.length < 2 * view.kernels.length) {
    const row = view.signs.length >> 1;
    const signs = ["⋆", "="].map((text) => h("span", { className: "convnb-sign", "aria-hidden": "true" }, text));
    view.products.el.before(signs[0], view.kernels[row].el, signs[1]);
    view.signs.push(...signs);
  }
  view.signs.forEach((sign, at) => {
    sign.hidden = Boolean(column) || at >> 1 >= count;
    sign.style.gridArea = `${(at >> 1) + 1} / ${2 * (at & 1) + 2}`;
  });
  view.kernels.forEach(({ el }, at) => (el.style.gridArea = column ? `2 / ${at + 1}` : `${at + 1} / 3`));
  const { style } = view.rows;
  const widths = column ? Array(count).fill(column) : [side, SIGN, kernel, SIGN, side];
  style.gridTemplateColumns = widths.map((width) => `${width}px`).join(" ");
  style.gridTemplateRows = column ? `auto ${kernel}px auto` : `repeat(${count}, ${height}px)`;
  style.gap = column ? `${BELOW}px` : `0 ${GAP}px`;
  view.channels.el.style.gridArea = column ? `1 / 1 / 2 / ${count + 1}` : `1 / 1 / span ${count} / 2`;
  view.products.el.style.gridArea = column ? `3 / 1 / 4 / ${count + 1}` : `1 / 5 / span ${count} / 6`;
}

/** The map that is looked at, with its scale, and all maps. */
function drawMaps(view, params, result, { layout, side, small, across }, at) {
  const { now, shown, limits, compare } = result;
  const limit = limits[params.filter];
  const { shape } = shown.map;
  const phone = layout === "phone";
  const title = `map ${params.filter}, ${formatShape(shape)}`;
  const common = { role: "output", scale: "signed" };
  const zoom = side / Math.max(...shape);
  const frame = at && one(at);
  const map = { ...common, title, x: 0, y: 0, zoom, limit, planes: [shown.map], frame };
  view.map.draw(side, TITLE + shape[0] * zoom, [{ ...map, inside: compare?.inside }]);
  const text = layout === "wide" ? shortName(mapNote(params)) : "";
  if (!phone) view.bar.draw({ scale: "signed", limit, width: side, text });
  const [wide, tall] = [small + BELOW, TITLE + small + (phone ? GAP : NOTE + BELOW)];
  const thumbs = now.map(({ map: { shape: size, values } }, filter) => ({
    ...{ ...common, title: phone ? String(filter) : `map ${filter}`, note: phone ? "" : scaleNote(limits[filter]) },
    ...{ chosen: filter === params.filter, frame, limit: limits[filter], planes: [{ shape: size, values }] },
    ...{ x: (filter % across) * wide, y: Math.floor(filter / across) * tall, zoom: small / Math.max(...size) },
  }));
  view.stack.draw(across * wide - BELOW, tall * Math.ceil(now.length / across), thumbs);
}
