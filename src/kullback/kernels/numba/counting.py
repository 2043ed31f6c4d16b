"""Whole numbers counted: how far they range, how often each occurs, alone and in pairs.

The rows are shared out in pieces, each with a table of its own; tables are added up afterwards.
Cells are computed block by block, which makes vectors of it, and then counted. Four tables take
turns where they are small, `step` apart: else a label that follows itself waits until it has been
counted.
"""

import numpy as np

from kullback.kernels.numba.compiling import exact

TURNS = 4
BLOCK = 4096
CODE = 2**32 - 1  # the half of a slot that is a code: rows are fewer


@exact
def extremes(x, rows, found, start, stop):
    """Write the least and the largest number of each piece of so many rows."""
    for piece in range(start, stop):
        first = piece * rows
        least = largest = x[first]
        for i in range(first, min(first + rows, len(x))):
            least = min(least, x[i])
            largest = max(largest, x[i])
        found[piece, 0] = least
        found[piece, 1] = largest


@exact
def tally(x, low, cells, rows, tables, step, start, stop):
    """Count the numbers of each piece, from `low` on, in its row of `tables`.

    Numbers outside of so many cells are counted in one more.
    """
    block = np.empty(BLOCK, np.uint32)
    for piece in range(start, stop):
        end = min((piece + 1) * rows, len(x))
        for first in range(piece * rows, end, BLOCK):
            part = x[first : min(first + BLOCK, end)]
            for i in range(len(part)):
                block[i] = _cell(part[i], low, cells)
            _add(block[: len(part)], tables[piece], step)


@exact
def tally_pairs(x, low_x, height, y, low_y, width, rows, tables, step, start, stop):
    """Count the pairs of each piece, in tables laid out row by row.

    What lies outside of the ranges is counted in one more row or column.
    """
    block = np.empty(BLOCK, np.uint32)
    wide = width + np.uint64(1)
    for piece in range(start, stop):
        end = min((piece + 1) * rows, len(x))
        for first in range(piece * rows, end, BLOCK):
            part, other = x[first : min(first + BLOCK, end)], y[first : min(first + BLOCK, end)]
            for i in range(len(part)):
                block[i] = _cell(part[i], low_x, height) * wide + _cell(other[i], low_y, width)
            _add(block[: len(part)], tables[piece], step)


@exact
def _cell(number, low, cells):
    # Unsigned: what is too low is far too high, and no index is asked if it counts from the end.
    return min(np.uint64(np.int64(number) - low), cells)


@exact
def _add(cells, table, step):
    in_turns = len(cells) // TURNS * TURNS
    for i in range(0, in_turns, TURNS):
        table[np.uint64(cells[i])] += 1
        table[cells[i + 1] + step] += 1
        table[cells[i + 2] + step + step] += 1
        table[cells[i + 3] + step + step + step] += 1
    for i in range(in_turns, len(cells)):
        table[np.uint64(cells[i])] += 1


@exact
def tally_by_hash(x, rows, keys, times, start, stop):
    """Count the numbers of each piece by open addressing, in its row of `keys` and of `times`.

    Where more than half of a row fills up, `times` there is left at −1 in its last place.
    """
    mask = np.int64(keys.shape[1] - 2)
    block = np.empty(BLOCK, np.int64)
    for piece in range(start, stop):
        key, count = keys[piece], times[piece]
        left = keys.shape[1] // 2
        end = min((piece + 1) * rows, len(x))
        for first in range(piece * rows, end, BLOCK):
            part = x[first : min(first + BLOCK, end)]
            for i in range(len(part)):
                block[i] = _mixed(np.uint64(part[i])) & mask
            for i in range(len(part)):
                slot = np.uint64(block[i])
                while count[slot] > 0 and key[slot] != part[i]:
                    slot = (slot + np.uint64(1)) & np.uint64(mask)
                left -= count[slot] == 0
                key[slot] = part[i]
                count[slot] += 1
            if left < BLOCK:
                count[-1] = -1
                break


@exact
def number_words(x, codes, first):
    """Number equal numbers alike, from 0 in the order in which they first occur; return how many.

    Open addressing in a table that is never more than half full. `first[k]` is where the k-th
    occurred first.
    """
    mask = 1023
    keys, slots = np.empty(mask + 1, x.dtype), np.full(mask + 1, -1, np.int64)
    found = 0
    for i in range(len(x)):
        slot = _mixed(np.uint64(x[i])) & mask
        while slots[slot] >= 0 and keys[slot] != x[i]:
            slot = (slot + 1) & mask
        if slots[slot] >= 0:
            codes[i] = slots[slot]
            continue
        keys[slot], slots[slot] = x[i], found
        codes[i], first[found] = found, i
        found += 1
        if 2 * found > mask:
            mask = 4 * mask + 3
            keys, slots = np.empty(mask + 1, x.dtype), np.full(mask + 1, -1, np.int64)
            for k in range(found):
                slot = _mixed(np.uint64(x[first[k]])) & mask
                while slots[slot] >= 0:
                    slot = (slot + 1) & mask
                keys[slot], slots[slot] = x[first[k]], k
    return found


@exact
def number_rows(words, codes, first):
    """Do the same with rows of several words.

    A slot holds a code and half of the hash, which spares most looks at rows far away.
    """
    mask = 1023
    slots = np.full(mask + 1, -1, np.int64)
    found = 0
    for i in range(len(words)):
        hashed = _hash(words, i)
        slot = hashed & mask
        while slots[slot] >= 0 and not _same(slots[slot], hashed, words, first, i):
            slot = (slot + 1) & mask
        if slots[slot] >= 0:
            codes[i] = slots[slot] & CODE
            continue
        slots[slot] = (hashed & ~CODE) | found
        codes[i] = found
        first[found] = i
        found += 1
        if 2 * found > mask:
            mask = 4 * mask + 3
            slots = _rebuilt(words, first, found, mask)
    return found


@exact
def _same(slot, hashed, words, first, i):
    return (slot ^ hashed) & ~CODE == 0 and _equal(words, first[slot & CODE], i)


@exact
def _rebuilt(words, first, found, mask):
    """Return a table of more slots with the rows found so far."""
    slots = np.full(mask + 1, -1, np.int64)
    for k in range(found):
        hashed = _hash(words, first[k])
        slot = hashed & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = (hashed & ~CODE) | k
    return slots


@exact
def _hash(words, i):
    """Return a whole number from 0 on in which every bit of the row has its say."""
    state = np.uint64(0)
    for k in range(words.shape[1]):
        state = np.uint64(_mixed(state ^ np.uint64(words[i, k])))
    return np.int64(state)


@exact
def _mixed(word):
    """Return 63 well mixed bits (the finish of Steele, Lea & Flood 2014)."""
    state = word + np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64((state ^ (state >> np.uint64(31))) >> np.uint64(1))


@exact
def _equal(words, i, j):
    k = 0
    while k < words.shape[1] and words[i, k] == words[j, k]:
        k += 1
    return k == words.shape[1]
