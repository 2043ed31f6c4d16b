"""Jensen-Shannon divergence from two columns of counts, and its law where there is none."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, noncentral_chi_square
from kullback.estimate.measures.sample_sizes import few_rows, inverse_sizes, sizes


def jensen_shannon_null(first: Array, second: Array) -> Null:
    """Return the law of the plug-in JS divergence of two samples of one source.

    Outcomes that neither has seen add nothing to the plug-in, nor to its bias.
    """
    scale = inverse_sizes(first, second) / 8.0
    seen = int(np.count_nonzero((first > 0) | (second > 0)))
    return Null(floor=(seen - 1) * scale, scale=scale)


def jensen_shannon_divergence(
    first: Array,
    second: Array,
    *,
    null: Null | None = None,
    is_drawn: bool = True,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate JS(p, q): what one observation tells about which source it came from.

    `null` is given where it was drawn, because outcomes are too rare for the formula; or, with
    `is_drawn` false, where it comes from a better one.
    """
    by = PlugIn()
    plug_in = by.jensen_shannon_divergence(first, second)
    variance = by.jensen_shannon_variance(first, second)
    drawn = null is not None and is_drawn
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
