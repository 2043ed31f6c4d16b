"""Cross-entropy from two columns of counts."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null
from kullback.estimate.measures.kl_divergence import kl_null
from kullback.estimate.measures.reach_of_a_cross_entropy import reach
from kullback.estimate.measures.sample_sizes import few_rows, sizes
from kullback.estimate.measures.support import missing_mass, support_warning


def cross_entropy(
    first: Array,
    second: Array,
    *,
    null: Null | None = None,
    correction: float | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate H(p, q): what data like `first` cost in the code made for `second`.

    `null` and `correction` are those that D(p ‖ q) and H(p) were estimated with.
    """
    by = AddedHalf()
    null = null or kl_null(first, second)
    if correction is None:
        correction = MillerMadow(outcomes=len(first)).correction(first)
    # The part of D's bias that is not the entropy's: H + D = cross-entropy stays true.
    excess = null.floor - correction
    raw = by.cross_entropy(first, second) - excess
    variance = by.cross_entropy_variance(first, second)
    below, above = reach(first, second, variance, confidence)
    value = clipped(raw)
    missing = missing_mass(first, second)
    return Estimate(
        value=value,
        raw=raw,
        plug_in=PlugIn().cross_entropy(first, second),
        unit="nats",
        std_error=math.sqrt(variance),
        low=max(value - below, 0.0),
        high=math.inf if missing else value + above,
        confidence=confidence,
        n=sizes(first, second),
        estimator=by.name,
        missing_mass=missing,
        warnings=few_rows(first, second) + support_warning(missing),
    )
