"""Estimators whose answer the rarest outcomes decide: by polynomials, by repeats, by programs."""

import math

import mpmath
import numpy as np
import pytest
from scipy.special import xlogy
from scipy.stats import binom

from kullback.estimate.counts.asymptotic_nemenman_shafee_bialek import (
    AsymptoticNemenmanShafeeBialek,
)
from kullback.estimate.counts.best_polynomial import best_polynomial
from kullback.estimate.counts.best_upper_bound import (
    BestUpperBound,
    _mean_square_jump,
    _weights,
)
from kullback.estimate.counts.jiao_venkat_han_weissman import JiaoVenkatHanWeissman
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.unseen import Unseen
from kullback.estimate.counts.wu_yang import WuYang


def zipf(outcomes, n, seed):
    p = 1 / np.arange(1.0, outcomes + 1)
    return np.random.default_rng(seed).multinomial(n, p / p.sum())


def powers(degree):
    """Return the best polynomial in powers of x: in 50 digits, since they cancel."""
    before, now = [mpmath.mpf(1)], [mpmath.mpf(1), mpmath.mpf(-2)]
    total = [mpmath.mpf(0)] * (degree + 1)
    for coefficient in best_polynomial(degree):
        for r, a in enumerate(before):
            total[r] += mpmath.mpf(float(coefficient)) * a
        after = [2 * a for a in now] + [mpmath.mpf(0)]
        for r, a in enumerate(now):
            after[r + 1] -= 4 * a
        for r, a in enumerate(before):
            after[r] -= a
        before, now = now, after
    return total


def exact_jiao_venkat_han_weissman(counts):
    counts = [c for c in counts if c]
    n, once = sum(counts), sum(c == 1 for c in counts)
    degree = min(4 + math.ceil(1.2 * math.log(n)), 22)
    end = 0
    if n >= degree and once:
        r = mpmath.log(mpmath.mpf(n) / once)
        line = mpmath.mpf("0.3303") * r + mpmath.mpf("0.4679")
        parabola = -0.530556484842359 * r**2 + 1.09787328176926 * r + 0.184831781602259
        fitted = parabola if n >= 200 and r <= 1.5 else line
        end = 4 * max(fitted, 1 / (mpmath.mpf("1.9") * mpmath.log(n))) * mpmath.log(n) / n
    total, a = 0, powers(degree)
    for c in counts:
        x = mpmath.mpf(c) / n
        term = -x * mpmath.log(x) + mpmath.mpf(1) / (2 * n)
        if x < end:
            polynomial, moment = a[0] * end, end
            for r in range(1, degree + 1):
                moment *= (c - r + 1) / (end * (n - r + 1))
                polynomial += a[r] * moment
            weight = min(max(2 * x / end - 1, 0), 1)
            term = weight * term + (1 - weight) * (polynomial - x * mpmath.log(end))
        total += max(term, 0)
    return total


def exact_wu_yang(counts, outcomes):
    n, log_of = sum(counts), mpmath.log(outcomes)
    width = mpmath.mpf("3.5") * log_of
    most = math.floor(1.6 * math.log(outcomes))
    a, total = powers(max(most, 1)), 0
    for c in [*counts, *[0] * (outcomes - len(counts))]:
        if c > most:
            x = mpmath.mpf(c) / n
            total += -x * mpmath.log(x) + mpmath.mpf(1) / (2 * n)
        else:
            factorial = [math.perm(c, r) / width**r for r in range(len(a))]
            polynomial = sum(b * f for b, f in zip(a, factorial, strict=True))
            total += (width * polynomial + c * mpmath.log(n / width)) / n
    return max(total, 0)


@pytest.mark.parametrize(
    "counts",
    [
        [1, 1, 1],  # fewer than the degree
        [2, 2, 1, 1, 1],
        [1] * 12,
        [1] * 250,  # by the parabola
        [3] * 60 + [1] * 40,
        [10**6, 300, 25, 3, 1],
        [10**15, 10**9, 40, 7, 1],
        zipf(40, 300, 1).tolist(),
    ],
    ids=lambda counts: f"{max(counts)}, {len(counts)}",
)
def test_jiao_venkat_han_weissman_to_the_digits_it_promises(counts):
    with mpmath.workdps(50):
        exact = exact_jiao_venkat_han_weissman(counts)
        assert abs(mpmath.mpf(JiaoVenkatHanWeissman().entropy(counts)) - exact) < 1e-9


@pytest.mark.parametrize(
    ("counts", "outcomes"),
    [
        ([2, 1], 2),
        ([4, 3, 1], 3),
        ([1] * 12, 300),
        ([9, 4, 4, 2, 1, 1], 100),
        ([10**6, 300, 25, 3, 1], 1000),
        ([10**15, 12, 1], 50),
        (zipf(40, 300, 1)[:40].tolist(), 40),
    ],
)
def test_wu_yang_to_the_digits_it_promises(counts, outcomes):
    counts = [c for c in counts if c]
    with mpmath.workdps(50):
        exact = exact_wu_yang(counts, outcomes)
        assert abs(mpmath.mpf(WuYang(outcomes).entropy(counts)) - exact) < 1e-9


def test_wu_yang_for_a_billion_outcomes():
    """Degree 33, where powers of x would have lost every digit."""
    found = WuYang(10**9).entropy([2] * 4000 + [1] * 10_000)
    with mpmath.workdps(60):
        a = powers(33)
        n, width = 18_000, mpmath.mpf("3.5") * mpmath.log(10**9)
        none, once, twice = (
            width * sum(a[r] * math.perm(c, r) / width**r for r in range(c + 1))
            + c * mpmath.log(n / width)
            for c in (0, 1, 2)
        )
        exact = ((10**9 - 14_000) * none + 10_000 * once + 4000 * twice) / n
    assert found == pytest.approx(float(exact), rel=1e-11)


def test_wu_yang_needs_the_number_of_outcomes():
    with pytest.raises(ValueError, match="number of possible outcomes: state it"):
        WuYang().entropy([3, 1])
    assert WuYang(1).entropy([3]) == 0.0


def test_repeats_alone_decide_where_outcomes_are_many():
    """Twenty repeats among 400: exp H = n²/2 exp(γ − ψ(20))."""
    counts = [2] * 20 + [1] * 360
    by = AsymptoticNemenmanShafeeBialek()
    expected = 400**2 / 2 * math.exp(np.euler_gamma - float(mpmath.digamma(20)))
    assert math.exp(by.entropy(counts)) == pytest.approx(expected, rel=1e-12)
    assert by.entropy_variance(counts) == pytest.approx(float(mpmath.psi(1, 20)), rel=1e-12)
    limit = NemenmanShafeeBialek()
    assert by.entropy(counts) == pytest.approx(limit.entropy(counts), abs=0.1)


def test_a_flat_source_is_overestimated_by_eulers_constant():
    """Of 20,000 equal outcomes, 2000 observations repeat about n²/2m = 100 times."""
    generator = np.random.default_rng(8)
    by, drawn = AsymptoticNemenmanShafeeBialek(), generator.integers(20_000, size=(60, 2000))
    found = [by.entropy(np.bincount(sample)) for sample in drawn]
    assert np.mean(found) - math.log(20_000) == pytest.approx(np.euler_gamma, abs=0.06)


def test_many_repeats_make_it_rise():
    """A Dirichlet process of concentration α = 10,000 repeats n − α log(1 + n/α) = 177 of 2000."""
    truth = float(mpmath.digamma(10_001)) + np.euler_gamma
    found = AsymptoticNemenmanShafeeBialek().entropy([2] * 177 + [1] * 1646)
    assert found - truth == pytest.approx(0.12, abs=0.01)


@pytest.mark.parametrize(
    ("most_repeats", "counts", "words"),
    [
        (0.1, [1, 1, 1], "no outcome was seen twice"),
        (0.1, [1, 2, 3, 2, 1], "4 of 9 observations repeat one of 5 outcomes"),
        (0.1, [2, *[1] * 9], "1 of 11 observations"),
        (0.05, [2, *[1] * 10], "fewer than 0.05 repeats"),
        (0.79, [1, 2, 3, 2, 1], "fewer than 0.79 repeats"),
    ],
)
def test_data_beyond_its_limit_are_refused(most_repeats, counts, words):
    by = AsymptoticNemenmanShafeeBialek(most_repeats)
    for method in (by.entropy, by.entropy_variance):
        with pytest.raises(ValueError, match=words):
            method(counts)


def test_how_many_repeats_it_bears_can_be_said():
    assert AsymptoticNemenmanShafeeBialek(0.81).entropy([1, 2, 3, 2, 1]) > 3.0
    assert AsymptoticNemenmanShafeeBialek().entropy([2, *[1] * 10]) > 4.0
    for none in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="most_repeats must be a positive number"):
            AsymptoticNemenmanShafeeBialek(none)


def test_counts_without_a_crowd_are_taken_as_they_are():
    for counts in ([10**15, 10**9, 4000, 900, 50], [4000, 400, 350, 300, 50]):
        assert Unseen().entropy(counts) == pytest.approx(PlugIn().entropy(counts), abs=1e-14)


def test_a_crowd_beside_a_large_count_is_a_program_of_its_own():
    """What is not crowded keeps its share; the rest is as if it had been sampled alone."""
    crowd = [1] * 30 + [2] * 12
    found, alone = Unseen().entropy([*crowd, 10_000]), Unseen().entropy(crowd)
    n, rest = 10_054, 54
    share = rest / n
    parts = -share * math.log(share) - (1 - share) * math.log(1 - share)
    assert found == pytest.approx(parts + share * alone, abs=0.02 * share)


def test_unseen_sees_what_the_plug_in_misses():
    """A flat source of 1000 outcomes and 500 observations."""
    counts = np.random.default_rng(3).multinomial(500, np.full(1000, 1e-3))
    truth = math.log(1000)
    assert abs(Unseen().entropy(counts) - truth) < 0.25
    assert PlugIn().entropy(counts) < truth - 0.8


def test_crowds_of_large_counts_are_taken_as_they_are():
    """The grid is coarser than what counts above 500 say of their share."""
    many = np.random.default_rng(2).poisson(2000, 3000)
    assert Unseen().entropy(many) == pytest.approx(PlugIn().entropy(many), abs=1e-14)
    for shift, tolerance in ((0, 1e-6), (1, 1e-14)):
        counts = np.array([480, 490, 500] * 20) + shift * 21
        same = Unseen().entropy(counts) == pytest.approx(PlugIn().entropy(counts), abs=tolerance)
        assert same == bool(shift)


@pytest.mark.parametrize("mean", [30, 100, 470])
def test_unseen_of_plenty_of_data_is_within_what_it_promises(mean):
    counts = np.random.default_rng(0).poisson(mean, 3000)
    assert abs(Unseen().entropy(counts) - math.log(3000)) < 0.02


def test_best_upper_bound_of_many_observations_is_near_miller_madow():
    """It has an answer, and no table as long as the sample."""
    for counts in ([10**6, 10**6 + 5, 2], [10**9, 3 * 10**8, 7], [10**15, 10**14, 3, 1]):
        n = sum(counts)
        found = BestUpperBound(outcomes=6).entropy(counts)
        assert found == pytest.approx(MillerMadow().entropy(counts), abs=100 / n)
        assert 0 < BestUpperBound(outcomes=6).entropy_variance(counts) < 1000 / n


@pytest.mark.parametrize("p", [0.2, 0.45, 0.9])
def test_three_points_stand_for_thousands(p):
    """The mean of j/n (a(j) − a(j − 1))² for a binomial count, against every term of it."""
    n = 8000
    j = np.arange(1.0, n + 1)
    weight = -xlogy(j / n, j / n) + (1 - j / n) / (2 * n)
    before = -xlogy((j - 1) / n, (j - 1) / n) + (1 - (j - 1) / n) / (2 * n)
    exact = binom.pmf(j, n, p) @ (j / n * (weight - before) ** 2)
    assert _mean_square_jump(float(n), np.array([p]))[0] == pytest.approx(exact, rel=2e-7, abs=0)


def test_three_points_stand_for_a_table(monkeypatch):
    """Above 1500 observations the bound is summed at three points: it is that of every count."""
    n = 4000
    counts = [n - 9, 5, 3, 1]
    short = BestUpperBound(outcomes=4)
    value, variance = short.entropy(counts), short.entropy_variance(counts)
    _weights.cache_clear()
    monkeypatch.setattr("kullback.estimate.counts.best_upper_bound.MOST_IN_TABLE", n)
    assert short.entropy(counts) == pytest.approx(value, abs=1e-9)
    assert short.entropy_variance(counts) == pytest.approx(variance, rel=1e-5, abs=0)
    _weights.cache_clear()
