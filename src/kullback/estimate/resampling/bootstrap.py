"""The bootstrap of counts: new samples drawn from the frequencies, never row by row.

A sample drawn again is a multinomial draw of its counts, so a replicate costs what its outcomes do.
Drawn samples have the bias of the first one once more, and lack outcomes as it does: replicates are
moved to the estimate before ends are read off them, and what was not seen in the first sample stays
unknown.
"""

import math
from dataclasses import replace

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint
from kullback.estimate.counts.special_functions import entropy_step
from kullback.estimate.estimate import Estimate
from kullback.kernels.drawing import drawn_again

REPLICATES = 1000


# Share of observations whose outcome was seen once, beyond which too much was not seen at all.
MOST_SEEN_ONCE = 0.05


def with_bootstrap_interval(
    found: Estimate, counts: Array, support_size: int | None, seed: int
) -> Estimate:
    """Return an estimate of the entropy with the interval and the spread of the bootstrap."""
    most = math.inf if support_size is None else math.log(support_size)
    if fingerprint(counts).seen == 1:  # no draw shows another: its own interval knows more
        return found
    replicates = entropies_drawn_again(counts, seed)
    acceleration = _acceleration(fingerprint(counts))
    low, high = bias_corrected_and_accelerated(
        found.raw, replicates, acceleration, found.confidence
    )
    warnings = found.warnings
    if found.sample_coverage is not None and found.sample_coverage < 1.0 - MOST_SEEN_ONCE:
        warnings += ("many outcomes were seen once: a bootstrap interval is too narrow",)
    return replace(
        found,
        std_error=float(replicates.std()),
        low=min(max(low, 0.0), most),
        high=min(max(high, 0.0), most),
        warnings=warnings,
    )


def entropies_drawn_again(counts: Array, seed: int) -> Array:
    """Return the plug-in entropies of `REPLICATES` samples drawn from the frequencies."""
    if counts.sum() > 2**53:
        raise ValueError("the bootstrap draws at most 2**53 observations: scale counts down")
    return drawn_again(counts[counts > 0], _entropies, REPLICATES, seed)


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


def _acceleration(sample: Fingerprint) -> float:
    """Return Σ (θ̄ − θᵢ)³ / 6(Σ (θ̄ − θᵢ)²)^1.5 over the observations that are left out.

    Up to a constant and a factor, θᵢ is c log c − (c − 1) log(c − 1) for one that was seen c times.
    """
    left_out = entropy_step(sample.counts)
    off = sample.mean(left_out) - left_out
    spread = sample.total(sample.counts * off**2)
    return sample.total(sample.counts * off**3) / (6.0 * spread**1.5) if spread > 0.0 else 0.0


def _entropies(counts: Array) -> Array:
    """Return the plug-in entropy of each column."""
    logarithms = np.log(np.maximum(counts, 1.0))
    n = counts[:, 0].sum()
    return np.log(n) - np.einsum("ij,ij->j", counts, logarithms) / n
