"""Chao and Shen: shares shrunk by the coverage, each term weighted for the chance of being seen."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.delta_variance import delta_variance
from kullback.estimate.counts.fingerprint import fingerprint
from kullback.estimate.counts.special_functions import x_log_x


@dataclass(frozen=True, slots=True)
class ChaoShen:
    r"""Return :math:`-\sum_i \frac{\hat C \hat p_i \log(\hat C \hat p_i)}{1 - (1 - \hat C
    \hat p_i)^n}` nats, with :math:`\hat C = 1 - f_1/n`.

    Where every outcome was seen once, f₁ is taken as n − 1. Once none was, this keeps the bias of
    the plug-in estimator. The variance is that of the delta method, less its second order.

    Error of rounding: at most 1e-14 · (1 + log n) nats.

    Source: Chao & Shen (2003), Nonparametric estimation of Shannon's index of diversity when there
    are unseen species in sample, Environmental and Ecological Statistics 10.

    Examples
    --------
    >>> round(ChaoShen().entropy([1, 2, 3, 2, 1]), 10)
    1.8765476707
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Chao–Shen"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        from scipy.special import xlog1py

        sample = fingerprint(counts)
        once = min(sample.singletons, sample.n - 1.0)
        p = (1.0 - once / sample.n) * sample.counts / sample.n
        # expm1 keeps the digits of the chance that a rare outcome is seen at all
        return sample.total(x_log_x(p) / np.expm1(xlog1py(sample.n, -p))) + 0.0

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return delta_variance(fingerprint(counts))
