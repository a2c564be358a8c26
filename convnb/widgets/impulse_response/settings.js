// The defaults, limits and labels of ImpulseResponse. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "hits": { "value": [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0], "largest": 32, "label": "Timeline length N" },
  "response": { "value": [3.0, 2.0, 1.0], "largest": 16, "label": "Response length K" },
  "tau": { "value": 3, "min": 0, "label": "Moment τ" },
  "view": { "value": "input side", "choices": ["input side", "output side"], "label": "View" },
  "replaces": { "value": false }
};
