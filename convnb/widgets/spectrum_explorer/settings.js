// The defaults, limits, steps and labels of SpectrumExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "signal": { "value": [0, 1, 2, 3], "largest": 256 },
  "kernel": { "value": [1, 2], "largest": 64 },
  "signal_kind": {
    "value": "sine",
    "choices": ["sine", "two sines", "pulse train", "chirp", "step", "noise", "heartbeat", "own"],
    "label": "Signal"
  },
  "frequency": { "value": 0.1, "min": 0, "max": 0.5, "step": 0.0025, "label": "Frequency" },
  "samples": { "value": 64, "min": 8, "max": 256, "label": "Signal length N" },
  "kernel_kind": {
    "value": "moving average",
    "choices": ["moving average", "Gaussian", "low-pass", "difference", "second difference", "echo", "own"],
    "label": "Kernel"
  },
  "width": { "value": 8, "min": 1, "max": 64, "label": "Kernel width K" },
  "length": { "value": 0, "min": 0, "max": 512, "label": "Transform length" },
  "bin": { "value": 6, "min": 0, "max": 256, "label": "Frequency bin" },
  "show": {
    "value": "magnitude",
    "choices": ["magnitude", "magnitude in dB", "phase", "turning arrows"],
    "label": "Spectra show"
  },
  "constants": {
    "second_sine": 0.4,
    "echo": 0.5,
    "cutoff": 0.125,
    "beat": 32,
    "waves": [[8, 0.15, 1.5], [12, -0.12, 0.6], [13.5, 1, 0.7], [15, -0.25, 0.6], [22, 0.3, 2.2]]
  }
};
