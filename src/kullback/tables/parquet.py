"""Parquet files: read where they lie, a few columns at a time."""

from pathlib import Path

from kullback.tables.duckdb_table import DuckDBTable
from kullback.tables.session import Session, check_agreement, shown
from kullback.tables.table import TableError


def load(session: Session, paths: list[Path], name: str) -> DuckDBTable:
    """Return a table over Parquet files that hold the same columns."""
    plain = [session.plain(path) for path in paths]
    names = [_names(session, path, file) for path, file in zip(paths, plain, strict=True)]
    check_agreement(paths, [sorted(these) for these in names])
    if len(paths) > 1 and len({column.lower() for column in names[0]}) < len(names[0]):
        raise TableError(
            f"{name} has columns that differ only by case: rename them, or give one file"
        )
    for place, column in enumerate(names[0]):
        if not column and f"c{place}" in names[0]:  # what DuckDB calls a column without a name
            raise TableError(f"{name} has a column without a name beside c{place}: name it")
    relation = session.connection.read_parquet(
        plain,
        hive_partitioning=False,  # folders called key=value would add columns
        union_by_name=len(plain) > 1,  # else a later file's fractions are rounded to fit the first
    )
    return DuckDBTable(relation, name, names=names[0], session=session)


def _names(session: Session, path: Path, plain: str) -> list[str]:
    """Return the names of the columns as the file spells them, which DuckDB may not."""
    import duckdb

    schema = "SELECT name, coalesce(num_children, 0) FROM parquet_schema($path)"
    try:
        (_, columns), *elements = session.connection.execute(schema, {"path": plain}).fetchall()
    except duckdb.Error as failure:
        raise TableError(
            f"{shown(path)} is not a whole Parquet file: write it again from its source"
        ) from failure
    # The schema is a tree in reading order; columns are the children of its root.
    names, rest = [], iter(elements)
    for _ in range(columns):
        name, below = next(rest)
        names.append(name)
        while below:
            below += next(rest)[1] - 1
    return names
