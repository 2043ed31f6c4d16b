"""Kernels for pairs of rows of logits: their KL and Jensen-Shannon divergence."""

import math
from types import ModuleType
from typing import Any

import numpy as np

from kullback.kernels.logits import checked
from kullback.kernels.numba import (
    logit_pairs,
    logit_pairs_js,
    logit_pairs_kl,
    logit_pairs_slopes,
)
from kullback.kernels.numba.summing import BLOCK
from kullback.kernels.rows import read_only
from kullback.kernels.sharing import Answer, are_long, sums_of_chunks
from kullback.kernels.threads import share

WIDENED = 2**22  # entries copied at once as float64


def kl_divergence(p: Any, q: Any, *, tolerance: float, given: str) -> Answer:
    """Return the KL divergence of each pair of rows."""
    return _of_pairs(logit_pairs_kl, p, q, tolerance, given)


def jensen_shannon_divergence(p: Any, q: Any, *, tolerance: float, given: str) -> Answer:
    """Return the Jensen-Shannon divergence of each pair of rows."""
    return _of_pairs(logit_pairs_js, p, q, tolerance, given)


def kl_divergence_with_gradient(p: Any, q: Any, slopes: Any) -> Answer:
    """Return the KL divergence of each pair, and write its derivatives; `slopes` may be p or q."""
    answer = Answer.to(p)
    share(logit_pairs_slopes.rows, len(p), p, q, answer.values, slopes, answer.trusted)
    return answer


def _of_pairs(divergence: ModuleType, p: Any, q: Any, tolerance: float, given: str) -> Answer:
    """Measure rows in their own width, and those of float32 that do not fit it as float64."""
    answer, totals = _measured(divergence, p, q)
    left = np.flatnonzero(~answer.trusted)
    if left.size and p.dtype == np.float32:
        for some in np.array_split(left, 1 + left.size * p.shape[1] // WIDENED):
            a, b = (read_only(x[some].astype(np.float64)) for x in (p, q))
            wide, totals[:, some] = _measured(divergence, a, b)
            answer.values[some], answer.trusted[some] = wide
    for total in totals:
        answer = checked(answer, total, tolerance, given)
    return answer


def _measured(divergence: ModuleType, p: Any, q: Any) -> tuple[Answer, Any]:
    """Return the divergence of each pair of rows, and what e^p and e^q sum to."""
    answer, totals = Answer.to(p), np.ones((2, len(p)))
    if not are_long(p):
        share(divergence.rows, len(p), p, q, *answer, *totals)
        return answer, totals
    for i, pair in enumerate(zip(p, q, strict=True)):
        answer.values[i], *totals[:, i] = _of_long_pair(divergence, *pair)
    answer.trusted[:] = ~np.isnan(answer.values)
    return answer, totals


def _of_long_pair(divergence: ModuleType, a: Any, b: Any) -> tuple[float, float, float]:
    """Return the divergence of a pair, or NaN, and what e^a and e^b sum to."""
    m_a, m_b = logit_pairs.tops(a, b, BLOCK)
    weights = sums_of_chunks(logit_pairs.weigh_chunks, logit_pairs.WEIGHTS, a, b, m_a, m_b)
    if not logit_pairs.both_usable(a, b, m_a, m_b, weights):
        m_a, m_b = logit_pairs.tops(a, b, len(a))
        weights = sums_of_chunks(logit_pairs.weigh_chunks, logit_pairs.WEIGHTS, a, b, m_a, m_b)
    if not logit_pairs.both_usable(a, b, m_a, m_b, weights):
        return math.nan, math.nan, math.nan
    value = divergence.foregone(a, b, m_a, m_b, weights)
    if value == 0.0:
        value = _centred(divergence, a, b, m_a, m_b, weights)
    return value, *logit_pairs.totals(a, b, m_a, m_b, weights)


def _centred(divergence: ModuleType, a: Any, b: Any, m_a: float, m_b: float, weights: Any) -> float:
    """Return the divergence from sweeps that are centred anew until it does not matter."""
    least, eps = logit_pairs.least_of(a)
    value, count = math.nan, divergence.SUMS
    high, low = logit_pairs.centre(a, b, m_a, m_b, weights)
    for _ in range(logit_pairs.ROUNDS):
        sums = sums_of_chunks(divergence.chunks, count, a, b, m_a, m_b, weights, high, low)
        value, step = divergence.finish(sums, weights, least, eps)
        if step == 0.0:
            break
        high, low = logit_pairs.moved(a, high, low, step)
    return value
