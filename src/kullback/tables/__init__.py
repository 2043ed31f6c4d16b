"""Tables that users hold, and the counts that come out of them; rows only as a bounded sample.

`open_table` takes a file, a DuckDB relation or a dataframe and gives a `Table`: a handful of
questions whose answers are counts and order statistics, the same numbers on every engine.

`table` says what a table answers; `columns` keeps its names apart from SQL; `patterns` says how
text is read, and `times` which numbers stand for dates. `duckdb_table` asks in SQL,
`narwhals_table` asks dataframes. `files` finds files, and `delimited`, `records`, `parquet` load
one kind of file each.
"""

import os
import sys
from typing import Any, BinaryIO, cast

from kullback.tables.table import ColumnType, Profile, Table, TableError, Value

__all__ = ["ColumnType", "Profile", "Table", "TableError", "Value", "open_table", "read_table"]


def open_table(source: Any, *, role: str = "table") -> Table:
    """Open what holds rows, ready to be counted by its own engine.

    Parameters
    ----------
    source : str, path, dataframe, DuckDB relation or Table
        A path or glob of `.csv`, `.tsv`, `.txt`, `.json`, `.jsonl`, `.ndjson` (each also with
        `.gz` or `.zst`), `.parquet` or `.pq` files; a DuckDB relation; or any dataframe that
        Narwhals reads: pandas, Polars (eager or lazy), PyArrow. A `Table` comes back as it is.
    role : str
        What messages call a table that has no path, such as "reference".

    Returns
    -------
    Table
        Close it, or use it in a `with` block, to free what was opened for a file.

    Raises
    ------
    TableError
        The source cannot be read as a table; one sentence says why and what to do.
    TypeError
        `source` is none of the kinds above.

    Examples
    --------
    >>> import polars
    >>> table = open_table(polars.DataFrame({"x": [1.0, 2.0, None]}))
    >>> table.profiles(["x"])["x"].missing
    1
    >>> table.histograms({"x": [1.0]})
    {'x': [1, 1]}
    """
    if isinstance(source, str | os.PathLike):
        from kullback.tables.files import open_files

        return open_files(os.fspath(source))
    # Asked of the class: Polars warns when attributes of a lazy frame are looked at.
    if hasattr(type(source), "counts_of_counts"):
        return cast(Table, source)
    # A relation can only exist where its user has imported duckdb.
    if "duckdb" in sys.modules and isinstance(source, sys.modules["duckdb"].DuckDBPyRelation):
        from kullback.tables.duckdb_table import DuckDBTable

        try:
            return DuckDBTable(source, role)
        except sys.modules["duckdb"].Error as failure:
            remedy = "pass a relation of an open connection"
            raise TableError(f"{role} could not be read ({failure}): {remedy}") from failure
    from kullback.tables.narwhals_table import open_frame

    return open_frame(source, role)


def read_table(stream: BinaryIO, name: str) -> Table:
    """Open the CSV text of a stream, such as standard input, which is read to its end.

    Parameters
    ----------
    stream : binary file
        CSV with a header, as UTF-8.
    name : str
        What messages and results call it.

    Returns
    -------
    Table
        Close it, or use it in a `with` block, to free what was read.

    Raises
    ------
    TableError
        It is empty, or no CSV text; one sentence says why and what to do.

    Examples
    --------
    >>> import io
    >>> with read_table(io.BytesIO(b"x,y\\n1,u\\n2,v\\n"), "standard input") as table:
    ...     table.name, table.rows
    ('standard input', 2)
    """
    from kullback.tables.files import open_stream

    return open_stream(stream, name)
