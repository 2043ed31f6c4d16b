"""Samples drawn again from their counts, on all threads, the same for any number of them.

Few draws, and all where there is no Numba, are NumPy's: of the same law, and others for one seed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from kullback._arrays.libraries import LARGE
from kullback.kernels.loading import loaded
from kullback.kernels.threads import share

# Counts drawn with one seed: few enough to stay in cache.
AT_ONCE = 2**15


def drawn_again(counts: Any, statistic: Callable[[Any], Any], replicates: int, seed: int) -> Any:
    """Return a statistic of samples of the same size, drawn from the shares of whole `counts`.

    `statistic` takes a table with one sample a column, of counts as floats.
    """
    rows = max(1, AT_ONCE // len(counts))
    starts = range(0, replicates, rows)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    draw = _drawing(counts, replicates)
    found = np.empty(replicates)

    def work(start: int, stop: int) -> None:
        for block in range(start, stop):
            part = found[starts[block] : starts[block] + rows]
            part[:] = statistic(draw(seeds[block], len(part)))

    share(work, len(starts))
    return found


def _drawing(counts: Any, replicates: int) -> Callable[[np.random.SeedSequence, int], Any]:
    """Return what draws so many samples with a seed."""
    counts = np.array(counts, float)
    large = replicates * len(counts) >= LARGE
    kernels = loaded("kullback.kernels.numba.drawing") if large else None

    def by_kernel(seed: np.random.SeedSequence, rows: int) -> Any:
        drawn = np.empty((len(counts), rows))
        assert kernels is not None
        kernels.draw_again(counts, seed.generate_state(1, np.uint64)[0], drawn)
        return drawn

    def by_numpy(seed: np.random.SeedSequence, rows: int) -> Any:
        n, shares = int(counts.sum()), counts / counts.sum()
        return np.random.default_rng(seed).multinomial(n, shares, rows).T.astype(float)

    return by_numpy if kernels is None else by_kernel
