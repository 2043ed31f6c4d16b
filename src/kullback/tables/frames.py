"""Dataframes as their users hold them: opened and typed, and what is fetched out of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from kullback.tables.columns import check_names
from kullback.tables.table import ColumnType, TableError

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
Rows = list[tuple[Any, ...]]

_ACCEPTED = (
    "a path or glob of .csv, .tsv, .txt, .json, .jsonl, .ndjson or .parquet files, "
    "a DuckDB relation, or a pandas, Polars or PyArrow table"
)

_EXACT = 2**53  # PyArrow will not turn larger whole numbers into floats, which would round them

_ROWS_AT_ONCE = 2**18  # of a lazy frame: a few megabytes, and worth a call for each column

# What pandas finds in a column of objects, and the types of which the first that fits holds it.
_OBJECTS = {
    "boolean": ("boolean",),
    "date": ("datetime64[s]",),
    "datetime": ("datetime64[us]", "datetime64[us, UTC]"),
    "decimal": ("float64",),
    "floating": ("float64",),
    "integer": ("float64",),
    "mixed-integer-float": ("float64",),
    "time": ("string",),  # pandas has no type of its own; texts are read as times of day
}

# Types of Arrow that Narwhals does not know, or cannot take apart in pandas, and what does instead.
_ARROW = {"date64": "date32[day][pyarrow]", "time32": "string", "time64": "string"}


def opened(source: Any, name: str) -> Frame:
    """Return a dataframe, called `name` in messages, as Narwhals reads it."""
    _check_native_names(source, name)
    try:
        frame: Frame = nw.from_native(source)
    except TypeError:
        kind = f"{type(source).__module__}.{type(source).__qualname__}"
        raise TypeError(f"{name} must be {_ACCEPTED}, got {kind}") from None
    return frame


def schema(frame: Frame, name: str) -> dict[str, nw.dtypes.DType]:
    """Return the columns and their types."""
    with _reading(name):
        return dict(frame.collect_schema())


def settled(frame: Frame) -> Frame:
    """Return a frame with columns typed as such, of which Narwhals or pandas knows no type.

    In pandas these are objects that are all truths, numbers, dates or times.
    """
    if isinstance(frame, nw.DataFrame) and frame.implementation.is_pyarrow():
        return _without_long_dates(frame)
    if not (isinstance(frame, nw.DataFrame) and frame.implementation.is_pandas()):
        return frame
    native, pandas = frame.to_native(), frame.implementation.to_native_namespace()
    typed = {}
    for column, kind in frame.schema.items():
        values = native[column]
        looked_at = values
        arrow_type = str(getattr(values.dtype, "pyarrow_dtype", ""))
        if arrow_type.startswith(tuple(_ARROW)):
            typed[column] = values.astype(_ARROW[arrow_type.split("[")[0]])
            continue
        if kind == nw.Categorical and hasattr(values, "cat"):
            looked_at = values.cat.categories
        elif kind != nw.Object:
            continue
        found = _OBJECTS.get(pandas.api.types.infer_dtype(looked_at, skipna=True))
        if found:
            typed[column] = _typed(values, found)
    return nw.from_native(native.assign(**typed)) if typed else frame


def kinds(frame: Frame, name: str) -> list[ColumnType]:
    """Return what each column holds."""
    types = frame.collect_schema()
    kinds = {column: _column_type(kind) for column, kind in types.items()}
    # Nulls alone have no type that engines agree on: a text that is always missing.
    odd = [
        column
        for column, kind in kinds.items()
        if kind == "other" and not types[column].is_nested()
    ]
    present = ask(frame, name, *(nw.col(column).count() for column in odd))[0]
    void = [column for column, count in zip(odd, present, strict=True) if not count]
    return list((kinds | dict.fromkeys(void, "text")).values())


def numbers_cast_by_text(frame: Frame, name: str) -> set[str]:
    """Return columns of whole numbers so large that PyArrow refuses to make them floats."""
    if isinstance(frame, nw.LazyFrame):
        return set()
    wide = (nw.Int64, nw.UInt64)
    whole = [
        column for column, kind in frame.schema.items() if kind in wide and _in_arrow(frame, column)
    ]
    lowest = ask(frame, name, *(nw.col(column).min() for column in whole))[0]
    highest = ask(frame, name, *(nw.col(column).max() for column in whole))[0]
    return {
        column
        for column, low, high in zip(whole, lowest, highest, strict=True)
        if (low or 0) < -_EXACT or (high or 0) > _EXACT
    }


def ask(frame: Frame, name: str, *terms: nw.Expr) -> Rows:
    """Return the answers to terms, of which each is one value."""
    if not terms:
        return [()]
    numbered = [term.alias(f"answer{place}") for place, term in enumerate(terms)]
    return rows(frame.select(*numbered), name)


def rows(frame: Frame, name: str) -> Rows:
    """Return the rows of a frame of counts."""
    if isinstance(frame, nw.DataFrame):
        return frame.rows()
    with _reading(name):
        return frame.collect().rows()


def comes_in_pieces(frame: Frame) -> bool:
    """Return whether a frame is in memory, or lazy and read a piece at a time."""
    return isinstance(frame, nw.DataFrame) or hasattr(type(frame.to_native()), "collect_batches")


def pieces(frame: Frame, columns: Sequence[str], name: str) -> Iterator[nw.DataFrame[Any]]:
    """Yield columns of all rows, in memory for as long as they are looked at."""
    some = frame.select(*columns)
    if isinstance(some, nw.DataFrame):
        yield some
        return
    with _reading(name):
        read = some.to_native().collect_batches(chunk_size=_ROWS_AT_ONCE, maintain_order=False)
        for piece in read:
            yield nw.from_native(piece, eager_only=True)


def taken(frame: Frame, places: NDArray[np.int64], name: str) -> nw.DataFrame[Any]:
    """Return the rows at these places, in memory."""
    if isinstance(frame, nw.DataFrame):
        rows: nw.DataFrame[Any] = frame[places.tolist()]
        return rows
    native = frame.to_native()
    if frame.implementation.is_polars():
        numbered: nw.LazyFrame[Any] = nw.from_native(native.with_row_index("place"))
    else:  # an engine that promises no order of its rows numbers them by what they hold
        numbered = frame.with_row_index("place", order_by=list(frame.collect_schema()))
    chosen = numbered.filter(nw.col("place").is_in(places.tolist()))
    with _reading(name):
        found: nw.DataFrame[Any] = chosen.collect().sort("place")
        return found


@contextmanager
def _reading(name: str) -> Iterator[None]:
    # Lazy engines meet a bad file only when asked, and each raises its own kind of error.
    try:
        yield
    except Exception as failure:
        line = (str(failure).splitlines() or [""])[0]
        remedy = "mend what its lazy frame reads"
        raise TableError(f"{name} could not be read ({line}): {remedy}") from failure


def _without_long_dates(frame: nw.DataFrame[Any]) -> Frame:
    """Return an Arrow table with date64, of which Narwhals knows nothing, as date32."""
    table = frame.to_native()
    for place, field in enumerate(table.schema):
        if str(field.type).startswith("date64"):
            table = table.set_column(place, field.name, table.column(place).cast("date32"))
    typed: Frame = nw.from_native(table)
    return typed


def _in_arrow(frame: nw.DataFrame[Any], column: str) -> bool:
    # A column of a pandas frame may be an Arrow array.
    native = frame.to_native()
    return frame.implementation.is_pyarrow() or hasattr(native[column].dtype, "pyarrow_dtype")


def _column_type(kind: Any) -> ColumnType:
    if kind.is_numeric():
        return "number"
    if kind in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    if kind == nw.Boolean:
        return "boolean"
    return "time" if kind in (nw.Date, nw.Datetime, nw.Time) else "other"


def _typed(values: Any, types: Sequence[str]) -> Any:
    """Return a pandas column as the first type that fits, or as it is where none does."""
    for found in types:
        try:
            return values.astype(object).where(values.notna(), None).astype(found)
        except (TypeError, ValueError, OverflowError):
            continue
    return values


def _check_native_names(source: Any, name: str) -> None:
    """Refuse equal names before Narwhals does: only these libraries have them."""
    library = type(source).__module__.partition(".")[0]
    if library == "pandas" and getattr(source, "columns", None) is not None:
        if source.columns.nlevels > 1:
            raise TableError(f"{name} has names of several levels: flatten its columns first")
        check_names(name, [str(column) for column in source.columns])
    if library == "pyarrow" and hasattr(source, "column_names"):
        check_names(name, source.column_names)
