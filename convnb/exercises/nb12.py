"""The functions of the exercises of notebook 12; their words are in words/nb12.md."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .form import Ways, changed, exercise, one_wrong

# 12.1 Windows without a leak


def windows(series, length, horizon):
    """x[i] = series[i .. i + length - 1] and y[i] = series[i + length .. i + length + horizon - 1], all complete."""
    x, y = [], []
    for i in range(len(series) - length - horizon + 1):
        x.append(series[i : i + length])
        y.append(series[i + length : i + length + horizon])
    return np.array(x), np.array(y)


def _series(rng):
    # (n, length, horizon). First one value ahead: a loop that forgets the horizon is right there.
    sizes = [(5, 2, 1), (6, 3, 1), (6, 2, 2), (8, 2, 3), (7, 1, 3), (9, 4, 3), (8, 3, 3)]
    cases = [(rng.permutation(9)[:n] + 1, length, horizon) for n, length, horizon in sizes]
    for length, horizon, count in rng.integers(2, 6, (4, 3)).tolist():
        cases.append((rng.normal(size=length + horizon + count), length, horizon))
    return cases


def _cut(series, length, horizon, starts, ahead=0):
    """The windows that begin at `starts`, and the `horizon` values that begin `ahead` places after each window."""
    x = [series[i : i + length] for i in starts]
    return np.array(x), np.array([series[i + length + ahead :][:horizon] for i in starts])


def _starting(starts, ahead=0):
    """The answer whose windows begin at starts(number of complete windows, length, horizon)."""

    def answer(series, length, horizon):
        return _cut(series, length, horizon, starts(len(series) - length - horizon + 1, length, horizon), ahead)

    return answer


# 12.2 Better than doing nothing?


def scores(series, origin, forecast):
    """RMSE over the standard deviation of series[:origin], and RMSE over that of repeating series[origin - 1]."""
    truth = series[origin : origin + len(forecast)]
    rmse = np.sqrt(np.mean((forecast - truth) ** 2))
    persistence = np.sqrt(np.mean((series[origin - 1] - truth) ** 2))
    return rmse / np.std(series[:origin]), rmse / persistence


def _forecasts(rng):
    # By hand. First the series ends with the forecast; later it goes on, as it does for an origin in the middle.
    first = [
        ([1, 3, 1, 3, 4, 2], 4, [4, 4]),
        ([2, 6, 2, 6, 9, 5, 8], 4, [8, 7, 4]),
        ([1, 5, 3, 4, 7, 9, 8, 2, 6], 5, [8, 6]),
        ([4, 1, 3, 5, 4, 6, 9], 4, [2]),
    ]
    cases = [(np.array(series), origin, np.array(forecast)) for series, origin, forecast in first]
    for _ in range(6):
        origin, steps, after = rng.integers(3, 8), rng.integers(2, 6), rng.integers(0, 4)
        series = rng.normal(3, 1, size=origin + steps + after)
        cases.append((series, int(origin), series[origin : origin + steps] + rng.normal(size=steps) / 2))
    return cases


def _scored(
    *,
    error=lambda error: np.sqrt(np.mean(error**2)),
    spread=lambda training, series, truth: np.std(training),
    truth=lambda series, origin, steps: series[origin : origin + steps],
    baseline=lambda series, origin, truth: series[origin - 1],
):
    """scores with one thing done differently."""

    def answer(series, origin, forecast):
        true = truth(series, origin, len(forecast))
        missed = error(forecast - true)
        with np.errstate(all="ignore"):  # a single true value has no spread
            return missed / spread(series[:origin], series, true), missed / error(baseline(series, origin, true) - true)

    return answer


# 12.3 On its own


def free_run(weights, window, steps):
    """o[k] = sum over j of weights[j] v[j], v being the last len(weights) values of window followed by o[0 .. k-1]."""
    values = list(window)
    for _ in range(steps):
        last = values[-len(weights) :]
        values.append(sum(w * v for w, v in zip(weights, last, strict=True)))
    return values[len(window) :]


def _runs(rng):
    # The first takes one step, so that a loop that never moves its window is right there. Then it must move.
    first = [([-1, 2], [1, 3], 1), ([-1, 2], [2, 3], 3), ([0.5, 1.5], [1, 2], 3), ([2, -1, 1], [3, 1, 2], 3)]
    first += [([0.25, -0.5, 0.5, 1], [4, 1, 3, 2], 5), ([1.5], [3], 4)]
    cases = [(np.array(weights), np.array(window), steps) for weights, window, steps in first]
    for length, steps in rng.integers(3, 8, (4, 2)).tolist():
        weights, window = rng.normal(size=(2, length))
        cases.append((weights, window, steps))
    return cases


def _moving(move):
    """The answer whose window becomes move(window, forecast) after each step."""

    def answer(weights, window, steps):
        forecasts = []
        for _ in range(steps):
            forecasts.append(weights @ window)
            window = move(window, forecasts[-1])
        return np.array(forecasts)

    return answer


_moving_whole_numbers = _moving(lambda window, forecast: np.append(window[1:], window.dtype.type(forecast)))


def _all_forecasts(weights, window, steps):
    forecasts = []
    for k in range(steps):
        forecasts.append(weights @ np.append(window[k:], forecasts))
    return np.array(forecasts)


def _run_ended(change):
    """The answer change(right forecasts, window)."""
    return lambda weights, window, steps: change(np.array(free_run(weights, window, steps)), window)


# 12.4 The equation, step by step


def euler(history, delay, dt, steps):
    """x[k + 1] = x[k] + dt (f(x[k - delay]) - 0.1 x[k]) with f(x) = 0.2 x / (1 + x^10)."""
    x = list(history)
    for _ in range(steps):
        past = x[-1 - delay]
        x.append(x[-1] + dt * (0.2 * past / (1 + past**10) - 0.1 * x[-1]))
    return x[len(history) :]


def _histories(rng):
    # (values known, delay, steps). More are known than the delay needs: one too far back exists, and is wrong.
    # Some run for longer than the delay, so that x comes back as its own past.
    first = [([3, 2, 1, 5], 2, 0.5, 1), ([2, 1, 2, 3], 1, 0.5, 3), ([3, 1, 0, 2], 2, 0.25, 4)]
    cases = [(np.array(history, float), delay, dt, steps) for history, delay, dt, steps in first]
    for known, delay, steps in [(5, 3, 5), (6, 3, 2), (4, 1, 4), (6, 4, 7), (3, 1, 3)]:
        cases.append((rng.uniform(0.4, 1.5, known), delay, float(rng.uniform(0.1, 0.9)), steps))
    return cases


def feedback(x):
    """What the past does to the present: f(x) = 0.2 x / (1 + x^10)."""
    return 0.2 * x / (1 + x**10)


def _stepping(step, past=lambda x, delay, k: x[-1 - delay]):
    """The answer with step(x, past value, dt); past(all values so far, delay, number of the step)."""

    def answer(history, delay, dt, steps):
        x = list(history)
        for k in range(steps):
            x.append(step(x[-1], past(x, delay, k), dt))
        return np.array(x[len(history) :])

    return answer


def _right(x, past, dt):
    return x + dt * (feedback(past) - 0.1 * x)


def _fed_by(feedback):
    """The answer with another feedback(past, x)."""
    return _stepping(lambda x, past, dt: x + dt * (feedback(past, x) - 0.1 * x))


def _series_ended(change):
    """The answer change(new values, history)."""
    return lambda history, *rest: change(np.array(euler(history, *rest)), history)


# 12.5 What the window sees


def delayed(length, tau, horizon):
    """Of x(t - tau + s), s = 0 .. horizon: how many lie before t - length + 1, from there to t, and after t."""
    older = min(max(tau + 1 - length, 0), horizon + 1)
    later = max(horizon - tau, 0)
    return older, horizon + 1 - older - later, later


def _windows(rng):
    # (length, tau, horizon): all kinds, and a window that begins exactly at the oldest value, or one after it.
    cases = [(3, 4, 2), (5, 4, 2), (4, 4, 3), (2, 5, 2), (8, 3, 2), (5, 3, 6), (2, 3, 6), (1, 1, 4), (20, 30, 14)]
    cases += [(31, 30, 14), (30, 30, 14), (5, 30, 14), (40, 30, 42), (9, 2, 1)]
    return cases + [tuple(row) for row in rng.integers(1, 15, (8, 3)).tolist()]


def _counted(*, places=lambda tau, h: range(-tau, h - tau + 1), first=lambda length: 1 - length, newest=0):
    """The answer that counts places, t being 0, before `first`, from there to `newest`, and after it."""

    def answer(length, tau, horizon):
        wanted = list(places(tau, horizon))
        older = sum(place < first(length) for place in wanted)
        later = sum(place > newest for place in wanted)
        return older, len(wanted) - older - later, later

    return answer


def _formula(older=None, later=lambda tau, h: max(h - tau, 0), extra=1, least=-np.inf):
    """The answer with older(tau + 1 - length, h) and later(tau, h) values; the rest is inside."""

    def answer(length, tau, horizon):
        before = older(tau + 1 - length, horizon) if older else delayed(length, tau, horizon)[0]
        after = later(tau, horizon)
        return before, max(horizon + extra - before - after, least), after

    return answer


# 12.6 The layer that solves the equation


def ahead(x, tau, h):
    """exp(-0.1 h) x[t] + sum over s = 0 .. h of c[s] exp(-0.1 (h - s)) f(x[t - tau + s]), c = 1/2, 1, .., 1, 1/2."""
    past = x[len(x) - 1 - tau :][: h + 1]
    kernel = np.exp(-0.1 * np.arange(h, -1, -1))
    kernel[0] /= 2
    kernel[-1] /= 2
    return np.exp(-0.1 * h) * x[-1] + np.sum(kernel * 0.2 * past / (1 + past**10))


def _pasts(rng):
    # (values known, tau, h): more than tau + 1 are known, so that one value too far back exists, and is wrong.
    # h runs from 1 to tau, where the past ends with x[-1]: slices that end at 0 are empty there.
    first = [([0, 1, 1, 1, 2], 3, 2), ([1, 0, 1, 0, 2], 3, 1), ([0, 1, 1, 0, 1, 3], 4, 4)]
    cases = [(np.array(x, float), tau, h) for x, tau, h in first]
    for known, tau, h in [(6, 4, 2), (10, 8, 5), (12, 9, 6), (8, 5, 5), (32, 30, 14), (40, 30, 14), (4, 2, 1)]:
        cases.append((rng.uniform(0.4, 1.4, known), tau, h))
    return cases


def _ends(h):
    """The weights of the trapezoids: 1, and 1/2 at both ends."""
    return np.where(np.isin(np.arange(h + 1), (0, h)), 0.5, 1.0)


def _short(h):
    """The same for s = 0 .. h - 1, and nothing at h."""
    weights = np.append(np.ones(h), 0)
    weights[0] /= 2
    weights[h - 1] /= 2
    return weights


def _forecast(
    *,
    ends=_ends,
    kernel=lambda s, h: np.exp(-0.1 * (h - s)),
    now=lambda x, h: np.exp(-0.1 * h) * x[-1],
    past=lambda x, tau, h: x[len(x) - 1 - tau + np.arange(h + 1)],
    bend=feedback,
    total=np.sum,
):
    """ahead with one thing done differently."""

    def answer(x, tau, h):
        s = np.arange(h + 1)
        return now(x, h) + total(ends(h) * kernel(s, h) * bend(past(x, tau, h)))

    return answer


PREDICTED = {
    "12.c": {
        "no_truth": [[800 - 31 + 1]],
        "one_missing": [[800 - 45]],
        "no_window": [[800 - 14]],
    },
}

EXERCISES = (
    exercise("12.1", windows, _series, returns=("x", "y")).slips(
        y_one_early=_starting(lambda n, length, horizon: range(n), ahead=-1),
        y_one_early_one_more=_starting(lambda n, length, horizon: range(n + 1), ahead=-1),
        gap=_starting(lambda n, length, horizon: range(n - 1), ahead=1),
        futures_cut_off=_starting(lambda n, length, horizon: range(n + horizon - 1)),
        windows_without_future=one_wrong(
            windows, 0, lambda series, length, horizon: sliding_window_view(series, length)
        ),
        around_the_end=lambda series, *sizes: _cut(np.tile(series, 3), *sizes, range(len(series))),
        side_by_side=_starting(lambda n, length, horizon: range(0, n, length)),
        pieces=_starting(lambda n, length, horizon: range(0, n, length + horizon)),
        steps_of_horizon=_starting(lambda n, length, horizon: range(0, n, horizon)),
        future_in_window=changed(windows, lambda x, y: (np.hstack([x, y]), y)),
        next_only=changed(windows, lambda x, y: (x, y[:, 0])),
        last_only=changed(windows, lambda x, y: (x, y[:, -1])),
        one_ahead=lambda series, length, horizon: (windows(series, length, 1)[0], series[length:]),
        y_window_moved=one_wrong(
            windows, 1, lambda series, length, horizon: sliding_window_view(series[horizon:], length)
        ),
        exchanged=changed(windows, lambda x, y: (y, x)),
    ),
    exercise("12.2", scores, _forecasts, returns=("nrmse", "ratio")).slips(
        spread_of_truth=_scored(spread=lambda training, series, truth: truth.std()),
        spread_of_all=_scored(spread=lambda training, series, truth: series.std()),
        spread_one_more=_scored(spread=lambda training, series, truth: series[: len(training) + 1].std()),
        spread_one_less=_scored(spread=lambda training, series, truth: training[:-1].std()),
        ddof=_scored(spread=lambda training, series, truth: training.std(ddof=1)),
        mean=_scored(spread=lambda training, series, truth: training.mean()),
        range=_scored(spread=lambda training, series, truth: np.ptp(training)),
        rmse=_scored(spread=lambda training, series, truth: 1),
        no_root=Ways(
            [
                _scored(error=lambda error: np.mean(error**2)),
                _scored(error=lambda error: np.mean(error**2), spread=lambda training, series, truth: training.var()),
            ]
        ),
        absolute=_scored(error=lambda error: np.mean(np.abs(error))),
        mean_first=_scored(error=lambda error: np.abs(np.mean(error))),
        persistence_updated=_scored(baseline=lambda x, origin, truth: x[origin - 1 : origin - 1 + len(truth)]),
        persistence_of_next=_scored(baseline=lambda series, origin, truth: series[origin]),
        mean_as_baseline=_scored(baseline=lambda series, origin, truth: series[:origin].mean()),
        persistence_of_end=_scored(baseline=lambda series, origin, truth: series[-1]),
        ratio_of_value=_scored(baseline=lambda series, origin, truth: truth + series[origin - 1]),
        nrmse_over_rmse=one_wrong(scores, 1, lambda x, origin, y: scores(x, origin, y)[1] / np.std(x[:origin])),
        truth_one_early=_scored(truth=lambda series, origin, steps: series[origin - 1 :][:steps]),
        truth_at_end=_scored(truth=lambda series, origin, steps: series[-steps:]),
        truth_to_end=_scored(truth=lambda series, origin, steps: series[origin:]),
        exchanged=changed(scores, lambda nrmse, ratio: (ratio, nrmse)),
    ),
    exercise("12.3", free_run, _runs, unit="forecast").slips(
        not_moved=_moving(lambda window, forecast: window),
        grows=_moving(lambda window, forecast: np.append(window, forecast)),
        wrong_end=_moving(lambda window, forecast: np.append(forecast, window[:-1])),
        oldest_replaced=_moving(lambda window, forecast: np.append(forecast, window[1:])),
        newest_overwritten=_moving(lambda window, forecast: np.append(window[:-1], forecast)),
        rolled_back=_moving(lambda window, forecast: np.append(np.roll(window, 1)[:-1], forecast)),
        zero_comes_in=_moving(lambda window, forecast: np.append(window[1:], 0)),
        newest_repeated=_moving(lambda window, forecast: np.append(window[1:], window[-1])),
        circle=_moving(lambda window, forecast: np.append(window[1:], window[0])),
        window_of_whole_numbers=_moving_whole_numbers,
        all_forecasts=_all_forecasts,
        flipped=lambda weights, window, steps: free_run(weights[::-1], window, steps),
        mean=lambda weights, window, steps: free_run(weights / len(weights), window, steps),
        first_missing=lambda weights, window, steps: free_run(weights, window, steps + 1)[1:],
        begins_with_known=_run_ended(lambda forecasts, window: np.append(window[-1], forecasts[:-1])),
        known_included=_run_ended(lambda forecasts, window: np.append(window, forecasts)),
        window_at_end=_run_ended(lambda forecasts, window: np.append(window, forecasts)[-len(window) :]),
        last=_run_ended(lambda forecasts, window: forecasts[-1]),
    ),
    exercise("12.4", euler, _histories, unit="value").slips(
        feedback_without_dt=_stepping(lambda x, past, dt: x + feedback(past) - dt * 0.1 * x),
        decay_without_dt=_stepping(lambda x, past, dt: x + dt * feedback(past) - 0.1 * x),
        change_alone=_stepping(lambda x, past, dt: dt * (feedback(past) - 0.1 * x)),
        one_too_old=_stepping(_right, lambda x, delay, k: x[-2 - delay]),
        from_the_beginning=_stepping(_right, lambda x, delay, k: x[k]),
        past_held=lambda history, *rest: _stepping(_right, lambda x, delay, k: history[-1 - delay])(history, *rest),
        decay_of_past=_stepping(lambda x, past, dt: x + dt * (feedback(past) - 0.1 * past)),
        exchanged=_stepping(lambda x, past, dt: x + dt * (feedback(x) - 0.1 * past)),
        growth=_stepping(lambda x, past, dt: x + dt * (feedback(past) + 0.1 * x)),
        power_of_present=_fed_by(lambda past, x: 0.2 * past / (1 + x**10)),
        no_parentheses=_fed_by(lambda past, x: 0.2 * past / 1 + past**10),
        power_of_one_plus_x=_fed_by(lambda past, x: 0.2 * past / (1 + past) ** 10),
        power_above_too=_fed_by(lambda past, x: 0.2 * past**10 / (1 + past**10)),
        times_ten=_fed_by(lambda past, x: 0.2 * past / (1 + past * 10)),
        linear=_fed_by(lambda past, x: 0.2 * past),
        last=_series_ended(lambda new, history: new[-1]),
    ),
    exercise("12.5", delayed, _windows, returns=("older", "inside", "later")).slips(
        newest_missing=_counted(places=lambda tau, h: range(-tau, h - tau)),
        oldest_missing=_counted(places=lambda tau, h: range(1 - tau, h - tau + 1)),
        now_unknown=_counted(newest=-1, first=lambda length: 1 - length),
        later_known=_counted(newest=np.inf),
        window_before_now=_counted(newest=-1, first=lambda length: -length),
        older_unbounded=_formula(lambda missing, h: max(missing, 0)),
        older_unbounded_inside_bounded=_formula(lambda missing, h: max(missing, 0), least=0),
        older_one_less=_formula(lambda missing, h: max(missing - 1, 0)),
        inside_one_less=_formula(lambda missing, h: max(missing, 0), extra=0),
        later_one_more=_formula(lambda missing, h: max(missing, 0), later=lambda tau, h: max(h - tau + 1, 0)),
        negative_counts=_formula(lambda missing, h: missing, later=lambda tau, h: h - tau),
        negative_counts_later=_formula(lambda missing, h: missing, later=lambda tau, h: 0),
        older_not_bounded=_formula(lambda missing, h: missing),
        older_negative=_formula(lambda missing, h: min(missing, h + 1)),
        later_negative=_formula(later=lambda tau, h: h - tau),
        backwards=_counted(places=lambda tau, h: range(-tau - h, -tau + 1)),
        ahead=_counted(places=lambda tau, h: range(tau, tau + h + 1)),
        up_to_now=_counted(places=lambda tau, h: range(-tau, 1)),
        whole_window=one_wrong(delayed, 1, lambda length, tau, horizon: min(length, horizon + 1)),
        exchanged=changed(delayed, lambda older, inside, later: (later, inside, older)),
        other_order=changed(delayed, lambda older, inside, later: (inside, older, later)),
    ),
    exercise("12.6", ahead, _pasts).slips(
        kernel_flipped=_forecast(kernel=lambda s, h: np.exp(-0.1 * s)),
        kernel_grows=_forecast(kernel=lambda s, h: np.exp(0.1 * (h - s))),
        no_kernel=_forecast(kernel=lambda s, h: 1.0),
        all_decayed=_forecast(kernel=lambda s, h: np.exp(-0.1 * h)),
        ends_whole=_forecast(ends=lambda h: 1.0),
        last_whole=_forecast(ends=lambda h: 1 - 0.5 * (np.arange(h + 1) == 0)),
        first_whole=_forecast(ends=lambda h: 1 - 0.5 * (np.arange(h + 1) == h)),
        last_missing=_forecast(ends=lambda h: (np.arange(h + 1) < h) + 0.0),
        first_missing=_forecast(ends=lambda h: (np.arange(h + 1) > 0) + 0.0),
        end_missing=_forecast(ends=lambda h: _ends(h) * (np.arange(h + 1) < h)),
        end_halved_early=_forecast(ends=_short),
        mean=_forecast(ends=lambda h: _ends(h) / h),
        now_not_decayed=_forecast(now=lambda x, h: x[-1]),
        no_now=_forecast(now=lambda x, h: 0.0),
        now_of_oldest=_forecast(now=lambda x, h: np.exp(-0.1 * h) * x[0]),
        linear=_forecast(bend=lambda past: past),
        bent_after=_forecast(bend=lambda past: past, total=lambda terms: feedback(np.sum(terms))),
        no_parentheses=_forecast(bend=lambda past: 0.2 * past / 1 + past**10),
        no_factor=_forecast(bend=lambda past: past / (1 + past**10)),
        one_too_new=_forecast(past=lambda x, tau, h: x[np.arange(h + 1) - tau]),
        one_too_new_cut=_forecast(past=lambda x, tau, h: x[-tau:][: h + 1]),
        empty_at_tau=_forecast(past=lambda x, tau, h: x[-1 - tau : h - tau]),
        first_values=_forecast(past=lambda x, tau, h: x[: h + 1]),
        newest_values=_forecast(past=lambda x, tau, h: x[len(x) - 1 - h :]),
    ),
)
