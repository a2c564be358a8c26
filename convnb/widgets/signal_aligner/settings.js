// The defaults, limits and labels of SignalAligner. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "source": { "value": "" },
  "lag": { "value": 0, "label": "Lag" },
  "normalized": { "value": false, "label": "Normalised" },
  "constants": { "pairs": 50, "samples": 200000 }
};
