"""Everything that is simulated, one cell after the other or in several processes."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.estimation.divergences import SAMPLES as SAMPLES_OF_TWO
from benchmarks.estimation.divergences import compared, dependent
from benchmarks.estimation.entropies import SAMPLES, SAMPLES_OF_MANY_OUTCOMES, SLOW, part, simulated
from benchmarks.estimation.pairs import pairs, tables
from benchmarks.estimation.sources import SEED, sources
from benchmarks.machine import described


def tasks(quick, share):
    """Return (function, arguments) of every cell, in the order of the page."""
    found = [(simulated, (source, n, share)) for source in sources(quick) for n in source.sizes]
    found += [(compared, (pair, sizes, share)) for pair in pairs(quick) for sizes in pair.sizes]
    found += [(dependent, (table, n, share)) for table in tables(quick) for n in table.sizes]
    return found


def run(quick=False, share=1.0, processes=1):
    """Return all figures, and what they took."""
    began, wanted = time.monotonic(), tasks(quick, share)
    if processes == 1:
        done = [_timed(task) for task in wanted]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            done = list(pool.map(_timed, wanted))
    cells = [cell for found, _ in done for cell in (found if isinstance(found, list) else [found])]
    return {
        "machine": described(),
        "quick": quick,
        "seed": SEED,
        "seconds": round(time.monotonic() - began),
        "processor seconds": round(sum(seconds for _, seconds in done)),
        "samples": {
            "a cell": _parts(SAMPLES, share),
            "a cell of more than 1,000 outcomes": _parts(SAMPLES_OF_MANY_OUTCOMES, share),
            "slow estimators": _parts(SLOW, share),
            "two samples and tables": part(SAMPLES_OF_TWO, share),
        },
        "entropy": [cell for cell in cells if "quantity" not in cell],
        "others": [cell for cell in cells if "quantity" in cell],
    }


def _parts(samples, share):
    return {name: part(times, share) for name, times in samples.items()}


def _timed(task):
    function, arguments = task
    began = time.process_time()
    found = function(*arguments)
    seconds = time.process_time() - began
    print(f"{seconds:6.1f} s  {_name(function, arguments)}", flush=True)
    return found, seconds


def _name(function, arguments):
    what, size = arguments[:2]
    return f"{function.__name__}: {what.name}, n = {size} (process {os.getpid()})"
