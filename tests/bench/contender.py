"""One contender in a process of its own: reads what to time, one JSON line each, and answers with milliseconds.

Two thread pools in one process would disturb each other, so no contender ever shares a process with another.
"""

import functools
import json
import statistics
import sys
import time

from conv_cases import functions

_BURST = 0.05  # seconds of repetitions behind one answer


def main(contender):
    """Answers until its input ends."""
    prepared = functools.cache(lambda suite, index: functions(contender, suite, index))
    for line in sys.stdin:
        suite, index, which = json.loads(line)
        try:
            answer = burst(prepared(suite, index)[which])
        except ImportError as missing:
            answer = str(missing)
        print(json.dumps(answer), flush=True)


def burst(function):
    """The median duration of a few calls in milliseconds, after one that is not counted."""
    function()
    times, end = [], time.perf_counter() + _BURST
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


if __name__ == "__main__":
    main(sys.argv[1])
