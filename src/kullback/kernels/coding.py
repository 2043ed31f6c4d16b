"""Blocks of bytes coded by a model that learns: what the loops of range coding keep between blocks.

Without Numba the same loops run as plain Python on the same whole numbers, and give the same bits,
some hundred times slower: views of memory hand Python plain ints.
"""

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from kullback.kernels.loading import loaded

NUMBA = "kullback.kernels.numba."
CROWDED = 16  # bytes that one takes at most: eight bits with a chance of 2^-16 each
SPARE = 8  # and beside


def loops(name: str) -> ModuleType:
    """Return a module of loops, compiled where there is Numba."""
    compiled()  # which says once where Numba is broken
    return import_module(NUMBA + name)


@cache
def compiled() -> bool:
    """Tell whether the loops are compiled."""
    module = loaded(NUMBA + "range_coding")
    return hasattr(module and module.shifted, "py_func")


def lent(array: Any) -> Any:
    """Return an array as the loops take it."""
    return array if compiled() else memoryview(array)


def ends(message: bytes, coder: Any) -> bool:
    """Tell whether a message that was decoded is the one that its encoder finished.

    A decoder is seven bytes ahead, and knows the interval by where the message lies in it: those
    seven are `read`, and `low` is how far above zero the interval begins.
    """
    written = int(coder[2]) - 7
    read = int.from_bytes(message[written : written + 7].ljust(7, b"\0"), "big")
    low = read + int(coder[0])
    if low <= 0:  # then zero lies in it, and needs no byte
        return len(message) == written
    return len(message) == written + 1 and 0 <= read - low < 1 << 48


class RangeCoder:
    """A range coder for blocks of bytes: each a message of its own, by a model that goes on.

    `code(data, decoding, message, coder)` is the loop with its model; it returns where it stopped.
    """

    def __init__(self, code: Any) -> None:
        self._code = code
        self._loops = loops("range_coding")
        self._coder = lent(np.zeros(4, np.int64))

    def encode(self, block: bytes) -> tuple[bytes, int]:
        """Return the message, and how many bytes the model allowed: all, or one is not."""
        found = np.empty(len(block) * CROWDED + SPARE, np.uint8)
        message, data = lent(found), lent(np.frombuffer(bytearray(block), np.uint8))
        self._loops.start(message, self._coder, False)
        stopped = self._code(data, False, message, self._coder)
        return found[: self._loops.finish(message, self._coder)].tobytes(), int(stopped)

    def decode(self, message: bytes, length: int) -> bytes | None:
        """Return so many bytes, or None where their message is another one."""
        data, read = np.zeros(length, np.uint8), lent(np.frombuffer(bytearray(message), np.uint8))
        self._loops.start(read, self._coder, True)
        stopped = self._code(lent(data), True, read, self._coder)
        return data.tobytes() if stopped == length and ends(message, self._coder) else None


class FixedCoding(RangeCoder):
    """Coding by frequencies that total 2^24 and stay.

    Nobody asks for its cost: it is n times the cross-entropy of the counts.
    """

    cost = math.nan

    def __init__(self, frequencies: Any) -> None:
        loop = loops("range_coding")
        bounds = np.concatenate([[0], np.cumsum(frequencies, dtype=np.int64)])
        starts = np.arange(0, loop.MOST, 1 << loop.COARSE)
        first = np.searchsorted(bounds, starts, side="right") - 1
        table = lent(bounds), lent(first.astype(np.int64))

        def code(data: Any, decoding: bool, message: Any, coder: Any) -> int:
            return int(loop.code_fixed(data, decoding, *table, message, coder))

        super().__init__(code)


class SteppedCoding:
    """Coding symbol by symbol: `asked` returns the frequencies of the next, `learn` is told it."""

    def __init__(self, asked: Callable[[], Any], learn: Callable[[int], None]) -> None:
        self._asked, self._learn = asked, learn
        self._loops = loops("range_coding")
        self._coder = lent(np.zeros(4, np.int64))
        self._first = lent(np.zeros(self._loops.MOST >> self._loops.COARSE, np.int64))

    def encode(self, block: bytes) -> tuple[bytes, int]:
        """Return the message, and how many bytes were possible: all, or one is not."""
        found = np.empty(len(block) * CROWDED + SPARE, np.uint8)
        message = lent(found)
        self._loops.start(message, self._coder, False)
        for place, symbol in enumerate(block):
            if not self._step(np.array([symbol], np.uint8), False, message):
                return b"", place
            self._learn(symbol)
        return found[: self._loops.finish(message, self._coder)].tobytes(), len(block)

    def decode(self, message: bytes, length: int) -> bytes | None:
        """Return so many bytes, or None where their message is another one."""
        found, data = bytearray(), np.zeros(1, np.uint8)
        read = lent(np.frombuffer(bytearray(message), np.uint8))
        self._loops.start(read, self._coder, True)
        for _ in range(length):
            if not self._step(data, True, read):
                return None
            found.append(data[0])
            self._learn(found[-1])
        return bytes(found) if ends(message, self._coder) else None

    def _step(self, data: Any, decoding: bool, message: Any) -> bool:
        bounds = lent(np.concatenate([[0], np.cumsum(self._asked())]))
        arguments = lent(data), decoding, bounds, self._first, message, self._coder
        return bool(self._loops.code_fixed(*arguments))


class CountedCoding(RangeCoder):
    """Coding by the counts of what came before; `cost` holds the bits that they ask for."""

    def __init__(self, *, costs: bool = False) -> None:
        loop = loops("counted_coding")
        self._cost = np.zeros(int(costs))
        model, cost = lent(np.ones(loop.ROOM, np.int64)), lent(self._cost)
        loop.plant(model)

        def code(data: Any, decoding: bool, message: Any, coder: Any) -> int:
            return int(loop.code_by_counts(data, decoding, model, message, coder, cost))

        super().__init__(code)

    @property
    def cost(self) -> float:
        """The sum of −log2 of the probabilities so far, in bits; NaN if not added up."""
        return float(self._cost[0]) if self._cost.size else math.nan


class ContextCoding(RangeCoder):
    """Coding by what followed the same bytes; `mixed` with all shorter contexts."""

    def __init__(self, order: int, *, mixed: bool = False, costs: bool = False) -> None:
        loop = loops("context_coding")
        count = loop.STARTS[order] + loop.CELLS[order] if mixed else loop.CELLS[order]
        self._tally = np.zeros((1 << 16) * int(costs), np.int64)
        cells, tally = lent(np.zeros(count, np.uint32)), lent(self._tally)
        rates = lent(np.array([(2 << 16) // (2 * n + 3) for n in range(loop.SEEN + 1)], np.int64))

        def code(data: Any, decoding: bool, message: Any, coder: Any) -> int:
            model = (data, decoding, order, cells, rates)
            if mixed:
                return int(loop.code_mixed(*model, mixer, message, coder, tally))
            return int(loop.code_in_context(*model, message, coder, tally))

        mixer = _mixer(loop) if mixed else ()
        super().__init__(code)

    @property
    def cost(self) -> float:
        """The sum of −log2 of the probabilities so far, in bits; NaN if not added up."""
        if not self._tally.size:
            return math.nan
        seen = np.flatnonzero(self._tally)
        return float(self._tally[seen] @ (16.0 - np.log2(seen)))


def _mixer(loop: ModuleType) -> tuple[Any, Any, Any]:
    chances, log_odds = _odds(loop.EDGE, loop.BINS)
    weights = np.full(loop.SETS * 4, loop.EQUAL, np.int64)
    return lent(weights), lent(np.array(chances)), lent(np.array(log_odds))


@cache
def _odds(edge: int, bins: int) -> tuple[list[int], list[int]]:
    """Return the chances of log-odds, in 2^-16, and the log-odds of chances, in 256ths of a nat.

    Decimal arithmetic rounds alike on every machine, which `math.exp` does not promise.
    """
    with localcontext() as context:
        context.prec = 20
        powers = [(Decimal(x) / -256).exp() for x in range(-edge, edge + 1)]
        chances = [round((1 << 16) / (1 + power)) for power in powers]
        halves = [Decimal(2 * i + 1) / (1 << (bins + 1)) for i in range(1 << bins)]
        log_odds = [round(256 * (half / (1 - half)).ln()) for half in halves]
    return chances, [min(max(x, -edge), edge) for x in log_odds]
