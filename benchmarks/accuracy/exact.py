"""The exact answers, for the floats given, by the references that the tests use."""

import sys
from pathlib import Path

import numpy as np
from mpmath import expm1, log, mpf, workdps

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from references import error_in_eps as error_in_eps
from references import reference

QUANTITIES = {
    "entropy": "entropy",
    "cross-entropy": "cross_entropy",
    "KL divergence": "kl_divergence",
    "JS divergence": "jensen_shannon_divergence",
}
FORMS = {
    "probabilities": "probs",
    "weights": "probs",
    "logits": "logits",
    "labels and logits": ("probs", "logits"),
    "soft targets and logits": ("probs", "logits"),
}
DIGITS = 400  # 1 + 1e-300 is not 1


def exact(task, inputs):
    """Return the answer for the distributions that the inputs are in proportion to.

    With gradient, it is the derivative by the label's logit, p(label) - 1.
    """
    task, _, gradient = task.partition(", ")
    quantity, _, form = task.partition(" of ")
    rows = [_one_hot(x, inputs[1].size) if isinstance(x, int) else x for x in inputs]
    value = reference(QUANTITIES[quantity], FORMS[form], *rows)
    with workdps(DIGITS):
        return expm1(-value) if gradient else value


def _one_hot(label, classes):
    return (np.arange(classes) == label).astype(np.float64)


def exact_without_normalizing(task, inputs):
    """Return what the sums of textbooks are of probabilities that may not sum to exactly 1."""
    rows, counts = np.unique(np.stack(inputs), axis=1, return_counts=True)
    term = TERMS[task]
    with workdps(DIGITS):
        return sum(
            int(c) * term(*map(mpf, column))
            for column, c in zip(rows.T.tolist(), counts, strict=True)
        )


def _x_log_y(x, y):
    return x * log(y) if x else mpf(0)


def _kl(p, q):
    return _x_log_y(p, p / q) if p else mpf(0)


TERMS = {
    "entropy of probabilities": lambda p: -_x_log_y(p, p),
    "cross-entropy of probabilities": lambda p, q: -_x_log_y(p, q),
    "KL divergence of probabilities": _kl,
    "JS divergence of probabilities": lambda p, q: (_kl(p, (p + q) / 2) + _kl(q, (p + q) / 2)) / 2,
}
