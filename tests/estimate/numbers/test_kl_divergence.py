"""KL divergence of two samples of numbers: verified values, truths, laws, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import digamma

from kullback.estimate.numbers import WangKulkarniVerdu, kl_divergence
from roots_of_primes import G, H, Y

GENERATOR = np.random.default_rng(0)
X, Z = GENERATOR.normal(1.0, 1.0, 300), GENERATOR.normal(size=200)


def column(x):
    return x[:, None]


@pytest.mark.parametrize(
    ("estimator", "x", "y", "value"),
    [
        (WangKulkarniVerdu(1), column(G), column(H), -0.7841898301),
        (WangKulkarniVerdu(3), column(G), column(H), -0.1516514934),
        (WangKulkarniVerdu(3, one_radius=True), column(G), column(H), -0.2332403086),
        (
            WangKulkarniVerdu(3),
            np.column_stack([G, Y]),
            np.column_stack([H, G]),
            -0.1967233897,
        ),
    ],
)
def test_verified_values(estimator, x, y, value):
    assert estimator.kl_divergence(x, y) == pytest.approx(value, abs=5e-11)
    found = kl_divergence(x, y, estimator=estimator)
    assert found.raw == pytest.approx(value, abs=5e-11)
    assert found.value == 0.0  # the raw number is negative by chance, the quantity cannot be


@pytest.mark.parametrize("norm", ["euclidean", "maximum"])
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("k", [1, 4])
def test_one_radius_against_all_distances(norm, columns, k):
    x, y = GENERATOR.normal(1, 1, (60, columns)), GENERATOR.normal(size=(50, columns))
    order = 2 if norm == "euclidean" else np.inf

    def sorted_distances(sample):
        return np.sort(np.linalg.norm(x[:, None] - sample, ord=order, axis=2), axis=1)

    own, other = sorted_distances(x)[:, 1:], sorted_distances(y)
    radii = np.maximum(own[:, k - 1], other[:, k - 1])[:, None] * (1 + 1e-14)
    a, b = (own <= radii).sum(axis=1), (other <= radii).sum(axis=1)
    rows = np.arange(60)
    ratio = columns * np.log(other[rows, b - 1] / own[rows, a - 1])
    expected = (ratio + digamma(a) - digamma(b)).mean() + math.log(50 / 59)
    found = WangKulkarniVerdu(k, norm, one_radius=True).kl_divergence(x, y)
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("f", "g", "truth"),
    [
        (stats.norm(), stats.norm(), 0.0),
        (stats.norm(1, 1), stats.norm(), 0.5),
        (stats.norm(0, 1), stats.norm(0, 2), math.log(2) + 1 / 8 - 1 / 2),
        (stats.expon(scale=1), stats.expon(scale=2), math.log(2) + 1 / 2 - 1),
        (stats.uniform(0, 1), stats.uniform(0, 2), math.log(2)),
    ],
)
@pytest.mark.parametrize("estimator", [WangKulkarniVerdu(), WangKulkarniVerdu(5, one_radius=True)])
def test_known_truths(estimator, f, g, truth):
    x, y = f.rvs(size=4000, random_state=1), g.rvs(size=5000, random_state=2)
    found = kl_divergence(x, y, estimator=estimator)
    assert found.raw == pytest.approx(truth, abs=0.12)
    assert found.n == (4000, 5000)


def test_a_normal_vector():
    covariance = np.array([[1.0, 0.5], [0.5, 1.0]])
    generator = np.random.default_rng(3)
    x = generator.multivariate_normal([0, 0], covariance, size=4000)
    y = generator.normal(size=(4000, 2))
    found = kl_divergence(x, y)
    assert found.raw == pytest.approx(-0.5 * math.log(0.75), abs=0.08)
    assert found.low < -0.5 * math.log(0.75) < found.high
    found = kl_divergence(generator.normal(size=(99, 3)), generator.normal(size=(99, 3)))
    assert (found.low, found.high) == (0.0, math.inf)
    assert any("no interval is known" in text for text in found.warnings)


@pytest.mark.simulation
@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_the_interval_covers_the_truth(shift):
    """Of 60 pairs of samples at most 5 may miss at a nominal 3; it is on the wide side."""
    generator, missed = np.random.default_rng(int(shift)), 0
    for _ in range(60):
        found = kl_divergence(generator.normal(shift, 1, 400), generator.normal(size=300))
        missed += not found.low <= shift**2 / 2 <= found.high
    assert missed <= 5


@given(power=st.integers(-900, 900), shift=st.floats(-100, 100), factor=st.floats(1e-3, 1e3))
def test_one_unit_is_as_good_as_another(power, shift, factor):
    expected = kl_divergence(X, Z).raw
    found = kl_divergence(np.ldexp(X, power), np.ldexp(Z, power)).raw
    assert found == pytest.approx(expected, abs=1e-12)
    assert kl_divergence(-X, -Z).raw == pytest.approx(expected, abs=1e-12)
    moved = kl_divergence(X * factor + shift, Z * factor + shift).raw
    assert moved == pytest.approx(expected, abs=1e-6)


def test_the_order_of_rows_does_not_matter():
    found, shuffled = kl_divergence(X, Z), kl_divergence(X[::-1], GENERATOR.permutation(Z))
    for name in ("raw", "std_error", "high"):
        assert getattr(shuffled, name) == pytest.approx(getattr(found, name), rel=1e-10)


def test_units_and_seed():
    nats, bits = kl_divergence(X, Z), kl_divergence(X, Z, unit="bits", seed=1)
    assert bits.raw == pytest.approx(nats.raw / math.log(2))
    assert bits.std_error != pytest.approx(nats.std_error / math.log(2))


def test_where_the_second_sample_never_came_the_truth_may_be_infinite():
    found = kl_divergence(GENERATOR.uniform(0, 1, 300), GENERATOR.uniform(5, 6, 300))
    assert found.missing_mass == 1.0
    assert found.high == math.inf
    assert "the truth may be infinite" in found.warnings[0]
    between = np.concatenate([X - 10, X + 10])  # a gap within the range
    assert kl_divergence(Z, between).missing_mass == 1.0
    same = kl_divergence(GENERATOR.normal(size=300), Z)
    assert same.missing_mass < 0.02
    assert same.warnings == ()
    assert same.high < math.inf


def test_tails_beyond_the_second_samples_are_found_too_short_and_said_so():
    truth = -math.log(2) + 2 - 1 / 2
    for seed in range(10):
        x, y = stats.norm(0, 2).rvs(1000, seed), stats.norm(0, 1).rvs(1000, seed + 100)
        found = kl_divergence(x, y)
        assert found.raw < truth
        assert found.high == math.inf
        assert "read it as a lower bound" in found.warnings[0]


def test_few_shared_rows_are_looked_beyond():
    x = X.copy()
    x[:10] = Z[0]
    y = np.concatenate([Z, [Z[0]] * 2])
    found = kl_divergence(x, y)
    assert abs(found.raw - kl_divergence(X, Z).raw) < 0.3
    assert any("0.033 of x are rows of y too" in text for text in found.warnings)


def test_copies_raise_the_number_of_neighbours():
    x, y = np.array([0.0, 1.0, 3.0]), np.array([1.0, 1.0, 7.0])
    # ρ = 1, 1, 2 with k = 1; ν = 1, 6, 2, of which 6 is the third neighbour of 1.
    expected = (math.log(6) + digamma(1) - digamma(3)) / 3 + math.log(3 / 2)
    found = WangKulkarniVerdu().kl_divergence(column(x), column(y))
    assert found == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (X, X, "100% of x are rows of y too"),
        (X, np.full(50, 1.0), "y is constant"),
        (X.round(1), Z, "of x repeats other values"),
        (np.array([1.0, np.nan]), Z, "x must be finite, got nan in row 1"),
        (X, np.array([1.0, np.inf]), "y must be finite, got inf in row 1"),
        (column(X), np.column_stack([Z, Z[::-1]]), "same columns: got 1 of x and 2 of y"),
        ([0.3], Z, "x has 1 row; a density needs 2"),
    ],
)
def test_what_has_no_answer_is_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        kl_divergence(x, y)


def test_too_few_rows_are_refused():
    with pytest.raises(ValueError, match=r"x has 5 rows; .*k = 5 needs 6 or more"):
        kl_divergence(X[:5], Z, estimator=WangKulkarniVerdu(5))
    with pytest.raises(ValueError, match=r"y has 4 rows; .*k = 5 needs 5 or more"):
        kl_divergence(X, Z[:4], estimator=WangKulkarniVerdu(5))
    assert math.isnan(kl_divergence(X[:6], Z[:5], estimator=WangKulkarniVerdu(5)).std_error)


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="k must be a whole number"):
        WangKulkarniVerdu(0)
    with pytest.raises(ValueError, match="euclidean, maximum"):
        WangKulkarniVerdu(norm="taxi")
