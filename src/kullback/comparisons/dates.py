"""What of dates is compared: the parts that repeat, and time itself where both tables share it.

Two tables of different periods differ in every date, which is what makes them two tables and no
change in what they hold. Hours of the day, weekdays and months can be compared all the same, as
soon as both tables went through them twice. They are counted over whole days, weeks and years: a
month of 31 days has three weekdays five times. Along time itself only the common span is compared.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kullback._arrays import Array
from kullback.comparisons.calendar import day_text, spelled
from kullback.comparisons.column import PARTS, Column, Side, Span, Value
from kullback.comparisons.kinds import BY_HAND, Decision
from kullback.comparisons.records import LeftOut
from kullback.tables import Profile, Table
from kullback.tables.times import DAY, Parts

# Distinct days that twice went through every hour and every weekday, and the same of months.
DAYS_FOR_HOURS, DAYS_FOR_WEEKDAYS, MONTHS_FOR_MONTHS = 2, 14, 24
# With less of a table's dates in the common span, the two are of different periods.
LEAST_IN_COMMON = 0.5

NOT_IN_PAIRS = "left out of pairs: what changes with time depends on it"
DIFFERENT = "different periods"
DEFINES = "probably what defines the two tables"


@dataclass(frozen=True, slots=True)
class DateColumns:
    """What is compared of one column of dates, and why the column itself is not."""

    columns: dict[str, tuple[Column, Decision]]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class _Dates:
    """The finite dates of one side of a column: of each hour since 1970 that has any, the rows."""

    profile: Profile
    hours: Array
    rows: Array
    whole_days: bool

    @cached_property
    def days(self) -> Array:
        """The day of each hour, rising."""
        return self.hours // 24

    @cached_property
    def months(self) -> Array:
        """The month of each hour, counted from January 1970."""
        return self.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    def counts(self, part: str) -> dict[Value, int]:
        """Return the rows of each hour of the day, weekday or month, over whole cycles of it."""
        of_part, end = {
            "hour": (self.hours % 24, self._end(24)),
            "weekday": ((self.days + 3) % 7, self._end(24 * 7)),
            "month": (self.months % 12 + 1, self._end_of_years()),
        }[part]
        inside = self.hours < end
        counts = np.bincount(of_part[inside], weights=self.rows[inside])
        return {float(value): int(counts[value]) for value in np.flatnonzero(counts).tolist()}

    def _end(self, cycle: int) -> int:
        """Return the hour behind the last whole cycle of so many hours."""
        first, last = int(self.hours[0]), int(self.hours[-1])
        if self.whole_days:
            last += 23
        return first + max((last - first + 1) // cycle, 1) * cycle

    def _end_of_years(self) -> int:
        first = int(self.months[0])
        into_month = int(self.hours[0]) - _first_hour(first)
        years = max((int(self.months[-1]) - first + 1) // 12, 1)
        if years > 1 and _first_hour(first + 12 * years) + into_month > int(self.hours[-1]) + 24:
            years -= 1
        return _first_hour(first + 12 * years) + into_month


def _first_hour(month: int) -> int:
    day = np.datetime64(month, "M").astype("datetime64[D]")
    return int(day.astype(np.int64)) * 24


def read_dates(
    originals: Sequence[Table],
    tables: Sequence[Table],
    profiles: Sequence[Mapping[str, Profile]],
    names: Sequence[str],
    by_hand: Iterable[str],
) -> tuple[dict[str, DateColumns], list[Table]]:
    """Return what is compared of each column of dates, and the two tables with its parts in them.

    `tables` are the originals, in which some texts may be read as numbers. Kinds may have been set
    `by_hand`, also of columns without any date.
    """
    by_hand = set(by_hand)
    taken = {name for table in tables for name in table.columns}
    sides = [_look(*each, names, taken) for each in zip(tables, profiles, strict=True)]
    parts = {name: _repeated([side[name] for side in sides]) for name in names}
    called = {(n, part): _free(f"{n} ({PARTS[part]})", taken) for n in names for part in parts[n]}
    wanted: Parts = {name: (name, "moment") for name in names} | {
        new: (name, part) for (name, part), new in called.items()
    }
    views = [
        table.with_times({new: w for new, w in wanted.items() if side[w[0]].profile.finite})
        for table, side in zip(tables, sides, strict=True)
    ]
    shared = _shared_spans(views, sides, names)
    found = {}
    for name in names:
        dates = [side[name] for side in sides]
        if name in by_hand and not any(each.profile.finite for each in dates):
            raise ValueError(
                f"column {name!r} holds no date and cannot be one: write dates as 2026-01-31 or "
                "2026-01-31T10:20, or change the kind"
            )
        seen = [
            Side(original, view, each.profile)
            for original, view, each in zip(originals, views, dates, strict=True)
        ]
        names_of_parts = {part: called[name, part] for part in parts[name]}
        found[name] = _compared(
            name, dates, seen, names_of_parts, shared.get(name), name in by_hand
        )
    return found, views


def _look(
    table: Table, profiles: Mapping[str, Profile], names: Sequence[str], taken: set[str]
) -> dict[str, _Dates]:
    """Return the dates of one table: when, on which days, and whether with times of day."""
    hours = {
        name: _free(f"{name} (hours)", taken)
        for name in names
        if profiles[name].finite  # a column of nothing may be of any type
    }
    clocks = {name: _free(f"{name} (of day)", taken) for name in hours}
    view = table.with_times(
        {name: (name, "moment") for name in hours}
        | {hour: (name, "hours") for name, hour in hours.items()}
        | {clock: (name, "of day") for name, clock in clocks.items()}
    )
    told = view.profiles([*hours, *clocks.values()])
    found = {}
    for name in names:
        if name not in hours or not told[name].finite:
            nothing = np.zeros(0, np.int64)
            found[name] = _Dates(told.get(name, profiles[name]), nothing, nothing, True)
            continue
        counts = sorted(view.value_counts(hours[name]).items())
        found[name] = _Dates(
            told[name],
            np.array([hour for hour, _ in counts], dtype=np.int64),
            np.array([rows for _, rows in counts], dtype=np.int64),
            whole_days=not told[clocks[name]].maximum,
        )
    return found


def _repeated(sides: Sequence[_Dates]) -> tuple[str, ...]:
    """Return the parts that every side went through twice."""
    days = min(len(np.unique(side.days)) for side in sides)
    parts = []
    if days >= DAYS_FOR_HOURS and not all(side.whole_days for side in sides):
        parts.append("hour")
    if days >= DAYS_FOR_WEEKDAYS:
        parts.append("weekday")
    if min(len(np.unique(side.months)) for side in sides) >= MONTHS_FOR_MONTHS:
        parts.append("month")
    return tuple(parts)


def _compared(
    name: str,
    dates: Sequence[_Dates],
    sides: Sequence[Side],
    parts: Mapping[str, str],
    shared: "_Shared | None",
    set_by_hand: bool,
) -> DateColumns:
    whole_days = all(side.whole_days for side in dates)
    if shared and not shared.is_enough(any_part=bool(parts)):
        shared = None
    column = Column(name, "time", tuple(sides), shared.span if shared else None, whole_days)
    periods = _in_words(dates, whole_days)
    by_hand = [BY_HAND] if set_by_hand else []
    found = {}
    left_out: tuple[LeftOut, ...] = ()
    if _is_constant(column):
        left_out = (LeftOut(name, "constant", f"always {spelled(column.minimum, whole_days)}"),)
    elif shared:
        told = [*by_hand, periods, *shared.outside_in_words(), NOT_IN_PAIRS]
        found[name] = column, Decision("date", "; ".join(told))
    elif _more_than_dates(column):
        told = [*by_hand, f"{_difference(dates)}: {periods}", NOT_IN_PAIRS]
        found[name] = column, Decision("date", "; ".join(told))
    else:
        by = f"; compared by {' and '.join(PARTS[part] for part in parts)}" if parts else ""
        left_out = (LeftOut(name, "date", f"{_difference(dates)}: {periods}{by}"),)
    for part, called in parts.items():
        seen = tuple(
            Side(side.original, side.table, _profile_of_part(side.profile)) for side in sides
        )
        counted = tuple(side.counts(part) for side in dates)
        note = "; ".join([*by_hand, f"of {name}: {periods}"])
        found[called] = Column(called, part, seen, counted=counted), Decision("date", note)
    return DateColumns(found, left_out)


def _more_than_dates(column: Column) -> bool:
    """Tell whether any row is missing, infinite, or a text that is no date."""
    infinite = any(p.positive_infinite or p.negative_infinite for p in column.profiles)
    return infinite or column.missing > 0 or any(column.unreadable)


def _is_constant(column: Column) -> bool:
    bounds = {bound for p in column.profiles for bound in (p.minimum, p.maximum)}
    return len(bounds) == 1 and not _more_than_dates(column)


@dataclass(frozen=True, slots=True)
class _Shared:
    """The span of time that both sides have in common, and the share of their dates in it."""

    span: Span
    shares: tuple[float, ...]

    def is_enough(self, any_part: bool) -> bool:
        """Tell whether dates are to be compared there."""
        least = min(self.shares)
        return least >= LEAST_IN_COMMON or (not any_part and least > 0.0)

    def outside_in_words(self) -> list[str]:
        """Return how many dates are not compared, if any."""
        if min(self.shares) == 1.0:
            return []
        told = " and ".join(
            f"{1.0 - share:.1%} of the {role} dates"
            for share, role in zip(self.shares, ("reference", "current"), strict=True)
        )
        days = [day_text(int(bound // DAY)) for bound in self.span]
        return [f"outside {days[0]} to {days[1]}, and not compared: {told}"]


def _shared_spans(
    views: Sequence[Table], sides: Sequence[Mapping[str, _Dates]], names: Iterable[str]
) -> dict[str, _Shared]:
    """Return the common span of each column that has one: one question to each table."""
    spans = {}
    for name in names:
        if all(side[name].profile.finite for side in sides):
            starts, ends = zip(*(_bounds(side[name]) for side in sides), strict=True)
            if max(starts) <= min(ends):
                spans[name] = max(starts), min(ends)
    edges = {n: [math.nextafter(first, -math.inf), last] for n, (first, last) in spans.items()}
    counted = [view.histograms(edges) for view in views]
    return {
        name: _Shared(span, tuple(cells[name][1] / sum(cells[name]) for cells in counted))
        for name, span in spans.items()
    }


def _bounds(side: _Dates) -> Span:
    assert side.profile.minimum is not None and side.profile.maximum is not None
    return side.profile.minimum, side.profile.maximum


def _difference(dates: Sequence[_Dates]) -> str:
    """Return what to say of dates without a common span."""
    finite = [side.profile.finite > 0 for side in dates]
    if not all(finite):
        return "dates in one table only" if any(finite) else "no finite date in either table"
    (first, last), (start, end) = map(_bounds, dates)
    return f"{DIFFERENT}, {DEFINES}" if last < start or end < first else DIFFERENT


def _in_words(dates: Sequence[_Dates], whole_days: bool) -> str:
    """Return range and number of the dates of each side."""
    told = []
    for side, role in zip(dates, ("reference", "current"), strict=True):
        if not side.profile.finite:
            told.append(f"no date in the {role} table")
            continue
        first, last = (spelled(bound, whole_days) for bound in _bounds(side))
        rows = f"{side.profile.finite:,} row{'s' * (side.profile.finite != 1)}"
        told.append(f"{first} to {last} ({rows}) in the {role} table")
    return ", ".join(told)


def _profile_of_part(moments: Profile) -> Profile:
    missing = moments.rows - moments.finite
    return Profile(rows=moments.rows, missing=missing, integral=True, about_distinct=31)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no column has, and take it."""
    while name in taken:
        name = f"{name}'"
    taken.add(name)
    return name
