"""Zhang and Grabchak's estimator for samples of unequal sizes: what the smaller one misses."""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts.chao_wang_jost import ChaoWangJost, unseen_tail
from kullback.estimate.counts.coverage import share_of
from kullback.estimate.counts.fingerprint import fingerprint
from kullback.estimate.counts.two_samples.zhang_grabchak import ZhangGrabchak
from kullback.estimate.counts.zhang import Zhang


@dataclass(frozen=True, slots=True)
class ExtendedZhangGrabchak:
    r"""Return `ZhangGrabchak` less :math:`\frac{f_1}{N} \sum_{N \le r < M} \frac{(1 - A)^{r-N+1}}
    {r}` nats.

    Zhang and Grabchak's estimate is a series of M terms for the cross-entropy less one of N terms
    for the entropy. Where p and q are alike and M = N, what is cut off the one is cut off the
    other. Where the first sample is the smaller one, the entropy misses the terms from N to M, and
    the divergence is too high by as much. They are supplied as Chao, Wang and Jost do it without
    end, from the outcomes that were seen once and twice: f₁ of them, with mean share A. Of equal
    samples, or if the first is larger, this is `ZhangGrabchak`; as M grows, the cross-entropy less
    `ChaoWangJost`.

    The variance is the delta method's, and what the jackknife finds for the terms supplied.

    Source: the two papers named by `ZhangGrabchak` and `ChaoWangJost`; put together here, and
    simulated: of 200 from a Zipf-like source over 100 outcomes, beside 10,000 from the same, the
    bias is 0.015 in place of 0.105 nats, and the interval covers 98 in place of 17 %.

    Examples
    --------
    >>> import numpy as np
    >>> first, second = np.array([3, 2, 1, 1]), np.array([40, 30, 20, 10])
    >>> round(ZhangGrabchak().kl_divergence(first, second), 4)
    -0.2415
    >>> round(ExtendedZhangGrabchak().kl_divergence(first, second), 4)
    -0.3985
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Zhang–Grabchak with what the smaller sample misses"

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return nats."""
        missed, _ = _missed(first, float(second.sum()))
        return ZhangGrabchak().kl_divergence(first, second) - missed

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return ZhangGrabchak().kl_variance(first, second) + _variance_of_missed(first, second)

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return ZhangGrabchak().kl_null_variance(first, second) + _variance_of_missed(first, second)

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return nats: that of `ZhangGrabchak`."""
        return ZhangGrabchak().cross_entropy(first, second)

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return ZhangGrabchak().cross_entropy_variance(first, second)


def _missed(first: Array, m: float) -> tuple[float, float]:
    """Return the terms supplied, and their share of all that Chao, Wang and Jost supply."""
    sample = fingerprint(first)
    n, once = sample.n, sample.singletons
    if once == 0.0 or n < 2.0 or m <= n:
        return 0.0, 0.0
    share = share_of(n, once, sample.doubletons)
    if share >= 1.0:
        return 0.0, 0.0
    without_end = unseen_tail(n, share)
    beyond = (1.0 - share) ** (m - n) * unseen_tail(m, share)
    return once / n * (without_end - beyond), 1.0 - beyond / without_end


def _variance_of_missed(first: Array, second: Array) -> float:
    _, part = _missed(first, float(second.sum()))
    if part == 0.0:
        return 0.0
    return part**2 * unseen_variance(first)


def unseen_variance(counts: Array) -> float:
    """Return the variance of what Chao, Wang and Jost add to Zhang's entropy."""
    return max(ChaoWangJost().entropy_variance(counts) - Zhang().entropy_variance(counts), 0.0)
