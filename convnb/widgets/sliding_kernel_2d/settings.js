// The defaults, limits and labels of SlidingKernel2D. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "input": { "value": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "largest": 16 },
  "kernel": { "value": [[0, 1], [2, 3]], "largest": 7 },
  "stride": { "value": [1, 1], "min": 1, "max": 16, "slider": 4 },
  "padding": { "value": [0, 0], "min": 0, "max": 16, "slider": 4 },
  "dilation": { "value": [1, 1], "min": 1, "max": 16, "slider": 3 },
  "output_padding": { "value": [0, 0], "min": 0, "max": 16, "slider": 3, "label": "output padding" },
  "flip": { "value": false, "label": "Flip the kernel (convolution)" },
  "transposed": { "value": false, "label": "Transposed" },
  "position": { "value": 0, "min": 0, "label": "Position" }
};
