"""Files as the commands of coding read them: in blocks, with a bar, and errors of one sentence."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from kullback.cli.sources import STANDARD_INPUT
from kullback.cli.writing import progress

Read = Callable[[int], bytes]


def check_sources(file: Path, other: Path | None) -> None:
    """Refuse to read two files from standard input."""
    if file == other == STANDARD_INPUT:
        raise click.UsageError("standard input holds one file: only one of the two can be -")


@contextmanager
def reading(path: Path, what: str) -> Iterator[Read]:
    """Return what reads so many bytes of a file, or of standard input (-), while a bar fills."""
    with _opened(path) as file, progress(what, _size(file)) as advance:

        def read(count: int) -> bytes:
            try:
                found = file.read(count)
            except OSError as error:
                raise OSError(f"cannot read {path}: {error.strerror or error}") from error
            advance(len(found))
            return found

        yield read


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise ValueError("standard input is closed: give it bytes, or name a file")
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise OSError(f"cannot read {path}: {error.strerror or error}") from error
    with file:
        yield file


def _size(file: IO[bytes]) -> int | None:
    """Return how much there is to read, if it is a file that says so."""
    try:
        return os.fstat(file.fileno()).st_size or None
    except (OSError, ValueError):  # no file at all, as in tests
        return None
