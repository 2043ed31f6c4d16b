"""KL divergence bounded by a classifier: formulas, truths in ten dimensions, what is refused."""

import math

import numpy as np
import pytest
from scipy.special import ndtri

from kullback.estimate.discriminative import variational_bound
from kullback.estimate.numbers import VariationalBound, kl_divergence

GENERATOR = np.random.default_rng(0)
X, Y = GENERATOR.normal(1 / math.sqrt(10), 1, (900, 10)), GENERATOR.normal(size=(700, 10))
FIRST, SECOND = np.array([0.5, 1.0, -0.5] * 20), np.log(np.array([0.5, 1.5, 0.25, 1.0] * 15))


@pytest.fixture
def stated(monkeypatch):
    monkeypatch.setattr(variational_bound, "_log_ratios", lambda x, y, seed: (FIRST, SECOND))


def skewness_of_the_bound(ratios, std_error):
    first, second = (((t - t.mean()) ** 3).mean() / 60**2 for t in (FIRST, ratios))
    return (first - second) / std_error**3


def test_formulas(stated):
    ratios = np.exp(SECOND)
    of_first, of_second = FIRST.var(ddof=1) / 60, ratios.var(ddof=1) / 60
    found = kl_divergence(X, Y, estimator=VariationalBound(), confidence=0.9)
    assert found.raw == found.plug_in == pytest.approx(1 / 3 - 0.8125 + 1, abs=1e-14)
    assert found.std_error == pytest.approx(math.sqrt(of_first + of_second), rel=1e-12)
    z, skewness = ndtri(0.9), skewness_of_the_bound(ratios, found.std_error)
    assert skewness < -0.01
    reach = z - skewness * (2 * z**2 + 1) / 6
    assert found.low == pytest.approx(found.raw - reach * found.std_error, rel=1e-12)
    assert found.high == math.inf
    assert "a lower bound" in found.warnings[0]
    found = kl_divergence(X, Y, estimator=VariationalBound("DV"))
    relative = of_second / 0.8125**2
    assert found.plug_in == pytest.approx(1 / 3 - math.log(0.8125), abs=1e-14)
    assert found.bias == pytest.approx(relative / 2, rel=1e-12)
    assert found.std_error == pytest.approx(math.sqrt(of_first + relative), rel=1e-12)
    bits = kl_divergence(X, Y, estimator=VariationalBound("DV"), unit="bits")
    assert bits.low == pytest.approx(found.low / math.log(2), rel=1e-12)


@pytest.mark.parametrize("form", ["NWJ", "DV"])
def test_normals_one_apart_in_ten_dimensions(form):
    found = kl_divergence(X, Y, estimator=VariationalBound(form))
    assert 0.2 < found.low < 0.5 < found.high
    assert found.raw == pytest.approx(0.45, abs=0.12)
    assert found.n == (900, 700)


def test_the_ratios_are_those_of_the_densities():
    first, second = variational_bound._log_ratios(X, Y, 0)
    for rows, ratios in ((X, first), (Y, second)):
        truth = rows.sum(axis=1) / math.sqrt(10) - 0.5
        assert np.corrcoef(truth, ratios)[0, 1] > 0.75
        assert abs((truth - ratios).mean()) < 0.15
    assert np.exp(second).mean() == pytest.approx(1.0, abs=0.1)
    assert not (variational_bound._log_ratios(X, Y, 1)[0] == first).all()


def test_a_bound_that_is_skewed_upwards_is_no_reason_to_say_more():
    assert variational_bound._reach(0.95, 0.5) == variational_bound._reach(0.95, 0.0) == ndtri(0.95)


def test_ratios_are_cut_off_where_too_few_rows_would_show():
    x, y = np.random.default_rng(1).normal(size=(2, 200, 1))
    first, second = variational_bound._log_ratios(x + 9.0, y, 0)
    assert first.max() == pytest.approx(math.log(200 / 20), abs=1e-12)
    assert second.max() <= first.max()


def test_one_law_is_not_said_to_be_two():
    x, y = GENERATOR.integers(0, 5, (2, 300, 3))  # values may repeat
    found = kl_divergence(x, y, estimator=VariationalBound())
    assert (found.low, found.value) == (0.0, pytest.approx(0.0, abs=0.05))


def test_what_cannot_be_answered_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="form must be one of NWJ, DV; got 'MINE'"):
        VariationalBound("MINE")
    with pytest.raises(ValueError, match="y has 59 rows; a classifier's bound needs 60 or more"):
        kl_divergence(X, Y[:59], estimator=VariationalBound())
    with pytest.raises(ValueError, match="same columns"):
        kl_divergence(X, Y[:, :3], estimator=VariationalBound())
    with pytest.raises(ValueError, match="confidence"):
        kl_divergence(X, Y, estimator=VariationalBound(), confidence=95)
    monkeypatch.setattr(variational_bound, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'kullback\[app\]'"):
        kl_divergence(X, Y, estimator=VariationalBound())
