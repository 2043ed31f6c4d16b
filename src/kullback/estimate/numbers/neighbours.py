"""Distances to nearest neighbours, and how many rows lie within a distance of each.

Many rows on a line or in few columns are searched by compiled loops, the rest by NumPy and SciPy's
tree; all on the library's number of threads. Who searches changes no bit of an answer in maximum
norm, nor in Euclidean norm up to three columns.
"""

from functools import cached_property
from types import ModuleType
from typing import Any, Literal, TypeAlias

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.line import kth_on_a_line, run_on_a_line
from kullback.estimate.numbers.sample import distinct
from kullback.kernels.loading import loaded
from kullback.kernels.threads import number_of_threads

Norm: TypeAlias = Literal["euclidean", "maximum"]
ORDERS: dict[str, float] = {"euclidean": 2.0, "maximum": np.inf}

MANY = 2**12  # rows, from which on loops are loaded, and compiled if they never were
MOST_COLUMNS = 6  # in which they are the faster ones
FEW = 2**10  # rows, up to which SciPy's tree takes less time than a thread takes to begin


class Points:
    """Rows, of shape (n, d), that are searched for or among; sorted or planted when first asked."""

    def __init__(self, rows: Array):
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def on_a_line(self) -> bool:
        """Return whether there is one column."""
        return bool(self.rows.shape[1] == 1)

    @property
    def column(self) -> Array:
        """Return the only column."""
        return self.rows[:, 0]

    @cached_property
    def ordered(self) -> Array:
        """Return the only column, sorted."""
        return np.sort(self.column)

    @cached_property
    def loops(self) -> ModuleType | None:
        """Return compiled loops where they are worth it."""
        if len(self) < MANY or self.rows.shape[1] > MOST_COLUMNS:
            return None
        return loaded("kullback.kernels.neighbours")

    @cached_property
    def planted(self) -> Any:
        """Return a tree for compiled loops."""
        from kullback.kernels import neighbours

        return neighbours.tree(self.rows)

    @cached_property
    def tree(self) -> Any:
        """Return SciPy's tree."""
        from scipy.spatial import cKDTree

        return cKDTree(self.rows)


def kth_distances(points: Points, sample: Points, k: int, norm: Norm = "maximum") -> Array:
    """Return the distance from each of `points` to the k-th nearest row of `sample`.

    A point that is itself a row of `sample` counts as its own first neighbour.
    """
    if points.on_a_line:
        on_a_line = points.loops.kth_on_a_line if points.loops else kth_on_a_line
        return np.asarray(on_a_line(points.column, sample.ordered, k))
    if points.loops:
        euclidean = norm == "euclidean"
        found = points.loops.kth_distances(points.planted, sample.planted, k, euclidean=euclidean)
        return np.asarray(found)
    return _kth_in_a_tree(points.rows, sample.tree, k, norm)


def _kth_in_a_tree(points: Array, tree: Any, k: int, norm: Norm) -> Array:
    found, _ = tree.query(points, [k], p=ORDERS[norm], workers=_threads_for(points))
    return np.asarray(found)[:, 0]


def _threads_for(points: Array) -> int:
    return 1 if len(points) <= FEW else number_of_threads()


def positive_distances(
    points: Points, sample: Points, k: int, norm: Norm = "maximum"
) -> tuple[Array, Array]:
    """Return each point's distance to its k-th neighbour, and k; k is raised beyond copies.

    A distance of zero has no logarithm, and a density estimated from it is infinite: there the
    nearest row that is not a copy is taken, and the number of rows up to it. Where `points` are
    `sample` itself, none is a neighbour of its own.
    """
    own = int(points is sample)
    distances = kth_distances(points, sample, k + own, norm)
    counted = np.full(len(points), k)
    tied = np.flatnonzero(distances == 0.0)
    if len(tied):
        distances[tied], copies = _beyond_copies(Points(points.rows[tied]), sample, norm)
        counted[tied] = copies + 1 - own
    return distances, counted


def _beyond_copies(points: Points, sample: Points, norm: Norm) -> tuple[Array, Array]:
    """Return each point's distance to the nearest row that is no copy of it, and its copies."""
    others = distinct(sample.rows)
    if len(others) == 1:
        raise ValueError("all rows coincide, to working precision: there is no distance")
    copies = counts_within(points, sample, np.zeros(len(points)), strictly=False)
    distances = kth_distances(points, Points(others), 2, norm)
    if not (copies.all() and distances.all()):
        raise ValueError(
            "rows differ by so little beside the largest number that squares of their differences "
            "vanish: leave out the largest rows, or take norm='maximum'"
        )
    return distances, copies


def nearest_others(sample: Points, k: int) -> Array:
    """Return the places of each row's k nearest others, in maximum norm, shape (n, k)."""
    _, places = sample.tree.query(sample.rows, k + 1, p=np.inf, workers=_threads_for(sample.rows))
    others = places != np.arange(len(sample))[:, None]
    # Where more than k copies of a row exist, it may not be among its own neighbours.
    others[others.all(axis=1), -1] = False
    return np.asarray(places[others].reshape(len(sample), k))


def counts_within(points: Points, sample: Points, radii: Array, *, strictly: bool) -> Array:
    """Return how many rows of `sample` lie within each point's radius, in maximum norm.

    A row at distance 0 lies inside every radius, that of 0 included. Differences are compared as
    they were when the radius was found, to the last bit: the k-th neighbour lies on the border in
    one coordinate at least, and must not be counted by rounding.
    """
    loops = points.loops
    if points.on_a_line:
        if loops:
            line = points.column, sample.ordered, radii
            return np.asarray(loops.counts_on_a_line(*line, strictly=strictly))
        first, last = run_on_a_line(points.column, sample.ordered, radii, strictly)
        return last - first
    if loops:
        trees = points.planted, sample.planted
        return np.asarray(loops.counts_within(*trees, radii, strictly=strictly))
    inside = np.maximum(np.nextafter(radii, -np.inf), 0.0) if strictly else radii
    found = sample.tree.query_ball_point(
        points.rows, inside, p=np.inf, return_length=True, workers=_threads_for(points.rows)
    )
    return np.asarray(found)


def farthest_within(
    points: Points, sample: Points, radii: Array, norm: Norm
) -> tuple[Array, Array]:
    """Return the distance to the last neighbour within each radius, and how many there are.

    There must be one at least. Where `points` are `sample` itself, none is its own neighbour.
    """
    own = int(points is sample)
    if points.on_a_line:
        column, ordered = points.column, sample.ordered
        first, last = run_on_a_line(column, ordered, radii, strictly=False)
        reach = np.maximum(column - ordered[first], ordered[last - 1] - column)
        return reach, last - first - own
    # Radii are roots, whose squares may fall short of the border by rounding.
    widened = radii * (1.0 + 4.0 * np.finfo(float).eps)
    counts = sample.tree.query_ball_point(
        points.rows, widened, p=ORDERS[norm], return_length=True, workers=_threads_for(points.rows)
    )
    distances = np.empty(len(points))
    for count in np.unique(counts):  # one search for all that look for the same neighbour
        these = counts == count
        distances[these] = _kth_in_a_tree(points.rows[these], sample.tree, int(count), norm)
    return distances, np.asarray(counts) - own
