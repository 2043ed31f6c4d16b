"""One table measured: how uncertain is each column, and what does each tell about the others?

Order of work: which columns, of what kind (`matching`, `kinds`); codes for their values or bins
(`bins`); tables of pairs, counted by the engine; what they tell (`kullback.estimate`), and
whether it could be chance (`estimate.independence`, `alarm`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback._units import Unit, in_unit
from kullback.comparisons import alarm, bins
from kullback.comparisons.arguments import (
    checked_columns,
    checked_confidence,
    checked_kinds,
    checked_seed,
)
from kullback.comparisons.column import Column
from kullback.comparisons.kinds import BINNED, Decision
from kullback.comparisons.matching import one_table
from kullback.comparisons.measurement import (
    ColumnMeasurement,
    LeftOutPair,
    Measurement,
    PairMeasurement,
)
from kullback.comparisons.records import Source
from kullback.estimate import Estimate, measures
from kullback.estimate.independence import independence
from kullback.tables import Table, open_table
from kullback.tables.coding import Coding

BINS = "numbers are measured by their bins: what happens inside a bin is not seen"
MOST_CELLS = 4_000_000
# With more of the rows than this in outcomes seen fewer than 5 times, others were surely missed.
MOST_IN_RARE, RARE = 0.2, 5


def measure(
    table: Any,
    *,
    columns: Iterable[str] | None = None,
    kinds: Mapping[str, str] | None = None,
    unit: Unit = "bits",
    confidence: float = 0.95,
    seed: int = 0,
) -> Measurement:
    r"""Measure the entropy of each column and the mutual information of each pair of columns.

    Each column becomes a list of outcomes: its values, or for numbers with many values bins at
    their quantiles; a missing value is an outcome too. They are counted by the engine that holds
    the data. Entropies are corrected for what a sample of this size misses, and mutual
    information for what chance alone would give:

    .. math:: I = \max(0, I(\hat p) - (r - 1)(c - 1)/2n)

    for r and c outcomes and n rows, or less its mean over tables drawn with the same margins
    where cells are too thin for the formula.

    Parameters
    ----------
    table : path, glob, dataframe or DuckDB relation
        The table to measure.
    columns : sequence of str, optional
        The columns to measure; all of them by default.
    kinds : mapping of column name to kind, optional
        Kinds set by hand: "number", "discrete number", "category", "boolean", or "date" or
        "identifier", which are left out. Times of day are measured by their bins, as numbers are.
    unit : str
        Unit of every entropy and mutual information in the result.
    confidence : float
        Coverage of the intervals.
    seed : int
        Of the tables that are drawn where cells are thin.

    Returns
    -------
    Measurement
        Columns in the order of the table; dependent pairs first, then by falling mutual
        information. Pairs of more than 4 million cells are left out.

    Raises
    ------
    ValueError
        The table cannot be read or is empty; an unknown column, kind or unit; a confidence
        outside (0, 1).

    Notes
    -----
    Source: the correction is that of Miller (1955) and Madow; chance as in Wilks (1935).

    Examples
    --------
    >>> import pyarrow as pa
    >>> measure(pa.table({"x": ["a", "b"] * 50, "y": ["c", "d"] * 50})).summary
    'Most dependent: x and y (0.993 bits, 99 % of x). 2 columns, 1 pair: 1 depends beyond chance.'
    """
    kinds, columns = checked_kinds(kinds), checked_columns(columns)
    confidence, seed = checked_confidence(confidence), checked_seed(seed)
    in_unit(1.0, unit)
    with ExitStack() as opened:
        source = open_table(table, role="table")
        if source is not table:
            opened.callback(source.close)
        matched, left_out, asked = one_table(source, columns, kinds)
        outcomes = _outcomes(asked, matched)
        measured = {n: _column(*matched[n], outcomes[n], unit, confidence) for n in outcomes}
        pairs, too_large = _pairs(outcomes)
        found = [
            _pair(pair, counts, measured, unit, confidence, seed)
            for pair, counts in asked.contingency_tables(
                {name: each.coding for name, each in outcomes.items()}, pairs
            )
        ]
        binned = any(column.kind == "number" for column in measured.values())
        return Measurement(
            columns=tuple(measured.values()),
            pairs=_judged(found),
            left_out=tuple(left_out),
            left_out_pairs=tuple(too_large),
            warnings=(alarm.ASSUMPTION, *([BINS] if binned else [])),
            unit=unit,
            confidence=confidence,
            seed=seed,
            table=Source(source.name, source.rows),
        )


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """How a column is coded, and the rows of each of its outcomes that has any."""

    coding: Coding
    counts: Array


def _outcomes(table: Table, columns: Mapping[str, tuple[Column, Decision]]) -> dict[str, _Outcomes]:
    numbers = {
        name: column
        for name, (column, decision) in columns.items()
        if (decision.kind in BINNED or column.reading == "time") and column.profiles[0].finite
    }
    binned = dict(_binned(table, numbers))
    return {
        name: binned[name] if name in binned else _by_value(column)
        for name, (column, _) in columns.items()
    }


def _by_value(column: Column) -> _Outcomes:
    (counts,), (missing,) = column.values, (column.profiles[0].missing,)
    values = tuple(counts)
    return _Outcomes(Coding(values=values), _filled([*counts.values(), missing]))


def _binned(table: Table, columns: Mapping[str, Column]) -> Iterator[tuple[str, _Outcomes]]:
    """Cut numbers at their own quantiles: two questions to the table, however many columns."""
    plans = {n: bins.plan(c.profiles[0].finite, c.profiles[0].finite) for n, c in columns.items()}
    ranked = table.order_statistics({n: plans[n].ranks for n in columns})
    places = {
        n: bins.cuts(plans[n], ranked[n], (column.minimum, column.maximum))
        for n, column in columns.items()
    }
    counted = table.histograms({n: [edge.cut for edge in p.edges] for n, p in places.items()})
    for name, column in columns.items():
        counts = np.array(counted[name], dtype=np.int64)
        settled = bins.settle(plans[name], places[name], counts, counts)
        coding = Coding(edges=tuple(edge.cut for edge in settled.edges))
        profile = column.profiles[0]
        others = [profile.positive_infinite, profile.negative_infinite, profile.missing]
        yield name, _Outcomes(coding, _filled([*settled.reference, *others]))


def _filled(counts: Sequence[int]) -> Array:
    array = np.array(counts, dtype=np.int64)
    return array[array > 0]


def _column(
    column: Column, decision: Decision, outcomes: _Outcomes, unit: str, confidence: float
) -> ColumnMeasurement:
    counts = outcomes.counts
    in_rare = counts[counts < RARE].sum() / counts.sum()
    entropy = measures.entropy(counts, all_known=in_rare <= MOST_IN_RARE, confidence=confidence)
    (unreadable,) = column.unreadable
    texts = sum(unreadable.values())
    return ColumnMeasurement(
        name=column.name,
        kind=decision.kind,
        outcomes=len(counts),
        entropy=entropy.to(unit),
        most=float(in_unit(np.log(len(counts)), unit)),
        missing=column.profiles[0].missing / column.rows[0],
        notes=tuple(
            note
            for note in (decision.note, f"{texts:,} texts are {_not_read(column)}" if texts else "")
            if note
        ),
    )


def _not_read(column: Column) -> str:
    return {"time": "no dates", "clock": "no times of day"}.get(column.reading, "no numbers")


def _pairs(
    outcomes: Mapping[str, _Outcomes],
) -> tuple[list[tuple[str, str]], list[LeftOutPair]]:
    """Return the pairs to count, and those of too many cells."""
    pairs, too_large = [], []
    for first, second in combinations(outcomes, 2):
        sizes = [outcomes[name].coding.size for name in (first, second)]
        if sizes[0] * sizes[1] <= MOST_CELLS:
            pairs.append((first, second))
        else:
            reason = f"{sizes[0]:,} × {sizes[1]:,} cells are more than {MOST_CELLS:,}"
            too_large.append(LeftOutPair(first, second, reason))
    return pairs, too_large


def _pair(
    names: tuple[str, str],
    counts: Array,
    columns: Mapping[str, ColumnMeasurement],
    unit: str,
    confidence: float,
    seed: int,
) -> PairMeasurement:
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    chance = independence(counts, seed)
    estimate = measures.mutual_information(
        counts, null=None if chance.draws is None else chance.null, confidence=confidence
    )
    told = estimate.to(unit)
    return PairMeasurement(
        first=names[0],
        second=names[1],
        mutual_information=told,
        share=_share(told, [columns[name].entropy for name in names]),
        dependent=False,
        p=chance.p(estimate.plug_in),
        q=1.0,
    )


def _share(told: Estimate, entropies: Sequence[Estimate]) -> float:
    least = min(entropy.value for entropy in entropies)
    return float(min(told.value / least, 1.0)) if least > 0.0 else 0.0


def _judged(pairs: Sequence[PairMeasurement]) -> tuple[PairMeasurement, ...]:
    """Correct the p-values for the number of pairs, and order."""
    if not pairs:
        return ()
    q = alarm.benjamini_hochberg(np.array([pair.p for pair in pairs]))
    judged = [
        replace(pair, q=float(x), dependent=bool(x <= alarm.LEVEL))
        for pair, x in zip(pairs, q, strict=True)
    ]
    return tuple(sorted(judged, key=_rank))


def _rank(pair: PairMeasurement) -> tuple[bool, float]:
    # Rounded: engines add up in different orders, and equal pairs stay in the table's order.
    return not pair.dependent, -round(pair.mutual_information.raw, 12)
