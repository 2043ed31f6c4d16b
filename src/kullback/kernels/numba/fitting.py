"""Polynomials that kernels sum instead of a function, with coefficients right to their last digit.

A fit by least squares leaves 5 eps in them, of which a term that nearly cancels makes 20.
"""

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from itertools import pairwise

DIGITS = 60


def fitted(f: Callable[[Decimal], Decimal], low: float, high: float, degree: int) -> list[float]:
    """Return f on (low, high) as a polynomial around the middle, through the zeros of Chebyshev."""
    with localcontext(prec=DIGITS):
        middle, half = (Decimal(low) + Decimal(high)) / 2, (Decimal(high) - Decimal(low)) / 2
        turns = [math.pi * (k + 0.5) / (degree + 1) for k in range(degree + 1)]
        zeros = [half * Decimal(math.cos(turn)) for turn in turns]
        # Newton's divided differences, and then Horner's rule for polynomials.
        slopes = [f(middle + x) for x in zeros]
        for j in range(1, degree + 1):
            for k in range(degree, j - 1, -1):
                slopes[k] = (slopes[k] - slopes[k - 1]) / (zeros[k] - zeros[k - j])
        found = [slopes.pop()]
        for x, slope in zip(zeros[-2::-1], reversed(slopes), strict=True):
            inner = (a - x * b for a, b in pairwise(found))
            found = [slope - x * found[0], *inner, found[-1]]
        return [float(c) for c in found]
