"""Codecs as pairs of push and pop, over the stack of constriction's ANS coder, and what joins them.

What was pushed last is popped first, so a codec made of codecs pushes backwards and pops forwards;
whoever uses it does not see that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback.coding.quantized import TOTAL, quantized


@dataclass(frozen=True)
class Codec:
    """How to put a value onto a message, and how to get it back.

    A message is an `AnsCoder` of constriction, which both change and return: after
    `message = push(message, value)`, `pop(message)` is the old message and the value.
    """

    push: Callable[[Any, Any], Any]
    pop: Callable[[Any], tuple[Any, Any]]


def empty_message(words: ArrayLike | None = None) -> Any:
    """Return a message of no value, or that of `words` from `message.get_compressed()`.

    Raises
    ------
    ImportError
        constriction is not installed.

    Examples
    --------
    >>> empty_message().num_bits()
    0
    """
    coder = _constriction().stack.AnsCoder
    return coder() if words is None else coder(np.asarray(words, np.uint32))


def categorical(p: ArrayLike, size: int | None = None) -> Codec:
    """Return a codec of one outcome of p, or of `size` independent ones as an array.

    Pushing costs −log2 p(x) bits for each, plus what 24 bits of precision round away.

    Parameters
    ----------
    p : array_like, shape (k,)
        Probabilities, of two outcomes or more.
    size : int, optional
        How many outcomes are coded at a time.

    Raises
    ------
    ValueError
        p is no distribution; in `push`, an outcome that is impossible or none of the k.
    ImportError
        constriction is not installed.

    Examples
    --------
    >>> coin = categorical([0.25, 0.75], 1000)
    >>> message = coin.push(empty_message(), [0, 1, 1, 1] * 250)
    >>> message.num_bits()  # 811.3 are the entropy of all, and up to 64 are the coder's state
    864
    >>> coin.pop(message)[1][:4].tolist()
    [0, 1, 1, 1]
    """
    frequencies = quantized(p)
    model = _constriction().model.Categorical(frequencies / TOTAL, perfect=False)

    def push(message: Any, value: Any) -> Any:
        symbols = np.atleast_1d(np.asarray(value))
        _check(symbols, frequencies, 1 if size is None else size)
        message.encode_reverse(symbols.astype(np.int32), model)
        return message

    def pop(message: Any) -> tuple[Any, Any]:
        symbols = message.decode(model, 1 if size is None else size)
        return message, int(symbols[0]) if size is None else symbols

    return Codec(push, pop)


def block(codec: Codec, length: int) -> Codec:
    """Return a codec of lists of so many values, each by the same codec.

    Examples
    --------
    >>> pair = block(categorical([0.5, 0.5]), 2)
    >>> pair.pop(pair.push(empty_message(), [1, 0]))[1]
    [1, 0]
    """
    alike = parallel(*[codec] * length)

    def pop(message: Any) -> tuple[Any, Any]:
        message, values = alike.pop(message)
        return message, list(values)

    return Codec(alike.push, pop)


def parallel(*codecs: Codec) -> Codec:
    """Return a codec of tuples, each entry by a codec of its own.

    Examples
    --------
    >>> both = parallel(categorical([0.5, 0.5]), categorical([0.1, 0.2, 0.7]))
    >>> both.pop(both.push(empty_message(), (1, 2)))[1]
    (1, 2)
    """

    def push(message: Any, values: Sequence[Any]) -> Any:
        if len(values) != len(codecs):
            raise ValueError(f"values must be {len(codecs)}, one for each codec; got {len(values)}")
        for codec, value in zip(reversed(codecs), reversed(values), strict=True):
            message = codec.push(message, value)
        return message

    def pop(message: Any) -> tuple[Any, Any]:
        values = []
        for codec in codecs:
            message, value = codec.pop(message)
            values.append(value)
        return message, tuple(values)

    return Codec(push, pop)


def _check(symbols: Any, frequencies: Any, size: int) -> None:
    if symbols.shape != (size,) or symbols.dtype.kind not in "iu":
        raise ValueError(
            f"the value must be {size} whole numbers, got {symbols.dtype} of shape {symbols.shape}"
        )
    last = len(frequencies) - 1
    outside = (symbols < 0) | (symbols > last)
    impossible = ~outside & (frequencies[np.clip(symbols, 0, last)] == 0)
    wrong = np.flatnonzero(outside | impossible)
    if wrong.size:
        said = "has the probability 0 in p" if impossible[wrong[0]] else f"is not from 0 to {last}"
        raise ValueError(f"the outcome {symbols[wrong[0]]} at offset {wrong[0]} {said}")


def _constriction() -> Any:
    try:
        from constriction import stream
    except ImportError as error:
        raise ImportError("codecs need constriction: pip install 'kullback[app]'") from error
    return stream
