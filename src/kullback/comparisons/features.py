"""Rows of two tables as numbers that a classifier can learn from, encoded blind to the table.

Whatever is looked at here (ranks, which categories are frequent) is a property of both tables'
rows together: an encoding that knew the table would let held-out rows into the training.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kullback._arrays import Array
from kullback.comparisons.column import Column
from kullback.comparisons.drawn import drawn_side
from kullback.comparisons.kinds import NUMBERS, Decision
from kullback.estimate.discriminative.rows import MOST_CODES, Rows, number_encoded

MOST_INDICATORS = 8  # categories of a column that get an indicator each


def drawn_rows(columns: Mapping[str, tuple[Column, Decision]], most: int, seed: int) -> Rows:
    """Draw at most so many rows of each table, and encode them."""
    by_name = {name: column for name, (column, _) in columns.items()}
    sides = [drawn_side(by_name, side, most, 2 * seed + side) for side in (0, 1)]
    name = next(iter(by_name))
    of_current = np.repeat([False, True], [len(side[name]) for side in sides])
    encoded = [
        number_encoded(np.concatenate([side[name] for side in sides]))
        if decision.kind in NUMBERS
        else _category([column.label(x) if x == x and x is not None else None
                        for side in sides for x in side[name].tolist()])
        for name, (column, decision) in columns.items()
    ]  # fmt: skip
    return Rows(
        scores=np.concatenate([scores for scores, _ in encoded], axis=1),
        owner=np.repeat(np.arange(len(encoded)), [scores.shape[1] for scores, _ in encoded]),
        codes=np.stack([codes for _, codes in encoded], axis=1),
        categorical=np.array([decision.kind not in NUMBERS for _, decision in columns.values()]),
        of_current=of_current,
    )


def _category(labels: Sequence[str | None]) -> tuple[Array, Array]:
    """Return indicators of the frequent categories, and codes by falling frequency."""
    # Counted by Python: in an array of texts each takes the room of the longest, and loses what
    # zero bytes it ends in.
    counts = Counter(label for label in labels if label is not None)
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    rank = {label: float(min(place, MOST_CODES - 1)) for place, label in enumerate(ordered)}
    codes = np.array([np.nan if label is None else rank[label] for label in labels])
    missing = np.isnan(codes)
    # Of two or more categories that are all listed one can be told from the others.
    listed = range(min(len(ordered), MOST_INDICATORS))
    indicators = [(codes == code).astype(float) for code in listed]
    if missing.any():
        indicators.append(missing.astype(float))
    return np.stack(indicators, axis=1), codes
