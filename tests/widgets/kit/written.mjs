// Reads {module, states} as JSON from standard input, and answers with the Python that the widget writes for each state.
import { readFileSync } from "node:fs";

const { module, states } = JSON.parse(readFileSync(0, "utf8"));
const { default: widget } = await import(`../../../convnb/widgets/${module}`);

function revived(value) {
  if (value === null || typeof value !== "object") return value;
  if (typeof value.base64 === "string") {
    return new DataView(Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)).buffer);
  }
  if (Array.isArray(value)) return value.map(revived);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one)]));
}

const answers = states.map(revived).map((state) => widget.written({ get: (name) => state[name] }));
process.stdout.write(JSON.stringify(answers));
