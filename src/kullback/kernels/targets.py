"""Kernels for logits under soft targets: the cross-entropy of a teacher and a student."""

import math
from typing import Any

import numpy as np

from kullback.kernels.logits import checked
from kullback.kernels.numba import soft_targets
from kullback.kernels.numba.exponential import largest_float32, largest_float64
from kullback.kernels.sharing import Answer, are_long, sums_of_chunks
from kullback.kernels.threads import share


def cross_entropy(p: Any, x: Any, *, tolerance: float, given: str | tuple[str, str]) -> Answer:
    """Return the cross-entropy of each row of targets and logits."""
    of_p, of_x = given if isinstance(given, tuple) else (given, given)
    answer, totals = Answer.to(x), np.ones(len(x))
    limits = _limits(of_p, tolerance)
    if are_long(x):
        for i, pair in enumerate(zip(p, x, strict=True)):
            value, total = _of_long(*pair, of_p, limits)
            soft_targets.put(i, value, total, *answer, totals)
    else:
        loops = soft_targets.under_weights if of_p == "probs" else soft_targets.under_logits
        share(loops, len(x), p, x, *limits, *answer, totals)
    return checked(answer, totals, tolerance, of_x)


def _limits(form: str, tolerance: float) -> tuple[float, float]:
    """Return between which totals targets are left to a kernel."""
    if form != "logits" and tolerance < math.inf:
        return 1.0 - tolerance, 1.0 + tolerance
    return (soft_targets.LEAST, soft_targets.MOST) if form == "probs" else (0.0, math.inf)


def _of_long(p: Any, x: Any, form: str, limits: tuple[float, float]) -> tuple[float, float]:
    """Return the cross-entropy of one long row, and what e^x sums to."""
    count, m = soft_targets.INFINITE + 1, _largest(x)
    if form == "probs":
        sums = sums_of_chunks(soft_targets.sweep_under_weights, count, p, x, m)
        weight = sums[soft_targets.WEIGHT]
    else:
        p_top = _largest(p)
        sums = sums_of_chunks(soft_targets.sweep_under_logits, count, p, x, p_top, m)
        weight = soft_targets.weight_of(sums, p_top)
    value, total = soft_targets.settle(sums, m, weight, *limits)
    return float(value), float(total)


def _largest(x: Any) -> Any:
    """Return the largest entry in the type of x, which a number loses on its way to Python."""
    found = largest_float32(x) if x.dtype == np.float32 else largest_float64(x)
    return x.dtype.type(found)
