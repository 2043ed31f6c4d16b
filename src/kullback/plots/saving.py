"""The one door from a chart to a file: no network, no browser, and a whole file or none."""

import io
import os
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from kullback._faces import of_the_extra
from kullback._files import check_target, write_file
from kullback.plots.look import Picture

SHARPNESS = 2.0  # pixels of a PNG for each point of the picture


def save(chart: Picture, path: str | os.PathLike[str]) -> None:
    """Write a chart to a file of the format that the path's ending names.

    Parameters
    ----------
    chart : altair chart
        From any function of `kullback.plots`.
    path : path
        Ends in .svg, .png, .pdf or .html. The page of .html holds the picture itself, without
        JavaScript: nothing is loaded, and nothing in the data can run.

    Raises
    ------
    ValueError
        The path ends in something else.
    OSError
        The file cannot be written. What was there before still is.
    ImportError
        vl-convert is not installed; the message says how to install it.

    Examples
    --------
    >>> from kullback import plots
    >>> plots.save(plots.self_information(), "figure.bmp")
    Traceback (most recent call last):
    ValueError: a picture is saved as .svg, .png, .pdf, .html; got 'figure.bmp'
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise ValueError(f"a picture is saved as {', '.join(FORMATS)}; got {os.fspath(path)!r}")
    check_target(path)
    with of_the_extra("saving a picture"):
        import vl_convert  # noqa: F401 - asked for here, where its absence can be explained
    write_file(path, FORMATS[ending](chart))


def svg(chart: Picture) -> str:
    """Return the chart as a static picture, text as text."""
    written = io.StringIO()
    chart.save(written, format="svg")
    return written.getvalue()


def _png(chart: Picture) -> bytes:
    written = io.BytesIO()
    chart.save(written, format="png", scale_factor=SHARPNESS)
    return written.getvalue()


def _pdf(chart: Picture) -> bytes:
    written = io.BytesIO()
    chart.save(written, format="pdf")
    return written.getvalue()


def _html(chart: Picture) -> str:
    words: Any = chart.to_dict().get("description", "")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(words)}</title></head>\n<body>{svg(chart)}</body></html>\n"
    )


FORMATS: dict[str, Callable[[Picture], bytes | str]] = {
    ".svg": svg,
    ".png": _png,
    ".pdf": _pdf,
    ".html": _html,
}
