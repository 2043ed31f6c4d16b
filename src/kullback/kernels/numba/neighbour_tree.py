"""A balanced tree of points in arrays: halves of halves, down to leaves of a few points.

Node 0 holds all points and nodes 2i + 1 and 2i + 2 the halves of node i, parted at the middle of
its widest column. Points lie in the order of the leaves, so a node is a run of them that follows
from its number. Each has the box around its points, `boxes[node, 0 low and 1 high, column]`; the
points of a leaf lie side by side in `blocks[leaf, column]`, filled up with infinity.
"""

import numpy as np

from kullback.kernels.numba.compiling import exact

LEAF = 16  # points at most: two vectors of the widest kind
SAMPLED = 400  # points, from which on a pivot is taken from a sample


@exact
def plant(columns, order, boxes, blocks, depth, level, below, start, stop):
    """Part nodes start … stop − 1 of `level` and those under them, to the level above `below`."""
    n = columns.shape[1]
    for deeper in range(level, below):
        for place in range(start << (deeper - level), stop << (deeper - level)):
            begin, end = n * place >> deeper, n * (place + 1) >> deeper
            node, along, widest = (1 << deeper) - 1 + place, 0, -1.0
            for c in range(columns.shape[0]):
                low, high = columns[c, begin], columns[c, begin]
                for i in range(begin + 1, end):
                    x = columns[c, i]
                    low, high = min(low, x), max(high, x)
                boxes[node, 0, c], boxes[node, 1, c] = low, high
                if high - low > widest:
                    along, widest = c, high - low
            if deeper < depth:
                part(columns, order, along, begin, end, n * (2 * place + 1) >> (deeper + 1))
            else:
                for c in range(columns.shape[0]):
                    for i in range(LEAF):
                        inside = begin + i < end
                        blocks[place, c, i] = columns[c, begin + i] if inside else np.inf


@exact
def part(columns, order, along, begin, end, middle):
    """Exchange points until none before `middle` exceeds it in a column, and none behind is less.

    Hoare's selection (1961), around numbers taken at random, so that no order of the rows is slow;
    while they are many, around one that a sample puts just beyond the middle, so that little is
    left (Floyd & Rivest 1975).
    """
    low, high, state = begin, end - 1, 1
    sample = np.empty(31)
    while low < high:
        if high - low < SAMPLED:
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            pivot = columns[along, low + (state >> 8) % (high - low + 1)]
        else:
            for s in range(len(sample)):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                x, place = columns[along, low + (state >> 8) % (high - low + 1)], s
                while place and sample[place - 1] > x:
                    sample[place] = sample[place - 1]
                    place -= 1
                sample[place] = x
            share = (middle - low) / (high - low) * (len(sample) - 1)
            nudged = share + 3.0 if share < len(sample) / 2 else share - 3.0
            pivot = sample[int(min(max(nudged, 0.0), len(sample) - 1.0))]
        i, j = low, high
        while i <= j:
            while columns[along, i] < pivot:
                i += 1
            while pivot < columns[along, j]:
                j -= 1
            if i <= j:
                for c in range(columns.shape[0]):
                    columns[c, i], columns[c, j] = columns[c, j], columns[c, i]
                order[i], order[j] = order[j], order[i]
                i += 1
                j -= 1
        if middle <= j:
            high = j
        elif middle >= i:
            low = i
        else:
            return
