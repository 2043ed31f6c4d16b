"""What two shares add to a Jensen-Shannon divergence, from the distance of their logarithms.

With t = |log(p/q)| and w = e^-t, p log(p/m) + q log(q/m) is the larger share times

    F(t) = (1 + w) log(2 / (1 + w)) - w t

which cancels near t = 0. Below 1 it is t^2 times a polynomial in t, above it the first part is a
polynomial in w: no division, no logarithm, and no branch.
"""

import math
from decimal import Decimal

import numpy as np
from numba import types
from numba.extending import overload

from kullback.kernels.numba.compiling import fused
from kullback.kernels.numba.fitting import fitted

SPLIT = 1.0  # the t that parts near from far
RARE = math.exp(-SPLIT)  # its w, the largest that is far


def _near(t: Decimal) -> Decimal:
    w = (-t).exp()
    return (_far(w) - w * t) / (t * t)


def _far(w: Decimal) -> Decimal:
    return (1 + w) * (2 / (1 + w)).ln()


D_SPLIT, D_T, D_W = SPLIT, SPLIT / 2.0, RARE / 2.0
N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13 = fitted(_near, 0.0, SPLIT, 13)
F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13 = fitted(_far, 0.0, RARE, 13)
S_SPLIT, S_T, S_W = np.float32(D_SPLIT), np.float32(D_T), np.float32(D_W)
SN0, SN1, SN2, SN3, SN4, SN5, SN6 = (np.float32(c) for c in fitted(_near, 0.0, SPLIT, 6))
SF0, SF1, SF2, SF3, SF4, SF5, SF6 = (np.float32(c) for c in fitted(_far, 0.0, RARE, 6))


@fused
def mixture_float32(t, w):
    """Return F(t), of a float32 t >= 0 and w = e^-t."""
    x = t - S_T
    near = SN0 + x * (SN1 + x * (SN2 + x * (SN3 + x * (SN4 + x * (SN5 + x * SN6)))))
    y = w - S_W
    far = SF0 + y * (SF1 + y * (SF2 + y * (SF3 + y * (SF4 + y * (SF5 + y * SF6)))))
    return t * t * near if t < S_SPLIT else far - w * t


@fused
def mixture_float64(t, w):
    """Return F(t), of a float64 t >= 0 and w = e^-t."""
    x = t - D_T
    near = N7 + x * (N8 + x * (N9 + x * (N10 + x * (N11 + x * (N12 + x * N13)))))
    near = N0 + x * (N1 + x * (N2 + x * (N3 + x * (N4 + x * (N5 + x * (N6 + x * near))))))
    y = w - D_W
    far = F7 + y * (F8 + y * (F9 + y * (F10 + y * (F11 + y * (F12 + y * F13)))))
    far = F0 + y * (F1 + y * (F2 + y * (F3 + y * (F4 + y * (F5 + y * (F6 + y * far))))))
    return t * t * near if t < D_SPLIT else far - w * t


def mixture(t, w):
    """Return F(t) of t >= 0 and w = e^-t, in their type."""


@overload(mixture)
def _mixture(t, w):
    chosen = mixture_float32 if t == types.float32 else mixture_float64
    return lambda t, w: chosen(t, w)
