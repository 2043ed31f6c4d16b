"""Findings as a dataframe: a row for each column, of whatever library is there."""

import narwhals as nw
import pyarrow as pa
import pytest

import kullback as kb
from kullback.comparisons import frame


@pytest.fixture(scope="module")
def compared():
    one = pa.table({"x": ["a", "b"] * 50, "y": ["c", None] * 50})
    two = pa.table({"x": ["a", "b", "b", "b"] * 25, "y": ["c", "c", "c", None] * 25})
    return kb.compare(one, two)


def test_every_figure_is_the_columns(compared):
    rows = nw.from_native(compared.to_frame()).rows(named=True)
    assert [row["name"] for row in rows] == [column.name for column in compared.columns]
    for row, column in zip(rows, compared.columns, strict=True):
        for name in ("kind", "verdict", "alarm", "p", "q"):
            assert row[name] == getattr(column, name)
        size = column.jensen_shannon_divergence
        assert (row["low"], row["high"]) == (size.low, size.high)
        assert row["missing_current"] == column.missing.current
        for name in (
            "jensen_shannon_divergence",
            "kl_reference_current",
            "kl_current_reference",
            "entropy_reference",
            "entropy_current",
            "cross_entropy",
        ):
            assert row[name] == getattr(column, name).value
    missing = {row["name"]: (row["missing_reference"], row["missing_current"]) for row in rows}
    assert missing == {"x": (0.0, 0.0), "y": (0.5, 0.25)}


@pytest.mark.parametrize(
    "there", [["pandas", "polars", "pyarrow"], ["polars", "pyarrow"], ["pyarrow"]]
)
def test_the_first_library_that_is_installed_is_used(compared, monkeypatch, there):
    for name in there:
        pytest.importorskip(name)
    monkeypatch.setattr(frame, "find_spec", lambda name: name in there or None)
    assert type(compared.to_frame()).__module__.partition(".")[0] == there[0]


def test_without_any_library_they_are_named(compared, monkeypatch):
    monkeypatch.setattr(frame, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="pandas, polars, pyarrow"):
        compared.to_frame()


def test_nothing_compared_is_an_empty_frame():
    one, two = pa.table({"x": [1.5, 2.5]}), pa.table({"x": ["a", "b"]})
    assert len(kb.compare(one, two).to_frame()) == 0
