"""Profiles of columns that DuckDB sweeps: the SQL that asks, and how its answers are read."""

from collections.abc import Mapping
from math import inf
from typing import Any

from kullback.tables.duckdb_terms import count, double, matches, text
from kullback.tables.patterns import CLOCK, ISO, MISSING_WORDS, NUMBER
from kullback.tables.table import ColumnType, Profile


def terms(safe: str, kind: ColumnType) -> dict[str, str]:
    """Return what is asked of a column, c0, and of its finite numbers, finite_c0."""
    terms = {"present": f"count({safe})"}
    if kind == "number":
        return (
            terms
            | {
                "finite": f"count(finite_{safe})",
                "nan": count(f"isnan({safe})"),
                "positive_infinite": count(f"{safe} = {double(inf)}"),
                "negative_infinite": count(f"{safe} = {double(-inf)}"),
                "minimum": f"min(finite_{safe})",
                "maximum": f"max(finite_{safe})",
                "fractional": count(f"finite_{safe} <> trunc(finite_{safe})"),
            }
            | distinct(safe)
        )
    if kind == "text":
        words = {name: count(condition) for name, condition in _conditions(safe).items()}
        sizes = {name: f"sum({size})" for name, size in _sizes(safe).items()}
        terms = terms | words | sizes
    return terms if kind == "other" else terms | distinct(safe)


def distinct(safe: str) -> dict[str, str]:
    """Return what asks how many values a column has."""
    return {"distinct": f"approx_count_distinct({safe})"}


def terms_of_groups() -> dict[str, str]:
    """Return what is asked of texts, called value, that occur so many times."""
    words = {
        name: f"coalesce(sum(times) FILTER ({condition}), 0)"
        for name, condition in _conditions("value").items()
    }
    sizes = {name: f"sum({size} * times)" for name, size in _sizes("value").items()}
    return {"present": "coalesce(sum(times), 0)", "distinct": "count(*)"} | words | sizes


def _conditions(safe: str) -> dict[str, str]:
    return {
        "numeric": matches(safe, NUMBER),
        "iso": matches(safe, ISO),
        "clocks": matches(safe, CLOCK),
        "missing_words": f"{safe} IN ({', '.join(map(text, MISSING_WORDS))})",
    }


def _sizes(safe: str) -> dict[str, str]:
    trimmed = f"trim({safe})"
    return {
        "words": f"(strlen({trimmed}) - strlen(replace({trimmed}, ' ', '')) + 1)",
        "length": f"length({safe})",
    }


def profile(
    rows: int, kind: ColumnType, answer: Mapping[str, Any], *, is_clock: bool = False
) -> Profile:
    """Return the profile of a column of so many rows, from the answers to its terms."""
    present = int(answer["present"])
    if kind == "number":
        infinite = int(answer["positive_infinite"]) + int(answer["negative_infinite"])
        return Profile(
            rows=rows,
            missing=rows - int(answer["finite"]) - infinite,
            positive_infinite=int(answer["positive_infinite"]),
            negative_infinite=int(answer["negative_infinite"]),
            minimum=answer["minimum"],
            maximum=answer["maximum"],
            integral=not answer["fractional"],
            # NaN is one of the values DuckDB counted, and is missing here.
            about_distinct=max(int(answer["distinct"]) - bool(answer["nan"]), 0),
        )
    if kind == "text":
        return Profile(
            rows=rows,
            missing=rows - present,
            about_distinct=int(answer["distinct"]),
            numeric_text=int(answer["numeric"]),
            iso_text=int(answer["iso"]),
            clocks=int(answer["clocks"]),
            missing_words=int(answer["missing_words"]),
            mean_words=int(answer["words"] or 0) / max(present, 1),
            mean_length=int(answer["length"] or 0) / max(present, 1),
        )
    return Profile(
        rows=rows,
        missing=rows - present,
        about_distinct=int(answer.get("distinct", 0)),
        clocks=present if kind == "time" and is_clock else 0,
    )
