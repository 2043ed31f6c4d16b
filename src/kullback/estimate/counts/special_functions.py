"""Functions of analysis that estimators are made of, in forms that keep their digits.

SciPy is loaded on first use.
"""

import numpy as np

from kullback._arrays import Array


def digamma(x: Array) -> Array:
    """Return ψ(x), the derivative of log Γ."""
    from scipy.special import digamma as psi

    return psi(x)


def trigamma(x: Array) -> Array:
    """Return ψ₁(x) for x > 0, the derivative of ψ: fifteen terms of its sum, and Euler's series.

    The error is at most 8 eps. SciPy's `polygamma` says the same and takes ten times as long.
    """
    x = np.asarray(x, dtype=float)
    z = 1.0 / (x + 15.0)
    square = z * z
    tail = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    total = z * (1.0 + z * (0.5 + z * tail))
    for i in range(14, -1, -1):
        total = total + 1.0 / (x + i) ** 2
    return total


def log_gamma(x: Array) -> Array:
    """Return log Γ(x)."""
    from scipy.special import gammaln

    return gammaln(x)


def x_log_x(x: Array) -> Array:
    """Return x log x, zero at zero."""
    from scipy.special import xlogy

    return xlogy(x, x)


def entropy_step(m: Array) -> Array:
    """Return m log m − (m − 1) log(m − 1) for m ≥ 1, as log m − (m − 1) log(1 − 1/m)."""
    from scipy.special import xlog1py

    return np.log(m) - xlog1py(m - 1.0, -1.0 / np.asarray(m))


def trigamma_excess(x: Array) -> Array:
    """Return x ψ₁(x) − 1 for x > 0, which for large x is 1/2x + 1/6x² − 1/30x⁴ + …"""
    x = np.asarray(x, dtype=float)
    z = 1.0 / np.maximum(x, 30.0)
    square = z * z
    tail = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    excess = z / 2.0 + square * tail
    is_small = x <= 30.0
    small = x[is_small]
    excess[is_small] = small * trigamma(small) - 1.0
    return excess


def log_rising(x: Array, n: Array) -> Array:
    """Return log Γ(x + n) − log Γ(x) − n log x, that is the sum of log(1 + i/x) for i < n."""
    x, n = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    large, small = np.maximum(x, 20.0), np.minimum(x, 20.0)
    far = (
        (large + n - 0.5) * np.log1p(n / large)
        - n
        + _stirling_rest(large + n)
        - _stirling_rest(large)
    )
    near = log_gamma(small + n) - log_gamma(small) - n * np.log(small)
    return np.where(x > 20.0, far, near)


def _stirling_rest(x: Array) -> Array:
    z = 1.0 / x**2
    return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / x


def inverse_digamma(y: Array) -> Array:
    """Return the x > 0 with ψ(x) = y, by Newton's steps from a start good to 10 %."""
    y = np.asarray(y, dtype=float)
    with np.errstate(divide="ignore"):  # the branch not taken
        x = np.where(y > -2.2, np.exp(np.minimum(y, 700.0)) + 0.5, -1.0 / (y - digamma(1.0)))
    for _ in range(5):
        x = x - (digamma(x) - y) / trigamma(x)
    return x


def alternating(n: Array) -> Array:
    """Return (−1) to the power of n."""
    return 1.0 - 2.0 * np.mod(n, 2.0)
