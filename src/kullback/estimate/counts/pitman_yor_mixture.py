"""The Pitman–Yor mixture: a prior for sources with heavy tails, flat in expected entropy.

The discount of a Pitman–Yor process sets how fast the shares of ever rarer outcomes fall: by a
power law where it is not 0. Its expected entropy h is divided between a part that the
concentration makes and a part γ that the discount makes; the prior is flat in h and leans away
from γ = 1. In (h, γ) no Jacobian is needed.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.dirichlet_moments import pitman_yor_moments
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.posterior_on_a_line import NEGLIGIBLE, mixed, refuse_too_many
from kullback.estimate.counts.special_functions import (
    digamma,
    inverse_digamma,
    log_gamma,
    log_rising,
)

NODES = (120, 60)  # of the Gauss–Legendre rule in h and in γ
SCALE = 0.1  # of the prior e^(−1/(1 − γ)/scale), the authors' choice


@dataclass(frozen=True, slots=True)
class PitmanYorMixture:
    r"""Return the mean of the entropy after the data, in nats, under a mixture of Pitman–Yor
    processes with concentration α and discount d, where

    .. math:: 1 - d = \psi^{-1}(\psi(1) - \gamma h), \quad
        \alpha = \psi^{-1}(\psi(1) + (1 - \gamma) h) - 1

    and the weight of (h, γ) is :math:`e^{-10/(1 - \gamma)}` times :math:`\frac{\Gamma(1 + \alpha)}
    {\Gamma(n + \alpha)} \prod_{l < k} (\alpha + l d) \prod_i \frac{\Gamma(n_i - d)}{\Gamma(1 -
    d)}`. The number of outcomes is not needed; an outcome seen twice is. The variance is that of
    the entropy after the data.

    Error: at most 1e-9 nats, of the integral and of rounding. The authors' own program takes the
    prior in (α, d) without the Jacobian and gives other numbers.

    Source: Archer, Park & Pillow (2014), Bayesian entropy estimation for countable discrete
    distributions, Journal of Machine Learning Research 15.

    Examples
    --------
    >>> round(PitmanYorMixture().entropy([1, 2, 3, 2, 1]), 8)
    2.29108923
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Pitman–Yor mixture"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        return _moments(fingerprint(counts))[0]

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return _moments(fingerprint(counts))[1]


def _moments(sample: Fingerprint) -> tuple[float, float]:
    refuse_too_many(sample.n)
    if sample.n <= sample.seen:
        raise ValueError(
            "no outcome was seen twice: the entropy that this prior expects is infinite"
        )
    (x, weight_x), (y, weight_y) = _rule(NODES[0]), _rule(NODES[1])
    h, gamma = (x + 1.0) / 2.0 * (math.log(sample.n) + 40.0), (y + 1.0) / 2.0
    for _ in range(2):  # zoom in on the part that matters
        kept = _log_weight(sample, h, gamma)[0]
        kept = kept > kept.max() - NEGLIGIBLE
        h, gamma = _within(h, x, kept.any(axis=1)), _within(gamma, y, kept.any(axis=0))
    log_weight, concentration, discount = _log_weight(sample, h, gamma)
    log_weight = log_weight + np.log(np.multiply.outer(weight_x, weight_y))
    kept = log_weight > log_weight.max() - NEGLIGIBLE
    moments = pitman_yor_moments(sample, concentration[kept], discount[kept])
    return mixed(log_weight[kept], *moments)


@cache
def _rule(nodes: int) -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(nodes)


def _within(nodes: Array, rule: Array, kept: Array) -> Array:
    """Return the rule on the interval of the kept nodes, one more on each side included."""
    places = np.flatnonzero(kept)
    low = nodes[places[0] - 1] if places[0] > 0 else 0.0
    high = nodes[min(places[-1] + 1, nodes.size - 1)]
    return low + (rule + 1.0) / 2.0 * (high - low)


def _log_weight(sample: Fingerprint, h: Array, gamma: Array) -> tuple[Array, Array, Array]:
    """Return the logarithm of the weight at every h and γ, and α and d there."""
    h, gamma = h[:, None], gamma[None, :]
    left = inverse_digamma(digamma(1.0) - gamma * h)  # 1 − d, which d near 1 has to be made of
    discount = 1.0 - left
    concentration = np.maximum(inverse_digamma(digamma(1.0) + (1.0 - gamma) * h) - 1.0, 1e-300)
    log_weight = (
        _log_tables(sample.seen, concentration, discount)
        + (1.0 - sample.n) * np.log(concentration)
        - log_rising(concentration, sample.n)
        - 1.0 / (SCALE * (1.0 - gamma))
    )
    of_one = log_gamma(left)
    for count, times in zip(sample.counts, sample.times, strict=True):
        log_weight = log_weight + times * (log_gamma(count - 1.0 + left) - of_one)
    return log_weight, concentration, discount


def _log_tables(seen: int, concentration: Array, discount: Array) -> Array:
    """Return the sum of log(α + l d) for l = 1 … k − 1, as a ratio of Γ whatever k is."""
    if seen == 1:
        return np.zeros_like(discount * concentration)
    first = concentration + discount
    steps = first / np.maximum(discount, 1e-300)
    return (seen - 1.0) * np.log(first) + log_rising(np.minimum(steps, 1e300), seen - 1.0)
