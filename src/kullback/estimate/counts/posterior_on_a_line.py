"""Moments of a posterior over one number on the whole line, by the trapezoid rule at its peak."""

from collections.abc import Callable

import numpy as np

from kullback._arrays import Array

MOST_OBSERVATIONS = 2**50  # of more, the last digit of a log density outweighs its peak
NEGLIGIBLE = 46.0  # e^(−46) of the peak is below the last digit of the answer


def moments_on_a_line(
    log_density: Callable[[Array], Array],
    moments: Callable[[Array], tuple[Array, Array]],
    low: float,
    high: float,
) -> tuple[float, float]:
    """Return mean and variance of a mixture: `moments` of u, weighted by the density of u.

    The rule is exact to rounding for a smooth density that is negligible at both ends. Three times
    it is looked up where the density is not.
    """
    u = np.linspace(low, high, 2401)
    density = log_density(u)
    for _ in range(3):
        kept = np.flatnonzero(density > density.max() - NEGLIGIBLE)
        u = np.linspace(u[max(kept[0] - 1, 0)], u[min(kept[-1] + 1, u.size - 1)], 801)
        density = log_density(u)
    return mixed(density, *moments(u))


def refuse_too_many(n: float) -> None:
    """Refuse samples whose log density has no digits left for where it is largest."""
    if n > MOST_OBSERVATIONS:
        raise ValueError(
            f"this prior takes at most 2**50 observations, got {n:.3g}: divide all counts by one "
            "number, or take another estimator, all of which agree there"
        )


def mixed(log_weights: Array, mean: Array, variance: Array) -> tuple[float, float]:
    """Return mean and variance of a mixture of laws with these weights, means and variances."""
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    whole = weights @ mean
    return float(whole), float(weights @ (variance + (mean - whole) ** 2))
