"""What one table was found to hold, as frozen records that know how to become JSON."""

from dataclasses import dataclass
from typing import Any

from kullback.comparisons.answer import shown
from kullback.comparisons.records import LeftOut, Source, plain_values
from kullback.estimate import Estimate

SCHEMA = "kullback.measurement/1"


@dataclass(frozen=True, slots=True)
class ColumnMeasurement:
    """How uncertain one column is: its entropy, and `most`, what it would be if all were alike.

    Of numbers it is the entropy of their bins, `outcomes` of them; missing is an outcome too.
    """

    name: str
    kind: str
    outcomes: int
    entropy: Estimate
    most: float
    missing: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairMeasurement:
    """What two columns tell about each other.

    `share` is the mutual information over the smaller of their entropies: how much of the less
    uncertain column the other one tells. `p` and `q`, corrected for the number of pairs, say
    whether as much could be chance, and `dependent` whether q is at most 0.05.
    """

    first: str
    second: str
    mutual_information: Estimate
    share: float
    dependent: bool
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class LeftOutPair:
    """A pair that was not measured, and why."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Measurement:
    """One table measured: the entropy of each column, the mutual information of each pair.

    Attributes
    ----------
    columns : tuple of ColumnMeasurement
        In the order of the table.
    pairs : tuple of PairMeasurement
        Dependent pairs first, then by falling mutual information.
    left_out : tuple of LeftOut
        The columns that were not measured, each with its reason.
    left_out_pairs : tuple of LeftOutPair
        Pairs of measured columns that have too many cells.
    warnings : tuple of str
        What to know before trusting the figures.
    unit, confidence, seed
        As asked for.
    table : Source
        Name and rows of the table.
    """

    columns: tuple[ColumnMeasurement, ...]
    pairs: tuple[PairMeasurement, ...]
    left_out: tuple[LeftOut, ...]
    left_out_pairs: tuple[LeftOutPair, ...]
    warnings: tuple[str, ...]
    unit: str
    confidence: float
    seed: int
    table: Source

    @property
    def summary(self) -> str:
        """The answer in one or two sentences."""
        if not self.columns:
            return "Nothing was measured."
        measured = f"{len(self.columns)} column{'' if len(self.columns) == 1 else 's'}"
        if not self.pairs:
            only = self.columns[0]
            value = f"{only.entropy.value:.3g} {self.unit}"
            return f"The entropy of {shown(only.name)} is {value}. {measured} measured, no pair."
        pairs = f"{measured}, {len(self.pairs):,} pair{'' if len(self.pairs) == 1 else 's'}"
        dependent = sum(pair.dependent for pair in self.pairs)
        if not dependent:
            return f"No dependence seen: {pairs}."
        most = self.pairs[0]
        value = f"{most.mutual_information.value:.3g} {self.unit}"
        told = f"{100 * most.share:.0f} % of {shown(self.less_uncertain(most))}"
        return (
            f"Most dependent: {shown(most.first)} and {shown(most.second)} ({value}, {told}). "
            f"{pairs}: {dependent:,} depend{'s' if dependent == 1 else ''} beyond chance."
        )

    def less_uncertain(self, pair: PairMeasurement) -> str:
        """Return the column of a pair that has the smaller entropy."""
        entropies = {column.name: column.entropy.value for column in self.columns}
        return min((pair.first, pair.second), key=entropies.__getitem__)

    def __repr__(self) -> str:
        return "\n".join([f"<Measurement: {self.summary}", *map(_line, self.pairs[:10])]) + ">"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values ready for JSON; infinite numbers become text."""
        from kullback import __version__

        body = {name: plain_values(getattr(self, name)) for name in self.__slots__}
        return {"schema": SCHEMA, "version": __version__, **body}


def _line(pair: PairMeasurement) -> str:
    told = pair.mutual_information
    return (
        f"  {shown(pair.first)}, {shown(pair.second)}: I {told.value:.3g} "
        f"[{told.low:.3g}, {told.high:.3g}] {told.unit}, q = {pair.q:.2g}"
    )
