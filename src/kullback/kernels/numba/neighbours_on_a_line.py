"""Neighbours among sorted numbers: bisection for where they begin, then step by step.

Differences are compared as they are rounded, and rounding keeps order: so what lies within a radius
is one run, whose ends bisection finds to the last bit. It takes as many steps wherever they lie and
has no branch to be guessed wrong.
"""

import numpy as np

from kullback.kernels.numba.compiling import exact


@exact
def kth_distances(points, ordered, k, distances, start, stop):
    """Write each number's distance to the k-th nearest of `ordered`, which holds k or more."""
    n = len(ordered)
    for i in range(start, stop):
        x, base, length = points[i], 0, n
        while length > 1:
            half = length >> 1
            base += half if ordered[np.uintp(base + half - 1)] < x else 0
            length -= half
        behind = base + (ordered[np.uintp(base)] < x)
        before, reach = behind - 1, 0.0
        for _ in range(k):
            left = x - ordered[np.uintp(before)] if before >= 0 else np.inf
            right = ordered[np.uintp(behind)] - x if behind < n else np.inf
            nearer = left <= right
            reach = left if nearer else right
            before -= nearer
            behind += not nearer
        distances[i] = reach


@exact
def counts_within(points, ordered, radii, strictly, counts, start, stop):
    """Write how many of `ordered` lie within each number's radius; all at distance 0 do."""
    n = len(ordered)
    for i in range(start, stop):
        x, radius = points[i], radii[i]
        reach = max(np.nextafter(radius, -np.inf), 0.0) if strictly else radius
        first, last, length = 0, 0, n
        while length > 1:
            half = length >> 1
            first += half if x - ordered[np.uintp(first + half - 1)] > reach else 0
            last += half if ordered[np.uintp(last + half - 1)] - x <= reach else 0
            length -= half
        first += x - ordered[np.uintp(first)] > reach
        last += ordered[np.uintp(last)] - x <= reach
        counts[i] = last - first
