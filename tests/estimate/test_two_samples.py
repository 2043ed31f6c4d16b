"""KL divergence and cross-entropy from two samples: every estimator, the interval, the policies."""

import importlib
import itertools
import math
import pkgutil
from dataclasses import dataclass, is_dataclass

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import digamma
from scipy.stats import binom, norm

import kullback as kb
from kullback.estimate import TWO_SAMPLE_ESTIMATORS, measures
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.two_samples.delta_variance import null_variance
from kullback.estimate.counts.two_samples.dirichlet import DirichletSmoothed
from kullback.estimate.counts.two_samples.extended_zhang_grabchak import ExtendedZhangGrabchak
from kullback.estimate.counts.two_samples.miller_madow import TwoSampleMillerMadow
from kullback.estimate.counts.two_samples.plug_in import TwoSamplePlugIn
from kullback.estimate.counts.two_samples.zhang_grabchak import ZhangGrabchak
from kullback.estimate.counts.zhang import Zhang
from kullback.estimate.intervals import Null, noncentral_chi_square, score

# x, y; plug-in, Zhang–Grabchak, cross-entropy, variance by the delta method, and with the null's.
# Verified by the literal double sums of Zhang & Grabchak (2014) in 80 digits.
VERIFIED = [
    (
        ([5, 3, 2, 1], [2, 4, 1, 1]),
        (0.1456100692, -0.1959595960, 1.1951298701, 0.0633324393, 0.1332575427),
    ),
    (
        ([5, 3, 2, 0, 1], [2, 4, 0, 3, 1]),
        (math.inf, 0.1969696970, 1.5880591631, 0.1429510330, 0.2158435950),
    ),
    (
        ([50, 30, 20, 5, 1], [20, 40, 10, 30, 3]),
        (0.3579843130, 0.3162422451, 1.5504618455, 0.0120202135, 0.0127530994),
    ),
]


@pytest.mark.parametrize(("samples", "values"), VERIFIED)
def test_verified_values(samples, values):
    x, y = map(np.array, samples)
    plug_in, value, cross, variance, with_null = values
    by = ZhangGrabchak()
    assert TwoSamplePlugIn().kl_divergence(x, y) == pytest.approx(plug_in, abs=5.1e-11)
    assert by.kl_divergence(x, y) == pytest.approx(value, abs=5.1e-11)
    assert by.cross_entropy(x, y) == pytest.approx(cross, abs=5.1e-11)
    assert by.kl_variance(x, y) == pytest.approx(variance, abs=5.1e-11)
    total = by.kl_variance(x, y) + by.kl_null_variance(x, y)
    assert total == pytest.approx(with_null, abs=5.1e-11)


def test_the_verified_score_interval():
    x, y = map(np.array, VERIFIED[2][0])
    by, scale = ZhangGrabchak(), 1 / x.sum() + 1 / y.sum()
    null = by.kl_null_variance(x, y)
    found = score(by.kl_divergence(x, y), by.kl_variance(x, y), null, scale, 0.95)
    assert found == pytest.approx((0.1561809025, 0.6223155640), abs=5.1e-11)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_that_of_a_noncentral_chi_square_variable(confidence):
    x, y = map(np.array, VERIFIED[2][0])
    found = measures.kl_divergence_of_samples(x, y, by=ZhangGrabchak(), confidence=confidence)
    scale = (1 / x.sum() + 1 / y.sum()) / 2
    floor = 4 * scale
    variance = 0.0120202135 * (1 + 2 * floor)
    expected = noncentral_chi_square(found.raw + floor, variance, Null(floor, scale), confidence)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-7)
    assert found.std_error == pytest.approx(math.sqrt(0.0120202135), abs=1e-9)


def test_one_outcome_says_how_small_the_divergence_is():
    found = kb.estimate.kl_divergence([50], [200], given="counts")
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(-2 * math.log(0.025) * (1 / 50 + 1 / 200) / 2)


def test_no_interval_jumps_where_the_estimate_becomes_positive():
    highs = [
        kb.estimate.kl_divergence([100, 100], [a, 200 - a], given="counts").high
        for a in range(100, 140)
    ]
    assert all(0 < b - a < 0.01 for a, b in itertools.pairwise(highs))


def test_closed_form_equals_the_double_sums_of_the_paper():
    x, y = [4, 2, 1, 0, 3], [1, 3, 0, 2, 5]
    n, m = sum(x), sum(y)
    total = 0.0
    for a, b in zip(x, y, strict=True):
        without_b = without_a = 1.0
        for v in range(1, m + 1):
            without_b *= max(1.0 - b / (m - v + 1), 0.0)
            total += a / n * without_b / v
        for v in range(1, n):
            without_a *= max(1.0 - (a - 1) / (n - v), 0.0)
            total -= a / n * without_a / v
    found = ZhangGrabchak().kl_divergence(np.array(x), np.array(y))
    assert found == pytest.approx(total, rel=1e-12)


def test_zhang_grabchak_is_its_cross_entropy_less_zhangs_entropy():
    x, y = np.array([9, 4, 2, 1]), np.array([3, 3, 0, 8])
    by = ZhangGrabchak()
    assert by.kl_divergence(x, y) == pytest.approx(by.cross_entropy(x, y) - Zhang().entropy(x))


def test_the_terms_that_a_smaller_sample_misses_are_those_of_the_series():
    x, y = np.array([5, 3, 2, 1, 1, 1]), np.array([9, 8, 7, 6, 5, 4])
    n, m, share = 13, 39, 2 * 1 / (12 * 3 + 2 * 1)
    missed = 3 / n * sum((1 - share) ** (r - n + 1) / r for r in range(n, m))
    found = ExtendedZhangGrabchak().kl_divergence(x, y)
    assert found == pytest.approx(ZhangGrabchak().kl_divergence(x, y) - missed, rel=1e-9)
    unseen = ChaoWangJost().entropy_variance(x) - Zhang().entropy_variance(x)
    part = missed / (ChaoWangJost().entropy(x) - Zhang().entropy(x))
    for variance in ("kl_variance", "kl_null_variance"):
        more = getattr(ExtendedZhangGrabchak(), variance)(x, y)
        assert more == pytest.approx(getattr(ZhangGrabchak(), variance)(x, y) + part**2 * unseen)


def test_the_extended_one_ends_in_chao_wang_and_jost():
    x, q = np.array([5, 3, 2, 1, 1, 1]), np.array([4, 3, 2, 2, 1, 1]) / 13
    found = ExtendedZhangGrabchak().kl_divergence(x, np.round(q * 13e8))
    cost = -(x / 13 * np.log(q)).sum()
    assert found == pytest.approx(cost - ChaoWangJost().entropy(x), abs=1e-7)


@pytest.mark.parametrize("y", [[4, 3, 2, 2, 1, 1], [3, 2, 2, 1, 1, 1]])
def test_the_extended_one_is_the_plain_one_unless_the_first_sample_is_smaller(y):
    x, y = np.array([5, 3, 2, 1, 1, 1]), np.array(y)
    for name in ("kl_divergence", "kl_variance", "kl_null_variance", "cross_entropy"):
        assert getattr(ExtendedZhangGrabchak(), name)(x, y) == getattr(ZhangGrabchak(), name)(x, y)


def test_miller_madow_takes_off_the_bias_of_both_halves():
    x, y = np.array([6, 3, 1]), np.array([2, 4, 3])
    excess = ((x / 10) / (y / 9)).sum() - 1
    by = TwoSampleMillerMadow()
    plain = TwoSamplePlugIn()
    assert by.kl_divergence(x, y) == pytest.approx(plain.kl_divergence(x, y) - 2 / 20 - excess / 18)
    assert by.cross_entropy(x, y) == pytest.approx(plain.cross_entropy(x, y) - excess / 18)
    assert by.kl_divergence(x, y) + MillerMadow().entropy(x) == pytest.approx(
        by.cross_entropy(x, y)
    )
    assert by.kl_divergence(x, np.array([2, 4, 0])) == math.inf


@pytest.mark.parametrize(
    ("added", "a", "b"),
    [
        ("Jeffreys", 0.5, 0.5),
        ("Laplace", 1, 1),
        ("Perks", 1 / 4, 1 / 4),
        ("minimax", math.sqrt(10) / 4, math.sqrt(6) / 4),
        (0.1, 0.1, 0.1),
        (3, 3, 3),
    ],
)
def test_smoothing_adds_to_both_samples(added, a, b):
    x, y = np.array([6, 3, 1, 0]), np.array([2, 0, 3, 1])
    p, q = (x + a) / (10 + 4 * a), (y + b) / (6 + 4 * b)
    by = DirichletSmoothed(added)
    assert by.kl_divergence(x, y) == pytest.approx((p * np.log(p / q)).sum())
    assert by.cross_entropy(x, y) == pytest.approx(-(p * np.log(q)).sum())
    assert math.isnan(by.kl_variance(x, y))


@pytest.mark.parametrize("added", ["jeffrey", 0.0, -1.0, math.inf])
def test_what_cannot_be_added_is_refused(added):
    with pytest.raises(ValueError, match="added must be"):
        DirichletSmoothed(added)


def test_null_variance_counts_the_outcomes_that_were_seen():
    x, y = np.array([6, 3, 1, 0, 0]), np.array([2, 0, 3, 1, 0])
    assert null_variance(x, y) == pytest.approx(0.5 * 3 * (1 / 10 + 1 / 6) ** 2)


@pytest.mark.parametrize("name", TWO_SAMPLE_ESTIMATORS)
def test_every_estimator_is_within_reach_and_finds_the_truth_where_data_are_many(name):
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
    x, y = p * 1e6, q * 1e6
    kl, cross = (p * np.log(p / q)).sum(), -(p * np.log(q)).sum()
    for verb, truth in (("kl_divergence", kl), ("cross_entropy", cross)):
        found = getattr(kb.estimate, verb)(x, y, given="counts", estimator=name)
        assert found.raw == pytest.approx(truth, abs=1e-3 if name == "minimax" else 3e-5)
        assert found.estimator == TWO_SAMPLE_ESTIMATORS[name].name
        assert found.low < truth < found.high
        assert (found.high < math.inf) == (not math.isnan(found.std_error))
        assert math.isnan(found.std_error) == ("no standard error" in " ".join(found.warnings))


def test_every_file_has_a_line_in_the_table():
    package = importlib.import_module("kullback.estimate.counts.two_samples")
    written = set()
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for held in vars(importlib.import_module(module.name)).values():
            if is_dataclass(held) and held.__module__ == module.name:
                written.add(held)
    assert written == {type(by) for by in TWO_SAMPLE_ESTIMATORS.values()}


def test_automatic_is_the_extended_one_whatever_the_counts():
    for x, y in (([5, 3], [4, 4]), ([500, 300], [4, 4]), ([5, 3], [4000, 4000])):
        found = kb.estimate.kl_divergence(x, y, given="counts")
        assert found == kb.estimate.kl_divergence(
            x, y, given="counts", estimator="extended-zhang-grabchak"
        )
        assert found == kb.estimate.kl_divergence(
            x, y, given="counts", estimator=ExtendedZhangGrabchak()
        )


def test_an_estimator_of_ones_own():
    @dataclass(frozen=True)
    class Always:
        name: str = "always"

        def kl_divergence(self, first, second):
            return 0.25

        def kl_variance(self, first, second):
            return 0.01

        def kl_null_variance(self, first, second):
            return 0.0004

        def cross_entropy(self, first, second):
            return 2.0

        def cross_entropy_variance(self, first, second):
            return 0.04

    found = kb.estimate.kl_divergence([30, 20], [25, 25], given="counts", estimator=Always())
    assert (found.raw, found.std_error, found.estimator) == (0.25, 0.1, "always")
    null = Null(0.02, 0.0004 / 0.04)  # one share is free, and 1/50 + 1/50 over 2 its floor
    expected = noncentral_chi_square(0.27, 0.01 * 1.04, null, 0.95)
    assert (found.low, found.high) == pytest.approx(expected)
    found = kb.estimate.cross_entropy([30, 20], [25, 25], given="counts", estimator=Always())
    assert found.raw == 2.0
    assert found.low == pytest.approx(2.0 - 0.2 * norm.ppf(0.975))


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_upper_limit_of_the_cross_entropy_sees_what_the_delta_method_does_not(confidence):
    # The second sample is just like the first, and all costs are alike: to first order no error
    # changes anything. Twice 60 times the divergence is then chi-square with 2 more degrees.
    found = kb.estimate.cross_entropy([30, 30], [30, 30], given="counts", confidence=confidence)
    assert found.std_error == pytest.approx(0.0, abs=1e-12)
    assert found.low == pytest.approx(found.raw)
    above = (1 - 2 * math.log((1 - confidence) / 2)) / 120
    assert found.high == pytest.approx(found.raw + above)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_reaches_of_both_samples_add_as_sides_of_a_right_triangle(confidence):
    x, y = np.array([60, 30, 10]), np.array([50, 35, 115])
    p, q, z = x / 100, y / 200, norm.ppf((1 + confidence) / 2)
    spread = (p @ np.log(q) ** 2 - (p @ np.log(q)) ** 2) / 100
    second = ((p**2 / q).sum() - 1) / 200
    divergence = (p * np.log(p / q)).sum()
    _, high = noncentral_chi_square(divergence, second, Null(2 / 400, 1 / 400), confidence)
    found = kb.estimate.cross_entropy(x, y, given="counts", confidence=confidence)
    assert found.raw - found.low == pytest.approx(z * math.sqrt(spread + second))
    above = math.hypot(high - divergence + 2 / 400, z * math.sqrt(spread))
    assert found.high - found.raw == pytest.approx(above)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_a_single_outcome_of_the_first_sample_bounds_the_others(confidence):
    others = 1 - ((1 - confidence) / 2) ** (1 / 60)
    found = kb.estimate.cross_entropy(
        [0, 60, 0], [9000, 900, 100], given="counts", confidence=confidence
    )
    # The second sample is large: what it leaves open is a tenth of what the first one does.
    assert found.raw - found.low == pytest.approx(others * math.log(10), rel=0.2)
    assert found.high - found.raw == pytest.approx(others * math.log(9), rel=0.2)
    alone = kb.estimate.cross_entropy([60], [60], given="counts", confidence=confidence)
    second = -math.log((1 - confidence) / 2) / 60
    assert alone.low == 0.0
    assert alone.high == pytest.approx(math.hypot(others * math.log(121), second))


EXACT = [(0.5, 0.5, 60), (0.5, 0.6, 60), (0.5, 2 / 3, 60), (2 / 3, 0.72, 60), (0.97, 0.97, 600)]


def estimated(x, y):
    return kb.estimate.cross_entropy(x, y, given="counts")


def compared(x, y):
    return measures.cross_entropy(np.array(x), np.array(y))


@pytest.mark.parametrize("ask", [estimated, compared])
@pytest.mark.parametrize(("p", "q", "m"), EXACT)
def test_the_interval_of_the_cross_entropy_covers_near_flat_codes(p, q, m, ask):
    """All pairs of samples of 60 and of m tosses, each with its chance; those below 1e-4 left out.

    Value ± 1.96 standard errors covers 84 to 97 % here; the interval is at most half as wide again.
    """
    truth, n = -p * math.log(q) - (1 - p) * math.log(1 - q), 60
    x, y = binom.pmf(np.arange(n + 1), n, p), binom.pmf(np.arange(m + 1), m, q)
    covered = width = normal_width = total = 0.0
    for i, j in itertools.product(np.flatnonzero(x > 1e-4), np.flatnonzero(y > 1e-4)):
        found = ask([i, n - i], [j, m - j])
        covered += x[i] * y[j] * (found.low <= truth <= found.high)
        width += x[i] * y[j] * (found.high - found.low)
        normal_width += x[i] * y[j] * 2 * norm.ppf(0.975) * found.std_error
        total += x[i] * y[j]
    assert total >= 0.995
    assert covered >= 0.94
    assert width <= 1.5 * normal_width


@pytest.mark.parametrize("verb", ["kl_divergence", "cross_entropy"])
@pytest.mark.parametrize(
    ("estimator", "error", "words"),
    [
        ("zhang", ValueError, "auto, plug-in, miller-madow, added-half, jeffreys"),
        (ZhangGrabchak, TypeError, "estimator must be a name, or an object"),
        (ChaoWangJost(), TypeError, "of two columns of counts"),
        (None, TypeError, "estimator must be a name"),
    ],
)
def test_what_is_no_estimator_of_two_samples_is_refused(verb, estimator, error, words):
    with pytest.raises(error, match=words):
        getattr(kb.estimate, verb)([1, 2], [2, 1], given="counts", estimator=estimator)


# infomeasure 0.6.3 (as measured in August 2026) leaves out the outcomes that one of the samples
# lacks, so that its KL divergence of samples with nothing in common is −0.69 nats: of the wrong
# sign, where the truth is infinite.
def test_samples_with_nothing_in_common():
    x, y = ["a", "b"] * 50, ["c", "d"] * 50
    found = kb.estimate.kl_divergence(x, y, given="labels")
    assert found.plug_in == found.high == math.inf
    assert found.low > 1.0
    assert found.raw == pytest.approx(digamma(101) - digamma(1) - digamma(100) + digamma(50))
    assert found.missing_mass == 1.0
    assert "may be infinite" in found.warnings[0]
    assert "read it as a lower bound" in found.warnings[1]
    taken = kb.estimate.kl_divergence(x, y, given="labels", on_support_mismatch="inf")
    assert taken.value == math.inf


@pytest.mark.parametrize("verb", ["kl_divergence", "cross_entropy"])
def test_policies_for_an_outcome_that_is_missing(verb):
    ask = getattr(kb.estimate, verb)
    x, y = [60, 30, 10], [20, 60, 0]
    smooth = ask(x, y, given="counts")
    assert math.isfinite(smooth.raw)
    assert (smooth.plug_in, smooth.high, smooth.missing_mass) == (math.inf, math.inf, 0.1)
    infinite = ask(x, y, given="counts", on_support_mismatch="inf")
    assert (infinite.raw, infinite.value, infinite.low) == (math.inf, math.inf, smooth.low)
    with pytest.raises(ValueError, match=r"0\.1 of the first sample"):
        ask(x, y, given="counts", on_support_mismatch="raise")
    with pytest.raises(ValueError, match="smooth, inf, raise; got 'clip'"):
        ask(x, y, given="counts", on_support_mismatch="clip")
    for policy in ("smooth", "inf", "raise"):
        assert ask(y, x, given="counts", on_support_mismatch=policy) == ask(y, x, given="counts")


@pytest.mark.parametrize("estimator", ["plug-in", "miller-madow"])
def test_an_infinite_estimator_gives_way_to_half_a_count(estimator):
    x, y = np.array([60, 30, 10]), np.array([20, 60, 0])
    found = kb.estimate.kl_divergence(x, y, given="counts", estimator=estimator)
    assert found.raw == pytest.approx(AddedHalf().kl_divergence(x, y) - (1 / 100 + 1 / 80))
    assert found.estimator == "½ added to the second counts, less its bias"
    found = kb.estimate.cross_entropy(x, y, given="counts", estimator=estimator)
    assert found.raw == pytest.approx(AddedHalf().cross_entropy(x, y) - 1 / 80)


def test_a_lower_bound_is_one_where_the_second_sample_has_more_gaps_than_it_knows_of():
    usual = kb.estimate.kl_divergence([50, 30, 19, 1], [60, 30, 10, 0], given="counts")
    assert not any("lower bound" in words for words in usual.warnings[1:])
    many = kb.estimate.kl_divergence([50, 30, 10, 10], [60, 30, 10, 0], given="counts")
    assert "lower bound" in many.warnings[-1]


counts = st.lists(st.integers(0, 40), min_size=2, max_size=8)


@given(counts, counts, st.sampled_from([*TWO_SAMPLE_ESTIMATORS]), st.sampled_from([0.5, 0.95]))
def test_every_interval_is_ordered_and_holds_what_the_quantity_can_be(x, y, name, confidence):
    size = min(len(x), len(y))
    x, y = x[:size], y[:size]
    assume(any(x) and any(y))
    for verb in ("kl_divergence", "cross_entropy"):
        found = getattr(kb.estimate, verb)(
            x, y, given="counts", estimator=name, confidence=confidence
        )
        assert 0.0 <= found.low <= found.high
        assert found.value == max(found.raw, 0.0)
        assert math.isfinite(found.raw)


def score_by_search(value, variance, null_variance, scale, z):
    """Return the ends of all D that a grid finds within z standard errors at D."""
    steepness = min(max(variance / (2 * scale * value), 0.2), 20.0) if value > 0 else 1.0
    grid = np.linspace(0.0, 10.0, 1_000_001)
    inside = (value - grid) ** 2 <= z * z * (null_variance + 2 * steepness * scale * grid)
    return grid[inside][0], grid[inside][-1]


@pytest.mark.parametrize("confidence", [0.8, 0.99])
@pytest.mark.parametrize(
    ("value", "variance"), [(-0.02, 0.01), (0.003, 1.0), (0.2, 1e-9), (0.4, 0.02)]
)
def test_score_interval_holds_every_divergence_that_is_near_enough(value, variance, confidence):
    z = norm.ppf((1 + confidence) / 2)
    found = score(value, variance, 0.002, 0.03, confidence)
    assert found == pytest.approx(score_by_search(value, variance, 0.002, 0.03, z), abs=2e-5)


def test_samples_more_alike_than_chance_makes_them_have_the_interval_of_zero():
    found = score(-0.5, 0.01, 0.002, 0.03, 0.95)
    assert found == score(0.0, 0.01, 0.002, 0.03, 0.95)
    assert found[0] == 0.0 < found[1]


CELLS = [  # p, q, sizes; the last two have a first sample that is far too small for Zhang–Grabchak
    ([0.5, 0.5], [0.5, 0.5], 200, 200),
    ([0.5, 0.5], [2 / 3, 1 / 3], 60, 60),
    ([0.1] * 10, [0.19, *[0.09] * 9], 400, 200),
    ([0.01] * 100, [0.01] * 100, 200, 10_000),
    (1 / np.arange(1, 101), 1 / np.arange(1, 101), 200, 10_000),
]


@pytest.mark.simulation
@pytest.mark.parametrize(("p", "q", "n", "m"), CELLS)
def test_the_automatic_intervals_cover_the_truth(p, q, n, m):
    """A slice of the simulation: of 120 pairs of samples at most 13 may miss at a nominal 6."""
    p, q = np.array(p) / np.sum(p), np.array(q) / np.sum(q)
    truths = {"kl_divergence": (p * np.log(p / q)).sum(), "cross_entropy": -(p * np.log(q)).sum()}
    generator, missed = np.random.default_rng(n), dict.fromkeys(truths, 0)
    for _ in range(120):
        x, y = generator.multinomial(n, p), generator.multinomial(m, q)
        for verb, truth in truths.items():
            found = getattr(kb.estimate, verb)(x, y, given="counts")
            missed[verb] += not found.low <= truth + 1e-12 <= found.high + 2e-12
    assert max(missed.values()) <= 13


def test_a_cross_entropy_below_zero_is_zero_with_an_interval_around_it():
    asked = {"given": "counts", "estimator": "added-half", "support_size": 1000}
    found = kb.estimate.cross_entropy([6, 4], [5, 5], **asked)
    assert found.raw < found.low == found.value == 0.0
    assert found.high >= 1.9599639845 * found.std_error
