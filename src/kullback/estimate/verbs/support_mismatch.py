"""What to do where an outcome of the first sample is missing from the second."""

import math
from dataclasses import replace
from typing import Literal, get_args

from kullback.estimate.estimate import Estimate

OnSupportMismatch = Literal["smooth", "inf", "raise"]


def check_support_mismatch(policy: str) -> None:
    """Refuse an unknown policy before anything is counted."""
    if policy not in get_args(OnSupportMismatch):
        raise ValueError(
            f"on_support_mismatch must be one of {', '.join(get_args(OnSupportMismatch))}; "
            f"got {policy!r}"
        )


def with_policy(found: Estimate, policy: OnSupportMismatch) -> Estimate:
    """Return the estimate, infinite if a zero in the second sample is to be taken for a true one.

    Raises
    ------
    ValueError
        An outcome is missing, and the policy is to raise.
    """
    if not found.missing_mass or policy == "smooth":
        return found
    if policy == "raise" and math.isinf(found.raw):
        raise ValueError(
            f"{found.missing_mass:.3g} of the sample lies in outcomes that the model excludes: "
            "the truth is infinite, whatever on_support_mismatch is"
        )
    if policy == "raise":
        raise ValueError(
            f"{found.missing_mass:.3g} of the first sample lies in outcomes that the second never "
            'showed; on_support_mismatch="smooth" estimates all the same'
        )
    return replace(found, value=math.inf, raw=math.inf, high=math.inf)
