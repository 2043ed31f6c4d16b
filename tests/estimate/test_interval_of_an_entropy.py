"""The interval of an entropy where the normal one fails: near a flat source, and in a long tail."""

import math

import numpy as np
import pytest
from scipy.stats import binom, poisson

import kullback as kb
from kullback import estimate
from kullback.estimate import measures
from kullback.estimate.counts.chao_wang_jost import more_if_the_unseen_are_rarer
from kullback.estimate.counts.fingerprint import fingerprint

B = [13, 7, 5, 3, 2, 2, 1, 1, 1, 1, 1]


def unseen(n, once, share):
    """Return f₁/n times the sum over r ≥ n of (1 − A)^(r − n + 1)/r, term by term."""
    terms = np.arange(50_000.0)
    return once / n * float(((1.0 - share) ** (terms + 1.0) / (n + terms)).sum())


@pytest.mark.parametrize(
    ("p", "n", "least"), [(0.55, 300, 0.97), (0.6, 100, 0.97), (0.6, 60, 0.97), (0.7, 200, 0.95)]
)
def test_a_coin_that_is_nearly_fair_is_covered(p, n, least):
    """By every sample that there is: ± 1.96 standard errors covers 78, 82, 75 and 93 % of them."""
    truth = -p * math.log(p) - (1 - p) * math.log(1 - p)
    found = [estimate.entropy([heads, n - heads], given="counts") for heads in range(n + 1)]
    holds = [each.low <= truth <= each.high for each in found]
    assert least <= binom.pmf(np.arange(n + 1), n, p) @ holds


def test_where_nothing_was_seen_once_the_farther_end_of_two_intervals_counts():
    counts = np.array([40, 31, 2, 27])
    found, flat = estimate.entropy(counts, given="counts"), measures.entropy(counts)
    reach = 1.9599639845 * found.std_error
    assert found.low == pytest.approx(min(found.raw - reach, flat.low), rel=1e-9)
    assert found.high == pytest.approx(max(found.raw + reach, flat.high), rel=1e-9)
    nearly_flat = estimate.entropy([160, 140], given="counts")
    assert nearly_flat.low == measures.entropy(np.array([160, 140])).low < nearly_flat.raw
    assert nearly_flat.low < nearly_flat.raw - 2 * 1.96 * nearly_flat.std_error
    once = estimate.entropy([40, 31, 1, 28], given="counts")
    assert once.low == pytest.approx(once.raw - 1.9599639845 * once.std_error, rel=1e-9)


@pytest.mark.parametrize("name", ["jackknife", "zhang", "plug-in"])
def test_equal_counts_do_not_prove_that_the_source_is_flat(name):
    """0.53 and 0.47 is as good a source of 100 and 100; its entropy lies 0.0018 below log 2."""
    found = kb.estimate.entropy([100, 100], given="counts", estimator=name)
    assert found.low < math.log(2) - 0.0018 < found.high


def test_outcomes_that_were_not_seen_are_allowed_for_where_nothing_was_seen_once():
    """Of five outcomes, one rare, thirty observations often show four: log 4 is no bound."""
    found = estimate.entropy([8, 7, 8, 7], given="counts")
    assert found.high > math.log(4)
    assert estimate.entropy([80, 70, 80, 70], given="counts", support_size=4).high == math.log(4)


def test_a_value_lies_in_its_interval_and_what_the_estimator_said_is_kept():
    found = estimate.entropy([300, 300], given="counts", support_size=2)
    assert found.raw > math.log(2)
    assert found.value == found.high == pytest.approx(math.log(2), abs=1e-15)


def test_the_upper_limit_allows_for_unseen_outcomes_rarer_than_those_seen_once():
    n, once, twice, thrice = 37, 5, 2, 1
    share = 2 * twice / ((n - 1) * once + 2 * twice)
    rarer = share * share / (3 * thrice / ((n - 2) * (twice + 1)))
    expected = unseen(n, once, rarer) - unseen(n, once, share)
    assert more_if_the_unseen_are_rarer(fingerprint(B)) == pytest.approx(expected, rel=1e-9)
    assert expected == pytest.approx(0.0177528927, abs=1e-9)


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([20, 9, 3, 2, 2], id="nothing seen once"),
        pytest.param([20, 9, 3, 1, 1], id="nothing seen twice"),
        pytest.param([20, 9, 2, 2, 1, 1], id="nothing seen thrice"),
        pytest.param([20, *[3] * 2, *[2] * 8, *[1] * 8], id="twice is no more than once"),
    ],
)
def test_the_upper_limit_allows_for_nothing_more(counts):
    assert more_if_the_unseen_are_rarer(fingerprint(counts)) == 0.0


def test_they_are_taken_for_half_as_likely_at_most():
    counts = [9, *[3] * 9, 2, *[1] * 9]
    n, share = sum(counts), 2 / ((sum(counts) - 1) * 9 + 2)
    expected = unseen(n, 9, share / 2) - unseen(n, 9, share)
    assert more_if_the_unseen_are_rarer(fingerprint(counts)) == pytest.approx(expected, rel=1e-9)


def test_a_long_tail_is_covered():
    """Geometric with mean 100, and 1,000 observations: ± 1.96 standard errors covers 85 %."""
    p = 0.01 * 0.99 ** np.arange(3000)
    p /= p.sum()
    truth = float(-(p * np.log(p)).sum())
    drawn = np.random.default_rng(1950).multinomial(1000, p, 300)
    found = [estimate.entropy(counts, given="counts") for counts in drawn]
    assert 0.93 <= np.mean([each.low <= truth <= each.high for each in found]) <= 0.98


def without_repeats(p, n):
    """Return the chance that n observations are all different: n! times a symmetric polynomial."""
    chances = np.zeros(n + 1)
    chances[0] = 1.0
    for share in p:  # chances[j]: of j different ones among the outcomes so far, over j!
        chances[1:] += share * chances[:-1]
    return math.exp(math.lgamma(n + 1.0)) * chances[n]


@pytest.mark.parametrize("n", [2, 5, 12, 40])
@pytest.mark.parametrize("confidence", [0.95, 0.6])
def test_where_no_outcome_came_twice_the_truth_is_rarely_below_the_interval(n, confidence):
    """By all sources tried it is, at most as often as is said. The upper limit is none."""
    found = estimate.entropy([1] * n, given="counts", confidence=confidence)
    assert found.high == math.inf
    assert "which bounds the entropy from below only" in found.warnings[0]
    generator = np.random.default_rng(7)
    sources = [np.full(k, 1 / k) for k in (2, 10, 60, 300, 1500)]
    sources += [generator.dirichlet(np.full(200, a)) for a in (0.05, 0.5, 5.0)]
    sources += [np.append(np.full(4000, (1 - s) / 4000), s) for s in (0.05, 0.2, 0.5)]
    for p in sources:
        chance, x = without_repeats(p, n), (n - 1) * math.sqrt((p**2).sum())
        assert chance <= (1 + x) * math.exp(-x) * (1 + 1e-9)
        if found.low > float(kb.entropy(p, normalize=True)):
            assert chance <= (1 - confidence) / 2


def test_its_lower_limit_where_no_outcome_came_twice_by_hand():
    found = estimate.entropy(range(60), given="labels")
    x = 5.571643390938998  # (1 + x) exp(-x) = 0.025
    assert (1 + x) * math.exp(-x) == pytest.approx(0.025, rel=1e-9)
    assert found.low == pytest.approx(2 * math.log(59 / x), rel=1e-9)
    # What the formula alone says, 7.6 ± 0.2, leaves out log(1000) = 6.9: one sample in six of a
    # flat source over 1,000 outcomes is such a one.
    assert without_repeats(np.full(1000, 0.001), 60) == pytest.approx(0.165, abs=0.005)
    assert found.low < math.log(1000) < found.raw
    told = estimate.entropy([1] * 60, given="counts", support_size=90)
    assert told.high == math.log(90)


@pytest.mark.parametrize(
    ("counts", "most"),  # the Poisson mean of which 2.5 % of the numbers are as small
    [([2, *[1] * 58], 5.571643390938998), ([3, *[1] * 57], 3.6888794541139363)],
)
def test_the_lower_limit_allows_for_outcomes_that_might_have_come_twice(counts, most):
    found = estimate.entropy(counts, given="counts")
    n, once, twice = sum(counts), counts.count(1), counts.count(2)
    assert poisson.cdf(twice, most) == pytest.approx(0.025)
    share = 2 / ((n - 1) * (once - 1 + twice) + 2)  # with one twice, or as if there were one
    fewer = 2 * most / ((n - 1) * once + 2 * most)
    less = unseen(n, once, share) - unseen(n, once, fewer)
    usual = 1.9599639845 * found.std_error
    assert found.low == pytest.approx(found.raw - math.hypot(usual, less), rel=1e-6)
    narrow = estimate.entropy(counts, given="counts", confidence=0.5)
    assert found.low < narrow.low < found.raw


def test_the_truth_of_a_flat_source_is_not_below_its_lower_bound():
    """It was, in 29 of 100 samples of 60 from 1,000 outcomes."""
    drawn = np.random.default_rng(9).multinomial(60, np.full(1000, 0.001), 100)
    lowest = [estimate.entropy(counts, given="counts").low for counts in drawn]
    assert np.mean(np.array(lowest) > math.log(1000)) <= 0.02


@pytest.mark.parametrize("name", ["plug-in", "chao-shen", "bonachela", "jeffreys-posterior"])
def test_an_estimator_far_from_auto_says_so(name):
    """Of 100 outcomes as likely as each other their intervals hold log 100 hardly ever."""
    rng = np.random.default_rng(0)
    counts = rng.multinomial(1000, np.full(100, 0.01))
    found = kb.estimate.entropy(counts, given="counts", estimator=name)
    assert not found.low <= np.log(100) <= found.high
    assert any("by more than the standard error" in said for said in found.warnings)
    assert kb.estimate.entropy(counts, given="counts").warnings == ()
    two = kb.estimate.entropy([600, 400], given="counts", estimator=name)
    assert two.warnings == ()
