"""Paired observations as one table of counts: read from labels, or given."""

from collections.abc import Sequence
from typing import Any

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import possible_outcomes
from kullback.estimate.samples import (
    Tally,
    check_given,
    check_missing,
    labels_in_pairs,
    table_of_counts,
)
from kullback.estimate.verbs.asking import checked_support_size


def table_of(
    x: Any,
    y: Any,
    given: Any,
    what: str,
    *,
    missing: str = "raise",
    weights: Any = None,
    groups: Any = None,
    seed: int = 0,
) -> Tally:
    """Return the table of counts, one row for each outcome of `x` and one column for each of `y`.

    With counts, `x` is that table and `y` is None.
    """
    check_one_table_or_labels(x, y, given, what)
    if given == "counts":
        check_missing(missing)
        return table_of_counts(x, weights=weights, groups=groups)
    return labels_in_pairs(x, y, missing=missing, weights=weights, groups=groups, seed=seed)


def check_one_table_or_labels(x: Any, y: Any, given: str, what: str) -> None:
    """Refuse labels without their partners, and a table with something beside it."""
    check_given(given)
    if given == "counts" and y is not None:
        raise TypeError(f"with counts, {what} takes one table of both outcomes")
    if given == "labels" and y is None:
        raise TypeError(f"with labels, {what} takes two sequences, one of each outcome")


def checked_support_sizes(support_size: Any, names: str, variables: int) -> Any:
    """Return how many outcomes each variable can have, None where it was not said."""
    if support_size is None:
        return None
    if (
        not isinstance(support_size, tuple)
        or len(support_size) != variables
        or None in support_size
    ):
        raise TypeError(
            f"support_size must be {variables} whole numbers, those of {names}; "
            f"got {support_size!r}"
        )
    return tuple(checked_support_size(size) for size in support_size)


def refuse_more_than_possible(counts: Array, possible: Sequence[int] | None) -> None:
    """Refuse numbers of outcomes, one for each axis of a table, of which there are more."""
    for seen, size in zip(counts.shape, possible or counts.shape, strict=True):
        possible_outcomes(seen, size)
