"""What independent rows and columns would tell about each other by chance, given the margins.

Given them, a cell of an independent table is hypergeometric. Its mean is summed exactly, over the
values that matter; where many rows are expected, from the moments of that law.
"""

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.special_functions import x_log_x
from kullback.estimate.independence import independence

MANY = 300.0  # expected rows of a cell, from which on four moments give five digits
CELLS_AT_ONCE = 400


def mean_by_chance(rows: Array, columns: Array) -> float:
    """Return the mean of the plug-in mutual information over all ways to pair the rows, in nats.

    n times it is the sum of x log(x/μ) − (x − μ) over cells, for x rows where μ are expected:
    terms that are never negative and do not cancel.

    Source: Vinh, Epps & Bailey (2009), Information theoretic measures for clusterings comparison,
    ICML, for the mean as a sum over hypergeometric laws.
    """
    n = float(rows.sum())
    a, b, times = _distinct_cells(rows[rows > 0], columns[columns > 0])
    many = a * b > MANY * n
    total = float(times[many] @ _from_moments(a[many], b[many], n))
    few = np.flatnonzero(~many)
    few = few[np.argsort((a * b)[few])]  # those of like size together, which take as many terms
    for start in range(0, len(few), CELLS_AT_ONCE):
        batch = few[start : start + CELLS_AT_ONCE]
        total += float(times[batch] @ _summed(a[batch], b[batch], n))
    return total / n


def variance_by_chance(table: Array, seed: int) -> float:
    """Return the variance of the plug-in mutual information over all ways to pair the rows."""
    null = independence(table, seed).null
    return 2.0 * null.floor * null.scale  # of a chi-square variable times the scale


def _distinct_cells(rows: Array, columns: Array) -> tuple[Array, Array, Array]:
    """Return the margins of cells, each pair once, and how many cells have them."""
    of_rows, times_rows = np.unique(rows, return_counts=True)
    of_columns, times_columns = np.unique(columns, return_counts=True)
    a, b = np.meshgrid(of_rows.astype(float), of_columns.astype(float), indexing="ij")
    return a.ravel(), b.ravel(), np.outer(times_rows, times_columns).ravel().astype(float)


def _summed(a: Array, b: Array, n: float) -> Array:
    """Return the mean of x log(x/μ) − (x − μ) for hypergeometric x, each value by its chance.

    Chances follow from one another. The first is at least 1e-45 of the largest, so that no product
    of their ratios leaves the range of floats.
    """
    mean = a * b / n
    reach = 7.0 * np.sqrt(_variance(a, b, n)) + 12.0  # all but 1e-11 of the sum
    low = np.maximum(np.maximum(a + b - n, 0.0), np.floor(mean - reach))
    high = np.minimum(np.minimum(a, b), np.ceil(mean + reach))
    steps = np.arange(float((high - low).max()) + 1.0)
    a, b, mean, low, high = (one[:, np.newaxis] for one in (a, b, mean, low, high))
    x = np.minimum(low + steps, high)
    chance = np.ones_like(x)
    before, ratio = x[:, :-1], chance[:, 1:]
    np.multiply(a - before, b - before, out=ratio)
    ratio /= (before + 1.0) * ((n - a - b + 1.0) + before)
    chance[low + steps > high] = 0.0
    np.cumprod(chance, axis=1, out=chance)
    excess = _x_log_x_of_whole(x) - x * np.log(mean) - (x - mean)  # 0 where x can only be μ
    return np.einsum("ij,ij->i", chance, excess) / chance.sum(axis=1)


def _x_log_x_of_whole(x: Array) -> Array:
    """Return x log x, looked up where few whole numbers occur many times."""
    least = x.min()
    spread = int(x.max() - least) + 1
    if spread > x.size:
        return x_log_x(x)
    return x_log_x(least + np.arange(spread))[(x - least).astype(np.intp)]


def _from_moments(a: Array, b: Array, n: float) -> Array:
    """Return the same from the moments of x, to fourth order: the next one all but vanishes."""
    mean, variance = a * b / n, _variance(a, b, n)
    third = variance * (n - 2.0 * a) * (n - 2.0 * b) / (n * (n - 2.0))
    product = a * (n - a) * b * (n - b)
    excess = (n - 1.0) * n * (n * (n + 1.0) - 6.0 * a * (n - a) - 6.0 * b * (n - b))
    excess = (n * excess + 6.0 * product * (5.0 * n - 6.0)) / (product * (n - 2.0) * (n - 3.0))
    fourth = variance**2 * (3.0 + excess)
    return variance / (2.0 * mean) - third / (6.0 * mean**2) + fourth / (12.0 * mean**3)


def _variance(a: Array, b: Array, n: float) -> Array:
    return a * b / n * (1.0 - a / n) * (n - b) / max(n - 1.0, 1.0)
