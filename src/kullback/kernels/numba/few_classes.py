"""Rows of few classes: cross-entropy with labels, its gradient, and entropy, for many rows at once.

A row of ten logits is over before a loop along it has begun. So rows are taken a tile at a time
and turned, `tile[class, row]`, and every loop runs along rows. What a row gives depends on nothing
but the row: lanes never meet, and a tile is always full, the last one with rows that nobody reads.

The steps are those of `logit_rows`, and so is the promise. A row that has no answer here (NaN,
infinities, magnitudes beyond what exponentials allow, a label far below the others) goes there.
"""

import numpy as np
from numba import types
from numba.extending import overload

from kullback.kernels.numba import logit_rows
from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exponential import exponential, limit_of
from kullback.kernels.numba.logarithm import log1p_ratio

MOST = 64  # classes up to which tiles are faster than rows
ROWS = 128
# Partial sums take so few terms that roundings which all go one way stay below 2 eps.
GROUP = 8
SMALL = 2.0**-80  # a label's term below which the row is left to `logit_rows`


def empty_shifts(x):
    """Return room for a power of two per row, of the integers that are as wide as x."""


@overload(empty_shifts)
def _empty_shifts(x):
    kind = np.int32 if x.dtype == types.float32 else np.int64
    return lambda x: np.empty(ROWS, kind)


@fast
def turn(x, tile):
    """Write rows to a tile, and zeros where there are no more."""
    for k in range(tile.shape[0]):
        column = tile[k]
        for r in range(x.shape[0]):
            column[r] = x[r, k]
        for r in range(x.shape[0], ROWS):
            column[r] = 0.0


@fast
def raise_top(column, k, top, place):
    """Let the largest entries so far, and their classes, take in one more class."""
    wide_vectors()
    for r in range(ROWS):
        higher = column[r] > top[r]
        top[r] = column[r] if higher else top[r]
        place[r] = k if higher else place[r]


@exact
def find_tops(tile, top, place):
    """Write the first largest entry of each row, and its class; -inf and 0 if there is none."""
    top[:] = -np.inf
    place[:] = 0.0
    for k in range(tile.shape[0]):
        raise_top(tile[k], top.dtype.type(k), top, place)


@exact
def find_bounds(top, low, shift):
    """Write the power of two that terms are taken times, and the entry whose term is then 0."""
    for r in range(ROWS):
        m = top[r] if abs(top[r]) <= limit_of(top[r]) else top.dtype.type(0)
        shift[r], low[r], _ = logit_rows.bounds(m)


@fast
def exponentiate(column, low, shift):
    """Write e^x 2^shift in place of x."""
    wide_vectors()
    for r in range(ROWS):
        v = column[r]
        column[r] = exponential(low[r] if v < low[r] else v, shift[r])


@fast
def exponentiate_and_add_gaps(column, top, low, shift, gaps):
    """Write e^x 2^shift in place of x, and add that times top - x to `gaps`."""
    wide_vectors()
    for r in range(ROWS):
        v = column[r]
        v = low[r] if v < low[r] else v
        e = exponential(v, shift[r])
        column[r] = e
        gaps[r] += e * (top[r] - v)


@fast
def add(column, sums):
    """Add a term of each row."""
    wide_vectors()
    for r in range(ROWS):
        sums[r] += column[r]


@fast
def scale(column, factor):
    """Multiply a term of each row."""
    wide_vectors()
    for r in range(ROWS):
        column[r] *= factor[r]


@exact
def add_up(tile, part, sums):
    """Write the sum over classes, group by group."""
    sums[:] = 0.0
    for first in range(0, tile.shape[0], GROUP):
        part[:] = 0.0
        for k in range(first, min(first + GROUP, tile.shape[0])):
            add(tile[k], part)
        add(part, sums)


@exact
def leave_out(tile, place, own):
    """Move one term of each row out of the tile, so that the sum of the others never held it."""
    for r in range(ROWS):
        k = np.int64(place[r])
        own[r] = tile[k, r]
        tile[k, r] = 0.0


@fast
def log_of_whole(rest, own, out):
    """Write log((rest + own) / own)."""
    wide_vectors()
    for r in range(ROWS):
        out[r] = log1p_ratio(rest[r], own[r])


@exact
def answered(top, rest, own):
    """Tell whether a row has its answer here."""
    return abs(top) <= limit_of(top) and own >= SMALL and rest >= 0.0


@exact
def mass_of(rest, own, shift):
    """Return the sum of e^x, 0 or infinite if it is far from 1."""
    k = np.int64(min(max(-np.int64(shift), -1022), 1023))
    return (rest + own) * np.int64(np.int64(k + 1023) << np.int64(52)).view(np.float64)


@exact
def read_labels(y, place):
    """Write the label of each row, 0 where there are no more."""
    place[:] = 0.0
    for r in range(y.shape[0]):
        place[r] = y[r]


@exact
def weigh_rows(x, y, tile, small, large, shift):
    """Write the terms of a tile to it, without the labels', and what they sum to."""
    top, place, low, part = small[0], small[1], small[2], small[3]
    rest, own, loss = large[0], large[1], large[2]
    turn(x, tile)
    find_tops(tile, top, place)
    find_bounds(top, low, shift)
    for k in range(tile.shape[0]):
        exponentiate(tile[k], low, shift)
    read_labels(y, place)
    leave_out(tile, place, own)
    add_up(tile, part, rest)
    log_of_whole(rest, own, loss)


@exact
def cross_entropy(x, y, out, trusted, total, start, stop):
    """Write the loss of each row, and sum e^x, which is 1 for log-probabilities."""
    tile, small = np.empty((x.shape[1], ROWS), x.dtype), np.empty((4, ROWS), x.dtype)
    large, shift = np.empty((3, ROWS)), empty_shifts(x)
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        weigh_rows(x[first:last], y[first:last], tile, small, large, shift)
        for i in range(first, last):
            r = i - first
            top, rest, own = small[0, r], large[0, r], large[1, r]
            if answered(top, rest, own):
                out[i] = large[2, r]
                total[i] = mass_of(rest, own, shift[r])
            else:
                logit_rows.cross_entropy(x, y, out, trusted, total, i, i + 1)


@exact
def slope(tile, y, small, large):
    """Write the derivatives of a tile in place of its terms."""
    factor = small[2]
    for r in range(ROWS):
        factor[r] = 1.0 / (large[0, r] + large[1, r])
    for k in range(tile.shape[0]):
        scale(tile[k], factor)
    for r in range(y.shape[0]):
        tile[y[r], r] = -large[0, r] / (large[0, r] + large[1, r])


@exact
def cross_entropy_with_gradient(x, y, out, gradient, trusted, start, stop):
    """Write the loss of each row and its derivatives; `gradient` may be x."""
    tile, small = np.empty((x.shape[1], ROWS), x.dtype), np.empty((4, ROWS), x.dtype)
    large, shift = np.empty((3, ROWS)), empty_shifts(x)
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        weigh_rows(x[first:last], y[first:last], tile, small, large, shift)
        slope(tile, y[first:last], small, large)
        for i in range(first, last):
            r = i - first
            if answered(small[0, r], large[0, r], large[1, r]):
                out[i] = large[2, r]
                row = gradient[i]
                for k in range(row.shape[0]):
                    row[k] = tile[k, r]
            else:
                logit_rows.cross_entropy_with_gradient(x, y, out, gradient, trusted, i, i + 1)


@exact
def add_up_gaps(tile, top, low, shift, part, gaps):
    """Write the terms of a tile to it, and the sum of each times top - x."""
    gaps[:] = 0.0
    for first in range(0, tile.shape[0], GROUP):
        part[:] = 0.0
        for k in range(first, min(first + GROUP, tile.shape[0])):
            exponentiate_and_add_gaps(tile[k], top, low, shift, part)
        add(part, gaps)


@exact
def entropy(x, out, trusted, total, start, stop):
    """Write the entropy of each row, and sum e^x, which is 1 for log-probabilities."""
    tile, small = np.empty((x.shape[1], ROWS), x.dtype), np.empty((4, ROWS), x.dtype)
    large, shift = np.empty((4, ROWS)), empty_shifts(x)
    top, place, low, part = small[0], small[1], small[2], small[3]
    rest, own, logs, gaps = large[0], large[1], large[2], large[3]
    for first in range(start, stop, ROWS):
        last = min(first + ROWS, stop)
        turn(x[first:last], tile)
        find_tops(tile, top, place)
        find_bounds(top, low, shift)
        add_up_gaps(tile, top, low, shift, part, gaps)
        leave_out(tile, place, own)
        add_up(tile, part, rest)
        log_of_whole(rest, own, logs)
        for i in range(first, last):
            r = i - first
            if answered(top[r], rest[r], own[r]):
                out[i] = logs[r] + gaps[r] / (rest[r] + own[r])
                total[i] = mass_of(rest[r], own[r], shift[r])
            else:
                logit_rows.entropy(x, out, trusted, total, i, i + 1)
