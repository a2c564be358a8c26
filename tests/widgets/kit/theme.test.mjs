// Every colour can be seen on what it lies on, in both themes. Contrast as WCAG 2 defines it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { coloursOf, PALETTE } from "../../../convnb/widgets/kit/theme.js";

const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const linear = (channel) => (channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (rgb) => rgb.map(linear).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const contrast = (one, other) => {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
};
/** What is seen where `share` of a colour lies over another. */
const over = (ground, colour, share) => ground.map((channel, at) => channel + share * (colour[at] - channel));
/** The strongest tint under a number: that of the largest value in a cell that is marked, 1 - (1 - 0.45)(1 - 0.22). */
const STRONGEST = 0.57;

for (const theme of ["light", "dark"]) {
  const rgb = Object.fromEntries(
    Object.entries(coloursOf(theme === "dark")).map(([name, colour]) => [name, channels(colour)]),
  );
  for (const ground of ["paper", "raised"]) {
    test(`lines and letters on ${ground}, ${theme}`, () => {
      for (const role of Object.keys(PALETTE)) {
        const [line, letters] = [contrast(rgb[role], rgb[ground]), contrast(rgb[`${role}-text`], rgb[ground])];
        assert.ok(line >= 3, `${role}: ${line}`);
        assert.ok(letters >= 4.5, `${role}-text: ${letters}`);
      }
      for (const name of ["ink", "muted"]) assert.ok(contrast(rgb[name], rgb[ground]) >= 4.5, name);
    });
  }
  test(`numbers in ink on the strongest tint, ${theme}`, () => {
    for (const role of Object.keys(PALETTE)) {
      const seen = contrast(rgb.ink, over(rgb.paper, rgb[`${role}-tint`], STRONGEST));
      assert.ok(seen >= 4.5, `${role}-tint: ${seen}`);
    }
  });
}

test("tints on white are the palette's own, as in the figures", () => {
  for (const [role, colour] of Object.entries(PALETTE)) assert.equal(coloursOf(false)[`${role}-tint`], colour);
});
