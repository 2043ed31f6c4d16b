"""Measures from counts: verified values, identities, and intervals that cover."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kullback.estimate import measures
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.plug_in import PlugIn

# Counts whose estimates were verified against R's `entropy` package and in 80 digits.
A = np.array([1, 2, 3, 2, 1])
B = np.array([13, 7, 5, 3, 2, 2, 1, 1, 1, 1, 1])
C = np.array([5, 4, *[3] * 3, *[2] * 12, *[1] * 18])

VERIFIED = [
    (A, 1.5229550675, 1.7451772898),
    (B, 1.9600712142, 2.0952063494),
    (C, 3.4257543966, 3.7090877299),
]


@pytest.mark.parametrize(("counts", "plug_in", "miller_madow"), VERIFIED)
def test_entropy_of_verified_counts(counts, plug_in, miller_madow):
    assert PlugIn().entropy(counts) == pytest.approx(plug_in, abs=5e-11)
    assert MillerMadow().entropy(counts) == pytest.approx(miller_madow, abs=5e-11)
    estimate = measures.entropy(counts)
    assert (estimate.plug_in, estimate.raw) == pytest.approx((plug_in, miller_madow), abs=5e-11)


def test_known_outcomes_that_were_not_seen_count_in_the_correction():
    counts = np.array([3, 1, 0, 0])
    assert MillerMadow().correction(counts) == pytest.approx(1 / 8)
    assert MillerMadow(outcomes=4).correction(counts) == pytest.approx(3 / 8)
    assert MillerMadow(outcomes=7).correction(counts) == pytest.approx(6 / 8)
    assert measures.entropy(counts).bias == pytest.approx(-3 / 8)


def test_entropy_variance_takes_off_its_second_order_and_has_a_floor():
    n, p = 10, np.array([0.8, 0.2])
    counts = np.array([8, 2])
    delta = (p * np.log(p) ** 2).sum() - (p * np.log(p)).sum() ** 2
    assert PlugIn().entropy_variance(counts) == pytest.approx(delta / n - 1 / (2 * n * n))
    uniform = np.array([5, 5])  # the delta variance is zero there: the floor is left
    assert PlugIn().entropy_variance(uniform) == pytest.approx(1 / (2 * n * n))


def test_plug_in_kl_of_verified_counts():
    value = measures.kl_divergence(np.array([5, 3, 2, 1]), np.array([2, 4, 1, 1])).plug_in
    assert value == pytest.approx(0.1456100692, abs=5e-11)


def test_kl_adds_a_half_to_the_second_counts_only():
    first, second = np.array([6, 3, 1]), np.array([2, 0, 3])
    p, q = first / 10, (second + 0.5) / 6.5
    smoothed = (p * np.log(p / q)).sum()
    assert AddedHalf().kl_divergence(first, second) == pytest.approx(smoothed)
    estimate = measures.kl_divergence(first, second)
    assert estimate.raw == pytest.approx(smoothed - (1 / 10 + 1 / 5))  # (m − 1)/2 · (1/a + 1/b)
    assert estimate.plug_in == math.inf == estimate.high
    assert estimate.missing_mass == pytest.approx(0.3)
    assert "may be infinite" in estimate.warnings[-1]


def test_no_warning_where_every_outcome_was_seen():
    estimate = measures.kl_divergence(np.array([50, 50]), np.array([10, 90]))
    assert (estimate.warnings, estimate.missing_mass) == ((), 0.0)
    assert estimate.high < math.inf


def test_delta_variances_are_those_of_the_formulas():
    first, second = np.array([60, 30, 10]), np.array([20, 20, 40])
    p, q = first / 100, (second + 0.5) / 81.5
    log_ratio = np.log(p / q)
    spread = (p * (log_ratio - (p * log_ratio).sum()) ** 2).sum() / 100
    reweighing = ((p * p / q).sum() - 1) / 80
    assert AddedHalf().kl_variance(first, second) == pytest.approx(spread + reweighing)
    spread = (p * (np.log(q) - (p * np.log(q)).sum()) ** 2).sum() / 100
    assert AddedHalf().cross_entropy_variance(first, second) == pytest.approx(spread + reweighing)


counts = st.lists(st.integers(0, 40), min_size=2, max_size=8)


@given(counts, counts)
def test_entropy_plus_kl_is_cross_entropy_for_raw_values(first, second):
    size = min(len(first), len(second))
    a, b = np.array(first[:size]), np.array(second[:size])
    assume(a.sum() > 0 and b.sum() > 0)
    entropy, kl = measures.entropy(a), measures.kl_divergence(a, b)
    cross = measures.cross_entropy(a, b)
    assert entropy.raw + kl.raw == pytest.approx(cross.raw, abs=1e-12)
    if math.isfinite(cross.plug_in):
        assert entropy.plug_in + kl.plug_in == pytest.approx(cross.plug_in, abs=1e-12)


@given(counts, counts)
def test_jensen_shannon_terms_are_non_negative_and_sum_to_it(first, second):
    size = min(len(first), len(second))
    a, b = np.array(first[:size]), np.array(second[:size])
    assume(a.sum() > 0 and b.sum() > 0)
    terms = PlugIn().jensen_shannon_terms(a, b)
    assert (terms >= 0).all()
    assert terms.sum() == pytest.approx(PlugIn().jensen_shannon_divergence(a, b), abs=1e-14)


@given(counts, counts, st.sampled_from([0.8, 0.95]))
def test_every_interval_is_ordered_and_inside_what_the_quantity_can_be(first, second, confidence):
    size = min(len(first), len(second))
    a, b = np.array(first[:size]), np.array(second[:size])
    assume(a.sum() > 0 and b.sum() > 0)
    for estimate, most in (
        (measures.entropy(a, confidence=confidence), math.log(size)),
        (measures.jensen_shannon_divergence(a, b, confidence=confidence), math.log(2)),
        (measures.kl_divergence(a, b, confidence=confidence), math.inf),
        (measures.cross_entropy(a, b, confidence=confidence), math.inf),
    ):
        assert 0.0 <= estimate.low <= estimate.high <= most
        assert 0.0 <= estimate.value <= most
        assert estimate.confidence == confidence


CELLS = [
    ([0.55, 0.45], [0.5, 0.5], 300, 300),
    ([0.4, 0.3, 0.3], [0.35, 0.3, 0.35], 300, 3000),
    ([0.5, 0.3, 0.2], [0.5, 0.3, 0.2], 200, 200),
    ([0.5, 0.3, 0.2], [0.4, 0.3, 0.3], 400, 300),
    ([0.1] * 10, [0.19, *[0.09] * 9], 2000, 1000),
    ([0.6, 0.3, 0.1], [0.2, 0.2, 0.6], 500, 2000),
]


@pytest.mark.simulation
@pytest.mark.parametrize(("p", "q", "a", "b"), CELLS)
def test_intervals_cover_the_truth(p, q, a, b):
    """A slice of the coverage study: 400 draws a cell, so that 0.95 is known to ±0.022 (2 sd)."""
    p, q = np.array(p), np.array(q)
    middle = (p + q) / 2
    kl = (p * np.log(p / q)).sum()
    truths = {
        "entropy": -(p * np.log(p)).sum(),
        "kl_divergence": kl,
        "cross_entropy": -(p * np.log(q)).sum(),
        "jensen_shannon_divergence": (
            (p * np.log(p / middle)).sum() + (q * np.log(q / middle)).sum()
        )
        / 2,
    }
    generator = np.random.default_rng(7)
    draws = 400
    pairs = list(
        zip(generator.multinomial(a, p, draws), generator.multinomial(b, q, draws), strict=True)
    )
    for name, truth in truths.items():
        measure = getattr(measures, name)
        found = [measure(x) if name == "entropy" else measure(x, y) for x, y in pairs]
        covered = np.mean([e.low <= truth + 1e-12 and truth <= e.high for e in found])
        # In a flat code every outcome costs the same, and which came how often leaves no error; of
        # the samples alone, it cannot be told from a nearly flat one, where the interval holds.
        flat = name == "cross_entropy" and np.ptp(q) == 0.0
        assert 0.92 <= covered <= (1.0 if flat else 0.99), name
        error = np.mean([e.raw for e in found]) - truth
        noise = np.std([e.raw for e in found]) / math.sqrt(draws)
        assert abs(error) < 4 * noise + 2e-4, name


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([29, 30], "lower bound"),
        ([30, 30], None),
        ([*[1] * 41, 59], "lower bound"),
        ([*[1] * 39, 61], "fewer than 5 times"),
        ([4, 96], "fewer than 5 times"),
        ([5, 95], None),
    ],
)
def test_an_entropy_says_when_data_are_too_few(counts, words):
    warnings = measures.entropy(np.array(counts)).warnings
    assert (words in warnings[0]) if words else warnings == ()


@pytest.mark.parametrize("measure", [measures.kl_divergence, measures.jensen_shannon_divergence])
@pytest.mark.parametrize(("first", "second"), [([30, 29], [300, 300]), ([300, 300], [30, 29])])
def test_a_divergence_says_when_one_side_has_few_rows(measure, first, second):
    warnings = measure(np.array(first), np.array(second)).warnings
    assert "fewer than 60 rows" in warnings[0]
    assert measure(np.array(first) + 1, np.array(second) + 1).warnings == ()


def test_a_large_reference_and_a_small_sample_that_misses_outcomes():
    """Without half a count in each cell 65 % are covered here."""
    generator = np.random.default_rng(5)
    p, q = 1 / np.arange(1.0, 11.0), np.array([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, *[0.0022] * 5])
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    truth = ((p * np.log(p / middle)).sum() + (q * np.log(q / middle)).sum()) / 2
    found = [
        measures.jensen_shannon_divergence(
            generator.multinomial(20_000, p), generator.multinomial(200, q)
        )
        for _ in range(300)
    ]
    assert np.mean([e.low <= truth <= e.high for e in found]) >= 0.93
    assert found[0].std_error > 0


def test_a_drawn_correction_replaces_the_formula():
    counts = np.array([3, 1, 1, 1, 1, 1])
    estimate = measures.entropy(counts, correction=0.7)
    assert estimate.raw == pytest.approx(estimate.plug_in + 0.7)
    assert estimate.high > math.log(6)
    assert "lower bound" in estimate.warnings[0]
