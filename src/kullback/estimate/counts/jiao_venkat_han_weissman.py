"""Jiao, Venkat, Han and Weissman: rare outcomes by a polynomial, frequent ones by Miller–Madow."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.best_polynomial import best_polynomial, unbiased_value
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.special_functions import x_log_x

# The constants of the authors' program, fitted by them to simulations.
LARGEST_DEGREE = 22
FITTED_LINE = (0.3303, 0.4679)
FITTED_PARABOLA = (-0.530556484842359, 1.09787328176926, 0.184831781602259)


@dataclass(frozen=True, slots=True)
class JiaoVenkatHanWeissman:
    r"""Return the sum over outcomes of :math:`-\hat p \log \hat p + \frac{1}{2n}` where
    :math:`\hat p` is at least T, of the unbiased estimate of the best polynomial of :math:`-p \log
    p` on [0, T] where it is at most T/2, and of a line between the two, in nats.

    T is :math:`4 c \log n / n` and the degree :math:`\min(4 + \lceil 1.2 \log n \rceil, 22)`. For
    c the authors' program has functions of n/f₁ that were fitted to simulations; where no outcome
    was seen once, or n is below the degree, T is 0. No term is below 0. It needs no number of
    outcomes, and nothing is added for those that were not seen. No variance is known for it.

    Its error shrinks as fast as that of any estimator can in the worst case, where outcomes are
    about n log n; the constants make it an estimator of its own rather than a formula.

    Error of rounding: at most 1e-9 nats.

    Source: Jiao, Venkat, Han & Weissman (2015), Minimax estimation of functionals of discrete
    distributions, IEEE Transactions on Information Theory 61, and their program.

    Examples
    --------
    >>> round(JiaoVenkatHanWeissman().entropy([1, 2, 3, 2, 1]), 10)
    1.7654347723
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Jiao–Venkat–Han–Weissman"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        share = sample.counts / sample.n
        terms = 0.5 / sample.n - x_log_x(share)
        degree = min(4 + math.ceil(1.2 * math.log(sample.n)), LARGEST_DEGREE)
        end = _end(sample, degree)
        rare = share < end
        if rare.any():
            weight = np.clip(2.0 * share[rare] / end - 1.0, 0.0, 1.0)
            polynomial = _by_polynomial(sample.counts[rare], sample.n, end, degree)
            terms[rare] = weight * terms[rare] + (1.0 - weight) * polynomial
        return sample.total(np.maximum(terms, 0.0))

    def entropy_variance(self, counts: Array) -> float:
        """Return NaN: none is known."""
        return math.nan


def _end(sample: Fingerprint, degree: int) -> float:
    """Return T, the end of the interval where the polynomial is near −p log p."""
    if sample.n < degree or sample.singletons == 0.0:
        return 0.0
    ratio = math.log(sample.n / sample.singletons)
    fitted = FITTED_PARABOLA if sample.n >= 200 and ratio <= 1.5 else FITTED_LINE
    # not below 1/1.9 log n, so that 2/n, and with it a count of 1, stays inside
    constant = max(float(np.polyval(fitted, ratio)), 1.0 / (1.9 * math.log(sample.n)))
    return 4.0 * constant * math.log(sample.n) / sample.n


def _by_polynomial(counts: Array, n: float, end: float, degree: int) -> Array:
    """Return the estimates of −p log p, which is T times that of p/T, less p log T."""
    shift = np.arange(degree)
    shares = np.maximum(counts[:, None] - shift, 0.0) / (end * (n - shift))
    return end * unbiased_value(best_polynomial(degree), shares) - counts / n * math.log(end)
