"""Jensen-Shannon divergence of two samples: rare outcomes, unequal sizes, and what is refused."""

import math

import numpy as np
import pytest

import kullback as kb
from kullback.estimate import measures

JS = kb.estimate.jensen_shannon_divergence
ONE, TWO = [60, 30, 10], [20, 20, 60]


def test_of_equal_samples_without_rare_outcomes_it_is_that_of_compared_tables():
    found, compared = (
        JS(ONE, TWO, given="counts"),
        measures.jensen_shannon_divergence(np.array(ONE), np.array(TWO)),
    )
    assert found.raw == pytest.approx(compared.raw, rel=1e-14)
    assert (found.low, found.high) == pytest.approx((compared.low, compared.high), rel=1e-12)
    assert found.bias == pytest.approx(2 / 8 * (1 / 100 + 1 / 100), rel=1e-13)


def test_of_unequal_samples_the_bias_lies_where_the_smaller_one_is():
    one, two = np.array(ONE), np.array(TWO) * 10
    p, q = one / 100, two / 1000
    bias = 1 / 4 * ((q / (p + q)).sum() / 100 + (p / (p + q)).sum() / 1000)
    found = JS(one, two, given="counts")
    # Of m terms m − 1 are free.
    assert found.bias == pytest.approx(bias * 2 / 3, rel=1e-12)


def test_rare_outcomes_are_judged_by_permutation():
    generator = np.random.default_rng(4)
    one, two = generator.multinomial(60, np.ones(30) / 30, 2)
    usual, same, other = (JS(one, two, given="counts", seed=seed) for seed in (0, 0, 7))
    assert usual == same
    assert usual.raw != other.raw
    formula = (np.count_nonzero(one + two) - 1) / 8 * (2 / 60)
    assert 1.02 * formula < usual.bias < 1.5 * formula
    assert "most outcomes are rare" in usual.warnings[-1]


def test_plug_in_takes_nothing_off():
    found, usual = (JS(ONE, TWO, given="counts", estimator=name) for name in ("plug-in", "auto"))
    assert found.raw == found.value == found.plug_in == usual.plug_in
    assert (found.low, found.high, found.estimator) == (usual.low, usual.high, "plug-in")
    assert usual.estimator == "plug-in less its mean under one source"


@pytest.mark.parametrize("estimator", ["zhang", None, measures])
def test_other_estimators_are_refused(estimator):
    with pytest.raises(ValueError, match="one of auto, plug-in; got"):
        JS(ONE, TWO, given="counts", estimator=estimator)
    with pytest.raises(ValueError, match="seed must be"):
        JS(ONE, TWO, given="counts", seed=None)


def test_the_interval_covers_the_truth_of_unequal_samples():
    """A slice of the simulation: of 100 pairs at most 12 may miss. Without weights 12 % do."""
    p, q = 1 / np.arange(1.0, 101.0), np.ones(100) / 100
    p /= p.sum()
    truth = float(kb.jensen_shannon_divergence(p, q))
    generator, errors, missed = np.random.default_rng(0), [], 0
    for _ in range(100):
        x, y = generator.multinomial(1000, p), generator.multinomial(10_000, q)
        found = JS(x, y, given="counts")
        errors.append(found.raw - truth)
        missed += not found.low <= truth <= found.high
    assert missed <= 12
    assert abs(np.mean(errors)) < 0.0035  # 0.0055 without weights
    assert math.isfinite(found.high)


def test_a_plug_in_outside_the_interval_is_said_to_be():
    found = JS(range(100), range(50, 150), given="labels", estimator="plug-in")
    assert found.value > found.high
    assert found.warnings[-1].startswith("the plug-in lies outside the interval")
    for one, two in ((range(100), range(100, 200)), ("ab" * 60, "abb" * 40)):
        found = JS(one, two, given="labels", estimator="plug-in")
        assert found.low <= found.value <= found.high
        assert not any("outside" in warning for warning in found.warnings)
