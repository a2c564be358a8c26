// @ts-check
// Which keys belong to a widget, and which to the notebook around it.

/** JupyterLab and Notebook 7 look for no shortcut of theirs where the pressed element has this attribute. */
const SUPPRESS = "data-lm-suppress-shortcuts";

/** Whether a key is the widget's: a notebook keeps Shift + Enter and whatever comes with Ctrl, Meta or Alt.
 * @param {KeyboardEvent} event */
function isPlain({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  return !(ctrlKey || metaKey || altKey || (shiftKey && key === "Enter"));
}

/**
 * Plain keys pressed in the widget stay in it: as shortcuts, x would cut its cell and b add one. The notebook's keys
 * leave it, from wherever the focus is.
 * @param {HTMLElement} root @param {AbortSignal} signal
 * @param {() => Promise<void>} settle tells the kernel what still waits, until it has it
 */
export function keepKeys(root, signal, settle) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!event.composedPath().includes(root)) return;
    const plain = isPlain(event);
    /** @type {Element} */ (event.target).toggleAttribute(SUPPRESS, plain);
    if (plain) return;
    const cell = /** @type {HTMLElement | null} */ (root.closest(".jp-Cell"));
    if (event.key !== "Enter" || !cell) return void settle();
    // The cell runs: the key shall pin and press nothing in here, and a number that is being typed counts first. The
    // run waits for it: JupyterLab sends a widget's messages and a cell's by two ways, and the later may overtake.
    event.preventDefault();
    event.stopImmediatePropagation();
    cell.focus();
    settle().then(() => cell.dispatchEvent(new KeyboardEvent("keydown", event)));
  };
  // Notebook 7 listens in the capture phase, on document: window alone comes earlier.
  window.addEventListener("keydown", onKey, { capture: true, signal });
  // Other pages know no such attribute.
  const stop = (/** @type {KeyboardEvent} */ event) => void (isPlain(event) && event.stopPropagation());
  root.addEventListener("keydown", stop, { signal });
}
