"""NetworkExplorer in the real JupyterLab: bytes both ways, the network to the browser and the drawing back."""

import json

from support import lab

MAKE = "from convnb import NetworkExplorer\nw = NetworkExplorer()\nw"
ASK = """import json
best = int(w.probabilities.argmax())
print(json.dumps([w.picture.tolist(), best, round(100 * float(w.probabilities[best]))]))"""


def test_what_is_drawn_in_the_browser_arrives_in_python(quiet_page, lab_server):
    page = quiet_page
    lab.open_notebook(page, lab_server, "00_start_here.ipynb")
    insert = """source => {
      const { content } = window.jupyterapp.shell.currentWidget;
      content.model.sharedModel.insertCell(0, { cell_type: "code", source });
      content.activeCellIndex = 0;
    }"""
    page.evaluate(insert, MAKE)
    lab.command(page, "notebook:run-cell")
    widget = lab.widget_in(page, 0)
    widget.get_by_role("button", name="Clear").click()
    pad = widget.locator("canvas").first
    before = pad.evaluate("canvas => canvas.toDataURL()")
    box = pad.bounding_box()
    pixel = (box["width"] - 4) / 28  # its frame is two pixels wide
    x, top, bottom = (2 + pixel * at for at in (10.5, 5.5, 20.5))
    page.mouse.move(box["x"] + x, box["y"] + top)
    page.mouse.down()
    page.mouse.move(box["x"] + x, box["y"] + bottom, steps=6)
    page.mouse.up()
    page.wait_for_timeout(700)
    assert pad.evaluate("canvas => canvas.toDataURL()") != before
    picture, best, percent = json.loads(answer_of(page, ASK))
    assert [row[10] for row in picture[5:21]] == [1] * 16
    assert sum(map(sum, picture)) < 60
    assert widget.locator(".convnb-readout").inner_text().startswith(f"The network says {best} ({percent} %)")
    widget.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(700)
    assert sum(map(sum, json.loads(answer_of(page, ASK))[0])) > 60


def answer_of(page, code):
    """What the notebook's kernel prints, or its error, or nothing after ten seconds."""
    return page.evaluate(
        """(code) => new Promise((done) => {
          const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
          const future = kernel.requestExecute({ code });
          future.onIOPub = ({ content: { text, evalue } }) => void ((text || evalue) && done(text ?? evalue));
          setTimeout(done, 10000, "");
        })""",
        code,
    )
