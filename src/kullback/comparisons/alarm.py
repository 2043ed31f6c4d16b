"""Is the change real? Two looks at the counts, then a correction for the number of columns.

The first look is a test of the whole table of counts, good at changes spread over all outcomes;
the second is an exact test of each outcome by itself, good at one outcome among many. The p-value
is twice the smaller of the two.
"""

import numpy as np

from kullback._arrays import Array
from kullback.quantities import kl_divergence

# Below this many expected rows in the thinnest cell, Pearson's X² keeps its level better than G.
FEWEST_EXPECTED_FOR_G = 10.0
ASSUMPTION = "rows are taken as independent: rows in clusters make chance look real"
LEVEL = 0.05  # the false discovery rate of alarms
ALIKE = 1e-6  # lower tail of G that is too good to be chance


def g_statistic(reference: Array, current: Array) -> float:
    """Return G = 2 Σ observed · log(observed / expected): 2n times a KL divergence."""
    pooled = reference + current
    return 2.0 * float(
        reference.sum() * kl_divergence(reference, pooled, normalize=True)
        + current.sum() * kl_divergence(current, pooled, normalize=True)
    )


def pearson_statistic(reference: Array, current: Array) -> float:
    """Return X² = Σ (observed − expected)² / expected."""
    pooled = (reference + current).astype(np.float64)
    share = reference.sum() / pooled.sum()
    expected_reference, expected_current = pooled * share, pooled * (1.0 - share)
    return float(
        ((reference - expected_reference) ** 2 / expected_reference).sum()
        + ((current - expected_current) ** 2 / expected_current).sum()
    )


def p_of_the_table(reference: Array, current: Array) -> float:
    """Return the p-value of one source behind both columns of counts, by G or by X²."""
    from scipy.special import chdtrc

    degrees = len(reference) - 1
    if degrees == 0:
        return 1.0
    pooled = reference + current
    thinnest = pooled.min() * min(reference.sum(), current.sum()) / pooled.sum()
    statistic = g_statistic if thinnest >= FEWEST_EXPECTED_FOR_G else pearson_statistic
    return float(chdtrc(degrees, statistic(reference, current)))


def p_of_the_cells(reference: Array, current: Array) -> float:
    """Return the smallest exact two-sided p-value of any outcome, times their number."""
    cells = np.unique(np.stack([reference, current], axis=1), axis=0)  # equal cells, equal p
    a, b = int(reference.sum()), int(current.sum())
    smallest = min(hypergeometric_p(int(x), int(y), a, b) for x, y in cells)
    return min(1.0, smallest * len(reference))


def hypergeometric_p(x: int, y: int, a: int, b: int) -> float:
    """Return twice the smaller tail of x of x + y rows falling among a of a + b (at most 1)."""
    if x * (a + b) < a * (x + y):  # fewer than expected: the same event seen from the other side
        x, y, a, b = y, x, b, a
    return min(1.0, 2.0 * _upper_tail(x, x + y, a, b))


def p_value(p_table: float, p_cells: float) -> float:
    """Return the p-value of the better of two looks."""
    return min(1.0, 2.0 * min(p_table, p_cells))


def benjamini_hochberg(p: Array) -> Array:
    """Return q-values: alarms at q ≤ x are false in a share x of cases, on average.

    Source: Benjamini & Hochberg (1995), in its step-up form with adjusted p-values.
    """
    order = np.argsort(p)[::-1]
    ranks = np.arange(len(p), 0, -1)
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(p[order] * len(p) / ranks)
    return np.minimum(q, 1.0)


def more_alike_than_chance(reference: Array, current: Array) -> bool:
    """Tell whether two samples of one source would almost never agree so well.

    G is too small, and the table of counts itself too improbable: with few outcomes or rows,
    equal counts are nothing strange.
    """
    from scipy.special import chdtr

    degrees = len(reference) - 1
    if degrees == 0 or _log_chance(reference, current) >= np.log(ALIKE):
        return False
    return float(chdtr(degrees, g_statistic(reference, current))) < ALIKE


def _log_chance(reference: Array, current: Array) -> float:
    """Return the log of the multivariate hypergeometric chance of just these counts."""
    from scipy.special import gammaln

    def log_factorials(counts: Array) -> float:
        return float(gammaln(counts + 1.0).sum())

    a, b = reference.sum(), current.sum()
    ways = log_factorials(reference + current) - log_factorials(reference) - log_factorials(current)
    return ways - float(gammaln(a + b + 1.0) - gammaln(a + 1.0) - gammaln(b + 1.0))


def _upper_tail(x: int, c: int, a: int, b: int) -> float:
    """Return P(X ≥ x) for x at or above the mean, X hypergeometric: c of a + b rows, a marked."""
    from scipy.special import gammaln

    def log_choose(n: int, k: int) -> float:
        return float(gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0))

    first = log_choose(a, x) + log_choose(b, c - x) - log_choose(a + b, c)
    deviation = np.sqrt(c * (a / (a + b)) * (b / (a + b)))
    # Above the mean the terms fall at least as fast as a normal tail: the rest is below 1e-30.
    steps = np.arange(x, min(c, a, x + int(12 * deviation) + 40), dtype=np.float64)
    ratios = (c - steps) * (a - steps) / ((steps + 1.0) * (b - c + steps + 1.0))
    return float(np.exp(first) * (1.0 + np.cumprod(ratios).sum()))
