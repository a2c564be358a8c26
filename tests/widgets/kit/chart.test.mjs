// A curve is drawn as its samples are: none moved, none invented, no extreme lost, nothing where there is none.
import assert from "node:assert/strict";
import { test } from "node:test";

import { tracePath, xOf, yOf } from "../../../convnb/widgets/kit/chart.js";

const areaOf = (samples, width = 300) => ({ left: 52, top: 8, width, height: 200, from: 0, to: samples, low: -1, high: 1 });

/** The lines that are drawn through these values, each a list of [x, y]. */
function linesOf(values, area, [first, end] = [0, values.length]) {
  const lines = [];
  const path = {
    moveTo: (x, y) => lines.push([[x, y]]),
    lineTo: (x, y) => lines.at(-1).push([x, y]),
  };
  tracePath(path, area, first, end, (t) => values[t - first], 2);
  return lines;
}

/** Numbers that look random, and are the same each time. */
function noise(count) {
  let seed = 7;
  return Float64Array.from({ length: count }, () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 2 - 1);
}

const SIZES = [40, 299, 301, 450, 900, 1000, 12345];

test("what only rises is drawn as a line that only rises, at any number of samples a pixel", () => {
  for (const count of SIZES) {
    const values = Float64Array.from({ length: count }, (_, t) => -1 + (2 * t) / count);
    const [line, ...more] = linesOf(values, areaOf(count));
    assert.equal(more.length, 0);
    for (let at = 1; at < line.length; at++) {
      assert.ok(line[at][0] > line[at - 1][0] && line[at][1] < line[at - 1][1], `${count} samples, point ${at}`);
    }
  }
});

test("every point is a sample, and they keep their order; with three to a pixel and fewer it is all of them", () => {
  for (const count of SIZES) {
    const values = noise(count);
    const area = areaOf(count);
    const samples = [...values].map((value, t) => `${xOf(area, t)} ${yOf(area, value)}`);
    const line = linesOf(values, area)[0].map(([x, y]) => `${x} ${y}`);
    let t = -1;
    for (const point of line) assert.ok((t = samples.indexOf(point, t + 1)) >= 0, point);
    if (count <= 900) assert.deepEqual(line, samples);
  }
});

test("each pixel column spans all of its samples, with two points", () => {
  const count = 12345;
  const values = noise(count);
  values[6789] = 40; // one sample of forty in its column
  const area = areaOf(count);
  const columnOf = (x) => Math.floor(x - area.left + 1e-9);
  const grouped = (points) => {
    const columns = Array.from({ length: 300 }, () => []);
    for (const [x, y] of points) columns[columnOf(x)].push(y);
    return columns;
  };
  const drawn = grouped(linesOf(values, area)[0]);
  const all = grouped(Array.from(values, (value, t) => [xOf(area, t), yOf(area, value)]));
  for (let column = 0; column < 300; column++) {
    assert.equal(drawn[column].length, 2);
    assert.equal(Math.min(...drawn[column]), Math.min(...all[column]));
    assert.equal(Math.max(...drawn[column]), Math.max(...all[column]));
  }
});

test("a line breaks off where values are missing, and one that stands alone is a dot", () => {
  const area = areaOf(10);
  const [x, y] = [(t) => xOf(area, t), (value) => yOf(area, value)];
  const lines = linesOf([NaN, 0, 0.5, NaN, 0.25, Infinity, 1, 0.75, NaN], area);
  const dot = lines.findIndex((line) => line.length === 2 && line[0][1] === line[1][1]);
  assert.deepEqual(lines[dot], [
    [x(4) - 1, y(0.25)],
    [x(4) + 1, y(0.25)],
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
  // In long signals a gap may be narrower than a pixel.
  const long = noise(3000);
  long[1500] = NaN;
  assert.equal(linesOf(long, areaOf(3000)).length, 2);
});

test("a line goes on to the edge of what is shown", () => {
  const area = { ...areaOf(0), from: 3.4, to: 6.2 };
  const [line] = linesOf(noise(12), area, [-2, 10]);
  assert.deepEqual([line[0][0], line.at(-1)[0]], [xOf(area, 3), xOf(area, 7)]);
  assert.ok(line[0][0] < area.left && line.at(-1)[0] > area.left + area.width);
});
