"""Chance by permutation: what relabelled rows would give, drawn from their counts.

If two samples have one source, any of their rows might have come in either. Given the pooled
counts, those of the first sample are multivariate hypergeometric: drawing them needs the counts
alone, never the rows.
"""

import numpy as np

from kullback._arrays import Array
from kullback.estimate.intervals import Null

FEWEST_EXPECTED = 5.0  # observations of every outcome, for the chi-square law of G to hold
MOST_ROWS_DRAWN_EXACTLY = 10**9
SAME = 1e-9  # relative difference of two sums of the same terms in another order
ENOUGH_BEYOND = 10  # draws beyond the observed value that make a rank worth more than a fit


def split(generator: np.random.Generator, pooled: Array, n: int, times: int) -> Array:
    """Draw the counts of a first sample of n rows from the pooled ones, `times` times."""
    total = int(pooled.sum())
    if total < MOST_ROWS_DRAWN_EXACTLY:
        return generator.multivariate_hypergeometric(pooled, n, size=times, method="marginals")
    # NumPy draws no more; at these sizes outcomes are as good as independent.
    return generator.binomial(pooled, n / total, size=(times, len(pooled)))


def rank_of(draws: Array, observed: float) -> float:
    """Return (b + 1)/(R + 1) for b of R draws that are as large as what was observed.

    It is never 0, and at most as often below any level as that level says.
    """
    return (_beyond(draws, observed) + 1) / (len(draws) + 1)


def p_of_draws(draws: Array, null: Null, observed: float) -> float:
    """Return the rank of a value among the draws, or the tail of the law fitted to them."""
    from scipy.special import chdtrc

    rank = rank_of(draws, observed)
    if _beyond(draws, observed) >= ENOUGH_BEYOND or is_constant(null):
        return rank
    return min(rank, float(chdtrc(null.floor / null.scale, observed / null.scale)))


def is_constant(null: Null) -> bool:
    """Tell whether all draws were the same."""
    return null.scale <= SAME * null.floor


def fit(draws: Array) -> Null:
    """Match a scaled chi-square law in mean and variance."""
    mean = float(draws.mean())
    return Null(floor=mean, scale=float(draws.var()) / (2.0 * mean) if mean > 0.0 else 0.0)


def _beyond(draws: Array, observed: float) -> int:
    # Draws that are the same table differ from it by the rounding of their sums.
    return int((draws >= observed * (1.0 - SAME)).sum())
