"""How long estimates from nearest neighbours take, side by side with scikit-learn and infomeasure.

    python -m benchmarks.estimation.neighbours [--rows 100000] [--times 3] [--infomeasure PYTHON]

Every system gets the same arrays in the same run, turn by turn, and its least time counts; seconds
of processors, in brackets, tell what a busy machine took. Ours is timed twice: the estimator alone,
which is what the others compute, and the verb, which also looks for what stands in the way of an
answer and gives it an interval. scikit-learn has mutual information alone, infomeasure the rest; it
is asked by the interpreter that `--infomeasure` names (`python -m venv there`, then
`there/bin/pip install infomeasure`).
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

GOALS = {"scikit-learn": 5.0, "infomeasure": 20.0}
K = 5

INFOMEASURE = """
import sys, time
import numpy as np, infomeasure as im
data, call, times = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3])
x, y = data["x"], data["y"]
for _ in range(times):
    began, used = time.perf_counter(), time.process_time()
    found = eval(call)
    print(time.perf_counter() - began, time.process_time() - used, float(found))
"""


class Task(NamedTuple):
    """What is computed from `x` and `y`, and how each system is asked."""

    name: str
    draw: object
    estimator: object
    verb: object
    scikit_learn: object
    infomeasure: str


def tasks():
    """Return what is timed."""
    from sklearn.feature_selection import mutual_info_classif, mutual_info_regression

    from kullback.estimate import numbers

    ksg = numbers.KraskovStoegbauerGrassberger(K, equal_spread=False)
    ross = numbers.Ross(K)
    leonenko = numbers.KozachenkoLeonenko(K, "maximum")
    verdu = numbers.WangKulkarniVerdu(K, "maximum")
    labelled = ("numbers", "labels")
    metric = f"approach='metric', k={K}, noise_level=0, base='e', minkowski_p=np.inf"

    def both(columns):
        return lambda g, n: (g.normal(size=(n, columns)), 0.5 + g.normal(size=(n, columns)))

    found = [
        Task(
            "mutual information, 1 + 1 columns",
            _correlated,
            lambda x, y: ksg.mutual_information(x, y),
            lambda x, y: numbers.mutual_information(x, y, estimator=ksg).raw,
            lambda x, y: mutual_info_regression(x, y[:, 0], n_neighbors=K)[0],
            f"im.mutual_information(x[:, 0], y[:, 0], {metric})",
        ),
        Task(
            "mutual information, numbers with 10 labels",
            _labelled,
            lambda x, y: ross.mutual_information(x, y),
            lambda x, y: numbers.mutual_information(x, y, given=labelled, estimator=ross).raw,
            lambda x, y: mutual_info_classif(x, y, n_neighbors=K)[0],
            "",
        ),
    ]
    found += [
        Task(
            f"differential entropy, {columns} columns",
            both(columns),
            lambda x, y: leonenko.differential_entropy(x),
            lambda x, y: numbers.differential_entropy(x, estimator=leonenko).raw,
            None,
            f"im.entropy(x, {metric})",
        )
        for columns in (1, 2, 3)
    ]
    return found + [
        Task(
            f"KL divergence, {columns} columns",
            both(columns),
            lambda x, y: verdu.kl_divergence(x, y),
            lambda x, y: numbers.kl_divergence(x, y, estimator=verdu).raw,
            None,
            f"im.kullback_leiber_divergence(x, y, {metric})",
        )
        for columns in (1, 2, 3)
    ]


def _correlated(generator, n):
    x, noise = generator.normal(size=(2, n, 1))
    return x, 0.6 * x + 0.8 * noise


def _labelled(generator, n):
    labels = generator.integers(0, 10, n)
    return generator.normal(size=(n, 1)) + labels[:, None] / 3, labels


def timed(call, *arguments):
    """Return the seconds of a call, those of processors, and what it found."""
    began, used = time.perf_counter(), time.process_time()
    found = call(*arguments)
    return time.perf_counter() - began, time.process_time() - used, float(found)


def by_another(python, call, file, times):
    """Return the least seconds of infomeasure and what it found, or why there are none."""
    command = [python, "-W", "ignore", "-c", INFOMEASURE, str(file), call, str(times)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None, done.stderr.strip().splitlines()[-1]
    return min(tuple(map(float, line.split())) for line in done.stdout.splitlines()), ""


def compare(task, n, times, python):
    """Print the seconds of each system, and what of them the others take."""
    x, y = task.draw(np.random.default_rng(0), n)
    ways = {"the estimator alone": task.estimator, "the verb, with interval": task.verb}
    if task.scikit_learn:
        ways["scikit-learn"] = task.scikit_learn
    took = {name: [] for name in ways}
    task.estimator(x, y)  # what is compiled is compiled
    for _ in range(times):
        for name, call in ways.items():
            took[name].append(timed(call, x, y))
    least = {name: min(each) for name, each in took.items()}
    print(f"\n{task.name}, {n:,} rows")
    if python and task.infomeasure:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "data.npz"
            np.savez(file, x=x, y=y)
            found, why = by_another(python, task.infomeasure, file, times)
        if found:
            least["infomeasure"] = found
        else:
            print(f"  infomeasure: {why}")
    for name, (seconds, of_processors, value) in least.items():
        ratios = "".join(
            f"   1/{least[peer][0] / seconds:.1f} of {peer} (of processors "
            f"1/{least[peer][1] / of_processors:.1f}; goal {goal:g})"
            for peer, goal in GOALS.items()
            if peer in least and name not in GOALS
        )
        print(f"  {name:24} {seconds:6.3f} s ({of_processors:.3f})  {value:+.5f} nats{ratios}")


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation.neighbours")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--infomeasure", metavar="PYTHON", help="an interpreter that has it")
    options = parser.parse_args()
    if not options.infomeasure:
        print("infomeasure is left out: name an interpreter that has it with --infomeasure")
    for task in tasks():
        compare(task, options.rows, options.times, options.infomeasure)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
