"""Mutual information, information gain, conditional entropy and mutual information, from data."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from sklearn.metrics.cluster import expected_mutual_information

import kullback as kb
from kullback.estimate import ENTROPY_ESTIMATORS
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost
from kullback.estimate.counts.miller_madow import MillerMadow
from kullback.estimate.counts.nemenman_shafee_bialek import NemenmanShafeeBialek
from kullback.estimate.counts.zhang import Zhang
from kullback.estimate.independence import independence
from kullback.estimate.intervals import score
from kullback.estimate.measures import chance_in_a_table
from kullback.estimate.measures.chance_in_a_table import mean_by_chance, variance_by_chance

TABLE = np.array([[40, 10], [20, 30]])
MI = kb.estimate.mutual_information
GAIN = kb.estimate.information_gain
LEFT = kb.estimate.conditional_entropy
CMI = kb.estimate.conditional_mutual_information
X = ["u"] * 50 + ["v"] * 50
Y = [1] * 40 + [2] * 10 + [1] * 20 + [2] * 30


def plug_in_mutual_information(table):
    return float(kb.mutual_information(np.asarray(table), normalize=True))


def test_mean_by_chance_is_that_over_all_ways_to_pair_the_rows():
    x, y = [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 1]
    found = []
    for dealt in itertools.permutations(y):
        table = np.zeros((3, 2))
        np.add.at(table, (x, list(dealt)), 1)
        found.append(plug_in_mutual_information(table))
    table = np.zeros((3, 2))
    np.add.at(table, (x, y), 1)
    assert mean_by_chance(table.sum(1), table.sum(0)) == pytest.approx(np.mean(found), rel=1e-12)
    assert variance_by_chance(table, 0) == pytest.approx(np.var(found), rel=0.35)  # of 99 draws


@pytest.mark.parametrize(("shape", "n"), [((2, 2), 7), ((5, 4), 30), ((20, 12), 300)])
def test_mean_by_chance_as_scikit_learn_sums_it(shape, n):
    generator = np.random.default_rng(n)
    table = generator.multinomial(n, generator.dirichlet(np.ones(shape[0] * shape[1])))
    table = table.reshape(shape)
    table = table[table.sum(1) > 0][:, table.sum(0) > 0]
    expected = expected_mutual_information(table, n)
    assert mean_by_chance(table.sum(1), table.sum(0)) == pytest.approx(expected, rel=1e-9)


def test_moments_say_what_the_sum_says_where_many_are_expected():
    a, b = np.array([600.0, 9000.0, 60000.0]), np.array([100_000.0, 7000.0, 10_000.0])
    by_moments = chance_in_a_table._from_moments(a, b, 2e5)
    assert by_moments == pytest.approx(chance_in_a_table._summed(a, b, 2e5), rel=5e-6)
    # Of 2 × 2 cells with equal margins, chance gives (1/2n)(1 + 1/2n + …) nats.
    assert mean_by_chance(np.array([1e6, 1e6]), np.array([1e6, 1e6])) == pytest.approx(
        1 / 4e6, rel=1e-5
    )


def test_mutual_information_less_its_mean_by_chance():
    found = MI(TABLE, given="counts")
    assert found.plug_in == pytest.approx(plug_in_mutual_information(TABLE), rel=1e-14)
    chance = mean_by_chance(TABLE.sum(1), TABLE.sum(0))
    assert found.bias == pytest.approx(chance, rel=1e-12)
    pointwise = np.log(TABLE * 100 / np.outer(TABLE.sum(1), TABLE.sum(0)))
    mean = (TABLE / 100 * pointwise).sum()
    variance = (TABLE / 100 * (pointwise - mean) ** 2).sum() / 100
    assert found.std_error == pytest.approx(math.sqrt(variance), rel=1e-12)
    null = independence(TABLE, 0).null
    low, high = score(found.raw, variance, 2 * null.floor * null.scale, 1 / 100, 0.95, found.bias)
    assert found.low == pytest.approx(low)
    smaller = (
        float(kb.entropy(TABLE.sum(1), normalize=True)),
        float(kb.entropy(TABLE.sum(0), normalize=True)),
    )
    assert found.high == pytest.approx(high / (1 - chance / min(smaller)))


def test_information_gain_is_mutual_information_of_split_and_classes():
    assert GAIN(Y, X, given="labels").raw == pytest.approx(MI(X, Y, given="labels").raw)
    assert GAIN(TABLE, given="counts") == MI(TABLE, given="counts")
    named = {"estimator": "chao-shen", "unit": "bits", "confidence": 0.8}
    assert GAIN(TABLE, given="counts", **named) == MI(TABLE, given="counts", **named)
    with pytest.raises(TypeError, match="information gain takes two sequences"):
        GAIN(Y, given="labels")


def test_names_tell_nothing_though_they_seem_to_tell_all():
    found = GAIN(["red", "blue"] * 40, range(80), given="labels")
    assert found.plug_in == pytest.approx(math.log(2))
    assert found.raw == pytest.approx(0.0, abs=1e-12)
    assert (found.low, found.high) == (0.0, math.log(2))
    assert "fewer observations than cells" in found.warnings[0]


@pytest.mark.parametrize("name", [name for name in ENTROPY_ESTIMATORS if name != "asymptotic-nsb"])
def test_every_estimator_of_the_entropy_makes_one_of_dependence(name):
    sizes = {"support_size": (3, 4)}
    make = ENTROPY_ESTIMATORS[name]
    table = np.array([[30, 12, 3, 1], [6, 20, 4, 3], [2, 5, 17, 6]])
    of_rows, of_columns = make(3).entropy(table.sum(1)), make(4).entropy(table.sum(0))
    of_pairs = make(12).entropy(table.ravel())
    found = MI(table, given="counts", estimator=name, **sizes)
    assert found.raw == pytest.approx(of_rows + of_columns - of_pairs, abs=1e-12)
    assert found.estimator == f"entropies by {make(12).name}"
    left = LEFT(table, on=0, given="counts", estimator=name, support_size=(4, 3))
    assert left.raw == pytest.approx(of_pairs - of_rows, abs=1e-12)
    assert left.estimator == f"entropies by {make(12).name}"


def test_an_estimator_that_refuses_the_counts_is_heard():
    with pytest.raises(ValueError, match="take NemenmanShafeeBialek"):
        MI(TABLE, given="counts", estimator="asymptotic-nsb")


def test_an_estimator_of_ones_own_is_asked_for_each_entropy():
    found = MI(TABLE, given="counts", estimator=Zhang())
    zhang = Zhang()
    expected = zhang.entropy([50, 50]) + zhang.entropy([60, 40]) - zhang.entropy([40, 10, 20, 30])
    assert found.raw == pytest.approx(expected)
    fixed = NemenmanShafeeBialek(9)
    assert MI(TABLE, given="counts", estimator=fixed).raw == pytest.approx(
        fixed.entropy([50, 50]) + fixed.entropy([60, 40]) - fixed.entropy([40, 10, 20, 30])
    )


def test_conditional_entropy_is_what_dependence_leaves():
    found = LEFT(Y, on=X, given="labels")
    told = MI(X, Y, given="labels")
    assert found.raw == pytest.approx(ChaoWangJost().entropy([60, 40]) - told.raw)
    assert found.plug_in == pytest.approx(
        float(kb.conditional_entropy(TABLE, on=0, normalize=True)), rel=1e-13
    )
    surprise = -np.log(TABLE / TABLE.sum(1)[:, None])
    mean = (TABLE / 100 * surprise).sum()
    variance = (TABLE / 100 * (surprise - mean) ** 2).sum() / 100 - 2 / (2 * 100**2)
    assert found.std_error == pytest.approx(math.sqrt(variance))
    assert found.n == 100
    z = 1.959964
    low = min(found.raw - z * found.std_error, found.raw + told.raw - told.high)
    high = max(found.raw + z * found.std_error, found.raw + told.raw - told.low)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6)


@pytest.mark.parametrize("on", [0, -2, 1, -1])
def test_axis_of_what_is_known(on):
    found = LEFT(TABLE, on=on, given="counts")
    first, second = (X, Y) if on in (0, -2) else (Y, X)
    assert found.raw == pytest.approx(LEFT(second, on=first, given="labels").raw, rel=1e-13)
    named = LEFT(TABLE, on=on, given="counts", estimator="miller-madow")
    margin = TABLE.sum(1) if on in (0, -2) else TABLE.sum(0)
    by = MillerMadow()
    assert named.raw == pytest.approx(by.entropy(TABLE.ravel()) - by.entropy(margin))


def test_one_outcome_tells_nothing_as_far_as_was_seen():
    left = 1 - 0.025 ** (1 / 80)  # one outcome beside, of that share, may have been missed
    limit = -left * math.log(left) - (1 - left) * math.log(1 - left)
    for found in (
        MI(["a"] * 80, [1, 2] * 40, given="labels"),
        GAIN([1, 2] * 40, ["a"] * 80, given="labels"),
        CMI(["a", "b"] * 40, [1, 2] * 40, range(80), given="labels"),
    ):
        assert (found.value, found.raw, found.low, found.plug_in) == (0.0, 0.0, 0.0, 0.0)
        assert found.high == pytest.approx(limit)
        assert "one outcome only" in found.warnings[-1]
    assert MI(["a"], [1], given="labels").value == 0.0
    all_of_it = LEFT([1, 2] * 40, on=["a"] * 80, given="labels")
    assert all_of_it.raw == pytest.approx(ChaoWangJost().entropy([40, 40]))


def test_a_table_more_regular_than_chance_is_no_proof_of_independence():
    found = kb.estimate.mutual_information(np.ones((20, 20)), given="counts")
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high > 0.05
    assert "more alike than independent rows and columns are" in found.warnings[-1]
    drawn = np.random.default_rng(0).multinomial(400, np.full(400, 1 / 400)).reshape(20, 20)
    assert kb.estimate.mutual_information(drawn, given="counts").warnings == ()


def test_what_determines_leaves_nothing_and_the_interval_says_so():
    found = LEFT(X, on=[(x, "alias") for x in X], given="labels")
    assert (found.plug_in, found.low) == (0.0, 0.0)
    assert found.raw > 0.0
    assert LEFT(["a"] * 9, on=["x", "y", "z"] * 3, given="labels").value == 0.0


STRATA = np.array([[[30, 5], [6, 20]], [[11, 12], [10, 14]], [[9, 0], [1, 0]]])  # z, x, y


def test_conditional_mutual_information_is_the_mean_over_strata():
    table = np.moveaxis(STRATA, 0, 2)
    found = CMI(table, given="counts")
    n = STRATA.sum()
    shares = STRATA.sum((1, 2)) / n
    each = [MI(stratum, given="counts") for stratum in STRATA]
    assert found.raw == pytest.approx(sum(s * e.raw for s, e in zip(shares, each, strict=True)))
    exact = kb.conditional_mutual_information(table, normalize=True)
    assert found.plug_in == pytest.approx(float(exact), rel=1e-13)
    null = sum(s**2 * variance_by_chance(t, 0) for s, t in zip(shares[:2], STRATA[:2], strict=True))
    cells = STRATA.astype(float)
    expected = cells.sum(1, keepdims=True) * cells.sum(2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        pointwise = np.log(cells * cells.sum((1, 2), keepdims=True) / expected)
    pointwise[cells == 0] = 0
    variance = (cells / n * (pointwise - (cells / n * pointwise).sum()) ** 2).sum() / n
    assert found.std_error == pytest.approx(math.sqrt(variance))
    low, _ = score(found.raw, variance, null, 1 / n, 0.95, found.bias)
    assert found.low == pytest.approx(low)
    assert found.n == n


def test_triples_of_labels_are_their_table():
    triples = [
        index for index, times in np.ndenumerate(np.moveaxis(STRATA, 0, 2)) for _ in range(times)
    ]
    x, y, z = zip(*triples, strict=True)
    by_table = CMI(np.moveaxis(STRATA, 0, 2), given="counts")
    for data in ((x, y, z), (y, x, z), (pd.Series(x), pd.Series(y), np.array(z).astype(str))):
        found = CMI(*data, given="labels")
        assert found.raw == pytest.approx(by_table.raw, rel=1e-12)
        assert found.low == pytest.approx(by_table.low, rel=1e-9)
    in_bits = CMI(x, y, z, given="labels", unit="bits")
    assert in_bits.raw == pytest.approx(by_table.raw / math.log(2))
    one = CMI(x, y, ["z"] * len(x), given="labels")
    assert one.raw == pytest.approx(MI(x, y, given="labels").raw)


@pytest.mark.parametrize(
    ("name", "sizes"), [("zhang", None), ("nsb", (2, 2, 3)), ("nsb", (2, 2, 5)), ("nsb", (3, 2, 3))]
)
def test_conditional_mutual_information_from_four_entropies(name, sizes):
    x, y, z = sizes or (None, None, None)
    table, make = np.moveaxis(STRATA, 0, 2), ENTROPY_ESTIMATORS[name]

    def entropy(counts, *outcomes):
        return make(None if sizes is None else math.prod(outcomes)).entropy(counts.ravel())

    expected = entropy(table.sum(1), x, z) + entropy(table.sum(0), y, z)
    expected -= entropy(table, x, y, z) + entropy(table.sum((0, 1)), z)
    found = CMI(table, given="counts", estimator=name, support_size=sizes)
    assert found.raw == pytest.approx(expected, abs=1e-12)


def test_what_agrees_is_told_by_the_third():
    x, y = "HHTT" * 50, "HTHT" * 50
    agree = [a == b for a, b in zip(x, y, strict=True)]
    assert CMI(x, y, agree, given="labels").raw == pytest.approx(math.log(2), abs=0.006)
    assert MI(x, y, given="labels").raw == pytest.approx(0.0, abs=0.003)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_changes_the_interval_of_thin_tables_and_no_value(seed):
    thin = np.random.default_rng(5).multinomial(100, np.ones(36) / 36).reshape(6, 6)
    ways = {
        MI: {},
        GAIN: {},
        LEFT: {"on": 0},
        lambda table, **more: CMI(table[:, :, None], **more): {},
    }
    for ask, more in ways.items():
        usual, other = (ask(thin, given="counts", seed=s, **more) for s in (0, seed))
        assert usual.raw == other.raw
        assert (usual.low, usual.high) != (other.low, other.high)
        assert other == ask(thin, given="counts", seed=seed, **more)


@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_confidence_widens_every_interval(confidence):
    table = np.moveaxis(STRATA, 0, 2)
    for ask in (
        lambda **more: MI(TABLE, given="counts", **more),
        lambda **more: GAIN(TABLE, given="counts", **more),
        lambda **more: LEFT(TABLE, on=0, given="counts", **more),
        lambda **more: CMI(table, given="counts", **more),
    ):
        usual, found = ask(), ask(confidence=confidence)
        assert found.confidence == confidence
        assert (found.high - found.low < usual.high - usual.low) == (confidence < 0.95)


ASK = {
    "mutual information": lambda data, **more: MI(*data, **more),
    "information gain": lambda data, **more: GAIN(*data, **more),
    "conditional entropy": lambda data, **more: LEFT(data[0], on=[*data, None][1], **more),
    "conditional mutual information": lambda data, **more: CMI(
        *data, *[["z"] * len(data[0])] * (len(data) - 1), **more
    ),
}
BAD = [
    (([1, 2], [1]), "labels", ValueError, "must come in"),
    (([], []), "labels", ValueError, "nothing was observed"),
    (([1, None], [1, 2]), "labels", ValueError, "is missing"),
    (([1, 2], [[1], [2]]), "labels", TypeError, "is a list"),
    (([1, 2], 7), "labels", TypeError, "must be a sequence"),
    (([1, 2], [1, 2]), "probs", ValueError, "got 'probs'"),
]


@pytest.mark.parametrize("verb", ASK)
@pytest.mark.parametrize(("data", "held", "error", "words"), BAD)
def test_pairs_that_are_none_are_refused(verb, data, held, error, words):
    with pytest.raises(error, match=words):
        ASK[verb](data, given=held)


@pytest.mark.parametrize("verb", ASK)
@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"estimator": "entropie"}, ValueError, "auto, plug-in, miller-madow"),
        ({"estimator": Zhang}, TypeError, "an object with"),
        ({"estimator": "best-upper-bound"}, ValueError, "needs the number of possible outcomes"),
        ({"estimator": "nsb", "support_size": (1, 1, 1)}, ValueError, "outcomes were seen"),
        ({"support_size": 4}, TypeError, "whole numbers, those of"),
        ({"support_size": (4, 0, 1)}, ValueError, "at least 1"),
        ({"support_size": (4, 2.5, 1)}, TypeError, "whole number"),
        ({"confidence": 1.0}, ValueError, "between 0 and 1"),
        ({"unit": "parsecs"}, ValueError, "parsecs"),
        ({"seed": -1}, ValueError, "seed must be a whole number from 0 on"),
        ({"seed": 1.5}, ValueError, "seed must be"),
    ],
)
def test_what_cannot_be_asked_is_refused(verb, asked, error, words):
    if "support_size" in asked and isinstance(asked["support_size"], tuple):
        wanted = 3 if verb == "conditional mutual information" else 2
        asked = asked | {"support_size": asked["support_size"][:wanted]}
    with pytest.raises(error, match=words):
        ASK[verb]((X, Y), given="labels", **asked)


def test_tables_that_are_none_are_refused():
    for ask in (MI, GAIN, lambda table, **more: LEFT(table, on=0, **more)):
        with pytest.raises(ValueError, match="two axes"):
            ask([1, 2], given="counts")
        with pytest.raises(ValueError, match="nothing was observed"):
            ask([[0, 0]], given="counts")
        with pytest.raises(ValueError, match="got -1"):
            ask([[1, -1]], given="counts")
        with pytest.raises(ValueError, match=r"got 0\.5"):
            ask([[1, 0.5]], given="counts")
    with pytest.raises(ValueError, match="three axes"):
        CMI(TABLE, given="counts")
    with pytest.raises(TypeError, match="takes one table of three outcomes"):
        CMI(STRATA, [1], [2], given="counts")
    with pytest.raises(TypeError, match="takes three sequences"):
        CMI(X, Y, given="labels")
    with pytest.raises(ValueError, match="got 100, 100 and 2"):
        CMI(X, Y, [1, 2], given="labels")
    for on in (2, "rows", True, [1, 2]):
        with pytest.raises(ValueError, match="on must be an axis"):
            LEFT(TABLE, on=on, given="counts")
    with pytest.raises(ValueError, match="different indexes"):
        CMI(pd.Series(X), pd.Series(Y), pd.Series(Y, index=range(1, 101)), given="labels")


@pytest.mark.simulation
@pytest.mark.parametrize(("k", "mix", "per_cell"), [(5, 0.0, 5), (5, 0.6, 5), (12, 0.85, 1)])
def test_intervals_cover_the_truth(k, mix, per_cell):
    """A slice of the simulation: of 60 samples at most 8 may miss at a nominal 3."""
    weights = 1 / np.arange(1, k + 1)
    p = (1 - mix) * np.outer(weights / weights.sum(), np.ones(k) / k) + mix * np.eye(k) / k
    told, left = float(kb.mutual_information(p)), float(kb.conditional_entropy(p, on=0))
    drawn = np.random.default_rng(k).multinomial(per_cell * k * k, p.ravel(), 60)
    missed = [0, 0]
    for table in drawn.reshape(60, k, k):
        for place, (found, truth) in enumerate(
            ((MI(table, given="counts"), told), (LEFT(table, on=0, given="counts"), left))
        ):
            missed[place] += not found.low <= truth + 1e-12 <= found.high + 2e-12
    assert max(missed) <= 8


def test_sizes_of_a_split_are_those_of_classes_and_buckets_however_it_is_held():
    table = np.array([[10, 20, 5, 3, 7], [12, 3, 9, 8, 4]])  # a row for each bucket
    buckets, classes = (np.repeat(axis.ravel(), table.ravel()) for axis in np.indices(table.shape))
    asked = {"support_size": (6, 2), "estimator": "nsb"}
    held = GAIN(table, given="counts", **asked)
    labels = GAIN(classes, buckets, given="labels", **asked)
    assert (held.raw, held.high) == pytest.approx((labels.raw, labels.high), rel=1e-12)
    assert held.estimator == labels.estimator
    assert held == MI(table, given="counts", support_size=(2, 6), estimator="nsb")
    with pytest.raises(ValueError, match="5 outcomes were seen"):
        GAIN(table, given="counts", support_size=(2, 6), estimator="nsb")


@pytest.mark.parametrize("size", [(2, 4), (3, 3)])
def test_fewer_outcomes_than_were_seen_are_refused_by_auto_too(size):
    table = np.array([[30, 12, 3, 1], [6, 20, 4, 3], [2, 5, 17, 6]])
    with pytest.raises(ValueError, match="outcomes were seen"):
        MI(table, given="counts", support_size=size)
    with pytest.raises(ValueError, match="outcomes were seen"):
        LEFT(table, on=0, given="counts", support_size=size[::-1])
    cube = np.stack([table, table], axis=2)
    with pytest.raises(ValueError, match="outcomes were seen"):
        CMI(cube, given="counts", support_size=(*size, 2))
    with pytest.raises(ValueError, match="2 outcomes were seen"):
        CMI(cube, given="counts", support_size=(3, 4, 1))


def test_what_is_always_the_same_leaves_the_entropy_of_the_other():
    """With the interval of an entropy: ± 1.96 standard errors covers 79 % for this coin."""
    truth = -0.55 * math.log(0.55) - 0.45 * math.log(0.45)
    holds = []
    for heads in range(301):
        left = LEFT([[heads, 300 - heads]], on=0, given="counts")
        holds.append(left.low <= truth <= left.high)
    assert binom.pmf(np.arange(301), 300, 0.55) @ holds > 0.97
    usual, left = (
        kb.estimate.entropy([160, 140], given="counts"),
        LEFT([[160, 140]], on=0, given="counts"),
    )
    assert left.raw == pytest.approx(usual.raw)
    assert (left.low, left.high) == pytest.approx((usual.low, usual.high), rel=1e-3)
    told = LEFT([[160, 140]], on=0, given="counts", support_size=(2, 1))
    assert told.value <= told.high == math.log(2)


@pytest.mark.parametrize("size", [None, (3, 2)])
def test_one_outcome_of_what_is_asked_leaves_open_what_an_entropy_does(size):
    left = LEFT([[50], [50]], on=0, given="counts", support_size=size)
    usual = kb.estimate.entropy([100], given="counts", support_size=size and size[0])
    assert (left.value, left.low, left.high) == (0.0, 0.0, usual.high)
    assert left.warnings == usual.warnings


@pytest.mark.parametrize("half", [250, 10_000])
def test_one_more_observation_moves_no_end_of_an_interval_far(half):
    """Where the estimate crosses zero, as where it does not."""

    def ends(more):
        table = [[half + more, half - more], [half - more, half + more]]
        told = MI(table, given="counts")
        left = kb.estimate.conditional_entropy(table, on=0, given="counts")
        return told.raw, told.high, left.low

    found = [ends(more) for more in range(0, half // 8, max(1, half // 500))]
    raws, highs, lows = map(np.array, zip(*found, strict=True))
    assert raws[0] < 0.0 < raws[-1]
    assert np.abs(np.diff(highs)).max() <= 0.2 * highs.max()
    assert np.abs(np.diff(lows)).max() <= 0.2 * (math.log(2.0) - lows.min())


def test_strong_dependence_in_a_thin_table_is_a_lower_bound():
    told = MI(np.eye(30) * 31, given="counts")
    assert told.raw < math.log(30) - 0.5 and told.high == pytest.approx(math.log(30))
    assert any("read it as a lower bound" in warning for warning in told.warnings)
    left = kb.estimate.conditional_entropy(np.eye(30) * 31, on=0, given="counts")
    assert left.raw > 0.5 and left.plug_in == left.low == 0.0
    assert any("read it as an upper bound" in warning for warning in left.warnings)
    for table in (np.eye(3) * 1000 + 50, np.full((30, 30), 3), np.eye(2) * 500):
        assert not any("thin" in warning for warning in MI(table, given="counts").warnings)


def test_an_estimator_far_from_auto_says_so():
    rng = np.random.default_rng(0)
    table = np.bincount(rng.integers(0, 100, 100), minlength=100).reshape(10, 10)
    for name in ("plug-in", "miller-madow"):
        found = MI(table, given="counts", estimator=name)
        assert found.low > 0.0
        assert any("finds less, by more than the standard" in said for said in found.warnings)
    assert not any("auto" in said for said in MI(table, given="counts").warnings)
    certain = MI(np.eye(30) * 31, given="counts", estimator="miller-madow")
    assert certain.raw == pytest.approx(math.log(30), abs=0.02)
    assert any("finds less, by more" in said for said in certain.warnings)
