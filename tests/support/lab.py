"""Driving the real JupyterLab: open a notebook, run it, find its widgets, close it."""

COUNT_MESSAGES = """() => {
  window.kernelMessages = 0;
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  kernel.anyMessage.connect((_, { direction }) => void (direction === "send" && (window.kernelMessages += 1)));
}"""

CREATE = """async ([path, sources]) => {
  const empty = { cell_type: "code", metadata: {}, outputs: [], execution_count: null };
  const cells = sources.map((source) => ({ ...empty, source }));
  const metadata = { kernelspec: { name: "python3", display_name: "Python 3" } };
  const content = { cells, metadata, nbformat: 4, nbformat_minor: 4 };
  await window.jupyterapp.serviceManager.contents.save(path, { type: "notebook", format: "json", content });
}"""


def create_notebook(page, server, name, sources):
    """A notebook of these code cells in the server's folder."""
    if not page.evaluate("Boolean(window.jupyterapp)"):
        page.goto(f"{server}/lab?reset")
        page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    page.evaluate(CREATE, [name, sources])


def open_notebook(page, server, name):
    """Show a notebook of the server's folder, its kernel ready, and nothing beside it.

    Where JupyterLab is on the page and `close_notebook` was the last that happened there, it need not load again.
    """
    if page.evaluate("window.nothingOpen === true"):
        page.evaluate("window.nothingOpen = false")
        command(page, "docmanager:open", path=name)
    else:
        page.goto(f"{server}/lab/tree/{name}?reset")
        page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    page.wait_for_function("document.querySelector('.jp-Notebook .jp-Cell')")
    kernel = "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
    page.wait_for_function(f"{kernel}?.status === 'idle'", timeout=60_000)


def close_notebook(page):
    """End the notebook's kernel and close it unsaved, without a question."""
    page.evaluate("""async () => {
      const notebook = window.jupyterapp.shell.currentWidget;
      await notebook.sessionContext.shutdown();
      notebook.dispose();
      window.nothingOpen = true;
    }""")


def run_all(page):
    """Run every cell; returns the names of errors, none if all went well."""
    command(page, "notebook:run-all-cells")
    return page.evaluate("""() => {
      const { cells } = window.jupyterapp.shell.currentWidget.content.model;
      const outputs = [...cells].flatMap((cell) => (cell.type === "code" ? cell.outputs.toJSON() : []));
      return outputs.filter((output) => output.output_type === "error").map((output) => output.ename);
    }""")


def said(page):
    """What every code cell prints and returns as text, by its index, but for cells that nbval does not compare."""
    return page.evaluate("""() => {
      const { cells } = window.jupyterapp.shell.currentWidget.content.model;
      const text = (output) => output.text ?? output.data?.["text/plain"] ?? "";
      const compared = (cell) => cell.type === "code" && !cell.getMetadata("tags")?.includes("nbval-ignore-output");
      return [...cells].map((cell) => (compared(cell) ? cell.outputs.toJSON().map(text).flat().join("") : ""));
    }""")


def command(page, name, **arguments):
    page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => 0)", [name, arguments])


def widget_of(page, source):
    """The widget that the cell with this text in its source has made, brought into view."""
    show_cell(page, source)
    widget = page.locator(".jp-CodeCell", has_text=source).locator(".convnb")
    widget.scroll_into_view_if_needed()
    return widget


def show_cell(page, source):
    """Scroll to the cell with this text in its source: JupyterLab draws only the cells that are near what is seen."""
    page.evaluate(
        """(text) => {
          const { content } = window.jupyterapp.shell.currentWidget;
          const index = content.widgets.findIndex((cell) => cell.model.sharedModel.getSource().includes(text));
          return content.scrollToItem(index, "start").then(() => 0);
        }""",
        source,
    )


def cells_with_widgets(page):
    """The indices of the cells of the notebook that show a widget, after they were run."""
    return page.evaluate("""() => {
      const { cells } = window.jupyterapp.shell.currentWidget.content.model;
      const text = (cell) => (cell.type === "code" ? JSON.stringify(cell.outputs.toJSON()) : "");
      const views = (cell) => text(cell).includes("widget-view+json");
      return [...cells].flatMap((cell, index) => (views(cell) ? [index] : []));
    }""")


def widget_in(page, index):
    """The first widget that the cell at this index shows, brought into view."""
    scroll = "index => window.jupyterapp.shell.currentWidget.content.scrollToItem(index, 'start').then(() => 0)"
    page.evaluate(scroll, index)
    widget = page.locator(f'.jp-Cell[data-windowed-list-index="{index}"] .convnb').first
    widget.wait_for()
    widget.scroll_into_view_if_needed()
    return widget
