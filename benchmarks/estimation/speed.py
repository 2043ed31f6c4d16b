"""How fast estimates from labels are, beside what people use: same arrays, in turn, in one run.

    python -m benchmarks.estimation.speed [--rows 10000000] [--rounds 5] [words of cases …]

Each round times every side once; the best of the rounds counts, since other programs only ever add.
Kernels are compiled, and peers imported, before the first round. Peers use one thread: they have no
more to offer. Beside the time on the clock stands that of all processors.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks import machine
from kullback import estimate


@dataclass(frozen=True)
class Case:
    """What is timed: ours against another, which should take at least `goal` times as long."""

    name: str
    ours: Callable[[], object]
    other: Callable[[], object]
    against: str
    goal: float | None = None


def entropy_of_unique(x):
    """Return the entropy in nats as NumPy and SciPy give it."""
    from scipy.stats import entropy

    return entropy(np.unique(x, return_counts=True)[1])


def entropy_of_labels(rows):
    """Return cases of one column: few and many labels, close together and far apart, texts."""
    rng = np.random.default_rng(0)
    weights = 1.0 / np.arange(1.0, 1001.0)
    far = rng.integers(-(2**62), 2**62, 1000)
    columns = {
        "10 labels": rng.integers(0, 10, rows),
        "1,000 labels": rng.integers(0, 1000, rows),
        "1,000 labels by Zipf's law": rng.choice(1000, rows, p=weights / weights.sum()),
        "100,000 labels": rng.integers(0, 100_000, rows),
        "1,000 labels, int32": rng.integers(0, 1000, rows).astype(np.int32),
        "1,000 labels far apart": far[rng.integers(0, 1000, rows)],
        "as many labels as rows": rng.integers(-(2**62), 2**62, rows),
        "1,000 texts": np.char.add("label ", np.arange(1000).astype(str))[
            rng.integers(0, 1000, rows // 10)
        ],
    }
    for name, x in columns.items():
        goal = 10.0 if name in ("1,000 labels", "10 labels", "100,000 labels") else None
        yield Case(
            f"entropy of {len(x):,} rows: {name}",
            lambda x=x: estimate.entropy(x, given="labels"),
            lambda x=x: entropy_of_unique(x),
            "np.unique + scipy.stats.entropy",
            goal,
        )


def mutual_information_of_labels(rows):
    """Return cases of two columns."""
    from sklearn.metrics import mutual_info_score

    rng = np.random.default_rng(1)
    for first, second in ((20, 30), (1000, 300)):
        x = rng.integers(0, first, rows)
        y = (x + rng.integers(0, second, rows)) % second
        yield Case(
            f"mutual information of {rows:,} rows: {first:,} and {second:,} labels",
            lambda x=x, y=y: estimate.mutual_information(x, y, given="labels"),
            lambda x=x, y=y: mutual_info_score(x, y),
            "sklearn.metrics.mutual_info_score",
            10.0,
        )


def bootstraps(rows):
    """Return the bootstrap of counts beside 20 plug-in values from the sample."""
    rng = np.random.default_rng(2)
    weights = 1.0 / np.arange(1.0, 1001.0)
    for name, x in (
        ("flat", rng.integers(0, 1000, rows)),
        ("Zipf", rng.choice(1000, rows, p=weights / weights.sum())),
    ):

        def plug_in(x=x, **how):
            return estimate.entropy(x, given="labels", estimator="plug-in", **how)

        counts = np.bincount(x)
        yield Case(
            f"1,000 bootstrap replicates of {rows:,} rows, 1,000 labels, {name}",
            lambda counts=counts: estimate.entropy(
                counts, given="counts", estimator="plug-in", interval="bootstrap"
            ),
            lambda plug_in=plug_in: [plug_in() for _ in range(20)],
            "20 plug-in estimates of ours",
            1.0,
        )
        yield Case(
            f"the same from the rows, {name}",
            lambda plug_in=plug_in: plug_in(interval="bootstrap"),
            lambda x=x: [entropy_of_unique(x) for _ in range(20)],
            "20 times np.unique + scipy.stats.entropy",
            1.0,
        )


def timed(call):
    """Return the seconds of one call: on the clock, and of all processors."""
    clock, processors = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - clock, time.process_time() - processors


def compared(case, rounds):
    """Return the best seconds of ours and of the other, each on the clock and of processors."""
    case.ours()
    case.other()
    times = [(timed(case.ours), timed(case.other)) for _ in range(rounds)]
    return [min(x) for side in zip(*times, strict=True) for x in zip(*side, strict=True)]


def told(case, ours, ours_busy, other, other_busy):
    """Return one line of what was found."""
    goal = "" if case.goal is None else f", goal {case.goal:g}"
    met = "" if case.goal is None or other / ours >= case.goal else " MISSED"
    return (
        f"{case.name}: {1e3 * ours:.1f} ms (processors {1e3 * ours_busy:.1f}); {case.against} "
        f"{1e3 * other:.1f} ms ({1e3 * other_busy:.1f}): {other / ours:.1f} times{goal}{met}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only cases whose name holds one of these")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(machine.in_words(machine.described()))
    parts = (
        entropy_of_labels(asked.rows),
        mutual_information_of_labels(asked.rows),
        bootstraps(asked.rows // 10),
    )
    for cases in parts:
        for case in cases:
            if not asked.words or any(word in case.name for word in asked.words):
                print(told(case, *compared(case, asked.rounds)), flush=True)


if __name__ == "__main__":
    main()
