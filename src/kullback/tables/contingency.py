"""Contingency tables of pairs of coded columns, counted in blocks of rows that stay in cache.

A column is coded once, whatever the number of its pairs. The tables of a batch of pairs are held
together, and every block of rows is counted into all of them while its codes are at hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kullback.tables.coding import Codes, Coding
from kullback.tables.columns import Columns, listed
from kullback.tables.table import ContingencyTable, Pair, TableError

_ROWS_AT_ONCE = 2**15

# Cells of the tables that are held together: 64 MB.
_CELLS_AT_ONCE = 2**23


def checked(
    columns: Columns, codings: Mapping[str, Coding], pairs: Iterable[Pair]
) -> dict[str, Coding]:
    """Return the codings of the columns in the pairs, which must suit them."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    lacking = [name for name in names if name not in codings]
    if lacking:
        raise ValueError(f"pairs name {listed(lacking)} without a coding: give each column one")
    for name in names:
        columns.safe(name, *codings[name].kinds)
    return {name: codings[name] for name in names}


def batches(
    columns: Columns, codings: Mapping[str, Coding], pairs: Sequence[Pair], most: int | None = None
) -> Iterator["Batch"]:
    """Yield the pairs in turn, as many as may have their tables in memory together."""
    some: list[Pair] = []
    cells = 0
    for first, second in pairs:
        more = codings[first].size * codings[second].size
        if some and (cells + more > _CELLS_AT_ONCE or len(some) == most):
            yield Batch(columns.table, codings, some)
            some, cells = [], 0
        some.append((first, second))
        cells += more
    if some:
        yield Batch(columns.table, codings, some)


class Batch:
    """Pairs of columns of the table called `table`, and what has been counted of them."""

    def __init__(self, table: str, codings: Mapping[str, Coding], pairs: Sequence[Pair]) -> None:
        self.pairs = pairs
        self.codings = {name: codings[name] for pair in pairs for name in pair}
        self._table = table
        self._counts = [
            np.zeros((codings[first].size, codings[second].size), np.int64)
            for first, second in pairs
        ]

    def add(self, codes: Mapping[str, Codes]) -> None:
        """Count rows, of which these are the codes of every column."""
        for name in self.codings:
            self._check_listed(name, codes[name])
        rows = len(codes[self.pairs[0][0]])
        # As many as a table has cells, which are all visited for each block.
        at_once = max(_ROWS_AT_ONCE, *(counts.size for counts in self._counts))
        for start in range(0, rows, at_once):
            # The type in which NumPy counts: made once a column, not once a pair.
            self._add_block(
                {n: codes[n][start : start + at_once].astype(np.intp) for n in self.codings}
            )

    def add_groups(self, place: int, first: Codes, second: Codes, times: NDArray[np.int64]) -> None:
        """Count groups of rows, given as their codes in the columns of the pair at a place."""
        for name, codes in zip(self.pairs[place], (first, second), strict=True):
            self._check_listed(name, codes)
        np.add.at(self._counts[place], (first, second), times)

    def tables(self, rows: int) -> Iterator[tuple[Pair, ContingencyTable]]:
        """Yield each pair with its table, in which all rows must have been counted."""
        for pair, counts in zip(self.pairs, self._counts, strict=True):
            counted = int(counts.sum())
            if counted != rows:
                raise TableError(
                    f"{self._table} had {rows} rows when opened and {counted} when counted: "
                    "give a table that does not change"
                )
            yield pair, counts

    def _add_block(self, block: Mapping[str, NDArray[np.intp]]) -> None:
        for (first, second), counts in zip(self.pairs, self._counts, strict=True):
            cells = block[first] * counts.shape[1]
            cells += block[second]
            counts += np.bincount(cells, minlength=counts.size).reshape(counts.shape)

    def _check_listed(self, name: str, codes: Codes) -> None:
        if codes.max(initial=0) >= self.codings[name].unlisted:
            raise TableError(
                f"column {name!r} of {self._table} holds a value that its coding does not list: "
                "list every value that value_counts returns"
            )
