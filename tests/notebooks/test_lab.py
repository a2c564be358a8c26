"""The course in the real JupyterLab, started by the `convnb` command: run, drag, look, listen to the kernel."""

import json

import numpy as np
import pytest
from support import lab
from support.accessibility import violations
from support.first_slider import assert_answers
from support.show_me import assert_a_mistake_is_shown, assert_it_opens_and_closes

from convnb import Predict, widgets
from convnb.exercises import notebooks
from convnb.exercises.predict import questions

WAVES = 'source="sine and cosine"'
FIRST_KERNEL = "SlidingKernel2D(picture, kernel"
MAKE = "from convnb import NetworkExplorer\nw = NetworkExplorer()\nw"
EVERY_WIDGET = f"""from convnb import Derivation, Predict
from convnb.widgets import {", ".join(widgets.__all__)}
from ipywidgets import VBox
VBox([{", ".join(f"{name}()" for name in widgets.__all__)}, Derivation(), Predict("05.a"), Predict("05.1")])"""
MISTAKEN = """import numpy as np
from convnb import check
check("05.1", lambda delta, w: np.correlate(delta, w, "full"))  # MISTAKEN"""
# What a question shows before and after this guess.
GUESS = """async ([number, kind, rows]) => {
  const el = document.querySelectorAll(".convnb-predict")[number].closest(".convnb");
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const all = (selector) => [...el.querySelectorAll(selector)];
  const texts = (selector) => all(selector).map(({ innerText }) => innerText);
  const shown = () => [texts(".convnb-verdict").join(), texts(".convnb-answer-cell")];
  const give = (box, value) => {
    box.value = value;
    for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const before = shown();
  if (kind === "choice") all(".convnb-options input")[rows[0][0]].click();
  const sizes = all(".convnb-number-field");
  [rows.length, rows[0].length].slice(0, sizes.length).forEach((size, at) => give(sizes[at], size));
  await frame();
  const cells = all(".convnb-guess input:not(.convnb-number-field), .convnb-guess select");
  if (kind !== "choice") rows.flat().forEach((value, at) => give(cells[at], value));
  all("button").find((button) => button.innerText === "Commit").click();
  await frame();
  return [before, shown()];
}"""
ASK = """import json
best = int(w.probabilities.argmax())
print(json.dumps([w.picture.tolist(), best, round(100 * float(w.probabilities[best]))]))"""


@pytest.fixture
def notebook(quiet_lasting_page, lab_server):
    """notebook(name) opens and runs a notebook, which is closed after the test."""
    page = quiet_lasting_page

    def run(name):
        lab.open_notebook(page, lab_server, name)
        assert lab.run_all(page) == []
        return page

    yield run
    lab.close_notebook(page)


def picture(page, canvas):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return canvas.evaluate("canvas => canvas.toDataURL()")


def wait_for_read_out(widget, words):
    read_out = widget.locator(".convnb-readout", has_text=words)
    read_out.wait_for(timeout=5000)
    return read_out.inner_text()


def test_it_opens_without_a_pop_up(quiet_lasting_page, lab_server):
    page = quiet_lasting_page
    page.goto(f"{lab_server}/lab")
    page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    page.locator(".jp-DirListing-content").wait_for()
    setting = "jupyterapp.serviceManager.settings.fetch('@jupyterlab/apputils-extension:notification')"
    plugin = page.evaluate(f"{setting}.then(plugin => plugin.schema.properties.fetchNews.default)")
    assert plugin == "false"
    assert page.locator(".Toastify__toast, .jp-Dialog").count() == 0


def test_every_widget_answers_mouse_and_keyboard(quiet_lasting_page, lab_server):
    page = quiet_lasting_page
    lab.create_notebook(page, lab_server, "widgets.ipynb", [EVERY_WIDGET, MISTAKEN])
    lab.open_notebook(page, lab_server, "widgets.ipynb")
    assert lab.run_all(page) == []
    shown = page.locator(".convnb")
    shown.nth(len(widgets.__all__) + 2).wait_for()
    for widget in shown.all():
        widget.scroll_into_view_if_needed()
        assert_answers(page, widget, widget.get_attribute("aria-label"))
    place = page.locator(".jp-OutputArea-output *", has=page.locator("> .convnb .convnb-predict")).last
    assert_a_mistake_is_shown(page, place, ".convnb-ways")
    checked = page.locator(".jp-CodeCell", has_text="MISTAKEN").locator(".jp-OutputArea-output").last
    assert_it_opens_and_closes(page, checked, ".widget-hbox")
    assert violations(page, ".convnb, .convnb-ways") == []
    lab.close_notebook(page)


def test_every_question_is_covered_until_it_is_answered(quiet_lasting_page, lab_server):
    page = quiet_lasting_page
    ids = [id for notebook in notebooks() for id in questions(notebook)]
    source = f"from convnb import Predict\nfrom ipywidgets import VBox\nVBox([Predict(id) for id in {ids}])"
    lab.create_notebook(page, lab_server, "questions.ipynb", [source])
    lab.open_notebook(page, lab_server, "questions.ipynb")
    assert lab.run_all(page) == []
    page.locator(".convnb-predict").nth(len(ids) - 1).wait_for(state="attached")
    for number, id in enumerate(ids):
        asked = Predict(id)
        rows, sentence = asked.wrong[0]
        before, (verdict, answer) = page.evaluate(GUESS, [number, asked.kind, np.asarray(rows).tolist()])
        assert before == ["", ["?"] * len(before[1])], id
        assert verdict.replace("\n", " ") == sentence.replace("`", ""), id
        assert asked.kind == "choice" or len(answer) == np.size(asked.answer), id
        assert "?" not in answer, id
    lab.close_notebook(page)


def test_notebook_01_from_the_first_cell_to_a_dragged_slider(notebook):
    page = notebook("01_alignment.ipynb")
    widget = lab.widget_of(page, WAVES)
    wait_for_read_out(widget, "lag 0 samples")
    seen = set()
    for theme in ("Dark", "Light"):
        lab.command(page, "apputils:change-theme", theme=f"JupyterLab {theme}")
        page.locator(f'.convnb[data-theme="{theme.lower()}"]').first.wait_for()
        seen.add(picture(page, widget.locator("canvas").first))
    assert len(seen) == 2
    before = picture(page, widget.locator("canvas").first)
    page.evaluate(lab.COUNT_MESSAGES)

    slider = widget.get_by_role("slider", name="Lag")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + box["width"] / 2 - step, y)
    moved = picture(page, widget.locator("canvas").first)
    page.mouse.up()

    assert moved != before
    said = wait_for_read_out(widget, "comes earlier")
    assert "sum of products" in said
    page.wait_for_function("window.kernelMessages > 0")
    page.wait_for_timeout(500)
    assert page.evaluate("window.kernelMessages") <= 3  # the drag's thirty moves reached the kernel as one change


def test_what_is_dragged_in_the_browser_arrives_in_python(notebook):
    page = notebook("01_alignment.ipynb")
    widget = lab.widget_of(page, WAVES)
    slider = widget.get_by_role("slider", name="Lag")
    slider.focus()
    for _ in range(4):
        slider.press("ArrowLeft")
    for _ in range(20):  # the kernel hears of it when the hand rests
        page.wait_for_timeout(300)
        if (answer := answer_of(page, "print(waves.lag)").strip()) == "-4":
            break
    assert answer == "-4"


def test_the_first_kernel_by_keyboard_alone_keeps_its_keys_from_jupyterlab(notebook):
    page = notebook("00_start_here.ipynb")
    widget = lab.widget_of(page, FIRST_KERNEL)
    wait_for_read_out(widget, "row 0, column 0 is 19")
    output = widget.locator("canvas").nth(2)
    output.focus()
    cells = "window.jupyterapp.shell.currentWidget.content.widgets.length"
    before = page.evaluate(cells)
    output.press("ArrowDown")
    output.press("ArrowRight")
    assert "row 1, column 1 is 43" in wait_for_read_out(widget, "row 1, column 1")
    grid = widget.locator("canvas").first
    grid.focus()
    for key in ("ArrowDown", "Enter", "ArrowLeft", "b"):  # b would add a cell
        grid.press(key)
    assert "is used by" in widget.locator(".convnb-sum").inner_text()
    assert grid.evaluate("canvas => canvas === document.activeElement")
    assert page.evaluate(cells) == before


def test_a_notebook_run_twice_says_the_same_and_its_widgets_live(notebook):
    page = notebook("00_start_here.ipynb")
    lab.widget_of(page, FIRST_KERNEL)
    first = lab.said(page)
    assert lab.run_all(page) == []
    assert lab.said(page) == first  # nothing that a cell leaves behind changes what another one says
    widget = lab.widget_of(page, FIRST_KERNEL)
    assert widget.count() == 1
    widget.locator("canvas").nth(2).press("ArrowDown")
    wait_for_read_out(widget, "row 1, column 0")


def test_what_is_drawn_in_the_browser_arrives_in_python(quiet_lasting_page, lab_server):
    page = quiet_lasting_page
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


@pytest.mark.parametrize(("name", "source"), [("00_start_here", FIRST_KERNEL), ("01_alignment", WAVES)])
def test_a_notebook_lives_in_firefox_and_in_safaris_engine(engine, lab_server, name, source):
    lab.open_notebook(engine, lab_server, f"{name}.ipynb")
    assert lab.run_all(engine) == []
    lab.show_cell(engine, source)
    cell = f"cell => cell.model.sharedModel.getSource().includes({json.dumps(source)})"
    widget = f"window.jupyterapp.shell.currentWidget.content.widgets.find({cell}).node.querySelector('.convnb')"
    engine.wait_for_function(f"{widget}?.querySelector('.convnb-readout')?.textContent")
    engine.assert_answers(widget, name)
    assert engine.trouble() == []
    lab.close_notebook(engine)


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
