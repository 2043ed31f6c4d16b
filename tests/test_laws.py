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
    conditional_entropy,
    cross_entropy,
    entropy,
    jensen_shannon_distance,
    jensen_shannon_divergence,
    kl_divergence,
    kl_divergence_terms,
    variation_of_information,
)
from signatures import arity, is_of_joints
from strategies import changes, distributions
from ways import table_of, ways

LAWS = {name: law for name, law in vars(_laws).items() if isinstance(law, Law)}
DIVERGENCES = (kl_divergence, jensen_shannon_divergence, jensen_shannon_distance)


@pytest.mark.parametrize(
    ("evaluate", "law"),
    [
        pytest.param(evaluate, law, id=f"{name}: {law.statement}")
        for quantity in QUANTITIES.values()
        for name, evaluate in ways(quantity)
        for law in quantity.laws
    ],
)
@given(data=st.data())
def test_law_holds(evaluate, law, data):
    if is_of_joints(evaluate):
        rows = [table_of(evaluate, np.concatenate(data.draw(distributions(2))) / 2)]
    else:
        rows = data.draw(distributions(arity(evaluate)))
    assert law.holds(evaluate, *rows)


# For each law, something that a careless author could have written and that breaks it.
BREAKERS = {
    "NONNEGATIVE": lambda p: np.sum(p * np.log(p)),
    "ZERO_WHEN_EQUAL": cross_entropy,
    "SYMMETRIC": kl_divergence,
    "SYMMETRIC_DISTANCE": kl_divergence,
    "SYMMETRIC_IN_ITS_VARIABLES": conditional_entropy,
    "ZERO_WHEN_INDEPENDENT": variation_of_information,
    "AT_MOST_THE_SURPRISE_OF_EITHER": lambda p: -np.log(p),
    "UNMOVED_BY_SCALE": np.sum,
    "FALLS_WITH_THE_ORDER": lambda p, order: order,
    "RISES_WITH_THE_ORDER": lambda p, q, order: -order,
    "CONTINUOUS_THROUGH_ORDER_ONE": lambda p, order: entropy(p) * (1 + (order != 1) / 2**18),
    "AT_MOST_ONE": lambda p: 2 * np.sum(p),
    "NO_DISTANCE_FROM_MERGING": lambda p: np.sum(np.square(p)),
    "AT_MOST_ONE_BIT": lambda p, unit: entropy(p, unit=unit),
    "FROM_ONE_TO_THE_NUMBER_OF_OUTCOMES": lambda p: np.exp(2 * entropy(p)),
    "GREATEST_WHEN_UNIFORM": lambda p: -entropy(p),
    "LEAST_WHEN_Q_IS_P": lambda p, q: np.sum(p * q),
    "SHRINKS_WHEN_MERGED": lambda p: np.sum(np.square(p)),
    "ADDS_OVER_INDEPENDENT_PARTS": lambda p: 1 - np.sum(np.square(p)),
    "QUADRATIC_NEAR_EQUALITY": jensen_shannon_distance,
    "TRIANGLE_INEQUALITY": lambda p, q: np.square(np.subtract(p, q)[0]),
    "UNMOVED_BY_REORDERING": lambda p: np.float64(p[0]),
    "DISTANCE_UNMOVED_BY_REORDERING": lambda p, q: np.float64(abs(p[0] - q[0])),
    "IGNORES_IMPOSSIBLE_OUTCOMES": lambda p: entropy(p) / len(p),
    "DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES": lambda p, q: np.abs(np.subtract(p, q)).mean(),
    "RARER_IS_MORE_SURPRISING": lambda p: np.asarray(p),
    "ADDS_OVER_INDEPENDENT_EVENTS": lambda p: 1 - p,
    "SAME_FOR_EVENT_AND_COMPLEMENT": lambda p: np.asarray(p),
}
UNEQUAL = np.array([0.5, 0.25, 0.125, 0.0625, 0.0625])
FLAT = np.array([0.1, 0.2, 0.3, 0.2, 0.2])


def test_every_law_has_a_breaker_and_is_obeyed_by_something():
    assert set(BREAKERS) == set(LAWS)
    assert set(LAWS.values()) == {law for quantity in QUANTITIES.values() for law in quantity.laws}


OF_TWO = (
    "ZERO_WHEN_EQUAL", "SYMMETRIC", "SYMMETRIC_DISTANCE", "LEAST_WHEN_Q_IS_P",
    "QUADRATIC_NEAR_EQUALITY", "TRIANGLE_INEQUALITY", "RISES_WITH_THE_ORDER",
    "DISTANCE_UNMOVED_BY_REORDERING", "DISTANCE_IGNORES_IMPOSSIBLE_OUTCOMES",
)  # fmt: skip
OF_TABLES = (
    "SYMMETRIC_IN_ITS_VARIABLES", "ZERO_WHEN_INDEPENDENT", "AT_MOST_THE_SURPRISE_OF_EITHER"
)  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
def test_law_fails_for_what_breaks_it(name):
    given = (UNEQUAL, FLAT)[: 2 if name in OF_TWO else 1]
    if name in OF_TABLES:
        given = (np.array([[0.5, 0.125], [0.25, 0.125]]),)
    assert not LAWS[name].holds(BREAKERS[name], *given)


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
