"""Jensen-Shannon divergence from two columns of counts, and its law where there is none."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, noncentral_chi_square
from kullback.estimate.measures.sample_sizes import few_rows, inverse_sizes, sizes
from kullback.estimate.permutation import FEWEST_EXPECTED, fit, split
from kullback.quantities import jensen_shannon_divergence as exact

DRAWS = 99
CELLS_AT_ONCE = 90_000


def jensen_shannon_null(first: Array, second: Array) -> Null:
    """Return the law of the plug-in JS divergence of two samples of one source."""
    scale = inverse_sizes(first, second) / 8.0
    return Null(floor=(len(first) - 1) * scale, scale=scale)


def drawn_jensen_shannon_null(first: Array, second: Array, seed: int) -> Null | None:
    """Return the law over permutations where an outcome is too rare for the formula, else None."""
    seen = (first > 0) | (second > 0)
    one, two = first[seen], second[seen]
    pooled, smaller = one + two, min(float(one.sum()), float(two.sum()))
    if len(pooled) == 1 or pooled.min() * smaller / pooled.sum() >= FEWEST_EXPECTED:
        return None
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // len(pooled))
    parts = []
    for done in range(0, DRAWS, batch):
        times = min(batch, DRAWS - done)
        drawn = split(generator, pooled.astype(np.int64), int(one.sum()), times)
        parts.append(exact(drawn.astype(float), pooled - drawn, normalize=True))
    return fit(np.concatenate(parts))


def jensen_shannon_divergence(
    first: Array, second: Array, *, null: Null | None = None, confidence: float = 0.95
) -> Estimate:
    """Estimate JS(p, q): what one observation tells about which source it came from.

    `null` is given where it was drawn, because outcomes are too rare for the formula.
    """
    by = PlugIn()
    plug_in = by.jensen_shannon_divergence(first, second)
    variance = by.jensen_shannon_variance(first, second)
    drawn = null is not None
    null = null or jensen_shannon_null(first, second)
    if drawn:  # because of rare outcomes, whose share in the variance the delta method misses
        variance = max(variance, 4.0 * null.scale * plug_in)
    low, high = noncentral_chi_square(plug_in, variance, null, confidence)
    most = math.log(2.0)
    if drawn:
        # The floor shrinks as outcomes give way to others, to nothing where none is shared.
        high = high / (1.0 - null.floor / most) if null.floor < most * (1.0 - 1e-9) else most
    return Estimate(
        value=clipped(plug_in - null.floor, high=most),
        raw=plug_in - null.floor,
        plug_in=plug_in,
        unit="nats",
        std_error=math.sqrt(variance),
        low=min(low, most),
        high=min(high, most),
        confidence=confidence,
        n=sizes(first, second),
        estimator="plug-in less its mean under one source",
        warnings=few_rows(first, second)
        + (("most outcomes are rare: read it as a lower bound",) if drawn else ()),
    )
