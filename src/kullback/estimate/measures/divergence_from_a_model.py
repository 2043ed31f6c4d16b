"""KL divergence and cross-entropy from the counts of a sample, in the code of a known model."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.two_samples.delta_variance import spread
from kullback.estimate.counts.zhang import Zhang
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import around_an_estimate, normal
from kullback.estimate.measures.entropy_of_a_sample import undersampling
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS
from kullback.quantities import kl_divergence


def kl_divergence_from_a_model(
    counts: Array, q: Array, *, by: EntropyEstimator, confidence: float = 0.95
) -> Estimate:
    """Estimate D(p ‖ q) of a known q: the mean cost of an observation, less the entropy by `by`.

    The first has no bias, so that all of it is the entropy's: (m − 1)/2n nats for the plug-in.
    Where p = q, 2n times the plug-in is the G statistic, a chi-square variable with m − 1 degrees
    of freedom. Infinite, and known to be so, where something was observed that q excludes.
    """
    impossible = float(counts[q == 0.0].sum() / counts.sum())
    if impossible:
        return _infinite(counts, impossible, by.name, confidence)
    n, seen = float(counts.sum()), counts > 0
    cost = float((counts[seen] * -np.log(q[seen])).sum() / n)
    raw = cost - float(by.entropy(counts[seen]))
    # Its entropy's variance is that of Zhang's, which is in the spread, and of what it adds.
    added = by.entropy_variance(counts[seen]) - Zhang().entropy_variance(counts[seen])
    added = max(added, 0.0) if added == added else 0.0
    variance = spread(counts[seen] / n, np.log(counts[seen] / n) - np.log(q[seen])) / n + added
    free = max(_outcomes_shown(q, n) - 1.0, 1.0)
    at_zero = 0.5 * free / n**2 + added
    low, high = around_an_estimate(raw, variance, at_zero, 0.5 * free / n, confidence)
    most = max(0.0, -math.log(float(q[q > 0.0].min())))  # all of p where q is least
    warnings = _few(n) + undersampling(counts, "an upper")
    return Estimate(
        value=clipped(raw, high=most),
        raw=raw,
        plug_in=float(kl_divergence(counts, q, normalize=True)),
        unit="nats",
        std_error=math.sqrt(variance),
        low=min(low, most),
        high=min(high, most),
        confidence=confidence,
        n=int(n),
        estimator=f"mean cost less the entropy by {by.name}",
        missing_mass=0.0,
        warnings=warnings,
    )


def cross_entropy_in_a_model(counts: Array, q: Array, *, confidence: float = 0.95) -> Estimate:
    """Estimate H(p, q) of a known q: the mean of −log q over the observations, without bias."""
    impossible = float(counts[q == 0.0].sum() / counts.sum())
    name = "mean cost"
    if impossible:
        return _infinite(counts, impossible, name, confidence)
    n, seen = float(counts.sum()), counts > 0
    cost = -np.log(q[seen])
    raw = float((counts[seen] * cost).sum() / n)
    variance = spread(counts[seen] / n, cost) / (n - 1.0) if n > 1.0 else math.nan
    costs = -np.log(q[q > 0.0])
    low, high = float(costs.min()), float(costs.max())
    if len(cost) > 1:
        ends = normal(raw, math.sqrt(variance), confidence)
        low, high = max(low, ends[0]), min(high, ends[1])
    else:  # the spread of one outcome is zero; how much there may be of others is not
        share = ((1.0 - confidence) / 2.0) ** (1.0 / n)
        low, high = (share * raw + (1.0 - share) * end for end in (low, high))
    return Estimate(
        value=raw,
        raw=raw,
        plug_in=raw,
        unit="nats",
        std_error=math.sqrt(variance),
        low=low,
        high=high,
        confidence=confidence,
        n=int(n),
        estimator=name,
        missing_mass=0.0,
        warnings=_few(n),
    )


def _outcomes_shown(q: Array, n: float) -> float:
    """Return how many outcomes n observations of the model show on average."""
    return float(-np.expm1(n * np.log1p(-np.minimum(q, 1.0 - 1e-16))).sum())


def _infinite(counts: Array, impossible: float, name: str, confidence: float) -> Estimate:
    return Estimate(
        value=math.inf,
        raw=math.inf,
        plug_in=math.inf,
        unit="nats",
        std_error=0.0,
        low=math.inf,
        high=math.inf,
        confidence=confidence,
        n=int(counts.sum()),
        estimator=name,
        missing_mass=impossible,
        warnings=(f"{impossible:.3g} of the sample lies in outcomes that the model excludes",),
    )


def _few(n: float) -> tuple[str, ...]:
    if n >= FEWEST_ROWS:
        return ()
    return (f"fewer than {FEWEST_ROWS} observations: the interval may be too narrow",)
