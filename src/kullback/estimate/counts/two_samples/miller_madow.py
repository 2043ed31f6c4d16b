"""Miller–Madow for two samples: the plug-in less its bias to first order."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.two_samples import delta_variance
from kullback.estimate.counts.two_samples.plug_in import TwoSamplePlugIn


@dataclass(frozen=True, slots=True)
class TwoSampleMillerMadow:
    r"""Return the plug-in KL divergence less :math:`\frac{k - 1}{2N} + \frac{1}{2M}
    (\sum_i \hat p_i / \hat q_i - 1)` nats.

    k is the number of outcomes that were seen in either sample. The first part is the entropy's
    bias, the second the cross-entropy's, so that :math:`H + D = \text{cross-entropy}` with
    `MillerMadow` where both samples show the same outcomes. Infinite where the plug-in is. The
    variance is the plug-in's.

    Source: Miller (1955) for the entropy; the second part is the mean of the second-order term of
    :math:`-\log \hat q`, by the delta method.

    Examples
    --------
    >>> import numpy as np
    >>> round(TwoSampleMillerMadow().kl_divergence(np.array([60, 40]), np.array([40, 60])), 4)
    0.0703
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Miller–Madow for two samples"

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return nats."""
        plain = TwoSamplePlugIn().kl_divergence(first, second)
        if math.isinf(plain):
            return plain
        seen = int(np.count_nonzero((first > 0) | (second > 0)))
        return plain - (seen - 1) / (2.0 * float(first.sum())) - _excess(first, second)

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return TwoSamplePlugIn().kl_variance(first, second)

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return delta_variance.null_variance(first, second)

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return nats."""
        plain = TwoSamplePlugIn().cross_entropy(first, second)
        return plain if math.isinf(plain) else plain - _excess(first, second)

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return TwoSamplePlugIn().cross_entropy_variance(first, second)


def _excess(first: Array, second: Array) -> float:
    """Return how much too high the plug-in cross-entropy is; every x was seen among the y."""
    seen = first > 0
    p, q = first[seen] / first.sum(), second[seen] / second.sum()
    return float((p / q).sum() - 1.0) / (2.0 * float(second.sum()))
