"""One figure for two tables as a whole: how far apart their joint distributions are at least.

A classifier that was not shown a row states the odds of its table. By how much its log loss stays
below that of a coin bounds the Jensen-Shannon divergence of the joint distributions from below,
whatever the classifier; so does the divergence of every single column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from kullback._units import Unit
from kullback.comparisons import alarm
from kullback.comparisons.answer import shown
from kullback.comparisons.column import Column
from kullback.comparisons.features import drawn_rows
from kullback.comparisons.kinds import Decision
from kullback.comparisons.records import ColumnComparison, LeftOut
from kullback.estimate import Estimate
from kullback.estimate.discriminative import classifier
from kullback.estimate.discriminative.bounds import js_bound, kl_bound, moderated
from kullback.estimate.discriminative.rows import Rows

MOST_ROWS = 4_000  # of each table
MOST_COLUMNS = 200
DEFINING = 0.5  # bits: a column that alone tells the tables apart, and would tell nothing new
MOST_EXPLAINING = 2
ROWS_PER_EXPLANATION = 1_000

NO_SCIKIT_LEARN = (
    "no figure for the whole table: it needs scikit-learn (pip install 'kullback[app]')"
)


@dataclass(frozen=True, slots=True)
class SingleColumn:
    """A column, and how far apart the tables are at least by this column alone."""

    name: str
    low: float


@dataclass(frozen=True, slots=True)
class WholeTable:
    """How far apart two tables are at least, all columns taken together.

    Attributes
    ----------
    at_least : float
        The larger of the classifier's bound, where it is beyond chance, and of the best single
        column's; 0 where there is neither.
    jensen_shannon_divergence : Estimate
        The classifier's bound with the interval of that bound. The divergence itself may lie
        above the interval.
    alarm : bool
        The bound is above 0 beyond chance (p ≤ 0.05).
    p : float
        Chance of so large a bound, or a larger one, if the tables do not differ.
    kl_reference_current, kl_current_reference : Estimate
        Lower bounds of the KL divergences of the joint distributions, from the same odds.
    best_column : SingleColumn or None
        The changed column that alone sets the tables furthest apart, judged with care for its
        having been chosen.
    explained_by : tuple of str
        The columns, at most two, without which the classifier loses most.
    rows : pair of int
        Rows that were drawn from each table.
    columns : int
        Columns that were looked at together.
    left_out : tuple of LeftOut
        Columns that were not, each with its reason.
    weights : tuple of pairs of float
        In each fold: of the quadratic logistic regression, and of the boosted trees. Two zeros
        say that neither told the tables apart.
    """

    at_least: float
    jensen_shannon_divergence: Estimate
    alarm: bool
    p: float
    kl_reference_current: Estimate
    kl_current_reference: Estimate
    best_column: SingleColumn | None
    explained_by: tuple[str, ...]
    rows: tuple[int, int]
    columns: int
    left_out: tuple[LeftOut, ...]
    weights: tuple[tuple[float, ...], ...]

    @property
    def summary(self) -> str:
        """The answer in one sentence."""
        bound = self.jensen_shannon_divergence
        if self.best_column and self.best_column.low >= (bound.value if self.alarm else 0.0):
            return (
                f"The two tables differ by at least {self.best_column.low:.2g} {bound.unit} as a "
                f"whole, by {shown(self.best_column.name)} alone."
            )
        if not self.alarm:
            return "As a whole, nothing was found beyond single columns."
        named = " and ".join(map(shown, self.explained_by))
        return (
            f"The two tables differ by at least {bound.value:.2g} {bound.unit} "
            f"({bound.low:.2g} to {bound.high:.2g}) as a whole{named and f', most by {named}'}."
        )


def whole_table(
    matched: Mapping[str, tuple[Column, Decision]],
    compared: Sequence[ColumnComparison],
    left_out: Sequence[LeftOut],
    unit: Unit,
    confidence: float,
    seed: int,
) -> tuple[WholeTable | None, tuple[str, ...]]:
    """Return the figure, or none with the reason as a warning."""
    without = _left_out(matched, compared, left_out)
    chosen = {name: matched[name] for name in matched if name not in {c.name for c in without}}
    if len(chosen) < 2:  # what one column says stands in its own record
        return None, ()
    rows = min(min(column.rows) for column, _ in chosen.values())
    if rows < classifier.FEWEST_ROWS:
        return None, (
            f"no figure for the whole table: a table has {rows} row{'s' * (rows != 1)}, "
            f"and {classifier.FEWEST_ROWS} are needed",
        )
    if find_spec("sklearn") is None:
        return None, (NO_SCIKIT_LEARN,)
    drawn = drawn_rows(chosen, MOST_ROWS, seed)
    with classifier.one_thread():
        folds = classifier.cross_fitted(drawn, seed)
        logits = np.empty(len(drawn.of_current))
        for fold in folds:
            logits[fold.rows] = fold.logits(drawn[fold.rows])
        bound = js_bound(logits, drawn.of_current, confidence)
        p = chance_of(bound)
        told = _explaining(drawn, folds, tuple(chosen), seed) if p <= alarm.LEVEL else ()
    best = best_column(compared, confidence)
    found, moderate = bound.to(unit), moderated(logits, drawn.of_current)
    return WholeTable(
        at_least=max(found.value if p <= alarm.LEVEL else 0.0, best.low if best else 0.0),
        jensen_shannon_divergence=found,
        alarm=p <= alarm.LEVEL,
        p=p,
        kl_reference_current=kl_bound(moderate, drawn.of_current, confidence).to(unit),
        kl_current_reference=kl_bound(-moderate, ~drawn.of_current, confidence).to(unit),
        best_column=best,
        explained_by=told,
        rows=(int((~drawn.of_current).sum()), int(drawn.of_current.sum())),
        columns=len(chosen),
        left_out=tuple(without),
        weights=tuple(fold.weights for fold in folds),
    ), ()


def _left_out(
    matched: Mapping[str, tuple[Column, Decision]],
    compared: Sequence[ColumnComparison],
    left_out: Sequence[LeftOut],
) -> list[LeftOut]:
    """Return the columns that would say 1 bit of any two months, and those that are too many."""
    without = [column for column in left_out if column.kind == "date"]
    for column in compared:
        if column.kind == "date":
            without.append(LeftOut(column.name, column.kind, "a date tells two periods apart"))
        elif column.alarm and column.jensen_shannon_divergence.to("bits").value >= DEFINING:
            without.append(LeftOut(column.name, column.kind, "tells the tables apart by itself"))
    named = {column.name for column in without}
    rest = [column for column in compared if column.name not in named]
    # By entropy, which does not know the table, and by name where it ties: chosen by how they
    # differ, as they come, the held-out rows would have had a say.
    rest.sort(key=lambda column: (-_pooled_entropy(column), column.name))
    reason = f"beyond the {MOST_COLUMNS} columns of most entropy"
    return without + [LeftOut(c.name, c.kind, reason) for c in rest[MOST_COLUMNS:]]


def _pooled_entropy(column: ColumnComparison) -> float:
    from kullback.quantities import entropy

    counts = np.array([outcome.reference + outcome.current for outcome in column.outcomes])
    return round(float(entropy(counts, normalize=True)), 9)


def chance_of(bound: Estimate) -> float:
    """Return the chance of so large a bound, or a larger one, if the tables do not differ."""
    from scipy.special import ndtr

    if bound.std_error == 0.0:  # every row got even odds, or is told with the same certainty
        return 0.0 if bound.raw > 0.0 else 1.0
    return float(ndtr(-bound.raw / bound.std_error))


def best_column(compared: Sequence[ColumnComparison], confidence: float) -> SingleColumn | None:
    """Return the changed column with the highest lower limit.

    The highest of many limits is too high: the limits are those of an interval so wide that all
    of them hold together with the stated confidence.
    """
    from scipy.special import ndtri

    reach = -float(ndtri((1.0 - confidence) / 2.0 / max(len(compared), 1)))
    limits = []
    for column in compared:
        size = column.jensen_shannon_divergence
        low = min(size.low, size.raw - reach * size.std_error)
        is_whole = size.to("bits").value < DEFINING and column.kind != "date"
        if column.alarm and is_whole and low > 0.0:
            limits.append(SingleColumn(column.name, float(low)))
    return max(limits, key=lambda column: column.low, default=None)


def _explaining(
    rows: Rows, folds: Sequence[classifier.Fold], names: Sequence[str], seed: int
) -> tuple[str, ...]:
    """Return the columns whose exchange among held-out rows costs the classifier most.

    Exchanged among the rows of both tables. Within one of them a shift would stay what it is, and
    where that one has lost a dependence there would be none left to destroy.
    """
    generator = np.random.default_rng(seed)
    rise = np.zeros(len(names))
    for fold in folds:
        some = generator.permutation(fold.rows)[:ROWS_PER_EXPLANATION]
        held_out = rows[some]
        before = classifier.balanced_loss(fold.logits(held_out), held_out.of_current)
        order = generator.permutation(len(some))
        for place in range(len(names)):
            logits = fold.logits(held_out.exchanged(place, order))
            rise[place] += classifier.balanced_loss(logits, held_out.of_current) - before
    largest = np.argsort(-rise, kind="stable")[:MOST_EXPLAINING]
    return tuple(names[place] for place in largest if rise[place] > 0.0)
