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

NO_SKEWNESS = 1e-8  # below it Hall's transformation is 0/0, and no transformation


@dataclass(frozen=True, slots=True)
class Jackknifed:
    """A statistic of grouped samples, and how far groups move it.

    `bias` is what has to be taken off the statistic, to first order in one over the groups.
    `degrees` are those of Student's law that the error follows; `skewness` is that of the
    statistic.
    """

    statistic: float
    bias: float
    std_error: float
    degrees: int
    skewness: float = 0.0

    @property
    def is_blind(self) -> bool:
        """Whether groups are all alike, but for rounding, and so tell no error."""
        return self.std_error <= 1e-9 * abs(self.statistic)

    def interval(self, around: float, confidence: float) -> tuple[float, float]:
        r"""Return the interval around an estimate: that of Student's law, or one for skewed errors.

        Where few groups hold most of what is rare, samples without them find too little and are too
        sure of it. Hall's transformation of :math:`t = (\hat\theta - \theta)/s`, with λ the
        skewness, is nearly normal where t is not:

        .. math:: \psi(t) = t + \lambda t^2 / 3 + \lambda^2 t^3 / 27 + \lambda / 6

        It alone is too narrow where the skewness is not well known, so that the farther ends of the
        two count: of 50 groups of ten from a source of 0.9 and 0.1, 95 in 100 cover where Student's
        law alone does in 90.

        Source: Hall (1992), On the removal of skewness by transformation, Journal of the Royal
        Statistical Society B 54.
        """
        from scipy.special import stdtrit

        reach = float(stdtrit(self.degrees, (1.0 + confidence) / 2.0))
        low, high = (min(-reach, -self._unskewed(reach)), max(reach, -self._unskewed(-reach)))
        return around + low * self.std_error, around + high * self.std_error

    def _unskewed(self, x: float) -> float:
        """Return the t of which Hall's transformation is x."""
        if abs(self.skewness) < NO_SKEWNESS:
            return x
        cube = 1.0 + self.skewness * (x - self.skewness / 6.0)
        return 3.0 / self.skewness * (math.cbrt(cube) - 1.0)


def delete_a_group(statistic: Callable[..., float], tallies: Sequence[Tally]) -> Jackknifed:
    r"""Return the delete-a-group jackknife of a statistic of the counts of one sample or two.

    With g blocks, bias :math:`(g - 1)(\bar\theta - \theta)` and variance
    :math:`\frac{g - 1}{g} \sum_j (\theta_j - \bar\theta)^2`; those of independent samples add up,
    and so does the third cumulant, :math:`g^{-3} \sum_j ((g - 1)(\bar\theta - \theta_j))^3`.

    Source: Kott (2001), The delete-a-group jackknife, Journal of Official Statistics 17.
    """
    counts = [tally.counts for tally in tallies]
    whole = statistic(*counts)
    bias, variance, third, degrees = 0.0, 0.0, 0.0, math.inf
    for place, tally in enumerate(tallies):
        left = np.array(
            [
                statistic(*counts[:place], rest, *counts[place + 1 :])
                for rest in without_each_block(tally)
            ]
        )
        bias += (len(left) - 1) * float(left.mean() - whole)
        variance += (len(left) - 1) * float(left.var())
        moved = (len(left) - 1) * (left.mean() - left)
        third += float((moved**3).mean()) / len(left) ** 2
        degrees = min(degrees, len(left) - 1)
    std_error = math.sqrt(variance)
    cube = std_error**3
    skewness = third / cube if cube else 0.0
    return Jackknifed(whole, bias, std_error, int(degrees), skewness)


def without_each_block(tally: Tally) -> list[Array]:
    """Return the counts without each block; what is no more than rounding is nothing."""
    assert tally.blocks is not None
    least = 1e-12 * float(tally.counts.sum())
    rests = [tally.counts - block for block in tally.blocks]
    if any(rest.sum() <= least for rest in rests):
        raise ValueError("one group holds all that was observed: nothing is left without it")
    return [np.where(rest > least, rest, 0.0) for rest in rests]
