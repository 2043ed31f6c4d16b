"""Jensen-Shannon divergence between rows of logits, from shares that keep their differences.

With s = log(q/p) up to a constant, as `logit_pairs` forms it, q = p e^s and p - q = -p (e^s - 1):
what is summed of them, and what is made of the sums, is what `probability_pairs` does with
probabilities. An outcome whose p is 0 in this range adds q log 2.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exp_minus import centred, excess, highest_of
from kullback.kernels.numba.exponential import exponential
from kullback.kernels.numba.logarithm import divergence_term
from kullback.kernels.numba.logit_pairs import (
    MISSING,
    ROUNDS,
    WEIGHT_B,
    WEIGHTS,
    both_usable,
    bounds_of,
    centre,
    least_of,
    moved,
    totals,
    weigh,
)
from kullback.kernels.numba.probability_pairs import DIFFERENCE, OF_Q, TERMS, TOTAL, finish_js
from kullback.kernels.numba.summing import BLOCK, CHUNK, add_up, number_of_chunks, plus

HARD = 4  # after what is summed of probabilities
SUMS = 5


@fast
def block_js(a, b, low_a, low_b, shift, high, low, top):
    """Return the sums of the terms, of q's among them, of p - q and p; and s too large.

    Too large they can be only where p is far too small for its range.
    """
    wide_vectors()
    terms = 0.0
    of_q = 0.0
    difference = 0.0
    total = 0.0
    hard = 0.0
    for i in range(a.shape[0]):
        u = a[i]
        v = b[i]
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        s, rest = centred(u, v, high, low)
        hard += np.float64((s > top) & (u > low_a))
        s = top if s > top else s
        ratio, change, _ = excess(s, rest)
        p = np.float64(exponential(u, shift))
        q = p * np.float64(ratio)
        half = -0.5 * (p * np.float64(change))
        m = p - half
        t = divergence_term(q, m, -half)
        terms += divergence_term(p, m, half) + t
        of_q += t
        difference += 2.0 * half
        total += p
    return terms, of_q, difference, total, hard


@exact
def chunks(a, b, m_a, m_b, high, low, states, start, stop):
    """Write the sums of `block_js` over chunks, centred on high + low."""
    number = a.dtype.type
    shift, low_a, _ = bounds_of(a, m_a)
    low_b = bounds_of(b, m_b)[1]
    lost = np.zeros(HARD)
    for c in range(start, stop):
        state = states[c]
        state[:] = 0.0
        lost[:] = 0.0
        for k in range(c * CHUNK, min((c + 1) * CHUNK, a.shape[0]), BLOCK):
            e = min(k + BLOCK, a.shape[0])
            terms, of_q, apart, total, hard = block_js(
                a[k:e], b[k:e], low_a, low_b, shift, number(high), number(low), highest_of(a[0])
            )
            state[TERMS], lost[TERMS] = plus(state[TERMS], lost[TERMS], terms)
            state[OF_Q], lost[OF_Q] = plus(state[OF_Q], lost[OF_Q], of_q)
            state[DIFFERENCE], lost[DIFFERENCE] = plus(state[DIFFERENCE], lost[DIFFERENCE], apart)
            state[TOTAL], lost[TOTAL] = plus(state[TOTAL], lost[TOTAL], total)
            state[HARD] += hard
        state[:HARD] += lost


@exact
def foregone(a, b, m_a, m_b, weights):
    """Return 0: what one of the rows lacks makes nothing infinite."""
    return 0.0


@exact
def finish(sums, missing, least):
    """Return the divergence, or NaN, and what to take off the centre before another sweep.

    `missing` is how much of b there is where a has nothing.
    """
    if sums[HARD] > 0.0:
        return np.nan, 0.0
    alone = missing * sums[TOTAL]
    sums[TERMS] += alone * math.log(2.0)
    sums[OF_Q] += alone * (math.log(2.0) - 0.5)
    sums[DIFFERENCE] -= alone
    if sums[TERMS] <= 2.0 * least * sums[TOTAL]:
        return 0.0, 0.0
    value = finish_js(sums, 1.0, 2.0**-52)
    step = math.log1p(-sums[DIFFERENCE] / sums[TOTAL]) if math.isnan(value) else 0.0
    return value, step


@exact
def row(a, b, states, of_weights, weights, sums):
    """Return the divergence of a pair of rows, or NaN, and what e^a and e^b sum to."""
    m_a, m_b = weigh(a, b, of_weights, weights)
    if not both_usable(a, b, m_a, m_b, weights):
        return np.nan, np.nan, np.nan
    total_a, total_b = totals(a, b, m_a, m_b, weights)
    high, low = centre(a, b, m_a, m_b, weights)
    value = np.nan
    for _ in range(ROUNDS):
        chunks(a, b, m_a, m_b, high, low, states, 0, states.shape[0])
        add_up(states, sums)
        value, step = finish(sums, weights[MISSING] / weights[WEIGHT_B], least_of(a))
        if step == 0.0:
            break
        high, low = moved(a, high, low, step)
    return value, total_a, total_b


@exact
def rows(a, b, out, trusted, total_a, total_b, start, stop):
    """Write the divergence of each pair of rows, and what e^a and e^b sum to."""
    states = np.empty((number_of_chunks(a.shape[1]), SUMS))
    of_weights = np.empty((number_of_chunks(a.shape[1]), WEIGHTS))
    weights, sums = np.empty(WEIGHTS), np.empty(SUMS)
    for i in range(start, stop):
        value, of_a, of_b = row(a[i], b[i], states, of_weights, weights, sums)
        out[i], total_a[i], total_b[i] = value, of_a, of_b
        trusted[i] = not math.isnan(value)
