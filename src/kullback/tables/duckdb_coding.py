"""Codes of columns, and their pairs, as SQL that DuckDB computes in one sweep."""

from collections.abc import Iterable, Sequence

from kullback.tables.coding import Coding
from kullback.tables.duckdb_terms import double, text
from kullback.tables.table import ColumnType

_TYPES = {1: "UTINYINT", 2: "USMALLINT", 4: "UINTEGER", 8: "UBIGINT"}


def code(column: str, kind: ColumnType, coding: Coding) -> str:
    """Return the code of a column of values that may be NULL."""
    if kind == "text":
        return _typed(coding, f"{column} IS NULL", _text_code(column, coding))
    number = f"CAST({column} AS DOUBLE)" if kind == "boolean" else column
    missing = f"{number} IS NULL OR isnan({number})"
    return _typed(coding, missing, _number_code(number, coding))


def cell(place: int, first: str, second: str, stride: int) -> str:
    """Return one number for the codes of a pair of columns and the pair's place among pairs."""
    return f"({place} * {stride} + CAST({first} AS BIGINT)) * {stride} + {second}"


def cells(pairs: Iterable[tuple[str, str]], stride: int) -> str:
    """Return a row for each pair of columns of codes: its `cell`."""
    each = (cell(place, *pair, stride) for place, pair in enumerate(pairs))
    return f"unnest([{', '.join(each)}])"


def _typed(coding: Coding, missing: str, otherwise: str) -> str:
    kind = _TYPES[coding.dtype.itemsize]
    return f"CAST(CASE WHEN {missing} THEN {coding.missing} ELSE {otherwise} END AS {kind})"


def _text_code(column: str, coding: Coding) -> str:
    if not coding.values:  # of which DuckDB makes no ENUM
        return str(coding.unlisted)
    # A hash of the text is looked up, once for each entry of a dictionary if Parquet has one.
    listed = f"ENUM({', '.join(text(str(value)) for value in coding.values)})"
    found = f"CAST(enum_code(TRY_CAST({column} AS {listed})) AS BIGINT)"
    return f"coalesce({found}, {coding.unlisted})"


def _number_code(number: str, coding: Coding) -> str:
    if coding.edges is not None:
        return _search(number, coding.borders, coding.cells)
    # A join with the listed values: thirty times as fast as a CASE of a hundred of them. Written
    # as one text they are read at once, and the join takes 0.0 and −0.0 for equal.
    values = text(f"[{', '.join(repr(float(value)) for value in coding.values or ())}]")
    listed = f"unnest(CAST({values} AS DOUBLE[])) AS value, unnest(range({coding.missing})) AS code"
    found = f"SELECT code FROM (SELECT {listed}) WHERE value = {number}"
    return f"coalesce(({found}), {coding.unlisted})"


def _search(number: str, borders: Sequence[float], cells: Sequence[int]) -> str:
    """Return a binary search among borders, in which a row takes part in few comparisons."""

    def between(low: int, high: int) -> str:
        if low == high:
            return str(cells[low])
        middle = (low + high) // 2
        below, above = between(low, middle), between(middle + 1, high)
        return f"CASE WHEN {number} <= {double(borders[middle])} THEN {below} ELSE {above} END"

    return between(0, len(borders))
