"""Tables that DuckDB counts: a relation of the user's, or one made for files.

Everything is asked through the relation itself, so it runs on the relation's own connection
and leaves neither views nor settings there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from math import inf
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from kullback.tables import duckdb_coding, duckdb_profiles, duckdb_times, ordered, sampling
from kullback.tables.coding import Codes, Coding
from kullback.tables.columns import Columns, check_edges, check_names, check_ranks
from kullback.tables.contingency import Batch, batches, checked
from kullback.tables.duckdb_terms import doubles, parsed
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

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from kullback.tables.session import Session

_INTEGERS = ("tinyint", "smallint", "integer", "bigint", "hugeint")
_NUMBERS = (*_INTEGERS, *(f"u{word}" for word in _INTEGERS), "float", "double", "decimal")
_TIMES = ("date", "timestamp", "time")

_CAST: dict[ColumnType, str] = {"number": "DOUBLE", "text": "VARCHAR"}

# DuckDB's time to bind a SELECT grows with the cube of its terms; 3,000 columns took minutes.
_COLUMNS_AT_ONCE = 100

# Values of eight bytes that are fetched at a time; DuckDB counts the columns that have more.
_VALUES_AT_ONCE = 8_000_000

# Where groups are cheaper than to match every row with patterns: a SELECT a column has its price,
# and so have groups of one row.
_ROWS_TO_GROUP, _TIMES_TO_GROUP = 100_000, 4

# Codes are fetched, a column at a byte a row, up to this size; DuckDB groups what has more.
_BYTES_OF_CODES = 2**29

# Of a hundred pairs the codes are computed once; a SELECT of many more is slow to bind.
_PAIRS_AT_ONCE = 100

Terms = Mapping[str, dict[str, str]]  # for each column, SQL for each answer that is wanted


class DuckDBTable:
    """A DuckDB relation, asked in SQL."""

    def __init__(
        self,
        relation: "DuckDBPyRelation",
        name: str,
        *,
        names: Sequence[str] | None = None,
        session: "Session | None" = None,
    ) -> None:
        names = relation.columns if names is None else names
        check_names(name, names)
        self.name = name
        self.types = {column: str(kind) for column, kind in zip(names, relation.types, strict=True)}
        self.columns = {
            column: column_type(kind.id, str(kind))
            for column, kind in zip(names, relation.types, strict=True)
        }
        self._columns = Columns(name, self.columns)
        self._relation = relation
        self._values = {
            column: f"CAST(#{place} AS {_CAST[kind]})" if kind in _CAST else f"#{place}"
            for place, (column, kind) in enumerate(self.columns.items(), start=1)
        }
        self._session = session
        self.rows = int(self._ask(relation, ["count(*)"])[0][0])
        if not self.rows:
            raise TableError(f"{name} has no rows: give a table with at least one")

    def profiles(self, columns: Iterable[str]) -> dict[str, Profile]:
        """Return the profile of each column, a hundred columns a SELECT.

        In a large table, texts that mostly repeat are grouped, so that each is read only once.
        """
        safe = {name: self._columns.safe(name) for name in columns}
        repeated = self._repeated_texts(safe) if self.rows >= _ROWS_TO_GROUP else []
        swept = [name for name in safe if name not in repeated]
        terms = {n: duckdb_profiles.terms(safe[n], self.columns[n]) for n in swept}
        answers = dict(self._sweep(terms))
        asked = duckdb_profiles.terms_of_groups()
        for name in repeated:
            groups = self._present(name).aggregate("value, count(*) AS times", "value")
            answers[name] = dict(zip(asked, self._ask(groups, asked.values())[0], strict=True))
        return {
            name: duckdb_profiles.profile(
                self.rows,
                self.columns[name],
                answers[name],
                is_clock=_is_clock(self.types.get(name, "")),
            )
            for name in safe
        }

    def _repeated_texts(self, safe: Mapping[str, str]) -> list[str]:
        """Return the text columns whose texts occur several times each, on average."""
        texts = {
            n: duckdb_profiles.distinct(c) for n, c in safe.items() if self.columns[n] == "text"
        }
        fewest = self.rows / _TIMES_TO_GROUP
        return [name for name, answer in self._sweep(texts) if answer["distinct"] <= fewest]

    def order_statistics(self, ranks: Mapping[str, Sequence[int]]) -> dict[str, list[float]]:
        """Return the r-th smallest finite value for each rank r, a few columns a SELECT.

        Columns of up to eight million rows are fetched and sorted, which takes a third of the time
        of 70 selections; from larger ones DuckDB selects.
        """
        asked = {name: self._columns.safe(name, "number") for name, these in ranks.items() if these}
        found: dict[str, list[float]] = {name: [] for name in ranks}
        if self.rows > _VALUES_AT_ONCE:
            return found | dict(self._selected(asked, ranks))
        for name, values in self._finite(asked):
            check_ranks(name, ranks[name], len(values))
            found[name] = ordered.ranked(values, ranks[name])
        return found

    def _selected(
        self, asked: Mapping[str, str], ranks: Mapping[str, Sequence[int]]
    ) -> Iterator[tuple[str, list[float]]]:
        """Yield order statistics, a column at a time, which DuckDB holds until they are found."""
        counts = {name: {"finite": f"count(finite_{safe})"} for name, safe in asked.items()}
        terms = {}
        for name, answer in self._sweep(counts):
            check_ranks(name, ranks[name], int(answer["finite"]))
            terms[name] = {"found": _order_term(asked[name], ranks[name], int(answer["finite"]))}
        for name, answer in self._sweep(terms, 1):
            yield name, list(answer["found"])

    def histograms(self, edges: Mapping[str, Sequence[float]]) -> dict[str, list[int]]:
        """Count finite values in the cells (−∞, e₀], (e₀, e₁], …, (eₙ, ∞).

        Columns of up to eight million rows are fetched; larger ones DuckDB counts.
        """
        check_edges(edges)
        safe = {name: self._columns.safe(name, "number") for name in edges}
        if self.rows <= _VALUES_AT_ONCE:
            return {
                name: ordered.histogram(values, edges[name]) for name, values in self._finite(safe)
            }
        # Only of finite values: DuckDB's histogram puts NaN in the first cell.
        terms = {
            name: {"cells": f"histogram(finite_{safe[name]}, {doubles(cuts)})"}
            for name, cuts in edges.items()
        }
        return {
            name: [int((answer["cells"] or {}).get(cut, 0)) for cut in (*edges[name], inf)]
            for name, answer in self._sweep(terms)
        }

    def _finite(self, safe: Mapping[str, str]) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Yield the finite values of columns of numbers, fetched a few columns a SELECT."""
        for some in _some(list(safe), min(_VALUES_AT_ONCE // self.rows, _COLUMNS_AT_ONCE)):
            finite = [f"finite_{safe[name]}" for name in some]
            fetched = self._fetch(self._read(some).project(", ".join(finite)))
            for name, column in zip(some, finite, strict=True):
                yield name, np.ma.compressed(fetched.pop(column))

    def value_counts(self, column: str) -> dict[Value, int]:
        """Return every value of a number, text or boolean column with its count."""
        self._columns.safe(column, "number", "text", "boolean")
        rows = self._ask(self._present(column), ["value", "count(*)"], by="value")
        return {value: int(count) for value, count in rows}

    def counts_of_counts(self, column: str) -> dict[int, int]:
        """Return how many distinct values occur exactly c times, for each c that occurs."""
        self._columns.safe(column, "number", "text", "boolean", "time")
        counts = self._present(column).aggregate("count(*) AS times", "value")
        return {int(c): int(n) for c, n in self._ask(counts, ["times", "count(*)"], by="times")}

    def contingency_tables(
        self, codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        """Yield, for each pair of columns, how many rows have each pair of their codes.

        The codes of all columns are fetched in one sweep if they take up to half a gigabyte, of
        which DuckDB holds a copy for a moment. Of a larger table only counts are held: DuckDB
        groups the rows, a hundred pairs a sweep, which takes several times as long.
        """
        codings = checked(self._columns, codings, pairs)
        fetched = self.rows * sum(coding.dtype.itemsize for coding in codings.values())
        count = self._count_codes if fetched <= _BYTES_OF_CODES else self._count_groups
        return count(codings, pairs)

    def _count_codes(
        self, codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        codes: dict[str, Codes] = {}
        for batch in batches(self._columns, codings, pairs):
            codes = codes or self._codes(codings)
            batch.add(codes)
            yield from batch.tables(self.rows)

    def _count_groups(
        self, codings: Mapping[str, Coding], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        for batch in batches(self._columns, codings, pairs, _PAIRS_AT_ONCE):
            self._add_groups(batch)
            yield from batch.tables(self.rows)

    def _add_groups(self, batch: Batch) -> None:
        """Let DuckDB count the rows for each cell of the tables of a batch."""
        safe = [
            (self._columns.safe(first), self._columns.safe(second)) for first, second in batch.pairs
        ]
        stride = 1 + max(coding.unlisted for coding in batch.codings.values())
        cells = self._coded(batch.codings).project(f"{duckdb_coding.cells(safe, stride)} AS cell")
        counts = self._fetch(cells.aggregate("cell, count(*) AS times", "cell"))
        rest, second = np.divmod(counts["cell"], stride)
        places, first = np.divmod(rest, stride)
        for place in range(len(batch.pairs)):
            these = places == place
            batch.add_groups(place, first[these], second[these], counts["times"][these])

    def _codes(self, codings: Mapping[str, Coding]) -> dict[str, Codes]:
        codes = self._fetch(self._coded(codings))
        return {name: codes[self._columns.safe(name)] for name in codings}

    def _coded(self, codings: Mapping[str, Coding]) -> "DuckDBPyRelation":
        """Return the codes of columns, as c0, c1, …."""
        terms = [
            f"{duckdb_coding.code(safe, self.columns[name], coding)} AS {safe}"
            for name, coding in codings.items()
            for safe in [self._columns.safe(name)]
        ]
        return self._read(codings).project(", ".join(terms))

    def sample(self, columns: Sequence[str], rows: int, seed: int) -> Sample:
        """Return columns of at most `rows` rows, drawn without replacement, a hundred a SELECT.

        Rows are numbered as they come, which DuckDB does in their order for any number of threads.
        """
        wanted = sampling.places(self.rows, rows, seed)
        # Joined with the numbers: an IN of thousands of terms would be slow to bind.
        chosen = f"place IN (SELECT unnest(CAST('{wanted.tolist()}' AS BIGINT[])))"
        drawn: Sample = {}
        for some in _some(columns, _COLUMNS_AT_ONCE):
            safe = {n: self._columns.safe(n, "number", "text", "boolean") for n in some}
            terms = [f"{self._values[name]} AS {safe[name]}" for name in safe]
            numbered = self._relation.project(
                ", ".join([*terms, "row_number() OVER () - 1 AS place"])
            )
            fetched = self._fetch(numbered.filter(chosen))
            order = np.argsort(fetched["place"])
            drawn |= {name: _drawn(fetched[safe[name]][order]) for name in some}
        return drawn

    def with_numbers(self, columns: Iterable[str]) -> "DuckDBTable":
        """Return the table with these text columns read as numbers, unreadable text missing."""
        columns = list(columns)
        for name in columns:
            self._columns.safe(name, "text")
        table = copy(self)
        table._columns = self._columns.read_as_numbers(columns)
        table.columns = table._columns.types
        table._values = self._values | {name: parsed(self._values[name]) for name in columns}
        return table

    def with_times(self, parts: Parts) -> "DuckDBTable":
        """Return the table with new columns of numbers: parts of its dates and times."""
        table = copy(self)
        values: dict[str, str] = {}
        for name in {name: None for name, _ in parts.values()}:
            self._columns.safe(name, "time", "text")
            kind = "VARCHAR" if self.columns[name] == "text" else self.types[name]
            wanted = {new: part for new, (of, part) in parts.items() if of == name}
            table._relation, found = duckdb_times.with_parts(
                table._relation, self._values[name], kind, list(wanted.values())
            )
            values |= dict(zip(wanted, found, strict=True))
        table._columns = self._columns.read_as_numbers(parts)
        table.columns = table._columns.types
        table._values = self._values | values
        return table

    def unreadable(self, column: str, read_as: ReadAs = "number") -> dict[str, int]:
        """Return the texts of a column that do not read as such, with their counts."""
        self._columns.safe(column, "text")
        present = self._present(column)
        if read_as == "number":
            read = parsed("value")
        else:
            present, (read,) = duckdb_times.with_parts(present, "value", "VARCHAR", [read_as])
        rest = present.filter(f"({read}) IS NULL")
        return {
            value: int(count) for value, count in self._ask(rest, ["value", "count(*)"], by="value")
        }

    def close(self) -> None:
        """Close the connection that was opened for a file; a user's relation is left alone."""
        if self._session:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def _present(self, column: str) -> "DuckDBPyRelation":
        """Return the values of one column that are not missing, as a column called value."""
        nan = " AND NOT isnan(value)" if self.columns[column] == "number" else ""
        values = self._relation.project(f"{self._values[column]} AS value")
        return values.filter(f"value IS NOT NULL{nan}")

    def _sweep(
        self, terms: Terms, at_once: int = _COLUMNS_AT_ONCE
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the answers for each column, a few columns a SELECT."""
        for some in _some(list(terms), at_once):
            asked = [term for name in some for term in terms[name].values()]
            answers = iter(self._ask(self._read(some), asked)[0])
            for name in some:
                yield name, {key: next(answers) for key in terms[name]}

    def _read(self, names: Iterable[str]) -> "DuckDBPyRelation":
        """Return columns c0, c1, … and, of those that hold numbers, finite_c0, finite_c1, …."""
        safe = {name: self._columns.safe(name) for name in names}
        numbers = [safe[name] for name in safe if self.columns[name] == "number"]
        values = ", ".join(f"{self._values[name]} AS {safe[name]}" for name in safe)
        # A CASE that is written once is computed once: far cheaper than a FILTER per aggregate.
        finite = [f"CASE WHEN isfinite({c}) THEN {c} END AS finite_{c}" for c in numbers]
        return self._relation.project(values).project(", ".join(["*", *finite]))

    def _ask(
        self, relation: "DuckDBPyRelation", terms: Iterable[str], *, by: str = ""
    ) -> list[tuple[Any, ...]]:
        with self._reading():
            return relation.aggregate(", ".join(terms), by).fetchall()

    def _fetch(self, relation: "DuckDBPyRelation") -> dict[str, NDArray[Any]]:
        with self._reading():
            return relation.fetchnumpy()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as failure:
            remedy = "write the file again" if self._session else "mend the relation's query"
            raise TableError(
                f"{self.name} could not be read ({first_line(failure)}): {remedy}"
            ) from failure


def column_type(word: str, full: str) -> ColumnType:
    """Return what a DuckDB type, given by its first word and in full, holds."""
    if word in _NUMBERS:
        return "number"
    # A column of nulls has no type of its own: it is a text that is always missing.
    if word in ("enum", "uuid", "null") or (word == "varchar" and full != "JSON"):
        return "text"
    if word == "boolean":
        return "boolean"
    return "time" if word.startswith(_TIMES) else "other"


def _is_clock(full: str) -> bool:
    return full.startswith("TIME") and not full.startswith("TIMESTAMP")


def first_line(failure: object) -> str:
    """Return what DuckDB says in its first line, without its class of error."""
    line = (str(failure).splitlines() or [""])[0]
    return line.split("Error: ", 1)[-1].strip()


def _some(names: Sequence[str], at_once: int) -> Iterator[Sequence[str]]:
    return (names[start : start + at_once] for start in range(0, len(names), at_once))


def _order_term(safe: str, ranks: Sequence[int], finite: int) -> str:
    # Half a rank below the fraction r/n, where rounding cannot move the index.
    return f"quantile_disc(finite_{safe}, {doubles((rank - 0.5) / finite for rank in ranks)})"


def _drawn(fetched: NDArray[Any]) -> NDArray[Any]:
    """Return values of the type that a sample has, where DuckDB masks those that are NULL."""
    missing = np.ma.getmaskarray(fetched)
    if fetched.dtype.kind == "f":
        return np.where(missing, np.nan, np.ma.getdata(fetched))
    return sampling.values(np.ma.getdata(fetched).tolist(), missing)
