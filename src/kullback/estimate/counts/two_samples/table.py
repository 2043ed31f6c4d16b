"""Every estimator of KL divergence and cross-entropy from two samples, by its name."""

from kullback.estimate.counts.two_samples.added_half_less_bias import AddedHalfLessBias
from kullback.estimate.counts.two_samples.dirichlet import DirichletSmoothed
from kullback.estimate.counts.two_samples.extended_zhang_grabchak import (
    ExtendedZhangGrabchak,
)
from kullback.estimate.counts.two_samples.miller_madow import TwoSampleMillerMadow
from kullback.estimate.counts.two_samples.plug_in import TwoSamplePlugIn
from kullback.estimate.counts.two_samples.two_sample_estimator import TwoSampleEstimator
from kullback.estimate.counts.two_samples.zhang_grabchak import ZhangGrabchak

TWO_SAMPLE_ESTIMATORS: dict[str, TwoSampleEstimator] = {
    "plug-in": TwoSamplePlugIn(),
    "miller-madow": TwoSampleMillerMadow(),
    "added-half": AddedHalfLessBias(),
    "jeffreys": DirichletSmoothed("Jeffreys"),
    "laplace": DirichletSmoothed("Laplace"),
    "perks": DirichletSmoothed("Perks"),
    "minimax": DirichletSmoothed("minimax"),
    "zhang-grabchak": ZhangGrabchak(),
    "extended-zhang-grabchak": ExtendedZhangGrabchak(),
}
