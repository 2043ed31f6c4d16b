"""How often the interval of grouped or weighted observations covers the truth, simulated.

    python -m benchmarks.estimation.groups [--samples 300]

Each group has a taste of its own, drawn around the source by a Dirichlet law: concentration 1 means
that groups hardly share anything, 20 that they differ little. Sizes of groups are geometric. For
weights, each row has a lognormal one, and is drawn so that weighted rows have the source's shares.
"""

import argparse
import math

import numpy as np

from kullback.estimate import entropy
from kullback.estimate.resampling import statistics
from kullback.estimate.resampling.of_groups import estimate_of_groups
from kullback.estimate.samples import Tally
from kullback.quantities import (
    cross_entropy,
    jensen_shannon_divergence,
    kl_divergence,
    mutual_information,
)
from kullback.quantities import entropy as exact_entropy


def zipf(outcomes):
    weights = 1.0 / np.arange(1.0, outcomes + 1.0)
    return weights / weights.sum()


def flat(outcomes):
    return np.full(outcomes, 1.0 / outcomes)


# Groups, rows in each on average, concentration.
DESIGNS = [(10, 30, 5), (20, 30, 5), (50, 10, 2), (50, 30, 20), (100, 100, 5), (200, 10, 2)]
ALONE = {
    "flat, 10": flat(10),
    "Zipf, 10": zipf(10),
    "flat, 100": flat(100),
    "Zipf, 100": zipf(100),
    "0.9 and 0.1": np.array([0.9, 0.1]),
}
BESIDE = {
    "one source, 10": (flat(10), flat(10)),
    "one coin": (flat(2), flat(2)),
    "two coins": (flat(2), np.array([0.4, 0.6])),
    "Zipf and flat, 10": (zipf(10), flat(10)),
}
TABLES = {
    "independent, 4 × 4": np.outer(zipf(4), zipf(4)),
    "dependent, 4 × 4": 0.7 * np.outer(zipf(4), zipf(4)) + 0.3 * np.diag(zipf(4)),
}


def drawn(rng, source, design, shape=None):
    """Return the tally of one sample of groups."""
    groups, rows, concentration = design
    tastes = rng.dirichlet(concentration * source.ravel(), groups)
    blocks = rng.multinomial(rng.geometric(1.0 / rows, groups), tastes).astype(float)
    blocks = blocks.reshape(groups, *(shape or source.shape))
    return Tally(blocks.sum(axis=0), int(blocks.sum()), blocks, groups)


def alone(rng, p, design):
    tally = drawn(rng, p, design)
    tally = tally.only(tally.counts > 0)
    yield estimate_of_groups(statistics.ENTROPY, [tally], confidence=0.95), exact_entropy(p)


def beside(rng, pair, design):
    tallies = [drawn(rng, source, design) for source in pair]
    seen = (tallies[0].counts + tallies[1].counts) > 0
    tallies = [tally.only(seen) for tally in tallies]
    for statistic, exact in (
        (statistics.JENSEN_SHANNON_DIVERGENCE, jensen_shannon_divergence),
        (statistics.KL_DIVERGENCE, kl_divergence),
        (statistics.CROSS_ENTROPY, cross_entropy),
    ):
        yield estimate_of_groups(statistic, tallies, confidence=0.95), exact(*pair)


def tables(rng, table, design):
    tally = drawn(rng, table, design)
    truth = max(float(mutual_information(table)), 0.0)
    truth = 0.0 if truth < 1e-12 else truth
    yield estimate_of_groups(statistics.MUTUAL_INFORMATION, [tally], confidence=0.95), truth


def weighted(rng, p, n):
    """Draw rows with weights that depend on the label, so that weighted shares are those of p."""
    tilt = np.linspace(0.5, 2.0, len(p))
    labels = rng.choice(len(p), n, p=p / tilt / (p / tilt).sum())
    weights = tilt[labels] * rng.lognormal(0.0, 0.7, n)
    yield entropy(labels, given="labels", weights=weights), exact_entropy(p)


def told(name, samples, draw):
    """Print how many of the samples cover, and what they warn of."""
    found = [list(draw()) for _ in range(samples)]
    for place in range(len(found[0])):
        estimates, truths = zip(*(row[place] for row in found), strict=True)
        covered = np.mean([e.low <= t <= e.high for e, t in zip(estimates, truths, strict=True)])
        under = np.mean([any("undersampled" in w for w in e.warnings) for e in estimates])
        errors = [e.raw - t for e, t in zip(estimates, truths, strict=True)]
        print(
            f"{name} [{place}]: covers {covered:.0%} (± {100 * math.sqrt(0.05 / samples):.0f}), "
            f"called undersampled {under:.0%}, bias {np.mean(errors):+.3f}, "
            f"sd {np.std(errors):.3f}",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=300)
    samples = parser.parse_args().samples
    rng = np.random.default_rng(0)
    for what, sources, draw in (
        ("entropy", ALONE, alone),
        ("JS, KL, cross-entropy", BESIDE, beside),
        ("mutual information", TABLES, tables),
    ):
        for name, source in sources.items():
            for design in DESIGNS:
                told(
                    f"{what} of {name}: {design}",
                    samples,
                    lambda draw=draw, source=source, design=design: draw(rng, source, design),
                )
    for name, p in ALONE.items():
        for n in (200, 1000, 5000):
            told(
                f"weighted entropy of {name}: {n} rows",
                samples,
                lambda p=p, n=n: weighted(rng, p, n),
            )


if __name__ == "__main__":
    main()
