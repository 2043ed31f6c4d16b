"""Wang, Kulkarni and Verdú's KL divergence: how much farther the other sample's neighbours are."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.neighbours import (
    ORDERS,
    Norm,
    Points,
    farthest_within,
    positive_distances,
)
from kullback.estimate.numbers.sample import at_least, whole


@dataclass(frozen=True, slots=True)
class WangKulkarniVerdu:
    r"""The ratio of two densities at each row of x, from distances to neighbours of either sample.

    .. math::
        \hat D = \frac dN \sum_i \log \frac{\nu_i}{\rho_i} + \log \frac{M}{N - 1}
        + \frac1N \sum_i \left(\psi(k_i) - \psi(l_i)\right)

    with ρ the distance to the k-th other row of x, ν that to the k-th row of y. Both numbers of
    neighbours are k unless copies make a distance zero: then they reach to the first row that is
    no copy, and the last sum, zero otherwise, takes off what that adds. One neighbour has the least
    bias: -0.007 for two normals one standard deviation apart, where five have -0.028 (1,000 rows).
    With `one_radius` both densities are taken from one ball about each row, the larger of the two:

    .. math::
        \hat D = \frac1N \sum_i \left(d \log \frac{\nu_{b_i}}{\rho_{a_i}}
        + \psi(a_i) - \psi(b_i)\right) + \log \frac{M}{N - 1}

    with a and b the numbers of neighbours in it. Source: Wang, Kulkarni & Verdú, "Divergence
    Estimation for Multidimensional Densities via k-Nearest-Neighbor Distances" (2009).
    """

    k: int = 1
    norm: Norm = "euclidean"
    one_radius: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no number of neighbours, or no norm."""
        whole(self.k, "k")
        if self.norm not in ORDERS:
            raise ValueError(f"norm must be one of {', '.join(ORDERS)}; got {self.norm!r}")

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"Wang–Kulkarni–Verdú, k = {self.k}" + ", one radius" * self.one_radius

    def has_interval(self, columns: int) -> bool:
        """Return whether an interval for it is known to hold."""
        return columns <= 2 and not self.one_radius

    def kl_divergence(self, x: Array, y: Array) -> float:
        """Return nats; `x` and `y` have shapes (N, d) and (M, d)."""
        from scipy.special import digamma

        at_least(len(x), self.k + 1, "x", self.name)
        at_least(len(y), self.k, "y", self.name)
        # In order they are found faster.
        first, second = Points(np.sort(x, axis=0) if x.shape[1] == 1 else x), Points(y)
        rho, a = positive_distances(first, first, self.k, self.norm)
        nu, b = positive_distances(first, second, self.k, self.norm)
        if self.one_radius:
            radii = np.maximum(rho, nu)
            rho, a = farthest_within(first, first, radii, self.norm)
            nu, b = farthest_within(first, second, radii, self.norm)
        local = x.shape[1] * (np.log(nu) - np.log(rho)) + digamma(a) - digamma(b)
        return float(local.mean() + math.log(len(y) / (len(x) - 1)))
