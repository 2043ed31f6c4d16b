"""Entropy from counts over a known list of outcomes."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import Null, noncentral_chi_square, normal
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS

LEAST_COVERAGE = 0.6
FEWEST_IN_AN_OUTCOME = 5


def entropy(
    counts: Array,
    *,
    correction: float | None = None,
    all_known: bool = True,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate H(p) from counts over a known list of outcomes, zero counts included.

    `correction` replaces the first-order one where most outcomes are too rare for it; `all_known`
    is False where so many are rare that others were surely missed.

    The interval is that of log m − H, the divergence from the uniform distribution: near a flat
    source the entropy's error is a chi-square shift, and value ± z·std_error covers as little as
    77 % of the truths (300 rows of a coin with bias 0.55), where this covers 97 %.
    """
    by, plug_in, n = MillerMadow(outcomes=len(counts)), PlugIn(), int(counts.sum())
    observed = plug_in.entropy(counts)
    raw = observed + (by.correction(counts) if correction is None else correction)
    all_known = all_known and correction is None
    std_error = math.sqrt(plug_in.entropy_variance(counts))
    if all_known:
        most = math.log(len(counts))
        low, high = interval_beside_the_flat(counts, observed, confidence)
    else:  # log m bounds nothing
        most = math.inf
        low, high = normal(raw, std_error, confidence)
    coverage = 1.0 - float((counts == 1).sum() / n)
    return Estimate(
        value=clipped(raw, high=most),
        raw=raw,
        plug_in=observed,
        unit="nats",
        std_error=std_error,
        low=low,
        high=high,
        confidence=confidence,
        n=n,
        estimator=by.name if correction is None else "plug-in with a drawn correction",
        sample_coverage=coverage,
        warnings=_undersampling(counts, coverage, thin=not all_known),
    )


def interval_beside_the_flat(
    counts: Array, observed: float, confidence: float
) -> tuple[float, float]:
    """Return the interval of H from that of log m − H, over the m outcomes of `counts`."""
    most, n = math.log(len(counts)), float(counts.sum())
    null = Null(floor=(len(counts) - 1) / (2.0 * n), scale=1.0 / (2.0 * n))
    variance = PlugIn().entropy_delta_variance(counts)
    nearest, farthest = noncentral_chi_square(max(most - observed, 0.0), variance, null, confidence)
    return max(most - farthest, 0.0), max(most - nearest, 0.0)


def _undersampling(counts: Array, coverage: float, thin: bool) -> tuple[str, ...]:
    if thin or counts.sum() < FEWEST_ROWS or coverage < LEAST_COVERAGE:
        return ("too few rows for so many outcomes: read it as a lower bound",)
    if counts[counts > 0].min() < FEWEST_IN_AN_OUTCOME:
        return ("some outcomes were seen fewer than 5 times: the interval may be too narrow",)
    return ()
