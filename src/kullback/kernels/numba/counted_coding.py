"""Coding by counts of what came before, after Krichevsky and Trofimov (1981).

Frequencies are twice the counts and one, in a tree of 255 branches: eight steps for each byte.
"""

import math

from kullback.kernels.numba.range_coding import LEAST, MOST, shifted
from kullback.kernels.numba.where_there_is_numba import exact

LEAVES, SUMS, ROOM = 256, 512, 768  # where leaves are put to plant a tree, and the sums of branches


@exact
def code_by_counts(data, decoding, tree, message, coder, cost):
    """Code by Krichevsky and Trofimov's rule: after n bytes, x has (n(x) + 1/2) / (n + 128).

    `tree[0]` is the doubled total, `tree[1:256]` what lies on the left of each branch. Returns the
    first place whose symbol is not to be found, or the length.
    """
    point, span = coder[0], coder[1]
    for i in range(len(data)):
        total = tree[0]
        unit = span // total
        target = -point // unit if decoding else 0
        if target >= total:
            return i
        symbol = data[i] + 0  # a plain int, whose bits are not those of a byte
        node, low, share = 1, 0, total
        for k in range(7, -1, -1):
            left = tree[node]
            bit = (target >= low + left) if decoding else (symbol >> k) & 1
            if bit:
                low += left
                share -= left
                node += node + 1
            else:
                share = left
                tree[node] = left + 2
                node += node
        data[i] = node - 256
        tree[0] = total + 2
        if len(cost) > 0:
            cost[0] += math.log2(total) - math.log2(share)
        point += unit * low
        span = unit * share
        if span < LEAST:
            point, span = shifted(point, span, message, coder, decoding)
        if total + 2 > MOST:
            halve(tree)
    coder[0], coder[1] = point, span
    return len(data)


@exact
def halve(tree):
    """Halve the counts, which lets what was long ago weigh less."""
    for symbol in range(256):
        node, share = 1, tree[0]
        for k in range(7, -1, -1):
            left = tree[node]
            bit = (symbol >> k) & 1
            share = share - left if bit else left
            node += node + bit
        tree[LEAVES + symbol] = share // 4 * 2 + 1
    plant(tree)


@exact
def plant(tree):
    """Make the branches from the leaves."""
    for node in range(255, 0, -1):
        first, second = 2 * node, 2 * node + 1
        tree[node] = tree[SUMS + first] if first < LEAVES else tree[first]
        tree[SUMS + node] = tree[node] + (tree[SUMS + second] if first < LEAVES else tree[second])
    tree[0] = tree[SUMS + 1]
