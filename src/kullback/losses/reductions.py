"""From one loss for each row to what is minimised: the rows, their mean or their sum."""

import math
from typing import Literal, TypeAlias

from kullback._arrays import Array, Namespace
from kullback._mass.outcomes import Outcomes, element

Reduction: TypeAlias = Literal["none", "mean", "sum"]
REDUCTIONS = ("none", "mean", "sum")


def check_reduction(reduction: str) -> None:
    """Refuse what is no reduction."""
    if not isinstance(reduction, str) or reduction not in REDUCTIONS:
        raise ValueError(
            f"reduction must be one of {', '.join(map(repr, REDUCTIONS))}; got {reduction!r}"
        )


def reduced(xp: Namespace, losses: Array, reduction: str, amounts: Array | None = None) -> Array:
    """Return the losses, their sum, or the sum over that of the amounts: 1 each if not given.

    A mean over nothing is NaN.
    """
    if reduction == "none":
        return element(losses)
    whole = sum_of_all(xp, losses)
    if reduction == "sum":
        return whole
    return whole / (float(math.prod(losses.shape)) if amounts is None else sum_of_all(xp, amounts))


def sum_of_all(xp: Namespace, x: Array) -> Array:
    """Return the sum of all elements, added by halves as outcomes are."""
    outcomes = Outcomes(xp, (-1,), keepdims=False)
    return outcomes.answer(outcomes.sum(xp.reshape(x, (-1,))))


def only_where(xp: Namespace, kept: Array | None, losses: Array) -> Array:
    """Return the losses, 0 in rows that are left out."""
    return losses if kept is None else xp.where(kept, losses, 0.0)


def counted(xp: Namespace, kept: Array | None, like: Array) -> Array | None:
    """Return 1 for each row that counts and 0 for the others, or None where all do."""
    return None if kept is None else xp.astype(kept, like.dtype)
