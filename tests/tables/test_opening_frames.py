"""Dataframes and relations of every make open with the types their columns hold."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import duckdb
import narwhals.stable.v2 as nw
import numpy
import pandas
import polars
import pyarrow
import pytest

from kullback.tables import TableError, open_table


def kinds(source):
    return open_table(source).columns


def test_duckdb_types():
    columns = {
        "number": "1::UTINYINT, 1::HUGEINT, 1::UBIGINT, 1.5::DECIMAL(4, 2), 1::FLOAT, 1::DOUBLE",
        "text": "'x', 'x'::ENUM('x'), uuid(), NULL",
        "boolean": "true",
        "time": "DATE '2024-01-31', TIME '10:20', now()::TIMESTAMP, now(), now()::TIMESTAMP_NS",
        "other": "[1], {'a': 1}, MAP {1: 2}, 'x'::BLOB, INTERVAL 1 DAY, '{}'::JSON, '1'::BIT",
    }
    for kind, values in columns.items():
        names = ", ".join(
            f"c{place}" for place, _ in enumerate(duckdb.sql(f"SELECT {values}").columns)
        )
        relation = duckdb.sql(f"SELECT * FROM (SELECT {values}) AS t({names})")
        assert set(kinds(relation).values()) == {kind}


POLARS = {
    "decimal": ([Decimal("1.5")], "number"),
    "category": (polars.Series(["x"], dtype=polars.Categorical), "text"),
    "null": ([None], "text"),
    "date": ([date(2024, 1, 31)], "time"),
    "datetime": ([datetime(2024, 1, 31)], "time"),
    "time": ([time(10, 20)], "time"),
    "duration": ([timedelta(1)], "other"),
    "list": ([[1]], "other"),
    "struct": ([{"a": 1}], "other"),
    "binary": ([b"x"], "other"),
}


def test_polars_and_arrow_types():
    frame = polars.DataFrame({name: values for name, (values, _) in POLARS.items()})
    expected = {name: kind for name, (_, kind) in POLARS.items()}
    assert kinds(frame) == kinds(frame.lazy()) == kinds(frame.to_arrow()) == expected
    assert kinds(frame.select(polars.lit("x", polars.Enum(["x"])).alias("enum"))) == {
        "enum": "text"
    }


def test_pandas_objects():
    columns = {
        "texts": (["x", None], "text"),
        "nulls": ([None, None], "text"),
        "truths": ([True, None], "boolean"),
        "decimals": ([Decimal("1.5"), None], "number"),
        "integers": ([1, None], "number"),
        "mixed": ([1, "x"], "other"),
        "lists": ([[1], None], "other"),
    }
    frame = pandas.DataFrame(
        {name: pandas.Series(values, dtype=object) for name, (values, _) in columns.items()}
    )
    assert kinds(frame) == {name: kind for name, (_, kind) in columns.items()}
    table = open_table(frame)
    assert table.value_counts("decimals") == {1.5: 1}
    assert table.value_counts("truths") == {True: 1}
    assert table.profiles(["lists"])["lists"].missing == 1


def test_pandas_types():
    columns = {
        "float32": (numpy.array([0.1, 0.2], "float32"), "number"),
        "nullable": (pandas.array([1, None], "Int64"), "number"),
        "number category": (pandas.Categorical([1.5, None]), "number"),
        "text category": (pandas.Categorical(["x", None]), "text"),
        "time": (pandas.to_datetime(["2024-01-31", None]), "time"),
        "duration": (pandas.to_timedelta([1, None], unit="s"), "other"),
        "period": (pandas.period_range("2024-01", periods=2, freq="M"), "other"),
    }
    table = open_table(pandas.DataFrame({name: values for name, (values, _) in columns.items()}))
    assert table.columns == {name: kind for name, (_, kind) in columns.items()}
    assert table.value_counts("float32") == {float(x): 1 for x in columns["float32"][0]}
    assert table.value_counts("number category") == {1.5: 1}
    assert table.value_counts("text category") == {"x": 1}
    assert table.types["text category"] == "Categorical"


@pytest.mark.parametrize("name", ["other", "time"])
def test_values_that_are_not_compared(name):
    frame = polars.DataFrame({"other": [[1], None], "time": [date(2024, 1, 31), None]})
    for source in (frame, frame.lazy(), frame.to_arrow(), duckdb.from_arrow(frame.to_arrow())):
        table = open_table(source)
        assert table.profiles([name])[name].missing == 1
        assert table.profiles([name])[name].finite == 1
        assert table.profiles([name])[name].about_distinct == (name == "time")
        with pytest.raises(ValueError, match=f"must hold number or text or boolean, not {name}"):
            table.value_counts(name)


EMPTY = {
    "pandas without rows": lambda: pandas.DataFrame({"a": []}),
    "pandas without columns": lambda: pandas.DataFrame(index=[1, 2]),
    "polars without rows": lambda: polars.DataFrame({"a": []}),
    "polars without columns": lambda: polars.DataFrame(),
    "lazy without rows": lambda: polars.LazyFrame({"a": []}),
    "arrow without rows": lambda: pyarrow.table({"a": pyarrow.array([], "int64")}),
    "arrow without columns": lambda: pyarrow.table({}),
    "relation without rows": lambda: duckdb.sql("SELECT 1 AS a WHERE false"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_refuses_empty_frames(name):
    reason = f"^reference has no {name.split()[-1]}: "
    with pytest.raises(TableError, match=reason):
        open_table(EMPTY[name](), role="reference")


TWICE = {
    "pandas": lambda: pandas.DataFrame([[1, 2]], columns=["a", "a"]),
    "pyarrow": lambda: pyarrow.Table.from_arrays([pyarrow.array([1])] * 2, names=["a", "a"]),
    "relation": lambda: duckdb.sql("SELECT 1 AS a, 2 AS a"),
}


@pytest.mark.parametrize("name", TWICE)
def test_refuses_a_name_that_says_two_columns(name):
    with pytest.raises(TableError, match="several columns named 'a': rename them apart"):
        open_table(TWICE[name]())


def test_lazy_frames_fail_in_one_sentence(tmp_path):
    with pytest.raises(TableError, match="could not be read"):
        open_table(polars.scan_parquet(tmp_path / "missing.parquet"))
    path = tmp_path / "bad.csv"
    path.write_text("a\n" + "1\n" * 2000 + "x\n")
    with pytest.raises(TableError, match="could not be read") as caught:
        open_table(polars.scan_csv(path)).profiles(["a"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "source", [1, None, b"a.csv", [1], {"a": [1]}, numpy.ones(2), pandas.Series([1])]
)
def test_names_what_it_cannot_read(source):
    with pytest.raises(
        TypeError, match=r"current must be a path .*, got .*\." + type(source).__name__
    ):
        open_table(source, role="current")


def test_names_of_several_levels_are_refused():
    frame = pandas.DataFrame({("a", "b"): [1, 2], ("a", "c"): [3, 4]})
    with pytest.raises(TableError, match="names of several levels: flatten its columns"):
        open_table(frame, role="reference")


def test_a_relation_of_a_closed_connection_is_refused():
    connection = duckdb.connect()
    relation = connection.sql("select 1 as x")
    connection.close()
    with pytest.raises(TableError, match="pass a relation of an open connection"):
        open_table(relation, role="reference")


@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas"])
def test_thousands_of_columns_are_counted_without_an_expression_each(library, monkeypatch):
    """Expressions cost a tenth of a millisecond a node, as much as NumPy needs for a column."""
    values = numpy.random.default_rng(0).normal(size=(2_000, 20))
    frame = pyarrow.table({f"x{k}": column for k, column in enumerate(values)})
    held = {"pyarrow": frame, "polars": polars.from_arrow(frame), "pandas": frame.to_pandas()}
    with open_table(held[library]) as table:
        asked, select = [], nw.DataFrame.select
        monkeypatch.setattr(
            nw.DataFrame, "select", lambda self, *terms: asked.extend(terms) or select(self, *terms)
        )
        profiles = table.profiles(table.columns)
        middle = table.order_statistics({name: [10] for name in table.columns})
        cells = table.histograms(middle)
    assert [profiles[name].minimum for name in table.columns] == values.min(axis=1).tolist()
    assert list(middle.values()) == numpy.sort(values)[:, 9:10].tolist()
    assert set(map(tuple, cells.values())) == {(10, 10)}
    assert len(asked) < 10
