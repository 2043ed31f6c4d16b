"""Rows of compared columns, drawn from one side, each as its column is read."""

from collections.abc import Mapping

import numpy as np

from kullback.comparisons.column import Column
from kullback.comparisons.outcomes import columns_by_table
from kullback.tables.sampling import Sample


def drawn_side(columns: Mapping[str, Column], side: int, most: int, seed: int) -> Sample:
    """Return at most so many rows of one side, the same rows of all columns.

    A column of nothing may be of any type there, also of one that cannot be drawn.
    """
    empty = {name for name, c in columns.items() if c.profiles[side].missing == c.rows[side]}
    drawn: Sample = {}
    for table, names in columns_by_table(
        {name: column for name, column in columns.items() if name not in empty}, side
    ):
        # The same seed for every table of a side: what is read in another way makes a second one.
        drawn |= table.sample(names, most, seed)
    rows = min(most, next(iter(columns.values())).rows[side])
    return drawn | {name: _nothing(columns[name], rows) for name in empty}


def _nothing(column: Column, rows: int) -> np.ndarray:
    if column.reading in ("number", "clock"):
        return np.full(rows, np.nan)
    return np.full(rows, None, dtype=object)
