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
        return terms | {
            "finite": f"count(finite_{safe})",
            "nan": count(f"isnan({safe})"),
            "positive_infinite": count(f"{safe} = {double(inf)}"),
            "negative_infinite": count(f"{safe} = {double(-inf)}"),
            "minimum": f"min(finite_{safe})",
            "maximum": f"max(finite_{safe})",
            "fractional": count(f"finite_{safe} <> trunc(finite_{safe})"),
            "distinct": f"approx_count_distinct({safe})",
        }
    if kind == "text":
        trimmed = f"trim({safe})"
        return terms | {
            "distinct": f"approx_count_distinct({safe})",
            "numeric": count(matches(safe, NUMBER)),
            "iso": count(matches(safe, ISO)),
            "clocks": count(matches(safe, CLOCK)),
            "missing_words": count(f"{safe} IN ({', '.join(map(text, MISSING_WORDS))})"),
            "words": f"avg(strlen({trimmed}) - strlen(replace({trimmed}, ' ', '')) + 1)",
            "length": f"avg(length({safe}))",
        }
    return terms if kind == "other" else terms | {"distinct": f"approx_count_distinct({safe})"}


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
            mean_words=float(answer["words"] or 0.0),
            mean_length=float(answer["length"] or 0.0),
        )
    return Profile(
        rows=rows,
        missing=rows - present,
        about_distinct=int(answer.get("distinct", 0)),
        clocks=present if kind == "time" and is_clock else 0,
    )
