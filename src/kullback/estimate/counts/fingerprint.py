"""The fingerprint of a sample: its distinct counts, and how many outcomes have each.

A formula that treats equal counts alike needs nothing else, so its cost follows the number of
distinct counts, at most √(2n), and not the number of outcomes. Counts are checked here.
"""

import operator
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.as_array import as_array

LARGEST = 1e30  # powers of larger counts overflow; nothing was ever counted so often
FAR = 4  # times as many outcomes as there are: beyond it counts are sorted


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """Counts of counts: `times[i]` outcomes were seen `counts[i]` times each."""

    counts: Array
    times: Array

    @property
    def n(self) -> float:
        """How many observations there are."""
        return float(self.times @ self.counts)

    @property
    def seen(self) -> int:
        """How many outcomes were seen."""
        return int(self.times.sum())

    @property
    def singletons(self) -> float:
        """How many outcomes were seen once."""
        return float(self.times[self.counts == 1.0].sum())

    @property
    def doubletons(self) -> float:
        """How many outcomes were seen twice."""
        return float(self.times[self.counts == 2.0].sum())

    def total(self, values: Array) -> float:
        """Return the sum over outcomes of what is given for each distinct count."""
        return float(self.times @ values)

    def mean(self, values: Array) -> float:
        """Return the mean over observations of what is given for each distinct count."""
        return self.total(self.counts * values) / self.n


def fingerprint(counts: Array | Fingerprint, whole: bool = True) -> Fingerprint:
    """Return the counts of counts. Outcomes that were not seen leave no trace in them.

    Few formulas have a meaning where counts are not `whole`: those of weighted observations.
    Where several formulas are asked of one sample, its fingerprint is taken once and passed on.

    Raises
    ------
    ValueError
        A count is negative, no whole number, infinite or missing; or all are zero.
    """
    if isinstance(counts, Fingerprint):
        return counts
    distinct, times = _distinct(checked_counts(counts, whole), whole)
    some = distinct > 0
    if not some.any():
        raise ValueError("counts are all zero, or there are none: nothing was observed")
    return Fingerprint(distinct[some].astype(float), times[some].astype(float))


def _distinct(counts: Array, whole: bool) -> tuple[Array, Array]:
    """Return the distinct counts and how often each occurs; by place where none is far from 0."""
    if not whole or counts.size == 0 or counts.max() > FAR * counts.size:
        return np.unique(counts, return_counts=True)
    times = np.bincount(counts.astype(np.intp))
    distinct = np.flatnonzero(times)
    return distinct, times[distinct]


def checked_counts(counts: Array, whole: bool = True) -> Array:
    """Return the counts as an array, once each is known to be a whole number from 0 on.

    Or, where they need not be `whole`, any number from 0 on.
    """
    array = as_array(counts, "counts")
    if array.ndim != 1:
        raise ValueError(f"counts must have one axis, got shape {array.shape}")
    if array.size == 0:
        return array.astype(float)
    if array.dtype.kind == "O":
        array = _unboxed(array)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"counts must be numbers, got {array.dtype}")
    # NaN is neither from 0 on nor whole, and what is infinite is its own floor
    right = (array >= 0) & (array < np.inf)
    if whole and array.dtype.kind == "f":
        right &= array == np.floor(array)
    if not right.all():
        place = int(np.argmin(right))
        raise ValueError(
            f"counts must be whole numbers from 0 on, got {array[place]} at position {place}; "
            "kullback.entropy takes probabilities"
        )
    most = float(array.max())
    if most > LARGEST:
        raise ValueError(
            f"counts must be at most {LARGEST:g}, got {most:g} at position "
            f"{int(array.argmax())}: divide all of them by one number"
        )
    return array


def _unboxed(array: Array) -> Array:
    """Return Python's own whole numbers, of any length, as floats; None is a missing one."""
    text = [each for each in array if isinstance(each, (str, bytes))]
    if text:
        raise TypeError(f"counts must be numbers, got text: {text[0]!r}")
    try:
        return array.astype(float)
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"counts must be numbers: {error}") from None


def known_outcomes(sample: Fingerprint, outcomes: int | None) -> int:
    """Return the number of possible outcomes; where it is not known, of those that were seen."""
    return possible_outcomes(sample.seen, outcomes)


def possible_outcomes(seen: int, outcomes: int | None) -> int:
    """Return `outcomes`, or those seen where it is None; refuse a number that cannot be.

    Raises
    ------
    TypeError
        It is no whole number.
    ValueError
        It is smaller than the number of outcomes seen.
    """
    if outcomes is None:
        return seen
    try:
        possible = operator.index(outcomes)
    except TypeError:
        raise TypeError(f"outcomes must be a whole number or None, got {outcomes!r}") from None
    if possible < seen:
        raise ValueError(f"{seen} outcomes were seen, so there cannot be only {possible} of them")
    return possible
