"""The interval of an entropy that was estimated from one sample."""

import math

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost, more_if_the_unseen_are_rarer
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.intervals import normal
from kullback.estimate.measures.entropy import interval_beside_the_flat


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
        low, high = _of_chao_wang_jost(counts, sample, low, high, confidence)
    return min(low, most), min(high, most)


def _of_chao_wang_jost(
    counts: Array, sample: Fingerprint, low: float, high: float, confidence: float
) -> tuple[float, float]:
    if sample.singletons:
        return low, high + more_if_the_unseen_are_rarer(sample)
    seen = np.asarray(counts, dtype=float)
    seen = seen[seen > 0]
    flat = interval_beside_the_flat(seen, PlugIn().entropy(seen), confidence)
    return min(low, flat[0]), max(high, flat[1])


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
