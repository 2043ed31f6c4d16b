"""Cross-entropy of the source of one sample in the code made for another."""

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


def cross_entropy(
    x: Any,
    y: Any,
    /,
    *,
    given: Held,
    support_size: int | None = None,
    confidence: float = 0.95,
    unit: Unit = "nats",
) -> Estimate:
    r"""Estimate :math:`H(p, q) = -\sum_x p(x) \log q(x)` from a sample of each.

    `x` is a sample from p, what happens; `y` is one from q, what the code was made for.

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
        Its upper limit is infinite where an outcome of `x` is missing from `y`.

    Raises
    ------
    ValueError, TypeError
        As `kl_divergence` does.

    Source: ½ is added to the counts of `y`, and the known bias is taken off, as in `kl_divergence`.

    Examples
    --------
    >>> from kullback import estimate
    >>> found = estimate.cross_entropy([60, 30, 10], [20, 20, 40], given="counts")
    >>> round(found.value, 2), round(found.plug_in, 2)
    (1.3, 1.32)
    """
    check_confidence(confidence)
    check_unit(unit)
    support_size = checked_support_size(support_size)
    first, second = with_unseen_outcomes(pair_of_counts(x, y, given), support_size)
    return measures.cross_entropy(first, second, confidence=confidence).to(unit)
