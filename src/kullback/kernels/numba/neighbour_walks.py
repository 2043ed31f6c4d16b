"""Walks through a tree of points, to the k-th nearest of each or to all within a radius.

All points of a leaf of one tree walk together through another, or through their own. Distances to
boxes are rounded as those to points are, and rounding keeps order: no point is nearer than its box,
to the last bit. So what is found does not depend on the way.

`axes` is a tuple with a number for each column: how long it is is known when loops are compiled, so
that those over columns are unrolled (25 in place of 33 ms for 100,000 points in two columns).
"""

import numpy as np

from kullback.kernels.numba.compiling import exact, wide_vectors
from kullback.kernels.numba.neighbour_tree import LEAF

DEEPEST = 64  # boxes that wait to be opened: no more than there are levels, and one
OUT_OF_REACH = -1


@exact
def kth_distances(
    order, own_boxes, own_blocks, own_depth, boxes, blocks, depth, k, euclidean, axes, distances,
    start, stop,
):  # fmt: skip
    """Write the distance to the k-th nearest point of a tree, for the leaves of their own tree."""
    wide_vectors()
    n, inner = len(order), (1 << depth) - 1
    best, near = np.empty((LEAF, k)), np.empty(LEAF)
    waiting, away = np.empty(DEEPEST, np.int64), np.empty(DEEPEST)
    for leaf in range(start, stop):
        own = (1 << own_depth) - 1 + leaf
        begin, end = n * leaf >> own_depth, n * (leaf + 1) >> own_depth
        best[:] = np.inf
        bound, many = np.inf, 1
        waiting[0], away[0] = 0, 0.0
        while many:
            many -= 1
            node = waiting[many]
            if away[many] >= bound:
                continue
            while node < inner:
                node = 2 * node + 1
                nearer = between(own_boxes, own, boxes, node, euclidean, axes)
                farther = between(own_boxes, own, boxes, node + 1, euclidean, axes)
                other = node + 1
                if farther < nearer:
                    node, other, nearer, farther = other, node, farther, nearer
                if farther < bound:
                    waiting[many], away[many] = other, farther
                    many += 1
                if nearer >= bound:
                    node = OUT_OF_REACH
                    break
            if node == OUT_OF_REACH:
                continue
            bound = 0.0
            for i in range(end - begin):
                if to_box(own_blocks, leaf, i, boxes, node, euclidean, axes) < best[i, k - 1]:
                    to_points(own_blocks, leaf, i, blocks, node - inner, euclidean, near, axes)
                    keep_nearest(best, i, k, near)
                bound = max(bound, best[i, k - 1])
        for i in range(end - begin):
            distance = best[i, k - 1]
            distances[order[begin + i]] = np.sqrt(distance) if euclidean else distance


@exact
def between(boxes, box, others, other, euclidean, axes):
    """Return the least distance between points of two boxes, squared if Euclidean."""
    least = 0.0
    for c in range(len(axes)):
        gap = max(boxes[box, 0, c] - others[other, 1, c], others[other, 0, c] - boxes[box, 1, c])
        gap = max(gap, 0.0)
        least = least + gap * gap if euclidean else max(least, gap)
    return least


@exact
def to_box(own_blocks, leaf, i, boxes, node, euclidean, axes):
    """Return the least distance from a point to a box, squared if Euclidean."""
    least = 0.0
    for c in range(len(axes)):
        x = own_blocks[leaf, c, i]
        gap = max(max(boxes[node, 0, c] - x, x - boxes[node, 1, c]), 0.0)
        least = least + gap * gap if euclidean else max(least, gap)
    return least


@exact
def to_points(own_blocks, leaf, i, blocks, block, euclidean, near, axes):
    """Write the distances from a point to those of a leaf, squared if Euclidean."""
    x = own_blocks[leaf, 0, i]
    if euclidean:
        for j in range(LEAF):
            gap = blocks[block, 0, j] - x
            near[j] = gap * gap
        for c in range(1, len(axes)):
            x = own_blocks[leaf, c, i]
            for j in range(LEAF):
                gap = blocks[block, c, j] - x
                near[j] += gap * gap
        return
    for j in range(LEAF):
        near[j] = abs(blocks[block, 0, j] - x)
    for c in range(1, len(axes)):
        x = own_blocks[leaf, c, i]
        for j in range(LEAF):
            near[j] = max(near[j], abs(blocks[block, c, j] - x))


@exact
def keep_nearest(best, i, k, near):
    """Put what is nearer than the k-th so far in its place; each passes on the farther of two."""
    for j in range(LEAF):
        x = near[j]
        if x < best[i, k - 1]:
            for place in range(k):
                sofar = best[i, place]
                best[i, place] = min(sofar, x)
                x = max(sofar, x)


@exact
def counts_within(
    order, own_boxes, own_blocks, own_depth, n, boxes, blocks, depth, radii, strictly, axes, counts,
    start, stop,
):  # fmt: skip
    """Write how many of the n points of a tree lie within a radius, in maximum norm.

    For each point of leaves of its own tree. What lies at distance 0 is within any radius.
    """
    points, inner = len(order), (1 << depth) - 1
    near, waiting = np.empty(LEAF), np.empty(DEEPEST, np.int64)
    for leaf in range(start, stop):
        begin, end = points * leaf >> own_depth, points * (leaf + 1) >> own_depth
        for i in range(end - begin):
            radius, found, many = radii[order[begin + i]], 0, 1
            # The largest distance that counts: of the floats below a radius the next one.
            reach = max(np.nextafter(radius, -np.inf), 0.0) if strictly else radius
            waiting[0] = 0
            while many:
                many -= 1
                node = waiting[many]
                if to_box(own_blocks, leaf, i, boxes, node, False, axes) > reach:
                    continue
                if across(own_blocks, leaf, i, boxes, node, axes) <= reach:
                    found += size(n, node)
                elif node < inner:
                    waiting[many], waiting[many + 1] = 2 * node + 1, 2 * node + 2
                    many += 2
                else:
                    to_points(own_blocks, leaf, i, blocks, node - inner, False, near, axes)
                    for j in range(LEAF):
                        found += near[j] <= reach
            counts[order[begin + i]] = found


@exact
def across(own_blocks, leaf, i, boxes, node, axes):
    """Return the distance from a point to the far end of a box, in maximum norm."""
    most = 0.0
    for c in range(len(axes)):
        x = own_blocks[leaf, c, i]
        most = max(most, max(x - boxes[node, 0, c], boxes[node, 1, c] - x))
    return most


@exact
def size(n, node):
    """Return how many of n points a node holds."""
    level = 0
    while (2 << level) - 1 <= node:
        level += 1
    place = node + 1 - (1 << level)
    return (n * (place + 1) >> level) - (n * place >> level)
