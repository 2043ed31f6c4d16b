"""KL divergence and cross-entropy from two columns of counts, by any estimator."""

import math
from collections.abc import Callable

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.coverage import Coverage
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.two_samples.added_half_less_bias import AddedHalfLessBias
from kullback.estimate.counts.two_samples.two_sample_estimator import TwoSampleEstimator
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import around_an_estimate
from kullback.estimate.measures.reach_of_a_cross_entropy import reach
from kullback.estimate.measures.sample_sizes import few_rows, inverse_sizes, sizes
from kullback.estimate.measures.support import missing_mass, support_warning

MOST_MISSING = 2.0  # in standard errors, beyond what the second sample's own gaps explain


def kl_divergence_of_samples(
    first: Array, second: Array, *, by: TwoSampleEstimator, confidence: float = 0.95
) -> Estimate:
    """Estimate D(p ‖ q) by `by`, with the noncentral chi-square interval around it.

    It covers as often as the score interval does, and is half as wide near zero. Where an outcome
    of `first` is new to `second` the upper limit is infinite; and an estimator that is infinite
    there gives way to one that adds ½ to the second counts.
    """
    raw = float(by.kl_divergence(first, second))
    if math.isinf(raw):
        by = AddedHalfLessBias()
        raw = by.kl_divergence(first, second)
    variance = float(by.kl_variance(first, second))
    low, high = 0.0, math.inf
    if not math.isnan(variance):
        at_zero = float(by.kl_null_variance(first, second))
        seen = int(np.count_nonzero((first > 0) | (second > 0)))
        floor = 0.5 * (seen - 1) * inverse_sizes(first, second)
        if seen == 1:
            at_zero = 0.5 * inverse_sizes(first, second) ** 2
        low, high = around_an_estimate(raw, variance, at_zero, floor, confidence)
    return _estimate(
        (first, second), by, PlugIn().kl_divergence, raw, variance, (low, high), confidence
    )


def cross_entropy_of_samples(
    first: Array, second: Array, *, by: TwoSampleEstimator, confidence: float = 0.95
) -> Estimate:
    """Estimate H(p, q) by `by`, with an interval that also holds where the code is flat.

    Where an outcome of `first` is new to `second`, it is as in `kl_divergence_of_samples`.
    """
    raw = float(by.cross_entropy(first, second))
    if math.isinf(raw):
        by = AddedHalfLessBias()
        raw = by.cross_entropy(first, second)
    variance = float(by.cross_entropy_variance(first, second))
    low, high = 0.0, math.inf
    if not math.isnan(variance):
        below, above = reach(first, second, variance, confidence)
        low, high = max(clipped(raw) - below, 0.0), clipped(raw) + above
    return _estimate(
        (first, second), by, PlugIn().cross_entropy, raw, variance, (low, high), confidence
    )


def _estimate(
    samples: tuple[Array, Array],
    by: TwoSampleEstimator,
    plug_in: Callable[[Array, Array], float],
    raw: float,
    variance: float,
    interval: tuple[float, float],
    confidence: float,
) -> Estimate:
    first, second = samples
    missing = missing_mass(first, second)
    low, high = interval
    return Estimate(
        value=clipped(raw),
        raw=raw,
        plug_in=plug_in(first, second),
        unit="nats",
        std_error=math.sqrt(variance),
        low=low,
        high=math.inf if missing else high,
        confidence=confidence,
        n=sizes(first, second),
        estimator=by.name,
        missing_mass=missing,
        warnings=(
            few_rows(first, second)
            + support_warning(missing)
            + _lower_bound(first, second, missing)
            + _no_variance(variance)
        ),
    )


def _lower_bound(first: Array, second: Array, missing: float) -> tuple[str, ...]:
    """Return a warning where more of p is missing than q's sample misses of q itself.

    Then q is small where p is not, and how small the second sample cannot say.
    """
    gaps, std_error = 1.0 - Coverage().good_turing(second), Coverage().good_turing_std_error(second)
    error = math.hypot(std_error, math.sqrt(missing * (1.0 - missing) / float(first.sum())))
    if missing == 0.0 or missing <= gaps + MOST_MISSING * error:
        return ()
    return (
        "the second sample is too small for the outcomes of the first: read it as a lower bound",
    )


def _no_variance(variance: float) -> tuple[str, ...]:
    if not math.isnan(variance):
        return ()
    return ("no standard error is known: the interval is all that the quantity can be",)
