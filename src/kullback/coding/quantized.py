"""Distributions as whole numbers, which is what an entropy coder can code by."""

import math
from typing import Any

import numpy as np

from kullback._arrays import ArrayLike
from kullback.coding.distributions import check_distributions

TOTAL = 1 << 24
MOST = 2048  # outcomes: then the most likely one can make up for the rounding of all others


def quantized(p: ArrayLike, name: str = "p") -> Any:
    r"""Return frequencies that total 2^24, as near to 2^24 p as that allows.

    An outcome that is possible stays possible: it has a frequency of at least 1. One of
    probability 0 has none. What rounding leaves over is given to, or taken from, the most likely
    outcome. Coding by them costs :math:`D(p \| f / 2^{24})` more than by p: below
    :math:`n / 2^{22}` bits a symbol for n outcomes.

    Parameters
    ----------
    p : array_like, shape (n,)
        Probabilities of up to 2,048 outcomes.
    name : str
        What errors call them.

    Returns
    -------
    ndarray of int64, shape (n,)
        The same on every machine for the same floats: the sum of p is rounded once.

    Raises
    ------
    ValueError
        p is not one row of that many probabilities.

    Examples
    --------
    >>> quantized([0.5, 0.5 - 1e-12, 1e-12, 0.0])
    array([8388607, 8388608,       1,       0])
    """
    shares = np.asarray(p, np.float64)
    if shares.ndim != 1 or not 1 <= shares.size <= MOST:
        raise ValueError(
            f"{name} must be one row of 1 to 2,048 probabilities, got the shape {shares.shape}"
        )
    sound = shares.min() >= 0 and shares.max() <= 1 and abs(shares.sum() - 1) < 1e-9
    if not sound:
        check_distributions(shares, name)
    frequencies = np.rint(shares / math.fsum(shares.tolist()) * TOTAL).astype(np.int64)
    frequencies[(shares > 0) & (frequencies == 0)] = 1
    frequencies[frequencies.argmax()] += TOTAL - frequencies.sum()
    return frequencies
