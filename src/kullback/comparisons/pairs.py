"""Pairs of columns whose dependence changed, though neither column need have changed by itself.

Order of work: which columns (`chosen`), their values in a few levels (`pooled_levels`), counted
into a table a pair and a side, tested (`odds_ratios`, `mutual_change`), corrected for the number
of pairs, and those that matter as records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback._units import in_unit
from kullback.comparisons import alarm, verdict
from kullback.comparisons.drawn import drawn_side
from kullback.comparisons.matching import SIDES, Matched
from kullback.comparisons.mutual_change import p_of_equal_information
from kullback.comparisons.odds_ratios import equal_odds_ratios, fitted
from kullback.comparisons.pooled_levels import Levels, pooled_levels
from kullback.comparisons.records import ColumnComparison, PairComparison
from kullback.comparisons.swapped import swapped_columns
from kullback.estimate import measures
from kullback.tables.sampling import Sample

MOST_COLUMNS = 200  # 19,900 pairs
MOST_ROWS = 50_000  # of each table
MOST_REPORTED = 10


@dataclass(frozen=True, slots=True)
class ChangedPairs:
    """The pairs to report, columns that look swapped, how many pairs there were, and warnings."""

    pairs: tuple[PairComparison, ...] = ()
    swapped: tuple[str, ...] = ()
    compared: int = 0
    warnings: tuple[str, ...] = ()


def changed_pairs(
    matched: Matched,
    columns: Sequence[ColumnComparison],
    unit: str,
    confidence: float,
    seed: int,
) -> ChangedPairs:
    """Return the pairs of compared columns whose dependence changed, largest change first."""
    names = chosen(columns)
    alarmed = [column.name for column in columns if column.alarm]
    wanted = [name for name in matched if name in {*names, *alarmed}]
    if len(wanted) < 2:
        return ChangedPairs()
    samples = [_sample({name: matched[name] for name in wanted}, side, seed) for side in (0, 1)]
    levels = {
        name: pooled_levels(matched[name][0], matched[name][1].kind, *(s[name] for s in samples))
        for name in wanted
    }
    codes = [{n: levels[n].codes(sample[n]) for n in wanted} for sample in samples]
    found = _judged(names, levels, codes, columns)
    values = {name: np.concatenate([sample[name] for sample in samples]) for name in wanted}
    pairs = _records(found, levels, values, codes, unit, confidence)
    in_pairs = {name for changed in found.changed for name in found.pairs[changed]}
    kinds = {name: matched[name][1].kind for name in wanted}
    candidates = [name for name in wanted if name in in_pairs or name in alarmed]
    swapped = swapped_columns(candidates, names, kinds, levels, samples)
    warnings = _warnings(matched, columns, names, found)
    return ChangedPairs(pairs, swapped, len(found.pairs), warnings)


def chosen(columns: Sequence[ColumnComparison]) -> list[str]:
    """Return the columns whose pairs are looked at: those with most entropy, if they are many.

    A column that defines the two tables depends on everything that differs between them.
    """
    fit = [column for column in columns if column.verdict != verdict.DEFINING]
    by_entropy = sorted(fit, key=lambda column: (-_entropy(column), column.name))
    return sorted(column.name for column in by_entropy[:MOST_COLUMNS])


def counts(first: Array, second: Array, shape: tuple[int, int]) -> Array:
    """Return how many rows have each pair of codes."""
    return np.bincount(first * shape[1] + second, minlength=shape[0] * shape[1]).reshape(shape)


@dataclass(frozen=True, slots=True)
class _Judged:
    """All pairs that were tested, and the places of those that changed, largest first."""

    pairs: list[tuple[str, str]]
    p: Array
    q: Array
    divergence: Array  # in nats
    changed: list[int]


def _entropy(column: ColumnComparison) -> float:
    # Rounded: engines add up in different orders.
    return round(column.entropy_reference.value + column.entropy_current.value, 9)


def _sample(matched: Matched, side: int, seed: int) -> Sample:
    """Draw the same rows of all columns, of which some may be texts that are read as numbers."""
    return drawn_side({n: column for n, (column, _) in matched.items()}, side, MOST_ROWS, seed)


def _judged(
    names: Sequence[str],
    levels: Mapping[str, Levels],
    codes: Sequence[Mapping[str, Array]],
    columns: Sequence[ColumnComparison],
) -> _Judged:
    pairs = [pair for pair in combinations(names, 2) if min(levels[name].size for name in pair) > 1]
    most = max((levels[name].size for name in names), default=1)
    tables = np.zeros((len(pairs), 2, most, most), dtype=np.int64)
    for side in (0, 1):
        for place, (a, b) in enumerate(pairs):
            tables[place, side] = counts(codes[side][a], codes[side][b], (most, most))
    if not pairs:
        return _Judged([], np.zeros(0), np.zeros(0), np.zeros(0), [])
    test = equal_odds_ratios(tables)
    steady = {c.name for c in columns if not c.alarm or _is_negligible(c)}
    twice = np.array([steady.issuperset(pair) for pair in pairs]) & (test.degrees > 0)
    second = np.where(twice, p_of_equal_information(tables), 1.0)
    p = np.where(twice, np.minimum(2.0 * np.minimum(test.p, second), 1.0), test.p)
    q = alarm.benjamini_hochberg(p)
    a, b = tables[0].sum(axis=(1, 2))
    divergence = (test.statistic - test.degrees) * (1.0 / a + 1.0 / b) / 8.0
    bits = np.round(np.asarray(in_unit(divergence, "bits")), 12)
    real = (q <= alarm.LEVEL) & (bits >= verdict.NEGLIGIBLE)
    changed = sorted(np.flatnonzero(real).tolist(), key=lambda place: (-bits[place], place))
    return _Judged(pairs, p, q, divergence, changed)


def _is_negligible(column: ColumnComparison) -> bool:
    return column.jensen_shannon_divergence.to("bits").value < verdict.NEGLIGIBLE


def _records(
    found: _Judged,
    levels: Mapping[str, Levels],
    values: Mapping[str, Array],
    codes: Sequence[Mapping[str, Array]],
    unit: str,
    confidence: float,
) -> tuple[PairComparison, ...]:
    return tuple(
        PairComparison(
            columns=found.pairs[place],
            verdict=verdict.words(_size(float(found.divergence[place]), "bits")),
            alarm=True,
            p=float(found.p[place]),
            q=float(found.q[place]),
            jensen_shannon_divergence=_size(float(found.divergence[place]), unit),
            **_informations(found.pairs[place], codes, unit, confidence),
            **_tables(found.pairs[place], levels, values, codes),
        )
        for place in found.changed[:MOST_REPORTED]
    )


def _size(divergence: float, unit: str) -> float:
    """Return a size in a unit: where cells are all but empty, X² says more than can be told."""
    return float(in_unit(min(divergence, float(np.log(2.0))), unit))


def _informations(
    pair: tuple[str, str], codes: Sequence[Mapping[str, Array]], unit: str, confidence: float
) -> dict[str, Any]:
    """Return what the two columns tell about each other on each side."""
    told = {}
    for name, side in zip(SIDES, codes, strict=True):
        first, second = (side[column] for column in pair)
        table = counts(first, second, (int(first.max()) + 1, int(second.max()) + 1))
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        estimate = measures.mutual_information(table, confidence=confidence)
        told[f"mutual_information_{name}"] = estimate.to(unit)
    return told


def _tables(
    pair: tuple[str, str],
    levels: Mapping[str, Levels],
    values: Mapping[str, Array],
    codes: Sequence[Mapping[str, Array]],
) -> dict[str, Any]:
    """Return the levels of two columns by name, and the rows of each side that have them."""
    shape = (levels[pair[0]].size, levels[pair[1]].size)
    sides = np.array([counts(side[pair[0]], side[pair[1]], shape) for side in codes])
    return {
        "levels": tuple(levels[name].names(values[name]) for name in pair),
        "reference": _rows(sides[0]),
        "current": _rows(sides[1]),
        "expected": _rows(fitted(sides[np.newaxis])[0, 1]),
    }


def _rows(table: Array) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, table.tolist()))


def _warnings(
    matched: Matched, columns: Sequence[ColumnComparison], names: Sequence[str], found: _Judged
) -> tuple[str, ...]:
    warnings = []
    rows = next(iter(matched.values()))[0].rows
    if max(rows) > MOST_ROWS:
        warnings.append(f"pairs are judged by {MOST_ROWS:,} rows of a table, drawn at random")
    fit = sum(column.verdict != verdict.DEFINING for column in columns)
    if fit > len(names):
        warnings.append(
            f"pairs are looked at among the {len(names)} columns with most entropy, of {fit:,}"
        )
    hidden = len(found.changed) - MOST_REPORTED
    if hidden > 0:
        warnings.append(f"{hidden:,} more pairs changed, by less than those shown")
    return tuple(warnings)
