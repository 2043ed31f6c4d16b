"""KL divergence between rows of logits with its derivatives by the logits of q, which are q - p.

With s = log(q/p), q - p is p (e^s - 1) where s is small, so it keeps its digits however near the
rows are to each other. For it the centre is moved by log(1 + E), and again as long as that is more
than the divergence, since there may be less to learn than it is off. Elsewhere the two are
subtracted.

Derivatives of a row sum to 0. That of an outcome of nearly all probability is what those of the
others lack of it: its own would be off by a part of the probability, which may be more than it is.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, fused, wide_vectors
from kullback.kernels.numba.exp_minus import centred, excess
from kullback.kernels.numba.exponential import exp_float64, exponential, largest
from kullback.kernels.numba.logit_pairs import (
    MISSING,
    ROUNDS,
    WEIGHT_A,
    WEIGHT_B,
    WEIGHTS,
    both_usable,
    bounds_of,
    centre,
    least_of,
    moved,
    weigh,
)
from kullback.kernels.numba.logit_pairs_kl import EXCESS, SUMS, TOTAL, chunks, finish, foregone
from kullback.kernels.numba.logit_rows import block_copy
from kullback.kernels.numba.summing import BLOCK, add_up, number_of_chunks, plus

APART = 4.0  # the |s| from which a difference of p and q has their digits
SURE = 64.0  # how many eps others have beside an outcome of nearly all probability


@fused
def block_slopes(a, b, low_a, low_b, shift_a, shift_b, high, low, per_a, per_b, out):
    """Write q - p, with p = e^a per_a and q = e^b per_b."""
    wide_vectors()
    number = a.dtype.type
    apart = number(APART)
    for i in range(a.shape[0]):
        u = a[i]
        v = b[i]
        possible = u > low_a
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        s, rest = centred(u, v, high, low)
        near = (abs(s) < apart) & possible
        s = s if near else number(0)
        p = exponential(u, shift_a) * per_a
        q = exponential(v, shift_b) * per_b
        _, change, _ = excess(s, rest if near else number(0))
        out[i] = p * change if near else q - p


@exact
def place_of_the_sure(x, m, total, rest):
    """Return the place of the outcome that leaves all others no more than a share, or -1."""
    top = largest(x)
    if exp_float64(np.float64(top), bounds_of(x, m)[0]) < (1.0 - rest) * total:
        return -1
    for j in range(x.shape[0]):
        if x[j] == top:
            return j
    return -1


@fast
def block_sum(x):
    """Return the sum of a block in float64."""
    wide_vectors()
    total = 0.0
    for i in range(x.shape[0]):
        total += np.float64(x[i])
    return total


@exact
def make_up(slopes, place):
    """Write what derivatives of a row lack of 0 as that of a place, if there is one."""
    if place < 0:
        return
    slopes[place] = 0
    total, lost = 0.0, 0.0
    for k in range(0, slopes.shape[0], BLOCK):
        total, lost = plus(total, lost, block_sum(slopes[k : k + BLOCK]))
    slopes[place] = -(total + lost)


@exact
def write_slopes(a, b, m_a, m_b, weights, high, low, times, blocks, out):
    """Write the derivatives of a row times a number; they may be written over either row."""
    number = a.dtype.type
    shift_a, low_a, _ = bounds_of(a, m_a)
    shift_b, low_b, _ = bounds_of(b, m_b)
    per_a, per_b = number(times / weights[WEIGHT_A]), number(times / weights[WEIGHT_B])
    rest = SURE * np.finfo(a.dtype).eps  # beyond which its own derivative is right as well
    place = place_of_the_sure(b, m_b, weights[WEIGHT_B], rest)
    if place != place_of_the_sure(a, m_a, weights[WEIGHT_A], rest):
        place = -1
    for k in range(0, a.shape[0], BLOCK):
        e = min(k + BLOCK, a.shape[0])
        of_a, of_b, slopes = blocks[0, : e - k], blocks[1, : e - k], blocks[2, : e - k]
        block_copy(a[k:e], of_a)
        block_copy(b[k:e], of_b)
        block_slopes(
            of_a, of_b, low_a, low_b, shift_a, shift_b, number(high), number(low),
            per_a, per_b, slopes,
        )  # fmt: skip
        block_copy(slopes, out[k:e])
    make_up(out, place)


@exact
def weigh_and_centre(a, b, states, weights, sums):
    """Write the weights of a pair; return its divergence, NaN if it has none here, and its centre.

    Before it, what weights are relative to.
    """
    m_a, m_b = weigh(a, b, states, weights)
    if not both_usable(a, b, m_a, m_b, weights):
        return np.nan, m_a, m_b, 0.0, 0.0
    high, low = centre(a, b, m_a, m_b, weights)
    for _ in range(ROUNDS):
        chunks(a, b, m_a, m_b, weights, high, low, states, 0, states.shape[0])
        add_up(states, sums)
        value, step = finish(sums, weights, *least_of(a))
        change = math.log1p(sums[EXCESS] / sums[TOTAL] + weights[MISSING] / weights[WEIGHT_B])
        high, low = moved(a, high, low, change)
        if step == 0.0 and not abs(change) > value:
            break
    return value + foregone(a, b, m_a, m_b, weights), m_a, m_b, high, low


@exact
def row(a, b, states, weights, sums, blocks, out):
    """Write the derivatives of a pair of rows and return its divergence; NaN if nothing is."""
    value, m_a, m_b, high, low = weigh_and_centre(a, b, states, weights, sums)
    if not math.isnan(value):
        write_slopes(a, b, m_a, m_b, weights, high, low, 1.0, blocks, out)
    return value


@exact
def rows(a, b, out, gradient, trusted, start, stop):
    """Write the divergence of each pair of rows and its derivatives; `gradient` may be a or b."""
    states = np.empty((max(number_of_chunks(a.shape[1]), 1), max(SUMS, WEIGHTS)))
    weights, sums = np.empty(WEIGHTS), np.empty(SUMS)
    blocks = np.empty((3, BLOCK), a.dtype)
    for i in range(start, stop):
        out[i] = row(a[i], b[i], states, weights, sums, blocks, gradient[i])
        trusted[i] = not math.isnan(out[i])
