// @ts-check
// The defaults, limits and labels of NetworkExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "drawing": { "largest": 32 },
  "shift": { "value": [0, 0], "labels": ["Move down", "Move right"] },
  "unit": { "value": [0, 0, 10, 10] },
  "constants": {
    "input_shape": [1, 28, 28],
    "most_channels": 3,
    "largest_map": 64,
    "most_maps": 128,
    "most_units": 1024,
    "most_layers": 24,
    "most_weights": 4000000,
    "most_products": 20000000,
    "most_examples": 24,
    "kinds": {
      "conv2d": "convolution",
      "relu": "ReLU",
      "tanh": "tanh",
      "max_pool2d": "max pooling",
      "avg_pool2d": "average pooling",
      "flatten": "flatten",
      "linear": "linear"
    }
  }
};
