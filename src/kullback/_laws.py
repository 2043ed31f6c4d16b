"""What a quantity may promise. The tests hold each quantity to the laws it names.

A predicate gets the quantity and as many distributions as it takes, in float64; for a quantity of
single events, the distribution's probabilities serve as events. The slack is what rounding the
inputs and the answer can do, no more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EPS = 2.0**-52
ROUNDING = 32 * EPS  # relative: 16 eps on each side, the most any quantity may be off
FLOOR = 16 * EPS**3  # absolute: what a divergence may be off where it is exactly 0


@dataclass(frozen=True, slots=True)
class Law:
    """A sentence for the documentation, and a predicate for the tests."""

    statement: str
    holds: Callable[..., bool]


NONNEGATIVE = Law("It is never negative.", lambda f, *p: bool((f(*p) >= 0).all()))
ZERO_WHEN_EQUAL = Law(
    "It is exactly zero when p and q are equal.", lambda f, p, q: bool((f(p, p) == 0).all())
)
SYMMETRIC = Law("The order of p and q does not matter.", lambda f, p, q: _same(f(p, q), f(q, p)))
AT_MOST_ONE_BIT = Law(
    "It is at most one bit.", lambda f, *p: bool((f(*p, unit="bits") <= 1 + ROUNDING).all())
)
FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES = Law(
    "It is between one and the number of outcomes.",
    lambda f, p: 1 <= f(p) <= len(p) * (1 + ROUNDING),
)
GREATEST_WHEN_UNIFORM = Law(
    "It is greatest when all outcomes are equally likely.",
    lambda f, p: f(p) <= f([1 / len(p)] * len(p)) * (1 + ROUNDING),
)
LEAST_WHEN_Q_IS_P = Law(
    "For a given p it is least when q is p.",
    lambda f, p, q: f(p, p) <= f(p, q) * (1 + ROUNDING),
)
SHRINKS_WHEN_MERGED = Law(
    "Merging outcomes never raises it.",
    lambda f, *p: _no_more(f(*map(_merged, p)), f(*p)),
)
ADDS_OVER_INDEPENDENT_PARTS = Law(
    "Over independent parts it adds up.",
    lambda f, *p: _alike(f(*(_independent(a, _merged(a)) for a in p)), f(*p) + f(*map(_merged, p))),
)
QUADRATIC_NEAR_EQUALITY = Law(
    "Near p = q it grows as the square of their difference.",
    lambda f, *p: bool(
        (abs(_changed(f, 2.0**-17) / _changed(f, 2.0**-27) / 2.0**20 - 1) < 1e-4).all()
    ),
)
TRIANGLE_INEQUALITY = Law(
    "No way round by a third distribution is shorter.",
    lambda f, p, q: f(p, q) <= (f(p, _rolled(p)) + f(_rolled(p), q)) * (1 + ROUNDING),
)
UNMOVED_BY_REORDERING = Law(
    "Reordering the outcomes does not move it.",
    lambda f, *p: _same(f(*map(_rolled, p)), f(*p)),
)
IGNORES_IMPOSSIBLE_OUTCOMES = Law(
    "Outcomes that are impossible under all arguments add nothing.",
    lambda f, *p: _same(f(*([0.0, *a, 0.0] for a in p)), f(*p)),
)
RARER_IS_MORE_SURPRISING = Law(
    "The rarer the event, the greater it is.",
    lambda f, p: bool((f(sorted(p))[:-1] >= f(sorted(p))[1:]).all()),
)
ADDS_OVER_INDEPENDENT_EVENTS = Law(
    "For two independent events that both happen it adds up.",
    lambda f, p: all(
        abs(f(a * b) - (f(a) + f(b))) <= ROUNDING * (1 + f(a * b)) for a in p for b in p if a * b
    ),
)
SAME_FOR_EVENT_AND_COMPLEMENT = Law(
    "It is the same for an event and its complement.",
    lambda f, p: all(abs(f(a) - f(1 - a)) <= ROUNDING for a in p),
)


def _same(a: Any, b: Any) -> bool:
    return bool(a == b or abs(a - b) <= ROUNDING * abs(b) + FLOOR)


def _alike(a: Any, b: Any) -> bool:
    """Forgive also that the distributions were rounded, which moves a root by eps at most."""
    return bool(a == b or _same(a, b) or abs(a**0.5 - b**0.5) <= 8 * EPS)


def _no_more(a: Any, b: Any) -> bool:
    return bool(a <= b) or _alike(a, b)


def _merged(p: Any) -> Any:
    return [*p[:-2], p[-2] + p[-1]]


def _rolled(p: Any) -> Any:
    return [*p[2:], *p[:2]]


def _independent(p: Any, q: Any) -> Any:
    return [a * b for a in p for b in q]


def _changed(f: Callable[..., Any], change: float) -> Any:
    # Not (0.5, 0.5): near one half a difference of logs is exact by luck.
    return f([0.375, 0.625], [0.375 + change, 0.625 - change])
