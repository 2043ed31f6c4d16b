"""What a column is, decided once from both tables together.

The kind decides how a column's values become outcomes. It is decided blind to which table a
value came from, and can always be overridden by name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from kullback.comparisons.calendar import clock_text
from kullback.comparisons.column import Column, are_boolean_words
from kullback.tables import Profile

Kind = Literal[
    "number",
    "discrete number",
    "category",
    "boolean",
    "date",
    "time of day",
    "identifier",
    "free text",
    "constant",
    "nested",
]
CHOOSABLE = ("number", "discrete number", "category", "boolean", "date", "identifier")
LEFT_OUT = ("identifier", "free text", "constant", "nested")
BINNED = ("number", "time of day")
NUMBERS = (*BINNED, "discrete number", "date")  # in which order means something

# A text column is what nearly all of its texts are.
MOSTLY = 0.95
# Distinct values up to which numbers are taken one by one; and what is fetched to find out.
MOST_DISCRETE = 32
FEW_VALUES = 2 * MOST_DISCRETE
# Sample coverage: the chance that the next row shows a value seen before.
KEY_COVERAGE = 0.05
CATEGORY_COVERAGE = 0.5
FEWEST_ROWS_FOR_A_KEY = 50
PROSE_WORDS, PROSE_LENGTH = 4, 40
MANY_CATEGORIES = 1000
EPOCHS = (946_684_800, 2_208_988_800)  # the years 2000 to 2040, in seconds since 1970

BY_HAND = "kind set by hand"

KEY_NAMES = frozenset({"id", "key", "uuid", "index"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a column was taken for, and what the reader should know about it."""

    kind: Kind
    note: str = ""


def check_choices(kinds: Mapping[str, str]) -> None:
    """Refuse kinds that do not exist."""
    for name, kind in kinds.items():
        if kind not in CHOOSABLE:
            raise ValueError(
                f"the kind of column {name!r} must be one of {', '.join(CHOOSABLE)}; got {kind!r}"
            )


def reading(column_type: str, profile: Profile) -> str:
    """Return what one side of a column holds: its type, with text looked into."""
    present = profile.rows - profile.missing
    if present == 0:
        return "nothing"
    if column_type == "time" and profile.clocks:
        return "clock"
    if column_type != "text":
        return column_type
    told = present - profile.missing_words  # texts that say something
    if told == 0:
        return "nothing"
    if profile.numeric_text > MOSTLY * told:
        return "number"
    if profile.clocks > MOSTLY * told:
        return "clock"
    if profile.iso_text - profile.clocks > MOSTLY * told:
        return "time"
    return "text"


def decide(column: Column, choice: str | None) -> Decision:
    """Return the kind of a column, whose two sides, if it has two, can be compared."""
    if choice is not None:
        return _set_by_hand(column, choice)
    if column.present == 0 and not any(column.unreadable):
        return Decision("constant", "always missing")
    if column.reading == "clock":
        return _clock(column)
    if column.reading == "other":
        return Decision(
            "nested", f"holds {column.sides[0].original.types[column.name]}, not plain values"
        )
    few = max(profile.about_distinct for profile in column.profiles) <= FEW_VALUES
    distinct = len(column.labels) if few else None
    if distinct is not None and distinct <= 1:
        return _single_valued(column)
    if column.reading == "boolean" or (distinct == 2 and are_boolean_words(column.labels)):
        return Decision("boolean")
    if column.reading == "number":
        return _number(column, distinct)
    return _text(column)


def _set_by_hand(column: Column, choice: str) -> Decision:
    if choice == "boolean" and len(column.labels) > 2:
        raise ValueError(
            f"column {column.name!r} has {len(column.labels):,} values and cannot be a boolean: "
            "call it a category"
        )
    if choice == "date" and column.reading == "clock":
        choice = "time of day"
    return Decision(next(kind for kind in get_args(Kind) if kind == choice), BY_HAND)


def _single_valued(column: Column) -> Decision:
    if column.missing == 0 and not any(column.unreadable):
        (value,) = column.labels
        return Decision("constant", f"always {value!r}")
    return Decision("category")


def _number(column: Column, distinct: int | None) -> Decision:
    if distinct is not None and distinct <= min(MOST_DISCRETE, max(2, column.present // 10)):
        return Decision("discrete number")
    if column.integral and column.may_be_covered_less_than(KEY_COVERAGE):
        span = column.maximum - column.minimum + 1
        dense = span < 1.5 * column.present
        if (dense or _named_like_a_key(column.name)) and _is_key(column, KEY_COVERAGE):
            return Decision("identifier", _key_note(column))
    return Decision("number", _epoch_note(column))


def _clock(column: Column) -> Decision:
    first, last = column.minimum, column.maximum
    if first == last and not column.missing and not any(column.unreadable):
        return Decision("constant", f"always {clock_text(first)}")
    return Decision("time of day")


def _epoch_note(column: Column) -> str:
    """Return a hint where whole numbers may be moments in time."""
    if not column.integral or not all(profile.finite for profile in column.profiles):
        return ""
    for unit, size in (("seconds", 1), ("milliseconds", 1000)):
        if EPOCHS[0] * size <= column.minimum and column.maximum <= EPOCHS[1] * size:
            return f"may be dates, in {unit} since 1970; taken as numbers"
    return ""


def _text(column: Column) -> Decision:
    if _is_key(column, CATEGORY_COVERAGE):
        words, length = column.mean_words, column.mean_length
        prose = words >= PROSE_WORDS or length >= PROSE_LENGTH
        return Decision("free text" if prose else "identifier", _key_note(column))
    distinct = max(profile.about_distinct for profile in column.profiles)
    return Decision(
        "category", f"about {distinct:,} categories" if distinct > MANY_CATEGORIES else ""
    )


def _is_key(column: Column, coverage: float) -> bool:
    return (
        column.present >= FEWEST_ROWS_FOR_A_KEY
        and column.may_be_covered_less_than(coverage)
        and column.coverage < coverage
    )


def _key_note(column: Column) -> str:
    alone = f"{1.0 - column.coverage:.0%} of its values occur once in their table"
    shared = column.shared_values
    return alone if shared is None else f"{alone}; the tables share {shared:,} values"


def _named_like_a_key(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name)
    return any(word.lower() in KEY_NAMES for word in words)
