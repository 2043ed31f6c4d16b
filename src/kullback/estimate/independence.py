"""Is it chance that two columns of one table go together? By a formula, or by drawing tables.

Under independence, given the margins, a contingency table is drawn like one of shuffled rows; so
what chance gives is known without the rows.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.intervals import Null
from kullback.estimate.measures.mutual_information import independence_null
from kullback.estimate.permutation import FEWEST_EXPECTED, fit, p_of_draws
from kullback.quantities import entropy

FEWEST_DRAWS, MOST_DRAWS = 49, 99  # a fitted tail tells small p-values apart
CELLS_IN_ALL = 50_000  # cells × draws: the more cells, the less their sum varies
CELLS_AT_ONCE = 1_000_000


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
    draws = _drawn(rows, columns, seed)
    return Independence(fit(draws), draws)


def _drawn(rows: Array, columns: Array, seed: int) -> Array:
    """Return the plug-in mutual information of tables drawn with these margins."""
    from scipy.stats import random_table

    generator = np.random.default_rng(seed)
    cells = len(rows) * len(columns)
    times = int(np.clip(CELLS_IN_ALL // cells, FEWEST_DRAWS, MOST_DRAWS))
    law = random_table(rows, columns)
    margins = float(entropy(rows, normalize=True) + entropy(columns, normalize=True))
    if cells * times <= CELLS_AT_ONCE:
        tables = law.rvs(size=times, random_state=generator).reshape(times, -1)
        joint = entropy(tables, normalize=True)
    else:  # one at a time, by the cells that have rows: of those large tables have few
        drawn = (law.rvs(random_state=generator) for _ in range(times))
        joint = np.array([entropy(table[table > 0], normalize=True) for table in drawn])
    return np.maximum(margins - joint, 0.0)
