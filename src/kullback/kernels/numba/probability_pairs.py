"""KL and Jensen-Shannon divergence of rows of probabilities, checked in the same sweep.

Sums of non-negative terms, of weights as they come. Weights whose totals differ are further apart
by what the difference of the totals alone makes, which is taken off at the end: with
D = sum(p - q), summed from exact differences, KL = [S - Q phi(D / Q)] / P, phi(t) = (1 + t)
log(1 + t) - t. Where that would leave less than most of S, the definition answers.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.logarithm import divergence_term, minus
from kullback.kernels.numba.probability_rows import TINY, weigh
from kullback.kernels.numba.summing import (
    BLOCK,
    CHUNK,
    add_up,
    look_ahead,
    number_of_chunks,
    plus,
)

TERMS, DIFFERENCE, TOTAL, OF_Q, NEGATIVE, INFINITE, HARD = range(7)
# Totals of p for which the least term that matters is no subnormal, and no ratio leaves its range.
LEAST_TOTAL, LARGEST_TOTAL = 2.0**-900, 2.0**60
APART = 1e-8  # totals this much apart, relatively, are brought together before the terms are
FAR = 0.05  # a divergence of weights brought together needs no more digits than the factor has


@fast
def block_kl(p, q, scale):
    """Return the sums of the terms, of p - q and of p, with q times a scale; and what is wrong."""
    wide_vectors()
    terms = 0.0
    difference = 0.0
    total = 0.0
    negative = np.int64(0)
    infinite = np.int64(0)
    hard = np.int64(0)
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        b = np.float64(q[i]) * scale
        d = minus(a, b)
        terms += divergence_term(a, b, d)
        difference += d
        total += a
        negative = np.int64(negative | np.int64((a < 0.0) | (b < 0.0)))
        # A q that only the scale makes 0 is hard.
        infinite = np.int64(infinite | np.int64((a > 0.0) & (np.float64(q[i]) == 0.0)))
        hard = np.int64(hard | np.int64((a > 0.0) & (b < TINY)))
    return terms, difference, total, negative, infinite, hard


@fast
def block_js(p, q, scale):
    """Return the sums of the terms against the mixture, of q's among them, of p - q and of p.

    And whether there is something negative, or too small.
    """
    wide_vectors()
    terms = 0.0
    of_q = 0.0
    difference = 0.0
    total = 0.0
    negative = np.int64(0)
    hard = np.int64(0)
    for i in range(p.shape[0]):
        a = np.float64(p[i])
        b = np.float64(q[i]) * scale
        d = minus(a, b)
        m = 0.5 * (a + b)
        t = divergence_term(b, m, -0.5 * d)
        terms += divergence_term(a, m, 0.5 * d) + t
        of_q += t
        difference += d
        total += a
        negative = np.int64(negative | np.int64((a < 0.0) | (b < 0.0)))
        hard = np.int64(hard | np.int64((a + b > 0.0) & (m < TINY)))
    return terms, of_q, difference, total, negative, hard


@exact
def sweep_kl(p, q, start, stop, scale, state):
    """Write the sums over a chunk to `state`."""
    lost = np.zeros(3)
    state[:] = 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        look_ahead(p, b)
        look_ahead(q, b)
        s, d, t, negative, infinite, hard = block_kl(p[b:e], q[b:e], scale)
        state[TERMS], lost[0] = plus(state[TERMS], lost[0], s)
        state[DIFFERENCE], lost[1] = plus(state[DIFFERENCE], lost[1], d)
        state[TOTAL], lost[2] = plus(state[TOTAL], lost[2], t)
        state[NEGATIVE] += negative
        state[INFINITE] += infinite
        state[HARD] += hard
    state[:3] += lost


@exact
def sweep_js(p, q, start, stop, scale, state):
    """Write the sums over a chunk to `state`."""
    lost = np.zeros(4)
    state[:] = 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        look_ahead(p, b)
        look_ahead(q, b)
        s, of_q, d, t, negative, hard = block_js(p[b:e], q[b:e], scale)
        state[TERMS], lost[0] = plus(state[TERMS], lost[0], s)
        state[DIFFERENCE], lost[1] = plus(state[DIFFERENCE], lost[1], d)
        state[TOTAL], lost[2] = plus(state[TOTAL], lost[2], t)
        state[OF_Q], lost[3] = plus(state[OF_Q], lost[3], of_q)
        state[NEGATIVE] += negative
        state[HARD] += hard
    state[:4] += lost


@exact
def phi(t):
    """Return (1 + t) log(1 + t) - t."""
    if abs(t) < 1e-5:
        return t * t * (0.5 - t / 6.0 + t * t / 12.0)
    return (1.0 + t) * math.log1p(t) - t


@exact
def scale_to_match(sums, tolerance):
    """Return the factor that brings q to the total of p: 1 if near enough, NaN if not allowed.

    0 if it is to be found: the difference of the totals does not have the digits.
    """
    total = sums[TOTAL]
    q_total = total - sums[DIFFERENCE]
    if sums[NEGATIVE] > 0.0 or not (LEAST_TOTAL < total < LARGEST_TOTAL):
        return np.nan
    if tolerance < np.inf:
        fine = abs(total - 1.0) <= tolerance and abs(q_total - 1.0) <= tolerance
        return 1.0 if fine else np.nan
    return 1.0 if abs(sums[DIFFERENCE]) <= APART * total else 0.0


@exact
def finish_kl(sums, scale):
    """Return the KL divergence from the sums of a pair of rows, or NaN where not to be trusted."""
    if not 0.0 < scale < np.inf:
        return np.nan
    if sums[INFINITE] > 0.0:
        return np.inf
    terms, total = sums[TERMS], sums[TOTAL]
    q_total = total - sums[DIFFERENCE]
    apart = q_total * phi(sums[DIFFERENCE] / q_total)
    value = max(terms - apart, 0.0) / total
    vague = apart > terms / 4.0 or (scale != 1.0 and not value >= FAR)
    return np.nan if sums[HARD] > 0.0 or vague else value


@exact
def finish_js(sums, scale, eps):
    """Return the Jensen-Shannon divergence from the sums of a pair of rows, or NaN."""
    if not 0.0 < scale < np.inf:
        return np.nan
    terms, total = sums[TERMS], sums[TOTAL]
    q_total = total - sums[DIFFERENCE]
    x = sums[DIFFERENCE] / q_total
    # The terms as a function of a factor of q, at 1 + x, to second order.
    mean = (total + q_total) / 4.0 - terms / 2.0
    apart = x * (sums[OF_Q] - sums[DIFFERENCE] / 2.0) + x * x * mean / 2.0
    value = max(terms + apart, 0.0) / (2.0 * total)
    vague = abs(apart) > terms / 4.0 or abs(x) ** 3 * q_total > eps * terms
    vague = vague or sums[HARD] > 0.0
    return np.nan if vague or (scale != 1.0 and not value >= FAR) else value


@exact
def kl_divergence(p, q, tolerance, out, trusted, start, stop):
    """Write the KL divergence of each pair of rows; with an infinite tolerance, over their sums."""
    n = p.shape[1]
    states = np.empty((number_of_chunks(n), HARD + 1))
    sums = np.empty(HARD + 1)
    for i in range(start, stop):
        kl_chunks(p[i], q[i], 1.0, states, 0, states.shape[0])
        add_up(states, sums)
        scale = scale_to_match(sums, tolerance)
        if scale == 0.0:
            scale = sums[TOTAL] / weigh(q[i])
            kl_chunks(p[i], q[i], scale, states, 0, states.shape[0])
            add_up(states, sums)
        out[i] = finish_kl(sums, scale)
        trusted[i] = out[i] == out[i]


@exact
def kl_chunks(p, q, scale, states, start, stop):
    """Write the sums over chunks of a pair of rows."""
    for c in range(start, stop):
        sweep_kl(p, q, c * CHUNK, min((c + 1) * CHUNK, p.shape[0]), scale, states[c])


@exact
def jensen_shannon(p, q, tolerance, eps, out, trusted, start, stop):
    """Write the Jensen-Shannon divergence of each pair of rows, as `kl_divergence` does."""
    n = p.shape[1]
    states = np.empty((number_of_chunks(n), HARD + 1))
    sums = np.empty(HARD + 1)
    for i in range(start, stop):
        js_chunks(p[i], q[i], 1.0, states, 0, states.shape[0])
        add_up(states, sums)
        scale = scale_to_match(sums, tolerance)
        if scale == 0.0:
            scale = sums[TOTAL] / weigh(q[i])
            js_chunks(p[i], q[i], scale, states, 0, states.shape[0])
            add_up(states, sums)
        out[i] = finish_js(sums, scale, eps)
        trusted[i] = out[i] == out[i]


@exact
def js_chunks(p, q, scale, states, start, stop):
    """Write the sums over chunks of a pair of rows."""
    for c in range(start, stop):
        sweep_js(p, q, c * CHUNK, min((c + 1) * CHUNK, p.shape[0]), scale, states[c])
