"""Distances to nearest neighbours, and how many rows lie within a distance of each.

In one dimension by sorting; in more by SciPy's tree, on the library's number of threads.
"""

from typing import Any, Literal, TypeAlias

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.sample import brought_to_one
from kullback.kernels.threads import number_of_threads

Norm: TypeAlias = Literal["euclidean", "maximum"]
ORDERS: dict[str, float] = {"euclidean": 2.0, "maximum": np.inf}


def kth_distances(points: Array, sample: Array, k: int, norm: Norm = "maximum") -> Array:
    """Return the distance from each of `points` to the k-th nearest row of `sample`.

    A point that is itself a row of `sample` counts as its own first neighbour.
    """
    if sample.shape[1] == 1:
        return _kth_on_a_line(points[:, 0], np.sort(sample[:, 0]), k)
    return _kth_in_a_tree(points, tree(sample), k, norm)


def tree(sample: Array) -> Any:
    """Return a tree of the rows of `sample`."""
    from scipy.spatial import cKDTree

    return cKDTree(sample)


def _kth_in_a_tree(points: Array, of: Any, k: int, norm: Norm) -> Array:
    found, _ = of.query(points, [k], p=ORDERS[norm], workers=number_of_threads())
    return np.asarray(found)[:, 0]


def _kth_on_a_line(points: Array, ordered: Array, k: int) -> Array:
    """Return the least reach of the k + 1 runs of k numbers around each point."""
    at, last = np.searchsorted(ordered, points), len(ordered) - k
    best = np.full(len(points), np.inf)
    for before in range(k + 1):
        first = np.clip(at - before, 0, last)
        reach = np.maximum(points - ordered[first], ordered[first + k - 1] - points)
        np.minimum(best, reach, out=best)
    return best


def positive_distances(
    points: Array, sample: Array, k: int, norm: Norm = "maximum", *, among_them: bool
) -> tuple[Array, Array]:
    """Return each point's distance to its k-th neighbour, and k; k is raised beyond copies.

    A distance of zero has no logarithm, and a density estimated from it is infinite: there the
    nearest row that is not a copy is taken, and the number of rows up to it. `among_them` says
    that the points are the rows of `sample`, each of which is then no neighbour of its own.
    """
    own = int(among_them)
    distances = kth_distances(points, sample, k + own, norm)
    counted = np.full(len(points), k)
    raised = k
    while (tied := np.flatnonzero(distances == 0.0)).size:
        raised += 1
        if raised + own > len(sample):
            raise ValueError("all rows coincide, to working precision: there is no distance")
        distances[tied] = kth_distances(points[tied], sample, raised + own, norm)
        counted[tied] = raised
    return distances, counted


def nearest_others(sample: Array, k: int) -> Array:
    """Return the places of each row's k nearest others, in maximum norm, shape (n, k)."""
    _, places = tree(sample).query(sample, k + 1, p=np.inf, workers=number_of_threads())
    others = places != np.arange(len(sample))[:, None]
    # Where more than k copies of a row exist, it may not be among its own neighbours.
    others[others.all(axis=1), -1] = False
    return np.asarray(places[others].reshape(len(sample), k))


def counts_within(sample: Array, radii: Array, *, strictly: bool) -> Array:
    """Return how many rows lie within each row's radius, in maximum norm, itself included.

    Differences are compared as they were when the radius was found, to the last bit: the k-th
    neighbour lies on the border in one coordinate at least, and must not be counted by rounding.
    """
    if sample.shape[1] == 1:
        first, last = _run_on_a_line(sample[:, 0], np.sort(sample[:, 0]), radii, strictly)
        return last - first
    # A row at distance 0 lies inside every radius, that of 0 included.
    inside = np.nextafter(radii, 0.0) if strictly else radii
    found = tree(sample).query_ball_point(
        sample, inside, p=np.inf, return_length=True, workers=number_of_threads()
    )
    return np.asarray(found)


def farthest_within(
    points: Array, sample: Array, radii: Array, norm: Norm, *, among_them: bool
) -> tuple[Array, Array]:
    """Return the distance to the last neighbour within each radius, and how many there are.

    There must be one at least. `among_them` as in `positive_distances`.
    """
    own = int(among_them)
    if sample.shape[1] == 1:
        column, ordered = points[:, 0], np.sort(sample[:, 0])
        first, last = _run_on_a_line(column, ordered, radii, strictly=False)
        reach = np.maximum(column - ordered[first], ordered[last - 1] - column)
        return reach, last - first - own
    found = tree(sample)
    # Radii are roots, whose squares may fall short of the border by rounding.
    widened = radii * (1.0 + 4.0 * np.finfo(float).eps)
    counts = found.query_ball_point(
        points, widened, p=ORDERS[norm], return_length=True, workers=number_of_threads()
    )
    distances = np.empty(len(points))
    for count in np.unique(counts):  # one search for all that look for the same neighbour
        these = counts == count
        distances[these] = _kth_in_a_tree(points[these], found, int(count), norm)
    return distances, np.asarray(counts) - own


def _run_on_a_line(
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


def in_common_units(x: Array, y: Array, *, equal_spread: bool) -> tuple[Array, Array]:
    """Return both samples over powers of two, and over their interquartile ranges if asked.

    Units say nothing of dependence, but the largest difference of all coordinates does not see one
    whose numbers are small. Of several columns the widest counts.
    """
    if not equal_spread:
        _, (x, y) = brought_to_one(x, y)
        return x, y
    return _of_unit_spread(x), _of_unit_spread(y)


def _of_unit_spread(sample: Array) -> Array:
    _, (scaled,) = brought_to_one(sample)
    return np.asarray(scaled / (max(_spread(column) for column in scaled.T) or 1.0))


def _spread(column: Array) -> float:
    # Of the different values: an atom of half of the rows may reach either quartile, by chance.
    low, high = np.percentile(np.unique(column), [25.0, 75.0])
    return float(high - low)
