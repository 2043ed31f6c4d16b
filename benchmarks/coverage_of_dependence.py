"""Bias, error and coverage of what is estimated from two samples, or from tables of pairs.

    python benchmarks/coverage_of_dependence.py            # every case, 500 samples each
    python benchmarks/coverage_of_dependence.py 2000 kl    # 2,000 samples of the cases named kl…

One line for each case: the truth in nats, then bias and root mean square error in thousandths, the
coverage of the nominal 95 % interval, that of its lower and of its upper limit alone, and how often
a warning of few data or of a bound fires. The upper limit is infinite where an outcome of the first
sample is new to the second; `finite` says what would be covered if it were not.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np

from kullback.estimate import ENTROPY_ESTIMATORS, TWO_SAMPLE_ESTIMATORS, Estimate, measures

Draw = Callable[[np.random.Generator], Estimate]
Case = tuple[str, float, Draw]


def zipf(k: int) -> np.ndarray:
    weights = 1.0 / np.arange(1.0, k + 1.0)
    return weights / weights.sum()


def flat(k: int) -> np.ndarray:
    return np.full(k, 1.0 / k)


def near_flat(k: int) -> np.ndarray:
    tilt = np.where(np.arange(k) % 2, 1.1, 0.9)
    return tilt / tilt.sum()


def drawn(k: int) -> np.ndarray:
    return np.random.default_rng(2).dirichlet(np.full(k, 2.0))


def kl(p: np.ndarray, q: np.ndarray) -> float:
    return float((p[p > 0] * np.log(p[p > 0] / q[p > 0])).sum())


def cross(p: np.ndarray, q: np.ndarray) -> float:
    return float(-(p * np.log(q)).sum())


def pairs_of_sources() -> Iterator[tuple[str, np.ndarray, np.ndarray, tuple[int, ...]]]:
    for k, sizes in ((2, (10, 60, 200)), (10, (20, 100, 1000)), (100, (200, 1000, 10_000))):
        sources = {
            "flat|flat": (flat(k), flat(k)),
            "near|flat": (near_flat(k), flat(k)),
            "zipf|flat": (zipf(k), flat(k)),
            "flat|zipf": (flat(k), zipf(k)),
            "zipf|zipf": (zipf(k), zipf(k)),
            "zipf|drawn": (zipf(k), drawn(k)),
        }
        for name, (p, q) in sources.items():
            yield f"K={k} {name}", p, q, sizes


def of_two_samples() -> Iterator[Case]:
    by = TWO_SAMPLE_ESTIMATORS["zhang-grabchak"]
    for name, p, q, sizes in pairs_of_sources():
        for n in sizes:
            for m in (n, 10 * n) if n == sizes[1] else (n,):

                def two(g, p=p, q=q, n=n, m=m):
                    return g.multinomial(n, p).astype(float), g.multinomial(m, q).astype(float)

                where = f"{name} n={n},{m}"
                yield (
                    f"kl {where}",
                    kl(p, q),
                    lambda g, two=two: measures.kl_divergence_of_samples(*two(g), by=by),
                )
                yield (
                    f"kl-of-compare {where}",
                    kl(p, q),
                    lambda g, two=two: measures.kl_divergence(*two(g)),
                )
                yield (
                    f"cross {where}",
                    cross(p, q),
                    lambda g, two=two: measures.cross_entropy_of_samples(*two(g), by=by),
                )

                def js(g, two=two):
                    first, second = two(g)
                    some = first + second > 0
                    null = measures.drawn_jensen_shannon_null(first, second, 0)
                    return measures.jensen_shannon_divergence(first[some], second[some], null=null)

                middle = (p + q) / 2
                yield f"js {where}", (kl(p, middle) + kl(q, middle)) / 2, js


def of_a_model() -> Iterator[Case]:
    for name, p, q, sizes in pairs_of_sources():
        for n in sizes:
            for estimator in ("zhang", "chao-wang-jost"):
                by = ENTROPY_ESTIMATORS[estimator](None)
                yield (
                    f"model-kl-{estimator} {name} n={n}",
                    kl(p, q),
                    lambda g, p=p, q=q, n=n, by=by: measures.kl_divergence_from_a_model(
                        g.multinomial(n, p).astype(float), q, by=by
                    ),
                )
            yield (
                f"model-cross {name} n={n}",
                cross(p, q),
                lambda g, p=p, q=q, n=n: measures.cross_entropy_in_a_model(
                    g.multinomial(n, p).astype(float), q
                ),
            )


def joint(rows: int, columns: int, mix: float) -> np.ndarray:
    apart = np.outer(zipf(rows), flat(columns))
    together = np.zeros((rows, columns))
    for cell in range(max(rows, columns)):
        together[cell % rows, cell % columns] = 1.0
    return (1.0 - mix) * apart + mix * together / together.sum()


def entropy(p: np.ndarray) -> float:
    return float(-(p[p > 0] * np.log(p[p > 0])).sum())


def of_tables() -> Iterator[Case]:
    for rows, columns in ((2, 2), (5, 5), (20, 20), (50, 10), (200, 2)):
        for mix in (0.0, 0.15, 0.6, 1.0):
            p = joint(rows, columns, mix)
            told = entropy(p.sum(1)) + entropy(p.sum(0)) - entropy(p.ravel())
            left = entropy(p.ravel()) - entropy(p.sum(1))
            for per_cell in (1, 5, 50):
                n = per_cell * rows * columns

                def table(g, p=p, n=n):
                    return g.multinomial(n, p.ravel()).reshape(p.shape).astype(float)

                where = f"{rows}x{columns} mix={mix} n={n}"
                yield (
                    f"mi {where}",
                    told,
                    lambda g, table=table: measures.dependence([table(g)], seed=0),
                )
                yield (
                    f"conditional {where}",
                    left,
                    lambda g, table=table: measures.conditional_entropy(table(g)),
                )


def of_strata() -> Iterator[Case]:
    for rows, strata, mixes in (
        (3, 3, (0.0, 0.0, 0.0)),
        (3, 3, (0.0, 0.3, 0.9)),
        (5, 10, (0.0,) * 10),
        (5, 10, (0.3,) * 10),
        (2, 50, (0.0, 0.8) * 25),
    ):
        shares = zipf(strata)
        p = np.stack([s * joint(rows, rows, mix) for s, mix in zip(shares, mixes, strict=True)])
        truth = sum(
            s * (entropy(q.sum(1)) + entropy(q.sum(0)) - entropy(q.ravel()))
            for s, q in zip(shares, p / shares[:, None, None], strict=True)
        )
        for per_cell in (1, 5, 50):
            n = per_cell * p.size
            yield (
                f"cmi {rows}x{rows}x{strata} mixes={mixes[:3]} n={n}",
                float(truth),
                lambda g, p=p, n=n: measures.dependence(
                    list(g.multinomial(n, p.ravel()).reshape(p.shape).astype(float)), seed=0
                ),
            )


def main(times: int, names: tuple[str, ...]) -> None:
    print(
        f"{'case':46} {'truth':>7} {'bias':>6} {'rmse':>6} {'cover':>6} {'low':>6} {'high':>6} warn"
    )
    for cases in (of_two_samples, of_a_model, of_tables, of_strata):
        for name, truth, draw in cases():
            if names and not name.startswith(names):
                continue
            generator = np.random.default_rng(1)
            found = [draw(generator) for _ in range(times)]
            error = np.array([e.raw for e in found]) - truth
            low = np.array([e.low <= truth + 1e-12 for e in found])
            high = np.array([truth <= e.high + 1e-12 for e in found])
            warned = np.mean([any("bound" in w for w in e.warnings) for e in found])
            print(
                f"{name:46} {truth:7.4f} {1e3 * error.mean():6.0f} "
                f"{1e3 * np.sqrt((error**2).mean()):6.0f} {100 * (low & high).mean():6.1f} "
                f"{100 * low.mean():6.1f} {100 * high.mean():6.1f} {100 * warned:3.0f}%",
                flush=True,
            )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    count = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 500
    main(count, tuple(arguments))
