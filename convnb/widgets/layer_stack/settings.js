// @ts-check
// The limits and labels of LayerStack. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "input_shape": { "value": [1, 9, 9] },
  "layers": {
    "value": [
      { "kind": "conv", "kernel": 3, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0, "channels": 1 },
      { "kind": "conv", "kernel": 3, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0, "channels": 1 }
    ]
  },
  "unit": { "value": [2, 2], "min": 0 },
  "constants": {
    "sides": ["channels", "rows", "columns"],
    "largest": 512,
    "most_layers": 12,
    "largest_map": 2048,
    "most_examples": 50,
    "kinds": {
      "conv": "convolution",
      "max_pool": "max pooling",
      "avg_pool": "average pooling",
      "transposed": "transposed"
    },
    "fields": [
      { "name": "kernel", "min": 1, "max": 31 },
      { "name": "stride", "min": 1, "max": 31 },
      { "name": "padding", "min": 0, "max": 32 },
      { "name": "dilation", "min": 1, "max": 64 },
      { "name": "output_padding", "min": 0, "max": 63 },
      { "name": "channels", "min": 1, "max": 1024 }
    ]
  }
};
