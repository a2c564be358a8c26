// The defaults, limits and labels of BackwardExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "ndim": { "value": 1, "choices": [1, 2] },
  "input": { "value": [[1.0, 2.0, 3.0, 4.0]], "largest": 16 },
  "kernel": { "value": [[1.0, 2.0, 3.0]], "largest": 7 },
  "grad_y": { "value": [], "largest": 36 },
  "stride": { "value": [1, 1], "min": 1, "max": 16, "slider": 4 },
  "padding": { "value": [0, 0], "min": 0, "max": 16, "slider": 4 },
  "dilation": { "value": [1, 1], "min": 1, "max": 16, "slider": 3 },
  "target": { "value": "input", "choices": ["input", "weight"], "label": "Gradient of" },
  "position": { "value": 0, "min": 0 },
  "symbols": { "value": false, "label": "Letters" },
  "counts": { "value": false, "label": "Count windows" }
};
