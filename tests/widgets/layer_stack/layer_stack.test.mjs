// The pure parts of LayerStack.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, readParams } from "../../../convnb/widgets/layer_stack/index.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";
import { boundsOf, placeRead, seenBy, shapesOf } from "../../../convnb/widgets/layer_stack/math.js";
import { arrange, planOf, stageHeight, viewOf } from "../../../convnb/widgets/layer_stack/view.js";
import { withKind } from "../../../convnb/widgets/layer_stack/table.js";
import { describe, fieldParts, shortCount } from "../../../convnb/widgets/layer_stack/words.js";

const layer = (kind, kernel, more = {}) => ({
  ...{ kind, kernel, stride: 1, padding: 0, dilation: 1, output_padding: 0, channels: 1 },
  ...more,
});
const model = (state) => ({ get: (name) => ({ input_shape: [1, 9, 7], layers: [], unit: [0, 0], ...state })[name] });
const refuses = (state, words) =>
  assert.throws(
    () => readParams(model(state)),
    (error) => error instanceof StateError && words.test(error.message),
    String(words),
  );

test("two stacked kernels of 3 see 5, with more ways to the middle", () => {
  const [seen] = seenBy(2, [layer("conv", 3), layer("conv", 3)], [9, 7, 5]);
  assert.deepEqual([seen.from, [...seen.ways]], [2, [1, 2, 3, 2, 1]]);
  assert.deepEqual(boundsOf(0, [layer("conv", 3, { padding: 1 })])[0], [-1, 1]);
});

test("a strided transposed layer reaches some units over one weight and some over two", () => {
  const stretch = layer("transposed", 3, { stride: 2 });
  assert.deepEqual(
    [0, 1, 2, 3].map((at) => [...seenBy(at, [stretch], [6, 13])[0].ways].length),
    [1, 1, 2, 1],
  );
  assert.equal(Number.isInteger(placeRead(1, 0, stretch)), false);
});

test("a unit that no weight reaches sees nothing, and the sentence says so", () => {
  const params = readParams(model({ layers: [layer("transposed", 1, { stride: 2 })], unit: [1, 0] }));
  const result = compute(params);
  assert.equal(result.rows[0].ways.length, 0);
  assert.match(describe(params, result), /Unit \[1, 0\] sees nothing of the 9×7 input/);
});

test("a field that is cut, or has holes in one direction only, is said to be so", () => {
  const says = (layers, input_shape = [1, 9, 7]) => {
    const params = readParams(model({ layers, input_shape }));
    return fieldParts(params, compute(params)).map(({ text }) => text).join("");
  };
  const [holes, cut] = [layer("conv", 3, { dilation: 2 }), layer("conv", 3, { padding: 1 })];
  assert.equal(says([holes]), "Unit [0, 0] of the last map sees 5×5: rows 0 to 4, columns 0 to 4. It reads 3×3 of these cells.");
  const wide = layer("conv", 3, { dilation: 3, padding: 3 });
  assert.equal(
    says([wide], [1, 3, 9]),
    "Unit [0, 0] of the last map sees 7×7, cut by the border to 1×4: row 0, columns 0 to 3. It reads 1×2 of these cells.",
  );
  assert.equal(says([cut]), "Unit [0, 0] of the last map sees 3×3, cut by the border to 2×2: rows 0 to 1, columns 0 to 1.");
});

test("the first impossible layer is named, with its numbers", () => {
  const says = (layers, words) =>
    assert.throws(
      () => shapesOf([1, 9, 7], layers),
      (error) => error instanceof StateError && words.test(error.message),
      String(words),
    );
  says(
    [layer("conv", 3), layer("max_pool", 6, { stride: 6 })],
    /^Layer 1 \(max pooling\): its kernel spans 6×6, larger than the padded input 7×5\.$/,
  );
  says([layer("conv", 3, { channels: 0 })], /^Layer 0 \(convolution\): channels is 0; it must be from 1 to 1024\.$/);
  says([layer("avg_pool", 2, { dilation: 2 })], /it has no dilation/);
  says([layer("max_pool", 2, { padding: 2 })], /padding 2 is more than half of the kernel 2/);
  says(
    [layer("transposed", 2, { output_padding: 1 })],
    /output_padding 1 must be less than max\(stride, dilation\) = 1/,
  );
  says([layer("transposed", 1, { padding: 4 })], /padding 4 crops everything away/);
  says(Array(4).fill(layer("transposed", 31, { stride: 31 })), /Layer 1 .* at most 2048×2048 are shown/);
  assert.deepEqual(shapesOf([1, 9, 7], [layer("conv", 3)]), [
    [1, 9, 7],
    [1, 7, 5],
  ]);
});

test("what is no state gets a sentence", () => {
  for (const input_shape of [null, [1, 2], [1, 9, "9"], [0, 9, 9], [1, 513, 9]])
    refuses({ input_shape }, /input_shape/);
  refuses({ layers: "conv" }, /layers must be a list/);
  refuses({ layers: Array(13).fill(layer("conv", 1)) }, /13 layers; this widget shows at most 12/);
  for (const bad of [null, "conv", {}, { kind: "<b>" }]) refuses({ layers: [bad] }, /Layer 0 must have a kind/);
  refuses({ layers: [layer("conv", 1.5)] }, /Layer 0: kernel must be a whole number/);
  refuses({ unit: [-1, 0] }, /unit is −?-?1/);
});

test("counts are short where room is scarce", () => {
  assert.deepEqual([0, 9999999, 10000000, 3.17e15].map(shortCount), ["0", "9,999,999", "1.00×10⁷", "3.17×10¹⁵"]);
});

test("the table and the pictures fit into the stage, whatever the number of layers", () => {
  for (const width of [366, 688, 910, 1162]) {
    for (const count of [0, 2, 12]) {
      const room = { width, height: stageHeight(width + 24) - 24 };
      const { wide, plan, section, table } = arrange(room, Array(count).fill(layer("transposed", 2)));
      const pictures = [plan, section[1]].map((height) => height + 24);
      const high = wide ? Math.max(pictures[0], pictures[1] + 12 + table) : Math.max(...pictures) + 12 + table;
      assert.ok(plan + 12 + section[0] <= width && high <= room.height, `${width}, ${count} layers`);
      assert.ok(plan >= 120 && section[1] >= 100 && table >= 64 + Math.min(count + 1, 2) * 31, `${width}, ${count} layers`);
    }
  }
});

test("a unit past the end is the last one", () => {
  assert.deepEqual(readParams(model({ layers: [layer("conv", 3)], unit: [99, 1] })).unit, [6, 1]);
});

test("changing the kind leaves no number that says nothing there", () => {
  const pooled = withKind(layer("conv", 5, { dilation: 3, padding: 4, channels: 64 }), "avg_pool");
  assert.deepEqual(shapesOf([3, 40, 40], [pooled])[1], [3, 20, 20]);
  assert.deepEqual([pooled.kernel, pooled.stride, pooled.dilation, pooled.channels], [2, 2, 1, 1]);
  const back = withKind(layer("transposed", 4, { stride: 2, output_padding: 1 }), "conv");
  assert.deepEqual([back.kernel, back.stride, back.output_padding], [4, 2, 0]);
});

test("the plan keeps the input's shape, the section keeps the field in view", () => {
  const { scale, left, top } = planOf([1, 10, 20], 300);
  assert.ok(Math.abs(20 * scale + 2 * left - 300) < 1e-9 && Math.abs(10 * scale + 2 * top - 300) < 1e-9);
  const { from, width } = viewOf(
    { input: [1, 400, 400] },
    {
      bounds: [
        [0, 0],
        [350, 380],
      ],
    },
  );
  assert.ok(from <= 350 && from + width >= 380 && width < 60);
});
