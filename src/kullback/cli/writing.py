"""How results reach the terminal: tables to standard output, waiting to standard error, JSON."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from rich.console import Console
from rich.text import Text

from kullback._figures import figure as figure
from kullback._figures import percent as percent
from kullback._figures import readable, span
from kullback.estimate import Estimate

PATIENCE = 1.0  # seconds before a waiting bar appears
PIPE_WIDTH = 120  # where there is no terminal to fit


class Results(Console):
    """A console that leaves a closed pipe to the entry point, which knows the exit code."""

    def on_broken_pipe(self) -> None:
        """Raise again what is being handled."""
        raise


def results(stream: IO[str] | None = None) -> Console:
    """Return the console for results: colour only on a terminal, and never against NO_COLOR."""
    stream = stream or sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Results(file=stream, highlight=False, emoji=False, markup=False, width=width)


def write_json(record: dict[str, Any]) -> None:
    """Write one JSON document to standard output, and nothing else."""
    spelled_out = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    print(json.dumps(record, ensure_ascii=spelled_out, allow_nan=False, indent=2))


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show a bar on standard error while the body runs, if it takes long and somebody watches."""
    with progress(what, None):
        yield


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Do the same with a bar that fills; the body says how much of the total was done since."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(what, total=total)
    timer = threading.Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done: bar.advance(task, done)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def plain(text: str) -> Text:
    """Return a name or value from the data as text that cannot steer the terminal."""
    return Text(readable(text))


def interval(estimate: Estimate) -> str:
    """Return the ends of an estimate's interval."""
    return span(estimate.low, estimate.high)
