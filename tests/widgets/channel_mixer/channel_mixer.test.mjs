// ChannelMixer's arithmetic and its filters on cases that can be checked by hand. Random ones are in
// tests/widgets/channel_mixer/test_channel_mixer_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, readParams } from "../../../convnb/widgets/channel_mixer/index.js";
import { compared, peakOf, pooled, rolled, wrapped } from "../../../convnb/widgets/channel_mixer/math.js";
import { channelNames, groupChoices, mayChange, presetOf } from "../../../convnb/widgets/channel_mixer/presets.js";
import { presetsFor, withFilter, withGroups, withoutFilter } from "../../../convnb/widgets/channel_mixer/presets.js";
import { withPreset, withSize, withWeight } from "../../../convnb/widgets/channel_mixer/presets.js";
import { costText, mapNote, movedText, moveText, stayText, sumParts } from "../../../convnb/widgets/channel_mixer/words.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";

const plane = (...rows) => ({ shape: [rows.length, rows[0].length], values: Float32Array.from(rows.flat()) });
const RED_MINUS_GREEN = [[[1]], [[-1]], [[0]]];

/** A model of a picture [channel][row][column] of levels. */
function modelOf(picture, state) {
  const shape = [picture.length, picture[0].length, picture[0][0].length];
  const sent = { shape, levels: new DataView(Uint8Array.from(picture.flat(2)).buffer) };
  const all = { weight: [RED_MINUS_GREEN], bias: [0], groups: 1, stride: 1, filter: 0, shift: [0, 0], ...state };
  return { get: (name) => (name === "picture" ? sent : all[name]) };
}

function answer(picture, state) {
  const params = readParams(modelOf(picture, state));
  return { params, result: compute(params) };
}

const sumText = (...how) => sumParts(...how).map(({ text }) => text).join("");

const COLOURS = [[[255, 0, 51]], [[0, 255, 51]], [[102, 102, 102]]];

test("a shift is the nearest of those that look the same", () => {
  assert.deepEqual(
    [0, 23, 24, -24, -25, 48, 100, -1].map((by) => wrapped(by, 48)),
    [0, 23, -24, -24, 23, 0, 4, -1],
  );
  assert.deepEqual(
    [-2, -1, 0, 1, 2].map((by) => wrapped(by, 3)),
    [1, -1, 0, 1, -1],
  );
  assert.equal(wrapped(7, 1), 0);
});

test("rolled is numpy.roll", () => {
  const small = plane([1, 2, 3], [4, 5, 6]);
  assert.deepEqual([...rolled(small, [0, 1]).values], [3, 1, 2, 6, 4, 5]);
  assert.deepEqual([...rolled(small, [1, -1]).values], [5, 6, 4, 2, 3, 1]);
  assert.deepEqual([...rolled(small, [-5, 6]).values], [4, 5, 6, 1, 2, 3]);
  assert.deepEqual([...small.values], [1, 2, 3, 4, 5, 6]);
});

test("pooling takes the largest of four and leaves an odd end out", () => {
  const map = plane([1, -2, 9], [-3, -4, 9], [9, 9, 9]);
  assert.deepEqual(pooled(map), plane([1]));
  assert.deepEqual(pooled(plane([-5, -1, 0, 2], [-2, -3, 3, 1])), plane([-1, 3]));
  assert.throws(() => pooled(plane([1, 2, 3])), StateError);
});

test("red minus green, at each pixel", () => {
  const { params, result } = answer(COLOURS, { bias: [0.5] });
  assert.deepEqual([...result.shown.map.values], [1.5, -0.5, 0.5]);
  assert.equal(
    sumText(params, result, { row: 0, col: 1 }),
    "map 0 [0, 1] = red 0 + green (−1) + blue 0 + bias 0.5 = −0.5",
  );
  const roles = sumParts(params, result, { row: 0, col: 1 }).map(({ role }) => role).filter(Boolean);
  assert.deepEqual(roles, ["output", "output", "output", "kernel", "output"]);
  assert.equal(costText(params, result), "(1, 3, 1, 3) → (1, 1, 1, 3); 1 · 3 · 1 · 1 = 3 weights + 1 bias.");
  assert.equal(mapNote(params), "red + green + blue + bias 0.5");
  assert.deepEqual(peakOf(result.shown.map), { row: 0, col: 0, value: 1.5 });
});

test("ReLU is said where it cuts, and what a channel gave is not changed by it", () => {
  const { params, result } = answer(COLOURS, { relu: true });
  assert.deepEqual([...result.shown.map.values], [1, 0, 0]);
  assert.match(sumText(params, result, { row: 0, col: 1 }), /green \(−1\) .* = −1; ReLU: 0$/);
  assert.match(mapNote(params), /, ReLU$/);
});

test("depthwise: each filter has its own channel", () => {
  const weight = [[[[1]]], [[[10]]], [[[100]]]];
  const { params, result } = answer(COLOURS, { weight, bias: [0, 0, 0], groups: 3, filter: 1 });
  assert.deepEqual([...result.shown.map.values], [0, 10, 2].map(Math.fround));
  assert.equal(result.shown.products.length, 1);
  assert.match(
    costText(params, result),
    /3 · 1 · 1 · 1 = 3 weights \+ 3 biases \(3 groups, depthwise, 1 of 3 channels/,
  );
  assert.match(sumText(params, result, { row: 0, col: 1 }), /= green 10 \+ bias 0 = 10$/);
});

test("a shift of the picture moves the map; half a step of the map cannot", () => {
  const line = [[Array.from({ length: 12 }, (_, n) => (n * n * 37) % 256)]];
  const difference = { weight: [[[[-1, 1]]]] };
  const { params, result } = answer(line, { ...difference, shift: [0, 3] });
  assert.deepEqual(result.compare.inside, { row: 0, col: 3, rows: 1, cols: 8 });
  assert.equal(result.compare.largest, 0);
  assert.match(moveText(params, result), /^Moved 3 columns right\. .* differ by 0: equivariance\.$/);
  assert.match(movedText(params, result), /^Moved 3 right\. .* differ by 0: equivariance\. Largest value: /);
  const strided = answer(line, { ...difference, stride: 2, shift: [0, -3] });
  assert.equal(strided.result.compare.exact, false);
  assert.ok(strided.result.compare.largest > 0.1);
  assert.match(moveText(strided.params, strided.result), /Moved 3 columns left; one step of the map is 2 pixels/);
  assert.match(movedText(strided.params, strided.result), /^Moved 3 left, a step of the map is 2 pixels: .* differ by up to 0\.\d/);
  const even = answer(line, { ...difference, stride: 2, shift: [0, 4] });
  assert.deepEqual(
    [even.result.compare.exact, even.result.compare.largest, even.result.compare.move],
    [true, 0, [0, 2]],
  );
});

test("a dot inside its pooling window moves, and the pooled map stays", () => {
  const dot = (at) => [[0, 1].map(() => Array.from({ length: 8 }, (_, c) => (c === at ? 255 : 0)))];
  const state = { weight: [[[[1]]]], pool: true };
  const { params, result } = answer(dot(2), { ...state, shift: [0, 1] });
  assert.deepEqual([...result.shown.map.values], [0, 1, 0, 0]);
  assert.equal(result.compare.still, 0);
  assert.match(stayText(params, result), /differ by 0 on average; the largest value stays 1: invariance\.$/);
  const further = answer(dot(2), { ...state, shift: [0, 2] }).result;
  assert.deepEqual([...further.shown.map.values], [0, 0, 1, 0]);
  assert.deepEqual([further.compare.exact, further.compare.largest, further.compare.still], [true, 0, 0.5]);
});

test("a shift that leaves nothing away from the border says so", () => {
  const how = { shift: [0, 2], size: [1, 4], step: 1, span: [1, 3] };
  const compare = compared(plane([1, 2]), plane([3, 4]), how);
  assert.equal(compare.inside.cols, 0);
  assert.match(moveText({ shift: [0, 2] }, { compare }), /no place of the map is away from the border/);
  assert.match(movedText({ shift: [0, 2] }, { compare }), /^Moved 2 right: no place of the map is away from the border/);
});

test("why a largest value is another", () => {
  const why = (levels, shift, state = {}) => {
    const { params, result } = answer([[levels]], { weight: [[[[-1, 1]]]], shift: [0, shift], ...state });
    return stayText(params, result);
  };
  assert.match(why([0, 10, 20, 30, 40, 250], 1), /was 0\.824 and is 0\.0392: it was cut at the border/);
  assert.match(why([200, 100, 50, 20, 10, 0], 2), /was −0\.0392 and is 0\.784: a new one at the border/);
  assert.match(why([0, 0, 250, 250, 250, 250, 250], 1, { stride: 2 }), /was 0 and is 0\.98: the map steps over it/);
});

test("presets know how many channels there are", () => {
  assert.deepEqual(channelNames(1), ["grey"]);
  assert.deepEqual(channelNames(4).at(-1), "channel 3");
  const colour = presetsFor(channelNames(3));
  assert.deepEqual(colour["red minus green"], RED_MINUS_GREEN);
  assert.deepEqual(colour["grey, a mixture of 1×1"], [[[0.3]], [[0.59]], [[0.11]]]);
  assert.ok(!("red minus green" in presetsFor(["red"])));
  for (let count = 1; count < 5; count++) {
    const names = channelNames(count);
    for (const [name, made] of Object.entries(presetsFor(names))) {
      assert.equal(made.length, count, name);
      const total = made.flat(2).reduce((sum, value) => sum + value, 0);
      if (name.startsWith("blur") || name.startsWith("grey")) assert.ok(Math.abs(total - 1) < 1e-12, name);
      const [filter] = withPreset([Array(count).fill([[7]])], 0, made);
      assert.equal(presetOf(filter, names), name);
      assert.equal(presetOf(withWeight([filter], [0, 0, 0, 0], 77)[0], names), "");
    }
  }
});

test("a preset makes all kernels as large as it needs, and keeps the others", () => {
  const edges = presetsFor(channelNames(1))["edges, left to right"];
  assert.deepEqual(withPreset([[[[5]]], [[[7]]]], 1, edges)[0], [
    [
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 0],
    ],
  ]);
  assert.deepEqual(withSize([edges], [1, 1]), [[[[0]]]]);
});

test("filters come with the first preset that is free, and go with their bias", () => {
  const names = channelNames(3);
  const presets = presetsFor(names);
  let state = { weight: withSize([presets["edges, left to right"]], [3, 3]), bias: [1], groups: 1, names };
  state = { ...state, ...withFilter(state) };
  assert.equal(presetOf(state.weight[1], names), "edges, top to bottom");
  assert.deepEqual([state.bias, state.filter], [[1, 0], 1]);
  const less = withoutFilter({ ...state, filter: 0 });
  assert.deepEqual([less.weight, less.bias, less.filter], [[state.weight[1]], [0], 0]);
  const small = withFilter({ weight: [RED_MINUS_GREEN], bias: [0], groups: 1, names });
  assert.equal(small.weight[1][0].length, 1);
  assert.equal(presetOf(small.weight[1], names), "grey, a mixture of 1×1");
});

test("with groups, filters come and go in every group", () => {
  const names = channelNames(4);
  const one = (n) => [[[n]], [[n]]];
  const more = withFilter({ weight: [one(1), one(2)], bias: [5, 6], groups: 2, names });
  assert.deepEqual([more.weight[0], more.weight[2], more.bias], [one(1), one(2), [5, 0, 6, 0]]);
  assert.equal(more.filter, 1);
  const less = withoutFilter({ ...more, groups: 2, filter: 2 });
  assert.deepEqual([less.weight[0], less.bias.length, less.filter], [more.weight[1], 2, 1]);
  assert.deepEqual(mayChange({ weight: { shape: [3] }, groups: 3 }), { add: false, remove: false });
  assert.deepEqual(mayChange({ weight: { shape: [2] }, groups: 1 }), { add: true, remove: true });
});

test("groups cut the kernels of the channels that are no longer seen, and zeros bring them back", () => {
  assert.deepEqual([1, 2, 3, 4].map(groupChoices), [[1], [1, 2], [1, 3], [1, 2, 4]]);
  const names = channelNames(3);
  const full = { weight: [RED_MINUS_GREEN, [[[4]], [[5]], [[6]]]], bias: [1, 2], groups: 1, names };
  const deep = withGroups(full, 3);
  assert.deepEqual(deep.weight.slice(0, 2), [[[[1]]], [[[5]]]]);
  assert.deepEqual([deep.weight.length, deep.bias, deep.groups], [3, [1, 2, 0], 3]);
  assert.deepEqual(withGroups({ ...deep, names }, 1).weight[1], [[[0]], [[5]], [[0]]]);
});

test("what does not fit is refused with its numbers", () => {
  const refused = (state, words, picture = COLOURS) =>
    assert.throws(
      () => readParams(modelOf(picture, state)),
      (problem) => {
        assert.ok(problem instanceof StateError);
        assert.match(problem.message, words);
        return true;
      },
    );
  refused({ weight: [[[[1]], [[1]]]] }, /Each filter has 2 kernels, and needs 3: 3 channels \/ 1 group/);
  refused({ groups: 2 }, /2 groups must divide .* 3 channels and 1 filter\./);
  refused({ bias: [0, 1] }, /bias has 2 numbers; 1 filter need/);
  refused(
    {
      weight: [
        [
          [[1], [1]],
          [[1], [1]],
          [[1], [1]],
        ],
      ],
    },
    /The kernels, 2×1, are larger than the picture, 1×3/,
  );
  refused({ weight: [[[[1]], [[null]], [[1]]]] }, /weight\[0, 1, 0, 0\] is not a number/);
  refused({ weight: [[[[1]], [[1, 2]], [[1]]]] }, /all filters need as many/);
  refused({ weight: [[1]] }, /weight must have filters/);
  refused({ weight: Array(5).fill(RED_MINUS_GREEN) }, /weight is \(5, 3, 1, 1\); .* at most 4 filters/);
  refused(
    {},
    /picture is \(3, 1, 65\)/,
    COLOURS.map(() => [Array(65).fill(0)]),
  );
  refused({ shift: [0.5, 0] }, /shift is 0\.5; it must be a whole number/);
});
