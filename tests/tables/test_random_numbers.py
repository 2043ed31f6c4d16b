"""Order statistics and histograms agree with NumPy on any finite numbers, ties and all."""

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kullback.tables import duckdb_table, open_table

FRAMES = {
    "duckdb": lambda x: duckdb.from_arrow(pyarrow.table({"x": x})),
    "duckdb, large": lambda x: duckdb.from_arrow(pyarrow.table({"x": x})),
    "pandas": lambda x: pandas.DataFrame({"x": x}),
    "polars": lambda x: polars.DataFrame({"x": x}),
    "polars lazy": lambda x: polars.LazyFrame({"x": x}),
}


@pytest.fixture(autouse=True)
def large(request, monkeypatch):
    """Let DuckDB find what it finds in a table that is too large to be fetched."""
    if request.node.callspec.params["engine"].endswith("large"):
        monkeypatch.setattr(duckdb_table, "_VALUES_AT_ONCE", 0)


finite = st.floats(allow_nan=False, allow_infinity=False)
few = st.sampled_from([-1.0, -0.0, 0.0, 5e-324, 0.1, 0.1 + 2**-56, 1.0, 1.7976931348623157e308])
arrays = st.lists(finite | few, min_size=1, max_size=200).map(numpy.array)


@pytest.mark.parametrize("engine", FRAMES)
@given(x=arrays, data=st.data())
@settings(max_examples=60, deadline=None)
def test_order_statistics(engine, x, data):
    ranks = data.draw(st.lists(st.integers(1, len(x)), min_size=1, max_size=50))
    with open_table(FRAMES[engine](x)) as table:
        found = table.order_statistics({"x": ranks})["x"]
    assert found == numpy.sort(x)[numpy.array(ranks) - 1].tolist()


@pytest.mark.parametrize("engine", FRAMES)
@given(x=arrays, data=st.data())
@settings(max_examples=60, deadline=None)
def test_histograms(engine, x, data):
    edge = finite | few | st.sampled_from(x.tolist())  # an edge on a value tells closed from open
    edges = numpy.unique(data.draw(st.lists(edge, min_size=1, max_size=50)))
    with open_table(FRAMES[engine](x)) as table:
        counts = table.histograms({"x": edges.tolist()})["x"]
    cells = numpy.searchsorted(edges, x, side="left")
    assert counts == numpy.bincount(cells, minlength=len(edges) + 1).tolist()


@pytest.mark.parametrize("engine", FRAMES)
def test_every_rank_of_few(engine):
    for size in (1, 2, 3, 25, 49, 50):  # 25: rounding makes 7/25 · 25 exceed 7
        ranks = list(range(1, size + 1))
        table = open_table(FRAMES[engine](numpy.arange(size, 0.0, -1.0)))
        assert table.order_statistics({"x": ranks}) == {"x": ranks}


@pytest.mark.parametrize("engine", FRAMES)
def test_some_ranks_of_many(engine):
    x = numpy.random.default_rng(0).permutation(100_003) // 3 * 0.1
    ranks = numpy.unique(numpy.geomspace(1, len(x), 300).astype(int)).tolist()
    found = open_table(FRAMES[engine](x)).order_statistics({"x": ranks})["x"]
    assert found == numpy.sort(x)[numpy.array(ranks) - 1].tolist()


@pytest.mark.parametrize("engine", FRAMES)
def test_questions_without_an_answer(engine):
    table = open_table(FRAMES[engine](numpy.array([1.0, numpy.nan, numpy.inf])))
    assert table.order_statistics({"x": []}) == {"x": []}
    for ranks in ([0], [2]):
        with pytest.raises(ValueError, match="must lie in 1 … 1"):
            table.order_statistics({"x": ranks})
    for edges in ([], [2.0, 1.0], [1.0, 1.0], [numpy.inf], [numpy.nan]):
        with pytest.raises(ValueError, match="finite and rising"):
            table.histograms({"x": edges})
    with pytest.raises(ValueError, match="must hold text, not number"):
        table.with_numbers(["x"])
    with pytest.raises(ValueError, match="must hold text, not number"):
        table.unreadable("x")


@pytest.mark.parametrize("engine", FRAMES)
def test_no_finite_number(engine):
    table = open_table(FRAMES[engine](numpy.array([numpy.nan, numpy.inf, -numpy.inf, numpy.nan])))
    profile = table.profiles(["x"])["x"]
    assert (profile.missing, profile.positive_infinite, profile.negative_infinite) == (2, 1, 1)
    assert (profile.finite, profile.minimum, profile.maximum) == (0, None, None)
    assert profile.about_distinct == 2
    assert profile.integral
    assert table.histograms({"x": [0.0]}) == {"x": [0, 0]}
    assert table.value_counts("x") == {numpy.inf: 1, -numpy.inf: 1}
