// What NetworkExplorer's brush does to a drawing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { dot, moved, same, stroke, toCentre } from "../../../convnb/widgets/network_explorer/brush.js";

test("a stroke is a soft line about two pixels wide", () => {
  const blank = { shape: [1, 9, 9], levels: new Uint8Array(81) };
  const { levels } = stroke(blank, { x: 2, y: 4 }, { x: 6, y: 4 }, false);
  const column = Array.from({ length: 9 }, (_, r) => levels[9 * r + 4]);
  assert.deepEqual(column, [0, 0, 0, 139, 255, 139, 0, 0, 0]);
  assert.equal(blank.levels.some(Boolean), false);
  const again = stroke({ shape: [1, 9, 9], levels }, { x: 4, y: 4 }, { x: 4, y: 4 }, false);
  assert.deepEqual(again.levels, levels);
  const gone = stroke({ shape: [1, 9, 9], levels }, { x: 2, y: 4 }, { x: 6, y: 4 }, true);
  assert.equal(gone.levels.some(Boolean), false);
  const colours = stroke({ shape: [3, 2, 2], levels: new Uint8Array(12) }, { x: 0, y: 0 }, { x: 0, y: 0 }, false);
  assert.deepEqual([colours.levels[0], colours.levels[4], colours.levels[8]], [255, 255, 255]);
});

test("dots, moves and the centre of mass", () => {
  const one = dot({ shape: [1, 4, 6], levels: new Uint8Array(24) }, { row: 0, col: 5 }, 255);
  assert.equal(one.levels.indexOf(255), 5);
  assert.deepEqual(toCentre(one), [2, -2]);
  assert.equal(moved(one, [2, -2]).levels.indexOf(255), 15);
  assert.equal(moved(one, [-1, 0]).levels.some(Boolean), false);
  assert.equal(moved(one, [0, 99]).levels.some(Boolean), false);
  assert.deepEqual(toCentre({ shape: [1, 2, 2], levels: new Uint8Array(4) }), [0, 0]);
  assert.ok(same([1, 2], [1, 2]) && !same([1, 2], [1, 3]) && !same([1], [1, 2]));
});
