"""Quantities estimated from data: a value, its bias and its error bar, never a bare number.

The verbs read counts or labels and answer with an `Estimate`. `measures` holds each measure once,
from counts; `counts/` one class per estimator, of which `ENTROPY_ESTIMATORS` is the list;
`intervals` the two interval rules that they share.
"""

from kullback.estimate.counts.entropy_estimator import EntropyEstimator as EntropyEstimator
from kullback.estimate.counts.table import ENTROPY_ESTIMATORS as ENTROPY_ESTIMATORS
from kullback.estimate.estimate import Estimate as Estimate
from kullback.estimate.verbs.cross_entropy import cross_entropy as cross_entropy
from kullback.estimate.verbs.entropy import entropy as entropy
from kullback.estimate.verbs.jensen_shannon_divergence import (
    jensen_shannon_divergence as jensen_shannon_divergence,
)
from kullback.estimate.verbs.kl_divergence import kl_divergence as kl_divergence
from kullback.estimate.verbs.mutual_information import mutual_information as mutual_information

__all__ = [
    "ENTROPY_ESTIMATORS",
    "EntropyEstimator",
    "Estimate",
    "cross_entropy",
    "entropy",
    "jensen_shannon_divergence",
    "kl_divergence",
    "mutual_information",
]
