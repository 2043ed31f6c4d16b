"""Containers of bytes in memory: `encode` and `decode`."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from kullback.coding.container import RefusedError, blocks_of, decoded, encoded
from kullback.coding.model import Model


def encode(data: bytes, model: Model, *, apart: bool = False) -> bytes:
    """Return the container of data coded with a model: some n × cross-entropy bits, and 72 bytes.

    Parameters
    ----------
    data : bytes
    model : FixedModel, AdaptiveOrder, MixedOrders, Autoregressive or BayesianMixture
        What the code is made for.
    apart : bool
        Leave the description of a fixed model (1,024 bytes) out; then `decode` has to be given
        the same model. That of the others is either nothing, or has to be given anyway.

    Returns
    -------
    bytes
        The payload is within 0.1 % and 64 bits of the sum of −log2 q, where q is the model in 2^24
        parts (`quantized`): what is possible and less likely than one of them costs 24 bits, and
        not more. Beside it there are 72 bytes and 12 for each block of a mebibyte.

    Raises
    ------
    ValueError
        The model gives the probability 0 to a byte that occurs; it and its offset are named.
    TypeError
        `data` are no bytes, or `model` is no model.

    Examples
    --------
    >>> from kullback.coding import FixedModel
    >>> model = FixedModel.from_counts(b"abracadabra" * 9)
    >>> blob = encode(b"abracadabra" * 100, model, apart=True)
    >>> decode(blob, model=model) == b"abracadabra" * 100
    True
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"data must be bytes, got {type(data).__name__}; text has .encode()")
    _check_model(model)
    return b"".join(encoded(blocks_of(_reader(data)), model, apart=apart))


def _reader(data: bytes | bytearray | memoryview) -> Callable[[int], bytes]:
    return BytesIO(data.tobytes() if isinstance(data, memoryview) else data).read


def _check_model(model: Any) -> None:
    if isinstance(model, type) or not isinstance(model, Model):
        raise TypeError(
            "model must be an object such as FixedModel, AdaptiveOrder(2) or MixedOrders(), "
            f"got {'a class' if isinstance(model, type) else type(model).__name__}"
        )


def decode(blob: bytes, *, model: Model | None = None) -> bytes:
    """Return the data of a container, checked by their digest.

    Parameters
    ----------
    blob : bytes
        What `encode` or `kullback encode` wrote.
    model : optional
        The one it was coded with, if it does not hold it.

    Returns
    -------
    bytes
        They may be many: a few bytes can stand for a block of up to 16 mebibytes. To read what a
        stranger sent, run `kullback decode`, which holds one block at a time.

    Raises
    ------
    ValueError
        It is damaged, cut short, of another format, or was coded with another model.
    TypeError
        It is no bytes, or `model` is no model. What a model's function raises is let through.

    Examples
    --------
    >>> from kullback.coding import AdaptiveOrder
    >>> decode(encode(b"abracadabra", AdaptiveOrder(0)))
    b'abracadabra'
    """
    if not isinstance(blob, bytes | bytearray | memoryview):
        raise TypeError(f"blob must be bytes, got {type(blob).__name__}")
    if model is not None:
        _check_model(model)
    try:
        return b"".join(decoded(_reader(blob), model))
    except RefusedError as error:
        raise ValueError(f"blob cannot be decoded: {error}") from error
