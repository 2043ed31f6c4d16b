"""Groups left out and counts drawn again: by hand where that can be, and against known truths."""

import dataclasses
import math

import numpy as np
import pytest
from scipy.stats import binom, bootstrap, chisquare

import kullback as kb
from kullback.estimate.resampling import statistics
from kullback.estimate.resampling.bootstrap import (
    bias_corrected_and_accelerated,
    entropies_drawn_again,
)
from kullback.estimate.resampling.delete_a_group import Jackknifed, delete_a_group
from kullback.estimate.resampling.of_groups import estimate_of_groups
from kullback.estimate.samples import Tally
from kullback.kernels.drawing import drawn_again

STUDENT_9 = 2.2621571628  # 0.975 of Student with 9 degrees of freedom, from tables
BLOCKS = np.array([[4.0, 1, 0], [1, 3, 2], [2, 2, 2], [0, 1, 5]])


def tally(blocks):
    counts = blocks.sum(axis=0)
    return Tally(counts, int(counts.sum()), blocks, len(blocks))


def test_the_jackknife_of_a_mean_is_the_textbook_standard_error():
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    blocks = np.column_stack([values, np.ones(5)])
    found = delete_a_group(lambda counts: counts[0] / counts[1], [tally(blocks)])
    assert found.statistic == pytest.approx(values.mean())
    assert found.bias == pytest.approx(0.0, abs=1e-14)
    assert found.std_error == pytest.approx(values.std(ddof=1) / math.sqrt(5))
    assert found.degrees == 4
    centred = values - values.mean()
    skewness = (centred**3).mean() / (centred**2).mean() ** 1.5
    # 4/5 of the variance as it were of a sample: (n - 1)/n, here to the power of 3/2.
    assert found.skewness == pytest.approx(0.8**1.5 * skewness / math.sqrt(5))


@pytest.mark.parametrize("sign", [1, -1])
def test_the_interval_of_a_skewed_error_is_hall_s_where_that_reaches_farther(sign):
    found = Jackknifed(statistic=2.0, bias=0.0, std_error=0.5, degrees=9, skewness=0.6 * sign)
    low, high = found.interval(2.0, 0.95)
    near, far = sorted([2.0 - low, high - 2.0])
    assert (high - 2.0 == far) == (sign > 0)
    assert near == pytest.approx(0.5 * STUDENT_9)
    t = -far / 0.5  # of the farther end, by the transformation itself
    moved = t + 0.6 * t**2 / 3 + 0.36 * t**3 / 27 + 0.6 / 6
    assert moved == pytest.approx(-STUDENT_9)


@pytest.mark.simulation
def test_intervals_of_groups_that_share_a_rare_outcome_cover():
    """Of 300 samples, in which 0.93 is known to ± 0.03 (2 sd)."""
    generator, held, held_by_student = np.random.default_rng(0), 0, 0
    for _ in range(300):
        taste = generator.dirichlet([1.8, 0.2], 50)
        blocks = generator.multinomial(generator.geometric(0.1, 50), taste).astype(float)
        found = delete_a_group(statistics.ENTROPY.of, [tally(blocks)])
        raw, truth = found.statistic - found.bias, 0.3250829733914482  # of shares 0.9 and 0.1
        low, high = found.interval(raw, 0.95)
        held += low <= truth <= high
        low, high = dataclasses.replace(found, skewness=0.0).interval(raw, 0.95)
        held_by_student += low <= truth <= high
    assert held >= 0.91 * 300
    assert held >= held_by_student + 9


def test_the_jackknife_of_an_entropy_by_hand():
    whole = statistics.entropy(BLOCKS.sum(axis=0))
    left = [statistics.entropy(np.delete(BLOCKS, group, axis=0).sum(axis=0)) for group in range(4)]
    found = delete_a_group(statistics.entropy, [tally(BLOCKS)])
    assert found.bias == pytest.approx(3 * (np.mean(left) - whole))
    assert found.std_error == pytest.approx(math.sqrt(3 * np.var(left)))
    symmetric = dataclasses.replace(found, skewness=0.0)
    reach = 2.353363434801824 * found.std_error
    assert symmetric.interval(1.0, 0.9) == pytest.approx((1.0 - reach, 1.0 + reach))


def test_errors_of_two_samples_add_up():
    alone = [
        delete_a_group(lambda counts: counts[0] / counts.sum(), [tally(blocks)])
        for blocks in (BLOCKS, BLOCKS[:3])
    ]
    both = delete_a_group(
        lambda one, two: one[0] / one.sum() + two[0] / two.sum(),
        [tally(BLOCKS), tally(BLOCKS[:3])],
    )
    assert both.std_error == pytest.approx(math.hypot(*(each.std_error for each in alone)))
    assert both.degrees == 2
    thirds = sum(each.skewness * each.std_error**3 for each in alone)
    assert both.skewness == pytest.approx(thirds / both.std_error**3)


def test_a_group_that_holds_everything_leaves_nothing():
    with pytest.raises(ValueError, match="one group holds all"):
        delete_a_group(statistics.entropy, [tally(np.array([[3.0, 2], [0, 0]]))])


GROUPS = {
    "entropy": (statistics.ENTROPY, [[0.4, 0.3, 0.2, 0.1]], 1.2798542258336676),
    "JS": (statistics.JENSEN_SHANNON_DIVERGENCE, [[0.5, 0.5], [0.5, 0.5]], 0.0),
    "KL": (statistics.KL_DIVERGENCE, [[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]], 0.3 * math.log(2.5)),
}


@pytest.mark.simulation
@pytest.mark.parametrize(("statistic", "sources", "truth"), GROUPS.values(), ids=GROUPS)
def test_the_interval_of_groups_covers_the_truth(statistic, sources, truth):
    """A slice of the simulation: 60 groups of 20 that share a taste; of 60, 8 may miss."""
    generator, missed, alike = np.random.default_rng(1), 0, 0
    for _ in range(60):
        drawn = [
            generator.multinomial(20, generator.dirichlet(4 * np.array(p), 60)) for p in sources
        ]
        found = estimate_of_groups(
            statistic, [tally(d.astype(float)) for d in drawn], confidence=0.95
        )
        missed += not found.low <= truth <= found.high
        alike += abs(found.raw - truth) < 2 * math.sqrt(truth * (1 - truth / 1.4) / 1200 + 1e-6)
    assert missed <= 8
    assert alike < 58  # else groups would tell nothing that rows do not


def test_next_to_zero_the_bias_says_how_a_divergence_scatters():
    """The law at zero: b/d times chi-square of d degrees, with b the bias and d = 2 here."""
    other = BLOCKS[:, [1, 0, 2]]
    samples = [tally(BLOCKS), tally(other)]
    found = delete_a_group(statistics.JENSEN_SHANNON_DIVERGENCE.of, samples)
    made = estimate_of_groups(statistics.JENSEN_SHANNON_DIVERGENCE, samples, confidence=0.9)
    raw, z = found.statistic - found.bias, 2.353363434801824  # Student's, of 3 degrees
    null_variance, slope = found.bias**2, found.bias * 2
    size = math.hypot(max(raw, 0.0), found.bias)
    slope = min(max(found.std_error**2 / size, 0.2 * slope), 20 * slope)
    # All D with (raw − D)² ≤ z² (null variance + slope · D).
    middle = raw + z**2 * slope / 2
    reach = math.sqrt(middle**2 - raw**2 + z**2 * null_variance)
    assert (made.low, made.high) == pytest.approx((max(middle - reach, 0.0), middle + reach))
    normal = found.interval(raw, 0.9)
    assert made.high != pytest.approx(normal[1], rel=0.1)


def test_few_groups_and_much_bias_are_told():
    few = estimate_of_groups(statistics.ENTROPY, [tally(BLOCKS)], confidence=0.95)
    assert "4 groups" in few.warnings[0]
    assert few.estimator == "plug-in, jackknife of 4 groups"
    generator = np.random.default_rng(2)
    thin = generator.multinomial(5, generator.dirichlet(np.full(200, 0.01), 60)).astype(float)
    found = estimate_of_groups(statistics.ENTROPY, [tally(thin)], confidence=0.95)
    assert "undersampled" in found.warnings[0]


def test_replicates_are_multinomial():
    counts = np.array([50.0, 30, 20])
    first = drawn_again(counts, lambda c: c[0], 4000, seed=1)
    assert first.mean() == pytest.approx(50, abs=0.5)
    assert first.var() == pytest.approx(25, rel=0.1)
    assert (drawn_again(counts, lambda c: c.sum(axis=0), 50, seed=1) == 100).all()


@pytest.mark.parametrize(
    ("n", "share"),
    [
        (1000, 0.3),
        (1000, 0.004),
        (40, 0.5),
        (60, 0.9),
        (10**6, 0.2),
        (100, 0.55),
        (25, 0.4),
        (10**7, 1e-6),
    ],
)
def test_draws_of_kernels_are_binomial(n, share):
    counts = np.array([round(n * share), n - round(n * share)])
    drawn = drawn_again(counts, lambda c: c[0], 50_000, seed=3)
    law = binom(n, counts[0] / n)
    edges = np.unique(law.ppf(np.linspace(0.0, 1.0, 41)[1:-1]))
    expected = 50_000 * np.diff([0.0, *law.cdf(edges), 1.0])
    observed = np.bincount(np.searchsorted(edges, drawn), minlength=len(expected))
    expected *= observed.sum() / expected.sum()  # by what lies beyond the last edges
    assert chisquare(observed, expected).pvalue > 1e-3


def test_outcomes_of_one_draw_go_together():
    counts = np.arange(1.0, 201.0)
    both = []
    for pair in (0, 199), (150, 151):
        products = drawn_again(
            counts, lambda c, pair=pair: np.prod((c.T - counts)[:, pair], axis=1), 4000, 5
        )
        both.append(products.mean())
    expected = [-counts[i] * counts[j] / counts.sum() for i, j in ((0, 199), (150, 151))]
    assert both == pytest.approx(expected, abs=8.0)
    assert (drawn_again(counts, lambda c: c.sum(axis=0), 4000, 6) == counts.sum()).all()
    variance = drawn_again(counts, lambda c: (c[120] - 121.0) ** 2, 4000, 7).mean()
    assert variance == pytest.approx(121 * (1 - 121 / counts.sum()), rel=0.1)


def test_a_seed_decides_and_threads_do_not(monkeypatch):
    counts = np.arange(1.0, 200.0)
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("KULLBACK_NUM_THREADS", threads)
        found.append(entropies_drawn_again(counts, seed=4))
    assert (found[0] == found[1]).all()
    assert (found[0] != entropies_drawn_again(counts, seed=5)).any()


def test_ends_are_those_of_scipy_where_nothing_is_moved():
    values = np.random.default_rng(0).exponential(size=40)
    theirs = bootstrap((values,), np.mean, n_resamples=3000, method="BCa", random_state=1)
    shift = values.mean() - theirs.bootstrap_distribution.mean()
    left_out = (values.sum() - values) / 39
    off = left_out.mean() - left_out
    acceleration = (off**3).sum() / (6 * (off**2).sum() ** 1.5)
    low, high = bias_corrected_and_accelerated(
        values.mean(), theirs.bootstrap_distribution, acceleration, 0.95
    )
    assert (low, high) == pytest.approx(theirs.confidence_interval, abs=0.02 + abs(shift))


def test_the_bootstrap_is_centred_and_skewed():
    def found(**asked):
        return kb.estimate.entropy([90, 10], given="counts", interval="bootstrap", **asked)

    wide, narrow = found(), found(confidence=0.5)
    assert wide.low < wide.raw < wide.high
    assert wide.raw - wide.low > wide.high - wide.raw  # the longer tail is away from the most
    assert narrow.high - narrow.low < 0.5 * (wide.high - wide.low)
    assert found(seed=1) != found(seed=2)
    normal = kb.estimate.entropy([90, 10], given="counts")
    assert wide.raw == normal.raw
    assert wide.std_error == pytest.approx(normal.std_error, rel=0.2)
    assert found(support_size=2, estimator="zhang").high <= math.log(2)
    in_bits = found(unit="bits")
    assert in_bits.low == pytest.approx(wide.low / math.log(2))


def test_a_bootstrap_says_what_it_cannot_see():
    assert kb.estimate.entropy([50, 40], given="counts", interval="bootstrap").warnings == ()
    found = kb.estimate.entropy([30, 20, 9, *[1] * 9], given="counts", interval="bootstrap")
    assert "bootstrap interval is too narrow" in found.warnings[-1]
    with pytest.raises(ValueError, match=r"2\*\*53"):
        kb.estimate.entropy([10**19, 10**19], given="counts", interval="bootstrap")
    with pytest.raises(ValueError, match="interval must be one of auto, bootstrap"):
        kb.estimate.entropy([50, 40], given="counts", interval="bca")


def test_degrees_of_freedom_are_those_of_what_occurs():
    table = np.array([[3, 0, 1], [2, 0, 5]])
    assert statistics.free_cells(table) == 1
    strata = np.stack([table, np.array([[1, 2, 0], [0, 0, 0]])], axis=2)
    assert statistics.free_cells(strata) == 1
    assert statistics.outcomes_less_one(np.ones(5), np.ones(5)) == 4


def test_conditional_statistics_by_hand():
    table = np.array([[40.0, 10], [20, 30]])
    rows = statistics.entropy(np.array([50, 50]))
    both = statistics.entropy(table.ravel())
    assert statistics.conditional_entropy(table) == pytest.approx(both - rows)
    strata = np.stack([table, np.array([[5.0, 5], [5, 5]])], axis=2)
    expected = 100 / 120 * statistics.MUTUAL_INFORMATION.of(table)
    assert statistics.conditional_mutual_information(strata) == pytest.approx(expected)


@pytest.mark.parametrize("size", [None, 3])
def test_one_outcome_drawn_again_tells_nothing(size):
    usual = kb.estimate.entropy([300], given="counts", support_size=size)
    drawn = kb.estimate.entropy([300], given="counts", support_size=size, interval="bootstrap")
    assert drawn == usual
    assert drawn.high > 0.05
