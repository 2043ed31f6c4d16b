"""What every estimator of the entropy must obey: one list, so that a new one is tried unasked.

An estimator that refuses data (there is no repeat, or there are too many for it) must refuse them
in any order, and is given data that it answers where its errors are measured.
"""

import importlib
import math
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

import kullback.estimate.counts
from kullback.estimate.counts.entropy_estimator import EntropyEstimator
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.table import ENTROPY_ESTIMATORS

by_name = pytest.mark.parametrize("name", ENTROPY_ESTIMATORS)
samples = st.lists(st.integers(0, 30), min_size=1, max_size=12).filter(any)

SLOW = {"pitman-yor-mixture"}  # a tenth of a second a sample
FOR_MANY_OUTCOMES = {"asymptotic-nsb"}  # far more of them than observations


def times(name, usual):
    return min(usual, 3) if name in SLOW else usual


def answer(method, counts):
    """Return what it answers, or the words it refuses with."""
    try:
        return method(np.array(counts))
    except ValueError as refusal:
        return str(refusal)


def same(one, other):
    return one == other or one == pytest.approx(other, rel=1e-12, abs=1e-14, nan_ok=True)


@by_name
def test_order_and_unseen_outcomes_change_nothing(name):
    @settings(max_examples=times(name, 12))
    @given(counts=samples, order=st.randoms(use_true_random=False))
    def check(counts, order):
        by = ENTROPY_ESTIMATORS[name](len(counts) + 3)
        moved = [*counts, 0, 0]
        order.shuffle(moved)
        for method in (by.entropy, by.entropy_variance):
            before, after = answer(method, counts), answer(method, moved)
            assert same(before, after)

    check()


@by_name
def test_entropy_is_finite_and_its_variance_is_not_negative(name):
    @settings(max_examples=times(name, 12))
    @given(counts=samples)
    def check(counts):
        by = ENTROPY_ESTIMATORS[name](len(counts) + 1)
        value, variance = answer(by.entropy, counts), answer(by.entropy_variance, counts)
        if isinstance(value, str):
            assert "seen twice" in value or "repeat" in value
        else:
            assert math.isfinite(value)
            assert variance >= 0.0 or math.isnan(variance)

    check()


LARGE = [[10**15], [10**9, 10**9], [10**15, 10**14, 10**3, 1], [7 * 10**12] * 5]


@by_name
@pytest.mark.parametrize("counts", LARGE, ids=lambda counts: f"{len(counts)} of {counts[0]:.0e}")
def test_large_counts_are_answered_with_the_entropy_of_their_shares(name, counts):
    by = ENTROPY_ESTIMATORS[name](len(counts))
    value = answer(by.entropy, counts)
    if name in FOR_MANY_OUTCOMES:
        assert "repeat one of" in value
        return
    # what is corrected for is of the order of m/n; the minimax prior's counts are √n
    assert value == pytest.approx(PlugIn().entropy(counts), abs=1e-6)
    variance = by.entropy_variance(np.array(counts))
    assert math.isnan(variance) or 0.0 <= variance < 1e-6


@by_name
@pytest.mark.parametrize("counts", [[1], [1, 1, 1, 1], [4], [3, 1, 1], [2] * 60])
def test_extremes_are_answered_or_refused_in_words(name, counts):
    """One observation, all different, all the same, none seen twice, all seen twice."""
    by = ENTROPY_ESTIMATORS[name](len(counts) + 1)
    value = answer(by.entropy, counts)
    if isinstance(value, str):
        assert "seen twice" in value or "repeat" in value
    else:
        assert -0.1 < value < math.log(len(counts) + 1) + 2.0
        variance = by.entropy_variance(np.array(counts))
        assert variance >= 0.0 or math.isnan(variance)


@by_name
@pytest.mark.parametrize(
    ("counts", "words"), [([3, -1], "negative|-1"), ([math.nan, 1], "nan"), ([0, 0], "all zero")]
)
def test_what_is_no_sample_is_refused(name, counts, words):
    by = ENTROPY_ESTIMATORS[name](5)
    with pytest.raises(ValueError, match=words):
        by.entropy(np.array(counts))


@by_name
def test_estimator_is_a_frozen_value_with_a_name(name):
    by = ENTROPY_ESTIMATORS[name](7)
    assert isinstance(by, EntropyEstimator)
    assert by == ENTROPY_ESTIMATORS[name](7)
    assert hash(by) == hash(ENTROPY_ESTIMATORS[name](7))
    assert by.name
    with pytest.raises((AttributeError, TypeError)):  # which of them depends on the fields
        by.name = "another"


@by_name
def test_estimator_has_a_source_an_error_and_an_example(name):
    words = type(ENTROPY_ESTIMATORS[name](7)).__doc__
    for part in ("Source: ", "Error", "variance", "nats", ">>> "):
        assert part in words


def test_names_are_told_apart():
    names = [make(7).name for make in ENTROPY_ESTIMATORS.values()]
    assert len(set(names)) == len(names)


def entropy_of(p):
    p = p[p > 0]
    return float(-(p * np.log(p)).sum())


def draws(name, p, n, usual, seed):
    """Return samples that the estimator answers."""
    generator = np.random.default_rng(seed)
    by = ENTROPY_ESTIMATORS[name](len(p))
    drawn = [
        np.bincount(np.searchsorted(np.cumsum(p), generator.random(n) * p.sum()))
        for _ in range(times(name, usual))
    ]
    kept = [counts for counts in drawn if not isinstance(answer(by.entropy, counts), str)]
    assert len(kept) > 0.8 * len(drawn)
    return by, kept


GEOMETRIC = 0.7 ** np.arange(8)
SOURCES = {
    "uniform": np.full(10, 0.1),
    "geometric": GEOMETRIC / GEOMETRIC.sum(),
    "three": np.array([0.6, 0.3, 0.1]),
}
USUAL = [name for name in ENTROPY_ESTIMATORS if name not in FOR_MANY_OUTCOMES]


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("source", SOURCES)
def test_estimator_finds_the_truth_where_data_are_many(name, source):
    p, n = SOURCES[source], 4000
    truth = entropy_of(p)
    by, kept = draws(name, p, n, 16, seed=11)
    found = np.array([by.entropy(counts) for counts in kept])
    spread = math.sqrt((p * (np.log(p) + truth) ** 2).sum() / n + len(p) / (2 * n**2))
    # the bias of the plug-in, (m − 1)/2n, is the most that any of them may have here
    assert abs(found.mean() - truth) < 4 * spread / math.sqrt(len(found)) + len(p) / n


FEW_AND_MANY = (60, 1500)
# As uneven as priors expect: 4 repeats among 400 observations, 13 among 700, 160 among 2500.
UNEVEN = np.random.default_rng(0).dirichlet(np.full(200_000, 0.1))


@by_name
def test_error_shrinks_as_data_grow(name):
    """Root mean square error, by half and more where data are 25 times, or repeats 40 times."""
    p, sizes = (
        (UNEVEN, (400, 2500)) if name in FOR_MANY_OUTCOMES else (SOURCES["geometric"], FEW_AND_MANY)
    )
    errors = []
    for n in sizes:
        by, kept = draws(name, p, n, 20, seed=7)
        off = [by.entropy(counts) - entropy_of(p) for counts in kept]
        errors.append(math.sqrt(np.mean(np.square(off))))
    assert errors[1] < 0.5 * errors[0]


# Bonachela's is made for two outcomes, and a fixed Dirichlet prior decides where data are few.
MADE_FOR_OTHERS = {"plug-in", "bonachela", "perks", *FOR_MANY_OUTCOMES, *SLOW}
LESS_BIAS = [
    name
    for name in ENTROPY_ESTIMATORS
    if name not in MADE_FOR_OTHERS and not name.endswith("-posterior")
]


@pytest.mark.simulation
@pytest.mark.parametrize("name", LESS_BIAS)
def test_estimator_has_less_bias_than_the_plug_in(name):
    """Thirty outcomes and 60 observations."""
    p = 1 / np.arange(3.0, 33.0)
    p /= p.sum()
    by, kept = draws(name, p, 60, 60, seed=5)
    bias = np.mean([by.entropy(counts) for counts in kept]) - entropy_of(p)
    plain = np.mean([PlugIn().entropy(counts) for counts in kept]) - entropy_of(p)
    assert abs(bias) < 0.6 * abs(plain)


@pytest.mark.simulation
@by_name
def test_interval_covers_the_truth_as_often_as_it_says(name):
    """Value ± 1.96 √variance, where the source is regular and data are enough: 95 %.

    Not below what 93 % would show in so many samples once in a thousand times.
    """
    p, n = (UNEVEN, 700) if name in FOR_MANY_OUTCOMES else (SOURCES["geometric"], 500)
    by, kept = draws(name, p, n, 60, seed=2)
    deviations = np.sqrt([by.entropy_variance(counts) for counts in kept])
    if np.isnan(deviations).all():
        return
    off = np.abs([by.entropy(counts) - entropy_of(p) for counts in kept])
    assert (off < 1.96 * deviations).sum() >= binom.ppf(0.001, len(kept), 0.93)


def test_every_estimator_has_a_line_in_the_table():
    listed = {type(make(7)) for make in ENTROPY_ESTIMATORS.values()}
    for _, name, _ in pkgutil.iter_modules(kullback.estimate.counts.__path__):
        module = importlib.import_module(f"kullback.estimate.counts.{name}")
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and value is not EntropyEstimator and hasattr(value, "entropy_variance"):
                assert value in listed, f"{value.__name__} has no line in table.py"
