"""Where other programs go wrong, by name: what they print, why, and what is right.

The figures of infomeasure are what its release 0.6.3 printed for the sample C on 28 November 2026,
with NumPy 2.4.6 and SciPy 1.17.1. It is not needed here: what its source does is written down
again, and gives the same digits.
"""

import math

import numpy as np
import pytest
from scipy.special import digamma, gammaln, polygamma

from kullback import estimate
from kullback.estimate.counts.asymptotic_nemenman_shafee_bialek import (
    AsymptoticNemenmanShafeeBialek,
)
from kullback.estimate.counts.dirichlet import DirichletPosterior
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek

C = np.array([5, 4, *[3] * 3, *[2] * 12, *[1] * 18])  # 60 observations, 35 of 50 outcomes
A = np.array([1, 2, 3, 2, 1])
TRUE = 3.8193184564


def posterior_mean(counts, outcomes, *, upper=math.inf, weights=1.0, cells=None):
    """Integrate over β as the paper has it, on 40,000 places of log β and without any refinement.

    What peers do instead: an upper end for β, the logarithms of the gamma functions multiplied by
    `weights`, and moments over `cells` rather than all outcomes.
    """
    n, cells = counts.sum(), outcomes if cells is None else cells
    u = np.linspace(-14.0, min(math.log(upper), 14.0), 40_000)
    beta = np.exp(u)
    log_weight = gammaln(outcomes * beta) - gammaln(n + outcomes * beta) + u
    log_weight += np.log(
        outcomes * polygamma(1, outcomes * beta + 1) - polygamma(1, beta + 1)  # the prior
    )
    total = n + cells * beta
    mean = digamma(total + 1) - (cells - counts.size) * beta * digamma(beta + 1) / total
    for count, weight in zip(counts, np.broadcast_to(weights, counts.shape), strict=True):
        log_weight += weight * (gammaln(count + beta) - gammaln(beta))
        mean -= (count + beta) * digamma(count + beta + 1) / total
    density = np.exp(log_weight - log_weight.max())
    return np.trapezoid(density * mean, u) / np.trapezoid(density, u)


def test_nemenman_shafee_bialek_is_the_posterior_mean():
    found = estimate.entropy(C, given="counts", estimator="nsb", support_size=50)
    assert found.raw == pytest.approx(TRUE, abs=1e-9)
    assert posterior_mean(C, 50) == pytest.approx(TRUE, abs=2e-6)  # the tail beyond e¹⁴ is cut


def test_infomeasure_on_the_same_counts():
    """3.457373 for 50 outcomes; for those seen 3.450125, which is 4.977478 bits."""
    wrong = {"weights": C, "cells": C.size}
    assert posterior_mean(C, 50, upper=math.log(50), **wrong) == pytest.approx(3.457373, abs=2e-6)
    seen = posterior_mean(C, 35, upper=math.log(35), **wrong)
    assert seen == pytest.approx(3.450125, abs=2e-6)
    assert seen / math.log(2) == pytest.approx(4.977478, abs=2e-6)
    # below every estimate that corrects the plug-in's bias, and more than five deviations off
    deviation = math.sqrt(NemenmanShafeeBialek(50).entropy_variance(C))
    assert (TRUE - 3.4574) / deviation > 5


def test_each_of_its_faults_alone_is_more_than_a_deviation():
    """An end for β, the counts as factors (all weight on the uniform), the unseen left out."""
    assert posterior_mean(C, 50, upper=math.log(50)) < TRUE - 0.07
    assert posterior_mean(C, 50, weights=C) == pytest.approx(math.log(50), abs=1e-6)
    assert posterior_mean(C, 50, cells=C.size) < TRUE - 0.3


def test_infomeasure_takes_the_asymptotic_form_where_it_does_not_hold():
    """It prints 4.874015, far above log 50 = 3.912, for counts with 25 repeats of 35 outcomes."""
    anyway = AsymptoticNemenmanShafeeBialek(most_repeats=math.inf)
    assert anyway.entropy(C) == pytest.approx(4.874015, abs=5e-7)
    with pytest.raises(ValueError, match="25 of 60 observations repeat"):
        estimate.entropy(C, given="counts", estimator="asymptotic-nsb")


def test_infomeasure_has_the_misprint_of_grassberger_1988():
    """It prints 3.805449: with (−1)ⁿ/(n + 1) where the bias is least with (−1)ⁿ/n(n + 1)."""
    n = C.sum()
    misprinted = np.log(n) - (C * (digamma(C) + (-1.0) ** C / (C + 1))).sum() / n
    assert misprinted == pytest.approx(3.805449, abs=5e-7)
    found = estimate.entropy(C, given="counts", estimator="grassberger-1988").raw
    assert found == pytest.approx(3.8460046716, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("plug-in", 3.425754),
        ("miller-madow", 3.709088),
        ("james-stein", 3.555348),
        ("chao-shen", 3.959469),
        ("chao-wang-jost", 3.887454),
        ("zhang", 3.742370),
        ("bonachela", 4.460656),
    ],
)
def test_where_infomeasure_is_right_this_says_the_same(name, printed):
    found = estimate.entropy(C, given="counts", estimator=name)
    assert found.raw == pytest.approx(printed, abs=6e-7)


def test_the_posterior_mean_of_one_prior_is_not_the_entropy_of_its_mean():
    """R's `entropy` calls the second one Dirichlet."""
    plug_in = estimate.entropy(A, given="counts", estimator="jeffreys", support_size=5)
    assert plug_in.raw == pytest.approx(1.5569105681, abs=1e-9)
    assert DirichletPosterior(outcomes=5).entropy(A) == pytest.approx(1.3994303150, abs=1e-9)


@pytest.mark.parametrize("name", ["miller-madow", "grassberger-2003", "chao-wang-jost", "nsb"])
def test_a_unit_changes_every_part_of_an_estimate(name):
    """A correction in nats added to an entropy in bits is a fault that others have had."""
    nats, bits = (
        estimate.entropy(C, given="counts", estimator=name, support_size=50, unit=unit)
        for unit in ("nats", "bits")
    )
    for part in ("raw", "value", "plug_in", "bias", "std_error", "low", "high"):
        assert getattr(bits, part) == pytest.approx(getattr(nats, part) / math.log(2), rel=1e-12)
