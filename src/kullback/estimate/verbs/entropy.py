"""Entropy of the source of a sample."""

from typing import Any

from kullback._units import Unit
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.estimate import Estimate
from kullback.estimate.measures.entropy_of_a_sample import (
    automatic_entropy_estimator,
    entropy_of_a_sample,
)
from kullback.estimate.samples import Held, counts_of
from kullback.estimate.verbs.asking import (
    check_confidence,
    check_unit,
    checked_support_size,
    named_estimator,
)


def entropy(
    x: Any,
    /,
    *,
    given: Held,
    support_size: int | None = None,
    estimator: str | EntropyEstimator = "auto",
    confidence: float = 0.95,
    unit: Unit = "nats",
) -> Estimate:
    r"""Estimate :math:`H(p) = -\sum_x p(x) \log p(x)` of the source that a sample was drawn from.

    Parameters
    ----------
    x : sequence or mapping
        One sample: counts of outcomes (one axis, or a mapping from outcome to count) or labels
        (one observation each, anything hashable).
    given : {"counts", "labels"}
        What `x` holds. It is never guessed: 3, 1, 2 are good counts and good labels.
    support_size : int, optional
        How many outcomes there can be, seen or not. Stated, it bounds the answer by its logarithm.
        Outcomes with a count of 0 state nothing.
    estimator : str or EntropyEstimator
        A name from `kullback.estimate.ENTROPY_ESTIMATORS`, or an object with `name`,
        `entropy(counts)` and `entropy_variance(counts)`. "auto" is Chao–Wang–Jost; for a stated
        number of outcomes Nemenman–Shafee–Bialek, if observations are fewer than 60.
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.

    Returns
    -------
    Estimate
        The interval of "auto" covers 93 to 100 % of the truths at a nominal 95 %, over the sources
        that were simulated, where `warnings` is empty; docs/estimation.md names the exceptions. It
        reaches farther than 1.96 standard errors near flat sources, and up, where what is unseen
        may be rarer than what was seen once. A sample is undersampled, and says so, where
        Chao and Jost's coverage is below 0.6, or the part of the estimate that stands for unseen
        outcomes is more than twice its standard error. Where an estimator has no known variance,
        `std_error` is NaN and the interval all that an entropy can be.

    Raises
    ------
    ValueError
        Nothing was observed; a count is negative, no whole number, infinite or missing; a label is
        missing; more outcomes were seen than there can be; an unknown name or unit.
    TypeError
        Data of another kind than was said; labels that cannot be hashed.

    Error: rounding is that of the estimator, far below the statistical error.

    Source: the estimators name theirs. "auto": Chao, Wang & Jost (2013).

    Examples
    --------
    >>> from kullback import estimate
    >>> letters = "how much wood would a woodchuck chuck if a woodchuck could chuck wood"
    >>> found = estimate.entropy(letters, given="labels", unit="bits")
    >>> round(found.value, 2), round(found.plug_in, 2)
    (3.48, 3.32)
    >>> estimate.entropy({"heads": 520, "tails": 480}, given="counts", support_size=2).estimator
    'Chao–Wang–Jost'
    """
    check_confidence(confidence)
    check_unit(unit)
    support_size = checked_support_size(support_size)
    counts = counts_of(x, given)
    if isinstance(estimator, str) and estimator == "auto":
        by = automatic_entropy_estimator(counts, support_size)
    else:
        by = named_estimator(estimator, support_size)
    found = entropy_of_a_sample(counts, by=by, support_size=support_size, confidence=confidence)
    return found.to(unit)
