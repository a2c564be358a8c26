"""Whatever Python puts into a trait is refused by name, or the widget can still be printed, sent and drawn."""

import json
import random

import numpy as np
import pytest
from support.wild import NO_ARRAYS, NUMBERS, Labelled, meant_otherwise
from traitlets import TraitError

from convnb import widgets
from convnb.widgets.kit.traits import Limited, Pair, Picture

FIGURES = 12  # of each widget: they cost more than all the rest
LONGEST_REPR = 2000
LONGEST_REFUSAL = 300
NOT_OURS = ("layout", "tabbable", "tooltip")  # traits that ipywidgets brings
ONE_PAIR = {"x": b"1234", "y": b"12345678", "rate": 2}

ARRAYS = (
    *([[1, 2], [3, None]], [[1, np.nan], [np.inf, 2]], [[1e308, -1e308], [1, 2]], np.full((2, 3), -1e-310), [[0.0]]),
    *(np.zeros((300, 300)), np.ones((300, 1)), np.ones((3, 40)), np.array([[1 + 2j]]), np.ones((2, 2), "g") * 1e4000),
    *([1.5, -2.0], [np.nan], [1e308] * 5, [0.0] * 64, list(range(100)), np.arange(3, dtype=np.uint8)),
    *(np.zeros((8, 8), np.uint8), np.full((3, 8, 8), 0.5), np.ones((5, 8, 8)), np.full((4, 4), 256), -np.ones((2, 2))),
    *(np.ones((1, 1, 1, 1)), np.full((2, 1, 2, 2), np.nan), np.full((2, 3, 3, 3), 1e200)),
    np.zeros((0, 1, 2, 2), np.uint8),
)
LISTS = (
    *([0, 0], (5, 5), [-3, 2], [1000, 1000], [16, 16], [0, 0, 0, 0], [9, 9, 9, 9], [1, 2, 3], [1, 28, 28]),
    *(["a"], [None], [{}], [{"kind": "conv"}], [{"kind": "conv", "kernel": 3}]),
    *([{"kind": "conv", "kernel": 3, "stride": 10**400}], [{"kind": "transposed", "kernel": 2, "colour": 1}] * 13),
    [{"kind": "max_pool", "kernel": 9999, "padding": -1}],
)
REST = (
    *({"a": ONE_PAIR}, {"a": {}}, {"a": None}, {1: ONE_PAIR}, {"sine and cosine": {**ONE_PAIR, "rate": np.nan}}),
    *({"sine and cosine": {**ONE_PAIR, "x": b"\xff" * 16}}, {"sine and cosine": {**ONE_PAIR, "y": b"12345"}}),
    *(b"", b"\xff" * 800, "<img src=x onerror=alert(1)>", "a" * 10_000),
    *("own", "weight", "output side", "both", "chirp"),
)
VALUES = (*NUMBERS, *NO_ARRAYS, *ARRAYS, *LISTS, *REST)


def refusal(widget, name, value):
    """What the trait says about a value that it does not take, "" where it took it."""
    try:
        setattr(widget, name, value)
    except (TraitError, ValueError) as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("name", [*widgets.__all__, *widgets.ASKING])
def test_refused_by_name_or_still_alive(name):
    widget = getattr(widgets, name)()
    good = {trait: getattr(widget, trait) for trait in widget.keys if trait[0] != "_" and trait not in NOT_OURS}
    taken = []
    for trait, value in ((trait, value) for trait in good for value in VALUES):
        if said := refusal(widget, trait, value):
            assert trait in said, f"{trait} = {value!r}"
            assert len(said) < LONGEST_REFUSAL
            continue
        taken.append((trait, value))
        assert len(repr(widget)) < LONGEST_REPR
        json.dumps(widget.get_state(trait), default=lambda part: bytes(part).hex())
        setattr(widget, trait, good[trait])
    assert len(taken) > len(good)
    draw_some(widget, good, taken)


@pytest.mark.parametrize("name", widgets.__all__)
def test_what_means_more_than_its_numbers(name):
    widget = getattr(widgets, name)()
    for trait, kind in widget.traits().items():
        good = np.array(getattr(widget, trait)) if isinstance(kind, (Limited, Pair, Picture)) else np.array([])
        if good.size == 0:
            continue
        for value, way_out in meant_otherwise(good):
            said = refusal(widget, trait, value)
            assert said.startswith(trait), value
            assert way_out in said or isinstance(kind, Pair), said
            assert "\n" not in said
            assert len(said) < LONGEST_REFUSAL
        assert refusal(widget, trait, Labelled(good)) == ""
        np.testing.assert_array_equal(getattr(widget, trait), good)


@pytest.mark.parametrize("name", ["ImageFilter", "GaborExplorer"])
def test_pictures_as_other_libraries_give_them(name):
    rng = np.random.default_rng(6)
    picture = rng.uniform(size=(40, 40, 4))
    make = getattr(widgets, name)
    with pytest.raises(ValueError, match=r"without its transparency it is image\[\.\.\., :3\]"):
        make(picture)
    assert make(picture[..., :3]).image.shape == (40, 40)
    rounded = np.float32(picture[..., 0])
    rounded[0, :3] = -1e-7, 1 + 1.2e-7, 1
    assert make(rounded).image[0, :3].tolist() == [0, 255, 255]
    for beyond in (-1e-5, 1 + 1e-5):
        with pytest.raises(ValueError, match=f"got .*{beyond:.6g}"):
            make(np.full((40, 40), beyond))


def draw_some(widget, good, taken):
    """Figures of states in which one, two or three traits are wild, each as it is shown and sent."""
    pick = random.Random(5)
    for number in range(FIGURES):
        for trait, value in pick.sample(taken, 1 + number % 3):
            setattr(widget, trait, value)
        figure = widget.figure()
        assert figure.alt
        if number % 4 == 0:
            assert widget._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")
        for trait, value in good.items():
            setattr(widget, trait, value)
