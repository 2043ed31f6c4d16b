"""What a table is to this library: the questions it answers, and the error it raises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from kullback.tables.sampling import Sample
from kullback.tables.times import Parts

if TYPE_CHECKING:
    from kullback.tables.coding import Coding

ColumnType = Literal["number", "text", "boolean", "time", "other"]
Value = float | str | bool
ReadAs = Literal["number", "moment", "clock"]
Pair = tuple[str, str]
ContingencyTable = NDArray[np.int64]


class TableError(ValueError):
    """A source that cannot be used as a table, told in one sentence that names the remedy."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one sweep over a column tells, as needed to decide what kind of data it holds.

    Attributes
    ----------
    rows : int
        All rows; always missing + positive_infinite + negative_infinite + finite.
    missing : int
        Rows without a value: null and NaN are one class.
    positive_infinite, negative_infinite : int
        Infinite numbers; 0 unless the column holds numbers.
    finite : int
        The other values: finite numbers, or every value of a column that holds no numbers.
    minimum, maximum : float or None
        Of the finite numbers; None where there are none.
    integral : bool
        No finite number has a fractional part. False unless the column holds numbers.
    about_distinct : int
        Distinct values that are not missing; an engine may approximate it. 0 for columns of
        type "other", whose values need not be comparable.
    numeric_text, iso_text, missing_words : int
        Texts that read as numbers, as ISO dates or times, and words that mean "missing".
    clocks : int
        Times of day without a date, as text or in a column of nothing else.
    mean_words, mean_length : float
        Mean number of words (spaces between words, plus one) and of characters of the texts.
    """

    rows: int
    missing: int
    positive_infinite: int = 0
    negative_infinite: int = 0
    minimum: float | None = None
    maximum: float | None = None
    integral: bool = False
    about_distinct: int = 0
    numeric_text: int = 0
    iso_text: int = 0
    missing_words: int = 0
    clocks: int = 0
    mean_words: float = 0.0
    mean_length: float = 0.0

    @property
    def finite(self) -> int:
        """Values that are neither missing nor infinite."""
        return self.rows - self.missing - self.positive_infinite - self.negative_infinite


class Table(Protocol):
    """A named table whose engine counts: every answer is a sufficient statistic."""

    name: str
    rows: int
    columns: dict[str, ColumnType]
    types: dict[str, str]

    def profiles(self, columns: Iterable[str]) -> dict[str, Profile]:
        """Return the profile of each column."""
        ...

    def order_statistics(self, ranks: Mapping[str, Sequence[int]]) -> dict[str, list[float]]:
        """Return, for number columns, the r-th smallest finite value for each rank r ≥ 1."""
        ...

    def histograms(self, edges: Mapping[str, Sequence[float]]) -> dict[str, list[int]]:
        """Count finite values in the cells (−∞, e₀], (e₀, e₁], …, (eₙ, ∞)."""
        ...

    def value_counts(self, column: str) -> dict[Value, int]:
        """Return every value of a number, text or boolean column with its count."""
        ...

    def counts_of_counts(self, column: str) -> dict[int, int]:
        """Return how many distinct values occur exactly c times, for each c that occurs."""
        ...

    def contingency_tables(
        self, codings: Mapping[str, "Coding"], pairs: Sequence[Pair]
    ) -> Iterator[tuple[Pair, ContingencyTable]]:
        """Yield, for each pair of columns, how many rows have each pair of their codes.

        Rows of a table are codes of the first column, columns are codes of the second; each sums
        to the rows. A value that its coding does not list is a TableError. The tables of many
        pairs come from one sweep, and few of them are in memory together.
        """
        ...

    def sample(self, columns: Sequence[str], rows: int, seed: int) -> Sample:
        """Return columns of at most `rows` rows, drawn without replacement, in their order.

        Numbers are float64, NaN where missing; texts and truths are objects, None where missing.
        The same rows come from every engine that keeps an order, whatever its threads.
        """
        ...

    def with_numbers(self, columns: Iterable[str]) -> "Table":
        """Return the table with these text columns read as numbers, unreadable text missing."""
        ...

    def with_times(self, parts: Parts) -> "Table":
        """Return the table with new columns of numbers: parts of its dates and times.

        A new column may take the name of an old one. Parts of what is missing, infinite or no
        date are missing; of moments only, infinite dates are ±∞.
        """
        ...

    def unreadable(self, column: str, read_as: ReadAs = "number") -> dict[str, int]:
        """Return the texts of a column that do not read as such, with their counts."""
        ...

    def close(self) -> None:
        """Free what was opened for the table; a user's own objects are left alone."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: object) -> None: ...
