"""Dirichlet priors: a fraction of a count added to every outcome that there can be."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.dirichlet_moments import dirichlet_moments
from kullback.estimate.counts.fingerprint import Fingerprint, fingerprint, known_outcomes
from kullback.estimate.counts.special_functions import x_log_x

Prior = Literal["Jeffreys", "Laplace", "Perks", "minimax"]

ADDED: dict[str, Callable[[float, int], float]] = {
    "Jeffreys": lambda n, outcomes: 0.5,
    "Laplace": lambda n, outcomes: 1.0,
    "Perks": lambda n, outcomes: 1.0 / outcomes,
    "minimax": lambda n, outcomes: math.sqrt(n) / outcomes,
}


@dataclass(frozen=True, slots=True)
class DirichletPlugIn:
    r"""Return the entropy, in nats, of the probabilities :math:`(n_i + a)/(n + K a)`.

    `added` is a, or the name of a rule for it: Jeffreys ½, Laplace 1, Perks 1/K, minimax √n/K.
    `outcomes` is K, the number of possible outcomes; where it is not known, the outcomes seen, and
    the answer is at most their logarithm. Counts need not be whole: those of weighted observations
    are not. These are the probabilities that the prior expects after the data, but not the entropy
    that it expects: that is `DirichletPosterior`. No variance is known for it.

    Error of rounding: a few units in the last digit.

    Source: Hausser & Strimmer (2009), Entropy inference and the James-Stein estimator, Journal of
    Machine Learning Research 10, where the priors are listed.

    Examples
    --------
    >>> round(DirichletPlugIn("Laplace").entropy([1, 2, 3, 2, 1]), 10)
    1.5740973368
    """

    added: Prior | float = "Jeffreys"
    outcomes: int | None = None

    def __post_init__(self) -> None:
        _check(self.added)

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"plug-in of {_words(self.added)}"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts, whole=False)
        possible = known_outcomes(sample, self.outcomes)
        a = _added(self.added, sample, possible)
        total = sample.n + possible * a
        rest = (possible - sample.seen) * float(x_log_x(a / total))
        return -(sample.total(x_log_x((sample.counts + a) / total)) + rest) + 0.0

    def entropy_variance(self, counts: Array) -> float:
        """Return NaN: none is known."""
        return math.nan


@dataclass(frozen=True, slots=True)
class DirichletPosterior:
    r"""Return the mean of the entropy after the data, :math:`\psi(\alpha + 1) - \sum_i
    \frac{\alpha_i}{\alpha} \psi(\alpha_i + 1)` nats with :math:`\alpha_i = n_i + a`, α their sum.

    `added` and `outcomes` are those of `DirichletPlugIn`. The variance is that of the entropy after
    the data: it answers for the prior, which says nearly all where n is much smaller than K.

    Error of rounding: at most 1e-14 · (1 + log(n + Ka)) nats.

    Source: Wolpert & Wolf (1995), Estimating functions of probability distributions from a finite
    set of samples, Physical Review E 52.

    Examples
    --------
    >>> round(DirichletPosterior().entropy([1, 2, 3, 2, 1]), 10)
    1.399430315
    """

    added: Prior | float = "Jeffreys"
    outcomes: int | None = None

    def __post_init__(self) -> None:
        _check(self.added)

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"posterior mean of {_words(self.added)}"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        return self._moments(counts)[0]

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return self._moments(counts)[1]

    def _moments(self, counts: Array) -> tuple[float, float]:
        sample = fingerprint(counts, whole=False)
        possible = known_outcomes(sample, self.outcomes)
        if possible == 1:
            return 0.0, 0.0
        a = _added(self.added, sample, possible)
        mean, variance = dirichlet_moments(sample, possible, np.array([a]))
        return float(mean[0]), float(variance[0])


def _added(added: Prior | float, sample: Fingerprint, outcomes: int) -> float:
    if isinstance(added, str):
        return ADDED[added](sample.n, outcomes)
    return float(added)


def _check(added: Prior | float) -> None:
    if isinstance(added, str):
        if added not in ADDED:
            raise ValueError(f"added must be a number or one of {', '.join(ADDED)}; got {added!r}")
    elif not 0.0 < added < math.inf:
        raise ValueError(f"added must be a positive number, got {added}")


def _words(added: Prior | float) -> str:
    return f"the {added} prior" if isinstance(added, str) else f"counts with {added:g} added"
