"""The interval next to zero, far from it, and in between."""

import math

import pytest
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2, norm

from kullback.estimate.intervals import Null, noncentral_chi_square, normal


def test_two_samples_that_agree_exactly_bound_the_divergence_by_the_null_scale():
    # With 10,000 rows a side, h/8 nats: the upper limit is 0.00027 bits.
    null = Null(floor=9 * 2e-4 / 8, scale=2e-4 / 8)
    low, high = noncentral_chi_square(0.0, 0.0, null, 0.95)
    assert low == 0.0
    assert high == pytest.approx(-2 * math.log(0.025) * null.scale)
    assert high / math.log(2) == pytest.approx(0.00027, rel=0.02)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("plug_in", [0.002, 0.006, 0.02, 0.1])
def test_limits_are_where_the_matched_law_has_its_tails(plug_in, confidence):
    null, variance = Null(floor=0.004, scale=0.0005), 4e-4 * plug_in
    low, high = noncentral_chi_square(plug_in, variance, null, confidence)
    scale = (variance + 4 * null.scale**2) / (4 * (plug_in + null.scale))
    degrees, x, tail = null.floor / scale, plug_in / scale, (1 - confidence) / 2
    below = chi2.cdf(x, degrees)

    def limit(probability):
        return scale * brentq(lambda c: ncx2.cdf(x, degrees, c) - probability, 1e-12, 1e4)

    assert high == pytest.approx(limit(tail * below), rel=1e-6)
    assert low == pytest.approx(limit(1 - tail) if below > 1 - tail else 0.0, rel=1e-6)


def test_far_from_zero_it_is_the_delta_method():
    null, variance = Null(floor=1e-5, scale=1e-6), 1e-6
    low, high = noncentral_chi_square(0.4, variance, null, 0.95)
    assert low == pytest.approx(0.4 - 1e-5 - 1.96e-3, abs=2e-5)
    assert high == pytest.approx(0.4 - 1e-5 + 1.96e-3, abs=2e-5)


def test_the_two_branches_meet():
    null = Null(floor=3e-6, scale=1e-6)
    variance = 4e-6
    ends = [noncentral_chi_square(d, variance, null, 0.95) for d in (0.3162, 0.3163)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-3)


@pytest.mark.parametrize("plug_in", [0.9, 1.0, 1.1])
def test_a_large_floor_on_a_small_scale_has_ordered_limits(plug_in):
    low, high = noncentral_chi_square(plug_in, 1e-9, Null(1.0, 1e-7), 0.95)
    assert 0.0 <= low <= high
    assert high < 0.2


def test_a_single_outcome_has_no_floor_but_an_upper_limit():
    assert noncentral_chi_square(0.0, 0.0, Null(0.0, 0.01), 0.95)[1] > 0.0


@pytest.mark.parametrize("confidence", [0.5, 0.95])
def test_normal(confidence):
    z = norm.ppf((1 + confidence) / 2)
    assert normal(2.0, 0.1, confidence) == pytest.approx((2 - 0.1 * z, 2 + 0.1 * z))
    assert normal(0.05, 0.1, confidence)[0] == max(0.0, 0.05 - 0.1 * z)
    assert normal(0.05, 10.0, confidence, lowest=-1.0)[0] == -1.0
