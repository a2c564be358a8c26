"""The website's parts without a browser: scripts of modules, states of widgets, pages of notebooks, safe folders."""

import base64
import gzip
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import threading
import warnings
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient.exceptions import DeadKernelError
from PIL import Image

from convnb import widgets
from convnb.course import COURSE
from convnb.datasets import digits
from convnb.exercises import exercises_of
from convnb.exercises.predict import Predict
from convnb.exercises.solutions import solutions_of
from convnb.models.network import Adam, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, fit, softmax
from convnb.site import build
from convnb.site.__main__ import main
from convnb.site.front import PROGRESS, QUESTIONS, SUMMARY, THUMBNAILS, card, index
from convnb.site.hosting import binder, colab, home
from convnb.site.mistakes import mistake_scripts
from convnb.site.pages import VIEW, asked_in, first_place, page, picture_html
from convnb.site.run import execute
from convnb.site.sphinx_build import ICON, make_html
from convnb.widgets.kit.page.scripts import widget_scripts
from convnb.widgets.kit.page.state import BLOCK, ROUND_ABOVE, STATES, packed, page_state, rounded, state_of

MARKUP = "Is <!--<script>1 < 2</script> code?"
LINKED = """
from ipywidgets import jsdlink, jslink
from convnb import SlidingKernel2D
a, b = SlidingKernel2D(), SlidingKernel2D(flip=True)
_, _ = jslink((a, "position"), (b, "position")), jsdlink((a, "kernel"), (b, "kernel"))
a
"""


def code(source, *outputs, tags=()):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shown(*cells):
    """The cells of the page that these cells become, and its pictures."""
    pictures = {}
    return page(nbformat.v4.new_notebook(cells=list(cells)), pictures, "WHERE").cells, pictures


def result(**data):
    data = {name.replace("_", "/", 1): value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": 'a "red" <dot>'}})


def png():
    return base64.b64encode(widgets.SlidingKernel2D()._repr_mimebundle_()[0]["image/png"]).decode()


@pytest.mark.parametrize("name", [*widgets.__all__, *widgets.ASKING])
def test_scripts_of_a_widget_run_one_after_the_other_as_classic_scripts(name, require, tmp_path):
    module = getattr(widgets, name).module
    scripts = widget_scripts(module)
    assert list(scripts)[-1] == module
    together = tmp_path / "page.js"  # one after the other in one scope, as in a page; .cjs is no module
    asked = f'if (typeof convnbWidgets["{module}"].render !== "function") throw Error("no widget");'
    together.with_suffix(".cjs").write_text("\n".join([*scripts.values(), asked]))
    run = subprocess.run([require("node"), together.with_suffix(".cjs")], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


def test_two_widgets_on_a_page_share_the_scripts_that_both_need(require, tmp_path):
    first, second = (widget_scripts(module) for module in ("sliding_kernel_2d/index.js", "matrix_explorer/index.js"))
    both = first.keys() & second.keys()
    assert "kit/shell.js" in both
    assert all(first[name] == second[name] for name in both)
    page = tmp_path / "page.cjs"  # each file once: a constant that is defined twice would be an error
    page.write_text("\n".join((first | second).values()) + "\nconsole.log(Object.keys(convnbWidgets).length);")
    run = subprocess.run([require("node"), page], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "2", run.stderr


@pytest.mark.parametrize("size", [1, BLOCK, BLOCK + 1, 3000])
def test_rounded_numbers_are_near(size):
    values = np.random.default_rng(size).normal(size=size).astype(np.float32)
    values[size // 2 :] *= 1000  # blocks of different size
    levels, scales = rounded(values)
    assert (levels.dtype, levels.size, scales.dtype) == (np.int8, size, np.dtype("<f4"))
    back = levels * np.repeat(scales, BLOCK)[:size]
    block = np.repeat([abs(values[i : i + BLOCK]).max() for i in range(0, size, BLOCK)], BLOCK)[:size]
    assert (abs(back - values) <= block / 126 * 1.0001).all()


def test_zeros_stay_zeros():
    levels, scales = rounded(np.zeros(3, np.float32))
    assert not (levels * scales[0]).any()


def test_a_rounded_network_reads_the_digits_as_before():
    (images, labels), (unseen, _), rng = digits("train"), digits("test"), np.random.default_rng(0)
    layers = [Conv2d(1, 30, 5, rng=rng), ReLU(), MaxPool2d(2), Flatten(), Linear(30 * 12 * 12, 100, rng=rng)]
    network = Sequential(*layers, ReLU(), Linear(100, 10, rng=rng))
    fit(network, images[:, None], labels, epochs=1, batch_size=50, optimiser=Adam(2e-3), rng=rng, progress=False)
    exact = softmax(network.forward(unseen[:, None]))
    for _, weights, _ in network.parameters():
        levels, scales = rounded(weights.ravel())
        weights.flat = levels * np.repeat(scales, BLOCK)[: levels.size]
    near = softmax(network.forward(unseen[:, None]))
    assert (near.argmax(axis=1) == exact.argmax(axis=1)).mean() > 0.995
    assert abs(near - exact).max() < 0.05


def test_small_bytes_travel_as_they_are_and_large_ones_only_as_weights():
    raw = np.arange(9, dtype="<f4").tobytes()
    assert gzip.decompress(base64.b64decode(packed(raw, ["weights"])["gzip"])) == raw
    large = bytes(ROUND_ABOVE + 4)
    assert packed(large, ["weights"])["levels"] == len(large) // 4
    with pytest.raises(ValueError, match=r"image\.levels has 500,004 bytes"):
        packed(large, ["image", "levels"])


def test_a_kernel_multiplies_with_one_thread_unless_told(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    cells = [code("import os; print(os.environ['OPENBLAS_NUM_THREADS'])")]
    notebook = execute(nbformat.v4.new_notebook(cells=cells), tmp_path)
    assert notebook.cells[0].outputs[0].text == "1\n"


def test_states_and_links_of_a_notebook_that_ran(tmp_path):
    notebook = execute(nbformat.v4.new_notebook(cells=[code(LINKED)]), tmp_path)
    state = page_state(notebook.metadata.widgets[STATES]["state"])
    (first, second), (one, other) = state["models"], state["links"]
    assert state["models"][first]["module"] == "sliding_kernel_2d/index.js"
    assert state["models"][second]["state"]["flip"] is True
    assert not any(name.startswith("_") for name in state["models"][first]["state"])
    assert sorted([one, other]) == sorted(
        [[first, "position", second, "position", True], [first, "kernel", second, "kernel", False]]
    )


def test_the_same_bytes_are_stored_once():
    model = {
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "state": {"_anywidget_id": "convnb.widgets.SignalAligner"},
    }
    buffers = [{"path": ["signals", "a"], "data": base64.b64encode(b"same").decode()}]
    states = {key: {**model, "state": {**model["state"], "signals": {}}, "buffers": buffers} for key in "pq"}
    state = page_state(states)
    (key,) = state["bytes"]
    assert [model["state"]["signals"] for model in state["models"].values()] == 2 * [{"a": {"bytes": key}}]


def test_a_widget_becomes_a_place_with_its_picture():
    output = result(image_png=png())
    output.data[VIEW] = {"model_id": "m1"}
    cells, pictures = shown(code("x", output))
    text = cells[0].outputs[0].data["text/html"]
    assert 'class="convnb-place" data-model="m1"' in text
    (name,) = pictures
    assert f'src="_static/pictures/{name}"' in text


def test_a_picture_opens_by_itself_and_a_widgets_does_not():
    widget, figure = result(image_png=png()), result(image_png=png())
    widget.data[VIEW] = {"model_id": "m1"}
    cells, pictures = shown(code("x", figure), code("y", widget))
    (name,) = pictures
    texts = [cell.outputs[0].data["text/html"] for cell in cells]
    assert texts[0].startswith(f'<a class="convnb-figure" href="_static/pictures/{name}"><img ')
    assert "<a " not in texts[1]


def test_the_front_page_asks_what_the_readme_asks_around_the_first_widget(root):
    assert len(QUESTIONS) == len(COURSE), "convnb/site/front.py has a question for each notebook"
    widget = result(image_png=png())
    widget.data[VIEW] = {"model_id": "m1"}
    asks = code("ask", displayed(Predict("05.a")))
    notebook = nbformat.v4.new_notebook(cells=[code("x", result(image_png=png())), asks, code("y", widget)])
    place = first_place(page(notebook, {}, "WHERE"))
    assert place.startswith('<div class="convnb-place" data-model="m1" data-cell="')
    front = index({notebook: ["00.a", "00.1"] for notebook in COURSE}, place, "me/mine")
    assert f"\n\n{place}\n\n" in front
    readme = (root / "README.md").read_text(encoding="utf-8")
    for notebook, question in zip(COURSE, QUESTIONS, strict=True):
        assert f"](notebooks/{notebook.file})<br>{question} | {notebook.minutes} |" in readme
        assert f'<p>{question}</p><span>{notebook.minutes} minutes</span><span data-asked="00.a 00.1"></span>' in front


def test_a_notebook_asks_each_of_its_questions_once_and_those_of_others_for_them():
    asked = [code("ask", displayed(Predict(id)), displayed(Predict(id))) for id in ("03.c", "05.b", "05.a", "05.1")]
    assert asked_in(nbformat.v4.new_notebook(cells=[code("x"), *asked]), "05") == ["05.b", "05.a", "05.1"]


def test_a_picture_keeps_every_pixel():
    """Else the thin lines and small letters of a figure get a halo."""
    noise = np.random.default_rng(0).integers(0, 256, (7, 9, 4), np.uint8)
    noise[..., 3] = 255
    buffer, pictures = io.BytesIO(), {}
    Image.fromarray(noise).save(buffer, "PNG")
    picture_html(buffer.getvalue(), "noise", pictures)
    (content,) = pictures.values()
    assert np.array_equal(Image.open(io.BytesIO(content)).convert("RGBA"), noise)


def test_the_text_of_a_picture_is_escaped():
    cells, _ = shown(code("x", result(image_png=png())))
    assert 'alt="a &quot;red&quot; &lt;dot&gt;"' in cells[0].outputs[0].data["text/html"]


def test_an_open_exercise_shows_its_hints_and_where_it_is_checked():
    cells, _ = shown(code('check("01.2", best_lag)', result(text_plain="Exercise 01.2: not answered yet.")))
    text = cells[0].outputs[0].data["text/html"]
    assert "WHERE" in text
    hints = exercises_of("01")["01.2"].hints
    assert text.count("<details>") == len(hints) + 1
    assert text.index("Hint 1 of") < text.index(f"Hint {len(hints)} of {len(hints)}") < text.index("Right answers")


def test_right_answers_are_folded_under_an_open_exercise():
    cells, _ = shown(code('check("01.2", best_lag)', result(text_plain="Exercise 01.2: not answered yet.")))
    before, inside = cells[0].outputs[0].data["text/html"].split("<details><summary>Right answers</summary>")
    assert "def best_lag" not in before
    for solution in solutions_of("01.2"):
        assert f"<p><strong>{solution.style}.</strong> {solution.sentence}</p>" in inside
        assert f"<pre><code>{html.escape(solution.source)}</code></pre>" in inside


def test_an_answered_exercise_keeps_what_it_was_told():
    cells, _ = shown(code('check("00.1", f)', result(text_plain="Exercise 00.1: ✗ not yet.")))
    assert cells[0].outputs[0].data["text/plain"].endswith("not yet.")


def test_colabs_cell_warnings_and_all_but_the_end_of_a_progress_bar_stay_away():
    bar = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in ("1 of 2\r", "2 of 2\n", "done")]
    warning = nbformat.v4.new_output("stream", name="stderr", text="careful")
    cells, _ = shown(code("%pip install", tags=["colab"]), code("fit()", warning, *bar))
    (cell,) = cells
    assert [output.text for output in cell.outputs] == ["2 of 2\ndone"]


def test_addresses_name_the_notebook():
    repository, notebook = home(), COURSE[5]
    assert repository.count("/") == 1
    assert binder(notebook, repository).endswith(f"/{repository}/main?urlpath=lab/tree/notebooks/{notebook.file}")
    assert colab(notebook, "me/mine").endswith(f"/github/me/mine/blob/main/notebooks/{notebook.file}")


@pytest.mark.parametrize("repository", ["mine", "https://github.com/me/mine", "me/mine/tree", "me/my course", ""])
def test_a_repository_that_no_link_can_name_is_refused_before_anything_runs(tmp_path, capsys, repository):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "site"), "--repository", repository])
    assert f"OWNER/NAME is needed, such as convnb/convnb, got {repository!r}" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_folder_with_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    assert main([str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert main([str(tmp_path / "thesis.txt")]) == 1


@pytest.fixture(scope="session")
def small_site(tmp_path_factory, root):
    """The folder of a site with a page of formulas and of progress, and one that asks three questions."""
    source = tmp_path_factory.mktemp("small") / "source"
    static = source / "_static" / "convnb"
    static.mkdir(parents=True)
    for name in ("site/formulas.js", "widgets/kit/page/host.js", "site/progress.js", "site/site.css"):
        (static / Path(name).name).write_bytes((root / "convnb" / name).read_bytes())
    (static / "convnb.css").write_text("")
    (source / ICON).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (source / "index.md").write_text(
        "# Title\n\nA line $x^2$ of text.\n\n$$y = 2$$\n\n```{toctree}\n:hidden:\n\nasks\n```\n\n"
        f'<ul class="convnb-cards"><li>{card(COURSE[5], "asks", ["05.a", "05.b", "05.1"])}</li></ul>\n\n{PROGRESS}\n'
    )
    build.write(source / "_static" / "thumbnails" / "asks.webp", "")
    told = {"told": {"module": "predict/index.js", "state": {"question": MARKUP}}}
    states = {"index": {"models": told, "bytes": {}, "links": []}, "asks": questions(source)}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*Check CHANGES for Sphinx API")  # what the theme calls of Sphinx
        make_html(source, source.parent / "site", states, "me/mine")
    return source.parent / "site"


def questions(source):
    """Write a notebook's page: two questions and a case by hand, what answers the first one, the second one, both,
    none; and the scripts of its widgets. Returns the state of the widgets.
    """
    asked = [Predict("05.a"), Predict("05.b"), Predict("05.1")]
    explorers = [widgets.SlidingKernel1D(), widgets.SlidingKernel1D()]
    tags = ["answers-05.a", "answers-05.b"]
    printed = [nbformat.v4.new_output("stream", text=text) for text in ("first\n", "second\n", "both\n")]
    cells = [
        nbformat.v4.new_markdown_cell("# Questions\n\n**What you will be able to do:** say what `a < b` asks."),
        *(code("ask", displayed(widget)) for widget in asked),
        *(code("tell", output, tags=tag) for output, tag in zip(printed, (tags[:1], tags[1:], tags), strict=True)),
        code("answer", displayed(explorers[0]), tags=tags[:1]),
        code("show", displayed(explorers[1])),
    ]
    pictures = {}
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    notebook = page(nbformat.v4.new_notebook(cells=cells, metadata=metadata), pictures, "WHERE")
    build.write(source / "asks.ipynb", nbformat.writes(notebook))
    for widget in (asked[0], explorers[0]):
        for file, text in {**widget_scripts(widget.module), **mistake_scripts("05.1")}.items():
            build.write(source / "_static" / "convnb" / file, text)
    (source / "_static" / "pictures").mkdir()
    for file, content in pictures.items():
        (source / "_static" / "pictures" / file).write_bytes(content)
    shown = [*asked, *explorers]
    return state_of(shown)  # not of all that other tests have made


def displayed(widget):
    """The output of a cell that ends with the widget."""
    data, metadata = widget._repr_mimebundle_()
    data["image/png"] = base64.b64encode(data["image/png"]).decode()
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def test_a_site_is_complete_for_hosts_that_drop_names_with_an_underscore(small_site):
    """Jekyll, which GitHub runs over a branch that is published, leaves _static away unless .nojekyll is there."""
    assert (small_site / "_static" / "convnb" / "site.css").is_file()
    assert (small_site / ".nojekyll").is_file()


def test_search_engines_and_chats_are_told_a_title_a_sentence_and_a_picture(small_site):
    wanted = {
        "asks": ("Questions · convnb", "Say what a &lt; b asks.", "asks"),
        "index": ("Title", SUMMARY, "00_start_here"),
    }
    for name, (title, sentence, picture) in wanted.items():
        text = (small_site / f"{name}.html").read_text(encoding="utf-8")
        said = dict(re.findall(r'<meta (?:name|property)="(description|og:[a-z]+)" content="([^"]*)"', text))
        assert (said["description"], said["og:title"], said["og:description"]) == (sentence, title, sentence)
        assert said["og:image"] == f"https://me.github.io/mine/{THUMBNAILS}/{picture}.webp"
    assert "og:title" not in (small_site / "search.html").read_text(encoding="utf-8")


def test_no_text_of_a_widget_ends_the_state_of_its_page(small_site):
    """In HTML a </script> in a text would end it, and after <!--<script its own </script> would not."""
    page = (small_site / "index.html").read_text()
    state = page.split('id="convnb-state">')[1].split("</script>")[0]
    assert "<" not in state
    assert json.loads(state)["models"]["told"]["state"]["question"] == MARKUP


def test_what_answers_a_question_is_folded_until_its_guess_or_a_click(small_site, quiet_page):
    ask(quiet_page, small_site)
    first, second, both, explorer = quiet_page.locator(".cell > details").all()

    def covered():
        return [not fold.locator(".cell_output").is_visible() for fold in (first, second, both, explorer)]

    assert covered() == [True] * 4
    assert first.locator("summary").inner_text() == "The answer to question 05.a: open it after your guess"
    assert "questions 05.a and 05.b:" in both.locator("summary").inner_text()
    assert first.locator("summary").get_attribute("aria-label") is None
    commit(quiet_page, 0, "")
    assert covered() == [True] * 4, "a guess that cannot be read counts for none"
    commit(quiet_page, 0, "7")
    assert covered() == [False, True, True, False]
    width = "all => all.map((one) => one.getBoundingClientRect().width)"
    sizes = quiet_page.locator(".convnb-place canvas").evaluate_all(width)
    assert sizes[: len(sizes) // 2] == sizes[len(sizes) // 2 :], "a widget in a fold is as large as one outside"
    assert min(sizes) > 100
    second.locator("summary").click()
    first.locator("summary").click()
    assert covered() == [True, False, True, False]
    commit(quiet_page, 1, "7")
    assert covered() == [True, False, False, False], "what a reader has closed stays closed"


def ask(page, small_site):
    page.goto((small_site / "asks.html").as_uri())
    page.wait_for_function("performance.getEntriesByName('convnb-alive').length")


def commit(page, number, text):
    """Commit a guess to the nth question, with this text in every cell."""
    question = page.locator(".convnb-place", has=page.locator(".convnb-predict")).nth(number)
    for cell in question.locator(".convnb-guess input").all():
        cell.fill(text)
    question.get_by_role("button", name="Commit").click()


def test_a_mistake_whose_file_does_not_load_is_said_and_comes_when_it_does(small_site, quiet_page, trouble):
    ask(quiet_page, small_site)
    question = quiet_page.locator("[data-question='05.1']")
    rows, _ = Predict("05.1").wrong[0]
    question.get_by_label("columns").fill(str(len(rows[0])))
    cells = question.locator(".convnb-guess input")
    cells.nth(len(rows[0]) - 1).wait_for()
    for cell, number in zip(cells.all(), rows[0], strict=True):
        cell.fill(f"{number:g}")
    question.get_by_role("button", name="Commit").click()
    loaded, missing = small_site / "_static/convnb/mistakes/05.1.js", small_site / "missing.js"
    loaded.rename(missing)
    question.get_by_role("button", name="Show me").click()
    said = question.locator(".convnb-ways [role=status]")
    said.wait_for()
    assert said.inner_text() == "There is no picture: a part of it did not load; try again."
    trouble.clear()
    missing.rename(loaded)
    question.get_by_role("button", name="Hide").click()
    question.get_by_role("button", name="Show me").click()
    captions = question.locator(".convnb-ways > div > p")
    captions.nth(1).wait_for()
    assert captions.all_inner_texts() == [
        "Your way: the kernel slides as it is.",
        "The right way: the kernel is flipped.",
    ]
    yours, right = question.locator(".convnb-ways .convnb").all()
    yours.get_by_text("∗ convolution").click()
    yours.locator(".convnb-sum", has_text="= 28").wait_for()
    question.get_by_role("button", name="Hide").click()
    question.get_by_role("button", name="Show me").click()
    yours.locator(".convnb-sum", has_text="= 14").wait_for()
    question.get_by_role("button", name="Guess again").click()
    right.wait_for(state="detached")
    assert question.locator(".convnb").count() == 1


def test_without_scripts_answers_are_closed_and_a_click_opens_them(small_site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((small_site / "asks.html").as_uri())
    answer = page.get_by_text("first", exact=True)
    assert not answer.is_visible()
    page.locator(".cell > details > summary").first.click()
    assert answer.is_visible()
    page.goto((small_site / "index.html").as_uri())
    assert not page.locator(".convnb-progress").is_visible()
    page.get_by_role("link", name="05 The backward pass").click()
    assert page.url.endswith("/asks.html")
    context.close()


@pytest.fixture
def map_page(small_site, quiet_page):
    """The front page of a reader who has answered nothing; `said` is how much, and `load` opens a file of progress."""
    quiet_page.goto((small_site / "index.html").as_uri())
    quiet_page.evaluate("localStorage.clear()")
    quiet_page.reload()
    yield quiet_page
    quiet_page.evaluate("localStorage.clear()")


def counted(page):
    [count] = page.locator("[data-asked]").all_inner_texts()
    return count


def load(page, text):
    """What is said when a file with this text is loaded."""
    page.locator(".convnb-progress input").set_input_files(
        {"name": "progress.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.wait_for_function("!document.querySelector('.convnb-progress input').value")
    return page.locator(".convnb-progress [role=status]").inner_text()


def test_what_was_answered_is_kept_in_the_browser_by_tabs_that_answer_at_once(small_site, map_page):
    """A prediction counts when it is committed, a case by hand when it is right."""
    assert counted(map_page) == "0 of 3 answered"
    columns = "getComputedStyle(document.querySelector('.convnb-cards')).gridTemplateColumns.split(' ').length"
    map_page.set_viewport_size({"width": 390, "height": 900})
    assert map_page.evaluate(columns) == 2, "on a phone, too, notebooks stand beside each other"
    first, second = (map_page.context.new_page() for _ in range(2))
    for tab in (first, second):
        ask(tab, small_site)
    commit(first, 0, "")
    commit(first, 2, "7")
    commit(second, 1, "7")
    map_page.wait_for_function("document.querySelector('[data-asked]').textContent === '1 of 3 answered'")
    commit(first, 0, "7")
    map_page.wait_for_function("document.querySelector('[data-asked]').textContent === '2 of 3 answered'")
    by_hand = first.locator(".convnb-place", has=first.locator(".convnb-predict")).nth(2)
    by_hand.get_by_role("button", name="Guess again").click()
    [numbers] = Predict("05.1").answer
    by_hand.get_by_label("columns").fill(str(len(numbers)))
    cells = by_hand.locator(".convnb-guess input")
    cells.nth(len(numbers) - 1).wait_for()
    for cell, number in zip(cells.all(), numbers, strict=True):
        cell.fill(str(number))
    by_hand.get_by_role("button", name="Commit").click()
    map_page.wait_for_function("document.querySelector('[data-asked]').textContent === '✓ 3 of 3 answered'")
    assert "answered 3 of 3 questions" in map_page.locator(".convnb-progress").inner_text()
    for tab in (first, second):
        tab.close()


def test_progress_goes_into_a_file_and_comes_back_beside_what_is_there(map_page):
    assert load(map_page, '{"version": 1, "answered": ["05.a", "12.9"]}').startswith("2 answers added")
    assert counted(map_page) == "1 of 3 answered"
    with map_page.expect_download() as saved:
        map_page.get_by_role("button", name="Save as a file").click()
    text = saved.value.path().read_text()
    assert json.loads(text) == {"version": 1, "answered": ["05.a", "12.9"]}
    map_page.evaluate("localStorage.clear()")
    assert load(map_page, '{"version": 1, "answered": ["05.b"]}').startswith("1 answer added")
    assert load(map_page, text).startswith("2 answers added")
    assert counted(map_page) == "2 of 3 answered"


def test_a_file_of_progress_that_cannot_be_read_is_refused_and_nothing_is_lost(map_page):
    load(map_page, '{"version": 1, "answered": ["05.a"]}')
    before = map_page.evaluate("({ ...localStorage })")
    wrong = [
        "",
        "{",
        "null",
        "[]",
        '{"version": 1}',
        '{"version": 1, "answered": ["05.b", 5]}',
        f'{{"version": 1, "answered": ["05.b"]{" " * 200_000}}}',
    ]
    for damaged in [*wrong, '{"version": 1, "answered": ["05.b", "<b>"]}']:
        assert load(map_page, damaged) == "The file is damaged, or was not saved by these pages. Nothing is changed."
    newer = load(map_page, '{"version": 2, "answered": ["05.b"]}')
    assert newer == "The file is of version 2, and these pages read version 1. Nothing is changed."
    assert map_page.evaluate("({ ...localStorage })") == before
    assert counted(map_page) == "1 of 3 answered"


FULL = "return { setItem() { throw new DOMException('full', 'QuotaExceededError'); } };"
BLOCKED = "throw new DOMException('no', 'SecurityError');"


@contextmanager
def storage(page, get):
    """`get`, JavaScript, is the page's storage meanwhile; when a page is left, the theme writes into the real one."""
    page.evaluate("void (window.real = Object.getOwnPropertyDescriptor(window, 'localStorage'))")
    page.evaluate(f"void Object.defineProperty(window, 'localStorage', {{ configurable: true, get() {{ {get} }} }})")
    yield
    page.evaluate("void Object.defineProperty(window, 'localStorage', real)")


def test_where_the_browser_keeps_nothing_the_pages_work_and_say_so(small_site, map_page):
    with storage(map_page, FULL):
        assert load(map_page, '{"version": 1, "answered": ["05.a"]}').startswith("This browser keeps nothing for these")
    with storage(map_page, BLOCKED):
        map_page.evaluate("dispatchEvent(new Event('pageshow'))")
        kept = map_page.locator(".convnb-progress p").first.inner_text()
        assert kept.startswith("This browser keeps nothing for these")
        assert map_page.get_by_role("button", name="Load a file").is_disabled()
    ask(map_page, small_site)
    with storage(map_page, BLOCKED):
        commit(map_page, 0, "7")
        map_page.get_by_text("first", exact=True).wait_for()


class Strict(SimpleHTTPRequestHandler):
    """A host that runs no script but those in files of its own."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()

    def log_message(self, *said):
        pass


def test_formulas_are_drawn_where_a_host_runs_no_script_that_stands_in_a_page(small_site, quiet_page, trouble):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=small_site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            quiet_page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            quiet_page.wait_for_function("document.querySelectorAll('mjx-container svg').length === 2")
        finally:
            server.shutdown()
            thread.join()
    assert any("Content Security Policy" in said for said in trouble)
    of_the_theme = ("Content Security Policy", "Resetting to auto")
    assert [said for said in trouble if not any(part in said for part in of_the_theme)] == []
    trouble.clear()


def test_a_notebook_that_fails_is_named_in_one_sentence(tmp_path, monkeypatch, capsys):
    notebook = nbformat.v4.new_notebook(cells=[code("x = 1"), code("[].pop()")])
    nbformat.write(notebook, tmp_path / COURSE[1].file)
    monkeypatch.setattr(build, "course_dir", lambda name: tmp_path)
    monkeypatch.setattr(build, "written", lambda: {1})
    assert main([str(tmp_path / "out")]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "01_alignment.ipynb does not run: IndexError: pop from empty list"


def test_after_a_notebook_that_fails_no_other_is_begun(monkeypatch):
    begun = []

    def fails(content, folder, timeout):
        begun.append(content)
        raise DeadKernelError("the kernel died")

    monkeypatch.setattr(build, "execute", fails)
    with pytest.raises(ValueError, match=r"^\d\d_\w+\.ipynb does not run: the kernel died$"):
        build.executed(COURSE)
    assert len(begun) < len(COURSE)


def test_a_folder_that_cannot_be_made_is_said_before_anything_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "executed", None)
    (tmp_path / "file").write_text("mine")
    assert main([str(tmp_path / "file" / "site")]) == 1
    assert_one_sentence(capsys.readouterr().err, tmp_path / "file" / "site", "Not a directory")


def assert_one_sentence(said, folder, reason):
    assert said.startswith(f"the site cannot be written to {folder}: {reason}; name a folder that you can write to")
    assert said.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_said_before_anything_runs(tmp_path, monkeypatch, capsys):
    def refuse(*where):
        raise PermissionError(13, "Permission denied", "somewhere")

    monkeypatch.setattr(build, "executed", None)
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    assert main([str(tmp_path / "site")]) == 1
    assert_one_sentence(capsys.readouterr().err, tmp_path / "site", "Permission denied")
    assert list(tmp_path.iterdir()) == []


OTHERS = {"CNAME": "mine", ".git/HEAD": "mine"}
OLD = {"_static/convnb/host.js": "old", "index.html": "old", "03_gone.html": "old", **OTHERS}
NEW = {"_static/convnb/host.js": "new", "index.html": "new", "04_new.html": "new"}


def write_files(folder, files):
    for name, text in files.items():
        build.write(folder / name, text)


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def making(monkeypatch, make_html):
    """A build in which `make_html` stands for all the work."""
    monkeypatch.setattr(build, "executed", lambda course: {})
    monkeypatch.setattr(build, "write_source", lambda source, notebooks, repository: {})
    monkeypatch.setattr(build, "make_html", make_html)


def makes_a_site(source, site, states, repository):
    write_files(site, NEW)


def test_a_new_site_takes_the_old_ones_place_and_leaves_what_is_no_part_of_a_site(tmp_path, monkeypatch):
    write_files(tmp_path, {**OLD, f"{build.WORK}killed/half": "old"})
    making(monkeypatch, makes_a_site)
    build.build(tmp_path, "me/mine")
    assert files_in(tmp_path) == {**NEW, **OTHERS}
    assert not list(tmp_path.glob(f"{build.WORK}*"))


def test_a_folder_that_the_output_cannot_encode_is_written_with_escapes(tmp_path, monkeypatch):
    making(monkeypatch, makes_a_site)
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    assert main([str(tmp_path / "Фурье")]) == 0
    out.flush()
    assert rb"\u0424" in out.buffer.getvalue()


@pytest.mark.parametrize("there", [OLD, {}, None], ids=["an old site", "an empty folder", "nothing"])
def test_a_disk_that_is_full_half_way_leaves_what_was_there(tmp_path, monkeypatch, capsys, there):
    def disk_full(source, site, states, repository):
        makes_a_site(source, site, states, repository)
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    if there is not None:
        out.mkdir()
        write_files(out, there)
    making(monkeypatch, disk_full)
    assert main([str(out)]) == 1
    assert_one_sentence(capsys.readouterr().err, out, "No space left on device")
    assert out.exists() == (there is not None)
    assert files_in(out) == (there or {})


@pytest.mark.parametrize("stuck", ["index.html", "_static", "04_new.html"])
def test_a_file_that_cannot_be_moved_leaves_the_old_site(tmp_path, monkeypatch, stuck):
    rename = Path.rename

    def refuse(source, target):
        if source.name == stuck and target.parent == tmp_path:
            monkeypatch.setattr(Path, "rename", rename)
            raise PermissionError(13, "Permission denied")
        return rename(source, target)

    write_files(tmp_path, OLD)
    making(monkeypatch, makes_a_site)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        build.build(tmp_path, "me/mine")
    assert files_in(tmp_path) == OLD


def test_a_build_that_was_killed_does_not_keep_the_next_from_its_folder(tmp_path):
    (tmp_path / f"{build.WORK}abc").mkdir()
    build.check_folder(tmp_path)
