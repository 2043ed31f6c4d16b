"""Are two samples from one source: the G statistic, its law, and permutation."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency, power_divergence

import kullback as kb
from kullback.estimate.permutation import rank_of

TEST = kb.estimate.same_source_test
ONE, TWO = [60, 30, 10], [45, 35, 20]
BOTH = ("counts", "probs")


def test_g_and_its_law_as_scipy_has_them():
    found = TEST(ONE, TWO, given="counts")
    scipys = chi2_contingency([ONE, TWO], lambda_="log-likelihood")
    assert found.g == pytest.approx(scipys.statistic, rel=1e-12)
    assert found.p_value == pytest.approx(scipys.pvalue, rel=1e-12)
    assert (found.degrees_of_freedom, found.method, found.draws) == (2, "chi-square", 0)
    assert (found.lowest_expected, found.n) == (15.0, (100, 100))
    model = TEST(ONE, [0.5, 0.3, 0.2], given=BOTH)
    scipys = power_divergence(ONE, [50, 30, 20], lambda_="log-likelihood")
    assert (model.g, model.p_value) == pytest.approx((scipys.statistic, scipys.pvalue), rel=1e-12)
    assert (model.lowest_expected, model.n) == (20.0, 100)


def test_g_is_information_in_another_unit():
    one, two = np.array(ONE) * 3, np.array(TWO)
    found = TEST(one, two, given="counts")
    pooled = (one + two) / 400
    of_one = float(kb.kl_divergence(one / 300, pooled))
    of_two = float(kb.kl_divergence(two / 100, pooled))
    assert found.g == pytest.approx(600 * of_one + 200 * of_two)
    model = TEST(ONE, [0.5, 0.3, 0.2], given=BOTH)
    assert model.g == pytest.approx(
        200 * float(kb.kl_divergence(np.array(ONE) / 100, [0.5, 0.3, 0.2]))
    )


def test_permutation_agrees_with_all_ways_to_split():
    pooled = "aaaabbcc"
    one = TEST("aaab", "abcc", given="labels", permutations=4999)
    every = []
    for chosen in itertools.combinations(range(8), 4):
        first = [pooled[i] for i in chosen]
        second = [pooled[i] for i in range(8) if i not in chosen]
        every.append(TEST(first, second, given="labels", permutations=19).g)
    exact = np.mean(np.array(every) >= one.g * (1 - 1e-9))
    assert one.method == "permutation"
    assert one.p_value == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4999))


def test_simulation_agrees_with_the_binomial_law():
    found = TEST([7, 1], [0.5, 0.5], given=BOTH, permutations=4999)
    assert (found.method, found.draws) == ("simulation", 4999)
    assert found.p_value == pytest.approx(2 * (1 + 8) / 256, abs=0.015)


@pytest.mark.parametrize("permutations", [19, 99])
def test_the_smallest_p_value_is_one_over_one_more_than_the_draws(permutations):
    found = TEST(
        [900, 4], [4, 900], given="counts", method="permutation", permutations=permutations
    )
    assert found.p_value == 1 / (permutations + 1)
    assert found.draws == permutations
    simulated = TEST(
        [900, 4], [0.1, 0.9], given=BOTH, method="simulation", permutations=permutations
    )
    assert simulated.p_value == 1 / (permutations + 1)


def test_rank_counts_ties_that_differ_by_rounding():
    assert rank_of(np.array([0.0, 1.0, 2.0, 3.0]), 2.0 * (1 + 1e-12)) == 3 / 5
    assert rank_of(np.array([0.0, 1.0]), 5.0) == 1 / 3


def test_the_same_seed_draws_the_same():
    asked = {"given": "labels", "permutations": 199}
    found = [TEST("aaabbd", "abccce", seed=seed, **asked) for seed in (0, 0, 1, 2)]
    assert found[0] == found[1]
    assert len({one.p_value for one in found}) > 1


@pytest.mark.parametrize(
    ("one", "two", "method"),
    [
        ([10, 10], [10, 10], "chi-square"),
        ([5, 95], [5, 95], "chi-square"),
        ([4, 96], [5, 95], None),
    ],
)
def test_the_law_holds_from_five_expected_on(one, two, method):
    assert TEST(one, two, given="counts").method == (method or "permutation")
    if method is None:
        with pytest.raises(ValueError, match=r"of one there are 4\.5: pass method=\"permutation\""):
            TEST(one, two, given="counts", method="chi-square")
        with pytest.raises(ValueError, match='pass method="simulation"'):
            TEST(one, [0.04, 0.96], given=BOTH, method="chi-square")


def test_a_true_null_is_rejected_no_more_often_than_said():
    """Zipf outcomes at five a cell: the law of chi-square rejects about half of what is true."""
    p = 1 / np.arange(1, 41)
    generator = np.random.default_rng(8)
    draws = [generator.multinomial(200, p / p.sum(), 2) for _ in range(80)]
    found = [TEST(*pair, given="counts", permutations=99) for pair in draws]
    assert {one.method for one in found} == {"permutation"}
    assert sum(one.p_value <= 0.05 for one in found) <= 10
    by_law = [chi2.sf(one.g, one.degrees_of_freedom) <= 0.05 for one in found]
    assert sum(by_law) > sum(one.p_value <= 0.05 for one in found) + 5


GROUPED = "aaaabbbcac", "bbbc", (list("1122334455"), list("6777"))


def test_dealing_groups_agrees_with_all_ways_to_deal_them():
    x, y, groups = GROUPED
    found = TEST(x, y, given="labels", groups=groups, permutations=4999)
    of_each = {}
    for label, group in zip(x + y, groups[0] + groups[1], strict=True):
        of_each.setdefault(group, []).append(label)
    every = []
    for chosen in itertools.combinations(of_each, 5):
        first = [label for group in chosen for label in of_each[group]]
        second = [label for group in of_each if group not in chosen for label in of_each[group]]
        every.append(TEST(first, second, given="labels", permutations=19).g)
    exact = np.mean(np.array(every) >= found.g * (1 - 1e-9))
    assert found.p_value == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4999))
    assert (found.method, found.groups, found.n) == ("permutation", (5, 2), (10, 4))
    assert found.g == pytest.approx(TEST(x, y, given="labels").g)
    assert repr(found).endswith("n = 10, 4 in 5 and 2 groups>")


def test_rows_that_resemble_each_other_are_no_evidence():
    """Of one source whose groups differ: taken for independent rows, most would be called two."""
    generator, rejected, rejected_without = np.random.default_rng(4), 0, 0
    for _ in range(60):
        x, y = (generator.dirichlet([2.0, 1.0, 1.0], 15) for _ in range(2))
        x, y = (
            [label for p in taste for label in generator.choice(3, 20, p=p)] for taste in (x, y)
        )
        groups = np.repeat(np.arange(15), 20)
        asked = {"given": "labels", "permutations": 99}
        rejected += TEST(x, y, groups=(groups, groups), **asked).p_value <= 0.05
        rejected_without += TEST(x, y, **asked).p_value <= 0.05
    assert rejected <= 7  # of 60 true nulls, with a chance of 0.02 of more
    assert rejected_without >= 25


def test_groups_that_differ_are_told_apart():
    x, y = list("aab" * 40), list("abb" * 40)
    groups = np.repeat(np.arange(24), 5)
    found = TEST(x, y, given="labels", groups=(groups, groups), permutations=199)
    assert found.p_value == 1 / 200
    asked = {"given": "labels", "groups": GROUPED[2]}
    assert len({TEST(*GROUPED[:2], seed=seed, **asked).p_value for seed in (1, 2, 3)}) > 1


@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ({"groups": (GROUPED[2][0], None)}, ValueError, "for both samples, or for neither"),
        ({"groups": GROUPED[2][0]}, TypeError, "groups must be a tuple of two"),
        ({"groups": ([1] * 10, [2] * 4)}, ValueError, "holds one group only"),
        ({"groups": (GROUPED[2][0], [1, 2])}, ValueError, "one group for each row, got 2 for 4"),
        ({"groups": GROUPED[2], "method": "chi-square"}, ValueError, "no law but that of their"),
        ({"groups": GROUPED[2], "given": "numbers"}, ValueError, "given must be one of"),
        ({"groups": GROUPED[2], "given": "counts"}, TypeError, "which counts do not keep"),
        ({"groups": GROUPED[2], "given": ("labels", "probs")}, ValueError, "leave groups out"),
    ],
)
def test_groups_that_do_not_fit_are_refused(how, error, words):
    x, y, _ = GROUPED
    with pytest.raises(error, match=words):
        TEST(x, y, **{"given": "labels", **how})


def test_a_difference_is_found():
    assert TEST([60, 40], [40, 60], given="counts").p_value == pytest.approx(
        chi2.sf(400 * (math.log(2) + 0.6 * math.log(0.6) + 0.4 * math.log(0.4)), 1)
    )
    assert TEST("ab" * 9, "ac" * 9, given="labels").p_value == 1 / 1000


def test_one_outcome_cannot_differ_and_an_excluded_one_refutes():
    assert TEST([7], [3], given="counts").p_value == 1.0
    assert TEST([7, 0], [1.0, 0.0], given=BOTH).p_value == 1.0
    refuted = TEST([98, 1, 1], [0.5, 0.5, 0.0], given=BOTH)
    assert (refuted.p_value, refuted.g) == (0.0, math.inf)


def test_reads_as_a_sentence():
    assert repr(TEST([600, 300], [450, 350], given="counts")) == (
        "<SameSourceTest p = 1.024e-05 by chi-square, G = 19.47, 1 degree of freedom, n = 900, 800>"
    )
    drawn = repr(TEST(ONE, TWO, given="counts", method="permutation", permutations=1999))
    assert "by permutation of 1,999 draws" in drawn


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"method": "simulation"}, ValueError, "auto, permutation, chi-square; got 'simulation'"),
        ({"method": "g"}, ValueError, "got 'g'"),
        ({"permutations": 18}, ValueError, "at least 19, got 18"),
        ({"permutations": 99.5}, TypeError, "whole number"),
        ({"seed": -1}, ValueError, "seed must be"),
        ({"given": "numbers"}, ValueError, "got 'numbers'"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, error, words):
    with pytest.raises(error, match=words):
        TEST(ONE, TWO, **{"given": "counts"} | asked)


def test_one_sample_has_nothing_to_permute():
    with pytest.raises(ValueError, match="auto, simulation, chi-square; got 'permutation'"):
        TEST(ONE, [0.5, 0.3, 0.2], given=BOTH, method="permutation")
