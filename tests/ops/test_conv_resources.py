"""What the convolutions take of a machine: threads, which must not change a result, and memory."""

import os
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from convnb.ops.conv import conv2d, conv2d_backward, conv_transpose2d
from convnb.ops.engine import choose, sliding, sums, taps, threads, tiles

SMALL = {
    "tiled": ((9, 3, 9, 8), (4, 3, 3, 2), {"stride": 2}),
    "by_taps": ((9, 4, 9, 8), (4, 1, 3, 2), {"groups": 4}),
    "winograd": ((9, 32, 9, 8), (32, 32, 3, 3), {"padding": 1}),
    "sliding": ((1, 1, 75, 70), (1, 1, 9, 8), {"padding": 1}),
    "sliding, many planes": ((9, 1, 75, 70), (1, 1, 9, 8), {"padding": 1}),
    "sliding, one row": ((1, 1, 1, 5000), (1, 1, 1, 70), {}),
    "by_sums": ((9, 6, 9, 8), (2, 6, 3, 2), {"padding": 1}),
}


@pytest.mark.parametrize("path", SMALL)
def test_the_number_of_threads_does_not_matter(path, monkeypatch):
    x_shape, weight_shape, arguments = SMALL[path]
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=x_shape), rng.normal(size=weight_shape)
    for module in (tiles, taps, sums, sliding):
        monkeypatch.setattr(module, "TILE", 50)
    results = []
    for count in (1, 3):
        for module in (threads, tiles, sliding, choose):
            monkeypatch.setattr(module, "cores", lambda count=count: count)
        threads._pool.cache_clear()
        y = conv2d(x, weight, **arguments)
        results.append((y, *conv2d_backward(y, x, weight, **arguments)))
    threads._pool.cache_clear()
    for one, three in zip(*results, strict=True):
        np.testing.assert_allclose(one, three, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("path", ["tiled", "sliding"])
def test_the_last_digit_of_a_gradient_does_not_depend_on_who_was_faster(path, monkeypatch):
    x_shape, weight_shape, arguments = SMALL[path]
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=x_shape), rng.normal(size=weight_shape)
    grad_y, gradients = conv2d(x, weight, **arguments), []
    for module in (tiles, sliding):
        monkeypatch.setattr(module, "TILE", 50)
        monkeypatch.setattr(module, "cores", lambda: 5)
    for order in (1, -1):

        def one_by_one(units, work, order=order):
            return [work(iter([unit])) for unit in list(units)[::order]]

        for module in (tiles, sliding):
            monkeypatch.setattr(module, "in_parallel", one_by_one)
        gradients.append(conv2d_backward(grad_y, x, weight, **arguments)[1])
    np.testing.assert_array_equal(*gradients)


@pytest.mark.parametrize(("wanted", "count"), [("1", 1), ("3", 3), ("100000", 4), ("0", 4), ("4,2", 4), ("", 4)])
def test_there_are_as_many_threads_as_asked_and_at_most_as_cores(wanted, count, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: range(4), raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", wanted)
    assert threads.cores.__wrapped__() == count


def test_work_within_work_is_done_and_does_not_wait_for_itself():
    def inner(units):
        return sum(units)

    def outer(units):
        return sum(sum(threads.in_parallel(range(unit), inner)) for unit in units)

    assert sum(threads.in_parallel(range(20), outer)) == sum(n * (n - 1) // 2 for n in range(20))
    assert len(threads.in_parallel(range(threads.cores()), inner)) == threads.cores()


AFTER_THE_END = """
import atexit, threading
import numpy as np
from convnb import conv2d
from convnb.ops.engine import choose, sliding, threads, tiles

for module in (threads, tiles, sliding, choose):
    module.cores = lambda: 3
def compute():
    print(conv2d(np.ones((8, 3, 64, 64)), np.ones((4, 3, 3, 3))).sum())
def later():
    threading.main_thread().join()
    compute()
compute()
atexit.register(compute)
threading.Thread(target=later).start()
"""


def test_a_thread_computes_alone_after_the_end_of_the_main_thread():
    result = subprocess.run([sys.executable, "-c", AFTER_THE_END], capture_output=True, text=True, check=True)
    assert result.stderr == ""
    assert result.stdout.split() == [str(8 * 4 * 62 * 62 * 27.0)] * 3


def test_an_error_in_a_thread_is_raised():
    def work(units):
        for unit in units:
            if unit == 3:
                raise KeyError("three")

    with pytest.raises(KeyError, match="three"):
        threads.in_parallel(range(8), work)


LARGE = {
    "tiled": ((4, 16, 130, 120), (24, 16, 5, 5), {"padding": 2}),
    "tiled, one picture": ((1, 3, 400, 300), (16, 3, 7, 7), {"padding": 3, "stride": 2}),
    "pointwise": ((4, 32, 100, 120), (32, 32, 1, 1), {}),
    "depthwise": ((4, 32, 130, 120), (32, 1, 3, 3), {"padding": 1, "groups": 32}),
    "winograd": ((1, 32, 300, 280), (32, 32, 3, 3), {"padding": 1}),
    "large kernel": ((1, 1, 700, 600), (1, 1, 31, 31), {}),
    "large kernel, a batch": ((6, 1, 300, 200), (1, 1, 15, 15), {"padding": 7}),
    "long kernel": ((1, 1, 1, 200_000), (1, 1, 1, 1001), {}),
    "few outputs": ((2, 32, 200, 180), (2, 32, 5, 5), {"padding": 2}),
    "many outputs": ((2, 2, 200, 180), (32, 2, 5, 5), {"padding": 2}),
}


@pytest.mark.parametrize("name", LARGE)
def test_memory_is_at_most_twice_input_and_output_and_16_mib(name):
    x_shape, weight_shape, arguments = LARGE[name]
    rng = np.random.default_rng(0)
    x, weight = (rng.standard_normal(shape, dtype=np.float32) for shape in (x_shape, weight_shape))
    y = conv2d(x, weight, **arguments)
    assert peak(lambda: conv2d(x, weight, **arguments)) <= 2 * (x.nbytes + weight.nbytes + y.nbytes) + (16 << 20)
    gradients = conv2d_backward(y, x, weight, **arguments)
    both = x.nbytes + weight.nbytes + y.nbytes + sum(gradient.nbytes for gradient in gradients)
    assert peak(lambda: conv2d_backward(y, x, weight, **arguments)) <= 2 * both + (16 << 20)
    if arguments.get("groups", 1) == 1:
        up = weight.swapaxes(0, 1)
        z = conv_transpose2d(x, up, stride=2)
        assert peak(lambda: conv_transpose2d(x, up, stride=2)) <= 2 * (x.nbytes + up.nbytes + z.nbytes) + (16 << 20)


def peak(function):
    """The most bytes that NumPy held at a time during the call, with fresh buffers."""
    threads._own.__dict__.clear()
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
