"""Dates and times as numbers, in expressions that every dataframe computes alike."""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from kullback.tables.frames import Frame
from kullback.tables.patterns import CLOCK, DATED, SPACE
from kullback.tables.times import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Part,
    days_since_1970,
    month_of,
    weekday_of,
)

_LONG_MONTHS = (1.0, 3.0, 5.0, 7.0, 8.0, 10.0, 12.0)


def with_parts(
    frame: Frame, columns: Mapping[str, nw.Expr], parts: Mapping[str, tuple[str, Part]]
) -> Frame:
    """Return a frame with a column more for each new name: a part of one of the columns."""
    steps = _Steps(frame.with_columns(**{f"of_{name}": of for name, of in columns.items()}))
    types = steps.frame.collect_schema()
    made: dict[str, nw.Expr] = {}
    for name in columns:
        wanted = {new: part for new, (of, part) in parts.items() if of == name}
        made |= _parts(nw.col(f"of_{name}"), types[f"of_{name}"], wanted, steps)
    old = [column for column in frame.collect_schema() if column not in made]
    # Names of both, since a new column may take the name of an old one.
    return steps.frame.select(*old, *(made[new].alias(new) for new in parts))


class _Steps:
    """A frame that is given a column for each step: eager engines compute an expression anew
    each time that it occurs in another.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._taken = 0

    def __call__(self, expression: nw.Expr) -> nw.Expr:
        name = f"step{self._taken}"
        self._taken += 1
        self.frame = self.frame.with_columns(expression.alias(name))
        return nw.col(name)


def _parts(
    column: nw.Expr, kind: Any, wanted: Mapping[str, Part], steps: _Steps
) -> dict[str, nw.Expr]:
    is_text = kind == nw.String
    made = {}
    if "clock" in wanted.values():
        # As it is written: without a date, zones cannot be brought together.
        clock = (
            _clock_of_text(steps(_where(column, CLOCK)), 0, steps) if is_text else _clock(column)
        )
        made = {new: clock for new, part in wanted.items() if part == "clock"}
    if len(made) < len(wanted):
        day, of_day = _from_text(column, steps) if is_text else _typed(column, kind, steps)
        for new, part in wanted.items():
            if part != "clock":
                made[new] = _part(part, day, of_day, steps)
    return made


def _part(part: Part, day: nw.Expr, of_day: nw.Expr, steps: _Steps) -> nw.Expr:
    if part == "moment":
        return day * float(DAY) + of_day
    hour = (of_day / float(HOUR)).floor()
    if part in ("hour", "hours"):
        return hour if part == "hour" else day * 24.0 + hour
    found: nw.Expr = {
        "day": day,
        "of day": of_day,
        "weekday": weekday_of(day),
        "month": month_of(day, steps) if part == "month" else day,
    }[part]
    return found


def _clock(column: nw.Expr) -> nw.Expr:
    hour, minute, second, microsecond = (
        of.cast(nw.Float64)
        for of in (
            column.dt.hour(),
            column.dt.minute(),
            column.dt.second(),
            column.dt.microsecond(),
        )
    )
    return hour * float(HOUR) + minute * float(MINUTE) + second * float(SECOND) + microsecond


def _typed(column: nw.Expr, kind: Any, steps: _Steps) -> tuple[nw.Expr, nw.Expr]:
    """Return days since 1970 and microseconds since midnight."""
    if getattr(kind, "time_zone", None):
        column = steps(column.dt.convert_time_zone("UTC"))
    # As whole numbers, pandas has no missing ones; as floats, microseconds would be rounded.
    milliseconds = steps(column.dt.timestamp("ms").cast(nw.Float64))
    if kind == nw.Date:
        days = steps((milliseconds / (DAY / 1000)).floor())
        return days, days - days
    of_day = steps(_clock(column))
    return steps(((milliseconds - of_day / 1000.0) / (DAY / 1000) + 0.5).floor()), of_day


def _from_text(column: nw.Expr, steps: _Steps) -> tuple[nw.Expr, nw.Expr]:
    text = steps(_where(column, DATED))
    year, month, date = (
        steps(_number(text, start, length)) for start, length in ((0, 4), (5, 2), (8, 2))
    )
    is_leap = _divides(4, year) & (~_divides(100, year) | _divides(400, year))
    exists = (
        (date <= 28)
        | ((date <= 30) & (month != 2))
        | ((date == 31) & month.is_in(_LONG_MONTHS))
        | ((date == 29) & is_leap)
    )
    day = days_since_1970(year, month, date, steps)
    of_day = _clock_of_text(text, 11, steps) - _offset(text, steps)
    moment = steps(nw.when(exists).then(of_day))
    carried = steps((moment / float(DAY)).floor())
    return steps(day + carried), steps(moment - carried * float(DAY))


def _divides(divisor: int, number: nw.Expr) -> nw.Expr:
    return (number / divisor).floor() * divisor == number


def _where(column: nw.Expr, pattern: str) -> nw.Expr:
    """Return the texts of a pattern, bare."""
    # No engine is asked to cast what it may not read.
    return nw.when(column.str.contains(pattern)).then(column.str.strip_chars(SPACE))


def _number(text: nw.Expr, start: int, length: int) -> nw.Expr:
    return text.str.slice(start, length).cast(nw.Float64)


def _number_where(condition: nw.Expr, digits: nw.Expr, text: nw.Expr) -> nw.Expr:
    """Return digits as a number, 0 where the text has none there."""
    return nw.when(text.is_null() | condition).then(digits).otherwise(nw.lit("0")).cast(nw.Float64)


def _clock_of_text(text: nw.Expr, start: int, steps: _Steps) -> nw.Expr:
    """Return the microseconds that a text tells from a place on, 0 if it ends before."""
    has_clock = steps(text.str.len_chars() > start)
    has_seconds = steps(text.str.slice(start + 5, 1) == ":")
    has_fraction = has_seconds & text.str.slice(start + 8, 1).is_in([".", ","])
    fraction = steps(text.str.slice(start + 9, 6).str.replace_all("[^0-9].*$", ""))
    digits = steps(fraction.str.len_chars())
    # Scaled, not padded: two kinds of text that Arrow will not join may meet in pandas.
    scale = nw.lit(10.0) ** (6 - digits)
    return (
        _number_where(has_clock, text.str.slice(start, 2), text) * float(HOUR)
        + _number_where(has_clock, text.str.slice(start + 3, 2), text) * float(MINUTE)
        + _number_where(has_seconds, text.str.slice(start + 6, 2), text) * float(SECOND)
        + _number_where(has_fraction & (digits > 0), fraction, text) * scale
    )


def _offset(text: nw.Expr, steps: _Steps) -> nw.Expr:
    """Return by how many microseconds the zone of a text is before UTC."""
    zone = text.str.replace_all("^.{10}[T ].{5}(:[0-9]{2}([.,][0-9]+)?)?", "")
    digits = steps(zone.str.replace_all(":", "", literal=True))
    sign = steps(digits.str.slice(0, 1))
    has_hours = sign.is_in(["+", "-"])
    has_minutes = has_hours & (digits.str.len_chars() > 3)
    size = steps(
        _number_where(has_hours, digits.str.slice(1, 2), text) * float(HOUR)
        + _number_where(has_minutes, digits.str.slice(3, 2), text) * float(MINUTE)
    )
    return nw.when(sign == "-").then(0.0 - size).otherwise(size)  # Narwhals 2.15 has no −
