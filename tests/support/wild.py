"""What a learner may hand to an operator by mistake, for the tests that hand it over."""

import traceback
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

LONGEST_COMPLAINT = 300
NUMBERS = (
    *(-1, 0, 1, 2, 3, 40, 2**31 - 1, 2**31, 2**63, -(2**70), 10**400),
    *(1.0, 1.5, -0.0, np.nan, np.inf, -np.inf, 1e-300, 1e300, 2j, True, False, None),
    *("same", "valid", "full", "no such word " * 100, "", "2", b"2", "__proto__"),
    *((1, 2), [2, 1], (0, 1), (1,), (1, 2, 3), ((1, 2), (1, 2)), ((1,), (1, 2)), (1.0, 2), (None, 1), ("same", 1), ()),
    *(np.int64(2), np.uint8(1), np.float32(2), np.bool_(True), np.array(2), np.array([1, 2]), np.array([])),
    *({}, {"a": 1, "b": 2}, {1, 2}, range(2), object(), int, np.datetime64("2020-01-01"), [[]], [1, [2]]),
)
DTYPES = (
    "f8",
    "f4",
    "f2",
    "g",
    ">f8",
    "i8",
    "i1",
    "u1",
    "u8",
    ">i2",
    "?",
    "c16",
    "c8",
    "O",
    "U3",
    "S3",
    "M8[s]",
    "m8[s]",
)
ENTRIES = (np.nan, np.inf, -np.inf, 1e300, 1e-310, -0.0)
NO_ARRAYS = (
    *(None, "text", b"bytes", {}, {1, 2}, object(), 3, np.nan, 10**400, [], [[]], [[1], [1, 2]], [1, "a"], [None]),
    *([[[]]], [object()], np.zeros(2, "i4,i4"), np.array(["2020-01-01"], "M8[D]"), np.empty((2, 0)), np.ma.masked),
)


class Tensor:
    """What a PyTorch tensor does that requires grad."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


class Labelled:
    """What a pandas object is: numbers with labels, which are not counted from 0."""

    def __init__(self, values):
        self.values, self.index = np.array(values), range(len(values), 0, -1)

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(self.values.dtype if dtype is None else dtype)

    def __len__(self):
        return len(self.values)

    def __repr__(self):
        return "\n".join(f"{label} {row}" for label, row in zip(self.index, self.values, strict=True))


def meant_otherwise(array):
    """What np.asarray would take at another word than it was meant, or refuse in NumPy's: [(value, the way out)]."""
    masked = np.ma.array(array, mask=np.arange(array.size).reshape(array.shape) == 0)
    huge = array.astype(object)
    huge.flat[0] = 10**400
    return [
        (masked, ".filled("),
        (np.ma.array(array), ".filled("),  # whoever masks nothing yet may mask tomorrow
        ([masked[i] for i in range(len(array))], ".filled("),
        (Tensor(), ".detach()"),
        (huge.tolist(), "too large"),
        (array.astype(str), "dtype <U"),
        (array.astype("i8").astype("M8[D]"), "dtype datetime64"),
        ([*array.tolist(), 1] if array.ndim > 1 else [array.tolist(), 1], "differ in length"),
    ]


def replacements(value):
    """All that may stand for this argument: functions, as some are arrays to be made anew."""
    if not isinstance(value, np.ndarray):
        return [lambda one=one: one for one in NUMBERS]
    places = np.arange(value.size).reshape(value.shape)
    return [
        *(lambda dtype=dtype: (np.abs(value) if dtype[0] == "u" else value).astype(dtype) for dtype in DTYPES),
        *(
            lambda entry=entry, place=place: np.where(places == place, entry, value)
            for entry in ENTRIES
            for place in (0, value.size - 1)
        ),
        *(lambda one=one: one for one in NO_ARRAYS),
        lambda: value * (1 + 2j),
        lambda: value.astype(np.int64) * 2**61,
        lambda: value[None],
        lambda: value[0],
        lambda: value.reshape(*value.shape, *[1] * (6 - value.ndim)),
        lambda: value.flat[0],
        lambda: value[:0],
        lambda: value[..., :0],
        lambda: value[::-1],
        lambda: value[..., ::-1],
        lambda: value.T,
        lambda: np.concatenate([value, value[:1]]),
        lambda: np.concatenate([value, value[..., :1]], axis=-1),
        lambda: np.broadcast_to(value.flat[0], value.shape),
        value.tolist,
    ]


def replaceable(arguments):
    return [name for name, value in arguments.items() if not callable(value)]


def each_replaced(arguments):
    """The call with one argument replaced, in every way."""
    for name in replaceable(arguments):
        for replacement in replacements(arguments[name]):
            yield {**arguments, name: replacement()}


@st.composite
def several_replaced(draw, arguments):
    """The call with up to three arguments replaced."""
    names = draw(st.lists(st.sampled_from(replaceable(arguments)), min_size=2, max_size=3))
    return {**arguments, **{name: draw(st.sampled_from(replacements(arguments[name])))() for name in names}}


def outcome(function, arguments, home):
    """What the function returns, or None for a short ValueError worded by a file below `home`. All else is raised."""
    try:
        return function(**arguments)
    except ValueError as complaint:
        where = Path(traceback.extract_tb(complaint.__traceback__)[-1].filename)
        if not where.is_relative_to(home) or not 0 < len(str(complaint)) <= LONGEST_COMPLAINT:
            raise
        return None
