"""The functions of the exercises of notebook 10; their words are in words/nb10.md."""

import numpy as np

from .form import exercise, one_wrong
from .inputs import floats

# 10.1 Three units


def settings(cycles, sigma, degrees):
    """frequency = 2 pi cycles, beta = 1 / (2 sigma^2), theta = pi degrees / 180."""
    return 2 * np.pi * cycles, 1 / (2 * sigma**2), degrees * np.pi / 180


def _units(rng):
    cases = [(0.25, 2, 90), (0.5, 1, 180), (0.1, 4, 45), (0.125, 0.5, 0), (0.2, 3, -30), (0.05, 5, 60)]
    return cases + [tuple(map(float, rng.uniform((0.01, 0.3, -180), (0.5, 9, 180)))) for _ in range(4)]


def _but(place, wrong):
    return one_wrong(settings, place, wrong)


# 10.2 A kernel of stripes


def gabor(shape, beta_x, beta_y, frequency, phase, theta):
    """exp(-beta_x x'^2 - beta_y y'^2) cos(frequency x' + phase), x' along theta and y' across it."""
    rows, columns = shape
    w = np.zeros(shape)
    for r in range(rows):
        for c in range(columns):
            x, y = c - (columns - 1) / 2, r - (rows - 1) / 2
            u = x * np.cos(theta) + y * np.sin(theta)
            v = -x * np.sin(theta) + y * np.cos(theta)
            bell = np.exp(-beta_x * u**2 - beta_y * v**2)
            w[r, c] = bell * np.cos(frequency * u + phase)
    return w


def _gabors(rng):
    # Stripes alone, to be followed by hand; upright ones under a bell; then everything.
    quarter = np.pi / 2
    cases = [((3, 3), 0.0, 0.0, quarter, 0.0, 0.0), ((4, 3), 0.0, 0.0, quarter, quarter, quarter)]
    cases += [((2, 4), 0.0, 0.0, np.pi, -quarter, 0.0), ((3, 5), 0.5, 0.1, 1.0, 0.0, 0.0), ((3, 4), 0.2, 0.0, 0, 0, 0)]
    for shape in [(3, 4), (4, 3), (5, 7), (6, 4), (1, 1), (8, 9)]:
        # beta_x, beta_y, frequency, phase and theta
        cases.append((shape, *map(float, rng.uniform((0.02, 0.1, 0.4, 0.3, 0.2), (0.1, 0.4, 2, 2, 1.3)))))
    return cases


def _grid(shape, rows_from=None, columns_from=None):
    """x along the columns, y along the rows; the origin is the middle, or at that row and column."""
    r, c = np.indices(shape)
    rows_from = (shape[0] - 1) / 2 if rows_from is None else rows_from
    columns_from = (shape[1] - 1) / 2 if columns_from is None else columns_from
    return c - columns_from, r - rows_from


def _turned(x, y, theta):
    return x * np.cos(theta) + y * np.sin(theta), -x * np.sin(theta) + y * np.cos(theta)


def _bell(u, v, beta_x, beta_y):
    return np.exp(-beta_x * u**2 - beta_y * v**2)


def _gabor(
    *,
    grid=_grid,
    turned=_turned,
    bell=lambda u, v, x, y, bx, by: _bell(u, v, bx, by),
    wave=lambda u, v, x, y, f, p: np.cos(f * u + p),
):
    """gabor with one thing done differently; u, v = turned(x, y, theta) are x' and y'."""

    def answer(shape, beta_x, beta_y, frequency, phase, theta):
        x, y = grid(shape)
        u, v = turned(x, y, theta)
        return bell(u, v, x, y, beta_x, beta_y) * wave(u, v, x, y, frequency, phase)

    return answer


def _unit_square(shape):
    y, x = (np.linspace(-1, 1, n) if n > 1 else np.zeros(1) for n in shape)
    return x[None], y[:, None]


# 10.3 Blind to grey


def without_dc(kernel, envelope):
    """kernel - envelope * (sum of the kernel) / (sum of the envelope)."""
    return kernel - envelope * kernel.sum() / envelope.sum()


def _kernels(rng):
    by_hand = [
        ([[-1, 4, -1]], [[1, 2, 1]]),
        ([[0, 3, 0], [-1, 8, -2]], [[1, 2, 1], [1, 2, 1]]),
        ([[-3.0, 5], [1, 3], [0, -2]], [[0.5, 1], [1, 2], [0.5, 1]]),
        ([[-3.0, 1, 0, -1]], [[1.0, 2, 4, 1]]),
        ([[1.0, -3, 2]], [[1.0, 2, 1]]),
    ]
    cases = [(np.array(kernel) + 0.0, np.array(bell) + 0.0) for kernel, bell in by_hand]  # floats: -= may be used
    for shape in [(5, 7), (8, 6), (9, 9)]:
        beta, frequency = (float(n) for n in rng.uniform((0.05, 0.3), (0.3, 1.2)))
        bell = 1.5 * gabor(shape, beta, beta / 2, 0, 0, 0.4)
        cases.append((1.5 * gabor(shape, beta, beta / 2, frequency, 0, 0.4), bell))
    return cases


def _share(kernel, envelope):
    return kernel.sum() / envelope.sum()


def _upside_down(kernel, envelope):
    with np.errstate(divide="ignore"):
        return kernel - envelope * envelope.sum() / kernel.sum()


# 10.4 A simple cell at the movies


def simple_cell(frames, weight):
    """max(0, sum over r, c of weight[r, c] frames[t, r, c]), for each t."""
    return [max(0, np.sum(weight * frame)) for frame in frames]


def _movies(rng):
    # First squares, where a product of matrices gives numbers; later it raises an error. Sums 2, -1, 3 and 1:
    frames = [[[2, 1], [2, 1]], [[0, 0], [1, 3]], [[1, 1], [0, 5]], [[0, 2], [3, 0]]]
    cases = [(np.array(frames), np.array([[1, 2], [-1, 0]]))]
    for T, *shape in [(4, 2, 2), (3, 2, 3), (4, 3, 2), (2, 3, 4), (5, 1, 3)]:
        weight = rng.integers(-4, 5, shape)
        frames = rng.integers(-3, 7, (T, *shape))
        if np.sum(weight * frames[0]) > 0:
            weight = -weight  # one frame at least that the cell does not like
        cases.append((frames, weight))
    return [*cases, floats(rng, (12, 5, 6), (5, 6))]


def linear(frames, weight):
    """The responses before they are rectified."""
    return np.tensordot(frames, weight, axes=2)


# 10.5 Blind to the phase


def complex_cell(picture, beta, frequency, theta):
    """sqrt(s_0^2 + s_1^2), s_0 and s_1 the linear responses of two Gabor kernels with phases pi / 2 apart."""
    total = 0
    for phase in (0, np.pi / 2):
        weight = gabor(picture.shape, beta, beta, frequency, phase, theta)
        total += np.sum(weight * picture) ** 2
    return np.sqrt(total)


def _pictures(rng):
    quarter = np.pi / 2
    cases = [
        (np.array([[3.0, 1, 7], [0, 2, 0]]), 0.0, quarter, 0.0),
        (np.array([[1.0, 5], [2, -2], [4, 1]]), 0.0, quarter, quarter),
        (np.array([[2.0, -4, 0]]), 0.0, quarter, 0.0),
    ]
    for shape in [(3, 4), (3, 5), (6, 5), (7, 8)]:
        beta, frequency, theta = map(float, rng.uniform((0.05, 0.5, 0.3), (0.3, 1.4, 2.8)))
        cases.append((rng.normal(size=shape), beta, frequency, theta))
    return cases


def _products(picture, beta, frequency, theta, second=np.pi / 2):
    """The picture times the kernel with phase 0, and times that with the phase `second`."""
    return [picture * gabor(picture.shape, beta, beta, frequency, phase, theta) for phase in (0, second)]


def _responses(*case):
    """The linear responses of both kernels."""
    return [product.sum() for product in _products(*case)]


def _of(combine):
    """The answer combine(s_0, s_1)."""
    return lambda *case: combine(*_responses(*case))


def _root_of_sum(*case):
    with np.errstate(invalid="ignore"):
        return np.sqrt(sum(_responses(*case)))


def _apart(phase):
    """The answer whose second kernel has another phase, phase(frequency)."""
    return lambda picture, beta, f, theta: np.hypot(*_responses(picture, beta, f, theta, phase(f)))


def _moved(picture, beta, frequency, theta):
    x, y = _grid(picture.shape)
    u, v = _turned(x - np.pi / 2 / frequency, y, theta)
    second = np.sum(picture * _bell(u, v, beta, beta) * np.cos(frequency * u))
    return np.hypot(_responses(picture, beta, frequency, theta)[0], second)


# 10.6 Which way do the stripes run?


def orientation(responses):
    """180 i / n degrees for the row i whose s_0^2 + s_1^2 is largest."""
    energies = responses[:, 0] ** 2 + responses[:, 1] ** 2
    return np.argmax(energies) * 180 / len(responses)


def _banks(rng):
    by_hand = (
        [[3, 0], [1, -4], [2, 2]],  # largest energy in the odd kernel, and negative
        [[3, 3], [5, 0], [0, 0], [0, -3]],
        [[5, 0], [0, 1], [4, 4]],
        [[2, 2], [-5, 0], [0, 1], [1, 0], [2, -2]],
        [[4, 1], [0, 3], [-3, 3]],
        [[1, 0], [0, -2], [0, 1], [1, 1]],
        [[5, 0], [0, 2]],
        [[1, 1], [3, -2], [3, 1], [2, -3], [-3, -3], [0, 4]],
        [[-1, 0], [-2, -2], [0, -1]],
        [[0.1, 0], [0.3, -0.5], [0.2, 0]],
    )
    cases = [(np.array(rows),) for rows in by_hand]
    return cases + [(rng.normal(size=(int(n), 2)),) for n in rng.integers(4, 13, 5)]


def _energies(responses):
    return (responses**2).sum(axis=1)


def _largest(score):
    """The answer with the orientation whose score(s_0, s_1) is largest."""
    return lambda responses: np.argmax(score(responses[:, 0], responses[:, 1])) * 180 / len(responses)


def _read(angle):
    """The answer angle(i, n), i being the right row."""
    return lambda responses: angle(int(np.argmax(_energies(responses))), len(responses))


EXERCISES = (
    exercise("10.1", settings, _units, returns=("frequency", "beta", "theta")).slips(
        cycles_and_degrees_kept=lambda cycles, sigma, degrees: (cycles, 1 / (2 * sigma**2), degrees),
        cycles_kept=_but(0, lambda cycles, sigma, degrees: cycles),
        divided_by_two_pi=_but(0, lambda cycles, sigma, degrees: cycles / (2 * np.pi)),
        half_cycle=_but(0, lambda cycles, sigma, degrees: np.pi * cycles),
        cycle_in_degrees=_but(0, lambda cycles, sigma, degrees: 360 * cycles),
        period=_but(0, lambda cycles, sigma, degrees: 1 / cycles),
        frequency_of_period=_but(0, lambda cycles, sigma, degrees: 2 * np.pi / cycles),
        two_squared=_but(1, lambda cycles, sigma, degrees: 1 / (2 * sigma) ** 2),
        no_parentheses=_but(1, lambda cycles, sigma, degrees: 1 / 2 * sigma**2),
        caret=_but(1, lambda cycles, sigma, degrees: 1 / (2 * sigma ^ 2)),
        height=_but(1, lambda cycles, sigma, degrees: 1 / (sigma * np.sqrt(2 * np.pi))),
        sigma=_but(1, lambda cycles, sigma, degrees: sigma),
        degrees_kept=_but(2, lambda cycles, sigma, degrees: degrees),
        half_turns=_but(2, lambda cycles, sigma, degrees: degrees / 180),
        into_degrees=_but(2, lambda cycles, sigma, degrees: degrees * 180 / np.pi),
        twice=_but(2, lambda cycles, sigma, degrees: 2 * np.pi * degrees / 180),
        modulo_pi=_but(2, lambda cycles, sigma, degrees: degrees * np.pi / 180 % np.pi),
    ),
    exercise("10.2", gabor, _gabors).slips(
        x_and_y_exchanged=_gabor(grid=lambda shape: _grid(shape)[::-1]),
        shape_reversed=lambda shape, *parameters: gabor(shape[::-1], *parameters),
        y_upwards=_gabor(grid=lambda shape: (_grid(shape)[0], -_grid(shape)[1])),
        origin_first_pixel=_gabor(grid=lambda shape: _grid(shape, 0, 0)),
        origin_floor_of_half=_gabor(grid=lambda shape: _grid(shape, shape[0] // 2, shape[1] // 2)),
        origin_half=_gabor(grid=lambda shape: _grid(shape, shape[0] / 2, shape[1] / 2)),
        origin_floor_of_negative=_gabor(grid=lambda shape: _grid(shape, -(-shape[0] // 2), -(-shape[1] // 2))),
        origin_exchanged=_gabor(grid=lambda shape: _grid(shape, (shape[1] - 1) / 2, (shape[0] - 1) / 2)),
        rows_as_x=_gabor(grid=lambda shape: _grid(shape, (shape[1] - 1) / 2, (shape[0] - 1) / 2)[::-1]),
        single_rows=_gabor(grid=lambda shape: [np.arange(n) - (n - 1) / 2 for n in shape[::-1]]),
        unit_square=_gabor(grid=_unit_square),
        theta_converted=lambda shape, *parameters: gabor(shape, *parameters[:-1], np.deg2rad(parameters[-1])),
        cycles=_gabor(wave=lambda u, v, x, y, f, p: np.cos(2 * np.pi * f * u + p)),
        x_overwritten=_gabor(turned=lambda x, y, t: (_turned(x, y, t)[0], _turned(_turned(x, y, t)[0], y, t)[1])),
        no_minus_in_y=_gabor(turned=lambda x, y, t: (_turned(x, y, t)[0], _turned(x, y, -t)[1])),
        bell_not_turned=_gabor(bell=lambda u, v, x, y, bx, by: _bell(x, y, bx, by)),
        stripes_not_turned=_gabor(wave=lambda u, v, x, y, f, p: np.cos(f * x + p)),
        stripes_across=_gabor(wave=lambda u, v, x, y, f, p: np.cos(f * v + p)),
        phase_times_frequency=_gabor(wave=lambda u, v, x, y, f, p: np.cos(f * (u + p))),
        phase_subtracted=_gabor(wave=lambda u, v, x, y, f, p: np.cos(f * u - p)),
        beta_squared=_gabor(bell=lambda u, v, x, y, bx, by: _bell(u, v, bx**2, by**2)),
        not_squared=_gabor(bell=lambda u, v, x, y, bx, by: np.exp(-bx * u - by * v)),
        grows_outwards=_gabor(bell=lambda u, v, x, y, bx, by: _bell(u, v, -bx, -by)),
        second_minus_missing=_gabor(bell=lambda u, v, x, y, bx, by: np.exp(-bx * u**2 + by * v**2)),
        betas_exchanged=_gabor(bell=lambda u, v, x, y, bx, by: _bell(u, v, by, bx)),
        beta_halved=_gabor(bell=lambda u, v, x, y, bx, by: _bell(u, v, bx / 2, by / 2)),
    ),
    exercise("10.3", without_dc, _kernels).slips(
        mean_taken=lambda kernel, envelope: kernel - kernel.mean(),
        sum_taken=lambda kernel, envelope: kernel - kernel.sum(),
        sum_of_envelope_ignored=lambda kernel, envelope: kernel - envelope * kernel.sum(),
        mean_of_envelope=lambda kernel, envelope: kernel - envelope * kernel.mean(),
        whole_envelope=lambda kernel, envelope: kernel - envelope,
        same_from_each=lambda kernel, envelope: kernel - _share(kernel, envelope),
        share_alone=lambda kernel, envelope: envelope * _share(kernel, envelope),
        upside_down=_upside_down,
        weighted_mean=lambda kernel, envelope: kernel - np.sum(kernel * envelope) / envelope.sum(),
        orthogonal=lambda kernel, envelope: kernel - envelope * np.sum(kernel * envelope) / np.sum(envelope**2),
        envelope_twice=lambda kernel, envelope: (kernel - kernel.mean()) * envelope,
        absolute_sum=lambda kernel, envelope: kernel - envelope * abs(kernel.sum()) / envelope.sum(),
        column_by_column=lambda kernel, envelope: kernel - envelope * (kernel.sum(axis=0) / envelope.sum(axis=0)),
        row_by_row=lambda kernel, envelope: kernel - envelope * (kernel.sum(axis=1) / envelope.sum(axis=1))[:, None],
    ),
    exercise("10.4", simple_cell, _movies, unit="response").slips(
        not_rectified=linear,
        absolute=lambda frames, weight: np.abs(linear(frames, weight)),
        products_cut=lambda frames, weight: np.maximum(0, frames * weight).sum(axis=(1, 2)),
        weights_cut=lambda frames, weight: np.maximum(0, linear(frames, np.maximum(0, weight))),
        pixels_cut=lambda frames, weight: np.maximum(0, linear(np.maximum(0, frames), weight)),
        fires=lambda frames, weight: (linear(frames, weight) > 0) + 0.0,
        movie_summed=lambda frames, weight: max(0, linear(frames, weight).sum()),
        movie_summed_not_cut=lambda frames, weight: linear(frames, weight).sum(),
        not_summed=lambda frames, weight: np.maximum(0, frames * weight),
        strongest=lambda frames, weight: max(0, linear(frames, weight).max()),
        last_picture=lambda frames, weight: max(0, linear(frames, weight)[-1]),
        first_picture=lambda frames, weight: max(0, linear(frames, weight)[0]),
        silent_left_out=lambda frames, weight: linear(frames, weight)[linear(frames, weight) > 0],
        axes_0_1=lambda frames, weight: np.maximum(0, np.sum(frames * weight, axis=(0, 1))),
        rows_summed=lambda frames, weight: np.maximum(0, np.sum(frames * weight, axis=1)),
        matrix_product=lambda frames, weight: np.maximum(0, (frames @ weight).sum(axis=(1, 2))),
        flipped=lambda frames, weight: np.maximum(0, linear(frames, weight[::-1, ::-1])),
    ),
    exercise("10.5", complex_cell, _pictures).slips(
        added=_of(lambda s0, s1: s0 + s1),
        no_root=_of(lambda s0, s1: s0**2 + s1**2),
        root_of_sum=_root_of_sum,
        square_of_sum=_of(lambda s0, s1: abs(s0 + s1)),
        absolute_values=_of(lambda s0, s1: abs(s0) + abs(s1)),
        larger=_of(lambda s0, s1: max(abs(s0), abs(s1))),
        mean_square=_of(lambda s0, s1: np.sqrt((s0**2 + s1**2) / 2)),
        rectified=_of(lambda s0, s1: np.hypot(max(0, s0), max(0, s1))),
        first_only=_of(lambda s0, s1: abs(s0)),
        half_period=_apart(lambda frequency: np.pi),
        eighth_period=_apart(lambda frequency: np.pi / 4),
        degrees=_apart(lambda frequency: 90),
        quarter=_apart(lambda frequency: 0.25),
        quarter_in_pixels=_apart(lambda frequency: np.pi / (2 * frequency)),
        bell_moved=_moved,
        turned=lambda x, b, f, theta: np.hypot(*(_responses(x, b, f, t)[0] for t in (theta, theta + np.pi / 2))),
        squared_per_pixel=lambda *case: np.sqrt(sum(np.sum(product**2) for product in _products(*case))),
        not_summed=lambda *case: np.hypot(*_products(*case)),
        root_per_pixel=lambda *case: np.hypot(*_products(*case)).sum(),
    ),
    exercise("10.6", orientation, _banks).slips(
        first_only=_largest(lambda s0, s1: s0),
        second_only=_largest(lambda s0, s1: s1),
        first_size=_largest(lambda s0, s1: np.abs(s0)),
        largest=_largest(np.maximum),
        largest_size=_largest(lambda s0, s1: np.maximum(np.abs(s0), np.abs(s1))),
        added=_largest(np.add),
        size_of_sum=_largest(lambda s0, s1: np.abs(s0 + s1)),
        sizes_added=_largest(lambda s0, s1: np.abs(s0) + np.abs(s1)),
        rectified=_largest(lambda s0, s1: np.maximum(s0, 0) ** 2 + np.maximum(s1, 0) ** 2),
        number=_read(lambda i, n: i),
        radians=_read(lambda i, n: i * np.pi / n),
        whole_turn=_read(lambda i, n: i * 360 / n),
        one_step_less=_read(lambda i, n: i * 180 / (n - 1)),
        whole_degrees=_read(lambda i, n: i * (180 // n)),
        one_too_far=_read(lambda i, n: (i + 1) * 180 / n),
        across=_read(lambda i, n: (i * 180 / n + 90) % 180),
        argmax_of_squares=lambda responses: np.argmax(responses**2) * 180 / len(responses),
        argmax_of_all=lambda responses: np.argmax(responses) * 180 / len(responses),
        strength=lambda responses: np.sqrt(_energies(responses).max()),
    ),
)
