"""Mutual information from counts: its correction, its interval, and what independence gives."""

import math
import sys

import numpy as np
import pytest
from scipy.special import chdtrc

from kullback.estimate import measures
from kullback.estimate.independence import independence
from kullback.quantities import mutual_information

TABLE = np.array([[40, 10], [20, 30]])


def test_plug_in_bias_and_value():
    found = measures.mutual_information(TABLE)
    assert found.plug_in == pytest.approx(mutual_information(TABLE, normalize=True), rel=1e-15)
    # Williams (1976), for 2 × 2: the mean of G is 1 + (n Σ1/row - 1)(n Σ1/column - 1) / 6n.
    spread = (100 * (1 / 50 + 1 / 50) - 1) * (100 * (1 / 60 + 1 / 40) - 1)
    assert found.bias == pytest.approx((1 + spread / 600) / 200, rel=1e-12)
    assert found.raw == found.plug_in - found.bias
    assert found.n == 100
    assert found.unit == "nats"


def test_standard_error_is_that_of_the_pointwise_mutual_information():
    p = TABLE / 100
    pointwise = np.log(p / np.outer(p.sum(1), p.sum(0)))
    variance = (p * pointwise**2).sum() - (p * pointwise).sum() ** 2
    assert measures.mutual_information(TABLE).std_error == pytest.approx(
        math.sqrt(variance / 100), rel=1e-12
    )


def test_empty_rows_and_columns_say_nothing():
    wider = np.zeros((4, 3), dtype=int)
    wider[np.ix_([0, 2], [0, 2])] = TABLE
    assert measures.mutual_information(wider) == measures.mutual_information(TABLE)


def test_one_outcome_tells_nothing():
    found = measures.mutual_information(np.array([[30, 70]]))
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_it_is_at_most_the_smaller_entropy():
    found = measures.mutual_information(np.diag([50, 50]))
    assert found.value <= math.log(2)
    assert found.high == math.log(2)


@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_confidence_widens_the_interval(confidence):
    found = measures.mutual_information(TABLE, confidence=confidence)
    usual = measures.mutual_information(TABLE)
    assert found.confidence == confidence
    assert (found.high - found.low < usual.high - usual.low) == (confidence < 0.95)


def test_few_rows_are_warned_of():
    assert measures.mutual_information(TABLE).warnings == ()
    assert "lower bound" in measures.mutual_information(TABLE // 10).warnings[0]


def sample(k, mix, n, generator):
    weights = 1 / np.arange(1, k + 1)
    p = (1 - mix) * np.outer(weights / weights.sum(), np.ones(k) / k) + mix * np.eye(k) / k
    table = generator.multinomial(n, p.ravel()).reshape(k, k)
    return float(mutual_information(p)), table[table.sum(1) > 0][:, table.sum(0) > 0]


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("k", "mix", "per_cell"), [(5, 0.0, 5), (5, 0.6, 50), (20, 0.0, 1), (20, 0.6, 1), (20, 0.15, 5)]
)
def test_the_interval_covers_the_truth(k, mix, per_cell):
    """A slice of the simulation: of 60 samples at most 8 may miss at a nominal 3."""
    generator, missed = np.random.default_rng(k + per_cell), 0
    for seed in range(60):
        truth, table = sample(k, mix, per_cell * k * k, generator)
        chance = independence(table, seed)
        drawn = None if chance.draws is None else chance.null
        found = measures.mutual_information(table, null=drawn)
        missed += not found.low <= truth <= found.high
    assert missed <= 8


def test_thin_tables_are_judged_by_drawing_and_others_by_the_formula():
    assert independence(TABLE, 0).draws is None
    thin = np.array([[3, 1, 0], [1, 4, 1], [0, 1, 3]])
    chance = independence(thin, 0)
    assert chance.draws is not None, "the formula was used for thin cells"
    assert len(chance.draws) == 99
    observed = measures.mutual_information(thin).plug_in
    assert 0.01 < chance.p(observed) < 0.2
    assert chance.p(0.0) == 1
    assert (independence(thin, 0).draws == chance.draws).all()
    assert (independence(thin, 1).draws != chance.draws).any()


def test_the_formula_and_drawing_agree_where_both_hold():
    table = np.array([[60, 45, 52], [41, 55, 47]])
    module = sys.modules["kullback.estimate.independence"]
    drawn = module._drawn(table.sum(1), table.sum(0), seed=3)
    null = measures.independence_null(table)
    assert drawn.mean() == pytest.approx(null.floor, rel=0.2)
    observed = measures.mutual_information(table).plug_in
    rank = (1 + (drawn >= observed).sum()) / (1 + len(drawn))
    assert independence(table, 0).p(observed) == pytest.approx(rank, abs=0.06)
    assert chdtrc(2, observed / null.scale) == independence(table, 0).p(observed)
