"""Any model that answers with probabilities of the next byte: a language model, say."""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback.coding.adaptive import fingerprint_of, whole
from kullback.coding.quantized import TOTAL, quantized
from kullback.kernels.coding import SteppedCoding

MOST_WINDOW = 1 << 16
PREDICTED = "what predict returned"


@dataclass(frozen=True)
class Autoregressive:
    """A function that is given the last bytes and returns the probabilities of the next one.

    The decoder calls it with the same bytes, and has to get the same floats, to the last bit:
    same library, same machine, same number of threads. Where it gets others, the container is
    refused, for its checksum is that of the data; nothing is decoded wrongly.

    Parameters
    ----------
    predict : callable
        From bytes, at most `window` of them, to 256 probabilities.
    name : str
        What the container knows it by; `decode` asks for a model of the same name and window.
    window : int
        How many of the last bytes it is given: from 0 to 65,536.

    Raises
    ------
    ValueError
        The name is empty, or the window no such number; in `encode`, probabilities that are none.

    Examples
    --------
    >>> from kullback.coding import decode, encode
    >>> def alternating(last):
    ...     q = [1e-3 / 255] * 256
    ...     q[ord("b") if last == b"a" else ord("a")] = 1 - 1e-3
    ...     return q
    >>> model = Autoregressive(alternating, name="alternating", window=1)
    >>> blob = encode(b"ab" * 200, model)
    >>> len(blob)
    85
    >>> decode(blob, model=model) == b"ab" * 200
    True
    """

    predict: Callable[[bytes], Any]
    name: str
    window: int = 256

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"name must be text that tells the model, got {self.name!r}")
        window = whole(self.window)
        if window is None or not 0 <= window <= MOST_WINDOW:
            raise ValueError(
                f"window must be a number of bytes from 0 to 65,536, got {self.window!r}"
            )
        object.__setattr__(self, "window", window)

    kind = 4
    parameter = 0
    description = None

    @property
    def fingerprint(self) -> bytes:
        """A digest of name and window."""
        name = self.name.encode("utf-8", "surrogatepass")
        return fingerprint_of(b"autoregressive", name, struct.pack("<I", self.window))

    def coding(self, *, costs: bool = False) -> "CodingByCalls":
        """Return a coder that has seen nothing."""
        del costs  # they cost nothing beside the calls
        return CodingByCalls(self.predict, self.window)


def shares_of(predicted: Any) -> Any:
    """Return what a function predicts as an array of 256 numbers, or say what it is instead."""
    shares = np.asarray(predicted, np.float64)
    if shares.shape != (256,):
        raise ValueError(f"predict must return 256 probabilities, got the shape {shares.shape}")
    return shares


class CodingByCalls(SteppedCoding):
    """A coder that asks for the probabilities of each byte."""

    def __init__(
        self,
        predict: Callable[[bytes], Any],
        window: int,
        note: Callable[[int], None] = lambda symbol: None,
    ) -> None:
        super().__init__(self._next, self._learned)
        self._predict, self._window, self._note = predict, window, note
        self._last = b""
        self._frequencies: Any = None
        self.cost = 0.0

    def _next(self) -> Any:
        self._frequencies = quantized(shares_of(self._predict(self._last)), PREDICTED)
        return self._frequencies

    def _learned(self, symbol: int) -> None:
        self._note(symbol)
        self.cost -= math.log2(self._frequencies[symbol] / TOTAL)
        self._last = (self._last + bytes([symbol]))[-self._window :] if self._window else b""
