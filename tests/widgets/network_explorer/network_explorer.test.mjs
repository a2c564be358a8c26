// NetworkExplorer's arithmetic, words and brush on cases that can be checked by hand. Random networks are in
// tests/widgets/network_explorer/test_network_explorer_parity.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { StateError } from "../../../convnb/widgets/kit/params.js";
import { keyedUnit } from "../../../convnb/widgets/network_explorer/controls.js";
import { compute } from "../../../convnb/widgets/network_explorer/index.js";
import {
  explain,
  fieldOf,
  forward,
  limitOf,
  seenBelow,
  softmax,
  within,
} from "../../../convnb/widgets/network_explorer/math.js";
import { dot, moved, same, stroke, toCentre } from "../../../convnb/widgets/network_explorer/pad.js";
import { readNetwork, readParams } from "../../../convnb/widgets/network_explorer/params.js";
import { arrange, labelsOf, layOut, MOST_BARS, namedBelow, stageHeight, unitAt } from "../../../convnb/widgets/network_explorer/view.js";
import {
  describe,
  layerName,
  percent,
  scaleText,
  sizeText,
  sourceName,
  sumParts,
  verdict,
} from "../../../convnb/widgets/network_explorer/words.js";

const textOf = (parts) => parts.map(({ text }) => text).join("");
const NONE = [[0, 0], [0, 0]]; // prettier-ignore
const conv = (weight, more = {}) => ({ kind: "conv2d", stride: [1, 1], padding: NONE, dilation: [1, 1], weight, bias: [weight[0]], ...more }); // prettier-ignore
const POOL = { kind: "max_pool2d", kernel_size: [2, 2], stride: [2, 2], padding: NONE };
const linear = (units, inputs) => ({ kind: "linear", weight: [units, inputs], bias: [units] });
const bytes = (...numbers) => new DataView(Float32Array.from(numbers).buffer);
// One filter [[1, 2]] with bias 0.5 on 2×4, ReLU, pooling, two classes.
const LAYERS = [conv([1, 1, 1, 3]), { kind: "relu" }, { ...POOL, kernel_size: [1, 2], stride: [1, 2] }, { kind: "flatten" }, linear(2, 2)]; // prettier-ignore
const WEIGHTS = bytes(1, 2, -3, 0.5, 10, 20, 30, -40, 1, 2);
const network = () => readNetwork(LAYERS, WEIGHTS, [1, 2, 4]);
const X = Float32Array.from([1, 0, 1, 0, 0, 1, 0, 1]);

/** A model with the small network above. */
function modelOf(state = {}) {
  const picture = (shape, levels) => ({ shape, levels: Uint8Array.from(levels) });
  const all = {
    ...{ layers: LAYERS, weights: WEIGHTS, input_shape: [1, 2, 4], class_names: ["a", "b"], labels: [1] },
    ...{ drawing: picture([1, 2, 4], [255, 0, 255, 0, 0, 255, 0, 255]), shift: [0, 0], unit: [0, 0, 1, 0] },
    examples: picture([1, 1, 2, 4], [255, 0, 255, 0, 0, 255, 0, 255]),
    ...state,
  };
  return { get: (name) => all[name] };
}

test("every layer by hand", () => {
  const [y, relu, pool, flat, scores] = forward(network(), X);
  // 1·1 + 2·0 − 3·1 + 0.5, 1·0 + 2·1 − 3·0 + 0.5; 0 + 2 − 0 + 0.5, 1 + 0 − 3 + 0.5
  assert.deepEqual([...y], [-1.5, 2.5, 2.5, -1.5]);
  assert.deepEqual([...relu], [0, 2.5, 2.5, 0]);
  assert.deepEqual([...pool], [2.5, 2.5]);
  assert.equal(flat, pool);
  assert.deepEqual([...scores], [10 * 2.5 + 20 * 2.5 + 1, 30 * 2.5 - 40 * 2.5 + 2]);
});

test("what a stroke leaves as it was need not be computed anew: the answers are those of a fresh network", () => {
  const weights = new DataView(Float32Array.from({ length: 20 }, (_, n) => ((n * 7) % 11) - 5).buffer);
  const layers = [conv([2, 1, 3, 3], { padding: [[1, 1], [1, 1]], stride: [2, 1] }), { kind: "relu" }]; // prettier-ignore
  const fresh = () => readNetwork(layers, weights, [1, 8, 5]);
  const used = fresh();
  const blank = new Float32Array(40);
  const strokes = [blank, ...[0, 9, 22, 39].map((at) => blank.map((_, n) => (n >= at && n < at + 3 ? 1 : 0))), blank];
  for (const x of [...strokes, ...strokes.reverse()]) {
    const expected = forward(fresh(), x).map((y) => [...y]);
    assert.deepEqual(forward(used, x).map((y) => [...y]), expected); // prettier-ignore
  }
});

test("padding is no largest value, and a zero in a mean", () => {
  const around = [[1, 1], [1, 1]]; // prettier-ignore
  for (const [kind, expected] of [
    ["max_pool2d", [-1, -2, -3, -4]],
    ["avg_pool2d", [-0.25, -0.5, -0.75, -1]],
  ]) {
    // prettier-ignore
    const layer = { kind, kernel_size: [2, 2], stride: [2, 2], padding: around };
    const [y] = forward(readNetwork([layer], bytes(), [1, 2, 2]), Float32Array.from([-1, -2, -3, -4]));
    assert.deepEqual([...y], expected);
  }
});

test("softmax neither overflows nor forgets that probabilities add up", () => {
  assert.deepEqual([...softmax([1000, 1000])], [0.5, 0.5]);
  const p = softmax([0, Math.log(3)]);
  assert.ok(Math.abs(p[1] - 0.75) < 1e-15);
  assert.equal(limitOf(Float32Array.from([0, -3, 2]), 0), 3);
  assert.equal(limitOf(new Float32Array(2), 0), 1);
  assert.throws(() => limitOf(Float32Array.from([NaN, 1]), 2), /Layer 2 answers with numbers too large/);
});

test("what a unit sees, below and on the picture", () => {
  const net = network();
  const unit = within(net, { layer: 2, map: 0, row: 1, col: 0 });
  assert.deepEqual(seenBelow(net, unit), { layer: 1, box: { row: 1, col: 0, rows: 1, cols: 2 }, map: 0 });
  assert.deepEqual(fieldOf(net, unit), { row: 1, col: 0, rows: 1, cols: 4 });
  assert.deepEqual(fieldOf(net, { layer: 0, map: 0, row: 0, col: 1 }), { row: 0, col: 1, rows: 1, cols: 3 });
  assert.deepEqual(fieldOf(net, { layer: 4, map: 1, row: 0, col: 0 }), { row: 0, col: 0, rows: 2, cols: 4 });
  assert.equal(within(net, { layer: 3, map: 9, row: 9, col: 9 }).layer, 4);
  assert.deepEqual(within(net, { layer: 99, map: 9, row: 9, col: 9 }), { layer: 4, map: 1, row: 0, col: 0 });
});

test("a window that hangs over is cut, and its zeros are marked", () => {
  const around = [[1, 0], [2, 0]]; // prettier-ignore
  const net = readNetwork([conv([1, 1, 2, 3], { padding: around })], bytes(1, 2, 3, 4, 5, 6, 0), [1, 3, 3]);
  const x = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const answers = forward(net, x);
  const unit = { layer: 0, map: 0, row: 0, col: 0 };
  const how = explain(net, x, answers, unit, 0);
  assert.deepEqual([...how.window.values], [0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...how.window.filled], [0, 1, 2, 3, 4]);
  assert.equal(how.value, 6);
  assert.deepEqual(seenBelow(net, unit).box, { row: 0, col: 0, rows: 1, cols: 1 });
});

test("the sums that are written", () => {
  const net = network();
  const answers = forward(net, X);
  const text = (layer, map, row, col) => {
    const unit = { layer, map, row, col };
    return textOf(sumParts(net, unit, explain(net, X, answers, unit, 0)));
  };
  assert.equal(text(0, 0, 0, 0), "map 0 [0, 0] = 1×1 + 0×2 + 1×(−3) + bias 0.5 = −1.5");
  assert.equal(text(1, 0, 0, 0), "map 0 [0, 0] = max(0, −1.5) = 0");
  assert.equal(text(2, 0, 0, 0), "map 0 [0, 0] = largest of (0, 2.5) = 2.5");
  assert.equal(text(4, 1, 0, 0), "unit 1 = the 2 largest products −25, the other 0 together 0, + bias 2 = −23");
});

test("the largest products of a linear layer are named with their places", () => {
  const net = readNetwork([{ kind: "flatten" }, linear(1, 12)], bytes(...Array(12).keys(), 0), [3, 2, 2]);
  const x = Float32Array.from({ length: 12 }, (_, n) => (n === 3 ? -9 : 1));
  const unit = { layer: 1, map: 0, row: 0, col: 0 };
  const how = explain(net, x, forward(net, x), unit, 0);
  assert.deepEqual(how.terms.map(({ n }) => n), [3, 11, 10, 9, 8, 7, 6, 5]); // prettier-ignore
  assert.equal(how.rest, 0 + 1 + 2 + 4);
  assert.equal(sourceName(net.layers[1], 11), "map 2 [1, 1]");
  assert.equal(sourceName({}, 11), "unit 11");
  assert.deepEqual(namedBelow(net, unit, how)[0], { layer: -1, map: 0, box: { row: 1, col: 1, rows: 1, cols: 1 } });
});

test("many channels: the two that give most are named", () => {
  const net = readNetwork([conv([1, 3, 1, 1])], bytes(1, -5, 2, 0.5), [3, 1, 1]);
  const x = Float32Array.from([1, 1, 1]);
  const unit = { layer: 0, map: 0, row: 0, col: 0 };
  const text = textOf(sumParts(net, unit, explain(net, x, forward(net, x), unit, 0)));
  assert.equal(
    text,
    "map 0 [0, 0] = 3 channels of 1 products (channel 1: −5, channel 2: 2 and 1 more), together −2, + bias 0.5 = −1.5",
  );
});

test("what the network says", () => {
  const params = readParams(modelOf());
  const result = compute(params);
  assert.equal(verdict(params, result), "The network says a (100 %), then b (< 1 %). That is wrong: it is b.");
  assert.equal(describe(params, result), `${verdict(params, result)} Layer 0: convolution 1×3, map 0 [1, 0]: 2.5.`);
  const right = readParams(modelOf({ labels: [0], shift: [-1, 2] }));
  const words = describe(right, compute(right));
  assert.match(words, /That is right\. The drawing is moved 1 up and 2 right\./);
  const own = readParams(modelOf({ drawing: { shape: [1, 2, 4], levels: new Uint8Array(8) } }));
  assert.equal(compute(own).example, -1);
  assert.doesNotMatch(describe(own, compute(own)), /That is/);
  const maps = readParams(modelOf({ layers: LAYERS.slice(0, 2), weights: bytes(1, 2, -3, 0.5) }));
  assert.match(describe(maps, compute(maps)), /^The network ends in maps/);
  assert.deepEqual([0, 0.004, 0.5, 0.994, 0.999, 1].map(percent), ["0 %", "< 1 %", "50 %", "99 %", "> 99 %", "100 %"]); // prettier-ignore
});

test("on a phone the default network's three layers are all in sight", () => {
  const net = network();
  const { right, strips } = arrange({ width: 366, height: stageHeight(390) - 24 }, 10);
  assert.deepEqual(layOut(net, [0, 1, 2], [right, strips], 0).strips.map(({ index }) => index), [0, 1, 2]); // prettier-ignore
});

test("names of layers, their sizes and their scales", () => {
  const net = network();
  assert.equal(layerName(net, 2), "2: max pooling 1×2");
  assert.deepEqual([sizeText(net, 0), sizeText(net, 4)], ["1 map 2×2", "2 units"]);
  assert.equal(scaleText(net.layers[0], 2.54), "scale ±2.5");
  assert.equal(scaleText(net.layers[2], 2.54), "black 0, white 2.5");
});

test("strips: every unit is found where it was laid", () => {
  const layers = [conv([30, 1, 5, 5]), { kind: "flatten" }, linear(100, 30 * 24 * 24)];
  const count = 30 * 26 + 100 * 30 * 576 + 100;
  const net = readNetwork(layers, new DataView(new ArrayBuffer(4 * count)), [1, 28, 28]);
  for (const [width, height] of [[300, 200], [420, 200], [668, 280], [1100, 280]]) { // prettier-ignore
    const { strips } = layOut(net, [0, 2], [width, height], 0);
    const seen = new Set();
    for (let y = 0.5; y < height + 40; y++) {
      for (let x = 0.5; x < width + 40; x++) {
        const unit = unitAt(strips, x, y);
        if (unit) assert.ok(x < width - 1 && y < height, `${x} of ${width}, ${y} of ${height}`);
        if (unit) seen.add(`${unit.layer} ${unit.map}`);
      }
    }
    assert.equal(seen.size, 130);
    assert.ok(strips[0].wide >= 24);
    assert.equal(unitAt(strips, strips[0].wide, 19)?.col, 23);
    assert.deepEqual(unitAt(strips, strips[0].wide + 3.5, 18.5), { layer: 0, map: 1, row: 0, col: 0 });
    assert.equal(unitAt(strips, strips[0].wide + 2.5, 18.5), null);
  }
});

test("more layers than fit: the chosen one is there, and its neighbours", () => {
  const net = readNetwork(Array(24).fill({ kind: "relu" }), bytes(), [3, 32, 32]);
  const shown = (near) => layOut(net, [...net.layers.keys()], [366, 120], near).strips.map(({ index }) => index);
  assert.deepEqual([0, 12, 23].map(shown), [[0, 1, 2], [11, 12, 13], [21, 22, 23]]); // prettier-ignore
});

test("all parts fit into the stage, whatever the number of classes", () => {
  for (const width of [366, 688, 910, 1162]) {
    for (const bars of [0, 2, 10, MOST_BARS]) {
      const room = { width, height: stageHeight(width + 24) - 24 };
      const { narrow, pad, side, row, right, strips, panel } = arrange(room, bars);
      const [left, layers] = [24 + pad + (narrow ? 0 : 8 + 38 + row * bars), strips + 8 + panel];
      assert.ok((narrow ? left + 8 + layers : Math.max(left, layers)) <= room.height, `${width}, ${bars} classes`);
      assert.ok((narrow ? Math.max(pad + 12 + side, right) : side + 18 + right) <= width);
      assert.ok(pad >= 150 && strips >= 70, `${width}, ${bars} classes: ${pad}, ${strips}`);
    }
  }
});

test("keys lead from unit to unit and stay inside", () => {
  const net = network();
  const from = { layer: 0, map: 0, row: 0, col: 0 };
  const key = (key, unit = from, shiftKey = false) => keyedUnit(net, unit, { key, shiftKey }, 2);
  assert.deepEqual(key("ArrowRight"), { ...from, col: 1 });
  assert.deepEqual(key("ArrowDown", from, true), { ...from, row: 1 });
  assert.deepEqual(key("ArrowUp"), from);
  assert.deepEqual(key("PageDown", { layer: 4, map: 0, row: 0, col: 0 }), { layer: 4, map: 1, row: 0, col: 0 });
  assert.deepEqual(key("ArrowDown", { layer: 4, map: 0, row: 0, col: 0 }).map, 1);
  assert.equal(key("x"), null);
});

test("what is no network is refused with a sentence", () => {
  const refused = (state, words) =>
    assert.throws(
      () => readParams(modelOf(state)),
      (problem) => {
        assert.ok(problem instanceof StateError, problem.stack);
        assert.match(problem.message, words);
        return true;
      },
    );
  refused({ layers: null }, /layers must be a list/);
  refused({ layers: [] }, /layers must be a list/);
  refused({ layers: Array(25).fill({ kind: "relu" }) }, /1 to 24 layers/);
  refused({ layers: [null] }, /Layer 0 must have a kind/);
  refused({ layers: [{ kind: "conv1d" }] }, /Layer 0, conv1d: this widget cannot run a layer of this kind/);
  refused({ layers: [conv([1, 2, 1, 3])] }, /takes 2 channels; the layer before gives 1/);
  refused({ layers: [conv([1, 1, 3, 3])] }, /its window is larger than its input/);
  refused({ layers: [conv([1, 1, 1, 1e9])] }, /sizes must be whole numbers/);
  refused({ layers: [conv([1, 1, 1, 1], { stride: [0, 1] })] }, /stride must be whole numbers of at least 1/);
  refused({ layers: [conv([1, 1, 1, 1], { padding: [1, 1] })] }, /padding must be whole numbers/);
  refused({ layers: [conv([129, 1, 1, 1])] }, /at most 128 maps/);
  refused({ layers: [linear(2, 8)] }, /takes 8 numbers; the layer before gives 1×2×4/);
  refused({ layers: [{ kind: "flatten" }, linear(2, 9)] }, /takes 9 numbers; the layer before gives 8/);
  refused({ layers: [{ kind: "flatten" }, POOL] }, /takes maps; the layer before gives 8 numbers/);
  refused({ weights: new DataView(new ArrayBuffer(41)) }, /float32 numbers; got 41 bytes/);
  refused({ weights: bytes(1, 2, 3) }, /need 40 bytes of weights; got 12/);
  refused({ weights: bytes(1, 2, -3, NaN, 10, 20, 30, -40, 1, 2) }, /Weight 3 .* diverged/);
  refused({ weights: bytes(1, 2, -3, 0.5, 10, 20, 30, -Infinity, 1, 2) }, /Weight 7/);
  refused({ weights: "<b>" }, /weights must be bytes/);
  refused({ input_shape: [1, 33, 4] }, /input_shape must be at most 3 channels, 32 rows/);
  refused({ input_shape: [4, 2, 4] }, /input_shape/);
  refused({ drawing: { shape: [1, 2, 3], levels: new Uint8Array(6) } }, /drawing is 1×2×3; the network takes 1×2×4/);
  refused({ drawing: { shape: [1, 2, 4], levels: new Uint8Array(6) } }, /needs 8 bytes; got 6/);
  refused({ drawing: null }, /drawing must be a picture/);
  refused({ examples: { shape: [2, 1, 2, 4], levels: new Uint8Array(15) } }, /examples\[0\]/);
  refused({ examples: { shape: [25, 1, 2, 4], levels: new Uint8Array(200) } }, /at most 24 pictures/);
  refused({ labels: [1, 2] }, /labels must be 1 whole numbers/);
  refused({ class_names: [1] }, /class_names must be a list of texts/);
  refused({ shift: [0.5, 0] }, /shift/);
  refused({ unit: [0, 0, 0] }, /unit must be four whole numbers/);
});

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

test("numbers in small cells lose digits, never their size", () => {
  const [texts, without, short] = labelsOf([0, -0.687, 0.04, 1, 10.5, -123.4, 0.5]);
  assert.deepEqual(texts, ["0", "−0.69", "0.04", "1.00", "10.5", "−123", "0.50"]);
  assert.deepEqual(without, ["0", "−.69", ".04", "1.00", "10.5", "−123", ".50"]);
  assert.deepEqual(short, ["0", "−.7", "0", "1", "11", "−123", ".5"]);
});
