"""Kozachenko and Leonenko's differential entropy: from the distance to the k-th neighbour."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.neighbours import ORDERS, Norm, Points, positive_distances
from kullback.estimate.numbers.sample import at_least, whole


@dataclass(frozen=True, slots=True)
class KozachenkoLeonenko:
    r"""The volume of a ball around each row that holds k others, in any dimension.

    .. math:: \hat h = \psi(n) - \psi(k) + \log V_d + \frac dn \sum_i \log \rho_i

    with ρ the distance to the k-th other row and V the volume of the unit ball. Where copies make ρ
    zero, k is that row's number of neighbours up to the first that is no copy. More neighbours:
    less variance, more bias. Source: Kozachenko & Leonenko (1987) for k = 1; Goria et al. (2005).
    """

    k: int = 3
    norm: Norm = "euclidean"

    def __post_init__(self) -> None:
        """Refuse what is no number of neighbours, or no norm."""
        whole(self.k, "k")
        if self.norm not in ORDERS:
            raise ValueError(f"norm must be one of {', '.join(ORDERS)}; got {self.norm!r}")

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"Kozachenko–Leonenko, k = {self.k}"

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        return columns == 1

    def differential_entropy(self, x: Array) -> float:
        """Return nats; `x` has shape (n, d)."""
        from scipy.special import digamma

        n, d = x.shape
        at_least(n, self.k + 1, "x", self.name)
        rows = Points(np.sort(x, axis=0) if d == 1 else x)  # in order they are found faster
        radii, k = positive_distances(rows, rows, self.k, self.norm)
        return float(
            digamma(n) - digamma(k).mean() + log_unit_ball(d, self.norm) + d * np.log(radii).mean()
        )


def log_unit_ball(d: int, norm: Norm) -> float:
    """Return the logarithm of the volume of the ball of radius 1 in d dimensions."""
    if norm == "maximum":
        return d * math.log(2.0)
    return d / 2.0 * math.log(math.pi) - math.lgamma(d / 2.0 + 1.0)
