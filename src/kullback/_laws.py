"""What a quantity may promise. The tests hold each quantity to the laws it names.

A predicate gets the quantity and as many distributions as it takes, in float64: for a quantity of
single events, the distribution's probabilities serve as events; for one of joint distributions, a
table, of which outcomes of the first variable are moved, merged or added. The slack is what
rounding the inputs and the answer can do, no more.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

EPS = 2.0**-52
ROUNDING = 32 * EPS  # relative: 16 eps on each side, the most any quantity may be off
FLOOR = 16 * EPS**3  # absolute: what a divergence may be off where it is exactly 0
LINEAR_FLOOR = 256 * EPS**2  # the same for what grows as a difference, not as its square
ORDERS = (0.0, 0.3, 0.5, 1.0 - 2.0**-30, 1.0, 1.0 + 2.0**-30, 2.0, 7.5, 1e9, math.inf)


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
SYMMETRIC_DISTANCE = Law(
    "It is as far from p to q as from q to p.",
    lambda f, p, q: _as_far(f(p, q), f(q, p)),
)
SYMMETRIC_IN_ITS_VARIABLES = Law(
    "The order of the variables does not matter.",
    lambda f, p: all(map(_same_or_undefined, f(p.T).T.ravel(), f(p).ravel())),
)
ZERO_WHEN_INDEPENDENT = Law(
    "It is exactly zero when the variables are independent.",
    lambda f, p: bool(_zero_or_undefined(f([p.ravel() * x for x in (0.5, 0.25, 0.25)])).all()),
)
AT_MOST_THE_SURPRISE_OF_EITHER = Law(
    "It is at most the surprise of either member.",
    lambda f, p: all(
        math.exp(v) * max(sum(p[i]), sum(p.T[j])) <= 1 + ROUNDING * max(v, 1)
        for i, row in enumerate(f(p))
        for j, v in enumerate(row)
        if v == v
    ),
)
UNMOVED_BY_SCALE = Law(
    "Multiplying the table by a number does not move it.",
    lambda f, p: _same(f(3.0 * p), f(p)) and _same(f(p / 7.0), f(p)),
)
FALLS_WITH_THE_ORDER = Law(
    "It never rises with the order.",
    lambda f, p: all(f(p, order=b) <= f(p, order=a) * (1 + ROUNDING) for a, b in pairwise(ORDERS)),
)
RISES_WITH_THE_ORDER = Law(
    "It never falls with the order.",
    lambda f, p, q: all(
        f(p, q, order=a) <= f(p, q, order=b) * (1 + ROUNDING) + _floor_of(order=b)
        for a, b in pairwise(ORDERS)
    ),
)
CONTINUOUS_THROUGH_ORDER_ONE = Law(
    "Order 1 is the limit of the orders around it.",
    lambda f, *p: (
        f(*p, order=1) == math.inf
        or all(abs(f(*p, order=1 + h) - f(*p, order=1)) < 1e-6 for h in (2.0**-40, -(2.0**-40)))
    ),
)
AT_MOST_ONE = Law("It is at most one.", lambda f, *p: bool((f(*p) <= 1 + ROUNDING).all()))
AT_MOST_ONE_BIT = Law(
    "It is at most one bit.", lambda f, *p: bool((f(*p, unit="bits") <= 1 + ROUNDING).all())
)
FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES = Law(
    "It is between one and the number of outcomes.",
    lambda f, p: 1 <= f(p) <= len(p) * (1 + ROUNDING),
)
GREATEST_WHEN_UNIFORM = Law(
    "It is greatest when all outcomes are equally likely.",
    lambda f, p: f(p) <= f(0.0 * p + 1 / p.size) * (1 + ROUNDING),
)
LEAST_WHEN_Q_IS_P = Law(
    "For a given p it is least when q is p.",
    lambda f, p, q: f(p, p) <= f(p, q) * (1 + ROUNDING),
)
SHRINKS_WHEN_MERGED = Law(
    "Merging outcomes never raises it.",
    lambda f, *p: _no_more(f(*map(_merged, p)), f(*p)),
)
NO_DISTANCE_FROM_MERGING = Law(
    "Merging outcomes never takes the two further apart.",
    lambda f, *p: bool(f(*map(_merged, p)) <= f(*p) * (1 + ROUNDING) + 8 * EPS),
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
DISTANCE_UNMOVED_BY_REORDERING = Law(
    "Reordering the outcomes moves neither nearer the other.",
    lambda f, *p: _as_far(f(*map(_rolled, p)), f(*p)),
)
IGNORES_IMPOSSIBLE_OUTCOMES = Law(
    "Outcomes that are impossible under all arguments add nothing.",
    lambda f, *p: _same(f(*map(_with_impossible, p)), f(*p)),
)
DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES = Law(
    "Outcomes that are impossible under both add nothing to the distance.",
    lambda f, *p: _as_far(f(*map(_with_impossible, p)), f(*p)),
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


def _as_far(a: Any, b: Any) -> bool:
    """Tell whether what grows as a difference is the same, down to the floor of its promise."""
    return bool(abs(a - b) <= ROUNDING * b + LINEAR_FLOOR)


def _same_or_undefined(a: Any, b: Any) -> bool:
    return bool(a != a and b != b) or _same(a, b)


def _floor_of(order: float) -> float:
    # The largest log ratio is no mean of squares.
    return LINEAR_FLOOR if order == math.inf else 2 * FLOOR


def _zero_or_undefined(a: Any) -> Any:
    return (a == 0) | (a != a)


def _alike(a: Any, b: Any) -> bool:
    """Forgive also that the distributions were rounded, which moves a root by eps at most."""
    return bool(a == b or _same(a, b) or abs(a**0.5 - b**0.5) <= 8 * EPS)


def _no_more(a: Any, b: Any) -> bool:
    return bool(a <= b) or _alike(a, b)


def _merged(p: Any) -> Any:
    return [*p[:-2], p[-2] + p[-1]]


def _with_impossible(p: Any) -> Any:
    return [0.0 * p[0], *p, 0.0 * p[0]]


def _rolled(p: Any) -> Any:
    return [*p[2:], *p[:2]]


def _independent(p: Any, q: Any) -> Any:
    return [a * b for a in p for b in q]


def _changed(f: Callable[..., Any], change: float) -> Any:
    # Not (0.5, 0.5): near one half a difference of logs is exact by luck.
    return f([0.375, 0.625], [0.375 + change, 0.625 - change])
