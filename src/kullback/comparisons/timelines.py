"""Dates counted along time: in bins at the reference's quantiles, within the span of both tables.

What lies outside the span is of another period and not counted. Where there is no common span,
all dates are one outcome, beside those that are missing, infinite or no dates.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kullback._arrays import Array
from kullback.comparisons import bins
from kullback.comparisons.calendar import moment_labels
from kullback.comparisons.column import Column
from kullback.comparisons.outcomes import (
    INFINITE,
    Outcomes,
    chosen,
    columns_by_table,
    unseen_values,
)

ANY_DATE = "any date"


def count_dates(columns: Mapping[str, Column]) -> dict[str, Outcomes]:
    """Count columns of dates on both sides: three questions to each table."""
    spans = {name: column.span for name, column in columns.items() if column.span}
    timed = {name: columns[name] for name in spans}
    # Below the span, in it, above it.
    around = _histograms(
        timed, {n: [math.nextafter(first, -math.inf), last] for n, (first, last) in spans.items()}
    )
    plans = {n: bins.plan(around[0][n][1], around[1][n][1]) for n in timed}
    ranked: dict[str, list[float]] = {}
    for table, names in columns_by_table(timed, side=0):
        ranked |= table.order_statistics(
            {n: [rank + around[0][n][0] for rank in plans[n].ranks] for n in names}
        )
    places = {n: bins.cuts(plans[n], ranked[n], span) for n, span in spans.items()}
    counted = _histograms(timed, {n: [e.cut for e in place.edges] for n, place in places.items()})
    outcomes = {}
    for name, column in columns.items():
        if name not in spans:
            outcomes[name] = _together(column)
            continue
        # The span bounds the first and last cell.
        inside = [np.array([0, *side[name][1:-1], 0], dtype=np.int64) for side in counted]
        settled = bins.settle(plans[name], places[name], *inside)
        outcomes[name] = _outcomes(
            column,
            moment_labels(settled.edges, column.whole_days),
            settled.reference,
            settled.current,
        )
    return outcomes


def _histograms(
    columns: dict[str, Column], edges: Mapping[str, Sequence[float]]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    counted: tuple[dict[str, list[int]], dict[str, list[int]]] = {}, {}
    for side, found in enumerate(counted):
        for table, names in columns_by_table(columns, side):
            found.update(table.histograms({n: edges[n] for n in names}))
    return counted


def _together(column: Column) -> Outcomes:
    finite = [np.array([profile.finite]) for profile in column.profiles]
    return _outcomes(column, [ANY_DATE], *finite)


def _outcomes(column: Column, labels: list[str], reference: Array, current: Array) -> Outcomes:
    p, q = column.profiles
    first = np.append(reference, [p.positive_infinite, p.negative_infinite])
    second = np.append(current, [q.positive_infinite, q.negative_infinite])
    return chosen([*labels, *INFINITE], first, second, column, unseen_values(first, second))
