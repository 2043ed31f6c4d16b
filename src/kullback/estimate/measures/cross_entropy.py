"""Cross-entropy from two columns of counts."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, normal
from kullback.estimate.measures.kl_divergence import kl_null
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
    std_error = math.sqrt(by.cross_entropy_variance(first, second))
    low, high = normal(raw, std_error, confidence)
    missing = missing_mass(first, second)
    return Estimate(
        value=clipped(raw),
        raw=raw,
        plug_in=PlugIn().cross_entropy(first, second),
        unit="nats",
        std_error=std_error,
        low=low,
        high=math.inf if missing else high,
        confidence=confidence,
        n=sizes(first, second),
        estimator=by.name,
        missing_mass=missing,
        warnings=few_rows(first, second) + support_warning(missing),
    )
