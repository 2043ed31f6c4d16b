"""The same two tables give the same comparison, to the last digit, whatever holds them."""

import duckdb
import numpy as np
import polars as pl
import pytest

import kullback as kb


def make(seed, shift):
    generator = np.random.default_rng(seed)
    n = 600
    gaps = pl.Series(generator.random(n) < 0.1)
    numbers = generator.normal(shift, 1, n)
    slope = 0.8 if shift == 0.0 else -0.8  # a dependence that turns round
    return pl.DataFrame(
        {
            "number": numbers,
            "rounded": np.round(slope * numbers + generator.normal(shift, 0.6, n), 1),
            "whole": generator.integers(0, 1000, n),
            "few": generator.integers(0, 6, n),
            "flag": generator.random(n) < 0.4 + shift / 5,
            "word": generator.choice(["red", "green", "blue"], n),
            "written": [f"{x:.2f}" for x in generator.normal(size=n)],
            "key": [f"u{k}" for k in generator.permutation(n)],
        }
    ).with_columns(
        pl.when(gaps).then(None).otherwise(pl.col(name)).alias(name) for name in ("number", "word")
    )


TABLES = make(1, 0.0), make(2, 0.3)


@pytest.fixture(scope="module")
def expected():
    return kb.compare(*TABLES).to_dict()


def as_csv(table, path):
    table.write_csv(path.with_suffix(".csv"))
    return path.with_suffix(".csv")


def as_parquet(table, path):
    table.write_parquet(path.with_suffix(".parquet"))
    return str(path.with_suffix(".parquet"))


def as_json_lines(table, path):
    table.write_ndjson(path.with_suffix(".jsonl"))
    return path.with_suffix(".jsonl")


def as_many_files(table, path):
    for part in range(3):
        table[part::3].write_parquet(path.with_name(f"{path.name}-{part}.parquet"))
    return str(path.with_name(f"{path.name}-*.parquet"))


def as_relation(table, path):
    return duckdb.sql(f"select * from '{as_parquet(table, path)}'")


HELD = {
    "CSV": as_csv,
    "Parquet": as_parquet,
    "JSON lines": as_json_lines,
    "many files": as_many_files,
    "pandas": lambda table, path: table.to_pandas(),
    "pandas over Arrow": lambda table, path: table.to_pandas(use_pyarrow_extension_array=True),
    "Polars lazy": lambda table, path: table.lazy(),
    "PyArrow": lambda table, path: table.to_arrow(),
    "DuckDB relation": as_relation,
}


@pytest.mark.parametrize("hold", HELD.values(), ids=HELD)
def test_same_comparison(hold, expected, tmp_path):
    reference, current = (
        hold(table, tmp_path / name) for table, name in zip(TABLES, "ab", strict=True)
    )
    found = kb.compare(reference, current).to_dict()
    assert found["columns"] == expected["columns"]
    assert found["left_out"] == expected["left_out"]
    assert found["table"]["columns"] == 7
    if hold is not as_many_files:  # which hold the rows in another order: other folds
        assert found["table"] == expected["table"]
    assert len(found["columns"]) == 7
    assert found["pairs"] == expected["pairs"]
    assert found["pairs"][0]["columns"] == ["number", "rounded"]


def test_two_engines_may_meet(expected, tmp_path):
    found = kb.compare(TABLES[0].to_pandas(), as_csv(TABLES[1], tmp_path / "b")).to_dict()
    assert found["columns"] == expected["columns"]
    assert found["table"] == expected["table"]


def test_neither_tables_nor_connections_are_closed_or_changed(tmp_path):
    connection = duckdb.connect()
    relation = connection.sql(f"select * from '{as_parquet(TABLES[0], tmp_path / 'a')}'")
    kb.compare(relation, TABLES[1])
    assert connection.sql("select 1").fetchall() == [(1,)]
    assert len(relation.fetchall()) == 600
