"""The gate: which changes are too large to let pass?"""

import math
from typing import Literal, TypeAlias

from kullback.comparisons.records import ColumnComparison, Comparison

By: TypeAlias = Literal["estimate", "low"]


def checked_limit(bits: float) -> float:
    """Return the limit of the gate, in bits."""
    if not (math.isfinite(bits) and bits >= 0.0):
        raise ValueError(f"the limit of the gate must be 0 bits or more, got {bits:g}")
    return bits


def above(comparison: Comparison, bits: float, by: By = "estimate") -> list[ColumnComparison]:
    """Return the columns whose change is hardly chance and above a limit, largest first.

    Parameters
    ----------
    comparison : Comparison
        What `kullback.compare` returned.
    bits : float
        The limit of the corrected Jensen-Shannon divergence, in bits whatever the comparison's
        unit; at least 0.
    by : {"estimate", "low"}
        Whether the estimate has to be above the limit, or the lower end of its interval.

    Returns
    -------
    list of ColumnComparison
        Those with an alarm (q ≤ 0.05).

    Examples
    --------
    >>> import kullback as kb
    >>> import pyarrow as pa
    >>> one, two = pa.table({"x": ["a", "b"] * 50}), pa.table({"x": ["a", "b", "b", "b"] * 50})
    >>> found = kb.compare(one, two)
    >>> [column.name for column in above(found, 0.03)], above(found, 0.03, by="low")
    (['x'], [])
    """
    limit = checked_limit(bits)
    if by not in ("estimate", "low"):
        raise ValueError(f'by must be "estimate" or "low", got {by!r}')
    return [c for c in comparison.columns if c.alarm and _size(c, by) > limit]


def _size(column: ColumnComparison, by: By) -> float:
    size = column.jensen_shannon_divergence.to("bits")
    return size.low if by == "low" else size.value
