// The defaults, limits and labels of Derivation. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "n": { "value": [4], "min": 1, "max": 12, "label": "inputs", "labels": ["rows", "columns"] },
  "k": { "value": [3], "min": 1, "max": 6, "label": "weights", "labels": ["kernel rows", "kernel columns"] },
  "stride": { "value": 1, "min": 1, "max": 4 },
  "padding": { "value": 0, "min": 0, "max": 4 },
  "dilation": { "value": 1, "min": 1, "max": 3 },
  "target": { "value": "input", "choices": ["input", "weight", "bias"], "label": "Gradient of" },
  "lines": { "value": "" },
  "hints": { "value": 0, "min": 0, "max": 2 },
  "position": { "value": 0, "min": 0 },
  "constants": {
    "most_rows": 4, "most_kernel_rows": 3, "longest_text": 20000, "longest_line": 400, "most_lines": 60,
    "deepest": 20, "most_digits": 6, "most_products": 500, "most_factors": 20
  }
};
