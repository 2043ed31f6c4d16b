"""A sample beside a model that is known: KL divergence, cross-entropy, and what is refused."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

import kullback as kb
from kullback import estimate
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.zhang import Zhang
from kullback.estimate.intervals import Null, noncentral_chi_square

COUNTS, Q = np.array([60, 30, 10]), np.array([0.5, 0.25, 0.25])
BOTH = ("counts", "probs")
KL, CROSS = kb.estimate.kl_divergence, kb.estimate.cross_entropy


def test_kl_divergence_is_the_mean_cost_less_an_entropy():
    cost = -(COUNTS / 100 * np.log(Q)).sum()
    found = KL(COUNTS, Q, given=BOTH)
    assert found.raw == pytest.approx(cost - ChaoWangJost().entropy(COUNTS))
    assert found.plug_in == pytest.approx(float(kb.kl_divergence(COUNTS / 100, Q)))
    assert (found.n, found.missing_mass, found.warnings) == (100, 0.0, ())
    named = KL(COUNTS, Q, given=BOTH, estimator="zhang")
    assert named.raw == pytest.approx(cost - Zhang().entropy(COUNTS))
    assert named == KL(COUNTS, Q, given=BOTH, estimator=Zhang())
    known = KL([5, 3, 1], Q, given=BOTH, estimator="nsb")
    assert known.estimator == "mean cost less the entropy by Nemenman–Shafee–Bialek for 3 outcomes"


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_its_interval_is_that_of_a_noncentral_chi_square_variable(confidence):
    ratio = np.log(COUNTS / 100 / Q)
    mean = (COUNTS / 100 * ratio).sum()
    variance = (COUNTS / 100 * (ratio - mean) ** 2).sum() / 100
    shown = (1 - (1 - Q) ** 100).sum()  # outcomes that 100 observations of the model show
    found = KL(COUNTS, Q, given=BOTH, confidence=confidence)
    floor = (shown - 1) / 200
    null = Null(floor, 1 / 200)
    ends = noncentral_chi_square(found.raw + floor, variance * (1 + 2 * floor), null, confidence)
    assert (found.low, found.high) == pytest.approx(ends)
    assert found.std_error == pytest.approx(math.sqrt(variance))


def test_what_a_few_observations_cannot_show_widens_it_and_is_warned_of():
    counts, q = np.array([3, 1, 1, 1, 1, 1]), np.full(6, 1 / 6)
    by_zhang, automatic = (KL(counts, q, given=BOTH, estimator=e) for e in ("zhang", "auto"))
    more = ChaoWangJost().entropy_variance(counts) - Zhang().entropy_variance(counts)
    assert automatic.std_error**2 - by_zhang.std_error**2 == pytest.approx(more)
    assert "undersampled: read it as an upper bound" in automatic.warnings


def test_it_is_at_most_what_the_rarest_outcome_costs():
    found = KL([0, 0, 4], Q, given=BOTH)
    assert found.value == found.high == pytest.approx(math.log(4))


@pytest.mark.parametrize(("confidence", "z"), [(0.95, 1.959964), (0.5, 0.674490)])
def test_cross_entropy_is_the_mean_cost_with_its_standard_error(confidence, z):
    cost = -np.log(np.repeat(Q, COUNTS))
    found = CROSS(COUNTS, Q, given=BOTH, confidence=confidence)
    assert found.raw == found.plug_in == pytest.approx(cost.mean())
    assert found.std_error == pytest.approx(cost.std(ddof=1) / 10)
    assert found.low == pytest.approx(max(found.raw - z * found.std_error, math.log(2)), rel=1e-6)
    assert found.high == pytest.approx(found.raw + z * found.std_error, rel=1e-6)


def test_cross_entropy_of_one_outcome_bounds_the_others():
    share = 0.025 ** (1 / 20)  # with which twenty in a row have a chance of 2.5 %
    found = CROSS([20, 0, 0], Q, given=BOTH)
    assert (found.raw, found.low) == pytest.approx((math.log(2), math.log(2)))
    assert found.high == pytest.approx(share * math.log(2) + (1 - share) * math.log(4))
    single = CROSS([0, 1, 0], [0.5, 0.3, 0.2], given=BOTH)
    assert single.low < single.raw < single.high
    assert "fewer than 60" in single.warnings[0]


def test_twice_n_times_the_plug_in_is_the_statistic_of_the_g_test():
    found = kb.estimate.same_source_test(COUNTS, Q, given=BOTH)
    assert 200 * KL(COUNTS, Q, given=BOTH).plug_in == pytest.approx(found.g)
    assert found.degrees_of_freedom == 2


@pytest.mark.parametrize("ask", [KL, CROSS])
def test_what_a_model_excludes_and_happens_is_infinite(ask):
    found = ask([90, 9, 1], [0.9, 0.1, 0.0], given=BOTH)
    assert (found.value, found.raw, found.low, found.high) == (math.inf,) * 4
    assert found.missing_mass == 0.01
    assert "that the model excludes" in found.warnings[0]
    assert found.to("bits").value == math.inf
    with pytest.raises(ValueError, match=r"0\.01 of the sample lies in outcomes that the model"):
        ask([90, 9, 1], [0.9, 0.1, 0.0], given=BOTH, on_support_mismatch="raise")
    assert math.isfinite(ask([90, 10, 0], [0.9, 0.1, 0.0], given=BOTH).high)


def test_keys_places_and_labels_are_aligned_alike():
    by_position = KL(COUNTS, Q, given=BOTH)
    labels = np.repeat([0, 1, 2], COUNTS)
    words = [["a", "b", "c"][label] for label in labels[::-1]]
    model = {"c": 0.25, "b": 0.25, "a": 0.5, "never": 0.0}
    for found in (
        KL({"b": 30, "c": 10, "a": 60}, model, given=BOTH),
        KL(labels, Q, given=("labels", "probs")),
        KL(labels, [*Q, 0.0], given=("labels", "probs")),
        KL(words, model, given=("labels", "probs")),
        KL(pd.Series(words), model, given=("labels", "probs")),
    ):
        assert found.raw == pytest.approx(by_position.raw, rel=1e-13)
        assert found.high == pytest.approx(by_position.high, rel=1e-13)
    unlisted = KL([*words, "d"], model, given=("labels", "probs"))
    assert unlisted.value == math.inf
    in_bits = KL(COUNTS, Q, given=BOTH, unit="bits")
    assert in_bits.value == pytest.approx(by_position.value / math.log(2))


BAD = [
    ([1, 2], [0.5, 0.6], BOTH, ValueError, "must sum to 1, got 1.1"),
    ([1, 2], [0.5, -0.5], BOTH, ValueError, "0 or more, got -0.5 for 1"),
    ({"a": 1}, {"a": math.nan, "b": 0.5}, BOTH, ValueError, "got nan for 'a'"),
    ([1, 2], [40, 60], BOTH, ValueError, "counts of a second sample"),
    ([1, 2], [], BOTH, ValueError, "one axis"),
    ([1, 2], [[0.5, 0.5]], BOTH, ValueError, r"one axis, got shape \(1, 2\)"),
    ([1, 2], ["a", "b"], BOTH, TypeError, "must hold probabilities"),
    ([1, 2, 3], [0.5, 0.5], BOTH, ValueError, "got 3 and 2"),
    ({"a": 1}, [0.5, 0.5], BOTH, TypeError, "cannot be aligned"),
    ([1, 1], {"a": 1.0}, BOTH, TypeError, "cannot be aligned"),
    ([0, 0], [0.5, 0.5], BOTH, ValueError, "nothing was observed"),
    ([1, 0.5], [0.5, 0.5], BOTH, ValueError, "got 0.5"),
    ([1, -1], [0.5, 0.5], BOTH, ValueError, "got -1"),
    ([], {"a": 1.0}, ("labels", "probs"), ValueError, "nothing was observed"),
    (["a"], [0.5, 0.5], ("labels", "probs"), TypeError, "places 0 to 1, got 'a'"),
    ([0, 2], [0.5, 0.5], ("labels", "probs"), TypeError, "places 0 to 1, got 2"),
    ([0, -1], [0.5, 0.5], ("labels", "probs"), TypeError, "got -1"),
    ([True, False], [0.5, 0.5], ("labels", "probs"), TypeError, "places 0 to 1, got True"),
    ([0, None], [0.5, 0.5], ("labels", "probs"), ValueError, "is missing"),
    ([0, 1], [0.5, 0.5], ("probs", "labels"), ValueError, "of a pair, given must be"),
    ([0, 1], [0.5, 0.5], "probs", ValueError, "got 'probs'"),
    (
        pd.Series([1, 2]),
        pd.Series([0.5, 0.5], index=[1, 0]),
        BOTH,
        ValueError,
        "different indexes",
    ),
]


@pytest.mark.parametrize("ask", [KL, CROSS, kb.estimate.same_source_test])
@pytest.mark.parametrize(("sample", "model", "held", "error", "words"), BAD)
def test_what_is_no_sample_or_no_model_is_refused(ask, sample, model, held, error, words):
    with pytest.raises(error, match=words):
        ask(sample, model, given=held)


def test_estimators_that_do_not_fit_a_model_are_refused():
    with pytest.raises(ValueError, match="auto, plug-in, miller-madow, jackknife"):
        KL(COUNTS, Q, given=BOTH, estimator="zhang-grabchak")
    with pytest.raises(ValueError, match="no estimator to choose"):
        CROSS(COUNTS, Q, given=BOTH, estimator="plug-in")


@pytest.mark.parametrize("n", [60, 400])
@pytest.mark.parametrize("p", [[0.5, 0.25, 0.25], [0.6, 0.3, 0.1]])
def test_intervals_cover_the_truth(n, p):
    """A slice of the simulation: of 150 samples at most 15 may miss at a nominal 7."""
    truths = {KL: float(kb.kl_divergence(p, Q)), CROSS: float(kb.cross_entropy(p, Q))}
    drawn = np.random.default_rng(n).multinomial(n, p, 150)
    for ask, truth in truths.items():
        found = [ask(counts, Q, given=BOTH) for counts in drawn]
        assert sum(not e.low <= truth + 1e-12 <= e.high + 2e-12 for e in found) <= 15


@pytest.mark.parametrize("verb", [KL, CROSS])
def test_a_model_that_excludes_what_was_seen_is_not_said_to_be_estimated_all_the_same(verb):
    model = {"a": 0.5, "c": 0.5}
    asked = {"given": ("labels", "probs"), "weights": [1, 5, 1]}
    assert verb("aab", model, **asked).n == 3
    with pytest.raises(ValueError, match="of the sample lies in outcomes that the model excludes"):
        verb("aab", model, **asked, on_support_mismatch="raise")
    with pytest.raises(ValueError, match="a model states by itself"):
        verb([3, 4], [0.5, 0.5], given=BOTH, support_size=2)


def test_no_observation_twice_is_no_bound_of_a_divergence_from_above():
    found = KL([1] * 8, np.full(8, 1 / 8), given=BOTH)
    assert "which bounds the entropy from below only" in found.warnings[-1]


def test_nothing_can_be_told_of_a_certain_model():
    found = KL([3], [1.0], given=BOTH)
    assert math.copysign(1.0, found.high) == 1.0


# Keys of whatever hands: what is held by place is 60 and 40 beside 0.6 and 0.4.
SIXTY = pd.Series([60, 40], index=["a", "b"])
SHARES = pd.Series([0.4, 0.6], index=["b", "a"])


@pytest.mark.parametrize("verb", ["kl_divergence", "cross_entropy"])
@pytest.mark.parametrize(
    ("counts", "model"),
    [
        (SIXTY, SHARES),
        (SIXTY, SHARES.to_dict()),
        (SIXTY.to_dict(), SHARES),
        (SIXTY, pl.DataFrame({"key": ["b", "a"], "proportion": [0.4, 0.6]})),
        (pl.DataFrame({"key": ["b", "a"], "count": [40, 60]}), SHARES),
        (SIXTY, [0.6, 0.4]),
        (pl.DataFrame({"key": ["a", "b"], "count": [60, 40]}), np.array([0.6, 0.4])),
        ([60, 40], pd.Series([0.6, 0.4])),
    ],
)
def test_counts_and_probabilities_are_aligned_by_key_where_both_have_keys(verb, counts, model):
    ask = getattr(estimate, verb)
    assert ask(counts, model, given=BOTH).raw == ask([60, 40], [0.6, 0.4], given=BOTH).raw


def test_the_labels_of_a_series_are_keys_of_a_model():
    labels = np.repeat([2, 0, 1], [70, 20, 10])
    shares = pd.Series(labels).value_counts(normalize=True)
    assert list(shares.index) == [2, 0, 1]
    found = KL(labels, shares, given=("labels", "probs"))
    assert found.raw == KL(labels, shares.to_dict(), given=("labels", "probs")).raw
    assert found.plug_in == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("gap", [None, float("nan"), pd.NA])
def test_a_missing_label_is_one_outcome_of_sample_and_model(gap):
    model = {"x": 0.5, gap: 0.5}
    found = KL(["x", None] * 30, model, given=("labels", "probs"), missing="outcome")
    assert (found.plug_in, found.missing_mass) == (0.0, 0.0)


def test_keys_of_a_model_differ():
    twice = pd.Series([0.5, 0.5], index=["a", "a"])
    with pytest.raises(ValueError, match="the model names an outcome twice"):
        KL(["a", "a"], twice, given=("labels", "probs"))
    with pytest.raises(ValueError, match="different indexes"):
        KL(SIXTY, pd.Series([0.6, 0.4]), given=BOTH)
