"""Values of both tables into a few levels, blind to the table, so that pairs can be counted.

Numbers are cut at the quantiles of both tables together, and of categories the most frequent stay.
Cut at each side's own quantiles, ties would move the two sides' borders independently, and
unchanged pairs would raise alarms.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.comparisons import bins, calendar
from kullback.comparisons.column import Column, as_text
from kullback.comparisons.kinds import NUMBERS
from kullback.comparisons.outcomes import MISSING, REST, free
from kullback.tables import Value

FEWEST_LEVELS, MOST_LEVELS = 2, 8
MOST_NAMED = 2  # of what one level holds; more are the rest
ROWS_A_CELL = 40  # of the smaller sample, if all cells of a pair were alike
FEWEST_ROWS = 5  # the same for a cell of the thinnest level


@dataclass(frozen=True, slots=True)
class Levels:
    """How values of one column become codes 0 … size − 1.

    `folded` says which level each code of before the folding is in: a cell between edges or a
    label, any other label, infinite above, infinite below, missing. `seen` says which of these
    codes have rows: what has none is in a level that is not its own.
    """

    column: Column
    edges: Array | None
    labels: tuple[str, ...]
    folded: Array
    seen: Array

    @property
    def size(self) -> int:
        """The number of levels."""
        return int(self.folded.max()) + 1

    def codes(self, values: Array) -> Array:
        """Return the level of each value."""
        return self.folded[self._unfolded(values)]

    def unknown(self, values: Array) -> float:
        """Return the share of values like which there is none where the levels come from."""
        return float(np.mean(~self.seen[self._unfolded(values)]))

    def names(self, values: Array) -> tuple[str, ...]:
        """Return what each level is called, given all the values that it was chosen from."""
        codes = self._unfolded(values)
        called = self._called(values, codes)
        held: list[list[str]] = [[] for _ in range(self.size)]
        for code in np.unique(codes).tolist():
            held[self.folded[code]].append(called[code])
        names: list[str] = []
        for parts in held:
            names.append(free(" or ".join(parts) if len(parts) <= MOST_NAMED else REST, names))
        return tuple(names)

    def _called(self, values: Array, codes: Array) -> list[str]:
        """Return what each code of before the folding is called."""
        special = ["∞", "−∞", free(MISSING, self.labels)]
        if self.edges is None:
            return [*self.labels, free("other", self.labels), *special]
        edges = [bins.Edge(float(edge)) for edge in self.edges]
        is_clock = self.column.reading == "clock"
        whole = bool((values[np.isfinite(values)] % 1 == 0).all())
        cells = calendar.clock_labels(edges) if is_clock else bins.labels(edges, whole)
        written = calendar.clock_text if is_clock else as_text
        for code in range(len(cells)):
            found = values[codes == code]
            if len(found) and found.min() == found.max():  # named by the value, not by a range
                cells[code] = written(float(found[0]))
        return [*cells, *special]

    def _unfolded(self, values: Array) -> Array:
        if self.edges is not None:
            return _cells(values, self.edges)
        by_label = {label: code for code, label in enumerate(self.labels)}
        other, listed = len(self.labels), _listed(values)
        by_value = {
            value: other + 3 if value is None else by_label.get(self.column.label(value), other)
            for value in set(listed)
        }
        return np.fromiter(map(by_value.__getitem__, listed), np.intp, len(listed))


def most_levels(reference: int, current: int) -> int:
    """Return how many levels samples of these sizes can carry."""
    wanted = int(np.sqrt(min(reference, current) / ROWS_A_CELL))
    return min(max(wanted, FEWEST_LEVELS), MOST_LEVELS)


def pooled_levels(column: Column, kind: str, reference: Array, current: Array) -> Levels:
    """Choose the levels of a column from the values of both samples together."""
    most = most_levels(len(reference), len(current))
    both = np.concatenate([reference, current])
    numbers = kind in NUMBERS
    edges = _edges(both[np.isfinite(both)], most) if numbers else None
    labels = () if numbers else _frequent(column, both, most)
    cells = (len(labels) + 1 if edges is None else len(edges) + 1) + 3
    unfolded = Levels(column, edges, labels, np.arange(cells), np.ones(cells, dtype=bool))
    counts = np.bincount(unfolded.codes(both), minlength=cells)
    share = min(len(reference), len(current)) / len(both)
    folded = fold(counts, FEWEST_ROWS * most / share)
    return Levels(column, edges, labels, folded, counts > 0)


def fold(counts: Array, fewest: float) -> Array:
    """Return a level for each code, of which no level holds fewer rows: thin codes go together.

    What is still too thin together goes to the thinnest of the others.
    """
    thin = counts < fewest
    rows_in_thin = counts[thin].sum()
    if rows_in_thin and rows_in_thin < fewest and not thin.all():
        thickest_first = np.argsort(-counts, kind="stable")
        thin[[code for code in thickest_first if not thin[code]][-1]] = True
    levels = np.cumsum(~thin) - 1
    return np.where(thin, (~thin).sum() if rows_in_thin else 0, levels)


def _edges(finite: Array, most: int) -> Array:
    """Return where to cut numbers, each cell closed above."""
    if not len(finite):
        return finite
    ordered = np.sort(finite)
    distinct = np.unique(ordered)
    if len(distinct) <= most:
        return distinct[:-1]
    ranks = [-(-len(ordered) * part // most) for part in range(1, most)]
    edges = np.unique(ordered[np.array(ranks) - 1])
    return edges[edges < ordered[-1]]


def _cells(values: Array, edges: Array) -> Array:
    cells: Array = np.searchsorted(edges, values).astype(np.intp)
    last = len(edges)
    cells[values == np.inf] = last + 1
    cells[values == -np.inf] = last + 2
    cells[np.isnan(values)] = last + 3
    return cells


def _frequent(column: Column, values: Array, most: int) -> tuple[str, ...]:
    """Return the labels that keep a level: all if they are few, else one less for the rest."""
    counts: Counter[str] = Counter()
    for value, times in Counter(_listed(values)).items():
        if value is not None:
            counts[column.label(value)] += times
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    return tuple(ordered if len(ordered) <= most else ordered[: most - 1])


def _listed(values: Array) -> list[Value | None]:
    """Return values with None for those that are missing: NaN is not equal to itself."""
    if values.dtype == object:  # texts and truths, which have None already
        listed: list[Value | None] = values.tolist()
        return listed
    return [None if value != value else value for value in values.tolist()]
