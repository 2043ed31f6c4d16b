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
    return less_second_order(sample, spread(sample, -np.log(sample.counts / sample.n)) / sample.n)


def jackknife_variance(sample: Fingerprint, moved: Array) -> float:
    """Return the jackknife's variance, less its second order; NaN for a single observation."""
    return less_second_order(sample, leave_one_out_variance(sample, moved))


def leave_one_out_variance(sample: Fingerprint, moved: Array) -> float:
    """Return the jackknife's own variance, (n − 1)/n times the sum of squares.

    `moved` says, for each distinct count, n − 1 times the estimate without one observation of such
    an outcome, but for a constant: in this form nothing large has to cancel. Of one observation
    nothing can be left out.
    """
    if sample.n < 2:
        return math.nan
    return spread(sample, moved) / (sample.n - 1.0)


def spread(sample: Fingerprint, values: Array) -> float:
    """Return the variance over observations of what is given for each distinct count."""
    return sample.mean((values - sample.mean(values)) ** 2)


def less_second_order(sample: Fingerprint, variance: float) -> float:
    """Return the variance less (k − 1)/2n², and at least that."""
    if math.isnan(variance):
        return variance
    second_order = (sample.seen - 1) / (2.0 * sample.n**2)
    return max(variance - second_order, second_order)
