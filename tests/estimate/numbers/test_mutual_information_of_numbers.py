"""Mutual information of numbers: verified values, truths, laws, and what is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import digamma
from scipy.stats import norm, t

from kullback.estimate.numbers import (
    GaoKannanOhViswanath,
    Gaussian,
    KraskovStoegbauerGrassberger,
    Ross,
    mutual_information,
)
from roots_of_primes import LABELS, G, Y

GENERATOR = np.random.default_rng(0)
NUMBERS_AND_LABELS = ("numbers", "labels")
OF_NUMBERS = [
    KraskovStoegbauerGrassberger(),
    KraskovStoegbauerGrassberger(3, 2),
    GaoKannanOhViswanath(),
    Gaussian(),
]


def column(x):
    return np.asarray(x, dtype=float)[:, None]


def correlated(rho, n, seed):
    x, noise = np.random.default_rng(seed).normal(size=(2, n))
    return x, rho * x + math.sqrt(1 - rho * rho) * noise


def of_correlation(rho):
    return -0.5 * math.log1p(-rho * rho)


@pytest.mark.parametrize(
    ("estimator", "y", "value"),
    [
        (KraskovStoegbauerGrassberger(1, 1, equal_spread=False), column(Y), -0.5916636604),
        (KraskovStoegbauerGrassberger(1, 2, equal_spread=False), column(Y), -0.7117033430),
        (KraskovStoegbauerGrassberger(3, 1, equal_spread=False), column(Y), -0.1998977874),
        (KraskovStoegbauerGrassberger(3, 2, equal_spread=False), column(Y), -0.2104136604),
        (Ross(3), LABELS, -0.0877946128),
        (GaoKannanOhViswanath(3, False, as_printed=True), column(Y), -0.4938555807),
        (GaoKannanOhViswanath(3, False), column(Y), -0.1576528176),
        (GaoKannanOhViswanath(3, False, as_printed=True), column(LABELS), -0.3306696946),
        (GaoKannanOhViswanath(3, False), column(LABELS), -0.0455496430),
    ],
)
def test_verified_values(estimator, y, value):
    assert estimator.mutual_information(column(G), y) == pytest.approx(value, abs=5e-11)
    what = NUMBERS_AND_LABELS if isinstance(estimator, Ross) else "numbers"
    found = mutual_information(
        G, y[:, 0] if what == "numbers" else y, given=what, estimator=estimator
    )
    assert found.raw == pytest.approx(value, abs=5e-11)
    assert found.value == 0.0  # the raw number is negative by chance, the quantity cannot be


@pytest.mark.parametrize("estimator", OF_NUMBERS)
@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9])
def test_correlated_normals(estimator, rho):
    x, y = correlated(rho, 3000, 1)
    assert mutual_information(x, y, estimator=estimator).raw == pytest.approx(
        of_correlation(rho), abs=0.05
    )


@pytest.mark.parametrize("estimator", OF_NUMBERS)
def test_vectors(estimator):
    generator = np.random.default_rng(2)
    x, noise = generator.normal(size=(2, 3000, 2))
    y = 0.6 * x[:, 0] + 0.8 * noise[:, 0]  # the other column of x tells nothing
    found = mutual_information(x, y, estimator=estimator)
    assert found.raw == pytest.approx(of_correlation(0.6), abs=0.06)
    assert (found.low, found.high) == (0.0, math.inf)


@pytest.mark.simulation
def test_the_gaussian_form_has_no_bias_and_fishers_interval_covers():
    truth, draws = of_correlation(0.6), 2000
    found = [
        mutual_information(*correlated(0.6, 20, s), estimator=Gaussian()) for s in range(draws)
    ]
    raw = np.array([e.raw for e in found])
    assert abs(raw.mean() - truth) < 4 * raw.std() / math.sqrt(draws)
    assert found[0].bias == pytest.approx(0.5 * (digamma(9.5) - digamma(9)), abs=1e-14)
    assert 0.93 <= np.mean([e.low <= truth <= e.high for e in found]) <= 0.97
    x, y = correlated(0.0, 30, 0)
    assert mutual_information(x, y, estimator=Gaussian()).low == 0.0


def test_the_gaussian_bias_of_vectors():
    """Of independent vectors of 2 and 3 columns the plug-in is 3/n or so too high."""
    generator = np.random.default_rng(3)
    raw = [
        Gaussian().mutual_information(
            generator.normal(size=(15, 2)), generator.normal(size=(15, 3))
        )
        for _ in range(2000)
    ]
    assert abs(np.mean(raw)) < 4 * np.std(raw) / math.sqrt(2000)
    assert Gaussian().bias(15, 2, 3) > 0.2


@pytest.mark.simulation
@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9])
def test_the_interval_covers_the_truth(rho):
    """Of 60 samples at most 6 may miss at a nominal 3; leaving groups out is on the wide side."""
    found = [mutual_information(*correlated(rho, 300, seed)) for seed in range(60)]
    assert sum(not e.low <= of_correlation(rho) <= e.high for e in found) <= 6
    assert all(e.high < math.inf for e in found)
    assert all(e.low >= 0.0 for e in found)


def two_normals(shift, n, seed):
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 2, n)
    return generator.normal(size=n) + shift * labels, labels


def of_two_normals(shift):
    def density(x):
        return (norm.pdf(x) + norm.pdf(x - shift)) / 2

    entropy = quad(lambda x: -density(x) * math.log(density(x)), -8, 8 + shift)[0]
    return entropy - norm.entropy()


@pytest.mark.parametrize("shift", [0.0, 1.0, 2.5])
def test_numbers_with_labels(shift):
    x, labels = two_normals(shift, 3000, 4)
    found = mutual_information(x, labels, given=NUMBERS_AND_LABELS)
    assert found.raw == pytest.approx(of_two_normals(shift), abs=0.04)
    named = np.where(labels == 0, "no", "yes")
    assert mutual_information(named, x, given=("labels", "numbers")).raw == found.raw
    mixed = mutual_information(x, labels, estimator=GaoKannanOhViswanath())
    assert mixed.raw == pytest.approx(of_two_normals(shift), abs=0.04)


def test_five_overlapping_uniforms():
    """A label of five and a number between it and the label + 2: log 5 − 4/5 log 2 = 1.055 nats."""
    generator = np.random.default_rng(5)
    labels = generator.integers(0, 5, 3000)
    x, truth = labels + 2 * generator.uniform(size=3000), math.log(5) - 0.8 * math.log(2)
    values = [
        mutual_information(
            x, labels, estimator=GaoKannanOhViswanath(3, False, as_printed=printed)
        ).raw
        for printed in (False, True)
    ]
    assert values[0] == pytest.approx(truth, abs=0.04)
    assert values[1] == pytest.approx(0.73, abs=0.04)


@pytest.mark.parametrize(("place", "found"), [(5.0, math.log(2)), (0.0, 0.53)])
def test_a_mixture_with_an_atom(place, found):
    """With probability ½ both are at one place, else independent: I = log 2 whatever they are.

    An atom among the other numbers lies within the radius of those beside it: too little is found.
    """
    x, y = np.random.default_rng(6).normal(size=(2, 3000))
    both = np.random.default_rng(7).uniform(size=3000) < 0.5
    x[both] = y[both] = place
    by = GaoKannanOhViswanath()
    assert mutual_information(x, y, estimator=by).raw == pytest.approx(found, abs=0.03)


def test_discrete_values_are_counted_as_they_are():
    x = np.repeat([0.0, 1.0], 200)
    found = mutual_information(x, 5 - x, estimator=GaoKannanOhViswanath())
    assert found.raw == pytest.approx(math.log(400) - digamma(200), abs=1e-12)


@pytest.mark.parametrize("estimator", OF_NUMBERS)
@settings(max_examples=15, deadline=None)
@given(powers=st.tuples(st.integers(-400, 400), st.integers(-400, 400)), signs=st.booleans())
def test_units_say_nothing(estimator, powers, signs):
    x, y = correlated(0.6, 80, 8)
    expected = mutual_information(x, y, estimator=estimator).raw
    scaled = np.ldexp(x, powers[0]), np.ldexp(-y if signs else y, powers[1])
    assert mutual_information(*scaled, estimator=estimator).raw == pytest.approx(
        expected, abs=1e-12
    )
    assert mutual_information(y, x, estimator=estimator).raw == pytest.approx(expected, abs=1e-12)


@given(factor=st.floats(1e-3, 1e3), shift=st.floats(-10, 10))
def test_the_gaussian_form_sees_no_affine_map(factor, shift):
    x, y = correlated(0.6, 80, 8)
    moved = mutual_information(x * factor + shift, y, estimator=Gaussian()).raw
    assert moved == pytest.approx(mutual_information(x, y, estimator=Gaussian()).raw, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(power=st.integers(-900, 900))
def test_as_they_come_both_may_still_be_scaled_together(power):
    estimator = KraskovStoegbauerGrassberger(equal_spread=False)
    x, y = correlated(0.6, 80, 8)
    expected = mutual_information(x, y, estimator=estimator).raw
    found = mutual_information(np.ldexp(x, power), np.ldexp(y, power), estimator=estimator).raw
    assert found == pytest.approx(expected, abs=1e-12)


def test_as_they_come_small_units_hide_dependence():
    x, y = correlated(0.9, 1000, 9)
    as_they_come = KraskovStoegbauerGrassberger(equal_spread=False)
    assert mutual_information(x, y / 1000, estimator=as_they_come).raw < 0.05
    assert mutual_information(x, y / 1000).raw == pytest.approx(of_correlation(0.9), abs=0.1)


@given(st.permutations(range(4)))
def test_names_of_labels_say_nothing(names):
    x, _ = correlated(0.0, 80, 10)
    labels = np.arange(80) % 4
    renamed = np.array(names)[labels]
    assert (
        mutual_information(x, labels, given=NUMBERS_AND_LABELS).raw
        == mutual_information(x, renamed, given=NUMBERS_AND_LABELS).raw
    )


@pytest.mark.parametrize("estimator", OF_NUMBERS)
def test_the_order_of_rows_does_not_matter(estimator):
    x, y = correlated(0.6, 200, 11)
    order = np.random.default_rng(0).permutation(200)
    found = mutual_information(x, y, estimator=estimator)
    shuffled = mutual_information(x[order], y[order], estimator=estimator)
    for name in ("raw", "std_error", "high"):
        assert getattr(shuffled, name) == pytest.approx(getattr(found, name), rel=1e-9)


def from_all_differences(x, y, k, variant):
    dx, dy = np.abs(x[:, None] - x), np.abs(y[:, None] - y)
    pairs = np.maximum(dx, dy)
    for differences in (dx, dy, pairs):
        np.fill_diagonal(differences, np.inf)  # no row is its own neighbour
    local = []
    for row in range(len(x)):
        near = np.argsort(pairs[row])[:k]
        if variant == 1:
            inside = [(d[row] < pairs[row, near[-1]]).sum() + 1 for d in (dx, dy)]
            local.append(digamma(k) - digamma(inside).sum())
        else:
            inside = [(d[row] <= d[row, near].max()).sum() for d in (dx, dy)]
            local.append(digamma(k) - 1 / k - digamma(inside).sum())
    return digamma(len(x)) + np.mean(local)


@given(values=st.lists(st.integers(0, 40), min_size=8, max_size=25), k=st.integers(1, 4))
def test_borders_are_met_everywhere_on_a_coarse_grid(values, k):
    x = np.array(values, dtype=float)
    y = np.roll(x, 3) + np.arange(len(x)) * 0.25
    pairs = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y))
    assume((np.sort(pairs, axis=1)[:, k] > 0).all())
    by = KraskovStoegbauerGrassberger(k, equal_spread=False)
    assert by.mutual_information(x[:, None], y[:, None]) == pytest.approx(
        from_all_differences(x, y, k, 1), abs=1e-12
    )


@pytest.mark.parametrize("variant", [1, 2])
@given(seed=st.integers(0, 1000), k=st.integers(1, 4))
def test_against_all_differences(variant, seed, k):
    x, y = correlated(0.6, 20, seed)
    by = KraskovStoegbauerGrassberger(k, variant, equal_spread=False)
    assert by.mutual_information(x[:, None], y[:, None]) == pytest.approx(
        from_all_differences(x, y, k, variant), abs=1e-12
    )


def test_units_seed_and_confidence():
    x, y = correlated(0.6, 300, 12)
    nats, bits = mutual_information(x, y), mutual_information(x, y, unit="bits", seed=3)
    assert bits.raw == pytest.approx(nats.raw / math.log(2))
    assert bits.std_error != pytest.approx(nats.std_error / math.log(2))
    narrow = mutual_information(x, y, confidence=0.5)
    assert narrow.low == pytest.approx(nats.raw - t(19).ppf(0.75) * nats.std_error)


def test_what_more_neighbours_miss_raises_the_upper_limit():
    """A strip: y is x and noise a fifth as wide, whose edges are within reach of neighbours."""
    generator = np.random.default_rng(3)
    x = generator.uniform(size=400)
    y = x + generator.uniform(-0.1, 0.1, 400)
    found = mutual_information(x, y)
    columns = x[:, None], y[:, None]
    five, ten = (KraskovStoegbauerGrassberger(k).mutual_information(*columns) for k in (5, 10))
    reach = t.ppf(0.975, 19) * found.std_error
    assert ten < five
    assert found.raw - found.low == pytest.approx(reach)
    assert found.high - found.raw == pytest.approx(reach + (five - ten) / (math.sqrt(2) - 1))
    assert "more neighbours find less" in found.warnings[-1]
    assert found.high > 1.7094 > found.raw + reach  # the truth, 0.1 − log 0.2


def test_near_the_most_that_rows_can_show():
    x = GENERATOR.normal(size=200)
    found = mutual_information(x, 4 * x)
    assert found.raw == pytest.approx(digamma(200) - digamma(5), abs=1e-12)
    assert found.high == math.inf
    assert "200 rows can show 3.79 nats at most" in found.warnings[0]
    unlike = mutual_information(*correlated(0.9, 200, 1))
    assert not any("can show" in warning for warning in unlike.warnings)


@pytest.mark.parametrize("estimator", OF_NUMBERS)
def test_a_constant_tells_nothing_and_is_named(estimator):
    x = GENERATOR.normal(size=100)
    for pair, name in (((x, np.ones(100)), "y"), ((np.ones(100), x), "x")):
        found = mutual_information(*pair, estimator=estimator)
        assert (found.value, found.low, found.high) == (0.0, 0.0, math.inf)
        assert f"{name} has one value only" in found.warnings[0]
    found = mutual_information(x, ["a"] * 100, given=NUMBERS_AND_LABELS)
    assert (found.value, found.warnings[0][:19]) == (0.0, "y has one value onl")


@pytest.mark.parametrize("estimator", [KraskovStoegbauerGrassberger(), Ross()])
def test_values_that_repeat_are_refused_or_looked_beyond(estimator):
    what = NUMBERS_AND_LABELS if isinstance(estimator, Ross) else "numbers"
    x, labels = two_normals(1.0, 200, 13)
    y = labels if what != "numbers" else GENERATOR.normal(size=200)
    with pytest.raises(ValueError, match=r"of x repeats other values.*least step.*0\.1"):
        mutual_information(x.round(1), y, given=what, estimator=estimator)
    few = x.copy()
    few[:5] = x[10]
    found = mutual_information(few, y, given=what, estimator=estimator)
    assert math.isfinite(found.raw)
    assert "0.025 of x repeats other rows" in found.warnings[0]


def test_copies_of_whole_pairs_raise_the_number_of_neighbours():
    x, y = correlated(0.6, 200, 14)
    x[:6], y[:6] = x[0], y[0]
    found = mutual_information(x, y, estimator=KraskovStoegbauerGrassberger(3))
    assert found.raw == pytest.approx(of_correlation(0.6), abs=0.15)
    second = mutual_information(x, y, estimator=KraskovStoegbauerGrassberger(3, 2))
    assert second.raw == pytest.approx(of_correlation(0.6), abs=0.15)


def test_labels_seen_once_are_left_out_and_named():
    x, labels = two_normals(1.0, 100, 15)
    expected = mutual_information(x, labels, given=NUMBERS_AND_LABELS)
    more = np.append(x, [0.5, 0.7]), [*labels, "only", "here"]
    found = mutual_information(*more, given=NUMBERS_AND_LABELS)
    assert found.raw == pytest.approx(expected.raw, abs=1e-14)
    assert "2 labels occur once" in found.warnings[0]
    with pytest.raises(ValueError, match="labels that occur twice, got 100 once each"):
        mutual_information(x, range(100), given=NUMBERS_AND_LABELS)


def test_a_label_whose_numbers_are_all_equal():
    x = np.concatenate([GENERATOR.normal(size=60), [9.0, 9.0]])
    found = mutual_information(x, [0] * 30 + [1] * 30 + [2] * 2, given=NUMBERS_AND_LABELS)
    assert math.isfinite(found.raw)


@pytest.mark.parametrize("estimator", OF_NUMBERS)
@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([0.1, 0.2, 0.4], [0.5, 0.1], "got 3 rows of x and 2 of y"),
        ([0.1, math.nan], [0.5, 0.1], "x must be finite, got nan in row 1"),
        ([0.1, 0.2], [0.5, math.inf], "y must be finite, got inf in row 1"),
        ([], [], "x is empty"),
        ([0.1, 0.2], [0.5, 0.1], "needs"),
    ],
)
def test_what_has_no_answer_is_refused(estimator, x, y, words):
    with pytest.raises(ValueError, match=words):
        mutual_information(x, y, estimator=estimator)


@pytest.mark.parametrize("y", [["a", None, "b"], [1.0, math.nan, 2.0], np.ones((3, 1)), []])
def test_what_is_no_label_is_refused(y):
    with pytest.raises(ValueError, match=r"label 1 of y is missing|one axis|y holds no labels"):
        mutual_information([0.1, 0.2, 0.4], y, given=NUMBERS_AND_LABELS)


def test_pairs_in_another_order_are_refused():
    x, y = correlated(0.6, 80, 17)
    with pytest.raises(ValueError, match="different indexes"):
        mutual_information(pd.Series(x), pd.Series(y, index=np.arange(80)[::-1]))


def test_a_linear_function_has_infinite_gaussian_information():
    x = GENERATOR.normal(size=(50, 2))
    with pytest.raises(ValueError, match="depends linearly on x"):
        mutual_information(x, x @ [2, -1], estimator=Gaussian())


def test_unknown_words_and_estimators_of_something_else_are_refused():
    x, y = correlated(0.6, 80, 16)
    with pytest.raises(ValueError, match="given must be 'numbers'"):
        mutual_information(x, y, given="counts")
    with pytest.raises(TypeError, match="of numbers with labels, and given says 'numbers'"):
        mutual_information(x, y, estimator=Ross())
    with pytest.raises(TypeError, match="estimator of numbers, and given says"):
        mutual_information(x, y > 0, given=NUMBERS_AND_LABELS, estimator=Gaussian())
    with pytest.raises(ValueError, match="variant must be 1 or 2"):
        KraskovStoegbauerGrassberger(variant=3)
    with pytest.raises(ValueError, match="confidence"):
        mutual_information(x, np.ones(80), confidence=2)
    for estimator in (KraskovStoegbauerGrassberger, Ross, GaoKannanOhViswanath):
        with pytest.raises(ValueError, match="k must be a whole number"):
            estimator(0)
