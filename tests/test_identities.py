"""What ties the quantities to each other, on distributions with impossible and rare outcomes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kullback._laws import EPS
from kullback.quantities import (
    chi_squared_divergence,
    conditional_entropy,
    conditional_mutual_information,
    entropy,
    f_divergence,
    hellinger_distance,
    information_gain,
    jeffreys_divergence,
    jensen_shannon_divergence,
    joint_entropy,
    kl_divergence,
    mutual_information,
    pointwise_mutual_information,
    renyi_divergence,
    renyi_entropy,
    total_correlation,
    total_variation,
    tsallis_entropy,
    variation_of_information,
)
from references import reference
from strategies import distributions

CLOSE = {"rel": 64 * EPS, "abs": 64 * EPS}
ORDERS = (0.3, 0.5, 1, 2, 7)


@st.composite
def tables(draw, *sizes):
    """Draw a joint distribution of as many variables as there are sizes."""
    count = math.prod(sizes)
    rows = draw(distributions(-(-count // 6)))
    cells = np.concatenate(rows)[:count]
    return (cells / cells.sum() if cells.sum() > 0 else np.eye(count)[0]).reshape(sizes)


@st.composite
def channels(draw, inputs, outputs):
    """Draw a matrix whose rows are distributions: what becomes of each input."""
    rows = [draw(distributions(1))[0][:outputs] + 1e-3 for _ in range(inputs)]
    return np.array([row / row.sum() for row in rows])


# One joint distribution


@given(tables(3, 4))
def test_chain_rule_of_entropy(joint):
    """H(x, y) = H(x) + H(y | x) = H(y) + H(x | y)."""
    x, y = joint.sum(1), joint.sum(0)
    whole = joint_entropy(joint)
    assert whole == pytest.approx(entropy(x) + conditional_entropy(joint), **CLOSE)
    assert whole == pytest.approx(entropy(y) + conditional_entropy(joint, on=-1), **CLOSE)


@given(tables(3, 4))
def test_mutual_information_three_ways(joint):
    """I(x; y) = D(p(x, y) || p(x) p(y)) = H(x) + H(y) - H(x, y) = H(y) - H(y | x)."""
    x, y = joint.sum(1), joint.sum(0)
    told = mutual_information(joint)
    product = np.outer(x, y)
    if (product > 0)[joint > 0].all():  # 1e-200 times 1e-200 is no float
        divergence = kl_divergence(joint.ravel(), product.ravel(), normalize=True)
        assert told == pytest.approx(divergence, **CLOSE)
    assert told == pytest.approx(entropy(x) + entropy(y) - joint_entropy(joint), **CLOSE)
    assert told == pytest.approx(entropy(y) - conditional_entropy(joint), **CLOSE)
    assert told == total_correlation(joint) == information_gain(joint)
    assert variation_of_information(joint) == pytest.approx(joint_entropy(joint) - told, **CLOSE)


@given(tables(3, 4))
def test_mutual_information_is_the_mean_of_the_pointwise(joint):
    possible = joint > 0
    mean = (joint[possible] * pointwise_mutual_information(joint)[possible]).sum()
    assert mutual_information(joint) == pytest.approx(mean, **CLOSE)


@given(tables(2, 3, 2))
def test_chain_rule_of_mutual_information(joint):
    """I(x; y, z) = I(x; z) + I(x; y | z)."""
    whole = mutual_information(joint.reshape(2, 6))
    parts = mutual_information(joint.sum(1)) + conditional_mutual_information(joint)
    assert whole == pytest.approx(parts, **CLOSE)


@given(tables(2, 3, 2))
def test_total_correlation_adds_up_variable_by_variable(joint):
    """C(x, y, z) = I(x; y) + I(x, y; z)."""
    parts = mutual_information(joint.sum(2)) + mutual_information(joint.reshape(6, 2))
    assert total_correlation(joint) == pytest.approx(parts, **CLOSE)


@given(tables(2, 3, 2))
def test_variation_of_information_is_a_metric(joint):
    a, b, c = (variation_of_information(joint.sum(axis)) for axis in (2, 0, 1))
    assert c <= (a + b) * (1 + 32 * EPS) + 32 * EPS


# Two distributions


@given(distributions(2), tables(6, 3), tables(6, 3))
def test_chain_rule_of_the_kl_divergence(pair, first, second):
    """D(p(x, y) || q(x, y)) = D(p(x) || q(x)) + mean of D(p(y | x) || q(y | x))."""
    p, q = pair
    rows_p, rows_q = (np.where(t.sum(1, keepdims=True) > 0, t, 1) for t in (first, second))
    rows_p, rows_q = (t / t.sum(1, keepdims=True) for t in (rows_p, rows_q))
    whole = kl_divergence((p[:, None] * rows_p).ravel(), (q[:, None] * rows_q).ravel(),
                          normalize=True)  # fmt: skip
    alive = p > 0
    inside = kl_divergence(rows_p, rows_q)
    parts = kl_divergence(p, q) + (p[alive] * inside[alive]).sum()
    assert whole == parts or whole == pytest.approx(parts, rel=1e-12, abs=1e-15)


DIVERGENCES = [
    kl_divergence, jeffreys_divergence, jensen_shannon_divergence, total_variation,
    hellinger_distance, chi_squared_divergence,
    lambda p, q: f_divergence(p, q, lambda t: (t - 1) ** 2 / (t + 1), slope_at_infinity=1),
    *(lambda p, q, a=a: renyi_divergence(p, q, order=a) for a in (0, *ORDERS, math.inf)),
]  # fmt: skip


@given(distributions(2), channels(6, 3))
def test_data_processing(pair, channel):
    """What a channel makes of two distributions is never easier to tell apart."""
    after = [x @ channel / (x @ channel).sum() for x in pair]
    for divergence in DIVERGENCES:
        assert divergence(*after) <= divergence(*pair) * (1 + 1e-12) + 1e-15


@given(tables(3, 4), channels(4, 3))
def test_data_processing_of_mutual_information(joint, channel):
    after = joint @ channel
    assert mutual_information(after / after.sum()) <= mutual_information(joint) + 64 * EPS


@given(distributions(2))
def test_pinsker(pair):
    """D >= 2 TV^2 (Pinsker), and D >= -log(1 - TV^2) (Bretagnolle and Huber)."""
    divergence, distance = kl_divergence(*pair), total_variation(*pair)
    assert divergence >= 2 * distance**2 * (1 - 64 * EPS)
    if distance < 1:
        assert divergence >= -math.log1p(-(distance**2)) * (1 - 64 * EPS)


@given(distributions(2))
def test_hellinger_total_variation_and_chi_squared(pair):
    """h^2 <= TV <= h sqrt(2 - h^2); D <= log(1 + chi^2); h^2 = 1 - exp(-D_1/2 / 2)."""
    h, tv, chi = (f(*pair) for f in (hellinger_distance, total_variation, chi_squared_divergence))
    assert h**2 <= tv * (1 + 64 * EPS)
    assert tv <= h * math.sqrt(2 - min(h, 1) ** 2) * (1 + 64 * EPS) + 1e-31
    assert kl_divergence(*pair) <= math.log1p(chi) * (1 + 64 * EPS)
    half = renyi_divergence(*pair, order=0.5)
    assert h**2 == pytest.approx(-math.expm1(-half / 2), **CLOSE)


@given(distributions(2))
def test_order_two_is_chi_squared(pair):
    assert renyi_divergence(*pair, order=2) == pytest.approx(
        math.log1p(chi_squared_divergence(*pair)), rel=1e-11
    )


@given(distributions(2))
def test_skew_symmetry_of_the_renyi_divergence(pair):
    """(1 - a) D_a(p || q) = a D_(1 - a)(q || p)."""
    p, q = pair
    for order in (0.2, 0.5, 0.9):
        assert (1 - order) * renyi_divergence(p, q, order=order) == pytest.approx(
            order * renyi_divergence(q, p, order=1 - order), rel=1e-11
        )


# Orders


@given(distributions(2))
def test_order_one_is_shannons(pair):
    p, q = pair
    assert renyi_entropy(p, order=1) == tsallis_entropy(p, order=1) == entropy(p)
    assert renyi_divergence(p, q, order=1) == kl_divergence(p, q)


@given(distributions(1))
def test_tsallis_is_a_curve_of_renyi(row):
    """S_a = (1 - exp((1 - a) H_a)) / (a - 1)."""
    for order in (0.3, 0.5, 2, 7):
        curve = -math.expm1((1 - order) * renyi_entropy(row[0], order=order)) / (order - 1)
        assert tsallis_entropy(row[0], order=order) == pytest.approx(curve, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("gap", [1e-15, 1e-12, 1e-9, 1e-6, 1e-3])
@pytest.mark.parametrize("sign", [-1, 1])
def test_orders_next_to_one_keep_their_digits(gap, sign):
    p, q, order = [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], 1 + sign * gap
    for name, evaluate, arrays in (
        ("renyi_entropy", renyi_entropy, [p]),
        ("tsallis_entropy", tsallis_entropy, [p]),
        ("renyi_divergence", renyi_divergence, [p, q]),
    ):
        exact = float(reference(name, "probs", *arrays, order=order))
        assert evaluate(*arrays, order=order) == pytest.approx(exact, rel=16 * EPS)
