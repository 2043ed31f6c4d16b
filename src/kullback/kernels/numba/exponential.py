"""e^v for vectors, right to about one eps, without a rounded difference.

Cody and Waite: e^v = 2^n e^r with n = rint(v / ln 2) and r = v - n ln 2, ln 2 in two parts. The
error does not depend on what the result is measured against: a reference moves only the integer
n, so v - m is never rounded inside an exponential. Valid for |v| <= LIMIT.

Numba has no vector library: `math.exp` in a loop is a call for each element, these are not.
"""

import math

import numpy as np
from numba import types
from numba.extending import overload

from kullback.kernels.numba.compiling import fast, fused, wide_vectors
from kullback.kernels.numba.fitting import fitted

LN2 = math.log(2.0)


def coefficients(degree: int) -> list[float]:
    """Return g of e^r = 1 + r + r^2 g(r) for |r| <= ln(2)/2."""
    most = LN2 / 2 + 1e-3
    return fitted(lambda r: (r.exp() - 1 - r) / (r * r), -most, most, degree - 2)


PER_LN2 = 1.0 / LN2
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
D0, D1, D2, D3, D4, D5, D6, D7, D8, D9 = coefficients(11)

S_PER_LN2 = np.float32(PER_LN2)
S_LN2_HIGH, S_LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440054690583e-4)
S0, S1, S2, S3, S4 = (np.float32(c) for c in coefficients(6))
S_ONE = np.float32(1.0)
S_BITS, S_BIAS, D_BITS, D_BIAS = np.int32(23), np.int32(127), np.int64(52), np.int64(1023)

# Beyond these magnitudes of v, n times the high part of ln 2 is no longer exact.
S_LIMIT, D_LIMIT = np.float32(300.0), 1e5
# Terms are kept times 2^UP: there is room for sums above, and below for terms that matter.
S_UP, D_UP = 40, 200


@fused
def exp_float32(v, shift):
    """Return e^v 2^shift for float32: exactly 0 where the power of two is 2^-127."""
    n = np.rint(v * S_PER_LN2)
    r = v - n * S_LN2_HIGH
    r = r - n * S_LN2_LOW
    p = S_ONE + r * (S_ONE + r * (S0 + r * (S1 + r * (S2 + r * (S3 + r * S4)))))
    power = np.int32(np.int32(np.int32(np.int32(n) + np.int32(shift)) + S_BIAS) << S_BITS)
    return p * np.int32(power).view(np.float32)


@fused
def exp_float64(v, shift):
    """Return e^v 2^shift for float64: exactly 0 where the power of two is 2^-1023."""
    n = np.rint(v * PER_LN2)
    r = v - n * LN2_HIGH
    r = r - n * LN2_LOW
    g = D5 + r * (D6 + r * (D7 + r * (D8 + r * D9)))
    g = D0 + r * (D1 + r * (D2 + r * (D3 + r * (D4 + r * g))))
    p = 1.0 + r * (1.0 + r * g)
    power = np.int64(np.int64(np.int64(np.int64(n) + np.int64(shift)) + D_BIAS) << D_BITS)
    return p * np.int64(power).view(np.float64)


# Which of these, by the type of a number: resolved when a kernel is compiled.


def exponential(v, shift):
    """Return e^v 2^shift in the type of v."""


@overload(exponential)
def _exponential(v, shift):
    chosen = exp_float32 if v == types.float32 else exp_float64
    return lambda v, shift: chosen(v, shift)


def lowest(x, shift):
    """Return the v whose e^v 2^shift is the first to be 0, in the type of x."""


@overload(lowest)
def _lowest(x, shift):
    if x == types.float32:
        return lambda x, shift: np.float32(-np.float64(shift + 127) * LN2)
    return lambda x, shift: -np.float64(shift + 1023) * LN2


def highest(x, shift):
    """Return the v whose e^v 2^shift is about the largest that is finite, in the type of x."""


@overload(highest)
def _highest(x, shift):
    if x == types.float32:
        return lambda x, shift: np.float32(np.float64(126 - shift) * LN2)
    return lambda x, shift: np.float64(1022 - shift) * LN2


def limit_of(x):
    """Return the largest magnitude for which the exponentials of its type are right."""


@overload(limit_of)
def _limit_of(x):
    limit = S_LIMIT if x == types.float32 else D_LIMIT
    return lambda x: limit


def headroom(x):
    """Return the power of two that terms in the type of x are kept times."""


@overload(headroom)
def _headroom(x):
    up = S_UP if x == types.float32 else D_UP
    return lambda x: up


S_FIRST, S_SIGN, S_REST = np.int32(-(2**31)), np.int32(31), np.int32(0x7FFFFFFF)
D_FIRST, D_SIGN, D_REST = np.int64(-(2**63)), np.int64(63), np.int64(0x7FFFFFFFFFFFFFFF)


@fast
def largest_float32(x):
    """Return the largest entry by keys in the order of the floats: float maxima stay scalar."""
    wide_vectors()
    top = S_FIRST
    for i in range(x.shape[0]):
        bits = np.float32(x[i]).view(np.int32)
        top = max(top, np.int32(bits ^ np.int32(np.int32(bits >> S_SIGN) & S_REST)))
    return np.int32(top ^ np.int32(np.int32(top >> S_SIGN) & S_REST)).view(np.float32)


@fast
def largest_float64(x):
    """Return the largest entry, as `largest_float32` does."""
    wide_vectors()
    top = D_FIRST
    for i in range(x.shape[0]):
        bits = np.float64(x[i]).view(np.int64)
        top = max(top, np.int64(bits ^ np.int64(np.int64(bits >> D_SIGN) & D_REST)))
    return np.int64(top ^ np.int64(np.int64(top >> D_SIGN) & D_REST)).view(np.float64)


def largest(x):
    """Return the largest entry of a vector: a NaN without a sign, where there is one."""


@overload(largest)
def _largest(x):
    chosen = largest_float32 if x.dtype == types.float32 else largest_float64
    return lambda x: chosen(x)
