"""Which tables a command reads: files, patterns of files, or the CSV text of standard input."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from kullback.tables import Table, read_table

STANDARD_INPUT = Path("-")  # a file of this name has no ending that says what it holds


class File(click.Path):
    """The type of arguments that name a file, of which ./- is one and - is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, which cannot tell the two apart unless it is absolute."""
        path = Path(value)
        return path.absolute() if path == STANDARD_INPUT and str(value) != "-" else path


@contextmanager
def sources(*paths: Path) -> Iterator[list[str | Table]]:
    """Return what stands for each path, standard input opened while the body runs."""
    if paths.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input holds one table: only one of the two can be -")
    with ExitStack() as opened:
        yield [
            opened.enter_context(_standard_input()) if path == STANDARD_INPUT else str(path)
            for path in paths
        ]


def _standard_input() -> Table:
    if sys.stdin is None or sys.stdin.closed:
        raise click.UsageError("standard input is closed: give it a table, or name a file")
    return read_table(sys.stdin.buffer, "standard input")
