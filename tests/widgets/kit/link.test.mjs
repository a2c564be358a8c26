// A state in an address and back, and addresses that nobody should have written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { changesOf, packed, traitsOf, unpacked } from "../../../convnb/widgets/kit/link.js";
import { StateError } from "../../../convnb/widgets/kit/params.js";
import { randomFrom, statesFrom } from "../../support/hostile_states.js";


/** A widget, and a model on its page. */
async function onPage(folder) {
  const home = `../../../convnb/widgets/${folder}`;
  const [{ default: widget }, { SETTINGS }] = await Promise.all([import(`${home}/index.js`), import(`${home}/settings.js`)]);
  const own = Object.fromEntries(traitsOf(SETTINGS).map((name) => [name, SETTINGS[name].value]));
  return { widget, own, traits: traitsOf(SETTINGS), model: modelOf(own) };
}

function modelOf(own) {
  const state = { ...own };
  return { state, get: (name) => state[name], own: (name) => own[name], set: (name, value) => (state[name] = value) };
}

const bytes = (list) => new DataView(Uint8Array.from(list).buffer);
const squeezed = (text) => `s=${deflateRawSync(text).toString("base64url")}`;
const plain = (text) => `j=${Buffer.from(text).toString("base64url")}`;

test("what is packed comes back", async () => {
  const states = [
    {},
    { a: [1.5, -0.1, 1e300], b: true, c: "∗ “quoted” \ud800 \0 <b>", d: [[1], []], e: null },
    { drawing: { shape: [1, 2, 2], levels: bytes([0, 255, 7, 254]) }, stride: [2, 2] },
  ];
  for (const state of states) {
    const query = await packed(state);
    assert.match(query, /^s=[\w-]*$/);
    assert.deepEqual(await unpacked(query), state);
  }
});

test("a drawing and a layer's kernels fit into an address that mail programs keep", async () => {
  const ink = bytes(Array.from({ length: 784 }, (_, at) => (at % 28 > 11 && at % 28 < 15 ? 255 - (at % 7) : 0)));
  assert.ok((await packed({ drawing: { shape: [1, 28, 28], levels: ink } })).length < 400);
  assert.ok((await packed({ kernel: Array(7).fill(Array(7).fill(1 / 3)) })).length < 200);
});

test("a browser that cannot compress writes plain JSON, and reads both or says that it cannot", async (context) => {
  const query = await packed({ stride: [2, 2] });
  const { CompressionStream, DecompressionStream } = globalThis;
  context.after(() => Object.assign(globalThis, { CompressionStream, DecompressionStream }));
  delete globalThis.CompressionStream;
  const longer = await packed({ stride: [2, 2] });
  assert.match(longer, /^j=/);
  assert.deepEqual(await unpacked(longer), { stride: [2, 2] });
  globalThis.DecompressionStream = class {
    constructor() {
      throw new TypeError("Unsupported format");
    }
  };
  await assert.rejects(unpacked(query), /cannot unpack/);
});

test("a state that is too large is refused, and so is a link that is", async () => {
  const random = randomFrom(1);
  const noise = { signal: Array.from({ length: 3000 }, random) };
  await assert.rejects(packed(noise), StateError);
  await assert.rejects(unpacked(`s=${"A".repeat(1e6)}`), /too long/);
});

test("a link of a few letters that unpacks to gigabytes is given up", async () => {
  const bomb = squeezed(`{"lines":"${"x".repeat(2e7)}"}`);
  assert.ok(bomb.length < 30_000);
  await assert.rejects(unpacked(bomb), /more than any/);
});

const HOSTILE = {
  "no letters of an address": "s=%%%",
  "letters of another alphabet": "s=٣٣٣٣",
  "nothing at all": "s=",
  "half a link": squeezed('{"stride":[2,2],"padding":[1,1],"dilation":[2,2]}').slice(0, -9),
  "no JSON": squeezed("{stride: 2}"),
  "bytes that are no text": `j=${Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString("base64url")}`,
  "a list": squeezed("[1, 2]"),
  null: squeezed("null"),
  "a number": plain("7"),
  "deeper than a stack": plain("[".repeat(2e4)),
  "an unknown trait": squeezed('{"colour":1}'),
  "a trait that is nobody's business": squeezed('{"_first":{"stride":[9,9]}}'),
  "a goal": squeezed('{"goal":{"text":"<b>hand over your password</b>","position":1}}'),
  __proto__: plain('{"__proto__":{"stride":[2,2]}}'),
  constructor: plain('{"constructor":{"prototype":{}}}'),
  "a prototype within": plain('{"stride":{"__proto__":[2,2]}}'),
  "a text for a number": squeezed('{"position":"1"}'),
  "markup for a number": squeezed('{"position":"<img src=x onerror=alert(1)>"}'),
  "a number for a switch": squeezed('{"flip":1}'),
  "an object for a switch": squeezed('{"flip":{"bytes":"AA"}}'),
  "null for a number": squeezed('{"position":null}'),
  "a number beyond its limit": squeezed('{"stride":[17,1]}'),
  "no whole number": squeezed('{"position":0.5}'),
  "a negative place": squeezed('{"position":-1}'),
  "a pair of three": squeezed('{"stride":[1,1,1]}'),
  "a grid that is too large": squeezed(JSON.stringify({ input: Array(17).fill([1]) })),
  "rows of different length": squeezed('{"input":[[1,2],[3]]}'),
  "an empty grid": squeezed('{"input":[]}'),
  "a number that overflows": squeezed('{"input":[[1e400]]}'),
  "a number that is too large": squeezed('{"input":[[1e200]]}'),
  "bytes for a grid": squeezed('{"input":{"bytes":"AAAA"}}'),
  "a kernel larger than its input": squeezed('{"kernel":[[1,2,3,4]]}'),
};

test("a hostile or old link leaves the widget as it is, with a sentence", async () => {
  const { widget, model, own } = await onPage("sliding_kernel_2d");
  for (const [what, query] of Object.entries(HOSTILE)) {
    const short = (problem) => problem instanceof StateError && /^.{10,300}[.]$/.test(problem.message);
    await assert.rejects(widget.open(model, query), short, what);
    assert.deepEqual(model.state, own, what);
  }
});

test("a state is opened over the page's own, and Reset leads back there", async () => {
  const { widget, model, own, traits } = await onPage("sliding_kernel_2d");
  await widget.open(model, await packed({ stride: [2, 1], flip: true }));
  assert.deepEqual(model.state, { ...own, stride: [2, 1], flip: true, _first: { stride: [1, 1], flip: false } });
  assert.deepEqual(changesOf(model, traits), { stride: [2, 1], flip: true });
  await widget.open(model, await packed({ position: 1 }));
  assert.deepEqual(model.state, { ...own, position: 1, _first: { position: 0 } });
  await widget.open(model, "");
  assert.deepEqual(model.state, { ...own, _first: {} });
});

test("a guess is nobody else's", async () => {
  const { widget, model } = await onPage("predict");
  await assert.rejects(widget.open(model, squeezed('{"entries":[["14"]]}')), StateError);
});

test("damaged states are refused or shown, and never throw anything else", async () => {
  const counts = { opened: 0, refused: 0 };
  for (const folder of ["derivation", "layer_stack", "sliding_kernel_2d"]) {
    const { widget, model, own } = await onPage(folder);
    for (const state of statesFrom(own, 23, 60)) {
      if (Object.values(state).some((value) => value?.length > 10_000)) continue; // too large for an address, and slow
      let query = "";
      try {
        query = await packed(state);
      } catch (problem) {
        if (!(problem instanceof StateError)) throw problem;
        continue;
      }
      const before = { ...model.state };
      try {
        await widget.open(model, query);
        counts.opened++;
        const again = modelOf(own);
        await widget.open(again, await packed(changesOf(model, Object.keys(own))));
        for (const name of Object.keys(own)) assert.deepEqual(again.state[name], model.state[name]);
      } catch (problem) {
        if (!(problem instanceof StateError)) throw problem;
        counts.refused++;
        assert.deepEqual(model.state, before);
      }
    }
  }
  assert.ok(counts.opened > 20 && counts.refused > 500, JSON.stringify(counts));
});

test("a link with a letter changed opens nothing that cannot be shown", async () => {
  const { widget, model } = await onPage("sliding_kernel_2d");
  const good = await packed({ input: [[1, 2.5, -3], [4, 5, 6]], stride: [1, 2], flip: true });
  const random = randomFrom(5);
  for (let turn = 0; turn < 300; turn++) {
    const at = 2 + Math.floor(random() * (good.length - 2));
    const letter = "ABCxyz019-_"[Math.floor(random() * 11)];
    await widget.open(model, good.slice(0, at) + letter + good.slice(at + 1)).catch((problem) => {
      if (!(problem instanceof StateError)) throw problem;
    });
  }
});
