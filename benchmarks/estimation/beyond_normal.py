"""Mutual information of numbers in the published benchmark "Beyond Normal", task by task.

    python -m benchmarks.estimation.beyond_normal --benchmark-mi PYTHON   # docs/beyond_normal.*
    python -m benchmarks.estimation.beyond_normal --page                  # only show the page

`--columns 100` asks the tasks of many columns as well, which take minutes each.

The tasks, their exact answers and their samples are those of the package benchmark-mi, asked by the
interpreter that `--benchmark-mi` names, since it needs an older NumPy than ours: `python -m venv
there`, then `there/bin/pip install benchmark-mi`, and over it `there/bin/pip install jax==0.4.30
jaxlib==0.4.30 equinox==0.11.4`, without which version 0.1.3 does not load.

Source: Czyż, Grabowski, Vogt, Beerenwinkel & Marx (2023), Beyond Normal: On the evaluation of
mutual information estimators, NeurIPS.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.estimation.numbers import rounded
from benchmarks.machine import described, in_words

FILE = Path("docs") / "beyond_normal.json"
ROWS, SEEDS = 5_000, 5
INTERVALS_UP_TO = 10  # columns, beyond which twenty groups of rows take too long
AUTO = "Kraskov–Stögbauer–Grassberger 1, k = 5"

SAMPLING = """
import sys, json, numpy as np
from bmi.benchmark import BENCHMARK_TASKS
folder, rows, seeds, columns = sys.argv[1], *map(int, sys.argv[2:])
told, left = [], []
for task in BENCHMARK_TASKS.values():
    if task.dim_x + task.dim_y > columns:
        left.append(task.name)
        continue
    number = len(told)
    for seed in range(seeds):
        x, y = task.sample(rows, seed)
        np.savez(f"{folder}/{number}-{seed}.npz", x=np.asarray(x), y=np.asarray(y))
    told.append([task.name, task.dim_x, task.dim_y, float(task.mutual_information)])
print(json.dumps([told, left]))
"""
HEAD = """\
# Mutual information in the benchmark "Beyond Normal"

The tasks of Czyż et al. (2023), whose mutual information is known though their samples are anything
but normal: each a pair of vectors, mapped one to one so that the answer stays. Samples are those of
the package benchmark-mi. `python -m benchmarks.estimation.beyond_normal` makes this page.
"""
READING = """\
Every cell: **mean error, root mean square error**, in thousandths of a nat (1 nat is 1.44 bits).
The last columns are of `auto`: in how many of the samples its interval of 95 % held the truth (a
dash where it claims none, which is in more than two columns; an arrow where all it says is "at
least"), and how many of the answers came with a warning: samples of the package are float32, of
which a few values repeat, and that is said.
"""


def estimators():
    """Return what is asked, by name."""
    from kullback.estimate import numbers

    ksg = numbers.KraskovStoegbauerGrassberger
    return [ksg(), ksg(3, 2), numbers.GaoKannanOhViswanath(), numbers.Gaussian()]


def answers_to(task, samples):
    """Return what each estimator makes of the samples of one task."""
    from kullback.estimate import mutual_information

    name, c, d, truth = task
    found = {"task": name, "columns": f"{c} + {d}", "truth": rounded(truth), "estimators": {}}
    for by in estimators():
        raw = np.array([by.mutual_information(x, y) for x, y in samples])
        errors = raw - truth
        found["estimators"][by.name] = {
            "bias": rounded(errors.mean()),
            "rmse": rounded(math.sqrt((errors**2).mean())),
        }
    if c + d <= INTERVALS_UP_TO:
        told = [mutual_information(x, y, given="numbers") for x, y in samples]
        claimed = [each for each in told if math.isfinite(each.high) or each.low > 0.0]
        found["auto"] = {
            "claimed": len(claimed),
            "bounded": sum(math.isfinite(each.high) for each in told),
            "held": int(sum(each.low <= truth <= each.high for each in claimed)),
            "warned": sum(bool(each.warnings) for each in told),
        }
    return found


def run(interpreter, columns):
    """Return all figures of the tasks of so many columns at most."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [interpreter, "-c", SAMPLING, folder, *map(str, (ROWS, SEEDS, columns))]
        asked = subprocess.run(command, capture_output=True, text=True, check=True)
        tasks, left = json.loads(asked.stdout.splitlines()[-1])
        cells = []
        for number, task in enumerate(tasks):
            samples = []
            for seed in range(SEEDS):
                with np.load(Path(folder) / f"{number}-{seed}.npz") as held:
                    samples.append((held["x"].astype(float), held["y"].astype(float)))
            cells.append(answers_to(task, samples))
            print(f"{time.monotonic() - began:6.0f} s  {task[0]}", file=sys.stderr, flush=True)
    return {
        "machine": described(),
        "rows": ROWS,
        "samples": SEEDS,
        "seconds": round(time.monotonic() - began),
        "left_out": left,
        "cells": cells,
    }


def page(found):
    """Return the page in Markdown."""
    cells = found["cells"]
    names = list(cells[0]["estimators"])
    rows = [["task (truth)", "columns", *names, "held", "warned"], ["---"] * (len(names) + 4)]
    for cell in cells:
        of = [_errors(cell["estimators"][name]) for name in names]
        task = f"{cell['task']} ({cell['truth']:.4g})"
        rows.append([task, cell["columns"], *of, *_of_auto(cell.get("auto"))])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    taken = (
        f"{found['samples']} samples of {found['rows']:,} rows for each task; "
        f"{found['seconds']:,} seconds. {in_words(found['machine'])}"
    )
    parts = [HEAD, _answer(cells), taken, READING, table]
    if found["left_out"]:
        parts.append(f"Left out, for their many columns: {'; '.join(found['left_out'])}.")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _answer(cells):
    """Say in words where the first choice can be trusted."""
    near = [cell for cell in cells if abs(cell["estimators"][AUTO]["bias"]) <= 0.1 * cell["truth"]]
    far = max(cells, key=lambda cell: abs(cell["estimators"][AUTO]["bias"]) / cell["truth"])
    bias = far["estimators"][AUTO]["bias"]
    told = [cell["auto"] for cell in cells if "auto" in cell]
    claimed, held = (sum(of[what] for of in told) for what in ("claimed", "held"))
    return (
        f"**Which can be trusted?** The mean of `auto`, which is {AUTO}, lies within 10 % of the "
        f"truth in {len(near)} of {len(cells)} tasks. It is farthest off in {far['task']}: "
        f"{bias:+.2f} of {far['truth']:.2f} nats. Of {claimed} intervals that it claims {held} "
        "hold the truth."
    )


def _errors(of):
    return f"{1000 * of['bias']:+.0f}, {1000 * of['rmse']:.0f}"


def _of_auto(of):
    if of is None:
        return "", ""
    held = "–"
    if of["claimed"]:
        held = f"{of['held']} of {of['claimed']}{'' if of['bounded'] else '↑'}"
    return held, str(of["warned"])


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation.beyond_normal")
    parser.add_argument("--benchmark-mi", metavar="PYTHON", help="which has it installed")
    parser.add_argument("--columns", type=int, default=INTERVALS_UP_TO, help="of x and y, at most")
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    if not options.page:
        if options.benchmark_mi is None:
            parser.error("--benchmark-mi PYTHON is needed; see the top of the file")
        found = run(options.benchmark_mi, options.columns)
        cells = ",\n  ".join(json.dumps(cell, ensure_ascii=False) for cell in found.pop("cells"))
        head = json.dumps(found, ensure_ascii=False)[:-1]
        FILE.write_text(f'{head},\n "cells": [\n  {cells}\n ]\n}}\n', "utf-8")
    text = page(json.loads(FILE.read_text("utf-8")))
    if not options.page:
        FILE.with_suffix(".md").write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
