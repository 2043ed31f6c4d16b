"""The interval of an entropy that was estimated from one sample."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.chao_wang_jost import (
    ChaoWangJost,
    less_if_more_had_come_twice,
    more_if_the_unseen_are_rarer,
)
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.intervals import normal
from kullback.estimate.measures.entropy import interval_beside_the_flat

BY_ROUNDING = 1e-9
ONE_OUTCOME = "only one outcome was seen: the upper limit holds if there are at most two"


def interval_of_an_entropy(
    counts: Array,
    by: EntropyEstimator,
    raw: float,
    std_error: float,
    *,
    support_size: int | None = None,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Return `raw` ± z·std_error within what an entropy can be; all of that for a NaN.

    Chao–Wang–Jost knows more. Where no outcome was seen once, those that were seen may be all; then
    the interval of log k − H holds also near a flat source, and the farther end of the two counts.
    Elsewhere it reaches up by what the estimate would rise if the unseen are rarer than it assumes.
    Where one outcome or none was seen twice, it reaches down by what more of them would take off;
    where no outcome came twice, only a lower limit is known. Of every other estimator, the interval
    of log k − H also holds where all outcomes came equally often.
    """
    sample = fingerprint(counts)
    most = math.inf if support_size is None else math.log(support_size)
    if math.isnan(std_error):
        return 0.0, most
    low, high = normal(raw, std_error, confidence)
    if sample.seen == 1:
        low = 0.0  # what some estimators add to it is not known to be there
        high = max(high, most_beside_one_outcome(sample.n, support_size, confidence))
    elif isinstance(by, ChaoWangJost):
        low, high = _of_chao_wang_jost(counts, sample, raw, low, high, confidence)
    elif std_error <= BY_ROUNDING * raw:  # as many of each: the formula takes that for no error
        flat = _beside_the_flat(counts, confidence)
        low, high = min(low, flat[0]), max(high, flat[1])
    return min(low, most), min(high, most)


def _of_chao_wang_jost(
    counts: Array, sample: Fingerprint, raw: float, low: float, high: float, confidence: float
) -> tuple[float, float]:
    if sample.singletons == sample.n:
        return least_without_repeats(sample.n, confidence), math.inf
    if sample.singletons:
        less = less_if_more_had_come_twice(sample, (1.0 - confidence) / 2.0)
        low = max(raw - math.hypot(raw - low, less), 0.0) if less else low
        return low, high + more_if_the_unseen_are_rarer(sample)
    flat = _beside_the_flat(counts, confidence)
    return min(low, flat[0]), max(high, flat[1])


def _beside_the_flat(counts: Array, confidence: float) -> tuple[float, float]:
    seen = np.asarray(counts, dtype=float)
    seen = seen[seen > 0]
    return interval_beside_the_flat(seen, PlugIn().entropy(seen), confidence)


def least_without_repeats(n: float, confidence: float) -> float:
    r"""Return the least entropy that agrees with n observations of which no two are the same.

    The chance of that is at most :math:`(1 + x) e^{-x}` with :math:`x = (n - 1) \sqrt{\sum p^2}`,
    nearly reached by one frequent outcome among countless rare ones; and
    :math:`H \ge -\log \sum p^2`.

    Source: Wiener (2005), Bounds on birthday attack times, IACR ePrint 2005/318, bounds this chance
    by the sum of squares; this form of it was held against the exact chance at flat sources, at
    draws of Dirichlet laws and at those with one frequent outcome.
    """
    from scipy.special import chdtri

    x = 0.5 * float(chdtri(4.0, (1.0 - confidence) / 2.0))
    return max(2.0 * math.log((n - 1.0) / x), 0.0)


def most_beside_one_outcome(n: float, support_size: int | None, confidence: float) -> float:
    """Return the largest entropy that agrees with n observations of one and the same outcome.

    Its share is at least the n-th root of (1 − confidence)/2. What is left is spread over the
    other outcomes, one where their number is not known.
    """
    others = 1 if support_size is None else support_size - 1
    left = -math.expm1(math.log((1.0 - confidence) / 2.0) / n)
    left = min(left, others / (others + 1.0))
    if left == 0.0:
        return 0.0
    return -left * math.log(left / others) - (1.0 - left) * math.log1p(-left)
