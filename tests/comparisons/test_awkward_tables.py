"""Tables that are tiny, empty of information, or odd: a right sentence, never a traceback."""

import datetime as dt
import json
from decimal import Decimal

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import kullback as kb
from kullback.comparisons.bins import Edge, labels

N = 300
GENERATOR = np.random.default_rng(0)
FULL = {
    "number": GENERATOR.normal(size=N),
    "whole": GENERATOR.integers(0, 5, N),
    "flag": GENERATOR.random(N) < 0.5,
    "word": GENERATOR.choice(list("abc"), N),
    "date": [dt.date(2026, 1, 1) + dt.timedelta(days=k % 30) for k in range(N)],
    "moment": [dt.datetime(2026, 1, 1) + dt.timedelta(hours=k) for k in range(N)],
    "clock": [dt.time(k % 24, k % 60) for k in range(N)],
    "list": [[k] for k in range(N)],
}
NOTHING = [pl.Float64, pl.Int8, pl.Boolean, pl.String, pl.Date, pl.Datetime, pl.Time, pl.Null]
NOTHING += [pl.List(pl.Int64), pl.Categorical, pl.Decimal(10, 2), pl.Binary, pl.Duration]


def checked(found):
    """The comparison, of which every record can be written."""
    json.dumps(found.to_dict(), allow_nan=False)
    for column in found.columns:
        size = column.jensen_shannon_divergence
        assert 0.0 <= size.low <= size.value <= size.high
        assert 0.0 <= column.p <= column.q <= 1.0
    return found


@pytest.mark.parametrize("dtype", NOTHING, ids=str)
@pytest.mark.parametrize("swapped", [False, True])
def test_every_column_lost_all_its_values(dtype, swapped):
    full = pl.DataFrame(FULL)
    empty = pl.DataFrame({name: pl.Series([None] * N, dtype=dtype) for name in FULL})
    empty = empty.with_columns(whole=full["whole"])
    found = checked(kb.compare(*((empty, full) if swapped else (full, empty))))
    lost = {c.name: c.verdict for c in found.columns}
    assert lost.pop("whole") == "no change seen"
    assert lost == dict.fromkeys(
        ("number", "flag", "word", "date", "moment", "clock"), "tells the tables apart"
    )
    assert [(c.name, c.kind) for c in found.left_out] == [("list", "nested")]


ONE = pl.DataFrame({name: values[:1] for name, values in FULL.items()})


def test_one_row_beside_itself():
    found = checked(kb.compare(ONE, ONE))
    assert found.columns == ()
    assert found.summary == "Nothing was compared."
    assert {c.kind for c in found.left_out} == {"constant", "nested"}
    assert "always 2026-01-01" in {c.reason for c in found.left_out}


def test_one_row_beside_another():
    other = pl.DataFrame({name: values[-1:] for name, values in FULL.items()})
    found = checked(kb.compare(ONE, other))
    assert not any(column.alarm for column in found.columns)
    assert {column.notes[0] for column in found.columns} == {"too few rows to tell"}
    assert found.summary == "No change seen in 5 columns compared: too few rows to tell."
    reasons = {c.name: c.reason for c in found.left_out}
    assert "(1 row) in the reference table" in reasons["date"]


@pytest.mark.parametrize("swapped", [False, True])
def test_one_row_beside_many(swapped):
    sides = (pl.DataFrame(FULL), ONE) if swapped else (ONE, pl.DataFrame(FULL))
    found = checked(kb.compare(*sides))
    assert not any(column.alarm for column in found.columns)
    assert {column.notes[0] for column in found.columns} == {"too few rows to tell"}
    assert any("a table has 1 row, and 60 are needed" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([None], "always missing"),
        ([float("nan")], "always missing"),
        ([float("inf")], "always '∞'"),
        ([0.0, -0.0], "always '0'"),
        (["x"], "always 'x'"),
        ([True], "always 'true'"),
        ([dt.datetime(1900, 1, 1, 10, 20)], "always 1900-01-01 10:20"),
    ],
)
def test_tables_that_say_nothing(values, reason):
    table = pl.DataFrame({"a": values * 100, "b": values * 100})
    found = checked(kb.compare(table, table))
    assert found.summary == "Nothing was compared."
    assert {(c.kind, c.reason) for c in found.left_out} == {("constant", reason)}


def test_nested_and_odd_columns_are_named_with_their_type():
    odd = pa.table(
        {
            "list": [[1]] * 60, "struct": [{"a": 1}] * 60, "bytes": [b"x"] * 60,
            "span": pa.array([dt.timedelta(seconds=k) for k in range(60)]),
            "decimal": pa.array([Decimal(k % 7) / 4 for k in range(60)]),
        }
    )  # fmt: skip
    for table in (odd, pl.from_arrow(odd), duckdb.from_arrow(odd)):
        found = checked(kb.compare(table, table))
        assert {c.name: c.kind for c in found.left_out} == dict.fromkeys(
            ("list", "struct", "bytes", "span"), "nested"
        )
        assert all(c.reason.startswith("holds ") for c in found.left_out)
        assert [o.label for o in found.columns[0].outcomes][:3] == ["0", "0.25", "0.5"]


def test_whole_numbers_that_floats_cannot_tell_apart_are_not_written_to_the_last_digit():
    huge = pa.table({"x": [2**62 + k * 10**12 for k in range(N)]})
    (column,) = checked(kb.compare(huge, huge)).columns
    assert column.outcomes[0].label == "≤ 4.61173e+18"
    assert all(len(outcome.label) < 30 for outcome in column.outcomes)
    assert labels([Edge(2.0**53)], integral=True) == ["≤ 9.007e+15", "> 9.007e+15"]
    assert labels([Edge(2.0**53 - 1)], integral=True)[1] == f"≥ {2**53}"


def test_a_name_that_differs_by_case_or_spaces_is_hinted_at():
    first = pl.DataFrame({"x": [1, 2] * 9, "Unit Price": 0.5, "old": 1, "a": 1, "A ": 2})
    second = pl.DataFrame({"x": [1, 2] * 9, "unit_price": 0.5, "new": 1, "A": 1})
    reasons = {c.name: c.reason for c in kb.compare(first, second).left_out}
    like = "only in the {} table; {!r} in the other is written nearly alike: rename one"
    assert reasons["Unit Price"] == like.format("reference", "unit_price")
    assert reasons["unit_price"] == like.format("current", "Unit Price")
    assert reasons["old"] == "only in the reference table"
    assert reasons["A"] == "only in the current table"  # of two, nobody knows which


def test_tables_whose_names_differ_in_writing_only():
    first, second = pl.DataFrame({"ID": [1]}), pl.DataFrame({"id": [1]})
    with pytest.raises(ValueError, match=r"no column in common.*'ID' and 'id'.*nearly alike"):
        kb.compare(first, second)


def test_shared_rows_and_sorted_tables():
    table = pl.DataFrame(
        {"key": range(3000), "x": GENERATOR.normal(size=3000), "word": FULL["word"].tolist() * 10}
    )
    found = checked(kb.compare(table.sort("x"), table.sort("x", descending=True)))
    assert not any(column.alarm for column in found.columns)
    assert found.pairs == ()
    (x,) = (column for column in found.columns if column.name == "x")
    assert "more alike than chance allows: shared or duplicated rows?" in x.notes
    assert found.left_out[0].reason.endswith("the tables share 3,000 values")
