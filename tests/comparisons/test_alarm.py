"""Is it real: against SciPy's tests, and against counting by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, false_discovery_control, hypergeom

from kullback.comparisons import alarm

TABLES = [([10, 20, 30], [12, 25, 23]), ([500, 20, 100, 7], [300, 50, 80, 9])]


@pytest.mark.parametrize(("a", "b"), TABLES)
def test_statistics_agree_with_scipy(a, b):
    a, b = np.array(a), np.array(b)
    g = chi2_contingency([a, b], correction=False, lambda_="log-likelihood").statistic
    x2 = chi2_contingency([a, b], correction=False).statistic
    assert alarm.g_statistic(a, b) == pytest.approx(g, rel=1e-12)
    assert alarm.pearson_statistic(a, b) == pytest.approx(x2, rel=1e-12)


def test_thin_cells_are_judged_by_pearson_and_full_ones_by_g():
    full, thin = ([100, 13], [120, 12]), ([100, 9], [120, 10])  # least expected 11.5 and 8.7
    for (a, b), kind in ((full, "log-likelihood"), (thin, "pearson")):
        p = chi2_contingency([a, b], correction=False, lambda_=kind).pvalue
        assert alarm.p_of_the_table(np.array(a), np.array(b)) == pytest.approx(p, rel=1e-9)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(60, 400), st.integers(60, 400))
def test_hypergeometric_p_is_twice_the_smaller_tail(x, y, a, b):
    if x + y == 0:
        return
    law = hypergeom(a + b, x + y, a)
    tail = min(law.cdf(x), law.sf(x - 1))
    assert alarm.hypergeometric_p(x, y, a, b) == pytest.approx(min(1, 2 * tail), rel=1e-7)


def test_hypergeometric_p_of_large_counts():
    law = hypergeom(2_000_000, 101_500, 1_000_000)
    expected = 2 * law.sf(51_499)
    assert alarm.hypergeometric_p(51_500, 50_000, 1_000_000, 1_000_000) == pytest.approx(
        expected, rel=1e-5
    )


def test_cells_are_charged_for_their_number():
    a, b = np.array([100, 100, 60]), np.array([100, 100, 20])
    single = alarm.hypergeometric_p(60, 20, 260, 220)
    assert alarm.p_of_the_cells(a, b) == pytest.approx(3 * single)


def test_two_looks_cost_twice_the_smaller_and_never_more_than_one():
    assert alarm.p_value(0.01, 0.5) == alarm.p_value(0.5, 0.01) == 0.02
    assert alarm.p_value(0.8, 0.9) == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_agrees_with_scipy(p):
    np.testing.assert_allclose(alarm.benjamini_hochberg(np.array(p)), false_discovery_control(p))


def test_copies_are_more_alike_than_chance_and_independent_draws_are_not():
    generator = np.random.default_rng(0)
    first, second = generator.multinomial(5000, [0.05] * 20, size=2)
    assert alarm.more_alike_than_chance(first, first)
    assert not alarm.more_alike_than_chance(first, second)
    assert not alarm.more_alike_than_chance(first[:1], first[:1])


@pytest.mark.parametrize("counts", [[50, 50], [3], [1, 1, 1], [90, 10]])
def test_equal_counts_of_few_outcomes_or_rows_are_nothing_strange(counts):
    assert not alarm.more_alike_than_chance(np.array(counts), np.array(counts))
