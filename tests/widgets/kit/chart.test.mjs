// A curve is drawn as its samples are: none moved, none invented, no extreme lost, nothing where there is none.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outlineColumns, tracePath, xOf, yOf } from "../../../convnb/widgets/kit/chart.js";

const areaOf = (samples, width = 300) => ({ left: 52, top: 8, width, height: 200, from: 0, to: samples, low: -1, high: 1 });
const WIDTH = 1.5;

/** The lines that are drawn through these values, each a list of [x, y]. */
function linesOf(values, area, [first, end] = [0, values.length]) {
  const lines = [];
  const path = {
    moveTo: (x, y) => lines.push([[x, y]]),
    lineTo: (x, y) => lines.at(-1).push([x, y]),
  };
  tracePath(path, area, first, end, (t) => values[t - first], WIDTH);
  return lines;
}

/** The columns that are drawn for these values: pixel column -> [top, bottom], without the thickness of the line. */
function columnsOf(values, area, dash = []) {
  const columns = new Map();
  const lineTo = (x, y) => {
    const column = x - area.left - 0.5;
    if (!Number.isInteger(column)) return; // half the thickness beyond an end
    if (columns.has(column)) columns.get(column).push(y - WIDTH / 2);
    else columns.set(column, [y + WIDTH / 2]);
  };
  outlineColumns({ moveTo: lineTo, lineTo }, area, 0, values.length, (t) => values[t], { width: WIDTH, dash });
  return columns;
}

/** Numbers that look random, and are the same each time. */
function noise(count) {
  let seed = 7;
  return Float64Array.from({ length: count }, () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 2 - 1);
}

const SIZES = [901, 1000, 12345];
const close = (a, b) => Math.abs(a - b) < 1e-9;

test("a line goes through every sample, in their order", () => {
  for (const count of [40, 299, 301, 450, 900]) {
    const values = noise(count);
    const area = areaOf(count);
    const samples = Array.from(values, (value, t) => [xOf(area, t), yOf(area, value)]);
    assert.deepEqual(linesOf(values, area), [samples]);
  }
});

test("each column reaches from its largest to its smallest sample, and to the column before, no further", () => {
  for (const count of SIZES) {
    const values = noise(count);
    values[count >> 1] = 40; // one sample of many in its column
    const area = areaOf(count);
    const samples = Array.from({ length: area.width }, () => []);
    values.forEach((value, t) => samples[Math.floor((t * area.width) / count + 1e-9)].push(yOf(area, value)));
    const columns = columnsOf(values, area);
    assert.equal(columns.size, area.width);
    for (let pixel = 0; pixel < area.width; pixel++) {
      const [least, most] = [Math.min(...samples[pixel]), Math.max(...samples[pixel])];
      const before = samples[pixel - 1] ?? samples[pixel];
      const [top, bottom] = columns.get(pixel);
      assert.ok(close(top, Math.min(least, Math.max(...before))), `${count} samples, top of ${pixel}`);
      assert.ok(close(bottom, Math.max(most, Math.min(...before))), `${count} samples, bottom of ${pixel}`);
    }
  }
});

test("what only rises is drawn as columns that only rise, each where the one before ends", () => {
  for (const count of SIZES) {
    const values = Float64Array.from({ length: count }, (_, t) => -1 + (2 * t) / count);
    const columns = columnsOf(values, areaOf(count));
    for (let pixel = 1; pixel < 300; pixel++) {
      const [[before], [top, bottom]] = [columns.get(pixel - 1), columns.get(pixel)];
      assert.ok(top < before && close(bottom, before), `${count} samples, column ${pixel}`);
    }
  }
});

test("columns leave out what is missing, and do not reach over it", () => {
  const values = Float64Array.from({ length: 3000 }, (_, t) => (t < 1505 ? -1 : 1));
  values.fill(NaN, 1500, 1520);
  const area = areaOf(3000);
  const columns = columnsOf(values, area);
  assert.deepEqual([columns.has(149), columns.has(150), columns.has(151), columns.has(152)], [true, false, false, true]);
  assert.deepEqual(columns.get(152), [yOf(area, 1), yOf(area, 1)]);
  values.fill(-1, 1500, 1505);
  values.fill(NaN, 1505, 1508); // narrower than a column
  values.fill(1, 1508, 1520);
  assert.deepEqual(columnsOf(values, area).get(151), [yOf(area, 1), yOf(area, 1)]);
});

test("dashed columns have gaps", () => {
  const columns = columnsOf(new Float64Array(3000), areaOf(3000), [5, 3]);
  assert.ok(Math.abs(columns.size - (300 * 5) / 8) <= 5, columns.size);
});

test("a line breaks off where values are missing, and one that stands alone is a dot", () => {
  const area = areaOf(10);
  const [x, y] = [(t) => xOf(area, t), (value) => yOf(area, value)];
  const lines = linesOf([NaN, 0, 0.5, NaN, 0.25, Infinity, 1, 0.75, NaN], area);
  const dot = lines.findIndex((line) => line.length === 2 && line[0][1] === line[1][1]);
  assert.deepEqual(lines[dot], [
    [x(4) - WIDTH / 2, y(0.25)],
    [x(4) + WIDTH / 2, y(0.25)],
  ]);
  const others = lines.filter((line, at) => at !== dot && line.length > 1);
  assert.deepEqual(others, [
    [
      [x(1), y(0)],
      [x(2), y(0.5)],
    ],
    [
      [x(6), y(1)],
      [x(7), y(0.75)],
    ],
  ]);
});

test("a line goes on to the edge of what is shown", () => {
  const area = { ...areaOf(0), from: 3.4, to: 6.2 };
  const [line] = linesOf(noise(12), area, [-2, 10]);
  assert.deepEqual([line[0][0], line.at(-1)[0]], [xOf(area, 3), xOf(area, 7)]);
  assert.ok(line[0][0] < area.left && line.at(-1)[0] > area.left + area.width);
});
