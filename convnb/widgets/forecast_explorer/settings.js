// The defaults, limits and labels of ForecastExplorer. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "origin": { "value": 800, "label": "Origin" },
  "mode": { "value": "at once", "choices": ["at once", "free run", "one step"], "label": "Forecast" },
  "horizon": { "value": 14, "min": 1, "max": 1500, "label": "Horizon" },
  "network": { "value": 0, "min": 0, "label": "Network" },
  "training": { "value": 800, "min": 0 },
  "constants": { "first": { "network": 1, "mode": "free run", "horizon": 60 }, "points": 4000, "networks": 12, "length": 200, "channels": 64, "outputs": 100, "products": 1280000, "limit": 0.05, "before": 40, "speeds": [2, 5, 10, 20, 40] }
};
