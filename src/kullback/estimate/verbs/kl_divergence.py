"""KL divergence between the sources of two samples."""

import math
from dataclasses import replace
from typing import Any, Literal, get_args

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

OnSupportMismatch = Literal["smooth", "inf", "raise"]


def kl_divergence(
    x: Any,
    y: Any,
    /,
    *,
    given: Held,
    support_size: int | None = None,
    on_support_mismatch: OnSupportMismatch = "smooth",
    confidence: float = 0.95,
    unit: Unit = "nats",
) -> Estimate:
    r"""Estimate :math:`D(p \| q) = \sum_x p(x) \log \frac{p(x)}{q(x)}` from a sample of each.

    `x` is a sample from p, what happens; `y` is one from q, what was assumed.

    Parameters
    ----------
    x, y : sequences or mappings
        Two samples: counts of the same outcomes, aligned by key where they are mappings and by
        position where they are not; or labels.
    given : {"counts", "labels"}
        What both hold.
    support_size : int, optional
        How many outcomes there can be; where it is not stated, those seen in either sample.
    on_support_mismatch : {"smooth", "inf", "raise"}
        What to do where an outcome of `x` is missing from `y`. "smooth" estimates with ½ added to
        the counts of `y`, which is done in any case because it makes the bias known; the upper
        limit is infinite. "inf" takes the observed zero for a true one. "raise" raises.
    confidence : float
        Nominal coverage of the interval.
    unit : str
        Unit of the answer.

    Returns
    -------
    Estimate
        `plug_in` is infinite where an outcome of `x` is missing from `y`, and `missing_mass` says
        how much of `x` that is.

    Raises
    ------
    ValueError
        Nothing was observed in one of the samples; counts or labels that are none; counts by
        position that differ in number; a mismatch of support, if asked to raise.
    TypeError
        Data of another kind than was said; a mapping beside an array; labels that cannot be hashed.

    Source: the bias (m − 1)/2 · (1/a + 1/b) of samples of a and b observations over m outcomes is
    that of the delta method with ½ added to the second counts.

    Examples
    --------
    >>> from kullback import estimate
    >>> found = estimate.kl_divergence([60, 30, 10], [20, 20, 40], given="counts")
    >>> round(found.value, 2), round(found.plug_in, 2)
    (0.39, 0.42)
    """
    if on_support_mismatch not in get_args(OnSupportMismatch):
        raise ValueError(
            f"on_support_mismatch must be one of {', '.join(get_args(OnSupportMismatch))}; "
            f"got {on_support_mismatch!r}"
        )
    check_confidence(confidence)
    check_unit(unit)
    support_size = checked_support_size(support_size)
    first, second = with_unseen_outcomes(pair_of_counts(x, y, given), support_size)
    found = measures.kl_divergence(first, second, confidence=confidence)
    if found.missing_mass and on_support_mismatch == "raise":
        raise ValueError(
            f"{found.missing_mass:.3g} of the first sample lies in outcomes that the second never "
            'showed; on_support_mismatch="smooth" estimates all the same'
        )
    if found.missing_mass and on_support_mismatch == "inf":
        found = replace(found, value=math.inf, raw=math.inf, high=math.inf)
    return found.to(unit)
