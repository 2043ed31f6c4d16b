"""Mutual information from a contingency table, and its law where there is no dependence."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, noncentral_chi_square
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS


def independence_null(table: Array) -> Null:
    """Return the law of the plug-in mutual information of independent rows and columns.

    2n times it is chi-square with (r − 1)(c − 1) degrees of freedom, but for a factor near 1 that
    Williams (1976) found: it keeps the mean right down to five expected rows a cell.
    """
    n, rows, columns = float(table.sum()), *_margins(table)
    degrees = (len(rows) - 1) * (len(columns) - 1)
    if degrees == 0:
        return Null(0.0, 0.0)
    spread = float((n * (1.0 / rows).sum() - 1.0) * (n * (1.0 / columns).sum() - 1.0))
    scale = (1.0 + spread / (6.0 * n * degrees)) / (2.0 * n)
    return Null(floor=degrees * scale, scale=scale)


def mutual_information(
    table: Array, *, null: Null | None = None, confidence: float = 0.95
) -> Estimate:
    """Estimate I(X; Y) from a contingency table, of which empty rows and columns say nothing.

    `null` is given where it was drawn, because cells are too thin for the formula.
    """
    by, drawn = PlugIn(), null is not None
    null = null or independence_null(table)
    plug_in, variance = by.mutual_information(table), by.mutual_information_variance(table)
    if drawn:  # because of thin cells, whose share in the variance the delta method misses
        variance = max(variance, 4.0 * null.scale * plug_in)
    limit = math.log(min(map(len, _margins(table))))
    low, high = 0.0, math.inf
    most = min(by.entropy(margin) for margin in _margins(table))
    if null.floor < most * (1.0 - 1e-9):  # else chance alone tells as much as can be told
        low, high = noncentral_chi_square(plug_in, variance, null, confidence)
        # The floor shrinks as dependence grows, to nothing where one side determines the other.
        high = high / (1.0 - null.floor / most)
    return Estimate(
        value=clipped(plug_in - null.floor, high=limit),
        raw=plug_in - null.floor,
        plug_in=plug_in,
        unit="nats",
        std_error=math.sqrt(variance),
        low=min(low, limit),
        high=min(high, limit),
        confidence=confidence,
        n=int(table.sum()),
        estimator="plug-in less its mean under independence",
        warnings=_undersampling(table, drawn),
    )


def _undersampling(table: Array, drawn: bool) -> tuple[str, ...]:
    rows, columns = map(len, _margins(table))
    if table.sum() < max(FEWEST_ROWS, rows * columns):
        return ("fewer rows than cells: read it as a lower bound",)
    return ("most cells are thin: the interval may be too narrow",) if drawn else ()


def _margins(table: Array) -> tuple[Array, Array]:
    """Return the counts of the rows and of the columns that are not empty."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return rows[rows > 0], columns[columns > 0]
