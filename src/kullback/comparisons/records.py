"""What a comparison found, as frozen records that know how to become JSON."""

import math
import os
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from kullback._faces import face
from kullback._figures import percent
from kullback._files import check_target, write_file
from kullback.comparisons.answer import answer, shown
from kullback.comparisons.cells import Cell, cells_of
from kullback.comparisons.frame import frame_of
from kullback.comparisons.outcomes import Unseen
from kullback.estimate import Estimate

if TYPE_CHECKING:
    from kullback.comparisons.whole_table import WholeTable

SCHEMA = "kullback.comparison/1"


@dataclass(frozen=True, slots=True)
class Source:
    """One of the two tables."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Shares:
    """A share of the rows on each side."""

    reference: float
    current: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of a column: its rows on both sides, and what it adds to the JS divergence."""

    label: str
    reference: int
    current: int
    reference_share: float
    current_share: float
    divergence: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that was not compared, and why."""

    name: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnComparison:
    """What happened to one column. Every divergence and entropy is in the comparison's unit."""

    name: str
    kind: str
    verdict: str
    alarm: bool
    p: float
    q: float
    jensen_shannon_divergence: Estimate
    kl_reference_current: Estimate
    kl_current_reference: Estimate
    entropy_reference: Estimate
    entropy_current: Estimate
    cross_entropy: Estimate
    floor: float
    line95: float
    missing: Shares
    unseen: Unseen
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...]

    def leading(self, most: int = 3) -> tuple[Outcome, ...]:
        """Return the outcomes that carry the divergence, heaviest first."""
        return tuple(sorted(self.outcomes, key=_divergence, reverse=True)[:most])

    def what_changed(self, most: int = 1) -> str:
        """Return the outcomes that carry the divergence; without an alarm, what could have hidden.

        Shares are those of reference and current.
        """
        if not self.alarm:
            return self.notes[0]
        return ", ".join(map(_shift, self.leading(most)))

    @property
    def quantities(self) -> dict[str, Estimate]:
        """Every estimate under its name in the formulas, direction included."""
        return {
            "JS(reference, current)": self.jensen_shannon_divergence,
            "D(reference ‖ current)": self.kl_reference_current,
            "D(current ‖ reference)": self.kl_current_reference,
            "H(reference)": self.entropy_reference,
            "H(current)": self.entropy_current,
            "H(reference, current): cross-entropy": self.cross_entropy,
        }

    def plot(self, **options: Any) -> Any:
        """Return `kullback.plots.column` of this: an Altair chart."""
        return face(self, "plot")(self, **options)


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two columns whose dependence changed, by a size in the comparison's unit.

    The size is what the two values of a row tell, beyond each by itself, about the table it came
    from. It is a divergence where the change is small; large ones it only puts in order, which is
    why it has no interval. Mutual information is that of the columns in a few levels.

    `reference` and `current` count the rows with each of the first column's levels (a row of the
    table) and each of the second's; `expected` is what current would hold if the columns depended
    on each other in the same way in both tables, each by itself being what it is.
    """

    columns: tuple[str, str]
    verdict: str
    alarm: bool
    p: float
    q: float
    jensen_shannon_divergence: float
    mutual_information_reference: Estimate
    mutual_information_current: Estimate
    levels: tuple[tuple[str, ...], tuple[str, ...]]
    reference: tuple[tuple[int, ...], ...]
    current: tuple[tuple[int, ...], ...]
    expected: tuple[tuple[float, ...], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Each level of the first column with each level of the second."""
        return cells_of(self.levels, self.reference, self.current, self.expected)

    def leading(self, most: int = 3) -> tuple[Cell, ...]:
        """Return the cells from which, or into which, most rows moved."""
        return tuple(sorted(self.cells, key=_moved, reverse=True)[:most])

    def plot(self) -> Any:
        """Return `kullback.plots.pair` of this: an Altair chart."""
        return face(self, "plot")(self)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Two tables compared, what changed most first.

    Attributes
    ----------
    columns : tuple of ColumnComparison
        Alarmed columns first, then by falling corrected Jensen-Shannon divergence.
    left_out : tuple of LeftOut
        The columns that were not compared, each with its reason.
    warnings : tuple of str
        What to know before trusting the figures.
    unit, confidence, seed
        As asked for.
    reference, current : Source
        Name and rows of the two tables.
    pairs : tuple of PairComparison
        Pairs of columns whose dependence changed, by falling size; at most ten.
    swapped : tuple of str
        Two columns that look as if they changed places, or none.
    pairs_compared : int
        Pairs of columns that were looked at.
    table : WholeTable or None
        How far apart the tables are at least, all columns taken together; None where it was not
        asked for, where fewer than two columns are left to take together, or where it cannot be
        said, which a warning explains.
    """

    columns: tuple[ColumnComparison, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]
    unit: str
    confidence: float
    seed: int
    reference: Source
    current: Source
    pairs: tuple[PairComparison, ...] = ()
    swapped: tuple[str, ...] = ()
    pairs_compared: int = 0
    table: "WholeTable | None" = None

    @property
    def summary(self) -> str:
        """The answer in one or two sentences."""
        return answer(self)

    def __repr__(self) -> str:
        return "\n".join([f"<Comparison: {self.summary}", *map(_line, self.columns[:10])]) + ">"

    def plot(self, **options: Any) -> Any:
        """Return `kullback.plots.comparison` of this: an Altair chart."""
        return face(self, "plot")(self, **options)

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Write one page that loads nothing: answer, table, pictures, method, and the JSON."""
        check_target(path)
        write_file(path, face(self, "to_html")(self))

    def _repr_html_(self) -> str:
        shown: str = face(self, "_repr_html_")(self)
        return shown

    def to_frame(self) -> Any:
        """Return a dataframe with a row for each column: pandas if it is installed, else Polars.

        PyArrow comes third. `low` and `high` are the ends of the interval of the JS divergence.
        """
        return frame_of(self.columns)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values ready for JSON; infinite numbers become text."""
        from kullback import __version__

        body = {name: plain_values(getattr(self, name)) for name in self.__slots__}
        return {"schema": SCHEMA, "version": __version__, **body}


def _divergence(outcome: Outcome) -> float:
    return outcome.divergence


def _moved(cell: Cell) -> float:
    return abs(cell.change)


def _shift(outcome: Outcome) -> str:
    shares = f"{percent(outcome.reference_share)} → {percent(outcome.current_share)}"
    return f"{shown(outcome.label)}: {shares}"


def _line(column: ColumnComparison) -> str:
    size = column.jensen_shannon_divergence
    return (
        f"  {shown(column.name)} ({column.kind}): {column.verdict}, "
        f"JS {size.value:.3g} [{size.low:.3g}, {size.high:.3g}] {size.unit}"
    )


def plain_values(value: Any) -> Any:
    """Return a record as what JSON can hold; infinite and undefined numbers become text."""
    if isinstance(value, Estimate):
        return plain_values(value.to_dict())
    if is_dataclass(value):
        return {field.name: plain_values(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: plain_values(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [plain_values(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
