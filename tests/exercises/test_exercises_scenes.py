"""Show me: the widgets of a mistake hold the numbers of the answer that made it, and of the right one."""

import json

import numpy as np
import pytest
from ipywidgets import Button

from convnb.exercises import check, exercises_of, notebooks
from convnb.exercises.grading.comparing import agree
from convnb.exercises.grading.showing import show
from convnb.exercises.predict import Predict
from convnb.exercises.scenes import first_difference
from convnb.widgets import ImpulseResponse, MatrixExplorer, SignalAligner

BY_HAND = ["01.2", "02.2", "03.1", "05.1", "05.2", "05.4", "06.1", "06.2", "06.3", "07.2", "08.1", "08.2"]
PICTURED = {id: one for notebook in notebooks() for id, one in exercises_of(notebook).items() if one.scene}


def seen(exercise):
    """(the wrong answer, the Result of check) for each misconception that has a picture."""
    results = [(one.answer, check(exercise.id, one.answer)) for one in exercise.misconceptions]
    return [(answer, result) for answer, result in results if hasattr(result, "mistake")]


def parting(exercise, answer):
    """What the answer gives on the first input on which it is wrong, and what is right there."""
    pairs = ((np.asarray(one(*case)) for one in (answer, exercise.reference)) for case in exercise.cases())
    return next((got, right) for got, right in pairs if not agree(got, right))


@pytest.mark.parametrize("id", PICTURED)
def test_a_picture_has_the_numbers_of_the_answer_and_the_right_ones_and_shows_where_they_part(id):
    exercise = PICTURED[id]
    for answer, result in seen(exercise):
        assert_shows(result.mistake, parting(exercise, answer))


def assert_shows(mistake, wanted):
    """Its two widgets hold these two results, and stand where these part."""
    place = first_difference(*wanted)
    for (caption, widget), numbers in zip(mistake.widgets(), wanted, strict=True):
        if isinstance(widget, SignalAligner):
            assert widget.lag == numbers
            assert caption.endswith(f" the lag {numbers:g}, where the products add up to {show(score(widget))}.")
            continue
        if isinstance(widget, MatrixExplorer):
            assert agree(widget.matrix.T if widget.transposed else widget.matrix, numbers)
            assert widget.position == place[0]
            continue
        copies = isinstance(widget, ImpulseResponse)
        output, at = (widget.result, widget.tau) if copies else (widget.output, widget.position)
        assert agree(output, numbers)
        if all(np.less(place, numbers.shape)):
            assert output.ravel()[at] == pytest.approx(numbers[place])


def score(aligner):
    """What the widget says of its lag."""
    lags, values = aligner.curve
    return float(values[list(lags).index(aligner.lag)])


@pytest.mark.parametrize("id", BY_HAND)
def test_a_picture_of_the_case_by_hand_has_the_numbers_that_were_typed_and_those_of_the_answer(id):
    asked = Predict(id)
    assert asked.pictured
    assert asked.pictured == list(asked.mistakes)
    for index, mistake in asked.mistakes.items():
        shape = mistake.right.result().shape
        typed, right = (np.array(rows) for rows in (asked.wrong[index][0], asked.answer))
        if len(shape) < 2:  # of one row, or one number
            typed, right = (rows[0, 0] if shape == () else rows[0] for rows in (typed, right))
        assert_shows(mistake, (typed, right))


def test_most_wrong_answers_by_hand_that_have_a_scene_have_a_picture():
    assert sum(len(Predict(id).pictured) for id in BY_HAND) >= 85
    assert Predict("04.1").pictured == []


def test_a_question_is_asked_by_the_browser_for_one_picture_at_a_time(monkeypatch):
    asked, sent, shown = Predict("05.1"), [], []
    monkeypatch.setattr(asked, "send", sent.append)
    for index in (0, 1):
        asked._handle_custom_msg({"show": index}, [])
        shown += asked._shown
        captions = [caption for caption, _ in asked.mistakes[index].widgets()]
        pairs = list(zip(captions, [widget.model_id for widget in asked._shown], strict=True))
        assert sent[index] == {"shown": index, "pictures": pairs}
    assert [widget.comm is None for widget in shown] == [True, True, False, False]
    for nonsense in ({"show": 10}, {"show": [0]}, {"show": None}, {}, [], "show", None):
        asked._handle_custom_msg(nonsense, [])
    assert len(sent) == 2


def test_many_misconceptions_have_a_picture_and_the_right_answers_none():
    count = {id: len(seen(exercise)) for id, exercise in PICTURED.items()}
    assert min(count.values()) > 2
    assert sum(count.values()) >= 110
    for id, exercise in PICTURED.items():
        assert not hasattr(check(id, exercise.reference), "mistake")


@pytest.mark.parametrize("id", PICTURED)
def test_the_scene_of_a_right_answer_gives_it_on_every_input(id):
    exercise = PICTURED[id]
    for case in exercise.cases():
        scene = exercise.scene(*case)
        for one in (scene, *scene.also):
            assert agree(one.result(), exercise.reference(*case))


def test_a_picture_tells_no_value_that_is_asked_for():
    assert all(exercise.asks_function for exercise in PICTURED.values())


def test_the_captions_say_what_differs():
    result = check("05.1", lambda delta, w: np.correlate(delta, w, "valid"))
    (yours, _), (right, _) = result.mistake.widgets()
    assert yours == "Your way: the kernel slides as it is, and the whole kernel lies on the signal."
    assert right == "The right way: the kernel is flipped, and the kernel may hang over both ends, where zeros stand."


def test_what_is_overwritten_is_seen_as_copies_that_replace_one_another():
    def grad_input(delta, w):
        grad = np.zeros(len(delta) + len(w) - 1)
        for t in range(len(delta)):
            grad[t : t + len(w)] = delta[t] * w
        return grad

    (_, yours), (_, right) = check("05.1", grad_input).mistake.widgets()
    assert (yours.replaces, right.replaces) == (True, False)


def test_an_answer_that_no_scene_gives_on_every_input_has_no_picture():
    flipped_at_first = iter([True])
    answers = [
        lambda delta, w: np.convolve(delta, w) + 1,
        lambda delta, w: np.convolve(delta, w[::-1] if next(flipped_at_first, False) else w),
        lambda delta, w: [],
        lambda delta, w: "text",
        lambda delta, w: np.convolve(delta, w) * np.nan,
        lambda delta, w: np.convolve(delta, w) * 1j,
    ]
    for answer in answers:
        assert not hasattr(check("05.1", answer), "mistake")


def test_a_mistake_that_nobody_wrote_down_has_a_picture_too():
    result = check("08.2", lambda x, w: np.correlate(x, w, "valid"))
    assert not any(result.message.startswith(known.hint) for known in PICTURED["08.2"].misconceptions)
    assert hasattr(result, "mistake")


def test_the_verdict_stays_text_and_a_button_opens_and_closes_the_picture(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda what, **kwargs: shown.append(what))
    result = check("03.1", lambda x, kernel: np.zeros((2, 3)))
    assert not hasattr(result, "_ipython_display_")
    result = check("06.2", lambda a, delta: PICTURED["06.2"].reference(a, delta[::-1, ::-1]))
    result._ipython_display_()
    verdict, box = shown
    assert verdict == {"text/plain": repr(result), "text/html": result._repr_html_()}
    assert json.dumps(verdict)
    [button] = box.children
    assert isinstance(button, Button)
    assert button.description == "Show me"
    button.click()
    _, row = box.children
    assert button.description == "Hide"
    columns = [part.children for part in row.children]
    assert [type(widget).__name__ for _, widget in columns] == ["SlidingKernel2D"] * 2
    assert "Your way: the kernel is turned by 180 degrees." in columns[0][0].value
    button.click()
    assert box.children == (button,)
    button.click()
    assert box.children == (button, row)
    check("06.2", lambda a, delta: PICTURED["06.2"].reference(a[::-1, ::-1], delta))._ipython_display_()
    assert [widget.comm for _, widget in columns] == [None, None]  # a save keeps no picture that is shown no more
    assert (box.comm, len(shown[3].children)) == (None, 1)
