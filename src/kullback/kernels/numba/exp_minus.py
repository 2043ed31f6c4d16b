"""e^s - 1 and e^s - 1 - s for vectors, right to a few eps of themselves whatever the size of s.

With s = n ln 2 + r as in `exponential`, and e^r = 1 + r + r^2 g(r),

    e^s - 1     = (2^n - 1) + 2^n (r + r^2 g(r))
    e^s - 1 - s = (2^n - 1 - n ln 2) + (2^n - 1) r + 2^n r^2 g(r)

Near 0, n is 0 and r is s: what would cancel is not there. Elsewhere at most four fifths of a part
cancels. No division and no branch. Valid for s <= HIGHEST and down to any s that n can count.
"""

import numpy as np
from numba import types
from numba.extending import overload

from kullback.kernels.numba.compiling import fused
from kullback.kernels.numba.exponential import (
    D_BIAS,
    D_BITS,
    LN2_HIGH,
    LN2_LOW,
    PER_LN2,
    S_BIAS,
    S_BITS,
    S_LN2_HIGH,
    S_LN2_LOW,
    S_PER_LN2,
    coefficients,
)
from kullback.kernels.numba.summing import difference

# One degree more than an exponential needs, whose terms beyond 1 + r are a small part of it.
D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, D10 = coefficients(12)
S0, S1, S2, S3, S4, S5 = (np.float32(c) for c in coefficients(7))

S_ONE = np.float32(1.0)
S_LEAST, D_LEAST = np.float32(-126.0), -1022.0  # the exponents of the smallest normal numbers
S_HIGHEST, D_HIGHEST = np.float32(86.0), 700.0


@fused
def excess_float32(s, low):
    """Return e^s, e^s - 1 and e^s - 1 - s of a float32 s + low."""
    n = np.rint(s * S_PER_LN2)
    r = (s - n * S_LN2_HIGH) + (low - n * S_LN2_LOW)
    k = n if n > S_LEAST else S_LEAST
    power = np.int32(np.int32(np.int32(k) + S_BIAS) << S_BITS).view(np.float32)
    less = power - S_ONE
    square = r * r * (S0 + r * (S1 + r * (S2 + r * (S3 + r * (S4 + r * S5)))))
    rest = (less - n * S_LN2_HIGH) - n * S_LN2_LOW
    change = r + square
    return power + power * change, less + power * change, (rest + less * r) + power * square


@fused
def excess_float64(s, low):
    """Return e^s, e^s - 1 and e^s - 1 - s of a float64 s + low."""
    n = np.rint(s * PER_LN2)
    r = (s - n * LN2_HIGH) + (low - n * LN2_LOW)
    k = n if n > D_LEAST else D_LEAST
    power = np.int64(np.int64(np.int64(k) + D_BIAS) << D_BITS).view(np.float64)
    less = power - 1.0
    g = D5 + r * (D6 + r * (D7 + r * (D8 + r * (D9 + r * D10))))
    square = r * r * (D0 + r * (D1 + r * (D2 + r * (D3 + r * (D4 + r * g)))))
    rest = (less - n * LN2_HIGH) - n * LN2_LOW
    change = r + square
    return power + power * change, less + power * change, (rest + less * r) + power * square


def excess(s, low):
    """Return e^s, e^s - 1 and e^s - 1 - s of s + low, in their type."""


@overload(excess)
def _excess(s, low):
    chosen = excess_float32 if s == types.float32 else excess_float64
    return lambda s, low: chosen(s, low)


def highest_of(x):
    """Return the largest s that `excess` is right for, in the type of x."""


@overload(highest_of)
def _highest_of(x):
    highest = S_HIGHEST if x == types.float32 else D_HIGHEST
    return lambda x: highest


@fused
def centred(a, b, high, low):
    """Return (high + low) - (a - b) as a number and what rounding lost of it.

    Rounding a large s would cost e^s as many halves of an eps.
    """
    d, rest = difference(a, b)
    s, lost = difference(high, d)
    return s, lost + (low - rest)
