"""Misconceptions of exercises that ask for several results at once, such as the gradients of a layer."""

from itertools import permutations

from .grading.model import Misconception


def other_orders(answer, names):
    """Misconceptions: what `answer` returns, a tuple of such names, in every other order."""

    def reordered(order):
        return lambda *arguments: tuple(answer(*arguments)[place] for place in order)

    asked = f"Right numbers, in another order. The order asked for is ({', '.join(names)})"
    return tuple(
        Misconception(reordered(order), f"{asked}, and yours is ({', '.join(names[place] for place in order)}).")
        for order in list(permutations(range(len(names))))[1:]
    )


def one_wrong(answer, place, wrong):
    """The answer, a function that returns a tuple, with the result at `place` given by `wrong` instead."""

    def mistaken(*arguments):
        given = list(answer(*arguments))
        given[place] = wrong(*arguments)
        return tuple(given)

    return mistaken
