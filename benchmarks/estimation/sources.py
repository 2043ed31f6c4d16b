"""The sources that one sample is drawn from, and the sizes of the samples.

Every source is drawn once and for all by its own name: adding one changes no figure of another.
"""

import zlib
from typing import NamedTuple

import numpy as np

import kullback as kb

SEED = 1948
RATIOS = (0.1, 0.5, 1, 2, 5, 10, 100)  # observations for each outcome that there is
FEWEST = 5  # observations
TAIL = 30.0  # a geometric source ends where e^(−TAIL) is left


class Source(NamedTuple):
    """A known distribution, and how many observations are drawn from it at a time."""

    family: str
    label: str
    outcomes: int | None  # None where there are infinitely many
    probabilities: np.ndarray
    sizes: tuple[int, ...]

    @property
    def name(self):
        """Return the name for pages."""
        return f"{self.family}, {self.label}"

    @property
    def entropy(self):
        """Return the truth, in nats."""
        return float(kb.entropy(self.probabilities, normalize=True))

    def first_order(self, n):
        """Return the variance of −log p over n: that of the entropy by the delta method."""
        p = self.probabilities[self.probabilities > 0]
        surprise = -np.log(p)
        return float(p @ (surprise - p @ surprise) ** 2) / n

    def second_order(self, n):
        """Return (k − 1)/2n² for the k outcomes that a sample is expected to show."""
        seen = -np.expm1(n * np.log1p(-np.minimum(self.probabilities, 1.0 - 1e-16))).sum()
        return float((seen - 1.0) / (2.0 * n**2))


def generator(*words):
    """Return the random numbers that belong to these words and to no others."""
    return np.random.default_rng([SEED, *(zlib.crc32(str(word).encode()) for word in words)])


def _zipf(exponent):
    return lambda k: np.arange(1.0, k + 1.0) ** -exponent


def _dirichlet(concentration):
    def drawn(k):
        return generator("Dirichlet", concentration, k).dirichlet(np.full(k, concentration))

    return drawn


def _two_levels(k):
    """Return half of all in a tenth of the outcomes."""
    few = k // 10
    return np.repeat([0.5 / few, 0.5 / (k - few)], [few, k - few])


FAMILIES = {
    "uniform": np.ones,
    "Zipf(1)": _zipf(1.0),
    "Zipf(1/2)": _zipf(0.5),
    "Dirichlet(1)": _dirichlet(1.0),
    "Dirichlet(0.1)": _dirichlet(0.1),
    "two levels": _two_levels,
}
OUTCOMES = (10, 100, 1000, 10_000)
FEW_OUTCOMES = (
    ("two outcomes", "0.5 and 0.5", np.array([0.5, 0.5]), (10, 20, 60, 200)),
    ("two outcomes", "0.55 and 0.45", np.array([0.55, 0.45]), (60, 300, 1000)),
    ("two outcomes", "0.7 and 0.3", np.array([0.7, 0.3]), (20, 60, 200)),
    ("two outcomes", "0.9 and 0.1", np.array([0.9, 0.1]), (10, 20, 60, 200)),
    ("two outcomes", "0.99 and 0.01", np.array([0.99, 0.01]), (10, 20, 60, 200, 2000)),
    ("Dirichlet(1)", "K = 5", _dirichlet(1.0)(5), (5, 10, 30, 100, 500)),
)
GEOMETRIC = (
    (0.1, (15, 60, 300, 3000)),
    (0.01, (10, 50, 100, 200, 500, 1000, 10_000)),
    (0.001, (100, 500, 1000, 2000, 5000, 10_000, 100_000)),
)


def sources(quick=False):
    """Return every source; of the quick ones a few, with two sizes each."""
    found = [
        Source(family, label, len(p), np.asarray(p, dtype=float), sizes)
        for family, label, p, sizes in FEW_OUTCOMES
    ]
    found += [
        Source(family, f"K = {k:,}", k, _shares(weights(k)), _sizes(k))
        for family, weights in FAMILIES.items()
        for k in OUTCOMES
    ]
    found += [Source("geometric", f"p = {p}", None, _geometric(p), n) for p, n in GEOMETRIC]
    if quick:
        small = [source for source in found if len(source.probabilities) <= 100]
        return [
            source._replace(sizes=tuple(sorted({source.sizes[1], source.sizes[-2]})))
            for source in small
        ]
    return found


def _shares(weights):
    return weights / weights.sum()


def _sizes(k):
    return tuple(n for n in (round(ratio * k) for ratio in RATIOS) if n >= FEWEST)


def _geometric(p):
    return _shares(p * (1.0 - p) ** np.arange(int(TAIL / p)))
