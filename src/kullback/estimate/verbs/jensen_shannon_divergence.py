"""Jensen-Shannon divergence between the sources of two samples."""

from dataclasses import replace
from typing import Any, Literal

from kullback._units import Unit
from kullback.estimate import measures
from kullback.estimate.estimate import Estimate
from kullback.estimate.samples import Held, pair_of_counts
from kullback.estimate.verbs.asking import (
    check_confidence,
    check_seed,
    check_unit,
    checked_support_size,
    with_unseen_outcomes,
)

ESTIMATORS = ("auto", "plug-in")


def jensen_shannon_divergence(
    x: Any,
    y: Any,
    /,
    *,
    given: Held,
    support_size: int | None = None,
    estimator: Literal["auto", "plug-in"] = "auto",
    confidence: float = 0.95,
    unit: Unit = "nats",
    seed: int = 0,
) -> Estimate:
    r"""Estimate :math:`\tfrac12 D(p \| m) + \tfrac12 D(q \| m)`, :math:`m = (p + q)/2`, from a
    sample of each.

    Parameters
    ----------
    x, y : sequences or mappings
        Two samples: counts of the same outcomes, aligned by key where they are mappings and by
        position where they are not; or labels.
    given : {"counts", "labels"}
        What both hold.
    support_size : int, optional
        How many outcomes there can be; where it is not stated, those seen in either sample.
    estimator : {"auto", "plug-in"}
        "auto" takes off the mean of the plug-in under one source. The interval is the same.
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.
    seed : int
        Draws what one source would give, where an outcome is expected fewer than 5 times in one of
        the samples; elsewhere a formula says it.

    Returns
    -------
    Estimate
        Finite whatever the supports; value and interval lie between 0 and log 2.

    Raises
    ------
    ValueError, TypeError
        As `kl_divergence` does.

    Source: the mean of the plug-in under one source is (m − 1)/8 · (1/a + 1/b), by the delta
    method, where no outcome is rare; elsewhere it is the mean over permutations.

    Examples
    --------
    >>> from kullback import estimate
    >>> found = estimate.jensen_shannon_divergence("aaabbc" * 20, "abbbcc" * 20, given="labels")
    >>> round(found.value, 3), round(found.plug_in, 3)
    (0.062, 0.066)
    """
    check_confidence(confidence)
    check_unit(unit)
    check_seed(seed)
    if estimator not in ESTIMATORS:
        raise ValueError(f"estimator must be one of {', '.join(ESTIMATORS)}; got {estimator!r}")
    support_size = checked_support_size(support_size)
    first, second = with_unseen_outcomes(pair_of_counts(x, y, given), support_size)
    null = measures.drawn_jensen_shannon_null(first, second, seed)
    found = measures.jensen_shannon_divergence(first, second, null=null, confidence=confidence)
    if estimator == "plug-in":
        found = replace(found, value=found.plug_in, raw=found.plug_in, estimator="plug-in")
    return found.to(unit)
