"""What a learner's function calls, which of its parameters it never reads, and whether it does anything."""

import dis
from types import CodeType

CONVOLVES = ("convolve", "correlate", "convolve2d", "correlate2d", "fftconvolve", "polymul")
CONVOLVES += ("conv1d_backward", "conv2d_backward")
TRANSFORMS = ("fft", "rfft")
_IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


def called(function):
    """The names of the functions and attributes that it uses; its own where it is compiled, such as np.convolve."""
    own = getattr(function, "__name__", "")
    code = getattr(function, "__code__", None)
    return {own} if code is None else {name for one in _codes(code) for name in one.co_names}


def unused(function, parameters):
    """What it never reads of its parameters that stand for these; it may have more, with defaults."""
    return [name for name, is_read in _parameters(function)[: len(parameters)] if not is_read]


def works(function):
    """Whether its body is more than `pass`; False where Python has no code of the function."""
    code = getattr(function, "__code__", None)
    return code is not None and any(step.opname not in _IDLE for step in dis.get_instructions(code))


def _parameters(function):
    """Pairs (name, whether it is read); none where Python has no code of the function."""
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    read = [step.argval for one in _codes(code) for step in dis.get_instructions(one) if "STORE" not in step.opname]
    read = {name for value in read for name in (value if isinstance(value, tuple) else (value,))}
    return [(name, name in read) for name in code.co_varnames[: code.co_argcount]]


def _codes(code):
    """The code of a function, and that of all functions inside."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)
