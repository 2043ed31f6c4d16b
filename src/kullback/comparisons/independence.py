"""Is it chance that two columns of one table go together? By a formula, or by drawing tables.

Under independence, given the margins, a contingency table is drawn like one of shuffled rows; so
what chance gives is known without the rows.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.comparisons.permutation import fit, p_of_draws
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.intervals import Null
from kullback.estimate.measures import independence_null

FEWEST_EXPECTED = 5.0  # rows in every cell, for the chi-square law of G to hold
FEWEST_DRAWS, MOST_DRAWS = 49, 199
CELLS_IN_ALL = 4_000_000  # cells with rows × draws


@dataclass(frozen=True, slots=True)
class Independence:
    """The law of the plug-in mutual information of independent columns with these margins."""

    null: Null
    draws: Array | None  # where cells are too thin for the formula

    def p(self, observed: float) -> float:
        """Return the chance of a plug-in mutual information this large, in nats, or larger."""
        from scipy.special import chdtrc

        if self.draws is not None:
            return p_of_draws(self.draws, self.null, observed)
        if self.null.floor == 0.0:  # a column of one outcome
            return 1.0
        return float(chdtrc(self.null.floor / self.null.scale, observed / self.null.scale))


def independence(table: Array, seed: int) -> Independence:
    """Return what chance alone would give for a table without empty rows or columns."""
    # In an order that does not depend on that of the outcomes, which engines choose.
    rows, columns = np.sort(table.sum(axis=1)), np.sort(table.sum(axis=0))
    if min(table.shape) < 2 or rows.min() * columns.min() / table.sum() >= FEWEST_EXPECTED:
        return Independence(independence_null(table), None)
    draws = _drawn(rows, columns, int((table > 0).sum()), seed)
    return Independence(fit(draws), draws)


def _drawn(rows: Array, columns: Array, filled: int, seed: int) -> Array:
    """Return the plug-in mutual information of tables drawn with these margins."""
    from scipy.stats import random_table

    by, generator = PlugIn(), np.random.default_rng(seed)
    times = int(np.clip(CELLS_IN_ALL // filled, FEWEST_DRAWS, MOST_DRAWS))
    law = random_table(rows, columns)
    margins = by.entropy(rows) + by.entropy(columns)
    tables = (law.rvs(random_state=generator) for _ in range(times))
    # Of a whole table by way of its cells with rows: of those that large samples leave few.
    joint = np.array([by.entropy(table[table > 0]) for table in tables])
    return np.maximum(margins - joint, 0.0)
