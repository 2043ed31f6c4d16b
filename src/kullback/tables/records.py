"""JSON files: an array of records, or one record a line, loaded once.

A key that a record lacks is a missing value; the columns are the keys of all records.
"""

import re
from pathlib import Path
from typing import Any

from kullback.tables.duckdb_table import DuckDBTable, first_line
from kullback.tables.session import Session, check_agreement, compression, shown
from kullback.tables.table import TableError

_RECORDS: dict[str, str] = {
    "records": "'true'",
    "ignore_errors": "false",
    "sample_size": "-1",  # typed from a sample, whole numbers would round the fractions after them
    "map_inference_threshold": "-1",
}
_BY_LINE = (".jsonl", ".ndjson")

# What DuckDB's message holds, what is wrong with the file, and the remedy.
_FAULTS = (
    ("utf-8", "is not UTF-8 text", "save it as UTF-8"),
    ("duplicate key", "has a record with one key twice", "give each key of a record one value"),
    ("malformed", "is not valid JSON", "see where with `python -m json.tool`"),
    (
        "non-record",
        "does not hold records",
        "give an array of objects or one object a line, with keys that are not empty",
    ),
    ("maximum_object_size", "has a record of over 16 MB", "give smaller records"),
    ("gzip", "is compressed but not whole", "compress it again"),
    ("frame", "is compressed but not whole", "compress it again"),
)


def load(session: Session, paths: list[Path], name: str) -> DuckDBTable:
    """Return a table of JSON records."""
    files = [_File(session, path) for path in paths]
    if len(files) > 1:
        check_agreement(paths, [sorted(file.names()) for file in files])
    for place, file in enumerate(files):
        # A table for each file: together, the values of all files decide the types.
        begin = f"CREATE TEMP TABLE part{place} AS"
        file.run(f"{begin} SELECT * FROM", "read_json", _RECORDS)
    parts = " UNION ALL BY NAME ".join(f"SELECT * FROM part{place}" for place in range(len(files)))
    relation = session.connection.sql(parts)
    for file in files:
        file.check_case(relation.columns)
    return DuckDBTable(_mixed_scalars_as_text(relation), name, session=session)


class _File:
    """One file, and the SQL that reads it."""

    def __init__(self, session: Session, path: Path) -> None:
        self._connection = session.connection
        self._path = path
        self._plain = session.plain(path)
        with open(path, "rb") as file:
            if file.read(3) == b"\xef\xbb\xbf":
                raise TableError(
                    f"{shown(path)} begins with a byte-order mark, which JSON forbids: "
                    "save it as UTF-8 without one"
                )

    def names(self) -> list[str]:
        """Return the keys of the records."""
        return [row[0] for row in self.run("DESCRIBE SELECT * FROM", "read_json", _RECORDS)]

    def check_case(self, columns: list[str]) -> None:
        """Refuse keys that differ only by case: DuckDB renames the second to name_1."""
        lower = {column.lower() for column in columns}
        renamed = [re.fullmatch(r"(.*)_\d+", column.lower(), re.DOTALL) for column in columns]
        if not any(match and match.group(1) in lower for match in renamed):
            return
        rows = self.run("SELECT DISTINCT unnest(json_keys(json)) FROM", "read_json_objects", {})
        keys = sorted(row[0] for row in rows)
        for key in keys:
            same = [other for other in keys if other.lower() == key.lower()]
            if len(same) > 1:
                raise TableError(
                    f"{shown(self._path)} has keys that differ only by case "
                    f"({', '.join(map(repr, same))}): rename them apart"
                )

    def run(self, before: str, reader: str, options: dict[str, str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the file."""
        import duckdb

        by_line = (
            self._path.name.lower().removesuffix(".gz").removesuffix(".zst").endswith(_BY_LINE)
        )
        own = {
            "format": "'newline_delimited'" if by_line else "'auto'",
            "compression": f"'{compression(self._path)}'",
        }
        given = ", ".join(f"{key} = {value}" for key, value in (own | options).items())
        try:
            query = f"{before} {reader}($path, {given})"
            return self._connection.execute(query, {"path": self._plain}).fetchall()
        except duckdb.Error as failure:
            raise TableError(_sentence(shown(self._path), str(failure))) from failure


def _mixed_scalars_as_text(relation: Any) -> Any:
    """Return the relation with columns of mixed numbers, texts and truths as text.

    DuckDB gives them its type JSON, as it does to columns of mixed objects, which stay.
    """
    names = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in relation.columns]
    mixed = {n for n, kind in zip(names, relation.types, strict=True) if str(kind) == "JSON"}
    if not mixed:
        return relation
    nested = ", ".join(
        f"bool_or(json_type({n}) IN ('OBJECT', 'ARRAY'))" for n in names if n in mixed
    )
    kept = dict(
        zip((n for n in names if n in mixed), relation.aggregate(nested).fetchall()[0], strict=True)
    )
    return relation.project(
        ", ".join(f"{n} ->> '$' AS {n}" if n in mixed and not kept[n] else n for n in names)
    )


def _sentence(name: str, failure: str) -> str:
    for mark, fault, remedy in _FAULTS:
        if mark in failure.lower():
            return f"{name} {fault}: {remedy}"
    return f"{name} cannot be read as JSON records: {first_line(failure)}"
