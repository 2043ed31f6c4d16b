"""How far estimates from samples of numbers can be trusted, where the truth is known.

python -m benchmarks.estimation.numbers            # docs/estimates_of_numbers.json and .md
python -m benchmarks.estimation.numbers --quick    # few samples; build/estimates_of_numbers.json
python -m benchmarks.estimation.numbers --page     # only show the page of the file
"""

import argparse
import json
import math
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks.estimation.laws_of_numbers import dependences, divergences, entropies
from benchmarks.estimation.page_of_numbers import page
from benchmarks.machine import described

SEED = 0
SIZES = (100, 1_000, 10_000)
SAMPLES = {100: 200, 1_000: 100, 10_000: 40}
SAMPLES_OF_CLASSIFIERS = {1_000: 50}  # six fits take a second
BOUNDED_FROM = 10  # columns, from which on a classifier is asked as well
MOST_COLUMNS = 5  # with the most rows: in ten, neighbours take as long as comparing all with all


def numbers_grid(quick=False):
    """Return the laws and, for each, the sizes of samples drawn from it."""
    laws = [*entropies(), *divergences(), *dependences()]
    if quick:
        laws = [law for law in laws if law.columns in ("1", "3", "1 + 1")]
    sizes = SIZES[:2] if quick else SIZES
    return [
        (law, n) for law in laws for n in sizes if n < SIZES[-1] or columns_of(law) <= MOST_COLUMNS
    ]


def columns_of(law):
    """Return how many columns there are in all."""
    return sum(int(part) for part in law.columns.split(" + "))


def estimators(law):
    """Return the ways to estimate, by name, each a function of the samples."""
    from kullback.estimate import numbers
    from kullback.estimate.discriminative.variational_bound import VariationalBound

    columns = columns_of(law)
    if law.quantity == "differential entropy":
        by = [numbers.KozachenkoLeonenko()]
        if columns == 1:
            spacings = numbers.Vasicek(), numbers.Ebrahimi(), numbers.VanEs(), numbers.Correa()
            by.extend(spacings)
        measure = numbers.differential_entropy
    elif law.quantity == "KL divergence":
        by = [
            numbers.WangKulkarniVerdu(),
            numbers.WangKulkarniVerdu(5),
        ]
        if columns >= BOUNDED_FROM:
            by += [VariationalBound(), VariationalBound("DV")]
        measure = numbers.kl_divergence
    else:
        ksg = numbers.KraskovStoegbauerGrassberger
        by = [ksg(), ksg(3, 2), numbers.GaoKannanOhViswanath(), numbers.Gaussian()]
        measure = numbers.mutual_information
    return {each.name: (lambda *samples, by=each: measure(*samples, estimator=by)) for each in by}


def simulated(law, n, samples):
    """Return what each estimator makes of samples of `n` rows, over and over."""
    cell = {
        "quantity": law.quantity,
        "source": law.name,
        "columns": law.columns,
        "n": n,
        "truth": rounded(law.truth),
        "estimators": {},
    }
    for name, ask in estimators(law).items():
        times = samples
        if name.startswith("variational"):
            times = samples * SAMPLES_OF_CLASSIFIERS.get(n, 0) // SAMPLES[n]
        answers = []
        for sample in range(times):
            name_of_law = f"{law.quantity}, {law.name}, {law.columns}, {n}, {sample}"
            generator = np.random.default_rng([SEED, zlib.crc32(name_of_law.encode())])
            found = ask(*law.draw(generator, n))
            answers.append(
                (found.raw, found.low, found.high, found.std_error, bool(found.warnings))
            )
        if answers:
            cell["estimators"][name] = figures(law.truth, np.array(answers))
    return cell


def figures(truth, answers):
    """Return bias, error and coverage; no coverage where no interval is claimed."""
    raw, low, high, std_error, warned = answers.T
    error = raw - truth
    found = {
        "samples": len(raw),
        "bias": rounded(error.mean()),
        "rmse": rounded(math.sqrt((error**2).mean())),
        "warned": rounded(warned.mean()),
    }
    if np.isfinite(std_error).all() and raw.std() > 0.0:
        found["std_error to spread"] = rounded(np.median(std_error) / raw.std(ddof=1))
    claimed = np.isfinite(high) | (low > 0.0)
    if np.isfinite(low).all() and claimed.any():
        slack = 1e-12 * (1.0 + abs(truth))
        held = (low <= truth + slack) & (truth - slack <= high)
        found |= {
            "covered": rounded(held.mean()),
            "low": rounded(np.median(low)),
            "infinite high": rounded(np.isinf(high).mean()),
        }
    return found


def rounded(number):
    """Return a number with as many digits as it deserves."""
    return float(f"{number:.4g}")


def run(quick=False, processes=1, share=1.0):
    """Return all figures, of a share of the samples."""
    began = time.monotonic()
    wanted = [(*law[:3], n, quick, share) for law, n in numbers_grid(quick)]
    if processes == 1:
        cells = [_cell(task) for task in wanted]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            cells = list(pool.map(_cell, wanted))
    return {
        "machine": described(),
        "quick": quick,
        "seed": SEED,
        "seconds": round(time.monotonic() - began),
        "cells": cells,
    }


def _cell(task):
    *name, n, quick, share = task
    grid = numbers_grid(quick)
    (law,) = (law for law, size in grid if [*law[:3], size] == [*name, n])
    began = time.process_time()
    found = simulated(law, n, 20 if quick else round(share * SAMPLES[n]))
    seconds = time.process_time() - began
    print(f"{seconds:6.1f} s  {law.quantity}: {law.name}, {law.columns}, n = {n}", flush=True)
    return found


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimation.numbers")
    parser.add_argument("--quick", action="store_true", help="few laws, few samples")
    parser.add_argument("--processes", type=int, default=1, help="how many at a time (1)")
    parser.add_argument("--share", type=float, default=1.0, help="of the samples (1)")
    parser.add_argument("--json", type=Path, help="where the figures go; the page goes beside them")
    parser.add_argument("--page", action="store_true", help="show the page of the file, no more")
    options = parser.parse_args()
    folder = Path("build" if options.quick else "docs")
    file = options.json or folder / "estimates_of_numbers.json"
    if not options.page:
        found = run(options.quick, options.processes, options.share)
        file.parent.mkdir(exist_ok=True)
        cells = ",\n  ".join(json.dumps(cell, ensure_ascii=False) for cell in found.pop("cells"))
        head = json.dumps(found, ensure_ascii=False)[:-1]
        file.write_text(f'{head},\n "cells": [\n  {cells}\n ]\n}}\n', "utf-8")
    text = page(json.loads(file.read_text("utf-8")))
    if not options.page:
        file.with_suffix(".md").write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
