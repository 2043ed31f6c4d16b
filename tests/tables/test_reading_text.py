"""Text reads as a number, a date or neither, and alike on every engine."""

import math

import duckdb
import pandas
import polars
import pyarrow
import pytest

from kullback.tables import open_table

NUMBERS = {
    "1": 1.0,
    "+1": 1.0,
    "-1": -1.0,
    "007": 7.0,
    "1.": 1.0,
    ".5": 0.5,
    "+.5e1": 5.0,
    "1e5": 1e5,
    "1E-5": 1e-5,
    "1e+5": 1e5,
    " \t2\r\n": 2.0,
    "0.1": 0.1,
    "123456789.123456789": 123456789.123456789,
    "9007199254740993": 9007199254740992.0,
    "1e400": math.inf,
    "-1e400": -math.inf,
    "1e-400": 0.0,
    "4.9e-324": 5e-324,
}
NOT_NUMBERS = [
    "",
    " ",
    ".",
    "-",
    "+",
    "e5",
    "1e",
    "1 2",
    "1,5",
    "1_000",
    "0x10",
    "nan",
    "inf",
    "Infinity",
    "1d",
    "--1",
    "- 1",
    "٣",
    "1\u00a0",
    "½",
    "1\n2",
]
DATES = [
    "2024-01-31",
    " 2024-01-31\n",
    "2024-01-31T10:20",
    "2024-01-31 10:20:30.5",
    "2024-01-31T10:20:30Z",
    "2024-01-31T10:20:30+01:00",
    "10:20",
    "10:20:30",
]
NOT_DATES = [
    "2024-13-01",
    "2024-01-32",
    "24-01-31",
    "2024-1-31",
    "31/01/2024",
    "2024-01-31T",
    "2024-01-31T25:00",
    "10:60",
    "10",
    "20240131",
    "2024-01-31\n2024-01-31",
]

MAKES = {
    "duckdb": lambda texts: duckdb.from_arrow(pyarrow.table({"t": texts})),
    "polars": lambda texts: polars.DataFrame({"t": texts}),
    "pyarrow": lambda texts: pyarrow.table({"t": texts}),
    "pandas": lambda texts: pandas.DataFrame({"t": texts}),
    "pandas objects": lambda texts: pandas.DataFrame({"t": texts}, dtype=object),
    "pandas categories": lambda texts: pandas.DataFrame({"t": texts}, dtype="category"),
}


@pytest.fixture(params=MAKES)
def opened(request):
    return lambda texts: open_table(MAKES[request.param](texts))


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(opened, text):
    table = opened([text, "x"])
    assert table.profiles(["t"])["t"].numeric_text == 1
    assert table.unreadable("t") == {"x": 1}
    assert table.with_numbers(["t"]).value_counts("t") == {NUMBERS[text]: 1}


def test_texts_that_are_not_numbers(opened):
    table = opened([*NOT_NUMBERS, *NOT_NUMBERS])
    assert table.profiles(["t"])["t"].numeric_text == 0
    assert table.unreadable("t") == dict.fromkeys(NOT_NUMBERS, 2)
    assert table.with_numbers(["t"]).profiles(["t"])["t"].missing == table.rows


def test_dates(opened):
    assert opened([*DATES, *NOT_DATES]).profiles(["t"])["t"].iso_text == len(DATES)
    assert opened(NOT_DATES).profiles(["t"])["t"].iso_text == 0


def test_lengths(opened):
    profile = opened(["one two", " padded ", "", "ünï 😀"]).profiles(["t"])["t"]
    assert profile.mean_length == (7 + 8 + 0 + 5) / 4
    assert profile.mean_words == (2 + 1 + 1 + 2) / 4
    assert profile.missing_words == 1
