// The defaults, limits and labels of SlidingKernel1D. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "signal": { "value": [0.0, 1.0, 2.0, 3.0], "largest": 64, "label": "Signal length N" },
  "kernel": { "value": [1.0, 2.0], "largest": 16, "label": "Kernel length K" },
  "flip": { "value": false, "label": "Flip the kernel (convolution)" },
  "mode": { "value": "full", "choices": ["full", "same", "valid"], "label": "Mode" },
  "position": { "value": 0, "min": 0, "label": "Position" }
};
