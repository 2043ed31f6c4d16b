"""How long a message has to be: n times the cross-entropy."""

from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback._units import Unit, in_unit
from kullback.coding.distributions import check_distributions
from kullback.quantities import cross_entropy


def ideal_length(symbols: Any, q: ArrayLike, *, unit: Unit = "bits") -> float:
    r"""Return :math:`-\sum_i \log q(x_i) = n H(\hat p, q)`, what n symbols cost in the code for q.

    No code for q does better on average over q; a range coder needs about a byte more.

    Parameters
    ----------
    symbols : bytes, or array_like of int, shape (n,)
        Outcomes, numbered from 0.
    q : array_like, shape (k,)
        The model: probabilities of the k outcomes.
    unit : {"bits", "nats", "hartleys", ...}
        Unit of the length.

    Returns
    -------
    float
        0 for no symbols; `inf` where a symbol occurs that q calls impossible.

    Raises
    ------
    ValueError
        A symbol is no whole number from 0 to k − 1, or q is no distribution.

    Notes
    -----
    The relative error is that of `kullback.cross_entropy`, and two roundings.

    References
    ----------
    Cover & Thomas (2006), theorem 5.4.3.

    Examples
    --------
    >>> ideal_length([0, 1, 2, 0], [0.5, 0.25, 0.25])
    6.0
    >>> ideal_length(b"no", [1 / 256] * 256)
    16.0
    """
    q = np.asarray(q, np.float64)
    if q.ndim != 1:
        raise ValueError(f"q must be one row of probabilities, got the shape {q.shape}")
    check_distributions(q, "q")
    counts = counted(symbols, q.size)
    n = int(counts.sum())
    if n == 0:
        return float(in_unit(np.float64(0.0), unit))
    return n * float(cross_entropy(counts / n, q, unit=unit))


def counted(symbols: Any, size: int) -> Any:
    """Return how often each of `size` symbols occurs."""
    raw = isinstance(symbols, bytes | bytearray | memoryview)
    if isinstance(symbols, memoryview):
        symbols = symbols.tobytes()  # of which not all lie side by side
    numbers = np.frombuffer(symbols, np.uint8) if raw else np.asarray(symbols)
    if numbers.ndim != 1 or (numbers.size and numbers.dtype.kind not in "iu"):
        raise ValueError(
            "symbols must be bytes or one row of whole numbers, "
            f"got {numbers.dtype} of shape {numbers.shape}"
        )
    wrong = np.flatnonzero((numbers < 0) | (numbers >= size))
    if wrong.size:
        raise ValueError(
            f"symbols must be numbers from 0 to {size - 1}, the outcomes of the model; "
            f"got {numbers[wrong[0]]} at offset {wrong[0]}"
        )
    return np.bincount(numbers.astype(np.int64), minlength=size)
