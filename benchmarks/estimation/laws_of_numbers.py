"""Laws of numbers whose information is known: how to draw from them, and the exact answer.

Differential entropies are closed forms or, of mixtures, integrals of one dimension. Mutual
information does not change when each side is mapped one to one and smoothly: so a normal or
Student pair whose answer is a closed form gives many others, which is how the tasks of Czyż,
Grabowski, Vogt, Beerenwinkel & Marx, "Beyond Normal: On the Evaluation of Mutual Information
Estimators" (2023) are made.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.integrate import quad
from scipy.special import digamma, gammaln, ndtr
from scipy.stats import norm

FREEDOM = 3  # degrees of freedom of a Student law
APART = 3.0  # between the means of a mixture of two normals
NORMAL = 0.5 * math.log(2 * math.pi * math.e)
DIMENSIONS = (1, 2, 3, 5, 10)


class Law(NamedTuple):
    """What is asked of samples that `draw(generator, n)` gives, and the exact answer in nats."""

    quantity: str
    name: str
    columns: str
    truth: float
    draw: Callable


def entropies():
    """Return laws of vectors with their differential entropy."""
    found = []
    for d in DIMENSIONS:
        found += [
            _entropy("normal", d, d * NORMAL, lambda g, n, d=d: g.normal(size=(n, d))),
            _entropy("Student, 3 degrees", d, student(d), lambda g, n, d=d: student_rows(g, n, d)),
            _entropy("uniform", d, 0.0, lambda g, n, d=d: g.uniform(size=(n, d))),
            _entropy(
                "two normals 3 apart",
                d,
                mixture() + (d - 1) * NORMAL,
                lambda g, n, d=d: mixed(g, n, d),
            ),
        ]
    return found


def divergences():
    """Return pairs of laws with their KL divergence."""
    found = []
    for d in DIMENSIONS:
        shift = 1.0 / math.sqrt(d)
        for name, truth, x, y in (
            ("same normal", 0.0, lambda g, n, d=d: g.normal(size=(n, d)), None),
            (
                "normal, means 1 apart",
                0.5,
                lambda g, n, d=d, s=shift: g.normal(s, 1.0, (n, d)),
                None,
            ),
            (
                "normal within one twice as wide in one column",
                math.log(2.0) + 1 / 8 - 1 / 2,
                lambda g, n, d=d: g.normal(size=(n, d)),
                lambda g, n, d=d: g.normal(size=(n, d)) * _wide(d),
            ),
            (
                "two normals 3 apart, to one of their spread",
                _mixture_to_normal(),
                lambda g, n, d=d: mixed(g, n, d),
                lambda g, n, d=d: g.normal(size=(n, d)) * _wide(d, math.sqrt(1 + APART**2 / 4)),
            ),
            (
                "uniform on half of the cube in one column",
                math.log(2.0),
                lambda g, n, d=d: g.uniform(size=(n, d)) / _wide(d),
                lambda g, n, d=d: g.uniform(size=(n, d)),
            ),
        ):
            other = y or (lambda g, n, d=d: g.normal(size=(n, d)))
            found.append(Law("KL divergence", name, str(d), truth, _two(x, other)))
    return found


def dependences():
    """Return pairs of vectors with their mutual information; the last ones as in Beyond Normal."""
    found = [
        _pair(
            f"normal, correlation {rho:g}", 1, 1, normal_information(1, 1, rho), _normals(1, 1, rho)
        )
        for rho in (0.0, 0.6, 0.9)
    ]
    for c, d in ((2, 2), (3, 3), (5, 5)):
        truth = normal_information(c, d, 0.5)
        found.append(_pair("normal, correlation 0.5 of all", c, d, truth, _normals(c, d, 0.5)))
    for c, d in ((1, 1), (2, 2), (5, 5)):
        truth = student(c) + student(d) - student(c + d)
        found.append(_pair("Student, 3 degrees, uncorrelated", c, d, truth, _students(c, d)))
    of_normals, truth = _normals(1, 1, 0.75), normal_information(1, 1, 0.75)
    for name, columns, of_x, of_y in (
        ("correlation 0.75, uniform margins", (1, 1), ndtr, ndtr),
        ("correlation 0.75, cubed", (1, 1), _half_cube, _half_cube),
        ("correlation 0.75, asinh", (1, 1), np.arcsinh, np.arcsinh),
        ("correlation 0.75, wiggly", (1, 1), _wiggly, _wiggly),
        ("correlation 0.75, bimodal margins", (1, 1), _bimodal, _bimodal),
        ("correlation 0.75, Swiss roll and uniform", (2, 1), _swiss_roll, ndtr),
    ):
        found.append(_pair(name, *columns, truth, _mapped(of_normals, of_x, of_y)))
    return found + [
        _pair(f"uniform plus noise of {reach:g}", 1, 1, noisy(reach), _noisy(reach))
        for reach in (0.1, 0.75)
    ]


def student(d):
    """Return the differential entropy of d columns of a Student law, spread 1."""
    half, whole = FREEDOM / 2, (FREEDOM + d) / 2
    scale = gammaln(half) - gammaln(whole) + d / 2 * math.log(FREEDOM * math.pi)
    return float(scale + whole * (digamma(whole) - digamma(half)))


def student_rows(generator, n, d):
    """Draw rows of a Student law."""
    return generator.normal(size=(n, d)) / np.sqrt(generator.chisquare(FREEDOM, (n, 1)) / FREEDOM)


def mixed(generator, n, d):
    """Draw rows of a mixture of two normals, apart in the first column."""
    rows = generator.normal(size=(n, d))
    rows[:, 0] += APART * (generator.integers(0, 2, n) - 0.5)
    return rows


def mixture():
    """Return the differential entropy of its first column."""
    return quad(lambda x: -_mixture(x) * math.log(_mixture(x)), -12, 12)[0]


def normal_information(c, d, rho):
    """Return the mutual information of c and d columns with one correlation between all."""

    def log_det(k):
        return math.log1p((k - 1) * rho) + (k - 1) * math.log1p(-rho)

    return 0.5 * (log_det(c) + log_det(d) - log_det(c + d))


def noisy(reach):
    """Return the mutual information of a uniform number and itself plus uniform noise."""
    if reach <= 0.5:
        return reach - math.log(2 * reach)
    return 1 / (4 * reach)


def _entropy(name, d, truth, draw):
    return Law("differential entropy", name, str(d), truth, lambda g, n: (draw(g, n),))


def _pair(name, c, d, truth, draw):
    return Law("mutual information", name, f"{c} + {d}", truth, draw)


def _two(x, y):
    return lambda g, n: (x(g, n), y(g, n))


def _wide(d, width=2.0):
    return np.where(np.arange(d) == 0, width, 1.0)


def _mixture(x):
    return (norm.pdf(x + APART / 2) + norm.pdf(x - APART / 2)) / 2


def _mixture_to_normal():
    return 0.5 * math.log(2 * math.pi * math.e * (1 + APART**2 / 4)) - mixture()


def _normals(c, d, rho):
    def draw(generator, n):
        common = generator.normal(size=(n, 1))
        rows = math.sqrt(rho) * common + math.sqrt(1 - rho) * generator.normal(size=(n, c + d))
        return rows[:, :c], rows[:, c:]

    return draw


def _students(c, d):
    def draw(generator, n):
        rows = student_rows(generator, n, c + d)
        return rows[:, :c], rows[:, c:]

    return draw


def _mapped(draw, of_x, of_y):
    def drawn(generator, n):
        x, y = draw(generator, n)
        return of_x(x), of_y(y)

    return drawn


def _noisy(reach):
    def draw(generator, n):
        x = generator.uniform(size=n)
        return x, x + generator.uniform(-reach, reach, n)

    return draw


def _half_cube(x):
    return x * np.sqrt(np.abs(x))


def _wiggly(x):
    return x + 0.4 * np.sin(x) + 0.2 * np.sin(1.7 * x + 1) + 0.03 * np.sin(3.3 * x - 2.5)


def _bimodal(x):
    """Map a standard normal to a mixture of two, 3 apart, by its quantiles."""
    at = np.linspace(-8, 8, 4001)
    shares = (norm.cdf(at + APART / 2) + norm.cdf(at - APART / 2)) / 2
    return np.interp(ndtr(x), shares, at)


def _swiss_roll(x):
    turn = 1.5 * math.pi * (1 + 2 * ndtr(x))
    return np.concatenate([turn * np.cos(turn), turn * np.sin(turn)], axis=1) / 21
