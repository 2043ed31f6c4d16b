"""Labels that are missing: refused, left out, or an outcome of their own. The caller knows which.

What it means is the same for one sample, two samples and labels in pairs: a row is left out of
everything that belongs to it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np

from kullback._arrays import Array
from kullback.estimate.samples.labels import Column

Missing = Literal["raise", "outcome", "drop"]


def check_missing(missing: Any) -> None:
    """Refuse a policy that is not known."""
    if missing not in get_args(Missing):
        raise ValueError(f"missing must be one of {', '.join(get_args(Missing))}; got {missing!r}")


def refuse_gaps(column: Column, name: str, advice: str) -> None:
    """Refuse labels of which one is missing, where no policy says what to do with it."""
    gap = column.gaps
    if gap is not None:
        raise ValueError(
            f"label {int(np.argmax(gap))} of {name} is missing ({int(gap.sum())} of {len(gap)} "
            f"are): {advice}"
        )


def without_gaps(
    columns: Sequence[Column], names: Sequence[str], missing: str
) -> tuple[list[Column], Array | None]:
    """Return columns of which no label is missing, and the rows that were kept, None for all."""
    check_missing(missing)
    gaps = [column.gaps for column in columns]
    if all(gap is None for gap in gaps):
        return list(columns), None
    if missing == "outcome":
        return [_filled(column) for column in columns], None
    if missing == "raise":
        name, gap = next((n, g) for n, g in zip(names, gaps, strict=True) if g is not None)
        raise ValueError(
            f"label {int(np.argmax(gap))} of {name} is missing ({int(gap.sum())} of {len(gap)} "
            'are); missing="drop" leaves such rows out, missing="outcome" counts them as an outcome'
        )
    kept = ~np.logical_or.reduce([gap for gap in gaps if gap is not None])
    if not kept.any():
        raise ValueError(f"nothing was observed: labels of {' or '.join(names)} are all missing")
    return [column.at(kept) for column in columns], kept


def _filled(column: Column) -> Column:
    gaps = column.gaps
    if gaps is None:
        return column
    outcomes = list(column.outcomes or ())
    numbers = np.where(gaps, len(outcomes), column.numbers)
    return replace(column, numbers=numbers, outcomes=[*outcomes, None])
