"""Estimates from observations that are not alike: in groups, with weights, or both.

What no formula covers, the jackknife over groups does: it takes the bias off the plug-in value and
finds the error of what is left. Observations with weights and no groups are groups of one each.
"""

import math
from collections.abc import Sequence

from kullback.estimate.counts.dirichlet import DirichletPlugIn, DirichletPosterior
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.fingerprint import fingerprint, known_outcomes
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.estimate import Estimate, Size, clipped
from kullback.estimate.intervals import score
from kullback.estimate.measures.entropy_of_a_sample import undersampling
from kullback.estimate.measures.interval_of_an_entropy import (
    ONE_OUTCOME,
    most_beside_one_outcome,
)
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS
from kullback.estimate.measures.support import missing_mass, support_warning
from kullback.estimate.resampling.delete_a_group import Jackknifed, delete_a_group
from kullback.estimate.resampling.statistics import ENTROPY, Statistic
from kullback.estimate.samples import Tally

# Estimators that have a meaning for counts that are not whole.
FOR_WEIGHTS = (PlugIn, DirichletPlugIn, DirichletPosterior)
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
    least: float = 0.0,
    most: float = math.inf,
) -> Estimate:
    """Estimate a measure by its plug-in value less the bias that the jackknife finds.

    `least` and `most` are all that it can be, and what is said where groups tell no error.
    """
    found = delete_a_group(statistic.of, tallies)
    counts = [tally.counts for tally in tallies]
    raw = found.statistic - found.bias
    low, high = found.interval(raw, confidence)
    if found.is_blind:
        low, high = least, most
    elif statistic.degrees is not None:
        low, high = _next_to_zero(found, statistic.degrees(*counts), confidence)
    missing = missing_mass(*counts) if statistic.may_be_infinite else None
    return Estimate(
        value=clipped(raw, least, most),
        raw=raw,
        plug_in=statistic.plug_in(*counts),
        unit="nats",
        std_error=found.std_error,
        low=min(max(low, least), most),
        high=math.inf if missing else min(max(high, least), most),
        confidence=confidence,
        n=_sizes(tallies),
        estimator=f"{statistic.name}, jackknife of {_words(tallies)}",
        missing_mass=missing,
        warnings=_warnings(found, tallies) + support_warning(missing or 0.0),
    )


def entropy_of_groups(
    tally: Tally, by: EntropyEstimator | None, *, support_size: int | None, confidence: float
) -> Estimate:
    """Estimate H(p), by the plug-in less its bias or by an estimator as it is."""
    most = math.inf
    if support_size is not None:
        most = math.log(known_outcomes(fingerprint(tally.counts, whole=False), support_size))
    if by is not None and tally.weighted:
        for_weights(by)
    if len(tally.counts) == 1:
        return _of_one_outcome(tally, support_size, confidence)
    if by is None:
        return estimate_of_groups(ENTROPY, [tally], confidence=confidence, most=most)
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
        warnings=_few_groups([tally])
        + (() if tally.weighted else undersampling(tally.counts, "a lower")),
    )


def _of_one_outcome(tally: Tally, support_size: int | None, confidence: float) -> Estimate:
    """Return 0, and what else agrees with as many groups of one and the same outcome."""
    independent = float(tally.groups or tally.counts.sum())
    return Estimate(
        value=0.0,
        raw=0.0,
        plug_in=0.0,
        unit="nats",
        std_error=0.0,
        low=0.0,
        high=most_beside_one_outcome(independent, support_size, confidence),
        confidence=confidence,
        n=tally.n,
        estimator=f"plug-in, jackknife of {_words([tally])}",
        warnings=_few_groups([tally]) + ((ONE_OUTCOME,) if support_size is None else ()),
    )


def for_weights(estimator: EntropyEstimator) -> None:
    """Refuse an estimator that has no meaning for counts that are not whole."""
    if not isinstance(estimator, FOR_WEIGHTS):
        raise ValueError(
            f"{estimator.name} is not defined for weighted observations, whose counts are not "
            'whole: leave estimator at "auto", or pass plug-in, jeffreys, laplace, perks, minimax '
            "or the posterior of one of those priors"
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
    null_variance = 2.0 * scale * found.bias
    return score(raw, found.std_error**2, null_variance, 2.0 * scale, at, found.bias)


def _warnings(found: Jackknifed, tallies: Sequence[Tally]) -> tuple[str, ...]:
    if found.is_blind:
        return (*_few_groups(tallies), "groups are all alike: nothing tells the error")
    if found.bias**2 <= MOST_LEFT * found.std_error:
        return _few_groups(tallies)
    far = "a lower" if found.bias < 0.0 else "an upper"
    return (
        *_few_groups(tallies),
        f"undersampled: the bias is too large to be known well; read it as {far} bound",
    )


def _few_groups(tallies: Sequence[Tally]) -> tuple[str, ...]:
    groups = min((tally.groups for tally in tallies if tally.groups is not None), default=None)
    found: tuple[str, ...] = ()
    if groups is not None and groups < FEWEST_GROUPS:
        found += (f"{groups} groups: below {FEWEST_GROUPS} the interval may be too narrow",)
    # Rows without groups; of weighted ones counts add up to how many equal ones tell as much.
    rows = min((tally.counts.sum() for tally in tallies if tally.groups is None), default=math.inf)
    if rows < FEWEST_ROWS:
        found += (
            f"fewer than {FEWEST_ROWS} observations, or weights as uneven as if there were: "
            "the interval may be too narrow",
        )
    return found


def _words(tallies: Sequence[Tally]) -> str:
    numbers = [tally.groups for tally in tallies]
    if all(number is None for number in numbers):
        return "weighted observations"
    return " and ".join("no" if number is None else f"{number:,}" for number in numbers) + " groups"


def _sizes(tallies: Sequence[Tally]) -> Size:
    return tallies[0].n if len(tallies) == 1 else (tallies[0].n, tallies[1].n)
