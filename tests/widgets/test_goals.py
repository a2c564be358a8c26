"""What every widget takes beside its own traits, on Python's side: a goal, a covered result, the way back of Reset."""

import json
import subprocess

import numpy as np
import pytest
from traitlets import TraitError, link

from convnb import widgets
from convnb.widgets.kit.base import _meets

ZEROS = {"text": "Make every output 0", "output": [[0, 0], [0, 0]]}


def changed_by_hand(**changes):
    """A widget after a message of the browser, which says what the traits were before."""
    widget = widgets.SlidingKernel2D()
    widget.set_state({**changes, "_first": {name: getattr(widget, name) for name in changes}})
    return widget


# --- the way back ---


def test_a_message_of_the_browser_keeps_the_way_back():
    widget = changed_by_hand(position=3, stride=[2, 2])
    widget.set_state({"position": 1})
    assert widget.position == 1
    assert widget._first == {"position": 0, "stride": [1, 1]}
    assert repr(widget) == "SlidingKernel2D(stride=2, position=1)"


@pytest.mark.parametrize("position", [2, 3], ids=["another", "the_same"])
def test_what_python_sets_is_where_reset_goes(position):
    widget = changed_by_hand(position=3, stride=[2, 2])
    widget.position = position
    assert widget._first == {"stride": [1, 1]}
    with widget.hold_sync():
        widget.stride = 1
    assert widget._first == {}


def test_a_picture_finds_its_way_back_too():
    """Levels travel as bytes, within _first as by themselves."""
    widget = widgets.NetworkExplorer()
    drawing = widget.drawing
    sent = widget.get_state("drawing")
    empty = {**sent["drawing"], "levels": bytes(drawing.size)}
    widget.set_state({"drawing": empty, "_first": sent})
    assert widget.drawing.max() == 0
    widget.set_state({**widget.get_state("_first")["_first"], "_first": {}})
    assert np.array_equal(widget.drawing, drawing)


def test_what_is_refused_changes_no_way_back():
    widget = changed_by_hand(position=3)
    with pytest.raises(TraitError):
        widget.position = "there"
    assert widget._first == {"position": 0}


def test_what_an_observer_sets_while_a_message_is_read_is_set_by_python():
    widget = changed_by_hand(stride=[2, 2])
    widget.observe(lambda change: setattr(widget, "stride", 3), "position")
    widget.set_state({"position": 1, "_first": {**widget._first, "position": 0}})
    assert widget.stride == [3, 3]
    assert widget._first == {"position": 0}


def test_the_other_end_of_a_link_goes_back_to_what_the_link_set():
    first, second = changed_by_hand(stride=[2, 2]), widgets.SlidingKernel2D()
    link((second, "position"), (first, "position"))
    second.set_state({"position": 1, "_first": {"position": 0}})
    assert (first.position, first._first) == (1, {"stride": [1, 1]})
    assert second._first == {"position": 0}


# --- goals ---


@pytest.mark.parametrize(
    ("widget", "goal"),
    [
        (widgets.SlidingKernel2D(), {"output": [[19, 25], [37, 43]]}),
        (widgets.SlidingKernel2D(), {"output": {"least": 19, "most": 43}}),
        (widgets.SlidingKernel2D(position=99), {"position": 3}),
        (widgets.ImpulseResponse([1, 0, 2], [1]), {"result": [1, 0, 2]}),
        (widgets.ImpulseResponse([1, 0, 2], [1]), {"hits": {"least": 0}, "response": [1 + 1e-10]}),
        (widgets.ImageFilter(), {"sum": 0, "size": {"most": 3}, "kernel": [[-1, 0, 1]] * 3}),
        (widgets.ImageFilter([[0, 1, 0, 0, 0]], [[2, 1]]), {"left": 1.5, "right": {"most": 0}}),
        (widgets.SignalAligner([1, 2, 3], [0, 1, 2, 3], lag=1), {"lag": 1, "value": {"least": 14}}),
        (
            widgets.LayerStack.example("two 3×3 see 5×5"),
            {"receptive_field": [5, 5], "parameters": 20, "multiply_adds": {"most": 666}, "output": [1, 5, 5]},
        ),
    ],
)
def test_a_goal_is_met_by_what_it_names(widget, goal):
    widget.goal = {"text": "Try", **goal}
    assert widget.goal_met is True
    json.dumps(widget.get_state("goal"), allow_nan=False)


@pytest.mark.parametrize(
    "goal",
    [
        {"output": [[19, 25], [37, 43.1]]},
        {"output": [19, 25, 37, 43]},
        {"output": 19},
        {"output": {"least": 20}},
        {"output": {"most": 42}},
        {"output": {"least": 0}, "position": 1},
    ],
)
def test_a_goal_is_not_met_by_something_else(goal):
    assert widgets.SlidingKernel2D(goal={"text": "Try", **goal}).goal_met is False


def test_a_goal_is_met_and_missed_as_the_state_changes():
    widget = widgets.SlidingKernel2D()
    assert widget.goal_met is None
    widget.goal = ZEROS
    assert widget.goal_met is False
    widget.kernel = np.zeros((2, 2))
    assert widget.goal_met is True
    widget.goal = {**ZEROS, "output": 0}
    assert widget.goal_met is False
    widget.goal = ZEROS
    widget.kernel = [[0, np.nan], [0, 0]]
    assert widget.goal_met is False
    widget.kernel = np.zeros((5, 5))
    assert widget.goal_met is False
    widget.goal = {}
    assert widget.goal_met is None


NUMBERS = [0.0, 1.0, 1 + 5e-10, 1 + 2e-9, 1e12, 1e12 + 500, 1e12 + 2000, -3.0, np.nan, np.inf]
VALUES = [*NUMBERS, [1.0], [1.0, 2.0], [[1.0, 2.0]], [[1.0], [2.0 + 1e-10]], [[1.0], [np.nan]]]
LIMITS = [{"least": 1.0}, {"most": 1.0}, {"least": 1e12 + 400, "most": 1e12 + 600}, {"least": 1.0, "most": 2.0}]


def test_the_browser_and_python_agree_on_what_meets_a_goal(require):
    goals = [one for one in VALUES if np.isfinite(one).all()] + LIMITS
    pairs = [(value, wanted) for value in VALUES for wanted in goals]
    source = f"const found = {json.dumps(pairs)}.map((pair) => module_kit_shell.holds(...pair));"
    program = "\n".join([widgets.SlidingKernel2D._esm, source, "console.log(JSON.stringify(found))"])
    command = [require("node"), "--input-type=module", "-"]
    run = subprocess.run(command, input=program, capture_output=True, text=True, timeout=30)
    assert run.returncode == 0, run.stderr
    with np.errstate(invalid="ignore"):
        assert json.loads(run.stdout) == [_meets(*pair) for pair in pairs]
    assert 20 < sum(json.loads(run.stdout)) < len(pairs) / 2


def test_arrays_travel_as_lists():
    goal = {"text": "Shift", "output": np.eye(2), "position": np.int64(1)}
    widget = widgets.SlidingKernel2D(goal=goal)
    assert widget.get_state("goal") == {"goal": {"text": "Shift", "output": [[1, 0], [0, 1]], "position": 1}}
    assert isinstance(goal["output"], np.ndarray)
    assert repr(widget) == "SlidingKernel2D(goal='Shift')"


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("zeros", "goal must be a dict.*'zeros'"),
        ({"output": [[0]]}, "goal must have a text"),
        ({"text": " ", "output": [[0]]}, "goal must have a text"),
        ({"text": "Think"}, "at least one of output, position"),
        ({"text": "Try", "kernel": [[0]]}, "goal of SlidingKernel2D can name output, position; got 'kernel'"),
        ({"text": "Try", 1: [[0]]}, "can name output, position; got 1"),
        ({"text": "Try", "output": [[0], [0, 1]]}, r"goal: output must be finite numbers.*\[\[0\], \[0, 1\]\]"),
        ({"text": "Try", "output": "no number " * 1000}, "goal: output must be finite numbers.*no number"),
        ({"text": "Try", "output": [[np.nan]]}, "goal: output must be finite"),
        ({"text": "Try", "output": []}, "goal: output must be finite"),
        ({"text": "Try", "output": {}}, "goal: output must be finite"),
        ({"text": "Try", "output": {"at least": 1}}, "goal: output must be finite.*'at least': 1"),
        ({"text": "Try", "output": {"least": [1, 2]}}, "goal: output must be finite"),
        ({"text": "Try", "output": {"least": 3, "most": 2}}, "a <= b; got {'least': 3, 'most': 2}"),
    ],
)
def test_what_is_no_goal_is_refused_in_one_sentence(goal, words):
    widget = widgets.SlidingKernel2D(goal=ZEROS)
    with pytest.raises((ValueError, TraitError), match=words) as problem:
        widget.goal = goal
    assert len(str(problem.value)) < 200
    assert widget.goal["text"] == ZEROS["text"]


def test_a_widget_that_measures_nothing_says_so():
    with pytest.raises(ValueError, match=r"SlidingKernel1D has no goals, so goal must be \{\}; got"):
        widgets.SlidingKernel1D(goal={"text": "Turn it"})
    assert widgets.SlidingKernel1D(goal={}).goal_met is None


# --- steps ---


def test_steps_are_lists_of_what_the_trait_takes():
    widget = widgets.ImageFilter(steps={"kernel": np.zeros((2, 3, 3))})
    assert widget.get_state("steps") == {"steps": {"kernel": 2 * [3 * [[0.0] * 3]], "text": ["0", "1"]}}
    assert repr(widget) == "ImageFilter(steps='2 of kernel')"
    widget.steps = {}
    assert repr(widget) == "ImageFilter()"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([[1, 2]], "steps must be a dict"),
        ({"mode": ["full"]}, "steps must be a dict with the name of a list or matrix"),
        ({"kernle": [[1, 2]]}, "steps must be a dict"),
        ({"kernel": [[1]], "signal": [[1]]}, "steps must be a dict"),
        ({"text": ["0"]}, "steps must be a dict"),
        ({"kernel": []}, "steps must be a dict"),
        ({"kernel": [[[1, 2]]]}, "kernel must be a list of at least one real number; got 2-D"),
        ({"kernel": [[1, np.nan]]}, "steps: every number of kernel must be finite"),
        ({"kernel": [[1], [2]], "text": ["0"]}, "steps: text must be a list of 2 texts"),
        ({"kernel": [[1]], "text": [0]}, "steps: text must be a list of 1 texts"),
    ],
)
def test_what_are_no_steps_is_refused_in_one_sentence(steps, words):
    with pytest.raises((ValueError, TraitError), match=words):
        widgets.SlidingKernel1D(steps=steps)


# --- covered ---


@pytest.mark.parametrize("name", [*widgets.__all__, *widgets.ASKING])
def test_a_covered_picture_tells_no_result(name):
    widget = getattr(widgets, name)(covered=True)
    data, metadata = widget._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == "Predict first: the result is covered."
    assert data["text/plain"].endswith("covered=True)")
    covered = data["image/png"]
    widget.covered = False
    assert widget._repr_mimebundle_()[0]["image/png"] != covered
