"""How many rows a measure had, and what it says where they are few."""

import numpy as np

from kullback._arrays import Array

# Below this a sample tells little of its source; estimators for that case are another matter.
FEWEST_ROWS = 60


def few_rows(first: Array, second: Array) -> tuple[str, ...]:
    """Return the warning that a small sample deserves."""
    if min(sizes(first, second)) >= FEWEST_ROWS:
        return ()
    return (f"fewer than {FEWEST_ROWS} rows on one side: the interval may be too narrow",)


def inverse_sizes(first: Array, second: Array) -> float:
    """Return 1/a + 1/b for samples of a and b rows."""
    return float(1.0 / np.sum(first) + 1.0 / np.sum(second))


def sizes(first: Array, second: Array) -> tuple[int, int]:
    """Return the rows of two samples."""
    return int(first.sum()), int(second.sum())
