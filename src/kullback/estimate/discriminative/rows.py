"""Rows of two samples as numbers that a classifier can learn from, encoded blind to the sample.

What is looked at (ranks) is a property of the rows of both together: an encoding that knew the
sample would let held-out rows into the training.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array

MOST_CODES = 255  # of a column in a boosted tree; the last category holds all others


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of both tables, encoded twice.

    Attributes
    ----------
    scores : array (rows, features)
        Normal scores of numbers, 0 where missing; indicators of missing and of categories.
    owner : array (features,)
        The place of the column that each score belongs to.
    codes : array (rows, columns)
        A whole number below 255 for a range of numbers, rising, or for a category; NaN where
        missing.
    categorical : array (columns,)
        Which columns of `codes` are categories.
    of_current : array (rows,)
        Which rows are of the current table.
    """

    scores: Array
    owner: Array
    codes: Array
    categorical: Array
    of_current: Array

    def __getitem__(self, rows: Array) -> "Rows":
        return Rows(
            self.scores[rows],
            self.owner,
            self.codes[rows],
            self.categorical,
            self.of_current[rows],
        )

    def exchanged(self, column: int, order: Array) -> "Rows":
        """Return the rows with the values of one column in another order."""
        scores, codes = self.scores.copy(), self.codes.copy()
        own = self.owner == column
        scores[:, own] = self.scores[order][:, own]
        codes[:, column] = self.codes[order, column]
        return Rows(scores, self.owner, codes, self.categorical, self.of_current)


def number_encoded(values: Array) -> tuple[Array, Array]:
    """Return scores and codes: the quantiles of a normal law at the ranks, ties at their mean."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    missing = np.isnan(values)
    share = np.full(len(values), np.nan)
    present = values[~missing]
    if len(present):
        share[~missing] = (rankdata(present) - 0.5) / len(present)
    score = np.where(missing, 0.0, ndtri(share))
    indicators = [missing.astype(float)] if missing.any() else []
    # What the trees would do by themselves, at the price of all the rest where rows have weights.
    return np.stack([score, *indicators], axis=1), np.floor(share * MOST_CODES)


def rows_of_numbers(reference: Array, current: Array) -> Rows:
    """Encode the rows of two samples of numbers, of shapes (n, d) and (m, d)."""
    pooled = np.concatenate([reference, current])
    encoded = [number_encoded(column) for column in pooled.T]
    return Rows(
        scores=np.concatenate([scores for scores, _ in encoded], axis=1),
        owner=np.arange(len(encoded)),
        codes=np.stack([codes for _, codes in encoded], axis=1),
        categorical=np.zeros(len(encoded), np.bool_),
        of_current=np.repeat([False, True], [len(reference), len(current)]),
    )
