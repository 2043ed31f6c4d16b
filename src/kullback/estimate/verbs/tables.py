"""Paired observations as one table of counts: read from labels, or given."""

from typing import Any

from kullback._arrays import Array
from kullback.estimate.samples import check_given, checked_table, contingency_table
from kullback.estimate.verbs.asking import checked_support_size


def table_of(x: Any, y: Any, given: str, what: str) -> Array:
    """Return the table of counts, one row for each outcome of `x` and one column for each of `y`.

    With counts, `x` is that table and `y` is None.
    """
    check_given(given)
    if given == "counts" and y is not None:
        raise TypeError(f"with counts, {what} takes one table of both outcomes")
    if given == "labels" and y is None:
        raise TypeError(f"with labels, {what} takes two sequences, one of each outcome")
    return checked_table(x) if given == "counts" else contingency_table(x, y)


def checked_support_sizes(support_size: Any, names: str, variables: int) -> Any:
    """Return how many outcomes each variable can have, None where it was not said."""
    if support_size is None:
        return None
    if not isinstance(support_size, tuple) or len(support_size) != variables:
        raise TypeError(
            f"support_size must be {variables} whole numbers, those of {names}; "
            f"got {support_size!r}"
        )
    return tuple(checked_support_size(size) or 0 for size in support_size)
