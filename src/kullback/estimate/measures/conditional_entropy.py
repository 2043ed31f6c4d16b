"""Conditional entropy from a table of counts: one row for each outcome of what is known."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.table import Maker
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import normal
from kullback.estimate.measures.dependence import (
    Dependence,
    dependence_found,
    few_in_cells,
    without_empty,
)
from kullback.estimate.measures.interval_of_an_entropy import (
    ONE_OUTCOME,
    interval_of_an_entropy,
    most_beside_one_outcome,
)
from kullback.quantities import conditional_entropy as exact


def conditional_entropy(
    table: Array,
    *,
    by: Maker | None = None,
    possible: tuple[int, int] | None = None,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate H(Y | X), with X along the rows.

    Without `by` it is H(Y) as Chao, Wang and Jost estimate it, less the mutual information as
    `dependence` does: what a row tells by chance is not taken for knowledge. With it, the entropy
    of the pair less that of X.
    """
    table = without_empty(table)
    rows, columns = possible or (None, None)
    told = None if rows is None or columns is None else (rows, columns, 1)
    found = dependence_found([table], by=None, possible=told, seed=seed)
    of_y: EntropyEstimator = ChaoWangJost() if by is None else by(columns)
    if by is None:
        raw = of_y.entropy(table.sum(axis=0)) - found.raw
        name = "Chao–Wang–Jost less what is told beyond chance"
    else:
        pairs = None if rows is None or columns is None else rows * columns
        raw = by(pairs).entropy(table[table > 0]) - by(rows).entropy(table.sum(axis=1))
        name = f"entropies by {by(pairs).name}"
    std_error = math.sqrt(_variance(table, found.n))
    if len(table) == 1:  # what is known is always the same: H(Y) itself
        low, high = interval_of_an_entropy(
            table[0], of_y, raw, std_error, support_size=columns, confidence=confidence
        )
    else:
        low, high = _interval(raw, std_error, found, confidence)
    warnings = few_in_cells(found.n, table.size)
    if by is None:
        warnings += found.taken_too_much("an upper")
    if table.shape[1] == 1:
        high = max(high, most_beside_one_outcome(found.n, columns, confidence))
        if columns is None:
            warnings += (ONE_OUTCOME,)
    return Estimate(
        value=clipped(raw, high=high),
        raw=raw,
        plug_in=float(exact(table, normalize=True)),
        unit="nats",
        std_error=std_error,
        low=low,
        high=high,
        confidence=confidence,
        n=int(found.n),
        estimator=name,
        warnings=warnings,
    )


def _interval(
    raw: float, std_error: float, told: Dependence, confidence: float
) -> tuple[float, float]:
    """Return raw ± z·std_error, and no narrower than the interval of what X tells.

    Where Y is flat and X tells little, the first is far too narrow: H(Y) errs by a chi-square
    variable, and so does what X tells.
    """
    low, high = normal(raw, std_error, confidence)
    least, most = told.ends(confidence)
    return max(min(low, raw + told.raw - most), 0.0), max(high, raw + told.raw - least, 0.0)


def _variance(table: Array, n: float) -> float:
    """Return the variance of −log p̂(y | x) over n, less its second order and at least that."""
    rows, columns = np.nonzero(table)
    cells = table[rows, columns]
    surprise = np.log(table.sum(axis=1)[rows]) - np.log(cells)
    weights = cells / n
    mean = (weights * surprise).sum()
    second_order = (len(cells) - len(table)) / (2.0 * n * n)
    delta = float((weights * (surprise - mean) ** 2).sum()) / n
    return max(delta - second_order, second_order)
