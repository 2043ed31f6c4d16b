"""One column seen from both tables: their profiles, and the counts fetched only when asked for."""

from dataclasses import dataclass
from functools import cached_property

from kullback.tables import Profile, Table

Value = float | str | bool

# The pairs of words that a yes-or-no column is written in, (no, yes).
BOOLEAN_WORDS = (("0", "1"), ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"))
_AS_BOOLEAN = {
    word: truth
    for pair in BOOLEAN_WORDS
    for word, truth in zip(pair, ("false", "true"), strict=True)
}

# Distinct values beyond which two columns of keys are not matched against each other.
MOST_KEYS_MATCHED = 200_000


@dataclass(frozen=True, slots=True)
class Side:
    """One table's part in a column: the table as it came, as the column is read, and its profile.

    The two differ where text is read as numbers.
    """

    original: Table
    table: Table
    profile: Profile


@dataclass(frozen=True)
class Column:
    """A column that both tables have, read the same way on both sides.

    `reading` is what its values are: "number", "text", "boolean", "time" or "other".
    """

    name: str
    reading: str
    sides: tuple[Side, Side]

    @property
    def profiles(self) -> tuple[Profile, Profile]:
        """Profile of each side."""
        return self.sides[0].profile, self.sides[1].profile

    @property
    def rows(self) -> tuple[int, int]:
        """Rows of each table."""
        return self.profiles[0].rows, self.profiles[1].rows

    @cached_property
    def unreadable(self) -> tuple[dict[str, int], dict[str, int]]:
        """Of each side: the texts that did not read as numbers."""
        first, second = (
            side.original.unreadable(self.name) if side.original is not side.table else {}
            for side in self.sides
        )
        return first, second

    @cached_property
    def missing_by_side(self) -> tuple[int, int]:
        """Rows without any value; text that does not read as a number is not missing."""
        first, second = (
            profile.missing - sum(texts.values())
            for profile, texts in zip(self.profiles, self.unreadable, strict=True)
        )
        return first, second

    @property
    def missing(self) -> int:
        """Rows without a value, both sides together."""
        return sum(self.missing_by_side)

    @property
    def present(self) -> int:
        """Rows with a value, both sides together."""
        return sum(profile.rows - profile.missing for profile in self.profiles)

    @cached_property
    def values(self) -> tuple[dict[Value, int], dict[Value, int]]:
        """Of each side: every value with its count."""
        first, second = (
            side.table.value_counts(self.name) if side.profile.missing < side.profile.rows else {}
            for side in self.sides
        )
        return first, second

    @cached_property
    def labelled(self) -> tuple[dict[str, int], dict[str, int]]:
        """The same with values written as text, so that 1, 1.0 and "1" are one outcome."""
        first, second = (self._labelled(side) for side in self.values)
        return first, second

    @property
    def labels(self) -> set[str]:
        """Every value of either side, as written."""
        return set().union(*self.labelled)

    def _labelled(self, side: dict[Value, int]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for value, count in side.items():
            label = as_text(value)
            if self.reading == "boolean":  # true here may be written 1 or yes there
                label = _AS_BOOLEAN[label.lower()]
            counts[label] = counts.get(label, 0) + count
        return counts

    @property
    def integral(self) -> bool:
        """Every number is a whole one."""
        return all(profile.integral for profile in self.profiles if profile.finite)

    @property
    def minimum(self) -> float:
        """Smallest finite number of both sides."""
        return min(p.minimum for p in self.profiles if p.minimum is not None)

    @property
    def maximum(self) -> float:
        """Largest finite number of both sides."""
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
        if max(profile.about_distinct for profile in self.profiles) > MOST_KEYS_MATCHED:
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
