"""From what the caller holds to one row per observation, and what no estimator could answer."""

from typing import Any

import numpy as np

from kullback._arrays import Array, ArrayLike
from kullback.estimate.as_array import as_array

# A share of rows that repeat an earlier one above which the values are discrete, or rounded.
MOST_REPEATED = 0.05
EXACT = 2**53  # from here on float64 leaves out whole numbers


def numbers_of(values: ArrayLike, name: str) -> Array:
    """Return finite float64 numbers of shape (n, d), or say what stands in the way."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; pass {name}.compressed() or leave out its rows")
    held = as_array(values, name)
    if held.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} must hold numbers, got dtype {held.dtype}: booleans and text are labels"
        )
    if held.ndim not in (1, 2):
        raise ValueError(f"{name} must have shape (n,) or (n, d), got {held.shape}")
    if held.size == 0:
        raise ValueError(f"{name} is empty, got shape {held.shape}")
    with np.errstate(over="ignore"):  # of longer floats: infinite below
        rows = held.reshape(len(held), -1).astype(np.float64)
    if held.dtype.kind in "iu" and np.abs(rows).max() > EXACT:
        raise ValueError(
            f"{name} holds whole numbers beyond {EXACT:,}, which float64 cannot tell apart: "
            "subtract one number from all of them"
        )
    unusable = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if len(unusable):
        row = int(unusable[0])
        found = rows[row][~np.isfinite(rows[row])][0]
        raise ValueError(
            f"{name} must be finite, got {found} in row {row} ({len(unusable)} such rows): "
            "leave them out, or compare their share by itself"
        )
    return rows


def same_rows(x: Array, y: Array) -> None:
    """Refuse samples that are no pairs."""
    if len(x) != len(y):
        raise ValueError(f"x and y are pairs, row by row: got {len(x)} rows of x and {len(y)} of y")


def same_columns(x: Array, y: Array) -> None:
    """Refuse samples of different spaces."""
    if x.shape[1] != y.shape[1]:
        raise ValueError(
            f"x and y must have the same columns: got {x.shape[1]} of x and {y.shape[1]} of y"
        )


def at_least(rows: int, needed: int, name: str, why: str) -> None:
    """Refuse a sample that is too small for an estimator."""
    if rows < needed:
        raise ValueError(f"{name} has {rows} row{'s' * (rows != 1)}; {why} needs {needed} or more")


def whole(value: Any, name: str) -> int:
    """Return a positive integer, and refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, got {value!r}")
    return int(value)


def brought_to_one(*samples: Array) -> tuple[int, tuple[Array, ...]]:
    """Return e, and the samples divided by 2**e, so that the largest number is near 1.

    Differences of numbers near the largest float overflow, and squares of tiny ones are zero. A
    power of two loses nothing.
    """
    largest = max(float(np.abs(sample).max()) for sample in samples)
    exponent = int(np.frexp(largest)[1]) if largest > 0.0 else 0
    return exponent, tuple(np.ldexp(sample, -exponent) for sample in samples)


def distinct(rows: Array) -> Array:
    """Return the different rows, sorted by their last column first."""
    ordered = np.sort(rows, axis=0) if rows.shape[1] == 1 else rows[np.lexsort(rows.T)]
    new = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[np.concatenate([[True], new])]


def repeated(rows: Array) -> float:
    """Return the share of rows that repeat another one."""
    return 1.0 - len(distinct(rows)) / len(rows)


def smallest_gap(column: Array) -> float:
    """Return the least distance between two different numbers, or 0 if all are equal."""
    gaps = np.diff(np.unique(column))
    return float(gaps.min()) if len(gaps) else 0.0


def with_density(rows: Array, name: str, instead: str) -> tuple[str, ...]:
    """Return the warning that few repeated values deserve; refuse rows that have no density.

    `instead` is what the caller may do with values that repeat.
    """
    at_least(len(rows), 2, name, "a density")
    for place, column in enumerate(rows.T):
        if (column == column[0]).all():
            raise ValueError(
                f"{_column(rows, name, place)} is constant ({column[0]:g}), so it has no density"
            )
    warnings = few_copies(rows, name, instead)
    if rows.shape[1] > 1:
        _refuse_dependent_columns(rows, name)
    return warnings


def few_copies(rows: Array, name: str, instead: str) -> tuple[str, ...]:
    """Return the warning that few repeated values deserve; refuse columns in which many repeat."""
    shares = [repeated(column[:, None]) for column in rows.T]
    for place, (share, column) in enumerate(zip(shares, rows.T, strict=True)):
        if share > MOST_REPEATED:
            raise ValueError(
                f"{share:.0%} of {_column(rows, name, place)} repeats other values, the least step "
                f"between two values is {smallest_gap(column):.3g}: it is discrete or rounded and "
                f"has no density. {instead}"
            )
    # A row that repeats another one repeats it in every column.
    least = min(shares)
    return _few_repeated(repeated(rows) if least and len(shares) > 1 else least, name)


def _column(rows: Array, name: str, place: int) -> str:
    return name if rows.shape[1] == 1 else f"column {place} of {name}"


def _few_repeated(share: float, name: str) -> tuple[str, ...]:
    if share == 0.0:
        return ()
    return (
        f"{share:.2g} of {name} repeats other rows: "
        "their neighbours were looked for farther out, beyond the copies",
    )


def _refuse_dependent_columns(rows: Array, name: str) -> None:
    centred = rows - rows.mean(axis=0)
    # Units must not decide which column counts as nothing.
    rank = int(np.linalg.matrix_rank(centred / np.abs(centred).max(axis=0)))
    if rank < min(rows.shape[1], len(rows) - 1):
        raise ValueError(
            f"the {rows.shape[1]} columns of {name} depend on each other linearly (rank {rank}), "
            "so they have no joint density: leave out those that others determine"
        )
