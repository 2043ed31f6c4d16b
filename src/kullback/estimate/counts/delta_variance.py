"""Variances that additive estimators share: the delta method's and the jackknife's, corrected.

At a flat source the true variance of an entropy estimate is (m − 1)/2n², while the delta method
and the jackknife both average twice that over samples. So (k − 1)/2n² is taken off, with k the
outcomes seen, and what is left is never below (k − 1)/2n² itself.
"""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint


def delta_variance(sample: Fingerprint) -> float:
    """Return the variance of −log p̂ over n, less its second order."""
    surprise = -np.log(sample.counts / sample.n)
    spread = sample.mean((surprise - sample.mean(surprise)) ** 2)
    return less_second_order(sample, spread / sample.n)


def jackknife_variance(sample: Fingerprint, left_out: Array) -> float:
    """Return the variance from the estimates without one observation, less its second order.

    `left_out` holds one for each distinct count. Of one observation nothing can be left out.
    """
    if sample.n < 2:
        return math.nan
    return less_second_order(sample, leave_one_out_variance(sample, left_out))


def leave_one_out_variance(sample: Fingerprint, left_out: Array) -> float:
    """Return the jackknife's own variance, (n − 1)/n times the sum of squares."""
    return (sample.n - 1.0) * sample.mean((left_out - sample.mean(left_out)) ** 2)


def less_second_order(sample: Fingerprint, variance: float) -> float:
    """Return the variance less (k − 1)/2n², and at least that."""
    second_order = (sample.seen - 1) / (2.0 * sample.n**2)
    return max(variance - second_order, second_order)
