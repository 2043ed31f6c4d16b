"""Dates and times as numbers, in SQL that DuckDB computes."""

from math import inf

from kullback.tables.duckdb_terms import double, matches, text
from kullback.tables.patterns import CLOCK, DATED, SPACE
from kullback.tables.times import DAY, HOUR, MINUTE, SECOND, Part

# Date, hour, minute, second, fraction, zone.
_FIELDS = (
    r"^([0-9-]{10})?[T ]?(?:([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)


def part(value: str, kind: str, part: Part) -> str:
    """Return a part of a value of this DuckDB type, as a number or NULL."""
    day, clock = _from_text(value, part) if kind == "VARCHAR" else _typed(value, kind)
    if part in ("clock", "of day"):
        return f"CAST({clock} AS DOUBLE)"
    if part == "moment":
        moment = f"CAST({day} AS DOUBLE) * {DAY} + CAST({clock} AS DOUBLE)"
        return moment if kind == "VARCHAR" else _or_infinite(value, moment)
    if part == "hour":
        return f"CAST({clock} // {HOUR} AS DOUBLE)"
    if part == "hours":
        return f"CAST({day} AS DOUBLE) * 24 + CAST({clock} // {HOUR} AS DOUBLE)"
    if part == "weekday":
        return f"CAST(isodow({_date(day)}) - 1 AS DOUBLE)"
    return f"CAST(month({_date(day)}) AS DOUBLE)" if part == "month" else f"CAST({day} AS DOUBLE)"


def _date(day: str) -> str:
    return f"(DATE '1970-01-01' + CAST({day} AS INTEGER))"


def _typed(value: str, kind: str) -> tuple[str, str]:
    """Return days since 1970 and microseconds since midnight, NULL if infinite."""
    if kind == "DATE":
        days = f"date_diff('day', DATE '1970-01-01', {value})"
        return days, f"({days} * 0)"
    if not kind.startswith("TIMESTAMP"):
        return "0", f"epoch_us({value})"
    if kind in ("TIMESTAMP_S", "TIMESTAMP_MS"):  # by way of nanoseconds, they reach to 2262 only
        value = f"CAST({value} AS TIMESTAMP)"
    moment = f"epoch_us({value})"
    clock = f"(({moment} % {DAY} + {DAY}) % {DAY})"  # % has the sign of the moment
    return f"(({moment} - {clock}) // {DAY})", clock


def _or_infinite(value: str, moment: str) -> str:
    sign = f"CASE WHEN {value} > '1970-01-01' THEN {double(inf)} ELSE {double(-inf)} END"
    return f"CASE WHEN isinf({value}) THEN {sign} ELSE {moment} END"


def _from_text(value: str, part: Part) -> tuple[str, str]:
    """Return the same of a text: NULL unless it is a date, or for its clock a time of day."""
    bare = f"trim({value}, {text(SPACE)})"

    def field(place: int) -> str:
        return f"regexp_extract({bare}, {text(_FIELDS)}, {place})"

    def number(digits: str) -> str:
        return f"coalesce(TRY_CAST({digits} AS BIGINT), 0)"

    fraction = number(f"rpad(left({field(5)}, 6), 6, '0')")
    clock = (
        f"({number(field(2))} * {HOUR} + {number(field(3))} * {MINUTE}"
        f" + {number(field(4))} * {SECOND} + {fraction})"
    )
    if part == "clock":  # as it is written: without a date, zones cannot be brought together
        return "0", f"CASE WHEN {matches(value, CLOCK)} THEN {clock} END"
    zone = f"replace({field(6)}, ':', '')"
    offset = (
        f"({number(f'substr({zone}, 2, 2)')} * {HOUR} + {number(f'substr({zone}, 4, 2)')}"
        f" * {MINUTE}) * CASE WHEN {zone} LIKE '-%' THEN -1 ELSE 1 END"
    )
    date = f"date_diff('day', DATE '1970-01-01', TRY_CAST({field(1)} AS DATE))"
    moment = f"CASE WHEN {matches(value, DATED)} THEN {date} * {DAY} + {clock} - {offset} END"
    of_day = f"(({moment} % {DAY} + {DAY}) % {DAY})"
    return f"(({moment} - {of_day}) // {DAY})", of_day
