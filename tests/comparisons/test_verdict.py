"""Sizes in words."""

import math

import pytest

from kullback import Estimate
from kullback.comparisons import verdict


def divergence(bits, high=1.0):
    return Estimate(bits, bits, bits, "bits", 0.0, 0.0, high, 0.95, (10, 10), "none")


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0.0, "real but negligible"),
        (0.0019, "real but negligible"),
        (0.002, "small"),
        (0.0179, "small"),
        (0.018, "noticeable"),
        (0.0449, "noticeable"),
        (0.045, "large"),
        (0.499, "large"),
        (0.5, "tells the tables apart"),
        (1.0, "tells the tables apart"),
    ],
)
def test_size_in_words(bits, words):
    assert verdict.verdict(divergence(bits), q=0.05) == words
    assert verdict.verdict(divergence(bits).to("nats"), q=0.0) == words


def test_size_speaks_only_when_the_change_is_real():
    assert verdict.verdict(divergence(0.9), q=0.0501) == "no change seen"


@pytest.mark.parametrize(
    ("high", "words"),
    [
        (0.0019, "no change that matters"),
        (0.010, "a change of up to 0.01 bits could have hidden"),
        (0.019, "too few rows to tell"),
    ],
)
def test_no_change_says_how_far_the_data_see(high, words):
    assert verdict.reach(divergence(0.0, high=high)) == words
    assert verdict.reach(divergence(0.0, high=high).to("nats")) == words


def test_folk_thresholds_of_the_population_stability_index():
    """Jeffreys' divergence of two normals d sd apart is d²; for small d PSI = 8 ln 2 · J."""
    assert 8 * math.log(2) * verdict.SMALL == pytest.approx(0.1, rel=0.01)
    assert 8 * math.log(2) * 0.045 == pytest.approx(0.25, rel=0.01)
