"""Kernels for probabilities: positive weights, checked in the sweep that measures them."""

from typing import Any

import numpy as np

from kullback.kernels.numba import few_classes, few_outcomes, probability_pairs, probability_rows
from kullback.kernels.sharing import Answer, are_long, sums_of_chunks
from kullback.kernels.threads import share


def entropy(p: Any, *, tolerance: float, given: str) -> Answer:
    """Return the entropy of each row."""
    del given
    answer = Answer.to(p)
    if not are_long(p):
        loops = few_outcomes if _are_few(p, tolerance) else probability_rows
        share(loops.entropy, len(p), p, tolerance, *answer)
        return answer
    for i, row in enumerate(p):
        exponent = _exponent(row, tolerance)
        sums = sums_of_chunks(
            probability_rows.entropy_chunks, probability_rows.HARD + 1, row, exponent
        )
        value = probability_rows.finish_entropy(sums, 2.0**-exponent, tolerance)
        _put(answer, i, value)
    return answer


def cross_entropy(p: Any, q: Any, *, tolerance: float, given: str) -> Answer:
    """Return the cross-entropy of each pair of rows."""
    del given
    answer = Answer.to(p)
    if not are_long(p):
        loops = few_outcomes if _are_few(p, tolerance) else probability_rows
        share(loops.cross_entropy, len(p), p, q, tolerance, *answer)
        return answer
    for i, (of_p, of_q) in enumerate(zip(p, q, strict=True)):
        exponent = _exponent(of_q, tolerance)
        sums = sums_of_chunks(
            probability_rows.cross_entropy_chunks,
            probability_rows.INFINITE + 1,
            of_p,
            of_q,
            exponent,
        )
        value = probability_rows.finish_cross_entropy(sums, 2.0**-exponent, tolerance)
        _put(answer, i, value)
    return answer


def kl_divergence(p: Any, q: Any, *, tolerance: float, given: str) -> Answer:
    """Return the KL divergence of each pair of rows."""
    del given
    answer = Answer.to(p)
    if not are_long(p):
        loops = few_outcomes if _are_few(p, tolerance) else probability_pairs
        share(loops.kl_divergence, len(p), p, q, tolerance, *answer)
        return answer
    for i, pair in enumerate(zip(p, q, strict=True)):
        sums, scale = _matched(probability_pairs.kl_chunks, *pair, tolerance)
        _put(answer, i, probability_pairs.finish_kl(sums, scale))
    return answer


def jensen_shannon_divergence(p: Any, q: Any, *, tolerance: float, given: str) -> Answer:
    """Return the Jensen-Shannon divergence of each pair of rows."""
    del given
    answer, eps = Answer.to(p), float(np.finfo(p.dtype).eps)
    if not are_long(p):
        loops = few_outcomes if _are_few(p, tolerance) else probability_pairs
        share(loops.jensen_shannon, len(p), p, q, tolerance, eps, *answer)
        return answer
    for i, pair in enumerate(zip(p, q, strict=True)):
        sums, scale = _matched(probability_pairs.js_chunks, *pair, tolerance)
        _put(answer, i, probability_pairs.finish_js(sums, scale, eps))
    return answer


def _are_few(p: Any, tolerance: float) -> bool:
    """Tell whether rows are short enough for loops across them."""
    return bool(p.shape[1] <= few_classes.MOST and tolerance < np.inf)


def _exponent(row: Any, tolerance: float) -> int:
    """Return the power of two that the sum of a row is near: 0 for what is to sum to 1."""
    if tolerance < np.inf:
        return 0
    (total,) = sums_of_chunks(probability_rows.weigh_chunks, 1, row)
    return int(probability_rows.exponent_of(total))


def _matched(sweep: Any, p: Any, q: Any, tolerance: float) -> tuple[Any, float]:
    """Return the sums of a pair, and the factor that q was brought to the total of p with."""
    count = probability_pairs.HARD + 1
    sums = sums_of_chunks(sweep, count, p, q, 1.0)
    scale = probability_pairs.scale_to_match(sums, tolerance)
    if scale == 0.0:  # to be found
        (q_total,) = sums_of_chunks(probability_rows.weigh_chunks, 1, q)
        scale = sums[probability_pairs.TOTAL] / q_total
        sums = sums_of_chunks(sweep, count, p, q, scale)
    return sums, scale


def _put(answer: Answer, i: int, value: float) -> None:
    answer.values[i], answer.trusted[i] = value, value == value
