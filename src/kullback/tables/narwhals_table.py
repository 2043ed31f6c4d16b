"""Dataframes that Narwhals reads: pandas, Polars, PyArrow and their like, counted where they are.

Written to give the same numbers everywhere. Counts are sums of ones where a frame is lazy, since
not every engine adds up booleans. NaN and null are one class of missing. Finite values are picked
out before a minimum or a sort, since engines disagree on where NaN goes. 0.0 is added to numbers
before they are grouped, since PyArrow takes 0.0 and −0.0 apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import pairwise
from math import inf
from sys import float_info
from typing import Any, Self

import narwhals.stable.v2 as nw

from kullback.tables.columns import Columns, check_edges, check_names, check_ranks, safe_names
from kullback.tables.patterns import ISO, MISSING_WORDS, NUMBER, SPACE
from kullback.tables.table import ColumnType, Profile, TableError, Value

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
Rows = list[tuple[Any, ...]]

_ACCEPTED = (
    "a path or glob of .csv, .tsv, .txt, .json, .jsonl, .ndjson or .parquet files, "
    "a DuckDB relation, or a pandas, Polars or PyArrow table"
)

_EXACT = 2**53  # PyArrow will not turn larger whole numbers into floats, which would round them

_COLUMNS_AT_ONCE = 100  # the time to plan a query grows faster than its terms

# What pandas finds in a column of objects, and the type that holds it.
_OBJECTS = {
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[us]",
    "decimal": "float64",
    "floating": "float64",
    "integer": "float64",
    "mixed-integer-float": "float64",
}


def open_frame(source: Any, name: str) -> "NarwhalsTable":
    """Open a dataframe."""
    _check_native_names(source, name)
    try:
        frame = nw.from_native(source)
    except TypeError:
        kind = f"{type(source).__module__}.{type(source).__qualname__}"
        raise TypeError(f"{name} must be {_ACCEPTED}, got {kind}") from None
    return NarwhalsTable(frame, name)


class NarwhalsTable:
    """A dataframe, asked through Narwhals."""

    def __init__(self, frame: Frame, name: str) -> None:
        schema = _schema(frame, name)
        names = [str(column) for column in schema]
        check_names(name, names)
        settled = _settled_objects(frame) if isinstance(frame, nw.DataFrame) else frame
        self.name = name
        self._frame: Frame = settled.rename(dict(zip(schema, safe_names(names), strict=True)))
        self.rows = int(self._ask(nw.len())[0][0])
        if not self.rows:
            raise TableError(f"{name} has no rows: give a table with at least one")
        self.types = dict(zip(names, map(str, schema.values()), strict=True))
        self.columns: dict[str, ColumnType] = dict(zip(names, self._kinds(), strict=True))
        self._columns = Columns(name, self.columns)
        self._by_text = self._numbers_cast_by_text()

    def profiles(self, columns: Iterable[str]) -> dict[str, Profile]:
        """Return the profile of each column."""
        columns = list(columns)
        texts = {n: self._text_profile(n) for n in columns if self.columns.get(n) == "text"}
        terms = {n: self._profile_terms(n) for n in columns if n not in texts}
        others = {n: self._profile(n, answer) for n, answer in self._answers(terms)}
        return {name: (texts | others)[name] for name in columns}

    def order_statistics(self, ranks: Mapping[str, Sequence[int]]) -> dict[str, list[float]]:
        """Return the r-th smallest finite value for each rank r, a column at a time."""
        return {name: self._order(name, these) if these else [] for name, these in ranks.items()}

    def histograms(self, edges: Mapping[str, Sequence[float]]) -> dict[str, list[int]]:
        """Count finite values in the cells (−∞, e₀], (e₀, e₁], …, (eₙ, ∞)."""
        check_edges(edges)
        # How many values lie below each edge, counted from −∞ to the largest finite number.
        terms = {
            name: [
                self._count(self._number(name) <= edge) for edge in (-inf, *cuts, float_info.max)
            ]
            for name, cuts in edges.items()
        }
        return {
            name: [high - low for low, high in pairwise(int(count or 0) for count in below)]
            for name, below in self._answers(terms)
        }

    def value_counts(self, column: str) -> dict[Value, int]:
        """Return every value of a number, text or boolean column with its count."""
        self._columns.safe(column, "number", "text", "boolean")
        read = {"number": float, "text": str, "boolean": bool}[self.columns[column]]
        return {read(value): int(count) for value, count in self._rows(self._grouped(column))}

    def counts_of_counts(self, column: str) -> dict[int, int]:
        """Return how many distinct values occur exactly c times, for each c that occurs."""
        self._columns.safe(column, "number", "text", "boolean", "time")
        counts = self._grouped(column).group_by("times").agg(nw.len().alias("values"))
        return {int(c): int(n) for c, n in self._rows(counts)}

    def with_numbers(self, columns: Iterable[str]) -> "NarwhalsTable":
        """Return the table with these text columns read as numbers, unreadable text missing."""
        columns = list(columns)
        read = {self._columns.safe(name, "text"): self._text(name) for name in columns}
        table = copy(self)
        table._columns = self._columns.read_as_numbers(columns)
        table.columns = table._columns.types
        table._frame = self._frame.with_columns(
            **{safe: _parsed(text).alias(safe) for safe, text in read.items()}
        )
        return table

    def unreadable(self, column: str) -> dict[str, int]:
        """Return the texts of a column that do not read as numbers, with their counts."""
        self._columns.safe(column, "text")
        rest = self._grouped(column).filter(~nw.col("value").str.contains(NUMBER))
        return {str(value): int(count) for value, count in self._rows(rest)}

    def close(self) -> None:
        """Do nothing: the frame is its user's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    # Expressions for one column.

    def _number(self, name: str) -> nw.Expr:
        safe = self._columns.safe(name, "number")
        column = nw.col(safe)
        return (column.cast(nw.String) if safe in self._by_text else column).cast(nw.Float64)

    def _text(self, name: str) -> nw.Expr:
        return nw.col(self._columns.safe(name, "text")).cast(nw.String)

    def _missing(self, name: str) -> nw.Expr:
        if self.columns[name] == "number":
            return self._number(name).is_null() | self._number(name).is_nan()
        return nw.col(self._columns.safe(name)).is_null()

    def _count(self, condition: nw.Expr) -> nw.Expr:
        # A sum of booleans is several times faster, and every eager engine has it.
        if isinstance(self._frame, nw.DataFrame):
            return condition.sum()
        return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum()

    def _profile_terms(self, name: str) -> list[nw.Expr]:
        missing, kind = self._missing(name), self.columns[name]
        if kind == "other":
            return [self._count(missing)]
        if kind != "number":
            return [self._count(missing), nw.col(self._columns.safe(name)).n_unique()]
        number = self._number(name)
        finite = nw.when(number.is_finite()).then(number)
        return [
            self._count(missing),
            (nw.when(~missing).then(number) + 0.0).n_unique(),
            self._count(number == inf),
            self._count(number == -inf),
            finite.min(),
            finite.max(),
            self._count(number.is_finite() & (number != number.floor())),
        ]

    def _profile(self, name: str, answer: Sequence[Any]) -> Profile:
        missing = int(answer[0] or 0)
        # A missing value is one of the distinct ones to Narwhals.
        distinct = int(answer[1]) - bool(missing) if len(answer) > 1 else 0
        if len(answer) <= 2:
            return Profile(rows=self.rows, missing=missing, about_distinct=distinct)
        positive, negative, low, high, fractional = answer[2:]
        return Profile(
            rows=self.rows,
            missing=missing,
            positive_infinite=int(positive or 0),
            negative_infinite=int(negative or 0),
            minimum=_float(low),
            maximum=_float(high),
            integral=not fractional,
            about_distinct=distinct,
        )

    def _text_profile(self, name: str) -> Profile:
        """Profile a text column from its distinct values: each is then read only once."""
        text, times = nw.col("value"), nw.col("times")
        trimmed = text.str.strip_chars(" ")
        spaces = (
            trimmed.str.len_chars() - trimmed.str.replace_all(" ", "", literal=True).str.len_chars()
        )

        def rows_where(condition: nw.Expr) -> nw.Expr:
            return nw.when(condition).then(times).otherwise(nw.lit(0)).sum()

        answer = self._ask(
            nw.len(),
            times.sum(),
            rows_where(text.str.contains(NUMBER)),
            rows_where(text.str.contains(ISO)),
            rows_where(text.is_in(MISSING_WORDS)),
            ((spaces + 1) * times).sum(),
            (text.str.len_chars() * times).sum(),
            of=self._grouped(name),
        )[0]
        distinct, present, numeric, iso, words_for_missing, words, length = (
            int(number or 0) for number in answer
        )
        return Profile(
            rows=self.rows,
            missing=self.rows - present,
            about_distinct=distinct,
            numeric_text=numeric,
            iso_text=iso,
            missing_words=words_for_missing,
            mean_words=words / max(present, 1),
            mean_length=length / max(present, 1),
        )

    def _order(self, name: str, ranks: Sequence[int]) -> list[float]:
        value = nw.col("value")
        finite = self._frame.select(self._number(name).alias("value")).filter(value.is_finite())
        if isinstance(finite, nw.DataFrame):
            ordered = finite.get_column("value").sort()
            check_ranks(name, ranks, len(ordered))
            return [float(found) for found in ordered[[rank - 1 for rank in ranks]].to_list()]
        check_ranks(name, ranks, int(self._ask(nw.len(), of=finite)[0][0]))
        placed = finite.with_row_index("place", order_by="value")
        wanted = placed.filter(nw.col("place").is_in(sorted({rank - 1 for rank in ranks})))
        found: dict[int, float] = dict(self._rows(wanted.select("place", "value")))
        return [float(found[rank - 1]) for rank in ranks]

    def _grouped(self, name: str) -> Frame:
        """Return the distinct values of a column that are not missing, with their counts."""
        kind = self.columns[name]
        column = self._number(name) + 0.0 if kind == "number" else nw.col(self._columns.safe(name))
        present = self._frame.filter(~self._missing(name)).select(column.alias("value"))
        grouped = present.group_by("value").agg(nw.len().alias("times"))
        # Only now as text: a category is cheap to group and dear to spell out.
        return grouped.with_columns(nw.col("value").cast(nw.String)) if kind == "text" else grouped

    # Asking.

    def _answers(
        self, terms: Mapping[str, Sequence[nw.Expr]]
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the answers for each column: many in one sweep if lazy, else one at a time."""
        at_once = _COLUMNS_AT_ONCE if isinstance(self._frame, nw.LazyFrame) else 1
        names = list(terms)
        for some in (names[start : start + at_once] for start in range(0, len(names), at_once)):
            answers = iter(self._ask(*(term for name in some for term in terms[name]))[0])
            for name in some:
                yield name, tuple(next(answers) for _ in terms[name])

    def _ask(self, *terms: nw.Expr, of: Frame | None = None) -> Rows:
        if not terms:
            return [()]
        numbered = [term.alias(f"answer{place}") for place, term in enumerate(terms)]
        return self._rows((self._frame if of is None else of).select(*numbered))

    def _rows(self, answer: Frame) -> Rows:
        if isinstance(answer, nw.DataFrame):
            return answer.rows()
        try:
            return answer.collect().rows()
        except Exception as failure:
            raise _unreadable(self.name, failure) from failure

    # What the columns hold.

    def _kinds(self) -> list[ColumnType]:
        kinds = {safe: _column_type(kind) for safe, kind in self._frame.collect_schema().items()}
        # Nulls alone have no type that engines agree on: a text that is always missing.
        schema = self._frame.collect_schema()
        odd = [
            safe for safe, kind in kinds.items() if kind == "other" and not schema[safe].is_nested()
        ]
        present = self._ask(*(nw.col(safe).count() for safe in odd))[0]
        void = [safe for safe, count in zip(odd, present, strict=True) if not count]
        return list((kinds | dict.fromkeys(void, "text")).values())

    def _numbers_cast_by_text(self) -> set[str]:
        """Return columns of whole numbers so large that PyArrow refuses to make them floats."""
        if isinstance(self._frame, nw.LazyFrame):
            return set()
        frame, wide = self._frame, (nw.Int64, nw.UInt64)
        whole = [
            safe for safe, kind in frame.schema.items() if kind in wide and _in_arrow(frame, safe)
        ]
        lowest = self._ask(*(nw.col(safe).min() for safe in whole))[0]
        highest = self._ask(*(nw.col(safe).max() for safe in whole))[0]
        return {
            safe
            for safe, low, high in zip(whole, lowest, highest, strict=True)
            if (low or 0) < -_EXACT or (high or 0) > _EXACT
        }


def _schema(frame: Frame, name: str) -> dict[str, nw.dtypes.DType]:
    try:
        return dict(frame.collect_schema())
    except Exception as failure:
        raise _unreadable(name, failure) from failure


def _unreadable(name: str, failure: Exception) -> TableError:
    # Lazy engines meet a bad file only when asked, and each raises its own kind of error.
    line = (str(failure).splitlines() or [""])[0]
    return TableError(f"{name} could not be read ({line}): mend what its lazy frame reads")


def _in_arrow(frame: nw.DataFrame[Any], safe: str) -> bool:
    # A column of a pandas frame may be an Arrow array.
    native = frame.to_native()
    return frame.implementation.is_pyarrow() or hasattr(native[safe].dtype, "pyarrow_dtype")


def _column_type(kind: Any) -> ColumnType:
    if kind.is_numeric():
        return "number"
    if kind in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    if kind == nw.Boolean:
        return "boolean"
    return "time" if kind in (nw.Date, nw.Datetime, nw.Time) else "other"


def _settled_objects(frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Return a pandas frame with objects that are all truths, numbers or dates typed as such."""
    if not frame.implementation.is_pandas():
        return frame
    native, pandas = frame.to_native(), frame.implementation.to_native_namespace()
    settled = {}
    for column, kind in frame.schema.items():
        values = native[column]
        looked_at = values
        if kind == nw.Categorical and hasattr(values, "cat"):
            looked_at = values.cat.categories
        elif kind != nw.Object:
            continue
        found = _OBJECTS.get(pandas.api.types.infer_dtype(looked_at, skipna=True))
        if found:
            settled[column] = _typed(values, found)
    return nw.from_native(native.assign(**settled)) if settled else frame


def _typed(values: Any, found: str) -> Any:
    """Return a pandas column as the type found in it, or as it is where a value does not fit."""
    try:
        return values.astype(object).where(values.notna(), None).astype(found)
    except (TypeError, ValueError, OverflowError):
        return values


def _parsed(text: nw.Expr) -> nw.Expr:
    # No engine is asked to cast what it may not read.
    return nw.when(text.str.contains(NUMBER)).then(text.str.strip_chars(SPACE)).cast(nw.Float64)


def _float(value: Any) -> float | None:
    try:
        number = float(value)
    except TypeError:  # None, or what pandas has in its place
        return None
    return None if number != number else number


def _check_native_names(source: Any, name: str) -> None:
    """Refuse equal names before Narwhals does: only these libraries have them."""
    library = type(source).__module__.partition(".")[0]
    if library == "pandas" and getattr(source, "columns", None) is not None:
        if source.columns.nlevels > 1:
            raise TableError(f"{name} has names of several levels: flatten its columns first")
        check_names(name, [str(column) for column in source.columns])
    if library == "pyarrow" and hasattr(source, "column_names"):
        check_names(name, source.column_names)
