"""Nearest neighbours of many points: on a line by sorting, in few columns in a tree of arrays.

The same distances and counts as by comparing all with all, to the last bit, whatever the number of
threads. Called as plain functions; the loops are in `numba`.
"""

from typing import Any, NamedTuple

import numpy as np

from kullback.kernels.numba import neighbour_tree, neighbour_walks, neighbours_on_a_line
from kullback.kernels.threads import share

SHARED = 4  # the level whose nodes are shared out to threads; those above it are parted by one


class Tree(NamedTuple):
    """Rows in the order of the leaves, boxes of nodes, points of leaves, and levels below the root.

    `order` has a number for each row.
    """

    order: Any
    boxes: Any
    blocks: Any
    depth: int


def tree(sample: Any) -> Tree:
    """Return a tree of the rows of `sample`, of shape (n, d)."""
    n, d = sample.shape
    depth = max(int(np.ceil(np.log2(n / neighbour_tree.LEAF))), 0)
    boxes = np.empty(((2 << depth) - 1, 2, d))
    blocks = np.empty((1 << depth, d, neighbour_tree.LEAF))
    planted = Tree(np.arange(n), boxes, blocks, depth)
    columns, shared = np.array(sample.T, np.float64, order="C"), min(SHARED, depth)
    neighbour_tree.plant(columns, *planted, 0, shared, 0, 1)
    share(neighbour_tree.plant, 1 << shared, columns, *planted, shared, depth + 1)
    return planted


def kth_distances(points: Tree, among: Tree, k: int, *, euclidean: bool) -> Any:
    """Return each point's distance to the k-th nearest of `among`, which holds k or more."""
    distances = np.empty(len(points.order))
    walk = (*points, *among[1:], k, euclidean, _axes(points), distances)
    share(neighbour_walks.kth_distances, len(points.blocks), *walk)
    return distances


def counts_within(points: Tree, among: Tree, radii: Any, *, strictly: bool) -> Any:
    """Return how many of `among` lie within each point's radius, in maximum norm."""
    counts = np.empty(len(points.order), np.int64)
    walk = (*points, len(among.order), *among[1:], radii, strictly, _axes(points), counts)
    share(neighbour_walks.counts_within, len(points.blocks), *walk)
    return counts


def _axes(points: Tree) -> tuple[int, ...]:
    """Return a number for each column; loops are compiled for so many, and unrolled."""
    return tuple(range(points.boxes.shape[2]))


def kth_on_a_line(points: Any, ordered: Any, k: int) -> Any:
    """Return each number's distance to the k-th nearest of `ordered`, sorted numbers."""
    distances = np.empty(len(points))
    line = np.ascontiguousarray(points), ordered, k, distances
    share(neighbours_on_a_line.kth_distances, len(points), *line)
    return distances


def counts_on_a_line(points: Any, ordered: Any, radii: Any, *, strictly: bool) -> Any:
    """Return how many of `ordered`, sorted numbers, lie within each number's radius."""
    counts = np.empty(len(points), np.int64)
    line = np.ascontiguousarray(points), ordered, radii, strictly, counts
    share(neighbours_on_a_line.counts_within, len(points), *line)
    return counts
