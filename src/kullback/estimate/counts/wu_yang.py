"""Wu and Yang: rare outcomes by the best polynomial, whose degree the number of outcomes sets."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.best_polynomial import best_polynomial, unbiased_value
from kullback.estimate.counts.fingerprint import fingerprint, known_outcomes
from kullback.estimate.counts.special_functions import x_log_x

# Multiples of log K, the authors' choice.
DEGREE = 1.6
WIDTH = 3.5
MOST_RARE = 1.6


@dataclass(frozen=True, slots=True)
class WuYang:
    r"""Return the sum over all `outcomes` K of :math:`-\hat p \log \hat p + \frac{1}{2n}` where the
    count is above :math:`1.6 \log K`, and of the unbiased estimate of the best polynomial of
    :math:`-p \log p` on :math:`[0, 3.5 \log K / n]` elsewhere, the unseen included; in nats.

    The degree is :math:`\lfloor 1.6 \log K \rfloor`, at least 1; counts are taken as Poisson. The
    sum is never below 0. `outcomes` must be known; where n is far below K/log K the sum is far
    above log K. No variance is known for it.

    Error of rounding: at most 1e-9 nats, or 1e-11 of a value that is large.

    Source: Wu & Yang (2016), Minimax rates of entropy estimation on large alphabets via best
    polynomial approximation, IEEE Transactions on Information Theory 62.

    Examples
    --------
    >>> round(WuYang(outcomes=5).entropy([1, 2, 3, 2, 1]), 10)
    1.6967734552
    """

    outcomes: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Wu–Yang"

    def entropy(self, counts: Array) -> float:
        """Return nats; 0 for a source of one outcome."""
        sample = fingerprint(counts)
        if self.outcomes is None:
            raise ValueError(
                "Wu and Yang's estimator needs the number of possible outcomes: state it"
            )
        possible = known_outcomes(sample, self.outcomes)
        if possible == 1:
            return 0.0
        c, n, log_of_outcomes = sample.counts, sample.n, math.log(possible)
        rare = c <= math.floor(MOST_RARE * log_of_outcomes)
        terms = 0.5 / n - x_log_x(c / n)
        by_polynomial = _by_polynomial(np.append(c[rare], 0.0), n, log_of_outcomes)
        terms[rare] = by_polynomial[:-1]
        unseen = (possible - sample.seen) * float(by_polynomial[-1])
        return max(sample.total(terms) + unseen, 0.0)

    def entropy_variance(self, counts: Array) -> float:
        """Return NaN: none is known."""
        return math.nan


def _by_polynomial(counts: Array, n: float, log_of_outcomes: float) -> Array:
    """Return the estimates of −p log p.

    With m = 3.5 log K that is m/n times the estimate of −x log x at x = np/m, less p log(m/n).
    """
    degree = max(math.floor(DEGREE * log_of_outcomes), 1)
    width = WIDTH * log_of_outcomes
    shares = np.maximum(counts[:, None] - np.arange(degree), 0.0) / width
    values = width * unbiased_value(best_polynomial(degree), shares)
    return (values + counts * math.log(n / width)) / n
