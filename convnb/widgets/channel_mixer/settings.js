// @ts-check
// The defaults, limits and labels of ChannelMixer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "picture": { "largest": 64 },
  "weight": { "label": "Weight" },
  "bias": { "label": "Bias" },
  "groups": { "value": 1, "min": 1, "label": "Groups" },
  "stride": { "value": 1, "choices": [1, 2], "label": "Stride" },
  "relu": { "value": false, "label": "ReLU" },
  "pool": { "value": false, "label": "Max pooling 2×2" },
  "shift": { "value": [0, 0], "labels": ["Move down", "Move right"] },
  "filter": { "value": 0, "min": 0, "label": "Filter" },
  "constants": { "most_channels": 4, "most_filters": 4, "largest_kernel": 5 }
};
