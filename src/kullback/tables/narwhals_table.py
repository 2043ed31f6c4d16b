"""Dataframes that Narwhals reads: pandas, Polars, PyArrow and their like, counted where they are.

Written to give the same numbers everywhere. NaN and null are one class of missing; finite values
are picked out before a minimum or a sort, since engines disagree on where NaN goes; and 0.0 and
−0.0 are one value, though PyArrow takes them apart. Columns in memory are fetched and counted by
NumPy. Lazy frames are asked in expressions, in which counts are sums of ones, since not every
engine adds up booleans.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import pairwise
from math import inf
from sys import float_info
from typing import Any, Self

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from kullback.tables import frames, in_memory, ordered, sampling
from kullback.tables.coding import Codes, Coding
from kullback.tables.columns import Columns, check_edges, check_names, check_ranks, safe_names
from kullback.tables.contingency import Batch, batches, checked
from kullback.tables.frames import Frame, Rows
from kullback.tables.narwhals_coding import CodedColumn
from kullback.tables.narwhals_times import with_parts
from kullback.tables.patterns import CLOCK, ISO, MISSING_WORDS, NUMBER, SPACE
from kullback.tables.sampling import Sample
from kullback.tables.table import (
    ColumnType,
    ContingencyTable,
    Pair,
    Profile,
    ReadAs,
    TableError,
    Value,
)
from kullback.tables.times import Parts

_COLUMNS_AT_ONCE = 100  # the time to plan a query grows faster than its terms


def open_frame(source: Any, name: str) -> "NarwhalsTable":
    """Open a dataframe."""
    return NarwhalsTable(frames.opened(source, name), name)


class NarwhalsTable:
    """A dataframe, asked through Narwhals."""

    def __init__(self, frame: Frame, name: str) -> None:
        schema = frames.schema(frame, name)
        names = [str(column) for column in schema]
        check_names(name, names)
        safe = dict(zip(schema, safe_names(names), strict=True))
        self.name = name
        self._frame: Frame = frames.settled(frame).rename(safe)
        self.rows = int(self._ask(nw.len())[0][0])
        if not self.rows:
            raise TableError(f"{name} has no rows: give a table with at least one")
        self.types = dict(zip(names, map(str, schema.values()), strict=True))
        kinds = frames.kinds(self._frame, name)
        self.columns: dict[str, ColumnType] = dict(zip(names, kinds, strict=True))
        self._columns = Columns(name, self.columns)
        self._by_text = frames.numbers_cast_by_text(self._frame, name)

    def profiles(self, columns: Iterable[str]) -> dict[str, Profile]:
        """Return the profile of each column."""
        columns = list(columns)
        if isinstance(self._frame, nw.DataFrame):
            return {name: self._profile_in_memory(name) for name in columns}
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
        if isinstance(self._frame, nw.DataFrame):
            return {
                n: ordered.histogram(in_memory.finite(self._numbers(n)), cuts)
                for n, cuts in edges.items()
            }
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
        if isinstance(self._frame, nw.DataFrame):
            return {read(x): int(n) for x, n in zip(*self._listed(column), strict=True)}
        return {read(value): int(count) for value, count in self._rows(self._grouped(column))}

    def counts_of_counts(self, column: str) -> dict[int, int]:
        """Return how many distinct values occur exactly c times, for each c that occurs."""
        self._columns.safe(column, "number", "text", "boolean", "time")
        if isinstance(self._frame, nw.DataFrame):
            found = np.unique(self._listed(column)[1], return_counts=True)
            return {int(c): int(n) for c, n in zip(*found, strict=True)}
        counts = self._grouped(column).group_by("times").agg(nw.len().alias("values"))
        return {int(c): int(n) for c, n in self._rows(counts)}

    def contingency_tables(
        self, codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        """Yield, for each pair of columns, how many rows have each pair of their codes.

        Beside a dataframe, the codes of its columns are held: a byte a row. A lazy frame of Polars
        is read a piece at a time, of which nothing is kept. Other lazy frames group their rows
        themselves, a pair at a time, and only counts are held.
        """
        codings = checked(self._columns, codings, pairs)
        if isinstance(self._frame, nw.DataFrame):
            return self._count_codes(self._frame, codings, pairs)
        add = self._add_pieces if frames.comes_in_pieces(self._frame) else self._add_groups
        return self._count_batches(add, codings, pairs)

    def _count_codes(
        self, frame: nw.DataFrame[Any], codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        codes: dict[str, Codes] = {}
        for batch in batches(self._columns, codings, pairs):
            codes = codes or self._codes(frame, codings)
            batch.add(codes)
            yield from batch.tables(self.rows)

    def _count_batches(
        self, add: Callable[[Batch], None], codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        for batch in batches(self._columns, codings, pairs):
            add(batch)
            yield from batch.tables(self.rows)

    def _add_pieces(self, batch: Batch) -> None:
        columns = [self._columns.safe(name) for name in batch.codings]
        for piece in frames.pieces(self._frame, columns, self.name):
            batch.add(self._codes(piece, batch.codings))

    def _codes(self, frame: nw.DataFrame[Any], codings: Mapping[str, Coding]) -> dict[str, Codes]:
        return {name: self._coded(name, coding).codes(frame) for name, coding in codings.items()}

    def _add_groups(self, batch: Batch) -> None:
        for place, pair in enumerate(batch.pairs):
            x, y = (self._coded(name, batch.codings[name]) for name in pair)
            keys = self._frame.select(x.key().alias("x"), y.key().alias("y"))
            groups = self._rows(keys.group_by("x", "y").agg(nw.len().alias("times")))
            first, second, times = zip(*groups, strict=True)
            batch.add_groups(
                place, x.codes_of_keys(first), y.codes_of_keys(second), np.array(times, np.int64)
            )

    def sample(self, columns: Sequence[str], rows: int, seed: int) -> Sample:
        """Return columns of at most `rows` rows, drawn without replacement, in their order."""
        wanted = sampling.places(self.rows, rows, seed)
        terms = [self._drawable(name).alias(self._columns.safe(name)) for name in columns]
        frame = frames.taken(self._frame.select(*terms), wanted, self.name)
        return {
            name: self._drawn(name, frame.get_column(self._columns.safe(name))) for name in columns
        }

    def _drawable(self, name: str) -> nw.Expr:
        if self.columns[name] == "number":
            return self._number(name)
        return nw.col(self._columns.safe(name, "text", "boolean"))

    def _drawn(self, name: str, series: nw.Series[Any]) -> NDArray[Any]:
        if self.columns[name] == "number":
            return np.asarray(series.to_numpy(), np.float64)
        spelled = series.cast(nw.String) if self.columns[name] == "text" else series
        return sampling.values(spelled.to_list(), series.is_null().to_list())

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

    def with_times(self, parts: Parts) -> "NarwhalsTable":
        """Return the table with new columns of numbers: parts of its dates and times."""
        columns = {}
        for name, _ in parts.values():
            safe = self._columns.safe(name, "time", "text")
            columns[safe] = self._text(name) if self.columns[name] == "text" else nw.col(safe)
        table = copy(self)
        table._columns = self._columns.read_as_numbers(parts)
        table.columns = table._columns.types
        table._frame = with_parts(
            self._frame,
            columns,
            {
                table._columns.safe(new): (self._columns.safe(name), part)
                for new, (name, part) in parts.items()
            },
        )
        return table

    def unreadable(self, column: str, read_as: ReadAs = "number") -> dict[str, int]:
        """Return the texts of a column that do not read as such, with their counts."""
        self._columns.safe(column, "text")
        value = nw.col("value")
        if read_as == "number" and isinstance(self._frame, nw.DataFrame):
            texts, times = self._groups(column)
            odd = ~texts.str.contains(NUMBER)
            found = texts.filter(odd).to_list(), times[odd.to_numpy().astype(bool)]
            return {str(text): int(n) for text, n in zip(*found, strict=True)}
        if read_as == "number":
            rest = self._grouped(column).filter(~value.str.contains(NUMBER))
        else:
            counted = self._grouped(column)
            known = with_parts(counted, {"value": value}, {"read": ("value", read_as)})
            unread = nw.col("read").is_null() | nw.col("read").is_nan()
            rest = known.filter(unread).select("value", "times")
        return {str(value): int(count) for value, count in self._rows(rest)}

    def close(self) -> None:
        """Do nothing: the frame is its user's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    # Columns in memory.

    def _series(self, name: str, *allowed: ColumnType) -> nw.Series[Any]:
        assert isinstance(self._frame, nw.DataFrame)
        return self._frame.get_column(self._columns.safe(name, *allowed))

    def _numbers(self, name: str) -> NDArray[np.float64]:
        by_text = self._columns.safe(name) in self._by_text
        return in_memory.numbers(self._series(name, "number"), by_text=by_text)

    def _groups(self, name: str) -> in_memory.Groups:
        values, times = in_memory.grouped(self._series(name))
        # Only now as text: a category is cheap to group and dear to spell out.
        return values.cast(nw.String) if self.columns[name] == "text" else values, times

    def _listed(self, name: str) -> tuple[list[Any], NDArray[np.int64]]:
        if self.columns[name] == "number":
            numbers, times = in_memory.grouped_numbers(self._numbers(name))
            return numbers.tolist(), times
        values, times = self._groups(name)
        return values.to_list(), times

    def _profile_in_memory(self, name: str) -> Profile:
        series, kind = self._series(name), self.columns[name]
        if kind == "number":
            return in_memory.profile_of_numbers(self._numbers(name))
        if kind == "text":
            return in_memory.profile_of_texts(self.rows, *self._groups(name))
        return in_memory.profile_of_others(series, kind)

    # Expressions for one column.

    def _number(self, name: str) -> nw.Expr:
        safe = self._columns.safe(name, "number")
        column = nw.col(safe)
        return (column.cast(nw.String) if safe in self._by_text else column).cast(nw.Float64)

    def _coded(self, name: str, coding: Coding) -> CodedColumn:
        kind, column = self.columns[name], nw.col(self._columns.safe(name))
        if kind == "number":
            column = self._number(name)
        if kind == "boolean":
            column = column.cast(nw.Float64)
        return CodedColumn(kind, column, self._missing(name), coding)

    def _text(self, name: str) -> nw.Expr:
        return nw.col(self._columns.safe(name, "text")).cast(nw.String)

    def _missing(self, name: str) -> nw.Expr:
        if self.columns[name] == "number":
            return self._number(name).is_null() | self._number(name).is_nan()
        return nw.col(self._columns.safe(name)).is_null()

    def _count(self, condition: nw.Expr) -> nw.Expr:
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
            is_clock = self._frame.collect_schema()[self._columns.safe(name)] == nw.Time
            return Profile(
                rows=self.rows,
                missing=missing,
                about_distinct=distinct,
                clocks=self.rows - missing if is_clock else 0,
            )
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
            rows_where(text.str.contains(CLOCK)),
            rows_where(text.is_in(MISSING_WORDS)),
            ((spaces + 1) * times).sum(),
            (text.str.len_chars() * times).sum(),
            of=self._grouped(name),
        )[0]
        distinct, present, numeric, iso, clocks, words_for_missing, words, length = (
            int(number or 0) for number in answer
        )
        return Profile(
            rows=self.rows,
            missing=self.rows - present,
            about_distinct=distinct,
            numeric_text=numeric,
            iso_text=iso,
            clocks=clocks,
            missing_words=words_for_missing,
            mean_words=words / max(present, 1),
            mean_length=length / max(present, 1),
        )

    def _order(self, name: str, ranks: Sequence[int]) -> list[float]:
        if isinstance(self._frame, nw.DataFrame):
            numbers = in_memory.finite(self._numbers(name))
            check_ranks(name, ranks, len(numbers))
            return ordered.ranked(numbers, ranks)
        value = nw.col("value")
        finite = self._frame.select(self._number(name).alias("value")).filter(value.is_finite())
        check_ranks(name, ranks, int(self._ask(nw.len(), of=finite)[0][0]))
        placed = finite.with_row_index("place", order_by="value")
        wanted = placed.filter(nw.col("place").is_in(sorted({rank - 1 for rank in ranks})))
        found: dict[int, float] = dict(self._rows(wanted.select("place", "value")))
        return [float(found[rank - 1]) for rank in ranks]

    def _grouped(self, name: str) -> Frame:
        """Return the distinct values of a column that are not missing, with their counts."""
        kind = self.columns[name]
        column = self._number(name) + 0.0 if kind == "number" else nw.col(self._columns.safe(name))
        values = self._frame.select(column.alias("value"))
        counts = values.group_by("value").agg(nw.len().alias("times"))
        value = nw.col("value")
        missing = value.is_null() | value.is_nan() if kind == "number" else value.is_null()
        grouped = counts.filter(~missing)
        # Only now as text: a category is cheap to group and dear to spell out.
        return grouped.with_columns(nw.col("value").cast(nw.String)) if kind == "text" else grouped

    # Asking.

    def _answers(
        self, terms: Mapping[str, Sequence[nw.Expr]]
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the answers for each column, a hundred columns a sweep."""
        names = list(terms)
        for start in range(0, len(names), _COLUMNS_AT_ONCE):
            some = names[start : start + _COLUMNS_AT_ONCE]
            answers = iter(self._ask(*(term for name in some for term in terms[name]))[0])
            for name in some:
                yield name, tuple(next(answers) for _ in terms[name])

    def _ask(self, *terms: nw.Expr, of: Frame | None = None) -> Rows:
        return frames.ask(self._frame if of is None else of, self.name, *terms)

    def _rows(self, answer: Frame) -> Rows:
        return frames.rows(answer, self.name)


def _parsed(text: nw.Expr) -> nw.Expr:
    # No engine is asked to cast what it may not read.
    return nw.when(text.str.contains(NUMBER)).then(text.str.strip_chars(SPACE)).cast(nw.Float64)


def _float(value: Any) -> float | None:
    try:
        number = float(value)
    except TypeError:  # None, or what pandas has in its place
        return None
    return None if number != number else number
