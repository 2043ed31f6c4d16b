"""Models that learn from the bytes already coded, which a decoder has seen as well."""

import operator
import struct
from dataclasses import dataclass
from hashlib import blake2b
from typing import SupportsIndex

from kullback.kernels.coding import ContextCoding, CountedCoding

HIGHEST = 3


def fingerprint_of(*parts: bytes) -> bytes:
    """Return sixteen bytes that tell models apart: a digest of parts, each after its length."""
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(struct.pack("<I", len(part)) + part)
    return digest.digest()


def whole(number: SupportsIndex) -> int | None:
    """Return a plain int, also for one with a name or of NumPy, or None for what is none."""
    try:
        return None if isinstance(number, bool) else operator.index(number)
    except TypeError:
        return None


def _checked(order: SupportsIndex, name: str, least: int) -> int:
    found = whole(order)
    if found is None or not least <= found <= HIGHEST:
        raise ValueError(f"{name} must be a whole number from {least} to {HIGHEST}, got {order!r}")
    return found


@dataclass(frozen=True)
class AdaptiveOrder:
    """Each byte by what followed the same `order` bytes before it.

    Order 0 are counts with Krichevsky and Trofimov's smoothing: after n bytes, x has the
    probability (n(x) + 1/2) / (n + 128); from 8 million bytes on counts are halved now and then.
    Higher orders split a byte into eight decisions, each with a probability of its own for each
    context, which moves by 1 / (n + 1/2) of the way at its n-th time, and from some time on by a
    fixed share. Contexts of three bytes share 2^20 places.

    Parameters
    ----------
    order : int
        From 0 to 3.

    Raises
    ------
    ValueError
        The order is no such number.

    References
    ----------
    Krichevsky & Trofimov (1981).

    Examples
    --------
    >>> from kullback.coding import encode
    >>> len(encode(b"abracadabra" * 100, AdaptiveOrder(2)))
    133
    """

    order: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", _checked(self.order, "order", 0))

    kind = 2
    description = b""

    @property
    def parameter(self) -> int:
        """The order."""
        return self.order

    @property
    def fingerprint(self) -> bytes:
        """A digest of the kind of model and its order."""
        return fingerprint_of(b"adaptive order", bytes([self.order]))

    def coding(self, *, costs: bool = False) -> CountedCoding | ContextCoding:
        """Return a coder that has seen nothing."""
        if self.order == 0:
            return CountedCoding(costs=costs)
        return ContextCoding(self.order, costs=costs)


@dataclass(frozen=True)
class MixedOrders:
    """The orders 0 to `highest` at once, each decision by the sum of their weighted log-odds.

    Weights learn as well: by gradient descent on cross-entropy, one set for each degree of
    acquaintance with the contexts. Where a context has been seen, it has its say; where not, the
    shorter ones have.

    Parameters
    ----------
    highest : int
        From 1 to 3.

    Raises
    ------
    ValueError
        It is no such number.

    References
    ----------
    Mahoney (2005), "Adaptive weighing of context models for lossless data compression".

    Examples
    --------
    >>> from kullback.coding import encode
    >>> len(encode(b"abracadabra" * 100, MixedOrders()))
    122
    """

    highest: int = HIGHEST

    def __post_init__(self) -> None:
        object.__setattr__(self, "highest", _checked(self.highest, "highest", 1))

    kind = 3
    description = b""

    @property
    def parameter(self) -> int:
        """The highest order."""
        return self.highest

    @property
    def fingerprint(self) -> bytes:
        """A digest of the kind of model and its highest order."""
        return fingerprint_of(b"mixed orders", bytes([self.highest]))

    def coding(self, *, costs: bool = False) -> ContextCoding:
        """Return a coder that has seen nothing."""
        return ContextCoding(self.highest, mixed=True, costs=costs)
