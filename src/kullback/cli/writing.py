"""How results reach the terminal: tables to standard output, waiting to standard error, JSON."""

import json
import math
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

from kullback.estimate import Estimate

PATIENCE = 1.0  # seconds before a waiting bar appears
PIPE_WIDTH = 120  # where there is no terminal to fit


class Results(Console):
    """A console that leaves a closed pipe to the entry point, which knows the exit code."""

    def on_broken_pipe(self) -> None:
        """Raise again what is being handled."""
        raise


def results() -> Console:
    """Return the console for results: colour only on a terminal, and never against NO_COLOR."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Results(file=sys.stdout, highlight=False, emoji=False, markup=False, width=width)


def write_json(record: dict[str, Any]) -> None:
    """Write one JSON document to standard output, and nothing else."""
    spelled_out = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    print(json.dumps(record, ensure_ascii=spelled_out, allow_nan=False, indent=2))


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show a bar on standard error while the body runs, if it takes long and somebody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True)
    progress.add_task(what, total=None)
    timer = threading.Timer(PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        progress.stop()


def plain(text: str) -> Text:
    """Return a name or value from the data as text that cannot steer the terminal."""
    return Text(
        "".join(character if character.isprintable() else _escaped(character) for character in text)
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def figure(number: float) -> str:
    """Return a measured figure with three digits, small ones without an exponent."""
    if not math.isfinite(number):
        return {math.inf: "∞", -math.inf: "−∞"}.get(number, "undefined")
    if number == 0.0:
        return "0"
    if abs(number) < 1e-5:
        return f"{number:.1e}"
    if abs(number) >= 1000.0:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - math.floor(math.log10(abs(number))))}f}"


def percent(share: float) -> str:
    """Return a share in per cent, with a digit more where it is small."""
    if 0.0 < share < 0.0005:
        return "< 0.1 %"
    return "0 %" if share == 0.0 else f"{100.0 * share:.{1 if share < 0.2 else 0}f} %"


def interval(estimate: Estimate) -> str:
    """Return the ends of an estimate's interval."""
    return f"{figure(estimate.low)} – {figure(estimate.high)}"
