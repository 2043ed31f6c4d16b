"""Terms of DuckDB's SQL that several questions are asked with: literals, matches, counts."""

from collections.abc import Iterable

from kullback.tables.patterns import NUMBER, SPACE


def text(value: str) -> str:
    """Return a text in quotes."""
    return "'" + value.replace("'", "''") + "'"


def double(value: float) -> str:
    """Return a number, which may be infinite, to the last bit."""
    return f"CAST('{float(value)!r}' AS DOUBLE)"


def doubles(values: Iterable[float]) -> str:
    """Return a list of numbers."""
    return f"[{', '.join(map(double, values))}]"


def matches(value: str, pattern: str) -> str:
    """Return whether a text holds a pattern."""
    return f"regexp_matches({value}, {text(pattern)})"


def parsed(value: str) -> str:
    """Return a text as a number, or NULL where it does not read as one."""
    bare = f"trim({value}, {text(SPACE)})"
    return f"CASE WHEN {matches(value, NUMBER)} THEN TRY_CAST({bare} AS DOUBLE) END"


def count(condition: str) -> str:
    """Return in how many rows a condition holds."""
    # Of a column that is known to hold only nulls, count_if makes a null.
    return f"coalesce(count_if({condition}), 0)"
