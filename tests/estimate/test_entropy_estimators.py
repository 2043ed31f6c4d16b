"""Estimators of the entropy from counts: verified values, and what each of them must obey."""

import math
from functools import partial

import mpmath
import numpy as np
import pytest

from kullback.estimate.counts.asymptotic_nemenman_shafee_bialek import (
    AsymptoticNemenmanShafeeBialek,
)
from kullback.estimate.counts.best_upper_bound import BestUpperBound
from kullback.estimate.counts.bonachela import Bonachela
from kullback.estimate.counts.chao_shen import ChaoShen
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost, unseen_part
from kullback.estimate.counts.coverage import Coverage
from kullback.estimate.counts.dirichlet import DirichletPlugIn, DirichletPosterior
from kullback.estimate.counts.fingerprint import fingerprint
from kullback.estimate.counts.grassberger_1988 import Grassberger1988
from kullback.estimate.counts.grassberger_2003 import Grassberger2003
from kullback.estimate.counts.jackknife import Jackknife
from kullback.estimate.counts.james_stein import JamesStein
from kullback.estimate.counts.jiao_venkat_han_weissman import JiaoVenkatHanWeissman
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek
from kullback.estimate.counts.pitman_yor_mixture import PitmanYorMixture
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.schurmann import Schurmann
from kullback.estimate.counts.special_functions import (
    digamma,
    entropy_step,
    inverse_digamma,
    trigamma,
)
from kullback.estimate.counts.table import ENTROPY_ESTIMATORS
from kullback.estimate.counts.unseen import Unseen
from kullback.estimate.counts.wu_yang import WuYang
from kullback.estimate.counts.zhang import Zhang

A = np.array([1, 2, 3, 2, 1])
B = np.array([13, 7, 5, 3, 2, 2, 1, 1, 1, 1, 1])
C = np.array([5, 4, *[3] * 3, *[2] * 12, *[1] * 18])
OUTCOMES = {"A": 5, "B": 20, "C": 50}  # how many there can be, where that is said
SAMPLES = {"A": A, "B": B, "C": C}

# Each checked against its literal sum or integral, or against R's `entropy` package, or both; `±`
# is the standard deviation that the method itself defines. In nats.
KNOWN = {
    "plug-in": (PlugIn(), (1.5229550675, 1.9600712142, 3.4257543966)),
    "Miller–Madow": (MillerMadow(), (1.7451772898, 2.0952063494, 3.7090877299)),
    "Grassberger 1988": (Grassberger1988(), (1.8948106126, 2.1891612286, 3.8460046716)),
    "Grassberger 2003": (Grassberger2003(), (1.9120318672, 2.2425381194, 3.8647074077)),
    "Schürmann": (Schurmann(), (1.8389915913, 2.1688789087, 3.8414307489)),
    "Zhang": (Zhang(), (1.7734126984, 2.1094671567, 3.7423704130)),
    "Bonachela, outcomes seen": (Bonachela(), (1.5404499541, 2.2531282775, 4.4606557690)),
    "Bonachela": (Bonachela, (1.5404499541, 3.0039459018, 5.3588153386)),
    "Chao–Shen": (ChaoShen(), (1.8765476707, 2.2097158139, 3.9594685807)),
    "Chao–Wang–Jost": (ChaoWangJost(), (1.8478704827, 2.2016840273, 3.8874537548)),
    "James–Stein, outcomes seen": (JamesStein(), (1.6094379124, 2.1264409773, 3.5553480615)),
    "James–Stein": (JamesStein, (1.6094379124, 2.3014017476, 3.9108556796)),
    "jackknife": (Jackknife(), (1.8868438671, 2.1726710054, 3.8865583743)),
    "Jeffreys": (partial(DirichletPlugIn, "Jeffreys"), (1.5569105681, 2.3924423259, 3.7069318449)),
    "Laplace": (partial(DirichletPlugIn, "Laplace"), (1.5740973368, 2.5798720618, 3.7919656421)),
    "Perks": (partial(DirichletPlugIn, "Perks"), (1.5396984217, 2.0396431514, 3.4561353163)),
    "minimax": (partial(DirichletPlugIn, "minimax"), (1.5612372355, 2.2758719939, 3.5698177390)),
    "posterior": (DirichletPosterior, (1.3994303150, 2.2244386901, 3.4597258458)),
    "NSB": (NemenmanShafeeBialek, (1.5090062279, 2.1757463015, 3.8193184564)),
    "NSB, unbounded": (NemenmanShafeeBialek(), (2.2501996407, 2.2583172709, 4.1873765686)),
    "Pitman–Yor mixture": (PitmanYorMixture(), (2.2910892252, 2.2797829754, 4.2357656648)),
    "best upper bound": (BestUpperBound, (1.7451772898, 2.1184687820, 3.7324647249)),
    "asymptotic NSB": (
        AsymptoticNemenmanShafeeBialek(most_repeats=math.inf),
        (3.0223999706, 3.8671617968, 4.8740150959),
    ),
    "Jiao–Venkat–Han–Weissman": (
        JiaoVenkatHanWeissman(),
        (1.7654347723, 2.1998203036, 3.8887544057),
    ),
    "Wu–Yang": (WuYang, (1.6967734552, 2.2001410135, 3.9794941324)),
    "unseen": (Unseen(), (1.6017031543, 2.1358878089, 3.8513385378)),
}
CASES = [
    (by(outcomes=OUTCOMES[sample]) if callable(by) else by, sample, value)
    for by, values in KNOWN.values()
    for sample, value in zip(SAMPLES, values, strict=True)
]


@pytest.mark.parametrize(("by", "sample", "value"), CASES)
def test_verified_value(by, sample, value):
    assert by.entropy(SAMPLES[sample]) == pytest.approx(value, abs=5.1e-11)


STANDARD_DEVIATIONS = [
    (Jackknife(), "A", 0.2501174889),
    (Jackknife(), "B", 0.1969740394),
    (Jackknife(), "C", 0.1116954703),
    (ChaoWangJost(), "B", math.sqrt(0.0930514237)),
    (DirichletPosterior(outcomes=5), "A", 0.1227609700),
    (DirichletPosterior(outcomes=20), "B", 0.1339274465),
    (DirichletPosterior(outcomes=50), "C", 0.0659709136),
    (NemenmanShafeeBialek(outcomes=5), "A", 0.0962450697),
    (NemenmanShafeeBialek(outcomes=20), "B", 0.1770985343),
    (NemenmanShafeeBialek(outcomes=50), "C", 0.0704993052),
    (NemenmanShafeeBialek(), "A", 0.5396752943),
    (NemenmanShafeeBialek(), "B", 0.2280959710),
    (NemenmanShafeeBialek(), "C", 0.2246999875),
    (PitmanYorMixture(), "A", 0.5682375205),
    (PitmanYorMixture(), "B", 0.2416502437),
    (PitmanYorMixture(), "C", 0.2425713939),
    (AsymptoticNemenmanShafeeBialek(math.inf), "A", 0.5327503691),
    (AsymptoticNemenmanShafeeBialek(math.inf), "B", 0.1980168257),
    (AsymptoticNemenmanShafeeBialek(math.inf), "C", 0.2020164925),
    (BestUpperBound(5), "A", 0.8384772598),
    (BestUpperBound(20), "B", 0.6719089338),
    (BestUpperBound(50), "C", 0.6170956966),
]


@pytest.mark.parametrize(("by", "sample", "deviation"), STANDARD_DEVIATIONS)
def test_verified_standard_deviation(by, sample, deviation):
    found = math.sqrt(by.entropy_variance(SAMPLES[sample]))
    assert found == pytest.approx(deviation, abs=2e-10)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize(
    "by",
    [
        PlugIn(),
        MillerMadow(),
        Grassberger1988(),
        Grassberger2003(),
        Schurmann(),
        ChaoShen(),
        Bonachela(),
    ],
    ids=lambda by: by.name,
)
def test_verified_variance_of_the_delta_method(by, sample):
    """The variance of −log p̂ over n, less (k − 1)/2n², and no less than that."""
    counts = SAMPLES[sample].tolist()
    n, k = sum(counts), len(counts)
    entropy = -sum(c / n * math.log(c / n) for c in counts)
    first = sum(c / n * (math.log(c / n) + entropy) ** 2 for c in counts) / n
    second = (k - 1) / (2 * n**2)
    expected = {"A": second, "B": first - second, "C": second}[sample]
    assert by.entropy_variance(SAMPLES[sample]) == pytest.approx(expected, rel=1e-12, abs=0)
    assert by.entropy_variance(np.full(k, 3)) == pytest.approx((k - 1) / (2 * (3 * k) ** 2))


@pytest.mark.parametrize(
    ("sample", "good_turing", "chao_jost", "std_error", "outcomes"),
    [
        ("A", 0.7777777778, 0.8222222222, 0.2618914004, 5.8888888889),
        ("B", 0.8648648649, 0.8678025852, 0.0779781221, 17.0810810811),
        ("C", 0.7000000000, 0.7066298343, 0.1008298897, 48.2750000000),
    ],
)
def test_verified_coverage(sample, good_turing, chao_jost, std_error, outcomes):
    counts, by = SAMPLES[sample], Coverage()
    assert by.good_turing(counts) == pytest.approx(good_turing, abs=5.1e-11)
    assert by.chao_jost(counts) == pytest.approx(chao_jost, abs=5.1e-11)
    assert by.good_turing_std_error(counts) == pytest.approx(std_error, abs=5.1e-11)
    assert by.outcomes(counts) == pytest.approx(outcomes, abs=5.1e-11)


def test_coverage_where_no_outcome_was_seen_once_or_none_was_seen_twice():
    assert Coverage().chao_jost([4, 3]) == 1.0
    assert Coverage().outcomes([4, 3]) == 2.0
    # f1 = 3, f2 = 0: A = 2/(9 · 2 + 2), and the outcomes are 4 + 9/10 · 3
    assert Coverage().chao_jost([7, 1, 1, 1]) == pytest.approx(1 - 0.3 * 0.9)
    assert Coverage().outcomes([7, 1, 1, 1]) == pytest.approx(6.7)


# Published with another program, which is good to 2e-6; these digits are of two independent ones.
D = [4, 12, 4, 5, 3, 1, 5, 1, 2, 2, 2, 2, 11, 3, 4, 12, 12, 1, 2]


@pytest.mark.parametrize(
    ("counts", "outcomes", "mean", "deviation"),
    [
        # two outcomes: by integrating over the probability and β together, without any ψ
        ([3, 1], 2, 0.5634701861, 0.1519542705),
        ([7, 2], 2, 0.5487923740, 0.1343483824),
        (D, 100, 2.8060969161, 0.1194769092),
        (D, None, 2.8131785827, 0.1245320512),
    ],
)
def test_nemenman_shafee_bialek_in_other_ways(counts, outcomes, mean, deviation):
    by = NemenmanShafeeBialek(outcomes)
    assert by.entropy(counts) == pytest.approx(mean, abs=2e-10)
    assert math.sqrt(by.entropy_variance(counts)) == pytest.approx(deviation, abs=2e-10)


def test_nemenman_shafee_bialek_tends_to_its_limit_of_unbounded_outcomes():
    many, limit = NemenmanShafeeBialek(outcomes=10**9), NemenmanShafeeBialek()
    assert many.entropy(C) == pytest.approx(limit.entropy(C), abs=1e-7)
    assert many.entropy_variance(C) == pytest.approx(limit.entropy_variance(C), abs=1e-7)


def test_without_a_coincidence_an_unbounded_alphabet_is_refused():
    with pytest.raises(ValueError, match="no outcome was seen twice"):
        NemenmanShafeeBialek().entropy([1, 1, 1])
    assert 1.0 < NemenmanShafeeBialek(outcomes=30).entropy([1, 1, 1]) < math.log(30)


def test_pitman_yor_mixture_needs_a_coincidence_and_nothing_else():
    by = PitmanYorMixture()
    with pytest.raises(ValueError, match="no outcome was seen twice"):
        by.entropy([1, 1, 1])
    assert by.entropy([1, 0, 3, 2, 1, 2]) == pytest.approx(by.entropy(A), abs=1e-12)
    assert by == ENTROPY_ESTIMATORS["pitman-yor-mixture"](7)
    assert by.name == "Pitman–Yor mixture"


@pytest.mark.parametrize("counts", [[40, 25, 9, 4, 1, 1], [2], [300] * 5])
def test_pitman_yor_mixture_is_where_the_data_are(counts):
    """Within three standard deviations of another estimator that knows no number of outcomes."""
    by = PitmanYorMixture()
    deviation = math.sqrt(by.entropy_variance(counts))
    assert 0 < deviation < 2
    assert abs(by.entropy(counts) - ChaoWangJost().entropy(counts)) < 3 * deviation


def test_best_upper_bound_on_published_counts():
    """The author's own program prints 2.2388."""
    by = BestUpperBound(outcomes=9)
    assert by.entropy([1, 2, 3, 4, 5, 4, 3, 2, 1]) == pytest.approx(2.2388035, abs=5e-8)


def test_best_upper_bound_needs_the_number_of_outcomes():
    with pytest.raises(ValueError, match="needs the number of possible outcomes"):
        BestUpperBound().entropy(A)


def test_a_source_of_one_outcome_has_no_entropy():
    for by in (NemenmanShafeeBialek(1), DirichletPosterior(outcomes=1), JamesStein(1)):
        assert by.entropy([8]) == 0.0


def test_dirichlet_variance_is_that_of_drawn_probabilities():
    generator = np.random.default_rng(1)
    p = generator.dirichlet(np.array([3.7, 1.7, 0.7, 0.7]), 200_000)
    drawn = -(p * np.log(p)).sum(axis=1)
    by = DirichletPosterior(0.7, outcomes=4)
    assert by.entropy([3, 1]) == pytest.approx(drawn.mean(), abs=4 * drawn.std() / 447)
    assert by.entropy_variance([3, 1]) == pytest.approx(drawn.var(), rel=0.02)


def test_dirichlet_variance_keeps_its_digits_where_counts_are_large():
    """Against the second moment of Wolpert and Wolf, which cancels, in 60 digits."""
    counts = [10**9, 2 * 10**9 + 1, 5]
    with mpmath.workdps(60):
        alphas = [c + mpmath.mpf(1) / 2 for c in counts]
        total = sum(alphas)

        def j(i):
            first = mpmath.digamma(alphas[i] + 2) - mpmath.digamma(total + 2)
            return first**2 + mpmath.psi(1, alphas[i] + 2) - mpmath.psi(1, total + 2)

        def k(i, m):
            one = mpmath.digamma(alphas[i] + 1) - mpmath.digamma(total + 2)
            two = mpmath.digamma(alphas[m] + 1) - mpmath.digamma(total + 2)
            return one * two - mpmath.psi(1, total + 2)

        second = sum(
            alphas[i] * (alphas[i] + 1) * j(i) if i == m else alphas[i] * alphas[m] * k(i, m)
            for i in range(3)
            for m in range(3)
        ) / (total * (total + 1))
        mean = mpmath.digamma(total + 1) - sum(a * mpmath.digamma(a + 1) for a in alphas) / total
        exact = float(second - mean**2)
    assert DirichletPosterior().entropy_variance(counts) == pytest.approx(exact, rel=1e-9, abs=0)


@pytest.mark.parametrize("by", [DirichletPlugIn, DirichletPosterior])
@pytest.mark.parametrize("added", ["Bayes", 0.0, -1.0, math.nan, math.inf])
def test_a_prior_that_is_none_is_refused(by, added):
    with pytest.raises(ValueError, match="added must be a"):
        by(added)


def test_grassberger_1988_is_not_the_misprint():
    misprinted = sum(
        c / 9 * (math.log(9) - float(mpmath.digamma(c)) - (-1) ** c / (c + 1)) for c in A.tolist()
    )
    assert misprinted == pytest.approx(1.8762920941, abs=5.1e-11)
    assert Grassberger1988().entropy(A) > misprinted + 0.01


@pytest.mark.parametrize("mean", [2, 8])
def test_logarithms_of_poisson_counts_are_as_unbiased_as_their_docstrings_say(mean):
    """The mean of n φ(n) should be λ log λ, for a Poisson count n of mean λ."""
    n = np.arange(1.0, 80.0)
    chance = np.exp(n * math.log(mean) - mean - np.array([math.lgamma(k + 1) for k in n]))
    sign, psi = 1.0 - 2.0 * (n % 2), digamma(n)
    half = (digamma((n + 1) / 2) - digamma(n / 2)) / 2
    bias = {
        by: chance @ (n * logarithm) - mean * math.log(mean)
        for by, logarithm in {
            "plain": psi,
            "1988": psi + sign / (n * (n + 1)),
            "misprinted": psi + sign / (n + 1),
            "2003": psi + sign * half,
        }.items()
    }
    known = {
        2: {"plain": 0.098, "1988": 0.021, "misprinted": 0.058, "2003": 0.0076},
        8: {"plain": 3e-4, "1988": 8e-6, "misprinted": 2.6e-4, "2003": 5e-8},
    }
    for by, size in known[mean].items():
        assert abs(bias[by]) == pytest.approx(size, rel=0.07)


@pytest.mark.parametrize("counts", [A, B, C, [1], [1, 1], [1000, 1], [7, 1, 1, 1]])
def test_schurmann_has_zhang_and_grassberger_at_its_ends(counts):
    n = sum(counts)
    instead = math.log(n) - float(mpmath.digamma(n))
    assert Schurmann(xi=1.0).entropy(counts) == pytest.approx(Zhang().entropy(counts), abs=1e-14)
    assert Schurmann(xi=0.5).entropy(counts) + instead == pytest.approx(
        Grassberger2003().entropy(counts), abs=1e-13
    )


@pytest.mark.parametrize("xi", [0.4, 1.1, math.nan])
def test_schurmann_refuses_what_lies_beyond_its_ends(xi):
    with pytest.raises(ValueError, match="between 1/2 and 1"):
        Schurmann(xi=xi)


# What each is exactly, written down a second time: sums over outcomes in 50 digits.
def exact_zhang(counts, n):
    return sum(c * (mpmath.digamma(n) - mpmath.digamma(c)) for c in counts) / n


def exact_grassberger_1988(counts, n):
    return (
        sum(
            c * (mpmath.log(n) - mpmath.digamma(c) - mpmath.mpf((-1) ** c) / (c * (c + 1)))
            for c in counts
        )
        / n
    )


def exact_grassberger_2003(counts, n):
    def g(m):
        half = mpmath.mpf(m) / 2
        return (
            mpmath.digamma(m) + (-1) ** m * (mpmath.digamma(half + 0.5) - mpmath.digamma(half)) / 2
        )

    return mpmath.log(n) - sum(c * g(c) for c in counts) / n


def exact_schurmann(counts, n):
    x = mpmath.exp(mpmath.mpf(1) / 2) - 1

    def s(m):
        return x**m / m * mpmath.hyp2f1(1, m, m + 1, -x)

    return mpmath.digamma(n) - sum(c * (mpmath.digamma(c) + (-1) ** c * s(c)) for c in counts) / n


def exact_chao_shen(counts, n):
    once = min(sum(c == 1 for c in counts), n - 1)
    shares = [(1 - mpmath.mpf(once) / n) * c / n for c in counts]
    return -sum(p * mpmath.log(p) / (1 - (1 - p) ** n) for p in shares)


def exact_plug_in(counts, n):
    return -sum(mpmath.mpf(c) / n * mpmath.log(mpmath.mpf(c) / n) for c in counts if c)


def exact_jackknife(counts, n):
    left_out = 0
    if n > 1:
        for i, c in enumerate(counts):
            left_out += c * exact_plug_in([*counts[:i], c - 1, *counts[i + 1 :]], n - 1)
    return n * exact_plug_in(counts, n) - mpmath.mpf(n - 1) / n * left_out


EXACT = [
    (Zhang(), exact_zhang),
    (Grassberger1988(), exact_grassberger_1988),
    (Grassberger2003(), exact_grassberger_2003),
    (Schurmann(), exact_schurmann),
    (ChaoShen(), exact_chao_shen),
    (Jackknife(), exact_jackknife),
]
HARD = [
    [1, 1],
    [3, 1, 1],
    [10**6, 1],
    [10**6, 10**6 + 1, 3],
    [999_983, 500_009, 2, 2, 1, 1, 1],
    list(range(1, 40)),
    [1] * 30,
    [10**12, 3 * 10**11 + 1, 10**5, 7],
    [10**15, 10**9, 10**9, 2, 1, 1],
]


@pytest.mark.parametrize("counts", HARD, ids=lambda counts: f"{max(counts)}, {len(counts)}")
@pytest.mark.parametrize(("by", "exact"), EXACT, ids=lambda x: getattr(x, "name", ""))
def test_error_is_at_most_what_is_promised(by, exact, counts):
    n = sum(counts)
    with mpmath.workdps(50):
        error = abs(float(mpmath.mpf(by.entropy(counts)) - exact(counts, n)))
    assert error <= 1e-14 * (1 + math.log(n))


@pytest.mark.parametrize(
    ("n", "once", "twice"), [(9, 2, 2), (10, 3, 0), (60, 18, 12), (1000, 400, 1), (10**6, 10, 3)]
)
def test_unseen_part_is_the_sum_of_the_paper(n, once, twice):
    with mpmath.workdps(60):
        share = (
            mpmath.mpf(2 * twice) / ((n - 1) * once + 2 * twice)
            if twice
            else mpmath.mpf(2) / ((n - 1) * (once - 1) + 2)
        )
        # Σ_{r≥n} x^(r−n+1)/r, with x = 1 − A, is x Φ(x, 1, n)
        exact = once * (1 - share) / n * mpmath.lerchphi(1 - share, 1, n)
    assert unseen_part(n, once, twice) == pytest.approx(float(exact), rel=1e-14, abs=0)


@pytest.mark.parametrize("counts", [[10**6, 10**6 + 1, 3], [10**15, 10**9, 10**9, 2, 1, 1]])
@pytest.mark.parametrize(
    ("by", "exact", "less"), [(Jackknife(), exact_plug_in, 0), (Zhang(), exact_zhang, 1)]
)
def test_jackknife_variance_keeps_its_digits_where_counts_are_large(by, exact, less, counts):
    """What is left out changes the estimate in its last digits: literally, in 60 of them."""
    n = sum(counts)
    with mpmath.workdps(60):
        left_out = []
        for i, c in enumerate(counts):
            rest = [*counts[:i], c - 1, *counts[i + 1 :]]
            left_out.append(exact([c for c in rest if c], n - 1))
        mean = sum(c * e for c, e in zip(counts, left_out, strict=True)) / n
        squares = sum(c * (e - mean) ** 2 for c, e in zip(counts, left_out, strict=True))
        literal = mpmath.mpf(n - 1) / n * squares
        second_order = mpmath.mpf(len(counts) - 1) / (2 * n**2)
        expected = float(max(literal - less * second_order, less * second_order))
    assert by.entropy_variance(counts) == pytest.approx(expected, rel=1e-9, abs=0)


def test_jackknife_variance_of_chao_wang_jost_is_the_literal_one():
    n, whole = B.sum(), ChaoWangJost()
    left_out, weights = [], []
    for i, c in enumerate(B):
        less = B.copy()
        less[i] -= 1
        left_out.append(whole.entropy(less))
        weights.append(c / n)
    left_out, weights = np.array(left_out), np.array(weights)
    literal = (n - 1) * (weights * (left_out - weights @ left_out) ** 2).sum()
    second_order = (len(B) - 1) / (2 * n**2)
    assert whole.entropy_variance(B) == pytest.approx(literal - second_order, rel=1e-12, abs=0)


def test_fingerprint_is_the_counts_of_counts():
    sample = fingerprint(np.array([0, 3, 1, 1, 7, 3, 0, 1]))
    assert sample.counts.tolist() == [1, 3, 7]
    assert sample.times.tolist() == [3, 2, 1]
    assert (sample.n, sample.seen, sample.singletons, sample.doubletons) == (16, 6, 3, 0)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([], ValueError, "nothing was observed"),
        ([0, 0], ValueError, "nothing was observed"),
        ([3, -1], ValueError, "got -1 at position 1"),
        ([3, 0.5], ValueError, r"got 0\.5 at position 1"),
        ([math.nan, 1], ValueError, "got nan at position 0"),
        ([1, math.inf], ValueError, "got inf at position 1"),
        ([None, 1], ValueError, "got nan at position 0"),
        (["a", "b"], TypeError, "must be numbers"),
        ([object()], TypeError, "must be numbers"),
        ([True, False], TypeError, "must be numbers"),
        ([[1, 2], [3, 4]], ValueError, r"shape \(2, 2\)"),
        (7, ValueError, r"shape \(\)"),
    ],
)
@pytest.mark.parametrize("by", [Zhang(), ChaoWangJost()], ids=lambda by: by.name)
def test_counts_that_are_none_are_refused(by, counts, error, words):
    with pytest.raises(error, match=words):
        by.entropy(counts)


@pytest.mark.parametrize(
    "by",
    [
        BestUpperBound,
        Bonachela,
        JamesStein,
        DirichletPlugIn,
        DirichletPosterior,
        MillerMadow,
        NemenmanShafeeBialek,
        WuYang,
    ],
)
def test_fewer_outcomes_than_were_seen_are_refused(by):
    with pytest.raises(ValueError, match="3 outcomes were seen"):
        by(outcomes=2).entropy([1, 1, 4])


@pytest.mark.parametrize("outcomes", [5.0, "5", 5.5])
@pytest.mark.parametrize("by", [MillerMadow, NemenmanShafeeBialek, WuYang])
def test_a_number_of_outcomes_that_is_no_whole_number_is_refused(by, outcomes):
    with pytest.raises(TypeError, match="outcomes must be a whole number or None, got "):
        by(outcomes=outcomes).entropy([1, 1, 4])


def test_a_list_will_do():
    for by in (PlugIn(), MillerMadow(7)):
        assert by.entropy([2, 0, 1]) == by.entropy(np.array([2, 0, 1]))
        assert by.entropy_variance([2, 0, 1]) == by.entropy_variance(np.array([2, 0, 1]))


def test_functions_keep_their_digits():
    x = np.concatenate([np.logspace(-30, 30, 61), np.linspace(0.1, 60, 100)])
    exact = np.array([float(mpmath.psi(1, mpmath.mpf(v))) for v in x.tolist()])
    assert trigamma(x) == pytest.approx(exact, rel=8 * 2.3e-16, abs=0)
    y = np.concatenate([-np.logspace(-2, 6, 50), np.linspace(0, 300, 50)])
    assert digamma(inverse_digamma(y)) == pytest.approx(y, rel=1e-14, abs=1e-14)
    m = np.array([1.0, 2.0, 10.0**9, 10.0**15])
    with mpmath.workdps(50):
        steps = [
            float(v * mpmath.log(v) - ((v - 1) * mpmath.log(v - 1) if v > 1 else 0))
            for v in map(mpmath.mpf, m.tolist())
        ]
    assert entropy_step(m) == pytest.approx(steps, rel=1e-15, abs=0)


def test_counts_of_any_length_are_read():
    assert Zhang().entropy([10**25, 10**25]) == pytest.approx(math.log(2))


def test_every_estimator_has_a_verified_value():
    verified = {type(by) for by, _, _ in CASES}
    for name, make in ENTROPY_ESTIMATORS.items():
        assert type(make(7)) in verified, f"{name} has no verified value"
