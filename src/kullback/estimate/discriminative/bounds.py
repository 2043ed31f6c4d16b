"""Bounds of divergences from below by the log-odds that a classifier gave rows it never saw."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.discriminative.classifier import losses
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import normal

UNSEEN = 3.0  # rows that are expected of what may, with 95 % confidence, be missed altogether
AT_LEAST = "a lower bound: the tables may differ by more than a classifier finds"


def js_bound(logits: Array, of_current: Array, confidence: float) -> Estimate:
    r"""Return ln 2 − ½ mean loss in the reference − ½ mean loss in current, in nats."""
    # Row by row, so that even odds give 0 and not what is left of rounding: it would have an error
    # as small, and an alarm.
    gains = math.log(2.0) - losses(logits, of_current)
    sides = gains[~of_current], gains[of_current]
    raw = sum(float(side.mean()) for side in sides) / 2.0
    error = math.sqrt(sum(float(side.var(ddof=1)) / len(side) for side in sides)) / 2.0
    return _estimate(raw, error, of_current, confidence, "cross-fitted classifier", math.log(2.0))


def moderated(logits: Array, of_current: Array) -> Array:
    """Return log-odds no more certain than the rows can show.

    Of n rows none may be of a sort that makes up 3/n of their source. The KL divergence may be
    anything beyond, and one such row would cost the exponential of a larger claim.
    """
    current = int(of_current.sum())
    reference = len(of_current) - current
    return np.clip(logits, -math.log(reference / UNSEEN), math.log(current / UNSEEN))


def kl_bound(logits: Array, of_second: Array, confidence: float) -> Estimate:
    r"""Return E₁[f] − E₂[exp f] + 1, in nats: below D(first ‖ second) for any logits f.

    Source: Nguyen, Wainwright & Jordan (2010).
    """
    first, second = logits[~of_second], np.exp(logits[of_second])
    raw = float(first.mean() - second.mean() + 1.0)
    variance = first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second)
    name = "variational bound (NWJ)"
    return _estimate(raw, math.sqrt(float(variance)), of_second, confidence, name, math.inf)


def _estimate(
    raw: float, error: float, of_second: Array, confidence: float, name: str, most: float
) -> Estimate:
    low, high = normal(raw, error, confidence)
    return Estimate(
        value=clipped(raw, high=most),
        raw=raw,
        plug_in=raw,
        unit="nats",
        std_error=error,
        low=low,
        high=clipped(high, high=most),
        confidence=confidence,
        n=(int((~of_second).sum()), int(of_second.sum())),
        estimator=name,
        warnings=(AT_LEAST,),
    )
