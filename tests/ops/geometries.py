"""Random geometries of sliding windows, for every test that slides one: nothing square, every argument a pair."""

from hypothesis import strategies as st

seeds = st.integers(0, 2**32 - 1)


@st.composite
def layers(draw, largest_stride=4, largest_dilation=3, largest_padding=3):
    """(input shape, kernel shape, {"stride", "padding", "dilation"}) of a kernel that fits into its padded input."""
    axes = []
    for _ in "hw":
        k, s = draw(st.integers(1, 4)), draw(st.integers(1, largest_stride))
        p, d = draw(st.integers(0, largest_padding)), draw(st.integers(1, largest_dilation))
        smallest = max(1, d * (k - 1) + 1 - 2 * p)
        axes.append((draw(st.integers(smallest, smallest + 5)), k, s, p, d))
    shape, kernel, stride, padding, dilation = zip(*axes, strict=True)
    return shape, kernel, {"stride": stride, "padding": padding, "dilation": dilation}


@st.composite
def poolings(draw, largest_dilation=3):
    """The same for pooling: padding is at most half of the kernel, and "ceil_mode" is among the arguments."""
    ceil_mode, axes = draw(st.booleans()), []
    for _ in "hw":
        k, s, d = draw(st.integers(1, 4)), draw(st.integers(1, 5)), draw(st.integers(1, largest_dilation))
        p = draw(st.integers(0, k // 2))
        overhang = s - 1 if ceil_mode and d == 1 else 0
        smallest = max(1, d * (k - 1) + 1 - 2 * p - overhang)
        axes.append((draw(st.integers(smallest, smallest + 6)), k, s, p, d))
    shape, kernel, stride, padding, dilation = zip(*axes, strict=True)
    arguments = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
    return shape, kernel, arguments


def window_starts(n, k, s, p, d, ceil_mode=False):
    """Where the windows along one axis start, found by walking: padding starts at -p, the input at 0."""
    starts, start = [], -p
    room = n + p + (s - 1 if ceil_mode else 0)
    while start + d * (k - 1) < room and not (ceil_mode and start >= n):
        starts.append(start)
        start += s
    return starts


def windows(shape, kernel, stride, padding, dilation, ceil_mode=False):
    """For each position (i, j): the pixels (row, column) of the *padded plane* under the window, row by row."""
    axes = list(zip(shape, kernel, stride, padding, dilation, strict=True))
    rows, columns = (window_starts(*axis, ceil_mode) for axis in axes)
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            yield (
                (i, j),
                [(top + t * dilation[0], left + u * dilation[1]) for t in range(kernel[0]) for u in range(kernel[1])],
            )


def inside(shape, pixels):
    """Those of the pixels that lie in the image."""
    return [(r, c) for r, c in pixels if 0 <= r < shape[0] and 0 <= c < shape[1]]
