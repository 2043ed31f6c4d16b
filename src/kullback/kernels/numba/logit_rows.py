"""Cross-entropy with labels, its gradient, and entropy, of rows of logits: one read of each row.

Every term e^(x - m) is taken relative to the largest m of the row's first block, which is nearly
always near the largest of all; where it is not, and where the answer is the small difference of
larger numbers, the row is swept again around its own largest entry. A term is added at its full
precision whatever its size, so:

- cross-entropy = log1p(R / e^x_y) with R the sum over all but the label: all terms positive;
- its gradient at the label is -R / (R + e^x_y), never p - 1;
- entropy = log1p(s) + sum e^(x - m) (m - x) / (1 + s) with s the sum over all but the largest.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exponential import (
    LN2,
    exp_float64,
    exponential,
    headroom,
    highest,
    largest,
    limit_of,
    lowest,
)
from kullback.kernels.numba.summing import BLOCK, CHUNK, look_ahead, plus, refuse

FAR = 500.0  # nats between label and reference beyond which their ratio is not formed
ENOUGH = 0.75  # of what the roundings of sums around some entry are relative to
ROOM = 80  # powers of two that a later entry may lie above the reference


@fast
def block_sum(x, low, high, shift):
    """Return the sum of e^x 2^shift over a block; what is above `high` counts as that."""
    wide_vectors()
    total = x.dtype.type(0)
    for i in range(x.shape[0]):
        v = x[i]
        v = low if v < low else v
        v = high if v > high else v
        total += exponential(v, shift)
    return np.float64(total)


@fast
def block_moments(x, m, low, high, shift):
    """Return the sums of e^x 2^shift, of that times m - x, and of that times its magnitude."""
    wide_vectors()
    total = x.dtype.type(0)
    gaps = x.dtype.type(0)
    sizes = x.dtype.type(0)
    for i in range(x.shape[0]):
        v = x[i]
        v = low if v < low else v
        v = high if v > high else v
        e = exponential(v, shift)
        total += e
        gaps += e * (m - v)
        sizes += e * abs(m - v)
    return np.float64(total), np.float64(gaps), np.float64(sizes)


@fast
def block_store(x, low, high, shift, out):
    """Write e^x 2^shift of each entry and return their sum."""
    wide_vectors()
    total = x.dtype.type(0)
    for i in range(x.shape[0]):
        v = x[i]
        v = low if v < low else v
        v = high if v > high else v
        e = exponential(v, shift)
        out[i] = e
        total += e
    return np.float64(total)


@fast
def block_copy(x, out):
    """Copy a block: ten times as fast as to assign it to a slice."""
    wide_vectors()
    for i in range(x.shape[0]):
        out[i] = x[i]


@fast
def block_scale(e, factor):
    """Multiply by a factor of the same type."""
    wide_vectors()
    for i in range(e.shape[0]):
        e[i] *= factor


@exact
def largest_but(x, y, stop):
    """Return the largest of x[:stop], leaving out the one at y if it lies there."""
    top = x.dtype.type(-np.inf)
    if not 0 <= y < stop:
        return largest(x[:stop])
    if y > 0:
        top = largest(x[:y])
    if y + 1 < stop:
        rest = largest(x[y + 1 : stop])
        top = rest if not rest <= top else top
    return top


@exact
def bounds(m):
    """Return shift, low and high for terms relative to m."""
    shift = headroom(m) - np.int64(np.rint(np.float64(m) / LN2))
    return shift, lowest(m, shift), highest(m, shift)


@exact
def usable(m, total):
    """Tell whether sums relative to m hold all they should: False for NaN, infinities, overflow."""
    up = headroom(m)
    return abs(m) <= limit_of(m) and 0.0 < total <= math.ldexp(1.0, up + ROOM)


@exact
def sum_but(x, y, start, stop, low, high, shift):
    """Return the sum of e^x 2^shift over x[start:stop], without the one at y."""
    total, lost = 0.0, 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        look_ahead(x, b)
        if b <= y < e:
            total, lost = plus(total, lost, block_sum(x[b:y], low, high, shift))
            b = y + 1
        total, lost = plus(total, lost, block_sum(x[b:e], low, high, shift))
    return total + lost


@exact
def others(x, y, m):
    """Return the sum of e^(x - m) over all but y, times 2^headroom; chunk by chunk."""
    if not abs(m) <= limit_of(m):
        return np.nan
    shift, low, high = bounds(m)
    total, lost = 0.0, 0.0
    for start in range(0, x.shape[0], CHUNK):
        stop = min(start + CHUNK, x.shape[0])
        total, lost = plus(total, lost, sum_but(x, y, start, stop, low, high, shift))
    return total + lost


@exact
def loss_of(m, label, rest):
    """Return (loss, e^label relative to m) from the sum over the others; NaN if unsettled."""
    shift = bounds(m)[0]
    gap = np.float64(m) - np.float64(label)
    if abs(gap) <= FAR:
        own = exp_float64(np.float64(label), shift)
        return math.log1p(rest / own), own
    if gap > 0.0:
        return math.log(rest / exp_float64(np.float64(m), shift)) + gap, 0.0
    return np.nan, np.nan


@exact
def cross_entropy(x, y, out, trusted, total, start, stop):
    """Write the loss of each row, and sum e^x, which is 1 for log-probabilities."""
    n = x.shape[1]
    for i in range(start, stop):
        m = largest_but(x[i], y[i], min(BLOCK, n))
        rest = others(x[i], y[i], m)
        settle(x[i], y[i], i, m, rest, out, trusted, total)


@exact
def settle(x, y, i, m, rest, out, trusted, total):
    """Write what follows from the sum over all but the label, taken anew if it is not usable."""
    if not usable(m, rest):
        m = largest_but(x, y, x.shape[0])
        rest = others(x, y, m)
    if not usable(m, rest):
        refuse(out, trusted, i)
        return
    loss, own = loss_of(m, x[y], rest)
    if not math.isnan(loss):
        out[i] = loss
        total[i] = math.ldexp(rest + own, -bounds(m)[0])
    else:
        refuse(out, trusted, i)


@exact
def cross_entropy_chunks(x, y, m, states, start, stop):
    """Write the sum over each chunk of one long row, without the label."""
    if not abs(m) <= limit_of(m):
        states[start:stop] = np.nan
        return
    shift, low, high = bounds(m)
    for c in range(start, stop):
        end = min((c + 1) * CHUNK, x.shape[0])
        states[c, 0] = sum_but(x, y, c * CHUNK, end, low, high, shift)


@exact
def store_row(x, y, m, out, block):
    """Write e^(x - m) 2^headroom of a row to `out`, which may be x; return the sum but y."""
    shift, low, high = bounds(m)
    total, lost = 0.0, 0.0
    for b in range(0, x.shape[0], BLOCK):
        e = min(b + BLOCK, x.shape[0])
        v = block[: e - b]
        block_copy(x[b:e], v)
        if b <= y < e:
            k = y - b
            total, lost = plus(total, lost, block_store(v[:k], low, high, shift, out[b:y]))
            block_store(v[k : k + 1], low, high, shift, out[y : y + 1])
            v = v[k + 1 :]
            b = y + 1
        total, lost = plus(total, lost, block_store(v, low, high, shift, out[b:e]))
    return total + lost


@exact
def cross_entropy_with_gradient(x, y, out, gradient, trusted, start, stop):
    """Write the loss of each row and its derivatives; `gradient` may be x.

    The exponentials are stored once and scaled while the row is still in the cache. The row's own
    largest entry is found first, so that nothing is written to a row that is refused.
    """
    block = np.empty(BLOCK, x.dtype)
    for i in range(start, stop):
        row, slopes, k = x[i], gradient[i], y[i]
        label, m = row[k], largest(row)
        if not abs(m) <= limit_of(m):
            refuse(out, trusted, i)
            continue
        rest = store_row(row, k, m, slopes, block)
        loss, own = loss_of(m, label, rest)
        factor = 1.0 / (rest + own)
        block_scale(slopes, x.dtype.type(factor))
        slopes[k] = -rest * factor
        out[i] = loss


@exact
def moments(x, k, m, start, stop):
    """Return the sums of `block_moments` over x[start:stop], without k."""
    shift, low, high = bounds(m)
    total, lost, gaps, gaps_lost, sizes = 0.0, 0.0, 0.0, 0.0, 0.0
    for b in range(start, stop, BLOCK):
        e = min(b + BLOCK, stop)
        look_ahead(x, b)
        if b <= k < e:
            t, g, s = block_moments(x[b:k], m, low, high, shift)
            total, lost = plus(total, lost, t)
            gaps, gaps_lost = plus(gaps, gaps_lost, g)
            sizes += s
            b = k + 1
        t, g, s = block_moments(x[b:e], m, low, high, shift)
        total, lost = plus(total, lost, t)
        gaps, gaps_lost = plus(gaps, gaps_lost, g)
        sizes += s
    return total + lost, gaps + gaps_lost, sizes


@exact
def row_moments(x, k, m):
    """Return `moments` of a whole row, chunk by chunk."""
    if not abs(m) <= limit_of(m):
        return np.nan, np.nan, np.nan
    total, lost, gaps, gaps_lost, sizes, sizes_lost = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for start in range(0, x.shape[0], CHUNK):
        t, g, s = moments(x, k, m, start, min(start + CHUNK, x.shape[0]))
        total, lost = plus(total, lost, t)
        gaps, gaps_lost = plus(gaps, gaps_lost, g)
        sizes, sizes_lost = plus(sizes, sizes_lost, s)
    return total + lost, gaps + gaps_lost, sizes + sizes_lost


@exact
def entropy_in_sight(m, total, gaps, sizes):
    """Return the entropy from sums around some m, or NaN where it is what is left of larger ones.

    An entry above m makes its term negative, and the logarithm of a total has the error of the
    total whatever its size. Where the answer is not less than most of both, neither costs digits.
    """
    own = exp_float64(np.float64(m), bounds(m)[0])
    value = math.log(total / own) + gaps / total
    return value if value >= ENOUGH * (1.0 + sizes / total) else np.nan


@exact
def entropy_of_rest(m, rest, gaps):
    """Return the entropy from sums around the largest entry, which they leave out."""
    own = exp_float64(np.float64(m), bounds(m)[0])
    return math.log1p(rest / own) + gaps / (own + rest), own + rest


@exact
def place_of(x, m):
    """Return where m is first in x."""
    for i in range(x.shape[0]):
        if x[i] == m:
            return i
    return -1


@exact
def entropy(x, out, trusted, total, start, stop):
    """Write the entropy of each row, and sum e^x, which is 1 for log-probabilities."""
    for i in range(start, stop):
        row = x[i]
        m = largest(row[: min(BLOCK, row.shape[0])])
        whole, gaps, sizes = row_moments(row, -1, m)
        settle_entropy(row, i, m, whole, gaps, sizes, out, trusted, total)


@exact
def settle_entropy(x, i, m, whole, gaps, sizes, out, trusted, total):
    """Write what follows from the sums around m, or from those around the largest entry."""
    value = entropy_in_sight(m, whole, gaps, sizes) if usable(m, whole) else np.nan
    if math.isnan(value):
        m = largest(x)
        whole, gaps, _ = row_moments(x, place_of(x, m), m)
        if not whole >= 0.0:
            refuse(out, trusted, i)
            return
        value, whole = entropy_of_rest(m, whole, gaps)
    out[i] = value
    total[i] = math.ldexp(whole, -bounds(m)[0])


@exact
def entropy_chunks(x, m, states, start, stop):
    """Write the sums over each chunk of one long row."""
    if not abs(m) <= limit_of(m):
        states[start:stop] = np.nan
        return
    for c in range(start, stop):
        end = min((c + 1) * CHUNK, x.shape[0])
        states[c, 0], states[c, 1], states[c, 2] = moments(x, -1, m, c * CHUNK, end)
