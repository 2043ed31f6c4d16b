"""The verbs of `kullback.estimate`: what they read, what they answer, what they refuse."""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kullback as kb
from kullback.estimate import ENTROPY_ESTIMATORS, measures
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek

B = [13, 7, 5, 3, 2, 2, 1, 1, 1, 1, 1]
C = [5, 4, *[3] * 3, *[2] * 12, *[1] * 18]
WORDS = [word for word, times in zip("abcdefghijk", B, strict=True) for _ in range(times)]


def test_automatic_entropy_of_verified_counts():
    found = kb.estimate.entropy(B, given="counts")
    assert found.raw == pytest.approx(2.2016840273, abs=5.1e-11)
    # ± 1.96 standard errors reaches to 2.7995579375; the rest is for unseen outcomes that are rarer
    expected = (1.6038101170, 2.7995579375 + 0.0177528927)
    assert (found.low, found.high) == pytest.approx(expected, abs=3e-10)
    assert (found.n, found.unit, found.confidence) == (37, "nats", 0.95)
    assert found.plug_in == pytest.approx(1.9600712142, abs=5.1e-11)
    assert found.sample_coverage == pytest.approx(0.8648648649, abs=5.1e-11)


HELD = {
    "list of labels": (WORDS, "labels"),
    "text": ("".join(WORDS), "labels"),
    "array of labels": (np.array(WORDS), "labels"),
    "array of objects": (np.array(WORDS, dtype=object), "labels"),
    "pandas series of labels": (pd.Series(WORDS), "labels"),
    "polars series of labels": (pl.Series(WORDS), "labels"),
    "tuples": ([(word, 1) for word in WORDS], "labels"),
    "whole numbers as labels": (np.array([ord(word) for word in WORDS]), "labels"),
    "numbers as labels": (np.array([float(ord(word)) for word in WORDS]), "labels"),
    "array of counts": (np.array(B), "counts"),
    "counts as floats": ([float(count) for count in B], "counts"),
    "mapping": (Counter(WORDS), "counts"),
    "pandas series of counts": (pd.Series(WORDS).value_counts(), "counts"),
    "polars series of counts": (pl.Series(B), "counts"),
    "zeros among the counts": ([0, *B, 0, 0], "counts"),
}


@pytest.mark.parametrize(("data", "held"), HELD.values(), ids=HELD)
def test_the_same_sample_in_other_hands(data, held):
    found, expected = kb.estimate.entropy(data, given=held), kb.estimate.entropy(B, given="counts")
    assert found.raw == pytest.approx(expected.raw, rel=1e-14)
    assert found.std_error == pytest.approx(expected.std_error, rel=1e-12)
    assert (found.n, found.warnings) == (expected.n, expected.warnings)


def test_unit_and_confidence():
    nats, bits = (kb.estimate.entropy(C, given="counts", unit=unit) for unit in ("nats", "bits"))
    assert bits.value == pytest.approx(nats.value / math.log(2))
    assert bits.unit == "bits"
    narrow = kb.estimate.entropy(C, given="counts", confidence=0.5)
    assert narrow.confidence == 0.5
    assert narrow.high - narrow.low < 0.4 * (nats.high - nats.low)


def test_a_name_and_an_object_are_the_same_estimator():
    named = kb.estimate.entropy(C, given="counts", estimator="nsb", support_size=50)
    given = kb.estimate.entropy(C, given="counts", estimator=NemenmanShafeeBialek(50))
    assert named.raw == given.raw == pytest.approx(3.8193184564, abs=5.1e-11)
    assert named.std_error == pytest.approx(0.0704993052, abs=5.1e-11)
    assert named.high == math.log(50) < given.high


def test_an_estimator_of_ones_own():
    @dataclass(frozen=True)
    class Half:
        name: str = "half of what can be"

        def entropy(self, counts):
            return math.log(len(counts)) / 2

        def entropy_variance(self, counts):
            return 0.01

    found = kb.estimate.entropy(B, given="counts", estimator=Half())
    assert found.value == pytest.approx(math.log(11) / 2)
    assert (found.estimator, found.std_error) == ("half of what can be", 0.1)


@pytest.mark.parametrize(
    ("counts", "support_size", "estimator"),
    [
        ([30, 29], None, "Chao–Wang–Jost"),
        ([30, 29], 3, "Nemenman–Shafee–Bialek for 3 outcomes"),
        ([30, 30], 3, "Chao–Wang–Jost"),
        ([29, 30], 2, "Nemenman–Shafee–Bialek for 2 outcomes"),
        ([300, 300], 2, "Chao–Wang–Jost"),
    ],
)
def test_automatic_choice(counts, support_size, estimator):
    found = kb.estimate.entropy(counts, given="counts", support_size=support_size)
    assert found.estimator == estimator


def test_a_stated_number_of_outcomes_is_a_bound():
    free = kb.estimate.entropy(C, given="counts")
    told = kb.estimate.entropy(C, given="counts", support_size=43)
    assert free.high > math.log(43)
    assert told.raw == free.raw
    assert told.value <= told.high == math.log(43)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([40, 40], None),
        ([40, 19], "fewer than 60 observations"),
        ([1] * 100, "undersampled"),  # coverage by Chao and Jost near 0
        ([1000, 900, 800], None),
        ([70], "only one outcome"),
    ],
)
def test_an_entropy_says_when_data_are_too_few(counts, words):
    warnings = kb.estimate.entropy(counts, given="counts").warnings
    assert words in warnings[0] if words else warnings == ()


def test_zipf_with_few_observations_is_always_called_undersampled():
    p = 1 / np.arange(1.0, 10_001.0)
    generator = np.random.default_rng(3)
    for counts in generator.multinomial(20_000, p / p.sum(), 10):
        assert "undersampled" in kb.estimate.entropy(counts, given="counts").warnings[0]


@pytest.mark.parametrize("n", [100, 400])
def test_the_automatic_interval_covers_the_truth(n):
    """A slice of the simulation: of 100 samples at most 10 may miss at a nominal 5."""
    p = 1 / np.arange(1.0, 51.0)
    p /= p.sum()
    truth = float(-(p * np.log(p)).sum())
    drawn = np.random.default_rng(n).multinomial(n, p, 100)
    found = [kb.estimate.entropy(counts, given="counts") for counts in drawn]
    assert sum(not e.low <= truth <= e.high for e in found) <= 10


def test_where_no_variance_is_known_the_interval_is_all_there_can_be():
    found = kb.estimate.entropy(C, given="counts", estimator="james-stein", support_size=50)
    assert math.isnan(found.std_error)
    assert (found.low, found.high) == (0.0, math.log(50))
    assert "no standard error" in found.warnings[-1]
    assert kb.estimate.entropy(C, given="counts", estimator="james-stein").high == math.inf


def test_one_observation_is_answered_and_says_nothing():
    found = kb.estimate.entropy(["a"], given="labels")
    assert (found.value, found.low, found.high, found.n) == (0.0, 0.0, math.inf, 1)
    assert len(found.warnings) == 3
    assert kb.estimate.entropy([1], given="counts", support_size=4).high == pytest.approx(
        math.log(4)
    )


def test_one_outcome_seen_many_times_does_not_prove_that_there_is_no_other():
    # With p = 0.025^(1/100) the chance of a hundred in a row is 2.5 %.
    left = 1 - 0.025**0.01
    limit = -left * math.log(left) - (1 - left) * math.log(1 - left)
    found = kb.estimate.entropy([100], given="counts")
    assert (found.value, found.low, found.high) == (0.0, 0.0, pytest.approx(limit))
    wider = kb.estimate.entropy([100], given="counts", support_size=5, estimator="zhang")
    assert wider.high == pytest.approx(limit + left * math.log(4))
    assert kb.estimate.entropy([100], given="counts", support_size=1).high == 0.0


counts = st.lists(st.integers(0, 30), min_size=1, max_size=10).filter(any)


@given(counts, st.sampled_from(["auto", "zhang", "miller-madow", "perks"]))
def test_every_interval_is_ordered_and_inside_what_an_entropy_can_be(sample, estimator):
    most = math.log(len(sample))
    found = kb.estimate.entropy(
        sample, given="counts", support_size=len(sample), estimator=estimator
    )
    assert 0.0 <= found.low <= found.high <= most + 1e-15
    assert 0.0 <= found.value <= most + 1e-15


BAD = [
    ([], "counts", ValueError, "nothing was observed"),
    ([0, 0], "counts", ValueError, "nothing was observed"),
    ([], "labels", ValueError, "nothing was observed"),
    ("", "labels", ValueError, "nothing was observed"),
    ({}, "counts", ValueError, "nothing was observed"),
    ([3, -1], "counts", ValueError, "got -1"),
    ([3, 0.5], "counts", ValueError, r"got 0\.5"),
    ([0.25, 0.75], "counts", ValueError, "kullback.entropy takes probabilities"),
    ([3, math.nan], "counts", ValueError, "got nan"),
    ([3, None], "counts", ValueError, "got nan"),
    ({"a": -2}, "counts", ValueError, "got -2"),
    ([[1, 2]], "counts", ValueError, "one axis"),
    (["a"], "counts", TypeError, "must be numbers"),
    ("aab", "counts", TypeError, "a text is a sample of labels"),
    (["a", None], "labels", ValueError, "label 1 of the sample is missing"),
    ([1.0, math.nan], "labels", ValueError, "label 1 of the sample is missing"),
    (np.array([math.nan]), "labels", ValueError, "label 0 of the sample is missing"),
    (pd.Series(["a", None]), "labels", ValueError, "is missing"),
    (pd.Series([1, None], dtype="Int64"), "labels", ValueError, "is missing"),
    (pd.Series([pd.NaT]), "labels", ValueError, "is missing"),
    (pl.Series([1, None]), "labels", ValueError, "is missing"),
    ([["a"], ["b"]], "labels", TypeError, "pass tuples in place of lists"),
    ([{1}, {2}], "labels", TypeError, "cannot be told apart"),
    (np.array([[1, 2], [3, 4]]), "labels", ValueError, r"shape \(2, 2\)"),
    (7, "labels", TypeError, "must be a sequence"),
    ({"a": 2}, "labels", TypeError, "mapping, which holds counts"),
    ([1, 2], "colours", ValueError, "counts, labels; got 'colours'"),
    ([1, 2], ["counts"], ValueError, "counts, labels"),
]


@pytest.mark.parametrize(("data", "held", "error", "words"), BAD)
def test_data_that_are_none_are_refused(data, held, error, words):
    with pytest.raises(error, match=words):
        kb.estimate.entropy(data, given=held)
    for verb in ("kl_divergence", "cross_entropy", "jensen_shannon_divergence"):
        with pytest.raises((ValueError, TypeError)):
            getattr(kb.estimate, verb)(data, data, given=held)


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"estimator": "entropie"}, ValueError, "auto, plug-in, miller-madow"),
        ({"estimator": ChaoWangJost}, TypeError, "estimator must be a name, or an object"),
        ({"estimator": 3}, TypeError, "estimator must be a name, or an object"),
        ({"estimator": "best-upper-bound"}, ValueError, "needs the number of possible outcomes"),
        ({"support_size": 2}, ValueError, "3 outcomes were seen"),
        ({"support_size": 0}, ValueError, "at least 1"),
        ({"support_size": 2.5}, TypeError, "whole number"),
        ({"confidence": 1.0}, ValueError, "between 0 and 1"),
        ({"confidence": math.nan}, ValueError, "between 0 and 1"),
        ({"unit": "parsecs"}, ValueError, "parsecs"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, error, words):
    with pytest.raises(error, match=words):
        kb.estimate.entropy([40, 30, 20], given="counts", **asked)


@pytest.mark.parametrize("name", ENTROPY_ESTIMATORS)
def test_every_estimator_is_within_reach_by_its_name(name):
    """Forty-three observations, three of them repeats: none of the estimators refuses them."""
    counts = [2] * 3 + [1] * 37
    found = kb.estimate.entropy(counts, given="counts", estimator=name, support_size=50)
    assert 3.0 < found.raw < 7.5
    assert found.estimator == ENTROPY_ESTIMATORS[name](50).name


PAIRS = ["kl_divergence", "cross_entropy", "jensen_shannon_divergence"]
ONE, TWO = [60, 30, 10, 0], [20, 20, 40, 7]


@pytest.mark.parametrize("verb", PAIRS)
def test_every_outcome_often_seen_makes_no_difference_to_what_tables_are_compared_by(verb):
    one, two = [600, 300, 100], [200, 200, 400]
    found = getattr(kb.estimate, verb)(one, two, given="counts")
    compared = getattr(measures, verb)(np.array(one), np.array(two))
    assert found.raw == pytest.approx(compared.raw, abs=2e-5)
    assert found.plug_in == compared.plug_in


@pytest.mark.parametrize("verb", PAIRS)
def test_two_samples_are_aligned_by_outcome(verb):
    by_position = getattr(kb.estimate, verb)(ONE, TWO, given="counts")
    one = dict(zip("abcd", ONE, strict=True))
    two = dict(zip("dcba", reversed(TWO), strict=True))
    del one["d"]  # not seen, and so not in the mapping
    labels = [[k for k, times in sample.items() for _ in range(times)] for sample in (one, two)]
    for found in (
        getattr(kb.estimate, verb)(one, two, given="counts"),
        getattr(kb.estimate, verb)(*labels, given="labels"),
        getattr(kb.estimate, verb)([*ONE, 0], [*TWO, 0], given="counts"),
    ):
        assert found.raw == pytest.approx(by_position.raw, rel=1e-13)
        assert found.n == (100, 87)


def test_outcomes_that_neither_sample_showed_count_if_stated():
    few, many = (
        kb.estimate.kl_divergence(
            ONE, TWO, given="counts", support_size=size, estimator="added-half"
        )
        for size in (4, 9)
    )
    assert abs(many.raw - few.raw) > 0.01  # half a count more for each, and its bias
    with pytest.raises(ValueError, match="4 outcomes were seen"):
        kb.estimate.kl_divergence(ONE, TWO, given="counts", support_size=3)


@pytest.mark.parametrize(
    ("one", "two", "error", "words"),
    [
        ([1, 2], [1, 2, 3], ValueError, "got 2 and 3"),
        ([1, 2], {"a": 1}, TypeError, "cannot be aligned"),
        ({"a": 1}, [1, 2], TypeError, "cannot be aligned"),
        ([1, 2], [0, 0], ValueError, "the second"),
        (pd.Series([1, 2]), pd.Series([1, 2], index=[1, 0]), ValueError, "different indexes"),
    ],
)
@pytest.mark.parametrize("verb", PAIRS)
def test_samples_that_do_not_go_together_are_refused(verb, one, two, error, words):
    with pytest.raises(error, match=words):
        getattr(kb.estimate, verb)(one, two, given="counts")


def test_what_to_do_where_an_outcome_is_missing():
    one, two = [60, 30, 10], [20, 60, 0]
    smooth = kb.estimate.kl_divergence(one, two, given="counts")
    assert math.isfinite(smooth.value)
    assert (smooth.high, smooth.missing_mass) == (math.inf, 0.1)
    infinite = kb.estimate.kl_divergence(one, two, given="counts", on_support_mismatch="inf")
    assert (infinite.value, infinite.raw, infinite.high) == (math.inf, math.inf, math.inf)
    with pytest.raises(ValueError, match=r"0\.1 of the first sample"):
        kb.estimate.kl_divergence(one, two, given="counts", on_support_mismatch="raise")
    with pytest.raises(ValueError, match="smooth, inf, raise"):
        kb.estimate.kl_divergence(one, two, given="counts", on_support_mismatch="clip")
    for policy in ("smooth", "inf", "raise"):
        found = kb.estimate.kl_divergence(two, one, given="counts", on_support_mismatch=policy)
        assert found == kb.estimate.kl_divergence(two, one, given="counts")


def test_mutual_information_of_pairs_and_of_their_table():
    table = np.array([[40, 10, 0], [20, 30, 0]])
    x = ["u"] * 50 + ["v"] * 50
    y = [1] * 40 + [2] * 10 + [1] * 20 + [2] * 30
    expected = kb.estimate.mutual_information(table, given="counts")
    assert expected.raw == pytest.approx(measures.mutual_information(table).raw, rel=1e-4)
    assert kb.estimate.mutual_information(x, y, given="labels").raw == pytest.approx(expected.raw)
    in_bits = kb.estimate.mutual_information(x, y, given="labels", unit="bits")
    assert in_bits.value == pytest.approx(expected.value / math.log(2))


@pytest.mark.parametrize(
    ("data", "held", "error", "words"),
    [
        (([1, 2], [1]), "labels", ValueError, "got 2 and 1"),
        (([], []), "labels", ValueError, "nothing was observed"),
        (([1, 2],), "labels", TypeError, "takes two sequences"),
        (([1, 2], [1, 2]), "counts", TypeError, "takes one table"),
        (([1, 2],), "counts", ValueError, "two axes"),
        (([[0, 0]],), "counts", ValueError, "nothing was observed"),
        (([[1, -1]],), "counts", ValueError, "got -1"),
        (([1, None], [1, 2]), "labels", ValueError, "label 1 of the first sample is missing"),
        (([1, 2], [[1], [2]]), "labels", TypeError, "of the second sample is a list"),
        (([1, 2], [1, 2]), "colours", ValueError, "got 'colours'"),
    ],
)
def test_pairs_that_are_none_are_refused(data, held, error, words):
    with pytest.raises(error, match=words):
        kb.estimate.mutual_information(*data, given=held)


def test_outcomes_that_neither_sample_showed_change_no_jensen_shannon_divergence():
    without, stated = (
        kb.estimate.jensen_shannon_divergence(ONE, TWO, given="counts", support_size=size)
        for size in (None, 1000)
    )
    assert stated == without
    with pytest.raises(ValueError, match="4 outcomes were seen"):
        kb.estimate.jensen_shannon_divergence(ONE, TWO, given="counts", support_size=3)


def test_the_order_of_outcomes_does_not_matter_where_chance_is_drawn():
    one, two = np.array([20, 9, 6, 3, 1]), np.array([9, 14, 9, 8, 1])
    found = [
        kb.estimate.jensen_shannon_divergence(one[order], two[order], given="counts", seed=3)
        for order in (np.arange(5), np.arange(5)[::-1], np.array([2, 4, 0, 1, 3]))
    ]
    assert found[0].raw == pytest.approx(found[1].raw, rel=1e-13)
    assert found[0].raw == pytest.approx(found[2].raw, rel=1e-13)


def test_numbers_of_outcomes_of_a_table_are_all_stated():
    with pytest.raises(TypeError, match=r"must be 2 whole numbers.*got \(2, None\)"):
        kb.estimate.mutual_information([[3, 2], [1, 4]], given="counts", support_size=(2, None))
    table = [[30, 20], [10, 40]]
    for on in (0, 1):
        a, b = (kb.estimate.conditional_entropy(table, on=axis, given="counts")
                for axis in (on, np.int64(on)))  # fmt: skip
        assert a == b
