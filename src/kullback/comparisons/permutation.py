"""The null by drawing, for columns with so many outcomes that the formula is 15 % too low.

Under one source, given the pooled counts, the reference's counts are multivariate hypergeometric:
drawing them needs the counts alone, never the rows.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.intervals import Null
from kullback.quantities import jensen_shannon_divergence, kl_divergence

FEWEST_DRAWS, MOST_DRAWS = 99, 499
CELLS_IN_ALL = 10_000_000  # outcomes × draws
CELLS_AT_ONCE = 1_000_000
ENOUGH_BEYOND = 10  # draws beyond the observed value that make a rank worth more than a fit


@dataclass(frozen=True, slots=True)
class DrawnNull:
    """What JS and both KL divergences of one source look like at these sizes."""

    draws: Array  # of the plug-in JS divergence, in nats
    jensen_shannon: Null
    kl_reference_current: Null
    kl_current_reference: Null

    def p(self, observed: float) -> float:
        """Return the p-value of an observed plug-in JS divergence.

        Its rank among the draws; where hardly any draw lies beyond it, the tail of the scaled
        chi-square law that has their mean and variance.
        """
        from scipy.special import chdtrc

        beyond = int((self.draws >= observed).sum())
        rank = (beyond + 1) / (len(self.draws) + 1)
        null = self.jensen_shannon
        if beyond >= ENOUGH_BEYOND or null.scale == 0.0:
            return rank
        return min(rank, float(chdtrc(null.floor / null.scale, observed / null.scale)))

    def quantile(self, share: float) -> float:
        """Return the plug-in JS divergence that one source exceeds with chance 1 − share."""
        return float(np.quantile(self.draws, share))


def draw_null(reference: Array, current: Array, seed: int) -> DrawnNull:
    """Draw the null of two columns of counts."""
    pooled = reference + current
    draws = int(np.clip(CELLS_IN_ALL // len(pooled), FEWEST_DRAWS, MOST_DRAWS))
    batch = max(1, CELLS_AT_ONCE // len(pooled))
    generator = np.random.default_rng(seed)
    parts = []
    for start in range(0, draws, batch):
        first = generator.multivariate_hypergeometric(
            pooled, int(reference.sum()), size=min(batch, draws - start), method="marginals"
        )
        parts.append(_divergences(first, pooled - first))
    jensen_shannon, forward, backward = np.concatenate(parts, axis=1)
    return DrawnNull(jensen_shannon, _fit(jensen_shannon), _fit(forward), _fit(backward))


def _divergences(first: Array, second: Array) -> Array:
    by = AddedHalf()
    return np.stack(
        [
            jensen_shannon_divergence(first, second, normalize=True),
            kl_divergence(first, by.smoothed(second), normalize=True),
            kl_divergence(second, by.smoothed(first), normalize=True),
        ]
    )


def _fit(draws: Array) -> Null:
    """Match a scaled chi-square law in mean and variance."""
    mean = float(draws.mean())
    return Null(floor=mean, scale=float(draws.var()) / (2.0 * mean) if mean > 0.0 else 0.0)
