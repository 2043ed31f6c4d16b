"""What is asked beside the data: how sure, in which unit, by which estimator."""

import operator
from typing import Any

import numpy as np

from kullback._units import in_unit
from kullback.estimate.asked import check_confidence as check_confidence
from kullback.estimate.asked import check_seed as check_seed
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.table import ENTROPY_ESTIMATORS, Maker
from kullback.estimate.counts.two_samples.table import TWO_SAMPLE_ESTIMATORS
from kullback.estimate.counts.two_samples.two_sample_estimator import TwoSampleEstimator
from kullback.estimate.samples import Tally
from kullback.kernels.counting import MOST_CELLS

AUTO_OF_TWO = "extended-zhang-grabchak"


def check_unit(unit: str) -> None:
    """Refuse an unknown unit before anything is counted."""
    in_unit(0.0, unit)


def checked_support_size(support_size: int | None) -> int | None:
    """Return the number of possible outcomes, None where it was not said."""
    if support_size is None:
        return None
    try:
        size = operator.index(support_size)
    except TypeError:
        raise TypeError(f"support_size must be a whole number, got {support_size!r}") from None
    if size < 1:
        raise ValueError(f"support_size must be at least 1, got {size}")
    return size


def refuse_support_size(support_size: int | None) -> None:
    """Refuse a number of outcomes beside a model, whose list of them it is."""
    if support_size is not None:
        raise ValueError(
            "a model states by itself how many outcomes there can be: leave support_size out, "
            f"got {support_size}"
        )


def named_estimator(estimator: Any, support_size: int | None) -> EntropyEstimator:
    """Return the estimator of a name, told the number of outcomes; an object as it is."""
    if isinstance(estimator, str):
        if estimator not in ENTROPY_ESTIMATORS:
            names = ", ".join(["auto", *ENTROPY_ESTIMATORS])
            raise ValueError(f"estimator must be one of {names}; got {estimator!r}")
        return ENTROPY_ESTIMATORS[estimator](support_size)
    if isinstance(estimator, type) or not isinstance(estimator, EntropyEstimator):
        raise TypeError(
            "estimator must be a name, or an object with `name`, `entropy(counts)` and "
            f"`entropy_variance(counts)`; got {estimator!r}"
        )
    return estimator


def entropy_maker(estimator: Any) -> Maker | None:
    """Return what makes the estimator of a name for a number of outcomes; None for "auto".

    One that is an object is the same for any number.
    """
    if isinstance(estimator, str) and estimator == "auto":
        return None
    if isinstance(estimator, str) and estimator in ENTROPY_ESTIMATORS:
        return ENTROPY_ESTIMATORS[estimator]
    known = named_estimator(estimator, None)
    return lambda outcomes: known


def two_sample_estimator(estimator: Any) -> TwoSampleEstimator:
    """Return the estimator of a name, "auto" being Zhang and Grabchak's, extended."""
    if isinstance(estimator, str):
        if estimator != "auto" and estimator not in TWO_SAMPLE_ESTIMATORS:
            names = ", ".join(["auto", *TWO_SAMPLE_ESTIMATORS])
            raise ValueError(f"estimator must be one of {names}; got {estimator!r}")
        return TWO_SAMPLE_ESTIMATORS[AUTO_OF_TWO if estimator == "auto" else estimator]
    if isinstance(estimator, type) or not isinstance(estimator, TwoSampleEstimator):
        raise TypeError(
            "estimator must be a name, or an object with `name` and, of two columns of counts, "
            "`kl_divergence`, `kl_variance`, `kl_null_variance`, `cross_entropy` and "
            f"`cross_entropy_variance`; got {estimator!r}"
        )
    return estimator


def plug_in_alone(estimator: Any) -> None:
    """Refuse an estimator where observations have weights or groups, which none is made for."""
    if not (isinstance(estimator, str) and estimator == "auto"):
        raise ValueError(
            "with weights or groups the jackknife takes the bias off the plug-in, and there is no "
            f'estimator to choose: leave estimator at "auto", got {estimator!r}'
        )


def refuse_fewer_than_seen(tally: Tally, support_size: int | None) -> None:
    """Refuse a number of outcomes that there can be if there are more."""
    seen = len(tally.counts)
    if support_size is not None and support_size < seen:
        raise ValueError(
            f"{seen} outcomes were seen, so there cannot be only {support_size} of them"
        )


def with_unseen_outcomes(
    tallies: tuple[Tally, Tally], support_size: int | None
) -> tuple[Tally, Tally]:
    """Return two tallies with a zero for each outcome that neither sample showed."""
    first, second = tallies
    refuse_fewer_than_seen(first, support_size)
    if support_size is None:
        return first, second
    if support_size > MOST_CELLS:
        raise ValueError(
            f"support_size must be at most {MOST_CELLS:,} for two samples, got {support_size:,}: "
            "leave it out, since outcomes that neither sample showed tell nothing apart"
        )
    places = np.arange(len(first.counts))
    return first.at(places, support_size), second.at(places, support_size)
