"""Rows of logits to train with: losses first, derivatives when it is known what they are times.

The loss of a row is its label's surprise, or the sum of weights times surprises, or both. What a
row's exponentials sum to is kept, a few numbers a row and no matrix, so derivatives take one more
sweep, which reads a logit once and writes a number once.

With coefficients of a row, `own` for its label, `all_` for its probabilities and `soft` for its
weights t, the derivative by the j-th logit is (own + all_) p_j - soft t_j, and that by the
label's own is all_ p_y - own (1 - p_y) - soft t_y, where 1 - p_y is what the others hold.
"""

import math

import numpy as np

from kullback.kernels.numba import few_classes
from kullback.kernels.numba.compiling import exact, fast, wide_vectors
from kullback.kernels.numba.exponential import (
    exp_float64,
    exponential,
    largest,
    limit_of,
    lowest,
)
from kullback.kernels.numba.logit_rows import (
    FAR,
    block_copy,
    bounds,
    largest_but,
    loss_of,
    others,
    usable,
)
from kullback.kernels.numba.soft_targets import (
    INFINITE,
    NEGATIVE,
    REST,
    SURPRISE,
    TIES,
    WEIGHT,
    sweep_under_weights,
)
from kullback.kernels.numba.summing import BLOCK, add_up, look_ahead, number_of_chunks

# What is kept of a row: the power of two its exponentials are times, what they sum to, what those
# of all but the label do, the log of their sum if it is asked for, and the sum of weights. WHOLE
# is NaN where only the definition has the answer.
SHIFT, WHOLE, OTHERS, NORMALIZER, TOTAL = range(5)
KEPT = 5
AT_HAND = 2**16  # logits that a core's own cache holds from one sweep to the next


@exact
def settle(row, y, i, m, rest, loss, with_normalizer, kept):
    """Write what follows from the sum over all but the label; WHOLE is NaN if nothing does."""
    value, own = loss_of(m, row[y], rest) if usable(m, rest) else (np.nan, np.nan)
    keep(row, y, i, m, rest, own, value, loss, with_normalizer, kept)


@exact
def keep(row, y, i, m, rest, own, value, loss, with_normalizer, kept):
    """Write a loss, the log-normalizer if it is asked for, and what the derivatives need."""
    shift = bounds(m)[0]
    loss[i] = value
    kept[i, SHIFT], kept[i, OTHERS] = shift, rest
    kept[i, WHOLE] = rest + own if value == value else np.nan
    if with_normalizer:
        kept[i, NORMALIZER] = log_normalizer(
            np.float64(m), np.float64(row[y]), value, rest + own, shift
        )


@exact
def log_normalizer(m, label, loss, whole, shift):
    """Return log sum e^x from what is larger, the label or m."""
    if label >= m:
        return label + loss
    return m + math.log(whole / exp_float64(m, shift))


@exact
def of_labels(x, y, ignored, loss, with_normalizer, kept, start, stop):
    """Write the surprise of each label, 0 if it is to be ignored."""
    n = x.shape[1]
    for i in range(start, stop):
        if y[i] == ignored:
            leave_out(i, loss, with_normalizer, kept)
            continue
        m = largest_but(x[i], y[i], min(BLOCK, n))
        rest = others(x[i], y[i], m)
        if not usable(m, rest):
            m = largest_but(x[i], y[i], n)
            rest = others(x[i], y[i], m)
        settle(x[i], y[i], i, m, rest, loss, with_normalizer, kept)


@exact
def leave_out(i, loss, with_normalizer, kept):
    """Write what an ignored row adds: nothing, whatever it holds."""
    loss[i] = 0.0
    kept[i] = 0.0
    kept[i, WHOLE] = 1.0


@exact
def of_labels_of_few(x, y, ignored, loss, with_normalizer, kept, start, stop):
    """Do as `of_labels`, for rows of few classes, side by side."""
    rows = few_classes.ROWS
    tile, small = np.empty((x.shape[1], rows), x.dtype), np.empty((4, rows), x.dtype)
    large, shift = np.empty((3, rows)), few_classes.empty_shifts(x)
    labels = np.zeros(rows, y.dtype)
    for first in range(start, stop, rows):
        last = min(first + rows, stop)
        for i in range(first, last):
            labels[i - first] = y[i] if y[i] != ignored else 0
        few_classes.weigh_rows(x[first:last], labels[: last - first], tile, small, large, shift)
        for i in range(first, last):
            r = i - first
            top, rest, own = small[0, r], large[0, r], large[1, r]
            if y[i] == ignored or not few_classes.answered(top, rest, own):
                of_labels(x, y, ignored, loss, with_normalizer, kept, i, i + 1)
                continue
            keep(x[i], y[i], i, top, rest, own, large[2, r], loss, with_normalizer, kept)


@exact
def of_weights(x, y, ignored, t, loss, surprise, with_normalizer, kept, start, stop):
    """Write the sum of weights t times surprises of each row, and its label's if there are labels.

    `t` holds one row of weights for all, or one for each.
    """
    states, sums = np.empty((number_of_chunks(x.shape[1]), INFINITE + 1)), np.empty(INFINITE + 1)
    labelled = y.shape[0] > 0
    for i in range(start, stop):
        if labelled and y[i] == ignored:
            leave_out(i, loss, with_normalizer, kept)
            surprise[i] = 0.0
            continue
        m = largest(x[i])
        sweep_under_weights(t[i % t.shape[0]], x[i], m, states, 0, states.shape[0])
        add_up(states, sums)
        shift = bounds(m)[0] if abs(m) <= limit_of(m) else 0
        top = exp_float64(np.float64(m), shift)
        rest = sums[REST] + (sums[TIES] - 1.0) * top
        beyond = math.log1p(rest / top)
        value = sums[SURPRISE] + sums[WEIGHT] * beyond
        fine = sums[REST] >= 0.0 and sums[NEGATIVE] == 0.0 and value < np.inf
        surprise[i] = np.inf if sums[INFINITE] > 0.0 else value
        kept[i, TOTAL] = sums[WEIGHT]
        loss[i] = 0.0
        kept[i, SHIFT], kept[i, WHOLE], kept[i, OTHERS] = shift, rest + top, rest
        if labelled:
            gap = np.float64(m) - np.float64(x[i, y[i]])
            loss[i] = gap + beyond
            if gap > 0.0:
                own = exp_float64(np.float64(x[i, y[i]]), shift) if gap <= FAR else 0.0
                kept[i, OTHERS] = (rest - own) + top
        if with_normalizer:
            kept[i, NORMALIZER] = np.float64(m) + beyond
        if not fine:
            kept[i, WHOLE] = np.nan


@fast
def block_slopes(x, low, shift, factor, out):
    """Write e^x 2^shift times a factor."""
    wide_vectors()
    for j in range(x.shape[0]):
        v = x[j]
        out[j] = exponential(low if v < low else v, shift) * factor


@fast
def block_slopes_less(x, low, shift, factor, t, soft, out):
    """Write e^x 2^shift times a factor, less weights times theirs."""
    wide_vectors()
    for j in range(x.shape[0]):
        v = x[j]
        out[j] = exponential(low if v < low else v, shift) * factor - soft * t[j]


@exact
def row_of_slopes(row, y, t, own, all_, soft, kept, block, out):
    """Write the derivatives of a row, which may be written over it; y < 0 if it has no label.

    From a copy of each block: a loop over an array and itself stays scalar.
    """
    number = row.dtype.type
    if own == 0.0 and all_ == 0.0 and soft == 0.0:
        out[:] = number(0)
        return
    shift, whole = np.int64(kept[SHIFT]), kept[WHOLE]
    low, factor = lowest(row[0], shift), number((own + all_) / whole)
    label = np.float64(row[y]) if y >= 0 else 0.0  # before it is written over
    for b in range(0, row.shape[0], BLOCK):
        e = min(b + BLOCK, row.shape[0])
        look_ahead(row, b)
        block_copy(row[b:e], block)
        if soft == 0.0:
            block_slopes(block[: e - b], low, shift, factor, out[b:e])
        else:
            block_slopes_less(block[: e - b], low, shift, factor, t[b:e], number(soft), out[b:e])
    if y >= 0:
        out[y] = of_label(label, t[y], own, all_, soft, kept)


@exact
def of_label(label, t, own, all_, soft, kept):
    """Return the derivative by the label's own logit."""
    whole, share = kept[WHOLE], 0.0
    if label > -np.inf and all_ != 0.0:
        share = exp_float64(label, np.int64(kept[SHIFT])) / whole
    value = all_ * share - own * (kept[OTHERS] / whole)
    return value if soft == 0.0 else value - soft * np.float64(t)


@exact
def slopes(x, y, ignored, t, own, all_, soft, kept, out, start, stop):
    """Write the derivatives of rows; `out` may be x. Rows that the definition answers are left.

    Of each coefficient there is one for all rows or one for each.
    """
    labelled, block = y.shape[0] > 0, np.empty(BLOCK, x.dtype)
    for i in range(start, stop):
        label = y[i] if labelled else -1
        if labelled and label == ignored:
            out[i] = 0
        elif not math.isnan(kept[i, WHOLE]):
            row_of_slopes(
                x[i], label, t[i % t.shape[0]], own[i % own.shape[0]], all_[i % all_.shape[0]],
                soft[i % soft.shape[0]], kept[i], block, out[i],
            )  # fmt: skip


@exact
def slopes_of_few(x, y, ignored, t, own, all_, soft, kept, out, start, stop):
    """Do as `slopes`, for labelled rows of few classes, side by side."""
    rows = few_classes.ROWS
    tile, small = np.empty((x.shape[1], rows), x.dtype), np.zeros((2, rows), x.dtype)
    shift = few_classes.empty_shifts(x)
    shift[:] = 0
    low, factor = small[0], small[1]
    for first in range(start, stop, rows):
        last = min(first + rows, stop)
        few_classes.turn(x[first:last], tile)
        for i in range(first, last):
            r = i - first
            usable_ = not math.isnan(kept[i, WHOLE])
            shift[r] = np.int64(kept[i, SHIFT]) if usable_ else 0
            low[r] = lowest(x[i, 0], np.int64(shift[r]))
            both = own[i % own.shape[0]] + all_[i % all_.shape[0]]
            factor[r] = both / kept[i, WHOLE] if usable_ else 0.0
        for k in range(x.shape[1]):
            few_classes.exponentiate(tile[k], low, shift)
            few_classes.scale(tile[k], factor)
        for i in range(first, last):
            label, less = y[i], soft[i % soft.shape[0]]
            if label == ignored:
                out[i] = 0
            elif not math.isnan(kept[i, WHOLE]):
                row, of_t, logit = out[i], t[i % t.shape[0]], np.float64(x[i, label])
                for k in range(row.shape[0]):
                    row[k] = tile[k, i - first] - less * of_t[k]
                row[label] = of_label(
                    logit,
                    of_t[label],
                    own[i % own.shape[0]],
                    all_[i % all_.shape[0]],
                    less,
                    kept[i],
                )


@exact
def of_labels_with_slopes(x, y, ignored, t, own, none, loss, kept, out, start, stop):
    """Write the surprise of each label and its derivatives times `own`, while rows are at hand."""
    group = max(1, AT_HAND // x.shape[1])
    few = x.shape[1] <= few_classes.MOST
    for first in range(start, stop, group):
        last = min(first + group, stop)
        if few:
            of_labels_of_few(x, y, ignored, loss, False, kept, first, last)
            slopes_of_few(x, y, ignored, t, own, none, none, kept, out, first, last)
        else:
            of_labels(x, y, ignored, loss, False, kept, first, last)
            slopes(x, y, ignored, t, own, none, none, kept, out, first, last)
