"""Samples drawn again from their counts: multinomial draws, outcome after outcome.

Given those before it, the count of an outcome is binomial. Where few are expected it is found by
inversion, elsewhere by transformed rejection, which takes two random numbers in six cases of seven
(Hörmann 1993, The generation of binomial random variates, Journal of Statistical Computation and
Simulation 46). Both are exact. Random numbers are those of SplitMix64.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact

FEW = 10.0  # expected, below which a count is found by inversion
NEAR = 15.0  # the likeliest count, where bounds of the normal law decide nothing
STEP = 2.0**-52  # between random numbers
NEXT = np.uint64(0x9E3779B97F4A7C15)  # from the place of one to that of the next


@exact
def draw_again(counts, seed, found):
    """Fill each column of `found` with a draw of as many as `counts` add up to, from their shares.

    Outcome by outcome, all draws in turn: none has to wait for what it drew just before.
    """
    left = np.full(found.shape[1], counts.sum())  # counts are whole numbers: their sums are exact
    left_over, place = counts.sum(), seed
    for i in range(len(counts) - 1):
        share = min(counts[i] / left_over, 1.0)
        left_over -= counts[i]
        p = min(share, 1.0 - share)
        for draw in range(found.shape[1]):
            n = left[draw]
            k, place = _up_to_half(n, p, place)
            k = n - k if share > 0.5 else k
            found[i, draw] = k
            left[draw] = n - k
    found[len(counts) - 1] = left


@exact
def _up_to_half(n, p, place):
    """Return a binomial number for p up to ½, and the place of the next random number."""
    if n * p < FEW:
        return _by_inversion(n, p, _uniform(place)), place + NEXT
    return _by_rejection(n, p, place)


@exact
def _by_inversion(n, p, u):
    odds = p / (1.0 - p)
    chance = math.exp(n * math.log1p(-p))
    k = 0.0
    while u > chance and k < n:
        u -= chance
        k += 1.0
        chance *= odds * (n - k + 1.0) / k
    return k


@exact
def _by_rejection(n, p, place):
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    while True:
        u, v = _uniform(place) - 0.5, _uniform(place + NEXT)
        place += NEXT + NEXT
        edge = 0.5 - abs(u)
        k = np.floor((2.0 * a / edge + b) * u + n * p + 0.5)
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return k, place
        if 0.0 <= k <= n:
            height = v * (2.83 + 5.1 / b) * spread / (a / (edge * edge) + b)
            if _is_below(math.log(height), n, p, k):
                return k, place


@exact
def _is_below(height, n, p, k):
    """Say whether a height is below the chance of k over that of the likeliest, as logarithms."""
    off, variance = abs(k - np.floor((n + 1.0) * p)), n * p * (1.0 - p)
    if off > NEAR:
        normal = -off * off / (2.0 * variance)
        rest = off / variance * (((off / 3.0 + 0.625) * off + 1.0 / 6.0) / variance + 0.5)
        if abs(height - normal) > rest:
            return height < normal
    return height <= _log_ratio(n, p, k)


@exact
def _log_ratio(n, p, k):
    """Return the logarithm of the chance of k over that of the likeliest."""
    m = np.floor((n + 1.0) * p)
    odds = p / (1.0 - p)
    return (
        (m + 0.5) * math.log((m + 1.0) / (odds * (n - m + 1.0)))
        + (n + 1.0) * math.log((n - m + 1.0) / (n - k + 1.0))
        + (k + 0.5) * math.log(odds * (n - k + 1.0) / (k + 1.0))
        + _stirling_rest(m)
        + _stirling_rest(n - m)
        - _stirling_rest(k)
        - _stirling_rest(n - k)
    )


@exact
def _stirling_rest(k):
    """Return log k! less (k + ½) log(k + 1) − (k + 1) + ½ log 2π."""
    if k < 10.0:
        return math.lgamma(k + 1.0) - (
            (k + 0.5) * math.log(k + 1.0) - (k + 1.0) + 0.9189385332046727
        )
    z = 1.0 / ((k + 1.0) * (k + 1.0))
    return (1.0 / 12.0 - (1.0 / 360.0 - z / 1260.0) * z) / (k + 1.0)


@exact
def _uniform(place):
    """Return the random number of a place, above 0 and below 1 (Steele, Lea & Flood 2014)."""
    word = (place ^ (place >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    word ^= word >> np.uint64(31)
    return (np.float64(np.int64(word >> np.uint64(12))) + 0.5) * STEP
