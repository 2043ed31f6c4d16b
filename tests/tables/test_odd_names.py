"""Names of columns and files are data: whatever they hold, the right column is counted."""

import csv
import json

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from kullback.tables import TableError, open_table

NAMES = [
    'say "hi"',
    "it's",
    "a,b",
    "two\nlines",
    "<script>alert(1)</script>",
    "😀",
    " padded ",
    "select",
    'x"; DROP TABLE loaded; --',
    "c0",
    "c1",
    "rowid",
    "back\\slash",
    "100%",
    "value",
    "times",
    "A",
    "a",
    "",
]
JSON_NAMES = [name for name in NAMES if name not in ("", "A")]  # DuckDB refuses these keys


def row(names):
    return {name: [place, place] for place, name in enumerate(names)}


def as_csv(folder, names=tuple(NAMES)):
    path = folder / "rows.csv"
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([names, range(len(names)), range(len(names))])
    return path


def as_jsonl(folder):
    path = folder / "rows.jsonl"
    line = json.dumps({name: place for place, name in enumerate(JSON_NAMES)})
    path.write_text(f"{line}\n{line}\n")
    return path


def as_parquet(folder):
    pyarrow.parquet.write_table(pyarrow.table(row(NAMES)), folder / "rows.parquet")
    return folder / "rows.parquet"


SOURCES = {
    "csv": as_csv,
    "jsonl": as_jsonl,
    "parquet": as_parquet,
    "relation": lambda folder: duckdb.from_arrow(pyarrow.table(row(JSON_NAMES))),
    "pandas": lambda folder: pandas.DataFrame(row(NAMES)),
    "polars": lambda folder: polars.DataFrame(row(NAMES)),
    "polars lazy": lambda folder: polars.LazyFrame(row(NAMES)),
    "pyarrow": lambda folder: pyarrow.table(row(NAMES)),
}


@pytest.mark.parametrize("source", SOURCES)
def test_columns(tmp_path, source):
    names = JSON_NAMES if source in ("jsonl", "relation") else NAMES
    with open_table(SOURCES[source](tmp_path)) as table:
        assert list(table.columns) == names
        profiles = table.profiles(names)
        for place, name in enumerate(names):
            assert profiles[name].minimum == place
            assert table.value_counts(name) == {float(place): 2}
            assert table.order_statistics({name: [2]}) == {name: [place]}


def test_names_that_differ_by_case_in_a_relation():
    table = open_table(duckdb.sql('SELECT 1 AS a, 2 AS "A"'))
    assert table.value_counts("a") == {1.0: 1}
    assert table.value_counts("A") == {2.0: 1}


def test_names_that_are_not_text():
    assert list(open_table(pandas.DataFrame([[1, 2]])).columns) == ["0", "1"]
    with pytest.raises(TableError, match="several columns named '1'"):
        open_table(pandas.DataFrame([[1, 2]], columns=["1", 1]))


FILES = [
    "it's",
    'say "hi"',
    "a*b",
    "a?b",
    "a[1]",
    "a b",
    "😀",
    "a\\b",
    "a\\*b",
    "$x",
    "{x}",
    "a\nb",
    "~",
    "--",
    "http:",
    "%20",
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_files(tmp_path, name, suffix, monkeypatch):
    frame = polars.DataFrame({"a": [1]})
    write = {".csv": "write_csv", ".jsonl": "write_ndjson", ".parquet": "write_parquet"}[suffix]
    for other in ("axb", "a1", "aXYb"):  # what the name matches if it is read as a pattern
        getattr(polars.DataFrame({"a": [5, 6]}), write)(tmp_path / f"{other}{suffix}")
    getattr(frame, write)(tmp_path / f"{name}{suffix}")
    monkeypatch.chdir(tmp_path)
    with open_table(f"{name}{suffix}") as table:
        assert table.value_counts("a") == {1.0: 1}


def test_a_name_on_several_lines_stays_on_one_in_messages(tmp_path):
    with pytest.raises(TableError, match=r"a\\nb\.csv' does not exist"):
        open_table(tmp_path / "a\nb.csv")


def test_an_unknown_column_is_named(tmp_path):
    table = open_table(as_csv(tmp_path, ["a", "b"]))
    with pytest.raises(TableError, match="no column 'c': it has 'a', 'b'"):
        table.profiles(["c"])


def test_a_nameless_column_that_duckdb_would_call_as_another_is_refused(tmp_path):
    path = tmp_path / "x.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"": [1], "c0": [2]}), path)
    with pytest.raises(TableError, match="without a name beside c0"):
        open_table(path)
