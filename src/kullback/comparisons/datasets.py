"""Two tables compared, column by column: what changed, by how much, and is it real?

Order of work: which columns, of what kind (`matching`, `kinds`, `dates`); what is counted (`bins`,
`timelines`, `outcomes`); how different the counts are (`kullback.estimate`); is it chance (`alarm`,
`permutation`); in words (`verdict`); which pairs of columns changed together (`pairs`); and all
columns together (`whole_table`).
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import numpy as np

from kullback._units import Unit, in_unit
from kullback.comparisons import alarm, verdict
from kullback.comparisons.arguments import (
    checked_columns,
    checked_confidence,
    checked_kinds,
    checked_seed,
    checked_switch,
)
from kullback.comparisons.description import describe
from kullback.comparisons.matching import Matched, match_columns
from kullback.comparisons.outcomes import Outcomes, count_columns
from kullback.comparisons.pairs import ChangedPairs, changed_pairs
from kullback.comparisons.records import ColumnComparison, Comparison, Source
from kullback.comparisons.timelines import count_dates
from kullback.comparisons.whole_table import whole_table
from kullback.tables import open_table


def compare(
    reference: Any,
    current: Any,
    *,
    columns: Iterable[str] | None = None,
    kinds: Mapping[str, str] | None = None,
    unit: Unit = "bits",
    confidence: float = 0.95,
    seed: int = 0,
    pairs: bool = True,
    joint: bool = True,
) -> Comparison:
    r"""Compare two tables column by column and say what changed most.

    Each column becomes a list of outcomes (categories, or bins at the reference's quantiles; a
    missing value is an outcome too) that are counted on both sides by the engine that holds the
    data. The size of a change is the Jensen-Shannon divergence of the two lists of counts, less
    what it would be by chance alone:

    .. math:: J = \max(0, JS(\hat p, \hat q) - (m - 1)(1/a + 1/b)/8)

    for m outcomes and a and b rows: what one value tells about the table it came from. It is 0
    for equal distributions and, but for the correction, 1 bit for disjoint ones. Whether a change
    is real is a separate question, answered by a test and corrected for the number of columns.

    Parameters
    ----------
    reference, current : path, glob, dataframe or DuckDB relation
        The table to compare with, and the one to judge. Paths may name CSV, Parquet or JSON
        lines; dataframes may be pandas, Polars (eager or lazy) or PyArrow.
    columns : sequence of str, optional
        The columns to compare; all that both tables have by default.
    kinds : mapping of column name to kind, optional
        Kinds set by hand: "number", "discrete number", "category", "boolean", "date" or
        "identifier" (left out).
    unit : str
        Unit of every divergence and entropy in the result. Verdicts are always judged in bits.
    confidence : float
        Coverage of the intervals.
    seed : int
        Of the draws that replace a formula where a column has very many outcomes, of the rows of
        large tables that pairs are judged by, and of the rows, folds and models that the figure
        for the whole table comes from.
    pairs : bool
        Whether to look for pairs of columns whose dependence changed: 50,000 rows of each table,
        and the 200 columns with most entropy, at most.
    joint : bool
        Whether to say how far apart the tables are at least when all columns are taken together:
        a few thousand rows of each are drawn, and classifiers try to tell their tables. Needs
        scikit-learn, and at least 60 rows and two columns.

    Returns
    -------
    Comparison
        Columns that changed come first, by falling size. A column of one table with itself has
        the divergence 0. KL divergences have the upper limit infinity where one side has an
        outcome that the other never showed.

    Raises
    ------
    ValueError
        A table cannot be read, is empty, or shares no column with the other; an unknown column,
        kind or unit; a confidence outside (0, 1).

    Notes
    -----
    Intervals cover the truth with the stated confidence if rows are independent. Numbers are
    judged by their bins: what happens inside a bin is not seen.

    Dates of two periods differ in every row, which is no change: periods are named, and what is
    compared are hours of the day, weekdays and months, each if both tables went through all of
    them twice, as columns of their own, called `when (weekday)` and so on. Along time itself the
    span that the tables have in common is compared, if it holds half of the dates of each, or
    if there is no such part. Times with a zone are taken in UTC. Dates take no part in the figure
    for the whole table, and time itself takes none in pairs.

    Examples
    --------
    >>> import kullback as kb
    >>> import pyarrow as pa
    >>> kb.compare(pa.table({"x": ["a", "b"] * 500}), pa.table({"x": ["a", "b"] * 500})).summary
    'No change seen in 1 column compared.'
    """
    kinds = checked_kinds(kinds)
    columns = checked_columns(columns)
    confidence, seed = checked_confidence(confidence), checked_seed(seed)
    pairs = checked_switch("pairs", pairs)
    joint = checked_switch("joint", joint)
    in_unit(1.0, unit)
    with ExitStack() as opened:
        tables = []
        for source, role in ((reference, "reference"), (current, "current")):
            table = open_table(source, role=role)
            if table is not source:
                opened.callback(table.close)
            tables.append(table)
        matched, left_out = match_columns(tables[0], tables[1], columns, kinds)
        counted = _counted(matched)
        described = [
            describe(matched[name], counted[name], unit, confidence, seed) for name in matched
        ]
        judged = _judged(described)
        changed = (
            changed_pairs(*_paired(matched, judged), unit, confidence, seed)
            if pairs
            else ChangedPairs()
        )
        whole, why_not = (
            whole_table(matched, judged, left_out, unit, confidence, seed) if joint else (None, ())
        )
        return Comparison(
            columns=judged,
            left_out=tuple(left_out),
            warnings=(alarm.ASSUMPTION, *changed.warnings, *why_not),
            unit=unit,
            confidence=confidence,
            seed=seed,
            reference=Source(tables[0].name, tables[0].rows),
            current=Source(tables[1].name, tables[1].rows),
            pairs=changed.pairs,
            swapped=changed.swapped,
            pairs_compared=changed.compared,
            table=whole,
        )


def _counted(matched: Matched) -> dict[str, Outcomes]:
    dates = {name: column for name, (column, _) in matched.items() if column.reading == "time"}
    rest = {name: matched[name] for name in matched if name not in dates}
    return count_columns(rest) | count_dates(dates)


def _paired(
    matched: Matched, judged: Sequence[ColumnComparison]
) -> tuple[Matched, Sequence[ColumnComparison]]:
    """Return the columns whose pairs are looked at: not time itself, on which all that drifts
    depends, and differently so in another period.
    """
    kept = {n: found for n, found in matched.items() if found[0].reading != "time"}
    return kept, [column for column in judged if column.name in kept]


def _judged(described: Sequence[ColumnComparison]) -> tuple[ColumnComparison, ...]:
    """Correct the p-values for the number of columns, put sizes in words, and order."""
    if not described:
        return ()
    q = alarm.benjamini_hochberg(np.array([column.p for column in described]))
    judged = [_with_verdict(column, float(x)) for column, x in zip(described, q, strict=True)]
    return tuple(sorted(judged, key=_rank))


def _with_verdict(column: ColumnComparison, q: float) -> ColumnComparison:
    divergence = column.jensen_shannon_divergence
    words = verdict.verdict(divergence, q)
    notes = column.notes
    if words == verdict.NO_CHANGE:
        notes = (verdict.reach(divergence), *notes)
    elif words == verdict.DEFINING:
        notes = ("probably what defines the two tables", *notes)
    return replace(column, q=q, alarm=q <= alarm.LEVEL, verdict=words, notes=notes)


def _rank(column: ColumnComparison) -> tuple[bool, float]:
    return not column.alarm, -column.jensen_shannon_divergence.raw
