"""Pairs of columns counted by every engine, against counting row by row in Python."""

import math
from bisect import bisect_left
from contextlib import ExitStack

import duckdb
import numpy as np
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kullback.tables import TableError, contingency, duckdb_table, open_table
from kullback.tables.coding import Coding
from kullback.tables.narwhals_table import open_frame

NAN, INF = math.nan, math.inf
ODD = 'odd "name", with a comma'
NUMBERS = [None, NAN, INF, -INF, 0.0, -0.0, 5e-324, 0.1, 2.5, -3.0, -1.7976931348623157e308]
TEXTS = [None, "", " ", "a", "A", "it's", "missing", "NaN", "1", 'a, "b"', "ünïcødé 😀"]
if pandas.__version__ != "3.0.0":  # which takes a text to end at its first NUL
    TEXTS.append("a\x00b")

# Narwhals 2.15 reads DuckDB's relations, which we do not do through it, by an old name.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def row_by_row(columns, codings, pair):
    counts = np.zeros([codings[name].size for name in pair], dtype=np.int64)
    for row in zip(*(columns[name] for name in pair), strict=True):
        counts[tuple(code(codings[name], v) for name, v in zip(pair, row, strict=True))] += 1
    return counts


def code(coding, value):
    if value is None or value != value:
        return coding.size - 1
    if coding.edges is None:
        return coding.values.index(value)
    if math.isinf(value):
        return coding.size - (3 if value > 0 else 2)
    return bisect_left(coding.edges, value)


def arrow(columns):
    # Truths and texts that are all missing keep their type.
    types = {"number": pyarrow.float64(), "text": pyarrow.string(), ODD: pyarrow.bool_()}
    return pyarrow.table(
        {
            name: pyarrow.array(values, types.get(name), from_pandas=False)
            for name, values in columns.items()
        }
    )


def parquet(table, folder):
    pyarrow.parquet.write_table(table, folder / "rows.parquet", row_group_size=50_000)
    return folder / "rows.parquet"


def as_objects(table):
    columns = table.to_pydict()
    return pandas.DataFrame({n: pandas.Series(v, dtype=object) for n, v in columns.items()})


def nullable(table):
    types = {"double": "Float64", "string": "string", "bool": "boolean"}
    return as_objects(table).astype({f.name: types[str(f.type)] for f in table.schema})


def dictionaries(table):
    """Texts with a dictionary for each piece, which PyArrow does not unify of itself."""
    half = table.num_rows // 2
    pieces = [table.slice(0, half), table.slice(half)]
    columns = {}
    for field in table.schema:
        chunks = [piece[field.name].combine_chunks() for piece in pieces]
        if field.type == pyarrow.string():
            chunks = [chunk.dictionary_encode() for chunk in chunks]
        columns[field.name] = pyarrow.chunked_array(chunks)
    return pyarrow.table(columns)


def categorical(table):
    texts = [field.name for field in table.schema if field.type == pyarrow.string()]
    return table.to_pandas().astype(dict.fromkeys(texts, "category"))


SOURCES = {
    "pyarrow": lambda table, folder: table,
    "pyarrow dictionaries": lambda table, folder: dictionaries(table),
    "polars": lambda table, folder: polars.from_arrow(table),
    "polars lazy": lambda table, folder: polars.from_arrow(table).lazy(),
    "polars lazy, a file": lambda table, folder: polars.scan_parquet(parquet(table, folder)),
    "pandas": lambda table, folder: table.to_pandas(),
    "pandas objects": lambda table, folder: as_objects(table),
    "pandas nullable": lambda table, folder: nullable(table),
    "pandas categorical": lambda table, folder: categorical(table),
    "pandas arrow": lambda table, folder: table.to_pandas(types_mapper=pandas.ArrowDtype),
    "relation": lambda table, folder: duckdb.connect().from_arrow(table),
    "parquet": parquet,
}


def opened(engine, table, folder):
    return open_table(SOURCES[engine](table, folder), role="rows")


def grouped_by_narwhals(table, folder):
    """A lazy frame that does not come in pieces."""
    return open_frame(duckdb.connect().from_arrow(table), "rows")


def check(table, columns, codings, pairs, engine=""):
    found = list(table.contingency_tables(codings, pairs))
    assert [pair for pair, _ in found] == pairs, engine
    for pair, counts in found:
        assert counts.dtype == np.int64
        expected = row_by_row(columns, codings, pair)
        np.testing.assert_array_equal(counts, expected, err_msg=f"{engine}: {pair}")


@st.composite
def cases(draw):
    """Three columns, and for each a coding; values in an order of no meaning."""
    row = st.tuples(*map(st.sampled_from, (NUMBERS, TEXTS, [None, True, False])))
    rows = draw(st.lists(row, min_size=1, max_size=12))
    columns = dict(zip(("number", "text", ODD), zip(*rows, strict=True), strict=True))
    codings = {}
    for name, values in columns.items():
        distinct = list({value for value in values if value is not None and value == value})
        codings[name] = Coding(values=tuple(draw(st.permutations(distinct))))
    # Objects that are all missing are texts, which have no edges.
    if codings["number"].values and draw(st.booleans()):
        edges = draw(st.sets(st.sampled_from([-5.0, -3.0, 0.0, 0.1, 2.5, 1e308]), min_size=1))
        codings["number"] = Coding(edges=tuple(sorted(edges)))
    return columns, codings


PAIRS = [("number", "text"), ("text", ODD), (ODD, "number"), ("number", "number"), ("text", "text")]


@settings(max_examples=40)
@given(cases())
def test_every_engine_counts_as_python_does(tmp_path_factory, case):
    columns, codings = case
    folder = tmp_path_factory.mktemp("rows")
    for engine in SOURCES:
        with opened(engine, arrow(columns), folder) as table:
            check(table, columns, codings, PAIRS, engine)


@settings(max_examples=30)
@given(cases())
def test_engines_that_group_count_as_python_does(tmp_path_factory, case):
    columns, codings = case
    with pytest.MonkeyPatch.context() as patch, ExitStack() as tables:
        patch.setattr(duckdb_table, "_BYTES_OF_CODES", 0)
        patch.setattr(duckdb_table, "_PAIRS_AT_ONCE", 2)
        for engine in (duckdb.connect().from_arrow(arrow(columns)), None):
            table = open_table(engine) if engine else grouped_by_narwhals(arrow(columns), None)
            check(tables.enter_context(table), columns, codings, PAIRS)


@pytest.mark.parametrize("engine", SOURCES)
def test_many_rows_and_many_codes(engine, tmp_path, monkeypatch):
    """More rows than a block, more codes than a byte has, more cells than are held together."""
    monkeypatch.setattr(contingency, "_CELLS_AT_ONCE", 200_000)
    random = np.random.default_rng(7)
    draws = random.integers(0, 400, (3, 100_000))
    numbers = np.where(draws[0] == 5, NAN, np.where(draws[0] == 6, INF, draws[0] / 7))
    texts = np.array([f"value {n}" for n in range(400)])[draws[1]]
    table = pyarrow.table({"edges": numbers, "text": texts, "listed": draws[2] * 1.0})
    edges = tuple(n / 7 - 0.01 for n in range(10, 310))
    codings = {
        "edges": Coding(edges=edges),
        "text": Coding(values=tuple(f"value {n}" for n in range(399, -1, -1))),
        "listed": Coding(values=tuple(float(n) for n in range(400))),
    }
    cells = np.searchsorted(edges, numbers)
    cells[numbers == INF], cells[np.isnan(numbers)] = 301, 303
    codes = {"edges": cells, "text": 399 - draws[1], "listed": draws[2]}
    pairs = [("edges", "text"), ("text", "listed"), ("listed", "edges"), ("edges", "text")]
    with opened(engine, table, tmp_path) as counted:
        found = list(counted.contingency_tables(codings, pairs))
    assert [pair for pair, _ in found] == pairs
    for (first, second), counts in found:
        expected = np.zeros((codings[first].size, codings[second].size), dtype=np.int64)
        np.add.at(expected, (codes[first], codes[second]), 1)
        np.testing.assert_array_equal(counts, expected)


COLUMNS = {
    "number": [1.0, 2.0, -0.0, 0.0, None, INF, -INF, NAN, 2.0],
    "text": ["a", None, "b", "", "a", "a", "b", "c", ""],
    ODD: [True, False, None, True, True, None, False, False, False],
}


@pytest.mark.parametrize("engine", SOURCES)
def test_margins_are_what_the_other_questions_answer(engine, tmp_path):
    edges = (0.0, 1.5)
    with opened(engine, arrow(COLUMNS), tmp_path) as table:
        values = {name: table.value_counts(name) for name in COLUMNS}
        codings = {name: Coding(values=tuple(counts)) for name, counts in values.items()}
        for (first, second), counts in table.contingency_tables(codings, PAIRS[:3]):
            for name, margin in ((first, counts.sum(axis=1)), (second, counts.sum(axis=0))):
                missing = table.profiles([name])[name].missing
                assert margin.tolist() == [*values[name].values(), missing]
        codings["number"] = Coding(edges=edges)
        ((_, counts),) = table.contingency_tables(codings, [("number", "text")])
        (cells,) = table.histograms({"number": edges}).values()
        assert counts.sum(axis=1).tolist() == [*cells, 1, 1, 2]


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_files_of_text(tmp_path, name):
    columns = {"number": [1.0, None, 2.5, -0.0, 2.5], "text": ["a", "b, c", None, "a", 'd "e"']}
    path = tmp_path / f"rows.{name}"
    frame = pandas.DataFrame(columns)
    if name == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_json(path, orient="records", lines=True)
    codings = {"number": Coding(edges=(0.0, 1.0)), "text": Coding(values=('d "e"', "b, c", "a"))}
    with open_table(path) as table:
        check(table, columns, codings, [("number", "text"), ("text", "number")])


@pytest.mark.parametrize("type_", ["int8", "int64", "uint64", "float32", "decimal128(20, 2)"])
@pytest.mark.parametrize("engine", ["pyarrow", "polars", "polars lazy", "pandas arrow", "relation"])
def test_numbers_of_every_type(engine, type_, tmp_path):
    numbers = [1, 2, None, 3, 2, 120]
    if type_.endswith("64"):
        numbers += [2**60 + 1, 2**53 + 1]  # which are no floats
    if type_.startswith("dec"):
        type_ = pyarrow.decimal128(20, 2)
    table = pyarrow.table({"x": pyarrow.array(numbers, type_)})
    floats = {"x": [None if number is None else float(number) for number in numbers]}
    with opened(engine, table, tmp_path) as counted:
        values = tuple(counted.value_counts("x"))
        for coding in (Coding(values=values), Coding(edges=(1.5, 2.0, 1e17))):
            check(counted, floats, {"x": coding}, [("x", "x")])


@pytest.mark.parametrize("engine", SOURCES)
def test_texts_read_as_numbers(engine, tmp_path):
    texts = pyarrow.table({"text": ["1", " 2.5 ", "n/a", None, "-1e1", ""], "t": list("aabbab")})
    columns = {"text": [1.0, 2.5, None, None, -10.0, None], "t": list("aabbab")}
    codings = {"t": Coding(values=("b", "a"))}
    with opened(engine, texts, tmp_path) as table:
        for coding in (Coding(edges=(-10.0, 2.0)), Coding(values=(1.0, -10.0, 2.5))):
            numbers = table.with_numbers(["text"])
            check(numbers, columns, codings | {"text": coding}, [("text", "t")])


def test_nan_is_missing_beside_a_single_number(tmp_path):
    """Parquet's statistics say that 0 is the least and the greatest value, and nothing of NaN."""
    path = tmp_path / "nan.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"x": [NAN, 0.0]}), path)
    with open_table(path) as table:
        ((_, counts),) = table.contingency_tables({"x": Coding(edges=(0.0,))}, [("x", "x")])
        assert np.diag(counts).tolist() == [1, 0, 0, 0, 1]


UNLISTED = [
    ("number", (1.0, 2.0, 0.0, INF)),
    ("number", (1.0, 0.0, INF, -INF)),
    ("number", ()),
    ("text", ("a", "b", "c")),
    ("text", ()),
    (ODD, (True,)),
]


@pytest.mark.parametrize("engine", [*SOURCES, "grouped"])
@pytest.mark.parametrize(("name", "values"), UNLISTED)
def test_a_value_that_is_not_listed_is_refused(engine, name, values, tmp_path, monkeypatch):
    if engine == "relation":
        monkeypatch.setattr(duckdb_table, "_BYTES_OF_CODES", 0)
    table = (
        grouped_by_narwhals(arrow(COLUMNS), None)
        if engine == "grouped"
        else opened(engine, arrow(COLUMNS), tmp_path)
    )
    codings = {name: Coding(values=values), "other": Coding(edges=(0.0,))}
    with table, pytest.raises(TableError, match=f"{name}.* of .*rows.*does not list: list every"):
        list(table.contingency_tables(codings, [(name, name)]))


@pytest.mark.parametrize("engine", ["pyarrow", "polars lazy", "relation"])
def test_what_cannot_be_asked_is_refused(engine, tmp_path):
    with opened(engine, arrow(COLUMNS), tmp_path) as table:
        edges, texts = Coding(edges=(0.0,)), Coding(values=("a",))
        with pytest.raises(ValueError, match="'text' without a coding: give each column one"):
            table.contingency_tables({"number": edges}, [("number", "text")])
        with pytest.raises(TableError, match="'text' of rows must hold number, not text"):
            table.contingency_tables({"text": edges}, [("text", "text")])
        with pytest.raises(TableError, match="'number' of rows must hold text, not number"):
            table.contingency_tables({"number": texts}, [("number", "number")])
        with pytest.raises(TableError, match="rows has no column 'z'"):
            table.contingency_tables({"z": edges}, [("z", "z")])
        assert list(table.contingency_tables({"text": texts}, [])) == []


@pytest.mark.parametrize("read", [polars.scan_csv, lambda path: duckdb.connect().read_csv(path)])
def test_rows_that_come_late_are_refused(read, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("x\n1\n")
    with open_table(read(str(path)), role="rows") as table:
        path.write_text("x\n1\n2\n")
        with pytest.raises(TableError, match="rows had 1 rows when opened and 2 when counted"):
            list(table.contingency_tables({"x": Coding(edges=(1.0,))}, [("x", "x")]))


def test_sizes():
    assert Coding(values=()).size == 1
    assert Coding(values=("b", "a")).size == 3
    assert Coding(edges=(0.0, 1.0)).size == 6


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "got neither: give one of them"),
        ({"values": (1.0,), "edges": (1.0,)}, "got both: give one of them"),
        ({"values": (1.0, "a")}, "must all be numbers, all texts or all truths"),
        ({"values": (True, 1.0)}, "must all be numbers, all texts or all truths"),
        ({"values": (NAN,)}, "give what value_counts returned"),
        ({"values": (None,)}, "give what value_counts returned"),
        ({"values": ("a", "a")}, "must differ"),
        ({"values": (0.0, -0.0)}, "must differ"),
        ({"edges": (2.0, 1.0)}, "must be finite and rising"),
        ({"edges": (1.0, INF)}, "must be finite and rising"),
        ({"edges": ()}, "must be finite and rising"),
    ],
)
def test_codings_that_are_none(wrong, message):
    with pytest.raises(ValueError, match=message):
        Coding(**wrong)
