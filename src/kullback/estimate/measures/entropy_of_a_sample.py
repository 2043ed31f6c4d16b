"""Entropy from the counts of a sample, by any estimator, where unseen outcomes may exist."""

import math

from kullback._arrays import Array
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.coverage import Coverage
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint, known_outcomes
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.zhang import Zhang
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import normal
from kullback.estimate.measures.entropy import LEAST_COVERAGE
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS

# In standard errors. Beyond it the part that was not seen is guessed rather than measured.
MOST_UNSEEN = 2.0


def automatic_entropy_estimator(counts: Array, support_size: int | None) -> EntropyEstimator:
    """Return the estimator that data of this kind call for.

    Chao–Wang–Jost, which needs no number of outcomes; but where that is known, and the outcome is
    binary or the observations are few, no interval around it covers what it should, and the
    posterior of Nemenman, Shafee and Bialek comes nearest.
    """
    few = fingerprint(counts).n < FEWEST_ROWS
    if support_size is not None and (support_size == 2 or few):
        return NemenmanShafeeBialek(support_size)
    return ChaoWangJost()


def entropy_of_a_sample(
    counts: Array,
    *,
    by: EntropyEstimator,
    support_size: int | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate H(p) by `by`, whose value ± z·√variance is the interval.

    Where no variance is known, the interval is all that an entropy can be. `support_size`, the
    number of possible outcomes, bounds value and interval by its logarithm.
    """
    sample = fingerprint(counts)
    most = math.inf if support_size is None else math.log(known_outcomes(sample, support_size))
    raw, variance = float(by.entropy(counts)), float(by.entropy_variance(counts))
    std_error = math.sqrt(variance)
    low, high = interval_of_an_entropy(sample, raw, std_error, support_size, confidence)
    return Estimate(
        value=clipped(raw, high=most),
        raw=raw,
        plug_in=PlugIn().entropy(counts),
        unit="nats",
        std_error=std_error,
        low=low,
        high=high,
        confidence=confidence,
        n=int(sample.n),
        estimator=by.name,
        sample_coverage=Coverage().good_turing(counts),
        warnings=_warnings(sample, counts, support_size, std_error),
    )


def interval_of_an_entropy(
    sample: Fingerprint,
    raw: float,
    std_error: float,
    support_size: int | None,
    confidence: float,
) -> tuple[float, float]:
    """Return `raw` ± z·std_error within what an entropy can be; all of that for a NaN."""
    most = math.inf if support_size is None else math.log(support_size)
    if math.isnan(std_error):
        return 0.0, most
    low, high = normal(raw, std_error, confidence)
    if sample.seen == 1:
        high = max(high, _most_beside_one_outcome(sample.n, support_size, confidence))
    return min(low, most), min(high, most)


def _most_beside_one_outcome(n: float, support_size: int | None, confidence: float) -> float:
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


def _warnings(
    sample: Fingerprint, counts: Array, support_size: int | None, std_error: float
) -> tuple[str, ...]:
    found = []
    if sample.seen == 1 and support_size is None:
        found.append("only one outcome was seen: the upper limit holds if there are at most two")
    if undersampled(counts):
        found.append("undersampled: read it as a lower bound")
    elif sample.n < FEWEST_ROWS:
        found.append(f"fewer than {FEWEST_ROWS} observations: the interval may be too narrow")
    if math.isnan(std_error):
        found.append("no standard error is known: the interval is all that an entropy can be")
    return tuple(found)


def undersampled(counts: Array) -> bool:
    """Say whether the part that was not seen is large, by its share or in standard errors."""
    if fingerprint(counts).seen == 1:
        return False
    if Coverage().chao_jost(counts) < LEAST_COVERAGE:
        return True
    by = ChaoWangJost()
    unseen = by.entropy(counts) - Zhang().entropy(counts)
    return unseen > MOST_UNSEEN * math.sqrt(by.entropy_variance(counts))
