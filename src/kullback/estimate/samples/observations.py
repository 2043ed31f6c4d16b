"""What belongs to each observation beside its label: its weight, and the group it came in.

Weights say how much of the population an observation stands for; only their ratios matter. They
are no repetitions: what was seen three times belongs into the sample three times, or into counts.
Groups are documents, users, sessions: independent of each other, and not within.
"""

from typing import Any

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array
from kullback.estimate.samples.gaps import refuse_gaps
from kullback.estimate.samples.labels import column
from kullback.kernels import counting

# Groups beyond these are put together at random, each whole: the spread of so many tells enough.
MOST_BLOCKS = 100


def checked_weights(weights: Any, rows: int, name: str) -> Array:
    """Return one non-negative number for each row, of which some is above zero.

    Raises
    ------
    ValueError
        There are more or fewer than rows; one is negative, infinite or missing; all are zero.
    TypeError
        They are no numbers.
    """
    held = _one_axis(weights, rows, name)
    boxed = held.dtype.kind == "O" and not any(isinstance(each, (str, bytes)) for each in held)
    if held.dtype.kind not in "biuf" and not boxed:
        raise TypeError(f"{name} must be numbers, got {held.dtype}")
    try:
        found = held.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} must be numbers, got {held.dtype}") from None
    wrong = ~np.isfinite(found) | (found < 0.0)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{name} must be finite and not negative, got {found[row]} in row {row}")
    if not found.any():
        raise ValueError(f"{name} are all zero: nothing was observed")
    return found / found.max()  # so that no square of them overflows


def effective_size(weights: Array) -> float:
    """Return (Σw)²/Σw²: how many observations of equal weight have a mean of the same variance.

    Source: Kish (1965), Survey Sampling.
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def blocks_of(groups: Any, rows: int, name: str, seed: int) -> tuple[Array, int]:
    """Return the block of each row, from 0, and how many groups there are.

    A block is a group, or several where there are more than `MOST_BLOCKS`: then whole groups are
    dealt out to that many blocks, by `seed`.

    Raises
    ------
    ValueError
        There are more or fewer than rows; one is missing; all are the same.
    TypeError
        They cannot be hashed.
    """
    codes, number = groups_of(groups, rows, name)
    return _dealt(codes, number, seed), number


def groups_of(groups: Any, rows: int, name: str) -> tuple[Array, int]:
    """Return the group of each row, from 0, and how many there are; raise as `blocks_of` does."""
    found = column(groups, name)
    if len(found) != rows:
        raise ValueError(f"{name} must hold one group for each row, got {len(found)} for {rows}")
    refuse_gaps(found, name, "leave such rows out, or give each a group of its own")
    codes, first = counting.numbered(counting.plain(found.numbers))
    if len(first) == 1:
        raise ValueError(
            f"{name} holds one group only, so that nothing tells how much groups differ: "
            "give two or more, or leave groups out where observations are independent"
        )
    return codes, len(first)


def each_its_own(rows: int, seed: int) -> Array:
    """Return the blocks of rows that are independent of each other."""
    return _dealt(np.arange(rows), rows, seed)


def _dealt(codes: Array, groups: int, seed: int) -> Array:
    if groups <= MOST_BLOCKS:
        return codes
    places = np.random.default_rng(seed).permutation(np.arange(groups) % MOST_BLOCKS)
    return places[codes]


def _one_axis(values: Any, rows: int, name: str) -> Array:
    held = as_array(values, name)
    if held.shape != (rows,):
        raise ValueError(f"{name} must hold one number for each of {rows} rows, got {held.shape}")
    return held
