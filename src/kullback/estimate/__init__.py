"""Quantities estimated from data: a value, its bias and its error bar, never a bare number.

The verbs read counts or labels and answer with an `Estimate`. `measures` holds each measure once,
from counts; `counts/` one class per estimator, of which `ENTROPY_ESTIMATORS` is the list, and
`counts/two_samples/` those of `TWO_SAMPLE_ESTIMATORS`; `intervals` the interval rules that they
share; `permutation` and `independence` what chance gives.
"""

from kullback.estimate.counts.entropy_estimator import EntropyEstimator as EntropyEstimator
from kullback.estimate.counts.table import ENTROPY_ESTIMATORS as ENTROPY_ESTIMATORS
from kullback.estimate.counts.two_samples.table import (
    TWO_SAMPLE_ESTIMATORS as TWO_SAMPLE_ESTIMATORS,
)
from kullback.estimate.counts.two_samples.two_sample_estimator import (
    TwoSampleEstimator as TwoSampleEstimator,
)
from kullback.estimate.estimate import Estimate as Estimate
from kullback.estimate.measures.same_source import SameSourceTest as SameSourceTest
from kullback.estimate.verbs.conditional_entropy import conditional_entropy as conditional_entropy
from kullback.estimate.verbs.conditional_mutual_information import (
    conditional_mutual_information as conditional_mutual_information,
)
from kullback.estimate.verbs.cross_entropy import cross_entropy as cross_entropy
from kullback.estimate.verbs.entropy import entropy as entropy
from kullback.estimate.verbs.information_gain import information_gain as information_gain
from kullback.estimate.verbs.jensen_shannon_divergence import (
    jensen_shannon_divergence as jensen_shannon_divergence,
)
from kullback.estimate.verbs.kl_divergence import kl_divergence as kl_divergence
from kullback.estimate.verbs.mutual_information import mutual_information as mutual_information
from kullback.estimate.verbs.same_source_test import same_source_test as same_source_test

__all__ = [
    "ENTROPY_ESTIMATORS",
    "TWO_SAMPLE_ESTIMATORS",
    "EntropyEstimator",
    "Estimate",
    "SameSourceTest",
    "TwoSampleEstimator",
    "conditional_entropy",
    "conditional_mutual_information",
    "cross_entropy",
    "entropy",
    "information_gain",
    "jensen_shannon_divergence",
    "kl_divergence",
    "mutual_information",
    "same_source_test",
]
