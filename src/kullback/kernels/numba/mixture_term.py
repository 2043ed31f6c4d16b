"""What two shares add to a Jensen-Shannon divergence, from the distance of their logarithms.

With t = |log(p/q)| and w = e^-t, p log(p/m) + q log(q/m) is the larger share times

    F(t) = (1 + w) log(2 / (1 + w)) - w t

which cancels near t = 0. The larger share alone, as a multiple of the mean of both, has the
logarithm log(2 / (1 + w)), the smaller one that less t. Below 1 F is t^2 times a polynomial in t
and that logarithm is t times one; above it, it and the first part of F are polynomials in w. No
division, no logarithm, and no branch.
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


def _bit_near(t: Decimal) -> Decimal:
    return (2 / (1 + (-t).exp())).ln() / t


def _bit_far(w: Decimal) -> Decimal:
    return (2 / (1 + w)).ln()


D_SPLIT, D_T, D_W = SPLIT, SPLIT / 2.0, RARE / 2.0
N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13 = fitted(_near, 0.0, SPLIT, 13)
F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13 = fitted(_far, 0.0, RARE, 13)
S_SPLIT, S_T, S_W = np.float32(D_SPLIT), np.float32(D_T), np.float32(D_W)
SN0, SN1, SN2, SN3, SN4, SN5, SN6 = (np.float32(c) for c in fitted(_near, 0.0, SPLIT, 6))
SF0, SF1, SF2, SF3, SF4, SF5, SF6 = (np.float32(c) for c in fitted(_far, 0.0, RARE, 6))

B0, B1, B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13 = fitted(_bit_near, 0.0, SPLIT, 13)
G0, G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11, G12, G13 = fitted(_bit_far, 0.0, RARE, 13)
SB0, SB1, SB2, SB3, SB4, SB5, SB6 = (np.float32(c) for c in fitted(_bit_near, 0.0, SPLIT, 6))
SG0, SG1, SG2, SG3, SG4, SG5, SG6 = (np.float32(c) for c in fitted(_bit_far, 0.0, RARE, 6))


@fused
def bit_float32(t, w):
    """Return log(2 / (1 + w)), of a float32 t >= 0 and w = e^-t."""
    x = t - S_T
    near = SB0 + x * (SB1 + x * (SB2 + x * (SB3 + x * (SB4 + x * (SB5 + x * SB6)))))
    y = w - S_W
    far = SG0 + y * (SG1 + y * (SG2 + y * (SG3 + y * (SG4 + y * (SG5 + y * SG6)))))
    return t * near if t < S_SPLIT else far


@fused
def bit_float64(t, w):
    """Return log(2 / (1 + w)), of a float64 t >= 0 and w = e^-t."""
    x = t - D_T
    near = B7 + x * (B8 + x * (B9 + x * (B10 + x * (B11 + x * (B12 + x * B13)))))
    near = B0 + x * (B1 + x * (B2 + x * (B3 + x * (B4 + x * (B5 + x * (B6 + x * near))))))
    y = w - D_W
    far = G7 + y * (G8 + y * (G9 + y * (G10 + y * (G11 + y * (G12 + y * G13)))))
    far = G0 + y * (G1 + y * (G2 + y * (G3 + y * (G4 + y * (G5 + y * (G6 + y * far))))))
    return t * near if t < D_SPLIT else far


def bit(t, w):
    """Return log(2 / (1 + w)) of t >= 0 and w = e^-t, in their type."""


@overload(bit)
def _bit(t, w):
    chosen = bit_float32 if t == types.float32 else bit_float64
    return lambda t, w: chosen(t, w)


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
