"""Sample coverage: how much of the source has been seen, from what was seen once and twice."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a sample of counts says of the part of its source that it missed.

    Answers are shares of the source, but for `outcomes`, a number of them. Where no outcome was
    seen once, the coverage is 1. Where one alone was, and none twice, Chao and Jost's estimate is 1
    as well, even for a single observation; Good and Turing's is not.

    Sources: Good (1953), The population frequencies of species and the estimation of population
    parameters, Biometrika 40; Chao & Jost (2012), Coverage-based rarefaction and extrapolation,
    Ecology 93; Esty (1983), A normal limit law for a nonparametric estimator of the coverage of a
    random sample, Annals of Statistics 11; Chao (1984), Nonparametric estimation of the number of
    classes in a population, Scandinavian Journal of Statistics 11.

    Examples
    --------
    >>> sample = [1, 2, 3, 2, 1]
    >>> round(Coverage().good_turing(sample), 10), round(Coverage().chao_jost(sample), 10)
    (0.7777777778, 0.8222222222)
    >>> round(Coverage().outcomes(sample), 10)
    5.8888888889
    """

    def good_turing(self, counts: Array | Fingerprint) -> float:
        """Return 1 − f₁/n, with f₁ the outcomes seen once."""
        sample = fingerprint(counts)
        return 1.0 - sample.singletons / sample.n

    def good_turing_std_error(self, counts: Array | Fingerprint) -> float:
        """Return √(f₁ (1 − f₁/n) + 2 f₂)/n, Esty's standard error."""
        sample = fingerprint(counts)
        once, twice = sample.singletons, sample.doubletons
        return float(np.sqrt(once * (1.0 - once / sample.n) + 2.0 * twice) / sample.n)

    def chao_jost(self, counts: Array | Fingerprint) -> float:
        """Return 1 − (1 − A) f₁/n, with A the mean share of an outcome that was seen once."""
        sample = fingerprint(counts)
        if sample.singletons == 0.0:
            return 1.0
        return 1.0 - sample.singletons / sample.n * (1.0 - singleton_share(sample))

    def outcomes(self, counts: Array | Fingerprint) -> float:
        """Return Chao's lower bound on the number of outcomes, k + (n − 1)/n · f₁²/2f₂."""
        sample = fingerprint(counts)
        once, twice = sample.singletons, sample.doubletons
        unseen = once**2 / (2.0 * twice) if twice else once * (once - 1.0) / 2.0
        return sample.seen + (sample.n - 1.0) / sample.n * unseen


def singleton_share(sample: Fingerprint) -> float:
    """Return the mean probability of the outcomes that were seen once, as Chao & Jost estimate it.

    Where none was seen twice, as if one more than there is had been: their own repair.
    """
    return share_of(sample.n, sample.singletons, sample.doubletons)


def share_of(n: float, once: float, twice: float) -> float:
    """Return 2 f₂ / ((n − 1) f₁ + 2 f₂), or 2 / ((n − 1) (f₁ − 1) + 2) where f₂ is 0."""
    if twice > 0.0:
        return 2.0 * twice / ((n - 1.0) * once + 2.0 * twice)
    return 2.0 / ((n - 1.0) * (once - 1.0) + 2.0)
