"""ChannelMixer's JavaScript against convnb.ops on random layers, its NumPy code against both, and its comparisons."""

import numpy as np
import pytest
from support.widget_code import run_code

from convnb.ops.conv import conv2d
from convnb.widgets import ChannelMixer

NAMES = ("groups", "stride", "relu", "pool", "shift", "filter")


def random_case(rng, number):
    """A layer on a picture, most of which fit together."""
    channels = int(rng.integers(1, 5))
    groups = int(rng.choice([g for g in range(1, 5) if channels % g == 0 or number % 9 == 0]))
    filters = groups * int(rng.integers(1, 4 // groups + 1))
    size = rng.integers(1, 6, 2)
    weight = rng.normal(size=(filters, max(1, channels // groups), *size)) * rng.integers(0, 2, size)
    return {
        "picture": rng.integers(0, 256, (channels, *rng.integers(3, 18, 2))).tolist(),
        "weight": weight.round(3).tolist(),
        "bias": rng.normal(size=filters + (number % 11 == 0)).round(3).tolist(),
        "groups": groups,
        "stride": int(rng.integers(1, 3)),
        "relu": bool(rng.integers(2)),
        "pool": bool(rng.integers(2)),
        "shift": rng.integers(-20, 21, 2).tolist() if number % 4 else [0, 0],
        "filter": int(rng.integers(filters)),
        "place": rng.integers(0, 100, 2).tolist(),
    }


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(9)
    return [random_case(rng, number) for number in range(200)]


@pytest.fixture(scope="module")
def pairs(cases, parity):
    answers = parity(cases)
    return [(widget_of(case), answer) for case, answer in zip(cases, answers, strict=True)]


@pytest.fixture(scope="module")
def good(pairs):
    return [(widget, answer) for widget, answer in pairs if "error" not in answer]


def widget_of(case):
    picture = np.array(case["picture"], np.uint8)
    return ChannelMixer(picture, case["weight"], case["bias"], **{name: case[name] for name in NAMES})


def still(widget):
    return ChannelMixer(widget.picture, widget.weight, widget.bias, **{n: getattr(widget, n) for n in NAMES[:4]})


def size_of(widget):
    return np.abs(widget.weight).sum() + np.abs(widget.bias).max()


def test_refused_by_both_or_by_none(pairs):
    refused = 0
    for widget, answer in pairs:
        if "error" not in answer:
            assert widget.output.ndim == 4
            continue
        with pytest.raises(ValueError, match=r"\d"):
            _ = widget.output
        assert any(word in answer["error"] for word in ("must divide", "needs", "need ", "larger than", "Max pooling"))
        refused += 1
    assert 10 < refused < 120


def test_maps_and_copied_code_agree_with_ops(good):
    for widget, answer in good:
        expected, size = widget.output[0], size_of(widget)
        np.testing.assert_allclose(answer["maps"], expected, atol=1e-6 * size, err_msg=repr(widget))
        for name in widget.measures:
            assert answer["measures"][name] == np.array(widget._measured(name)).tolist(), repr(widget)
        names = {"picture": widget.picture / 255}
        exec(answer["code"], names)
        np.testing.assert_allclose(names["maps"], expected, atol=1e-12 * size, err_msg=answer["code"])
        assert str((1, *expected.shape)) in answer["cost"]
        assert f"= {np.size(widget.weight)} weight" in answer["cost"]
        assert f"+ {len(widget.bias)} bias" in answer["cost"]


def test_products_are_those_of_each_channel_alone(good):
    for widget, answer in good:
        kernels = np.array(widget.weight)[widget.filter]
        first = widget.filter // (len(widget.weight) // widget.groups) * len(kernels)
        assert len(answer["products"]) == len(kernels)
        for c, product in enumerate(answer["products"]):
            x = widget.shifted[:, first + c : first + c + 1]
            expected = conv2d(x, kernels[None, c : c + 1], stride=widget.stride)[0, 0]
            np.testing.assert_allclose(product, expected, atol=1e-6 * size_of(widget))


def test_the_parts_of_a_place_add_up_to_it(good):
    for widget, answer in good:
        total = sum(answer["parts"]) + widget.bias[widget.filter]
        total = max(0, total) if widget.relu else total
        value = widget.output[0, widget.filter, answer["at"]["row"], answer["at"]["col"]]
        assert total == pytest.approx(value, abs=1e-5 * size_of(widget))


def test_channels_have_the_same_names_on_both_sides(good):
    for widget, answer in good[:40]:
        names = answer["note"].split(" + bias")[0].split(" + ")
        assert f"make of {', '.join(names)}, added up" in widget.figure().alt
        assert f"maps of {'×'.join(map(str, widget.output.shape[2:]))}." in answer["sentence"].replace(
            "map of", "maps of"
        )


def rolled(a, by):
    return np.roll(a, by, axis=(-2, -1))


def test_away_from_the_border_the_map_moves_with_the_picture(good):
    exact = 0
    for widget, answer in good:
        compare = answer["compare"]
        if compare is None:
            rows, cols = widget.picture.shape[1:]
            assert widget.shift[0] % rows == 0
            assert widget.shift[1] % cols == 0
            continue
        before, now = (w.output[0, widget.filter] for w in (still(widget), widget))
        inside = compare["inside"]
        part = np.s_[inside["row"] : inside["row"] + inside["rows"], inside["col"] : inside["col"] + inside["cols"]]
        differences = np.abs(now - rolled(before, compare["move"]))[part]
        assert compare["largest"] == pytest.approx(differences.max(initial=0), abs=1e-5 * size_of(widget))
        assert compare["still"] == pytest.approx(np.abs(now - before).mean(), abs=1e-5 * size_of(widget))
        if compare["exact"] and differences.size:
            assert compare["largest"] == 0  # to the last bit: the same products in the same order
            assert differences.max() < 1e-12 * size_of(widget)
            exact += 1
        elif differences.size:
            assert compare["mean"] == pytest.approx(differences.mean(), abs=1e-5 * size_of(widget))
        peaks = answer["peakBefore"]["value"], answer["peak"]["value"]
        np.testing.assert_allclose(peaks, (before.max(), now.max()), atol=1e-6 * size_of(widget))
    assert exact > 20


def inside_places(widget, compare, axis):
    """The places whose windows hold nothing that came around, and whose partner lies in the map."""
    size, places = widget.picture.shape[1 + axis], widget.output.shape[2 + axis]
    by = (widget.shift[axis] + size // 2) % size - size // 2
    step = widget.stride * (2 if widget.pool else 1)
    span = np.shape(widget.weight)[2 + axis] + (widget.stride if widget.pool else 0)
    windows = [np.arange(place * step, place * step + span) - by for place in range(places)]
    partners = np.arange(places) - compare["move"][axis]
    return [
        place
        for place, (pixels, partner) in enumerate(zip(windows, partners, strict=True))
        if pixels.min() >= 0 and pixels.max() < size and 0 <= partner < places
    ]


def test_away_from_the_border_is_where_no_window_holds_what_came_around(good):
    seen = 0
    for widget, answer in good:
        compare = answer["compare"]
        if compare is None:
            continue
        inside = compare["inside"]
        for axis, (first, count) in enumerate((("row", "rows"), ("col", "cols"))):
            expected = inside_places(widget, compare, axis)
            assert inside[count] == len(expected), widget
            if expected:
                assert list(range(inside[first], inside[first] + inside[count])) == expected
                seen += widget.stride > 1 or widget.pool
    assert seen > 50


def test_a_small_picture_is_written_out_a_large_one_is_named(good):
    seen = set()
    for widget, answer in good:
        small = widget.picture.size <= 400
        assert (f"# picture: the {widget.picture.shape} picture" in answer["code"]) != small
        if small:
            names = run_code(answer["code"])
            np.testing.assert_allclose(names["maps"], widget.output[0], atol=1e-12 * size_of(widget))
        seen.add(small)
    assert seen == {True, False}
