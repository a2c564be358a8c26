// The defaults and limits of Prediction. kit/settings.py says what the keys mean.

export const SETTINGS = {
  "question": { "value": "The kernel 2, 3 lies on the numbers 1, 4. What is the sum of the products?" },
  "question_id": { "value": "" },
  "kind": { "value": "number", "choices": ["number", "grid", "signs", "choice"] },
  "options": { "value": [] },
  "answer": { "value": [[14.0]], "largest": 12 },
  "wrong": { "value": [[[[11.0]], "The kernel was flipped: 3 met the 1, and 2 met the 4."]] },
  "within": { "value": 1e-9, "min": 0, "max": 1e9 },
  "sized": { "value": true },
  "entries": { "value": [[""]] },
  "committed": { "value": false },
  "constants": { "longest_text": 2000, "longest_entry": 24, "most_wrong": 40, "most_options": 8, "largest_guess": 1e9 }
};
