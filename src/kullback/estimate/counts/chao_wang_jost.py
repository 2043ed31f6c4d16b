"""Chao, Wang and Jost: Zhang's estimator plus what is missed with the outcomes that are unseen."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.coverage import share_of
from kullback.estimate.counts.delta_variance import jackknife_variance
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.zhang import moved_without_one, zhang_entropy


@dataclass(frozen=True, slots=True)
class ChaoWangJost:
    r"""Return Zhang's entropy plus :math:`\frac{f_1}{n} \sum_{r \ge n} \frac{(1 - A)^{r - n + 1}}
    {r}` nats.

    f₁ and f₂ outcomes were seen once and twice; A = 2f₂/((n − 1) f₁ + 2f₂) is the mean share of
    those seen once, or 2/((n − 1)(f₁ − 1) + 2) where f₂ = 0. The variance is the jackknife of the
    whole, f₁ and f₂ included, less its second order.

    It needs no number of outcomes, and over the sources that were simulated its interval covers
    the truth as often as it says where it raises no warning: this is what `auto` takes.

    Error: at most 1e-14 · (1 + log n) nats, of rounding and of the integral that the sum is taken
    by; as printed in the paper, the sum overflows and cancels.

    Source: Chao, Wang & Jost (2013), Entropy and the species accumulation curve, Methods in Ecology
    and Evolution 4.

    Examples
    --------
    >>> round(ChaoWangJost().entropy([1, 2, 3, 2, 1]), 10)
    1.8478704827
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Chao–Wang–Jost"

    def entropy(self, counts: Array | Fingerprint) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        return zhang_entropy(sample) + unseen_part(sample.n, sample.singletons, sample.doubletons)

    def entropy_variance(self, counts: Array | Fingerprint) -> float:
        """Return nats squared; NaN for a single observation."""
        sample = fingerprint(counts)
        moved = moved_without_one(sample) + (sample.n - 1.0) * _unseen_without_one(sample)
        return jackknife_variance(sample, moved)


def _unseen_without_one(sample: Fingerprint) -> Array:
    """Return the unseen part once one observation is left out: f₁ and f₂ change with it."""
    n, once, twice = sample.n - 1.0, sample.singletons, sample.doubletons
    usual = unseen_part(n, once, twice)
    changed = {
        1.0: lambda: unseen_part(n, once - 1.0, twice),
        2.0: lambda: unseen_part(n, once + 1.0, twice - 1.0),
        3.0: lambda: unseen_part(n, once, twice + 1.0),
    }
    return np.array([changed[c]() if c in changed else usual for c in sample.counts.tolist()])


def unseen_part(n: float, once: float, twice: float) -> float:
    """Return f₁/n times the sum over r ≥ n of (1 − A)^(r − n + 1)/r."""
    if once <= 0.0 or n < 2.0:
        return 0.0
    share = share_of(n, once, twice)
    return once / n * unseen_tail(n, share) if share < 1.0 else 0.0


def more_if_the_unseen_are_rarer(sample: Fingerprint) -> float:
    """Return by how much the unseen part grows if what was not seen is rarer than what was once.

    The formula takes the two for equally rare, which makes it a lower bound. Here they differ by
    the factor by which outcomes seen once are rarer than those seen twice, 3 f₃/f₂ over 2 f₂/f₁,
    which is 1 at a flat source; by a factor of 2 at most, that of a logarithmic series.
    """
    n, once, twice = sample.n, sample.singletons, sample.doubletons
    thrice = float(sample.times[sample.counts == 3.0].sum())
    if once == 0.0 or twice == 0.0:
        return 0.0
    share = share_of(n, once, twice)
    share_of_doubletons = 3.0 * thrice / ((n - 2.0) * (twice + 1.0))
    factor = min(max(share_of_doubletons / share, 1.0), 2.0)
    return once / n * (unseen_tail(n, share / factor) - unseen_tail(n, share))


def less_if_more_had_come_twice(sample: Fingerprint, tail: float) -> float:
    """Return by how much the unseen part shrinks if one outcome seen twice is few by chance.

    Of one or none the jackknife tells nothing: the formula takes none for one, so that it is the
    same without an observation. The number is Poisson's; here it is as large as its mean can be.
    """
    from scipy.special import chdtri

    n, once, twice = sample.n, sample.singletons, sample.doubletons
    if once == 0.0 or twice > 1.0:
        return 0.0
    most = 0.5 * float(chdtri(2.0 * (twice + 1.0), tail))
    return max(unseen_part(n, once, twice) - unseen_part(n, once, most), 0.0)


def unseen_tail(n: float, share: float) -> float:
    """Return the sum over r ≥ n of (1 − A)^(r − n + 1)/r, for a share A below 1.

    It is (1 − A)/n ∫ exp(−y)/(A + (1 − A)(1 − exp(−y/n))) dy over y > 0. In log y the integrand
    dies off at both ends with all its derivatives, so that the trapezoid rule is exact to rounding.
    """
    step = 0.1
    y = np.exp(step * np.arange(-600, 43))  # from −60: steps added up would lose three digits
    inverse = y * np.exp(-y) / (share - (1.0 - share) * np.expm1(-y / n))
    return float((1.0 - share) / n * step * inverse.sum())
