"""Every quantity keeps every law it names, and none is named that a wrong quantity would keep."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kullback import _laws
from kullback._laws import EPS, Law
from kullback._quantity import QUANTITIES
from kullback.quantities import (
    cross_entropy,
    entropy,
    jensen_shannon_distance,
    jensen_shannon_divergence,
    kl_divergence,
    kl_divergence_terms,
)
from signatures import arity
from strategies import changes, distributions

LAWS = {name: law for name, law in vars(_laws).items() if isinstance(law, Law)}
DIVERGENCES = (kl_divergence, jensen_shannon_divergence, jensen_shannon_distance)


@pytest.mark.parametrize(
    ("quantity", "law"),
    [
        pytest.param(quantity, law, id=f"{quantity.name}: {law.statement}")
        for quantity in QUANTITIES.values()
        for law in quantity.laws
    ],
)
@given(data=st.data())
def test_law_holds(quantity, law, data):
    rows = data.draw(distributions(arity(quantity.evaluate)))
    assert law.holds(quantity.evaluate, *rows)


# For each law, something that a careless author could have written and that breaks it.
BREAKERS = {
    "NONNEGATIVE": lambda p: np.sum(p * np.log(p)),
    "ZERO_WHEN_EQUAL": cross_entropy,
    "SYMMETRIC": kl_divergence,
    "AT_MOST_ONE_BIT": lambda p, unit: entropy(p, unit=unit),
    "FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES": lambda p: np.exp(2 * entropy(p)),
    "GREATEST_WHEN_UNIFORM": lambda p: -entropy(p),
    "LEAST_WHEN_Q_IS_P": lambda p, q: np.sum(p * q),
    "SHRINKS_WHEN_MERGED": lambda p: np.sum(np.square(p)),
    "ADDS_OVER_INDEPENDENT_PARTS": lambda p: 1 - np.sum(np.square(p)),
    "QUADRATIC_NEAR_EQUALITY": jensen_shannon_distance,
    "TRIANGLE_INEQUALITY": lambda p, q: np.square(np.subtract(p, q)[0]),
    "UNMOVED_BY_REORDERING": lambda p: np.float64(p[0]),
    "IGNORES_IMPOSSIBLE_OUTCOMES": lambda p: entropy(p) / len(p),
    "RARER_IS_MORE_SURPRISING": lambda p: np.asarray(p),
    "ADDS_OVER_INDEPENDENT_EVENTS": lambda p: 1 - p,
    "SAME_FOR_EVENT_AND_COMPLEMENT": lambda p: np.asarray(p),
}
UNEQUAL = np.array([0.5, 0.25, 0.125, 0.0625, 0.0625])
FLAT = np.array([0.1, 0.2, 0.3, 0.2, 0.2])


def test_every_law_has_a_breaker_and_is_obeyed_by_something():
    assert set(BREAKERS) == set(LAWS)
    assert set(LAWS.values()) == {law for quantity in QUANTITIES.values() for law in quantity.laws}


@pytest.mark.parametrize("name", LAWS)
def test_law_fails_for_what_breaks_it(name):
    breaker = BREAKERS[name]
    needs = 2 if name in ("ZERO_WHEN_EQUAL", "SYMMETRIC", "LEAST_WHEN_Q_IS_P") else 1
    needs = 2 if name in ("QUADRATIC_NEAR_EQUALITY", "TRIANGLE_INEQUALITY") else needs
    assert not LAWS[name].holds(breaker, *(UNEQUAL, FLAT)[:needs])


@given(distributions(2))
def test_cross_entropy_is_entropy_plus_kl(pair):
    p, q = pair
    assert cross_entropy(p, q) == pytest.approx(entropy(p) + kl_divergence(p, q), rel=16 * EPS)


@given(distributions(2))
def test_jensen_shannon_is_the_mean_divergence_to_the_mixture(pair):
    """The mixture is the best third distribution, so rounding it moves the mean not at all."""
    p, q = pair
    m = (p + q) / 2
    halves = (kl_divergence(p, m) + kl_divergence(q, m)) / 2
    # Probabilities rounded one by one sum to 1 within eps each, and m inherits that from both.
    floor = 16 * EPS * math.sqrt(halves) + 64 * EPS**2
    assert abs(jensen_shannon_divergence(p, q) - halves) <= 32 * EPS * halves + floor


@given(distributions(2))
def test_terms_sum_to_the_divergence(pair):
    terms, whole = kl_divergence_terms(*pair), kl_divergence(*pair)
    assert terms.sum() == pytest.approx(whole, rel=8 * EPS)


@given(distributions(1), st.integers(1, 2**26))
@example([np.array([1.0, 1109150.0]) / 2**26], 11761989)
def test_divergence_of_proportional_weights_is_exactly_zero(row, factor):
    counts = np.round(row[0] * 2**26) + 1  # whole, so that their multiples are exact
    for evaluate in DIVERGENCES:
        assert evaluate(counts, counts * factor, normalize=True) == 0
        assert evaluate(counts * factor, counts, normalize=True) == 0


@given(distributions(1), st.integers(-100, 100))
def test_divergence_of_logits_a_constant_apart_is_exactly_zero(row, constant):
    logits = np.round(row[0] * 2**20) / 2**10
    for evaluate in DIVERGENCES:
        assert evaluate(logits, logits + constant, given="logits") == 0


@settings(max_examples=50)
@given(distributions(2), changes)
def test_divergence_is_never_negative_from_logits(pair, change):
    with np.errstate(divide="ignore"):
        a, b = np.log(pair[0]), np.log(pair[1])
    for evaluate in DIVERGENCES:
        assert evaluate(a, b + change, given="logits") >= 0
