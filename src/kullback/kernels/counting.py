"""Labels counted: whole numbers by place where they lie close together, any others by hash.

Arrays of fewer than `LARGE` rows, and all where there is no Numba, are counted by NumPy: the same
answer, and nothing to compile for it.
"""

from types import ModuleType
from typing import Any

import numpy as np

from kullback._arrays.libraries import LARGE
from kullback.kernels.loading import loaded
from kullback.kernels.threads import PIECES_PER_THREAD, number_of_threads, share

FEW_CELLS = 2**12  # always counted by place, and with tables that take turns
MOST_CELLS = 2**26  # of a table of pairs: half a gigabyte
SOME_ROWS = 2**13  # of which the range is looked at first
SLOTS = 2**16  # of a hash table, which the nearest caches hold
# Cells that are cleared and added up for a row that is counted, over all tables of one array.
CELLS_PER_ROW = 0.5


def counted(x: Any) -> tuple[Any, Any]:
    """Return the distinct values of an array of whole numbers, and how often each occurs."""
    x = plain(x)
    low, cells = _guessed_range(x)
    counts = _tallied(x, low, cells) if _are_near(cells, len(x)) else None
    if counts is None:
        low, cells = _range(x)
        if not _are_near(cells, len(x)):
            return _counted_by_hash(x)
        counts = _tallied(x, low, cells)
    seen = np.flatnonzero(counts)
    return seen.astype(x.dtype) + _in_type(low, x.dtype), counts[seen]


def crossed(x: Any, y: Any) -> Any:
    """Return how often each pair occurs, of arrays of whole numbers with equally many rows.

    One row for each distinct value of x and one column for each of y, in any order.
    """
    x, y = plain(x), plain(y)
    (low_x, height), (low_y, width) = _guessed_range(x), _guessed_range(y)
    counts = None
    if _are_near((height + 1) * (width + 1), len(x)):
        counts = _tallied_pairs(x, low_x, height, y, low_y, width)
    if counts is None:
        (x, height), (y, width) = _squeezed(x), _squeezed(y)
        if height * width > MOST_CELLS:
            raise ValueError(
                f"a table of {height:,} by {width:,} different labels is larger than can be "
                f"counted here ({MOST_CELLS:,} cells): merge rare labels first"
            )
        counts = _tallied_pairs(x, 0, height, y, 0, width)
    return counts[counts.any(axis=1)][:, counts.any(axis=0)]


def numbered(x: Any) -> tuple[Any, Any]:
    """Return the code of each element, from 0 in order of occurrence, and where each came first.

    Elements are the same where their bytes are: whole numbers, floats without −0, texts, moments.
    """
    words = _words(x)
    kernels = _kernels(len(words))
    if kernels is None:
        _, first, codes = np.unique(x, return_index=True, return_inverse=True, equal_nan=False)
        order = np.argsort(first)
        return np.argsort(order)[codes], first[order]
    codes, first = np.empty(len(words), np.int64), np.empty(len(words), np.int64)
    if words.shape[1] == 1:
        found = kernels.number_words(_lent(words[:, 0]), codes, first)
    else:
        found = kernels.number_rows(_lent(words), codes, first)
    return codes, first[:found].copy()


def plain(x: Any) -> Any:
    """Return whole numbers in the machine's own order of bytes and without gaps; truths as 0, 1."""
    if x.dtype.kind == "b":
        x = x.view(np.uint8)
    return np.ascontiguousarray(x, x.dtype.newbyteorder("="))


def _lent(x: Any) -> Any:
    """Return a view that cannot be written to, as some arrays cannot: one kind to compile for."""
    view = x.view()
    view.flags.writeable = False
    return view


def _kernels(rows: int) -> ModuleType | None:
    return loaded("kullback.kernels.numba.counting") if rows >= LARGE else None


def _are_near(cells: int, rows: int) -> bool:
    """Say whether numbers lie close enough together to be counted by their place."""
    return cells <= min(max(FEW_CELLS, rows), 2**31)


def _range(x: Any) -> tuple[int, int]:
    """Return the least number, and how many there are from it to the largest."""
    kernels = _kernels(len(x))
    if kernels is None:
        least, largest = x.min(), x.max()
    else:
        rows, pieces = _pieces(len(x))
        found = np.empty((pieces, 2), x.dtype)
        share(kernels.extremes, pieces, _lent(x), rows, found)
        least, largest = found[:, 0].min(), found[:, 1].max()
    return int(least), int(largest) - int(least) + 1


def _guessed_range(x: Any) -> tuple[int, int]:
    """Return the range of some rows, widened; of all rows where they are few.

    One sweep of a large array is spared where nothing turns out to lie outside.
    """
    if len(x) < LARGE:
        return _range(x)
    low, cells = _range(x[:: len(x) // SOME_ROWS])
    wider = max(low - cells // 8, np.iinfo(x.dtype).min)
    return wider, cells + (low - wider) + cells // 8


def _tallied(x: Any, low: int, cells: int) -> Any:
    """Return the counts of numbers from `low` on, None where some lie outside."""
    kernels = _kernels(len(x))
    if kernels is None:
        return np.bincount(_from(x, low), minlength=cells)
    rows, tables, step = _room(len(x), cells + 1)
    how = (_lent(x), _wrapped(low), np.uint64(cells), rows, tables, step)
    share(kernels.tally, len(tables), *how)
    counts = _added(tables, cells + 1)
    return None if counts[-1] else counts[:-1]


def _tallied_pairs(x: Any, low_x: int, height: int, y: Any, low_y: int, width: int) -> Any:
    """Return the table of pairs of numbers from `low` on, None where some lie outside."""
    kernels = _kernels(len(x))
    if kernels is None:
        cell = _from(x, low_x) * width + _from(y, low_y)
        return np.bincount(cell, minlength=height * width).reshape(height, width)
    shape = height + 1, width + 1
    rows, tables, step = _room(len(x), shape[0] * shape[1])
    of_x = _lent(x), _wrapped(low_x), np.uint64(height)
    of_y = _lent(y), _wrapped(low_y), np.uint64(width)
    share(kernels.tally_pairs, len(tables), *of_x, *of_y, rows, tables, step)
    counts = _added(tables, shape[0] * shape[1]).reshape(shape)
    return None if counts[-1].any() or counts[:, -1].any() else counts[:-1, :-1]


def _counted_by_hash(x: Any) -> tuple[Any, Any]:
    """Return what is counted in hash tables, one a piece; what is too much for them is sorted."""
    kernels = _kernels(len(x))
    if kernels is None:
        return np.unique(x, return_counts=True)
    rows, pieces = _pieces(len(x))
    keys = np.empty((pieces, SLOTS + 1), x.dtype)
    times = np.zeros((pieces, SLOTS + 1), np.int64)
    share(kernels.tally_by_hash, pieces, _lent(x), rows, keys, times)
    if (times[:, -1] < 0).any():
        return np.unique(x, return_counts=True)
    values, which = np.unique(keys[times > 0], return_inverse=True)
    return values, np.bincount(which, times[times > 0]).astype(np.int64)


def _pieces(rows: int, most: float = np.inf) -> tuple[int, int]:
    """Return how many rows a piece has, and how many pieces there are, as threads want them."""
    wanted = int(max(1, min(number_of_threads() * PIECES_PER_THREAD, most)))
    at_once = -(-rows // wanted)
    return at_once, -(-rows // at_once)


def _room(rows: int, cells: int) -> tuple[int, Any, Any]:
    """Return the rows of a piece, an empty table for each, and how far apart turns are taken."""
    turns = 4 if cells <= FEW_CELLS else 1
    at_once, pieces = _pieces(rows, CELLS_PER_ROW * rows / (turns * cells))
    # Half as wide: caches hold twice as many cells. A piece has fewer rows than that can count.
    wide = np.uint32 if at_once < 2**32 else np.uint64
    return at_once, np.zeros((pieces, turns * cells), wide), np.uint64((turns > 1) * cells)


def _added(tables: Any, cells: int) -> Any:
    return tables.reshape(-1, cells).sum(axis=0, dtype=np.int64)


def _squeezed(x: Any) -> tuple[Any, int]:
    codes, first = numbered(x)
    return codes, len(first)


def _from(x: Any, low: int) -> Any:
    """Return how far each number is above the least one."""
    wide = x if x.dtype == np.uint64 else x.astype(np.int64, copy=False)
    return (wide - _in_type(low, wide.dtype)).astype(np.intp, copy=False)


def _in_type(number: int, dtype: Any) -> Any:
    return np.array(number, dtype)


def _wrapped(low: int) -> Any:
    """Return a number of up to 64 bits as a signed one: only differences matter."""
    return np.array(low & (2**64 - 1), np.uint64).astype(np.int64)[()]


def _words(x: Any) -> Any:
    """Return the bytes of each element as a row of the longest words that divide them."""
    x = np.ascontiguousarray(x)
    size = next(size for size in (8, 4, 2, 1) if x.dtype.itemsize % size == 0)
    return x.view(f"u{size}").reshape(len(x), -1)
