"""ImpulseResponse on Python's side: traits, results, repr, fallback."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from convnb.widgets import ImpulseResponse


def test_the_worked_numbers_of_the_course():
    assert ImpulseResponse().result.tolist() == [0, 0, 0, 3, 2, 1, 0, 0, 0]
    assert ImpulseResponse([0, 0, 1, 1, 0, 0]).result.tolist() == [0, 0, 3, 5, 3, 1, 0, 0]


def test_copies_and_products_add_up():
    widget = ImpulseResponse([1, -2, 0, 4], [3, 1, -1], tau=2)
    assert widget.copies.tolist() == [[3, 1, -1, 0, 0, 0], [0, -6, -2, 2, 0, 0], [0] * 6, [0, 0, 0, 12, 4, -4]]
    assert widget.copies.sum(axis=0).tolist() == widget.result.tolist()
    assert widget.products.tolist() == [-1, -2, 0, 0]
    assert widget.products.sum() == widget.result[2]


def test_a_copy_replaces_what_an_earlier_one_left_where_asked():
    widget = ImpulseResponse([0, 2, 0, 1], [3, 2, 1], view="output side", replaces=True)
    assert widget.result.tolist() == [0, 6, 4, 3, 2, 1]
    assert len(widget.figure().axes) == 2  # of the input side: the other one adds up


def test_the_picture_follows_the_view_and_survives_any_position():
    widget = ImpulseResponse(tau=99)
    assert len(widget.figure().axes) == 2
    assert "At τ = 8 it is 0." in widget.figure().alt
    widget.view = "output side"
    assert len(widget.figure().axes) == 4


def test_repr_writes_short_lists_and_counts_long_ones():
    assert repr(ImpulseResponse()) == "ImpulseResponse()"
    widget = ImpulseResponse([0, 0.5, 1], np.ones(16), tau=0, view="output side")
    assert repr(widget) == "ImpulseResponse(hits=[0, 0.5, 1], response=16 numbers, tau=0, view='output side')"


def test_a_wrong_word_is_refused():
    with pytest.raises(TraitError, match="inside"):
        ImpulseResponse(view="inside")


def test_lists_travel_with_nan_and_are_not_shared():
    hits = np.array([1.0, np.nan, np.inf])
    hits.flags.writeable = False
    widget = ImpulseResponse(hits)
    state = widget.get_state()
    assert state["hits"] == [1, None, None]
    json.dumps(state["hits"], allow_nan=False)
    widget.set_state({"hits": [0, None, 2]})
    assert np.isnan(widget.hits[1])
    assert widget.hits[2] == 2
    assert hits[0] == 1
