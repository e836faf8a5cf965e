import functools

import numpy as np
from philox import draw_without, integers


def with_replacement(seed, n, B, step, drawn, draws):
    return integers(seed, 3 + 65536 * draws, step, np.full(B, n))


def without_replacement(seed, n, B, step, drawn, draws):
    return draw_without(seed, 3 + 65536 * draws, step, n, B)


@functools.lru_cache(maxsize=4)
def epoch_order(seed, n, epoch, draws):
    return draw_without(seed, 7 + 65536 * draws, epoch, n, n)


def reshuffled(seed, n, B, step, drawn, draws):
    """The next B samples of the shuffled epochs, of which `drawn` were drawn before: a batch may span two."""
    places = np.arange(drawn, drawn + B)
    return np.array([epoch_order(seed, n, at // n, draws)[at % n] for at in places.tolist()])


def draw_subset(seed, n, count):
    """The samples that a network is measured on, where these are not all."""
    return np.sort(draw_without(seed, 17, 0, n, count))
