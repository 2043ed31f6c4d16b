"""Moments, days and times of day as a person reads them. No epoch numbers are shown to anybody."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from kullback.comparisons.bins import Edge
from kullback.tables.times import DAY, HOUR, MINUTE, SECOND

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

ANY = "any"  # of a bin without bounds

# Characters of hh:mm:ss.ffffff that tell two moments apart.
_MINUTES, _SECONDS, _MICROSECONDS = 5, 8, 15


def hour_label(hour: float) -> str:
    """Return an hour of the day with its first and last minute."""
    return f"{hour:02.0f}:00 … {hour:02.0f}:59"


def weekday_label(weekday: float) -> str:
    """Return the name of a day of the week, of which Monday is 0."""
    return WEEKDAYS[int(weekday)]


def month_label(month: float) -> str:
    """Return the name of a month, of which January is 1."""
    return MONTHS[int(month) - 1]


def day_text(day: int) -> str:
    """Return a day counted from 1970-01-01, in the Gregorian calendar of any year.

    Source: Hinnant, chrono-compatible low-level date algorithms (2021), civil_from_days.
    """
    day += 719_468  # from 0000-03-01, with which years begin here
    era, of_era = divmod(day, 146_097)
    of_400 = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * of_400 + of_400 // 4 - of_400 // 100)
    months = (5 * of_year + 2) // 153
    date = of_year - (153 * months + 2) // 5 + 1
    year = of_400 + era * 400 + (months >= 10)
    return f"{year:04d}-{(months + 2) % 12 + 1:02d}-{date:02d}"


def clock_text(microseconds: float, digits: int = _MINUTES) -> str:
    """Return a time of day, to the minute unless more characters are asked for."""
    whole = int(microseconds)
    hours, minutes = whole // HOUR, whole % HOUR // MINUTE
    seconds, rest = whole % MINUTE // SECOND, whole % SECOND
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:06d}"[:digits]


def moment_text(microseconds: float, digits: int = _MINUTES) -> str:
    """Return a moment, to the minute unless more characters are asked for."""
    day, of_day = divmod(int(microseconds), DAY)
    return f"{day_text(day)} {clock_text(of_day, digits)}"


def moment_labels(edges: Sequence[Edge], whole_days: bool) -> list[str]:
    """Return what each bin of moments is called: whole days by the first and last in it."""
    sides: list[Edge | None] = [None, *edges, None]
    if whole_days:
        return [_days(left, right) for left, right in pairwise(sides)]
    texts = _told_apart(edges, moment_text)
    return [_between(left, right, texts) for left, right in pairwise(sides)]


def clock_labels(edges: Sequence[Edge]) -> list[str]:
    """Return what each bin of times of day is called."""
    texts = _told_apart(edges, clock_text)
    return [_between(left, right, texts) for left, right in pairwise([None, *edges, None])]


def _told_apart(edges: Sequence[Edge], written: Callable[[float, int], str]) -> dict[float, str]:
    """Return each edge as written with the fewest characters that tell all of them apart."""
    values = {edge.value for edge in edges}
    texts: dict[float, str] = {}
    for digits in (_MINUTES, _SECONDS, _MICROSECONDS):
        texts = {value: written(value, digits) for value in values}
        if len(set(texts.values())) == len(values):
            break
    return texts


def _between(left: Edge | None, right: Edge | None, texts: dict[float, str]) -> str:
    if left is None:
        if right is None:
            return ANY
        return f"{'≤' if right.behind else '<'} {texts[right.value]}"
    if right is None:
        return f"{'>' if left.behind else '≥'} {texts[left.value]}"
    if left.value == right.value:
        return texts[left.value]
    return f"{texts[left.value]} … {texts[right.value]}"


def _days(left: Edge | None, right: Edge | None) -> str:
    first = None if left is None else int(left.value) // DAY + left.behind
    last = None if right is None else int(right.value) // DAY - (not right.behind)
    if first is None:
        return ANY if last is None else f"≤ {day_text(last)}"
    if last is None:
        return f"≥ {day_text(first)}"
    return day_text(first) if first == last else f"{day_text(first)} … {day_text(last)}"


def spelled(moment: float, whole_days: bool) -> str:
    """Return the first or last moment of a period."""
    return moment_text(moment)[: -_MINUTES - 1] if whole_days else moment_text(moment)
