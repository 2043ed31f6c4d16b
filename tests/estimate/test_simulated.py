"""A slice of the simulation: error bars are as long as errors, intervals cover, bias is gone.

Seeds are fixed. With 400 samples the mean square of errors in standard errors is known to ±0.14
and a coverage of 0.95 to ±0.022 (two standard errors); a variance halved or doubled moves the
first to 2 or ½. All of it is `python -m benchmarks.estimation`.
"""

import math

import numpy as np
import pytest

import kullback as kb
from kullback import estimate

pytestmark = pytest.mark.simulation

SAMPLES = 400


def zipf(k):
    weights = 1.0 / np.arange(1, k + 1)
    return weights / weights.sum()


UNIFORM = np.full(100, 0.01)
SOURCES = {
    "Zipf, 1,000 of 100 outcomes": (zipf(100), 1000),
    "geometric, 300": (0.1 * 0.9 ** np.arange(300), 300),
    "half in a tenth, 1,000 of 100 outcomes": (np.repeat([0.05, 0.5 / 90], [10, 90]), 1000),
}


def entropies(p, n, samples=SAMPLES):
    random, p = np.random.default_rng(1948), p / p.sum()
    found = [estimate.entropy(random.multinomial(n, p), given="counts") for _ in range(samples)]
    return float(kb.entropy(p)), found


def in_standard_errors(truth, found):
    return np.array([(each.raw - truth) / each.std_error for each in found])


def share_that_covers(truth, found):
    return np.mean([each.low <= truth <= each.high for each in found])


@pytest.mark.parametrize(("p", "n"), SOURCES.values(), ids=SOURCES)
def test_the_error_bar_of_an_entropy_is_as_long_as_its_error(p, n):
    truth, found = entropies(p, n)
    errors = in_standard_errors(truth, found)
    assert 0.75 <= np.mean(errors**2) <= 1.25
    assert abs(errors.mean()) <= 0.3
    assert 0.92 <= share_that_covers(truth, found) <= 0.985
    assert not any(each.warnings for each in found)


def test_near_a_flat_source_the_interval_is_wide_and_still_of_use():
    truth, found = entropies(UNIFORM, 1000)
    assert 0.4 <= np.mean(in_standard_errors(truth, found) ** 2) <= 1.1
    assert share_that_covers(truth, found) >= 0.93
    assert np.mean([each.high - each.low for each in found]) <= 0.05


def test_the_bias_of_the_plug_in_is_gone():
    """(K − 1)/2n is 0.25 nats here, thirteen times what is allowed for."""
    truth, found = entropies(UNIFORM, 200)
    assert np.mean([each.plug_in - truth for each in found]) < -0.24
    assert abs(np.mean([each.raw - truth for each in found])) < 0.02


@pytest.mark.parametrize(
    ("p", "n", "least", "most"),
    [
        pytest.param(zipf(10_000), 5000, 1.0, 1.0, id="half of them never seen"),
        pytest.param(zipf(100), 59, 1.0, 1.0, id="few observations"),
        pytest.param(UNIFORM, 200, 0.0, 0.0, id="two for each outcome"),
        pytest.param(zipf(100), 200, 0.0, 0.05, id="two for each outcome, Zipf"),
    ],
)
def test_a_warning_is_given_where_data_are_too_few_and_not_elsewhere(p, n, least, most):
    _, found = entropies(p, n, samples=40)
    assert least <= np.mean([bool(each.warnings) for each in found]) <= most


P, Q = zipf(10), np.full(10, 0.1)
TWO_SAMPLES = {
    "kl_divergence": kb.kl_divergence,
    "cross_entropy": kb.cross_entropy,
    "jensen_shannon_divergence": kb.jensen_shannon_divergence,
}


@pytest.mark.parametrize("verb", TWO_SAMPLES)
def test_the_error_bar_of_two_samples_is_as_long_as_its_error(verb):
    random, truth = np.random.default_rng(1951), float(TWO_SAMPLES[verb](P, Q))
    found = [
        getattr(estimate, verb)(
            random.multinomial(1000, P), random.multinomial(1000, Q), given="counts"
        )
        for _ in range(SAMPLES)
    ]
    errors = in_standard_errors(truth, found)
    assert 0.75 <= np.mean(errors**2) <= 1.25
    assert abs(errors.mean()) <= 0.3
    assert 0.92 <= share_that_covers(truth, found) <= 0.985


def test_the_error_bar_of_a_mutual_information_is_as_long_as_its_error():
    joint = 0.5 * np.outer(zipf(5), np.full(5, 0.2)) + 0.5 * np.diag(np.full(5, 0.2))
    joint, random = joint / joint.sum(), np.random.default_rng(1956)
    truth = float(kb.mutual_information(joint))
    found = [
        estimate.mutual_information(
            random.multinomial(1000, joint.ravel()).reshape(5, 5), given="counts"
        )
        for _ in range(SAMPLES)
    ]
    errors = in_standard_errors(truth, found)
    assert 0.75 <= np.mean(errors**2) <= 1.25
    assert abs(errors.mean()) <= 0.3
    assert 0.92 <= share_that_covers(truth, found) <= 0.985


def test_samples_of_one_source_lie_no_farther_apart_than_the_interval_says():
    """Where the divergence is 0 its error is no normal one: at most α/2 lie beyond the interval."""
    random = np.random.default_rng(1959)
    found = [
        estimate.kl_divergence(*random.multinomial(300, P, size=2), given="counts")
        for _ in range(SAMPLES)
    ]
    assert np.mean([each.low == 0.0 for each in found]) >= 0.955
    assert all(math.isfinite(each.value) for each in found)
