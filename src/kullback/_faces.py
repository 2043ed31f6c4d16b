"""How a result finds its faces: pictures and pages, which live in rooms above it.

The table holds strings, as that of kernels does: what draws is loaded when something is drawn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

# (kind of result, face): the function that shows it.
FACES: dict[tuple[str, str], str] = {
    ("ColumnComparison", "plot"): "kullback.plots:column",
    ("PairComparison", "plot"): "kullback.plots:pair",
    ("Comparison", "plot"): "kullback.plots:comparison",
    ("Comparison", "to_html"): "kullback.report:comparison",
    ("Comparison", "_repr_html_"): "kullback.report:comparison_excerpt",
}


def face(result: Any, name: str) -> Callable[..., Any]:
    """Return the function that shows `result` under `name`."""
    room, _, function = FACES[type(result).__name__, name].partition(":")
    shows: Callable[..., Any] = getattr(import_module(room), function)
    return shows


def load_faces(kind: str, *names: str) -> None:
    """Load what will show a kind of result, so that what is missing is said before the work."""
    for name in names:
        import_module(FACES[kind, name].partition(":")[0])


@contextmanager
def of_the_extra(what: str) -> Iterator[None]:
    """Say of a package that is not installed what needs it, and how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"{what} needs {error.name}: pip install 'kullback[app]'") from error
