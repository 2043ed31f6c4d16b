"""What a column is taken for, seen through `compare`."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import kullback as kb

N = 400
GENERATOR = np.random.default_rng(0)


def kind_of(values, other=None, name="x"):
    """Return the kind given to one column, whether it was compared or left out."""
    first = pl.DataFrame({name: values}, strict=False)
    found = kb.compare(first, first if other is None else pl.DataFrame({name: other}, strict=False))
    (kind,) = {column.kind for column in [*found.columns, *found.left_out]}
    return kind  # of a date and its parts alike


WORDS = ["red", "green", "blue", "black"]
KINDS = {
    "a real number": (GENERATOR.normal(size=N), "number"),
    "few whole numbers": (GENERATOR.integers(0, 9, N), "discrete number"),
    "few distinct decimals": (GENERATOR.choice([0.5, 1.5, 2.5], N), "discrete number"),
    "many whole numbers": (GENERATOR.integers(0, 5000, N) ** 2, "number"),
    "true and false": (GENERATOR.random(N) < 0.5, "boolean"),
    "0 and 1": (GENERATOR.integers(0, 2, N), "boolean"),
    "yes and no": (GENERATOR.choice(["yes", "no"], N), "boolean"),
    "Y and N": (GENERATOR.choice(["Y", "N"], N), "boolean"),
    "1 and 2": (GENERATOR.integers(1, 3, N), "discrete number"),
    "two other words": (GENERATOR.choice(["hot", "cold"], N), "category"),
    "words": (GENERATOR.choice(WORDS, N), "category"),
    "a row number": (np.arange(N), "identifier"),
    "a shuffled row number": (GENERATOR.permutation(N), "identifier"),
    "keys in text": ([f"u{k:05d}" for k in range(N)], "identifier"),
    "prose": ([f"the order number {k} came late" for k in range(N)], "free text"),
    "long keys": ([f"{k:050d}x" for k in range(N)], "free text"),
    "one value": (["same"] * N, "constant"),
    "one value and missing": (["same", None] * (N // 2), "category"),
    "nothing": ([None] * N, "constant"),
    "days": ([dt.date(2026, 1, 1) + dt.timedelta(days=k % 90) for k in range(N)], "date"),
    "one day": ([dt.date(2026, 1, 1)] * N, "constant"),
    "moments": ([dt.datetime(2026, 1, 1) + dt.timedelta(hours=k) for k in range(N)], "date"),
    "times of day": ([dt.time(k % 24, k % 60) for k in range(N)], "time of day"),
    "times of day as text": ([f"{k % 24:02d}:{k % 60:02d}" for k in range(N)], "time of day"),
    "days as text, some n/a": (["n/a", *(f"2026-01-{k % 28 + 1:02d}" for k in range(N))], "date"),
    "half times of day, half days": (["10:20", "2026-01-01"] * (N // 2), "category"),
    "days written otherwise": ([f"{1 + k % 28:02d}/01/2026" for k in range(N)], "category"),
    "months": ([f"2026-{1 + k % 12:02d}" for k in range(N)], "category"),
    "days as text": ([f"2026-01-{1 + k % 28:02d}" for k in range(N)], "date"),
    "numbers as text": ([f"{x:.3f}" for x in GENERATOR.normal(size=N)], "number"),
    "numbers as text, some n/a": (
        ["n/a" if k % 10 == 0 else f"{k / 7:.3f}" for k in range(N)],
        "number",
    ),
    "lists": ([[1, 2]] * N, "nested"),
}


@pytest.mark.parametrize(("values", "kind"), KINDS.values(), ids=KINDS)
def test_kind(values, kind):
    assert kind_of(values) == kind


@pytest.mark.parametrize("name", ["id", "user_id", "UserID", "the key", "index", "row-uuid"])
def test_sparse_whole_numbers_named_like_a_key_are_identifiers(name):
    sparse = GENERATOR.permutation(10**7)[:N]
    assert kind_of(sparse, name=name) == "identifier"


@pytest.mark.parametrize("name", ["amount", "width", "keyboard", "identity"])
def test_other_sparse_whole_numbers_are_numbers(name):
    sparse = GENERATOR.permutation(10**7)[:N]
    assert kind_of(sparse, name=name) == "number"


def test_a_column_sorted_by_size_is_a_number():
    assert kind_of(np.sort(GENERATOR.integers(0, 10**6, N))) == "number"


def test_few_rows_are_never_an_identifier():
    assert kind_of([f"u{k}" for k in range(20)]) == "category"


def test_a_key_that_both_tables_carry_is_still_a_key():
    first = pl.DataFrame({"x": [f"u{k}" for k in range(N)]})
    (left_out,) = kb.compare(first, first).left_out
    assert left_out.kind == "identifier"
    assert (
        left_out.reason
        == f"100% of its values occur once in their table; the tables share {N} values"
    )


def test_text_here_and_numbers_there_is_reported():
    found = kb.compare(pl.DataFrame({"x": ["a", "b"] * 50}), pl.DataFrame({"x": [1, 2] * 50}))
    (left_out,) = found.left_out
    assert (left_out.name, left_out.kind) == ("x", "mixed")
    assert left_out.reason == "text in the reference table and numbers in the current table"


def test_numbers_written_as_text_on_one_side_are_numbers():
    values = GENERATOR.normal(size=N).round(3)
    found = kb.compare(pl.DataFrame({"x": values}), pl.DataFrame({"x": [str(v) for v in values]}))
    (column,) = found.columns
    assert column.kind == "number"
    assert column.jensen_shannon_divergence.plug_in == 0.0


def test_true_here_and_1_there_are_one_outcome():
    first, second = [True, False, None] * 40, [1, 0, None] * 40
    (column,) = kb.compare(pl.DataFrame({"x": first}), pl.DataFrame({"x": second})).columns
    assert column.kind == "boolean"
    assert {o.label: (o.reference, o.current) for o in column.outcomes} == dict.fromkeys(
        ("false", "true", "missing"), (40, 40)
    )


def test_unreadable_texts_among_numbers_are_outcomes():
    numbers = [f"{x:.2f}" for x in GENERATOR.normal(size=N)]
    first, second = [*numbers, *["n/a"] * 10], [*numbers, *["broken"] * 12]
    (column,) = kb.compare(pl.DataFrame({"x": first}), pl.DataFrame({"x": second})).columns
    found = {o.label: (o.reference, o.current) for o in column.outcomes}
    assert found["'n/a'"] == (10, 0)
    assert found["'broken'"] == (0, 12)
    assert (column.missing.reference, column.missing.current) == (0.0, 0.0)


def test_a_category_is_compared_as_written_whatever_the_types():
    found = kb.compare(
        pl.DataFrame({"zip": [10115, 20095] * 50}),
        pl.DataFrame({"zip": ["10115", "20095"] * 50}),
        kinds={"zip": "category"},
    )
    assert [o.label for o in found.columns[0].outcomes] == ["10115", "20095"]


def test_columns_of_one_side_only_are_named():
    found = kb.compare(
        pl.DataFrame({"x": [1, 2] * 9, "old": 0}), pl.DataFrame({"x": [1, 2] * 9, "new": 0})
    )
    assert [(c.name, c.reason) for c in found.left_out] == [
        ("old", "only in the reference table"),
        ("new", "only in the current table"),
    ]


@pytest.mark.parametrize("kind", ["category", "boolean"])
def test_codes_in_text_are_compared_as_written(kind):
    first = pl.DataFrame({"code": ["01234", "1234"] * 50})
    second = pl.DataFrame({"code": ["01234"] * 100})
    (column,) = kb.compare(first, second, kinds={"code": kind}).columns
    assert {o.label: o.reference for o in column.outcomes} == {"01234": 50, "1234": 50}
    assert column.jensen_shannon_divergence.plug_in == pytest.approx(0.3112781)


@pytest.mark.parametrize("here", [["true", "false"], [True, False], [1, 0], ["y", "n"]])
@pytest.mark.parametrize("there", [["yes", "no"], ["T", "F"], [False, True]])
def test_yes_here_and_true_there_are_one_outcome(here, there):
    (column,) = kb.compare(pl.DataFrame({"x": here * 40}), pl.DataFrame({"x": there * 40})).columns
    assert (column.kind, column.jensen_shannon_divergence.plug_in) == ("boolean", 0.0)


def test_the_same_words_on_both_sides_are_kept():
    table = pl.DataFrame({"x": ["yes", "no"] * 40})
    (column,) = kb.compare(table, table).columns
    assert sorted(o.label for o in column.outcomes) == ["no", "yes"]


def test_a_column_that_became_all_na_lost_its_values():
    numbers = pl.DataFrame({"x": GENERATOR.normal(size=100)})
    (column,) = kb.compare(numbers, pl.DataFrame({"x": ["NA"] * 100})).columns
    assert column.verdict == "tells the tables apart"
    assert {o.label for o in column.outcomes} == {"any number", "'NA'"}


@pytest.mark.parametrize(
    "dtype", [pl.Date, pl.Datetime, pl.Time, pl.Boolean, pl.Float64, pl.String]
)
def test_a_column_without_any_value_is_always_missing(dtype):
    empty = pl.DataFrame({"x": pl.Series([None] * 60, dtype=dtype), "y": [1, 2] * 30})
    found = kb.compare(empty, empty)
    assert [(c.name, c.kind, c.reason) for c in found.left_out] == [
        ("x", "constant", "always missing")
    ]


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean"])
def test_pandas_columns_without_any_value(dtype):
    empty = pd.DataFrame({"x": pd.Series([None] * 60, dtype=dtype)})
    (left_out,) = kb.compare(empty, empty).left_out
    assert left_out.reason == "always missing"


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ([dt.date(2026, 1, 1)] * 60, "number", "dates"),
        ([dt.date(2026, 1, 1)] * 60, "category", "dates"),
        ([True, False] * 30, "number", "true/false"),
        ([[1]] * 60, "category", "nested"),
        (list(range(60)), "boolean", "60 values"),
    ],
)
def test_a_kind_that_does_not_fit_is_refused_by_name(values, kind, words):
    table = pl.DataFrame({"x": values})
    with pytest.raises(ValueError, match=rf"column 'x' .*{words}"):
        kb.compare(table, table, kinds={"x": kind})


BOTH_SIDES_OF_A_LIMIT = [
    (["a", "b"] * 19 + ["c"] * 2, "category"),
    ([*map(str, GENERATOR.normal(size=96)), *"abcd"], "number"),  # 96 % read as numbers
    ([*map(str, GENERATOR.normal(size=94)), *"abcdef"], "identifier"),  # 94 %
    ([f"k{k // 2}" for k in range(100)], "category"),  # coverage 1
    ([f"k{k}" for k in range(60)] + ["k"] * 40, "identifier"),  # coverage 0.4
    ([f"k{k}" for k in range(40)] + ["k"] * 60, "category"),  # coverage 0.6
    ([f"k{k}" for k in range(24)], "category"),  # 48 rows in both tables
    ([f"k{k}" for k in range(25)], "identifier"),  # 50 rows
    ([f"one two three {k}" for k in range(60)], "free text"),  # four words
    ([f"one two {k}" for k in range(60)], "identifier"),
    ([k % 32 for k in range(640)], "discrete number"),
    ([k % 33 for k in range(640)], "number"),
    ([k % 10 for k in range(50)], "discrete number"),  # 10 of 100 rows in both tables
    ([k % 11 for k in range(50)], "number"),
    ([2 * k for k in range(100)], "identifier"),  # 200 numbers among 199, counted in both tables
    ([4 * k for k in range(100)], "number"),  # 200 among 397
    ([*range(80), *range(20)], "number"),  # coverage 0.4
]


@pytest.mark.parametrize(("values", "kind"), BOTH_SIDES_OF_A_LIMIT)
def test_limits_between_kinds(values, kind):
    assert kind_of(values) == kind


def test_very_many_categories_are_mentioned():
    for size, mentioned in ((900, False), (1300, True)):
        table = pl.DataFrame({"x": [f"k{k}" for k in range(size)] * 2})
        (column,) = kb.compare(table, table).columns
        assert any("categories" in note for note in column.notes) == mentioned


PANDAS = {
    "whole numbers with NA": (pd.Series([pd.NA, 1, 2] * 20, dtype=object), "discrete number"),
    "a number that is no float": (pd.Series([10**400, 1, 2] * 20, dtype=object), "nested"),
    "dates as objects": (
        pd.Series([dt.date(2026, 1, 1), dt.date(2026, 1, 2)] * 30, dtype=object),
        "date",
    ),
    "times as objects": (pd.Series([dt.time(1), dt.time(2)] * 30, dtype=object), "time of day"),
    "moments with a zone as objects": (
        pd.Series([dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 2)] * 30, dtype=object),
        "date",
    ),
    "truths with None": (pd.Series([True, False, None] * 20, dtype=object), "boolean"),
    "Arrow dictionary": (
        pd.Series(["a", "b"] * 30, dtype=pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string()))),
        "category",
    ),
    "infinite numbers": (
        pd.Series([float("inf"), float("-inf")] * 30, dtype="Float64"),
        "discrete number",
    ),
}


@pytest.mark.parametrize(("values", "kind"), PANDAS.values(), ids=PANDAS)
def test_kinds_of_pandas_columns(values, kind):
    table = pd.DataFrame({"x": values})
    found = kb.compare(table, table)
    (column,) = [*found.columns, *found.left_out]
    assert column.kind == kind


def test_a_list_column_without_any_value():
    table = pa.table({"x": pa.nulls(60, pa.list_(pa.int64())), "y": [1, 2] * 30})
    (left_out,) = kb.compare(table, table).left_out
    assert left_out.reason == "always missing"


@pytest.mark.parametrize(
    ("start", "step", "words"),
    [
        (1_700_000_000, 9_973, "in seconds since 1970"),
        (1_700_000_000_000, 9_973_000, "in milliseconds since 1970"),
        (700_000_000, 9_973, None),
        (2_208_900_000, 9_973, None),
    ],
)
def test_moments_written_as_numbers_are_hinted_at(start, step, words):
    table = pl.DataFrame({"x": [start + step * k for k in range(200)] * 2})
    (column,) = kb.compare(table, table).columns
    assert column.kind == "number"
    hints = [note for note in column.notes if "since 1970" in note]
    assert len(hints) == (1 if words else 0)
    assert words is None or words in hints[0]
