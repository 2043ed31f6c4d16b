"""The null by drawing, for columns with so many outcomes that the formula is 15 % too low.

Under one source, given the pooled counts, the reference's counts are multivariate hypergeometric:
drawing them needs the counts alone, never the rows.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.plug_in import PlugIn
from kullback.estimate.intervals import Null
from kullback.estimate.permutation import fit, is_constant, p_of_draws, split
from kullback.quantities import entropy, jensen_shannon_divergence, kl_divergence

FEWEST_DRAWS, MOST_DRAWS = 99, 499  # a fitted tail, not more draws, tells small p-values apart
CELLS_IN_ALL = 10_000_000  # outcomes × draws
# Kernels take a third of the time once they are compiled, which takes some 8 seconds at first: so
# few cells are measured in arrays too small for them (28 November 2026).
CELLS_WORTH_KERNELS = 5_000_000
CELLS_AT_ONCE, CELLS_AT_ONCE_WITHOUT = 1_000_000, 90_000


@dataclass(frozen=True, slots=True)
class DrawnNull:
    """What one source looks like at these sizes: divergences, and how far entropies fall short.

    `entropy_reference` and `entropy_current` are what to add to the plug-in entropies.
    """

    draws: Array  # of the plug-in JS divergence, in nats
    jensen_shannon: Null
    kl_reference_current: Null
    kl_current_reference: Null
    entropy_reference: float
    entropy_current: float

    def p(self, observed: float) -> float:
        """Return the p-value of an observed plug-in JS divergence.

        Its rank among the draws; where hardly any draw lies beyond it, the tail of the scaled
        chi-square law that has their mean and variance.
        """
        return p_of_draws(self.draws, self.jensen_shannon, observed)

    def more_alike_than(self, observed: float, chance: float) -> bool:
        """Tell whether one source would fall below an observed divergence less often than that."""
        from scipy.special import chdtr

        null = self.jensen_shannon
        if is_constant(null):
            return False
        return bool(chdtr(null.floor / null.scale, observed / null.scale) < chance)

    def quantile(self, share: float) -> float:
        """Return the plug-in JS divergence that one source exceeds with chance 1 − share."""
        return float(np.quantile(self.draws, share))


def draw_null(reference: Array, current: Array, seed: int) -> DrawnNull:
    """Draw the null of two columns of counts."""
    pooled = reference + current
    draws = int(np.clip(CELLS_IN_ALL // len(pooled), FEWEST_DRAWS, MOST_DRAWS))
    is_worth_kernels = draws * len(pooled) >= CELLS_WORTH_KERNELS
    at_once = CELLS_AT_ONCE if is_worth_kernels else CELLS_AT_ONCE_WITHOUT
    batch = max(1, at_once // len(pooled))
    generator = np.random.default_rng(seed)
    n = int(reference.sum())
    parts = []
    for start in range(0, draws, batch):
        first = split(generator, pooled, n, min(batch, draws - start))
        parts.append(_measured(first, pooled - first))
    jensen_shannon, forward, backward, of_first, of_second = np.concatenate(parts, axis=1)
    of_pooled = PlugIn().entropy(pooled)
    return DrawnNull(
        draws=jensen_shannon,
        jensen_shannon=fit(jensen_shannon),
        kl_reference_current=fit(forward),
        kl_current_reference=fit(backward),
        entropy_reference=of_pooled - float(of_first.mean()),
        entropy_current=of_pooled - float(of_second.mean()),
    )


def _measured(first: Array, second: Array) -> Array:
    by = AddedHalf()
    return np.stack(
        [
            jensen_shannon_divergence(first, second, normalize=True),
            kl_divergence(first, by.smoothed(second), normalize=True),
            kl_divergence(second, by.smoothed(first), normalize=True),
            entropy(first, normalize=True),
            entropy(second, normalize=True),
        ]
    )
