"""Vasicek's differential entropy: the mean logarithm of spacings 2m apart."""

import math
from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.numbers.order_statistics import (
    log_spacings,
    sorted_column,
    spacings,
    window_of,
)


@dataclass(frozen=True, slots=True)
class Vasicek:
    r"""The oldest estimator from spacings.

    .. math:: \hat h = \frac1n \sum_i \log\left(\frac{n}{2m} (x_{(i+m)} - x_{(i-m)})\right)

    with m the `window`, by default √n rounded. Places beyond the ends are clamped, which makes it
    too low. Source: Vasicek, "A Test for Normality Based on Sample Entropy" (1976).
    """

    window: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Vasicek"

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        del columns
        return False

    def differential_entropy(self, x: Array) -> float:
        """Return nats; `x` has shape (n, 1)."""
        column = sorted_column(x, self.name)
        n, m = len(column), window_of(len(column), self.window, self.name)
        return float(log_spacings(spacings(column, m), m, self.name).mean() + math.log(n / (2 * m)))
