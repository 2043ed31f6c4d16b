"""Correa's differential entropy: the slope of a line through each window in place of a spacing."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.order_statistics import log_spacings, sorted_column, window_of


@dataclass(frozen=True, slots=True)
class Correa:
    r"""The density at each place as the slope of the distribution function, by least squares.

    .. math::
        \hat h = -\frac1n \sum_i \log b_i, \quad
        b_i = \frac{\sum_j (x_{(j)} - \bar x_i)(j - i)}{n \sum_j (x_{(j)} - \bar x_i)^2},
        \quad j = i - m, \dots, i + m

    Source: Correa, "A new estimator of entropy" (1995).
    """

    window: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Correa"

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        del columns
        return False

    def differential_entropy(self, x: Array) -> float:
        """Return nats; `x` has shape (n, 1)."""
        column = sorted_column(x, self.name)
        n, m = len(column), window_of(len(column), self.window, self.name)
        squares, products = _sums_around(column, m)
        # Both are zero together, where a window holds one value.
        log_squares = log_spacings(squares, m, self.name)
        return float((np.log(n) + log_squares - np.log(products)).mean())


def _sums_around(x: Array, m: int) -> tuple[Array, Array]:
    """Return Σ(x_j − x̄_i)² and Σ(x_j − x̄_i)(j − i) of every window, in O(n).

    Each window of w = 2m + 1 places is the end of one block of w and the beginning of the next.
    Sums run outwards from where the two blocks meet and are of differences from the last number of
    the first block, which is in all of its windows: so they hold what is in the window and nothing
    else. One running sum over the whole sample would lose the digits of narrow windows to the
    outliers before them.
    """
    n, width = len(x), 2 * m + 1
    blocks = -(-(n + 2 * m) // width) + 1
    behind = blocks * width - n - m
    rows = np.concatenate([np.full(m, x[0]), x, np.full(behind, x[-1])]).reshape(blocks, width)
    centre = rows[:-1, -1:]
    left, right = rows[:-1] - centre, rows[1:] - centre
    steps = np.arange(width)

    def beginnings(terms: Array) -> Array:  # of 0 … width − 1 numbers
        none = np.zeros((len(terms), 1))
        return np.concatenate([none, np.cumsum(terms[:, :-1], axis=1)], axis=1)

    def ends(terms: Array) -> Array:  # of width … 1 numbers
        return np.cumsum(terms[:, ::-1], axis=1)[:, ::-1]

    sums = ends(left) + beginnings(right)
    squares = ends(left**2) + beginnings(right**2)
    products = ends(left * (steps - 2 * m)) + beginnings(right * (steps + 1))  # places from centre
    about_the_mean = squares - sums**2 / width
    # The middle of the window that begins at a step; Σ(j − i) = 0, so the mean drops out.
    about_the_middle = products - (steps - m) * sums
    return about_the_mean.ravel()[:n], about_the_middle.ravel()[:n]
