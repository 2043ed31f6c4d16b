"""What two samples say of their sources, and one of two outcomes: every verb, every estimator.

A verb that takes estimators by name is asked for each of them; one that does not, as it is.
"""

import inspect
import math

import numpy as np

from benchmarks.estimation.entropies import part
from benchmarks.estimation.figures import error_ratio, figures, rounded
from benchmarks.estimation.pairs import TRUTHS
from benchmarks.estimation.sources import generator
from kullback import estimate, mutual_information

AUTO = "auto"
SAMPLES = 200
VERBS = {
    "KL divergence": estimate.kl_divergence,
    "cross-entropy": estimate.cross_entropy,
    "Jensen-Shannon divergence": estimate.jensen_shannon_divergence,
}
TABLES = {"KL divergence": "TWO_SAMPLE_ESTIMATORS", "cross-entropy": "TWO_SAMPLE_ESTIMATORS"}


def ways_of(quantity, verb):
    """Return the keyword arguments of every way to ask a verb, by name."""
    ways = {AUTO: {}}
    if "estimator" in inspect.signature(verb).parameters:
        names = getattr(estimate, TABLES.get(quantity, ""), {})
        ways |= {name: {"estimator": name} for name in names}
    return ways


def compared(pair, sizes, share=1.0):
    """Return one cell for each quantity of two samples of these sizes."""
    times = part(SAMPLES, share)
    random = generator("pairs", pair.name, pair.outcomes, *sizes)
    samples = [
        (random.multinomial(sizes[0], pair.p), random.multinomial(sizes[1], pair.q))
        for _ in range(times)
    ]
    cells = []
    for quantity, verb in VERBS.items():
        truth = float(TRUTHS[quantity](pair.p, pair.q, normalize=True))
        ways = ways_of(quantity, verb)
        ways[f"{AUTO}, told K"] = {"support_size": pair.outcomes}
        found = {
            name: _asked(verb, samples, {"given": "counts"} | way) for name, way in ways.items()
        }
        about = {
            "quantity": quantity,
            "family": pair.name,
            "source": f"K = {pair.outcomes}",
            "n": list(sizes),
        }
        cells.append(about | _figures(truth, found))
    return cells


def dependent(table, n, share=1.0):
    """Return the cell of mutual information in samples of n pairs."""
    times = part(SAMPLES, share)
    random = generator("tables", table.name, n)
    flat = table.joint.ravel() / table.joint.sum()
    samples = [(random.multinomial(n, flat).reshape(table.joint.shape),) for _ in range(times)]
    quantity, verb = "mutual information", estimate.mutual_information
    truth = float(mutual_information(table.joint, normalize=True))
    found = {
        name: _asked(verb, samples, {"given": "counts"} | way)
        for name, way in ways_of(quantity, verb).items()
    }
    about = {"quantity": quantity, "family": table.name, "source": "", "n": n}
    return about | _figures(truth, found)


def _asked(verb, samples, way):
    answers, warned = np.full((len(samples), 3), math.nan), np.zeros(len(samples), dtype=bool)
    for i, sample in enumerate(samples):
        try:
            found = verb(*sample, **way)
        except ValueError:
            continue
        answers[i] = found.value, found.low, found.high
        if math.isnan(found.std_error):  # no interval is claimed
            answers[i, 1:] = math.nan
        warned[i] = bool(found.warnings)
    return answers, warned


def _figures(truth, found):
    ours, warned = found[AUTO]
    estimators = {name: figures(truth, answers) for name, (answers, _) in found.items()}
    for name, (answers, _) in found.items():
        ratio = error_ratio(truth, answers, ours, ~warned)
        if name != AUTO and ratio is not None:
            estimators[name]["to auto"] = ratio
    return {
        "truth": rounded(truth),
        "warned": rounded(warned.mean()),
        "without warning": figures(truth, ours, ~warned),
        "estimators": estimators,
    }
