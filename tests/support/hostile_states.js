// States that nobody should set, made from a good one.

/** Random numbers with a seed: mulberry32. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MARKUP = "<img src=x onerror=pwned=1><script>pwned=2</script>";
const TEXTS = [
  "",
  "\0",
  MARKUP,
  "__proto__",
  "constructor",
  "toString",
  "javascript:pwned=3",
  "x".repeat(1e5),
  "٣",
  "\ud800",
];
const NUMBERS = [0, -0, -1, 1, 2, 1.5, 1e-300, 255, 1e4, 1e9, 2 ** 53, 1e300, -1e300, NaN, Infinity, -Infinity];
const bytes = (list) => new DataView(Uint8Array.from(list).buffer);
const deep = (levels) => (levels ? [deep(levels - 1)] : 1);
const SORTS = () => [
  ...[undefined, null, true, false, ...NUMBERS, ...TEXTS],
  ...[
    [],
    [[]],
    [[[[]]]],
    [null],
    [undefined],
    [[null]],
    [NaN],
    [1, [2]],
    [[1], [2, 3]],
    [[1, 2], []],
    ["a"],
    [{}],
    [[], [1]],
  ],
  ...[{}, { length: 3 }, { __proto__: null }, JSON.parse('{"__proto__": {"kind": "conv"}}'), new Map(), new Date(0)],
  ...[
    bytes([]),
    bytes([1, 2, 3]),
    bytes(Array(64).fill(255)),
    new Float32Array(4),
    new ArrayBuffer(8),
    new Uint8Array(9),
  ],
  ...[Array(1e5).fill(1), Array(300).fill(Array(300).fill(1)), new Array(1e6), deep(500)],
  ...[
    { shape: [1e9, 1e9], levels: bytes([1]) },
    { shape: [0, 0], levels: bytes([]) },
    { shape: ["2", 2], levels: bytes([1, 2, 3, 4]) },
  ],
  ...[
    { shape: [-1, -1], levels: bytes([1]) },
    { shape: [1.5, 2], levels: bytes([1, 2, 3]) },
    { shape: [2, 2], levels: "abcd" },
  ],
  ...[
    { shape: [2, 2], levels: bytes([1, 2, 3, 4]) },
    { shape: [1, 2, 2], levels: bytes([1, 2, 3, 4]) },
    { shape: null },
  ],
  ...[
    { shape: [1, 1, 2, 2], levels: bytes([1, 2, 3, 4]) },
    { shape: [2, 2], levels: [1, 2, 3, 4] },
    { levels: bytes([1]) },
  ],
];

/** A copy with one thing changed somewhere inside: an entry, a length, a key, a byte. */
function damaged(good, random) {
  const any = (list) => list[Math.floor(random() * list.length)];
  const other = () => any(any([NUMBERS, TEXTS, SORTS()]));
  if (Array.isArray(good) && good.length) {
    const at = Math.floor(random() * good.length);
    const inside = () => good.map((one, index) => (index === at ? damaged(one, random) : one));
    const shorter = () => good.filter((_, index) => index !== at);
    return any([
      inside,
      inside,
      inside,
      shorter,
      () => [...good, good[at]],
      () => [good],
      () => good[at],
      () => good.map(other),
    ])();
  }
  if (good instanceof DataView) {
    const { buffer, byteOffset, byteLength } = good;
    const cut = (from, size) => new DataView(buffer, byteOffset + from, size);
    const filled = (level) => new DataView(new Uint8Array(byteLength).fill(level).buffer);
    const noise = () => new DataView(Uint8Array.from({ length: byteLength }, () => 256 * random()).buffer);
    const whole = () => cut(0, byteLength);
    return any([
      () => cut(0, byteLength - 1),
      () => cut(4, byteLength - 4),
      () => cut(0, 8),
      () => filled(255),
      () => filled(127),
      noise,
      whole,
    ])();
  }
  if (good && typeof good === "object" && Object.keys(good).length) {
    const key = any(Object.keys(good));
    const { [key]: gone, ...rest } = good;
    return any([
      () => rest,
      () => ({ ...good, [key]: damaged(gone, random) }),
      () => ({ ...good, [key]: damaged(gone, random) }),
      () => ({ ...good, [any(TEXTS)]: gone }),
    ])();
  }
  if (typeof good === "number" && random() < 0.7)
    return any([...NUMBERS, -good, good + 0.5, good * 1e6, good + 1, String(good)]);
  return other();
}

/** What to set, one object for each state: every sort in every trait, then damaged traits, singly and several at once. */
export function statesFrom(good, seed, count) {
  const random = randomFrom(seed);
  const names = Object.keys(good);
  const single = names.flatMap((name) => SORTS().map((value) => ({ [name]: value })));
  const several = Array.from({ length: count }, (_, index) => {
    const share = index % 2 ? 1 / names.length : 0.4;
    const chosen = names.filter(() => random() < share);
    const named = chosen.length ? chosen : [names[Math.floor(random() * names.length)]];
    return Object.fromEntries(named.map((name) => [name, damaged(good[name], random)]));
  });
  return [...single, ...several];
}
