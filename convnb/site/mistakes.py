"""What *Show me* needs on a page, in a file for each case by hand, which a browser loads when it is asked for."""

from ..exercises.predict import Predict
from ..widgets.kit.page.scripts import widget_scripts
from ..widgets.kit.page.state import as_json, state_of


def mistake_scripts(id):
    """{file: source}: the script of the mistakes in the case by hand of an exercise, and those of their widgets.

    The first one puts the state of the widgets into `convnbMistakes`, as `state_of` does, and with it
    `wrong`    {index of the wrong answer: [[caption, id of the model], [caption, id]]}
    `scripts`  {module: the files of its scripts, in loading order}
    Empty where no mistake can be seen.
    """
    pairs = {index: mistake.widgets() for index, mistake in Predict(id).mistakes.items()}
    if not pairs:
        return {}
    widgets = [widget for both in pairs.values() for _, widget in both]
    state = state_of(widgets)
    scripts = {widget.module: widget_scripts(widget.module) for widget in widgets}
    state["wrong"] = {at: [[caption, widget.model_id] for caption, widget in both] for at, both in pairs.items()}
    state["scripts"] = {module: list(files) for module, files in scripts.items()}
    source = f'"use strict";\n(globalThis.convnbMistakes ??= {{}})["{id}"] = {as_json(state)};\n'
    return {f"mistakes/{id}.js": source} | {file: text for files in scripts.values() for file, text in files.items()}
