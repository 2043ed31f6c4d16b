"""Kernels for logits and log-probabilities, which are logits once they are known to sum to 1."""

from typing import Any

import numpy as np

from kullback.kernels.numba import few_classes, logit_rows
from kullback.kernels.numba.summing import BLOCK
from kullback.kernels.sharing import Answer, are_long, sums_of_chunks
from kullback.kernels.threads import share


def entropy(x: Any, *, tolerance: float, given: str) -> Answer:
    """Return the entropy of each row."""
    answer, total = Answer.to(x), np.ones(len(x))
    if not are_long(x):
        share(_loops(x).entropy, len(x), x, *answer, total)
        return checked(answer, total, tolerance, given)
    for i, row in enumerate(x):
        m = _reference(row, -1)
        whole, gaps, sizes = sums_of_chunks(logit_rows.entropy_chunks, 3, row, m)
        logit_rows.settle_entropy(row, i, m, whole, gaps, sizes, *answer, total)
    return checked(answer, total, tolerance, given)


def cross_entropy(y: Any, x: Any, *, tolerance: float, given: tuple[str, str]) -> Answer:
    """Return the loss of each row with a label."""
    answer, total = Answer.to(x), np.ones(len(x))
    if not are_long(x):
        share(_loops(x).cross_entropy, len(x), x, y, *answer, total)
        return checked(answer, total, tolerance, given[1])
    for i, (row, label) in enumerate(zip(x, y, strict=True)):
        m = _reference(row, label)
        (rest,) = sums_of_chunks(logit_rows.cross_entropy_chunks, 1, row, label, m)
        logit_rows.settle(row, label, i, m, rest, *answer, total)
    return checked(answer, total, tolerance, given[1])


def cross_entropy_with_gradient(y: Any, x: Any, slopes: Any) -> Answer:
    """Return the loss of each row with a label, and write its derivatives; `slopes` may be x."""
    answer = Answer.to(x)
    kernel = _loops(x).cross_entropy_with_gradient
    share(kernel, len(x), x, y, answer.values, slopes, answer.trusted)
    return answer


def _reference(row: Any, label: Any) -> Any:
    """Return what terms are relative to, of the row's type, which a number loses on its way here.

    Loops are compiled for that type: a float would make all of them, and their answers, others.
    """
    return row.dtype.type(logit_rows.largest_but(row, label, BLOCK))


def _loops(x: Any) -> Any:
    """Return the loops that run along rows, or those across them, where rows are short."""
    return few_classes if x.shape[1] <= few_classes.MOST else logit_rows


def checked(answer: Answer, total: Any, tolerance: float, form: str) -> Answer:
    """Leave to the definition what is said to be log-probabilities and does not sum to 1."""
    if form == "log_probs":
        answer.trusted[:] &= ~(np.abs(total - 1.0) > tolerance)
    return answer
