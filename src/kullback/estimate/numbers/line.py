"""Neighbours of few numbers on a line, all at once by NumPy: runs of the sorted ones."""

from typing import Any

import numpy as np

from kullback._arrays import Array


def kth_on_a_line(points: Array, ordered: Array, k: int) -> Array:
    """Return the least reach of the k + 1 runs of k numbers around each point."""
    at, last = np.searchsorted(ordered, points), len(ordered) - k
    best = np.full(len(points), np.inf)
    for before in range(k + 1):
        first = np.clip(at - before, 0, last)
        reach = np.maximum(points - ordered[first], ordered[first + k - 1] - points)
        np.minimum(best, reach, out=best)
    return best


def run_on_a_line(
    points: Array, ordered: Array, radii: Array, strictly: bool
) -> tuple[Array, Array]:
    """Return the first place within each point's radius, and the first one behind it."""

    def inside(distance: Array) -> Array:
        if strictly:
            return (distance < radii) | (distance == 0.0)
        return distance <= radii

    # Sums of a point and its radius are rounded: the border is somewhere within this slack.
    slack = 4.0 * np.finfo(float).eps * (np.abs(points) + radii)
    at = np.searchsorted(ordered, points)  # everything before is smaller than the point
    low = np.searchsorted(ordered, points - radii - slack)
    high = np.minimum(np.searchsorted(ordered, points - radii + slack, side="right"), at)
    first = _first_true(
        lambda place: inside(points - ordered[place]), low, np.maximum(low, high), len(ordered)
    )
    low = np.maximum(np.searchsorted(ordered, points + radii - slack), at)
    high = np.searchsorted(ordered, points + radii + slack, side="right")
    last = _first_true(
        lambda place: ~inside(ordered[place] - points), low, np.maximum(low, high), len(ordered)
    )
    return first, last


def _first_true(holds: Any, low: Array, high: Array, length: int) -> Array:
    """Return the first place in low … high − 1 where `holds`, or high; all points at once.

    It must be false up to some place, and true from there.
    """
    while (low < high).any():
        middle = (low + high) // 2
        # Where the search is over, middle may lie behind the end: it is not looked at.
        true = holds(np.minimum(middle, length - 1)) | (low >= high)
        low = np.where(true, low, middle + 1)
        high = np.where(true & (low < high), middle, high)
    return low
