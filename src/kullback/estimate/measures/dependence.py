"""Mutual information, conditional or not, from tables of counts: one for each stratum.

I(X; Y | Z) is the mean of I(X; Y) over the strata that Z makes; one stratum is I(X; Y) itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import possible_outcomes
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.counts.table import Maker
from kullback.estimate.estimate import Estimate, clipped
from kullback.estimate.intervals import score
from kullback.estimate.measures.beside_auto import more_than_its_error
from kullback.estimate.measures.chance_in_a_table import mean_by_chance, variance_by_chance
from kullback.estimate.measures.interval_of_an_entropy import most_beside_one_outcome
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS

ALL = 1e-9  # relative rounding
MORE_ALIKE = 4.0  # standard errors below what chance gives, where it all but never is
Possible = tuple[int, int, int]  # outcomes of X, of Y and of Z


@dataclass(frozen=True, slots=True)
class Dependence:
    """What was found of I(X; Y | Z), before it becomes an `Estimate`; in nats."""

    raw: float
    plug_in: float
    chance: float  # the mean of the plug-in where X and Y are independent
    most: float  # the smaller of the plug-in H(X | Z) and H(Y | Z)
    variance: float
    null_variance: float
    n: float
    name: str

    def disagreement(self) -> tuple[str, ...]:
        """Return a warning where `auto` finds something else, beyond the standard error."""
        apart = self.raw - (self.plug_in - self.chance)
        return more_than_its_error(apart, math.sqrt(self.variance + self.null_variance))

    def taken_too_much(self, far: str) -> tuple[str, ...]:
        """Return the warning that thin tables of strong dependence deserve.

        What chance gives shrinks as dependence grows, and is taken off as if there were none.
        """
        if self.most <= 0.0 or self.raw <= 0.0:
            return ()
        too_much = self.chance * min(self.raw / self.most, 1.0)
        if too_much <= math.sqrt(self.variance + self.null_variance):
            return ()
        return (
            "strong dependence in a thin table, from which more is taken off for chance than the "
            f"standard error: read it as {far} bound",
        )

    def ends(self, confidence: float) -> tuple[float, float]:
        """Return the score interval, its upper limit as much higher as too much may be taken off.

        What chance gives shrinks as dependence grows, to nothing where one side determines the
        other: so the limit is divided by 1 − chance/most. With one row a cell of 20 × 20 and 1.30
        nats between rows and columns, 100 % are covered so, and 33 % without.
        """
        low, high = score(
            self.raw, self.variance, self.null_variance, 1.0 / self.n, confidence, self.chance
        )
        if self.chance >= self.most * (1.0 - ALL):  # chance alone tells as much as can be told
            return low, 0.0 if self.most == 0.0 else math.inf
        return low, high / (1.0 - self.chance / self.most)


def dependence(
    strata: Sequence[Array],
    *,
    by: Maker | None = None,
    possible: Possible | None = None,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate I(X; Y | Z), with the score interval, by `dependence_found`."""
    strata = [table for table in map(without_empty, strata) if table.size]
    found = dependence_found(strata, by=by, possible=possible, seed=seed)
    low, high = found.ends(confidence)
    most = math.log(max(min(table.shape) for table in strata))
    warnings = few_in_cells(found.n, sum(table.size for table in strata))
    warnings += found.taken_too_much("a lower") if by is None else found.disagreement()
    if most == 0.0:  # as far as was seen: H(X) bounds what can be told of what was not
        high = most_beside_one_outcome(found.n, None, confidence)
        warnings += ("one side shows one outcome only, which tells nothing: 0 as far as was seen",)
    else:
        high = min(high, most)
    if found.plug_in - found.chance < -MORE_ALIKE * math.sqrt(found.null_variance):
        warnings += (
            "more alike than independent rows and columns are by chance: are these counts of "
            "observations, each drawn by itself?",
        )
    return Estimate(
        value=clipped(found.raw, high=most),
        raw=found.raw,
        plug_in=found.plug_in,
        unit="nats",
        std_error=math.sqrt(found.variance),
        low=min(low, most),
        high=high,
        confidence=confidence,
        n=int(found.n),
        estimator=found.name,
        warnings=warnings,
    )


def dependence_found(
    strata: Sequence[Array], *, by: Maker | None, possible: Possible | None, seed: int
) -> Dependence:
    """Return what tables without empty rows and columns tell of I(X; Y | Z).

    Without `by` the mean that chance gives is taken off the plug-in, in each stratum with its
    margins as they are: no bias where X and Y are independent, however few the rows. With it,
    H(X, Z) + H(Y, Z) − H(X, Y, Z) − H(Z) is what its entropies say.
    """
    if possible is not None:
        seen = zip(*((*table.shape, len(strata)) for table in strata), strict=True)
        for most_seen, size in zip(map(max, seen), possible, strict=True):
            possible_outcomes(most_seen, size)
    n = math.fsum(float(table.sum()) for table in strata)
    shares = [float(table.sum()) / n for table in strata]
    each = list(zip(shares, strata, strict=True))
    plug_in = math.fsum(share * PlugIn().mutual_information(table) for share, table in each)
    by_chance = _by_chance(strata, seed)
    chance = math.fsum(share * mean for share, (mean, _) in zip(shares, by_chance, strict=True))
    most = math.fsum(share * min(map(PlugIn().entropy, margins(table))) for share, table in each)
    if by is None:
        raw, name = plug_in - chance, "plug-in less its mean by chance"
    else:
        raw, name = _from_entropies(strata, by, possible)
    null_variance = math.fsum(
        share**2 * variance for share, (_, variance) in zip(shares, by_chance, strict=True)
    )
    return Dependence(raw, plug_in, chance, most, _variance(strata, n), null_variance, n, name)


def _by_chance(strata: Sequence[Array], seed: int) -> list[tuple[float, float]]:
    """Return mean and variance of the plug-in by chance in each stratum, once for like margins."""
    known: dict[tuple[bytes, bytes], tuple[float, float]] = {}
    found = []
    for table in strata:
        rows, columns = map(np.sort, margins(table))
        key = rows.tobytes(), columns.tobytes()
        if key not in known:
            known[key] = mean_by_chance(rows, columns), variance_by_chance(table, seed)
        found.append(known[key])
    return found


def _variance(strata: Sequence[Array], n: float) -> float:
    """Return the variance of the pointwise mutual information over n, strata included."""
    weights, values = [], []
    for table in strata:
        rows, columns = np.nonzero(table)
        cells, total = table[rows, columns], table.sum()
        weights.append(cells / n)
        expected = np.log(table.sum(axis=1)[rows]) + np.log(table.sum(axis=0)[columns])
        values.append(np.log(cells * total) - expected)
    weight, value = np.concatenate(weights), np.concatenate(values)
    mean = (weight * value).sum()
    return float((weight * (value - mean) ** 2).sum()) / n


def _from_entropies(
    strata: Sequence[Array], by: Maker, possible: Possible | None
) -> tuple[float, str]:
    x, y, z = possible or (None, None, None)

    def entropy(counts: Sequence[Array], *outcomes: int | None) -> float:
        found = np.concatenate(counts)
        return float(by(_product(outcomes)).entropy(found[found > 0]))

    raw = entropy([table.sum(axis=1) for table in strata], x, z)
    raw += entropy([table.sum(axis=0) for table in strata], y, z)
    raw -= entropy([table.ravel() for table in strata], x, y, z)
    if len(strata) > 1 or (z or 1) > 1:
        raw -= entropy([np.array([table.sum()]) for table in strata], z)
    return raw, f"entropies by {by(_product((x, y, z))).name}"


def _product(outcomes: Sequence[int | None]) -> int | None:
    """Return how many combinations there can be, None where one number is not known."""
    known = [size for size in outcomes if size is not None]
    return math.prod(known) if len(known) == len(outcomes) else None


def margins(table: Array) -> tuple[Array, Array]:
    """Return the counts of the rows and of the columns."""
    return table.sum(axis=1), table.sum(axis=0)


def without_empty(table: Array) -> Array:
    """Return a table without the rows and columns in which nothing was observed."""
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


def few_in_cells(n: float, cells: int) -> tuple[str, ...]:
    """Return the warning that a thin table deserves."""
    if n < max(FEWEST_ROWS, cells):
        return ("fewer observations than cells, or than 60: the interval may be too narrow",)
    return ()
