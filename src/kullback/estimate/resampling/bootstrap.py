"""The bootstrap of counts: new samples drawn from the frequencies, never row by row.

A sample drawn again is a multinomial draw of its counts, so a replicate costs what its outcomes do.
Drawn samples have the bias of the first one once more: the replicates are moved to the estimate
before ends are read off them.
"""

from collections.abc import Callable

import numpy as np

from kullback._arrays import Array

REPLICATES = 1000
# Drawn with a seed of their own, so that threads and memory decide on nothing.
AT_ONCE = 2**18


def drawn_again(counts: Array, replicates: int, seed: int) -> list[Array]:
    """Return replicates of whole counts, in blocks of rows, each of the same sum."""
    from kullback.kernels.threads import share

    n = int(counts.sum())
    p = counts / counts.sum()
    rows = max(1, AT_ONCE // len(counts))
    sizes = [min(rows, replicates - start) for start in range(0, replicates, rows)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    found: list[Array] = [np.empty(0)] * len(sizes)

    def draw(start: int, stop: int) -> None:
        for block in range(start, stop):
            generator = np.random.default_rng(seeds[block])
            found[block] = generator.multinomial(n, p, sizes[block])

    share(draw, len(sizes))
    return found


def bias_corrected_and_accelerated(
    estimate: float, replicates: Array, acceleration: float, confidence: float
) -> tuple[float, float]:
    r"""Return the ends of the BCa interval from replicates whose mean is moved to the estimate.

    The level α becomes :math:`\Phi(z_0 + (z_0 + z_\alpha)/(1 - a (z_0 + z_\alpha)))`, with
    :math:`\Phi(z_0)` the share of replicates below the estimate and a the acceleration.

    Source: Efron (1987), Better bootstrap confidence intervals, Journal of the American Statistical
    Association 82; centred, since entropies of drawn samples are lower than that of the sample.
    """
    from scipy.special import ndtr, ndtri

    centred = replicates - replicates.mean() + estimate
    below = np.mean(centred < estimate) + 0.5 * np.mean(centred == estimate)
    edge = 0.5 / len(centred)
    z0 = float(ndtri(np.clip(below, edge, 1.0 - edge)))
    z = z0 + ndtri([(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0])
    low, high = np.quantile(centred, ndtr(z0 + z / (1.0 - acceleration * z)))
    return float(low), float(high)


def acceleration(left_out: Array, times: Array) -> float:
    """Return Σ t(θ̄ − θᵢ)³ / 6(Σ t(θ̄ − θᵢ)²)^1.5, for values that are each left out `times`."""
    off = np.average(left_out, weights=times) - left_out
    spread = float(times @ off**2)
    return float(times @ off**3) / (6.0 * spread**1.5) if spread > 0.0 else 0.0


def of_each(statistic: Callable[[Array], float], blocks: list[Array]) -> Array:
    """Return a statistic of each replicate."""
    return np.array([statistic(counts) for block in blocks for counts in block])
