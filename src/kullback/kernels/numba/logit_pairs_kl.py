"""KL divergence between rows of logits, as a sum of terms that are not negative.

With s = log(q/p) up to a constant, as `logit_pairs` forms it, and E = sum p (e^s - 1),

    KL = sum p (e^s - 1 - s) - (E - log(1 + E))

The second part is small even where the centre is only guessed from the first entries: it is off
by less the nearer the rows are to each other. So most rows take one sweep. Rows with masks, or of
more magnitudes than their width, are weighed first; an outcome whose p is 0 in this range then
adds its q to both sums.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exp_minus import centred, excess, excess_float64, highest_of
from kullback.kernels.numba.exponential import exponential, limit_of
from kullback.kernels.numba.logit_pairs import (
    LACKING,
    MISSING,
    ROUNDS,
    WEIGHT_B,
    WEIGHTS,
    block_weights,
    both_usable,
    bounds_of,
    centre,
    halves,
    least_of,
    moved,
    tops,
    totals,
    weigh,
)
from kullback.kernels.numba.logit_rows import usable
from kullback.kernels.numba.summing import BLOCK, CHUNK, add_up, number_of_chunks, plus

# What is summed of each chunk: p, times e^s - 1, times e^s - 1 - s, and what is out of range.
TOTAL, EXCESS, TERMS, HARD = range(4)
SUMS = 4
MEAN = 4  # at first sight also of p s
SAMPLE = 128  # entries that the centre is guessed from
EDGE = 0.4  # nats above `low` up to which e^a is 0 as well
FAR = 2.0  # a divergence so much larger than what is taken off needs no other form


@fast
def block_kl(a, b, low_a, low_b, shift, high, low, top):
    """Return the sums of e^a, of that times e^s - 1 and e^s - 1 - s; and s too large.

    Too large they can be only where p is far too small for its range.
    """
    wide_vectors()
    number = a.dtype.type
    total = number(0)
    apart = number(0)
    terms = number(0)
    hard = number(0)
    for i in range(a.shape[0]):
        u = a[i]
        v = b[i]
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        p = exponential(u, shift)
        s, rest = centred(u, v, high, low)
        hard += number((s > top) & (p > 0))
        s = top if s > top else s
        _, change, beyond = excess(s, rest)
        total += p
        apart += p * change
        terms += p * beyond
    return np.float64(total), np.float64(apart), np.float64(terms), np.float64(hard)


@exact
def chunks(a, b, m_a, m_b, weights, high, low, states, start, stop):
    """Write the sums of `block_kl` over chunks, centred on high + low."""
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
            total, apart, terms, hard = block_kl(
                a[k:e], b[k:e], low_a, low_b, shift, number(high), number(low), highest_of(a[0])
            )
            state[TOTAL], lost[TOTAL] = plus(state[TOTAL], lost[TOTAL], total)
            state[EXCESS], lost[EXCESS] = plus(state[EXCESS], lost[EXCESS], apart)
            state[TERMS], lost[TERMS] = plus(state[TERMS], lost[TERMS], terms)
            state[HARD] += hard
        state[:HARD] += lost


@exact
def foregone(a, b, m_a, m_b, weights):
    """Return infinity where b lacks an outcome of a, NaN where it hardly has it, else 0."""
    if weights[LACKING] == 0.0:
        return 0.0
    low_a, low_b = bounds_of(a, m_a)[1], bounds_of(b, m_b)[1]
    verdict = 0.0
    for i in range(a.shape[0]):
        if b[i] < low_b and a[i] > -np.inf:
            if b[i] == -np.inf:
                return np.inf
            if a[i] > low_a:
                verdict = np.nan
    return verdict


@exact
def finish(sums, weights, least, eps):
    """Return the divergence, or NaN, and what to take off the centre before another sweep."""
    return finished(sums, weights[MISSING] / weights[WEIGHT_B], least)


@exact
def finished(sums, missing, least):
    """Do as `finish`; `missing` is how much of b there is where a has nothing."""
    if sums[HARD] > 0.0:
        return np.nan, 0.0
    terms = sums[TERMS] / sums[TOTAL] + missing
    if terms <= least:
        return 0.0, 0.0
    step = math.log1p(sums[EXCESS] / sums[TOTAL] + missing)
    apart = excess_float64(step, 0.0)[2]
    return (terms - apart, 0.0) if apart <= terms / 4.0 else (np.nan, step)


@fast
def block_sight(a, b, low, high, shift, centre, top):
    """Return the sums of p = e^a, of p times e^s - 1, e^s - 1 - s and s; and what is odd."""
    wide_vectors()
    number = a.dtype.type
    total = number(0)
    apart = number(0)
    terms = number(0)
    mean = number(0)
    odd = number(0)
    for i in range(a.shape[0]):
        u = a[i]
        s, rest = centred(u, b[i], centre, number(0))
        odd += number((abs(s) > top) | (u < low) | (u > high))
        p = exponential(u, shift)
        _, change, beyond = excess(s, rest)
        total += p
        apart += p * change
        terms += p * beyond
        mean += p * s
    return (
        np.float64(total),
        np.float64(apart),
        np.float64(terms),
        np.float64(odd),
        np.float64(mean),
    )


@exact
def sweep_at_sight(a, b, m, centre, sums, lost):
    """Write the sums of `block_sight` over a row, relative to m."""
    number = a.dtype.type
    shift, low, high = bounds_of(a, m)
    least, top = number(low + EDGE), highest_of(a[0])
    sums[:] = 0.0
    lost[:] = 0.0
    for k in range(0, a.shape[0], BLOCK):
        e = min(k + BLOCK, a.shape[0])
        total, apart, terms, odd, mean = block_sight(
            a[k:e], b[k:e], least, high, shift, number(centre), top
        )
        sums[TOTAL], lost[TOTAL] = plus(sums[TOTAL], lost[TOTAL], total)
        sums[EXCESS], lost[EXCESS] = plus(sums[EXCESS], lost[EXCESS], apart)
        sums[TERMS], lost[TERMS] = plus(sums[TERMS], lost[TERMS], terms)
        sums[MEAN], lost[MEAN] = plus(sums[MEAN], lost[MEAN], mean)
        sums[HARD] += odd
    sums += lost


@exact
def finish_at_sight(sums, least):
    """Return the divergence, or NaN, and what to take off the centre before another sweep."""
    value, step = finished(sums, 0.0, least)
    if sums[EXCESS] < -0.5 * sums[TOTAL]:  # 1 + E has lost its digits
        return np.nan, math.log1p(sums[EXCESS] / sums[TOTAL])
    far = step - sums[MEAN] / sums[TOTAL]
    return (far, 0.0) if step != 0.0 and far >= FAR + abs(step) else (value, step)


@exact
def row_at_sight(a, b, sums, lost, seen):
    """Return the divergence of a pair of rows, or NaN, and what e^a and e^b sum to.

    What it was seen from is written to `seen`: the references of both rows and the centre.
    """
    number, k = a.dtype.type, min(SAMPLE, a.shape[0])
    m_a, m_b = tops(a, b, k)
    if not (abs(m_a) <= limit_of(a[0]) and abs(m_b) <= limit_of(a[0])):
        return np.nan, np.nan, np.nan
    shift, low, high = bounds_of(a, m_a)
    shift_b, low_b, high_b = bounds_of(b, m_b)
    weights = block_weights(a[:k], b[:k], low, low_b, high, high_b, shift, shift_b)
    middle = centre(a, b, m_a, m_b, weights)[0]
    for _ in range(ROUNDS):
        sweep_at_sight(a, b, m_a, middle, sums, lost)
        if not usable(number(m_a), sums[TOTAL]):
            break
        value, step = finish_at_sight(sums, least_of(a)[0])
        if step == 0.0:
            seen[0], seen[1], seen[2] = m_a, m_b, middle
            total = math.ldexp(sums[TOTAL], -shift)
            return value, total, total * math.exp(-middle) * (1.0 + sums[EXCESS] / sums[TOTAL])
        middle = halves(a, middle - step, 0.0)[0]
    return np.nan, np.nan, np.nan


@exact
def row(a, b, states, weights, sums):
    """Return the divergence of a pair of rows, or NaN, and what e^a and e^b sum to."""
    m_a, m_b = weigh(a, b, states, weights)
    if not both_usable(a, b, m_a, m_b, weights):
        return np.nan, np.nan, np.nan
    total_a, total_b = totals(a, b, m_a, m_b, weights)
    value = foregone(a, b, m_a, m_b, weights)
    if value != 0.0:
        return value, total_a, total_b
    high, low = centre(a, b, m_a, m_b, weights)
    for _ in range(ROUNDS):
        chunks(a, b, m_a, m_b, weights, high, low, states, 0, states.shape[0])
        add_up(states, sums)
        value, step = finish(sums, weights, *least_of(a))
        if step == 0.0:
            break
        high, low = moved(a, high, low, step)
    return value, total_a, total_b


@exact
def rows(a, b, out, trusted, total_a, total_b, start, stop):
    """Write the divergence of each pair of rows, and what e^a and e^b sum to."""
    states = np.empty((number_of_chunks(a.shape[1]), SUMS))
    weights, sums = np.empty(WEIGHTS), np.empty(SUMS)
    at_sight, lost, seen = np.empty(MEAN + 1), np.empty(MEAN + 1), np.empty(3)
    for i in range(start, stop):
        value, of_a, of_b = row_at_sight(a[i], b[i], at_sight, lost, seen)
        if math.isnan(value):
            value, of_a, of_b = row(a[i], b[i], states, weights, sums)
        out[i], total_a[i], total_b[i] = value, of_a, of_b
        trusted[i] = not math.isnan(value)
