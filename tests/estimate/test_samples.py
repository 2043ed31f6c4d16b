"""Samples in any hands: one tally, whoever held them; what is missing; weights; groups."""

import math
from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kullback.estimate.samples import (
    labels_in_pairs,
    labels_in_strata,
    named_sample,
    one_sample,
    table_of_counts,
    two_samples,
)
from kullback.estimate.samples.observations import MOST_BLOCKS, blocks_of, effective_size

WORDS = ["b", "a", "b", "c", "b", "a"]
GAPS = ["b", None, "b", "c", None, "a"]
DAYS = [date(2026, 11, day) for day in (3, 1, 3, 2, 3, 1)]

HELD = {
    "list": WORDS,
    "array": np.array(WORDS),
    "bytes": np.array(WORDS, "S1"),
    "objects": np.array(WORDS, object),
    "whole numbers": np.array([2, 1, 2, 3, 2, 1]),
    "floats, two zeros": [0.0, 1.5, -0.0, 2.5, 0.0, 1.5],
    "array of floats, two zeros": np.array([0.0, 1.5, -0.0, 2.5, 0.0, 1.5]),
    "long doubles": np.array([0.0, 1.5, -0.0, 2.5, 0.0, 1.5], np.longdouble),
    "moments": np.array(DAYS, "M8[D]"),
    "pandas": pd.Series(WORDS),
    "pandas categorical": pd.Series(WORDS, dtype="category"),
    "pandas categories that do not occur": pd.Categorical(WORDS, categories=list("zabcy")),
    "pandas nullable": pd.Series([2, 1, 2, 3, 2, 1], dtype="Int64"),
    "pandas moments": pd.Series(pd.to_datetime(DAYS)),
    "pandas moments in a zone": pd.Series(pd.to_datetime(DAYS)).dt.tz_localize("UTC"),
    "pandas index": pd.Index(WORDS),
    "polars": pl.Series(WORDS),
    "polars categorical": pl.Series(WORDS, dtype=pl.Categorical),
    "polars enum": pl.Series(WORDS, dtype=pl.Enum(["c", "x", "b", "a"])),
    "polars whole numbers": pl.Series([2, 1, 2, 3, 2, 1]),
    "polars days": pl.Series(DAYS),
    "arrow": pa.array(WORDS),
    "arrow in chunks": pa.chunked_array([WORDS[:2], WORDS[2:]]),
    "arrow dictionary": pa.array(WORDS).dictionary_encode(),
    "arrow whole numbers": pa.array([2, 1, 2, 3, 2, 1]),
    "generator": (word for word in WORDS),
    "counts of a Counter": Counter(WORDS),
    "counts of pandas": pd.Series(WORDS).value_counts(),
    "counts of Polars": pl.Series("label", WORDS).value_counts(),
    "counts of Arrow": pa.array(WORDS).value_counts(),
    "counts of pandas by two keys": pd.DataFrame({"x": WORDS, "y": WORDS}).value_counts(),
}


def held(name):
    return "counts" if name.startswith("counts") else "labels"


@pytest.mark.parametrize("name", HELD)
def test_one_sample_in_any_hands(name):
    found = one_sample(HELD[name], held(name))
    assert sorted(found.counts) == [1, 2, 3]
    assert (found.n, found.weighted, found.groups) == (6, False, None)


WITH_GAPS = {
    "list": GAPS,
    "NaN that are different objects": [2.0, float("nan"), 2.0, 3.0, float("nan"), 1.0],
    "None and NaN": ["b", None, "b", "c", math.nan, "a"],
    "array of floats": np.array([2.0, math.nan, 2.0, 3.0, -math.nan, 1.0]),
    "moments": np.array([DAYS[0], "NaT", DAYS[0], DAYS[1], "NaT", DAYS[3]], "M8[D]"),
    "masked": np.ma.masked_equal([2, 0, 2, 3, 0, 1], 0),
    "masked texts": np.ma.array(["b", "b", "b", "c", "b", "a"], mask=[0, 1, 0, 0, 1, 0]),
    "pandas": pd.Series(GAPS),
    "pandas categorical": pd.Series(GAPS, dtype="category"),
    "pandas nullable": pd.Series([2, None, 2, 3, None, 1], dtype="Int64"),
    "pandas moments": pd.to_datetime(
        pd.Series(GAPS).map(dict(zip("abc", sorted(set(DAYS)), strict=True)))
    ),
    "polars": pl.Series(GAPS),
    "polars nulls and NaN": pl.Series([2.0, None, 2.0, 3.0, math.nan, 1.0]),
    "polars whole numbers": pl.Series([2, None, 2, 3, None, 1]),
    "polars categorical": pl.Series(GAPS, dtype=pl.Categorical),
    "arrow": pa.array(GAPS),
    "arrow nulls and NaN": pa.array([2.0, None, 2.0, 3.0, math.nan, 1.0]),
    "counts": {None: 1, "b": 2, "c": 1, math.nan: 1, "a": 1},
    "counts of pandas": pd.Series(GAPS).value_counts(dropna=False),
    "counts of Polars": pl.Series("label", GAPS).value_counts(),
}


@pytest.mark.parametrize("name", WITH_GAPS)
def test_what_is_missing(name):
    data = WITH_GAPS[name]
    with pytest.raises(ValueError, match='missing="drop"'):
        one_sample(data, held(name))
    dropped = one_sample(data, held(name), missing="drop")
    assert (sorted(dropped.counts), dropped.n) == ([1, 1, 2], 4)
    outcome = one_sample(data, held(name), missing="outcome")
    assert (sorted(outcome.counts), outcome.n) == ([1, 1, 2, 2], 6)


@pytest.mark.parametrize(
    "data",
    [
        [None, math.nan],
        np.array([math.nan] * 3),
        pd.Series([None, None]),
        pl.Series([None, None]),
        pl.Series([None], dtype=pl.String),
        pa.array([None, None]),
        np.ma.masked_all(3),
    ],
    ids=lambda data: type(data).__name__,
)
def test_all_missing(data):
    with pytest.raises(ValueError, match="is missing"):
        one_sample(data, "labels")
    with pytest.raises(ValueError, match="nothing was observed"):
        one_sample(data, "labels", missing="drop")
    assert one_sample(data, "labels", missing="outcome").counts.tolist() == [len(data)]


@pytest.mark.parametrize(
    "data",
    [[], np.array([]), np.array([], int), np.array([], "U3"), pd.Series([], dtype=object),
     pl.Series([], dtype=pl.String), pa.array([], pa.string()), np.ma.masked_all(0)],
)  # fmt: skip
def test_nothing_at_all(data):
    for missing in ("raise", "outcome", "drop"):
        with pytest.raises(ValueError, match="nothing was observed: the sample holds no labels"):
            one_sample(data, "labels", missing=missing)


def test_a_policy_that_is_not_known_is_refused():
    for data, kind in ((WORDS, "labels"), ([1, 2], "counts"), (Counter(WORDS), "counts")):
        with pytest.raises(ValueError, match="missing must be one of raise, outcome, drop"):
            one_sample(data, kind, missing="ignore")


def test_two_samples_are_aligned_by_what_labels_are():
    one, two = two_samples(np.array([3, 1, 3]), [1.0, 1.0, 2.0], "labels")
    assert sorted(zip(one.counts, two.counts, strict=True)) == [(0, 1), (1, 2), (2, 0)]
    one, two = two_samples(pl.Series(WORDS), pd.Series(["c", "d"]), "labels")
    assert sorted(zip(one.counts, two.counts, strict=True)) == [(0, 1), (1, 1), (2, 0), (3, 0)]


def test_what_is_missing_is_one_outcome_of_two_samples():
    one, two = two_samples(GAPS, np.array([math.nan, math.nan]), "labels", missing="outcome")
    assert sorted(zip(one.counts, two.counts, strict=True)) == [(1, 0), (1, 0), (2, 0), (2, 2)]
    one, two = two_samples(GAPS, ["a", None], "labels", missing="drop")
    assert sorted(zip(one.counts, two.counts, strict=True)) == [(1, 0), (1, 1), (2, 0)]
    one, two = two_samples({None: 3, 1: 2}, {1: 1, math.nan: 4}, "counts", missing="outcome")
    assert sorted(zip(one.counts, two.counts, strict=True)) == [(2, 1), (3, 4)]


def test_counted_values_are_aligned_by_key():
    one = pd.Series(["a", "b", "b", "c"]).value_counts()
    two = pd.Series(["c", "c", "a", "d"]).value_counts()
    expected = two_samples(one.to_dict(), two.to_dict(), "counts")
    for first, second in ((one, two), (one.to_dict(), two)):
        found = two_samples(first, second, "counts")
        assert sorted(zip(found[0].counts, found[1].counts, strict=True)) == sorted(
            zip(expected[0].counts, expected[1].counts, strict=True)
        )
    with pytest.raises(ValueError, match="names an outcome twice"):
        one_sample(pd.Series([1, 2], index=["a", "a"]), "counts")


def test_a_row_with_a_gap_is_left_out_of_everything():
    y = [1, 2, 1, 2, None, 2]
    assert labels_in_pairs(GAPS, y, missing="drop").counts.sum() == 4
    kept = labels_in_pairs(["b", "b", "c", "a"], [1, 1, 2, 2])
    assert sorted(labels_in_pairs(GAPS, y, missing="drop").counts.ravel()) == sorted(
        kept.counts.ravel()
    )
    whole = labels_in_pairs(GAPS, y, missing="outcome")
    assert whole.counts.shape == (4, 3)
    with pytest.raises(ValueError, match="label 1 of the first sample is missing"):
        labels_in_pairs(GAPS, y)
    weighted = labels_in_pairs(GAPS, y, missing="drop", weights=[1, 9, 1, 1, 9, 1])
    assert weighted.counts.sum() == pytest.approx(4)
    with pytest.raises(ValueError, match="all zero"):
        labels_in_pairs(GAPS, y, missing="drop", weights=[0, 9, 0, 0, 9, 0])
    with pytest.raises(ValueError, match="all the same"):
        labels_in_pairs(GAPS, y, missing="drop", groups=["u", "v", "u", "u", "v", "u"])


def test_three_labels_are_a_table_of_three_axes():
    x, y, z = np.array([0, 0, 1, 1]), list("abab"), [True, True, False, True]
    found = labels_in_pairs(x, y, z)
    assert (found.counts.shape, found.counts.sum()) == ((2, 2, 2), 4)
    assert sorted(found.counts.sum(axis=(0, 1))) == [1, 3]
    with pytest.raises(ValueError, match="triples, got 4, 4 and 1 of them"):
        labels_in_pairs(x, y, [1])
    many = np.arange(3000)
    with pytest.raises(ValueError, match=r"3000 by 3000 by 3000 .* merge rare labels"):
        labels_in_pairs(many, many, many)


def test_weights_are_shares_of_as_many_observations_as_they_are_worth():
    found = one_sample(WORDS, "labels", weights=[1, 2, 3, 4, 5, 6])
    worth = 21**2 / 91
    assert sorted(found.counts / found.counts.sum()) == pytest.approx([4 / 21, 8 / 21, 9 / 21])
    assert found.counts.sum() == pytest.approx(worth) == effective_size(np.arange(1.0, 7.0))
    assert (found.n, found.weighted) == (6, True)
    scaled = one_sample(WORDS, "labels", weights=1e300 * np.array([1, 2, 3, 4, 5, 6]))
    assert scaled.counts == pytest.approx(found.counts)
    alike = one_sample(WORDS, "labels", weights=pd.Series([0.1] * 6))
    assert sorted(alike.counts) == pytest.approx([1, 2, 3])
    assert len(one_sample(WORDS, "labels", weights=[1, 1, 1, 0, 1, 1]).counts) == 2


BAD_WEIGHTS = [
    ([1, 2], ValueError, r"weights must hold one number for each of 6 rows, got \(2,\)"),
    (3.0, ValueError, "one number for each"),
    ([1, 1, 1, 1, 1, -1], ValueError, r"not negative, got -1.0 in row 5"),
    ([1, 1, math.nan, 1, 1, 1], ValueError, "got nan in row 2"),
    ([1, 1, math.inf, 1, 1, 1], ValueError, "got inf in row 2"),
    ([1, 1, None, 1, 1, 1], ValueError, "got nan in row 2"),
    ([0] * 6, ValueError, "all zero"),
    (list("abcdef"), TypeError, "must be numbers"),
    (np.ma.masked_equal([1, 2, 1, 1, 1, 1], 2), ValueError, "masked"),
]


@pytest.mark.parametrize(("weights", "error", "words"), BAD_WEIGHTS)
def test_weights_that_are_none_are_refused(weights, error, words):
    with pytest.raises(error, match=words):
        one_sample(WORDS, "labels", weights=weights)
    with pytest.raises(error):
        two_samples(WORDS, WORDS, "labels", weights=(None, weights))
    with pytest.raises(error):
        labels_in_pairs(WORDS, WORDS, weights=weights)


def test_groups_are_counted_one_by_one():
    users = ["u", "v", "u", "v", "u", "w"]
    found = one_sample(WORDS, "labels", groups=users)
    assert found.groups == 3
    assert (found.blocks.sum(axis=0) == found.counts).all()
    assert sorted(found.blocks.sum(axis=1)) == [1, 2, 3]
    pairs = labels_in_pairs(WORDS, [1, 1, 2, 2, 1, 1], groups=pd.Series(users))
    assert (pairs.blocks.sum(axis=0) == pairs.counts).all()
    assert pairs.blocks.shape == (3, *pairs.counts.shape)
    both = one_sample(WORDS, "labels", groups=users, weights=[1, 2, 3, 4, 5, 6])
    assert both.blocks.sum(axis=0) == pytest.approx(both.counts)
    one, two = two_samples(WORDS, ["c", "d"], "labels", groups=(users, None))
    assert (one.groups, two.groups) == (3, None)
    assert (two.blocks.sum(axis=0) == two.counts).all()
    assert len(two.blocks) == 2  # each observation a group of its own


def test_many_groups_are_dealt_whole_into_blocks():
    users = np.repeat(np.arange(730), 3)
    blocks, number = blocks_of(users, len(users), "groups", seed=0)
    assert (number, len(np.unique(blocks))) == (730, MOST_BLOCKS)
    assert (blocks.reshape(730, 3) == blocks[::3, None]).all()
    assert set(np.bincount(blocks)) == {21, 24}
    assert (blocks_of(users, len(users), "groups", seed=0)[0] == blocks).all()
    assert (blocks_of(users, len(users), "groups", seed=1)[0] != blocks).any()


BAD_GROUPS = [
    (["u", "v"], ValueError, "one group for each row, got 2 for 6"),
    (["u"] * 6, ValueError, "one group only"),
    (["u", "v", None, "u", "v", "u"], ValueError, "label 2 of groups"),
    ([["u"]] * 6, TypeError, "cannot be told apart"),
    (np.ones((6, 2)), ValueError, "one axis"),
    (3, TypeError, "must be a sequence"),
]


@pytest.mark.parametrize(("groups", "error", "words"), BAD_GROUPS)
def test_groups_that_are_none_are_refused(groups, error, words):
    with pytest.raises(error, match=words):
        one_sample(WORDS, "labels", groups=groups)
    with pytest.raises(error):
        two_samples(WORDS, WORDS, "labels", groups=(groups, None))
    with pytest.raises(error):
        labels_in_pairs(WORDS, WORDS, groups=groups)


def test_counts_have_no_weights_and_two_samples_have_two():
    for extra in ({"weights": [1, 1]}, {"groups": [1, 2]}):
        with pytest.raises(TypeError, match="which counts do not keep"):
            one_sample([3, 4], "counts", **extra)
        with pytest.raises(TypeError, match="which counts do not keep"):
            table_of_counts([[3, 4]], **extra)
        (name,) = extra
        with pytest.raises(TypeError, match=f"for two samples {name} must be a tuple of two"):
            two_samples(WORDS, WORDS, "labels", **extra)


def by_name(data, kind, **asked):
    names, tally = named_sample(data, kind, **asked)
    return dict(zip(names, tally.counts, strict=True))


def test_outcomes_by_name():
    assert by_name(GAPS, "labels", missing="outcome") == {"b": 2, "c": 1, "a": 1, None: 2}
    assert by_name(np.array([3, 3, 1]), "labels") == {3: 2, 1: 1}
    assert by_name([4, 0, 2], "counts") == {0: 4, 1: 0, 2: 2}
    assert by_name(pd.Series(WORDS).value_counts(), "counts") == {"b": 3, "a": 2, "c": 1}


def test_strata_are_the_tables_of_their_rows():
    x, y, z = list("aabbb"), [1, 2, 1, 1, None], list("uuuvv")
    found = labels_in_strata(x, y, z, missing="drop")
    assert sorted(table.shape for table in found) == [(1, 1), (2, 2)]
    assert sum(table.sum() for table in found) == 4
    with pytest.raises(ValueError, match="triples, got 5, 5 and 1"):
        labels_in_strata(x, y, [1])
