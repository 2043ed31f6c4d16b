"""The jackknife over groups: what is found without each group in turn tells bias and spread.

Observations of one document, user or session resemble each other, so that a formula for
independent ones finds too little bias and too small an error. Groups are independent; nothing is
asked of what happens within one.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.samples import Tally


@dataclass(frozen=True, slots=True)
class Jackknifed:
    """A statistic of grouped samples, and how far groups move it.

    `bias` is what has to be taken off the statistic, to first order in one over the groups.
    `degrees` are those of Student's law that the error follows.
    """

    statistic: float
    bias: float
    std_error: float
    degrees: int

    @property
    def is_blind(self) -> bool:
        """Whether groups are all alike, but for rounding, and so tell no error."""
        return self.std_error <= 1e-9 * abs(self.statistic)

    def interval(self, around: float, confidence: float) -> tuple[float, float]:
        """Return the interval around an estimate."""
        from scipy.special import stdtrit

        reach = float(stdtrit(self.degrees, (1.0 + confidence) / 2.0)) * self.std_error
        return around - reach, around + reach


def delete_a_group(statistic: Callable[..., float], tallies: Sequence[Tally]) -> Jackknifed:
    r"""Return the delete-a-group jackknife of a statistic of the counts of one sample or two.

    With g blocks, bias :math:`(g - 1)(\bar\theta - \theta)` and variance
    :math:`\frac{g - 1}{g} \sum_j (\theta_j - \bar\theta)^2`; those of independent samples add up.

    Source: Kott (2001), The delete-a-group jackknife, Journal of Official Statistics 17.
    """
    counts = [tally.counts for tally in tallies]
    whole = statistic(*counts)
    bias, variance, degrees = 0.0, 0.0, math.inf
    for place, tally in enumerate(tallies):
        left = np.array(
            [
                statistic(*counts[:place], rest, *counts[place + 1 :])
                for rest in without_each_block(tally)
            ]
        )
        bias += (len(left) - 1) * float(left.mean() - whole)
        variance += (len(left) - 1) * float(left.var())
        degrees = min(degrees, len(left) - 1)
    return Jackknifed(whole, bias, math.sqrt(variance), int(degrees))


def without_each_block(tally: Tally) -> list[Array]:
    """Return the counts without each block; what is no more than rounding is nothing."""
    assert tally.blocks is not None
    least = 1e-12 * float(tally.counts.sum())
    rests = [tally.counts - block for block in tally.blocks]
    if any(rest.sum() <= least for rest in rests):
        raise ValueError("one group holds all that was observed: nothing is left without it")
    return [np.where(rest > least, rest, 0.0) for rest in rests]
