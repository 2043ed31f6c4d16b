"""Jensen-Shannon divergence between the sources of two samples."""

from typing import Any

from kullback._units import Unit
from kullback.estimate import measures
from kullback.estimate.estimate import Estimate
from kullback.estimate.samples import Held, pair_of_counts
from kullback.estimate.verbs.asking import (
    check_confidence,
    check_unit,
    checked_support_size,
    with_unseen_outcomes,
)


def jensen_shannon_divergence(
    x: Any,
    y: Any,
    /,
    *,
    given: Held,
    support_size: int | None = None,
    confidence: float = 0.95,
    unit: Unit = "nats",
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
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.

    Returns
    -------
    Estimate
        Finite whatever the supports; value and interval lie between 0 and log 2.

    Raises
    ------
    ValueError, TypeError
        As `kl_divergence` does.

    Source: the mean of the plug-in under one source, (m − 1)/8 · (1/a + 1/b), is taken off.

    Examples
    --------
    >>> from kullback import estimate
    >>> found = estimate.jensen_shannon_divergence("aaabbc" * 20, "abbbcc" * 20, given="labels")
    >>> round(found.value, 3), round(found.plug_in, 3)
    (0.062, 0.066)
    """
    check_confidence(confidence)
    check_unit(unit)
    support_size = checked_support_size(support_size)
    first, second = with_unseen_outcomes(pair_of_counts(x, y, given), support_size)
    return measures.jensen_shannon_divergence(first, second, confidence=confidence).to(unit)
