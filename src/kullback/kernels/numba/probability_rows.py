"""Entropy and cross-entropy of rows of probabilities, checked in the same sweep.

An entry above one half is left out of the sum: its surprise is -log1p(-R / P), R being the sum of
the others, which still has its digits where the entry rounds to 1.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.logarithm import minus_log
from kullback.kernels.numba.summing import (
    BLOCK,
    CHUNK,
    add_up,
    look_ahead,
    number_of_chunks,
    plus,
)

TINY = 2.0**-960  # below it, what is positive has no exponent to take apart
LARGE = 2.0**900

# What is summed of each chunk for the entropy ...
SURPRISE, REST, TOP, TOPS, NEGATIVE, HARD = range(6)
# ... and further for the cross-entropy.
Q_REST, Q_TOP, INFINITE = range(6, 9)


@fast
def block_weight(p):
    """Return the sum of a block, and whether anything in it is negative."""
    wide_vectors()
    total = 0.0
    negative = np.int64(0)
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        total += a
        negative = np.int64(negative | np.int64(a < 0.0))
    return total, negative


@fast
def block_entropy(p, exponent):
    """Return the sums of p log(1 / p), with p over 2^exponent in the logarithm, and of p."""
    wide_vectors()
    surprise = 0.0
    total = 0.0
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        surprise += a * minus_log(a, exponent)
        total += a
    return surprise, total


@fast
def block_top(p):
    """Return the largest bit pattern, which is the largest entry where none is negative.

    And whether anything is negative, and whether anything is too small.
    """
    wide_vectors()
    top = np.int64(0)
    negative = np.int64(0)
    hard = np.int64(0)
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        top = max(top, np.float64(a).view(np.int64))
        negative = np.int64(negative | np.int64(a < 0.0))
        hard = np.int64(hard | np.int64((a > 0.0) & (a < TINY)))
    return np.int64(top).view(np.float64), negative, hard


@fast
def block_cross_entropy(p, q, exponent):
    """Return the sums of p log(1 / q), p and q; and where q is 0, or too small, under p."""
    wide_vectors()
    surprise = 0.0
    total = 0.0
    q_total = 0.0
    infinite = np.int64(0)
    hard = np.int64(0)
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        b = np.float64(q[i])
        surprise += a * minus_log(b, exponent)
        total += a
        q_total += b
        infinite = np.int64(infinite | np.int64((a > 0.0) & (b == 0.0)))
        hard = np.int64(hard | np.int64((a > 0.0) & (b < TINY)))
    return surprise, total, q_total, infinite, hard


@exact
def first_above(x, limit):
    """Return where x is first above a limit, or -1."""
    for i in range(x.shape[0]):
        if x[i] > limit:
            return i
    return -1


@exact
def weigh_chunk(p, start, stop):
    """Return the sum of p[start:stop], or NaN if there is a negative entry."""
    total, lost = 0.0, 0.0
    for b in range(start, stop, BLOCK):
        part, negative = block_weight(p[b : min(b + BLOCK, stop)])
        total, lost = plus(total, lost, part if negative == 0 else np.nan)
    return total + lost


@exact
def weigh_chunks(p, states, start, stop):
    """Write what chunks of a row sum to."""
    for c in range(start, stop):
        states[c, 0] = weigh_chunk(p, c * CHUNK, min((c + 1) * CHUNK, p.shape[0]))


@exact
def weigh(p):
    """Return what a row sums to, or NaN if there is a negative entry."""
    total, lost = 0.0, 0.0
    for start in range(0, p.shape[0], CHUNK):
        part = weigh_chunk(p, start, min(start + CHUNK, p.shape[0]))
        total, lost = plus(total, lost, part)
    return total + lost


@exact
def sweep_entropy(p, start, stop, exponent, half, state):
    """Write the sums of p[start:stop] to `state`; the first entry above `half` stands apart."""
    surprise, s_lost, rest, r_lost = 0.0, 0.0, 0.0, 0.0
    state[:] = 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        look_ahead(p, b)
        top, negative, hard = block_top(p[b:e])
        state[NEGATIVE] += negative
        state[HARD] += hard
        if top > half and state[TOPS] == 0.0:
            k = b + first_above(p[b:e], half)
            state[TOP], state[TOPS] = p[k], 1.0
            s, r = block_entropy(p[b:k], exponent)
            surprise, s_lost = plus(surprise, s_lost, s)
            rest, r_lost = plus(rest, r_lost, r)
            b = k + 1
        s, r = block_entropy(p[b:e], exponent)
        surprise, s_lost = plus(surprise, s_lost, s)
        rest, r_lost = plus(rest, r_lost, r)
    state[SURPRISE], state[REST] = surprise + s_lost, rest + r_lost


@exact
def log_of_total(rest, top):
    """Return log(rest + top) for a total near 1, from parts that are near one half or less."""
    return math.log1p((rest - 0.5) + (top - 0.5)) if top > 0.0 else math.log(rest)


@exact
def entropy_chunks(p, exponent, states, start, stop):
    """Write the sums over chunks of a row."""
    half = math.ldexp(0.5, exponent)
    for c in range(start, stop):
        end = min((c + 1) * CHUNK, p.shape[0])
        sweep_entropy(p, c * CHUNK, end, exponent, half, states[c])


@exact
def finish_entropy(sums, scale, tolerance):
    """Return the entropy from the sums of a row, or NaN where they may not be trusted.

    `scale` is the power of two that brings the total near 1; `tolerance` is how far from 1 it may
    be, or infinite.
    """
    rest, top = sums[REST] * scale, sums[TOP] * scale
    total = rest + top
    if sums[NEGATIVE] > 0.0 or sums[TOPS] > 1.0 or sums[HARD] > 0.0:
        return np.nan
    if not abs(total - 1.0) <= min(tolerance, 0.5):
        return np.nan
    mean = sums[SURPRISE] * scale + rest * log_of_total(rest, top)
    if top > 0.0:
        mean -= top * math.log1p(-rest / total)
    return mean / total


@exact
def exponent_of(total):
    """Return e with total within a factor of sqrt(2) of 2^e; 0 where the range is left."""
    return np.int64(np.rint(math.log2(total))) if TINY < total < LARGE else np.int64(0)


@exact
def entropy(p, tolerance, out, trusted, start, stop):
    """Write the entropy of each row; with an infinite tolerance, of each row over its sum."""
    n = p.shape[1]
    states = np.empty((number_of_chunks(n), HARD + 1))
    sums = np.empty(HARD + 1)
    for i in range(start, stop):
        exponent = np.int64(0)
        if tolerance == np.inf:
            exponent = exponent_of(weigh(p[i]))
        entropy_chunks(p[i], exponent, states, 0, states.shape[0])
        add_up(states, sums)
        out[i] = finish_entropy(sums, math.ldexp(1.0, -exponent), tolerance)
        trusted[i] = out[i] == out[i]


@exact
def sweep_cross_entropy(p, q, start, stop, exponent, half, state):
    """Write the sums of both rows over a chunk; the first q above `half` and its p stand apart."""
    lost = np.zeros(3)
    state[:] = 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        _, negative = block_weight(p[b:e])
        top, q_negative, _ = block_top(q[b:e])
        state[NEGATIVE] += negative + q_negative
        if top > half and state[TOPS] == 0.0:
            k = b + first_above(q[b:e], half)
            state[TOP], state[Q_TOP], state[TOPS] = p[k], q[k], 1.0
            add_cross_entropy(p[b:k], q[b:k], exponent, state, lost)
            b = k + 1
        add_cross_entropy(p[b:e], q[b:e], exponent, state, lost)
    state[SURPRISE] += lost[0]
    state[REST] += lost[1]
    state[Q_REST] += lost[2]


@exact
def cross_entropy_chunks(p, q, exponent, states, start, stop):
    """Write the sums over chunks of a pair of rows."""
    half = math.ldexp(0.5, exponent)
    for c in range(start, stop):
        end = min((c + 1) * CHUNK, p.shape[0])
        sweep_cross_entropy(p, q, c * CHUNK, end, exponent, half, states[c])


@exact
def add_cross_entropy(p, q, exponent, state, lost):
    """Add the sums of a block to `state`."""
    s, r, t, infinite, hard = block_cross_entropy(p, q, exponent)
    state[SURPRISE], lost[0] = plus(state[SURPRISE], lost[0], s)
    state[REST], lost[1] = plus(state[REST], lost[1], r)
    state[Q_REST], lost[2] = plus(state[Q_REST], lost[2], t)
    state[INFINITE] += infinite
    state[HARD] += hard


@exact
def finish_cross_entropy(sums, scale, tolerance):
    """Return the cross-entropy from the sums of a pair of rows, or NaN where not to be trusted.

    `scale` is the power of two that brings the total of q near 1.
    """
    total, q_total = sums[REST] + sums[TOP], (sums[Q_REST] + sums[Q_TOP]) * scale
    if sums[NEGATIVE] > 0.0 or sums[TOPS] > 1.0 or not TINY < total < LARGE:
        return np.nan
    if not abs(q_total - 1.0) <= min(tolerance, 0.5):
        return np.nan
    if tolerance < np.inf and not abs(total - 1.0) <= tolerance:
        return np.nan
    if sums[INFINITE] > 0.0:
        return np.inf
    if sums[HARD] > 0.0:
        return np.nan
    q_rest, q_top = sums[Q_REST] * scale, sums[Q_TOP] * scale
    # Over the total before anything is multiplied: a product of two small ones would be 0.
    mean = sums[SURPRISE] / total + sums[REST] / total * log_of_total(q_rest, q_top)
    if q_top > 0.0:
        mean -= sums[TOP] / total * math.log1p(-q_rest / q_total)
    return mean


@exact
def cross_entropy(p, q, tolerance, out, trusted, start, stop):
    """Write the cross-entropy of each pair of rows; with an infinite tolerance, over their sums."""
    n = p.shape[1]
    states = np.empty((number_of_chunks(n), INFINITE + 1))
    sums = np.empty(INFINITE + 1)
    for i in range(start, stop):
        exponent = np.int64(0)
        if tolerance == np.inf:
            exponent = exponent_of(weigh(q[i]))
        cross_entropy_chunks(p[i], q[i], exponent, states, 0, states.shape[0])
        add_up(states, sums)
        out[i] = finish_cross_entropy(sums, math.ldexp(1.0, -exponent), tolerance)
        trusted[i] = out[i] == out[i]
