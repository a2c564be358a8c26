// The defaults, limits and labels of MatrixExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "input": { "value": [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0], [13.0, 14.0, 15.0, 16.0]], "largest": 8 },
  "kernel": { "value": [[1, 2], [3, 4]], "largest": 4 },
  "stride": { "value": [1, 1], "min": 1, "max": 8, "slider": 4 },
  "padding": { "value": [0, 0], "min": 0, "max": 8, "slider": 3 },
  "dilation": { "value": [1, 1], "min": 1, "max": 8, "slider": 3 },
  "view": { "value": "columns", "choices": ["columns", "matrix", "both"], "label": "Product" },
  "transposed": { "value": false, "label": "Backward" },
  "grad_y": { "value": [[1, 2, -1], [3, 0, 1], [-2, 1, 4]], "largest": 36 },
  "position": { "value": 0, "min": 0, "label": "Position" }
};
