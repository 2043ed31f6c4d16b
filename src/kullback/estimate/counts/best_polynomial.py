"""The polynomials nearest to −x log x on [0, 1], and what estimates their value from a count.

Both are written in Chebyshev's polynomials of 1 − 2x. In powers of x the coefficients would grow
by a digit with every degree and cancel: that is why other programs stop at degree 22.
"""

from functools import cache

import numpy as np

from kullback._arrays import Array

EXCHANGES = 8  # each doubles the digits
HALVINGS = 54
LOOKS, PLACES = 9, 21  # at so many places at a time, each time ten times as near


@cache
def best_polynomial(degree: int) -> Array:
    """Return the coefficients of the polynomial of this degree whose largest error is least.

    By the exchange of Remez. The error of the best one takes its largest size at degree + 2 places,
    both ends among them, with alternating sign. Angles stand for places: x is (1 − cos angle)/2.

    Error of rounding: at most 1e-13 in each coefficient.
    """
    angles = np.pi * np.arange(degree + 2) / (degree + 1)
    for _ in range(EXCHANGES):
        coefficients = _with_equal_errors(angles, degree)
        angles = _extremes(angles, coefficients)
    coefficients = _with_equal_errors(angles, degree)
    coefficients.setflags(write=False)
    return coefficients


def _target(angles: Array) -> Array:
    x = (1.0 - np.cos(angles)) / 2.0
    return -x * np.log(np.where(x > 0.0, x, 1.0))


def _with_equal_errors(angles: Array, degree: int) -> Array:
    """Return the polynomial whose errors at these places are of one size and alternate."""
    matrix = np.cos(np.multiply.outer(angles, np.arange(degree + 2)))
    matrix[:, -1] = 1.0 - 2.0 * (np.arange(degree + 2) % 2)
    return np.linalg.solve(matrix, _target(angles))[:-1]


def _extremes(angles: Array, coefficients: Array) -> Array:
    """Return the places where the error is largest, one around each of `angles`.

    Between each two of them it is zero somewhere, which halving finds; and between each two zeros
    the largest of some places is looked up, then of places near it, and so on.
    """

    def error(angle: Array) -> Array:
        return _target(angle) - np.cos(np.multiply.outer(angle, np.arange(coefficients.size))) @ (
            coefficients
        )

    low, high = angles[:-1], angles[1:]
    above = error(low) > 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        before = (error(middle) > 0.0) == above
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    low, high = low[:-1], low[1:]
    pieces = np.arange(low.size)
    for _ in range(LOOKS):
        places = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, PLACES)
        best = np.abs(error(places)).argmax(axis=1)
        low = places[pieces, np.maximum(best - 1, 0)]
        high = places[pieces, np.minimum(best + 1, PLACES - 1)]
    return np.concatenate([[0.0], (low + high) / 2.0, [np.pi]])


def unbiased_value(coefficients: Array, shares: Array) -> Array:
    """Return what has the polynomial at x for its mean, one for each count.

    `shares[i, s]` is what has x for its mean if the count is less by s, and the sample perhaps too:
    (c − s)/m for a Poisson count of mean m x, (c − s)/(n − s) for a binomial one of n, and 0 where
    nothing is left. If q(c) has P(x) for its mean, shares[·, 0] q(c − 1) has x P(x): so the
    recursion of Chebyshev's polynomials goes over to their estimates.
    """
    degree = coefficients.size - 1
    before = np.ones((shares.shape[0], degree + 1))
    now = 1.0 - 2.0 * shares[:, :degree]
    total = coefficients[0] + coefficients[1] * now[:, 0]
    for k in range(2, degree + 1):
        left = degree - k + 1
        after = 2.0 * now[:, :left] - 4.0 * shares[:, :left] * now[:, 1:] - before[:, :left]
        before, now = now, after
        total = total + coefficients[k] * now[:, 0]
    return total
