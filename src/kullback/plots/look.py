"""What all pictures have in common: colours, letters, titles, and how rows become a chart.

The two colours of a pair are Okabe and Ito's blue and orange: told apart by colour-blind eyes, and
dark against light in grey. Every colour that a picture uses is named here, so that a page can
exchange them for others on a dark screen.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import altair as alt

from kullback._figures import short_name

FIRST, SECOND = "#0072b2", "#e69f00"
INK, QUIET, RULE, PAPER = "#1b1f24", "#5b6570", "#d5dae0", "#ffffff"
MOST_OF_A_NAME = 28  # characters beside an axis
FONT = "system-ui, 'DejaVu Sans', sans-serif"
LEGEND = alt.Legend(orient="top", direction="horizontal", offset=4)

Picture: TypeAlias = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart
Some = TypeVar("Some", alt.Chart, alt.LayerChart, alt.HConcatChart, alt.VConcatChart)


def chart_of(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """Return an empty chart over rows, which it will carry inside itself."""
    return alt.Chart(alt.Data(values=list(rows)))


def names_of(texts: Iterable[str], most: int = MOST_OF_A_NAME) -> list[str]:
    """Return each text as an axis shows it, numbered where two would look the same.

    It is cut here and not by Vega, which halves letters of two code units and then fails.
    """
    names: dict[str, None] = {}
    for text in texts:
        name, copies = short_name(text, most), 1
        while name in names:
            copies += 1
            name = f"{short_name(text, most)} ({copies})"
        names[name] = None
    return list(names)


def colours(field: str, names: Sequence[str], legend: alt.Legend | None = None) -> alt.Color:
    """Return an encoding that gives the first name the dark colour and the second the light one."""
    scale = alt.Scale(domain=list(names), range=[FIRST, SECOND])
    return alt.Color(f"{field}:N", title=None, scale=scale, legend=legend or LEGEND, sort=None)


def finished(chart: Some, title: str, subtitle: str | Sequence[str], description: str) -> Some:
    """Return the chart with a title that says what to see, a description in words, and the look."""
    words = alt.TitleParams(
        title,
        subtitle=subtitle if isinstance(subtitle, str) else list(subtitle),
        anchor="start",
        frame="bounds",
        offset=12,
    )
    return chart.properties(title=words, description=description, background=PAPER).configure(
        **_config()
    )


def _config() -> dict[str, Any]:
    letters = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK}
    small = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "font": FONT,
        "axis": letters
        | small
        | {"gridColor": RULE, "domainColor": QUIET, "tickColor": QUIET, "labelLimit": 0},
        "legend": letters | small | {"symbolSize": 90, "labelLimit": 0},
        "title": {
            "font": FONT,
            "fontSize": 15,
            "color": INK,
            "subtitleFont": FONT,
            "subtitleFontSize": 12,
            "subtitleColor": QUIET,
        },
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "view": {"stroke": None},
    }
