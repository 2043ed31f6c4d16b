"""What is resampled: each measure as a plain function of counts, whole or not, in nats.

All are plug-in values; where a second sample could lack an outcome, ½ is added to its counts. The
bias is what the resampling finds.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.plug_in import PlugIn


@dataclass(frozen=True, slots=True)
class Statistic:
    """A measure of the counts of one sample or two.

    `of` is its value and `plug_in` the one without ½ added. `degrees` are those of the chi-square
    law that it follows where it is zero, None for what has no such end. It `may_be_infinite` where
    an outcome of the first sample is new to the second.
    """

    name: str
    of: Callable[..., float]
    plug_in: Callable[..., float]
    degrees: Callable[..., float] | None = None
    may_be_infinite: bool = False


def entropy(counts: Array) -> float:
    """Return H(p̂)."""
    return PlugIn().entropy(counts)


def conditional_entropy(table: Array) -> float:
    """Return the entropy of the columns of a table where the row is known."""
    return max(entropy(table.ravel()) - entropy(table.sum(axis=1)), 0.0)


def conditional_mutual_information(table: Array) -> float:
    """Return I(X; Y | Z) of a table with the outcomes of X, Y and Z along its axes."""
    parts = [table[:, :, z] for z in range(table.shape[2])]
    n = table.sum()
    return sum(
        float(part.sum() / n) * PlugIn().mutual_information(part) for part in parts if part.any()
    )


def outcomes_less_one(first: Array, *_: Array) -> float:
    """Return the degrees of freedom of a divergence over so many outcomes."""
    return len(first) - 1.0


def outcomes_seen_less_one(first: Array, second: Array) -> float:
    """Return the degrees of freedom of a divergence to which what neither has seen adds nothing."""
    return float(np.count_nonzero((first > 0) | (second > 0))) - 1.0


def free_cells(table: Array) -> float:
    """Return the degrees of freedom of dependence in a table, or in each table of its last axis."""
    tables = table.reshape(*table.shape[:2], -1)
    rows = np.count_nonzero(tables.sum(axis=1), axis=0)
    columns = np.count_nonzero(tables.sum(axis=0), axis=0)
    return float(np.maximum((rows - 1) * (columns - 1), 0).sum())


def cross_entropy_in(q: Array) -> Statistic:
    """Return H(p, q) of a known q, in which nothing is impossible that was observed."""

    def mean_cost(counts: Array) -> float:
        seen = counts > 0
        return float((counts[seen] * -np.log(q[seen])).sum() / counts.sum())

    return Statistic("mean cost", mean_cost, mean_cost)


def kl_divergence_from(q: Array) -> Statistic:
    """Return D(p ‖ q) of a known q."""

    def of(counts: Array) -> float:
        return PlugIn().kl_divergence(counts, q)

    return Statistic("plug-in", of, of, outcomes_less_one)


ENTROPY = Statistic("plug-in", entropy, entropy)
CONDITIONAL_ENTROPY = Statistic("plug-in", conditional_entropy, conditional_entropy)
CROSS_ENTROPY = Statistic(
    AddedHalf().name, AddedHalf().cross_entropy, PlugIn().cross_entropy, may_be_infinite=True
)
KL_DIVERGENCE = Statistic(
    AddedHalf().name,
    AddedHalf().kl_divergence,
    PlugIn().kl_divergence,
    outcomes_less_one,
    may_be_infinite=True,
)
JENSEN_SHANNON_DIVERGENCE = Statistic(
    "plug-in",
    PlugIn().jensen_shannon_divergence,
    PlugIn().jensen_shannon_divergence,
    outcomes_seen_less_one,
)
MUTUAL_INFORMATION = Statistic(
    "plug-in", PlugIn().mutual_information, PlugIn().mutual_information, free_cells
)
CONDITIONAL_MUTUAL_INFORMATION = Statistic(
    "plug-in", conditional_mutual_information, conditional_mutual_information, free_cells
)
