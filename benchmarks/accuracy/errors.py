"""What each system makes of a family: its largest error, and how often it is absurd."""

import math
import warnings

import numpy as np

from benchmarks.accuracy.exact import error_in_eps, exact, exact_without_normalizing
from benchmarks.accuracy.families import in_dtype
from benchmarks.accuracy.page import BEYOND


def answers_of(family, dtype):
    """Return (name, inputs, exact answer of the distributions, of the sums as they are)."""
    return [
        (name, inputs, exact(family.task, inputs), _as_it_is(family.task, inputs))
        for name, inputs in in_dtype(family, dtype)
    ]


def _as_it_is(task, inputs):
    return exact_without_normalizing(task, inputs) if task.endswith("probabilities") else None


def measured(system, family, cases, dtype):
    """Return what a system makes of the cases, or None where it does not do the task."""
    call = system.calls.get(family.task)
    if call is None:
        return None
    info = np.finfo(dtype)
    floor = float(info.smallest_normal if system.flushes else 1000 * info.smallest_subnormal)
    found = {"cases": 0, "eps": 0.0, "at": "", "wrong sign": 0, "zero": 0, "not a number": 0}
    for name, inputs, normalized, as_it_is in cases:
        truth = normalized if system.normalizes or as_it_is is None else as_it_is
        got = np.asarray(_answer(system, call, inputs, "gradient" in family.task), dtype=dtype)
        found["cases"] += 1
        if not np.isfinite(got):
            found["not a number"] += 1
            continue
        found["wrong sign"] += int(got * np.sign(float(truth)) < 0)
        found["zero"] += int(got == 0 != truth)
        off = min(error_in_eps(got, truth, inputs[-1].size * floor), BEYOND)
        if off > found["eps"]:
            found["eps"], found["at"] = off, name
    return found


def _answer(system, call, inputs, wants_gradient):
    rows = [np.array([x]) for x in inputs]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            answer = system.finished(call(*map(system.array, rows)))
            if wants_gradient:
                return np.asarray(answer[1])[0, inputs[0]]
            return np.asarray(answer)[0]
    except (ValueError, FloatingPointError):  # refused: no number where one is right
        return math.nan
