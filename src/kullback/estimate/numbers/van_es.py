"""Van Es's differential entropy: spacings m apart on one side, with their bias taken off."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.order_statistics import log_spacings, sorted_column, window_of


@dataclass(frozen=True, slots=True)
class VanEs:
    r"""Spacings that never reach beyond the sample.

    .. math::
        \hat h = \frac{1}{n-m} \sum_{i=1}^{n-m} \log\left(\frac{n+1}{m} (x_{(i+m)} - x_{(i)})\right)
        + \sum_{j=m}^{n} \frac1j + \log\frac{m}{n+1}

    Source: van Es, "Estimating Functionals Related to a Density by a Class of Statistics Based on
    Spacings" (1992).
    """

    window: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "van Es"

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        del columns
        return False

    def differential_entropy(self, x: Array) -> float:
        """Return nats; `x` has shape (n, 1)."""
        column = sorted_column(x, self.name)
        n, m = len(column), window_of(len(column), self.window, self.name)
        logarithms = log_spacings(column[m:] - column[:-m], m, self.name)
        # log((n + 1)/m) of the mean and log(m/(n + 1)) behind the sum are one another's opposite.
        return float(logarithms.mean() + math.fsum(1.0 / np.arange(m, n + 1)))
