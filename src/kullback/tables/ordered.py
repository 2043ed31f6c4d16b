"""Order statistics and histograms of numbers in memory, whoever held them before."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def ranked(numbers: NDArray[np.float64], ranks: Sequence[int]) -> list[float]:
    """Return the r-th smallest of numbers for each rank r."""
    ordered = np.sort(numbers)
    return [float(ordered[rank - 1]) for rank in ranks]


def histogram(numbers: NDArray[np.float64], edges: Sequence[float]) -> list[int]:
    """Count finite numbers in the cells (−∞, e₀], (e₀, e₁], …, (eₙ, ∞)."""
    # Sorted first: a search for numbers in no order is several times slower.
    ordered = np.sort(numbers)
    below = np.searchsorted(ordered, np.asarray(edges), side="right")
    return [int(count) for count in np.diff(below, prepend=0, append=len(ordered))]
