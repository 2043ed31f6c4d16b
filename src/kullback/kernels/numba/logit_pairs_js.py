"""Jensen-Shannon divergence between rows of logits, as a sum of terms that are not negative.

With s = log(q/p), as `logit_pairs` forms it, an outcome adds the larger of p and q times a
function of |s|. The larger is the exponential of its own logit over its own weight, so nothing
overflows and an outcome that only one of the rows has needs no care.

How far off the centre is, D = sum(q - p) tells: by D / sum(min(p, q)), by which it is moved. Where
D is no more than rounding, it matters only to rows that are nearly the same: D^2 / 4 is taken off.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, fused, wide_vectors
from kullback.kernels.numba.exp_minus import centred, excess
from kullback.kernels.numba.exponential import exponential
from kullback.kernels.numba.logit_pairs import (
    ROUNDS,
    WEIGHT_A,
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
from kullback.kernels.numba.mixture_term import mixture
from kullback.kernels.numba.summing import BLOCK, CHUNK, add_up, number_of_chunks, plus

# What is summed of each chunk: terms, q - p, and the smaller of them; in the scale of a's weights.
TERMS, DIFFERENCE, OVERLAP = range(3)
SUMS = 3
ROUNDING = 6.0  # eps that a centre may be off: its weights are


@fused
def signed(x, s):
    """Return x with its sign changed where s is positive."""
    return -x if s > 0 else x


@fast
def block_js(a, b, low_a, low_b, shift_a, shift_b, of_b, high, low):
    """Return the sums of the terms, of q - p and of the smaller of them; e^b times `of_b` is q."""
    wide_vectors()
    number = a.dtype.type
    terms = number(0)
    difference = number(0)
    overlap = number(0)
    for i in range(a.shape[0]):
        u = a[i]
        v = b[i]
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        s, rest = centred(u, v, high, low)
        s = s + rest
        t = abs(s)
        larger = exponential(v if s > 0 else u, shift_b if s > 0 else shift_a)
        larger = larger * (of_b if s > 0 else number(1))
        w, change, _ = excess(-t, number(0))
        terms += larger * mixture(t, w)
        difference += signed(larger * change, s)
        overlap += larger * w
    return np.float64(terms), np.float64(difference), np.float64(overlap)


@exact
def chunks(a, b, m_a, m_b, weights, high, low, states, start, stop):
    """Write the sums of `block_js` over chunks, centred on high + low."""
    number = a.dtype.type
    shift_a, low_a, _ = bounds_of(a, m_a)
    shift_b, low_b, _ = bounds_of(b, m_b)
    of_b = number(weights[WEIGHT_A] / weights[WEIGHT_B])
    lost = np.zeros(SUMS)
    for c in range(start, stop):
        state = states[c]
        state[:] = 0.0
        lost[:] = 0.0
        for k in range(c * CHUNK, min((c + 1) * CHUNK, a.shape[0]), BLOCK):
            e = min(k + BLOCK, a.shape[0])
            terms, apart, overlap = block_js(
                a[k:e], b[k:e], low_a, low_b, shift_a, shift_b, of_b, number(high), number(low)
            )
            state[TERMS], lost[TERMS] = plus(state[TERMS], lost[TERMS], terms)
            state[DIFFERENCE], lost[DIFFERENCE] = plus(state[DIFFERENCE], lost[DIFFERENCE], apart)
            state[OVERLAP], lost[OVERLAP] = plus(state[OVERLAP], lost[OVERLAP], overlap)
        state += lost


@exact
def foregone(a, b, m_a, m_b, weights):
    """Return 0: what one of the rows lacks makes nothing infinite."""
    return 0.0


@exact
def finish(sums, weights, least, eps):
    """Return the divergence, or NaN, and what to take off the centre before another sweep."""
    terms, apart = sums[TERMS] / weights[WEIGHT_A], sums[DIFFERENCE] / weights[WEIGHT_A]
    if terms <= 2.0 * least:
        return 0.0, 0.0
    if abs(apart) > ROUNDING * eps or apart * apart > terms:
        return np.nan, apart / max(sums[OVERLAP] / weights[WEIGHT_A], 0.5)
    return min((terms - apart * apart / 4.0) / 2.0, math.log(2.0)), 0.0


@exact
def weigh_and_centre(a, b, states, of_weights, weights, sums):
    """Write the weights of a pair; return its divergence, NaN if it has none here, and its centre.

    Before it, what weights are relative to.
    """
    m_a, m_b = weigh(a, b, of_weights, weights)
    if not both_usable(a, b, m_a, m_b, weights):
        return np.nan, m_a, m_b, 0.0, 0.0
    high, low = centre(a, b, m_a, m_b, weights)
    value = np.nan
    for _ in range(ROUNDS):
        chunks(a, b, m_a, m_b, weights, high, low, states, 0, states.shape[0])
        add_up(states, sums)
        value, step = finish(sums, weights, *least_of(a))
        if step == 0.0:
            break
        high, low = moved(a, high, low, step)
    return value, m_a, m_b, high, low


@exact
def row(a, b, states, of_weights, weights, sums):
    """Return the divergence of a pair of rows, or NaN, and what e^a and e^b sum to."""
    value, m_a, m_b, _, _ = weigh_and_centre(a, b, states, of_weights, weights, sums)
    if not both_usable(a, b, m_a, m_b, weights):
        return np.nan, np.nan, np.nan
    total_a, total_b = totals(a, b, m_a, m_b, weights)
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
