"""Paninski's best upper bound: weights for rare counts that make the worst error provably small."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint, known_outcomes
from kullback.estimate.counts.special_functions import (
    entropy_step,
    log_gamma,
    log_rising,
    x_log_x,
)

# The author's constants. The answer depends on them in its third digit.
MESH = 200
MOST_FREE = 11
# Counts up to here are summed over one by one; above, weights are so smooth that three will do.
MOST_IN_TABLE = 1500


@dataclass(frozen=True, slots=True)
class BestUpperBound:
    r"""Return :math:`\sum_i a(n_i)` nats over all `outcomes`, those that were not seen included.

    For counts from h on, :math:`a(j) = -x \log x + (1 - x)/2n` with x = j/n, as in Miller–Madow;
    the first h of them are least squares of bias and jumps. Of h = 1 … 11 that one is kept for
    which the bound on the root mean square error, over all sources, is least. The variance is the
    square of that bound, which is far above the error at most sources.

    `outcomes` must be known. The weights are fitted on a mesh of 200 shares: what they are in the
    third digit is a matter of the program. Below 20 observations their author uses another one.

    Error of rounding: at most 1e-9 nats.

    Source: Paninski (2003), Estimation of entropy and mutual information, Neural Computation 15.

    Examples
    --------
    >>> round(BestUpperBound(outcomes=9).entropy([1, 2, 3, 4, 5, 4, 3, 2, 1]), 4)
    2.2388
    """

    outcomes: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "best upper bound"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        possible = self._outcomes(sample)
        free, _ = _weights(sample.n, possible)
        c = sample.counts
        rare = free[np.minimum(c, free.size - 1).astype(int)]
        usual = _miller_madow(c / sample.n, sample.n)
        seen = sample.total(np.where(c < free.size, rare, usual))
        return seen + (possible - sample.seen) * float(free[0])

    def entropy_variance(self, counts: Array) -> float:
        """Return the square of the bound, in nats squared."""
        sample = fingerprint(counts)
        return _weights(sample.n, self._outcomes(sample))[1] ** 2

    def _outcomes(self, sample: Fingerprint) -> int:
        if self.outcomes is None:
            raise ValueError("the best upper bound needs the number of possible outcomes")
        return known_outcomes(sample, self.outcomes)


def _miller_madow(x: Array, n: float) -> Array:
    return -x_log_x(x) + (1.0 - x) / (2.0 * n)


@lru_cache(maxsize=16)  # value and variance of a sample, and its resamples, need them once
def _weights(n: float, outcomes: int) -> tuple[Array, float]:
    """Return the weights of the rarest counts, as many as the best bound has, and that bound."""
    top = int(min(n, math.ceil(80 * max(n / outcomes, 1)), MOST_IN_TABLE))
    j = np.arange(top + 1.0)
    p = np.logspace(math.log10(1e-4 / n), math.log10(min(1, 30 / n) * (1 - 1e-10)), MESH)
    for_variance = np.linspace(1e-10 / outcomes, min(1, 30 / outcomes) * (1 - 1e-10), MESH)
    rare, frequent = _split(for_variance, n)
    seen, seen_for_variance = _binomial(n, j, p), _binomial(n, j, rare)
    cap = np.where(for_variance <= 1 / outcomes, outcomes, 1 / for_variance)
    jumps_of_frequent = _mean_square_jump(n, frequent)
    weights = _miller_madow(np.arange(min(top + 2.0, n + 1.0)) / n, n)
    # The weights are concave in j, so that their largest steps are the first and the last.
    ends = _miller_madow(np.array([0, 1, n - 1, n]) / n, n)
    step = max(abs(ends[1] - ends[0]), abs(ends[3] - ends[2]))
    best, least = weights[:1].copy(), math.inf
    for free in range(1, int(min(MOST_FREE, n)) + 1):
        weights[:free] = _least_squares(weights, free, seen, p, n, outcomes)
        bias = outcomes * np.abs(weights[: top + 1] @ seen + x_log_x(p)).max()
        before = np.concatenate([[0.0], weights[:top]])
        jumps = (j / n * (weights[: top + 1] - before) ** 2) @ seen_for_variance
        jumps = np.concatenate([jumps, jumps_of_frequent])
        jump = max(step, np.abs(np.diff(weights[: free + 2])).max())
        bound = math.sqrt(bias**2 + n * min(jump**2, 4 * (cap * jumps).max()))
        if bound < least:
            best, least = weights[:free].copy(), bound
    best.setflags(write=False)
    return best, least


def _least_squares(
    weights: Array, free: int, seen: Array, p: Array, n: float, outcomes: int
) -> Array:
    """Return the first `free` weights: least of K² Σ bias² + n Σ (aⱼ₊₁ − aⱼ)²."""
    head = seen[:free]
    tail = weights[free : seen.shape[0]] @ seen[free:]
    steps = 2.0 * np.eye(free) - np.eye(free, k=1) - np.eye(free, k=-1)
    steps[0, 0] = steps[-1, -1] = 1.0
    matrix = float(outcomes) ** 2 * head @ head.T + n * steps
    matrix[-1, -1] += n
    wanted = float(outcomes) ** 2 * head @ (-x_log_x(p) - tail)
    wanted[-1] += n * weights[free]
    return np.linalg.lstsq(matrix, wanted, rcond=None)[0]


def _split(p: Array, n: float) -> tuple[Array, Array]:
    """Return the shares whose counts the table holds, and those that are seen more often."""
    in_table = (n * p <= MOST_IN_TABLE - 500.0) | (n <= MOST_IN_TABLE)
    return p[in_table], p[~in_table]


def _binomial(n: float, j: Array, p: Array) -> Array:
    """Return the chance of j successes in n, one row for each j and one column for each p."""
    rest = n - j
    ways = log_rising(rest + 1.0, j) - log_gamma(j + 1.0)
    log_chance = j[:, None] * np.log(np.multiply.outer(rest + 1.0, p))
    return np.exp(ways[:, None] + log_chance + np.multiply.outer(rest, np.log1p(-p)))


def _mean_square_jump(n: float, p: Array) -> Array:
    """Return the mean of j/n (aⱼ − aⱼ₋₁)² for counts in the hundreds and up, at each p.

    Gauss and Hermite's three points, whose relative error is the square of that of the variance.
    """
    mean = n * p
    reach = np.sqrt(3.0 * mean * (1.0 - p))
    j = np.stack([mean - reach, mean, np.minimum(mean + reach, n)])
    jump = (math.log(n) - entropy_step(j)) / n - 0.5 / n**2
    return np.array([1 / 6, 2 / 3, 1 / 6]) @ (j / n * jump**2)
