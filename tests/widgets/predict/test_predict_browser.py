"""Prediction on a page: each kind of answer before a guess, with a wrong one and the right one; keys, bad input."""

import pytest
from support.accessibility import violations

from convnb.widgets.predict import Prediction

GRID = {
    "question": "What are the four numbers?\n\nUse `kernel[::-1]`.",
    "kind": "grid",
    "answer": [[5, 711], [723, -729]],
    "wrong": [[[[19, 25], [37, 43]], "These are the numbers without the flip."]],
}
CHOICE = {
    "question": "Do they agree?",
    "kind": "choice",
    "options": [
        "Yes, always.",
        "No, never.",
        "Now and then, when the numbers of the kernel happen to be the same flipped.",
    ],
    "answer": [[1]],
    "wrong": [[[[0]], "A box filter is the same flipped."]],
}
SIGNS = {"question": "Which signs?", "kind": "signs", "answer": [[1, 0, -1]], "wrong": []}
NUMBER = {"question": "How many?", "answer": [[718]], "within": 2, "wrong": [[[[9]], "Nine is too few."]]}
ALL = {"grid": GRID, "choice": CHOICE, "signs": SIGNS, "number": NUMBER}
ASKED = {"kind": "grid", "sized": False, "answer": [[1, 2, 3]], "question": "Which numbers?", "wrong": []}


def type_in(shown, *texts):
    for cell, text in zip(shown.el.locator(".convnb-guess input").all(), texts, strict=True):
        cell.fill(text)


def commit(shown):
    shown.el.get_by_role("button", name="Commit").click()
    shown.frame()


def says(shown):
    return shown.el.locator(".convnb-verdict").inner_text()


def answer(shown):
    return shown.el.locator(".convnb-answer-cell").all_inner_texts()


def marks(shown):
    cells = shown.el.locator(".convnb-guess-cell:visible, .convnb-options label:visible").all()
    return "".join(cell.locator(".convnb-mark").inner_text() or "." for cell in cells)


def everything(shown):
    """All that the page says anywhere, for the eye or the ear."""
    return shown.el.evaluate("el => el.innerHTML + el.innerText")


def test_a_grid_before_and_with_a_known_wrong_guess_and_the_right_one(mount):
    shown = mount(Prediction(**GRID))
    assert shown.el.locator("code").inner_text() == "kernel[::-1]"
    assert answer(shown) == ["?"] * 4
    assert not any(number in everything(shown) for number in ("711", "723", "729"))
    type_in(shown, "19", "25", "37", "43")
    assert answer(shown) == ["?"] * 4
    commit(shown)
    assert says(shown) == "These are the numbers without the flip."
    assert answer(shown) == ["5", "711", "723", "−729"]
    assert marks(shown) == "✗✗✗✗"
    styles = shown.el.locator("[data-mark=wrong]").first.evaluate("el => getComputedStyle(el).borderStyle")
    assert styles == "dashed"
    assert shown.el.locator(".convnb-guess input").first.is_disabled()
    shown.el.get_by_role("button", name="Guess again").click()
    shown.frame()
    assert (answer(shown), marks(shown), says(shown)) == (["?"] * 4, "....", "")
    type_in(shown, "5", "711", " 723", "1")
    commit(shown)
    assert (says(shown), marks(shown)) == ("3 of 4 are right.", "✓✓✓✗")
    shown.el.get_by_role("button", name="Guess again").click()
    type_in(shown, "5", "711", "723", "−729")
    commit(shown)
    assert (says(shown), marks(shown)) == ("Right.", "✓✓✓✓")
    assert "Right. Your guess: 5, 711; 723, −729." in shown.said()
    shown.el.get_by_role("button", name="Reset").click()
    shown.frame()
    assert [cell.input_value() for cell in shown.el.locator(".convnb-guess input").all()] == [""] * 4
    assert answer(shown) == ["?"] * 4


def test_a_choice(mount):
    shown = mount(Prediction(**CHOICE))
    assert "the answer" not in shown.el.locator(".convnb-options").inner_text()
    commit(shown)
    assert says(shown) == "Choose a sentence first."
    shown.el.get_by_label("Yes, always.").check()
    commit(shown)
    assert (says(shown), marks(shown)) == ("A box filter is the same flipped.", "✗✓.")
    assert shown.el.locator(".convnb-options label").all_inner_texts()[1].split("\n")[-1] == "the answer"
    shown.el.get_by_role("button", name="Guess again").click()
    shown.el.get_by_label("Now and then").check()
    commit(shown)
    assert (says(shown), marks(shown)) == ("It is another one.", ".✓✗")
    shown.el.get_by_role("button", name="Guess again").click()
    shown.el.get_by_label("No, never.").check()
    commit(shown)
    assert (says(shown), marks(shown)) == ("Right.", ".✓.")


def test_signs(mount):
    shown = mount(Prediction(**SIGNS))
    cells = shown.el.locator(".convnb-guess select")
    for place, sign in enumerate("+−−"):
        cells.nth(place).select_option(sign)
    commit(shown)
    assert (says(shown), marks(shown), answer(shown)) == ("2 of 3 are right.", "✓✗✓", ["+", "0", "−"])
    shown.el.get_by_role("button", name="Guess again").click()
    cells.nth(1).select_option("0")
    commit(shown)
    assert says(shown) == "Right."


def test_a_number(mount):
    shown = mount(Prediction(**NUMBER))
    assert "718" not in everything(shown)
    type_in(shown, "9")
    commit(shown)
    assert (says(shown), answer(shown)) == ("Nine is too few.", ["718"])
    shown.el.get_by_role("button", name="Guess again").click()
    type_in(shown, "716")
    commit(shown)
    assert (says(shown), marks(shown)) == ("Right.", "✓")


def test_a_size_that_is_asked_for(mount):
    shown = mount(Prediction(**ASKED))
    assert answer(shown) == ["?"]
    type_in(shown, "1")
    shown.el.get_by_label("columns").fill("3")
    shown.frame()
    assert shown.get("entries") == [["1", "", ""]]
    shown.el.get_by_label("rows").fill("2")
    shown.frame()
    type_in(shown, *"123456")
    assert answer(shown) == ["?"]
    commit(shown)
    assert (says(shown), answer(shown)) == ("Your grid is 2×3, the answer is 1×3.", ["1", "2", "3"])
    shown.el.get_by_role("button", name="Guess again").click()
    shown.el.get_by_label("rows").fill("1")
    shown.frame()
    commit(shown)
    assert says(shown) == "Right."


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("5", "", "1", "2"), "There is no guess yet in row 0, column 1."),
        (("5", "11", "many", "2"), "“many” in row 1, column 0 is not a number: write it like 3, −2 or 0.5."),
        (("1e300", "11", "many", "2"), "“1e300” in row 0, column 0 is too large: at most 1e9 in size."),
    ],
)
def test_what_is_no_guess_gets_a_sentence_and_loses_nothing(mount, texts, sentence):
    shown = mount(Prediction(**GRID))
    type_in(shown, *texts)
    commit(shown)
    assert says(shown) == sentence
    assert answer(shown) == ["?"] * 4
    assert tuple(cell.input_value() for cell in shown.el.locator(".convnb-guess input").all()) == texts
    assert sentence in shown.said()
    assert not any(number in everything(shown) for number in ("711", "723", "729"))
    type_in(shown, "5", "711", "723", "-729")
    assert says(shown) == ""
    commit(shown)
    assert says(shown) == "Right."


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ALL)
def test_by_keyboard_alone_and_for_everybody(mount, quiet_page, kind, theme):
    quiet_page.emulate_media(color_scheme=theme)
    shown = mount(Prediction(**ALL[kind]))
    assert violations(shown.page, ".convnb") == []
    keys = {
        "grid": ["5", "Tab", "711", "ArrowDown", "-729", "Shift+Tab", "723", "Enter"],
        "choice": ["Space", "ArrowDown", "Enter"],
        "signs": ["+", "Tab", "0", "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"],
        "number": ["718", "Enter"],
    }[kind]
    quiet_page.locator("body").click(position={"x": 1, "y": 1})
    quiet_page.keyboard.press("Tab")
    for key in keys:
        named = key[0].isupper() or key in "+0"
        quiet_page.keyboard.press(key) if named else quiet_page.keyboard.type(key)
    shown.frame()
    assert says(shown) == "Right."
    assert violations(shown.page, ".convnb") == []
    assert quiet_page.evaluate("document.activeElement.textContent") == "Guess again"
    quiet_page.keyboard.press("Enter")
    shown.frame()
    assert says(shown) == ""
    assert quiet_page.evaluate("['INPUT', 'SELECT'].includes(document.activeElement.tagName)")


@pytest.mark.parametrize("kind", ALL)
def test_nothing_jumps_and_nothing_is_cut_off(mount, quiet_page, kind):
    shown = mount(Prediction(**ALL[kind]))
    first = shown.el.locator(".convnb-guess input, .convnb-guess select, .convnb-options input").locator("visible=true")
    for width, most in ((934, 600), (712, 680), (390, 600)):
        quiet_page.set_viewport_size({"width": width, "height": 800})
        shown.set(committed=False)
        before = shown.el.locator(".convnb").bounding_box()
        buttons = shown.el.locator(".convnb-main").bounding_box()
        assert before["height"] <= most
        entries = [["1" for _ in row] for row in ALL[kind]["answer"]]
        shown.set(committed=True, entries=entries)
        assert first.first.is_disabled()
        assert shown.el.locator(".convnb").bounding_box() == before
        assert shown.el.locator(".convnb-main").bounding_box() == buttons
        beyond = "el => [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight]"
        assert max(shown.el.locator(".convnb-stage").evaluate(beyond)) <= 0
        shown.set(committed=False, entries=[["" for _ in row] for row in entries])


def test_long_code_is_broken_and_short_code_is_not(mount, quiet_page):
    rows = " ".join(str(n) for n in range(40, 90))
    shown = mount(Prediction(**{**GRID, "question": f"What is between `1 -4 1` and the rows `{rows}`, and `0 1 0`?"}))
    for width in (934, 390):
        quiet_page.set_viewport_size({"width": width, "height": 800})
        question = shown.el.locator(".convnb-question").bounding_box()
        heights = []
        for code in shown.el.locator("code").all():
            box = code.bounding_box()
            assert box["x"] + box["width"] <= question["x"] + question["width"]
            heights.append(box["height"])
        assert heights[0] == heights[2] < heights[1] / 2


def test_two_views_of_a_question_and_two_questions(mount):
    shown, other = mount(Prediction(**CHOICE)), mount(Prediction(**CHOICE))
    second = shown.again()
    shown.el.get_by_label("No, never.").check()
    commit(shown)
    assert (says(second), says(other)) == ("Right.", "")
    assert other.el.locator("input:checked").count() == 0
    assert shown.page.evaluate("document.querySelectorAll('[id]').length") == 0
    shown.clean_up()
    assert shown.el.locator("*").count() == 0
    other.el.get_by_label("Yes, always.").check()
    assert second.el.get_by_label("No, never.").is_checked()


def test_a_guess_opens_the_text_that_tells_its_answer(mount, quiet_page):
    """Wherever that stands, and whenever it comes: of a notebook a part only is on the page."""
    shown = mount(Prediction(**NUMBER, question_id="05.a"))

    def add(fold):
        html = f"<details class='answers-{fold}'><summary>After your guess</summary>…</details>"
        quiet_page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", html)

    def opened():
        return quiet_page.locator("details[class^=answers]").evaluate_all("all => all.map((fold) => fold.open)")

    for fold in ("05.a", "05.b", "05.a"):
        add(fold)
    commit(shown)
    assert opened() == [False] * 3, "what cannot be read is no guess"
    type_in(shown, "1")
    commit(shown)
    assert opened() == [True, False, True]
    quiet_page.locator("summary").first.click()
    shown.set(question="Once more?")
    assert opened() == [False, False, True], "what the reader has closed stays closed"
    quiet_page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = false; })")
    mount(Prediction(**NUMBER, question_id="05.a", entries=[["1"]], committed=True))
    assert opened() == [True, False, True], "a notebook that is opened again has its guesses still"
    quiet_page.evaluate("document.querySelector('details').open = false")
    add("05.a")
    assert opened() == [False, False, True, True], "what comes later is opened, what was closed stays closed"


def test_a_state_that_cannot_be_asked_is_said_and_passes(mount):
    shown = mount(Prediction(**GRID))
    shown.set(answer=[[1, None]])
    assert "answer[0][1] is not a number" in shown.el.locator(".convnb-error").inner_text()
    assert shown.el.get_by_role("button", name="Reset").is_visible()
    shown.set(answer=GRID["answer"])
    assert shown.el.locator(".convnb-error").is_hidden()


def test_what_is_typed_reaches_the_kernel_when_the_hand_rests(mount):
    shown = mount(Prediction(**NUMBER))
    shown.patient()
    before = shown.saves
    shown.el.locator(".convnb-guess input").press_sequentially("1234")
    assert shown.saves == before
    commit(shown)
    assert shown.get("committed") is True
