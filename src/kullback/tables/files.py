"""Files on disk: which ones a path means, and who reads them."""

import gzip
import os
import shutil
import zlib
from collections.abc import Callable
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO

from kullback.tables import delimited, parquet, records, zstandard
from kullback.tables.duckdb_table import DuckDBTable
from kullback.tables.session import Session, compression, shown
from kullback.tables.table import TableError

Loader = Callable[[Session, list[Path], str], DuckDBTable]

_TEXT: dict[str, Loader] = {
    ".csv": delimited.load,
    ".tsv": delimited.load,
    ".txt": delimited.load,
    ".json": records.load,
    ".jsonl": records.load,
    ".ndjson": records.load,
}
_BINARY: dict[str, Loader] = {".parquet": parquet.load, ".pq": parquet.load}


# How files begin that are no CSV text, and what they are.
_NO_CSV = {
    b"PAR1": "Parquet",
    b"\x1f\x8b": "compressed by gzip",
    b"\x28\xb5\x2f\xfd": "compressed by Zstandard",
    b'{"': "JSON",
}


def open_files(source: str) -> DuckDBTable:
    """Open the file at a path, or the files that a glob matches, as one table."""
    name = shown(source)
    paths = _matched(source, name)
    load = _loader(paths, name)
    for path in paths:
        _check_readable(path)
    session = Session()
    try:
        return load(session, paths, name)
    except BaseException:
        session.close()
        raise


def open_stream(stream: BinaryIO, name: str) -> DuckDBTable:
    """Open CSV text that can be read but once, such as standard input, as a table of that name."""
    session = Session()
    try:
        path = session.spare()
        _keep(stream, path, name)
        return delimited.load_as(session, path, name)
    except BaseException:
        session.close()
        raise


def _keep(stream: BinaryIO, path: Path, name: str) -> None:
    """Write what a stream holds to a file."""
    start = stream.read(4)
    if not start:
        raise TableError(f"{name} is empty: give a table with rows")
    kind = next((kind for mark, kind in _NO_CSV.items() if start.startswith(mark)), None)
    if kind:
        raise TableError(f"{name} is {kind}, and only CSV is read from it: name the file instead")
    try:
        with open(path, "wb") as file:
            file.write(start)
            shutil.copyfileobj(stream, file, 1 << 20)
    except OSError as failure:
        raise TableError(
            f"{name} cannot be kept in {shown(path.parent)} ({failure.strerror}): set TMPDIR to a "
            "folder with room for it"
        ) from failure


def _matched(source: str, name: str) -> list[Path]:
    # A path that exists is never a glob, whatever it looks like.
    if os.path.lexists(source):
        _check_file(Path(source), name)
        return [Path(source)]
    if not has_magic(source):
        raise TableError(f"{name} does not exist: check the path")
    matches = [match for match in sorted(glob(source, recursive=True)) if not os.path.isdir(match)]
    for match in matches:
        _check_file(Path(match), shown(match))
    paths = [Path(match) for match in matches]
    if not paths:
        raise TableError(f"{name} matches no file: check the pattern")
    return paths


def _check_file(path: Path, name: str) -> None:
    if path.is_dir():
        raise TableError(f"{name} is a folder: name the files in it, such as {name}/*.csv")
    if not path.exists():
        raise TableError(f"{name} is a link to a file that does not exist: mend the link")
    if not path.is_file():
        raise TableError(f"{name} is a stream or device: save it to a file first")


def _loader(paths: list[Path], name: str) -> Loader:
    loaders = [_TEXT.get(_ending(path)) or _BINARY.get(path.suffix.lower()) for path in paths]
    for path, loader in zip(paths, loaders, strict=True):
        if loader is None:
            raise TableError(
                f"{shown(path)} is of no known kind: its name must end in {', '.join(_TEXT)} "
                f"(each also with .gz or .zst after it), {' or '.join(_BINARY)}"
            )
    if len(set(loaders)) > 1:
        raise TableError(f"{name} matches files of several kinds: name one kind, such as *.csv")
    assert loaders[0]
    return loaders[0]


def _ending(path: Path) -> str:
    return (path if compression(path) == "uncompressed" else Path(path.stem)).suffix.lower()


def _check_readable(path: Path) -> None:
    try:
        with open(path, "rb") as file:
            start = file.read(2)
    except PermissionError:
        raise TableError(f"{shown(path)} may not be read: ask for permission") from None
    except OSError as failure:
        raise TableError(f"{shown(path)} cannot be opened: {failure.strerror}") from None
    if not start:
        raise TableError(f"{shown(path)} is empty: give a file with rows")
    packed = compression(path)
    if (packed == "gzip" and not _is_whole_gzip(path)) or (
        packed == "zstd" and not zstandard.is_whole(path)
    ):
        raise TableError(
            f"{shown(path)} is not a whole {packed} file: compress it again, or correct its name"
        )


def _is_whole_gzip(path: Path) -> bool:
    """Unpack to nowhere: DuckDB does not look at the checksum."""
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True
