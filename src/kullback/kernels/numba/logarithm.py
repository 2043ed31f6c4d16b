"""Logarithms and divergence terms for vectors, each with one division and without cancellation.

All are for float64: a float32 is widened when it is read, which is exact.
"""

import math

import numpy as np

from kullback.kernels.numba.compiling import fused
from kullback.kernels.numba.exponential import LN2

# Rounds the exponent of a ratio to the nearest: half of a significand.
HALF = np.int64(1 << 51)
ROOT_HALF = np.float64(math.sqrt(0.5)).view(np.int64)
BIAS, BITS = np.int64(1023), np.int64(52)
LEAST_POWER = np.int64(-1022)


@fused
def atanh_excess(z):
    """Return (atanh(s) - s) / s^3 with z = s^2, for |s| <= 0.18."""
    a = 1 / 11.0 + z * (1 / 13.0 + z * (1 / 15.0 + z * (1 / 17.0 + z * (1 / 19.0))))
    return 1 / 3.0 + z * (1 / 5.0 + z * (1 / 7.0 + z * (1 / 9.0 + z * a)))


@fused
def minus_log(x, exponent):
    """Return -log(x / 2^exponent) for a normal x; for 0, which has none, some finite number."""
    bits = np.float64(x).view(np.int64)
    k = np.int64(np.int64(bits - ROOT_HALF) >> BITS)
    y = np.int64(bits - np.int64(k << BITS)).view(np.float64)
    s = (y - 1.0) / (y + 1.0)
    z = s * s
    return -(np.float64(np.int64(k - exponent)) * LN2 + 2.0 * (s + s * z * atanh_excess(z)))


@fused
def divergence_term(p, q, d):
    """Return p log(p/q) - p + q with d = p - q, right to a few eps of itself; 0 for two zeros.

    p is brought within a factor of sqrt(2) of q by a power of two 2^-k; then with
    s = (p' - q) / (p' + q) the logarithm is k ln 2 + 2 atanh(s). For k = 0 the term is
    (p + q) (s^2 + (1 + s) (atanh(s) - s)): no part of it cancels. Where p > 0, p / q must be below
    2^1022; where p is smaller than q by more than that, q is all there is.
    """
    bits = np.int64(np.float64(p).view(np.int64) - np.float64(q).view(np.int64))
    k = max(np.int64(np.int64(bits + HALF) >> BITS), LEAST_POWER)
    near = k == 0
    p2 = p * np.int64(np.int64(BIAS - k) << BITS).view(np.float64)
    both = p2 + q
    s = (d if near else p2 - q) / (both if both > 0.0 else 1.0)
    z = s * s
    excess = s * z * atanh_excess(z)
    close = both * (z + (1.0 + s) * excess)
    far = p * (np.float64(k) * LN2 + 2.0 * (s + excess)) - d
    return close if near else far


@fused
def minus(a, b):
    """Return a - b, which a loop that reorders its sums must not take apart."""
    return a - b


@fused
def log1p_ratio(a, b):
    """Return log(1 + a / b) for a >= 0 and b > 0, right to a few eps of itself.

    1 + a / b is brought within a factor of sqrt(2) of 1 by a power of two; where none is needed,
    what is left of it is a itself.
    """
    both = a + b
    bits = np.int64(np.float64(both).view(np.int64) - np.float64(b).view(np.int64))
    k = np.int64(np.int64(bits + HALF) >> BITS)
    c = both * np.int64(np.int64(BIAS - k) << BITS).view(np.float64)
    s = (a if k == 0 else c - b) / (c + b)
    z = s * s
    return np.float64(k) * LN2 + 2.0 * (s + s * z * atanh_excess(z))
