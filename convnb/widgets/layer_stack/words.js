// @ts-check
// A stack of layers in words and as Python.

import { counted, formatShape } from "../kit/format.js";
import { SETTINGS } from "./settings.js";

const NAMES = SETTINGS.constants.fields.map(({ name }) => name);

/** 154140672 -> "154,140,672".
 * @param {number} count */
function formatCount(count) {
  return count.toLocaleString("en-US");
}

/** The same where room is scarce: "3.17×10¹⁵" for what has more than seven digits.
 * @param {number} count */
export function shortCount(count) {
  if (count < 1e7) return formatCount(count);
  const [digits, power] = count.toExponential(2).split("e+");
  return `${digits}×10${[...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** One axis of what is seen: "rows 2 to 6".
 * @param {string} name @param {import("./math.js").Seen} seen */
function stretch(name, { from, ways }) {
  return ways.length === 1 ? `${name} ${from}` : `${name}s ${from} to ${from + ways.length - 1}`;
}

/** What the unit sees, in one sentence of parts, each in the colour of the map that it speaks of. */
export function fieldParts({ input, unit, layers }, { rows, cols, bounds }) {
  const name = [
    { text: "Unit " },
    { text: `[${unit.join(", ")}]`, role: layers.length ? "output" : "input" },
    { text: ` of ${layers.length ? "the last map" : "the input"} sees ` },
  ];
  const seen = [rows[0], cols[0]];
  const reads = seen.map(({ ways }) => ways.filter((count) => count > 0).length);
  if (!reads[0] || !reads[1]) return [...name, { text: "nothing of the input: no weight leads there." }];
  const box = seen.map(({ ways }) => ways.length);
  const cut = bounds.some(([first, last], axis) => first < 0 || last >= input[axis + 1]);
  const field = cut ? `${formatShape(bounds.map(([first, last]) => last - first + 1))}, cut by the border to ` : "";
  const holes = reads[0] < box[0] || reads[1] < box[1] ? ` It reads ${formatShape(reads)} of these cells.` : "";
  const places = `: ${stretch("row", seen[0])}, ${stretch("column", seen[1])}.${holes}`;
  return [...name, { text: field }, { text: formatShape(box), role: "input" }, { text: places }];
}

/** The state in one sentence. */
export function describe(params, result) {
  const { shapes, parameters, multiplyAdds } = result;
  const count = params.layers.length;
  const maps = `${counted(count, "layer")}: ${formatShape(shapes[0])} becomes ${formatShape(shapes[count])}`;
  const cost = `${formatCount(sum(parameters))} parameters, ${formatCount(sum(multiplyAdds))} multiply-adds`;
  const box = [result.rows[0], result.cols[0]].map(({ ways }) => ways.length);
  const seen = box.includes(0) ? "nothing" : formatShape(box);
  const field = `Unit [${params.unit.join(", ")}] sees ${seen} of the ${formatShape(shapes[0].slice(1))} input`;
  return `${maps}; ${cost}. ${field}.`;
}

/** Python that prints the shapes, the costs and the field. */
export function numpyCode({ input, layers, unit }) {
  const rows = layers.map((layer) => `    ("${layer.kind}", ${NAMES.map((name) => layer[name]).join(", ")}),`);
  return [
    "import numpy as np",
    "",
    `shapes = [(${input.join(", ")})]  # channels, rows, columns`,
    `unit = (${unit.join(", ")})  # row and column in the last map`,
    `layers = [  # kind, ${NAMES.join(", ")}`,
    ...rows,
    "]",
    ...PROGRAM,
  ].join("\n");
}

const PROGRAM = `

def size(n, kind, k, s, p, d, extra):
    if kind == "transposed":
        return (n - 1) * s - 2 * p + d * (k - 1) + extra + 1
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


parameters, multiply_adds = [], []
for kind, k, s, p, d, extra, channels in layers:
    before, height, width = shapes[-1]
    learns = kind in ("conv", "transposed")
    channels = channels if learns else before
    after = [size(n, kind, k, s, p, d, extra) for n in (height, width)]
    places = height * width if kind == "transposed" else after[0] * after[1]
    shapes.append((channels, *after))
    parameters.append(channels * (before * k * k + 1) if learns else 0)
    multiply_adds.append(channels * before * k * k * places if learns else 0)
    print(f"{kind:10} {shapes[-1]}, {parameters[-1]:,} parameters, {multiply_adds[-1]:,} multiply-adds")
print(f"total: {sum(parameters):,} parameters, {sum(multiply_adds):,} multiply-adds")

# Back from the unit to the rows and columns of the input that it reads.
field = [np.array([at]) for at in unit]
for (kind, k, s, p, d, extra, channels), (_, *sizes) in zip(layers[::-1], shapes[-2::-1]):
    taps = d * np.arange(k)
    for axis, n in enumerate(sizes):
        places = field[axis][:, None]
        if kind == "transposed":
            places = places + p - taps
            places = places[places % s == 0] // s
        else:
            places = places * s - p + taps
        field[axis] = np.unique(places[(places >= 0) & (places < n)])
print("rows", field[0], "columns", field[1])`.split("\n");
