"""Counting leaves nothing behind: no file, no view, no setting, no import before its time."""

import gc
import subprocess
import sys
import tempfile

import duckdb
import pytest

from kullback.tables import TableError, open_table
from kullback.tables.coding import Coding


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A working directory and a folder for temporary files, both of our own."""
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return work, temporary


def ask_everything(table):
    table.profiles(table.columns)
    table.order_statistics({"a": [1]})
    table.histograms({"a": [0.0]})
    table.value_counts("b")
    table.counts_of_counts("b")
    table.with_numbers(["b"]).profiles(["b"])
    table.unreadable("b")
    codings = {"a": Coding(edges=(0.0,)), "b": Coding(values=("x",))}
    assert len(list(table.contingency_tables(codings, [("a", "b"), ("b", "a")]))) == 2


def test_files(folders):
    work, temporary = folders
    path = work / "a*b.csv"  # a name for which a link is needed
    path.write_text("a,b\n1,x\n")
    with open_table(path) as table:
        ask_everything(table)
        assert len(list(temporary.iterdir())) == 1
    assert list(temporary.iterdir()) == []
    assert list(work.iterdir()) == [path]
    assert path.read_text() == "a,b\n1,x\n"
    table.close()  # a second time does nothing


def test_files_that_fail(folders):
    work, temporary = folders
    path = work / "ragged.csv"
    path.write_text("a,b\n1\n")
    with pytest.raises(TableError) as caught:
        open_table(path)
    assert list(temporary.iterdir()) == []
    assert caught.traceback  # it keeps all that was opened alive, yet nothing is left
    assert list(work.iterdir()) == [path]


def test_tables_that_are_forgotten(folders):
    work, temporary = folders
    (work / "rows.csv").write_text("a,b\n1,x\n")
    table = open_table("rows.csv").with_numbers(["b"])
    gc.collect()
    assert table.profiles(["b"])["b"].missing == 1  # its parent is gone, its database is not
    del table
    gc.collect()
    assert list(temporary.iterdir()) == []


def state(connection):
    queries = ("duckdb_settings()", "duckdb_views()", "duckdb_tables()", "duckdb_schemas()")
    return [connection.execute(f"SELECT * FROM {query}").fetchall() for query in queries]


def test_relations():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE kept AS SELECT 1 AS a, 'x' AS b")
    relation = connection.sql("FROM kept WHERE a > 0 ORDER BY b LIMIT 5")
    before = state(connection)
    with open_table(relation, role="reference") as table:
        ask_everything(table)
        assert table.name == "reference"
    assert state(connection) == before
    assert relation.fetchall() == [(1, "x")]  # neither closed nor changed


def test_relations_that_fail():
    relation = duckdb.sql("SELECT CAST(b AS INTEGER) AS a FROM (VALUES ('1'), ('x')) t(b)")
    with pytest.raises(TableError, match="current could not be read") as caught:
        open_table(relation, role="current").profiles(["a"])
    assert "\n" not in str(caught.value)


def test_an_open_table_is_returned_as_it_is():
    table = open_table(duckdb.sql("SELECT 1 AS a"))
    assert open_table(table) is table


def test_imports():
    heavy = ("duckdb", "narwhals", "pandas", "polars", "pyarrow")
    loaded = f"[name for name in {heavy} if name in sys.modules]"
    code = f"import sys, kullback.tables; print({loaded})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_file_needs_no_narwhals(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    code = (
        "import sys, kullback.tables as tables; tables.open_table(sys.argv[1]); "
        "print('narwhals' in sys.modules)"
    )
    run = [sys.executable, "-c", code, str(tmp_path / "a.csv")]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False\n"
