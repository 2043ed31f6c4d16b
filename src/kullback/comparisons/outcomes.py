"""A column's outcomes: what is counted on both sides, chosen blind to the side.

An outcome is kept when the smaller sample can be expected to show it five times; the others are
merged into one, *rest*. A value is never given a cell because it is new: such a cell is selected
to be one-sided. Missing, +∞ and −∞ are outcomes like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.comparisons import bins, calendar
from kullback.comparisons.column import Column
from kullback.comparisons.kinds import BINNED, Decision
from kullback.tables import Table

FEWEST_EXPECTED = 5.0
# With more of the rows in *rest* than this, nothing is merged and the null is drawn instead.
MOST_IN_REST = 0.2

MISSING, REST = "missing", "rest"
INFINITE = ("∞", "−∞")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Shares of each table that lie where the other has nothing, and what chance alone gives.

    For categories: in values the other table never showed. For numbers: beyond its range.
    """

    reference: float
    current: float
    expected_reference: float
    expected_current: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Labels and counts on both sides.

    `rest` is how many thin outcomes were merged into the last one; `thin` tells that they are too
    many to be merged, so that formulas for well-filled outcomes do not hold.
    """

    labels: tuple[str, ...]
    reference: Array
    current: Array
    rest: int
    thin: bool
    unseen: Unseen


def count_columns(
    columns: dict[str, tuple[Column, Decision]],
) -> dict[str, Outcomes]:
    """Count every column on both sides, numbers of all columns in one go."""
    numbers = {name: column for name, (column, by) in columns.items() if by.kind in BINNED}
    binned = _count_numbers(numbers)
    return {
        name: binned[name] if name in binned else _count_values(column)
        for name, (column, _) in columns.items()
    }


def _count_values(column: Column) -> Outcomes:
    first, second = column.labelled
    labels = column.in_order(first.keys() | second.keys())
    reference = np.array([first.get(label, 0) for label in labels], dtype=np.int64)
    current = np.array([second.get(label, 0) for label in labels], dtype=np.int64)
    return chosen(labels, reference, current, column, unseen_values(reference, current))


def _count_numbers(columns: dict[str, Column]) -> dict[str, Outcomes]:
    """Three questions to each table, whatever the number of columns."""
    finite = {n: c for n, c in columns.items() if all(p.finite for p in c.profiles)}
    plans = {n: bins.plan(*(p.finite for p in c.profiles)) for n, c in finite.items()}
    ranked: dict[str, list[float]] = {}
    for table, names in columns_by_table(finite, side=0):
        ranked |= table.order_statistics({n: plans[n].ranks for n in names})
    places = {n: bins.cuts(plans[n], ranked[n], _range(c)) for n, c in finite.items()}
    edges = {n: [edge.cut for edge in place.edges] for n, place in places.items()}
    counted: tuple[dict[str, list[int]], dict[str, list[int]]] = {}, {}
    for side in (0, 1):
        for table, names in columns_by_table(finite, side):
            counted[side].update(table.histograms({n: edges[n] for n in names}))
    outcomes = {}
    for name, column in columns.items():
        if name not in finite:
            outcomes[name] = _one_sided_numbers(column)
            continue
        reference, current = (np.array(side[name], dtype=np.int64) for side in counted)
        settled = bins.settle(plans[name], places[name], reference, current)
        p, q = column.profiles
        outcomes[name] = chosen(
            [*_bin_labels(settled.edges, column), *INFINITE],
            np.append(settled.reference, [p.positive_infinite, p.negative_infinite]),
            np.append(settled.current, [q.positive_infinite, q.negative_infinite]),
            column,
            _unseen_numbers(column, settled),
        )
    return outcomes


def _bin_labels(edges: Sequence[bins.Edge], column: Column) -> list[str]:
    if column.reading == "clock":
        return calendar.clock_labels(edges)
    return bins.labels(edges, column.integral)


def _one_sided_numbers(column: Column) -> Outcomes:
    """Count a column whose numbers are all on one side: there is no quantile to cut at."""
    reference, current = (
        np.array([p.finite, p.positive_infinite, p.negative_infinite]) for p in column.profiles
    )
    labels = ["any time" if column.reading == "clock" else "any number", *INFINITE]
    return chosen(labels, reference, current, column, unseen_values(reference, current))


def columns_by_table(columns: dict[str, Column], side: int) -> list[tuple[Table, list[str]]]:
    """Return each table of a side with its columns: text read as numbers makes a second one."""
    tables: list[tuple[Table, list[str]]] = []
    for name, column in columns.items():
        table = column.sides[side].table
        names = next((names for known, names in tables if known is table), None)
        if names is None:
            tables.append((table, [name]))
        else:
            names.append(name)
    return tables


def _range(column: Column) -> tuple[float, float]:
    current = column.profiles[1]
    assert current.minimum is not None and current.maximum is not None
    return current.minimum, current.maximum


def chosen(
    labels: Sequence[str], reference: Array, current: Array, column: Column, unseen: Unseen
) -> Outcomes:
    """Add what is not a plain value, then merge what is too thin."""
    names, first, second = list(labels), list(reference), list(current)
    for label, a, b in _special(column, names):
        names.append(label)
        first.append(a)
        second.append(b)
    seen = np.array(first) + np.array(second) > 0
    return merge_thin(
        [name for name, kept in zip(names, seen, strict=True) if kept],
        np.array(first)[seen],
        np.array(second)[seen],
        unseen,
    )


def _special(column: Column, names: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the outcomes that are not values: missing, and texts among numbers or dates."""
    if column.is_part:
        return []
    first, second = column.unreadable
    missing_first, missing_second = column.missing_by_side
    texts = sorted(first.keys() | second.keys())
    return [
        (free(MISSING, names), missing_first, missing_second),
        *((repr(text), first.get(text, 0), second.get(text, 0)) for text in texts),
    ]


def free(label: str, names: Sequence[str]) -> str:
    """Return `label`, marked where a real value is called the same."""
    while label in names:
        label = f"({label})"
    return label


def merge_thin(labels: Sequence[str], reference: Array, current: Array, unseen: Unseen) -> Outcomes:
    """Merge the outcomes that the smaller sample would not show often enough to be judged."""
    a, b = int(reference.sum()), int(current.sum())
    both = reference + current
    kept = both * (min(a, b) / (a + b)) >= FEWEST_EXPECTED
    if (~kept).sum() == 1:
        kept[:] = True  # nothing to merge it with
    in_rest = int(both[~kept].sum())
    if in_rest > MOST_IN_REST * (a + b) or in_rest == 0:
        return Outcomes(tuple(labels), reference, current, 0, in_rest > 0, unseen)
    names = [label for label, keep in zip(labels, kept, strict=True) if keep]
    return Outcomes(
        labels=(*names, free(REST, names)),
        reference=np.append(reference[kept], reference[~kept].sum()),
        current=np.append(current[kept], current[~kept].sum()),
        rest=int((~kept).sum()),
        thin=False,
        unseen=unseen,
    )


def unseen_values(reference: Array, current: Array) -> Unseen:
    """Return the mass in values of one side only, beside its expectation under one source."""
    a, b = int(reference.sum()), int(current.sum())
    if a == 0 or b == 0:
        return Unseen(float(a > 0), float(b > 0), float(a > 0), float(b > 0))
    both = reference + current
    sizes, times = np.unique(both, return_counts=True)
    return Unseen(
        reference=float(reference[current == 0].sum() / a),
        current=float(current[reference == 0].sum() / b),
        expected_reference=float((times * sizes * _all_on_one_side(sizes, a, b)).sum() / a),
        expected_current=float((times * sizes * _all_on_one_side(sizes, b, a)).sum() / b),
    )


def _all_on_one_side(sizes: Array, side: int, other: int) -> Array:
    """Return the chance that all rows of an outcome seen c times fall on the side of `side` rows.

    Hypergeometric: C(side, c) / C(side + other, c).
    """
    from scipy.special import gammaln

    possible = sizes <= side
    c = np.where(possible, sizes, 0).astype(np.float64)
    log_chance = (
        gammaln(side + 1.0) - gammaln(side + 1.0 - c)
        - gammaln(side + other + 1.0) + gammaln(side + other + 1.0 - c)
    )  # fmt: skip
    return np.where(possible, np.exp(log_chance), 0.0)


def _unseen_numbers(column: Column, settled: bins.Bins) -> Unseen:
    (a, b) = (profile.finite for profile in column.profiles)
    # A new draw is a new minimum or maximum of n + 1 draws with chance 2/(n + 1), ties apart.
    return Unseen(
        reference=settled.reference_beyond / a,
        current=settled.current_beyond / b,
        expected_reference=2.0 / (b + 1),
        expected_current=2.0 / (a + 1),
    )
