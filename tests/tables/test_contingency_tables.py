"""Pairs of columns counted by every engine, against counting row by row in Python."""

import math
from bisect import bisect_left

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kullback.tables import open_table
from kullback.tables.coding import Coding
from kullback.tables.table import TableError

NUMBERS = [None, math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, 2.5, -3.0, 1e300]
TEXTS = [None, "", "a", "b", "missing", "NaN", "a, b"]
EDGES = (-3.0, 0.0, 2.5)
ODD = 'odd "name", with a comma'


def row_by_row(columns, codings, first, second):
    counts = np.zeros((codings[first].size, codings[second].size), dtype=np.int64)
    for pair in zip(columns[first], columns[second], strict=True):
        codes = (code_of(codings[n], v) for n, v in zip((first, second), pair, strict=True))
        counts[tuple(codes)] += 1
    return counts


def code_of(coding, value):
    if value is None or value != value:
        return coding.size - 1
    if coding.edges is None:
        return coding.values.index(value)
    if math.isinf(value):
        return coding.size - (3 if value > 0 else 2)
    return bisect_left(coding.edges, value)


def sources(columns, folder):
    arrow = pa.table(
        {
            "x": pa.array(columns["x"], pa.float64(), from_pandas=False),
            "t": pa.array(columns["t"], pa.string()),
            ODD: pa.array(columns[ODD], pa.bool_()),
        }
    )
    yield "pyarrow", arrow
    yield "polars", pl.from_arrow(arrow)
    yield "polars, lazy", pl.from_arrow(arrow).lazy()
    yield (
        "pandas",
        pd.DataFrame(
            {
                "x": pd.Series(columns["x"], dtype="float64"),
                "t": pd.Series(columns["t"], dtype="str"),
                ODD: pd.Series(columns[ODD], dtype="boolean"),
            }
        ),
    )
    yield "duckdb", duckdb.connect().from_arrow(arrow)
    pq.write_table(arrow, folder / "t.parquet")
    yield "parquet", str(folder / "t.parquet")


rows = st.lists(
    st.tuples(
        st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.sampled_from([None, True, False])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(rows)
def test_every_engine_counts_as_python_does(tmp_path_factory, drawn):
    columns = dict(zip(("x", "t", ODD), map(list, zip(*drawn, strict=True)), strict=True))
    texts, truths = ({v for v in columns[n] if v is not None} for n in ("t", ODD))
    codings = {
        "x": Coding(edges=EDGES),
        "t": Coding(values=tuple(sorted(texts))),
        ODD: Coding(values=tuple(sorted(truths))),
    }
    pairs = [("x", "t"), ("t", ODD), (ODD, "x"), ("x", "x")]
    for engine, source in sources(columns, tmp_path_factory.mktemp("pairs")):
        with open_table(source, role="table") as table:
            found = dict(table.contingency_tables(codings, pairs))
            assert list(found) == pairs, engine
            for pair, counts in found.items():
                assert counts.dtype == np.int64
                np.testing.assert_array_equal(
                    counts, row_by_row(columns, codings, *pair), err_msg=engine
                )


def test_numbers_by_value_and_margins():
    columns = {"x": [1.0, 2.0, -0.0, 0.0, None, math.inf] * 3, "t": list("abcabc") * 3}
    for source in (pa.table(columns), pl.DataFrame(columns), duckdb.from_arrow(pa.table(columns))):
        with open_table(source, role="table") as table:
            values = table.value_counts("x")
            codings = {"x": Coding(values=tuple(values)), "t": Coding(values=("c", "b", "a"))}
            ((_, counts),) = table.contingency_tables(codings, [("x", "t")])
            assert counts.sum() == table.rows
            assert counts.sum(axis=1).tolist() == [*values.values(), 3]
            assert counts.sum(axis=0).tolist() == [6, 6, 6, 0]


def test_nan_is_missing_beside_a_single_number(tmp_path):
    """Parquet's statistics say that 0 is the least and the greatest value, and nothing of NaN."""
    path = tmp_path / "nan.parquet"
    pq.write_table(pa.table({"x": [math.nan, 0.0]}), path)
    with open_table(str(path), role="table") as table:
        assert table.value_counts("x") == {0.0: 1}
        assert table.profiles(["x"])["x"].missing == 1
        ((_, counts),) = table.contingency_tables({"x": Coding(edges=(0.0,))}, [("x", "x")])
        assert np.diag(counts).tolist() == [1, 0, 0, 0, 1]


def test_texts_read_as_numbers():
    frame = pa.table({"x": ["1", "2", "n/a", None] * 5, "t": list("aabb") * 5})
    with open_table(frame, role="table").with_numbers(["x"]) as table:
        codings = {"x": Coding(edges=(1.0,)), "t": Coding(values=("a", "b"))}
        ((_, counts),) = table.contingency_tables(codings, [("x", "t")])
        assert counts[:, :2].tolist() == [[5, 0], [5, 0], [0, 0], [0, 0], [0, 10]]


@pytest.mark.parametrize("source", ["pyarrow", "duckdb"])
def test_a_value_that_is_not_listed_is_refused(source):
    table = pa.table({"x": ["a", "b", "c"], "y": [1.0, 2.0, 3.0]})
    given = table if source == "pyarrow" else duckdb.from_arrow(table)
    with open_table(given, role="table") as opened:
        codings = {"x": Coding(values=("a", "b")), "y": Coding(edges=(2.0,))}
        with pytest.raises(TableError, match=r"column 'x' .*does not list"):
            list(opened.contingency_tables(codings, [("x", "y")]))
        with pytest.raises(ValueError, match="without a coding"):
            list(opened.contingency_tables({"x": Coding(values=("a",))}, [("x", "y")]))


@pytest.mark.parametrize(
    "wrong",
    [{}, {"values": (1.0,), "edges": (1.0,)}, {"values": (1.0, "a")}, {"values": ("a", "a")},
     {"edges": (2.0, 1.0)}],
)  # fmt: skip
def test_codings_that_are_none(wrong):
    with pytest.raises(ValueError):
        Coding(**wrong)
