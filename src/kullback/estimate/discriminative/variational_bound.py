"""KL divergence bounded from below by a classifier: what is left where neighbours are too far."""

import math
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

import numpy as np

from kullback._arrays import Array
from kullback._units import Unit
from kullback.estimate.discriminative import classifier
from kullback.estimate.discriminative.bounds import moderated
from kullback.estimate.discriminative.rows import rows_of_numbers
from kullback.estimate.estimate import Estimate, clipped

RARE = 20.0  # rows of y: what lies where fewer are expected shows too seldom to be relied on
FORMS = ("NWJ", "DV")


@dataclass(frozen=True, slots=True)
class VariationalBound:
    r"""A bound of the KL divergence from below, in any number of columns.

    A logistic regression on products of normal scores and boosted trees, trained by cross-entropy
    to tell the two samples apart, give each row log-odds f; only rows that they never saw count.
    Whatever they have learned, less than the divergence is found, but for chance:

    .. math:: D(p \| q) \ge E_p[f] - E_q[e^f] + 1, \qquad D(p \| q) \ge E_p[f] - \log E_q[e^f]

    The first, `form="NWJ"`, is a mean, so its error bar is that of a mean. f is shifted so that
    e^f has mean 1 among the other folds' rows of y: there the first is nearly as tight as the
    second, `form="DV"`. That one is too high by chance, since the logarithm of a mean is too low:
    half the squared relative error of the mean is taken off, and `plug_in` says what it was
    before. f is cut off at the logarithm of a twentieth of the rows of y: rows with a larger e^f
    are so rare that none may be seen, and then all of them would be missed. `low` also lies
    further below where the bound is skewed that way (Hall 1992). At 1,000 rows it held in all of
    200 samples of ten columns (0 to 2 nats), and in 93 to 100 % where one column leaves nothing to
    learn.
    Sources: Nguyen, Wainwright & Jordan (2010); Donsker & Varadhan (1983).
    """

    form: Literal["NWJ", "DV"] = "NWJ"

    def __post_init__(self) -> None:
        """Refuse what is neither bound."""
        if self.form not in FORMS:
            raise ValueError(f"form must be one of {', '.join(FORMS)}; got {self.form!r}")

    @property
    def name(self) -> str:
        """Name for reports."""
        return f"variational bound ({self.form})"

    def kl_divergence_bound(
        self, x: Array, y: Array, confidence: float, unit: Unit, seed: int
    ) -> Estimate:
        """Return the bound; `low` is a limit for the divergence, `high` is infinite."""
        _fit_for_it(x, y)
        raw, plug_in, std_error, skewness = self.held_out(x, y, seed)
        return Estimate(
            value=clipped(raw),
            raw=raw,
            plug_in=plug_in,
            unit="nats",
            std_error=std_error,
            low=clipped(raw - _reach(confidence, skewness) * std_error),
            high=math.inf,
            confidence=confidence,
            n=(len(x), len(y)),
            estimator=self.name,
            warnings=(AT_LEAST,),
        ).to(unit)

    def held_out(self, x: Array, y: Array, seed: int) -> tuple[float, float, float, float]:
        """Return the bound, what it was before a correction, its standard error and skewness."""
        first, second = _log_ratios(x, y, seed)
        ratios = np.exp(second)
        mean = float(ratios.mean())
        if self.form == "DV":
            ratios = ratios / mean
        of_first, cubed_of_first = _moments(first)
        of_second, cubed_of_second = _moments(ratios)
        std_error = math.sqrt(of_first + of_second)
        skewness = (cubed_of_first - cubed_of_second) / std_error**3 if std_error else 0.0
        if self.form == "NWJ":
            found = float(first.mean()) - mean + 1.0
            return found, found, std_error, skewness
        found = float(first.mean()) - math.log(mean)
        return found - of_second / 2.0, found, std_error, skewness


def _moments(terms: Array) -> tuple[float, float]:
    """Return the second and third central moment of the mean of terms."""
    n, apart = len(terms), terms - terms.mean()
    return float(terms.var(ddof=1)) / n, float((apart**3).mean()) / n**2


def _reach(confidence: float, skewness: float) -> float:
    """Return how many standard errors below a mean its lower limit lies; further if skewed down."""
    from scipy.special import ndtri

    z = float(ndtri(confidence))
    return z + max(-skewness, 0.0) * (2.0 * z * z + 1.0) / 6.0


def _log_ratios(x: Array, y: Array, seed: int) -> tuple[Array, Array]:
    """Return log p/q of the rows of x and of y, by models that never saw them."""
    rows = rows_of_numbers(x, y)
    logits, fold_of = np.empty(len(x) + len(y)), np.empty(len(x) + len(y), np.int64)
    with classifier.one_thread():
        for number, fold in enumerate(classifier.cross_fitted(rows, seed)):
            logits[fold.rows], fold_of[fold.rows] = fold.logits(rows[fold.rows]), number
    logits = moderated(logits, rows.of_current)
    shifted = logits.copy()
    for number in range(classifier.FOLDS):
        others = logits[rows.of_current & (fold_of != number)]
        shifted[fold_of == number] -= math.log(np.exp(others).mean())
    shifted = np.minimum(shifted, math.log(len(y) / RARE))
    return shifted[: len(x)], shifted[len(x) :]


def _fit_for_it(x: Array, y: Array) -> None:
    for name, sample in (("x", x), ("y", y)):
        if len(sample) < classifier.FEWEST_ROWS:
            raise ValueError(
                f"{name} has {len(sample)} rows; a classifier's bound needs "
                f"{classifier.FEWEST_ROWS} or more"
            )
    if find_spec("sklearn") is None:
        raise ModuleNotFoundError(
            "VariationalBound needs scikit-learn: pip install 'kullback[app]'", name="sklearn"
        )


AT_LEAST = "a lower bound: the divergence may be larger than a classifier finds"
