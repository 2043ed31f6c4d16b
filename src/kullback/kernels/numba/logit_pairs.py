"""Pairs of rows of logits: what e^x sums to in each, and where the differences are centred.

With s = c - (a - b), where c is near the difference of the log-normalisers, q/p is e^s up to one
factor for all outcomes. The differences are taken exactly and centred before they are rounded, so
s keeps its digits however near the rows are to each other, and however far from 0.

How far off c is enters a divergence as a square: it is told from the sums that c was used for, and
where it matters c is moved and the sweep repeated. Rows that do not fit the range are refused.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exponential import (
    LN2_HIGH,
    LN2_LOW,
    exponential,
    largest,
    limit_of,
)
from kullback.kernels.numba.logit_rows import bounds, usable
from kullback.kernels.numba.summing import BLOCK, CHUNK, add_up, difference, plus

# What is summed of each chunk: the weights of both rows, of b where a has none, and outcomes that
# b may lack.
WEIGHT_A, WEIGHT_B, MISSING, LACKING = range(4)
WEIGHTS = 4
ROUNDS = 4  # of centring: two are usual for rows that are nearly the same


@fast
def block_weights(a, b, low_a, low_b, high_a, high_b, shift_a, shift_b):
    """Return the sums of e^a and e^b, of e^b where e^a is 0, and what has a but hardly any b."""
    wide_vectors()
    number = a.dtype.type
    weight_a = number(0)
    weight_b = number(0)
    missing = number(0)
    lacking = number(0)
    for i in range(a.shape[0]):
        u = a[i]
        v = b[i]
        lacking += number((v < low_b) & (u > -np.inf))
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        u = high_a if u > high_a else u
        v = high_b if v > high_b else v
        p = exponential(u, shift_a)
        q = exponential(v, shift_b)
        weight_a += p
        weight_b += q
        missing += q * number(p == 0)
    return np.float64(weight_a), np.float64(weight_b), np.float64(missing), np.float64(lacking)


@exact
def bounds_of(x, m):
    """Return shift, low and high for the entries of x relative to m."""
    return bounds(x.dtype.type(m))


@exact
def tops(a, b, stop):
    """Return the largest entries before a place, as references."""
    return np.float64(largest(a[:stop])), np.float64(largest(b[:stop]))


@exact
def weigh_chunks(a, b, m_a, m_b, states, start, stop):
    """Write the sums of `block_weights` over chunks, relative to m_a and m_b."""
    if not (abs(m_a) <= limit_of(a[0]) and abs(m_b) <= limit_of(a[0])):
        states[start:stop] = np.nan
        return
    shift_a, low_a, high_a = bounds_of(a, m_a)
    shift_b, low_b, high_b = bounds_of(b, m_b)
    lost = np.zeros(LACKING)
    for c in range(start, stop):
        state = states[c]
        state[:] = 0.0
        lost[:] = 0.0
        for k in range(c * CHUNK, min((c + 1) * CHUNK, a.shape[0]), BLOCK):
            e = min(k + BLOCK, a.shape[0])
            weight_a, weight_b, missing, lacking = block_weights(
                a[k:e], b[k:e], low_a, low_b, high_a, high_b, shift_a, shift_b
            )
            state[WEIGHT_A], lost[WEIGHT_A] = plus(state[WEIGHT_A], lost[WEIGHT_A], weight_a)
            state[WEIGHT_B], lost[WEIGHT_B] = plus(state[WEIGHT_B], lost[WEIGHT_B], weight_b)
            state[MISSING], lost[MISSING] = plus(state[MISSING], lost[MISSING], missing)
            state[LACKING] += lacking
        state[:LACKING] += lost


@exact
def both_usable(a, b, m_a, m_b, weights):
    """Tell whether both sums of e^x hold all they should."""
    number = a.dtype.type
    return usable(number(m_a), weights[WEIGHT_A]) and usable(number(m_b), weights[WEIGHT_B])


@exact
def weigh(a, b, states, weights):
    """Write the weights of a pair of rows, and return what they are relative to."""
    m_a, m_b = tops(a, b, min(BLOCK, a.shape[0]))
    weigh_chunks(a, b, m_a, m_b, states, 0, states.shape[0])
    add_up(states, weights)
    if not both_usable(a, b, m_a, m_b, weights):
        m_a, m_b = tops(a, b, a.shape[0])
        weigh_chunks(a, b, m_a, m_b, states, 0, states.shape[0])
        add_up(states, weights)
    return m_a, m_b


@exact
def totals(a, b, m_a, m_b, weights):
    """Return what e^a and e^b sum to: 1 for log-probabilities."""
    shift_a, shift_b = bounds_of(a, m_a)[0], bounds_of(b, m_b)[0]
    return math.ldexp(weights[WEIGHT_A], -shift_a), math.ldexp(weights[WEIGHT_B], -shift_b)


@exact
def centre(a, b, m_a, m_b, weights):
    """Return the difference of the log-normalisers as two numbers of the type of a."""
    n = np.float64(bounds_of(b, m_b)[0] - bounds_of(a, m_a)[0])
    ratio = math.log(weights[WEIGHT_A] / weights[WEIGHT_B])
    high, low = difference(n * LN2_HIGH, -ratio)
    return halves(a, high, low + n * LN2_LOW)


@exact
def moved(a, high, low, step):
    """Return high + low - step as two numbers of the type of a."""
    total, lost = difference(high, step)
    return halves(a, total, lost + low)


@exact
def halves(a, high, low):
    """Return high + low as two numbers of the type of a, the second what the first lacks."""
    total, lost = difference(high, -low)
    first = np.float64(a.dtype.type(total))
    return first, np.float64(a.dtype.type((total - first) + lost))


@exact
def least_of(a):
    """Return half of what a divergence may be off in all, less than which is 0; and eps."""
    eps = np.float64(np.finfo(a.dtype).eps)
    return 4.0 * eps * eps * eps, eps
