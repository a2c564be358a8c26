// @ts-check
// The defaults, limits and labels of ImageFilter. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "image": { "largest": 512 },
  "kernel": { "value": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], "largest": 9 },
  "flip": { "value": false, "label": "Flip the kernel (convolution)" },
  "mode": { "value": "valid", "choices": ["valid", "same"], "label": "Border" },
  "scale": { "value": "signed", "choices": ["signed", "clipped", "absolute"], "label": "Show the result" }
};
