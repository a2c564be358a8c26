// @ts-check
// A notebook that is opened again shows its widgets from what was saved in it. ipywidgets saves those that the kernel
// knows: those of cells that were not run again would be lost with the next save, with an error of JupyterLab's in their
// place; and of a cell that was run ten times it would save ten.

/** @typedef {import("./shell.js").Model} Model */

/**
 * Let a save of the notebook keep the widgets that it shows, with a kernel or without, and none of ours besides.
 * @param {any} manager ipywidgets' manager of the notebook's widgets; on other pages there is none, or it saves nothing
 */
export function saveWhatIsShown(manager) {
  const save = manager?.get_state_sync;
  if (!save || !manager._modelsSync || !manager.context || Object.hasOwn(manager, "get_state_sync")) return;

  const models = () => [...manager._modelsSync.values()];
  const isOurs = (/** @type {Model} */ model) => String(model.get("_anywidget_id")).startsWith("convnb.");
  /** All that the outputs name, and all that those and the other packages' widgets name in their turn. */
  const shownModels = () => {
    const shown = new Set();
    /** @param {unknown} content */
    const visit = (content) => {
      for (const [, id] of JSON.stringify(content).matchAll(/(?:IPY_MODEL_|"model_id":")(\w+)/g)) {
        const model = manager._modelsSync.get(id);
        if (model && !shown.has(model)) visit(shown.add(model) && model.attributes);
      }
    };
    visit(manager.context.model.toJSON().cells);
    for (const model of models()) if (model.comm_live && !isOurs(model)) visit(model.attributes);
    return shown;
  };
  manager.get_state_sync = (/** @type {any} */ options) => {
    const shown = shownModels();
    const others = models().filter((one) => (shown.has(one) ? !one.comm_live : one.comm_live && isOurs(one)));
    const turn = () => others.forEach((model) => (model.comm_live = !model.comm_live));
    turn();
    try {
      return save.call(manager, options);
    } finally {
      turn();
    }
  };
}
