"""The gate: which changes are too large to let pass?

It looks at every column, at the pairs whose dependence changed, and at all columns together, and
asks of each that the change is hardly chance and larger than a limit.
"""

import math
from typing import Literal, TypeAlias

from kullback._units import NATS_PER
from kullback.comparisons.records import ColumnComparison, Comparison, PairComparison
from kullback.comparisons.whole_table import WholeTable
from kullback.estimate import Estimate

By: TypeAlias = Literal["estimate", "low"]
Finding: TypeAlias = ColumnComparison | PairComparison | WholeTable


def checked_limit(bits: float) -> float:
    """Return the limit of the gate, in bits."""
    if not (math.isfinite(bits) and bits >= 0.0):
        raise ValueError(f"the limit of the gate must be 0 bits or more, got {bits:g}")
    return bits


def above(comparison: Comparison, bits: float, by: By = "estimate") -> list[Finding]:
    """Return the findings that are hardly chance and above a limit, largest first.

    Parameters
    ----------
    comparison : Comparison
        What `kullback.compare` returned.
    bits : float
        The limit of the corrected Jensen-Shannon divergence, in bits whatever the comparison's
        unit; at least 0.
    by : {"estimate", "low"}
        Whether the estimate has to be above the limit, or the lower end of its interval. Sizes of
        pairs have no interval: by the lower end, pairs never are above.

    Returns
    -------
    list of ColumnComparison, PairComparison and WholeTable
        Those with an alarm: columns and pairs with q ≤ 0.05, the whole table with p ≤ 0.05. The
        estimate of the whole table is itself a lower bound. Pairs below 0.002 bits, or beyond the
        ten largest, are not among a comparison's findings.

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
    whole = [comparison.table] if comparison.table else []
    findings: list[Finding] = [*comparison.columns, *comparison.pairs, *whole]
    sized = [(_bits(finding, comparison.unit, by), finding) for finding in findings]
    tripped = [(size, finding) for size, finding in sized if finding.alarm and size > limit]
    return [finding for _, finding in sorted(tripped, key=_first, reverse=True)]


def subject(finding: Finding) -> tuple[str, ...]:
    """Return the columns that a finding is about; none where it is about all of them."""
    if isinstance(finding, WholeTable):
        return ()
    return finding.columns if isinstance(finding, PairComparison) else (finding.name,)


def _bits(finding: Finding, unit: str, by: By) -> float:
    size = finding.jensen_shannon_divergence
    if isinstance(size, Estimate):
        size = size.to("bits")
        return size.low if by == "low" else size.value
    return size * NATS_PER[unit] / NATS_PER["bits"] if by == "estimate" else -math.inf


def _first(sized: tuple[float, Finding]) -> float:
    return sized[0]
