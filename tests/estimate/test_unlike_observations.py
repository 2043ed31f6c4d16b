"""Weights, groups and missing labels, as every verb takes them."""

import math

import numpy as np
import pandas as pd
import pytest

import kullback as kb
from kullback import estimate

GENERATOR = np.random.default_rng(11)
N = 400
# Far from flat, from independent and from alike: there formulas are those of the delta method.
X = GENERATOR.choice(3, N, p=(0.6, 0.3, 0.1))
Y = np.where(GENERATOR.random(N) < 0.5, X, GENERATOR.choice(3, N, p=(0.1, 0.2, 0.7)))
Z = GENERATOR.integers(0, 2, N)
MODEL = {0: 0.5, 1: 0.3, 2: 0.2}


def both(value):
    return None if value is None else (value, value)


# Each verb of labels that are observed together, and of two samples.
TOGETHER = {
    "entropy": lambda x, y, z, **asked: estimate.entropy(x, given="labels", **asked),
    "mutual_information": lambda x, y, z, **asked: estimate.mutual_information(
        x, y, given="labels", **asked
    ),
    "information_gain": lambda x, y, z, **asked: estimate.information_gain(
        x, y, given="labels", **asked
    ),
    "conditional_entropy": lambda x, y, z, **asked: estimate.conditional_entropy(
        y, on=x, given="labels", **asked
    ),
    "conditional_mutual_information": lambda x, y, z, **asked: (
        estimate.conditional_mutual_information(x, y, z, given="labels", **asked)
    ),
    "kl_divergence of a model": lambda x, y, z, **asked: estimate.kl_divergence(
        x, MODEL, given=("labels", "probs"), **asked
    ),
    "cross_entropy in a model": lambda x, y, z, **asked: estimate.cross_entropy(
        x, MODEL, given=("labels", "probs"), **asked
    ),
}


def of_two(verb):
    def asked_for(x, y, z, weights=None, groups=None, **asked):
        how = {"weights": both(weights), "groups": both(groups)}
        return getattr(estimate, verb)(x, y, given="labels", **how, **asked)

    return asked_for


TWO = {
    verb: of_two(verb) for verb in ("kl_divergence", "cross_entropy", "jensen_shannon_divergence")
}
ALL = TOGETHER | TWO
every_verb = pytest.mark.parametrize("verb", ALL.values(), ids=ALL)


@every_verb
def test_observations_that_are_alike_after_all(verb):
    """Equal weights, and groups of one, say nothing: what is found is what formulas find."""
    plain = verb(X, Y, Z)
    for extra in ({"weights": np.full(N, 0.3)}, {"groups": np.arange(N)}):
        found = verb(X, Y, Z, **extra)
        assert found.raw == pytest.approx(plain.raw, abs=0.15 * plain.std_error)
        assert found.std_error == pytest.approx(plain.std_error, rel=0.3)
        assert found.plug_in == pytest.approx(plain.plug_in)
        assert found.n == plain.n
        assert (found.low, found.high) == pytest.approx(
            (plain.low, plain.high), abs=1.2 * plain.std_error
        )


@every_verb
def test_rows_that_are_copies_tell_nothing_new(verb):
    plain = verb(X, Y, Z, groups=np.arange(N))
    copied = verb(*(np.repeat(part, 5) for part in (X, Y, Z)), groups=np.repeat(np.arange(N), 5))
    assert copied.raw == pytest.approx(plain.raw, abs=1e-3)
    assert copied.std_error == pytest.approx(plain.std_error, rel=0.01)


@every_verb
def test_only_ratios_of_weights_matter_and_copies_are_not_asked_for(verb):
    weights = GENERATOR.integers(1, 5, N)
    found = verb(X, Y, Z, weights=weights)
    scaled = verb(X, Y, Z, weights=weights * 1e6)
    assert scaled.raw == pytest.approx(found.raw, abs=1e-10)
    assert scaled.std_error == pytest.approx(found.std_error, rel=1e-6)
    counted = verb(*(np.repeat(part, weights) for part in (X, Y, Z)))
    assert found.plug_in == pytest.approx(counted.plug_in)
    assert found.std_error > 1.2 * counted.std_error


@every_verb
def test_a_row_without_a_label_is_left_out_or_counted(verb):
    gaps = X.astype(float)
    gaps[::7] = math.nan
    with pytest.raises(ValueError, match="is missing"):
        verb(gaps, Y, Z)
    dropped = verb(gaps, Y, Z, missing="drop")
    kept = ~np.isnan(gaps)
    expected = verb(X[kept], Y, Z) if verb in TWO.values() else verb(X[kept], Y[kept], Z[kept])
    assert dropped.raw == pytest.approx(expected.raw)
    assert dropped.n == expected.n
    counted = verb(gaps, Y, Z, missing="outcome")
    assert counted.n == (verb(X, Y, Z).n)
    assert counted.raw != pytest.approx(dropped.raw, abs=1e-3)
    weights = GENERATOR.random(N)
    of_kept = weights[kept]
    if verb not in TWO.values():
        found = verb(gaps, Y, Z, missing="drop", weights=weights)
        assert found.plug_in == pytest.approx(
            verb(X[kept], Y[kept], Z[kept], weights=of_kept).plug_in
        )


@every_verb
def test_what_is_no_weight_or_group_is_refused(verb):
    with pytest.raises(ValueError, match="not negative, got -1"):
        verb(X, Y, Z, weights=np.where(np.arange(N) == 3, -1.0, 1.0))
    with pytest.raises(ValueError, match="one number for each"):
        verb(X, Y, Z, weights=[1.0])
    with pytest.raises(ValueError, match="all zero"):
        verb(X, Y, Z, weights=np.zeros(N))
    with pytest.raises(ValueError, match="one group only"):
        verb(X, Y, Z, groups=["u"] * N)
    with pytest.raises(ValueError, match="one group for each row"):
        verb(X, Y, Z, groups=["u", "v"])
    with pytest.raises(ValueError, match="missing must be one of"):
        verb(X, Y, Z, missing="ignore")
    with pytest.raises(ValueError, match="seed must be a whole number"):
        verb(X, Y, Z, seed=-1)


@every_verb
def test_a_seed_puts_many_groups_together(verb):
    found = [verb(X, Y, Z, groups=np.arange(N), seed=seed).std_error for seed in (0, 0, 1)]
    assert found[0] == found[1] != found[2]


@every_verb
def test_unit_and_confidence_of_groups(verb):
    groups = np.arange(N) % 60
    found = verb(X, Y, Z, groups=groups)
    bits = verb(X, Y, Z, groups=groups, unit="bits")
    narrow = verb(X, Y, Z, groups=groups, confidence=0.5)
    assert bits.value == pytest.approx(found.value / math.log(2))
    assert narrow.high - narrow.low < 0.6 * (found.high - found.low)
    assert "60" in found.estimator
    assert found.warnings == ()
    assert "40 groups: below 50" in verb(X, Y, Z, groups=np.arange(N) % 40).warnings[0]


@pytest.mark.parametrize("name", [name for name in ALL if name != "entropy"])
def test_no_estimator_of_like_observations_is_taken_for_others(name):
    with pytest.raises(ValueError, match='estimator at "auto"'):
        ALL[name](X, Y, Z, groups=np.arange(N), estimator="plug-in")


COUNTS = {
    "entropy": ([3, 4], None),
    "mutual_information": ([[3, 4], [2, 1]], None),
    "information_gain": ([[3, 4], [2, 1]], None),
    "conditional_mutual_information": ([[[3, 4], [2, 1]]], None),
    "kl_divergence": ([3, 4], [2, 5]),
    "cross_entropy": ([3, 4], [2, 5]),
    "jensen_shannon_divergence": ([3, 4], [2, 5]),
}


@pytest.mark.parametrize("verb", COUNTS)
@pytest.mark.parametrize("extra", ["weights", "groups"])
def test_counts_have_neither_weights_nor_groups(verb, extra):
    data = [part for part in COUNTS[verb] if part is not None]
    value = ([1, 1], [1, 1]) if len(data) == 2 else [1, 1]
    with pytest.raises(TypeError, match="which counts do not keep"):
        getattr(estimate, verb)(*data, given="counts", **{extra: value})
    with pytest.raises(ValueError, match="missing must be one of"):
        getattr(estimate, verb)(*data, given="counts", missing="ignore")


def test_entropy_of_weights_by_name():
    weights = GENERATOR.random(N)
    shares = np.bincount(X, weights) / weights.sum()
    worth = weights.sum() ** 2 / (weights**2).sum()
    found = estimate.entropy(X, given="labels", weights=weights, estimator="plug-in")
    assert found.raw == pytest.approx(float(kb.entropy(shares, normalize=True)))
    jeffreys = estimate.entropy(X, given="labels", weights=weights, estimator="jeffreys")
    smoothed = (shares * worth + 0.5) / (worth + 1.5)
    assert jeffreys.raw == pytest.approx(float(kb.entropy(smoothed, normalize=True)))
    assert jeffreys.std_error == pytest.approx(found.std_error, rel=0.05)
    posterior = estimate.entropy(
        X, given="labels", weights=weights, estimator="laplace-posterior", support_size=5
    )
    assert posterior.high <= math.log(5)
    for name in ("zhang", "miller-madow", "nsb", "chao-wang-jost"):
        with pytest.raises(ValueError, match="not defined for weighted"):
            estimate.entropy(X, given="labels", weights=weights, estimator=name)
    groups = np.arange(N) % 70
    by_name = estimate.entropy(X, given="labels", groups=groups, estimator="zhang")
    assert by_name.raw == estimate.entropy(X, given="labels", estimator="zhang").raw
    with pytest.raises(ValueError, match="3 outcomes were seen"):
        estimate.entropy(X, given="labels", groups=groups, support_size=2)
    with pytest.raises(ValueError, match="jackknife of whole groups"):
        estimate.entropy(X, given="labels", groups=groups, interval="bootstrap")


def test_one_outcome_in_many_groups():
    found = estimate.entropy(["a"] * 600, given="labels", groups=np.arange(600) % 60)
    as_many = estimate.entropy([60], given="counts")
    assert (found.value, found.low, found.high) == (0.0, 0.0, as_many.high)
    assert "only one outcome" in found.warnings[0]
    weighted = estimate.entropy(["a", "a"], given="labels", weights=[1, 1], support_size=3)
    assert weighted.high == pytest.approx(math.log(3))


def test_groups_that_are_all_alike_tell_no_error():
    x, groups = ["a", "b"] * 60, np.repeat(np.arange(60), 2)
    found = estimate.entropy(x, given="labels", groups=groups, support_size=4)
    assert (found.low, found.high) == (0.0, math.log(4))
    assert found.warnings == ("groups are all alike: nothing tells the error",)
    known = estimate.cross_entropy(
        x, {"a": 0.5, "b": 0.5}, given=("labels", "probs"), groups=groups
    )
    assert known.low == known.high == pytest.approx(math.log(2))
    with pytest.raises(ValueError, match="single observation beside weights"):
        estimate.entropy(["a"], given="labels", weights=[1.0])
    with pytest.raises(ValueError, match="one number for each row"):
        estimate.entropy(["a", "b"], given="labels", weights=([1.0, 2.0], None))


def test_a_constant_column_in_groups_tells_nothing():
    groups = np.arange(N) % 60
    found = estimate.mutual_information([1] * N, Y, given="labels", groups=groups)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_support_in_groups():
    groups = (np.arange(N) % 60, None)
    some = Y[Y < 2]
    smooth = estimate.kl_divergence(X, some, given="labels", groups=groups)
    assert math.isfinite(smooth.value)
    assert smooth.high == smooth.plug_in == math.inf
    assert smooth.missing_mass == pytest.approx(np.mean(X == 2))
    infinite = estimate.kl_divergence(
        X, some, given="labels", groups=groups, on_support_mismatch="inf"
    )
    assert infinite.value == math.inf
    with pytest.raises(ValueError, match="of the first sample"):
        estimate.cross_entropy(X, some, given="labels", groups=groups, on_support_mismatch="raise")
    without = estimate.kl_divergence(X, Y, given="labels", groups=groups)
    stated = estimate.kl_divergence(X, Y, given="labels", groups=groups, support_size=60)
    assert abs(stated.raw - without.raw) > 1e-3  # half a count more for each that can be
    excluded = {0: 0.5, 1: 0.5}
    found = estimate.cross_entropy(X, excluded, given=("labels", "probs"), groups=np.arange(N) % 60)
    assert found.value == math.inf


def test_the_same_source_test_knows_what_is_missing():
    gaps = X.astype(float)
    gaps[::7] = math.nan
    with pytest.raises(ValueError, match="is missing"):
        estimate.same_source_test(gaps, X, given="labels")
    kept = gaps[~np.isnan(gaps)]
    dropped = estimate.same_source_test(gaps, X, given="labels", missing="drop")
    assert dropped == estimate.same_source_test(kept, X, given="labels")
    counted = estimate.same_source_test(gaps, X, given="labels", missing="outcome")
    assert counted.p_value < 1e-3 < dropped.p_value


def few(verb, rows, weights):
    found = verb(X[:rows], Y[:rows], Z[:rows], weights=weights)
    return any("fewer than 60 observations" in warning for warning in found.warnings)


@every_verb
def test_few_rows_with_weights_are_warned_of(verb):
    assert few(verb, 40, np.linspace(1.0, 2.0, 40))
    assert not few(verb, 100, np.linspace(1.0, 2.0, 100))
    uneven = np.full(100, 1e-3)
    uneven[:50] = np.linspace(1.0, 2.0, 50)
    assert few(verb, 100, uneven)  # as if there were 46


@pytest.mark.parametrize("name", ["zhang", "chao-wang-jost"])
def test_a_named_estimator_of_groups_says_that_much_was_not_seen(name):
    groups = np.arange(N) % 60
    asked = {"given": "labels", "groups": groups, "estimator": name}
    assert estimate.entropy(X, **asked).warnings == ()
    assert "no outcome came twice" in estimate.entropy(range(N), **asked).warnings[0]
    half = [*range(N // 2), *range(N // 4), *range(N // 4)]
    assert estimate.entropy(half, **asked).warnings == ("undersampled: read it as a lower bound",)


def test_outcomes_that_no_group_showed_change_no_jensen_shannon_divergence():
    ask = estimate.jensen_shannon_divergence
    asked = {"given": "labels", "groups": (np.arange(N) % 60, np.arange(N) % 60)}
    assert ask(X, Y, **asked) == ask(X, Y, support_size=1000, **asked)


SERIES = pd.Series(list("aaabb") * 30)
ELSEWHERE = SERIES.sort_values()


@pytest.mark.parametrize("asked", [{"weights": np.arange(150.0)}, {"groups": np.arange(150) % 60}])
def test_rows_of_weights_and_groups_are_those_of_the_labels(asked):
    ((name, held),) = asked.items()
    beside = {name: pd.Series(held, index=SERIES.index)}
    one = estimate.entropy(SERIES, given="labels", **beside)
    assert one == estimate.entropy(SERIES.to_numpy(), given="labels", **asked)
    unlike = "labels and " + name
    with pytest.raises(ValueError, match=unlike):
        estimate.entropy(ELSEWHERE, given="labels", **beside)
    with pytest.raises(ValueError, match=unlike):
        estimate.mutual_information(ELSEWHERE, ELSEWHERE, given="labels", **beside)
    with pytest.raises(ValueError, match=unlike + " of the second sample"):
        estimate.kl_divergence(
            SERIES, ELSEWHERE, given="labels", **{name: (beside[name], beside[name])}
        )
    with pytest.raises(ValueError, match=unlike):
        estimate.kl_divergence(ELSEWHERE, {"a": 0.6, "b": 0.4}, given=("labels", "probs"), **beside)


def test_rows_of_groups_are_those_of_the_labels_when_they_are_dealt_out():
    groups = pd.Series(np.arange(150) % 60)
    with pytest.raises(ValueError, match="labels and groups of the second sample"):
        estimate.same_source_test(SERIES, ELSEWHERE, given="labels", groups=(groups, groups))


@pytest.mark.parametrize(
    "weights",
    [["1", "2"], np.array(["2026-11-28", "2026-11-29"], "M8[D]"), np.arange(2).astype("m8[s]")],
)
def test_weights_are_numbers(weights):
    with pytest.raises(TypeError, match="weights must be numbers"):
        estimate.entropy(["a", "b"], given="labels", weights=weights)


def test_a_missing_group_is_no_missing_label():
    for missing in ("raise", "drop"):
        with pytest.raises(ValueError, match="leave such rows out, or give each a group"):
            estimate.entropy([1, 2], given="labels", groups=[None, 1], missing=missing)


@pytest.mark.parametrize("asked", [{"weights": np.ones(N)}, {"groups": np.arange(N) % 60}])
def test_there_are_no_more_outcomes_than_can_be_in_groups_either(asked):
    pairs = {
        "mutual_information": ((X, Y), {}), "information_gain": ((X, Y), {}),
        "conditional_entropy": ((X,), {"on": Y}),
    }  # fmt: skip
    for name, (given, named) in pairs.items():
        ask = getattr(estimate, name)
        for size in ((2, 3), (3, 2)):
            with pytest.raises(ValueError, match="3 outcomes were seen"):
                ask(*given, **named, given="labels", support_size=size, **asked)
        assert ask(*given, **named, given="labels", support_size=(3, 4), **asked).raw >= 0.0
    with pytest.raises(ValueError, match="3 outcomes were seen"):
        estimate.conditional_mutual_information(
            X, Y, Z, given="labels", support_size=(3, 2, 2), **asked
        )
