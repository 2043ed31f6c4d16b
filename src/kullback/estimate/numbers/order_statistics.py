"""Sorted numbers, and the windows of 2m + 1 neighbours around each in which spacings are taken."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.sample import whole


def sorted_column(x: Array, by: str) -> Array:
    """Return the only column of `x`, sorted; spacings exist in one dimension alone."""
    if x.shape[1] != 1:
        raise ValueError(
            f"{by} works on one column, got {x.shape[1]}: use KozachenkoLeonenko for more"
        )
    return np.sort(x[:, 0])


def window_of(n: int, window: int | None, by: str) -> int:
    """Return m: the one asked for, or √n to the nearest whole number."""
    m = math.floor(math.sqrt(n) + 0.5) if window is None else whole(window, "window")
    if 2 * m >= n:
        raise ValueError(
            f"{by} needs more than twice its window of {m}, got {n} rows: "
            "give more rows or a smaller window="
        )
    return m


def log_spacings(gaps: Array, m: int, by: str) -> Array:
    """Return the logarithms of spacings, none of which may be zero."""
    zero = int((gaps <= 0.0).sum())
    if zero:
        raise ValueError(
            f"{by}: {zero} windows of {m} neighbours hold one value only, whose spacing of 0 has "
            "no logarithm: give a larger window=, or take the value for an atom of its own"
        )
    return np.log(gaps)


def spacings(x: Array, m: int) -> Array:
    """Return x(i + m) − x(i − m), with places before the first and behind the last clamped."""
    places = np.arange(len(x))
    return x[np.minimum(places + m, len(x) - 1)] - x[np.maximum(places - m, 0)]
