"""KL divergence from two columns of counts, and its law where there is none."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, noncentral_chi_square
from kullback.estimate.measures.sample_sizes import few_rows, inverse_sizes, sizes
from kullback.estimate.measures.support import missing_mass, support_warning


def kl_null(first: Array, second: Array) -> Null:
    """Return the law of the plug-in KL divergence of two samples of one source."""
    scale = inverse_sizes(first, second) / 2.0
    return Null(floor=(len(first) - 1) * scale, scale=scale)


def kl_divergence(
    first: Array, second: Array, *, null: Null | None = None, confidence: float = 0.95
) -> Estimate:
    """Estimate D(p ‖ q): the extra cost of data like `first` in the code made for `second`."""
    by = AddedHalf()
    null = null or kl_null(first, second)
    smoothed = by.kl_divergence(first, second)
    variance = by.kl_variance(first, second)
    low, high = noncentral_chi_square(smoothed, variance, null, confidence)
    missing = missing_mass(first, second)
    return Estimate(
        value=clipped(smoothed - null.floor),
        raw=smoothed - null.floor,
        plug_in=PlugIn().kl_divergence(first, second),
        unit="nats",
        std_error=math.sqrt(variance),
        low=low,
        high=math.inf if missing else high,
        confidence=confidence,
        n=sizes(first, second),
        estimator=by.name,
        missing_mass=missing,
        warnings=few_rows(first, second) + support_warning(missing),
    )
