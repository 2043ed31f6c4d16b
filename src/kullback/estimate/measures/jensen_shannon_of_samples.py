"""Jensen-Shannon divergence of two samples by themselves, of whatever sizes."""

import numpy as np

from kullback._arrays import Array
from kullback.estimate.estimate import Estimate
from kullback.estimate.intervals import Null
from kullback.estimate.measures.jensen_shannon_divergence import (
    jensen_shannon_divergence,
    jensen_shannon_null,
)
from kullback.estimate.permutation import FEWEST_EXPECTED, fit, split
from kullback.quantities import jensen_shannon_divergence as exact

DRAWS = 99
CELLS_AT_ONCE = 90_000


def jensen_shannon_divergence_of_samples(
    first: Array, second: Array, *, confidence: float = 0.95, seed: int = 0
) -> Estimate:
    """Estimate JS(p, q) less what chance gives at these sizes and these frequencies."""
    drawn = _drawn_null(first, second, seed)
    null = drawn or jensen_shannon_null(first, second)
    null = Null(null.floor * _tilt(first, second), null.scale)
    return jensen_shannon_divergence(
        first, second, null=null, is_drawn=drawn is not None, confidence=confidence
    )


def _tilt(first: Array, second: Array) -> float:
    """Return the bias of the plug-in over what it were if both samples had one source.

    To first order it is a quarter of Σ q/(p + q) · 1/a + p/(p + q) · 1/b: an outcome that is rare
    in the smaller sample and not in the larger one has up to twice the share. With equal sizes the
    ratio is 1.
    """
    seen = (first > 0) | (second > 0)
    a, b = float(first.sum()), float(second.sum())
    p, q = first[seen] / a, second[seen] / b
    at_p, at_q = q / (p + q), p / (p + q)
    return float((at_p / a + at_q / b).sum() / (0.5 * len(p) * (1.0 / a + 1.0 / b)))


def _drawn_null(first: Array, second: Array, seed: int) -> Null | None:
    """Return the law over permutations where an outcome is too rare for the formula, else None."""
    both = np.sort(first + second)  # in an order that is not that of the outcomes
    pooled, smaller = both[both > 0], min(float(first.sum()), float(second.sum()))
    if len(pooled) == 1 or pooled.min() * smaller / pooled.sum() >= FEWEST_EXPECTED:
        return None
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // len(pooled))
    parts = []
    for done in range(0, DRAWS, batch):
        times = min(batch, DRAWS - done)
        drawn = split(generator, pooled.astype(np.int64), int(first.sum()), times)
        parts.append(exact(drawn.astype(float), pooled - drawn, normalize=True))
    return fit(np.concatenate(parts))
