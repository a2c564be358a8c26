"""What a widget is held to as an instrument: one screen, nothing that runs away, never dead, Reset, goals, covers.

contract.js does the looking within the page; the states are those where a widget is fullest, emptiest or oddest.
"""

from pathlib import Path

import numpy as np
import pytest
from support import bare_page

from convnb import widgets
from convnb.models.network import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential

SEED, GESTURES = 16, 300
SCREENS = {934: 600, 712: 680, 390: None}  # container: the most a widget is high with its folds closed
HAND = 600  # on a phone: from the top of the picture to the end of the main row
HERE = Path(__file__).parents[1] / "support"
NOT_OURS = ("layout", "tabbable", "tooltip")  # traits that ipywidgets brings


def normal(*shape):
    return (9 * np.random.default_rng(5).normal(size=shape)).round(2)


def states_of(name):
    """States of a widget in which much is to be shown, or next to nothing."""
    rng = np.random.default_rng(5)
    wide = {"kind": "conv", "kernel": 31, "padding": 15}
    stages = Conv2d(1, 32, 5, rng=rng, padding=2), ReLU(), MaxPool2d(2), Conv2d(32, 32, 3, rng=rng, padding=1), ReLU()
    deep = Sequential(*stages, MaxPool2d(2), Flatten(), Linear(32 * 49, 100, rng=rng), ReLU(), Linear(100, 10, rng=rng))
    one = {"input": [[1]], "kernel": [[1]]}
    states = {
        "BackwardExplorer": [
            {"input": normal(16, 16), "kernel": normal(7, 7), "padding": 3},
            {"input": normal(16), "kernel": normal(7), "counts": True},
            {"input": normal(5, 5), "kernel": normal(2, 3), "stride": 2, "symbols": True, "target": "weight"},
            one,
        ],
        "ChannelMixer": [
            {"picture": rng.random((4, 64, 64)), "weight": normal(4, 4, 5, 5)},
            {"picture": rng.random((1, 7, 40)), "weight": normal(1, 1, 1, 1), "stride": 2},
            {"relu": True, "pool": True},
        ],
        "ForecastExplorer": [
            {"mode": "free run", "horizon": 100, "origin": 1000},
            {"mode": "one step", "origin": 40, "horizon": 1},
        ],
        "GaborExplorer": [
            {"image": rng.random((256, 256)), "shape": 31, "cell": "complex", "without_dc": True},
            {"shape": (1, 31), "tuned_by": "frequency", "alpha": -2},
            {"image": rng.random((40, 200)), "shape": 3},
        ],
        "ImageFilter": [
            {"kernel": normal(9, 9), "mode": "same", "flip": True},
            {"image": rng.random((512, 100)), "kernel": normal(1, 9)},
            {"image": rng.random((20, 500)), "kernel": [[1]], "scale": "absolute"},
            {"kernel": [[0] * 3] * 3, "steps": {"kernel": normal(2, 3, 3), "text": ["0: loss 38.000", "1000: loss 0"]}},
        ],
        "ImpulseResponse": [
            {"hits": normal(32), "response": normal(16), "view": "output side"},
            {"hits": normal(32), "response": normal(16)},
            {"hits": [-1000.25], "response": [7]},
        ],
        "LayerStack": [
            {"layers": 12 * [wide | {"channels": 1024}], "input_shape": (512, 512, 512)},
            {"layers": [{"kind": "transposed", "kernel": 4, "stride": 2}], "input_shape": (1, 1, 1)},
            {"layers": [{"kind": "max_pool", "kernel": 2}], "input_shape": (512, 8, 512)},
        ],
        "MatrixExplorer": [
            {"x": normal(8, 8), "kernel": normal(4, 4), "padding": 3, "view": "both"},
            {"x": normal(8), "kernel": normal(3), "view": "matrix", "transposed": True},
            {"x": [[1]], "kernel": [[1]], "view": "both"},
        ],
        "NetworkExplorer": [
            {"network": deep},
            {"network": Sequential(Flatten(), Linear(16, 30, rng=rng)), "input_shape": (1, 4, 4)},
        ],
        "SignalAligner": [
            {"x": rng.normal(size=100_000), "y": rng.normal(size=60_000), "normalized": True},
            {"x": [1, -1000.5], "y": [2]},
        ],
        "SlidingKernel1D": [
            {"signal": normal(64), "kernel": normal(16), "flip": True},
            {"signal": [-1000.25], "kernel": [1000.5], "mode": "valid"},
            {"signal": normal(8), "kernel": normal(3), "mode": "same", "steps": {"kernel": normal(9, 3)}},
        ],
        "SlidingKernel2D": [
            {"input": normal(16, 16), "kernel": normal(7, 7), "padding": 3, "flip": True},
            {"input": normal(4, 4), "kernel": normal(3, 3), "transposed": True, "stride": 2},
            {"input": normal(1, 16), "kernel": normal(1, 3), "dilation": (1, 3)},
            one,
        ],
        "SpectrumExplorer": [
            {"samples": 256, "width": 64, "kernel_kind": "low-pass", "length": 512},
            {"signal": [-1000.25], "kernel": [3]},
            {"signal_kind": "heartbeat", "kernel_kind": "echo", "bin": 0},
            {"samples": 256, "width": 64, "show": "turning arrows"},
        ],
    }
    return line_of(name, states, "states_of")


def line_of(name, table, where):
    """What a table here has for a widget."""
    assert name in table, f"a new widget needs a line in {where}, tests/widgets/test_contract.py"
    return table[name]


# States that cannot be computed, as Python or a file may bring them, whatever a hand has changed before.
BAD = {
    "BackwardExplorer": {"kernel": [[1, 2, 3, 4, 5, 6]]},
    "ChannelMixer": {"groups": 2},
    "ForecastExplorer": {"origin": 3},
    "GaborExplorer": {"shape": [31, 129]},
    "ImageFilter": {"image": {"shape": [2, 2], "levels": {"base64": "AAAAAA=="}}},
    "ImpulseResponse": {"hits": [0, 33 * "1"]},
    "LayerStack": {"input_shape": [1, 2, 2]},
    "MatrixExplorer": {"kernel": [[1, 2, 3], [1, 2, 3]], "dilation": [1, 2]},
    "NetworkExplorer": {"drawing": {"shape": [1, 2, 2], "levels": {"base64": "AAAAAA=="}}},
    "SignalAligner": {"lag": 0.5},
    "SlidingKernel1D": {"signal": 65 * [1]},
    "SlidingKernel2D": {"kernel": [[1, 2], [3, 4], [5, 6], [7, 8]]},
    "SpectrumExplorer": {"width": 65},
}


@pytest.fixture(params=widgets.__all__)
def name(request):
    return request.param


@pytest.fixture
def widget(name):
    return getattr(widgets, name)()


@pytest.fixture
def contract(mount, quiet_page):
    """contract(widget) shows it on a page that knows contract.js as `contract`."""
    sources = ("set_states", "hostile_states", "contract")
    module = "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in sources)
    quiet_page.set_viewport_size({"width": 934, "height": 800})
    quiet_page.emulate_media(reduced_motion="reduce")
    load = """async (text) => {
      window.contract = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      contract.prepare();
    }"""
    quiet_page.evaluate(load, module)
    return mount


def ask(shown, question, *told):
    """Call a function of contract.js on a mounted widget. A page that hangs does not hang the test."""
    run = """([index, question, told]) => {
      const broken = (problem) => ({ faults: [String(problem.stack)] });
      Promise.resolve(contract[question](mounted[index], ...told)).catch(broken).then((answer) => {
        window.answer = answer;
        console.log("answered");
      });
    }"""
    page = shown.page
    with page.expect_console_message(lambda message: message.text == "answered", timeout=60_000):
        page.evaluate(run, [shown.index, question, told])
    return page.evaluate("window.answer")


def at(shown, width):
    """Make the widget's container as wide."""
    shown.page.set_viewport_size({"width": width, "height": 800})
    shown.page.evaluate("contract.settled()")


def jsonable(state):
    ours = {name: value for name, value in state.items() if not name.startswith("_") and name not in NOT_OURS}
    return {name: bare_page.jsonable(value) for name, value in ours.items()}


def changed(widget, state):
    """What Python sends for a state, where it differs from what it sends for the first one."""
    first, then = jsonable(widget.get_state()), jsonable(type(widget)(**state).get_state())
    return {name: value for name, value in then.items() if first.get(name) != value}


def frozen(shown):
    return shown.page.evaluate(f"contract.frozen(mounted[{shown.index}].model.state)")


def test_one_screen(contract, widget, name):
    shown = contract(widget)
    states = [(repr(type(widget)(**state)), changed(widget, state)) for state in states_of(name)]
    faults = []
    for width, most in SCREENS.items():
        at(shown, width)
        seen = ask(shown, "everySize", states)
        for one in seen:
            where = f"{width} px, {one['state']}"
            faults += [f"{where}: {fault}" for fault in one["faults"]]
            if most and one.get("whole", 0) > most:
                faults.append(f"{where}: {one['whole']} px high")
            if not most and one.get("hand", 0) > HAND:
                faults.append(f"{where}: {one['hand']} px from the picture to the hand")
        stages = {one.get("stage"): f"{one.get('stage')} px ({one['state']})" for one in seen}
        if len(stages) > 1:
            faults.append(f"{width} px: stages of {', '.join(stages.values())}")
    assert not faults, "\n".join(faults)


def test_nothing_runs_away(contract, widget):
    shown = contract(widget)
    faults = []
    for width in (934, 390):
        at(shown, width)
        faults += [f"{width} px, {fault}" for fault in ask(shown, "dragAll")]
    assert not faults, "\n".join(faults)


def test_no_gesture_is_deadly(contract, widget):
    shown = contract(widget)
    first = frozen(shown)
    walked = ask(shown, "walk", SEED, GESTURES)
    assert not walked["faults"], "\n".join([f"seed {SEED}", *walked["faults"], "after", *walked["gestures"]])
    assert ask(shown, "afterReset", first) == []


def test_reset_belongs_to_the_model(contract, widget):
    shown = contract(widget)
    first = frozen(shown)

    def by_hand(view, seed):
        """Other than at first, by some gestures. A widget with few controls may be led back: then by some more."""
        for more in range(5):
            walked = ask(view, "walk", seed + 10 * more, 20, {"resets": False})
            assert not walked["faults"], walked
            if frozen(view) != first:
                return
        pytest.fail(f"no gesture changes a trait, such as {walked['gestures']}")

    by_hand(shown, 1)
    second = shown.again()
    assert ask(second, "afterReset", first) == []
    # The cell is moved.
    by_hand(shown, 2)
    shown.clean_up()
    second.clean_up()
    moved = shown.again()
    assert ask(moved, "afterReset", first) == []
    # The page is loaded anew.
    by_hand(moved, 3)
    moved.clean_up()
    shown.page.evaluate("mounted[0].show(new mounted[0].model.constructor(mounted[0].model.state))")
    shown.frame()
    loaded = bare_page.Mounted(shown.page, moved.index + 1)
    assert frozen(loaded) != first
    assert ask(loaded, "afterReset", first) == []


OPACITY = """node => {
  let opacity = 1;
  for (; node; node = node.parentElement) opacity *= Number(getComputedStyle(node).opacity);
  return opacity;
}"""


def dimmed(shown):
    """Whether the pictures are."""
    return {canvas.evaluate(OPACITY) < 0.7 for canvas in shown.el.locator(".convnb-stage canvas:visible").all()}


def assert_says_what_is_wrong(shown):
    error = shown.el.locator(".convnb-error")
    assert dimmed(shown) == {True}, "the state of BAD can be computed, after a hand's changes perhaps"
    assert error.is_visible()
    assert error.evaluate(OPACITY) == 1
    sentence = error.inner_text()
    assert 10 < len(sentence) < 400
    assert any(digit in sentence for digit in "0123456789")
    assert shown.el.locator(".convnb-main").get_by_role("button", name="Reset").is_visible()
    assert shown.el.locator(".convnb-main input:visible:enabled, .convnb-main select:visible:enabled").count()


def test_a_state_that_cannot_be_computed_leaves_the_controls(contract, widget, name):
    shown = contract(widget)
    first, bad = frozen(shown), line_of(name, BAD, "BAD")
    moved = ask(shown, "walk", 4, 12, {"resets": False})
    assert not moved["faults"], moved
    height = shown.el.locator(".convnb").bounding_box()["height"]
    ask(shown, "assign", bad)
    assert_says_what_is_wrong(shown)
    assert shown.el.locator(".convnb").bounding_box()["height"] == height
    # A hand may go on, and what it changed comes back; what Python set stays.
    assert set(ask(shown, "afterReset", first)) <= set(bad)
    assert_says_what_is_wrong(shown)
    good = jsonable(widget.get_state())
    ask(shown, "assign", {trait: good[trait] for trait in bad})
    assert shown.el.locator(".convnb-error").is_hidden()
    assert dimmed(shown) == {False}
    assert frozen(shown) == first
    shown.clean_up()
    begun = contract(widget, **bad)
    assert_says_what_is_wrong(begun)
    ask(begun, "assign", {trait: good[trait] for trait in bad})
    assert begun.el.locator(".convnb-error").is_hidden()


def results(shown):
    """How many elements tell the result, and how many of them are to be seen."""
    see = "all => [all.length, all.filter(node => node.checkVisibility({ visibilityProperty: true })).length]"
    return shown.el.locator(".convnb-result").evaluate_all(see)


def test_the_result_is_covered_until_it_is_asked_for(contract, widget):
    shown = contract(widget, covered=True)
    count, seen = results(shown)
    assert (count > 0, seen) == (True, 0)
    said = shown.read_out.inner_text()
    walked = ask(shown, "walk", 5, 12, {"resets": False})
    assert not walked["faults"], walked
    assert results(shown)[1] == 0
    assert shown.read_out.inner_text() == said
    box = shown.el.locator(".convnb").bounding_box()
    shown.el.get_by_role("button", name="Show the result").click()
    shown.frame()
    assert shown.get("covered") is False
    assert results(shown)[1] > 0
    assert len(shown.read_out.inner_text()) > 40
    assert shown.el.locator(".convnb").bounding_box() == box
    assert shown.el.get_by_role("button", name="Show the result").count() == 0


# A goal, and a state in which it is met.
GOALS = {
    "BackwardExplorer": (
        {"text": "Blame the last two", "grad_x": [0, 0, 3, 6], "grad_weight": {"least": 5}},
        {"kernel": [0, 0, 3]},
    ),
    "ChannelMixer": ({"text": "Move the map", "map_shift": [0, 1]}, {"shift": [0, 1]}),
    "GaborExplorer": ({"text": "A choosy cell", "width": {"most": 30}}, {"beta_y": 0.005}),
    "ImageFilter": (
        {"text": "Blur it", "sum": 1, "size": {"least": 3}, "kernel": {"least": 0}},
        {"kernel": [[1 / 9] * 3] * 3},
    ),
    "ImpulseResponse": ({"text": "No pain", "result": [0] * 9}, {"hits": [0] * 7}),
    "LayerStack": (
        {"text": "See 9 by 9 with 200 weights", "parameters": {"most": 200}, "receptive_field": [9, 9]},
        {"layers": [{"kind": "conv", "kernel": 9, "channels": 2}]},
    ),
    "MatrixExplorer": ({"text": "Make 2 × 2", "output_shape": [2, 2]}, {"stride": 2}),
    "SignalAligner": ({"text": "Crest on crest", "value": {"least": 172}}, {"lag": -15}),
    "SpectrumExplorer": ({"text": "Nothing wraps", "wrapped": 0, "length": 71}, {"length": 71}),
    "SlidingKernel2D": ({"text": "Make every output 0", "output": [[0, 0], [0, 0]]}, {"kernel": [[0, 0], [0, 0]]}),
}


@pytest.mark.parametrize("name", GOALS)
def test_a_goal_lights_up_and_is_said(contract, name):
    cls, (goal, state) = getattr(widgets, name), GOALS[name]
    assert (cls(goal=goal).goal_met, cls(goal=goal, **state).goal_met) == (False, True)
    shown = contract(cls(goal=goal))
    line = shown.el.locator(".convnb-goal")
    said = "[...mounted[0].el.querySelectorAll('[role=status]')].map(node => node.textContent).join()"
    before = shown.page.evaluate(said)
    assert goal["text"] in line.inner_text()
    assert line.get_attribute("data-met") == "false"
    shown.frame()  # a widget that does not know its width yet is taller
    assert shown.el.locator(".convnb").bounding_box()["height"] <= SCREENS[934]
    ask(shown, "assign", changed(cls(), state))
    assert line.get_attribute("data-met") == "true"
    after = shown.page.evaluate(said)
    assert after != before
    assert goal["text"] in after
    good = jsonable(cls().get_state())
    ask(shown, "assign", {trait: good[trait] for trait in changed(cls(), state)})
    assert line.get_attribute("data-met") == "false"


def test_steps_are_gone_through_with_a_slider(contract):
    kernels = [[0, 0], [0.5, 1.25], [1, 2]]
    shown = contract(
        widgets.SlidingKernel1D(kernel=[0, 0], steps={"kernel": kernels, "text": ["0", "1", "20: loss 0"]})
    )
    step = shown.el.get_by_role("slider", name="Step")
    for _ in range(2):
        step.press("ArrowRight")
    shown.frame()
    assert shown.get("kernel") == [1, 2]
    assert step.get_attribute("aria-valuetext") == "20: loss 0"
    shown.el.get_by_role("button", name="Reset").click()
    shown.frame()
    assert (shown.get("kernel"), step.input_value()) == ([0, 0], "0")
    step.press("ArrowRight")
    shown.frame()
    ask(shown, "assign", {"kernel": [9, 9]})
    assert (step.get_attribute("aria-valuetext"), step.input_value()) == ("by hand", "1")
    assert contract(widgets.SlidingKernel1D()).el.get_by_role("slider", name="Step").count() == 0
