"""SlidingKernel2D on Python's side: its output and its still picture. What every widget must do: test_widgets.py."""

import numpy as np
import pytest

from convnb import widgets
from convnb.widgets import sliding_kernel_2d


def test_output_follows_flip_stride_and_padding():
    widget = widgets.SlidingKernel2D()
    assert widget.output.tolist() == [[19, 25], [37, 43]]
    widget.flip = True
    assert widget.output.tolist() == [[5, 11], [23, 29]]
    widget.stride, widget.padding = 2, (0, 1)
    padded = np.pad(np.arange(9.0).reshape(3, 3), ((0, 0), (1, 1)))
    assert widget.output.tolist() == [[np.sum(padded[:2, c : c + 2] * [[3, 2], [1, 0]]) for c in (0, 2)]]


def test_the_still_picture_of_a_transposed_state_frames_what_the_output_is_made_of(monkeypatch):
    drawn = []
    monkeypatch.setattr(sliding_kernel_2d, "kernel_panels", lambda *arrays, **look: drawn.append((*arrays, look)))
    rng = np.random.default_rng(0)
    for padding in ((0, 1), (2, 0), (3, 3)):  # the last crops into the input itself
        for flip in (False, True):
            picture, kernel = rng.integers(1, 9, (3, 4)), rng.integers(1, 9, (2, 3))
            walk = {"stride": (2, 3), "padding": padding, "dilation": (2, 1), "position": 5}
            widgets.SlidingKernel2D(picture, kernel, transposed=True, flip=flip, **walk).draw()
            x, _, output, look = drawn[-1]
            row, col = look["window"]
            window = np.pad(x, look["padding"])[row : row + 3 : 2, col : col + 3]
            assert np.sum(window * (kernel if flip else kernel[::-1, ::-1])) == pytest.approx(output[look["cell"]])
