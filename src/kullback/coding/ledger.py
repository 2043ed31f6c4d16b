"""What coding cost, beside what information theory says it costs."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback.coding.fixed import BYTES, FixedModel
from kullback.coding.ideal import counted
from kullback.coding.model import Coding, Model
from kullback.coding.quantized import TOTAL
from kullback.quantities import cross_entropy, entropy, kl_divergence


@dataclass(frozen=True)
class Ledger:
    """Entropy, cross-entropy and KL divergence in bits a byte; sizes in bytes.

    For a fixed model q, `cross_entropy` is H(p, q) and `kl_divergence` D(p ‖ q), where p are the
    shares of the bytes of the file and q is the model in whole numbers. For one that learns,
    `cross_entropy` is the mean of −log2 of the probabilities that it gave, and `kl_divergence` is
    None: it is not of one q. An empty file has none of the three.
    """

    length: int
    entropy: float | None
    cross_entropy: float | None
    kl_divergence: float | None
    predicted: float  # bytes: length × cross-entropy / 8
    payload: int
    size: int  # of the whole container
    description: int  # bytes of it that describe the model

    @property
    def extra(self) -> float | None:
        """Cross-entropy less entropy, in bits a byte: the divergence, if the model is fixed."""
        if self.entropy is None or self.cross_entropy is None:
            return None
        if self.kl_divergence is not None:
            return self.kl_divergence
        return self.cross_entropy - self.entropy


class Account:
    """A ledger in the making."""

    def __init__(self) -> None:
        self.counts = np.zeros(BYTES, np.int64)
        self.payload = self.size = self.description = 0
        self.model: Model | None = None
        self.coding: Coding | None = None

    def block(self, data: bytes, message: bytes) -> None:
        """Note a block and its message."""
        self.counts += counted(data, BYTES)
        self.payload += len(message)

    @property
    def length(self) -> int:
        """How many bytes were coded."""
        return int(self.counts.sum())

    def closed(self) -> Ledger:
        """Return the ledger."""
        sizes = (self.payload, self.size, self.description)
        if not self.length or self.coding is None:
            return Ledger(0, None, None, None, 0.0, *sizes)
        p = self.counts / self.length
        cost, divergence = self._per_byte(p)
        predicted = self.length * cost / 8
        return Ledger(self.length, _bits(entropy, p), cost, divergence, predicted, *sizes)

    def _per_byte(self, p: Any) -> tuple[float, float | None]:
        if isinstance(self.model, FixedModel):
            q = self.model.frequencies / TOTAL
            return _bits(cross_entropy, p, q), _bits(kl_divergence, p, q)
        assert self.coding is not None
        return self.coding.cost / self.length, None


def _bits(quantity: Any, *distributions: Any) -> float:
    return float(quantity(*distributions, unit="bits", normalize=True))
