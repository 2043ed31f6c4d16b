"""The best polynomials of −x log x, against an exchange in 60 digits; and what estimates them."""

import math

import mpmath
import numpy as np
import pytest

from kullback.estimate.counts.best_polynomial import best_polynomial, unbiased_value


def errors(degree, angle):
    """Return the errors of the polynomial where x is (1 − cos angle)/2."""
    x = (1 - np.cos(angle)) / 2
    return values(degree, x) + x * np.log(np.maximum(x, 1e-300))


def values(degree, x):
    return np.polynomial.chebyshev.chebval(1 - 2 * x, best_polynomial(degree))


def target(x):
    return -x * mpmath.log(x) if x > 0 else mpmath.mpf(0)


def exchanged(degree):
    """Return the coefficients of the best polynomial in 60 digits, by Remez.

    From the places where the error of the polynomial in question is largest: an exchange doubles
    the digits, if they are the right ones, so that three of them are enough.
    """

    def slope(angle):
        of_target = -(mpmath.log((1 - mpmath.cos(angle)) / 2) + 1) * mpmath.sin(angle) / 2
        return of_target + sum(k * a * mpmath.sin(k * angle) for k, a in enumerate(found))

    fine = np.linspace(0, np.pi, 2000 * degree)
    error = errors(degree, fine)
    inner = np.flatnonzero((np.diff(error[1:]) > 0) != (np.diff(error[:-1]) > 0)) + 1
    angles = [mpmath.mpf(0), *map(mpmath.mpf, fine[inner]), mpmath.pi]
    assert len(angles) == degree + 2
    for _ in range(4):
        matrix = mpmath.matrix(degree + 2, degree + 2)
        wanted = mpmath.matrix(degree + 2, 1)
        for i, angle in enumerate(angles):
            for k in range(degree + 1):
                matrix[i, k] = mpmath.cos(k * angle)
            matrix[i, degree + 1] = (-1) ** i
            wanted[i] = target((1 - mpmath.cos(angle)) / 2)
        *found, level = mpmath.lu_solve(matrix, wanted)
        width = mpmath.mpf(float(fine[1]))
        angles[1:-1] = [
            mpmath.findroot(slope, (a - width, a + width), solver="anderson") for a in angles[1:-1]
        ]
    return found, abs(level)


@pytest.mark.parametrize("degree", [1, 2, 5, 11, 22])
def test_coefficients_are_those_of_an_exchange_in_sixty_digits(degree):
    with mpmath.workdps(60):
        exact, level = exchanged(degree)
        found = [mpmath.mpf(float(a)) for a in best_polynomial(degree)]
        off = [abs(a - b) for a, b in zip(found, exact, strict=True)]
    assert max(off) < 1e-13
    assert sum(found) == pytest.approx(level, abs=1e-13)  # that at x = 0


@pytest.mark.parametrize(
    ("degree", "worst"),
    [
        (1, 1 / (2 * math.e)),  # by hand: (1 − x)/2e off at 0, 1/e and 1
        (2, 0.0528191781),
        (4, 0.0138962056),
        (8, 0.0035264507),
        (14, 0.0011555656),
    ],
)
def test_worst_error_is_known(degree, worst):
    assert best_polynomial(degree).sum() == pytest.approx(worst, abs=5.1e-11)  # that at x = 0


@pytest.mark.parametrize("degree", [*range(1, 24), 33, 55])
def test_errors_alternate_and_are_of_one_size(degree):
    """What makes a polynomial the best, by Chebyshev's theorem."""
    error = errors(degree, np.linspace(0, np.pi, 400 * degree + 1))
    pieces = np.split(error, np.flatnonzero(np.diff(np.sign(error))) + 1)
    largest = np.array([np.abs(piece).max() for piece in pieces])
    assert len(largest) == degree + 2
    assert largest == pytest.approx(np.full(degree + 2, error[0]), rel=1e-4)


@pytest.mark.parametrize(("degree", "x"), [(1, 0.3), (4, 0.02), (4, 0.9), (9, 0.5), (22, 0.4)])
def test_estimate_from_a_poisson_count_has_no_bias(degree, x):
    width = 38.0
    c = np.arange(140.0)
    chance = np.array(
        [math.exp(k * math.log(width * x) - width * x - math.lgamma(k + 1)) for k in c]
    )
    shares = np.maximum(c[:, None] - np.arange(degree), 0) / width
    mean = chance @ unbiased_value(best_polynomial(degree), shares)
    assert mean == pytest.approx(values(degree, x), abs=1e-9)


@pytest.mark.parametrize(("degree", "x"), [(1, 0.3), (4, 0.02), (4, 0.9), (9, 0.5), (15, 0.4)])
def test_estimate_from_a_binomial_count_has_no_bias(degree, x):
    n, end = 200, 0.2
    c = np.arange(n + 1.0)
    p = x * end
    chance = np.array([math.comb(n, int(k)) * p**k * (1 - p) ** (n - k) for k in c])
    shift = np.arange(degree)
    shares = np.maximum(c[:, None] - shift, 0) / (end * (n - shift))
    mean = chance @ unbiased_value(best_polynomial(degree), shares)
    assert mean == pytest.approx(values(degree, x), abs=1e-9)
