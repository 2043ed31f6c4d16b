"""Numbers over their spread, so that no coordinate is blind to another because of its unit."""

import numpy as np

from kullback._arrays import Array
from kullback.estimate.numbers.sample import brought_to_one


def in_common_units(x: Array, y: Array, *, equal_spread: bool) -> tuple[Array, Array]:
    """Return both samples over powers of two, and over their interquartile ranges if asked.

    Units say nothing of dependence, but the largest difference of all coordinates does not see one
    whose numbers are small. Of several columns the widest counts.
    """
    if not equal_spread:
        _, (x, y) = brought_to_one(x, y)
        return x, y
    return _of_unit_spread(x), _of_unit_spread(y)


def _of_unit_spread(sample: Array) -> Array:
    _, (scaled,) = brought_to_one(sample)
    return np.asarray(scaled / (max(_spread(column) for column in scaled.T) or 1.0))


def _spread(column: Array) -> float:
    # Of the different values: an atom of half of the rows may reach either quartile, by chance.
    low, high = np.percentile(np.unique(column), [25.0, 75.0])
    return float(high - low)
