"""Codecs as pairs of push and pop, over the stack of constriction's ANS coder, and what joins them.

What was pushed last is popped first, so a codec made of codecs pushes backwards and pops forwards;
whoever uses it does not see that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback.coding.adaptive import whole
from kullback.coding.quantized import TOTAL, quantized


@dataclass(frozen=True)
class Codec:
    """How to put a value onto a message, and how to get it back.

    A message is an `AnsCoder` of constriction, which both change and return: after
    `message = push(message, value)`, `pop(message)` is the old message and the value.

    Parameters
    ----------
    push : callable
        From a message and a value to the message that holds it as well.
    pop : callable
        From such a message to the one before and the value.
    """

    push: Callable[[Any, Any], Any]
    pop: Callable[[Any], tuple[Any, Any]]


def empty_message(words: ArrayLike | None = None) -> Any:
    """Return a message of no value, or that of `words` from `message.get_compressed()`.

    Parameters
    ----------
    words : array_like of uint32, optional

    Returns
    -------
    AnsCoder
        That of constriction.

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
        Probabilities, of 2 to 2,048 outcomes.
    size : int, optional
        How many outcomes are coded at a time.

    Returns
    -------
    Codec
        Of an int, or of an array of int32, shape (size,).

    Raises
    ------
    ValueError
        p is no distribution of so many; in `push`, an outcome that is impossible or none of the k.
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
    if len(frequencies) < 2:
        raise ValueError("p must be of 2 to 2,048 outcomes, got 1, which needs no code")
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

    Parameters
    ----------
    codec : Codec
    length : int
        How many values, from 0 on.

    Returns
    -------
    Codec

    Raises
    ------
    ValueError
        The length is no such number; in `push`, there are not as many values.

    Examples
    --------
    >>> pair = block(categorical([0.5, 0.5]), 2)
    >>> pair.pop(pair.push(empty_message(), [1, 0]))[1]
    [1, 0]
    """
    count = whole(length)
    if count is None or count < 0:
        raise ValueError(f"length must be a number of values from 0 on, got {length!r}")
    alike = parallel(*[codec] * count)

    def pop(message: Any) -> tuple[Any, Any]:
        message, values = alike.pop(message)
        return message, list(values)

    return Codec(alike.push, pop)


def parallel(*codecs: Codec) -> Codec:
    """Return a codec of tuples, each entry by a codec of its own.

    Where an entry cannot be pushed, those pushed before it are popped again.

    Parameters
    ----------
    *codecs : Codec
        One for each entry.

    Returns
    -------
    Codec

    Raises
    ------
    ValueError
        In `push`, there are not as many values as codecs.

    Examples
    --------
    >>> both = parallel(categorical([0.5, 0.5]), categorical([0.1, 0.2, 0.7]))
    >>> both.pop(both.push(empty_message(), (1, 2)))[1]
    (1, 2)
    """

    def push(message: Any, values: Sequence[Any]) -> Any:
        if len(values) != len(codecs):
            raise ValueError(f"values must be {len(codecs)}, one for each codec; got {len(values)}")
        place = len(codecs)
        try:
            for place in range(len(codecs) - 1, -1, -1):
                message = codecs[place].push(message, values[place])
        except Exception:
            for codec in codecs[place + 1 :]:
                message, _ = codec.pop(message)
            raise
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
