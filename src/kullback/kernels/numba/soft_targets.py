"""Cross-entropy of rows of logits under soft targets: probabilities, or logits themselves.

With m the largest logit of q, H(p, q) = sum p (m - x) / sum p + log1p(R), where R is the sum of
e^(x - m) over all but one of the largest. Nothing in it is negative, so nothing cancels; and the
targets are checked in the sweep that weighs them.
"""

import math

import numpy as np
from numba import types
from numba.extending import overload

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exponential import (
    exp_float64,
    exponential,
    largest,
    limit_of,
)
from kullback.kernels.numba.logit_rows import bounds
from kullback.kernels.numba.summing import CHUNK, add_up, number_of_chunks, plus

# Two sums meet in a quotient, each with roundings of its own: half of what others take in a block.
SOFT_BLOCK = 256
SURPRISE, WEIGHT, REST, TIES, NEGATIVE, INFINITE = range(6)
LEAST, MOST = 0.25, 2.0**60  # totals of weights between which no product needs care


def lowest_finite(x):
    """Return the lowest finite number in the type of x."""


@overload(lowest_finite)
def _lowest_finite(x):
    kind = np.float32 if x == types.float32 else np.float64
    bottom = np.finfo(kind).min
    return lambda x: bottom


@fast
def block_under_weights(p, x, m, low, shift, bottom):
    """Return the sums of a block under weights p: see the names above."""
    wide_vectors()
    zero = x.dtype.type(0)
    one = x.dtype.type(1)
    surprise = zero
    weight = zero
    rest = zero
    ties = zero
    negative = zero
    infinite = zero
    for i in range(x.shape[0]):
        a = p[i]
        v = x[i]
        e = exponential(low if v < low else v, shift)
        tied = x.dtype.type(v == m)
        rest += e * (one - tied)
        ties += tied
        surprise += a * (m - (bottom if v < bottom else v))
        weight += a
        negative += x.dtype.type(a < zero)
        infinite += x.dtype.type(a > zero) * x.dtype.type(v < bottom)
    return surprise, weight, rest, ties, negative, infinite


@fast
def block_under_logits(p, x, p_low, p_shift, m, low, shift, bottom):
    """Return the sums of a block under weights e^p 2^p_shift."""
    wide_vectors()
    zero = x.dtype.type(0)
    one = x.dtype.type(1)
    surprise = zero
    weight = zero
    rest = zero
    ties = zero
    infinite = zero
    for i in range(x.shape[0]):
        a = p[i]
        w = exponential(p_low if a < p_low else a, p_shift)
        v = x[i]
        e = exponential(low if v < low else v, shift)
        tied = x.dtype.type(v == m)
        rest += e * (one - tied)
        ties += tied
        surprise += w * (m - (bottom if v < bottom else v))
        weight += w
        infinite += x.dtype.type(a >= bottom) * x.dtype.type(v < bottom)
    return surprise, weight, rest, ties, zero, infinite


@exact
def keep(state, lost, block):
    """Add the sums of a block to `state`, carrying what rounding loses."""
    for k in range(REST + 1):
        state[k], lost[k] = plus(state[k], lost[k], np.float64(block[k]))
    state[TIES] += np.float64(block[TIES])
    state[NEGATIVE] += np.float64(block[NEGATIVE])
    state[INFINITE] += np.float64(block[INFINITE])


@exact
def sweep_under_weights(p, x, m, states, start, stop):
    """Write the sums over chunks of a row under weights; NaN if there can be none."""
    states[start:stop] = 0.0 if abs(m) <= limit_of(m) else np.nan
    if not abs(m) <= limit_of(m):
        return
    shift, low, _ = bounds(m)
    lost, bottom = np.zeros(REST + 1), lowest_finite(m)
    for c in range(start, stop):
        lost[:] = 0.0
        end = min((c + 1) * CHUNK, x.shape[0])
        for b in range(c * CHUNK, end, SOFT_BLOCK):
            e = min(b + SOFT_BLOCK, end)
            keep(states[c], lost, block_under_weights(p[b:e], x[b:e], m, low, shift, bottom))
        states[c, : REST + 1] += lost


@exact
def sweep_under_logits(p, x, p_top, m, states, start, stop):
    """Write the sums over chunks of a row under logits; NaN if there can be none."""
    fine = abs(m) <= limit_of(m) and abs(p_top) <= limit_of(m)
    states[start:stop] = 0.0 if fine else np.nan
    if not fine:
        return
    shift, low, _ = bounds(m)
    p_shift, p_low, _ = bounds(p_top)
    lost, bottom = np.zeros(REST + 1), lowest_finite(m)
    for c in range(start, stop):
        lost[:] = 0.0
        end = min((c + 1) * CHUNK, x.shape[0])
        for b in range(c * CHUNK, end, SOFT_BLOCK):
            e = min(b + SOFT_BLOCK, end)
            block = block_under_logits(p[b:e], x[b:e], p_low, p_shift, m, low, shift, bottom)
            keep(states[c], lost, block)
        states[c, : REST + 1] += lost


@exact
def settle(sums, m, weight, least, most):
    """Return the cross-entropy and sum e^x from the sums of a row, or NaN if not to be trusted.

    `weight` is the total of the targets, which must lie between `least` and `most`.
    """
    if not (least <= weight <= most and sums[REST] >= 0.0 and sums[NEGATIVE] == 0.0):
        return np.nan, np.nan
    shift = bounds(m)[0]
    own = exp_float64(np.float64(m), shift)
    rest = sums[REST] + (sums[TIES] - 1.0) * own
    total = math.ldexp(rest + own, -shift)
    if sums[INFINITE] > 0.0:
        return np.inf, total
    mean = sums[SURPRISE] / sums[WEIGHT]
    return (mean + math.log1p(rest / own) if mean < np.inf else np.nan), total


@exact
def put(i, value, total, out, trusted, totals):
    """Write the answer to a row, if it is one."""
    out[i], totals[i], trusted[i] = value, total, value == value


@exact
def under_weights(p, x, least, most, out, trusted, totals, start, stop):
    """Write the cross-entropy of each row under weights, and sum e^x."""
    states, sums = np.empty((number_of_chunks(x.shape[1]), INFINITE + 1)), np.empty(INFINITE + 1)
    for i in range(start, stop):
        m = largest(x[i])
        sweep_under_weights(p[i], x[i], m, states, 0, states.shape[0])
        add_up(states, sums)
        value, total = settle(sums, m, sums[WEIGHT], least, most)
        put(i, value, total, out, trusted, totals)


@exact
def under_logits(p, x, least, most, out, trusted, totals, start, stop):
    """Write the cross-entropy of each row under logits, and sum e^x."""
    states, sums = np.empty((number_of_chunks(x.shape[1]), INFINITE + 1)), np.empty(INFINITE + 1)
    for i in range(start, stop):
        p_top, m = largest(p[i]), largest(x[i])
        sweep_under_logits(p[i], x[i], p_top, m, states, 0, states.shape[0])
        add_up(states, sums)
        weight = weight_of(sums, p_top)
        value, total = settle(sums, m, weight, least, most)
        put(i, value, total, out, trusted, totals)


@exact
def weight_of(sums, p_top):
    """Return what e^p sums to, or NaN."""
    fine = sums[WEIGHT] > 0.0
    return math.ldexp(sums[WEIGHT], -bounds(p_top)[0]) if fine else np.nan
