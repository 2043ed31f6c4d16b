"""Differential entropy from a sample: verified values, known truths, laws, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kullback.estimate.numbers import (
    Correa,
    Ebrahimi,
    KozachenkoLeonenko,
    VanEs,
    Vasicek,
    differential_entropy,
)
from kullback.estimate.numbers.correa import _sums_around
from roots_of_primes import G, Y

SPACINGS = [Vasicek, Ebrahimi, VanEs, Correa]
ALL = [*SPACINGS, KozachenkoLeonenko]
GENERATOR = np.random.default_rng(0)
NORMAL = GENERATOR.normal(size=1000)


@pytest.mark.parametrize(
    ("estimator", "x", "value"),
    [
        (Vasicek(), G, -0.4680209296),
        (Ebrahimi(), G, -0.2545319554),
        (VanEs(), G, -0.0784366480),
        (Correa(), G, -0.3351136575),
        (Vasicek(2), G, -0.4002261514),
        (Ebrahimi(2), G, -0.2367546092),
        (VanEs(2), G, -0.0027087475),
        (Correa(2), G, -0.2765694424),
        (KozachenkoLeonenko(1), G, 0.5304517674),
        (KozachenkoLeonenko(3), G, 0.0687632921),
        (KozachenkoLeonenko(3), np.column_stack([G, Y]), 0.3378823947),
        (KozachenkoLeonenko(3, "maximum"), np.column_stack([G, Y]), 0.3682489352),
    ],
)
def test_verified_values(estimator, x, value):
    assert differential_entropy(x, estimator=estimator).raw == pytest.approx(value, abs=5e-11)


@pytest.mark.parametrize(
    ("estimator", "method"),
    [(Vasicek, "vasicek"), (Ebrahimi, "ebrahimi"), (VanEs, "van es"), (Correa, "correa")],
)
@pytest.mark.parametrize("window", [None, 1, 7, 200])
def test_spacings_agree_with_scipy(estimator, method, window):
    x = stats.cauchy.rvs(size=999, random_state=1)
    default = 32  # √999 + ½, rounded down; said because SciPy 1.14 fails where it is not
    expected = stats.differential_entropy(x, window_length=window or default, method=method)
    # SciPy's Correa subtracts means of windows, ours sums around a place in them.
    found = differential_entropy(x, estimator=estimator(window)).raw
    assert found == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("m", [1, 3, 10])
def test_correas_sums_keep_their_digits_beside_outliers(m):
    x = np.sort(np.concatenate([GENERATOR.normal(size=50), [-1e12, 1e9]]))
    squares, products = _sums_around(x, m)
    places = np.clip(np.arange(52)[:, None] + np.arange(-m, m + 1), 0, 51)
    windows = x[places] - x[places].mean(axis=1, keepdims=True)
    inner = slice(1 + m, -1 - m)  # windows without an outlier
    assert squares[inner] == pytest.approx((windows**2).sum(axis=1)[inner], rel=1e-12)
    assert products == pytest.approx((windows * np.arange(-m, m + 1)).sum(axis=1), rel=1e-12)


@pytest.mark.parametrize("estimator", ALL)
@pytest.mark.parametrize(
    "source",
    [stats.norm(3, 2), stats.uniform(-1, 4), stats.expon(scale=0.1), stats.t(3), stats.laplace()],
)
def test_known_truths(estimator, source):
    """Bias and spread at 4,000 rows are 0.02 or so; van Es's bias is the largest."""
    x = source.rvs(size=4000, random_state=2)
    within = 0.12 if estimator is VanEs else 0.06
    assert differential_entropy(x, estimator=estimator()).raw == pytest.approx(
        source.entropy(), abs=within
    )


@pytest.mark.parametrize("norm", ["euclidean", "maximum"])
def test_a_correlated_normal_vector(norm):
    covariance = np.array([[1.0, 0.6], [0.6, 2.0]])
    x = np.random.default_rng(3).multivariate_normal([0, 5], covariance, size=4000)
    truth = stats.multivariate_normal(cov=covariance).entropy()
    found = differential_entropy(x, estimator=KozachenkoLeonenko(norm=norm))
    assert found.raw == pytest.approx(truth, abs=0.08)
    assert (found.low, found.high) == (-math.inf, math.inf)
    assert "no interval is known" in found.warnings[0]
    assert found.std_error == pytest.approx(0.02, rel=0.8)


@pytest.mark.parametrize("estimator", ALL)
@given(power=st.integers(-900, 900), sign=st.sampled_from([-1, 1]))
def test_scaling_adds_its_logarithm(estimator, power, sign):
    # Powers of two, however large: differences near the largest float do not overflow.
    x = np.ldexp(sign * NORMAL[:99], power)
    found = differential_entropy(x, estimator=estimator()).raw
    expected = differential_entropy(NORMAL[:99], estimator=estimator()).raw + power * math.log(2)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-10)


@pytest.mark.parametrize("estimator", ALL)
@given(shift=st.floats(-100, 100), factor=st.floats(1e-3, 1e3))
def test_affine_maps(estimator, shift, factor):
    found = differential_entropy(NORMAL[:99] * factor + shift, estimator=estimator()).raw
    expected = differential_entropy(NORMAL[:99], estimator=estimator()).raw + math.log(factor)
    assert found == pytest.approx(expected, abs=1e-6)


def test_rotations_leave_the_euclidean_norm_alone():
    x = GENERATOR.normal(size=(200, 3)) * [1, 2, 3]
    turn = np.linalg.qr(GENERATOR.normal(size=(3, 3)))[0]
    assert differential_entropy(x @ turn).raw == pytest.approx(
        differential_entropy(x).raw, abs=1e-10
    )


def test_the_order_of_rows_does_not_matter_and_the_seed_only_for_the_interval():
    found = differential_entropy(NORMAL)
    shuffled = differential_entropy(GENERATOR.permutation(NORMAL))
    for name in ("raw", "std_error", "low", "high"):
        assert getattr(shuffled, name) == pytest.approx(getattr(found, name), rel=1e-10)
    other = differential_entropy(NORMAL, seed=1)
    assert other.raw == found.raw
    assert other.std_error != found.std_error


def test_units_and_confidence():
    nats, bits = differential_entropy(NORMAL), differential_entropy(NORMAL, unit="bits")
    assert bits.raw == pytest.approx(nats.raw / math.log(2))
    assert bits.low == pytest.approx(nats.low / math.log(2))
    narrow = differential_entropy(NORMAL, confidence=0.5)
    assert nats.low < narrow.low < nats.raw < narrow.high < nats.high
    reach = stats.t(19).ppf(0.75) * nats.std_error
    assert narrow.high == pytest.approx(nats.raw + reach)


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("source", "rows"), [(stats.norm, 60), (stats.norm, 1000), (stats.expon, 300)]
)
def test_the_interval_covers_the_truth(source, rows):
    """Of 100 samples at most 8 may miss at a nominal 5; leaving groups out is on the wide side."""
    found = [differential_entropy(source.rvs(size=rows, random_state=seed)) for seed in range(100)]
    truth = source.entropy()
    assert sum(not e.low <= truth <= e.high for e in found) <= 8


def test_the_error_of_many_rows_is_that_of_their_groups():
    """Of n normal rows the value is spread by 1.0/√n or so; the error is that of 20 groups."""
    found = [differential_entropy(stats.norm.rvs(size=20_000, random_state=s)) for s in range(10)]
    errors = np.array([each.std_error for each in found])
    assert math.sqrt((errors**2).mean()) == pytest.approx(1.0 / math.sqrt(20_000), rel=0.25)
    assert sum(not e.low < stats.norm.entropy() < e.high for e in found) <= 2


@pytest.mark.parametrize("estimator", SPACINGS)
def test_no_interval_is_claimed_for_spacings(estimator):
    found = differential_entropy(NORMAL, estimator=estimator())
    assert (found.low, found.high) == (-math.inf, math.inf)
    assert "no interval is known to hold" in found.warnings[0]
    assert 0.01 < found.std_error < 0.1


def test_few_rows_have_no_error():
    found = differential_entropy(NORMAL[:59])
    assert math.isnan(found.std_error)
    assert (found.low, found.high) == (-math.inf, math.inf)
    assert "fewer than 60 rows" in found.warnings[0]
    assert math.isfinite(differential_entropy(NORMAL[:60]).std_error)


def test_many_columns_are_warned_of():
    x = GENERATOR.normal(size=(100, 3))
    assert any("bias may exceed" in text for text in differential_entropy(x).warnings)
    assert not any("bias may exceed" in text for text in differential_entropy(x[:, :2]).warnings)


@pytest.mark.parametrize("estimator", ALL)
def test_few_copies_are_looked_beyond(estimator):
    x = NORMAL[:200].copy()
    x[5:10] = x[0]
    found = differential_entropy(x, estimator=estimator())
    assert found.raw == pytest.approx(1.42, abs=0.3)
    assert "0.025 of x repeats other rows" in found.warnings[0]


def test_k_grows_to_the_first_row_that_is_no_copy():
    x = np.concatenate([NORMAL[:100], [NORMAL[0]] * 2])  # three copies; k = 1 finds only these
    distances = np.sort(np.abs(x[:, None] - x), axis=1)
    k = np.where(distances[:, 1] == 0, 3, 1)
    radii = np.take_along_axis(distances, k[:, None], axis=1)[:, 0]
    digamma = {1: -0.5772156649015329, 3: 0.9227843350984671}
    harmonic = sum(1 / j for j in range(1, 102)) + digamma[1]
    expected = harmonic - np.mean([digamma[j] for j in k]) + math.log(2) + np.log(radii).mean()
    found = differential_entropy(x, estimator=KozachenkoLeonenko(1))
    assert found.raw == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("estimator", ALL)
@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.round(NORMAL, 1), "least step between two values is 0.1"),
        (np.repeat(NORMAL[:100], 2), "50% of x repeats"),
        (np.full(100, 2.5), r"x is constant \(2.5\)"),
        ([1.0], "x has 1 row; a density needs 2 or more"),
        (np.where(np.arange(100) == 7, np.nan, NORMAL[:100]), r"got nan in row 7 \(1 such rows\)"),
        (np.where(np.arange(100) < 2, -np.inf, NORMAL[:100]), r"-inf in row 0 \(2 such rows\)"),
        ([], "empty"),
        (np.zeros((2, 2, 2)), "shape"),
        ([0.1, 0.5, 0.3], "needs"),
    ],
)
def test_what_has_no_answer_is_refused(estimator, x, words):
    with pytest.raises(ValueError, match=words):
        differential_entropy(x, estimator=estimator())


@pytest.mark.parametrize("x", [["a", "b"], [True, False], [1 + 2j, 3.0], [None, 1.0]])
def test_what_is_no_number_is_refused(x):
    with pytest.raises(TypeError, match="x must hold numbers"):
        differential_entropy(x)


def test_masks_are_not_overlooked():
    with pytest.raises(TypeError, match="masked"):
        differential_entropy(np.ma.masked_greater(NORMAL, 1.0))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (np.ones(1000), "column 1 of x is constant"),
        (2 * NORMAL - 3, "depend on each other linearly"),
        (NORMAL.round(), "of column 1 of x repeats"),
    ],
)
def test_a_column_without_a_density_of_its_own_is_found(column, words):
    with pytest.raises(ValueError, match=words):
        differential_entropy(np.column_stack([NORMAL, column]))


def test_columns_in_very_different_units_are_not_dependent():
    x = GENERATOR.normal(size=(300, 2)) * [1e-9, 1e9]
    assert math.isfinite(differential_entropy(x).raw)


@pytest.mark.parametrize("estimator", SPACINGS)
def test_spacings_are_of_one_column(estimator):
    with pytest.raises(ValueError, match="works on one column, got 2"):
        differential_entropy(GENERATOR.normal(size=(50, 2)), estimator=estimator())
    with pytest.raises(ValueError, match="more than twice its window of 25"):
        differential_entropy(NORMAL[:50], estimator=estimator(25))
    copies = np.concatenate([NORMAL[:100], [NORMAL[0]] * 4])
    with pytest.raises(ValueError, match="hold one value only"):
        differential_entropy(copies, estimator=estimator(1))


@pytest.mark.parametrize("window", [0, -1, 1.5, True])
def test_windows_and_neighbours_are_whole_numbers(window):
    with pytest.raises(ValueError, match="window must be a whole number"):
        differential_entropy(NORMAL, estimator=Vasicek(window))
    with pytest.raises(ValueError, match="k must be a whole number"):
        KozachenkoLeonenko(window)


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="euclidean, maximum"):
        KozachenkoLeonenko(norm="taxi")
    with pytest.raises(ValueError, match="confidence"):
        differential_entropy(NORMAL, confidence=95)
    with pytest.raises(ValueError, match="parsecs"):
        differential_entropy(NORMAL, unit="parsecs")


def test_a_sample_that_only_just_suffices_has_a_value_without_error():
    found = differential_entropy(NORMAL[:60], estimator=KozachenkoLeonenko(58))
    assert math.isfinite(found.raw)
    assert math.isnan(found.std_error)
    assert found.low == -math.inf
    assert "from some of the groups of rows, x has 57 rows" in found.warnings[0]
