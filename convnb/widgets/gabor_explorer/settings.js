// The defaults, limits, steps and labels of GaborExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "image": { "largest": 256 },
  "shape": { "value": [21, 21], "min": 1, "max": 31, "labels": ["rows", "columns"] },
  "alpha": { "value": 1.0, "min": -2, "max": 2, "step": 0.05, "label": "height α" },
  "beta_x": { "value": 0.05, "min": 0, "max": 0.5, "step": 0.002, "label": "fall-off βx" },
  "beta_y": { "value": 0.05, "min": 0, "max": 0.5, "step": 0.002, "label": "fall-off βy" },
  "frequency": { "value": 0.8, "min": 0, "max": 3.141592653589793, "step": 0.01, "label": "frequency f" },
  "phase": { "value": 0.0, "min": -3.141592653589793, "max": 3.141592653589793, "degrees": 5, "label": "phase φ" },
  "x0": { "value": 0.0, "min": -15, "max": 15, "step": 0.1, "label": "centre x₀" },
  "y0": { "value": 0.0, "min": -15, "max": 15, "step": 0.1, "label": "centre y₀" },
  "theta": { "value": 0.5235987755982988, "min": -3.141592653589793, "max": 3.141592653589793, "degrees": 1, "label": "orientation τ" },
  "without_dc": { "value": false, "label": "Weights add up to 0" },
  "cell": { "value": "linear", "choices": ["linear", "simple", "complex"], "label": "Show on the photograph" },
  "grating_theta": { "value": 0.5235987755982988, "min": -3.141592653589793, "max": 3.141592653589793, "degrees": 1, "label": "grating τ" },
  "grating_frequency": { "value": 0.8, "min": 0, "max": 3.141592653589793, "step": 0.01, "label": "grating f" },
  "tuned_by": { "value": "orientation", "choices": ["orientation", "frequency"], "label": "Tuning to" },
  "time": { "value": 0, "min": 0, "max": 47, "label": "frame of the drift" },
  "constants": { "frames": 48, "points": 61, "speeds": [6, 12, 24, 36, 48] }
};
