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
from kullback.estimate.measures.beside_auto import more_than_its_error
from kullback.estimate.measures.entropy import LEAST_COVERAGE
from kullback.estimate.measures.interval_of_an_entropy import ONE_OUTCOME, interval_of_an_entropy
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS

# In standard errors. Beyond it the part that was not seen is guessed rather than measured.
MOST_UNSEEN = 2.0
BY_ROUNDING = 1e-9  # nats


def automatic_entropy_estimator(counts: Array, support_size: int | None) -> EntropyEstimator:
    """Return the estimator that data of this kind call for.

    Chao–Wang–Jost, which needs no number of outcomes; but where that is known and the observations
    are few, no interval around it covers what it should, and the posterior of Nemenman, Shafee and
    Bialek comes nearest.
    """
    if support_size is not None and fingerprint(counts).n < FEWEST_ROWS:
        return NemenmanShafeeBialek(support_size)
    return ChaoWangJost()


def entropy_of_a_sample(
    counts: Array,
    *,
    by: EntropyEstimator,
    support_size: int | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Estimate H(p) by `by`, with the interval of `interval_of_an_entropy`.

    `support_size`, the number of possible outcomes, bounds value and interval by its logarithm.
    """
    sample = fingerprint(counts)
    if support_size is not None:
        known_outcomes(sample, support_size)
    raw, std_error = _estimated(counts, by)
    low, high = interval_of_an_entropy(
        counts, by, raw, std_error, support_size=support_size, confidence=confidence
    )
    return Estimate(
        value=clipped(raw, high=high),
        raw=raw,
        plug_in=PlugIn().entropy(counts),
        unit="nats",
        std_error=std_error,
        low=low,
        high=high,
        confidence=confidence,
        n=int(sample.n),
        estimator=by.name,
        sample_coverage=Coverage().good_turing(sample),
        warnings=_cut_off(raw, low, high)
        + _warnings(sample, support_size, std_error)
        + _disagreement(sample, support_size, by, raw, std_error),
    )


def _estimated(counts: Array, by: EntropyEstimator) -> tuple[float, float]:
    """Return the estimator's number and standard error, NaN for one that is not known."""
    raw, variance = by.entropy(counts), by.entropy_variance(counts)
    try:
        raw, variance = float(raw), float(variance)
    except (TypeError, ValueError):
        raise TypeError(
            f"entropy and entropy_variance of the estimator {by.name} must return one number each, "
            f"got {raw!r} and {variance!r}"
        ) from None
    if not math.isfinite(raw) or variance < 0.0:
        raise ValueError(
            f"the estimator {by.name} must return a finite entropy, and a variance from 0 on or "
            f"NaN where it is not known; got {raw} and {variance}"
        )
    return raw, math.sqrt(variance)


def _cut_off(raw: float, low: float, high: float) -> tuple[str, ...]:
    """Return a warning where bounds leave nothing of an interval around a number beyond them."""
    if low < high or raw <= high + BY_ROUNDING:
        return ()
    return ("the estimator's number is more than so many outcomes can have: cut off there",)


def _warnings(sample: Fingerprint, support_size: int | None, std_error: float) -> tuple[str, ...]:
    found = []
    if sample.seen == 1 and support_size is None:
        found.append(ONE_OUTCOME)
    thin = undersampling(sample, "a lower")
    found.extend(thin)
    if sample.n < FEWEST_ROWS and not thin:
        found.append(f"fewer than {FEWEST_ROWS} observations: the interval may be too narrow")
    if math.isnan(std_error):
        found.append("no standard error is known: the interval is all that an entropy can be")
    return tuple(found)


def _disagreement(
    sample: Fingerprint, support_size: int | None, by: EntropyEstimator, raw: float, error: float
) -> tuple[str, ...]:
    """Return a warning where `auto` finds something else, beyond the standard error.

    Those that know how many outcomes there can be know more than it does.
    """
    if support_size is not None or sample.seen == 1 or isinstance(by, ChaoWangJost):
        return ()
    return more_than_its_error(raw - ChaoWangJost().entropy(sample), error)


def undersampling(counts: Array | Fingerprint, far: str) -> tuple[str, ...]:
    """Return the warning that an undersampled source deserves; `far` is which bound a value is.

    Where no outcome came twice it is none: Chao, Wang and Jost then guess, and of n from a flat
    source of n²/4 outcomes their guess is too high.
    """
    sample = fingerprint(counts)
    if 1.0 < sample.n == sample.singletons:
        return ("undersampled: no outcome came twice, which bounds the entropy from below only",)
    return (f"undersampled: read it as {far} bound",) if undersampled(sample) else ()


def undersampled(counts: Array | Fingerprint) -> bool:
    """Say whether the part that was not seen is large, by its share or in standard errors."""
    sample = fingerprint(counts)
    if sample.seen == 1:
        return False
    if Coverage().chao_jost(sample) < LEAST_COVERAGE:
        return True
    by = ChaoWangJost()
    unseen = by.entropy(sample) - Zhang().entropy(sample)
    return unseen > MOST_UNSEEN * math.sqrt(by.entropy_variance(sample))
