"""Models that stay as they are: a distribution of bytes, given or counted elsewhere."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback.coding.distributions import check_distributions
from kullback.coding.ideal import counted
from kullback.coding.quantized import TOTAL, quantized
from kullback.kernels.coding import FixedCoding

BYTES = 256


@dataclass(frozen=True)
class FixedModel:
    """A distribution q of bytes, the same for each; what it calls impossible cannot be coded.

    Parameters
    ----------
    probabilities : sequence of 256 floats

    Raises
    ------
    ValueError
        They are no distribution of 256 outcomes.

    Examples
    --------
    >>> model = FixedModel.from_counts(b"abracadabra")
    >>> round(model.probabilities[ord("a")], 4)  # (5 + 1/2) / (11 + 128)
    0.0396
    """

    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        given = np.asarray(self.probabilities, np.float64)
        if given.shape != (BYTES,):
            raise ValueError(
                f"probabilities must be those of the 256 bytes, got the shape {given.shape}"
            )
        object.__setattr__(self, "probabilities", tuple(given.tolist()))
        self.frequencies  # noqa: B018  # checked here, and not when something is coded

    @classmethod
    def from_counts(cls, counts: Any, *, added: float = 0.5) -> "FixedModel":
        """Return q(x) = (n(x) + a) / (n + 256 a), with Krichevsky and Trofimov's a = 1/2.

        Parameters
        ----------
        counts : bytes, or array_like, shape (256,)
            Bytes to be counted, or how often each of them occurs.
        added : float
            The a. With 0, bytes that do not occur are impossible.

        Returns
        -------
        FixedModel

        Raises
        ------
        ValueError
            The counts are no such numbers, or nothing is counted or added.
        """
        raw = isinstance(counts, bytes | bytearray | memoryview)
        numbers = np.asarray(counted(counts, BYTES) if raw else counts, np.float64)
        if numbers.shape != (BYTES,) or not (np.isfinite(numbers) & (numbers >= 0)).all():
            raise ValueError("counts must be 256 numbers, none of them below 0, or bytes")
        if not 0 <= added < np.inf or not (numbers + added).any():
            raise ValueError(
                f"added must be a number from 0 on, and above 0 if nothing was counted; got {added}"
            )
        weights = numbers + added
        weights = weights / weights.max()  # whose sum may be beyond the range
        return cls(tuple(weights / weights.sum()))

    @cached_property
    def frequencies(self) -> Any:
        """The distribution in whole numbers that total 2^24."""
        return quantized(self.probabilities, "probabilities")

    @classmethod
    def described(cls, description: bytes) -> "FixedModel | None":
        """Return the model of a container's description, or None if that is none."""
        frequencies = np.frombuffer(description, "<u4").astype(np.int64)
        if len(frequencies) != BYTES or frequencies.sum() != TOTAL:
            return None
        return cls(tuple(frequencies / TOTAL))  # exact, and quantized again to the same

    kind = 1
    parameter = 0

    @property
    def description(self) -> bytes:
        """The frequencies, four bytes each."""
        return bytes(self.frequencies.astype("<u4").tobytes())

    @property
    def fingerprint(self) -> bytes:
        """A digest of them."""
        return blake2b(self.description, digest_size=16).digest()

    def coding(self, *, costs: bool = False) -> FixedCoding:
        """Return a coder."""
        del costs  # which the counts of the bytes tell
        return FixedCoding(self.frequencies)


def count_bytes(blocks: Iterable[bytes]) -> Any:
    """Return how often each of the 256 bytes occurs in blocks."""
    return sum((counted(block, BYTES) for block in blocks), np.zeros(BYTES, np.int64))


def mixture(distributions: Sequence[ArrayLike], weights: ArrayLike) -> Any:
    """Return the mixture of distributions over the same outcomes: the sum of w(i) q(i).

    Coding by it costs at most −log2 w(i) bits a symbol more than by the i-th, whatever the data:
    that is what not knowing which of them to take can cost.

    Parameters
    ----------
    distributions : sequence of array_like, shape (k,)
        Probabilities of the same k outcomes.
    weights : array_like
        Probabilities, one for each distribution.

    Returns
    -------
    ndarray, shape (k,)

    Raises
    ------
    ValueError
        One of them is no distribution, or there are not as many weights.

    Examples
    --------
    >>> mixture([[0.5, 0.5], [1.0, 0.0]], [0.5, 0.5])
    array([0.75, 0.25])
    """
    table, shares = np.asarray(distributions, np.float64), np.asarray(weights, np.float64)
    if table.ndim != 2 or shares.shape != table.shape[:1]:
        raise ValueError(
            "distributions must be rows of one length with a weight each, "
            f"got shapes {table.shape} and {shares.shape}"
        )
    check_distributions(table, "distributions")
    check_distributions(shares, "weights")
    terms = shares[:, None] * table
    return np.array([math.fsum(column) for column in terms.T])  # alike on every processor
