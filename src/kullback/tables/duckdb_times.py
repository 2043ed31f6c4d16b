"""Dates and times as numbers, in SQL that DuckDB computes."""

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

from kullback.tables.duckdb_terms import double, matches, text
from kullback.tables.patterns import CLOCK, DATED, SPACE
from kullback.tables.times import DAY, HOUR, MINUTE, SECOND, Part

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation


def with_parts(
    relation: "DuckDBPyRelation", value: str, kind: str, parts: Sequence[Part]
) -> tuple["DuckDBPyRelation", list[str]]:
    """Return a relation and what in it are parts of a value of this DuckDB type, or NULL.

    The relation may have more columns behind its own, which texts are taken apart into.
    """
    found = {}
    for is_clock in {part == "clock" for part in parts}:
        if kind == "VARCHAR":
            relation, day, of_day = _from_text(relation, value, is_clock)
            moment = _moment(day, of_day)
        else:
            day, of_day = _typed(value, kind)
            moment = _or_infinite(value, _moment(day, of_day))
        found[is_clock] = moment, day, of_day
    return relation, [_part(part, *found[part == "clock"]) for part in parts]


def _moment(day: str, of_day: str) -> str:
    return f"CAST({day} AS DOUBLE) * {DAY} + CAST({of_day} AS DOUBLE)"


def _part(part: Part, moment: str, day: str, of_day: str) -> str:
    hour = f"CAST({of_day} // {HOUR} AS DOUBLE)"
    date = f"(DATE '1970-01-01' + CAST({day} AS INTEGER))"
    return {
        "moment": moment,
        "clock": f"CAST({of_day} AS DOUBLE)",
        "day": f"CAST({day} AS DOUBLE)",
        "of day": f"CAST({of_day} AS DOUBLE)",
        "hours": f"CAST({day} AS DOUBLE) * 24 + {hour}",
        "hour": hour,
        "weekday": f"CAST(isodow({date}) - 1 AS DOUBLE)",
        "month": f"CAST(month({date}) AS DOUBLE)",
    }[part]


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


def _from_text(
    relation: "DuckDBPyRelation", value: str, is_clock: bool
) -> tuple["DuckDBPyRelation", str, str]:
    """Return days since 1970 and microseconds since midnight of the texts that tell them.

    In steps, each a column: DuckDB computes an expression anew each time that it occurs in another,
    and taking texts apart is slow.
    """
    steps = _Steps(relation)
    pattern, before = (CLOCK, "'1970-01-01T' || ") if is_clock else (DATED, "")
    bare = steps(
        f"CASE WHEN {matches(value, pattern)} THEN {before}trim({value}, {text(SPACE)}) END"
    )
    has_seconds = f"substr({bare}, 17, 1) = ':'"
    has_fraction = f"{has_seconds} AND substr({bare}, 20, 1) IN ('.', ',')"
    fraction = f"rpad(left(regexp_extract(substr({bare}, 21), '^[0-9]+'), 6), 6, '0')"
    clock = steps(
        f"{_number(f'substr({bare}, 12, 2)')} * {HOUR}"
        f" + {_number(f'substr({bare}, 15, 2)')} * {MINUTE}"
        f" + CASE WHEN {has_seconds} THEN {_number(f'substr({bare}, 18, 2)')} ELSE 0 END * {SECOND}"
        f" + CASE WHEN {has_fraction} THEN {_number(fraction)} ELSE 0 END"
    )
    if is_clock:  # as it is written: without a date, zones cannot be brought together
        clock = f"CASE WHEN {bare} IS NOT NULL THEN {clock} END"
        return steps.relation, "0", clock
    # What is left of the sign of a zone is digits and what parts them.
    zone = steps(f"replace(ltrim(substr({bare}, 17), ':.,0123456789'), ':', '')")
    offset = (
        f"({_number(f'substr({zone}, 2, 2)')} * {HOUR} + {_number(f'substr({zone}, 4, 2)')}"
        f" * {MINUTE}) * CASE WHEN {zone} LIKE '-%' THEN -1 ELSE 1 END"
    )
    date = f"date_diff('day', DATE '1970-01-01', TRY_CAST(left({bare}, 10) AS DATE))"
    moment = steps(f"{date} * {DAY} + {clock} - {offset}")
    of_day = steps(f"({moment} % {DAY} + {DAY}) % {DAY}")
    return steps.relation, f"(({moment} - {of_day}) // {DAY})", of_day


def _number(digits: str) -> str:
    return f"coalesce(TRY_CAST({digits} AS BIGINT), 0)"


class _Steps:
    """A relation that is given a column for each step, behind those that it has."""

    def __init__(self, relation: "DuckDBPyRelation") -> None:
        self.relation = relation
        self._width = len(relation.columns)

    def __call__(self, expression: str) -> str:
        self._width += 1
        self.relation = self.relation.project(f"*, {expression} AS step{self._width}")
        return f"#{self._width}"
