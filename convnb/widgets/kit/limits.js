// @ts-check
// Limits that hold for every widget: strict JSON, which settings.py reads too.

export const LIMITS = {
  "largest_grid": 36,
  "largest_number": 2147483647,
  "largest_entry": 1e100
};
