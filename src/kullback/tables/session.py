"""The private database that reads files, and what files are called on the way in and out."""

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kullback.tables.table import TableError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# DuckDB reads *, ? and [ in a path as a pattern, and \ as a separator or an escape.
_READ_AS_PATTERN = frozenset("*?[\\")


class Session:
    """An in-memory database and a temporary folder, private to one opened table."""

    def __init__(self) -> None:
        import duckdb  # before the folder exists: an interrupted import would leave it behind

        self.folder = tempfile.mkdtemp(prefix="kullback-")
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": self.folder,
            },
        )
        # Also runs when the table is forgotten, and at exit.
        self._release = weakref.finalize(self, _release, self.connection, self.folder)
        self.connection.execute("SET enable_progress_bar = false")
        # Parquet's least and greatest value leave out NaN: where they are equal, DuckDB would put
        # that value in the place of every NaN.
        self.connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        self._spare = 0

    def plain(self, path: Path) -> str:
        """Return a path to the file that DuckDB reads as it stands."""
        whole = str(path.absolute())
        if not _READ_AS_PATTERN.intersection(whole):
            return whole
        link = self.spare()
        link.symlink_to(whole)
        return str(link)

    def spare(self) -> Path:
        """Return a path in the folder that is not in use."""
        self._spare += 1
        return Path(self.folder) / f"file{self._spare}"

    def close(self) -> None:
        """Close the database and remove the folder."""
        self._release()


def _release(connection: "DuckDBPyConnection", folder: str) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)


def shown(path: str | Path) -> str:
    """Return a path as a message shows it: on one line."""
    text = str(path)
    return text if text and text.isprintable() else ascii(text)


def compression(path: Path) -> str:
    """Return DuckDB's word for how a text file is compressed, judged by its name."""
    return {".gz": "gzip", ".zst": "zstd"}.get(path.suffix.lower(), "uncompressed")


def check_agreement(paths: Sequence[Path], names: Sequence[Sequence[str]]) -> None:
    """Refuse files, of which these are the column names, that are not parts of one table."""
    for path, these in zip(paths, names, strict=True):
        if list(these) != list(names[0]):
            odd = sorted(set(these) ^ set(names[0]))
            detail = f" ({', '.join(map(repr, odd[:5]))})" if odd else " or their order"
            raise TableError(
                f"{shown(paths[0])} and {shown(path)} differ in their columns{detail}: "
                "give files with the same columns"
            )
