"""What was observed, counted: all that an estimator or an error bar asks of a sample."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback.estimate.samples.labels import Column
from kullback.estimate.samples.observations import (
    blocks_of,
    checked_weights,
    each_its_own,
    effective_size,
)
from kullback.kernels import counting


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts of the outcomes of one sample, or of the cells of a table of pairs.

    Attributes
    ----------
    counts : array
        How often each was observed. With weights, shares times the effective number of
        observations: not whole, and no count estimator but those of shares is defined for them.
    n : int
        Observations.
    blocks : array or None
        The same for each block of groups, on a first axis of their own; None without groups.
    groups : int or None
        How many groups there are.
    weighted : bool
        Whether observations have weights.
    """

    counts: Array
    n: int
    blocks: Array | None = None
    groups: int | None = None
    weighted: bool = False

    def only(self, outcomes: Array) -> "Tally":
        """Return the tally of some of the outcomes."""
        blocks = None if self.blocks is None else self.blocks[:, outcomes]
        return replace(self, counts=self.counts[outcomes], blocks=blocks)

    def at(self, outcomes: Array, size: int) -> "Tally":
        """Return the tally over a list of outcomes, at these places of which those here stand."""
        counts = np.zeros(size)
        counts[outcomes] = self.counts
        if self.blocks is None:
            return replace(self, counts=counts)
        blocks = np.zeros((len(self.blocks), size))
        blocks[:, outcomes] = self.blocks
        return replace(self, counts=counts, blocks=blocks)


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Rows that have a weight or belong to a group, None where they do not."""

    rows: int
    weights: Array | None
    blocks: Array | None
    groups: int | None

    @classmethod
    def read(
        cls, rows: int, weights: Any, groups: Any, of: str, seed: int, alone: bool = False
    ) -> "Observations":
        """Check weights and groups of so many rows; `of` is what errors add to their names.

        `alone` says that rows without groups are groups of one: a sample beside it has groups.
        """
        checked = None if weights is None else checked_weights(weights, rows, f"weights{of}")
        if groups is not None:
            blocks, number = blocks_of(groups, rows, f"groups{of}", seed)
            return cls(rows, checked, blocks, number)
        return cls(rows, checked, each_its_own(rows, seed) if alone else None, None)

    def at(self, kept: Array | None) -> "Observations":
        """Return some of the rows."""
        if kept is None:
            return self
        weights = None if self.weights is None else self.weights[kept]
        blocks = None if self.blocks is None else self.blocks[kept]
        if weights is not None and not weights.any():
            raise ValueError("weights of the rows whose labels are not missing are all zero")
        return replace(self, rows=int(kept.sum()), weights=weights, blocks=blocks)

    @property
    def plain(self) -> bool:
        """Whether rows are all alike."""
        return self.weights is None and self.blocks is None

    def tally(self, codes: Array, shape: tuple[int, ...]) -> Tally:
        """Count the rows, of which these are the cells in a table of some shape."""
        size = math.prod(shape)
        counts = np.bincount(codes, self.weights, size)
        scale = 1.0
        if self.weights is not None:
            scale = effective_size(self.weights) / float(self.weights.sum())
        return Tally(
            counts=(counts * scale).reshape(shape),
            n=self.rows,
            blocks=None if self.blocks is None else self._by_block(codes, size, scale, shape),
            groups=self.groups,
            weighted=self.weights is not None,
        )

    def _by_block(self, codes: Array, size: int, scale: float, shape: tuple[int, ...]) -> Array:
        assert self.blocks is not None
        present, blocks = np.unique(self.blocks, return_inverse=True)
        if len(present) < 2 and self.groups is None:
            raise ValueError(
                "of a single observation beside weights nothing can be left out, so that nothing "
                "tells its error: pass two or more"
            )
        if len(present) < 2:
            raise ValueError("groups of the rows whose labels are not missing are all the same")
        if len(present) * size > counting.MOST_CELLS:
            raise ValueError(
                f"{size:,} outcomes in {len(present)} blocks of groups are more than can be "
                "counted here: merge rare labels first"
            )
        counts = np.bincount(blocks * size + codes, self.weights, len(present) * size)
        return (counts * scale).reshape(len(present), *shape)


def tally_of(column: Column, observations: Observations) -> tuple[Array, Tally]:
    """Return the numbers that occur in a column, and their tally."""
    if observations.plain:
        values, counts = counting.counted(column.numbers)
        return values, Tally(counts.astype(float), len(column))
    codes, first = counting.numbered(counting.plain(column.numbers))
    return column.numbers[first], observations.tally(codes, (len(first),))


def tally_of_pairs(columns: Sequence[Column], observations: Observations) -> Tally:
    """Return the tally of rows of several labels, a table with an axis for each."""
    numbers = [counting.plain(column.numbers) for column in columns]
    if observations.plain and len(numbers) == 2:
        return Tally(counting.crossed(*numbers).astype(float), observations.rows)
    coded = [counting.numbered(each) for each in numbers]
    shape = tuple(len(first) for _, first in coded)
    if math.prod(shape) > counting.MOST_CELLS:
        raise ValueError(
            f"a table of {' by '.join(map(str, shape))} different labels is larger than can be "
            "counted here: merge rare labels first"
        )
    cells = np.ravel_multi_index([codes for codes, _ in coded], shape)
    return observations.tally(cells, shape)
