"""Every engine gives the numbers that plain Python finds by looping over the rows."""

import json
import math
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from kullback.tables import duckdb_profiles, duckdb_table, open_table
from kullback.tables.patterns import MISSING_WORDS

NAN, INF = math.nan, math.inf
ROWS = 60


def repeated(*values):
    return [values[row % len(values)] for row in range(ROWS)]


COLUMNS = {
    "whole": [row % 7 - 3 for row in range(ROWS)],
    "whole with gaps": [None if row % 11 == 0 else row * row % 13 for row in range(ROWS)],
    "float": repeated(1.5, -0.0, 0.0, NAN, INF, -INF, None, 1e-300, -2.25, 0.1),
    "plain float": [round(math.sin(row), 3) for row in range(ROWS)],
    "huge": repeated(2**53 + 1, -(2**62) - 1, 2**63 - 1, 0),
    "text": repeated("red", "blue", None, "two words", "ünïcødé 😀", 'it\'s "quoted", so', " x "),
    "number text": repeated(
        "1", "-2.5", " 3 ", "NA", "1e3", "+4", ".5", "nan", "-", "5.", None, "1_000", "2\t"
    ),
    "date text": repeated("2024-01-31", "2024-01-31T10:20:30Z", "10:20", "2024-13-01", "soon"),
    "truth": repeated(True, False, None),
    "void": repeated(None),
    "constant": repeated("same"),
    "when": [None if row % 9 == 0 else datetime(2024, 1, 1 + row % 5) for row in range(ROWS)],
}
TYPES = dict.fromkeys(COLUMNS, "text") | {
    "whole": "number",
    "whole with gaps": "number",
    "float": "number",
    "plain float": "number",
    "huge": "number",
    "truth": "boolean",
    "when": "time",
}
NUMBERS = [name for name, kind in TYPES.items() if kind == "number"]
TEXTS = [name for name, kind in TYPES.items() if kind == "text"]
NULLABLE = {"whole": "Int64", "whole with gaps": "Int64", "float": "Float64", "huge": "Int64"} | {
    "truth": "boolean",
    **dict.fromkeys(TEXTS, "string"),
}
EDGES = [-3.0, -1.0, -0.0, 0.1, 1.5, 12.0, 1e18]


def arrow():
    return pyarrow.table({name: pyarrow.array(values) for name, values in COLUMNS.items()})


def jsonl(folder):
    path = folder / "rows.jsonl"
    lines = (
        json.dumps(dict(zip(COLUMNS, row, strict=True)), default=str)
        for row in zip(*COLUMNS.values(), strict=True)
    )
    path.write_text("\n".join(lines))
    return path


def csv(folder):
    path = folder / "rows.csv"
    duckdb.from_arrow(arrow()).write_csv(str(path))
    return path


def parquet(folder):
    path = folder / "rows.parquet"
    pyarrow.parquet.write_table(arrow(), path)
    return path


def with_categories():
    """Texts as categories, of which some have no row."""
    frame = pandas.DataFrame(COLUMNS).astype(dict.fromkeys(TEXTS, "category"))
    return frame.assign(**{n: frame[n].cat.add_categories(["none", "of these"]) for n in TEXTS})


ENGINES = {
    "csv": csv,
    "parquet": parquet,
    "jsonl": jsonl,
    "relation": lambda folder: duckdb.from_arrow(arrow()),
    "pandas": lambda folder: pandas.DataFrame(COLUMNS),
    "pandas objects": lambda folder: pandas.DataFrame(COLUMNS).astype(dict.fromkeys(TEXTS, object)),
    "pandas nullable": lambda folder: pandas.DataFrame(COLUMNS).astype(NULLABLE),
    "pandas arrow": lambda folder: arrow().to_pandas(types_mapper=pandas.ArrowDtype),
    "pandas categories": lambda folder: with_categories(),
    "polars": lambda folder: polars.from_arrow(arrow()),
    "polars lazy": lambda folder: polars.from_arrow(arrow()).lazy(),
    "pyarrow": lambda folder: arrow(),
}


@pytest.fixture(params=ENGINES, scope="module")
def table(request, tmp_path_factory):
    source = ENGINES[request.param](tmp_path_factory.mktemp("rows"))
    with open_table(source, role="reference") as opened:
        yield opened


def values(name):
    """The values of a column that are not missing."""
    kept = [value for value in COLUMNS[name] if value is not None and value == value]
    return [float(value) for value in kept] if TYPES[name] == "number" else kept


def finite(name):
    return sorted(value for value in values(name) if math.isfinite(value))


def reads_as_number(text):
    return bool(re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", text))


def test_rows_and_types(table):
    assert table.rows == ROWS
    assert table.columns == TYPES
    assert list(table.columns) == list(COLUMNS)
    assert list(table.types) == list(COLUMNS)


def test_profiles(table):
    profiles = table.profiles(COLUMNS)
    assert list(profiles) == list(COLUMNS)
    for name, profile in profiles.items():
        assert profile.rows == ROWS
        assert profile.missing == ROWS - len(values(name))
        assert profile.about_distinct == pytest.approx(len(set(values(name))), rel=0.2)


@pytest.mark.parametrize("name", NUMBERS)
def test_profile_of_numbers(table, name):
    profile, numbers = table.profiles([name])[name], finite(name)
    assert profile.finite == len(numbers)
    assert profile.positive_infinite == values(name).count(INF)
    assert profile.negative_infinite == values(name).count(-INF)
    assert (profile.minimum, profile.maximum) == (numbers[0], numbers[-1])
    assert profile.integral == all(number.is_integer() for number in numbers)


@pytest.mark.parametrize("name", TEXTS)
def test_profile_of_texts(table, name):
    profile, texts = table.profiles([name])[name], values(name)
    assert profile.finite == len(texts)
    assert profile.numeric_text == sum(map(reads_as_number, texts))
    assert profile.iso_text == (len(texts) * 3 // 5 if name == "date text" else 0)
    assert profile.missing_words == sum(text in MISSING_WORDS for text in texts)
    mean = max(len(texts), 1)
    assert profile.mean_length == pytest.approx(sum(map(len, texts)) / mean)
    assert profile.mean_words == pytest.approx(sum(len(t.strip().split(" ")) for t in texts) / mean)


@pytest.mark.parametrize(("times", "by_row"), [(4, 0), (1000, 4)])  # void has no texts
def test_texts_that_repeat_are_read_once_each(times, by_row, tmp_path, monkeypatch):
    with open_table(parquet(tmp_path)) as table:
        expected = table.profiles(COLUMNS)
        monkeypatch.setattr(duckdb_table, "_ROWS_TO_GROUP", ROWS)
        monkeypatch.setattr(duckdb_table, "_TIMES_TO_GROUP", times)
        asked, terms = [], duckdb_profiles.terms
        monkeypatch.setattr(
            duckdb_profiles, "terms", lambda safe, kind: asked.append(kind) or terms(safe, kind)
        )
        found = table.profiles(COLUMNS)
    assert asked.count("text") == by_row
    assert list(found) == list(COLUMNS)
    for name, profile in found.items():
        assert profile.about_distinct == pytest.approx(len(set(values(name))), rel=0.2)
        assert replace(profile, about_distinct=0) == replace(expected[name], about_distinct=0)


# In DuckDB, or out of it two columns or all at a time.
NUMBERS_AT_ONCE = pytest.mark.parametrize("at_once", [ROWS - 1, 2 * ROWS, 8_000_000])


@NUMBERS_AT_ONCE
def test_order_statistics(table, at_once, monkeypatch):
    monkeypatch.setattr(duckdb_table, "_VALUES_AT_ONCE", at_once)
    ranks = {name: [1, 2, 17, 17, len(finite(name)), 5] for name in NUMBERS}
    expected = {name: [finite(name)[rank - 1] for rank in these] for name, these in ranks.items()}
    assert table.order_statistics(ranks) == expected


@NUMBERS_AT_ONCE
def test_histograms(table, at_once, monkeypatch):
    monkeypatch.setattr(duckdb_table, "_VALUES_AT_ONCE", at_once)
    assert table.histograms(dict.fromkeys(NUMBERS, EDGES)) == {
        name: [
            sum(low < value <= high for value in finite(name))
            for low, high in zip([-INF, *EDGES], [*EDGES, INF], strict=True)
        ]
        for name in NUMBERS
    }


@pytest.mark.parametrize("name", [n for n, kind in TYPES.items() if kind != "time"])
def test_value_counts(table, name):
    counts = table.value_counts(name)
    assert counts == Counter(values(name))
    assert {type(value) for value in counts} <= {
        {"number": float, "boolean": bool}.get(TYPES[name], str)
    }


@pytest.mark.parametrize("name", COLUMNS)
def test_counts_of_counts(table, name):
    assert table.counts_of_counts(name) == Counter(Counter(values(name)).values())


def test_texts_read_as_numbers(table):
    name = "number text"
    texts = values(name)
    numbers = table.with_numbers([name])
    assert numbers.columns == {**TYPES, name: "number"}
    assert table.columns == TYPES
    assert numbers.value_counts(name) == Counter(float(t) for t in texts if reads_as_number(t))
    assert table.unreadable(name) == Counter(t for t in texts if not reads_as_number(t))
    profile = numbers.profiles([name])[name]
    assert profile.missing == ROWS - profile.finite == ROWS - sum(map(reads_as_number, texts))
    assert numbers.order_statistics({name: [1, profile.finite]}) == {name: [-2.5, 1000.0]}


def test_nothing_asked_nothing_told(table):
    assert table.profiles([]) == table.order_statistics({}) == table.histograms({}) == {}
