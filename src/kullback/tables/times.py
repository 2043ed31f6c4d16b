"""Dates and times as numbers: which numbers, and the calendar that engines share.

A moment is two whole numbers: the days since 1970-01-01, and the microseconds since midnight of
that day. Each fits a float exactly, which microseconds since 1970 do not after the year 2255.
Moments with a time zone are those of UTC. What is finer than a microsecond is cut off.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

# What of a column of times becomes a column of numbers.
#   moment   microseconds since 1970-01-01, of which there are ±∞
#   clock    microseconds since midnight, of times without a date
#   day      days since 1970-01-01
#   of day   microseconds since midnight, of a moment
#   hours    hours since 1970-01-01
#   hour     0 … 23
#   weekday  0 … 6, from Monday
#   month    1 … 12
Part: TypeAlias = Literal["moment", "clock", "day", "of day", "hours", "hour", "weekday", "month"]
Parts: TypeAlias = Mapping[str, tuple[str, Part]]  # for each new column: of which column, what

DAY = 86_400_000_000  # microseconds
HOUR, MINUTE, SECOND = 3_600_000_000, 60_000_000, 1_000_000

_DAYS_OF_400_YEARS = 146_097
_TO_MARCH_OF_YEAR_0 = 719_468  # days from 0000-03-01 to 1970-01-01


def _as_it_is(expression: Any) -> Any:
    return expression


def days_since_1970(year: Any, month: Any, day: Any, kept: Callable[[Any], Any] = _as_it_is) -> Any:
    """Return the number of a day of the Gregorian calendar, whose year begins in March here.

    Of anything that holds whole numbers as floats and can be rounded down. `kept` keeps what an
    expression comes to, where it would be computed anew each time that it occurs.

    Source: Hinnant, chrono-compatible low-level date algorithms (2021), days_from_civil.
    """
    before_march = kept(((14 - month) / 12).floor())
    year = kept(year - before_march)
    era = kept((year / 400).floor())
    of_era = kept(year - era * 400)
    of_year = ((((month + before_march * 12 - 3) * 153) + 2) / 5).floor() + day - 1
    leap = (of_era / 4).floor() - (of_era / 100).floor()
    return kept(era * _DAYS_OF_400_YEARS + of_era * 365 + leap + of_year - _TO_MARCH_OF_YEAR_0)


def month_of(day: Any, kept: Callable[[Any], Any] = _as_it_is) -> Any:
    """Return the month, from 1, of a day counted from 1970-01-01.

    Source: as above, civil_from_days.
    """
    day = kept(day + _TO_MARCH_OF_YEAR_0)
    of_era = kept(day - (day / _DAYS_OF_400_YEARS).floor() * _DAYS_OF_400_YEARS)
    leap = (of_era / 1_460).floor() - (of_era / 36_524).floor() + (of_era / 146_096).floor()
    year = kept(((of_era - leap) / 365).floor())
    of_year = of_era - (year * 365 + (year / 4).floor() - (year / 100).floor())
    months = kept(((of_year * 5 + 2) / 153).floor())
    return months + 3 - (months / 10).floor() * 12


def weekday_of(day: Any) -> Any:
    """Return 0 for the Mondays among days counted from 1970-01-01, a Thursday."""
    day = day + 3
    return day - (day / 7).floor() * 7
