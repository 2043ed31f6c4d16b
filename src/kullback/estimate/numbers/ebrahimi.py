"""Ebrahimi's differential entropy: Vasicek's, with the shorter windows at the ends seen as such."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.order_statistics import (
    log_spacings,
    sorted_column,
    spacings,
    window_of,
)


@dataclass(frozen=True, slots=True)
class Ebrahimi:
    r"""Spacings, each divided by the number of steps it really spans.

    .. math::
        \hat h = \frac1n \sum_i \log\left(\frac{n}{c_i m} (x_{(i+m)} - x_{(i-m)})\right), \quad
        c_i = 1 + \frac{i - 1}{m},\ 2,\ 1 + \frac{n - i}{m}

    at the first m places, in the middle and at the last m. Source: Ebrahimi, Pflughoeft & Soofi,
    "Two measures of sample entropy" (1994).
    """

    window: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Ebrahimi"

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        del columns
        return False

    def differential_entropy(self, x: Array) -> float:
        """Return nats; `x` has shape (n, 1)."""
        column = sorted_column(x, self.name)
        n, m = len(column), window_of(len(column), self.window, self.name)
        logarithms = log_spacings(spacings(column, m), m, self.name)
        from_the_end = np.minimum(np.arange(n), np.arange(n)[::-1])
        spanned = 1.0 + np.minimum(from_the_end / m, 1.0)
        return float((logarithms + np.log(n / (spanned * m))).mean())
