"""Pairs of rows of logits to train with, a teacher a and a student b: divergences, then slopes.

What both rows were measured from is kept, six numbers a pair and no matrix, so that derivatives by
the student's logits take one more sweep, or two:

- of KL, q - p times a number, as `logit_pairs_slopes` writes it;
- of JS, q (v - D) / 2 with v = log(q / m), m the mean of both, and D the mean of v under q.

Both rows are divided by a temperature first, if there is one, into rows of the thread's own.
"""

import math

import numpy as np

from kullback.kernels.numba import logit_pairs_js, logit_pairs_kl, logit_pairs_slopes
from kullback.kernels.numba.compiling import exact, fast, fused, wide_vectors
from kullback.kernels.numba.exp_minus import centred
from kullback.kernels.numba.exponential import exp_float64, exponential
from kullback.kernels.numba.logit_pairs import WEIGHT_A, WEIGHT_B, WEIGHTS, bounds_of, moved
from kullback.kernels.numba.logit_rows import block_copy
from kullback.kernels.numba.mixture_term import bit
from kullback.kernels.numba.summing import BLOCK, number_of_chunks, plus

# What is kept of a pair: the references of both rows and what their exponentials sum to relative
# to them, and the centre of the differences, in two numbers.
OF_A, OF_B, TOTAL_A, TOTAL_B, HIGH, LOW = range(6)
KEPT = 6
AT_HAND = 2**16  # logits that a core's own cache holds from one sweep to the next


@fused
def divide(x, temperature, out):
    """Write x divided by a number of its type."""
    wide_vectors()
    for j in range(x.shape[0]):
        out[j] = x[j] / temperature


@exact
def at_temperature(x, temperature, out):
    """Return a row divided by a temperature, which is written to `out` unless it is 1."""
    if temperature == 1.0:
        return x
    divide(x, x.dtype.type(temperature), out)
    return out


@exact
def keep(kept, m_a, m_b, of_a, of_b, high, low):
    """Write what is kept of a pair."""
    kept[OF_A], kept[OF_B], kept[TOTAL_A], kept[TOTAL_B] = m_a, m_b, of_a, of_b
    kept[HIGH], kept[LOW] = high, low


@exact
def kl_at_sight(a, b, sums, lost, seen, kept):
    """Return the divergence of a pair from one sweep, or NaN, and keep what slopes need."""
    value, _, _ = logit_pairs_kl.row_at_sight(a, b, sums, lost, seen)
    if math.isnan(value):
        return value
    excess = sums[logit_pairs_kl.EXCESS] / sums[logit_pairs_kl.TOTAL]
    change = math.log1p(excess)
    if abs(change) > value:  # there may be less to learn than the centre is off
        return np.nan
    shift = bounds_of(b, seen[1])[0] - bounds_of(a, seen[0])[0]
    of_a = sums[logit_pairs_kl.TOTAL]
    of_b = of_a * exp_float64(-seen[2], shift) * (1.0 + excess)
    high, low = moved(a, seen[2], 0.0, change)
    keep(kept, seen[0], seen[1], of_a, of_b, high, low)
    return value


@exact
def kl(a, b, temperature, out, kept, start, stop):
    """Write the KL divergence of each pair, NaN where only the definition has it."""
    count = number_of_chunks(a.shape[1])
    states = np.empty((max(count, 1), max(logit_pairs_kl.SUMS, WEIGHTS)))
    weights, sums = np.empty(WEIGHTS), np.empty(logit_pairs_kl.SUMS)
    at_sight, lost = np.empty(logit_pairs_kl.MEAN + 1), np.empty(logit_pairs_kl.MEAN + 1)
    seen, own = np.empty(3), np.empty((2, a.shape[1]), a.dtype)
    for i in range(start, stop):
        u, v = at_temperature(a[i], temperature, own[0]), at_temperature(b[i], temperature, own[1])
        value = kl_at_sight(u, v, at_sight, lost, seen, kept[i])
        if math.isnan(value):
            value, m_a, m_b, high, low = logit_pairs_slopes.weigh_and_centre(
                u, v, states, weights, sums
            )
            keep(kept[i], m_a, m_b, weights[WEIGHT_A], weights[WEIGHT_B], high, low)
        out[i] = value


@exact
def kl_slopes(a, b, temperature, times, kept, out, start, stop):
    """Write the derivatives by b of each divergence times a number, one or one each."""
    weights, own = np.empty(WEIGHTS), np.empty((2, a.shape[1]), a.dtype)
    blocks = np.empty((3, BLOCK), a.dtype)
    for i in range(start, stop):
        u, v = at_temperature(a[i], temperature, own[0]), at_temperature(b[i], temperature, own[1])
        of = kept[i]
        weights[WEIGHT_A], weights[WEIGHT_B] = of[TOTAL_A], of[TOTAL_B]
        logit_pairs_slopes.write_slopes(
            u, v, of[OF_A], of[OF_B], weights, of[HIGH], of[LOW],
            times[i % times.shape[0]] / temperature, blocks, out[i],
        )  # fmt: skip


@exact
def js(a, b, temperature, out, kept, start, stop):
    """Write the Jensen-Shannon divergence of each pair, NaN where only the definition has it."""
    count = number_of_chunks(a.shape[1])
    states, of_weights = np.empty((count, logit_pairs_js.SUMS)), np.empty((count, WEIGHTS))
    weights, sums = np.empty(WEIGHTS), np.empty(logit_pairs_js.SUMS)
    own = np.empty((2, a.shape[1]), a.dtype)
    for i in range(start, stop):
        u, v = at_temperature(a[i], temperature, own[0]), at_temperature(b[i], temperature, own[1])
        out[i], m_a, m_b, high, low = logit_pairs_js.weigh_and_centre(
            u, v, states, of_weights, weights, sums
        )
        keep(kept[i], m_a, m_b, weights[WEIGHT_A], weights[WEIGHT_B], high, low)


@fast
def block_mean(a, b, low_a, low_b, shift, high, low):
    """Return the sum of e^b times log(q / m)."""
    wide_vectors()
    number = a.dtype.type
    total = number(0)
    for j in range(a.shape[0]):
        u = a[j]
        v = b[j]
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        s, rest = centred(u, v, high, low)
        s = s + rest
        t = abs(s)
        of_larger = bit(t, exponential(-t if t < number(80) else number(-80), 0))
        total += exponential(v, shift) * (of_larger if s > 0 else of_larger - t)
    return np.float64(total)


@fast
def block_of_js(a, b, low_a, low_b, shift, high, low, mean, times, out):
    """Write e^b times log(q / m) less its mean, times a number."""
    wide_vectors()
    number = a.dtype.type
    for j in range(a.shape[0]):
        u = a[j]
        v = b[j]
        u = low_a if u < low_a else u
        v = low_b if v < low_b else v
        s, rest = centred(u, v, high, low)
        s = s + rest
        t = abs(s)
        of_larger = bit(t, exponential(-t if t < number(80) else number(-80), 0))
        out[j] = exponential(v, shift) * times * ((of_larger if s > 0 else of_larger - t) - mean)


@exact
def js_slopes(a, b, temperature, times, kept, out, start, stop):
    """Write the derivatives by b of each divergence times a number, one or one each."""
    number, own = a.dtype.type, np.empty((2, a.shape[1]), a.dtype)
    blocks = np.empty((3, BLOCK), a.dtype)
    for i in range(start, stop):
        u, v = at_temperature(a[i], temperature, own[0]), at_temperature(b[i], temperature, own[1])
        of, slopes = kept[i], out[i]
        _, low_a, _ = bounds_of(u, of[OF_A])
        shift, low_b, _ = bounds_of(v, of[OF_B])
        high, low = number(of[HIGH]), number(of[LOW])
        total, lost = 0.0, 0.0
        for k in range(0, u.shape[0], BLOCK):
            e = min(k + BLOCK, u.shape[0])
            part = block_mean(u[k:e], v[k:e], low_a, low_b, shift, high, low)
            total, lost = plus(total, lost, part)
        mean = number((total + lost) / of[TOTAL_B])
        factor = number(0.5 * times[i % times.shape[0]] / temperature / of[TOTAL_B])
        place = logit_pairs_slopes.place_of_the_sure(v, of[OF_B], of[TOTAL_B], 0.5)
        for k in range(0, u.shape[0], BLOCK):
            e = min(k + BLOCK, u.shape[0])
            of_a, of_b = blocks[0, : e - k], blocks[1, : e - k]
            block_copy(u[k:e], of_a)
            block_copy(v[k:e], of_b)
            block_of_js(of_a, of_b, low_a, low_b, shift, high, low, mean, factor, slopes[k:e])
        logit_pairs_slopes.make_up(slopes, place)


@exact
def kl_with_slopes(a, b, temperature, times, values, kept, out, start, stop):
    """Write KL divergences and their slopes, while rows are at hand."""
    group = max(1, AT_HAND // a.shape[1])
    for first in range(start, stop, group):
        last = min(first + group, stop)
        kl(a, b, temperature, values, kept, first, last)
        kl_slopes(a, b, temperature, times, kept, out, first, last)


@exact
def js_with_slopes(a, b, temperature, times, values, kept, out, start, stop):
    """Write Jensen-Shannon divergences and their slopes, while rows are at hand."""
    group = max(1, AT_HAND // a.shape[1])
    for first in range(start, stop, group):
        last = min(first + group, stop)
        js(a, b, temperature, values, kept, first, last)
        js_slopes(a, b, temperature, times, kept, out, first, last)
