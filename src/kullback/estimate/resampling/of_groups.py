"""Estimates from observations that are not alike: in groups, with weights, or both.

What no formula covers, the jackknife over groups does: it takes the bias off the plug-in value and
finds the error of what is left. Observations with weights and no groups are groups of one each.
"""

import math
from collections.abc import Sequence

from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.estimate import Estimate, Size, clipped
from kullback.estimate.intervals import score
from kullback.estimate.measures.support import missing_mass, support_warning
from kullback.estimate.resampling.delete_a_group import Jackknifed, delete_a_group
from kullback.estimate.resampling.statistics import ENTROPY, Statistic
from kullback.estimate.samples import Tally

# Below it the error is that of few groups, and skewed.
FEWEST_GROUPS = 50
# What the bias leaves behind once it is taken off is near its square, in nats: too much where that
# is a fifth of the standard error.
MOST_LEFT = 0.2


def are_alike(*tallies: Tally) -> bool:
    """Say whether observations are independent and of equal weight, as formulas have it."""
    return all(tally.blocks is None and not tally.weighted for tally in tallies)


def estimate_of_groups(
    statistic: Statistic,
    tallies: Sequence[Tally],
    *,
    confidence: float,
    most: float = math.inf,
) -> Estimate:
    """Estimate a measure by its plug-in value less the bias that the jackknife finds."""
    found = delete_a_group(statistic.of, tallies)
    counts = [tally.counts for tally in tallies]
    raw = found.statistic - found.bias
    low, high = found.interval(raw, confidence)
    if statistic.degrees is not None:
        low, high = _next_to_zero(found, statistic.degrees(*counts), confidence)
    missing = missing_mass(*counts) if statistic.may_be_infinite else None
    return Estimate(
        value=clipped(raw, high=most),
        raw=raw,
        plug_in=statistic.plug_in(*counts),
        unit="nats",
        std_error=found.std_error,
        low=min(max(low, 0.0), most),
        high=math.inf if missing else min(max(high, 0.0), most),
        confidence=confidence,
        n=_sizes(tallies),
        estimator=f"{statistic.name}, jackknife of {_words(tallies)}",
        missing_mass=missing,
        warnings=_warnings(found, tallies) + support_warning(missing or 0.0),
    )


def entropy_of_groups(
    tally: Tally, by: EntropyEstimator, *, confidence: float, most: float
) -> Estimate:
    """Estimate H(p) by an estimator as it is, with the error that the jackknife finds."""
    found = delete_a_group(lambda counts: float(by.entropy(counts)), [tally])
    low, high = found.interval(found.statistic, confidence)
    return Estimate(
        value=clipped(found.statistic, high=most),
        raw=found.statistic,
        plug_in=ENTROPY.plug_in(tally.counts),
        unit="nats",
        std_error=found.std_error,
        low=min(max(low, 0.0), most),
        high=min(max(high, 0.0), most),
        confidence=confidence,
        n=tally.n,
        estimator=f"{by.name}, error by the jackknife of {_words([tally])}",
        warnings=_warnings(found, [tally]),
    )


def _next_to_zero(found: Jackknifed, degrees: float, confidence: float) -> tuple[float, float]:
    """Return the score interval, with the law at zero that the bias implies.

    There the plug-in is near b/d times a chi-square variable of d degrees, with b the bias: its
    variance is 2b²/d, and grows by 4b/d for each nat of divergence.
    """
    from scipy.special import ndtr, stdtrit

    raw = found.statistic - found.bias
    if degrees == 0.0 or found.bias <= 0.0:
        return found.interval(raw, confidence)
    # The rule multiplies by a normal quantile; the one of Student's law is wanted.
    student = stdtrit(found.degrees, (1.0 + confidence) / 2.0)
    at = min(float(2.0 * ndtr(student) - 1.0), 1.0 - 1e-15)
    scale = found.bias / degrees
    return score(raw, found.std_error**2, 2.0 * scale * found.bias, 2.0 * scale, at)


def _warnings(found: Jackknifed, tallies: Sequence[Tally]) -> tuple[str, ...]:
    warnings = []
    groups = min((tally.groups for tally in tallies if tally.groups is not None), default=None)
    if groups is not None and groups < FEWEST_GROUPS:
        warnings.append(f"{groups} groups: below {FEWEST_GROUPS} the interval may be too narrow")
    if found.bias**2 > MOST_LEFT * found.std_error:
        warnings.append(
            "undersampled: groups differ so much that the bias is not known well; "
            "read an entropy as a lower bound, a divergence as an upper one"
        )
    return tuple(warnings)


def _words(tallies: Sequence[Tally]) -> str:
    numbers = [tally.groups for tally in tallies]
    if all(number is None for number in numbers):
        return "weighted observations"
    return " and ".join("no" if number is None else f"{number:,}" for number in numbers) + " groups"


def _sizes(tallies: Sequence[Tally]) -> Size:
    return tallies[0].n if len(tallies) == 1 else (tallies[0].n, tallies[1].n)
