"""Ross's mutual information of numbers with labels."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.neighbours import Points, counts_within, positive_distances
from kullback.estimate.numbers.sample import whole


@dataclass(frozen=True, slots=True)
class Ross:
    r"""How many rows of any label are as near as the k-th neighbour of the same label.

    .. math::
        \hat I = \psi(N) + \langle \psi(k_i) \rangle - \langle \psi(N_{y_i}) \rangle
        - \langle \psi(m_i) \rangle

    with N_y the rows of a label, k_i = min(k, N_y − 1), and m_i the rows strictly nearer than the
    k-th neighbour of the same label, the row itself included. A label seen once has no neighbour:
    its row is left out, of N too. Where copies make a distance zero, k_i reaches to the first row
    that is no copy. Source: Ross, "Mutual Information between Discrete and Continuous Data Sets"
    (2014).
    """

    k: int = 3

    def __post_init__(self) -> None:
        """Refuse what is no number of neighbours."""
        whole(self.k, "k")

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"Ross, k = {self.k}"

    @property
    def takes_labels(self) -> bool:
        """Return whether y holds labels."""
        return True

    @property
    def needs_density(self) -> bool:
        """Return whether numbers that repeat stand in its way."""
        return True

    def most(self, n: int) -> float:
        """Return what n rows can show at most: the bound is the entropy of the labels, in nats."""
        del n
        return math.inf

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold; labels count as a column."""
        return columns == 2

    def mutual_information(self, x: Array, y: Array) -> float:
        """Return nats; `x` has shape (n, d), `y` (n,): codes of labels, from 0."""
        from scipy.special import digamma

        sizes = np.bincount(y)[y]
        several = sizes > 1
        if not several.any():
            raise ValueError(f"{self.name} needs labels that occur twice, got {len(y)} once each")
        x, y, sizes = x[several], y[several], sizes[several]
        radii, k = np.empty(len(x)), np.empty(len(x))
        for label in np.unique(y):
            rows = np.flatnonzero(y == label)
            radii[rows], k[rows] = _within_a_label(x[rows], min(self.k, len(rows) - 1))
        points = Points(x)
        near = counts_within(points, points, radii, strictly=True)
        local = digamma(k) - digamma(sizes) - digamma(near)
        return float(digamma(len(x)) + local.mean())


def _within_a_label(x: Array, k: int) -> tuple[Array, Array]:
    if (x == x[0]).all():  # an atom: all of its rows, each counted among them, at distance 0
        return np.zeros(len(x)), np.full(len(x), len(x))
    rows = Points(x)
    return positive_distances(rows, rows, k)
