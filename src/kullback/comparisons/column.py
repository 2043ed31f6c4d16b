"""One column seen from its table, or from two: profiles, and counts fetched only when asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kullback.comparisons import calendar
from kullback.tables import Profile, Table
from kullback.tables.table import ReadAs

Value = float | str | bool
Span = tuple[float, float]

# The pairs of words that a yes-or-no column is written in, (no, yes).
BOOLEAN_WORDS = (("0", "1"), ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"))
_AS_BOOLEAN = {
    word: truth
    for pair in BOOLEAN_WORDS
    for word, truth in zip(pair, ("false", "true"), strict=True)
}

# As what the texts of a column so read are tried.
_READ_AS: dict[str, ReadAs] = {"number": "number", "time": "moment", "clock": "clock"}

# What a part of a date is called: (as a column is read, in its name), and how its values are.
PARTS = {"hour": "hour of day", "weekday": "weekday", "month": "month"}
_PART_LABELS = {
    "hour": calendar.hour_label,
    "weekday": calendar.weekday_label,
    "month": calendar.month_label,
}
_IN_ORDER = {label: place for place, label in enumerate((*calendar.WEEKDAYS, *calendar.MONTHS))}

# Distinct values beyond which two columns of keys are not matched against each other.
MOST_KEYS_MATCHED = 200_000


@dataclass(frozen=True, slots=True)
class Side:
    """One table's part in a column: the table as it came, as the column is read, and its profile.

    The two differ where text or dates are read as numbers.
    """

    original: Table
    table: Table
    profile: Profile


@dataclass(frozen=True)
class Column:
    """A column of one table, or of two that read it the same way.

    `reading` is what its values are: "number", "text", "boolean", "time" (a date, with or without
    a time of day), "clock" (a time of day alone) or "other"; or "hour", "weekday" or "month", which
    are parts of the dates of another column.

    `span` is the first and last moment between which dates are compared, if they are, and
    `whole_days` tells that none has a time of day. `counted` are the counts of parts of dates over
    whole days, weeks or years.
    """

    name: str
    reading: str
    sides: tuple[Side, ...]
    span: Span | None = None
    whole_days: bool = False
    counted: tuple[dict[Value, int], ...] | None = None

    @property
    def is_part(self) -> bool:
        """Whether it is a part of dates, whose missing values are told with the dates."""
        return self.reading in PARTS

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Profile of each side."""
        return tuple(side.profile for side in self.sides)

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of each table."""
        return tuple(profile.rows for profile in self.profiles)

    @cached_property
    def unreadable(self) -> tuple[dict[str, int], ...]:
        """Of each side: the texts that did not read as numbers, dates or times."""
        how = _READ_AS.get(self.reading)
        return tuple(
            side.original.unreadable(self.name, how)
            if how and side.original.columns.get(self.name) == "text"
            else {}
            for side in self.sides
        )

    @cached_property
    def missing_by_side(self) -> tuple[int, ...]:
        """Rows without any value; text that does not read as a number is not missing."""
        return tuple(
            profile.missing - sum(texts.values())
            for profile, texts in zip(self.profiles, self.unreadable, strict=True)
        )

    @property
    def missing(self) -> int:
        """Rows without a value, all sides together."""
        return sum(self.missing_by_side)

    @property
    def present(self) -> int:
        """Rows with a value, all sides together."""
        return sum(profile.rows - profile.missing for profile in self.profiles)

    @cached_property
    def values(self) -> tuple[dict[Value, int], ...]:
        """Of each side: every value with its count."""
        if self.counted is not None:
            return self.counted
        return tuple(
            side.table.value_counts(self.name) if side.profile.missing < side.profile.rows else {}
            for side in self.sides
        )

    @cached_property
    def labelled(self) -> tuple[dict[str, int], ...]:
        """The same with values written as text, so that 1, 1.0 and "1" are one outcome."""
        return tuple(self._labelled(side) for side in self.values)

    @property
    def labels(self) -> set[str]:
        """Every value of any side, as written."""
        return set().union(*self.labelled)

    def _labelled(self, side: dict[Value, int]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for value, count in side.items():
            label = self.label(value)
            counts[label] = counts.get(label, 0) + count
        return counts

    def label(self, value: Value) -> str:
        """Return how a value of either side is written."""
        if self.reading in _PART_LABELS and not isinstance(value, str):
            return _PART_LABELS[self.reading](value)
        written = as_text(value)
        # True here may be written 1 or yes there.
        return _AS_BOOLEAN[written.lower()] if self.reading == "boolean" else written

    def in_order(self, labels: Iterable[str]) -> list[str]:
        """Return labels in the order of the calendar, or of the alphabet."""
        return sorted(labels, key=lambda label: (_IN_ORDER.get(label, 0) * self.is_part, label))

    @property
    def integral(self) -> bool:
        """Every number is a whole one."""
        return all(profile.integral for profile in self.profiles if profile.finite)

    @property
    def minimum(self) -> float:
        """Smallest finite number of all sides."""
        return min(p.minimum for p in self.profiles if p.minimum is not None)

    @property
    def maximum(self) -> float:
        """Largest finite number of all sides."""
        return max(p.maximum for p in self.profiles if p.maximum is not None)

    @property
    def mean_words(self) -> float:
        """Words in the average text, of the side where they are more."""
        return max(profile.mean_words for profile in self.profiles)

    @property
    def mean_length(self) -> float:
        """Characters in the average text, of the side where they are more."""
        return max(profile.mean_length for profile in self.profiles)

    def may_be_covered_less_than(self, coverage: float) -> bool:
        """Tell cheaply whether `coverage` can be this small: singletons are distinct values."""
        distinct = sum(profile.about_distinct for profile in self.profiles)
        return distinct * 1.1 >= (1.0 - coverage) * self.present  # engines approximate distinct

    @cached_property
    def coverage(self) -> float:
        """Share of the rows whose value occurs again in the same table (Good-Turing).

        Counted within each table: a key that both tables carry is a key all the same.
        """
        singletons = sum(side.table.counts_of_counts(self.name).get(1, 0) for side in self.sides)
        return 1.0 - singletons / self.present if self.present else 1.0

    @property
    def shared_values(self) -> int | None:
        """How many values occur on both sides, or None where that would cost too much."""
        many = max(profile.about_distinct for profile in self.profiles) > MOST_KEYS_MATCHED
        if len(self.sides) < 2 or many:
            return None
        first, second = self.labelled
        return len(first.keys() & second.keys())


def are_boolean_words(labels: set[str]) -> bool:
    """Tell whether the labels are of one of the known pairs of words."""
    lowered = {label.lower() for label in labels}
    return any(lowered <= set(pair) for pair in BOOLEAN_WORDS)


def as_text(value: Value) -> str:
    """Return how a value is written in reports: whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "−∞"
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
