"""A bounded sample of rows: which rows, by number, so that every engine gives the same ones."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Sample = dict[str, NDArray[Any]]


def places(rows: int, most: int, seed: int) -> NDArray[np.int64]:
    """Return the numbers, from 0 on and rising, of at most `most` of the rows, each as likely."""
    if rows <= most:
        return np.arange(rows)
    chosen = np.random.default_rng(seed).choice(rows, most, replace=False, shuffle=False)
    return np.sort(chosen.astype(np.int64))


def values(listed: Any, missing: Any) -> NDArray[np.object_]:
    """Return texts or truths, with None where they are missing."""
    array = np.empty(len(listed), object)
    array[:] = listed
    array[np.asarray(missing, bool)] = None
    return array
