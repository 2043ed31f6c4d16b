"""CSV files and their kin: one dialect, decided from the header, and no leniency after it.

A reader that guesses may drop a ragged row, take a row of data for a title, or round 2.5 to fit
a column that began with whole numbers. So: the header is the first line and names the columns;
the delimiter is what parts it; every row is first checked to have as many fields as the header;
and the type of a column is decided from all of its values, not from a sample.
"""

import csv
import gzip
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kullback.tables.columns import check_names, safe_names
from kullback.tables.duckdb_table import DuckDBTable, first_line
from kullback.tables.duckdb_terms import matches
from kullback.tables.patterns import ISO, ZONED
from kullback.tables.session import Session, check_agreement, compression, shown
from kullback.tables.table import TableError

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 1000  # lines, of which all but the last end inside quotes

# A byte that text does not hold: DuckDB takes no empty delimiter, and drops a surplus field
# at the end of a row when that reads as null.
_NEVER = "'\x1f'"

_DIALECT: dict[str, str] = {
    "header": "true",
    "skip": "0",
    "quote": "'\"'",
    "escape": "'\"'",
    "comment": "''",
    "nullstr": "''",
    "strict_mode": "true",
    "null_padding": "false",
    "ignore_errors": "false",
    "max_line_size": "16000000",
    "buffer_size": "32000000",
}

# What DuckDB's message holds, what is wrong with the file, and the remedy.
_FAULTS = (
    ("utf-8 encoded", "is not UTF-8 text", "save it as UTF-8"),
    ("unterminated quote", "has a quote that does not end", "write a quote inside a field twice"),
    ("maximum line size", "has a line of over 16 MB", "look for a quote that does not end"),
    ("state machine", "mixes line ends or holds stray bytes", "save it again as UTF-8 text"),
    ("gzip", "is compressed but not whole", "compress it again"),
    ("frame", "is compressed but not whole", "compress it again"),
)

_NUMBERS = {"BIGINT", "HUGEINT", "DOUBLE"}


def load(session: Session, paths: list[Path], name: str) -> DuckDBTable:
    """Return a table of delimited files that share a header, loaded once."""
    files = [_File(session, path, shown(path)) for path in paths]
    check_agreement(paths, [file.header for file in files])
    return _loaded(session, files, name)


def load_as(session: Session, path: Path, name: str) -> DuckDBTable:
    """Return the table of one file, which messages call by another name."""
    return _loaded(session, [_File(session, path, name)], name)


def _loaded(session: Session, files: "list[_File]", name: str) -> DuckDBTable:
    rows = sum(file.check_rows() for file in files)
    if not rows:
        raise TableError(f"{name} has a header and no rows: give a file with rows")
    types = _settled([file.types() for file in files]) if len(files) > 1 else {}
    _load(files, types)
    odd = _dates_of_no_standard(files, session)
    if odd:
        session.connection.execute("DROP TABLE loaded")
        _load(files, types | dict.fromkeys(odd, "VARCHAR"))
    relation = session.connection.table("loaded")
    table = DuckDBTable(relation, name, names=files[0].header, session=session)
    # Alone in its line, an empty field is a blank line, which the check of rows passes over.
    if table.rows != rows and len(table.columns) > 1:
        raise TableError(f"{name} cannot be read row by row: save it again as plain CSV")
    return table


def _load(files: "list[_File]", types: dict[str, str]) -> None:
    for place, file in enumerate(files):
        file.load("INSERT INTO loaded" if place else "CREATE TEMP TABLE loaded AS", types)


def _dates_of_no_standard(files: "list[_File]", session: Session) -> set[str]:
    """Return columns that DuckDB took for dates though a text in them is no ISO date.

    Whether 03/04/2026 is in March or April it decides by whether some day is above 12: one file
    would be read one way and the next the other. And of texts of which only some have a time zone,
    it takes those without to be in the zone of the machine.
    """
    loaded = session.connection.execute("DESCRIBE loaded").fetchall()
    dates = [name for name, kind, *_ in loaded if kind.startswith(("DATE", "TIME"))]
    return {name for file in files for name in file.not_iso(dates)} if dates else set()


class _File:
    """One file: its header, the delimiter that parts it, and the SQL that reads it."""

    def __init__(self, session: Session, path: Path, name: str) -> None:
        self._connection = session.connection
        self._plain = session.plain(path)
        self._compression = compression(path)
        self.name = name
        self._delimiter = ""
        record = self._first_record()
        self._delimiter = _delimiter(record, path, name)
        self.header = self._names("\n".join(record))
        check_names(self.name, self.header)
        if len(record) > 1:
            self._shorten_header(path, session.spare())

    def check_rows(self) -> int:
        """Return the number of rows, each of which has as many fields as the header."""
        texts = dict.fromkeys(safe_names(self.header), "VARCHAR")
        options = {"columns": _struct(texts), "auto_detect": "false", "nullstr": _NEVER}
        return int(self._run("SELECT count(*) FROM", options).fetchall()[0][0])

    def not_iso(self, columns: Sequence[str]) -> list[str]:
        """Return those of the columns with a text that is no ISO date, or with zones in some."""
        texts = dict.fromkeys(safe_names(self.header), "VARCHAR")
        asked = ", ".join(
            f"bool_and({matches(column, ISO)})"
            f" AND (bool_and({matches(column, ZONED)}) OR NOT bool_or({matches(column, ZONED)}))"
            for column in columns
        )
        options = {"columns": _struct(texts), "auto_detect": "false"}
        answers = self._run(f"SELECT {asked} FROM", options).fetchall()[0]
        return [name for name, fine in zip(columns, answers, strict=True) if fine is False]

    def types(self) -> list[str]:
        """Return the type that suits all values of each column."""
        rows = self._run("DESCRIBE SELECT * FROM", self._typed({})).fetchall()
        return [row[1] for row in rows]

    def load(self, into: str, types: dict[str, str]) -> None:
        """Load the rows, with these types where a column's own values do not decide."""
        self._run(f"{into} SELECT * FROM", self._typed(types))

    def _typed(self, types: dict[str, str]) -> dict[str, str]:
        names = ", ".join(map(_quoted, safe_names(self.header)))
        options = {"names": f"[{names}]", "sample_size": "-1"}
        return options | ({"types": _struct(types)} if types else {})

    def _first_record(self) -> list[str]:
        """Return the lines of the header: more than one where a name holds a line end."""
        lines: list[str] = []
        options = {
            "columns": _struct({"line": "VARCHAR"}),
            "auto_detect": "false",
            "header": "false",
            "delim": _NEVER,
            "quote": "''",
            "escape": "''",
            "strict_mode": "false",  # here a line end inside quotes is one more line end
        }
        result = self._run("SELECT line FROM", options, f"LIMIT {_LONGEST_HEADER}")
        while row := result.fetchone():
            lines.append(row[0] or "")
            if "".join(lines).count('"') % 2 == 0:
                break
        self._check_header("".join(lines))
        return lines

    def _names(self, record: str) -> list[str]:
        try:
            return next(csv.reader([record], delimiter=self._delimiter))
        except csv.Error as failure:
            raise TableError(f"the header of {self.name} holds no names: {failure}") from None

    def _shorten_header(self, path: Path, to: Path) -> None:
        """Read a copy in which the header is one line.

        DuckDB takes the first line end it finds, here one inside quotes, for that of all rows.
        """
        if self._compression == "zstd":
            raise TableError(f"{self.name} has a line end in a column name: decompress it first")
        opened = gzip.open if self._compression == "gzip" else open
        with opened(path, "rb") as source, open(to, "wb") as copy:
            line = source.readline()
            quotes = line.count(b'"')
            while quotes % 2:
                line = source.readline()
                quotes += line.count(b'"')
            names = self._delimiter.join(safe_names(self.header)).encode()
            copy.write(names + (b"\r\n" if line.endswith(b"\r\n") else b"\n"))
            shutil.copyfileobj(source, copy)
        self._plain, self._compression = str(to), "uncompressed"

    def _check_header(self, text: str) -> None:
        if not text.strip():
            raise TableError(f"{self.name} begins with a blank line: begin with the column names")
        if "\0" in text:
            raise TableError(f"{self.name} is not UTF-8 text: save it as UTF-8")
        if text.count('"') % 2:
            raise TableError(f"{self.name} has a quote in its header that does not end: close it")

    def _run(self, before: str, options: dict[str, str], after: str = "") -> Any:
        import duckdb

        own = {"delim": _quoted(self._delimiter), "compression": _quoted(self._compression)}
        given = ", ".join(f"{key} = {value}" for key, value in (_DIALECT | own | options).items())
        query = f"{before} read_csv($path, {given}) {after}"
        try:
            return self._connection.execute(query, {"path": self._plain})
        except duckdb.Error as failure:
            raise TableError(_sentence(self.name, str(failure))) from failure


def _delimiter(record: list[str], path: Path, name: str) -> str:
    """Return what parts the header: the candidate that occurs most outside quotes."""
    bare = re.sub(r'"[^"]*"', "", "".join(record))
    times = {candidate: bare.count(candidate) for candidate in _DELIMITERS}
    if ".tsv" in path.name.lower() and times["\t"]:
        return "\t"
    most = max(times.values())
    best = [candidate for candidate in _DELIMITERS if times[candidate] == most]
    if most and len(best) > 1:
        raise TableError(
            f"the header of {name} can be parted at {' or '.join(map(repr, best))}: "
            "put quotes around its names"
        )
    return best[0]


def _settled(types: list[list[str]]) -> dict[str, str]:
    """Return a type for each column that several files type differently."""
    settled = {}
    for safe, kinds in zip(safe_names(types[0]), map(set, zip(*types, strict=True)), strict=True):
        if len(kinds) > 1:
            settled[safe] = "DOUBLE" if kinds <= _NUMBERS else "VARCHAR"
    return settled


def _sentence(name: str, failure: str) -> str:
    ragged = re.search(r"Line: (\d+)(?s:.*)Number of Columns: (\d+) Found: (\d+)", failure)
    if ragged:
        line, expected, found = ragged.groups()
        return (
            f"{name} has {found} fields on line {line} where the header has {expected}: "
            "put quotes around fields that hold the delimiter"
        )
    line = re.search(r"CSV Error on Line: (\d+)", failure)
    where = f" (line {line.group(1)})" if line else ""
    for mark, fault, remedy in _FAULTS:
        if mark in failure.lower():
            return f"{name} {fault}{where}: {remedy}"
    return f"{name} cannot be read as CSV{where}: {first_line(failure)}"


def _struct(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_quoted(kind)}" for name, kind in fields.items()) + "}"


def _quoted(text: str) -> str:
    return f"'{text}'"
