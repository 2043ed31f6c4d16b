"""Entropy of samples from known sources, by every estimator of the library.

"auto" is asked as users ask, by the verb; the others, which the verb would warn of in the same
words, give value and variance themselves and get their interval from the same rule.
"""

import math
from typing import NamedTuple

import numpy as np

from benchmarks.estimation.figures import error_ratio, figures, rounded
from benchmarks.estimation.sources import generator
from kullback import estimate
from kullback.estimate.measures.interval_of_an_entropy import interval_of_an_entropy
from kullback.estimate.measures.sample_sizes import FEWEST_ROWS

AUTO = "auto"
# Those that do something of their own where the number of outcomes is not known; the rest of those
# that take it would put the outcomes seen in its place.
ALSO_NOT_TOLD = ("miller-madow", "nsb")
SLOW = {"nsb": 30, "pitman-yor-mixture": 15, "best-upper-bound": 20, "unseen": 20}
SAMPLES = {AUTO: 1000, "others": 150}
SAMPLES_OF_MANY_OUTCOMES = {AUTO: 500, "others": 50}
FEWEST = 10  # samples, whatever share of them is drawn
# Where the slow ones are asked: elsewhere they take seconds a sample, or more.
MOST_OUTCOMES = {"pitman-yor-mixture": 100, "best-upper-bound": 1000, "nsb": 1000, "unseen": 100}
SIZES = {
    "pitman-yor-mixture": (100, 200),
    "best-upper-bound": (20, 10_000),
    "nsb": (1, 2000),
    "unseen": (1, 1000),
}
MANY = 1000


class Asked(NamedTuple):
    """An estimator, and whether it is told the number of outcomes."""

    estimator: str
    told: bool

    @property
    def name(self):
        """Return the name for figures."""
        return f"{self.estimator}, told K" if self.told else self.estimator

    def answer(self, counts, outcomes):
        """Return value, low, high; all NaN where the estimator refuses the sample."""
        told = outcomes if self.told else None
        by = estimate.ENTROPY_ESTIMATORS[self.estimator](told)
        try:
            raw, variance = by.entropy(counts), by.entropy_variance(counts)
        except ValueError:
            return math.nan, math.nan, math.nan
        std_error = math.sqrt(variance)
        low, high = interval_of_an_entropy(counts, by, raw, std_error, support_size=told)
        if math.isnan(std_error):
            return min(max(raw, 0.0), high), math.nan, math.nan
        return min(max(raw, 0.0), high), low, high


class Automatic(NamedTuple):
    """What a user gets who names no estimator."""

    told: bool

    @property
    def name(self):
        """Return the name for figures."""
        return f"{AUTO}, told K" if self.told else AUTO

    def estimated(self, counts, outcomes):
        """Return the estimate."""
        support_size = outcomes if self.told else None
        return estimate.entropy(counts, given="counts", support_size=support_size)

    def answer(self, counts, outcomes):
        """Return value, low, high."""
        found = self.estimated(counts, outcomes)
        return found.value, found.low, found.high


def asked_of(source, n, share=1.0):
    """Return who is asked of a source, each with the number of samples."""
    many = len(source.probabilities) > MANY
    samples = SAMPLES_OF_MANY_OUTCOMES if many else SAMPLES
    others = part(samples["others"], share)
    slow = {name: min(part(times, share), others) for name, times in SLOW.items()}
    found = {Automatic(told=False): part(samples[AUTO], share)}
    if source.outcomes is not None:
        few = n < FEWEST_ROWS  # then it is a slow one
        found[Automatic(told=True)] = slow["nsb"] if few else others
    for name, maker in estimate.ENTROPY_ESTIMATORS.items():
        least, most = SIZES.get(name, (1, math.inf))
        few_enough = (source.outcomes or 100) <= MOST_OUTCOMES.get(name, math.inf)
        if not (few_enough and least <= n <= most):
            continue
        takes_outcomes = "outcomes" in getattr(maker(2), "__dataclass_fields__", {})
        times = slow.get(name, others)
        if not takes_outcomes or name in ALSO_NOT_TOLD:
            found[Asked(name, told=False)] = times
        if takes_outcomes and source.outcomes is not None:
            found[Asked(name, told=True)] = times
    return found


def part(times, share):
    """Return that share of a number of samples, but not so few that they say nothing."""
    return max(round(share * times), FEWEST)


def simulated(source, n, share=1.0):
    """Return the figures of samples of n observations from one source."""
    asked = asked_of(source, n, share)
    answers = {each: np.full((times, 3), math.nan) for each, times in asked.items()}
    automatic = Automatic(told=False)
    warned = np.zeros(asked[automatic], dtype=bool)
    random = generator("entropy", source.name, n)
    for i in range(asked[automatic]):
        counts = random.multinomial(n, source.probabilities)
        counts = counts[counts > 0].astype(float)
        for each, rows in answers.items():
            if each != automatic and i < len(rows):
                rows[i] = each.answer(counts, source.outcomes)
        found = automatic.estimated(counts, None)
        answers[automatic][i] = found.value, found.low, found.high
        warned[i] = bool(found.warnings)
    return _cell(source, n, answers, ~warned)


def _cell(source, n, answers, quiet):
    truth, ours = source.entropy, answers[Automatic(told=False)]
    estimators = {}
    for each, rows in answers.items():
        estimators[each.name] = figures(truth, rows)
        if not each.told and each.name != AUTO:
            ratio = error_ratio(truth, rows, ours, quiet)
            if ratio is not None:
                estimators[each.name]["to auto"] = ratio
    first, second = source.first_order(n), source.second_order(n)
    return {
        "family": source.family,
        "source": source.label,
        "outcomes": source.outcomes,
        "n": n,
        "truth": rounded(truth),
        "orders": rounded(first / second) if second else None,
        "warned": rounded(1.0 - quiet.mean()),
        "without warning": figures(truth, ours, quiet),
        "estimators": estimators,
    }
